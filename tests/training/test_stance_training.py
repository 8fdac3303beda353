"""The figures of stance, and what is fitted on answers that were held out."""

import numpy as np
import pytest

from models.findings import STANCES
from models.stance import Calibration, Pair, calibrated
from training.calibration import calibration, threshold
from training.evaluate_stance import crossed, report
from training.stance_data import blind, extra, graded, signed

FAVOR, AGAINST, NEUTRAL = STANCES


def test_figures_of_a_small_table():
    probabilities = np.array([[0.9, 0.05, 0.05], [0.1, 0.85, 0.05], [0.6, 0.3, 0.1], [0.2, 0.1, 0.7]])
    figures = report(probabilities, [FAVOR, AGAINST, AGAINST, NEUTRAL], 0.8)
    assert figures["accuracy"] == 75.0
    assert figures["labels"][FAVOR] == {"p": 50.0, "r": 100.0, "f1": 66.7}
    assert figures["swapped"] == 25.0
    assert figures["sure"] == {
        "threshold": 0.8,
        "coverage": 50.0,
        "accuracy": 100.0,
        "shown": 2,
        "shown_right": 100.0,
    }
    assert figures["confusion (rows gold, columns found)"] == [[1, 0, 0], [1, 1, 0], [0, 0, 1]]
    # |0.6 - 0| + |0.7 - 1| + |0.85 - 1| + |0.9 - 1|, a quarter each.
    assert figures["ece"] == pytest.approx((0.6 + 0.3 + 0.15 + 0.1) / 4, abs=1e-3)


def drawn(true: Calibration, n: int = 4000):
    """Logits, and labels drawn from what they mean under the `true` calibration."""
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(n, 3)) * 4
    return logits, [STANCES[rng.choice(3, p=row)] for row in calibrated(logits, true)]


def ece(logits, gold, fitted):
    return report(calibrated(logits, fitted), gold, 0.8)["ece"]


def test_an_overconfident_model_is_cooled_to_what_it_knows():
    logits, gold = drawn(Calibration(temperature=2.0))
    fitted = calibration(logits, gold)
    assert fitted.temperature == pytest.approx(2.0, abs=0.2)
    assert fitted.neutral == 0
    assert ece(logits, gold, fitted) < 0.03 < ece(logits, gold, Calibration())


def test_where_most_take_no_side_neutral_is_raised():
    logits, gold = drawn(Calibration(temperature=2.0, neutral=3.0))
    fitted = calibration(logits, gold, shifted=True)
    assert fitted.temperature == pytest.approx(2.0, abs=0.2)
    assert fitted.neutral == pytest.approx(3.0, abs=0.4)
    assert ece(logits, gold, fitted) < 0.02 < ece(logits, gold, Calibration(temperature=2.0))


def test_a_fold_is_calibrated_on_the_others_alone():
    logits, gold = drawn(Calibration(temperature=2.0))
    wrong = [AGAINST] * len(gold)
    probabilities, labels = crossed([(logits, gold), (logits, wrong)])
    assert labels == gold + wrong
    fitted = calibrated(logits, calibration(logits, gold))
    assert probabilities[len(gold) :] == pytest.approx(fitted)
    assert probabilities[: len(gold)] != pytest.approx(fitted, abs=0.1)


def test_the_threshold_gives_the_precision_that_was_asked_for():
    logits, gold = drawn(Calibration(temperature=2.0))
    probabilities = calibrated(logits, Calibration(temperature=2.0))
    sure = threshold(probabilities, gold, precision=0.9)
    assert 0.5 < sure < 0.9
    figures = report(probabilities, gold, sure)["sure"]
    assert min(figures["shown_right"], figures["accuracy"]) >= 90


def test_a_blinded_model_sees_only_one_side():
    pair = Pair("نرفض القرار", "القرار", "الوزير", "وقال")
    assert blind(pair, "text") == Pair("نرفض القرار", "", "الوزير", "وقال")
    assert blind(pair, "target") == Pair("", "القرار")


def test_our_own_examples_are_varied_and_never_contradict_themselves():
    examples = extra() + graded()
    assert len(examples) >= 300
    asked = [(pair.text, pair.target, pair.before) for pair, _ in examples]
    assert len(set(asked)) == len(asked)
    by_statement: dict[str, set[str]] = {}
    by_target: dict[str, set[str]] = {}
    for pair, label in examples:
        by_statement.setdefault(pair.text, set()).add(label)
        by_target.setdefault(pair.target, set()).add(label)
    # Neither the statement alone nor the target alone gives the label away.
    assert sum(len(labels) > 1 for labels in by_statement.values()) > len(by_statement) / 3
    assert sum(len(labels) > 1 for labels in by_target.values()) >= 30


def test_an_editor_signs_no_more_than_a_reader_sees():
    for (pair, seen), (same, side) in zip(graded(), signed(), strict=True):
        assert same == pair
        assert side in (seen, NEUTRAL)

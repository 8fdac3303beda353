"""`make accept`: what it reads and how it judges, on checkpoints that the tests build."""

import sys

import pytest

from models import accept
from models.checkpoints import choose
from models.engine import TokenClassifier
from models.findings import LABELS, STANCES, Mention
from models.tabular import rows


def test_labelled_sentences_name_what_stands_in_them():
    labelled = accept.labelled_sentences()
    assert len(labelled) >= 40
    for text, names in labelled:
        at = 0
        for label, name in names:
            assert label in LABELS
            at = text.index(name, at) + len(name)


def test_stance_pairs_carry_known_labels():
    pairs = list(rows(accept.PAIRS))
    assert {label for _, _, label in pairs} == set(STANCES)
    assert all(len(row) == 3 for row in pairs)


def test_labels_are_those_of_transformers_pipeline(random_checkpoint):
    assert accept.same_as_pipeline(TokenClassifier(choose("ner", str(random_checkpoint)), "cpu")) == 100


def test_shifted_labels_are_noticed(random_checkpoint):
    classifier = TokenClassifier(choose("ner", str(random_checkpoint)), "cpu")
    classifier.labels = classifier.labels[1:] + classifier.labels[:1]
    assert accept.same_as_pipeline(classifier) < accept.BARS["pipeline"]


def test_names_are_counted_by_label():
    gold = [
        [Mention(0, 0, name, label, 1.0, -1) for label, name in names]
        for _, names in accept.labelled_sentences()
    ]
    assert accept.names_table(gold)[1] == 100
    assert accept.names_table([[] for _ in gold])[1] == 0
    assert 0 < accept.names_table([gold[0], *[[] for _ in gold[1:]]])[1] < 10


def verdict(monkeypatch, capsys, *arguments):
    monkeypatch.setattr(sys, "argv", ["accept", *arguments])
    return accept.main(), capsys.readouterr()


def test_a_model_that_finds_nothing_is_not_accepted(monkeypatch, capsys, random_checkpoint):
    status, printed = verdict(monkeypatch, capsys, "--ner", str(random_checkpoint), "--stance", "none")
    assert status == 1
    assert "pipeline    100.0 %" in printed.out
    assert "Verdict: not accepted" in printed.out


def test_a_missing_model_says_what_to_run(monkeypatch, capsys, hub_cache):
    status, printed = verdict(monkeypatch, capsys)
    assert status == 1
    assert "make models" in printed.err


@pytest.mark.skipif(
    not (accept.ROOT / "models/bundled/ner").is_dir(), reason="the bundled weights are not unpacked"
)
def test_the_bundled_model_is_accepted(monkeypatch, capsys):
    status, printed = verdict(monkeypatch, capsys, "--ner", "bundled", "--stance", "none")
    assert status == 0, printed.out

"""Who said what on the 33 gold articles: figures, their spread over folds, what each step adds, calibration.

    python -m training.evaluate_quotes
    python -m training.evaluate_quotes --fit     the constants that make the scores probabilities

The encoders read once; the steps behind them are then taken away one at a time. The figures of the whole
are those of `training.evaluate findings`. The rules and the thresholds were written with these articles
in view: the spread over folds of articles tells how much a figure may move, not that it was held out.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING
from unittest.mock import patch

from models import names, quotes
from models.agreement import agree
from models.findings import Analysis
from models.pipeline import Reader
from models.quotes import blend
from models.quotes.tagged import Tagged
from models.sentences import sentences
from training import oracle
from training.data import gold_articles

if TYPE_CHECKING:
    import numpy as np

FOLDS = 5
BINS = 5
# The scorer's figures that are printed, each with the head of its column.
FIGURES: dict[str, Callable[[dict], float]] = {
    "overlap F1": lambda f: f["quotes_overlap"]["f1"],
    "exact F1": lambda f: f["quotes_exact"]["f1"],
    "direct P": lambda f: f["direct"]["p"],
    "direct found": lambda f: f["direct"]["found_r"],
    "speaker": lambda f: f["speaker_accuracy"],
    "who said what": lambda f: f["who_said_what"]["f1"],
    "kind": lambda f: f["speaker_kind_accuracy"],
    "cue": lambda f: f["cue_accuracy"],
}


def silent(found: list[Tagged]) -> list[Tagged]:
    """The encoder's statements without the speakers it tagged."""
    return [replace(t, speaker=None) for t in found]


# What is taken away, as (what the rules are given, patches of the blend).
STEPS: dict[str, tuple[Callable, dict[str, object]]] = {
    "the whole": (lambda tagged: tagged, {}),
    "rules alone": (lambda tagged: None, {}),
    "encoder alone: no rule's statements or edges": (lambda tagged: tagged, {"drafts": lambda *_: []}),
    "no statements by rules that the encoder missed": (lambda tagged: tagged, {"PRECISE": 2.0}),
    "no statements by the encoder that no rule sees": (lambda tagged: tagged, {"ALONE": 2.0}),
    "no speakers by the encoder": (silent, {}),
    "no relays": (lambda tagged: tagged, {"relayed": lambda *_: None}),
}


def read() -> list[tuple[oracle.Gold, tuple, list[Tagged]]]:
    """Each gold article with (sentences, mentions, entities) and what the encoder tagged in it."""
    reader = Reader(stance="none")
    gold = list(gold_articles())
    texts = [(text, sentences(text)) for _, text, _ in gold]
    out = []
    for article, (text, spans), mentions, tagged in zip(
        gold, texts, reader.ner_model.read(texts), reader.quote_tagger.read(texts), strict=True
    ):
        out.append((article, (spans, *names.merge(text, agree(text, mentions))), tagged))
    return out


def analyses(articles: list, step: str) -> Iterator[Analysis]:
    """What becomes of the articles when a step is taken away."""
    given, patches = STEPS[step]
    with ExitStack() as stack:
        for name, value in patches.items():
            stack.enter_context(patch.object(blend, name, value))
        for (name, text, _), (spans, mentions, entities), tagged in articles:
            said = quotes.find(text, spans, mentions, entities, given(tagged))
            path = f"{name}.txt"
            yield Analysis(name, path, None, None, None, None, None, text, spans, mentions, entities, said)


def scored(articles: list) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The score of each statement found, whether it overlaps a gold one by half, and its article's fold."""
    import numpy as np

    match = oracle.scorer().match
    rows = []
    for i, ((gold, *_), analysis) in enumerate(zip(articles, analyses(articles, "the whole"), strict=True)):
        _, text, annotation = gold
        found = analysis.to_json()["quotes"]
        right = set(dict(match(found, annotation["quotes"], text, lambda o, p, q: o >= 0.5)).values())
        rows += [(q["score"], k in right, i % FOLDS) for k, q in enumerate(found)]
    return tuple(np.array(column, dtype=float) for column in zip(*rows, strict=True))


def platt(scores: np.ndarray, right: np.ndarray) -> np.ndarray:
    """(offset, slope) of the logistic curve over log-odds of scores, by Newton's method."""
    import numpy as np

    within = np.clip(scores, 0.001, 0.999)
    x = np.stack([np.ones_like(within), np.log(within / (1 - within))], 1)
    w = np.array([0.0, 1.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(2)
        w -= np.linalg.solve(hessian, x.T @ (p - right))
    return w


def fit(articles: list) -> None:
    """Print offset and slope for scores as they are before any calibration, over folds and together."""
    with patch.object(blend, "calibrated", lambda score: score):
        scores, right, fold = scored(articles)
    for k in range(FOLDS):
        print(f"without fold {k + 1}:", platt(scores[fold != k], right[fold != k]).round(3))
    print("together:", platt(scores, right).round(3))


def calibration(articles: list) -> None:
    """Print how far the scores are from the share that is right, in bins of equal width."""
    import numpy as np

    scores, right, _ = scored(articles)
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    rows = [(b, bins == b) for b in sorted(set(bins))]
    error = sum(at.sum() * abs(scores[at].mean() - right[at].mean()) for _, at in rows) / len(scores)
    print(f"\nscores of {len(scores)} statements: expected calibration error {error:.3f}")
    for b, at in rows:
        told = f"mean score {scores[at].mean():.3f}, right {right[at].mean():.3f}"
        print(f"  from {b / BINS:.1f}: {at.sum():4} statements, {told}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fit", action="store_true")
    args = parser.parse_args()
    articles = read()
    if args.fit:
        fit(articles)
        return
    gold = [article for article, *_ in articles]
    print(f"{'':48}" + "".join(f"{head:>14}" for head in FIGURES))

    def row(title: str, figures: dict) -> None:
        print(f"{title:48}" + "".join(f"{value(figures):>14}" for value in FIGURES.values()))

    for step in STEPS:
        row(step, oracle.score(gold, analyses(articles, step)))
    for k in range(FOLDS):
        part = articles[k::FOLDS]
        figures = oracle.score([article for article, *_ in part], analyses(part, "the whole"))
        row(f"the whole, fold {k + 1} of {FOLDS} ({len(part)} articles)", figures)
    calibration(articles)


if __name__ == "__main__":
    main()

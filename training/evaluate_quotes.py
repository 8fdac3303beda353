"""Who said what on the 33 gold articles: figures, their spread over folds, what each step adds, calibration.

    python -m training.evaluate_quotes

The encoders read once; the steps behind them are then taken away one at a time. The figures of the whole
are those of `training.evaluate findings`. The rules and the thresholds were written with these articles
in view: the spread over folds of articles tells how much a figure may move, not that it was held out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
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
        gold, texts, reader._ner.read(texts), reader._tagger.read(texts), strict=True
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


def reliability(articles: list) -> list[tuple[float, int, float, float]]:
    """(lower edge, quotes, mean score, share that overlaps a gold quote by half) in bins of equal width."""
    match = oracle.scorer().match
    scored = []
    for (gold, *_), analysis in zip(articles, analyses(articles, "the whole"), strict=True):
        _, text, annotation = gold
        found = analysis.to_json()["quotes"]
        right = set(dict(match(found, annotation["quotes"], text, lambda o, p, q: o >= 0.5)).values())
        scored += [(q["score"], k in right) for k, q in enumerate(found)]
    out = []
    for b in range(BINS):
        here = [(s, r) for s, r in scored if min(int(s * BINS), BINS - 1) == b]
        if here:
            mean, share = (sum(column) / len(here) for column in zip(*here, strict=True))
            out.append((b / BINS, len(here), round(mean, 3), round(share, 3)))
    return out


def main() -> None:
    articles = read()
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
    table = reliability(articles)
    total = sum(n for _, n, _, _ in table)
    error = sum(n * abs(mean - share) for _, n, mean, share in table) / total
    print(f"\nscores of {total} statements: expected calibration error {error:.3f}")
    for edge, n, mean, share in table:
        print(f"  from {edge:.1f}: {n:4} statements, mean score {mean}, right {share}")


if __name__ == "__main__":
    main()

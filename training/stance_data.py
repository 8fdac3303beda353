"""Examples of stance, (Pair, label), out of every set there is: for training, and for measuring only.

What is trained on: the paragraphs and our own `data/stance_extra.tsv`. What is only measured on: the
gold articles, Mawqif (tweets), ANS (headlines), XNLI (its licence and its kind of text forbid more).
"""

import csv
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

from models import tabular
from models.findings import STANCES
from models.stance import Pair
from models.targets import speaks_of
from training import readings
from training.data import DATA, gold_articles

EXTRA = sorted((Path(__file__).parent / "data").glob("stance_extra*.tsv"))
# With grades, as in training/data/GRADED.md.
GRADED = sorted((Path(__file__).parent / "data").glob("extra_graded*.tsv"))
# Of every so many read articles a fold holds one out: to measure, this many pairs are enough.
READ_FOLD = 12
CONTRAST = Path(__file__).parent / "data/contrast.tsv"
# Statements of each kind that a target of the contrasts is put into.
DRAWN = 4
# What an NLI label says about a hypothesis, in our words.
NLI = {"entailment": "favor", "contradiction": "against", "neutral": "neutral"}

Example = tuple[Pair, str]


def annotated(text: str, annotation: dict) -> list[Example]:
    """The (statement, target) pairs of an annotated paragraph or article, with what leads up to each."""
    out = []
    for stance in annotation["stances"]:
        quote = annotation["quotes"][stance["quote"]]
        before = text[: max(0, text.find(quote["content"]))]
        pair = Pair(quote["content"], stance["target"], quote["canonical"], before)
        out.append((pair, stance["label"]))
    return out


def extra() -> list[Example]:
    """Our own examples without a grade. Raises ValueError where a row is not one, as do those with grades."""
    return list(_own(EXTRA))


def graded() -> list[Example]:
    """Our own examples that have grades, as if a reader had asked."""
    return [(pair, readings.as_asked(grade)) for pair, grade in _own(GRADED)]


def signed() -> list[Example]:
    """The same as if Rawi had suggested the targets."""
    return [(pair, readings.as_signed(grade)) for pair, grade in _own(GRADED)]


def _own(tables: Sequence[Path]) -> Iterator[tuple[Pair, str]]:
    """(Pair, label or grade) of each example of the tables."""
    for table, (text, speaker, before, *marked) in ((t, row) for t in tables for row in tabular.rows(t)):
        for mark in marked:
            grade, _, target = mark.partition(":")
            if readings.as_asked(grade) not in STANCES or not text or not target:
                raise ValueError(f"{table.name}: {text}")
            yield Pair(text, target, speaker or None, before), grade


def contrasts(rng: random.Random) -> list[Example]:
    """Plain statements that support, oppose and merely name each target of the table alike, drawn anew: a target's own
    good or bad name must not decide.
    """
    words: dict[str, list[str]] = {}
    for kind, text in tabular.rows(CONTRAST):
        words.setdefault(kind, []).append(text)
    out = []
    for target in words["target"]:
        for label in STANCES:
            out += [(Pair(text.format(t=target), target), label) for text in rng.sample(words[label], DRAWN)]
        for text in rng.sample(words["both"], DRAWN):
            other = rng.choice([t for t in words["target"] if t != target])
            statement = text.format(a=target, b=other)
            out += [(Pair(statement, target), "against"), (Pair(statement, other), "favor")]
    return out


def strangers(paragraph: dict, foreign: Sequence[str], rng: random.Random) -> Iterator[Pair]:
    """Targets that a statement of the paragraph does not speak of: one of `foreign` for each pair.

    A name of the same paragraph would be harder, but a pronoun may well speak of it.
    """
    for pair, _ in annotated(paragraph["text"], paragraph):
        target = rng.choice(foreign)
        if not speaks_of(pair.before + " " + pair.text, target):
            yield Pair(pair.text, target, pair.speaker, pair.before)


def gold(context: bool) -> list[Example]:
    """The stances of the gold articles, with what leads up to each statement or, as in `--pairs`, without."""
    found = [x for _, text, annotation in gold_articles() for x in annotated(text, annotation)]
    return found if context else [(bare(pair), label) for pair, label in found]


def is_held(article: str, fold: int | None) -> bool:
    """Whether a fold holds out what was read in this article; none does without a fold."""
    return crc32(article.encode()) % READ_FOLD == fold


def held_out() -> list[Example]:
    """Every third of the pairs read in the articles that fold 0 holds out, each with what leads up to it and bare."""
    read = [(pair, label) for article, pair, label in readings.stances() if is_held(article, 0)]
    return [(form, label) for pair, label in read[::3] for form in (pair, bare(pair))]


def bare(pair: Pair) -> Pair:
    """The pair without what leads up to the statement, as `analyse.py --pairs` has it."""
    return Pair(pair.text, pair.target, pair.speaker)


def table(name: str, split: str) -> list[Example]:
    """One of the sets under `stance/`: its (premise, hypothesis or target) rows of a split."""
    with open(DATA / f"stance/{name}.tsv", encoding="utf-8", newline="") as lines:
        rows = [r for r in csv.DictReader(lines, delimiter="\t", quoting=3) if r["split"] == split]
    return [
        (Pair(r["premise"], r["hypothesis_or_target"]), NLI.get(r["label"], r["label"]))
        for r in rows
        if r["label"]
    ]


def blind(pair: Pair, see: str) -> Pair:
    """What a model may see of a pair: `both`, `text` alone or `target` alone (to uncover shortcuts)."""
    if see == "text":
        return Pair(pair.text, "", pair.speaker, pair.before)
    return Pair("", pair.target) if see == "target" else pair

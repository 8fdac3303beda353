"""Our own reading of corpus articles: names and stances annotated by hand, kept apart from the texts.

The tables under `data/` hold places (code points into `text_of` an article, end exclusive) and labels, never
the articles' words; the corpus that lies beside the project gives those.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from models.findings import Span
from models.sentences import sentences
from models.stance import Pair
from models.targets import before
from training.data import corpus

NAMES = Path(__file__).parent / "data/names_read.tsv"
STANCES = sorted((Path(__file__).parent / "data").glob("stances_*.tsv"))
# The same of targets that Rawi itself suggested, every one of an article and not a choice of clear ones: calibrated and measured
# on, never trained on.
CELLS = Path(__file__).parent / "data/cells_read.tsv"
# Of further articles only those that the model of the day called sure: measured on.
SURE_CELLS = Path(__file__).parent / "data/cells_sure.tsv"


def text_of(article: dict) -> str:
    """The text that the tables' places count in: title, empty line, body."""
    return f"{article['title'] or ''}\n\n{article['body']}".strip()


def _read(table: Path) -> list[list[str]]:
    with open(table, encoding="utf-8", newline="") as lines:
        return list(csv.reader((x for x in lines if not x.startswith("#")), delimiter="\t", quoting=3))


def _rows(*tables: Path) -> Iterator[tuple[str, str, list[str]]]:
    """(article's id, its text, further fields) of each row."""
    rows = [row for table in tables for row in _read(table)]
    wanted = {row[0] for row in rows}
    texts = {a["id"]: text_of(a) for a in corpus() if a["id"] in wanted}
    for article, *fields in rows:
        yield article, texts[article], fields


def articles() -> set[str]:
    """The ids of all articles of which anything was read."""
    return {row[0] for table in (NAMES, *STANCES, CELLS, SURE_CELLS) for row in _read(table)}


def names() -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """(paragraph, its names as (start, end, label) in order) of each paragraph read."""
    for _, text, (start, end, marked) in _rows(NAMES):
        spans = [mark.split("-") for mark in marked.split()]
        yield text[int(start) : int(end)], [(int(a), int(b), label) for a, b, label in spans]


def cells(table: Path = CELLS) -> Iterator[tuple[str, Pair, str]]:
    """(article's id, Pair, label) of each cell read; the Pair is what the pipeline asks."""
    spans: dict[str, list[Span]] = {}
    for article, text, (start, end, speaker, target, label) in _rows(table):
        if article not in spans:
            spans[article] = sentences(text)
        lead = before(text, spans[article], int(start))
        yield article, Pair(text[int(start) : int(end)], target, speaker, lead), label


def stances() -> Iterator[tuple[str, Pair, str]]:
    """(article's id, Pair, label) of each pair read."""
    for article, text, (start, end, speaker, target, label) in _rows(*STANCES):
        yield article, Pair(text[int(start) : int(end)], target, speaker, text[: int(start)]), label

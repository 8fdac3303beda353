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
from training.data import corpus, gold_articles, paragraphs

NAMES = Path(__file__).parent / "data/names_read.tsv"
STANCES = sorted((Path(__file__).parent / "data").glob("stances_*.tsv"))
# More of the same with a grade: `favor?` and `against?` are sides that a reader who asks would see and an editor would not sign.
GRADED = sorted((Path(__file__).parent / "data").glob("graded_*.tsv"))
# Stances toward targets that Rawi itself suggested, every one of an article and not a choice of clear ones: calibrated and measured
# on, never trained on.
CELLS = Path(__file__).parent / "data/cells_read.tsv"
# Measured on only, too: all of the gold articles and of 90 further ones, those of read articles that `--fold 0` holds out, and of
# still further articles those that the model of a day called sure, some with others among them.
FURTHER_CELLS = {
    name: Path(__file__).parent / f"data/cells_{table}.tsv"
    for name, table in (
        ("cells of the gold articles", "gold"),
        ("cells of read articles held out", "held"),
        ("cells once sure of further articles", "sure"),
        ("cells sure of 250 further articles", "fresh"),
        ("cells of 90 further articles", "more"),
        ("cells drawn of 891 further articles", "drawn"),
    )
}


def text_of(article: dict) -> str:
    """The text that the tables' places count in: title, empty line, body."""
    return f"{article['title'] or ''}\n\n{article['body']}".strip()


def _read(table: Path) -> list[list[str]]:
    with open(table, encoding="utf-8", newline="") as lines:
        return list(csv.reader((x for x in lines if not x.startswith("#")), delimiter="\t", quoting=3))


def _rows(*tables: Path) -> Iterator[tuple[str, str, list[str]]]:
    """(id of the article, gold article or paragraph, its text, further fields) of each row."""
    rows = [row for table in tables for row in _read(table)]
    wanted = {row[0] for row in rows}
    texts = {a["id"]: text_of(a) for a in corpus() if a["id"] in wanted}
    texts |= {p["id"]: p["text"] for p in paragraphs() if p["id"] in wanted}
    texts |= {name: text for name, text, _ in gold_articles() if name in wanted}
    for article, *fields in rows:
        yield article, texts[article], fields


def articles() -> set[str]:
    """The ids of all articles of which anything was read."""
    tables = (NAMES, *STANCES, *GRADED, CELLS, *FURTHER_CELLS.values())
    return {row[0] for table in tables for row in _read(table)}


def names() -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """(paragraph, its names as (start, end, label) in order) of each paragraph read."""
    for _, text, (start, end, marked) in _rows(NAMES):
        spans = [mark.split("-") for mark in marked.split()]
        yield text[int(start) : int(end)], [(int(a), int(b), label) for a, b, label in spans]


def cells(*tables: Path) -> Iterator[tuple[str, Pair, str]]:
    """(article's id, Pair, label or grade) of each cell read; the Pair is what the pipeline asks."""
    spans: dict[str, list[Span]] = {}
    for article, text, (start, end, speaker, target, label) in _rows(*tables):
        if article not in spans:
            spans[article] = sentences(text)
        lead = before(text, spans[article], int(start))
        yield article, Pair(text[int(start) : int(end)], target, speaker, lead), label


def as_asked(grade: str) -> str:
    """The label where a reader asks: a side that shows counts, whether an editor would sign it or not."""
    return grade.rstrip("?")


def as_signed(grade: str) -> str:
    """The label where Rawi suggests the target: a side is one that an editor would sign."""
    return "neutral" if grade.endswith("?") else grade


def _read_as_asked(*tables: Path) -> Iterator[tuple[tuple[str, ...], str, Pair, str]]:
    """(place and target, article's id, Pair with all that leads up to it, label or grade) of each row."""
    for article, text, (start, end, speaker, target, label) in _rows(*tables):
        pair = Pair(text[int(start) : int(end)], target, speaker, text[: int(start)])
        yield (article, start, end, target), article, pair, label


def stances() -> Iterator[tuple[str, Pair, str]]:
    """(article's id, Pair, label) of each pair read without a grade."""
    for _, article, pair, label in _read_as_asked(*STANCES):
        yield article, pair, label


def graded() -> Iterator[tuple[str, Pair, str]]:
    """(article's id, Pair, label) of each pair graded that was not read before: a side that shows counts, signed or not."""
    known = {(*row[:3], row[4]) for table in STANCES for row in _read(table)}
    known |= {
        (p["id"], *_place(p, stance["quote"]), stance["target"])
        for p in paragraphs()
        for stance in p["stances"]
    }
    for place, article, pair, grade in _read_as_asked(*GRADED):
        if place not in known:
            yield article, pair, as_asked(grade)


def _place(paragraph: dict, quote: int) -> tuple[str, str]:
    """Where a paragraph's statement stands in it, as the tables write it."""
    content = paragraph["quotes"][quote]["content"]
    start = paragraph["text"].find(content)
    return str(start), str(start + len(content))


def signed() -> Iterator[tuple[str, Pair, str]]:
    """(article's id, Pair, label) of each pair graded, as the pipeline asks it of a suggested target: a side is one that an
    editor would sign.
    """
    for article, pair, grade in cells(*GRADED):
        yield article, pair, as_signed(grade)

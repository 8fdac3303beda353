"""Findings as flat rows, so that thousands of articles can be summed without unpacking one of them.

Written in the transaction that changes an article's findings or their corrections; they hold what the
corrections made of the newest findings, and nothing that the findings don't.
"""

from __future__ import annotations

import sqlite3
from array import array
from math import floor

from articles.drift import sketch
from articles.review import Reviewed
from models.arabic import fold
from models.findings import Analysis, Quote
from models.repeats import repeated

# Findings under these scores are counted as left out ; the page draws them faintly.
SURE_MENTION, SURE_QUOTE = 0.6, 0.5

TABLES = (
    # `key` is the folded name: one entity over articles; `mentions` counts the sure ones.
    """CREATE TABLE fact_entities (
        article INTEGER NOT NULL REFERENCES articles(number) ON DELETE CASCADE,
        key TEXT NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL, mentions INTEGER NOT NULL,
        first INTEGER NOT NULL)""",
    "CREATE INDEX fact_entities_of ON fact_entities (article)",
    "CREATE INDEX fact_entities_named ON fact_entities (key)",
    # `speaker` is "" where nobody is known, `key` tells speakers apart over articles; `manner` direct, mixed or indirect;
    # `sure` as `_sureness` has it; `again` where a headline repeats.
    """CREATE TABLE fact_quotes (
        article INTEGER NOT NULL REFERENCES articles(number) ON DELETE CASCADE,
        quote INTEGER NOT NULL, speaker TEXT NOT NULL, key TEXT NOT NULL, speaker_kind TEXT NOT NULL,
        manner TEXT NOT NULL, verb TEXT, attitude TEXT, sure INTEGER NOT NULL, again INTEGER NOT NULL,
        reviewed INTEGER NOT NULL, words TEXT NOT NULL)""",
    "CREATE INDEX fact_quotes_of ON fact_quotes (article)",
    "CREATE INDEX fact_quotes_by ON fact_quotes (key)",
    """CREATE TABLE fact_stances (
        article INTEGER NOT NULL REFERENCES articles(number) ON DELETE CASCADE,
        quote INTEGER NOT NULL, target TEXT NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL)""",
    "CREATE INDEX fact_stances_of ON fact_stances (article)",
    "CREATE INDEX fact_stances_toward ON fact_stances (key)",
)
# What later steps added, for those who keep the sums in memory (articles/snapshot.py): an article's rows in full,
# packed as 32-bit numbers (`QUOTE`, `ENTITY`, `STANCE` say what each is), words by their number in `fact_words`; and
# which articles changed, in the order in which they did.
QUOTE = ("quote", "sure", "again", "reviewed", "key", "speaker", "speaker_kind", "manner", "verb", "attitude")
ENTITY = ("mentions", "key", "name", "label")
STANCE = ("quote", "reviewed", "key", "target", "label")
COLUMNS = (
    "CREATE TABLE fact_words (number INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE)",
    # After a quote's numbers stands its sketch (articles/drift.py).
    """CREATE TABLE fact_columns (
        article INTEGER PRIMARY KEY REFERENCES articles(number) ON DELETE CASCADE,
        quotes BLOB NOT NULL, entities BLOB NOT NULL, stances BLOB NOT NULL)""",
)
_CHANGED = "DELETE FROM fact_changes WHERE article = {0}; INSERT INTO fact_changes (article) VALUES ({0});"
CHANGES = (
    "CREATE TABLE fact_changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL UNIQUE)",
    *(
        f"CREATE TRIGGER {name} AFTER {event} BEGIN {_CHANGED.format(article)} END"
        for name, event, article in (
            ("article_came", "INSERT ON articles", "new.number"),
            ("article_described", "UPDATE OF source, published, title ON articles", "new.number"),
            ("article_went", "DELETE ON articles", "old.number"),
            ("copy_told", "INSERT ON copies", "new.article"),
            ("copy_untold", "DELETE ON copies", "old.article"),
        )
    ),
    "INSERT INTO fact_changes (article) SELECT number FROM articles",
    # A listing that need not read past the articles' texts.
    """CREATE INDEX articles_listed ON articles
        (number, id, path, record, title, source, published, added, batch, words)""",
)


def _widen(db: sqlite3.Connection) -> None:
    """Give the packed stances of earlier versions, four numbers each, a place for `reviewed`."""
    for article, packed in db.execute("SELECT article, stances FROM fact_columns").fetchall():
        old, new = array("i", packed), array("i")
        for k in range(0, len(old), 4):
            new.extend((old[k], 0, *old[k + 1 : k + 4]))
        db.execute("UPDATE fact_columns SET stances = ? WHERE article = ?", (new.tobytes(), article))


# `reviewed`: an editor said where the speaker stands; the library fills it in where somebody did.
DECIDED = ("ALTER TABLE fact_stances ADD COLUMN reviewed INTEGER NOT NULL DEFAULT 0", _widen)


def _forget_first(db: sqlite3.Connection) -> None:
    """Take the second of five numbers, an entity's first place, out of the packed entities of earlier versions."""
    for article, packed in db.execute("SELECT article, entities FROM fact_columns").fetchall():
        numbers = array("i", packed)
        del numbers[1::5]
        db.execute("UPDATE fact_columns SET entities = ? WHERE article = ?", (numbers.tobytes(), article))


# What only the packed rows are asked for, or nobody.
UNREAD = (
    *(f"ALTER TABLE fact_entities DROP COLUMN {name}" for name in ("name", "label", "mentions", "first")),
    *(f"ALTER TABLE fact_quotes DROP COLUMN {name}" for name in ("speaker", "speaker_kind", "again")),
    *(f"ALTER TABLE fact_stances DROP COLUMN {name}" for name in ("target", "reviewed")),
    _forget_first,
)
# The flat rows' columns beside `article`.
FLAT = {
    "fact_entities": ("key",),
    "fact_quotes": ("quote", "key", "manner", "verb", "attitude", "sure", "reviewed", "words"),
    "fact_stances": ("quote", "key", "label"),
}

Row = dict[str, str | int | None]  # a flat row, and what the packed one has besides


def write(db: sqlite3.Connection, article: int, analysis: Analysis, seen: Reviewed) -> None:
    """Put the rows of an article, by its number, in the place of its earlier ones.

    `analysis` has the corrections laid over it; `seen` tells what an editor has looked at.
    """
    found = _entities(analysis), _quotes(article, analysis, seen), _stances(analysis, seen)
    for (table, columns), rows in zip(FLAT.items(), found, strict=True):
        db.execute(f"DELETE FROM {table} WHERE article = ?", (article,))
        db.executemany(
            f"INSERT INTO {table} (article, {', '.join(columns)}) VALUES (?{', ?' * len(columns)})",
            [(article, *(row[name] for name in columns)) for row in rows],
        )
    _pack(db, article, *found)
    db.execute("DELETE FROM fact_changes WHERE article = ?", (article,))
    db.execute("INSERT INTO fact_changes (article) VALUES (?)", (article,))


def _pack(
    db: sqlite3.Connection, article: int, entities: list[Row], quotes: list[Row], stances: list[Row]
) -> None:
    numbers: dict[str, int] = {"": 0}

    def number(value: str | int | None) -> int:
        if isinstance(value, int):
            return value
        word = value or ""
        if word not in numbers:
            row = db.execute("SELECT number FROM fact_words WHERE word = ?", (word,)).fetchone()
            made = (
                row
                or db.execute("INSERT INTO fact_words (word) VALUES (?) RETURNING number", (word,)).fetchone()
            )
            numbers[word] = made[0]
        return numbers[word]

    said, named, stood = array("i"), array("i"), array("i")
    for row in quotes:
        said.extend((*(number(row[name]) for name in QUOTE), *sketch(row["words"])))
    for packed, columns, rows in ((named, ENTITY, entities), (stood, STANCE, stances)):
        packed.extend(number(row[name]) for row in rows for name in columns)
    db.execute(
        "INSERT OR REPLACE INTO fact_columns VALUES (?, ?, ?, ?)",
        (article, said.tobytes(), named.tobytes(), stood.tobytes()),
    )


def manner(quote: Quote) -> str:
    """`direct`, `indirect`, or `mixed` where some words of an indirect one are quoted."""
    return "mixed" if quote.kind == "indirect" and quote.verbatim else quote.kind


def _entities(analysis: Analysis) -> list[Row]:
    rows: list[Row] = []
    for entity in analysis.entities:
        sure = sum(analysis.mentions[i].score >= SURE_MENTION for i in entity.mentions)
        if sure:
            key = fold(entity.name)
            rows.append({"key": key, "name": entity.name, "label": entity.label, "mentions": sure})
    return rows


def _quotes(article: int, analysis: Analysis, seen: Reviewed) -> list[Row]:
    again = repeated(analysis)
    rows: list[Row] = []
    for k, quote in enumerate(analysis.quotes):
        name = quote.speaker.name if quote.speaker else ""
        # «المصدر» of one article is not that of another: only names are one over articles.
        own = quote.speaker is not None and quote.speaker.entity is not None
        rows.append(
            {
                "quote": k,
                "speaker": name,
                "key": fold(name) if own or not name else f"{fold(name)} {article}",
                "speaker_kind": quote.speaker_kind,
                "manner": manner(quote),
                "verb": quote.cue and quote.cue.verb,
                "attitude": quote.cue and quote.cue.attitude,
                "sure": _sureness(quote),
                "again": k in again,
                "reviewed": k in seen.quotes,
                "words": quote.text,
            }
        )
    return rows


def _sureness(quote: Quote) -> int:
    """By how many hundredths the score is over the threshold: 1 at the threshold, 0 and less below. Earlier versions
    wrote 1 and 0.
    """
    return floor(100 * (quote.score - SURE_QUOTE)) + 1


def _stances(analysis: Analysis, seen: Reviewed) -> list[Row]:
    return [
        {
            "quote": s.quote,
            "target": s.target,
            "key": fold(s.target),
            "label": s.verdict,
            "reviewed": (s.quote, s.target) in seen.stances,
        }
        for s in analysis.stances
    ]

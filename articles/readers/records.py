"""Rows and objects → articles: which field holds the text, and which ones tell of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice
from pathlib import Path

from articles.article import Article, ReadError
from articles.inference import date_in, source_of_url
from articles.readers.file import MOST_RECORDS, File
from models.arabic import arabic_share, fold
from models.tabular import rows

COLUMNS = Path(__file__).parents[1] / "tables" / "columns.tsv"
SAMPLE = 50  # records that are looked at to choose a column
# A column without a telling name holds the articles when its texts are this long and Arabic.
LONG_TEXT = 80
ARABIC = 0.3

Record = Mapping[str, object]


def articles(
    file: File, records: Iterable[Record | None], columns: Sequence[str] | None = None, first: int = 1
) -> Iterator[Article | ReadError]:
    """An article a record, numbered from `first`, as they come. None stands for one that could not be
    parsed. Without `columns` they are the fields of the first records.

    Raises ReadError `empty`; `corrupt` where none of the first records could be parsed;
    `no_text_column`, which names the columns there are; `too_large` after MOST_RECORDS.
    """
    records = iter(records)
    sample = list(islice(records, SAMPLE))
    parsed = [record for record in sample if record is not None]
    if not parsed:
        raise ReadError("corrupt" if sample else "empty", file.path)
    if columns is None:
        columns = list(dict.fromkeys(name for record in parsed for name in record))
    roles = roles_of(columns)
    roles["text"] = _text_column(file, parsed, columns, roles.get("text"))
    for number, record in enumerate(chain(sample, records), first):
        if number > MOST_RECORDS:
            raise ReadError("too_large", file.path, records=MOST_RECORDS)
        yield (
            ReadError("corrupt", file.path, number)
            if record is None
            else _article(file, number, record, roles)
        )


def _article(file: File, number: int, record: Record, roles: Mapping[str, str]) -> Article:
    def field(role: str) -> str | None:
        value = record.get(roles.get(role, ""))
        if isinstance(value, Mapping):  # {"source": {"id": 1, "name": "رويترز"}}
            value = value.get("name") or value.get("title")
        if isinstance(value, float) and math.isnan(value):  # what pandas writes where nothing is
            return None
        return str(value).strip() or None if value is not None else None

    url = field("url")
    text = record.get(roles["text"])
    return Article(
        text=text if isinstance(text, str) else "",
        path=file.path,
        record=number,
        title=field("title"),
        source=field("source") or source_of_url(url),
        published=date_in(record.get(roles.get("date", ""))),
        url=url,
    )


def _text_column(file: File, records: Sequence[Record], columns: Sequence[str], named: str | None) -> str:
    """The column with a telling name, else the one that holds long Arabic texts."""
    if column := named or _longest(records, columns):
        return column
    # JSON can hold half surrogate pairs, which neither the library nor a page can.
    raise ReadError(
        "no_text_column", file.path, columns=[str(c).encode("utf-8", "replace").decode() for c in columns]
    )


def _longest(records: Sequence[Record], columns: Sequence[str]) -> str | None:
    lengths = {}
    for column in columns:
        values = [str(r.get(column) or "") for r in records]
        filled = [v for v in values if v.strip()]
        mean = sum(map(len, filled)) / max(len(filled), 1)
        if mean >= LONG_TEXT and arabic_share(" ".join(filled)[:20_000]) >= ARABIC:
            lengths[column] = sum(map(len, filled))
    return max(lengths, key=lengths.get) if lengths else None


def roles_of(columns: Sequence[str]) -> dict[str, str]:
    """Role → the column that has one of its names, the earlier name before the later."""
    by_name = {name_key(column): column for column in reversed(columns)}
    found = {
        role: next((by_name[n] for n in names if n in by_name), None) for role, names in known_names().items()
    }
    return {role: column for role, column in found.items() if column is not None}


def name_key(column: object) -> str:
    """A column's name for comparison."""
    return "".join(ch for ch in fold(str(column)) if ch.isalnum())


@cache
def known_names() -> dict[str, tuple[str, ...]]:
    """Role → the names of its columns, for comparison, in the table's order."""
    return {role: tuple(name_key(name) for name in names.split(",")) for role, names in rows(COLUMNS)}

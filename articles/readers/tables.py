"""Tables: CSV and TSV as text, Excel workbooks, Parquet. A row is an article, and every sheet of a
workbook a table with its own columns.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from articles.article import Article, ReadError
from articles.encoding import decode
from articles.readers import records
from articles.readers.containers import check_package
from articles.readers.file import LARGEST_ARTICLE, File

SEPARATORS = ",;\t|"
SNIFFED = 20_000  # characters that are enough to find the separator
LONGEST_NAME = 60  # characters; a longer cell is no column's name
HEAD_WITHIN = 10  # rows: a title, a date and notes may stand above the columns' names
WIDEST = 1_000  # columns

Row = Sequence[object]
# Excel's own first line, which says how the others are cut.
_DECLARED = re.compile(r'"?sep=([^\w\s"]|\t)"?[ \t]*(?:[\r\n]+|$)', re.IGNORECASE)


def read(file: File) -> Iterator[Article | ReadError]:
    """Records are numbered through all sheets; one without articles (a cover, sums) is passed over.

    Raises ReadError `encrypted`, `bomb` and what `records.articles` raises, `empty` and
    `no_text_column` only where no sheet has articles.
    """
    if file.suffix == ".parquet":
        yield from _parquet(file)
        return
    number, columns, refused = 0, [], []
    for rows in _sheets(file) if file.suffix == ".xlsx" else [_text_rows(file)]:
        columns, found = _table(rows, columns)
        try:
            for item in records.articles(file, found, columns, number + 1):
                number = item.record
                yield item
        except ReadError as error:
            if error.code not in ("empty", "no_text_column"):
                raise
            refused.append(error)
    if not number:  # what the widest sheet lacks is told: a cover is narrow
        empty = ReadError("empty", file.path)
        raise max(refused, key=lambda error: len(error.details.get("columns", ())), default=empty)


def _parquet(file: File) -> Iterator[Article | ReadError]:
    import pyarrow.parquet as pq

    table = pq.ParquetFile(io.BytesIO(file.data))
    rows = (row for batch in table.iter_batches(batch_size=256) for row in batch.to_pylist())
    yield from records.articles(file, rows, table.schema_arrow.names)


def _text_rows(file: File) -> Iterator[Row]:
    text = decode(file.data)
    if declared := _DECLARED.match(text):
        text = text[declared.end() :]
        separator = declared[1]
    else:
        separator = "\t" if file.suffix == ".tsv" else _separator(text[:SNIFFED])
    csv.field_size_limit(LARGEST_ARTICLE)
    # No newline translation: line ends inside a cell stay.
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _separator(text: str) -> str:
    """The one that cuts the rows into most columns of equal number; a comma where none does."""

    def evenness(separator: str) -> float:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row][:20]
        widths = [len(row) for row in rows]
        usual = max(set(widths), key=widths.count)
        return widths.count(usual) / len(widths) * min(usual, 5) if usual > 1 else 0

    return max(SEPARATORS, key=evenness) if text.strip() else ","


def _sheets(file: File) -> Iterator[Iterator[Row]]:
    check_package(file)
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(file.data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # the size that a file claims for a sheet may be anything
        yield sheet.iter_rows(values_only=True)


def _table(rows: Iterable[Row], before: Sequence[str]) -> tuple[list[str], Iterator[records.Record]]:
    """A table's columns and its records, without blank rows. `before`: the columns of the sheet before."""
    filled = (row[:WIDEST] for row in rows if any(map(_text, row)))
    sample = list(islice(filled, records.SAMPLE))
    columns, above = _columns(sample, before)
    body = chain(sample[above:], filled)
    return columns, (dict(zip(columns, row, strict=False)) for row in body)


def _columns(sample: Sequence[Row], before: Sequence[str]) -> tuple[list[str], int]:
    """The columns' names, and how many rows there are down to them. Those without a name are numbered."""
    first = [_text(cell) for cell in sample[0]] if sample else []
    head = _head(sample)
    if head is None and _goes_on(first, before):
        return list(before), 0
    if head is None and len(sample) > 1 and all(len(name) <= LONGEST_NAME for name in first):
        head = 0
    names = [] if head is None else [_text(cell) for cell in sample[head]]
    width = max(map(len, sample), default=0)
    columns: list[str] = []
    for number, name in enumerate((names + [""] * width)[:width], 1):
        columns.append(name if name and name not in columns else str(number))
    return columns, 0 if head is None else head + 1


def _head(sample: Sequence[Row]) -> int | None:
    """The row with known names, one of them for the text, or two; none stands below a record."""
    rows = [[cell for cell in map(_text, row) if cell] for row in sample]
    wide = max(map(len, rows), default=0) > 1
    for number, cells in enumerate(rows[:HEAD_WITHIN]):
        names = [cell for cell in cells if len(cell) <= LONGEST_NAME]
        roles = records.roles_of(names)
        if len(roles) > 1 or ("text" in roles and names == cells):
            return number
        is_note = wide and len(cells) == 1
        if names != cells and not is_note:
            return None
    return None


def _goes_on(first: Sequence[str], before: Sequence[str]) -> bool:
    """Whether a sheet goes on with the records of the one before, its text where that one has it."""
    text = records.roles_of(before).get("text")
    return text is not None and len(dict(zip(before, first, strict=False)).get(text, "")) > LONGEST_NAME


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()

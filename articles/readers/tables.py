"""Tables: CSV and TSV as text, Excel workbooks, Parquet. A row is an article."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from articles.article import Article, ReadError
from articles.encoding import decode
from articles.readers import records
from articles.readers.containers import check_package
from articles.readers.file import LARGEST_ARTICLE, File

SEPARATORS = ",;\t|"
SNIFFED = 20_000  # characters that are enough to find the separator
LONGEST_NAME = 60  # a longer cell in the first row is no column's name
WIDEST = 1_000  # columns

Row = Sequence[object]


def read(file: File) -> Iterator[Article | ReadError]:
    """Raises ReadError `encrypted`, `bomb` and what `records.articles` raises."""
    if file.suffix == ".parquet":
        yield from _parquet(file)
        return
    found = _sheet_rows(file) if file.suffix == ".xlsx" else _text_rows(file)
    rows = (row[:WIDEST] for row in found if any(str(cell).strip() for cell in row if cell is not None))
    sample = list(islice(rows, records.SAMPLE))
    if not sample:
        raise ReadError("empty", file.path)
    columns, has_head = _columns(sample)
    body = chain(sample[has_head:], rows)
    yield from records.articles(file, (dict(zip(columns, row, strict=False)) for row in body), columns)


def _parquet(file: File) -> Iterator[Article | ReadError]:
    import pyarrow.parquet as pq

    table = pq.ParquetFile(io.BytesIO(file.data))
    rows = (row for batch in table.iter_batches(batch_size=256) for row in batch.to_pylist())
    yield from records.articles(file, rows, table.schema_arrow.names)


def _text_rows(file: File) -> Iterator[Row]:
    text = decode(file.data)
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


def _sheet_rows(file: File) -> Iterator[Row]:
    check_package(file)
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(file.data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # the size that a file claims for a sheet may be anything
        yield from sheet.iter_rows(values_only=True)


def _columns(sample: Sequence[Row]) -> tuple[list[str], bool]:
    """The columns' names, and whether they stand in the first row. Those without a name are numbered."""
    first = ["" if cell is None else str(cell).strip() for cell in sample[0]]
    known = {name for names in records.known_names().values() for name in names}
    has_head = any(records.name_key(name) in known for name in first) or (
        len(sample) > 1 and all(len(name) <= LONGEST_NAME for name in first)
    )
    width = max(len(row) for row in sample)
    names = (first if has_head else []) + [""] * width
    columns: list[str] = []
    for number, name in enumerate(names[:width], 1):
        columns.append(name if name and name not in columns else str(number))
    return columns, has_head

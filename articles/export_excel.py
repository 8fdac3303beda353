"""Findings as an Excel workbook: a sheet each for statements, names and stances."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from articles.export import (
    NOBODY,
    Language,
    Seen,
    Table,
    names_table,
    printable,
    quotes_table,
    stances_table,
    words,
)
from models.findings import Analysis

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

LONGEST_CELL = 32_767  # characters, Excel's own limit
WIDTH, WIDE = 18, 60  # characters; a wide column holds sentences


def workbook(analyses: Sequence[Analysis], seen: Seen = NOBODY, language: Language = "ar") -> bytes:
    """An .xlsx file, its sheets right to left in Arabic. Every row names the models and the review."""
    makers = (quotes_table, names_table, stances_table)
    return sheets([make(analyses, seen, language) for make in makers], language)


def sheets(tables: Iterable[Table], language: Language) -> bytes:
    """An .xlsx file with a sheet a table."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.name)
        sheet.sheet_view.rightToLeft = language == "ar"
        _fill(sheet, table, wide=words(language)["quote"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: WriteOnlyWorksheet, table: Table, wide: str) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for i, name in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(i)].width = WIDE if name == wide else WIDTH
    head = [_cell(sheet, name) for name in table.columns]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in table.rows:
        cells = [_cell(sheet, value) for value in row]
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}1"


def _cell(sheet: WriteOnlyWorksheet, value: object) -> WriteOnlyCell:
    """Text is a text cell whatever it begins with, also when somebody edits it: never a formula."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, printable(value)[:LONGEST_CELL])
    cell.data_type = "s"
    cell.quotePrefix = 1
    return cell

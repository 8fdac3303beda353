"""Who stands where as a Word document: a grid of counts, and under it a few sentences of each speaker as evidence."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from articles import evidence
from articles.evidence import Evidence
from articles.export import Language, in_line, printable, words
from articles.export_word import paragraph, prepare
from articles.overview import TOP, Filters, Overview
from articles.topics import Topics
from models.arabic import fold
from models.findings import VERDICTS

if TYPE_CHECKING:
    from docx.document import Document

    from articles.library import Library

SENTENCES = 2  # of each speaker toward each target


def positions(library: Library, f: Filters, stamp: Sequence[str], language: Language = "ar") -> bytes:
    """A .docx file: for each target a table of speakers by stance, counts of statements and never an average, then the
    evidence. `stamp` is said under the title: what it rests on, who reviewed it, what read it; and how many statements
    of less frequent speakers and targets are left out.
    """
    import docx

    w, rtl = words(language), language == "ar"
    document = docx.Document()
    prepare(document)
    paragraph(document, w["positions"], "Title", rtl=rtl)
    for line in stamp:
        paragraph(document, printable(line), rtl=rtl, small=True)
    overview = Overview(library)
    opposites = Topics(library).opposites() if f.opposites else {}
    grid = overview.grid(f, speakers=TOP, targets=1) if f.target else overview.grid(f)
    rows = grid.cells
    if grid.statements < grid.of:
        paragraph(document, w["shown"].format(n=grid.statements, all=grid.of), rtl=rtl, small=True)
    if not rows:
        paragraph(document, w["no_statements"], rtl=rtl)
    for target in dict.fromkeys(row["target"] for row in rows):
        toward = [row for row in rows if row["target"] == target]
        paragraph(document, f"{w['target']}: {printable(target)}", "Heading 1", rtl=rtl)
        _counts(document, toward, w, rtl=rtl)
        for row in toward:
            paragraph(document, f"{printable(row['speaker'])} ({w[row['kind']]})", "Heading 2", rtl=rtl)
            for found in _sentences(library, f, row):
                _quoted(document, found, target, opposites.get(fold(target), ""), w, rtl=rtl)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _counts(document: Document, rows: Sequence[dict], w: Mapping[str, str], *, rtl: bool) -> None:
    """The grid of one target: a speaker a row, its statements by stance; what nobody said stays blank."""
    from docx.enum.table import WD_TABLE_DIRECTION

    table = document.add_table(rows=0, cols=len(VERDICTS) + 2, style="Table Grid")
    table.table_direction = WD_TABLE_DIRECTION.RTL if rtl else WD_TABLE_DIRECTION.LTR
    head = [w["speaker"], *(w[kind] for kind in VERDICTS), ""]
    said = [
        [
            printable(row["speaker"]),
            *(str(row[kind] or "") for kind in VERDICTS),
            w["mixed"] if row["favor"] and row["against"] else "",
        ]
        for row in rows
    ]
    for line in (head, *said):
        for cell, text in zip(table.add_row().cells, line, strict=True):
            # A cell begins with an empty paragraph of its own.
            cell._tc.remove(cell.paragraphs[0]._p)
            paragraph(cell, text, rtl=rtl, bold=line is head)


def _sentences(library: Library, f: Filters, row: dict) -> Iterator[Evidence]:
    """The newest statements of a speaker toward a target; one of either kind where the speaker said both."""
    asked = replace(f, speaker=row["key"], target=row["target"])
    if row["favor"] and row["against"]:
        for kind in ("favor", "against"):
            yield from evidence.statements(library, replace(asked, stances=(kind,)), size=1).evidence
    else:
        yield from evidence.statements(library, asked, size=SENTENCES).evidence


def _quoted(
    document: Document, found: Evidence, target: str, opposite: str, w: Mapping[str, str], *, rtl: bool
) -> None:
    """The whole sentence and the one before, then stance, words of attribution, outlet and date. A stance toward the
    opposite, counted turned, is told as it is.
    """
    for passage in found.passages:
        paragraph(document, printable(" ".join(passage.text.split())))
    stances = [w[s.verdict] for s in found.stances if fold(s.target) == fold(target)]
    turned = [f"{w[s.verdict]}: {s.target}" for s in found.stances if fold(s.target) == fold(opposite)]
    facts = [
        *stances,
        *turned,
        found.said.cue and found.said.cue.text,
        found.source or w["no_source"],
        found.published or w["undated"],
        w["reviewed" if found.reviewed else "unreviewed"],
        found.url,
    ]
    paragraph(document, printable(in_line(facts)), rtl=rtl, small=True)

"""The report as a Word document: paragraphs run right to left, statements stand under their speakers."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from articles.export import NOBODY, Language, Seen, words
from articles.report import reports
from models.findings import Analysis

if TYPE_CHECKING:
    from docx.blkcntnr import BlockItemContainer
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

FONT = "Arial"  # has Arabic and is on every machine with Word
A4_WIDTH, A4_HEIGHT = 210, 297  # millimetres
SMALL = 9  # points


def word_report(analyses: Iterable[Analysis], seen: Seen = NOBODY, language: Language = "ar") -> bytes:
    """A .docx file with a heading an article. Articles' own words run right to left in both languages."""
    import docx

    w = words(language)
    rtl = language == "ar"
    document = docx.Document()
    prepare(document)
    paragraph(document, w["report"], "Title", rtl=rtl)
    for report in reports(analyses, seen, language):
        paragraph(document, report.title, "Heading 1")
        paragraph(document, report.origin, rtl=rtl, small=True)
        paragraph(document, report.stamp, rtl=rtl, small=True)
        paragraph(document, report.models, rtl=rtl, small=True)
        if not report.speakers:
            paragraph(document, w["no_statements"], rtl=rtl)
        for heading, statements in report.speakers:
            paragraph(document, heading, "Heading 2")
            for statement in statements:
                paragraph(document, statement.said, bold=True)
                paragraph(document, statement.facts, rtl=rtl, small=True)
                paragraph(document, f"{w['evidence']}: {statement.evidence}", small=True)
        if report.declined:
            paragraph(document, w["declined"], "Heading 2", rtl=rtl)
        for said in report.declined:
            paragraph(document, said)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def prepare(document: Document) -> None:
    """A4, and a font that has Arabic: Word takes the one for complex scripts from an attribute of its own."""
    from docx.oxml.ns import qn
    from docx.shared import Mm

    (section,) = document.sections
    section.page_width, section.page_height = Mm(A4_WIDTH), Mm(A4_HEIGHT)
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = FONT
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:cs"), FONT)


def paragraph(
    document: Document | BlockItemContainer,
    text: str,
    style: str = "Normal",
    *,
    rtl: bool = True,
    bold: bool = False,
    small: bool = False,
) -> None:
    """A paragraph in its direction, bold and size told for Arabic letters too."""
    from docx.shared import Pt

    added = document.add_paragraph(style=style)
    run = added.add_run(text)
    run.bold = bold or None
    run.font.size = Pt(SMALL) if small else None
    if not rtl:
        return
    # Elements in the order that the schema wants: bidi after the style, rtl last of what is set here.
    properties = added._p.get_or_add_pPr()
    properties.insert_element_before(
        _flag("w:bidi"), "w:adjustRightInd", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )
    letters = run._r.get_or_add_rPr()
    run.font.cs_bold = bold or None
    if small:
        letters.append(_flag("w:szCs", str(2 * SMALL)))
    run.font.rtl = True


def _flag(name: str, value: str | None = None) -> BaseOxmlElement:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    if value is not None:
        element.set(qn("w:val"), value)
    return element

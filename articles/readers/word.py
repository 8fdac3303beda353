"""Word documents (.docx): paragraphs, also those in tables and text boxes, in their order."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from articles.article import Article
from articles.inference import date_in, date_of_path
from articles.readers.containers import check_package
from articles.readers.file import File

if TYPE_CHECKING:
    from docx.opc.coreprops import CoreProperties
    from lxml.etree import _Element

# The template of python-docx, which many exports are made with, hands on its own day of creation.
TEMPLATE_CREATED = date(2013, 12, 23)


def read(file: File) -> Iterator[Article]:
    """Raises ReadError `encrypted` and `bomb`."""
    check_package(file)
    from docx import Document

    document = Document(io.BytesIO(file.data))
    texts = [_paragraph(p) for p in document.element.body.iter(_w("p")) if not _is_copy(p)]
    headings = [p.text.strip() for p in document.paragraphs[:3] if p.style and p.style.name == "Title"]
    yield Article(
        text="\n".join(texts).strip("\n"),
        path=file.path,
        title=headings[0] if headings else None,
        published=date_of_path(file.path) or _day_created(document.core_properties),
    )


def _day_created(properties: CoreProperties) -> str | None:
    """The day that the file was begun: the article's own where no name tells another."""
    created = properties.created
    return date_in(created) if created and created.date() != TEMPLATE_CREATED else None


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{name}")


def _paragraph(paragraph: _Element) -> str:
    """The paragraph's own text, with tabs and breaks. What was deleted or moved away under review is
    left out, and a text box inside it is a paragraph of its own.
    """
    gone = (_w("del"), _w("moveFrom"))
    signs = {_w("tab"): "\t", _w("br"): "\n", _w("cr"): "\n", _w("noBreakHyphen"): "-"}
    pieces = []
    for node in paragraph.iter(_w("t"), *signs):
        own = next(node.iterancestors(_w("p"))) is paragraph and node.getparent().tag == _w("r")
        if own and next(node.iterancestors(*gone), None) is None:
            pieces.append(signs.get(node.tag, node.text or ""))
    return "".join(pieces)


def _is_copy(paragraph: _Element) -> bool:
    """Whether it is the second form of a text box, kept for older programs."""
    return any(a.tag.endswith("}Fallback") for a in paragraph.iterancestors())

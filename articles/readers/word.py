"""Word documents (.docx): paragraphs, also those in tables and text boxes, in their order."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from articles.article import Article
from articles.inference import date_in
from articles.readers.containers import check_package
from articles.readers.file import File

if TYPE_CHECKING:
    from lxml.etree import _Element


def read(file: File) -> Iterator[Article]:
    """Raises ReadError `encrypted` and `bomb`."""
    check_package(file)
    from docx import Document

    document = Document(io.BytesIO(file.data))
    texts = [_paragraph(p) for p in document.element.body.iter(_w("p")) if not _is_copy(p)]
    headings = [p.text.strip() for p in document.paragraphs[:3] if p.style and p.style.name == "Title"]
    properties = document.core_properties
    yield Article(
        text="\n".join(texts).strip("\n"),
        path=file.path,
        title=headings[0] if headings else None,
        published=date_in(properties.created) if properties.created else None,
    )


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{name}")


def _paragraph(paragraph: _Element) -> str:
    """The paragraph's own text, with tabs and breaks. What was deleted under review is left out, and
    a text box inside it is a paragraph of its own.
    """
    signs = {_w("tab"): "\t", _w("br"): "\n", _w("cr"): "\n", _w("noBreakHyphen"): "-"}
    pieces = []
    for node in paragraph.iter(_w("t"), *signs):
        if next(node.iterancestors(_w("p"))) is paragraph and node.getparent().tag == _w("r"):
            pieces.append(signs.get(node.tag, node.text or ""))
    return "".join(pieces)


def _is_copy(paragraph: _Element) -> bool:
    """Whether it is the second form of a text box, kept for older programs."""
    return any(a.tag.endswith("}Fallback") for a in paragraph.iterancestors())

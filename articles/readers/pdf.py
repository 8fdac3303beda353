"""PDF: the text of all pages in reading order, from where its letters stand on the page.

A PDF stores what is drawn, not what is read: Arabic letters come in any order, in shaped forms. The
order inside a line is therefore taken from the letters' places, right to left, with numbers and
Latin words put back left to right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from ctypes import c_double
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import inf
from statistics import median
from threading import Lock
from typing import TYPE_CHECKING

from articles.article import Article, ReadError
from articles.readers.file import File
from models.arabic import ARABIC_LETTER, arabic_share

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

MOST_PAGES, MOST_CHARACTERS = 2_000, 1_000_000  # one after the other, each is asked for its place
_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
_PDFIUM = Lock()  # PDFium may be used by one thread at a time

_SHAPED = re.compile("[\ufb50-\ufdff\ufe70-\ufefe]+")
# In a line read right to left: what is read left to right. Latin words with all between them; a number
# with its separators and signs.
_LEFT_TO_RIGHT = re.compile(
    "[a-zA-Z\u00c0-\u024f](?:[^\u0590-\u08ff\ufb50-\ufeff]*[a-zA-Z0-9\u00c0-\u024f])?"
    "|[0-9\u0660-\u0669]+(?:[.,:/\u066b\u066c-][0-9\u0660-\u0669]+)*"
)
_PAIRS = ("()", "[]", "{}", "«»", "‹›")
_MIRROR = {a: b for pair in _PAIRS for a, b in (pair, pair[::-1])}
_MIRRORED = str.maketrans(_MIRROR)
_OPENING = "".join(pair[0] for pair in _PAIRS)
_CLOSING = "".join(pair[1] for pair in _PAIRS) + "،؛؟.!:…"
# No space belongs there: one was seen because the bracket's or point's own box is narrow.
_NO_SPACE = re.compile(f"(?<=[{re.escape(_OPENING)}]) +| +(?=[{re.escape(_CLOSING)}])")
_FINAL = tuple('.!؟?:»”"')


# A wider gap, as a share of the line's height, parts words. Beside punctuation the side bearings alone
# take up to an eighth, and a space may take little more. Between letters PDFium knows better, but where
# a letter is drawn together with its sign its box is the sign's.
_SPACE, _SPACE_BETWEEN_WORDS, _SPACE_AT_SIGNED = 0.09, 0.05, 0.14
# Of what one drawing holds, in the order of reading: lam-alef.
_ALEFS = "اأإآٱ"


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A character in PDFium's word number `word`, with its origin and its box in points."""

    char: str
    word: int
    origin: tuple[float, float]
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def read(file: File) -> Iterator[Article]:
    """Raises ReadError `encrypted`, `scanned`, `too_large`, `empty`."""
    import pypdfium2

    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(file.data)
        except pypdfium2.PdfiumError as error:
            code = "encrypted" if error.err_code == _WRONG_PASSWORD else "corrupt"
            raise ReadError(code, file.path) from None
        try:
            text, title = _text(document, file.path), document.get_metadata_value("Title")
        finally:
            document.close()
    # Programs put their own words there (`Microsoft Word - 1.doc`).
    yield Article(text, file.path, title=title if arabic_share(title) > 0.5 else None)


def _text(document: PdfDocument, path: str) -> str:
    if len(document) > MOST_PAGES:
        raise ReadError("too_large", path, pages=len(document))
    pages, left, pictures = [], MOST_CHARACTERS, False
    for number in range(len(document)):
        page = document[number]
        textpage = page.get_textpage()
        left -= textpage.count_chars()
        if left < 0:
            raise ReadError("too_large", path, characters=MOST_CHARACTERS)
        pages.append("\n".join(_paragraphs(_lines(textpage))))
        pictures = pictures or _has_picture(page)
        textpage.close()
        page.close()
    if not any(pages):
        raise ReadError("scanned" if pictures else "empty", path)
    return "\n".join(page for page in pages if page)


def _has_picture(page: PdfPage) -> bool:
    from pypdfium2 import raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))


def _paragraphs(lines: list[str]) -> list[str]:
    """Lines joined where a sentence runs on: a line that is nearly full and does not end one."""
    full = 0.7 * max(map(len, lines), default=0)
    paragraphs: list[str] = []
    runs_on = False
    for line in lines:
        if runs_on:
            paragraphs[-1] += f" {line}"
        else:
            paragraphs.append(line)
        runs_on = len(line) >= full and not line.endswith(_FINAL)
    return paragraphs


def _lines(textpage: PdfTextPage) -> list[str]:
    glyphs = list(_glyphs(textpage))
    # Signs and letters under signs are drawn higher or lower, but by less than this.
    tolerance = median(g.height for g in glyphs) / 2 if glyphs else 0
    lines: list[list[_Glyph]] = []
    for glyph in glyphs:
        if lines and abs(glyph.origin[1] - lines[-1][0].origin[1]) < tolerance:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [_logical(line) for line in lines]


def _glyphs(textpage: PdfTextPage) -> Iterator[_Glyph]:
    """The page's visible characters. PDFium's words are right, though the order in them is not."""
    from pypdfium2 import raw

    x, y = c_double(), c_double()
    word = 0
    for i in range(textpage.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(textpage, i))
        if char.isspace():
            word += 1
        elif char.isprintable():
            raw.FPDFText_GetCharOrigin(textpage, i, x, y)
            yield _Glyph(char, word, (x.value, y.value), *textpage.get_charbox(i, loose=True))


def _logical(line: list[_Glyph]) -> str:
    """A line in reading order, shaped letters back to plain ones."""
    letters = [g.char for g in line if g.char.isalpha()]
    if 2 * sum(bool(ARABIC_LETTER.match(char)) for char in letters) < len(letters):
        words = groupby(line, key=lambda g: g.word)
        return " ".join("".join(g.char for g in word) for _, word in words)
    text = _NO_SPACE.sub("", _right_to_left(line))
    text = _LEFT_TO_RIGHT.sub(lambda m: m[0][::-1].translate(_MIRRORED), text)
    return _SHAPED.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)


def _right_to_left(line: list[_Glyph]) -> str:
    """The line's characters from right to left, with the spaces between, each combining sign after the
    letter that it stands over.
    """
    letters = [g for g in line if not unicodedata.combining(g.char)]
    letters.sort(key=lambda g: (-g.middle, g.char in _ALEFS))
    signs: dict[int, str] = {}
    for sign in (g for g in line if unicodedata.combining(g.char)) if letters else ():
        # Where letter and sign are one drawing they have one origin.
        near = min(
            range(len(letters)),
            key=lambda k: (letters[k].origin != sign.origin, abs(letters[k].middle - sign.middle)),
        )
        signs[near] = signs.get(near, "") + sign.char
    height = max(g.height for g in line)
    drawn_as_sign = {g.origin for g in line if unicodedata.combining(g.char)}

    def apart(before: _Glyph, glyph: _Glyph) -> bool:
        """Whether a space stands between two neighbours. PDFium knows between letters, but puts its space
        on the wrong side of punctuation, and sees one where a letter is drawn under its sign.
        """
        gap = (before.left - glyph.right) / height
        if not (before.char.isalnum() and glyph.char.isalnum()):
            return gap > _SPACE
        signed = before.origin in drawn_as_sign or glyph.origin in drawn_as_sign
        return before.word != glyph.word and gap > (_SPACE_AT_SIGNED if signed else _SPACE_BETWEEN_WORDS)

    spaces = [False, *(apart(*pair) for pair in pairwise(letters))]
    return "".join(" " * spaces[k] + _turned(letters, k) + signs.get(k, "") for k in range(len(letters)))


def _turned(letters: list[_Glyph], k: int) -> str:
    """Character `k`; a bracket or angle quote the right way round, for a file may hold what is drawn or
    what is meant. One that opens stands close to what follows, one that closes to what goes before.
    """
    char = letters[k].char
    if char not in _MIRROR:
        return char
    before = letters[k - 1].left - letters[k].right if k else inf
    after = letters[k].left - letters[k + 1].right if k + 1 < len(letters) else inf
    closes = before < after or (after < inf and letters[k + 1].char in "،؛؟.!:…")
    return char if closes == (char not in _OPENING) else _MIRROR[char]

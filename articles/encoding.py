"""Bytes → text, with the encodings that Arabic files come in told apart.

UTF-8 is tried before them, strictly: nothing else passes for it. Between the single-byte encodings the
decoded letters decide: each candidate is scored by how usual its letters are in Arabic, and only
the right one gives usual letters throughout.
"""

from __future__ import annotations

import codecs
import math
import re
from functools import cache
from itertools import islice
from pathlib import Path

FREQUENCIES = Path(__file__).parent / "tables" / "letters.tsv"
SINGLE_BYTE = ("cp1256", "iso8859_6")
FILE_NAMES = ("cp1256", "cp720", "iso8859_6")  # cp720: what Arabic Windows writes into zip archives

_WIDE_BOMS = (  # the longer first: the UTF-32 one begins with the UTF-16 one
    (codecs.BOM_UTF32_LE, "utf_32_le"),
    (codecs.BOM_UTF32_BE, "utf_32_be"),
    (codecs.BOM_UTF16_LE, "utf_16_le"),
    (codecs.BOM_UTF16_BE, "utf_16_be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# A character that no frequency is known of counts as one in 20,000.
_RARE = math.log(0.05 / 1000)
# Mean log frequency over the characters beyond ASCII. Arabic text in its own encoding has -4.5 or
# more; bytes that are no text, or Latin letters, have -6 or less.
_PLAUSIBLE = -5.0
_SAMPLE = 200_000  # bytes that are enough to tell encodings apart
_DAMAGED = 0.02  # share of a file's characters that may be broken before it is called something else


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of a file: a byte-order mark dropped, nothing else changed.

    `declared` is the encoding that the file names itself; it is believed where the bytes are not
    UTF-8 and can be read with it as plausible Arabic. A few broken characters of a file in UTF-8,
    UTF-16 or UTF-32 become U+FFFD. Raises UnicodeError when no encoding gives a text.
    """
    for bom, encoding in _WIDE_BOMS:
        if data.startswith(bom):
            text = _wide(data[len(bom) :], encoding)
            if text is None:
                raise UnicodeError(f"broken {encoding}")
            return text
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\x00" in data[:_SAMPLE] and (text := _unmarked(data)) is not None:
        return text
    try:
        return _text(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _text(_damaged(data, "utf-8") or _single_byte(data, declared))


def file_name(raw: bytes) -> str:
    """A file's name: UTF-8, or else one of the encodings that Arabic systems write names in."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        encoding, _ = best(raw, FILE_NAMES)
        return raw.decode(encoding, "replace")


def best(data: bytes, encodings: tuple[str, ...]) -> tuple[str, float]:
    """The encoding under which `data` reads most like Arabic, and how much: a mean log frequency."""
    sample = data[:_SAMPLE]
    return max(((e, plausibility(sample.decode(e, "replace"))) for e in encodings), key=lambda x: x[1])


def plausibility(text: str) -> float:
    """Mean log frequency of the characters beyond ASCII, as Arabic news uses them; -inf without one."""
    frequency = _frequencies()
    scores = [frequency.get(ch, _RARE) for ch in text if ch > "\x7f"]
    return sum(scores) / len(scores) if scores else -math.inf


def _wide(data: bytes, encoding: str) -> str | None:
    """Text in UTF-16 or UTF-32, or None where more than a few characters are broken."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        text = _damaged(data, encoding)
    # Behind a byte that is missing all is shifted: what comes out is other characters, not broken ones.
    return text if text is not None and plausibility(text[-_SAMPLE:]) > _PLAUSIBLE else None


def _unmarked(data: bytes) -> str | None:
    """UTF-16 without a mark, or None: only the right byte order gives Arabic without control characters."""
    for encoding in ("utf_16_le", "utf_16_be"):
        text = _wide(data, encoding)
        if text is not None and not _CONTROL.search(text) and plausibility(text[:_SAMPLE]) > _PLAUSIBLE:
            return text
    return None


def _damaged(data: bytes, encoding: str) -> str | None:
    """The text with a few broken characters (a file cut off, a bad byte), or None."""
    text = data.decode(encoding, "replace")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return text if text.count("\ufffd") <= max(1, _DAMAGED * beyond_ascii) < beyond_ascii / 2 else None


def _single_byte(data: bytes, declared: str | None) -> str:
    candidates = SINGLE_BYTE if declared is None else (*SINGLE_BYTE, declared)
    try:
        encoding, score = best(data, candidates)
    except LookupError:  # the file names an encoding that nobody knows
        encoding, score = best(data, SINGLE_BYTE)
    if score < _PLAUSIBLE:
        raise UnicodeError("no known encoding gives Arabic")
    return data.decode(encoding, "replace")


def _text(text: str) -> str:
    # A few stray ones stand in real articles (U+001A, from old editors); data that is no text is full of them.
    most = int(_DAMAGED * len(text))
    if sum(1 for _ in islice(_CONTROL.finditer(text), most + 1)) > most:
        raise UnicodeError("control characters")
    return text


@cache
def _frequencies() -> dict[str, float]:
    """Character → log of its share among the characters beyond ASCII."""
    rows = (line.split("\t") for line in FREQUENCIES.read_text(encoding="utf-8").splitlines())
    return {row[0]: math.log(float(row[1]) / 1000) for row in rows if len(row) == 2 and len(row[0]) == 1}

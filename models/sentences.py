"""Sentences of an article, as spans into its text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from models.findings import Span

ABBREVIATIONS = Path(__file__).parent / "tables/abbreviations.txt"
OPENING, CLOSING = "«“‹„", "»”›"
# A quotation still open after this many characters is taken for an unbalanced mark.
LONGEST_QUOTATION = 3_000

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# What may end a sentence: a run of stops, or marks of question and exclamation.
_STOP = re.compile(r"[.…]+|[؟?!]+|؛")
_BLANK = re.compile(r"\s")


@cache
def abbreviations() -> frozenset[str]:
    """Words whose full stop does not end a sentence, as the table lists them (without the stop)."""
    lines = ABBREVIATIONS.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of `text`, in order, trimmed of blanks; together they hold every visible character.

    A line end always ends one (headlines and sub-headings have no full stop), unless a quotation
    that was opened in the paragraph is closed in a later one. A stop inside «…» or “…” does not.
    """
    out: list[Span] = []
    inside = _quoted(text)
    for line in _LINE.finditer(text):
        start = line.start()
        for stop in _STOP.finditer(text, line.start(), line.end()):
            end = stop.end()
            while end < line.end() and text[end] in CLOSING + "\"')]":
                # An ASCII quote after a stop closes when blank or nothing follows it.
                if text[end] in "\"'" and end + 1 < line.end() and not _BLANK.match(text[end + 1]):
                    break
                end += 1
            if not inside[end - 1] and _ends_sentence(text, stop.start(), stop.end(), end, line.end()):
                _append(out, text, start, end)
                start = end
        _append(out, text, start, line.end())
    return _joined(out, text, inside)


def _append(out: list[Span], text: str, start: int, end: int) -> None:
    while start < end and _BLANK.match(text[start]):
        start += 1
    while end > start and _BLANK.match(text[end - 1]):
        end -= 1
    if end > start:
        out.append(Span(start, end))


def _ends_sentence(text: str, at: int, stop_end: int, end: int, line_end: int) -> bool:
    """Whether the stop text[at:stop_end] ends a sentence; `end` is after the closing marks behind it."""
    if text[at] == "؛":
        return False
    if end < line_end and not _BLANK.match(text[end]):
        # 3.5, www.site.com, أ.ف.ب; but «انتهى.وقال» is a missing blank between two words.
        glued = text[at] == "." and stop_end - at == 1 and end == stop_end
        return not glued or (_long_word(text, at) and text[end].isalpha() and not text[end].isascii())
    if text[at] == "." and stop_end - at == 1:
        before = at
        while before > 0 and (text[before - 1].isalnum() or text[before - 1] == "."):
            before -= 1
        word = text[before:at]
        return word not in abbreviations() and not (len(word) == 1 and word.isalpha())
    return True


def _long_word(text: str, at: int) -> bool:
    """Whether an Arabic word of more than two letters ends right before `at`."""
    return at >= 3 and all(ch.isalpha() and not ch.isascii() for ch in text[at - 3 : at])


def _quoted(text: str) -> bytearray:
    """For each character, 1 when a quotation opened before it is closed after it."""
    inside = bytearray(len(text))
    opened: list[tuple[int, str]] = []
    for m in re.finditer(f"[{OPENING}{CLOSING}]", text):
        if m.group() in OPENING:
            opened.append((m.start(), m.group()))
        elif opened:
            start, _ = opened.pop()
            if not opened and m.start() - start <= LONGEST_QUOTATION:
                inside[start : m.start()] = b"\1" * (m.start() - start)
        if opened and m.start() - opened[0][0] > LONGEST_QUOTATION:
            opened.clear()
    return inside


def _joined(spans: list[Span], text: str, inside: bytearray) -> tuple[Span, ...]:
    """Neighbours joined where the line end between them stands inside a quotation."""
    out: list[Span] = []
    for span in spans:
        between = out and text[out[-1].end : span.start]
        if between and "\n\n" not in between.replace("\r", "") and inside[out[-1].end]:
            out[-1] = Span(out[-1].start, span.end)
        else:
            out.append(span)
    return tuple(out)

"""Where the sentences of an article are.

A sentence ends at final punctuation or at the end of a line: headlines and sub-headings carry no
full stop. It never ends inside a pair of quotation marks or brackets, so that a statement of several
sentences between « and » stays whole; marks that close nothing protect nothing.

What is not an end: the dot of an abbreviation (`tables/abbreviations.txt`), an initial, a decimal, an
ordinal at the head of a line, a web address; two dots after a short topic («الكرملين.. لا شروط مسبقة»);
a question inside marks that the sentence goes on after; ؛, which in news stands inside an attributed
statement as often as between sentences. Lines of a text that was wrapped to a width are read on.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from models.arabic import INVISIBLE, REMOVED, WORD, strip
from models.findings import Span
from models.tabular import rows

ABBREVIATIONS = Path(__file__).parent / "tables/abbreviations.txt"
QUOTE_LIMIT = 1_500  # characters; a longer pair is taken for two stray marks
BRACKET_LIMIT = 300
TOPIC_WORDS = 4  # fewer words before two dots are a topic, not a sentence
WRAP_WIDTHS = (40, 120)  # longest line of a text that was wrapped to a width
TOKEN_LIMIT = 24  # characters looked back for an abbreviation

_BREAKS = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_CLOSING = "»”“\"’')\\]}›"
_LINE_END = re.compile(f"\r\n|[{_BREAKS}]")
# A run of final punctuation with the marks that close right after it; a mark of direction may stand behind.
_FINAL = re.compile(f"(?P<run>[.!?؟…](?:[ \\t]*[.!?؟…])*)(?P<closing>[{_CLOSING}]*)[{INVISIBLE}]*")
_GOES_ON = re.compile(f"[ \\t\xa0]*[،,؛;:{_CLOSING}]")
_LINE_OVER = re.compile(f"[^\\S\n\r]*(?:[{_BREAKS}]|\\Z)")
_ENDED = re.compile(f"[.!?؟…][ \\t{_CLOSING}{INVISIBLE}]*\\Z")
_TOKEN = re.compile(f"[^\\W_][\\w.{REMOVED}]*\\Z")
_CLITIC = re.compile("^[وفبلك](?=..)")
_ARABIC = re.compile("[\u0621-\u064a]")


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of `text`, in order, not overlapping.

    Spans are code-point offsets into `text`, trimmed of blanks at both ends; every character that is
    not blank is in one of them. Takes time linear in the length of the text and raises nothing.
    """
    found = []
    start = 0
    for end in [*_ends(text, _Pairs(text)), len(text)]:
        body = text[start:end]
        if body.strip():
            found.append(Span(start + len(body) - len(body.lstrip()), start + len(body.rstrip())))
        start = end
    return tuple(found)


def _ends(text: str, pairs: _Pairs) -> Iterator[int]:
    """Offsets where a sentence ends, in order: ends of lines and ends by punctuation."""
    start, waiting = 0, iter(_line_ends(text, pairs))
    line = next(waiting, None)
    for match in _FINAL.finditer(text):
        while line is not None and line <= match.start():
            yield line
            start, line = line, next(waiting, None)
        if _ends_sentence(text, match, start) and not pairs.around(match.end()):
            yield match.end()
            start = match.end()
    while line is not None:
        if line > start:
            yield line
        line = next(waiting, None)


def _ends_sentence(text: str, match: re.Match, start: int) -> bool:
    """Whether this run of final punctuation ends the sentence that began at `start`."""
    run, end = match["run"], match.end()
    if _LINE_OVER.match(text, end):
        return True
    plain = run == "."
    if _GOES_ON.match(text, end) or (match["closing"] and not plain):
        return False
    if not text[end].isspace():
        # "انتهى.وقال": the blank was forgotten. Not in a web address, not in بي.بي.سي.
        return bool(_ARABIC.match(text, end)) and (not plain or _new_clause(text, match.start(), end))
    if plain:
        return not _abbreviated(text, start, match.start())
    if any(mark in run for mark in "!?؟"):
        return True
    before = text[max(start, match.start() - 200) : match.start()]
    return len(WORD.findall(before)) >= TOPIC_WORDS


def _new_clause(text: str, dot: int, end: int) -> bool:
    """Whether two whole words meet at the full stop at `dot`, the second one opening with و."""
    token, word = _TOKEN.search(text[max(0, dot - TOKEN_LIMIT) : dot]), WORD.match(text, end)
    whole = token and len(token[0]) > 2 and "." not in token[0]
    return bool(whole and word and word[0].startswith("و") and len(word[0]) > 3)


def _abbreviated(text: str, start: int, dot: int) -> bool:
    """Whether the full stop at `dot` belongs to the token before it."""
    begin = max(start, dot - TOKEN_LIMIT)
    match = _TOKEN.search(text[begin:dot])
    if not match:
        return False
    token = strip(match[0])[0]
    near = text[begin : begin + match.start()].rstrip()
    if token.replace(".", "").isdecimal():
        # 6.2 and 10.30 may end a sentence, where 1. and 1.2. open one.
        opens = near[-1] == ":" if near else not text[start:begin].strip()
        return opens and all(len(part) <= 3 for part in token.split("."))
    if "." in token:
        return all(len(part) <= 3 for part in token.split("."))
    if len(token) == 1:
        return not near[-1:].isdecimal()
    return token in _abbreviations() and not _spelled_out(near, token)


def _spelled_out(near: str, token: str) -> bool:
    """Whether `token` is the last of several letters spelled out without stops: بي بي سي, سي إن إن."""
    letters = _letters()
    before = [letters.get(w, letters.get(_CLITIC.sub("", w))) for w in strip(near)[0].split()]
    # إن and في are letters only behind a letter: في بي. بي. سي.
    return token in letters and (before[-1:] == ["letter"] or before[-2:] == ["letter", "word"])


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(row[0] for row in rows(ABBREVIATIONS))


@cache
def _letters() -> dict[str, str]:
    """The spelled-out letters, and whether each is only a `letter` or a `word` too."""
    return {row[0]: row[1] for row in rows(ABBREVIATIONS) if len(row) > 1}


def _line_ends(text: str, pairs: _Pairs) -> list[int]:
    """Offsets of the ends of lines that end a sentence."""
    breaks = [m.span() for m in _LINE_END.finditer(text)]
    starts = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(text)]
    lines = [text[a:b].strip() for a, b in zip(starts, ends, strict=True)]
    wrapped = _wrapped(lines)

    def read_on(i: int) -> bool:
        inside = pairs.around(ends[i]) and not _ENDED.search(lines[i])
        return bool(lines[i] and lines[i + 1]) and (i in wrapped or inside)

    return [ends[i] for i in range(len(breaks)) if not read_on(i)]


def _wrapped(lines: list[str]) -> set[int]:
    """Indices of lines that were broken only because the next word did not fit.

    A line is full when the first word of the next one would have passed the width of the text. Most of
    the lines without final punctuation must be full, and where there is only one, the next must end in
    final punctuation; otherwise short lines are headlines, bylines and lists.
    """
    width = max((len(line) for line in lines if " " in line), default=0)
    if not WRAP_WIDTHS[0] <= width <= WRAP_WIDTHS[1]:
        return set()

    def ended(line: str) -> bool:
        return bool(_ENDED.search(line[-8:]))

    open_ends = [i for i, (a, b) in enumerate(pairwise(lines)) if a and b and not ended(a)]
    full = [i for i in open_ends if len(lines[i]) + 1 + len(lines[i + 1].split(None, 1)[0]) >= 0.9 * width]
    sure = len(full) >= 0.7 * len(open_ends) and (len(full) > 1 or any(ended(lines[i + 1]) for i in full))
    return set(full) if sure else set()


class _Pairs:
    """Stretches between an opening mark and the one that closes it, nested ones within their outermost."""

    def __init__(self, text: str) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted([*_directed(text), *_alike(text)]):
            if self.ends and start < self.ends[-1]:
                self.ends[-1] = max(end, self.ends[-1])
            else:
                self.starts.append(start)
                self.ends.append(end)

    def around(self, offset: int) -> bool:
        """Whether `offset` lies between a mark and the one that closes it."""
        at = bisect_left(self.starts, offset) - 1
        return at >= 0 and offset <= self.ends[at]


_OPENS = {"»": "«", ")": "(", "]": "["}
_DIRECTED = re.compile("[«»()\\[\\]]|\n[^\\S\n]*\n")
_ALIKE = re.compile('["“”„]')


def _directed(text: str) -> Iterator[tuple[int, int]]:
    """(opening, closing) offsets of « », ( ) and [ ]; none over a blank line or past its limit."""
    opened: dict[str, list[int]] = {"«": [], "(": [], "[": []}
    for match in _DIRECTED.finditer(text):
        mark, at = match[0], match.start()
        if mark in opened:
            opened[mark].append(at)
        elif mark not in _OPENS:
            opened = {opening: [] for opening in opened}
        elif opened[_OPENS[mark]]:
            begin = opened[_OPENS[mark]].pop()
            if at - begin <= (QUOTE_LIMIT if mark == "»" else BRACKET_LIMIT):
                yield begin, at


def _alike(text: str) -> Iterator[tuple[int, int]]:
    """Pairs of marks that open and close alike, line by line.

    Curly marks are taken together with straight ones: Arabic pages set them in either direction.
    An even number pairs up in order; in an odd one blanks tell which open and which close.
    """
    breaks = [m.start() for m in _LINE_END.finditer(text)]
    by_line: dict[int, list[int]] = {}
    for match in _ALIKE.finditer(text):
        by_line.setdefault(bisect_right(breaks, match.start()), []).append(match.start())
    for marks in by_line.values():
        even = len(marks) % 2 == 0
        pairs = zip(marks[::2], marks[1::2], strict=True) if even else _by_blanks(text, marks)
        yield from ((a, b) for a, b in pairs if b - a <= QUOTE_LIMIT)


def _by_blanks(text: str, marks: list[int]) -> Iterator[tuple[int, int]]:
    opened = None
    for at in marks:
        before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
        if (before.isspace() or before in "(:-[") and not after.isspace():
            opened = at
        elif opened is not None:
            yield opened, at
            opened = None

"""A text as the rules read it: folded words with their places and sentences, and its quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from models.arabic import INVISIBLE, fold, strip, tokens
from models.findings import Span

OPENING, CLOSING, EITHER = "«‹„", "»›", '"“”‟″'
MARKS = OPENING + CLOSING + EITHER
ASKING = "!؟?"
EDGES = " \t\n\r\xa0،,؛;:.…!؟?-–—*•" + MARKS + INVISIBLE
# Characters; a pair further apart is two stray marks.
LONGEST = 6_000
_N = "ن"  # a letter by its name
_MARK = re.compile(f"''|[{re.escape(MARKS)}]|\n")


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch between quotation marks: `start`/`end` with the marks, `inner` without; `closed` unless one is missing."""

    start: int
    end: int
    inner: Span
    closed: bool


class Words:
    """The tokens (words and single punctuation signs) of a text, folded; token numbers are the rules' measure."""

    def __init__(self, text: str, sentences: Sequence[Span]) -> None:
        bare, origin = strip(text)
        spans = tokens(bare)
        self.text = text
        self.starts = [origin[a] for a, _ in spans]
        # A word keeps its last letter's signs.
        self.ends = [origin[b] for _, b in spans]
        self.folded = _spelled([fold(bare[a:b]) for a, b in spans])
        self.is_word = [word[:1].isalnum() for word in self.folded]
        # Sentences as (first token, end token).
        self.sentences = [(self.at(s.start), self.before(s.end)) for s in sentences] or [(0, len(spans))]
        self._counts = [0, *accumulate(map(int, self.is_word))]
        self._first = [first for first, _ in self.sentences]
        self.marked = marked(text)
        self._marks = [m.start for m in self.marked]

    def __len__(self) -> int:
        return len(self.folded)

    def at(self, offset: int) -> int:
        """The first token that ends after `offset`."""
        return bisect_right(self.ends, offset)

    def before(self, offset: int) -> int:
        """The end (exclusive) of the tokens that start before `offset`."""
        return bisect_left(self.starts, offset)

    def sentence(self, token: int) -> int:
        """The number of the sentence that holds the token."""
        return max(0, bisect_right(self._first, token) - 1)

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Text offsets of tokens first..end (exclusive)."""
        return self.starts[first], self.ends[end - 1]

    def behind(self, token: int, letters: int) -> int:
        """The text offset behind so many letters of a token, signs upon them included."""
        start, end = self.span(token, token + 1)
        return start + strip(self.text[start:end])[1][letters]

    def count(self, start: int, end: int) -> int:
        """How many words stand in text[start:end]."""
        return self.count_tokens(self.at(start), self.before(end))

    def count_tokens(self, first: int, end: int) -> int:
        """How many of tokens first..end (exclusive) are words."""
        return self._counts[max(first, end)] - self._counts[first]

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """The stretch without blanks and punctuation at its edges; what makes it a question or a call stays, and a mark
        or bracket with its partner inside.
        """
        text, whole = self.text, end
        while start < end and text[start] in EDGES and not self._partner(start, start, end):
            start += 1
        while start < end and text[end - 1] in EDGES and not self._partner(end - 1, start, end):
            end -= 1
        while start < end < whole and text[end] in ASKING:
            end += 1
        return start, end

    def _partner(self, at: int, start: int, end: int) -> bool:
        return self.text[at] in MARKS and any(
            m.closed and start <= m.start and m.end <= end and at in (m.start, m.end - 1)
            for m in self.near(at)
        )

    def near(self, at: int) -> Iterator[Marked]:
        """The marked stretches that hold the character at `at`, the outermost first."""
        first = bisect_left(self._marks, at - LONGEST)
        for m in self.marked[first : bisect_right(self._marks, at)]:
            if at < m.end:
                yield m

    def within_marks(self, start: int, end: int) -> Iterator[Marked]:
        """The closed marked stretches inside text[start:end], in order."""
        first, last = bisect_left(self._marks, start), bisect_left(self._marks, end)
        return (m for m in self.marked[first:last] if m.closed and m.end <= end)


def _spelled(folded: list[str]) -> list[str]:
    """The words with the letters of سي إن إن and بي إن apart from إن."""
    out: list[str] = []
    for word in folded:
        out.append(_N if word == "ان" and out and out[-1] in ("سي", "بي", _N) else word)
    return out


def marked(text: str) -> list[Marked]:
    """The stretches of `text` between quotation marks, in order of their start; nested ones too.

    « and ‹ open, » and › close; straight and curly marks do either, told by the blanks around them. A
    mark that nothing closes runs to the end of its line; one that closes nothing begins at its line.
    """
    found: list[Marked] = []
    opened: list[tuple[int, int, str]] = []
    line = 0
    for match in _MARK.finditer(text):
        at, end, sign = match.start(), match.end(), match[0]
        if sign == "\n":
            found += [Marked(a, at, Span(b, at), False) for a, b, _ in opened[:1] if at > b]
            opened, line = [], end
            continue
        if opened and at - opened[0][0] > LONGEST:
            opened = []
        if _opens(text, at, end, sign, opened):
            opened.append((at, end, _kind(sign)))
        elif any(kind == _kind(sign) for _, _, kind in opened):
            while opened[-1][2] != _kind(sign):
                opened.pop()
            a, b, _ = opened.pop()
            if at > b:
                found.append(Marked(a, end, Span(b, at), True))
        elif at > line:
            found.append(Marked(line, end, Span(line, at), False))
    found += [Marked(a, len(text), Span(b, len(text)), False) for a, b, _ in opened[:1] if len(text) > b]
    return sorted(found, key=lambda m: (m.start, -m.end))


def _kind(sign: str) -> str:
    if sign in "«»":
        return "«"
    return "‹" if sign in "‹›" else sign if sign == "''" else '"'


def _opens(text: str, at: int, end: int, sign: str, opened: list[tuple[int, int, str]]) -> bool:
    if sign in "«‹":
        return True
    if sign in CLOSING:
        return False
    before, after = text[at - 1 : at] or " ", text[end : end + 1] or " "
    within = any(kind == _kind(sign) for _, _, kind in opened)
    left = (
        before.isspace()
        or before in "([:ـ«" + EITHER
        or (before in "وفبلك" and text[at - 2 : at - 1].isspace())
    )
    right = after.isspace() or after in ".,،؛;:!؟?)]»" + EITHER
    if within:
        # A second opening mark inside is a nested one only when it can't close.
        return left and not right
    return left or not right

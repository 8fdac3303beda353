"""Who declined to comment: worth noting, and no statement."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.arabic import WORD, fold
from models.findings import Analysis, Span
from models.tabular import rows

TABLE = Path(__file__).parent / "tables/declined.tsv"
FARTHEST = 15  # words between the refusal and the comment, with a long office between them


@dataclass(frozen=True, slots=True)
class Declined:
    """The words that say so, as a span of the text, and the number of the mention that names who declined; None where no
    name stands in their sentence up to there."""

    start: int
    end: int
    mention: int | None


def declined(analysis: Analysis) -> tuple[Declined, ...]:
    """`امتنع المتحدث عن التعليق`, `رفضت الوزارة التعليق`, `لم ترد على طلب للتعليق`: one a sentence at most,
    in the order of the text."""
    found = (_in_sentence(analysis, sentence) for sentence in analysis.sentences)
    return tuple(filter(None, found))


def _in_sentence(analysis: Analysis, sentence: Span) -> Declined | None:
    spans = [m.span() for m in WORD.finditer(analysis.text, sentence.start, sentence.end)]
    words = [fold(analysis.text[start:end]) for start, end in spans]
    for k, word in enumerate(words):
        last = _comment(words, k, word.removeprefix("و").removeprefix("ف"))
        if last is not None:
            start, end = spans[k][0], spans[last][1]
            return Declined(start, end, _who(analysis, sentence, start, end))
    return None


def _comment(words: list[str], k: int, word: str) -> int | None:
    """The number of the word at which the refusal that begins with word k ends; None when none does."""
    table = _table()
    denied = words[k + 1] if word == "لم" and k + 1 < len(words) else None
    if denied in table["remarked"]:
        return k + 1
    if word in table["refused"] or denied in table["answered"]:
        reach = range(k + 1, min(len(words), k + 1 + FARTHEST))
        return next((i for i in reach if words[i] in table["comment"]), None)
    return None


@cache
def _table() -> dict[str, frozenset[str]]:
    """The folded words of each kind."""
    return {kind: frozenset(map(fold, words.split())) for kind, words in rows(TABLE)}


def _who(analysis: Analysis, sentence: Span, start: int, end: int) -> int | None:
    """The first name between the refusal and the comment, else the last one before it in the sentence."""
    inside = [k for k, m in enumerate(analysis.mentions) if start <= m.start < end]
    before = [k for k, m in enumerate(analysis.mentions) if sentence.start <= m.start < start]
    return inside[0] if inside else before[-1] if before else None

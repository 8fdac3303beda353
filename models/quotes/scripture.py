"""Quoted scripture and verse: «…» after قال تعالى is nobody's statement in the news."""

from __future__ import annotations

from functools import cache

from models.arabic import fold
from models.quotes.cues import THAT
from models.quotes.lexicon import rows
from models.quotes.words import Words

BEFORE = 10  # tokens before a statement in which its formula stands


@cache
def _formulas() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(fold(line).split()) for (line,) in rows("scripture.txt"))


def quoted(words: Words, start: int) -> bool:
    """Whether a formula of scripture stands right before the statement at text offset `start`, with no more between them
    than where it stands: قال تعالى في سورة البقرة.
    """
    end = words.at(start)
    near = range(max(0, end - BEFORE), end)
    told = [words.folded[k] for k in near if words.is_word[k] and words.folded[k] not in THAT]
    return any(
        tuple(told[i : i + len(f)]) == f and told[i + len(f) : i + len(f) + 1] in ([], ["في"])
        for f in _formulas()
        for i in range(len(told))
    )

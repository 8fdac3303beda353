"""Quoted scripture and verse: «…» after قال تعالى is nobody's statement in the news."""

from __future__ import annotations

from functools import cache

from models.arabic import fold
from models.quotes.lexicon import rows
from models.quotes.words import CLOSING, Words

BEFORE = 10  # tokens before a statement in which its formula stands


@cache
def _formulas() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(fold(line).split()) for (line,) in rows("scripture.txt"))


def quoted(words: Words, start: int) -> bool:
    """Whether a formula of scripture stands before the statement at text offset `start`, and no other statement
    between them.
    """
    end = words.at(start)
    tokens = words.folded[max(0, end - BEFORE) : end]
    closed = max((k + 1 for k, token in enumerate(tokens) if token in CLOSING), default=0)
    tokens = tokens[closed:]
    return any(
        tuple(tokens[i : i + len(formula)]) == formula for formula in _formulas() for i in range(len(tokens))
    )

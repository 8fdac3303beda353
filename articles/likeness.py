"""Which names, or targets of stances, may be one under two spellings: those an editor is offered first to merge."""

from __future__ import annotations

from collections.abc import Iterable

from models.arabic import fold
from models.targets import stems

ALIKE = 0.6  # share of letters in their order from which two are alike that have no word in common


def likeliest(name: str, others: Iterable[str]) -> list[str]:
    """Those of `others` that are like the name, the likest first; of equal ones those that come first."""
    from rapidfuzz import fuzz

    key, words = fold(name), set(stems(name))
    found: dict[str, tuple[float, str]] = {}
    for other in others:
        same = words & (theirs := set(stems(other)))
        letters = fuzz.ratio(key, fold(other)) / 100
        if fold(other) != key and (same or letters >= ALIKE):
            shared = len(same) / max(1, min(len(words), len(theirs)))
            found.setdefault(fold(other), (shared + letters, other))
    return [other for _, other in sorted(found.values(), key=lambda each: -each[0])]

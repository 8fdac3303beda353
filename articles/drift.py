"""One statement as several articles print it: which statements of a speaker are nearly the same words.

`sketch` makes a few numbers of a statement's words; two statements that share about half of their words
nearly always share a number, two others seldom do. `families` puts statements that share one together,
and the words themselves decide (`alike`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.arabic import WORD, fold

if TYPE_CHECKING:
    import numpy as np

NUMBERS = 8  # a sketch's numbers, each made of PER values of the signature
PER = 2
LEAST_WORDS = 5  # of more than two letters: a shorter statement is like too many others
ALIKE = 60  # of 100: from this likeness on (word order left aside) two statements are one
_SEED = 42


def sketch(words: str) -> bytes | None:
    """NUMBERS 32-bit numbers of a statement; None where it is too short to compare."""
    from rensa import RMinHash

    own = content(words)
    if len(own) < LEAST_WORDS:
        return None
    signature = RMinHash(num_perm=NUMBERS * PER, seed=_SEED)
    signature.update(sorted(own))
    values = signature.digest()
    pairs = zip(values[::PER], values[1::PER], strict=True)
    return b"".join(((a * 2654435761 ^ b) & 0x7FFFFFFF).to_bytes(4, "little") for a, b in pairs)


def content(words: str) -> frozenset[str]:
    """A statement's folded words of more than two letters, without attached و."""
    found = (fold(m.group()).removeprefix("و") for m in WORD.finditer(words))
    return frozenset(w for w in found if len(w) > 2)


def alike(one: str, other: str) -> bool:
    """Whether two statements are the same words, but for a few."""
    from rapidfuzz.fuzz import token_sort_ratio

    return token_sort_ratio(fold(one), fold(other)) >= ALIKE


def families(keys: np.ndarray, sketches: np.ndarray) -> np.ndarray:
    """For each statement the number of its family: statements of one speaker (`keys`) that share a number
    of their sketches (n × NUMBERS, -1 where there is none), directly or by way of others.
    """
    import numpy as np

    family = np.arange(len(keys))
    while True:
        before = family.copy()
        for numbers in sketches.T:
            order = np.lexsort((numbers, keys))
            same = (np.diff(keys[order]) == 0) & (np.diff(numbers[order]) == 0) & (numbers[order][1:] >= 0)
            runs = np.concatenate(([0], np.cumsum(~same)))
            least = np.full(runs[-1] + 1 if len(runs) else 0, len(keys))
            np.minimum.at(least, runs, family[order])
            family[order] = least[runs]
        family = family[family]
        if (family == before).all():
            return family

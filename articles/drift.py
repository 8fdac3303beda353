"""One statement as several articles print it: which statements of a speaker are nearly the same words.

`sketch` makes a few numbers of a statement's words; two statements that share about half of their words
nearly always share a number, two others seldom do. `families` puts statements that share one together,
and the words themselves decide (`alike`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from models.arabic import content, fold

if TYPE_CHECKING:
    import numpy as np

NUMBERS = 8  # a sketch's numbers, each made of PER values of the signature
PER = 2
LEAST_WORDS = 5  # of more than two letters: a shorter statement is like too many others
ALIKE = 60  # of 100: from this likeness on (word order left aside) two statements are one
_SEED, _ODD = 42, 2654435761  # the second mixes two numbers into one


def sketch(words: str) -> tuple[int, ...]:
    """NUMBERS numbers of 31 bits of a statement; of -1 where it is too short to compare."""
    from rensa import RMinHash

    own = content(words)
    if len(own) < LEAST_WORDS:
        return (-1,) * NUMBERS
    signature = RMinHash(num_perm=NUMBERS * PER, seed=_SEED)
    signature.update(sorted(own))
    values = signature.digest()
    return tuple((a * _ODD ^ b) & 0x7FFFFFFF for a, b in zip(values[::PER], values[1::PER], strict=True))


def alike(one: str, others: Sequence[str]) -> list[bool]:
    """Which of the other statements are the same words as `one`, but for a few."""
    from rapidfuzz.fuzz import token_sort_ratio
    from rapidfuzz.process import cdist

    (scores,) = cdist(
        [fold(one)], [fold(other) for other in others], scorer=token_sort_ratio, score_cutoff=ALIKE
    )
    return (scores > 0).tolist()


def families(keys: np.ndarray, sketches: np.ndarray) -> np.ndarray:
    """For each statement the first of its family: statements of one speaker (`keys`) that share a number
    of their sketches (n × NUMBERS, -1 where there is none), directly or by way of others.
    """
    import numpy as np

    family = np.arange(len(keys))
    first, other = [], []
    for numbers in sketches.T:
        joined = keys.astype(np.int64) << 31 | numbers
        order = np.argsort(joined, kind="stable")
        same = (np.diff(joined[order]) == 0) & (numbers[order][1:] >= 0)
        # The first of each run, against which the others of the run stand.
        begins = np.concatenate(([True], ~same))
        start = np.maximum.accumulate(np.where(begins, np.arange(len(order)), 0))
        first.append(order[start[1:][same]])
        other.append(order[1:][same])
    one, two = np.concatenate(first), np.concatenate(other)
    while True:
        least = np.minimum(family[one], family[two])
        before = family.copy()
        np.minimum.at(family, one, least)
        np.minimum.at(family, two, least)
        family = family[family]
        if (family == before).all():
            return family

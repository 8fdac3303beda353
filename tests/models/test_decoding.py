"""The decoder, held against every tagging there is."""

import itertools

import numpy as np
import pytest

from models.decoding import runs

ALLOWED = {(a, b): b % 2 or b == 0 or a in (b - 1, b) for a in range(5) for b in range(5)}


def brute_force(probabilities: np.ndarray) -> tuple[int, ...]:
    """The most probable path over O, B0, I0, B1, I1 in which I only follows its own B or I."""
    paths = (
        path
        for path in itertools.product(range(5), repeat=len(probabilities))
        if path[0] not in (2, 4) and all(ALLOWED[step] for step in itertools.pairwise(path))
    )
    return max(paths, key=lambda path: sum(np.log(probabilities[t, s]) for t, s in enumerate(path)))


def as_runs(path: tuple[int, ...]) -> list[tuple[int, int, int]]:
    out: list[list[int]] = []
    for t, state in enumerate(path):
        if state % 2:
            out.append([t, t, state // 2])
        elif state:
            out[-1][1] = t
    return [tuple(run) for run in out]


@pytest.mark.parametrize("seed", range(25))
def test_the_best_consistent_tagging_is_found(seed):
    probabilities = np.random.default_rng(seed).dirichlet(np.ones(5), size=5)
    assert [run[:3] for run in runs(probabilities)] == as_runs(brute_force(probabilities))


def test_scores_are_means_of_b_and_i_together():
    ((first, last, kind, score),) = runs(np.array([[0.1, 0.6, 0.3], [0.2, 0.1, 0.7]]))
    assert (first, last, kind) == (0, 1, 0)
    assert score == pytest.approx((0.9 + 0.8) / 2)


def test_nothing_gives_nothing():
    assert runs(np.zeros((0, 5))) == []

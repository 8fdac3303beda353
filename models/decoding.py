"""From a tagger's probabilities to labelled stretches of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities over the last axis."""
    import numpy as np

    e = np.exp(logits - logits.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def runs(probabilities: np.ndarray) -> list[tuple[int, int, int, float]]:
    """(first word, last word, kind, score) of the best B/I-consistent tagging, in order.

    `probabilities` is [words, 1 + 2 · kinds]: O, then B and I of each kind. Viterbi over the words'
    own probabilities, in which I-X may only follow B-X or I-X. The score is the mean over the words
    of B and I together: which of the two a word is, is a question of extent.
    """
    import numpy as np

    path = probabilities.argmax(1)
    before = np.concatenate(([0], path[:-1]))
    inner = (path > 0) & (path % 2 == 0)
    # Where no word's own best label breaks the rule, those labels are the best path.
    if (inner & (before != path) & (before != path - 1)).any():
        path = _viterbi(probabilities)
    found: list[list[int]] = []
    for t in np.flatnonzero(path).tolist():
        state = int(path[t])
        if state % 2:
            found.append([t, t, (state - 1) // 2])
        else:
            found[-1][1] = t
    if not found:
        return []
    by_kind = probabilities[:, 1:].reshape(len(path), -1, 2).sum(2)
    return [(a, b, k, float(by_kind[a : b + 1, k].mean())) for a, b, k in found]


def _viterbi(probabilities: np.ndarray) -> np.ndarray:
    """The states [words] of the most probable path on which I-X only follows B-X or I-X."""
    import numpy as np

    logs = np.log(np.maximum(probabilities, 1e-12))
    n = logs.shape[1]
    step = np.zeros((n, n))
    for inner in range(2, n, 2):
        step[:, inner] = -np.inf
        step[[inner - 1, inner], inner] = 0
    best, back = logs[0].copy(), np.zeros((len(logs), n), dtype=np.int32)
    best[2::2] = -np.inf
    for t in range(1, len(logs)):
        through = best[:, None] + step
        back[t] = through.argmax(0)
        best = through.max(0) + logs[t]
    path = np.zeros(len(logs), dtype=np.int64)
    path[-1] = best.argmax()
    for t in range(len(logs) - 1, 0, -1):
        path[t - 1] = back[t, path[t]]
    return path

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

    if not len(probabilities):
        return []
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
    path = [int(best.argmax())]
    for t in range(len(logs) - 1, 0, -1):
        path.append(int(back[t, path[-1]]))
    found: list[list[int]] = []
    for t, state in enumerate(reversed(path)):
        if state % 2:
            found.append([t, t, (state - 1) // 2])
        elif state:
            found[-1][1] = t
    by_kind = probabilities[:, 1:].reshape(len(logs), -1, 2).sum(2)
    return [(a, b, k, float(by_kind[a : b + 1, k].mean())) for a, b, k in found]

"""What is fitted on a stance model's answers to pairs that it was not trained on: a calibration, and where it is sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.findings import STANCES
from models.stance import Calibration, calibrated

if TYPE_CHECKING:
    import numpy as np

# Share of the answers that must be right where they are called sure, on what the calibration was fitted on: nine in ten are
# wanted, and other articles are a little harder.
PRECISION = 0.92


def calibration(logits: np.ndarray, gold: list[str], shifted: bool = False) -> Calibration:
    """The calibration of least log-loss over logits [n, 3], on grids of 0.05; neutral's is only `shifted` if wished."""
    import numpy as np

    y = np.array([STANCES.index(label) for label in gold])

    def loss(tried: Calibration) -> float:
        return -float(np.log(calibrated(logits, tried)[np.arange(len(y)), y] + 1e-9).mean())

    shifts = np.arange(-1, 4.01, 0.05) if shifted else [0.0]
    grid = [
        Calibration(round(float(t), 2), round(float(shift), 2))
        for t in np.arange(0.5, 4.01, 0.05)
        for shift in shifts
    ]
    return min(grid, key=loss)


def threshold(probabilities: np.ndarray, gold: list[str], precision: float = PRECISION) -> float:
    """The lowest probability (0.5 to 0.98) from which on answers, of probabilities [n, 3], are right with the wanted
    precision, all of them as well as those for or against; the highest where none is.
    """
    import numpy as np

    y = np.array([STANCES.index(label) for label in gold])
    guess, top = probabilities.argmax(1), probabilities.max(1)
    for sure in np.arange(0.5, 0.99, 0.01):
        right = (guess == y)[top >= sure]
        shown = (guess != STANCES.index("neutral"))[top >= sure]
        if shown.any() and min(right.mean(), right[shown].mean()) >= precision:
            break
    return round(float(sure), 2)

"""The best labelling in which an inner label follows its own kind."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.decoding import runs, softmax
from models.findings import LABELS


def probabilities(*labels):
    """Of words whose likeliest labels are `labels`, the next likely after a slash."""
    order = ["O", *(f"{p}-{label}" for label in LABELS for p in "BI")]
    out = np.zeros((len(labels), len(order)), dtype=np.float32)
    for i, label in enumerate(labels):
        for rank, name in enumerate(label.split("/")):
            out[i, order.index(name)] = 4 - 2 * rank
    return softmax(out)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["B-LOC", "O", "B-ORG", "I-ORG"], [(0, 0, "LOC"), (2, 3, "ORG")]),
        (["B-PERS", "B-PERS"], [(0, 0, "PERS"), (1, 1, "PERS")]),
        (["O", "I-PERS/B-PERS", "I-PERS"], [(1, 2, "PERS")]),
        (["B-ORG", "I-LOC/I-ORG", "I-ORG"], [(0, 2, "ORG")]),
        (["I-LOC/B-LOC"], [(0, 0, "LOC")]),
    ],
)
def test_an_inner_label_is_repaired(labels, expected):
    assert [(a, b, LABELS[kind]) for a, b, kind, _ in runs(probabilities(*labels))] == expected


@given(st.lists(st.lists(st.floats(-30, 30, width=32), min_size=9, max_size=9), max_size=12))
def test_runs_hold_for_any_logits(rows):
    last = -1
    for first, end, kind, score in runs(softmax(np.array(rows, dtype=np.float32).reshape(-1, 9))):
        assert last < first <= end < len(rows)
        assert 0 <= kind < len(LABELS)
        assert 0 <= score <= 1.001
        last = end

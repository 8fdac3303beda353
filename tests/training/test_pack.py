"""What is packed for the repository is what comes out of it, up to the rounding of its groups."""

import pytest
import torch

from models.expand import scaled
from training.pack import GROUP, quantise


@pytest.mark.parametrize(("columns", "groups"), [(3 * GROUP, 3), (GROUP + 1, 1)])
def test_a_weight_comes_back_within_half_a_step_of_its_group(columns, groups):
    matrix = torch.randn(5, columns, generator=torch.Generator().manual_seed(0))
    matrix[2, 0] = 100  # makes the steps of its own group coarse, and of no other
    whole, scale = quantise(matrix)
    assert (whole.dtype, whole.shape, scale.shape) == (torch.int8, matrix.shape, (5, groups))
    steps = scale.float().repeat_interleave(columns // groups, 1)
    # Scales are rounded to float16, so the greatest of a group may be cut by a part of a step.
    assert ((scaled(whole, scale) - matrix).abs() <= 0.6 * steps).all()


def test_nothing_stays_nothing():
    whole, scale = quantise(torch.zeros(2, GROUP))
    assert not scaled(whole, scale).any()


def test_weights_packed_with_one_scale_a_row_are_read_as_before():
    whole, scale = torch.tensor([[1, -2], [3, 4]], dtype=torch.int8), torch.tensor([[0.5], [2.0]]).half()
    assert scaled(whole, scale).tolist() == [[0.5, -1.0], [6.0, 8.0]]

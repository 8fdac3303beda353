"""Sequences of piece ids one after another in one row, so that no piece of a batch is padding.

BERT's layers see every piece for itself but for the attention; that is done here for each sequence apart
(the variable-length attention of FlashAttention, in plain PyTorch), through the library's own door for
attention functions. Both the bundled checkpoints and CAMeLBERT are BERT; other architectures are padded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

NAME = "packed"


def fits(model) -> bool:
    """Whether `model` can be asked in packed rows: BERT, whose positions count from 0, under one of our heads."""
    return model.config.model_type == "bert"


@contextmanager
def attending(model) -> Iterator[None]:
    """While it lasts, `model` takes packed rows, and nothing else."""
    from transformers import AttentionInterface

    AttentionInterface.register(NAME, _attention)
    usual = model.config._attn_implementation
    model.set_attn_implementation(NAME)
    try:
        yield
    finally:
        model.set_attn_implementation(usual)


def logits(model, sequences: Sequence[list[int]], device: str) -> list[torch.Tensor]:
    """What a BERT model that is `attending` answers to each sequence, float32: [pieces, labels] of a token classifier,
    [labels] of a sequence classifier. Sequences of one length should be neighbours: their attention is one product.
    """
    import torch

    lengths = [len(ids) for ids in sequences]
    row = torch.tensor([[i for ids in sequences for i in ids]], device=device)
    places = torch.cat([torch.arange(n) for n in lengths])[None].to(device)
    alike = [(length, len(list(same))) for length, same in groupby(lengths)]
    hidden = model.base_model(input_ids=row, position_ids=places, alike=alike).last_hidden_state[0]
    pooler = model.base_model.pooler
    if pooler is None:
        return list(model.classifier(hidden).float().cpu().split(lengths))
    firsts = torch.tensor(lengths).cumsum(0) - torch.tensor(lengths)
    return list(model.classifier(pooler(hidden[firsts, None])).float().cpu())


def _attention(module, query, key, value, mask, *, alike: list[tuple[int, int]], scaling: float, **_):
    """Attention within each sequence of a row; query, key and value are [1, heads, pieces, size].

    `alike` lists (length, how many sequences of that length) in the row's order. Returns ([1, pieces, heads, size], None).
    """
    import torch

    found, start = [], 0
    for length, count in alike:
        end = start + length * count
        q, k, v = (
            x[0, :, start:end].unflatten(1, (count, length)).transpose(0, 1) for x in (query, key, value)
        )
        out = torch.nn.functional.scaled_dot_product_attention(q, k, v, scale=scaling)
        found.append(out.transpose(1, 2).flatten(0, 1))
        start = end
    return torch.cat(found)[None], None

"""Sequences of piece ids one after another in one row, so that no piece of a batch is padding.

BERT's layers see every piece for itself but for the attention; that alone is done for each sequence apart
(as in the variable-length attention of FlashAttention), through the library's own door for attention
functions. Both the bundled checkpoints and CAMeLBERT are BERT; other architectures are padded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import torch

NAME = "packed"
# Share of the longest that the other sequences of one attention product must have. One product for each length
# would be without padding, but every small product is a wait for all threads, which is dear on a busy machine.
ALIKE = 0.75


class Block(NamedTuple):
    """Neighbouring sequences whose attention is one product: `places` [sequences, longest] are the pieces' places
    in the row (0 where there is none), `real` of the same shape is True where there is one.
    """

    places: torch.Tensor
    real: torch.Tensor


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
    [labels] of a sequence classifier. Neighbours should be of about one length.
    """
    import torch

    lengths = [len(ids) for ids in sequences]
    row = torch.tensor([[i for ids in sequences for i in ids]], device=device)
    positions = torch.cat([torch.arange(n) for n in lengths])[None].to(device)
    blocks = [Block(*(part.to(device) for part in block)) for block in _blocks(lengths)]
    hidden = model.base_model(input_ids=row, position_ids=positions, blocks=blocks).last_hidden_state[0]
    pooler = model.base_model.pooler
    if pooler is None:
        return list(model.classifier(hidden).float().cpu().split(lengths))
    firsts = torch.tensor(lengths).cumsum(0) - torch.tensor(lengths)
    return list(model.classifier(pooler(hidden[firsts, None])).float().cpu())


def _blocks(lengths: Sequence[int]) -> Iterator[Block]:
    """The blocks of sequences that stand in a row with these lengths."""
    import torch

    first = start = 0
    while first < len(lengths):
        longest = shortest = lengths[first]
        after = first + 1
        while after < len(lengths):
            longest, shortest = max(longest, lengths[after]), min(shortest, lengths[after])
            if shortest < ALIKE * longest:
                break
            after += 1
        own = torch.tensor(lengths[first:after])[:, None]
        steps = torch.arange(int(own.max()))[None]
        real = steps < own
        places = (start + own.cumsum(0) - own + steps).where(real, torch.tensor(0))
        yield Block(places, real)
        first, start = after, start + int(own.sum())


def _attention(module, query, key, value, mask, *, blocks: list[Block], scaling: float, **_):
    """Attention within each sequence of a row; query, key and value are [1, heads, pieces, size].

    Returns ([1, pieces, heads, size], None).
    """
    import torch

    query, key, value = (x[0].transpose(0, 1) for x in (query, key, value))
    found = []
    for places, real in blocks:
        q, k, v = (x[places].transpose(1, 2) for x in (query, key, value))
        out = torch.nn.functional.scaled_dot_product_attention(
            q, k, v, attn_mask=real[:, None, None], scale=scaling
        )
        found.append(out.transpose(1, 2)[real])
    return torch.cat(found)[None], None

"""Sequences of piece ids one after another in one row, so that no product but attention's knows any padding.

BERT's layers see every piece for itself but for the attention; that alone is done for each sequence apart
(as in the variable-length attention of FlashAttention), through the library's own door for attention
functions. Both the bundled checkpoints and CAMeLBERT are BERT; other architectures are padded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import torch

NAME = "packed"
# Share of the longest that the other sequences of one attention product must have. One product for each length
# would be without padding, but every small product is a wait for all threads, which is dear on a busy machine.
ALIKE = 0.75
# A row is filled to a multiple of so many pieces: oneDNN makes and keeps a product's code for every number of rows
# it meets (some 2 MB each), which cost more time than the filling does and grew to half a gigabyte.
STEP = 64


class Block(NamedTuple):
    """Neighbouring sequences whose attention is one product: `places` [sequences, longest] are the pieces' places
    in the row (0 where there is none). Where they differ in length `mask` [sequences, 1, 1, longest] is True where
    there is a piece, and `kept` [pieces] are the places of those in the flat block; else both are None.
    """

    places: torch.Tensor
    mask: torch.Tensor | None
    kept: torch.Tensor | None


def prepare(model) -> None:
    """Let a BERT encoder take packed rows too; whoever gives it a batch as usual gets what it always gave."""
    config = model.config
    if config.model_type != "bert" or config.is_decoder:
        return
    from transformers import AttentionInterface, AttentionMaskInterface
    from transformers.masking_utils import sdpa_mask

    AttentionInterface.register(NAME, _attention)
    AttentionMaskInterface.register(NAME, sdpa_mask)
    model.set_attn_implementation(NAME)


def fits(model) -> bool:
    """Whether `model` takes packed rows."""
    return model.config._attn_implementation == NAME


def logits(
    model, sequences: Sequence[list[int]], device: str, types: Sequence[list[int]] | None = None
) -> list[torch.Tensor]:
    """What a BERT model answers to each sequence, float32: [pieces, labels] of a token classifier, [labels] of a
    sequence classifier. Neighbours should be of about one length; `types` are the pieces' token types, 0 where left out.
    """
    import torch

    lengths = [len(ids) for ids in sequences]
    if filling := -sum(lengths) % STEP:
        # A sequence of its own, whose answer nobody takes.
        lengths.append(filling)

    def row(parts: Sequence[list[int]]) -> torch.Tensor:
        return torch.tensor([[i for part in parts for i in part] + [0] * filling], device=device)

    positions = torch.cat([torch.arange(n) for n in lengths])[None].to(device)
    blocks = list(_blocks(lengths, device))
    hidden = model.base_model(
        input_ids=row(sequences),
        token_type_ids=row(types) if types else None,
        position_ids=positions,
        blocks=blocks,
    ).last_hidden_state[0]
    pooler = model.base_model.pooler
    if pooler is None:
        return list(model.classifier(hidden).float().cpu().split(lengths))[: len(sequences)]
    firsts = (torch.tensor(lengths).cumsum(0) - torch.tensor(lengths))[: len(sequences)]
    return list(model.classifier(pooler(hidden[firsts, None])).float().cpu())


def _blocks(lengths: Sequence[int], device: str) -> Iterator[Block]:
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
        places = (start + own.cumsum(0) - own + steps).where(real, torch.tensor(0)).to(device)
        if real.all():
            yield Block(places, None, None)
        else:
            yield Block(places, real[:, None, None].to(device), real.flatten().nonzero()[:, 0].to(device))
        first, start = after, start + int(own.sum())


def _attention(module, query, key, value, mask, *, blocks: list[Block] | None = None, **options):
    """Attention within each sequence of a row; query, key and value are [1, heads, pieces, size].

    Returns ([1, pieces, heads, size], None). A batch without `blocks` is attended to as usual.
    """
    import torch

    if blocks is None:
        from transformers.integrations.sdpa_attention import sdpa_attention_forward

        return sdpa_attention_forward(module, query, key, value, mask, **options)
    query, key, value = (x[0].transpose(0, 1) for x in (query, key, value))
    found = []
    for places, real, kept in blocks:
        q, k, v = (x[places].transpose(1, 2) for x in (query, key, value))
        out = torch.nn.functional.scaled_dot_product_attention(
            q, k, v, attn_mask=real, scale=options["scaling"]
        )
        flat = out.transpose(1, 2).flatten(0, 1)
        found.append(flat if kept is None else flat[kept])
    return torch.cat(found)[None], None

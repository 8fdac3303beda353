"""Words in, logits out: any `AutoModelForTokenClassification` checkpoint, in batches by length."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from models import packing
from models.checkpoints import Checkpoint, load
from models.pieces import pieces

if TYPE_CHECKING:
    import numpy as np
    import torch

# Pieces a batch, in float32 and in bfloat16: of 192 to 4,096 none was clearly quicker, for the bundled encoder and
# for CAMeLBERT's shape.
BUDGET, QUICK_BUDGET = 1_024, 2_048
# Pieces; used where a tokenizer names no limit (CAMeLBERT's doesn't).
LIMIT = 512
# Of a sequence longer than the limit, every window repeats this share of the last one.
OVERLAP = 0.25


class TokenClassifier:
    """A token classifier over words. `labels` are the names of its logits, in their order.

    `exact` keeps the arithmetic to float32 even where bfloat16 is quicker.
    """

    def __init__(self, checkpoint: Checkpoint, device: str = "auto", exact: bool = False) -> None:
        self.model, self.tokenizer, self.device = load(checkpoint, "TokenClassification", device)
        self.exact = exact
        config = self.model.config
        self.labels = tuple(config.id2label[i] for i in range(config.num_labels))
        # A bundled checkpoint may have learned several guidelines: this token says which one is meant.
        token = getattr(config, "guideline_token", None)
        guideline = [self.tokenizer.convert_tokens_to_ids(token)] if token else []
        first, last = self._specials()
        self._head, self._tail = [first, *guideline], [last]
        limit = min(self.tokenizer.model_max_length, config.max_position_embeddings, LIMIT)
        self._room = limit - len(self._head) - len(self._tail)
        self._pieces = pieces(self.tokenizer)

    def _specials(self) -> tuple[int, int]:
        ids = self.tokenizer("")["input_ids"]
        if len(ids) != 2:
            raise ValueError(f"a tokenizer that frames a sequence with {len(ids)} tokens is not supported")
        return ids[0], ids[1]

    def word_logits(self, sequences: list[list[str]]) -> list[np.ndarray]:
        """For each sequence of words, float32 logits [words, labels]: those of each word's first piece.

        Words are given stripped of diacritics. A word that the tokenizer knows nothing of counts as
        its unknown token, so that no label is shifted. Sequences past the model's limit are read in
        overlapping windows; a word takes the window in which more text surrounds it.
        """
        import numpy as np

        self._pieces.learn(chain.from_iterable(sequences))
        windows = [
            (s, start, end) for s, words in enumerate(sequences) for start, end in self._windows(words)
        ]
        out = [np.zeros((len(words), len(self.labels)), dtype=np.float32) for words in sequences]
        room = [np.full(len(words), -1) for words in sequences]
        for (s, start, end), found in zip(windows, self._run(sequences, windows), strict=True):
            left = np.arange(end - start) + (LIMIT if start == 0 else 0)
            right = np.arange(end - start)[::-1] + (LIMIT if end == len(out[s]) else 0)
            reach = np.minimum(left, right)
            better = reach > room[s][start:end]
            out[s][start:end][better] = found[better]
            room[s][start:end][better] = reach[better]
        return out

    def _windows(self, words: list[str]) -> Iterator[tuple[int, int]]:
        """(first word, end word) of the windows that hold the whole sequence."""
        sizes = [min(len(self._pieces(w)), self._room) for w in words]
        start = 0
        while start < len(words):
            end, used = start, 0
            while end < len(words) and used + sizes[end] <= self._room:
                used += sizes[end]
                end += 1
            yield start, end
            if end == len(words):
                return
            # At least one word further, whatever the sizes.
            start = max(start + 1, end - int((end - start) * OVERLAP))

    def _run(self, sequences, windows) -> Iterator[np.ndarray]:
        """The logits of each window's words."""
        encoded, firsts = [], []
        for s, start, end in windows:
            ids, places = list(self._head), []
            for word in sequences[s][start:end]:
                places.append(len(ids))
                ids += self._pieces(word)[: self._room]
            encoded.append(ids + self._tail)
            firsts.append(places)
        found = answers(self.model, encoded, self.tokenizer.pad_token_id, self.device, self.exact)
        return (answer[places] for answer, places in zip(found, firsts, strict=True))


def answers(
    model,
    sequences: list[list[int]],
    pad: int,
    device: str,
    exact: bool = False,
    types: list[list[int]] | None = None,
) -> list[np.ndarray]:
    """What `model` answers to each sequence of piece ids, float32: [pieces, labels] of a token
    classifier, [labels] of a sequence classifier. In batches of about the same length.

    `types` are the pieces' token types, for a model that tells the parts of a pair by them.
    """
    import numpy as np
    import torch

    found: list[np.ndarray] = [np.empty(0)] * len(sequences)
    budget = QUICK_BUDGET if _is_quick(device, exact) else BUDGET
    packed = packing.fits(model)
    # One context around all batches: autocast turns the weights into bfloat16 once and not for each.
    with torch.inference_mode(), arithmetic(device, exact):
        for batch in batches([len(ids) for ids in sequences], budget, packed):
            chosen = [sequences[i] for i in batch]
            parts = types and [types[i] for i in batch]
            logits = (
                packing.logits(model, chosen, device, parts)
                if packed
                else _padded(model, chosen, pad, device, parts)
            )
            for i, answer in zip(batch, logits, strict=True):
                # A copy: a view would keep the whole batch in memory.
                found[i] = answer.numpy().copy()
    return found


def _padded(
    model, sequences: list[list[int]], pad: int, device: str, types: list[list[int]] | None
) -> list[torch.Tensor]:
    """What `packing.logits` gives, of a model of any architecture: shorter sequences are filled with `pad`."""
    import torch

    longest = max(map(len, sequences))

    def filled(rows: list[list[int]], value: int) -> torch.Tensor:
        return torch.tensor([row + [value] * (longest - len(row)) for row in rows], device=device)

    given = {
        "input_ids": filled(sequences, pad),
        "attention_mask": filled([[1] * len(s) for s in sequences], 0),
    }
    if types:
        given["token_type_ids"] = filled(types, 0)
    out = model(**given).logits.float().cpu()
    return [
        answer[: len(ids)] if out.ndim == 3 else answer for answer, ids in zip(out, sequences, strict=True)
    ]


def batches(lengths: list[int], budget: int, packed: bool) -> Iterator[list[int]]:
    """The places of `lengths` in batches, longest first, each of at most `budget` pieces (or one sequence that has more): in one row where
    they are `packed`, else as many rows of the longest.
    """
    batch: list[int] = []
    held = 0
    for i in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        more = lengths[i if packed or not batch else batch[0]]
        if batch and held + more > budget:
            yield batch
            batch, held = [], 0
            more = lengths[i]
        batch.append(i)
        held += more
    if batch:
        yield batch


def arithmetic(device: str, exact: bool = False) -> AbstractContextManager:
    """A context for a model's forward passes: bfloat16 products where the processor has instructions for them.

    With AMX that is two and a half times as fast as float32, with AVX512_BF16 nearly twice (`benchmarks.runtimes`), and
    of 103,668 words of news 99.98 % kept their label. Everywhere else, and when `exact`, float32.
    """
    import torch

    return torch.autocast("cpu", torch.bfloat16) if _is_quick(device, exact) else nullcontext()


def _is_quick(device: str, exact: bool) -> bool:
    return not exact and device == "cpu" and multiplies_bfloat16()


@cache
def multiplies_bfloat16() -> bool:
    """Whether this machine's processor has instructions for products of bfloat16; without them they are very slow."""
    import torch

    has = torch.cpu.get_capabilities()
    return bool(has.get("amx_bf16") or has.get("avx512_bf16"))

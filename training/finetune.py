"""One training loop for every bundled checkpoint.

AdamW with a faster head, linear warm-up and decay, clipping, batches of like length under a budget
of pieces, an exponential average of the weights; bfloat16 where the processor is fast at it.
"""

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from models.pieces import Pieces

BUDGET = 2048  # padded pieces a batch
# Lengths are rounded up to this: every new shape costs the matrix library a kernel of its own.
STEP = 32


def _rounded(pieces: int) -> int:
    return -(-pieces // STEP) * STEP


def batches(examples: list[dict], rng: random.Random, budget: int = BUDGET) -> list[list[dict]]:
    """Examples grouped by like length, each group at most `budget` padded pieces, in random order."""
    ordered = sorted(examples, key=lambda e: len(e["input_ids"]) + rng.random() * 12)
    groups: list[list[dict]] = [[]]
    for example in ordered:
        if groups[-1] and (len(groups[-1]) + 1) * _rounded(len(example["input_ids"])) > budget:
            groups.append([])
        groups[-1].append(example)
    rng.shuffle(groups)
    return groups


def collate(group: list[dict], pad: int):
    """Tensors of a batch: input_ids, attention_mask, labels (a label a piece, -100 none; or one each)."""
    import torch

    longest = _rounded(max(len(e["input_ids"]) for e in group))

    def padded(key: str, value: int):
        return torch.tensor([e[key] + [value] * (longest - len(e[key])) for e in group])

    batch = {"input_ids": padded("input_ids", pad)}
    batch["attention_mask"] = (batch["input_ids"] != pad).long()
    whole = isinstance(group[0]["labels"], int)
    batch["labels"] = torch.tensor([e["labels"] for e in group]) if whole else padded("labels", -100)
    return batch


def train(
    model,
    sample: Callable[[int, random.Random], list[dict]],
    *,
    epochs: int,
    lr: float,
    head_lr: float,
    pad: int,
    seed: int,
    average: float = 0.998,
    budget: int = BUDGET,
    after_epoch: Callable[[int, object], None] | None = None,
):
    """Train in place and return a copy that holds the averaged weights.

    `sample(epoch, rng)` gives the examples of one epoch, `budget` how many padded pieces a batch may hold.
    What needs no gradient (see `freeze`) stays as it is. `after_epoch(epoch, averaged)` may evaluate or save.
    """
    import copy

    import torch

    torch.manual_seed(seed)
    rng = random.Random(seed)
    # A pooler is as fresh as the head.
    encoder = {n: p for n, p in model.base_model.named_parameters() if not n.startswith("pooler.")}
    head = [
        p for n, p in model.named_parameters() if n.removeprefix(model.base_model_prefix + ".") not in encoder
    ]
    learning = [p for p in encoder.values() if p.requires_grad]
    groups = [{"params": learning, "lr": lr}, {"params": head, "lr": head_lr}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    averaged = copy.deepcopy(model).eval()
    plan = batches(sample(0, rng), rng, budget)
    total, step, began, pieces = len(plan) * epochs, 0, time.monotonic(), 0
    for epoch in range(epochs):
        if epoch:
            plan = batches(sample(epoch, rng), rng, budget)
        model.train()
        running = 0.0
        for i, group in enumerate(plan, 1):
            batch = collate(group, pad)
            done = min(1.0, step / total)
            for g, peak in zip(optimizer.param_groups, (lr, head_lr), strict=True):
                g["lr"] = peak * min(1.0, done / 0.1) * max(0.01, (1 - done) / 0.9)
            with torch.autocast("cpu", torch.bfloat16):
                loss = model(**batch).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            step += 1
            keep = min(average, (1 + step) / (10 + step))
            with torch.no_grad():
                torch._foreach_lerp_(list(averaged.parameters()), list(model.parameters()), 1 - keep)
            running += loss.item()
            pieces += batch["input_ids"].numel()
            if i % 50 == 0:
                rate = pieces / (time.monotonic() - began)
                print(
                    f"epoch {epoch + 1} {i}/{len(plan)} loss {running / 50:.4f} {rate:.0f} pieces/s",
                    flush=True,
                )
                running = 0.0
        if after_epoch:
            after_epoch(epoch + 1, averaged)
    return averaged


def freeze(model, layers: int) -> None:
    """Leave the embeddings and so many of the encoder's lowest layers as they are: quicker, and enough where a
    trained checkpoint goes on learning. With 0 everything learns.
    """
    for part in (model.base_model.embeddings, *model.base_model.encoder.layer[:layers]) if layers else ():
        part.requires_grad_(False)


def load(kind: str, encoder: Path, labels: list[str]):
    """(model, tokenizer): the encoder under a fresh head of `transformers.AutoModelFor<kind>`."""
    import transformers

    config = transformers.AutoConfig.from_pretrained(
        encoder,
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        label2id={label: i for i, label in enumerate(labels)},
        hidden_dropout_prob=0.1,
        # The fastest of the attentions to train on a CPU in bfloat16.
        attn_implementation="eager",
    )
    auto = getattr(transformers, f"AutoModelFor{kind}")
    # Another task's head has other labels: it gives way to a fresh one.
    model = auto.from_pretrained(encoder, config=config, ignore_mismatched_sizes=True)
    return model, transformers.AutoTokenizer.from_pretrained(encoder)


def tagging_example(
    words: Sequence[str],
    tags: Sequence[str | None],
    labels: dict[str, int],
    pieces: Pieces,
    front: Sequence[int] = (),
) -> dict:
    """One sequence for a tagger: a word's label on its first piece, none (-100) where its tag is None.

    `labels` maps tags to their numbers; `front` are ids that stand before the first word.
    """
    tokenizer = pieces.tokenizer
    ids = [tokenizer.bos_token_id, *front]
    wanted = [-100] * len(ids)
    for word, tag in zip(words, tags, strict=True):
        part = pieces(word)
        ids += part
        wanted += [-100 if tag is None else labels[tag], *[-100] * (len(part) - 1)]
    return {"input_ids": [*ids[:511], tokenizer.eos_token_id], "labels": [*wanted[:511], -100]}


def saver(out: Path, tokenizer) -> Callable[[int, object], None]:
    """What `train` may call after each epoch: keeps the averaged weights in the folder `out`."""

    def save(epoch: int, averaged) -> None:
        averaged.save_pretrained(out)
        tokenizer.save_pretrained(out)
        print(f"epoch {epoch} saved to {out}", flush=True)

    return save

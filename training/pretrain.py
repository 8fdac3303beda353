"""Continued masked-language pre-training of the encoder on the corpus.

    python -m training.pretrain --minutes 30     .work/encoder → .work/encoder-mlm

The encoder was made for sentence similarity and squeezed through 4 bits; a while of whole-word
masking on Arabic news gives it back the knowledge of words, and of the names of these years. The
newest articles come first. A checkpoint is written every few minutes; starting again goes on from it.
"""

import argparse
import random
import time
from pathlib import Path

from models.arabic import strip
from training.data import WORK, corpus, gold_articles

LENGTH, BATCH, MASKED = 128, 16, 0.2
# Masked pieces of a batch that are asked for, nearly always as many: every new shape costs the matrix library
# a kernel of its own.
ASKED = 352


def chunks(tokenizer, seed: int):
    """Token-id lists of LENGTH pieces, articles in random order, the newest sources first.

    An article that opens like one of the gold articles is left out.
    """
    gold = {strip(text)[0].strip()[:60] for _, text, _ in gold_articles()}
    articles = []
    for a in corpus():
        text = strip(f"{a.get('title') or ''}\n{a['body']}")[0].strip()
        if text[:60] not in gold and strip(a["body"])[0].strip()[:60] not in gold:
            articles.append((not a["id"].startswith(("snn",)), text))
    rng = random.Random(seed)
    rng.shuffle(articles)
    # Two new articles to one old: sort keys drawn so that the new ones are over early.
    articles.sort(key=lambda a: rng.random() * (1 if a[0] else 3))
    held: list[int] = []
    for i in range(0, len(articles), 256):
        batch = [text for _, text in articles[i : i + 256]]
        for e in tokenizer.backend_tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            held.extend(e.ids)
            while len(held) >= LENGTH - 2:
                yield [tokenizer.bos_token_id, *held[: LENGTH - 2], tokenizer.eos_token_id]
                held = held[LENGTH - 2 :]


def mask(ids, starts_word, tokenizer, generator):
    """Mask whole words: 80 % <mask>, 10 % random, 10 % left. Returns (inputs, at most ASKED places in the flat batch)."""
    import torch

    word = starts_word[ids].cumsum(1)
    picked = torch.rand(ids.shape[0], LENGTH + 1, generator=generator) < MASKED
    chosen = picked.gather(1, word) & (ids > 3)
    dice = torch.rand(ids.shape, generator=generator)
    inputs = ids.clone()
    inputs[chosen & (dice < 0.8)] = tokenizer.mask_token_id
    swapped = chosen & (dice >= 0.9)
    inputs[swapped] = torch.randint(4, len(tokenizer) - 1, (int(swapped.sum()),), generator=generator)
    return inputs, chosen.flatten().nonzero()[:ASKED, 0]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--encoder", type=Path, default=WORK / "encoder")
    parser.add_argument("--out", type=Path, default=WORK / "encoder-mlm")
    parser.add_argument("--minutes", type=float, default=30, help="how long to train, all runs together")
    parser.add_argument("--lr", type=float, default=3e-4)
    parser.add_argument("--seed", type=int, default=0, help="of the articles' order: a later run sees others")
    args = parser.parse_args()
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForMaskedLM, BertModel

    torch.manual_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(args.encoder)
    config = BertConfig.from_pretrained(args.encoder, hidden_dropout_prob=0.0, attn_implementation="eager")
    model = BertForMaskedLM(config)
    model.bert = BertModel.from_pretrained(args.encoder, config=config, add_pooling_layer=False)
    model.tie_weights()
    if (args.encoder / "state.pt").exists():
        # An encoder that was pre-trained here brings the head that it learned with.
        model.load_state_dict(torch.load(args.encoder / "state.pt")["model"])
    slow = [p for n, p in model.named_parameters() if not n.startswith("cls.predictions.transform")]
    fast = [p for n, p in model.named_parameters() if n.startswith("cls.predictions.transform")]
    groups = [{"params": slow, "lr": args.lr}, {"params": fast, "lr": 1e-3}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    state, done, spent = args.out / "state.pt", 0, 0.0
    if state.exists():
        saved = torch.load(state)
        if (saved["encoder"], saved["seed"]) != (str(args.encoder), args.seed):
            raise SystemExit(
                f"{args.out} goes on from {saved['encoder']}, seed {saved['seed']}: give another --out"
            )
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        done, spent = saved["done"], saved["spent"]
    vocabulary = tokenizer.convert_ids_to_tokens(range(len(tokenizer)))
    starts_word = torch.tensor([int(t.startswith("▁") or i < 4) for i, t in enumerate(vocabulary)])
    generator = torch.Generator().manual_seed(done + args.seed)
    base = [g["lr"] for g in groups]

    def save() -> None:
        model.bert.save_pretrained(args.out)
        tokenizer.save_pretrained(args.out)
        torch.save(
            {
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "done": done,
                "spent": spent,
                "encoder": str(args.encoder),
                "seed": args.seed,
            },
            state,
        )

    began = saved_at = time.monotonic()
    before, batch, losses, step = spent, [], [], done
    model.train()
    for seen, ids in enumerate(chunks(tokenizer, args.seed)):
        if seen < done * BATCH:
            continue
        batch.append(ids)
        if len(batch) < BATCH:
            continue
        spent = before + time.monotonic() - began
        share = spent / (60 * args.minutes)
        if share >= 1:
            break
        for group, lr in zip(optimizer.param_groups, base, strict=True):
            group["lr"] = lr * min(1, step / 200) * max(0.02, 1 - share)
        ids = torch.tensor(batch)
        batch = []
        inputs, chosen = mask(ids, starts_word, tokenizer, generator)
        with torch.autocast("cpu", torch.bfloat16):
            hidden = model.bert(input_ids=inputs, attention_mask=torch.ones_like(inputs)).last_hidden_state
            logits = model.cls(hidden.flatten(0, 1)[chosen])
        loss = torch.nn.functional.cross_entropy(logits.float(), ids.flatten()[chosen])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        step = done = step + 1
        losses.append(loss.item())
        if step % 50 == 0:
            print(f"step {step} loss {sum(losses[-50:]) / 50:.3f} {100 * share:.0f} %", flush=True)
        if time.monotonic() - saved_at > 300:
            save()
            saved_at = time.monotonic()
    save()
    print(f"{done} steps, {done * BATCH * LENGTH / 1e6:.1f} M pieces → {args.out}")


if __name__ == "__main__":
    main()

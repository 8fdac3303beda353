"""Fine-tune the encoder to tell where a speaker stands.

    python -m training.stance --fold 0         hold out every fifth paragraph, print figures, calibrate
    python -m training.stance                  train on all of them

The input is built by `models.stance` itself; what precedes a statement and who says it are dropped at
random, since not every reader can give them. Statements that do not speak of a target, drawn from
the same paragraphs, teach that a name beside a statement is no stance.
"""

import argparse
import json
import random
from pathlib import Path

from models.findings import STANCES
from models.stance import Pair, StanceModel, fit, words
from training import finetune
from training.data import WORK, paragraphs

# Share of extra neutral pairs: (statement, a name of another paragraph).
STRANGERS = 0.06


def pairs(paragraph: dict) -> list[tuple[Pair, str]]:
    """The annotated (statement, target) pairs of a paragraph with their labels, context included."""
    text, out = paragraph["text"], []
    for stance in paragraph["stances"]:
        quote = paragraph["quotes"][stance["quote"]]
        before = text[: max(0, text.find(quote["content"]))]
        pair = Pair(quote["content"], stance["target"], quote["canonical"], before)
        out.append((pair, stance["label"]))
    return out


def report(probabilities, gold: list[str], sure: float) -> dict:
    """Figures of three-way probabilities [n, 3] against gold labels."""
    import numpy as np

    y = np.array([STANCES.index(label) for label in gold])
    guess, top = probabilities.argmax(1), probabilities.max(1)
    f1 = []
    for k in range(3):
        tp = ((guess == k) & (y == k)).sum()
        f1.append(200 * tp / max(1, (guess == k).sum() + (y == k).sum()))
    confident = top >= sure
    bins = np.clip((top * 10).astype(int), 0, 9)
    gaps = [
        abs((guess == y)[bins == b].mean() - top[bins == b].mean()) * (bins == b).mean() for b in set(bins)
    ]
    return {
        "pairs": len(y),
        "majority": round(100 * max(np.bincount(y)) / len(y), 1),
        "accuracy": round(100 * float((guess == y).mean()), 1),
        "macro_f1": round(float(np.mean(f1)), 1),
        "f1": dict(zip(STANCES, (round(float(v), 1) for v in f1), strict=True)),
        "swapped": round(100 * float(((guess != y) & (guess < 2) & (y < 2)).mean()), 1),
        "sure": {
            "threshold": sure,
            "coverage": round(100 * float(confident.mean()), 1),
            "accuracy": round(100 * float((guess == y)[confident].mean()), 1) if confident.any() else None,
        },
        "ece": round(float(sum(gaps)), 3),
        "confusion (rows gold, columns found)": np.bincount(3 * y + guess, minlength=9)
        .reshape(3, 3)
        .tolist(),
    }


def calibrate(logits, gold: list[str], precision: float = 0.93) -> dict[str, float]:
    """{temperature, sure}: the temperature of least log-loss, then the lowest threshold whose answers
    for or against are right with the wanted precision."""
    import numpy as np

    y = np.array([STANCES.index(label) for label in gold])

    def softmax(t: float):
        e = np.exp((logits - logits.max(1, keepdims=True)) / t)
        return e / e.sum(1, keepdims=True)

    def loss(t: float) -> float:
        return -float(np.log(softmax(t)[np.arange(len(y)), y] + 1e-9).mean())

    temperature = min(np.arange(0.5, 4.01, 0.05), key=loss)
    p = softmax(temperature)
    guess, top = p.argmax(1), p.max(1)
    for sure in np.arange(0.5, 0.99, 0.01):
        shown = (top >= sure) & (guess < 2)
        if shown.any() and (guess == y)[shown].mean() >= precision:
            break
    return {"temperature": round(float(temperature), 2), "sure": round(float(sure), 2)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--encoder", type=Path, default=WORK / "encoder-mlm")
    parser.add_argument("--out", type=Path, default=WORK / "stance")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--lr", type=float, default=6e-5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fold", type=int, help="hold out every fifth paragraph beginning with this one")
    parser.add_argument(
        "--see", choices=["both", "text", "target"], default="both", help="what the model may see"
    )
    parser.add_argument(
        "--calibration", type=Path, help="a fold's calibration.json to store in the checkpoint"
    )
    args = parser.parse_args()
    from models.checkpoints import Checkpoint

    everything = paragraphs()
    held = [p for i, p in enumerate(everything) if args.fold is not None and i % 5 == args.fold]
    data = [x for i, p in enumerate(everything) if args.fold is None or i % 5 != args.fold for x in pairs(p)]
    names = [n for p in everything for e in p["entities"] for n in e["names"][:1]]
    model, tokenizer = finetune.load("SequenceClassification", args.encoder, list(STANCES))
    if args.calibration:
        model.config.rawi = json.loads(args.calibration.read_text())
    pieces = finetune.Pieces(tokenizer)

    def blind(pair: Pair) -> Pair:
        if args.see == "text":
            return Pair(pair.text, "", pair.speaker, pair.before)
        return Pair("", pair.target) if args.see == "target" else pair

    def encode(pair: Pair) -> list[int]:
        lead, statement, target = ([i for w in part for i in pieces(w)] for part in words(blind(pair)))
        end = tokenizer.eos_token_id
        # 256 pieces are enough for all but a few statements, and twice as fast as 512.
        return [tokenizer.bos_token_id, *fit(lead, statement, 200), end, end, *target[:50], end]

    def sample(epoch: int, rng: random.Random) -> list[dict]:
        out = []
        for pair, label in data:
            speaker = pair.speaker if rng.random() < 0.6 else None
            before = pair.before if rng.random() < 0.5 else ""
            seen = [(Pair(pair.text, pair.target, speaker, before), label)]
            if rng.random() < STRANGERS:
                seen.append((Pair(pair.text, rng.choice(names), speaker, before), "neutral"))
            out += [{"input_ids": encode(p), "labels": STANCES.index(said)} for p, said in seen]
        return out

    def save(epoch: int, averaged) -> None:
        if held:
            averaged.config.rawi = {}
        averaged.save_pretrained(args.out)
        tokenizer.save_pretrained(args.out)
        if not held:
            return
        asked = [x for p in held for x in pairs(p)]
        gold = [label for _, label in asked]
        trained = StanceModel(Checkpoint("stance", "fold", "", str(args.out)))
        probabilities = trained.probabilities([blind(pair) for pair, _ in asked])
        print(f"epoch {epoch}", json.dumps(report(probabilities, gold, 0.8)), flush=True)
        import numpy as np

        averaged.config.rawi = calibrate(np.log(probabilities), gold)
        averaged.config.save_pretrained(args.out)
        (args.out / "calibration.json").write_text(json.dumps(averaged.config.rawi))
        print("calibration", averaged.config.rawi, flush=True)

    finetune.train(
        model,
        sample,
        epochs=args.epochs,
        lr=args.lr,
        head_lr=5e-4,
        pad=tokenizer.pad_token_id,
        seed=args.seed,
        average=0.995,
        after_epoch=save,
    )


if __name__ == "__main__":
    main()

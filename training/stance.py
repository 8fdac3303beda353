"""Fine-tune the encoder to tell where a speaker stands.

    python -m training.stance --fold 0            hold out a third of the paragraphs and keep the answers on it
    python -m training.stance --fold 0 --seen     of the read articles only: the checkpoint gone on with knew all paragraphs
    python -m training.stance --no-paragraphs     nothing of the paragraphs: what folds go on from
    python -m training.stance --limit 6000        all paragraphs, and only so many of the readings without a grade
    python -m training.stance --keep 0.5          the result holds so much of the weights that it began with
    python -m training.stance calibrate           store both calibrations, from what is held out and from the cells

The input is built by `models.stance` itself; what precedes a statement and who says it are dropped at
random, since not every reader can give them. Targets that a statement does not speak of teach that
a name beside a statement is no stance.
"""

import argparse
import json
import random
from dataclasses import asdict, replace
from pathlib import Path

from models.checkpoints import choose
from models.findings import STANCES
from models.pieces import Pieces
from models.stance import Pair, StanceModel, calibrated, sequence
from training import cells, finetune, readings, stance_data
from training.calibration import calibration, threshold
from training.data import WORK, paragraphs
from training.evaluate_stance import FOLDS, report

FOLD = 3
# Share of statements that are also shown with a target they do not speak of.
STRANGERS = 0.06
# Pieces of a sequence: enough for all but a few, and twice as fast as the 512 that readers are given.
LIMIT = 256
# Padded pieces a batch.
BUDGET = 4096


def calibrate(checkpoint: Path) -> None:
    """Fit both calibrations and note them in the checkpoint's config.json.

    What a reader asks about: on the read articles held out. What Rawi suggests: on one half of the cells, which no
    checkpoint is trained on; the other half measures.
    """
    model = StanceModel(choose("stance", str(checkpoint)))
    held = stance_data.held_out()
    logits, gold = model.logits([pair for pair, _ in held]), [label for _, label in held]
    asked = calibration(logits, gold)
    asked = replace(asked, sure=threshold(calibrated(logits, asked), gold))
    print("asked", json.dumps(asdict(asked) | report(calibrated(logits, asked), gold, asked.sure)))
    fitted, _ = cells.halves()
    logits = model.logits([pair for pair, _ in fitted], suggested=True)
    gold = [label for _, label in fitted]
    suggested = calibration(logits, gold, shifted=True)
    suggested = replace(suggested, sure=threshold(calibrated(logits, suggested), gold))
    print("suggested", json.dumps(asdict(suggested)))
    file = checkpoint / "config.json"
    config = json.loads(file.read_text(encoding="utf-8"))
    config["rawi"] = {"asked": asdict(asked), "suggested": asdict(suggested)}
    file.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    # It answers otherwise now.
    (checkpoint / "revision").unlink(missing_ok=True)


class Sampler:
    """The examples of an epoch, encoded, with forms and strangers drawn anew each time."""

    def __init__(
        self,
        data: list[dict],
        read: dict[str, list[stance_data.Example]],
        tokenizer,
        see: str,
        limit: int | None,
        graded: int | None,
        own: int | None,
    ) -> None:
        self.data, self.read, self.see = data, read, see
        self.limit, self.graded, self.own = limit, graded, own
        self.pieces, self.tokenizer = Pieces(tokenizer), tokenizer
        self.annotated = [x for p in data for x in stance_data.annotated(p["text"], p)]
        self.others = stance_data.extra() + read["readings"]
        names = [name for p in data for e in p["entities"] for name in e["names"][:1]]
        self.foreign = names + [s["target"] for p in data for s in p["stances"]]

    def __call__(self, epoch: int, rng: random.Random) -> list[dict]:
        neutral = [(p, "neutral") for paragraph in self.data for p in self._strangers(paragraph, rng)]
        others = _some(self.others, self.limit, rng) + _some(self.read["graded"], self.graded, rng)
        own = _some(stance_data.graded(), self.own, rng)
        chosen = self.annotated + own + others + neutral + self._contrasts(rng)
        asked = [(self._encode(self._form(pair, rng)), label) for pair, label in chosen]
        # Plain sides are sides for an editor, too.
        own = _some(stance_data.signed(), self.own, rng)
        signed = own + _some(self.read["signed"], self.graded, rng) + self._contrasts(rng)
        suggested = [
            (self._encode(stance_data.blind(pair, self.see), suggested=True), label) for pair, label in signed
        ]
        return [{"input_ids": ids, "labels": STANCES.index(label)} for ids, label in asked + suggested]

    def _contrasts(self, rng: random.Random) -> list[stance_data.Example]:
        """The contrasts as said by somebody, behind what leads up to another statement: plain words tell the side there, too."""
        contrasts = stance_data.contrasts(rng)
        around = rng.choices(self.annotated + self.others, k=len(contrasts))
        return [
            (replace(pair, speaker=other.speaker, before=other.before), label)
            for (pair, label), (other, _) in zip(contrasts, around, strict=True)
        ]

    def _strangers(self, paragraph: dict, rng: random.Random) -> list[Pair]:
        found = stance_data.strangers(paragraph, self.foreign, rng)
        return [pair for pair in found if rng.random() < STRANGERS]

    def _form(self, pair: Pair, rng: random.Random) -> Pair:
        speaker = pair.speaker if rng.random() < 0.6 else None
        before = pair.before if rng.random() < 0.35 else ""
        return stance_data.blind(Pair(pair.text, pair.target, speaker, before), self.see)

    def _encode(self, pair: Pair, suggested: bool = False) -> list[int]:
        def pieces(wanted: list[str]) -> list[int]:
            return [i for w in wanted for i in self.pieces(w)]

        return sequence(pair, pieces, self.tokenizer, LIMIT, suggested)


def _some(examples: list, limit: int | None, rng: random.Random) -> list:
    """So many of the examples, by chance; all of them without a limit."""
    return examples if limit is None else rng.sample(examples, limit)


def answers(folder: Path, asked: dict[str, list[stance_data.Example]], see: str) -> list[dict]:
    """What the checkpoint says to every pair of each set in both forms, context and bare, through the front door; to those
    that are signed as the pipeline asks them.
    """
    model = StanceModel(choose("stance", str(folder)))
    both, logits = [], []
    for name, examples in asked.items():
        suggested = name == "signed"
        forms = [
            (name, form, p, label)
            for pair, label in examples
            for form, p in _forms(pair)[: 1 if suggested else 2]
        ]
        both += forms
        logits += list(model.logits([stance_data.blind(pair, see) for _, _, pair, _ in forms], suggested))
    return [
        {
            "set": name,
            "form": form,
            "text": pair.text,
            "target": pair.target,
            "label": label,
            "logits": row.tolist(),
        }
        for (name, form, pair, label), row in zip(both, logits, strict=True)
    ]


def _forms(pair: Pair) -> tuple[tuple[str, Pair], tuple[str, Pair]]:
    return ("context", pair), ("bare", stance_data.bare(pair))


def show(title: str, rows: list[dict]) -> None:
    """Print the figures of each set and form, under a temperature fitted on it."""
    import numpy as np

    for name, form in dict.fromkeys((r["set"], r["form"]) for r in rows):
        chosen = [r for r in rows if (r["set"], r["form"]) == (name, form)]
        logits, gold = np.array([r["logits"] for r in chosen]), [r["label"] for r in chosen]
        probabilities = calibrated(logits, calibration(logits, gold))
        figures = report(probabilities, gold, threshold(probabilities, gold))
        print(title, name, form, json.dumps(figures), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("do", nargs="?", choices=["train", "calibrate"], default="train")
    parser.add_argument("--encoder", type=Path, default=WORK / "encoder-mlm")
    parser.add_argument("--out", type=Path, default=WORK / "stance")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--lr", type=float, default=6e-5)
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn and in which order")
    parser.add_argument(
        "--fold", type=int, choices=range(FOLD), help="hold out a third of the paragraphs, from this one on"
    )
    parser.add_argument("--seen", action="store_true", help="hold out read articles only")
    parser.add_argument("--no-paragraphs", action="store_true", help="train on nothing of the paragraphs")
    parser.add_argument("--see", choices=["both", "text", "target"], default="both", help="what is shown")
    parser.add_argument(
        "--limit", type=int, help="only so many of our own examples and of the readings without a grade"
    )
    parser.add_argument("--graded", type=int, help="only so many of the readings with a grade, of each form")
    parser.add_argument("--own", type=int, help="only so many of our own examples with a grade, of each form")
    parser.add_argument(
        "--keep", type=float, default=0.0, help="share of the weights at the beginning in those at the end"
    )
    parser.add_argument(
        "--freeze", type=int, default=0, help="so many of the lowest layers stay as they are, embeddings too"
    )
    args = parser.parse_args()
    if args.do == "calibrate":
        calibrate(args.out)
    else:
        train(args)


def train(args: argparse.Namespace) -> None:
    """Train, save the weights, and answer the fold held out."""
    import torch

    everything = paragraphs()
    number = {p["id"]: k for k, p in enumerate(everything)}

    def is_held(place: str) -> bool:
        if place in number:  # what was graded of a paragraph goes with it
            return args.no_paragraphs or (not args.seen and number[place] % FOLD == args.fold)
        return stance_data.is_held(place, args.fold)

    data = [p for p in everything if not is_held(p["id"])]
    held = [p for p in everything if is_held(p["id"])]
    asked = {"paragraphs": [x for p in held for x in stance_data.annotated(p["text"], p)]}
    read = {}
    for name, found in (
        ("readings", readings.stances()),
        ("graded", readings.graded()),
        ("signed", readings.signed()),
    ):
        read[name], asked[name] = [], []
        for place, pair, label in found:
            (asked if is_held(place) else read)[name].append((pair, label))
    # Of what was read a third is enough to watch, and after an epoch of the paragraphs, too.
    watched = {name: examples[::3] for name, examples in asked.items()}
    kept_out = not args.no_paragraphs and any(asked.values())
    torch.manual_seed(0)
    model, tokenizer = finetune.load("SequenceClassification", args.encoder, list(STANCES))
    finetune.freeze(model, args.freeze)
    sample = Sampler(data, read, tokenizer, args.see, args.limit, args.graded, args.own)
    began = [p.detach().clone() for p in model.parameters()]

    def save(trained) -> None:
        trained.save_pretrained(args.out)
        tokenizer.save_pretrained(args.out)

    def after_epoch(epoch: int, averaged) -> None:
        save(averaged)
        if kept_out:
            show(f"epoch {epoch}", answers(args.out, watched, args.see))

    trained = finetune.train(
        model,
        sample,
        seed=args.seed,
        epochs=args.epochs,
        lr=args.lr,
        head_lr=5e-4,
        pad=tokenizer.pad_token_id,
        average=0.995,
        budget=BUDGET,
        after_epoch=after_epoch,
    )
    # What was learned anew without losing what was known: the mean of both weights (Wortsman et al. 2022, WiSE-FT).
    with torch.no_grad():
        torch._foreach_lerp_(list(trained.parameters()), began, args.keep)
    save(trained)
    if kept_out:
        rows = answers(args.out, watched | {"paragraphs": asked["paragraphs"]}, args.see)
        show("held out", rows)
        if asked["paragraphs"] and args.see == "both":
            FOLDS.mkdir(parents=True, exist_ok=True)
            kept = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            (FOLDS / f"fold-{args.fold}.jsonl").write_text(kept, encoding="utf-8")


if __name__ == "__main__":
    main()

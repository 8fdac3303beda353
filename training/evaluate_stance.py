"""How well a stance checkpoint tells for from against from neither, and how well it knows what it knows.

    python -m training.evaluate_stance gold                      the 33 articles, statements without context
    python -m training.evaluate_stance gold-context              the same with what leads up to each statement
    python -m training.evaluate_stance readings                  a third of the read articles' pairs held out, in both forms
    python -m training.evaluate_stance mawqif|ans|xnli           other sets: tweets, headlines, NLI as stance
    python -m training.evaluate_stance paragraphs                the answers that training.stance --fold kept, each fold
                                                                 calibrated on the others

The last line is one JSON object with every figure.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from models.checkpoints import choose
from models.decoding import softmax
from models.findings import STANCES
from models.stance import StanceModel, calibrated
from training import stance_data
from training.calibration import calibration
from training.data import WORK

if TYPE_CHECKING:
    import numpy as np

FOLDS = WORK / "stance-folds"
BINS = 10
SETS = {
    "gold": lambda: stance_data.gold(context=False),
    "gold-context": lambda: stance_data.gold(context=True),
    "readings": stance_data.held_out,
    "mawqif": lambda: stance_data.table("mawqif", "test"),
    "ans": lambda: stance_data.table("ans_headline_pairs", "test"),
    "xnli": lambda: stance_data.table("xnli_ar", "dev"),
}


def _percent(part: float, whole: float) -> float:
    return round(100 * float(part) / float(whole), 1) if whole else 0.0


def report(probabilities: "np.ndarray", gold: Sequence[str], threshold: float) -> dict:
    """Every figure about probabilities [n, 3] (in the order of STANCES) against gold labels.

    Shares are in percent. `swapped`: for taken as against or against as for, of all pairs. `shown`:
    sure answers for or against, which is where colour appears. `reliability`: ten bins of equal width
    over the probability of the answer, as (lower edge, answers, mean probability, share that is right);
    `ece` is the mean gap between the last two, weighted by answers.
    """
    import numpy as np

    y = np.array([STANCES.index(label) for label in gold])
    guess, top = probabilities.argmax(1), probabilities.max(1)
    right = guess == y
    confusion = np.bincount(3 * y + guess, minlength=9).reshape(3, 3)
    labels = {
        label: {
            "p": _percent(confusion[k, k], confusion[:, k].sum()),
            "r": _percent(confusion[k, k], confusion[k].sum()),
            "f1": _percent(2 * confusion[k, k], confusion[k].sum() + confusion[:, k].sum()),
        }
        for k, label in enumerate(STANCES)
    }
    sure = top >= threshold
    shown = sure & (guess != STANCES.index("neutral"))
    bins = np.minimum((top * BINS).astype(int), BINS - 1)
    reliability = [
        (b / BINS, int(n), round(float(top[bins == b].mean()), 3), round(float(right[bins == b].mean()), 3))
        for b, n in enumerate(np.bincount(bins, minlength=BINS))
        if n
    ]
    return {
        "pairs": len(y),
        "majority": _percent(np.bincount(y).max(), len(y)),
        "accuracy": _percent(right.sum(), len(y)),
        "macro_f1": round(sum(v["f1"] for v in labels.values()) / len(STANCES), 1),
        "labels": labels,
        "confusion (rows gold, columns found)": confusion.tolist(),
        "swapped": _percent(confusion[0, 1] + confusion[1, 0], len(y)),
        "sure": {
            "threshold": threshold,
            "coverage": _percent(sure.sum(), len(y)),
            "accuracy": _percent(right[sure].sum(), sure.sum()),
            "shown": int(shown.sum()),
            "shown_right": _percent(right[shown].sum(), shown.sum()),
        },
        "ece": round(sum(n * abs(p - r) for _, n, p, r in reliability) / len(y), 3),
        "reliability": reliability,
    }


def folds() -> Iterator[tuple["np.ndarray", list[str]]]:
    """(logits [n, 3], gold labels) of each fold of the paragraphs, by a model which had not seen it.

    Raises FileNotFoundError where fewer than two have been trained.
    """
    import numpy as np

    files = sorted(FOLDS.glob("fold-*.jsonl"))
    if len(files) < 2:
        raise FileNotFoundError(f"too few folds in {FOLDS}: run python -m training.stance --fold 0 (to 2)")
    for file in files:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        rows = [r for r in rows if r["set"] == "paragraphs"]
        yield np.array([r["logits"] for r in rows]), [r["label"] for r in rows]


def crossed(found: Sequence[tuple["np.ndarray", list[str]]]) -> tuple["np.ndarray", list[str]]:
    """(probabilities [n, 3], gold labels) of all folds, each calibrated on the others' answers."""
    import numpy as np

    probabilities, labels = [], []
    for k, (logits, gold) in enumerate(found):
        others = [*found[:k], *found[k + 1 :]]
        fitted = calibration(np.concatenate([x for x, _ in others]), [y for _, ys in others for y in ys])
        probabilities.append(calibrated(logits, fitted))
        labels += gold
    return np.concatenate(probabilities), labels


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=[*SETS, "paragraphs"])
    parser.add_argument(
        "--model", default="auto", help="a checkpoint other than the one that reads by default"
    )
    parser.add_argument("--see", choices=["both", "text", "target"], default="both", help="what is shown")
    parser.add_argument(
        "--likeliest", action="store_true", help="of a set, without calibration and the rule about exchanges"
    )
    parser.add_argument("--limit", type=int, help="only so many pairs")
    args = parser.parse_args()
    model = StanceModel(choose("stance", args.model))
    if args.what in SETS:
        examples = SETS[args.what]()[: args.limit]
        pairs = [stance_data.blind(pair, args.see) for pair, _ in examples]
        probabilities = softmax(model.logits(pairs)) if args.likeliest else model.probabilities(pairs)
        labels = [label for _, label in examples]
    else:
        probabilities, labels = crossed(list(folds()))
    figures = report(probabilities, labels, model.asked.sure)
    for key, value in figures.items():
        print(f"{key:38} {value}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

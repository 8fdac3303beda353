"""Pairs of statement and target a second: `python -m benchmarks.stance [--stance NAME] [--out FILE.json]`.

A thousand statements of about 25 words, asked about one target and about ten; beside it the same pairs one
at a time through the same checkpoint, in exact arithmetic, as a plain loop would, and the share of
equal answers.
"""

import argparse
import json
import random
import time
from pathlib import Path

from benchmarks.texts import FIRST, LAST
from models.checkpoints import choose
from models.stance import Pair, StanceModel

STATEMENTS = 1000
LOOP = 100  # pairs of the plain loop
TARGETS = (
    "وقف إطلاق النار",
    "الحكومة",
    "رفع الأسعار",
    "قانون العمل",
    "المرفأ",
    "المعلمون",
    "الانتخابات",
    "الضريبة",
    "الهدنة",
    "المفاوضات",
)
OPENINGS = ("نرفض", "ندعم", "نرحب بأي حديث عن", "لا نعرف شيئا عن", "نطالب بمراجعة", "ناقشنا طويلا")
REST = (
    "لأن الناس في القرى البعيدة ينتظرون منذ سنوات أن يتغير شيء",
    "وسيكون للمجلس رأي آخر عندما يجتمع في نهاية الشهر",
    "بعد أن اطلعنا على التقرير الذي أعدته اللجنة في الصيف الماضي",
)


def statements() -> list[str]:
    """Sentences of about 25 words; half of them name the first target."""
    rng = random.Random(0)
    return [
        f"{rng.choice(OPENINGS)} {rng.choice(TARGETS)} {rng.choice(REST)}، {rng.choice(REST)} مع "
        f"{rng.choice(FIRST)} {rng.choice(LAST)}"
        for _ in range(STATEMENTS)
    ]


def rate(model: StanceModel, pairs: list[Pair]) -> tuple[float, list[str]]:
    """Pairs a second, and the labels."""
    began = time.perf_counter()
    answers = model.classify(pairs)
    return len(pairs) / (time.perf_counter() - began), [a["label"] for a in answers]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stance", default="bundled", metavar="NAME")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    args = parser.parse_args()
    checkpoint = choose("stance", args.stance)
    model, exact = StanceModel(checkpoint), StanceModel(checkpoint, exact=True)
    said = statements()
    one = [Pair(text, TARGETS[0]) for text in said]
    ten = [Pair(text, target) for text in said for target in TARGETS]
    rate(model, one[:50])
    rates = {"one target": rate(model, one)[0]}
    rates["ten targets"], labels = rate(model, ten)
    began = time.perf_counter()
    for pair in ten[:LOOP]:
        exact.classify([pair])
    rates["one pair at a time, float32"] = LOOP / (time.perf_counter() - began)
    same = sum(a == b for a, b in zip(rate(exact, ten[: 10 * LOOP])[1], labels, strict=False)) / (10 * LOOP)
    for name, figure in rates.items():
        times = figure / rates["one pair at a time, float32"]
        print(f"{name:30} {figure:8.1f} pairs a second {times:6.1f} ×")
    print(f"same answers as in float32: {100 * same:.2f} % of {10 * LOOP}")
    if args.out:
        args.out.write_text(json.dumps(rates | {"same": same}, indent=1))


if __name__ == "__main__":
    main()

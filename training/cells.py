"""How often a cell is right: stances toward targets Rawi itself suggests, on articles of which no label was trained on.

    python -m training.cells                     what the tables `data/cells_*.tsv` say of the checkpoint that reads by default
    python -m training.cells --out FILE.tsv      draws cells of articles of which nothing was read yet, with the statement
                                                 and what leads up to it, to be read by `data/CELLS.md`

The readings name place, target and side, never the articles' words. On half of them, by article, `training.stance
calibrate` fits what suggested targets need.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from articles.article import Article
from models.checkpoints import choose
from models.findings import STANCES
from models.pipeline import Reader
from models.stance import StanceModel, calibrated
from models.targets import before
from training import readings
from training.data import corpus, gold_articles, paragraphs
from training.evaluate_stance import report
from training.stance_data import Example

if TYPE_CHECKING:
    import numpy as np

DRAWN = 1000
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)
OPENING = 60  # characters by which a paragraph is known in its article
COLUMNS = ("article", "start", "end", "speaker", "target", "before", "statement")


def halves() -> tuple[list[Example], list[Example]]:
    """The cells read: those to calibrate on, and those to measure on, no article in both."""
    parts: tuple[list[Example], list[Example]] = ([], [])
    for article, pair, label in readings.cells(readings.CELLS):
        parts[crc32(article.encode()) % 2].append((pair, label))
    return parts


def articles() -> Iterator[Article]:
    """Corpus articles by chance of which nothing was read, and none of the gold ones."""
    opened = {p["text"][:OPENING] for p in paragraphs()}
    opened |= {text.strip()[:OPENING] for _, text, _ in gold_articles()}
    known = readings.articles()
    others = [a for a in corpus() if a["id"] not in known]
    random.Random(0).shuffle(others)
    for article in others:
        text = readings.text_of(article)
        if not any(words in text for words in opened):
            yield Article(text, article["id"])


def drawn() -> Iterator[dict]:
    """Every statement that speaks of a suggested target, as rows of COLUMNS: not what the model says of it."""
    for analysis in Reader(ner="bundled", stance="bundled").read(articles()):
        # An article that could not be read has none.
        for stance in getattr(analysis, "stances", ()):
            quote = analysis.quotes[stance.quote]
            lead = before(analysis.text, analysis.sentences, quote.start)
            told = (quote.speaker.name, stance.target, lead, quote.text)
            place = (analysis.path, quote.start, quote.end)
            yield dict(zip(COLUMNS, (*place, *(" ".join(part.split()) for part in told)), strict=True))


def draw(out: Path) -> None:
    with open(out, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None)
        writer.writeheader()
        writer.writerows(islice(drawn(), DRAWN))


def wilson(right: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    p, scale = right / total, 1 + z * z / total
    middle = (p + z * z / (2 * total)) / scale
    half = z / scale * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    return middle - half, middle + half


def sides(found: list[tuple[np.ndarray, list[str]]], threshold: float) -> str:
    """How many answers for or against are right, of those as probable as the threshold, as a line to print.

    `found` are probabilities [cells, 3] in the order of STANCES and the labels read.
    """
    shown = right = 0
    for probabilities, labels in found:
        for row, label in zip(probabilities, labels, strict=True):
            best = row.argmax()
            if STANCES[best] != "neutral" and row[best] >= threshold:
                shown += 1
                right += STANCES[best] == label
    if not shown:
        return f"from {threshold:.2f} on: none"
    low, high = wilson(right, shown)
    return f"from {threshold:.2f} on: right {right} of {shown}, {100 * right / shown:.1f} % ({100 * low:.0f} to {100 * high:.0f})"


def measure() -> None:
    """Print how often the sides are right from several probabilities on, and how true the probabilities are."""
    model = StanceModel(choose("stance"))
    fitted, measured = halves()
    sets = {"cells calibrated on": fitted, "cells measured on": measured}
    for name, table in readings.FURTHER_CELLS.items():
        sets[name] = [(pair, label) for _, pair, label in readings.cells(table)]
    found = {}
    for name, cells in sets.items():
        logits = model.logits([pair for pair, _ in cells], suggested=True)
        found[name] = calibrated(logits, model.suggested), [label for _, label in cells]
        for threshold in (*THRESHOLDS, model.suggested.sure):
            print(f"{name}, {len(cells)}, {sides([found[name]], threshold)}")
    print(f"all of them, {sides(list(found.values()), model.suggested.sure)}")
    asked = calibrated(model.logits([pair for pair, _ in measured]), model.asked)
    as_asked = [(asked, found["cells measured on"][1])]
    print(f"cells measured on, as if a reader had asked, {sides(as_asked, model.asked.sure)}")
    print(f"cells measured on: {json.dumps(report(*found['cells measured on'], model.suggested.sure))}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    if args.out:
        draw(args.out)
    else:
        measure()


if __name__ == "__main__":
    main()

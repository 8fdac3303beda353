"""How often a cell is right: stances toward targets Rawi itself suggests, on articles not trained on.

    python -m training.cells                     what `data/cells_read.tsv` says of the checkpoint that reads by default
    python -m training.cells --out FILE.tsv      draws cells of articles of which nothing was read yet, with the statement
                                                 and what leads up to it, to be read by `data/CELLS.md`

The readings name place, target and side, never the articles' words. Half of them, by article, are for calibration
(`training.stance calibrate`); the figures are those of the other half.
"""

import argparse
import csv
import math
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
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

DRAWN = 1000
OPENING = 60  # characters by which a paragraph is known in its article
COLUMNS = ("article", "start", "end", "speaker", "target", "before", "statement")


def halves() -> tuple[list[Example], list[Example]]:
    """The cells read: those to calibrate on, and those to measure on, no article in both."""
    parts: tuple[list[Example], list[Example]] = ([], [])
    for article, pair, label in readings.stances(readings.CELLS):
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
        for stance in analysis.stances:
            quote = analysis.quotes[stance.quote]
            lead = before(analysis.text, analysis.sentences, quote)
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


def measure() -> None:
    """Print how often the sides are right from several probabilities on, and how true the probabilities are."""
    import numpy as np

    model = StanceModel(choose("stance"))
    for half, asked in zip(("calibrated on", "measured on"), halves(), strict=True):
        probabilities = calibrated(model.logits([pair for pair, _ in asked]), model.suggested)
        labels = [label for _, label in asked]
        gold = np.array([STANCES.index(label) for label in labels])
        guess, top = probabilities.argmax(1), probabilities.max(1)
        for threshold in (0.5, 0.6, model.suggested.sure, 0.75):
            shown = (top >= threshold) & (guess != STANCES.index("neutral"))
            right = int((guess == gold)[shown].sum())
            low, high = wilson(right, int(shown.sum()))
            print(
                f"{half}: for or against from {threshold:.2f} on: right {right} of {shown.sum()}, "
                f"{100 * right / shown.sum():.1f} % ({100 * low:.0f} to {100 * high:.0f})"
            )
    # The last half's.
    for key, value in report(probabilities, labels, model.suggested.sure).items():
        print(f"{key:38} {value}")


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

"""How often a coloured cell is right: sure stances toward targets Rawi itself suggests, on articles not trained on.

    python -m training.cells --out FILE.tsv      draws 200 of them, with the statement and what leads up to it: those
                                                 of the gold articles, then of corpus articles that no table names
    python -m training.cells --judged            what a reader said of them: the share that is right

The judgements, `data/cells_judged.tsv`, name place, target and answer, never the articles' words.
"""

import argparse
import csv
import math
import random
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from articles.article import Article
from models.pipeline import Reader
from models.targets import before
from training import readings
from training.data import corpus, gold_articles, paragraphs
from training.stance import SUGGESTED

JUDGED = Path(__file__).parent / "data/cells_judged.tsv"
DRAWN = 200
OPENING = 60  # characters by which a paragraph is known in its article
COLUMNS = ("article", "start", "end", "target", "label", "probability", "speaker", "before", "statement")


def articles() -> Iterator[Article]:
    """The gold articles, then corpus articles by chance of which nothing was read for training."""
    for name, text, _ in gold_articles():
        yield Article(text, name)
    opened = {p["text"][:OPENING] for p in paragraphs()}
    known = readings.articles()
    others = [a for a in corpus() if a["id"] not in known]
    random.Random(0).shuffle(others)
    for article in others:
        text = readings.text_of(article)
        if not any(words in text for words in opened):
            yield Article(text, article["id"])


def cells() -> Iterator[dict]:
    """Every sure answer for or against, as rows of COLUMNS."""
    reader = Reader(ner="bundled", stance="bundled")
    for analysis in reader.read(articles()):
        for stance in analysis.stances:
            if not stance.sure or stance.label == "neutral":
                continue
            quote = analysis.quotes[stance.quote]
            place = (analysis.path, quote.start, quote.end, stance.target, stance.label)
            shown = (quote.speaker.name, before(analysis.text, analysis.sentences, quote), quote.text)
            told = (*place, stance.probabilities[stance.label], *(" ".join(part.split()) for part in shown))
            yield dict(zip(COLUMNS, told, strict=True))


def draw(out: Path) -> None:
    chosen = list(islice(cells(), DRAWN))
    with open(out, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None)
        writer.writeheader()
        writer.writerows(chosen)
    print(f"{len(chosen)} sure answers for or against → {out}")


def wilson(right: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    p, scale = right / total, 1 + z * z / total
    middle = (p + z * z / (2 * total)) / scale
    half = z / scale * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    return middle - half, middle + half


def judged() -> None:
    with open(JUDGED, encoding="utf-8", newline="") as file:
        lines = (x for x in file if not x.startswith("#"))
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    verdicts = Counter((row["label"], row["verdict"]) for row in rows)
    for label in ("favor", "against"):
        print(f"{label:8}", {verdict: n for (own, verdict), n in verdicts.items() if own == label})
    for threshold in (0.0, 0.85, 0.9, SUGGESTED):
        kept = [row["verdict"] == "right" for row in rows if float(row["probability"]) >= threshold]
        low, high = wilson(sum(kept), len(kept))
        print(
            f"probability from {threshold:.2f} on: right {sum(kept)} of {len(kept)}, "
            f"{100 * sum(kept) / len(kept):.1f} % ({100 * low:.0f} to {100 * high:.0f})"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path)
    parser.add_argument("--judged", action="store_true")
    args = parser.parse_args()
    if args.judged:
        judged()
    elif args.out:
        draw(args.out)
    else:
        parser.error("--out FILE or --judged")


if __name__ == "__main__":
    main()

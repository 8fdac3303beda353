"""Where names go wrong on the gold articles: `python -m training.errors [--ner NAME]`.

Every gold name is right, of the wrong type, of other extent, or missed; every found one that touches
no gold name is spurious. Told apart by type, by whether each word of the name stands in a name of
the training paragraphs, and by whether a clitic is attached.
"""

import argparse
from collections import Counter, defaultdict

from articles.article import Article
from models.arabic import WORD, fold
from models.findings import LABELS
from models.pipeline import Reader
from training import projection
from training.data import gold_articles, paragraphs

KINDS = ("right", "type", "extent", "missed")


def known_words() -> set[str]:
    """Folded words of the names in the training paragraphs."""
    names = (name for p in paragraphs() for e in p["entities"] for name in e["names"])
    return {fold(m.group()) for name in names for m in WORD.finditer(name)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ner", default="auto")
    args = parser.parse_args()
    known, gold = known_words(), list(gold_articles())
    reader = Reader(ner=args.ner, stance="none")
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    spurious: Counter[str] = Counter()
    for (_, text, annotation), found in zip(
        gold, reader.read([Article(text, name) for name, text, _ in gold]), strict=True
    ):
        mentions = [(m.start, m.end, m.label) for m in found.mentions]
        names = projection.names(text, annotation["entities"])
        for start, end, label, _ in names:
            touching = [m for m in mentions if m[0] < end and start < m[1]]
            # A clitic more or less at the front is another question (training/clitics.py).
            same = [m for m in touching if m[1] == end and abs(m[0] - start) <= 2]
            kind = (
                "right"
                if any(m[2] == label for m in same)
                else "type"
                if same
                else "extent"
                if touching
                else "missed"
            )
            words = [fold(m.group()) for m in WORD.finditer(text[start:end])]
            attached = start > 0 and text[start - 1].isalpha()
            for row in (
                "all",
                label,
                "every word known" if known.issuperset(words) else "a word unknown",
                "clitic attached" if attached else "no clitic",
            ):
                tally[row][kind] += 1
        spurious.update(m[2] for m in mentions if not any(m[0] < n[1] and n[0] < m[1] for n in names))
    print(f"{'names of the annotators':26}{'n':>6}" + "".join(f"{kind:>9}" for kind in KINDS))
    for row in ("all", *LABELS, "every word known", "a word unknown", "clitic attached", "no clitic"):
        n = tally[row].total()
        print(f"{row:26}{n:6}" + "".join(f"{100 * tally[row][kind] / max(1, n):8.1f}%" for kind in KINDS))
    print("spurious:", ", ".join(f"{label} {spurious[label]}" for label in LABELS))


if __name__ == "__main__":
    main()

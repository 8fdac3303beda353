"""Prove a names model and a stance model on this machine, through the door that Rawi itself uses.

    make accept                                              fetches the hub models first, then reads with them
    python -m models.accept --ner bundled --stance bundled   or any other checkpoint

Reads the project's own labelled sentences and the sample article without a network call, prints a table
and a verdict; the exit status is 0 when every bar was reached. The bars are low on purpose: they tell a
model that works from one that was loaded wrongly, not a good one from a better one.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from models.arabic import fold, strip, tokens
from models.checkpoints import CheckpointMissing, choose
from models.findings import LABELS, STANCES, Mention
from models.sentences import sentences
from models.tabular import rows

ROOT = Path(__file__).parents[1]
SENTENCES = ROOT / "tests/data/ner_sentences.tsv"
PAIRS = ROOT / "tests/data/stance_pairs.tsv"
SAMPLE = ROOT / "seeds"
# Found in the sample by any model that reads Arabic news.
SAMPLE_NAMES = ("الكرملين", "فلاديمير بوتين", "ستيف ويتكوف", "موسكو", "أوكرانيا", "واشنطن")
# Percent. Same labels as transformers' own pipeline; F1 of names; names of the sample; accuracy of stances.
BARS = {"pipeline": 99.9, "names": 70.0, "sample": 80.0, "stance": 55.0}


def labelled_sentences() -> list[tuple[str, list[tuple[str, str]]]]:
    """(sentence, [(label, name), …]) of the project's own sentences."""
    return [
        (text, [tuple(name.strip().split(" ", 1)) for name in names.split(";") if name.strip()])
        for text, names in rows(SENTENCES)
    ]


def names_table(read: Sequence[Sequence[Mention]]) -> tuple[list[str], float]:
    """Lines of a table by label, and F1 over all names; `read` holds the mentions of each labelled sentence."""
    right, found, expected = Counter(), Counter(), Counter()
    for mentions, (_, names) in zip(read, labelled_sentences(), strict=True):
        have = Counter((m.label, m.text) for m in mentions)
        want = Counter(names)
        for counter, names_of in ((found, have), (expected, want), (right, have & want)):
            counter.update(Counter(label for label, _ in names_of.elements()))

    def line(name: str, labels: Sequence[str]) -> tuple[str, float]:
        r, f, e = (sum(counter[label] for label in labels) for counter in (right, found, expected))
        f1 = 200 * r / (f + e) if f + e else 0.0
        return f"{name:6} {e:8} {f:6} {r:6} {f1:6.1f}", f1

    total, f1 = line("all", LABELS)
    head = f"{'':6} {'expected':>8} {'found':>6} {'right':>6} {'F1':>6}"
    return [head, *(line(label, [label])[0] for label in LABELS), total], f1


def same_as_pipeline(classifier) -> float:
    """Percent of the words that get the label that transformers' own pipeline gives their first piece.

    Sets the classifier to exact arithmetic, which is the pipeline's.
    """
    import numpy as np
    from transformers import pipeline

    reference = pipeline(
        "token-classification", model=classifier.model, tokenizer=classifier.tokenizer, ignore_labels=[]
    )
    texts = [strip(text)[0] for text, _ in labelled_sentences()]
    words = [[text[a:b] for a, b in tokens(text)] for text in texts]
    classifier.exact = True
    same = total = 0
    for sequence, logits in zip(words, classifier.word_logits(words), strict=True):
        text = " ".join(sequence)
        starts = np.cumsum([0, *(len(word) + 1 for word in sequence[:-1])])
        theirs = {}
        for piece in reference(text):
            # Some tokenizers count the blank before a word in.
            blanks = len(text[piece["start"] :]) - len(text[piece["start"] :].lstrip())
            theirs.setdefault(piece["start"] + blanks, piece["entity"])
        ours = [classifier.labels[k] for k in logits.argmax(1)]
        same += sum(theirs.get(int(start)) == label for start, label in zip(starts, ours, strict=True))
        total += len(sequence)
    return 100 * same / total


def prove_names(name: str, device: str) -> list[tuple[str, float]]:
    """Print what the names model finds; returns (bar, percent) pairs."""
    from models.engine import TokenClassifier
    from models.ner import NerModel

    checkpoint = choose("ner", name)
    print(f"\nNames: {checkpoint.name} @ {checkpoint.revision[:12]}")
    classifier = TokenClassifier(checkpoint, device)
    model = NerModel(classifier)
    lines, f1 = names_table(model.read([(text, sentences(text)) for text, _ in labelled_sentences()]))
    print("\n".join(lines))
    (article,) = (path.read_bytes().decode("utf-8-sig") for path in SAMPLE.glob("*.txt"))
    (mentions,) = model.read([(article, sentences(article))])
    named = Counter(f"{m.label} {m.text}" for m in mentions)
    print("The sample article:", ", ".join(f"{text} ×{n}" for text, n in named.most_common()))
    have = {fold(m.text) for m in mentions}
    found = sum(fold(name) in have for name in SAMPLE_NAMES)
    results = [("names", f1), ("sample", 100 * found / len(SAMPLE_NAMES))]
    # A bundled checkpoint is told its guideline by a token that the pipeline does not know of.
    if not getattr(classifier.model.config, "guideline_token", None):
        results.insert(0, ("pipeline", same_as_pipeline(classifier)))
    return results


def prove_stance(name: str, device: str) -> list[tuple[str, float]]:
    """Print how the stance model answers; returns (bar, percent) pairs."""
    from models.stance import Pair, StanceModel

    checkpoint = choose("stance", name)
    print(f"\nStance: {checkpoint.name} @ {checkpoint.revision[:12]}")
    labelled = list(rows(PAIRS))
    answers = StanceModel(checkpoint, device).classify([Pair(text, target) for text, target, _ in labelled])
    table = Counter((label, answer["label"]) for (_, _, label), answer in zip(labelled, answers, strict=True))
    print(f"{'':10}" + "".join(f"{'→ ' + kind:>12}" for kind in STANCES))
    for label in STANCES:
        print(f"{label:10}" + "".join(f"{table[label, kind]:12}" for kind in STANCES))
    return [("stance", 100 * sum(table[kind, kind] for kind in STANCES) / len(labelled))]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ner", default="hub", help="as for analyse.py (default: hub)")
    parser.add_argument("--stance", default="hub", help="the same, or none")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    args = parser.parse_args()
    try:
        results = prove_names(args.ner, args.device)
        if args.stance != "none":
            results += prove_stance(args.stance, args.device)
    except CheckpointMissing as missing:
        print(f"Nothing to prove: {missing}", file=sys.stderr)
        return 1
    print()
    for bar, percent in results:
        print(
            f"{bar:10} {percent:6.1f} %  bar {BARS[bar]:5.1f}  {'reached' if percent >= BARS[bar] else 'MISSED'}"
        )
    accepted = all(percent >= BARS[bar] for bar, percent in results)
    print("Verdict: accepted" if accepted else "Verdict: not accepted")
    return 0 if accepted else 1


if __name__ == "__main__":
    sys.exit(main())

"""Fine-tune the encoder to tag statements, and each statement's speaker and cue.

    python -m training.quotes --encoder .work/encoder-mlm --out .work/quotes

One checkpoint, two kinds of sequences (see `models/quotes/tagger.py`): a paragraph with the words of
its statements tagged, and a paragraph in which one statement is marked and its speaker and cue are.
"""

import argparse
import random
from pathlib import Path

from models.arabic import strip, tokens
from models.pieces import Pieces
from models.quotes.tagger import LABELS, marked
from training import finetune, projection
from training.data import WORK, paragraphs

# Share of the statements that are read in their marks in one epoch.
MARKED = 0.45


def prepared(paragraph: dict) -> tuple[list[str], list[str], list[tuple[int, int, list[str]]]]:
    """A paragraph's words, their tags for pass one, and for pass two (first, last, tags) a statement."""
    original = paragraph["text"]
    text, origin = strip(original)
    spans = tokens(text)
    places = [(origin[a], origin[b - 1] + 1) for a, b in spans]
    contents, sources, statements = [], [], []
    used: set[int] = set()
    for quote in paragraph["quotes"]:
        start = original.find(quote["content"])
        while start in used and original.find(quote["content"], start + 1) >= 0:
            start = original.find(quote["content"], start + 1)
        used.add(start)
        end = start + len(quote["content"])
        contents.append((start, end, quote["kind"].upper()))
        cue = quote["cue"] and projection.nearest(original, quote["cue"], start, end)
        near = cue or (start, end)
        source = quote["speaker"] and projection.nearest(original, quote["speaker"], *near)
        own = [(*span, kind) for span, kind in ((cue, "CUE"), (source, "SPEAKER")) if span]
        sources += own
        inside = [i for i, (a, b) in enumerate(places) if a < end and b > start]
        if inside:
            statements.append((inside[0], inside[-1], projection.tags(places, own)))
    # The outer statement of two nested ones, then cues and speakers where no statement is.
    contents.sort(key=lambda c: (c[0], -c[1]))
    tags = projection.tags(places, [*contents, *sources])
    return [text[a:b] for a, b in spans], tags, statements


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--encoder", type=Path, default=WORK / "encoder-mlm")
    parser.add_argument("--out", type=Path, default=WORK / "quotes")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--lr", type=float, default=1.2e-4)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()

    model, tokenizer = finetune.load("TokenClassification", args.encoder, list(LABELS))
    pieces = Pieces(tokenizer)
    label_id = {label: i for i, label in enumerate(LABELS)}
    data = [prepared(p) for p in paragraphs()]

    def sample(epoch: int, rng: random.Random) -> list[dict]:
        out = []
        for words, tags, statements in data:
            out.append(finetune.tagging_example(words, tags, label_id, pieces))
            for first, last, own in statements:
                # The second pass is learned sooner than the first: a part of it an epoch is enough.
                if rng.random() > MARKED:
                    continue
                sequence, at = marked(words, first, last)
                tagged = [None if i < 0 else own[i] for i in at]
                out.append(finetune.tagging_example(sequence, tagged, label_id, pieces))
        return out

    finetune.train(
        model,
        sample,
        epochs=args.epochs,
        lr=args.lr,
        head_lr=1e-3,
        pad=tokenizer.pad_token_id,
        seed=args.seed,
        after_epoch=finetune.saver(args.out, tokenizer),
    )


if __name__ == "__main__":
    main()

"""Fine-tune the encoder to find names.

    python -m training.ner --encoder .work/encoder-mlm --out .work/ner

One model for several guidelines: every training sequence opens with a token that names the set it
comes from, so that ANERcorp's conventions and ours don't fight. A checkpoint whose configuration has a
`guideline_token` reads by that guideline; ours has none (see `training/README.md`).
"""

import argparse
import random
from pathlib import Path

from models.arabic import strip, tokens
from models.findings import LABELS as KINDS
from models.pieces import Pieces
from training import finetune, projection, readings
from training.data import WORK, conll, paragraphs

# The order of CAMeLBERT's head, so that both look alike from outside.
LABELS = ["B-LOC", "B-MISC", "B-ORG", "B-PERS", "I-LOC", "I-MISC", "I-ORG", "I-PERS", "O"]
# Share of each set that one epoch draws.
SHARE = {"rawi": 1.0, "anercorp": 0.8, "aqmar": 0.5, "wojood": 0.6}
LONGEST = 100  # words a sequence
FOLD = 5

Sentence = list[tuple[str, str]]  # (word, tag)
Name = tuple[int, int, str]  # (start, end, label)


def annotated() -> list[tuple[str, list[Name]]]:
    """The paragraphs, each with its names."""
    return [
        (p["text"], [name[:3] for name in projection.names(p["text"], p["entities"])]) for p in paragraphs()
    ]


def tagged(text: str, names: list[Name]) -> Sentence:
    """A text as tagged words."""
    bare, origin = strip(text)
    spans = tokens(bare)
    tags = projection.tags([(origin[a], origin[b - 1] + 1) for a, b in spans], names)
    return [(bare[a:b], tag) for (a, b), tag in zip(spans, tags, strict=True)]


def corpus_sentences(name: str) -> list[Sentence]:
    """A CoNLL file as tagged words, its tokens cut the way Rawi cuts (punctuation apart)."""
    out = []
    for sentence in conll(name):
        words: Sentence = []
        for token, tag in sentence:
            bare = strip(token)[0]
            for k, (a, b) in enumerate(tokens(bare)):
                words.append((bare[a:b], "I" + tag[1:] if k and tag != "O" else tag))
        if words:
            out.append(words)
    return out


def cut(sentence: Sentence, longest: int) -> list[Sentence]:
    """Pieces of at most `longest` words, cut after punctuation outside names where there is any."""
    parts = []
    while len(sentence) > longest:
        ends = [
            i
            for i in range(longest // 2, longest)
            if not sentence[i][0][0].isalnum() and sentence[i][1] == "O"
        ]
        at = (ends[-1] + 1) if ends else longest
        parts.append(sentence[:at])
        sentence = sentence[at:]
    return [*parts, sentence]


def split_randomly(sentence: Sentence, rng: random.Random) -> list[Sentence]:
    """A paragraph whole, or its sentences: reading meets both."""
    if rng.random() < 0.5:
        return cut(sentence, LONGEST)
    parts: list[Sentence] = [[]]
    for i, word in enumerate(sentence):
        parts[-1].append(word)
        closed = word[0] in ".؟!؛" and i + 1 < len(sentence) and sentence[i + 1][1][0] != "I"
        if closed and len(parts[-1]) > 5:
            parts.append([])
    return [piece for part in parts if part for piece in cut(part, LONGEST)]


_NOISE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا"})


def noisy(sentence: Sentence, rng: random.Random) -> Sentence:
    """The spelling mistakes of the web: hamza dropped, ى/ي and ة/ه exchanged, marks lost."""
    out = []
    drop_marks = rng.random() < 0.3
    for word, tag in sentence:
        if drop_marks and word in '«»"“”' and tag == "O":
            continue
        spelled = word.translate(_NOISE) if rng.random() < 0.7 else word
        if rng.random() < 0.4:
            spelled = {"ى": "ي", "ي": "ى", "ة": "ه"}.get(spelled[-1], spelled[-1]).join((spelled[:-1], ""))
        out.append((spelled, tag))
    return out


def swapped(sentence: Sentence, pool: dict, rng: random.Random) -> Sentence:
    """One name exchanged for another of its kind: the sentence teaches the place, not the name."""
    starts = [i for i, (_, tag) in enumerate(sentence) if tag in ("B-PERS", "B-LOC", "B-ORG")]
    if not starts:
        return sentence
    i = rng.choice(starts)
    label = sentence[i][1][2:]
    end = i + 1
    while end < len(sentence) and sentence[end][1] == f"I-{label}":
        end += 1
    # A one-word name may carry a clitic or the article: exchange it only for its like.
    other = rng.choice(pool[label])
    if other[0].startswith("ال") != sentence[i][0].startswith("ال"):
        return sentence
    return [
        *sentence[:i],
        *((w, ("I-" if k else "B-") + label) for k, w in enumerate(other)),
        *sentence[end:],
    ]


def names_pool(sets: dict[str, list[Sentence]]) -> dict[str, list[list[str]]]:
    """Every name of the training sets by label."""
    pool: dict[str, set[tuple[str, ...]]] = {}
    for sentences in sets.values():
        for sentence in sentences:
            held: list[str] = []
            label = ""
            for word, tag in [*sentence, ("", "O")]:
                if held and tag[0] != "I":
                    pool.setdefault(label, set()).add(tuple(held))
                    held = []
                if tag != "O":
                    held.append(word)
                    label = tag[2:]
    return {label: [list(name) for name in sorted(names)] for label, names in pool.items()}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--encoder", type=Path, default=WORK / "encoder-mlm")
    parser.add_argument("--out", type=Path, default=WORK / "ner")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--lr", type=float, default=1.2e-4)
    parser.add_argument(
        "--fold", type=int, choices=range(FOLD), help="hold out every fifth paragraph from it, and score it"
    )
    parser.add_argument("--share", type=float, default=1.0, help="train on this share of the paragraphs")
    parser.add_argument("--sets", nargs="+", choices=SHARE, default=list(SHARE), help="train on these sets")
    args = parser.parse_args()

    everything = annotated()
    held = [p for i, p in enumerate(everything) if args.fold is not None and i % FOLD == args.fold]
    kept = [p for i, p in enumerate(everything) if args.fold is None or i % FOLD != args.fold]
    random.Random(0).shuffle(kept)
    rawi = [*kept[: round(args.share * len(kept))], *(readings.names() if args.share == 1 else ())]
    sets = {
        "rawi": [tagged(*paragraph) for paragraph in rawi],
        "anercorp": corpus_sentences("anercorp.trainfull"),
        "aqmar": corpus_sentences("aqmar.train"),
        "wojood": corpus_sentences("wojoodsample.train"),
    }
    sets = {name: sentences for name, sentences in sets.items() if name in args.sets}
    pool = names_pool(sets)
    model, tokenizer = finetune.load("TokenClassification", args.encoder, LABELS)
    pieces = Pieces(tokenizer)
    label_id = {label: i for i, label in enumerate(LABELS)}

    def example(sentence: Sentence, guideline: str) -> dict:
        front = [tokenizer.convert_tokens_to_ids(f"<{guideline}>")]
        words, tags = zip(*sentence, strict=True)
        return finetune.tagging_example(words, tags, label_id, pieces, front)

    def sample(epoch: int, rng: random.Random) -> list[dict]:
        out = []
        for guideline, sentences in sets.items():
            for sentence in sentences:
                if rng.random() > SHARE[guideline]:
                    continue
                for part in split_randomly(sentence, rng):
                    if not any(tag != "O" for _, tag in part) and rng.random() < 0.4:
                        continue
                    if rng.random() < 0.2:
                        part = swapped(part, pool, rng)
                    if rng.random() < 0.12:
                        part = noisy(part, rng)
                    # Noise may have dropped all there was: a pair of marks.
                    if part:
                        out.append(example(part, guideline))
        return out

    trained = finetune.train(
        model,
        sample,
        seed=1,
        epochs=args.epochs,
        lr=args.lr,
        head_lr=1e-3,
        pad=tokenizer.pad_token_id,
        after_epoch=finetune.saver(args.out, tokenizer),
    )
    trained.save_pretrained(args.out)
    if held:
        for row, figures in score(args.out, held).items():
            print(row, *figures)


def score(checkpoint: Path, gold: list[tuple[str, list[Name]]]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1, in percent, of the names found in texts, by label and together."""
    from models.checkpoints import choose
    from models.engine import TokenClassifier
    from models.ner import NerModel
    from models.sentences import sentences

    model = NerModel(TokenClassifier(choose("ner", str(checkpoint))))
    found = model.read([(text, sentences(text)) for text, _ in gold])
    ours = {(i, m.start, m.end, m.label) for i, mentions in enumerate(found) for m in mentions}
    wanted = {(i, *name) for i, (_, names) in enumerate(gold) for name in names}
    out = {}
    for row, labels in {**{kind: (kind,) for kind in KINDS}, "all": KINDS}.items():
        a, b = ({x for x in side if x[3] in labels} for side in (ours, wanted))
        right = len(a & b)
        out[row] = tuple(
            round(100 * part / max(1, whole), 1)
            for part, whole in ((right, len(a)), (right, len(b)), (2 * right, len(a) + len(b)))
        )
    return out


if __name__ == "__main__":
    main()

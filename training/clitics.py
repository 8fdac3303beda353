"""Fit the weights by which attached clitics are told from a name's own first letter.

    python -m training.clitics            prints accuracy on folds of the paragraphs and on data/gold
    python -m training.clitics --write    writes models/tables/clitics.tsv, fitted on all paragraphs

A word's readings compete in a conditional logit over the features that `models.clitics` gives them:
one weight a (clitic, label) and one for each kind of evidence. The truth is the annotation, which
names without their clitics.
"""

import argparse
from collections.abc import Iterable, Sequence

from models.arabic import WORD, fold, strip
from models.clitics import WEIGHTS, Clitics
from models.findings import Mention
from training.data import gold_articles, paragraphs
from training.projection import names

FOLDS = 3
HEAD = """\
# How much each reading of a name's first word weighs, in log-odds; written by `python -m training.clitics --write`.
# A clitic and a label: how usual that clitic is before a name of that kind (- none). Then the evidence for what is
# left once it is off: known = in a table or in CLDR; surname = stands inside a person's name in the article; alone =
# the article writes it without a clitic, other clitic = with another one; article = opens with ال; N letters = so short.
"""

Case = tuple[list[list[str]], int, str]  # features of each reading, the right one, the mention


def cases(text: str, entities: list[dict]) -> list[Case]:
    """The gold mentions of a text whose first word can be read in several ways."""
    word_starts = {i: m.start() for m in WORD.finditer(text) for i in range(*m.span())}
    found = [(word_starts[start], start, end, label) for start, end, label, _ in names(text, entities)]
    mentions = [Mention(word, end, text[word:end], label, 1.0, -1) for word, _, end, label in found]
    evidence = Clitics(text, mentions)
    out = []
    for mention, (word, start, _, label) in zip(mentions, found, strict=True):
        bare, origin = strip(WORD.match(mention.text).group())
        readings = list(evidence.readings(bare, label))
        off = origin.index(start - word) if start - word in origin else -1
        if word == start and fold(bare).startswith("لل"):
            off = 2  # annotated as it stands, since the bare form stands nowhere
        right = [k for k, (clitic, _) in enumerate(readings) if len(clitic) == off]
        if right and len(readings) > 1:
            out.append(([features for _, features in readings], right[0], mention.text))
    return out


def fit(data: Sequence[Case], penalty: float = 1e-4) -> dict[str, float]:
    import torch

    features = sorted({f for readings, _, _ in data for reading in readings for f in reading})
    column = {f: i for i, f in enumerate(features)}
    most = max(len(readings) for readings, _, _ in data)
    x = torch.zeros(len(data), most, len(features))
    absent = torch.full((len(data), most), -1e9)
    for i, (readings, _, _) in enumerate(data):
        absent[i, : len(readings)] = 0
        for j, reading in enumerate(readings):
            x[i, j, [column[f] for f in reading]] = 1
    y = torch.tensor([right for _, right, _ in data])
    w = torch.zeros(len(features), requires_grad=True)
    optimizer = torch.optim.LBFGS([w], max_iter=300, line_search_fn="strong_wolfe")

    def loss():
        optimizer.zero_grad()
        value = torch.nn.functional.cross_entropy(x @ w + absent, y) + penalty * w.square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    return {f: round(weight, 2) for f, weight in zip(features, w.tolist(), strict=True)}


def wrong(weights: dict[str, float], data: Iterable[Case]) -> list[str]:
    """The mentions that the weights read otherwise than the annotation."""
    out = []
    for readings, right, text in data:
        sums = [sum(weights.get(f, 0.0) for f in reading) for reading in readings]
        if sums.index(max(sums)) != right:
            out.append(text)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    by_paragraph = [cases(p["text"], p["entities"]) for p in paragraphs()]
    every = [case for found in by_paragraph for case in found]
    gold = [case for _, text, annotation in gold_articles() for case in cases(text, annotation["entities"])]
    missed = 0
    for k in range(FOLDS):
        kept = [c for i, found in enumerate(by_paragraph) if i % FOLDS != k for c in found]
        held = [c for i, found in enumerate(by_paragraph) if i % FOLDS == k for c in found]
        missed += len(wrong(fit(kept), held))
    print(
        f"folds of the paragraphs: {100 - 100 * missed / len(every):.1f} % of {len(every)} doubtful words right"
    )
    weights = fit(every)
    print(
        f"data/gold: {100 - 100 * len(wrong(weights, gold)) / len(gold):.1f} % of {len(gold)}: {wrong(weights, gold)}"
    )
    if args.write:
        rows = "".join(f"{feature}\t{weight}\n" for feature, weight in weights.items())
        WEIGHTS.write_text(HEAD + rows, encoding="utf-8")


if __name__ == "__main__":
    main()

"""Fit what each piece of evidence for a speaker is worth, on the annotated paragraphs.

    python -m training.speakers                five folds: how often the right one is chosen
    python -m training.speakers --write        fit on all of them, write models/quotes/tables/speakers.tsv

A conditional logit: of a statement's candidates (and nobody) the annotated one should weigh most.
Statements and reporting words are the annotators', so that only the choice is learned.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from models import names
from models.quotes import lexicon, sources
from models.quotes.blend import reading
from models.quotes.speakers import Asked, Candidate, Speakers
from models.quotes.words import Words
from models.sentences import sentences
from training import oracle
from training.data import paragraphs

PENALTY = 0.3
STEPS = 60
HEAD = """# What each piece of evidence for a speaker is worth, in log-odds; written by `python -m training.speakers
# --write`. See models/quotes/speakers.py for what the names mean.
"""

Choice = tuple[list[Candidate], list[bool]]


def choices(paragraph: dict, same_name) -> list[Choice]:
    """Every statement of a paragraph with its candidates and which of them are right."""
    text = paragraph["text"]
    mentions, entities = names.merge(text, oracle.mentions(text, paragraph))
    words = Words(text, sentences(text))
    listed = sources.sources(words, mentions, entities)
    said = oracle.statements(text, paragraph)
    speakers = Speakers(words, listed, [(t.start, t.end) for t in said])
    by_place = {text.find(q["content"]): q for q in paragraph["quotes"]}
    out = []
    for t in said:
        quote = by_place.get(t.start)
        if quote is None:
            continue
        cue = reading(words, (t.cue.start, t.cue.end) if t.cue else None)
        asked = Asked(t.start, t.end, cue)
        wanted = [quote["speaker"], quote["canonical"] or quote["speaker"]] if quote["speaker"] else []
        candidates = speakers.candidates(asked)
        # The words that stand nearest, where they are a candidate; else any place of the same person.
        near = [_right(words, entities, c, wanted[:1], same_name) for c in candidates]
        right = near if any(near) else [_right(words, entities, c, wanted, same_name) for c in candidates]
        if any(right):
            out.append((candidates, right))
        own = t.speaker and (
            sources.of_span(words, listed, t.speaker.start, t.speaker.end)
            or sources.guess(words, t.speaker.start, t.speaker.end)
        )
        speakers.heard(own, asked)
    return out


def _right(words: Words, entities, candidate: Candidate, wanted: list[str], same_name) -> bool:
    source = candidate.source
    if source is None or not wanted:
        return source is None and not wanted
    text = words.text[slice(*words.span(source.first, source.end))]
    name = entities[source.entity].name if source.entity is not None else text
    return same_name(text, wanted) or (len(wanted) > 1 and same_name(name, wanted))


def fit(data: Sequence[Choice]) -> dict[str, float]:
    """The weights of every feature that is seen at least five times."""
    import torch

    seen: dict[str, int] = {}
    for candidates, _ in data:
        for c in candidates:
            for f in c.features:
                seen[f] = seen.get(f, 0) + 1
    index = {f: i for i, f in enumerate(sorted(f for f, n in seen.items() if n >= 5))}
    rows, flags, group = [], [], []
    for g, (candidates, right) in enumerate(data):
        for c, ok in zip(candidates, right, strict=True):
            rows.append([index[f] for f in c.features if f in index])
            flags.append(ok)
            group.append(g)
    offsets = torch.tensor([0, *map(len, rows)]).cumsum(0)[:-1]
    flat = torch.tensor([i for row in rows for i in row])
    group_of, good = torch.tensor(group), torch.tensor(flags)
    weight = torch.zeros(len(index), requires_grad=True)
    optimiser = torch.optim.LBFGS([weight], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        worth = torch.nn.functional.embedding_bag(flat, weight[:, None], offsets, mode="sum")[:, 0]
        odds = (worth - worth.max()).exp()
        whole = torch.zeros(len(data)).index_add(0, group_of, odds)
        right = torch.zeros(len(data)).index_add(0, group_of, odds * good)
        value = (whole.log() - right.clamp_min(1e-12).log()).sum() + PENALTY * weight.square().sum()
        value.backward()
        return value

    optimiser.step(loss)
    fitted = weight.detach()
    return {f: round(float(fitted[i]), 2) for f, i in index.items()}


def accuracy(data: Sequence[Choice], weights: dict[str, float]) -> float:
    """Share of the statements whose right candidate weighs most."""
    hits = 0
    for candidates, right in data:
        worth = [sum(weights.get(f, 0.0) for f in c.features) for c in candidates]
        hits += right[worth.index(max(worth))]
    return hits / max(1, len(data))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    import torch

    torch.set_num_threads(1)
    same_name = oracle.scorer().same_name
    everything = paragraphs()
    data = [choices(p, same_name) for p in everything]
    asked = sum(len(p["quotes"]) for p in everything)
    print(f"{sum(map(len, data))} of {asked} statements have the right speaker among their candidates")
    if args.write:
        weights = fit([c for d in data for c in d])
        lines = "".join(f"{f}\t{w}\n" for f, w in sorted(weights.items()) if w)
        (lexicon.TABLES / "speakers.tsv").write_text(HEAD + "\n" + lines, encoding="utf-8")
        return
    for fold in range(5):
        train = [c for i, d in enumerate(data) if i % 5 != fold for c in d]
        test = [c for d in data[fold::5] for c in d]
        weights = fit(train)
        print(
            f"fold {fold}: {accuracy(test, weights):.3f} (on its own paragraphs {accuracy(train, weights):.3f})"
        )


if __name__ == "__main__":
    main()

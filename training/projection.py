"""Annotation to spans: where the gold names, speakers and cues stand in a text.

The annotation gives names as strings; a tagger needs places. A name is looked for longest first,
with attached clitics (و ف ب ل ك, لل) left off, as the annotation guide says.
"""

import re
from bisect import bisect_left

from models.arabic import WORD, fold

CLITIC = re.compile("^(?:[وف]?[بلك]?)(?=..)")


def names(text: str, entities: list[dict]) -> list[tuple[int, int, str, int]]:
    """(start, end, label, entity number) of every gold name in `text`, sorted, not overlapping.

    `entities` are dicts with `label` and `names`. `start` is after an attached clitic.
    """
    words = [(m.start(), m.end(), fold(m.group())) for m in WORD.finditer(text)]
    by_word: dict[str, list[int]] = {}
    for i, (_, _, folded) in enumerate(words):
        for form, _ in _without_clitics(folded):
            by_word.setdefault(form, []).append(i)
    forms = [
        ([fold(m.group()) for m in WORD.finditer(name)], entity["label"], k)
        for k, entity in enumerate(entities)
        for name in entity["names"]
    ]
    forms.sort(key=lambda f: (-len(f[0]), -sum(map(len, f[0]))))
    taken: set[int] = set()
    found = []
    for form, label, k in forms:
        for i in by_word.get(form[0], []) if form else []:
            span = range(i, i + len(form))
            if span.stop > len(words) or taken.intersection(span):
                continue
            if any(words[j][2] != form[j - i] for j in span[1:]):
                continue
            taken.update(span)
            start = words[i][0] + dict(_without_clitics(words[i][2]))[form[0]]
            found.append((start, words[span[-1]][1], label, k))
    return sorted(found)


def _without_clitics(word: str) -> list[tuple[str, int]]:
    """(form, letters left off) of a folded word: whole, and with each clitic reading taken off."""
    readings = [(word, 0)]
    for clitic in ("و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل"):
        if word.startswith(clitic) and len(word) > len(clitic) + 1:
            readings.append((word[len(clitic) :], len(clitic)))
    for clitic in ("لل", "ولل", "فلل"):
        if word.startswith(clitic) and len(word) > len(clitic) + 1:
            readings.append(("ال" + word[len(clitic) :], len(clitic)))
    return list({form: (form, n) for form, n in reversed(readings)}.values())


def nearest(text: str, needle: str, start: int, end: int) -> tuple[int, int] | None:
    """The occurrence of `needle` as whole words that is nearest to text[start:end], outside it."""
    best = None
    at = text.find(needle)
    while at >= 0:
        stop = at + len(needle)
        whole = stop == len(text) or not text[stop].isalnum()
        if whole and (stop <= start or at >= end):
            distance = start - stop if stop <= start else at - end
            if best is None or distance < best[0]:
                best = (distance, at, stop)
        at = text.find(needle, at + 1)
    return None if best is None else best[1:]


def tags(spans: list[tuple[int, int]], labelled: list[tuple[int, int, str]]) -> list[str]:
    """IOB2 tags of token `spans` (sorted) under `labelled` (start, end, label) stretches.

    A token belongs to a stretch when the two share a character; the earlier stretch wins.
    """
    out = ["O"] * len(spans)
    ends = [end for _, end in spans]
    for start, end, label in labelled:
        first = bisect_left(ends, start + 1)
        prefix = "B-"
        for i in range(first, len(spans)):
            if spans[i][0] >= end:
                break
            if out[i] == "O":
                out[i] = prefix + label
                prefix = "I-"
    return out

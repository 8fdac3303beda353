"""The article as evidence: a name found surely in one place is found in its other places.

A tagger reads a few sentences at a time and misses a name here that it was sure of there. What it was
sure of is looked for in the rest of the article, whole words with clitics aside. A word that mostly
stands there untagged is left alone: it is a word that is also a name (سعيد, الأهلي).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from models.arabic import WORD, fold, strip
from models.findings import Mention

# Only what the tagger was this sure of spreads; what is found by it is a little less sure.
SURE, SPREAD = 0.85, 0.9
_CLITICS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")

Form = tuple[str, ...]


def agree(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions and those that the article's other places add, in order, not overlapping."""
    words = [(m.start(), m.end(), fold(m.group())) for m in WORD.finditer(text)]
    taken = _taken(words, mentions)
    sources: dict[Form, list[Mention]] = defaultdict(list)
    for mention in mentions:
        form = tuple(fold(m.group()) for m in WORD.finditer(mention.text))
        sources[form].append(mention)
    first: dict[str, list[int]] = defaultdict(list)
    for i, (_, _, word) in enumerate(words):
        first[word].append(i)
    out = list(mentions)
    for form in sorted(sources, key=lambda f: (-len(f), -sum(map(len, f)))):
        sure = [m for m in sources[form] if m.score >= SURE]
        if not sure or sum(map(len, form)) < 3:
            continue
        free = _free(text, words, first, form, taken)
        if len(form) == 1 and not any(_final_ya(m.text) for m in sources[form]):
            # على is folded as علي is.
            free = [(start, i) for start, i in free if not _final_ya(text[start : words[i][1]])]
        # One word alone must be tagged more often than not.
        if len(form) == 1 and len(free) >= len(sources[form]):
            continue
        best = max(sure, key=lambda m: m.score)
        for start, i in free:
            end = words[i + len(form) - 1][1]
            out.append(Mention(start, end, text[start:end], best.label, best.score * SPREAD, -1))
            taken.update(range(i, i + len(form)))
    return sorted(out, key=lambda m: m.start)


def _taken(words: list[tuple[int, int, str]], mentions: Sequence[Mention]) -> set[int]:
    """Numbers of the words that a mention touches."""
    taken, at = set(), 0
    for mention in mentions:
        while at and words[at - 1][1] > mention.start:
            at -= 1
        while at < len(words) and words[at][1] <= mention.start:
            at += 1
        i = at
        while i < len(words) and words[i][0] < mention.end:
            taken.add(i)
            i += 1
    return taken


def _free(text: str, words, first, form: Form, taken: set[int]) -> list[tuple[int, int]]:
    """(start of the name, number of its first word) wherever the form stands in untagged words."""
    found = []
    # Three letters alone are the end of too many words: امل of كامل, ريم of كريم.
    for clitic in _CLITICS if len(form) > 1 or len(form[0]) > 3 else ("",):
        for i in first.get(clitic + form[0], ()):
            span = range(i, i + len(form))
            inside = span.stop <= len(words) and not taken.intersection(span)
            if inside and all(words[j][2] == form[j - i] for j in span[1:]):
                start, end, _ = words[i]
                found.append((start + strip(text[start:end])[1][len(clitic)], i))
    return found


def _final_ya(word: str) -> bool:
    """Whether a word ends in ى."""
    return strip(word)[0].endswith("ى")

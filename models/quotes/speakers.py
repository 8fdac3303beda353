"""Which source speaks: for every statement its candidates, what tells for each, and the choice.

The evidence is a handful of named features of (candidate, reporting word, statement); `WEIGHTS` says
what each is worth. A learned ranker replaces the weights, nothing else.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from models.quotes.cues import Found
from models.quotes.lexicon import agrees
from models.quotes.sources import Source
from models.quotes.words import Words

REACH = 60  # tokens looked around the reporting word
WEIGHTS = {
    "after": 3.0,  # قال X: behind the reporting word, before its statement
    "right after": 2.0,  # nothing between the two
    "before": 1.5,  # X قال: in front of it, in the same clause
    "right before": 2.0,
    "who": 2.5,  # X الذي قال
    "headline": 4.0,  # X: C
    "last": 2.4,  # who spoke last
    "same sentence": 1.0,
    "person": 0.6,
    "unnamed": 0.3,
    "place": -1.2,
    "distance": -0.06,  # a token
    "between": -0.7,  # each other candidate between it and the reporting word
    "disagrees": -2.5,  # قالت X of a man
    "inside": -4.0,  # in the statement itself
    "carried": 0.0,
}
LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement whose speaker is asked: its text offsets and its reporting word, if it has one."""

    start: int
    end: int
    cue: Found | None


def choose(
    words: Words,
    asked: Asked,
    found: Sequence[Source],
    statements: Sequence[tuple[int, int]],
    last: Source | None,
) -> list[tuple[float, Source]]:
    """The candidates with their worth, best first; empty where none is worth LEAST.

    `statements` are the spans of all statements, `last` who spoke the statement before.
    """
    anchor = asked.cue.first if asked.cue else words.at(asked.start)
    k = bisect_left(found, anchor - REACH, key=lambda s: s.first)
    near = []
    for source in found[k:]:
        if source.first > anchor + REACH:
            break
        near.append(source)
    ranked = [
        (sum(WEIGHTS[f] * v for f, v in features(words, asked, s, near, last).items()), s) for s in near
    ]
    if last is not None and last not in near:
        ranked.append((sum(WEIGHTS[f] * v for f, v in _carried(words, asked, last).items()), last))
    return sorted((r for r in ranked if r[0] >= LEAST), key=lambda r: -r[0])


def features(
    words: Words, asked: Asked, source: Source, near: Sequence[Source], last: Source | None
) -> dict[str, float]:
    """What tells for and against `source`; every key is one of WEIGHTS."""
    out: dict[str, float] = {}
    cue = asked.cue
    inside = asked.start <= words.starts[source.first] < asked.end
    if inside:
        out["inside"] = 1
    out["person"] = source.kind == "person"
    out["unnamed"] = source.kind == "anonymous"
    if source == last:
        out["last"] = 1
    if cue is None:
        begin = words.at(asked.start)
        gap = begin - source.phrase_end
        if 0 <= gap <= 2 and words.folded[source.phrase_end : begin][:1] in ([":"], ["."]):
            out["headline"] = 1
        else:
            out["distance"] = min(20, abs(gap))
        return out
    sentence = words.sentence(cue.first)
    same = words.sentence(source.first) == sentence
    out["same sentence"] = same
    opens = words.starts[source.first] >= words.ends[cue.end - 1]
    statement_after = asked.start >= words.ends[cue.end - 1]
    if opens and same and not inside:
        gap = source.phrase_first - cue.end
        limit = words.at(asked.start) if statement_after else len(words)
        if source.first < limit and cue.verb.form != "participle" or gap <= 0:
            out["after"] = gap <= 12
            out["right after"] = gap <= 0
            out["distance"] = gap
    elif not opens and same:
        gap = cue.first - source.phrase_end
        subject = cue.verb.form == "finite" and words.folded[cue.first][:1] not in "وف"
        out["before"] = subject or cue.verb.form == "participle"
        out["right before"] = subject and gap <= 1
        between = words.folded[source.phrase_end : cue.first]
        out["who"] = len(between) <= 2 and any(w in ("الذي", "التي", "الذين") for w in between)
        out["distance"] = min(25, gap)
    else:
        out["distance"] = min(25, abs(cue.first - source.phrase_end))
    low, high = sorted((source.first, cue.first))
    if cue.verb.form != "participle" or not same:
        out["between"] = sum(low < s.first < high for s in near)
    number = "" if opens else cue.verb.number
    out["disagrees"] = not agrees(cue.verb.gender, number, source.gender, source.number)
    out["place"] = source.kind == "organisation" and source.gender == "f" and source.end - source.first == 1
    return out


def _carried(words: Words, asked: Asked, last: Source) -> dict[str, float]:
    out: dict[str, float] = {"last": 1, "carried": 1, "person": last.kind == "person"}
    if asked.cue:
        cue = asked.cue.verb
        out["disagrees"] = not agrees(cue.gender, cue.number, last.gender, last.number)
    return out

"""Who passed a statement on: نقلت رويترز عن مسؤول قوله إن — the official speaks, the agency relays."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from models.quotes import lexicon, sources
from models.quotes.cues import MEANWHILE, Found, form_of
from models.quotes.sources import Source
from models.quotes.words import Words

REACH = 40  # tokens from نقل to the statement


def relayed(
    words: Words, listed: Sequence[Source], start: int, cue: Found | None = None
) -> tuple[Source, Source | None] | None:
    """(speaker, who relays) of the statement at text offset `start`, where the words before it are نقل … عن …, or
    those behind the phrase that closes it: C، وفق ما نقلت رويترز عن مسؤول.
    """
    begin = words.at(start)
    sentence = words.sentences[words.sentence(max(0, begin - 1))][0]
    for verb in range(begin - 1, max(sentence, begin - REACH) - 1, -1):
        if _passes_on(words, verb):
            if cue is not None and verb < cue.first < begin and _anew(words, cue):
                return None
            return _both(words, listed, verb, begin)
    if cue is not None and cue.verb.form == "frame" and cue.first > begin:
        end = min(words.sentences[words.sentence(cue.first)][1], cue.end + REACH)
        verb = next((k for k in range(cue.end, min(end, cue.end + 2)) if _passes_on(words, k)), None)
        return None if verb is None else _both(words, listed, verb, end)
    return None


def _anew(words: Words, cue: Found) -> bool:
    """Whether a clause of its own reports: ونقلت رويترز عن كريم C، وقال سامي D."""
    if cue.verb.form != "finite" or cue.verb.lemma == "نقل":
        return False
    before = words.folded[cue.first - 1] if cue.first else ""
    return form_of(words, cue) == "and verb" or before in MEANWHILE


def _passes_on(words: Words, k: int) -> bool:
    reading = lexicon.verb(words.folded[k])
    return reading is not None and reading.lemma == "نقل" and reading.form == "finite"


def _both(words: Words, listed: Sequence[Source], verb: int, end: int) -> tuple[Source, Source | None] | None:
    """Whom عن names behind the verb, before token `end`, and who passed it on."""
    about = next((k for k in range(verb + 1, end) if words.folded[k] == "عن"), None)
    speaker = None if about is None else _opening(listed, about + 1, about + 3) or _many(words, about + 1)
    if speaker is None or speaker.first >= end:
        return None
    return speaker, _opening(listed, verb + 1, about) or _closing(listed, verb - 1, verb + 1)


def _many(words: Words, k: int) -> Source | None:
    """People whom no table lists, by the ending of many: نقلت الوكالة عن مسيحيين …"""
    many = words.folded[k : k + 1] and words.folded[k].endswith("ين") and len(words.folded[k]) > 4
    return sources.guess(words, words.starts[k], words.ends[k]) if many else None


def _opening(listed: Sequence[Source], first: int, end: int) -> Source | None:
    """The first source that opens at a token of first..end (exclusive)."""
    k = bisect_left(listed, first, key=lambda s: s.phrase_first)
    return listed[k] if k < len(listed) and listed[k].phrase_first < end else None


def _closing(listed: Sequence[Source], first: int, end: int) -> Source | None:
    """The last source that ends at a token of first..end (exclusive)."""
    k = bisect_left(listed, end, key=lambda s: s.phrase_first) - 1
    return listed[k] if k >= 0 and first <= listed[k].phrase_end < end else None

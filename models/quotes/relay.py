"""Who passed a statement on: نقلت رويترز عن مسؤول قوله إن — the official speaks, the agency relays."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from models.quotes import lexicon
from models.quotes.sources import Source
from models.quotes.words import Words

REACH = 40  # tokens from نقل to the statement


def relayed(words: Words, listed: Sequence[Source], start: int) -> tuple[Source, Source | None] | None:
    """(speaker, who relays) of the statement at text offset `start`, where the words before it are نقل … عن …."""
    begin = words.at(start)
    sentence = words.sentences[words.sentence(max(0, begin - 1))][0] if words.sentences else 0
    for verb in range(begin - 1, max(sentence, begin - REACH) - 1, -1):
        reading = lexicon.verb(words.folded[verb])
        if reading is None or reading.lemma != "نقل" or reading.form != "finite":
            continue
        about = next((k for k in range(verb + 1, begin) if words.folded[k] == "عن"), None)
        if about is None:
            return None
        speaker = _opening(listed, about + 1, about + 3)
        if speaker is None or words.starts[speaker.first] >= start:
            return None
        return speaker, _opening(listed, verb + 1, about) or _closing(listed, verb - 1, verb + 1)
    return None


def _opening(listed: Sequence[Source], first: int, end: int) -> Source | None:
    """The first source that opens at a token of first..end (exclusive)."""
    k = bisect_left(listed, first, key=lambda s: s.phrase_first)
    return listed[k] if k < len(listed) and listed[k].phrase_first < end else None


def _closing(listed: Sequence[Source], first: int, end: int) -> Source | None:
    """The last source that ends at a token of first..end (exclusive)."""
    k = bisect_left(listed, end, key=lambda s: s.phrase_first) - 1
    return listed[k] if k >= 0 and first <= listed[k].phrase_end < end else None

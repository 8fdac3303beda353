"""Which source speaks: for every statement its candidates, what tells for each, and the choice.

The evidence is named features of (candidate, reporting word, statement); `tables/speakers.tsv` says what
each is worth (log-odds, written by `python -m training.speakers --write` from annotated paragraphs). That
nobody in the text speaks is a candidate too.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from models.quotes import sources
from models.quotes.cues import THAT, Found
from models.quotes.lexicon import rows
from models.quotes.sources import STOPS, Source
from models.quotes.tagged import Scored
from models.quotes.words import Words

TOLD = 3.0  # log-odds that a sure answer of the encoder is worth
APPEARS = frozenset(["جاء", "ورد"])
BEFORE, AFTER = 120, 45  # tokens looked around the reporting word
_GAPS = (0, 1, 3, 6, 11, 21)
_PREPOSITIONS = frozenset(
    [
        "الي",
        "علي",
        "عن",
        "من",
        "في",
        "مع",
        "ضد",
        "بين",
        "حول",
        "نحو",
        "لدي",
        "عند",
        "بشان",
        "تجاه",
        "قبل",
        "بعد",
        "خلال",
        "دون",
        "عبر",
        "منذ",
        "حتي",
        "غير",
    ]
)
_WHO = frozenset(["الذي", "التي", "الذين", "اللذين"])


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement whose speaker is asked: its text offsets and its reporting word, if it has one."""

    start: int
    end: int
    cue: Found | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source (None: nobody in the text) and what tells for it, names of the rows of `speakers.tsv`."""

    source: Source | None
    features: tuple[str, ...]

    @property
    def worth(self) -> float:
        return sum(weights().get(f, 0.0) for f in self.features)


class Speakers:
    """The choices of one article, made in the order of its statements."""

    def __init__(self, words: Words, listed: Sequence[Source], statements: Sequence[tuple[int, int]]) -> None:
        self.words, self.listed = words, listed
        self._starts = [s.first for s in listed]
        self._statements = sorted(statements)
        self._statement_starts = [a for a, _ in self._statements]
        self.last: Source | None = None
        self._last_sentence = -1
        self._spoken: dict[int | None, int] = {}

    def heard(self, source: Source | None, asked: Asked) -> None:
        """Tell who spoke the statement, for the ones after it."""
        if source is not None:
            self.last = source
            self._last_sentence = self.words.sentence(self._anchor(asked))
            self._spoken[source.entity] = self._spoken.get(source.entity, 0) + 1

    def choose(self, asked: Asked, told: Scored | None = None) -> list[tuple[float, Source | None]]:
        """The candidates with their probabilities, best first; `told` is whom the encoder takes for the speaker."""
        candidates = self.candidates(asked)
        named = self._named_by(told)
        if named is not None and not any(c.source and same(c.source, named) for c in candidates):
            candidates.append(Candidate(named, ()))
        worth = [
            c.worth + _told(c.source, named, told) + self._stands_in(c.source, asked) for c in candidates
        ]
        odds = [math.exp(w - max(worth)) for w in worth]
        shares = [(o / sum(odds), c.source) for o, c in zip(odds, candidates, strict=True)]
        return sorted(shares, key=lambda s: -s[0])

    def _stands_in(self, source: Source | None, asked: Asked) -> float:
        """What it is worth that the statement stands in a document or paper: وجاء في البيان."""
        cue = asked.cue
        if source is None or source.kind != "organisation" or cue is None or cue.verb.lemma not in APPEARS:
            return 0.0
        follows = self.words.folded[cue.end : cue.end + 1] == ["في"] and source.phrase_first == cue.end + 1
        return TOLD if follows else 0.0

    def _named_by(self, told: Scored | None) -> Source | None:
        if told is None:
            return None
        listed = sources.of_span(self.words, self.listed, told.start, told.end)
        return listed or sources.guess(self.words, told.start, told.end)

    def candidates(self, asked: Asked) -> list[Candidate]:
        """Nobody, the sources around the reporting word, its own subject if nothing listed it, the last speaker."""
        anchor = self._anchor(asked)
        near = self.listed[
            bisect_left(self._starts, anchor - BEFORE) : bisect_right(self._starts, anchor + AFTER)
        ]
        own = self._subject(asked, near)
        near = sorted([*near, own], key=lambda s: s.first) if own else near
        form = _form(self.words, asked.cue)
        # What the statement itself names speaks only where a word inside it reports.
        near = [s for s in near if not asked.start <= self.words.starts[s.first] < asked.end]
        out = [Candidate(None, (f"{form} nobody", f"nobody after {'some' if self.last else 'no'}one"))]
        out += [Candidate(s, tuple(self._features(asked, s, near, form))) for s in near]
        if self.last is not None and not any(same(s, self.last) for s in near):
            out.append(Candidate(self.last, tuple(self._carried(asked, form))))
        return out

    def _anchor(self, asked: Asked) -> int:
        return asked.cue.first if asked.cue else min(self.words.at(asked.start), len(self.words) - 1)

    def _subject(self, asked: Asked, near: Sequence[Source]) -> Source | None:
        """The noun phrase right behind a verb or phrase, where no source is listed there: قالت الجدة إن."""
        cue, words = asked.cue, self.words
        if (
            cue is None
            or cue.verb.form not in ("finite", "frame")
            or any(s.phrase_first == cue.end for s in near)
        ):
            return None
        if any(s.phrase_first <= cue.end < s.phrase_end for s in near):
            return None
        k = cue.end
        while k < len(words) and k - cue.end < 6 and words.is_word[k]:
            if words.folded[k] in THAT or words.folded[k] in STOPS or words.folded[k] in _PREPOSITIONS:
                break
            if k > cue.end and sources.closed(words, k):
                break
            k += 1
        first = words.folded[cue.end] if k > cue.end else ""
        if not first or k - cue.end > 5 or words.ends[cue.end] > asked.start > words.starts[cue.first]:
            return None
        start, end = words.span(cue.end, k)
        return sources.guess(words, start, end)

    def _features(self, asked: Asked, source: Source, near: Sequence[Source], form: str) -> Iterator[str]:
        words, cue = self.words, asked.cue
        yield f"kind {source.label or source.kind}"
        spoken = self._spoken.get(source.entity, 0) if source.entity is not None else 0
        yield f"spoken {min(spoken, 2)}"
        if self.last is not None and same(source, self.last):
            yield f"{form} last"
            if self._last_sentence == words.sentence(self._anchor(asked)):
                yield f"{form} last in the sentence"
        short = source.kind == "role" and source.definite and source.end - source.first <= 3
        if short and self.last is not None and self.last.kind == "person":
            yield f"{form} may be last"
        if self._quoted(words.starts[source.first]):
            yield "in another statement"
        before = words.folded[source.phrase_first - 1] if source.phrase_first else ""
        if source.prefixed or before in _PREPOSITIONS:
            yield f"{form} governed" if form == "frame" else "governed"
        opens = source.phrase_first - words.sentences[words.sentence(source.first)][0]
        yield f"opening {min(opens, 3)}"
        anchor = self._anchor(asked)
        after = source.phrase_first >= (cue.end if cue else anchor)
        apart = words.sentence(source.first) - words.sentence(anchor)
        where = "here" if apart == 0 else "before" if apart == -1 else "earlier" if apart < 0 else "later"
        gap = source.phrase_first - cue.end if cue and after else max(0, anchor - source.phrase_end)
        side = "after" if after else "before"
        yield f"{form} {side} {where}"
        if apart == 0:
            yield f"{form} {side} gap {bisect_right(_GAPS, gap)}"
            low, high = (
                (cue.end if cue else anchor, source.phrase_first) if after else (source.phrase_end, anchor)
            )
            between = words.folded[low:high]
            yield f"{side} commas {min(2, sum(w in '،,' for w in between))}"
            if not after and any(w in _WHO for w in between[:2]):
                yield f"{form} who"
            if after and any(w in THAT for w in between):
                yield "behind أن"
            if (
                cue
                and after
                and asked.start >= words.ends[cue.end - 1]
                and words.starts[source.first] > asked.start
            ):
                yield "behind the statement"
        low, high = sorted((source.first, anchor))
        rivals = sum(low < s.first < high and not same(s, source) for s in near)
        yield f"{form} {side} rivals {min(rivals, 4)}"
        behind = words.folded[source.phrase_end : source.phrase_end + 1]
        if cue is None and behind in ([":"], ["."]) and 0 <= anchor - source.phrase_end <= 2:
            yield "headline"
        yield from self._agreement(asked, source, after and apart == 0)

    def _agreement(self, asked: Asked, source: Source, after: bool) -> Iterator[str]:
        if asked.cue is None:
            return
        verb = asked.cue.verb
        if verb.gender and source.gender:
            yield f"{'same' if verb.gender == source.gender else 'other'} gender {source.label or source.kind}"
        # Before its subject a verb is singular whatever the subject is.
        if verb.number and source.number and not after:
            yield "same number" if verb.number == source.number else "other number"

    def _carried(self, asked: Asked, form: str) -> Iterator[str]:
        yield f"{form} carried"
        yield f"carried {self.last.label or self.last.kind}"
        yield from self._agreement(asked, self.last, False)

    def _quoted(self, at: int) -> bool:
        k = bisect_right(self._statement_starts, at) - 1
        return any(a <= at < b for a, b in self._statements[max(0, k - 2) : k + 1])


def _told(source: Source | None, named: Source | None, told: Scored | None) -> float:
    """What the encoder's answer is worth for a candidate: most for the very phrase, less for the same person."""
    if told is None or named is None or source is None or not same(source, named):
        return 0.0
    return (TOLD if source.first == named.first else 0.9 * TOLD) * told.score


def same(a: Source, b: Source) -> bool:
    """Whether two sources are one: one entity, or one phrase."""
    return a.first == b.first or (a.entity is not None and a.entity == b.entity)


def _form(words: Words, cue: Found | None) -> str:
    if cue is None:
        return "none"
    if cue.verb.form == "noun":
        return "his noun" if cue.verb.owner else "noun"
    if (
        cue.verb.form == "finite"
        and words.folded[cue.first][:1] in "وف"
        and words.folded[cue.first] not in ("وعد", "وصف")
    ):
        return "and verb"
    return {"finite": "verb"}.get(cue.verb.form, cue.verb.form)


@cache
def weights() -> dict[str, float]:
    """What each feature is worth."""
    return {name: float(value) for name, value in rows("speakers.tsv")}

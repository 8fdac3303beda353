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

from models.names import given_names
from models.quotes import lexicon, sources
from models.quotes.cues import PREPOSITIONS, THAT, Found, form_of, withheld
from models.quotes.grammar import Grammar, told_to
from models.quotes.lexicon import rows
from models.quotes.sources import STOPS, Source, same
from models.quotes.tagged import TOLD, Scored
from models.quotes.words import Words

BEFORE, AFTER = 120, 45  # tokens looked around the reporting word
_GAPS = (0, 1, 3, 6, 11, 21)
_ABOUT = frozenset(["به", "بها", "فيه", "عنه", "عليه", "اليه", "له"])
_TOLD_TO = frozenset(["فيه", "فيها", "لي", "له", "لها", "لنا", "لهم"])
_NEGATIONS = frozenset(["لا", "لم", "لن", "ليس"])
ADDRESSEE = 7  # tokens of whom a headline's speaker spoke to, its colon included
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
        self._grammar = Grammar(words, listed)
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
        named = self._named_by(told, asked, candidates)
        if named is not None and not any(c.source and same(c.source, named) for c in candidates):
            candidates.append(Candidate(named, ()))
        worth = [
            c.worth
            + _told(c.source, named, told)
            + self._grammar.worth(c.source, asked.cue, self.last, self._quoted(c.source))
            for c in candidates
        ]
        odds = [math.exp(w - max(worth)) for w in worth]
        shares = [(o / sum(odds), c.source) for o, c in zip(odds, candidates, strict=True)]
        return sorted(shares, key=lambda s: -s[0])

    def _said(self, told: Scored, asked: Asked) -> bool:
        """Whether the encoder takes for the speaker whom the statement itself names, its reporting word being outside."""
        outside = asked.cue is not None and self.words.starts[asked.cue.first] < asked.start
        return outside and asked.start <= told.start and told.end <= asked.end

    def _named_by(self, told: Scored | None, asked: Asked, candidates: Sequence[Candidate]) -> Source | None:
        """The source that the encoder means: a listed one, a candidate in which its words begin, else just its words."""
        if told is None or self._said(told, asked):
            return None
        if listed := sources.of_span(self.words, self.listed, told.start, told.end):
            return listed
        first = self.words.at(told.start)
        near = (c.source for c in candidates if c.source and c.source.first < first < c.source.end)
        return next(near, None) or sources.guess(self.words, told.start, told.end)

    def candidates(self, asked: Asked) -> list[Candidate]:
        """Nobody, the sources around the reporting word, its own subject if nothing listed it, the last speaker."""
        anchor = self._anchor(asked)
        near = self.listed[
            bisect_left(self._starts, anchor - BEFORE) : bisect_right(self._starts, anchor + AFTER)
        ]
        own = self._subject(asked, near)
        near = sorted([*near, own], key=lambda s: s.first) if own else near
        form = form_of(self.words, asked.cue)
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
        if cue is None or cue.verb.form not in ("finite", "frame"):
            return None
        # وأثبتت ضعف أدائها. «C»: behind a full stop she no longer speaks.
        opens, _ = words.sentences[words.sentence(words.at(asked.start))]
        if cue.end < opens and ":" not in words.folded[cue.end : opens]:
            return None
        begin = _behind(words, cue)
        if any(s.phrase_first <= begin < s.phrase_end or s.phrase_first == begin for s in near):
            return None
        # واعترف بسحر تسعة: what he admits.
        admitted = (
            words.folded[begin : begin + 1]
            and words.folded[begin][0] == "ب"
            and "ب" in cue.verb.objects
            and "بان" not in words.folded[begin : begin + AFTER]  # but أفاد بائع بأن
        )
        if admitted or _is_verb(words, begin):
            return None
        k = begin
        # عدد من العاملين: of whom they are a part is told first.
        if words.folded[k + 1 : k + 2] == ["من"] and lexicon.source_kind(words.folded[k]) == "partitive":
            k += 2
        while k < len(words) and k - begin < 6 and words.is_word[k]:
            word = words.folded[k]
            if word in THAT or word in STOPS or word in PREPOSITIONS or word == "ل" or withheld(words, k):
                break
            if k > begin and (sources.closed(words, k) or sources.praised(words, begin, k)):
                break
            k += 1
        # الإعلامي سامي: what he does is told before his name.
        if any(s.phrase_first == k and s.label == "PERS" for s in near):
            return None
        if k < len(words) and words.folded[k] in sources.OPENING:
            # منصة "X": the name in marks is the source, or part of it.
            if any(s.phrase_first == k + 1 for s in near):
                return None
            k = (sources.marked_term(words, k) or k) if k > begin else k
        if (
            not 0 < words.count_tokens(begin, k) <= 5
            or words.ends[begin] > asked.start > words.starts[cue.first]
        ):
            return None
        return sources.guess(words, *words.span(begin, k))

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
        if self._quoted(source):
            yield "in another statement"
        before = words.folded[source.phrase_first - 1] if source.phrase_first else ""
        if source.prefixed or before in PREPOSITIONS:
            # وفقا لكريم; but in حسب ما قال سامي لكريم he is only told.
            own = form == "frame" and 0 <= source.phrase_first - asked.cue.end <= 1
            yield "frame governed" if own else "governed"
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
        if cue is None and _heads(words, source, anchor):
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

    def _quoted(self, source: Source | None) -> bool:
        """Whether a source stands in a statement."""
        if source is None:
            return False
        at = self.words.starts[source.first]
        k = bisect_right(self._statement_starts, at) - 1
        return any(a <= at < b for a, b in self._statements[max(0, k - 2) : k + 1])


def _is_verb(words: Words, k: int) -> bool:
    """Whether token `k` is a verb in the imperfect that no table has: وأضاف يستمد هذا المنتدى …"""
    word = words.folded[k] if k < len(words) else ""
    known = lexicon.source_kind(word) is not None or word in given_names() or word.endswith(("ون", "ين"))
    that = not THAT.isdisjoint(words.folded[k + 1 : k + 4])  # يهود إسرائيليون إن
    return word[:1] == "ي" and len(word) > 3 and not known and not that


def _behind(words: Words, cue: Found) -> int:
    """The token at which what follows a reporting word or phrase begins; behind the verb of وفق ما أورده X and فيه."""
    k = cue.end
    if cue.verb.form != "frame":
        return k + ("".join(words.folded[k : k + 1]) in _TOLD_TO)
    if words.folded[k : k + 1] in (["ما"], ["لما"]):
        k += 1
    elif not words.folded[k - 1].endswith("ما"):
        return k
    about = not _ABOUT.isdisjoint(words.folded[k + 1 : k + 2])
    return min(k + 2 if about else k + 1, len(words))


def _heads(words: Words, source: Source, anchor: int) -> bool:
    """Whether the source stands before the colon or dots of a headline whose words begin at token `anchor`, whom it
    spoke to perhaps between them: سامي لكريم: C.
    """
    behind = words.folded[source.phrase_end : source.phrase_end + 1]
    if told_to(words, source):
        return False
    if behind and behind[0][:1] == "ل" and behind[0] not in _NEGATIONS:
        return words.folded[anchor - 1] == ":" and 0 <= anchor - source.phrase_end <= ADDRESSEE
    return behind in ([":"], ["."]) and 0 <= anchor - source.phrase_end <= 2


def _told(source: Source | None, named: Source | None, told: Scored | None) -> float:
    """What the encoder's answer is worth for a candidate: most for the very phrase, less for the same person."""
    if told is None or named is None or source is None or not same(source, named):
        return 0.0
    return (TOLD if source.first == named.first else 0.9 * TOLD) * told.score


@cache
def weights() -> dict[str, float]:
    """What each feature is worth."""
    return {name: float(value) for name, value in rows("speakers.tsv")}

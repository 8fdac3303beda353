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

from models.quotes import lexicon, sources
from models.quotes.cues import THAT, Found, withheld
from models.quotes.lexicon import rows
from models.quotes.sources import STOPS, Source
from models.quotes.tagged import Scored
from models.quotes.words import MARKS, Words

CALLED = lexicon.phrase_words("called")
TOPIC = lexicon.phrase_words("topic")
TOLD = 3.0  # log-odds that a sure answer of the encoder is worth
NEVER = 4 * TOLD  # what grammar leaves no doubt of
MANY = 2.0  # what a verb in the plural tells against one person
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
_ABOUT = frozenset(["به", "بها", "فيه", "عنه", "عليه", "اليه", "له"])
_IN_IT = frozenset(["فيه", "فيها", "خلاله", "خلالها"])
# Verbs that are nothing without an object, their ب behind it.
_OF_SOMEBODY = frozenset(["وصف", "اتهم"])
_UNSAID = frozenset(["قيل", "يقال"])  # passives: the text names no one
_NEGATIONS = frozenset(["لا", "لم", "لن", "ليس"])
ADDRESSEE = 7  # tokens of whom a headline's speaker spoke to, its colon included
_ABOUT_NOW = frozenset(["اما", "فيما", "وفيما"])  # before the word of TOPIC
_MEANWHILE = frozenset(["فيما", "بينما"])
_VOCATIVES = frozenset(["يا", "فيا", "ويا"])
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
        named = self._named_by(told, asked, candidates)
        if named is not None and not any(c.source and same(c.source, named) for c in candidates):
            candidates.append(Candidate(named, ()))
        worth = [
            c.worth
            + _told(c.source, named, told)
            + self._stands_in(c.source, asked)
            + self._has(c.source, asked)
            - self._unlike(c.source, asked)
            for c in candidates
        ]
        odds = [math.exp(w - max(worth)) for w in worth]
        shares = [(o / sum(odds), c.source) for o, c in zip(odds, candidates, strict=True)]
        return sorted(shares, key=lambda s: -s[0])

    def _stands_in(self, source: Source | None, asked: Asked) -> float:
        """What it is worth that the statement stands in a document or paper (وجاء في البيان), or in what came from
        somebody: تلقى كريم رسالة من سامي قال فيها.
        """
        cue = asked.cue
        if source is None or cue is None:
            return 0.0
        follows, folded = self.words.folded[cue.end : cue.end + 1], self.words.folded
        if source.kind == "organisation" and cue.verb.lemma in APPEARS:
            return TOLD if follows == ["في"] and source.phrase_first == cue.end + 1 else 0.0
        within = follows and follows[0] in _IN_IT and 0 <= cue.first - source.phrase_end <= 4
        # A title like جلالة may stand before the name, an office behind it.
        return (
            TOLD if within and "من" in folded[max(0, source.phrase_first - 2) : source.phrase_first] else 0.0
        )

    def _has(self, source: Source | None, asked: Asked) -> float:
        """What it is worth that a source stands before قد and the verb: كان كريم قد دعا سامي إلى."""
        cue = asked.cue
        if source is None or cue is None or cue.verb.form != "finite":
            return 0.0
        if not 0 < cue.first - source.phrase_end <= 2:
            return 0.0
        between = self.words.folded[source.phrase_end : cue.first]
        other = source.gender and cue.verb.gender and source.gender != cue.verb.gender
        return 1.5 * TOLD if between in (["قد"], ["،", "قد"]) and not other and not source.prefixed else 0.0

    def _unlike(self, source: Source | None, asked: Asked) -> float:
        """What it is worth that a source can't be the verb's subject: the object of حذر الحكومة من, one man before قالوا."""
        cue = asked.cue
        if source is None or cue is None:
            return 0.0
        # يا معالي الوزير: to him it is said.
        before = self.words.folded[max(0, source.phrase_first - 2) : source.phrase_first]
        called = not _VOCATIVES.isdisjoint(before)
        if called or self._is_topic(source, cue):
            return NEVER
        if cue.verb.form == "participle":
            if self._in_other_clause(source, cue):
                return NEVER
            # الجهات المعنية …، مطالبين
            told = source.label not in ("ORG", "LOC") and source.gender and cue.verb.gender
            several = any(word[0] == "و" for word in self.words.folded[source.first + 1 : source.end])
            return TOLD if told and not several and source.gender != cue.verb.gender else 0.0
        if cue.verb.form != "finite":
            return 0.0
        if self.words.folded[cue.first].lstrip("وف") in _UNSAID:
            return 2 * TOLD
        # What somebody spoke of does not go on speaking behind him: وأضاف.
        if (
            _form(self.words, cue) == "and verb"
            and source.phrase_first < cue.first
            and self._quoted(self.words.starts[source.first])
            and (self.last is None or not same(source, self.last))
        ):
            return TOLD
        # قال لرويترز مسؤول إن
        if source.phrase_first >= cue.end and _told_to(self.words, source):
            return 2 * TOLD
        behind = source.phrase_first == cue.end
        if behind and self._is_object(source, cue):
            return NEVER
        fronted = self._fronted(cue)
        if fronted is not None and not same(source, fronted):
            return NEVER
        noun = source.label not in ("PERS", "LOC") and source.phrase_first == source.first
        if behind and noun and source.gender == "f" and cue.verb.gender == "m" and cue.verb.number == "s":
            return TOLD
        # رسالة إلى كريم قال فيها: who wrote it stands before.
        within = self.words.folded[cue.end : cue.end + 1]
        before = self.words.folded[source.phrase_first - 1] if source.phrase_first else ""
        if within and within[0] in _IN_IT and 0 <= cue.first - source.phrase_end <= 2:
            return MANY if source.prefixed or before in _PREPOSITIONS else 0.0
        # شكر الداعمين، وسأل الله: behind them the verb would be a plural.
        head = self.words.folded[source.first]
        if source.phrase_first < cue.first and source.entity is None and source.number == "p":
            return TOLD if head.endswith(("ون", "ين")) and cue.verb.number == "s" else 0.0
        many = cue.verb.number == "p" and cue.verb.person == 3
        return MANY if many and not behind and source.kind == "person" else 0.0

    def _is_topic(self, source: Source, cue: Found) -> bool:
        """Whether a sentence opens with what it is about, and the source stands in that: وعن عقده مع الشركة، قال."""
        words = self.words
        first, end = words.sentences[words.sentence(source.first)]
        opener = first + (words.folded[first] in _ABOUT_NOW)
        if source.phrase_first <= opener + 1 or words.folded[opener].removeprefix("و") not in TOPIC:
            return False
        ends = (
            k
            for k in range(opener + 1, end)
            if k == cue.first or words.folded[k] in "،," or _reports(words.folded[k])
        )
        return source.phrase_end <= next(ends, first)

    def _in_other_clause(self, source: Source, cue: Found) -> bool:
        """Whether another speaks in the clause of a participle: قال كريم إن …، فيما شكر سامي رجاله، مؤكدا أن."""
        words = self.words
        first, _ = words.sentences[words.sentence(cue.first)]
        opens = next((k for k in range(cue.first - 1, first, -1) if words.folded[k] in _MEANWHILE), None)
        if opens is None or not first <= source.first < opens:
            return False
        low, high = bisect_right(self._starts, opens), bisect_left(self._starts, cue.first)
        return any(not s.prefixed and self._opens_with(opens + 1, s) for s in self.listed[low:high])

    def _opens_with(self, first: int, source: Source) -> bool:
        """Whether a clause that begins at token `first` has the source for its subject: شكر المهندس سامي, سامي شكر."""
        lead = self.words.folded[first : source.phrase_first]
        return len(lead) <= 2 and _PREPOSITIONS.isdisjoint(lead) and THAT.isdisjoint(lead)

    def _is_object(self, source: Source, cue: Found) -> bool:
        """Whether the noun phrase right behind a verb is no subject: حذر المواطنين من, دعا الأطراف إلى, وصف الحكم بأنه."""
        words = self.words
        head = words.folded[source.first]
        if lexicon.bears_object(words.folded[cue.first]):
            return False
        if source.entity is None and source.number == "p" and head.endswith("ين"):
            return True
        if cue.verb.attitude == "demanding" and lexicon.bare(head) in CALLED:
            return True
        end = source.phrase_end if source.entity is None else source.end
        follows = "".join(words.folded[end : end + 1])
        named = any(s.first == end for s in self.listed)
        return cue.verb.lemma in _OF_SOMEBODY and follows.startswith("ب") and not named

    def _said(self, told: Scored, asked: Asked) -> bool:
        """Whether the encoder takes for the speaker whom the statement itself names, its reporting word being outside."""
        outside = asked.cue is not None and self.words.starts[asked.cue.first] < asked.start
        return outside and asked.start <= told.start and told.end <= asked.end

    def _fronted(self, cue: Found) -> Source | None:
        """The source that opens a sentence right before a verb in the imperfect, as in headlines: «داعش» يتوعد كريم."""
        words, verb = self.words, cue.verb
        if words.folded[cue.first][:1] not in "يت":
            return None
        end = cue.first - (words.folded[cue.first - 1] in MARKS)
        k = bisect_left(self._starts, end) - 1
        before = self.listed[k] if k >= 0 else None
        if before is None or before.phrase_end != end or before.prefixed:
            return None
        opens = before.phrase_first - (words.folded[before.phrase_first - 1] in MARKS)
        # Of a body's name the gender is guessed.
        alike = before.label == "ORG" or not before.gender or before.gender == verb.gender
        return before if alike and opens == words.sentences[words.sentence(cue.first)][0] else None

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
        if cue is None or cue.verb.form not in ("finite", "frame"):
            return None
        begin = _behind(words, cue)
        if any(s.phrase_first <= begin < s.phrase_end or s.phrase_first == begin for s in near):
            return None
        k = begin
        # عدد من العاملين: of whom they are a part is told first.
        if words.folded[k + 1 : k + 2] == ["من"] and lexicon.source_kind(words.folded[k]) == "partitive":
            k += 2
        while k < len(words) and k - begin < 6 and words.is_word[k]:
            word = words.folded[k]
            if word in THAT or word in STOPS or word in _PREPOSITIONS or word == "ل" or withheld(words, k):
                break
            if k > begin and sources.closed(words, k):
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
        if self._quoted(words.starts[source.first]):
            yield "in another statement"
        before = words.folded[source.phrase_first - 1] if source.phrase_first else ""
        if source.prefixed or before in _PREPOSITIONS:
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

    def _quoted(self, at: int) -> bool:
        k = bisect_right(self._statement_starts, at) - 1
        return any(a <= at < b for a, b in self._statements[max(0, k - 2) : k + 1])


def _behind(words: Words, cue: Found) -> int:
    """The token at which what follows a reporting word or phrase begins; behind the verb of وفق ما أورده X."""
    k = cue.end
    if cue.verb.form != "frame":
        return k
    if words.folded[k : k + 1] in (["ما"], ["لما"]):
        k += 1
    elif not words.folded[k - 1].endswith("ما"):
        return k
    about = not _ABOUT.isdisjoint(words.folded[k + 1 : k + 2])
    return min(k + 2 if about else k + 1, len(words))


def _reports(word: str) -> bool:
    """Whether a folded word is a finite reporting verb."""
    verb = lexicon.verb(word)
    finite = verb is not None and verb.form == "finite" and lexicon.lookalike(word) is None
    # رأيه is no verb.
    return finite and not lexicon.bears_object(word)


def _told_to(words: Words, source: Source) -> bool:
    """Whether ل stands before a source: لرويترز, لـ«رويترز»."""
    k = source.phrase_first
    if source.prefixed:
        return words.folded[k][:1] == "ل"
    k -= 1 if k and words.folded[k - 1] in sources.OPENING else 0
    return k > 0 and words.folded[k - 1] == "ل"


def _heads(words: Words, source: Source, anchor: int) -> bool:
    """Whether the source stands before the colon or dots of a headline whose words begin at token `anchor`, whom it
    spoke to perhaps between them: سامي لكريم: C.
    """
    behind = words.folded[source.phrase_end : source.phrase_end + 1]
    if _told_to(words, source):
        return False
    if behind and behind[0][:1] == "ل" and behind[0] not in _NEGATIONS:
        return words.folded[anchor - 1] == ":" and 0 <= anchor - source.phrase_end <= ADDRESSEE
    return behind in ([":"], ["."]) and 0 <= anchor - source.phrase_end <= 2


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

"""The encoder's reading and the rules' made one: final edges, kinds, speakers and verbs.

With no encoder (`tagged` is None) the rules' statements stand alone. With one its statements stand, the
rules correct their edges by the marks, add what the encoder missed where they are precise, and name
speakers it left out.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from models.findings import Cue, Entity, Mention, Quote, QuoteKind, Span, Speaker
from models.quotes import lexicon, scripture, sources
from models.quotes.contents import Draft, conjunction, drafts, titled, with_b
from models.quotes.cues import HELD_BACK, THAT, Found, aside, cues, turned, untold, withheld
from models.quotes.relay import relayed
from models.quotes.sources import Source, same
from models.quotes.speakers import Asked, Speakers
from models.quotes.tagged import Scored, Tagged
from models.quotes.words import MARKS, Words

# Rule statements of at least this score are added where the encoder is silent.
PRECISE = 0.85
# And of this one where it saw them as the end of another.
PARTED = 0.8
# Statements of the encoder alone need this probability.
ALONE = 0.75
# And this one where the word that reports is in no table: «أغضبت»، «وبات».
STRANGE = 0.94
# A rule and the encoder mean one statement where their overlap (intersection over union) is this.
AGREES = 0.5
# What sets off somebody's very words.
SET_OFF = frozenset([*MARKS, "'", ":", "-", "–", "—"])
# Words that are no statement.
SCRAP = 2
# Below this probability the encoder's cue gives way to the rule's.
SURE_CUE = 0.4
# Tokens between a statement and a phrase that closes it.
CLOSE = 2
# What somebody would like to say he says himself.
WISHES = lexicon.phrase_words("wish")
# Letters of a conjunction before a statement's first word.
CONJUNCTION = 1
# Offset and slope, on the log-odds of a score, that make scores of statements probabilities (Platt 1999):
# `python -m training.evaluate_quotes --fit`.
CALIBRATION = (-1.20, 0.91)
# المصدر ذاته is whoever spoke last.
_SAME_AGAIN = lexicon.phrase_words("same")
# Tokens from a verb at the head of a tagged clause to the أن or colon behind which the clause begins.
BEHIND = 8
# Words that lead up to a reporting verb: من جهته.
LEAD = 3
# A second speaker this near to the first is kept, so that the page can ask.
RIVAL = 0.5
# In the imperfect behind these words they are of a thing: ما ينذر بكارثة, مما يدعونا إلى الحذر.
_THREATS = frozenset(["هدد", "أنذر", "دعا"])
_OF_A_THING = frozenset(["ما", "مما"])


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement on its way: offsets, its cue as a reading and as a span, the encoder's speaker."""

    start: int
    end: int
    kind: QuoteKind
    cue: Found | None
    cue_span: tuple[int, int] | None
    told: Scored | None
    rule: str
    score: float


def find(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    tagged: Sequence[Tagged] | None = None,
) -> tuple[Quote, ...]:
    """The statements of `text`, in order of place, with speakers, cues and kinds.

    `mentions` carry the ids of `entities`. Every span lies inside the text; takes time linear in its
    length and raises nothing.
    """
    words = Words(text, sentences)
    reporting = cues(words, mentions)
    ruled = drafts(words, reporting, mentions)
    said = [_from_rule(words, reporting, d) for d in ruled]
    if tagged is not None:
        said = _blended(words, reporting, tagged, said)
    nobodys = (_namelessness, _things, _writers)
    named = {words.before(m.end): words.at(m.start) for m in mentions}
    said = [
        s
        for s in said
        if _speaks(words, s) and not _names(words, s, named) and not any(is_it(words, s) for is_it in nobodys)
    ]
    return _attributed(words, said, mentions, entities)


def _speaks(words: Words, s: _Said) -> bool:
    """Whether a statement has a word in it: «60» ألف زيارة is none, nor is أن alone."""
    told = words.folded[words.at(s.start) : words.before(s.end)]
    return any(word.isalpha() and word not in THAT for word in told)


def _names(words: Words, s: _Said, named: Mapping[int, int]) -> bool:
    """Whether a statement is a name, a title perhaps before it: شارك في الجراحة: «الدكتور كريم سالم». `named` has the first
    token of the name that ends before a token.
    """
    first = named.get(words.before(s.end))
    before = words.folded[words.at(s.start) : first] if first is not None else []
    return first is not None and all(lexicon.source_kind(word) == "role" for word in before)


def _namelessness(words: Words, s: _Said) -> bool:
    """Whether all that is said is that the source keeps his name back; the narrator tells so."""
    return words.count(s.start, s.end) <= HELD_BACK and withheld(words, words.at(s.start))


def _things(words: Words, s: _Said) -> bool:
    """Whether a thing does it, and nobody says it: أضاف القطاع إلى محفظته غرفا, ما يهدد بكارثة."""
    if s.cue is None or s.kind == "direct":
        return False
    first, cue = words.at(s.start), s.cue
    if cue.verb.lemma == "أضاف" and cue.end < first and words.folded[first - 1] == "الي":
        return True
    before = words.folded[cue.first - 1] if cue.first else ""
    return cue.verb.lemma in _THREATS and not lexicon.past(words.folded[cue.first]) and before in _OF_A_THING


def _writers(words: Words, s: _Said) -> bool:
    """Whether the writer says it himself, outside of marks: نعلم أن C, وأود التنبيه إلى أن C, وتبين أن C. Of a text's
    own opinion there is no speaker in it.
    """
    if s.cue is None or s.kind == "direct":
        return False
    first = s.cue.first
    if untold(words, first):
        return True
    # التقرير الذي أعده المركز: he made it ready, not I.
    own = s.cue.verb.person == 1 and not lexicon.bears_object(words.folded[first])
    return own or (first > 0 and words.folded[first - 1].removeprefix("و") in WISHES)


def _from_rule(words: Words, reporting: Sequence[Found], draft: Draft) -> _Said:
    cue = reporting[draft.cue] if draft.cue is not None else None
    span = _cue_span(words, cue) if cue else None
    return _Said(draft.start, draft.end, draft.kind, cue, span, None, f"rule: {draft.rule}", draft.score)


def _cue_span(words: Words, cue: Found) -> tuple[int, int]:
    """The cue's words without an attached و, ف, or the ب of بقوله."""
    own = lexicon.clitic(words.folded[cue.first])
    return words.behind(cue.first, own), words.ends[cue.end - 1]


def _blended(
    words: Words, reporting: Sequence[Found], tagged: Sequence[Tagged], ruled: Sequence[_Said]
) -> list[_Said]:
    """The encoder's statements, with the edges of a rule where one agrees, and precise ones that it missed."""
    out: list[_Said] = []
    starts = [s.start for s in ruled]
    for t in _whole(words, sorted(tagged, key=lambda t: (t.start, -t.end))):
        if not words.count(t.start, t.end):
            continue
        start, end, kind = _mended(words, t)
        if kind == "direct" and titled(words, start):
            continue
        cue = reading(words, (t.cue.start, t.cue.end) if t.cue else None)
        span = _cue_span(words, cue) if cue else None
        k = bisect_left(starts, start)
        own = _Said(start, end, kind, cue, span, t.speaker, "encoder", t.score)
        own = _parted(words, own, ruled[k : k + 5])
        near = [
            r
            for r in ruled[max(0, k - 4) : k + 5]
            if _overlap(own, r) >= _needed(own, r) or _scrap(words, own, r)
        ]
        if near:
            out.append(_agreed(words, own, max(near, key=lambda r: _overlap(own, r)), t))
        elif t.score >= _bar(words, own):
            out.append(own)
    out = [_closed(words, reporting, s) for s in _distinct(words, out)]
    ends = [(s.start, s.end) for s in out]
    seen = sorted((t.start, t.end) for t in tagged)
    out += [s for s in ruled if s.score >= _rule_bar(words, seen, s) and not _touches(ends, s)]
    return [replace(s, score=calibrated(s.score)) for s in sorted(out, key=lambda s: (s.start, -s.end))]


def _rule_bar(words: Words, seen: Sequence[tuple[int, int]], s: _Said) -> float:
    """The score from which on a rule's statement stands without the encoder: less where that saw it, with its past verb, as
    a part of another, which a rule ended sooner. `seen` are the encoder's stretches in order.
    """
    if s.cue is None or s.cue.verb.form != "finite" or not lexicon.past(words.folded[s.cue.first]):
        return PRECISE
    k = bisect_left(seen, (s.cue_span[0] + 1,)) - 1
    return PARTED if k >= 0 and s.cue_span[0] < s.start < s.end <= seen[k][1] else PRECISE


def _parted(words: Words, own: _Said, ruled: Sequence[_Said]) -> _Said:
    """An indirect statement without what its speaker goes on to say in marks: طالبوا بالرحيل | وهتفوا: «ارحلوا»."""
    for r in ruled:
        goes_on = (
            own.kind == "indirect"
            and r.kind == "direct"
            and r.cue is not None
            and r.cue.verb.form == "finite"
        )
        if not goes_on or not own.start < r.cue_span[0] < r.start < r.end <= own.end:
            continue
        colon = words.folded[r.cue.end : r.cue.end + 1] == [":"]
        if colon and lexicon.clitic(words.folded[r.cue.first]) and not words.count(r.end, own.end):
            return replace(own, end=words.trim(own.start, words.starts[r.cue.first])[1])
    return own


def _bar(words: Words, own: _Said) -> float:
    """The probability that a statement needs which only the encoder sees."""
    if own.cue and lexicon.lookalike(words.folded[own.cue.first]) == "never":
        return math.inf
    if own.cue is None and words.count(own.start, own.end) <= SCRAP:
        return math.inf
    # Nothing reports it and nothing sets it off: mostly the writer's own إن.
    if (own.kind == "direct" or own.cue is None) and not _set_off(words, own):
        return STRANGE
    return STRANGE if own.kind == "indirect" and own.cue and not own.cue.verb.lemma else ALONE


def _set_off(words: Words, own: _Said) -> bool:
    """Whether marks, a colon or a dash set off what was tagged as somebody's very words."""
    first, end = words.at(own.start), words.before(own.end)
    k = first
    while k and not words.is_word[k - 1]:
        k -= 1
    before, after = words.folded[k:first], words.folded[end : end + 1]
    return first == 0 or not SET_OFF.isdisjoint(before) or not SET_OFF.isdisjoint(after)


def _closed(words: Words, reporting: Sequence[Found], s: _Said) -> _Said:
    """A statement without a reporting word of its own under the phrase right behind it: C، بحسب كريم."""
    if s.cue is not None and s.cue.verb.lemma and not _far(words, s):
        return s
    after = words.before(s.end)
    k = bisect_left(reporting, after, key=lambda c: c.first)
    if k == len(reporting) or reporting[k].first - after > CLOSE or reporting[k].verb.form != "frame":
        return s
    cue = reporting[k]
    # ووفقا لكريم، … opens what follows.
    if lexicon.clitic(words.folded[cue.first]) or words.sentence(cue.first) != words.sentence(after - 1):
        return s
    behind = lexicon.verb(words.folded[cue.end]) if cue.end < len(words) else None
    # حسب تعبيره: whom the encoder took is he.
    told = s.told if (behind and behind.owner) or (s.told and s.told.start >= s.end) else None
    return replace(s, cue=cue, cue_span=_cue_span(words, cue), told=told)


def _far(words: Words, s: _Said) -> bool:
    """Whether what stands in marks opens a sentence, its reporting word being in the one before."""
    first = words.at(s.start)
    opens = words.sentences[words.sentence(first)][0]
    colon = ":" in words.folded[s.cue.end : opens]
    return s.kind == "direct" and s.cue.end < opens and first - opens <= 1 and not colon


def _whole(words: Words, tagged: Sequence[Tagged]) -> list[Tagged]:
    """The statements in order, those that the encoder broke within a clause made one again."""
    out: list[Tagged] = []
    for t in tagged:
        last = out[-1] if out else None
        if last and last.kind == t.kind == "indirect" and _broken(words, last.end, t.start):
            out[-1] = replace(last, end=t.end, score=min(last.score, t.score))
        else:
            out.append(t)
    return out


def _broken(words: Words, end: int, start: int) -> bool:
    """Whether at most one plain word stands between the end of a statement and the start of the next."""
    between = range(words.before(end), words.at(start))
    return len(between) <= 1 and all(
        words.is_word[k] and words.folded[k] not in THAT and not lexicon.verb(words.folded[k])
        for k in between
    )


def calibrated(score: float) -> float:
    """The probability that a statement of this score is one."""
    within = min(0.999, max(0.001, score))
    offset, slope = CALIBRATION
    return 1 / (1 + math.exp(-offset - slope * math.log(within / (1 - within))))


def _needed(own: _Said, rule: _Said) -> float:
    """The overlap two readings of one statement need; less where they begin alike and a rule ended it sooner."""
    return AGREES / 2 if own.start == rule.start and own.end > rule.end else AGREES


def _scrap(words: Words, own: _Said, rule: _Said) -> bool:
    """Whether the encoder saw no more than a word or two of what stands in a sure rule's marks, no other mark inside."""
    if words.count(own.start, own.end) > SCRAP or not rule.start <= own.start < own.end <= rule.end:
        return False
    plain = set(MARKS).isdisjoint(words.text[rule.start : rule.end])
    return plain and rule.kind == "direct" and rule.score >= PRECISE


def _overlap(a: _Said, b: _Said) -> float:
    """Intersection over union of two statements."""
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared / (max(a.end, b.end) - min(a.start, b.start)) if shared > 0 else 0.0


def _agreed(words: Words, own: _Said, rule: _Said, t: Tagged) -> _Said:
    """One statement that both found: the rule's edges, the cue of the surer one."""
    cue, span = own.cue, own.cue_span
    unknown = cue is None or not cue.verb.lemma
    # A word of the statement itself reports something else: «كما يعتبر كريم …»، بحسب مسؤول.
    astray = _within(span, rule) and _behind(rule)
    beside = cue is not None and aside(words, cue)
    if rule.cue is not None and (t.cue is None or t.cue.score < SURE_CUE or unknown or astray or beside):
        cue, span = rule.cue, rule.cue_span
    score = 1 - (1 - own.score) * (1 - rule.score)
    return _Said(rule.start, rule.end, rule.kind, cue, span, t.speaker, f"encoder, {rule.rule}", score)


def _within(span: tuple[int, int] | None, s: _Said) -> bool:
    """Whether a cue stands inside a statement; its first word may be the verb that reports it."""
    return span is not None and s.start + CONJUNCTION < span[0] < s.end


def _behind(s: _Said) -> bool:
    """Whether a phrase that attributes stands behind a statement: C، بحسب كريم."""
    return s.cue is not None and s.cue.verb.form == "frame" and s.cue_span[0] >= s.end


def _distinct(words: Words, said: Sequence[_Said]) -> list[_Said]:
    """One statement a stretch: what lies inside a direct statement is part of it."""
    kept: list[_Said] = []
    for s in sorted(said, key=lambda s: (s.start, -s.end, -s.score)):
        before = kept[-1] if kept else None
        if before is None or s.start >= before.end:
            kept.append(s)
        elif (
            s.kind == "direct" and before.kind == "indirect" and s.end - s.start >= before.end - before.start
        ):
            kept[-1] = s
        elif s.end > before.end:
            # Two that run into each other: the later one begins where the earlier ends.
            kept.append(replace(s, start=words.trim(before.end, s.end)[0]))
    return kept


def _touches(spans: Sequence[tuple[int, int]], s: _Said) -> bool:
    """Whether `s` shares a character with one of `spans`, which are in order and don't overlap."""
    k = bisect_left(spans, (s.end,)) - 1
    return k >= 0 and spans[k][1] > s.start


def reading(words: Words, span: tuple[int, int] | None) -> Found | None:
    """The reporting word that a span of text holds, as a reading; one that only keeps a name back is none."""
    if span is None:
        return None
    first, end = words.at(span[0]), words.before(span[1])
    if first >= end or withheld(words, first):
        return None
    verb = lexicon.phrase(words.text[span[0] : span[1]])
    return Found(first, end, verb or lexicon.Verb("", "", "finite"))


def _mended(words: Words, t: Tagged) -> tuple[int, int, QuoteKind]:
    """A tagged statement with its edges set right: marks, complementiser, punctuation; its kind by the marks."""
    start, end = t.start, t.end
    for m in words.near((start + end) // 2):
        # Most of what one pair of marks holds, and little beside: exactly that.
        shared = min(end, m.inner.end) - max(start, m.inner.start)
        most = (
            0.5 * (m.inner.end - m.inner.start) if t.kind == "direct" else 0.8 * (m.inner.end - m.inner.start)
        )
        if (
            m.closed
            and shared > most
            and shared > 0.8 * (end - start)
            and words.count(m.inner.start, m.inner.end) > 2
        ):
            return (*words.trim(m.inner.start, m.inner.end), "direct")
    if t.kind == "direct":
        return (*words.trim(start, end), t.kind)
    start, end = words.trim(*_on_one_line(words, t))
    first = words.at(start)
    if first < len(words) and words.folded[first] in THAT and words.ends[first] < end:
        start, end = words.trim(words.ends[first], end)
        first = words.at(start)
    opens = first < len(words) and first == words.sentences[words.sentence(first)][0]
    if opens and words.starts[first] == start:
        start = words.behind(first, conjunction(words, first))
    elif _governed(words, t, first):
        start = words.behind(first, 1)
    return _behind_cue(words, start, end), end, t.kind


def _governed(words: Words, t: Tagged, first: int) -> bool:
    """Whether the ب upon token `first` is of the verb that reports: اعترف كريم بعجزه."""
    cue = reading(words, (t.cue.start, t.cue.end) if t.cue else None)
    if cue is None or "ب" not in cue.verb.objects or not with_b(words.folded[first]):
        return False
    before = words.folded[first - 1] if first else ""
    return cue.end <= first and before.isalpha() and before not in THAT


def _on_one_line(words: Words, t: Tagged) -> tuple[int, int]:
    """The part of a clause on the line that reports it: a headline ends without a stop, and goes on in no body."""
    if t.cue and t.cue.start < t.start:
        line_end = words.text.find("\n", t.start, t.end)
        return t.start, t.end if line_end < 0 else line_end
    return max(t.start, words.text.rfind("\n", t.start, t.end)), t.end


def _behind_cue(words: Words, start: int, end: int) -> int:
    """Where a clause begins that was tagged with the verb that reports it: قال إنه C, وأضاف الوزير: C.

    أن before it says that the verb is part of what was said: أنه قال إن C.
    """
    first, stop = words.at(start), words.before(end)
    verb = lexicon.verb(words.folded[first]) if first < stop else None
    if (
        verb is None
        or verb.form != "finite"
        or verb.person != 3
        or (first and words.folded[first - 1] in THAT)
    ):
        return start
    if words.folded[first].removeprefix("و")[:1] in "يت":
        return start
    for k in range(first + 1, min(stop - 3, first + BEHIND)):
        if words.folded[k] in THAT or words.folded[k] == ":":
            return words.trim(words.ends[k], end)[0]
    return start


def _attributed(
    words: Words, said: Sequence[_Said], mentions: Sequence[Mention], entities: Sequence[Entity]
) -> tuple[Quote, ...]:
    """Quotes with their speakers: the encoder's where it is sure, else the best candidate."""
    listed = sources.sources(words, mentions, entities)
    people = _People(words, listed, entities)
    choice = Speakers(words, listed, [(s.start, s.end) for s in said])
    out = []
    for s in said:
        asked = Asked(s.start, s.end, s.cue)
        passed_on = relayed(words, listed, s.start, s.cue)
        source, others = (passed_on[0], []) if passed_on else _speaker(s, asked, choice)
        cue = _cue(words, s)
        # طالب البعض بإعادة الامتحان: what is demanded is not the speaker's.
        source = source and sources.clipped(words, source, s.start)
        source = source and people.namesake(source, s.cue)
        # من جهته: whoever spoke last has done so, unless it is his office.
        other = source is not None and turned(words, s.cue) and not people.has_office(source, choice.last)
        last = None if other else choice.last
        speaker = people.speaker(source, last)
        if source is not None:
            s = replace(s, start=_behind_source(words, s, source))
            heard = people.resolved(source, last)
            choice.heard(heard, asked)
            people.heard(heard)
        verbatim = () if s.kind == "direct" else tuple(m.inner for m in words.within_marks(s.start, s.end))
        out.append(
            Quote(
                start=s.start,
                end=s.end,
                text=words.text[s.start : s.end],
                kind=s.kind,
                verbatim=verbatim,
                speaker=speaker,
                other_speakers=_others(speaker, [people.speaker(o, None) for o in others]),
                relayed_by=people.speaker(passed_on[1], None) if passed_on else None,
                cue=cue,
                scripture=scripture.quoted(words, s.start),
                rule=s.rule,
                score=min(1.0, max(0.0, round(s.score, 3))),
            )
        )
    return tuple(out)


def _others(speaker: Speaker | None, maybe: Sequence[Speaker | None]) -> tuple[Speaker, ...]:
    """Who else might speak: nobody whom the page shows under the speaker's own name, and each name once."""
    by_name = {other.name: other for other in maybe if other is not None}
    return tuple(other for name, other in by_name.items() if speaker is None or name != speaker.name)


def _behind_source(words: Words, s: _Said, source: Source) -> int:
    """Where a statement begins that was taken with its reporting verb and whoever speaks: ذكر كريم أن C, من جهته انتقد
    كريم C.
    """
    if s.cue is None or s.cue.verb.form != "finite" or source.phrase_first != s.cue.end:
        return s.start
    lead = s.cue.first - words.at(s.start)
    k = max(source.end, source.phrase_end)
    if lead < 0 or k >= len(words) or words.ends[k] >= s.end:
        return s.start
    that = words.folded[k] in THAT
    start, end = words.trim(words.starts[k + that], s.end)
    return start if (that or lead <= LEAD) and words.count(start, end) > SCRAP else s.start


def _speaker(s: _Said, asked: Asked, choice: Speakers) -> tuple[Source | None, list[Source]]:
    """Who speaks, and who else might: the encoder's answer where it is sure, else the best candidate."""
    (share, best), *rest = choice.choose(asked, s.told)
    others = [source for other, source in rest[:2] if source is not None and other > RIVAL * share]
    return best, [o for o in others if best is None or not same(o, best)] if best else []


def _cue(words: Words, s: _Said) -> Cue | None:
    if s.cue_span is None:
        return None
    start, end = s.cue_span
    verb = s.cue.verb if s.cue and s.cue.verb.lemma else None
    return Cue(
        start, end, words.text[start:end], verb.lemma if verb else None, verb.attitude if verb else None
    )


class _People:
    """Offices and short forms under the names of those who hold them."""

    def __init__(self, words: Words, listed: Sequence[Source], entities: Sequence[Entity]) -> None:
        self._words, self._entities = words, entities
        self._person: Source | None = None
        self._people = [s for s in listed if s.label == "PERS" and s.entity is not None]
        # By name, or by one in marks that is none of the article's names: وكالة «الشمال».
        self._bodies = [
            s
            for s in listed
            if s.kind == "organisation"
            and (s.label == "ORG" or not set(MARKS).isdisjoint(words.folded[s.first + 1 : s.first + 2]))
        ]
        self._named = [
            s for s in listed if s.kind == "person" and s.phrase_end - s.phrase_first > s.end - s.first
        ]
        # Offices told of a person before the name or after it, by their first word.
        self._offices: dict[str, list[tuple[frozenset[str], Source]]] = defaultdict(list)
        self._countries: dict[int | None, set[str]] = defaultdict(set)
        self._told_of: dict[int | None, set[str]] = defaultdict(set)
        # Who was told to be of a rank, by entity, where first.
        self._ranked: dict[str, dict[int | None, Source]] = defaultdict(dict)
        for s in self._named:
            # معالي رئيس الهيئة كريم: a title of respect stands before the office.
            before = {lexicon.bare(w) for w in words.folded[max(0, s.phrase_first - 1) : s.phrase_first]}
            self._told_of[s.entity] |= before & sources.RESPECT
            for place in ((s.phrase_first, s.first), (s.end, s.phrase_end)):
                self._told_of[s.entity].update(map(lexicon.bare, words.folded[slice(*place)]))
                if told := sources.office(words, *place):
                    self._offices[told[0]].append((frozenset(told), s))
                    self._countries[s.entity] |= sources.countries(told)
            for word in self._told_of[s.entity] & sources.RESPECT:
                self._ranked[word].setdefault(s.entity, s)

    def heard(self, source: Source) -> None:
        """Tell who spoke, as `Speakers.heard`."""
        self._person = source if source.kind == "person" else self._person

    def resolved(self, source: Source, last: Source | None) -> Source:
        """Whom an office, a body's generic noun (الوزارة) or المصدر ذاته stands for, where the article names
        one; else the source itself."""
        folded = self._words.folded
        if source.entity is None and last is not None and self._again(source):
            # المتحدث ذاته is no body that was heard between.
            office = lexicon.source_kind(folded[source.first]) == "role"
            return self._person if office and self._person and last.kind == "organisation" else last
        if source.kind == "organisation" and source.entity is None and source.end - source.first == 1:
            head = folded[source.first].removeprefix("لل").removeprefix("ال")
            named = (s for s in reversed(self._bodies) if s.first < source.first and self._is_a(s, head))
            return next(named, source)
        if source.kind != "role" or not source.definite:
            return source
        told = sources.office(self._words, source.first, source.end)
        if len(told) > 1:
            # An office begins like the other: رئيس الحكومة is not نائب رئيس الحكومة, nor his spokesman.
            named = (s for words, s in self._offices.get(told[0], ()) if words.issuperset(told))
            if found := next(named, None):
                return found
        if rank := sources.rank(folded[source.first]):
            return self._of_rank(rank, source, last) or source
        short = source.end - source.first <= 3 and folded[source.first].startswith(("ال", "لل"))
        head = lexicon.bare(folded[source.first])
        if short and head in sources.AUTHORS:
            return self._author(head, last) or source
        # الفكر الأوروبي is nobody's office.
        known = any(
            lexicon.source_kind(w) or lexicon.bare(w) in sources.PERSONS
            for w in (head, head.removesuffix("ه"))
        )
        if short and known and source.number != "p" and last is not None and last.kind == "person":
            return last if self._may_be(source, told, last) else source
        return source

    def _is_a(self, body: Source, noun: str) -> bool:
        """Whether a body's name begins with a generic noun, or has it before its marks: حركة «الجهاد»."""
        folded, k = self._words.folded, body.first
        return folded[k] == noun or (k > 1 and folded[k - 1] in MARKS and folded[k - 2] == noun)

    def namesake(self, source: Source, cue: Found | None) -> Source:
        """Under whose name a family name speaks that is a woman's elsewhere and has a man's verb, or the other way: another
        of the family whom the text names before, else nobody of it.
        """
        said = cue.verb if cue is not None and cue.verb.form == "finite" else None
        other = said is not None and said.gender and source.gender and said.gender != source.gender
        beside = cue is not None and (source.phrase_first == cue.end or source.phrase_end == cue.first)
        if not other or not beside or source.label != "PERS" or source.end - source.first > 1:
            return source
        family = self._words.folded[source.first]
        relatives = (
            s
            for s in reversed(self._people)
            if s.first < source.first
            and s.entity != source.entity
            and s.gender == said.gender
            and self._words.folded[s.end - 1] == family
        )
        found = next(relatives, None)
        # Many a name is a man's as well as a woman's; in ة it is hers.
        given = self._entities[source.entity].name.split()[0] if source.entity is not None else ""
        if found is None and not (given.endswith("ة") and said.gender == "m"):
            return source
        return replace(source, entity=found.entity if found else None, gender=said.gender)

    def _of_rank(self, rank: frozenset[str], source: Source, last: Source | None) -> Source | None:
        """Whom معاليه stands for: whoever spoke last, if he was told to be of that rank, or the only one so told before."""
        told = {entity: s for word in rank for entity, s in self._ranked[word].items()}
        if last is not None and last.entity in told:
            return last
        before = [s for s in told.values() if s.first < source.first]
        return before[0] if len(told) == len(before) == 1 else None

    def _author(self, head: str, last: Source | None) -> Source | None:
        """Who was told to be a writer, reporter or the like: whoever spoke last, or the only one."""
        told = {s.entity: s for s in self._named if head in self._told_of[s.entity]}
        if last is not None and last.entity in told:
            return last
        return next(iter(told.values())) if len(told) == 1 else None

    def _may_be(self, source: Source, told: Sequence[str], person: Source) -> bool:
        """Whether neither gender nor country nor trade keeps an office from being a person's: الوزيرة, المسؤول الجزائري."""
        own, theirs = sources.countries(told), self._countries[person.entity]
        alike = not (source.gender and person.gender) or source.gender == person.gender
        # اللاعب is no federation's head; of whom no trade was told he may be.
        trade, trades = told[0].removesuffix("ه"), {w.removesuffix("ه") for w in self._told_of[person.entity]}
        others = trades & (sources.TRADES | sources.CHIEFS)
        alike = alike and not (trade in sources.TRADES and others and trade not in trades)
        return alike and (not own or not theirs or not own.isdisjoint(theirs))

    def has_office(self, source: Source, person: Source | None) -> bool:
        """Whether most of the words of an office were told of a person: وزير الداخلية البحريني of وزير الداخلية كريم."""
        told = sources.office(self._words, source.first, source.end)
        return person is not None and 2 * len(self._told_of[person.entity].intersection(told)) > len(told)

    def _again(self, source: Source) -> bool:
        """Whether the words mean whoever spoke last: المصدر ذاته, المخرج المغربي ذاته; of رئيس البلدية نفسه the word only
        stresses.
        """
        words = self._words.folded[source.first : source.end]
        office = lexicon.source_kind(words[0]) == "role"
        told_again = words[-1].startswith("ذات") and words[0].startswith("ال")
        return bool(_SAME_AGAIN.intersection(words)) and (len(words) == 2 or not office or told_again)

    def speaker(self, source: Source | None, last: Source | None) -> Speaker | None:
        if source is None:
            return None
        start, end = self._place(source)
        if start >= end:
            return None
        own = self.resolved(source, last)
        entity = own.entity if own.entity is not None and 0 <= own.entity < len(self._entities) else None
        # What stands for a body without a name of the article's is told in that one's words.
        told = own if own.kind == "organisation" else source
        name = self._entities[entity].name if entity is not None else self._citation(told)
        return Speaker(start, end, self._words.text[start:end], name, own.kind, entity)

    def _place(self, source: Source) -> tuple[int, int]:
        """Where the source's own words stand in the text."""
        start, end = self._words.span(source.first, source.end)
        return self._words.trim(start + max(0, source.clitic), end)

    def _citation(self, source: Source) -> str:
        return sources.citation(self._words.text[slice(*self._place(source))])

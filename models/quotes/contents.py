"""The rules that find statements: their words, their kind, the reporting word that opens them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.clitics import own_waw
from models.findings import Mention, QuoteKind
from models.quotes import lexicon
from models.quotes.cues import THAT, Found, aside, negated, shy, untold
from models.quotes.words import Marked, Words

FAR = 45  # tokens from a reporting word to what it opens
NEAR = 6  # the same, for words that seldom report
FULL = 5  # words in marks that are speech wherever they stand; fewer need أن or a colon before them
LONG = 9  # words in marks that are speech with no reporting word at all
HEADLINE_NAME = 6  # words before a headline's colon
WEAK = 0.55  # score of noun phrases that are what was demanded, denied and the like
LONGEST = 250  # tokens of an attributed clause
CALLED = 6  # tokens of whom somebody calls on
REST = 6  # words before full marks that are a statement of their own

TITLES = lexicon.phrase_words("title")
WORKS = lexicon.phrase_words("work")
OTHERS_THAT = lexicon.phrase_words("while")
OWN_B = lexicon.phrase_words("ba")
JOINED = lexicon.phrase_words("joined")
_STOP = frozenset(".؟!؛")
_PARTING = frozenset("،؛,;-–—")
_WHO = frozenset(["الذي", "التي", "الذين", "ما", "من"])
# Between a comma and a reporting word they open the narrator's next sentence.
_JOINS = lexicon.phrase_words("goes on")
# What points back to marks before a reporting word: «…»، هذا ما قاله كريم.
_POINTS = lexicon.phrase_words("points") | {"،"}
# No statement ends with them.
_DANGLING = lexicon.phrase_words("dangling") | THAT
# No statement begins with them.
_RELATIVE = lexicon.phrase_words("relative")
_ABOVE_ALL = {("لا", "سيما"), ("ولا", "سيما")}
# Words that attribute: على حد تعبيره, حسب قوله.
_BY = lexicon.phrase_words("by")
# Beginnings of words before which و means "and".
_JOINED_TO = frozenset(["ال", "كا", "لا", "سي", "ست", "سن"])
# Their ب is no preposition.
_WHEN = {
    f"{word}{end}" for word in ("بعد", "بين") for end in ("ه", "ها", "هم", "هما", "هن", "نا", "كم", "ما")
}
# Verbs besides those of demand, denial and the like whose preposition brings what was said.
_POINTING = frozenset(["أشار", "لفت", "شدد", "أكد", "كشف", "أعرب", "عبر", "خلص", "أصر", "نبه", "ألمح"])
_ACTS = frozenset(["demanding", "denying", "warning", "promising", "criticising", "accusing", "praising"])
_PREPOSITIONS = {"الي": "إلى", "علي": "على", "من": "من", "عن": "عن"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as a rule found it: text offsets, and the number of its cue among the text's cues."""

    start: int
    end: int
    kind: QuoteKind
    cue: int | None
    rule: str
    score: float


def drafts(words: Words, cues: Sequence[Found], mentions: Sequence[Mention] = ()) -> list[Draft]:
    """The statements that rules find, in order of place; indirect ones may enclose direct ones."""
    out = [*_direct(words, cues, mentions), *_headlines(words, mentions)]
    named = {m.start: m.label for m in mentions}
    # A reporting word inside a direct statement is the speaker's own.
    spoken = sorted((d.start, d.end) for d in out if d.kind == "direct")
    begins = [a for a, _ in spoken]
    for number, cue in enumerate(cues):
        k = bisect_right(begins, words.starts[cue.first]) - 1
        if k >= 0 and words.starts[cue.first] < spoken[k][1]:
            continue
        if negated(words, cue):
            continue
        out += (
            _framed(words, cues, number) if cue.verb.form == "frame" else _opened(words, cues, number, named)
        )
    return sorted(_distinct(out), key=lambda d: (d.start, -d.end))


def _direct(words: Words, cues: Sequence[Found], mentions: Sequence[Mention]) -> Iterator[Draft]:
    """Marked stretches that are speech: no names, no terms."""
    firsts = [c.first for c in cues]
    named = {(m.start, m.end) for m in mentions}
    ending = 0
    for m in words.marked:
        start, stop = words.trim(m.inner.start, m.inner.end)
        if m.start < ending or start >= stop or (start, stop) in named or titled(words, start):
            continue
        length = words.count(start, stop)
        how = _introduced(words, m, cues, firsts, length) if length and (m.closed or length > FULL) else None
        if how is not None:
            ending = m.end
            yield Draft(start, stop, "direct", *how)


def titled(words: Words, start: int) -> bool:
    """Whether the words before text offset `start`, where marks open, say that a work's title follows."""
    at = words.at(start)
    before = [word for word in words.folded[max(0, at - 3) : at] if word[0].isalnum()]
    if before and before[-1] == "ب":
        before.pop()
    parted = ":" in words.folded[max(0, at - 2) : at]
    return bool(before) and (before[-1] in TITLES or (before[-1] in WORKS and not parted))


def _introduced(
    words: Words, m: Marked, cues: Sequence[Found], firsts: Sequence[int], length: int
) -> tuple[int | None, str, float] | None:
    """(cue number, rule, score) where the marks hold speech."""
    at = words.at(m.start if m.closed or m.inner.start > m.start else m.inner.start)
    sentence = words.sentences[words.sentence(max(at - 1, 0))][0]
    before = words.folded[at - 1] if at else ""
    near = _governing(words, cues, firsts, sentence, at)
    adjacent = near is not None and cues[near].end == at
    if before == ":":
        return near, "marks after a colon", 0.95
    first = words.at(m.inner.start)
    that = before in THAT or (m.closed and not THAT.isdisjoint(words.folded[first : first + 1]))
    if near is not None and that and length >= 3:
        return near, "marks after أن", 0.9
    if adjacent and length >= 4 and not shy(words, cues[near]):
        return near, "marks after a reporting word", 0.85
    follow = _following(words, words.before(m.end), cues, firsts)
    if follow is not None and length >= 4:
        return follow, "marks before a reporting word", 0.9
    if length > FULL and near is not None:
        return near, "marks under a reporting word", 0.8
    if length > FULL and at == sentence:
        return None, "marks alone", 0.7
    return (near, "long marks", 0.5) if length > LONG else None


def _governing(
    words: Words, cues: Sequence[Found], firsts: Sequence[int], sentence: int, at: int
) -> int | None:
    """The reporting word before token `at` that what begins there belongs to.

    The nearest verb, participle or phrase of the sentence; a noun only right before it, or where the
    sentence has nothing better.
    """
    noun = None
    for n in range(bisect_left(firsts, at) - 1, -1, -1):
        cue = cues[n]
        if cue.first < max(sentence, at - FAR):
            break
        gap = at - cue.end
        if (shy(words, cue) and gap > NEAR) or aside(words, cue):
            continue
        if cue.verb.form != "noun":
            return n
        his = cue.verb.owner or words.folded[cue.first].startswith(("ب", "القول"))
        # بقول كريم حداد: «C»
        if his and gap <= (NEAR if cue.verb.lemma == "قال" and words.folded[at - 1] == ":" else 2):
            return n
        noun = n if noun is None else noun
    return noun


def _following(words: Words, after: int, cues: Sequence[Found], firsts: Sequence[int]) -> int | None:
    """The reporting word right after closing marks: «…»، قال X."""
    k = bisect_left(firsts, after)
    if k == len(cues) or (firsts[k] - after > 2 and not _POINTS.issuperset(words.folded[after : firsts[k]])):
        return None
    cue = cues[k]
    # قبل أن يستدرك: «…»: what another reporting word opens is its own.
    other = firsts[k + 1] if k + 1 < len(firsts) else len(words)
    opens = _opens(words, cue, other)
    joined = words.folded[cue.first][:1] == "و" and cue.verb.form == "finite"
    parted = not _STOP.intersection(words.folded[after : cue.first])
    good = cue.verb.form in ("finite", "frame") and not shy(words, cue)
    return k if good and parted and not joined and (cue.verb.form == "frame" or not opens) else None


def _opened(words: Words, cues: Sequence[Found], number: int, named: Mapping[int, str]) -> Iterator[Draft]:
    """The clause that a reporting word opens with أن, a colon or its preposition."""
    cue = cues[number]
    end = words.sentences[words.sentence(cue.first)][1]
    coming = {c.first: c for c in cues[number + 1 : number + 12]}
    reach = NEAR if shy(words, cue) or (cue.verb.form == "noun" and not cue.verb.owner) else FAR
    for k in range(cue.end, min(end, cue.end + reach)):
        word = words.folded[k]
        # أعرب بان كي مون عن: within a name it is no أن.
        if word[0] != "ف" and words.starts[k] not in named and _own_that(words, cue, k):
            if k - 1 in coming and coming[k - 1].verb.owner:
                # نقلت عنه قوله إن: it is قوله that opens the clause.
                return
            yield from _clause(words, cues, number, k + 1, end, "أن", 0.8)
            return
        if word == ":" and cue.verb.form != "noun":
            # وقال كريم: إن C.
            that = k + 1 < end and words.folded[k + 1] in THAT
            yield from _clause(words, cues, number, k + 1 + that, end, "colon", 0.65)
            return
        other = coming.get(k)
        # قال كريم عقب اللقاء إن: what is a verb only before أن takes none from a verb.
        weaker = (
            other
            and shy(words, other)
            and not shy(words, cue)
            and not _plain(words, other)
            and cue.verb.form == "finite"
        )
        taken = (
            other
            and other.verb.form != "noun"
            and not weaker
            and not aside(words, other)
            and words.folded[k - 1] not in _WHO
            and _opens(words, other)
        )
        if word in _STOP or taken or untold(words, k):
            break
    yield from _object(words, cues, number, end, named)


def _own_that(words: Words, cue: Found, k: int) -> bool:
    """Whether أن stands at token `k`, and is the reporting word's: not قبل أن, إلا أن."""
    return words.folded[k] in THAT and (k == cue.end or words.folded[k - 1] not in OTHERS_THAT)


def _opens(words: Words, cue: Found, end: int | None = None) -> bool:
    """Whether its أن or a colon stands within a few words of a reporting word, before token `end`."""
    stop = min(len(words), cue.end + 12) if end is None else min(end, cue.end + 12)
    return any(words.folded[k] == ":" or _own_that(words, cue, k) for k in range(cue.end, stop))


def _object(
    words: Words, cues: Sequence[Found], number: int, end: int, named: Mapping[int, str]
) -> Iterator[Draft]:
    """A noun phrase that is what was demanded, denied, promised: دعا X إلى C. `named` has the label of the name that
    begins at an offset.
    """
    cue = cues[number]
    acts = cue.verb.attitude in _ACTS or (cue.verb.lemma in _POINTING and cue.verb.form != "noun")
    if not acts or shy(words, cue) or (cue.verb.form == "noun" and not cue.verb.owner):
        return
    for k in range(cue.end, min(end, cue.end + 12)):
        word = words.folded[k]
        if _PREPOSITIONS.get(word) in cue.verb.objects:
            start, at = k + 1, words.ends[k]
        elif "ب" in cue.verb.objects and with_b(word) and words.starts[k] not in named:
            start, at = k, words.behind(k, 1)
        else:
            verb = lexicon.verb(word)
            if (
                word in _STOP
                or word == ":"
                or (verb and verb.form == "finite" and words.folded[k + 1 : k + 2] in (["ان"], ["انه"]))
            ):
                return
            continue
        # مؤكدا حرص المجلس على C: على is of the participle's object.
        direct = cue.verb.form == "participle" and "=" in cue.verb.objects and k > cue.end
        if direct and lexicon.source_kind(words.folded[cue.end]) is None:
            start, at = cue.end, words.ends[cue.end - 1]
        if start < end:
            stop = _clause_end(words, cues, number, start, end)
            a, b = words.trim(at, words.ends[stop - 1]) if stop > start else (at, at)
            if named.get(a) != "PERS" and words.count(a, b) >= 3:
                yield Draft(a, b, "indirect", number, f"object of {cue.verb.lemma}", WEAK)
        return


def with_b(word: str) -> bool:
    """Whether a folded word may bear the ب of a verb's object; not بلدية, بشدة."""
    return word.startswith("ب") and len(word) > 3 and word not in _WHEN and word not in OWN_B


def _clause(
    words: Words, cues: Sequence[Found], number: int, start: int, end: int, how: str, score: float
) -> Iterator[Draft]:
    """The attributed clause from token `start`: up to where the narrator goes on or full marks open."""
    if start >= end:
        return
    stop = _clause_end(words, cues, number, start, end)
    full = stop < end and words.text[words.starts[stop]] in '«“"”‹' and not _parted(words, stop)
    while stop > start and (
        words.folded[stop - 1] in _DANGLING
        or (not words.is_word[stop - 1] and words.folded[stop - 1] in "،؛,:")
    ):
        stop -= 1
    if stop <= start:
        return
    a, b = words.trim(*words.span(start, stop))
    if words.count(a, b) >= (REST if full else 2):
        yield Draft(a, b, "indirect", number, f"{cues[number].verb.lemma} … {how}", score)


def _parted(words: Words, k: int) -> bool:
    return k > 0 and words.folded[k - 1] in _PARTING


def _clause_end(words: Words, cues: Sequence[Found], number: int, start: int, end: int) -> int:
    """The end token of an attributed clause that begins at `start` in a sentence that ends at `end`."""
    end = min(end, start + LONGEST)
    coming = {c.first: c for c in cues[number + 1 : number + 40]}
    inside = words.within_marks(words.starts[start], words.ends[end - 1])
    opening = next(inside, None)
    k = start
    while k < end:
        if opening and words.starts[k] >= opening.start:
            if words.count(opening.inner.start, opening.inner.end) > FULL:
                return k
            k = max(k + 1, words.before(opening.end))
            while opening and k < end and opening.start < words.starts[k]:
                opening = next(inside, None)
            continue
        parted = k > start and _parted(words, k)
        cue = coming.get(k)
        if cue and k > start + 1 and _breaks(words, cue, parted):
            return k
        if parted and (_tail(words, k) or _joined(words, k, coming)):
            return k
        if k > start and words.folded[k] in _BY and _tail(words, k) and _his_own(words, k):
            return k
        k += 1
    return end


def _joined(words: Words, k: int, coming: dict[int, Found]) -> bool:
    """Whether a conjunction at `k` leads to the narrator's next reporting word."""
    if words.folded[k] not in _JOINS:
        return False
    return any(
        c in coming
        and coming[c].verb.form == "finite"
        and (_opens(words, coming[c]) or (c == k + 1 and _points(words, coming[c])))
        for c in range(k + 1, k + 4)
    )


def _breaks(words: Words, cue: Found, parted: bool) -> bool:
    """Whether the reporting word is the narrator's, and not part of the clause before it."""
    if cue.verb.form == "frame":
        return parted
    if shy(words, cue):
        return _plain(words, cue)
    ahead = words.folded[cue.end : cue.end + 2]
    if cue.verb.form == "participle":
        opens = any(w in THAT or w in ("الي", "علي", ":") or w in '"«“' for w in ahead)
        return opens or parted
    if cue.verb.form == "finite":
        said = parted and cue.verb.lemma == "قال"
        joined = parted or words.folded[cue.first].startswith("و")
        calls = parted and words.folded[cue.first].startswith("و") and _calls(words, cue)
        return said or (joined and _opens(words, cue)) or (parted and _points(words, cue)) or calls
    return False


def _plain(words: Words, cue: Found) -> bool:
    """Whether a verb that is mostly something else surely reports, one in office and أن behind it: وبين الوزير أن."""
    ahead = words.folded[cue.end : cue.end + 2]
    told = len(ahead) == 2 and ahead[1] in THAT and words.folded[cue.first][0] == "و"
    return told and (lexicon.source_kind(ahead[0]) == "role" or ahead[0] in lexicon.honours())


def _points(words: Words, cue: Found) -> bool:
    """Whether a past verb's own preposition stands right behind it: وأشار إلى C."""
    follows = "".join(words.folded[cue.end : cue.end + 1])
    points = cue.verb.lemma in _POINTING or cue.verb.attitude in _ACTS
    return lexicon.past(words.folded[cue.first]) and points and _PREPOSITIONS.get(follows) in cue.verb.objects


def _calls(words: Words, cue: Found) -> bool:
    """Whether a past verb of demand has whom it calls on behind it, then its preposition: وحثت جميع الأطراف على C."""
    if cue.verb.attitude != "demanding" or not lexicon.past(words.folded[cue.first]):
        return False
    ahead = words.folded[cue.end + 1 : cue.end + CALLED]
    end = next((k for k, word in enumerate(ahead) if not word.isalpha()), len(ahead))
    return any(_PREPOSITIONS.get(word) in cue.verb.objects for word in ahead[:end])


def _tail(words: Words, k: int) -> bool:
    return any(tuple(words.folded[k : k + len(t)]) == t for t in lexicon.tails().get(words.folded[k], ()))


def _his_own(words: Words, k: int) -> bool:
    """Whether the phrase at token `k` says that the words are his: على حد تعبيره, حسب قوله."""
    return any(lexicon.verb(word) for word in words.folded[k + 1 : k + 3])


def _framed(words: Words, cues: Sequence[Found], number: int) -> Iterator[Draft]:
    """بحسب X، C and C، بحسب X: what stands behind the phrase where it opens the sentence, else before it."""
    cue = cues[number]
    if aside(words, cue):
        return
    first, end = words.sentences[words.sentence(cue.first)]
    k = cue.end
    limit = min(end, cue.end + FAR)
    while k < limit and words.folded[k] not in "،,؛.:" and words.folded[k] not in THAT:
        k += 1
    after = k
    while after < end and (
        words.folded[after] in "،,:" or words.folded[after] in THAT or words.folded[after] == "فقد"
    ):
        after += 1
    stop = _clause_end(words, cues, number, after, end) if after < end else end
    begin = cue.first if _attributed(words, cues, number, first) else first
    left, right = (words.count_tokens(a, b) for a, b in ((begin, cue.first), (after, stop)))
    relative = after < end and (
        words.folded[after] in _RELATIVE or tuple(words.folded[after : after + 2]) in _ABOVE_ALL
    )
    if right >= 4 and not relative and (left < 4 or right > left):
        a, b = words.span(after, stop)
    elif left >= 4:
        # C، وذلك بحسب X.
        stop = cue.first - (words.folded[cue.first - 1] == "وذلك")
        a, b = words.span(begin, stop)
        a = words.behind(begin, conjunction(words, begin))
    else:
        return
    a, b = words.trim(a, b)
    yield Draft(a, b, "indirect", number, cue.verb.lemma, 0.82)


def conjunction(words: Words, k: int) -> int:
    """1 where a و that only joins the sentence to the one before is written onto token `k`."""
    word = words.folded[k]
    own = word.removeprefix("و")
    if own == word or len(own) < 2 or words.text[words.starts[k]] != "و":
        return 0
    if own in JOINED:
        return 1
    if own_waw(word) or lexicon.listed(word):  # وكالة, والد
        return 0
    return int(own[0] in "يت" or own[:2] in _JOINED_TO or lexicon.clitic(word) > 0)


def _attributed(words: Words, cues: Sequence[Found], number: int, first: int) -> bool:
    """Whether the words of the sentence before cue `number` are already somebody's."""
    for n in range(number - 1, max(-1, number - 40), -1):
        if cues[n].first < first:
            return False
        if (
            cues[n].verb.form in ("finite", "participle")
            and not shy(words, cues[n])
            and _opens(words, cues[n])
        ):
            return True
    return False


def _headlines(words: Words, mentions: Sequence[Mention]) -> Iterator[Draft]:
    """X: C and X.. C in the first line and in sub-headings: lines of their own without a full stop.

    Surely so where X is a person or an office; a place may only say where, a body what it is about.
    """
    people = {words.before(m.end) for m in mentions if m.label == "PERS"}
    for n, (first, end) in enumerate(words.sentences):
        if end - first < 4 or (n and (end - first > 14 or words.text[words.ends[end - 1] - 1] in ".؟!")):
            continue
        before = words.text[words.ends[first - 1] : words.starts[first]] if first else "\n"
        after = words.text[words.ends[end - 1] : words.starts[end]] if end < len(words) else "\n"
        if "\n" not in before or "\n" not in after:
            continue
        for k in range(first + 1, min(end - 2, first + HEADLINE_NAME)):
            if words.folded[k][:1].isdigit():
                break
            if words.folded[k] == ":" or words.folded[k : k + 2] == [".", "."]:
                start, stop = words.trim(words.ends[k], words.ends[end - 1])
                verbs = (lexicon.verb(w) for w in words.folded[first:k])
                # قال X: C is no headline, and `_opened` finds it.
                reported = any(verb and verb.form == "finite" for verb in verbs)
                if words.count(start, stop) >= 3 and not reported:
                    speaks = k in people or lexicon.source_kind(words.folded[first]) == "role"
                    yield Draft(start, stop, "indirect", None, "headline", 0.87 if speaks else 0.6)
                break


def _distinct(found: Sequence[Draft]) -> list[Draft]:
    """The drafts without those whose words a better one has, wholly or for the most part."""
    kept: list[Draft] = []
    reach = 0
    for draft in sorted(found, key=lambda d: (d.start, -d.end)):
        # A noun phrase inside somebody's statement is more likely his own wording than a report in it.
        if draft.score <= WEAK and draft.end <= reach:
            continue
        reach = max(reach, draft.end)
        rivals = [d for d in kept[-8:] if _rival(d, draft)]
        if any(_better(d, draft) for d in rivals):
            continue
        kept[-8:] = [d for d in kept[-8:] if d not in rivals]
        kept.append(draft)
    return kept


def _rival(a: Draft, b: Draft) -> bool:
    shared = min(a.end, b.end) - max(a.start, b.start)
    inside = a.kind == "direct" and shared == b.end - b.start
    return inside or 2 * shared > max(a.end - a.start, b.end - b.start)


def _better(a: Draft, b: Draft) -> bool:
    return (a.kind == "direct", a.score) >= (b.kind == "direct", b.score)

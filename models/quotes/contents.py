"""The rules that find statements: their words, their kind, the reporting word that opens them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.findings import QuoteKind
from models.quotes import lexicon
from models.quotes.cues import SHY, THAT, Found
from models.quotes.words import Marked, Words

FAR = 45  # tokens from a reporting word to what it opens
FULL = 5  # words in marks that are speech wherever they stand; fewer need أن or a colon before them
HEADLINE_NAME = 6  # words before a headline's colon


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as a rule found it: text offsets, and the number of its cue among the text's cues."""

    start: int
    end: int
    kind: QuoteKind
    cue: int | None
    rule: str
    score: float


def drafts(words: Words, cues: Sequence[Found]) -> list[Draft]:
    """The statements that rules find, in order of place; indirect ones may enclose direct ones."""
    out = [*_direct(words, cues), *_headline(words)]
    # A cue inside a direct statement is the speaker's own word.
    spoken = [(d.start, d.end) for d in out if d.kind == "direct"]
    inside = _Inside(spoken)
    for number, cue in enumerate(cues):
        if inside.around(words.starts[cue.first]):
            continue
        out += _framed(words, cues, number) if cue.verb.form == "frame" else _opened(words, cues, number)
    return sorted(_distinct(words, out), key=lambda d: (d.start, -d.end))


class _Inside:
    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._k = 0

    def around(self, at: int) -> bool:
        """Whether `at` lies inside a span; to be asked in ascending order."""
        while self._k < len(self._spans) and self._spans[self._k][1] <= at:
            self._k += 1
        return self._k < len(self._spans) and self._spans[self._k][0] <= at


def _direct(words: Words, cues: Sequence[Found]) -> Iterator[Draft]:
    """Marked stretches that are speech."""
    ending = 0
    firsts = [c.first for c in cues]
    for m in words.marked:
        if m.start < ending:
            continue
        first, end = words.at(m.inner.start), words.before(m.inner.end)
        length = sum(words.is_word[first:end])
        if length == 0:
            continue
        how = _introduced(words, m, cues, firsts, length)
        if how is None or (not m.closed and length <= FULL):
            continue
        ending = m.end
        start, stop = words.trim(m.inner.start, m.inner.end)
        if start < stop:
            yield Draft(start, stop, "direct", how[0], how[1], how[2])


def _introduced(
    words: Words, m: Marked, cues: Sequence[Found], firsts: Sequence[int], length: int
) -> tuple[int | None, str, float] | None:
    """(cue number, rule, score) where the marks hold speech."""
    from bisect import bisect_left

    at = words.at(m.start)
    if m.closed is False and words.text[m.start : m.start + 1] not in '«“"':
        at = words.at(m.inner.start)
    sentence = words.sentences[words.sentence(max(at - 1, 0))][0] if words.sentences else 0
    before = words.folded[at - 1] if at else ""
    k = bisect_left(firsts, at) - 1
    near = next(
        (
            n
            for n in range(k, max(-1, k - 6), -1)
            if firsts[n] >= max(sentence, at - FAR) and _reports(words, cues[n])
        ),
        None,
    )
    if before == ":":
        return near, "marks after a colon", 0.95
    if near is not None and (before in THAT or before == "ما") and length >= 3:
        return near, "marks after أن", 0.9
    if near is not None and cues[near].end == at and length >= 3:
        return near, "marks after a reporting word", 0.85
    after = words.before(m.end)
    follow = _following(words, after, cues, firsts)
    if follow is not None and length >= 3:
        return follow, "marks before a reporting word", 0.9
    if length > FULL and near is not None:
        return near, "marks under a reporting word", 0.8
    if length > FULL and at == sentence:
        return None, "marks alone", 0.7
    if length > 9:
        return near, "long marks", 0.5
    return None


def _reports(words: Words, cue: Found) -> bool:
    return cue.verb.form == "frame" or words.folded[cue.first] not in SHY


def _following(words: Words, after: int, cues: Sequence[Found], firsts: Sequence[int]) -> int | None:
    """The cue right after closing marks: «…»، قال X."""
    from bisect import bisect_left

    k = bisect_left(firsts, after)
    if k == len(cues) or firsts[k] - after > 2:
        return None
    cue = cues[k]
    opens = cue.end < len(words) and (words.folded[cue.end] in THAT or words.folded[cue.end] == ":")
    joined = words.folded[cue.first][:1] == "و" and cue.verb.form == "finite"
    good = cue.verb.form in ("finite", "frame") and not opens and not joined
    return k if good and not any(w in ".؟!" for w in words.folded[after : cue.first]) else None


def _opened(words: Words, cues: Sequence[Found], number: int) -> Iterator[Draft]:
    """The clause that a reporting word opens with أن, a colon or its preposition."""
    cue = cues[number]
    first, end = words.sentences[words.sentence(cue.first)]
    # Another reporting word ends the search, unless it stands in what is said of the source.
    limit = min(end, cue.end + FAR)
    shy = words.folded[cue.first] in SHY
    for k in range(cue.end, limit):
        word = words.folded[k]
        if word in THAT and not word.startswith(("ف", "ك")):
            if shy and k > cue.end + 6:
                return
            yield from _clause(words, cues, number, k + 1, end, "أن")
            return
        if word == ":" and cue.verb.form != "noun":
            yield from _clause(words, cues, number, k + 1, end, "colon")
            return
        other = cues[number + 1] if number + 1 < len(cues) else None
        if other and other.first == k and other.verb.form in ("finite", "participle", "frame"):
            if words.folded[k - 1] not in ("الذي", "التي", "الذين", "ما") and _really(words, other):
                break
            number_next = number + 1
            other = cues[number_next]
        if word in ".؟!؛":
            break
    yield from _object(words, cues, number, end)


def _really(words: Words, cue: Found) -> bool:
    """Whether a reporting word is surely one: أن, a colon or its preposition follows within a few words."""
    ahead = words.folded[cue.end : cue.end + 12]
    return words.folded[cue.first] not in SHY and any(w in THAT or w == ":" for w in ahead)


OBJECTS = {"الي": "إلى", "علي": "على", "من": "من", "عن": "عن"}


def _object(words: Words, cues: Sequence[Found], number: int, end: int) -> Iterator[Draft]:
    """A noun phrase that is what was demanded, denied, promised: دعا X إلى C."""
    cue = cues[number]
    if cue.verb.attitude not in (
        "demanding",
        "denying",
        "warning",
        "promising",
        "criticising",
        "accusing",
        "praising",
    ):
        if not (
            cue.verb.lemma in ("أشار", "لفت", "شدد", "أكد", "كشف", "أعرب", "عبر", "خلص", "أصر")
            and cue.verb.form != "noun"
        ):
            return
    if words.folded[cue.first] in SHY or cue.verb.form == "frame":
        return
    if cue.verb.form == "noun" and not cue.verb.owner:
        return
    wanted = {o for o in cue.verb.objects if o != "="}
    for k in range(cue.end, min(end, cue.end + 12)):
        word = words.folded[k]
        start = None
        if word in OBJECTS and OBJECTS[word] in wanted:
            start = k + 1
            at = words.starts[start] if start < end else None
        elif (
            "ب" in wanted
            and word.startswith("ب")
            and len(word) > 3
            and not word.startswith(("باسم", "بعد", "بين"))
        ):
            start = k
            at = words.starts[k] + 1
        if start is not None and start < end:
            stop = _clause_end(words, cues, number, start, end)
            if sum(words.is_word[start:stop]) >= 3:
                a, b = words.trim(at, words.ends[stop - 1])
                yield Draft(a, b, "indirect", number, f"object of {cue.verb.lemma}", 0.55)
            return
        if word in ".؟!؛:" or (
            k > cue.end
            and lexicon.verb(word)
            and lexicon.verb(word).form == "finite"
            and k + 1 < end
            and words.folded[k + 1] in THAT
        ):
            return


def _clause(
    words: Words, cues: Sequence[Found], number: int, start: int, end: int, how: str
) -> Iterator[Draft]:
    """The attributed clause from token `start`: up to where the narrator goes on or full marks open."""
    stop = _clause_end(words, cues, number, start, end)
    if stop <= start:
        return
    a, b = words.trim(*words.span(start, stop))
    if words.count(a, b) >= 2:
        score = 0.8 if how == "أن" else 0.65
        yield Draft(a, b, "indirect", number, f"{cues[number].verb.lemma} … {how}", score)


def _clause_end(words: Words, cues: Sequence[Found], number: int, start: int, end: int) -> int:
    """The end token of an attributed clause that begins at `start` in a sentence that ends at `end`."""
    coming = {c.first: c for c in cues[number + 1 : number + 40]}
    k = start
    opening = next((m for m in words.within_marks(words.starts[start], words.ends[end - 1])), None)
    while k < end:
        word = words.folded[k]
        if opening and words.starts[k] == opening.start:
            if sum(words.is_word[words.at(opening.inner.start) : words.before(opening.inner.end)]) > FULL:
                return k
            k = words.before(opening.end)
            opening = next((m for m in words.within_marks(opening.end, words.ends[end - 1])), None)
            continue
        parted = k > start and words.folded[k - 1] in "،؛,;-–—"
        cue = coming.get(k)
        if cue and k > start + 1 and _breaks(words, cue, parted):
            return k
        if parted and _tail(words, k, end):
            return k
        if (
            parted
            and word in ("لكنه", "لكنها", "لكن", "كما", "فيما", "ولكنه")
            and any(c in coming and _really(words, coming[c]) for c in range(k + 1, k + 4))
        ):
            return k
        k += 1
    return end


def _breaks(words: Words, cue: Found, parted: bool) -> bool:
    """Whether the reporting word is the narrator's, and not part of the clause before it."""
    word = words.folded[cue.first]
    if cue.verb.form == "frame":
        return parted
    if word in SHY:
        return False
    if cue.verb.form == "participle":
        ahead = words.folded[cue.end : cue.end + 2]
        opens = any(w in THAT or w in ("الي", "علي", ":") for w in ahead) or ahead[:1] in (
            ['"'],
            ["«"],
            ["“"],
        )
        return word.endswith(("ا", "ه", "ين")) and not word.startswith("ال") and (opens or parted)
    if cue.verb.form == "finite":
        return (parted or word.startswith("و")) and _really(words, cue)
    return False


def _tail(words: Words, k: int, end: int) -> bool:
    return any(tuple(words.folded[k : k + len(t)]) == t for t in lexicon.tails().get(words.folded[k], ()))


def _framed(words: Words, cues: Sequence[Found], number: int) -> Iterator[Draft]:
    """بحسب X، C and C، بحسب X: the longer side of the phrase."""
    cue = cues[number]
    first, end = words.sentences[words.sentence(cue.first)]
    # The source ends at a comma or where إن opens the clause.
    k = cue.end
    while k < end and words.folded[k] not in "،,؛.:" and words.folded[k] not in THAT:
        k += 1
    after = k
    while after < end and (words.folded[after] in "،," or words.folded[after] in THAT):
        after += 1
    if words.folded[cue.first] in SHY and words.folded[cue.first + 1 : cue.first + 2] == ["ان"]:
        return
    stop = _clause_end(words, cues, number, after, end) if after < end else end
    begin = first
    for n in range(number - 1, -1, -1):
        if cues[n].first < first:
            break
        opened = next((t for t in range(cues[n].end, cue.first) if words.folded[t] in THAT), None)
        if opened is not None and _really(words, cues[n]):
            # Already somebody else's clause.
            begin = cue.first
            break
    left, right = sum(words.is_word[begin : cue.first]), sum(words.is_word[after:stop])
    if left > right and left >= 4:
        a, b = words.trim(*words.span(begin, cue.first))
    elif right >= 4:
        a, b = words.trim(*words.span(after, stop))
    else:
        return
    yield Draft(a, b, "indirect", number, cue.verb.lemma, 0.7)


def _headline(words: Words) -> Iterator[Draft]:
    """X: C and X.. C in the first line and in sub-headings."""
    for n, (first, end) in enumerate(words.sentences):
        if end <= first or (n and words.text[words.ends[end - 1] - 1] in ".؟!"):
            continue
        if n and end - first > 14:
            continue
        line_end = words.text.find("\n", words.ends[end - 1])
        own_line = (
            n == 0 or words.text[words.ends[end - 1] : line_end if line_end >= 0 else None].strip() == ""
        )
        begins = first == 0 or "\n" in words.text[words.ends[first - 1] : words.starts[first]]
        if not (own_line and begins):
            continue
        for k in range(first + 1, min(end - 2, first + HEADLINE_NAME)):
            if words.folded[k] == ":" or (words.folded[k] == "." and words.folded[k + 1] == "."):
                start, stop = words.trim(words.ends[k], words.ends[end - 1])
                if words.count(start, stop) >= 3:
                    yield Draft(start, stop, "indirect", None, "headline", 0.6)
                break


def _distinct(words: Words, found: Sequence[Draft]) -> Iterator[Draft]:
    """The drafts without those that say what a better one says: same words, or mostly the same."""
    kept: list[Draft] = []
    for draft in sorted(found, key=lambda d: (-(d.kind == "direct"), -d.score)):
        if draft.end <= draft.start:
            continue
        twin = any(
            2 * (min(d.end, draft.end) - max(d.start, draft.start))
            > max(d.end - d.start, draft.end - draft.start)
            or (d.kind == "direct" and d.start <= draft.start and draft.end <= d.end)
            for d in kept[-400:]
        )
        if not twin:
            kept.append(draft)
    return iter(kept)

"""What a stance can be toward: targets suggested from the article, and the statements that speak of one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path

from models.arabic import WORD, fold, strip
from models.clitics import own_waw
from models.findings import Entity, Mention, Quote, Span
from models.stance import Pair
from models.tabular import folded

TABLES = Path(__file__).parent / "tables"
SUGGESTED = 6
# Words of a proposition at most, and how far before it (in words) a word that takes a side may stand.
LONGEST = 5
NEAR = 3
# Words in front that do not distinguish a target.
_WHERE = re.compile(r"(?:\b[وف]?(?:في|داخل|خارج|نحو)\s+(?:\w+\s+)?|\b[وف]?ب)\Z")
_CLITIC = re.compile("^(?:[وف]?(?:لل|[بلك]?ال|[بلك])|[وف])(?=..)")
# The same one by one: "and" or "so" with a preposition.
_CLITICS = tuple(f"{joint}{preposition}" for joint in ("", "و", "ف") for preposition in ("", "ب", "ل", "ك"))


def _stem(word: str) -> str:
    """A folded word without attached clitics and article."""
    return _CLITIC.sub("", fold(word))


def stems(text: str) -> list[str]:
    """The words of a text, comparable: folded, without attached clitics and article."""
    return [_stem(m.group()) for m in WORD.finditer(text)]


def speaks_of(statement: str, target: str) -> bool:
    """Whether a statement speaks of a target: its words stand in it, or, of several, most of them do, and a verbal
    noun in front in any case: إطلاق النار alone is no وقف إطلاق النار.
    Spelling is folded, clitics and articles are left off."""
    if _calls(statement, [target]):
        return True
    have = frozenset().union(*_read(statement))
    words = zip(map(_bare, WORD.findall(target)), _asked(target), strict=True)
    met = {word: not have.isdisjoint(forms) for word, forms in words if len(word) > 2}
    if len(met) < 2:
        return False
    first = next(iter(met))
    return (met[first] or first not in _verbal_nouns()) and sum(met.values()) >= (2 * len(met) + 2) // 3


def _calls(statement: str, names: Sequence[str]) -> bool:
    """Whether one of the names stands in a statement, word for word but for spelling, clitics and articles."""
    have = _read(statement)
    return any(_stands(have, want) for want in map(_asked, names) if want)


def _stands(have: list[frozenset[str]], want: list[frozenset[str]]) -> bool:
    places = range(len(have) - len(want) + 1)
    return any(not any(map(frozenset.isdisjoint, have[i : i + len(want)], want)) for i in places)


def _read(statement: str) -> list[frozenset[str]]:
    """What each word of a statement may be: وباء is وباء or و + باء."""
    return [_readings(word, 2) for word in WORD.findall(statement)]


def _asked(target: str) -> list[frozenset[str]]:
    """What each word of a target may be. Nothing is attached to the first one, or كان would be found in every أن."""
    words = enumerate(WORD.findall(target))
    return [_readings(word, 3) if k else frozenset({fold(word), _bare(word)}) for k, word in words]


@lru_cache(1 << 15)
def _readings(word: str, letters: int) -> frozenset[str]:
    """A word as it stands, and what is left of it, that many letters at least, without clitics and article. Folded."""
    whole = fold(word)
    rests = {whole[len(c) :] for c in _CLITICS if whole.startswith(c)}
    rests |= {_bare(rest) for rest in rests}
    # للحكومة does not write the article's alif.
    rests |= {whole[len(c) :] for c in ("لل", "ولل", "فلل") if whole.startswith(c)}
    return frozenset(rest for rest in rests if rest == whole or len(rest) >= letters)


def _bare(word: str) -> str:
    whole = fold(word)
    return whole[2:] if whole.startswith("ال") and len(whole) > 4 else whole


@cache
def _verbal_nouns() -> frozenset[str]:
    return frozenset(map(_bare, folded(TABLES / "propositions.txt")))


def suggest(
    text: str,
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    quotes: Sequence[Quote],
    limit: int = SUGGESTED,
) -> list[str]:
    """Targets a reader would ask about, those that most statements speak of first.

    Persons, bodies and other entities named inside statements of others, and propositions (وقف إطلاق النار) that
    follow a word that takes a side. No places: that a statement names one seldom says where its speaker
    stands toward it (of 20 sure answers, 6 were right by reading); a reader may ask for one.
    """
    scores: Counter[str] = Counter()
    within = _Within(quotes)
    for entity in entities:
        if entity.label == "LOC":
            continue
        named = {k for i in entity.mentions for k in within.of(mentions[i].start, mentions[i].end)}
        told = [k for k in named if not _says_itself(quotes[k], entity)]
        if told:
            # Whoever is named all over the article is asked about before what is named once.
            scores[entity.name] += 10 * len(told) + min(9, len(entity.mentions))
    for phrase, sided in _propositions(text, mentions, quotes).items():
        if sided:
            scores[phrase] += 10 * sum(speaks_of(q.text, phrase) for q in quotes) + 8
    return [name for name, _ in scores.most_common(limit)]


class _Within:
    """Which statements hold a stretch of text, without a look at all of them."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self._order = sorted(range(len(quotes)), key=lambda k: quotes[k].start)
        self._starts = [quotes[k].start for k in self._order]
        self._ends = [quotes[k].end for k in self._order]
        # The furthest end so far: before the place where it is passed nothing reaches any more.
        self._reach = list(accumulate(self._ends, max))

    def of(self, start: int, end: int) -> Iterator[int]:
        """The numbers of the statements that hold text[start:end]."""
        for at in range(bisect_right(self._starts, start) - 1, -1, -1):
            if self._reach[at] < end:
                return
            if self._ends[at] >= end:
                yield self._order[at]


def _says_itself(quote: Quote, entity: Entity) -> bool:
    return quote.speaker is not None and quote.speaker.entity == entity.id


def _mentions(quote: Quote, mentions: Sequence[Mention], entity: Entity) -> bool:
    return any(quote.start <= mentions[i].start and mentions[i].end <= quote.end for i in entity.mentions)


def _propositions(text: str, mentions: Sequence[Mention], quotes: Sequence[Quote]) -> dict[str, bool]:
    """The propositions inside statements, and whether a word that takes a side stands before one.

    Of phrases one of which begins with the other (وقف إطلاق النار الفوري) only the shorter is kept.
    """
    names = {m.start: m.end for m in mentions}
    # The فتح of «حركة فتح» opens nothing.
    inner = {at for m in mentions for at in range(m.start + 1, m.end)}
    words = [(m.group(), m.start(), m.end()) for m in WORD.finditer(text)]
    found: dict[str, bool] = {}
    within = _Within(quotes)
    taken = 0
    for i, (_, start, end) in enumerate(words):
        if start < taken or start in inner or next(within.of(start, end), None) is None:
            continue
        phrase = _phrase(text, words, i, names)
        if phrase:
            taken = start + len(phrase)
            before = {re.sub("^[وف](?=...)", "", fold(w)) for w, _, _ in words[max(0, i - NEAR) : i]}
            sided = bool(before & folded(TABLES / "stance_words.txt"))
            found[phrase] = found.get(phrase, False) or sided
    kept: dict[str, bool] = {}
    for phrase in sorted(found, key=len):
        shorter = next((k for k in kept if stems(phrase)[: len(stems(k))] == stems(k)), phrase)
        kept[shorter] = kept.get(shorter, False) or found[phrase]
    return kept


def _phrase(text: str, words: list[tuple[str, int, int]], at: int, names: dict[int, int]) -> str | None:
    """The verbal noun at word `at` with what completes it, or None.

    It is completed by a name, or by a chain of nouns up to the first definite one and the definite
    adjective after that: وقف إطلاق النار, دعم المشاريع التنموية, رحيل بشار الأسد. A chain without
    either is no proposition. `names` are the spans of mentions, start to end.
    """
    heads, ends = folded(TABLES / "propositions.txt"), folded(TABLES / "phrase_ends.txt")
    word, start, end = words[at]
    if fold(word) not in heads:
        if len(word) < 4 or word[0] not in "وفبلك" or fold(word[1:]) not in heads:
            return None
        start += strip(text[start:end])[1][1]
    for following, a, b in words[at + 1 : at + LONGEST]:
        if text[end:a] != " " or fold(following) in ends or _joined(following):
            return None
        if a in names:
            return text[start : names[a]]
        end = b
        if _definite(following):
            next_word = WORD.match(text, b + 1) if text[b : b + 1] == " " else None
            adjective = next_word and _definite(next_word[0]) and fold(next_word[0]) not in ends
            return text[start : next_word.end() if adjective else b]
    return None


def _definite(word: str) -> bool:
    return strip(word)[0].startswith("ال")


def _joined(word: str) -> bool:
    """Whether a word begins with و "and" or with a preposition before its article: it opens a new phrase."""
    form = fold(word)
    if form.startswith("و"):
        return not own_waw(form)
    return form.startswith(("لل", "بال", "كال", "فال"))


def pairs(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    quotes: Sequence[Quote],
    wanted: Sequence[str] | None,
) -> Iterator[tuple[int, str, Pair]]:
    """(quote number, target, Pair) for every statement that speaks of a target.

    The targets are those `wanted`, or the suggested ones. A speaker's stance toward himself and a
    statement that nobody is known to have made are not asked about.
    """
    chosen = list(wanted) if wanted is not None else suggest(text, mentions, entities, quotes)
    by_name = {fold(name): e for e in entities for name in (e.name, *e.aliases)}
    for target in chosen:
        entity = by_name.get(fold(target))
        entity_names = (entity.name, *entity.aliases) if entity else ()
        for k, quote in enumerate(quotes):
            if quote.speaker is None or quote.scripture or (entity and _says_itself(quote, entity)):
                continue
            named = entity is not None and _mentions(quote, mentions, entity)
            if entity is not None and named and _only_where(text, quote, mentions, entity):
                continue
            # Most words of a name are no name: «الأسر المنتجة» is not «مهرجان الأسر المنتجة».
            if named or (_calls(quote.text, entity_names) if entity else speaks_of(quote.text, target)):
                yield (
                    k,
                    target,
                    Pair(quote.text, target, quote.speaker.name, before(text, sentences, quote.start)),
                )


def _only_where(text: str, quote: Quote, mentions: Sequence[Mention], entity: Entity) -> bool:
    """Whether a place is named in a statement only as where something happened: في النمسا, بالقاهرة."""
    if entity.label != "LOC":
        return False
    inside = [mentions[i] for i in entity.mentions if quote.start <= mentions[i].start < quote.end]
    return all(_WHERE.search(text, quote.start, m.start) for m in inside)


def before(text: str, sentences: Sequence[Span], start: int) -> str:
    """What leads up to the statement that begins at `start`: the rest of its own sentence and the sentence before."""
    after = bisect_right(sentences, start, key=lambda s: s.start)
    return text[sentences[max(0, after - 2)].start : start] if after else ""

"""What a stance can be toward: targets suggested from the article, and the statements that speak of one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from models.arabic import WORD, fold
from models.findings import Entity, Mention, Quote, Span
from models.stance import Pair

TABLE = Path(__file__).parent / "tables/propositions.txt"
SUGGESTED = 6
# Words in front that do not distinguish a target.
_CLITIC = re.compile("^(?:[وف]?(?:لل|[بلك]?ال|[بلك])|[وف])(?=..)")


@cache
def heads() -> frozenset[str]:
    """Verbal nouns that open a proposition people take sides on, folded, from the table."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return frozenset(fold(line.strip()) for line in lines if line.strip() and not line.startswith("#"))


def _stem(word: str) -> str:
    """A folded word without attached clitics and article."""
    return _CLITIC.sub("", fold(word))


def _stems(text: str) -> list[str]:
    return [_stem(m.group()) for m in WORD.finditer(text)]


def speaks_of(statement: str, target: str, aliases: Sequence[str] = ()) -> bool:
    """Whether a statement speaks of a target: one of its names stands in it, or, of a target of
    several words, most of them do. Spelling is folded, clitics and articles are left off."""
    have = _stems(statement)
    for name in (target, *aliases):
        want = _stems(name)
        if want and any(have[i : i + len(want)] == want for i in range(len(have) - len(want) + 1)):
            return True
    want = {w for w in _stems(target) if len(w) > 2}
    return len(want) > 1 and len(want & set(have)) >= (2 * len(want) + 2) // 3


def suggest(
    text: str,
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    quotes: Sequence[Quote],
    limit: int = SUGGESTED,
) -> list[str]:
    """Targets a reader would ask about, those that most statements speak of first.

    Entities named inside statements of others, and propositions: a verbal noun of the table with the
    words that belong to it, when it stands in more than one place of the article or in a statement.
    """
    counts: Counter[str] = Counter()
    for entity in entities:
        names = (entity.name, *entity.aliases)
        told = [q for q in quotes if not _says_itself(q, entity) and _mentions(q, mentions, entity)]
        if told:
            # Whoever is named all over the article is asked about before what is named once.
            counts[names[0]] += 10 * len(told) + min(9, len(entity.mentions))
    spoken = " \n ".join(q.text for q in quotes)
    for phrase, n in _propositions(spoken).items():
        counts[phrase] += 10 * n + 5
    return [name for name, _ in counts.most_common(limit)]


def _says_itself(quote: Quote, entity: Entity) -> bool:
    return quote.speaker is not None and quote.speaker.entity == entity.id


def _mentions(quote: Quote, mentions: Sequence[Mention], entity: Entity) -> bool:
    return any(quote.start <= mentions[i].start and mentions[i].end <= quote.end for i in entity.mentions)


def _propositions(text: str) -> Counter[str]:
    """Verbal-noun phrases and how often they occur: the head and up to two words that complete it."""
    words = [(m.group(), m.start(), m.end()) for m in WORD.finditer(text)]
    found: Counter[str] = Counter()
    for i, (word, _, end) in enumerate(words):
        bare = re.sub("^[وفبلك](?=.{3})", "", fold(word))
        if bare not in heads() and fold(word) not in heads():
            continue
        phrase = [word if fold(word) in heads() else word[1:]]
        for nxt, a, b in words[i + 1 : i + 3]:
            if text[end:a] != " " or fold(nxt) in _STOPS:
                break
            phrase.append(nxt)
            end = b
        if len(phrase) > 1:
            found[" ".join(phrase)] += 1
    return found


_STOPS = frozenset(
    map(
        fold,
        [
            "من",
            "في",
            "على",
            "إلى",
            "عن",
            "مع",
            "أن",
            "التي",
            "الذي",
            "بين",
            "بعد",
            "قبل",
            "منذ",
            "حتى",
            "ما",
            "لا",
            "لم",
            "هذا",
            "هذه",
            "ذلك",
            "كل",
            "أو",
            "ثم",
        ],
    )
)


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
        aliases = entity.aliases if entity else ()
        for k, quote in enumerate(quotes):
            if quote.speaker is None or quote.scripture or (entity and _says_itself(quote, entity)):
                continue
            named = entity is not None and _mentions(quote, mentions, entity)
            if named or speaks_of(quote.text, target, aliases):
                yield k, target, Pair(quote.text, target, quote.speaker.name, _before(text, sentences, quote))


def _before(text: str, sentences: Sequence[Span], quote: Quote) -> str:
    """What leads up to the statement: the rest of its own sentence and the sentence before."""
    earlier = [s for s in sentences if s.start <= quote.start][-2:]
    return text[earlier[0].start : quote.start] if earlier else ""

"""Which mentions of an article are one person, place or body, and that one's fullest name.

Spellings (hamza, ة/ه, ى/ي, the article, عبد الله/عبدالله, transliterations), shorter forms (a family name, a
given name, a body without its generic head) and other names (`tables/also_called.tsv`) come together; titles of
office count for nothing. Two people who share a name stay two: a form that fits both goes with the
one named last before it, or stays alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from models.arabic import WORD, fold
from models.findings import Entity, Mention
from models.tabular import folded, rows

TABLES = Path(__file__).parent / "tables"
# Particles that are one word with what follows: عبد الله is written عبدالله too.
_JOINED = {"عبد", "ابو", "ابي", "ابا"}
_SON = {"بن", "ابن", "بنت"}
_VOWELS = "اويه"
# Forms that share a word with another one and are compared with it: bounds the time of a huge article.
COMPARED = 150


def key(name: str) -> str:
    """The name's comparable form, the same in every article: folded words, without titles and articles.

    A name made of titles alone keeps them. Empty where `name` holds no word.
    """
    return " ".join(_words(name))


def is_name(words: str) -> bool:
    """Whether words are more than a title, a courtesy or a generic noun: الأمير, سماحته and الهيئة name nobody."""
    courtesies = folded(TABLES / "courtesies.txt")
    own = (fold(m.group()) for m in WORD.finditer(words))
    return not all(w in courtesies or (w != _bare(w) and _bare(w) in _generic()) for w in own)


def merge(text: str, mentions: Sequence[Mention]) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """The mentions with their entity's id and label, and the entities in order of first mention.

    An entity carries one label, the one its mentions vote for, weighted by score.
    """
    owners = _owners(text, mentions)
    groups: dict[int, list[int]] = defaultdict(list)
    for i, owner in enumerate(owners):
        groups[owner].append(i)
    out = list(mentions)
    entities = []
    for number, members in enumerate(sorted(groups.values())):
        label = _vote(mentions[i] for i in members)
        surfaces = Counter(mentions[i].text for i in members)
        # The fullest form: most words of its own, then the most usual spelling, then the longest.
        name = max(surfaces, key=lambda s: (len(_words(s)), surfaces[s], len(s)))
        aliases = tuple(s for s in surfaces if s != name)
        entities.append(Entity(number, name, label, aliases, tuple(members)))
        for i in members:
            out[i] = replace(out[i], entity=number, label=label)
    return tuple(out), tuple(entities)


@dataclass(slots=True)
class _Form:
    """One comparable form: its words, its mentions in order of place, its label."""

    words: tuple[str, ...]
    mentions: list[int]
    label: str


def _owners(text: str, mentions: Sequence[Mention]) -> list[int]:
    """For each mention a number that the mentions of one entity share."""
    forms = _forms(mentions)
    parent = list(range(len(forms)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    order = sorted(range(len(forms)), key=lambda i: (-len(forms[i].words), forms[i].mentions[0]))
    by_word: dict[str, list[int]] = defaultdict(list)
    owner: dict[int, int] = {}
    at = [mentions[f.mentions[0]].start for f in forms]
    of_mention = {m: k for k, f in enumerate(forms) for m in f.mentions}
    for a, b in _bracketed(text, mentions):
        parent[find(of_mention[b])] = find(of_mention[a])
    for i in order:
        form = forms[i]
        fuller = {}
        for k in {k for word in form.words for probe in _probes(word) for k in by_word[probe][-COMPARED:]}:
            if forms[k].label == form.label and _fits(form, forms[k]):
                fuller.setdefault(find(k), []).append(k)
        for word in form.words:
            for probe in _probes(word):
                by_word[probe].append(i)
        fuller.pop(find(i), None)
        if len(fuller) == 1 or (form.label == "LOC" and len(form.words) == 1):
            # Of a place, the city and its province (مدينة عدن, محافظة عدن) are seldom told apart.
            for k in fuller:
                parent[k] = find(i)
        elif fuller:
            places = sorted(
                (mentions[m].start, k) for ks in fuller.values() for k in ks for m in forms[k].mentions
            )
            for m in form.mentions:
                before = bisect_left(places, (mentions[m].start,))
                if before:
                    owner[m] = places[before - 1][1]
    first = {}
    for i in sorted(range(len(forms)), key=at.__getitem__):
        first.setdefault(find(i), i)
    return [first[find(owner.get(m, of_mention[m]))] for m in range(len(mentions))]


def _forms(mentions: Sequence[Mention]) -> list[_Form]:
    by_key: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, m in enumerate(mentions):
        words = _words(m.text)
        by_key[_also_called().get(words, words)].append(i)
    return [_Form(words, ms, _vote(mentions[i] for i in ms)) for words, ms in by_key.items()]


def _vote(mentions: Iterable[Mention]) -> str:
    votes: Counter[str] = Counter()
    for m in mentions:
        votes[m.label] += m.score + 1e-6
    return votes.most_common(1)[0][0]


def _fits(short: _Form, long: _Form) -> bool:
    """Whether `short` may be a shorter form or another spelling of `long`."""
    if len(short.words) > len(long.words):
        return False
    if short.label == "PERS":
        return _person_fits(short.words, long.words)
    return _body_fits(short.words, long.words, single=short.label != "LOC")


def _person_fits(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    places = _subsequence(short, long)
    if places is None or not (places[0] == 0 or places[-1] == len(long) - 1):
        return False
    if len(short) == len(long):
        # Two spellings: at least one word must be the same, or the whole a long one.
        return len(short) == 1 or any(a == b for a, b in zip(short, long, strict=True))
    inner = places[0] > 0 and long[places[0] - 1] in _SON
    # سلمان بن عبدالعزيز is the father of محمد بن سلمان بن عبدالعزيز; بن سلمان is the son.
    return not (inner and len(short) > 1)


def _body_fits(short: tuple[str, ...], long: tuple[str, ...], single: bool) -> bool:
    if len(short) == len(long):
        return all(map(_same_word, short, long)) and (len(short) == 1 or any(map(str.__eq__, short, long)))
    cut = len(long) - len(short)
    if all(map(_same_word, short, long[cut:])) and all(w in _heads() for w in long[:cut]):
        return True
    if not single:
        # A place's beginning: الولايات المتحدة; one word alone says too little.
        return len(short) > 1 and all(map(_same_word, short, long))
    places = _subsequence(short, long)
    if places is None:
        return False
    if len(short) > 1:
        # مجلس الأمن الدولي → مجلس الأمن; وزارة الخارجية الأمريكية → الخارجية الأمريكية
        return places[0] == 0 or (places[0] == 1 and long[0] in _heads())
    if places == [0]:
        # The name and its Latin spelling: أتوس Atos.
        return long[1].isascii() and not short[0].isascii()
    # وزارة الخارجية الأمريكية → الخارجية; مانشستر يونايتد → يونايتد
    return places == [1] and (long[0] in _heads() or len(long) == 2)


def _subsequence(short: tuple[str, ...], long: tuple[str, ...]) -> list[int] | None:
    """Where the words of `short` stand in `long`, in order; a last word stands for the last if it can."""
    places, end = [], len(long)
    for word in reversed(short):
        end = next((k for k in range(end - 1, -1, -1) if _same_word(word, long[k])), -1)
        if end < 0:
            return None
        places.append(end)
    return places[::-1]


@lru_cache(1 << 16)
def _same_word(a: str, b: str) -> bool:
    """Whether two folded words may be spellings of one: a long word one slip apart, or vowels apart."""
    if a == b:
        return True
    if min(len(a), len(b)) < 4 or not (a + b).isalpha():
        return False
    names = given_names()
    if a in names and b in names:
        # Two names that are both usual are two (سلمان, سليمان), but for letters changed about.
        return len(a) > 4 and sorted(a) == sorted(b)
    from rapidfuzz.distance import DamerauLevenshtein

    if _skeleton(a) == _skeleton(b) and abs(len(a) - len(b)) <= 2:
        return True
    longest = max(len(a), len(b))
    return longest >= 6 and a[0] == b[0] and DamerauLevenshtein.distance(a, b) <= (2 if longest > 8 else 1)


def _skeleton(word: str) -> str:
    return word[0] + "".join(c for c in word[1:] if c not in _VOWELS)


def _probes(word: str) -> tuple[str, ...]:
    """What two spellings of a word share, so that only they are compared."""
    return (word, _skeleton(word)[:2] + "·") if len(word) > 3 else (word,)


def _bracketed(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Pairs of mentions written `name (other name)`, of one label: a body and its acronym."""
    order = sorted(range(len(mentions)), key=lambda i: mentions[i].start)
    out = []
    for a, b in pairwise(order):
        between = text[mentions[a].end : mentions[b].start]
        closed = text[mentions[b].end : mentions[b].end + 2].lstrip("\"'»”")[:1] == ")"
        same = mentions[a].label == mentions[b].label
        if same and mentions[a].label in ("ORG", "MISC") and closed and between.strip("\"'«“ ") == "(":
            out.append((a, b))
    return out


def _words(name: str) -> tuple[str, ...]:
    joined: list[str] = []
    for m in WORD.finditer(name):
        word = fold(m.group())
        if joined and joined[-1] in _JOINED:
            # With its article: عبد الملك is عبدالملك.
            joined[-1] += word
        else:
            joined.append(_bare(word))
    while len(joined) > 1 and joined[0] in _titles():
        joined.pop(0)
    return tuple(joined)


def _bare(word: str) -> str:
    if word.startswith("لل") and len(word) > 4:
        return word[2:]
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


@cache
def _titles() -> frozenset[str]:
    return frozenset(map(_bare, folded(TABLES / "titles.txt")))


@cache
def _heads() -> frozenset[str]:
    return frozenset(map(_bare, folded(TABLES / "heads.txt")))


@cache
def _generic() -> frozenset[str]:
    """Titles and generic nouns that name nobody alone."""
    return (_heads() | _titles()) - set(map(_bare, folded(TABLES / "short_names.txt")))


@cache
def given_names() -> frozenset[str]:
    """The usual given names, folded and without the article."""
    return frozenset(map(_bare, folded(TABLES / "given_names.txt")))


@cache
def _also_called() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every form of a name with several → the first of its line."""
    out: dict[tuple[str, ...], tuple[str, ...]] = {}
    for forms in rows(TABLES / "also_called.tsv"):
        first, *others = map(_words, forms)
        out.update(dict.fromkeys(others, first))
    return out

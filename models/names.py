"""Which mentions of an article are one person, place or body, and that one's fullest name.

Spellings (hamza, ة/ه, ى/ي, the article, عبد الله/عبدالله, transliterations), shorter forms (a family name, a
given name, a body without its generic head) and other names (`tables/also_called.tsv`) come together; titles of
office count for nothing. Two people who share a name stay two: a form that fits both goes with the
one named last before it, or stays alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from models.arabic import WORD, fold, strip, tidy
from models.findings import Entity, Mention
from models.tabular import folded, rows

TABLES = Path(__file__).parent / "tables"
# Particles that are one word with what follows: عبد الله is written عبدالله too.
_JOINED = {"عبد", "ابو", "ابي", "ابا"}
# Two words, the first one without an article, the second with it: رئاسة الحكومة.
_IDAFA = re.compile(r"(?!ال)\w+\s+ال\w\w+")
_SON = {"بن", "ابن", "بنت"}
_VOWELS = "اويه"
SHORT = 5  # letters of a word in which another vowel makes another name
# Forms that share a word with another one and are compared with it: bounds the time of a huge article.
COMPARED = 150
# Characters looked at before a mention for its clitic, signs upon it included.
CLITIC_REACH = 8


def key(name: str) -> str:
    """The name's comparable form, the same in every article: folded words, without titles and articles.

    A name made of titles alone keeps them. Empty where `name` holds no word.
    """
    return " ".join(_words(name))


def is_name(words: str) -> bool:
    """Whether words are more than a title, a courtesy or a generic noun: الأمير, سماحته, الهيئة and حركة name nobody."""
    courtesies = folded(TABLES / "courtesies.txt")
    own = [fold(m.group()) for m in WORD.finditer(words)]
    if len(own) == 1 and own[0] in _heads():
        return False
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
        surfaces = Counter(_spelled(text, mentions[i]) for i in members)
        # The fullest form: most words of its own, then the most usual spelling, then the longest.
        name = max(surfaces, key=lambda s: (len(_words(s)), surfaces[s], len(s)))
        aliases = tuple(s for s in surfaces if s != name)
        entities.append(Entity(number, name, label, aliases, tuple(members)))
        for i in members:
            out[i] = replace(out[i], entity=number, label=label)
    return tuple(out), tuple(entities)


def _spelled(text: str, mention: Mention) -> str:
    """A mention as a name is shown, with the article that للقاهرة does not write."""
    before = strip(text[max(0, mention.start - CLITIC_REACH) : mention.start])[0]
    return ("ال" if before.endswith("لل") else "") + tidy(mention.text)


@dataclass(slots=True)
class _Form:
    """One comparable form: its words, its mentions in order of place, its label, whether it is an idafa of two."""

    words: tuple[str, ...]
    mentions: list[int]
    label: str
    idafa: bool


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
        # سلام is نواف سلام where he is named, and not رياض سلامة.
        exact = {root: ks for root, ks in fuller.items() if any(_holds(forms[k], form) for k in ks)}
        fuller = exact or fuller
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


def _holds(long: _Form, short: _Form) -> bool:
    return set(short.words) <= set(long.words)


def _forms(mentions: Sequence[Mention]) -> list[_Form]:
    by_key: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, m in enumerate(mentions):
        words = _words(m.text)
        by_key[_also_called().get(words, words)].append(i)
    return [
        _Form(words, ms, _vote(mentions[i] for i in ms), _is_idafa(mentions[ms[0]].text))
        for words, ms in by_key.items()
    ]


def _is_idafa(name: str) -> bool:
    return bool(_IDAFA.fullmatch(strip(name)[0]))


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
    if short.label == "LOC":
        return _place_fits(short.words, long.words)
    return _body_fits(short.words, long)


def _person_fits(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    places = _subsequence(short, long)
    if places is None or not (places[0] == 0 or places[-1] == len(long) - 1):
        return False
    if len(short) == len(long):
        # Two spellings: at least one word must be the same, or the whole a long one.
        return len(short) == 1 or any(a == b for a, b in zip(short, long, strict=True))
    # محمد بن سلمان is not his father, الملك سلمان or سلمان بن عبدالعزيز; بن سلمان is the son.
    inner = places[0] > 0 and long[places[0] - 1] in _SON
    # زينب محمد لباد is not محمد لباد, her father.
    father = places[0] == 1 and len(short) > 1 and short[0] in given_names() and not feminine(short[0])
    if father and feminine(long[0]):
        return False
    # Ben is written بن: بن رودس is رودس.
    return not inner or (places[0] == 1 and long[1] not in given_names())


def _place_fits(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if len(short) == len(long):
        return _same_words(short, long)
    # A place's beginning: الولايات المتحدة; one word alone says too little.
    return _without_heads(short, long) or (len(short) > 1 and all(map(_same_word, short, long)))


def _body_fits(short: tuple[str, ...], form: _Form) -> bool:
    long = form.words
    if len(short) == len(long):
        return _same_words(short, long)
    if _without_heads(short, long):
        return True
    places = _subsequence(short, long)
    if places is None:
        return False
    if len(short) > 1:
        # مجلس الأمن الدولي → مجلس الأمن; صحيفة نيويورك تايمز الأمريكية → نيويورك تايمز; but the United Nations
        # are none of their agencies.
        starts = places[0] == 0 or (places[0] == 1 and long[0] in _heads())
        return starts and short not in _whole_names()
    if places == [0]:
        # The name and its Latin spelling: أتوس Atos.
        return long[1].isascii() and not short[0].isascii()
    # وزارة الخارجية الأمريكية → الخارجية; مانشستر يونايتد → يونايتد; but رئاسة الحكومة is not الحكومة.
    return places == [1] and (long[0] in _heads() or (len(long) == 2 and not form.idafa))


def _same_words(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether two forms of as many words are two spellings: one of several words must be the same."""
    return all(map(_same_word, short, long)) and (len(short) == 1 or any(map(str.__eq__, short, long)))


def _without_heads(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether `long` is `short` with generic words in front: نادي الهلال → الهلال."""
    cut = len(long) - len(short)
    return all(map(_same_word, short, long[cut:])) and all(w in _heads() for w in long[:cut])


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
    for names in (_given(), _places()):
        if a in names and b in names:
            # Two names that are both usual are two (سلمان, سليمان), but for letters changed about.
            return names[a] == names[b] or (len(a) > 4 and sorted(a) == sorted(b))
    from rapidfuzz.distance import DamerauLevenshtein

    # Foreign names are written with more or fewer vowels; a usual name is itself (ناصر, نصار), and in short words another
    # vowel makes another name (حمودة, حميدة).
    usual = a in _given() or b in _given()
    if not usual and _skeleton(a) == _skeleton(b) and abs(len(a) - len(b)) <= 2:
        return len(a) != len(b) or len(a) > SHORT
    longest = max(len(a), len(b))
    return longest >= 6 and a[0] == b[0] and DamerauLevenshtein.distance(a, b) <= (2 if longest > 8 else 1)


def _skeleton(word: str) -> str:
    return word[0] + "".join(c for c in word[1:] if c not in _VOWELS)


def _probes(word: str) -> tuple[str, ...]:
    """What two spellings of a word share, so that only they are compared."""
    listed = [names[word] for names in (_given(), _places()) if word in names]
    return (word, *listed, _skeleton(word)[:2] + "·") if len(word) > 3 else (word,)


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
    words: list[str] = []
    before = ""
    for m in WORD.finditer(name):
        bare = strip(m.group())[0]
        if words and _joins(before, fold(bare)):
            # With its article: عبد الملك is عبدالملك.
            words[-1] += fold(bare)
        else:
            words.append(fold(bare))
        before = bare
    while len(words) > 1 and _is_title(words[0]):
        words.pop(0)
    return tuple(map(_bare, words))


def _joins(before: str, word: str) -> bool:
    """Whether a folded word is written in one with the one before it, too: عبد الله, نصر الله; but not آبي أحمد."""
    head = _bare(fold(before))
    if word == "الله" and head in folded(TABLES / "names_with_allah.txt"):
        return True
    return head in _JOINED and not before.startswith("آ")


def _is_title(word: str) -> bool:
    """Whether a folded word is one of office; without an article أمين and رائد are given names: أمين الجميل."""
    bare = _bare(word)
    return bare in _titles() and (bare != word or bare not in given_names())


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


def given_names() -> Collection[str]:
    """The usual given names in all their spellings, folded and without the article."""
    return _given().keys()


@lru_cache(1 << 15)
def feminine(name: str) -> bool:
    """Whether a folded given name is a woman's; عبد الله is no name in ة."""
    listed = womens_names()
    if name.endswith(("الله", "الاله")):
        return False
    return name in listed or (name.endswith("ه") and len(name) > 3 and "-" + name not in listed)


@cache
def womens_names() -> frozenset[str]:
    """Given names of women, folded; with - before them those of men that look like one."""
    return folded(TABLES / "feminine_names.txt")


@cache
def _given() -> dict[str, str]:
    """Every spelling of a given name → the first of its line."""
    return _spellings("given_names.txt")


@cache
def _places() -> dict[str, str]:
    """Every spelling of a place's name of one word → the first of its line; countries and cities are from CLDR, too."""
    from babel import Locale

    arabic = Locale("ar")
    known = [*arabic.territories.values(), *(zone.get("city", "") for zone in arabic.time_zones.values())]
    usual = (_bare(fold(name)) for name in known if len(name.split()) == 1)
    return {name: name for name in usual} | _spellings("places.txt")


def _spellings(table: str) -> dict[str, str]:
    """Every spelling in a table of names → the first of its line."""
    lines = ([_bare(fold(cell)) for cell in row] for row in rows(TABLES / table))
    return {spelling: line[0] for line in lines for spelling in line}


@cache
def _whole_names() -> frozenset[tuple[str, ...]]:
    """Names that stand in those of other bodies and are no short form of them."""
    return frozenset(_words(name) for (name,) in rows(TABLES / "whole_names.txt"))


@cache
def _also_called() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every form of a name with several → the first of its line."""
    out: dict[tuple[str, ...], tuple[str, ...]] = {}
    for forms in rows(TABLES / "also_called.tsv"):
        first, *others = map(_words, forms)
        out.update(dict.fromkeys(others, first))
    return out

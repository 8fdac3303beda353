"""Who could be speaking: the names, offices, bodies and unnamed sources of a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.arabic import ARABIC_LETTER, fold
from models.clitics import own_waw
from models.findings import Entity, Mention, SpeakerKind
from models.names import feminine, given_names, key, womens_names
from models.quotes import lexicon
from models.quotes.cues import THAT, withheld
from models.quotes.words import Words

STOPS = lexicon.phrase_words("stop")
OCCASIONS = lexicon.phrase_words("occasion")
NOT_SAID = STOPS | OCCASIONS
JOINS = lexicon.phrase_words("join")
EXPERTS = lexicon.phrase_words("expert")
EXPERT = "خبير"
NOBODY = lexicon.phrase_words("nobody")
AUTHORS = lexicon.phrase_words("author")
MATTERS = lexicon.phrase_words("matter")
MEDIA = lexicon.phrase_words("medium")
HONOURS = lexicon.honours()
RESPECT = frozenset(word for told in HONOURS.values() for word in told)  # before a name: معالي الوزير
MEN = lexicon.phrase_words("man", "men")
MANY = lexicon.phrase_words("many", "men")
PLURALS = lexicon.phrase_words("plural")
THINGS = lexicon.phrase_words("things")
ALL = lexicon.phrase_words("all")
TRADES = lexicon.phrase_words("trade")
CHIEFS = lexicon.phrase_words("chief")
PERSONS = TRADES | AUTHORS | EXPERTS | lexicon.phrase_words("person")
EPITHETS = lexicon.phrase_words("epithet")
RANKS = lexicon.phrase_words("rank")
KIN = lexicon.phrase_words("kin")
STAFF = lexicon.phrase_words("staff")
CLIENTS = lexicon.phrase_words("client")
LEADING = frozenset(["في", "من", "عن", "علي", "باسم", "لدي", "الي"])
LONGEST = 16  # words of an office or an unnamed source
TERM = 3  # words of a name in quotation marks
GLOSS = 5  # tokens of a foreign spelling in brackets
MARKS = '"“”«»'
OPENING = '"“«'
_ENDING = re.compile("ً?ا[ًَ]?$")


@dataclass(frozen=True, slots=True)
class Source:
    """A phrase that can speak: tokens first..end (exclusive).

    `gender`, `number` as in `lexicon.Verb`; `phrase_first`/`phrase_end` take in the title and what is
    said of a name; `definite` whether an office is one that can be told; `label` of the name, if it is
    one; `prefixed` where ب or ل is written onto it, so that it is no verb's subject; `clitic` how many
    characters of its first token are not its own.
    """

    first: int
    end: int
    kind: SpeakerKind
    entity: int | None
    gender: str
    number: str
    phrase_first: int
    phrase_end: int
    definite: bool
    label: str = ""
    prefixed: bool = False
    clitic: int = 0


def same(a: Source, b: Source) -> bool:
    """Whether two sources are one: one entity, or one phrase."""
    return a.first == b.first or (a.entity is not None and a.entity == b.entity)


def sources(words: Words, mentions: Sequence[Mention], entities: Sequence[Entity]) -> list[Source]:
    """Every phrase of the text that can speak, in order of place, not overlapping."""
    by_first: dict[int, tuple[int, Mention]] = {}
    for m in mentions:
        first, end = words.at(m.start), words.before(m.end)
        if first < end:
            by_first[first] = (end, m)
    out: list[Source] = []
    i = 0
    while i < len(words):
        found = _phrase(words, i, by_first, entities) if words.is_word[i] else None
        if found:
            out.append(found)
            i = max(found.phrase_end, i + 1)
        else:
            i += 1
    return out


def _phrase(words: Words, i: int, by_first: dict, entities: Sequence[Entity]) -> Source | None:
    if i in by_first:
        end, m = by_first[i]
        if m.label == "MISC":
            return None
        return _named(words, i, end, m, i, _apposition(words, end, by_first), entities)
    if rank(words.folded[i]):
        clitic = _letters(words, i, int(words.folded[i] not in HONOURS))
        prefixed = clitic > 0 and words.folded[i][0] in "بل"
        return Source(i, i + 1, "role", None, "m", "s", i, i + 1, True, "", prefixed, clitic)
    # أمام البرلمان and يوم الأحد are written like إمام and أحد.
    if words.folded[i] in STOPS and words.text[words.starts[i]] != "إ":
        return None
    kind = lexicon.source_kind(words.folded[i]) or _accusative(words, i)
    if kind is None or (lexicon.verb(words.folded[i]) and lexicon.verb(words.folded[i]).form == "finite"):
        return None
    return _headed(words, i, kind, by_first, entities)


def _letters(words: Words, i: int, count: int) -> int:
    """How many characters the first letters of token i are, with the signs upon them."""
    return words.behind(i, count) - words.starts[i] if count else 0


def rank(word: str) -> frozenset[str] | None:
    """By which words before a name one tells whom a folded word like سموه, لسموه stands for; None of other words."""
    return HONOURS.get(word) or (HONOURS.get(word[1:]) if word[0] in "وفبل" else None)


def _accusative(words: Words, i: int) -> lexicon.SourceKind | None:
    """The kind of a source behind أن that bears its ending: أن مصدرا مقربا من الرئيس قال."""
    behind = i and (words.folded[i - 1] in THAT or words.folded[i - 1] in ("لكن", "ولكن"))
    return lexicon.source_kind(words.folded[i][:-1]) if behind and words.folded[i].endswith("ا") else None


def _headed(words: Words, i: int, kind: str, by_first: dict, entities: Sequence[Entity]) -> Source | None:
    """A phrase that opens with an office, a body or an unnamed source, and the name in it if one is."""
    end = _extent(words, i, by_first)
    inside = [(k, *by_first[k]) for k in range(i, end) if k in by_first]
    persons = [p for p in inside if p[2].label == "PERS"]
    # The office's own name after it, perhaps behind a comma: المتحدث باسم الكرملين، دميتري بيسكوف; but رئيس النادي، وعلي
    # الشايعي are two.
    after = end + 1 if end < len(words) and words.folded[end] in "،,-" else end
    if kind == "role" and not persons and after in by_first and not _another(words.folded[after]):
        persons = [(after, *by_first[after])] if by_first[after][1].label == "PERS" else []
    if kind == "role" and persons and not _is_anothers(words, i, persons[0], entities):
        first, stop, m = persons[0]
        return _named(words, first, stop, m, i, max(stop, end), entities, _gender(words.folded[i]))
    if kind == "organisation" and inside and inside[0][0] <= i + 1 and inside[0][2].label == "ORG":
        _, stop, m = inside[0]
        return _named(words, inside[0][0], stop, m, i, max(stop, end), entities)
    head = words.folded[i]
    definite = _definite(words, i, end, by_first)
    if kind == "partitive":
        # بعض الخبراء, عدد من الخبراء
        out_of = words.folded[i + 1 : i + 2] == ["من"]
        whole = i + 2 if out_of else i + 1
        whose = words.folded[whole] if whole < end else ""
        second = lexicon.source_kind(whose)
        # عدد من العاملين: many who are told by what they do.
        if second is None and not (out_of and whose.startswith("ال") and whose.endswith("ين")):
            return None
        own = "organisation" if second == "organisation" else "anonymous"
        return Source(i, end, own, None, "", "", i, end, False)
    own = "anonymous" if kind == "role" and not definite else kind
    prefixed = _prefixed(head)
    # لمصادر: the ل is not the source's; of للوزارة the article would go with it.
    joined = head[0] == "و" and _with_article(head) and not lexicon.listed(head)
    clitic = _letters(words, i, int(joined or (prefixed and not head.startswith("لل"))))
    # صحيفة "لوموند" (Le Monde) الفرنسية and صحيفة "لوموند" are one source.
    gloss = next((k for k in range(i, end) if words.folded[k] == "("), end)
    # والده is no والدة, though folded they are one.
    bare = (words.text[words.ends[i] - 1] == "ه" and lexicon.owned(head)) or head
    return Source(i, gloss, own, None, _gender(bare), _number(head), i, end, definite, "", prefixed, clitic)


def _is_anothers(words: Words, i: int, person: tuple, entities: Sequence[Entity]) -> bool:
    """Whether the office or kinship that opens at token i is told by whose it is: محامي كريم, المتحدث باسم كريم,
    زوجة الرئيس كريم.
    """
    first, _, m = person
    head, before = words.folded[i], words.folded[first - 1]
    if before == "باسم":
        return True
    # والده كريم is himself the father, دكتور كريم the doctor.
    if head in RANKS or words.text[words.ends[i] - 1] == "ه":
        return False
    if first == i + 1 or before in STAFF or before in CLIENTS:
        return not _with_article(head)
    own = _person_gender(entities[m.entity].name if 0 <= m.entity < len(entities) else m.text)
    kin = head in KIN or head[1:] in KIN
    return kin and bool(own) and own != _gender(head)


def _with_article(head: str) -> bool:
    """Whether a folded word has the article, a clitic before it perhaps; but والد is one word."""
    joined = head[:1] in "وفبك" and head[1:3] == "ال" and head not in KIN
    return joined or head.startswith(("ال", "لل"))


def _extent(words: Words, i: int, by_first: dict, persons: bool = True) -> int:
    """The end of the noun phrase that opens at token i; without `persons` it ends where one is named."""
    k = i + 1
    while k < len(words) and k - i < LONGEST:
        word = words.folded[k]
        if _told_to(words, i, k, by_first):
            break
        if k in by_first:
            person = by_first[k][1].label == "PERS"
            # منظمة «الفجر» | إسرائيل: behind a name in marks comes another.
            if words.folded[k - 1] in MARKS and not _opened(words, i, k):
                break
            # اتهمت النيابة العامة كريم: he is the object; but عائلة كريم.
            body = lexicon.source_kind(words.folded[i]) == "organisation" and _with_article(words.folded[i])
            if person and (body or not persons):
                break
            # وسائل الإعلام الاتحاد العربي: two bodies, the second accused; but النادي الأهلي.
            body = by_first[k][1].label == "ORG" and lexicon.source_kind(word) == "organisation"
            another = body and not (word[0] in "لب" and lexicon.source_kind(word[1:]))  # but لحزب
            if another and words.folded[k - 1].startswith("ال"):
                break
            k = by_first[k][0]
            # الوزير سامي | كريم: two persons.
            next_one = k in by_first and by_first[k][1].label == "PERS"
            if person and k < len(words) and (next_one or _another(words.folded[k])):
                break
            # المحللون في تايبيه شكل الرصيف: behind a name as behind a definite noun.
            if k < len(words) and k not in by_first and _indefinite(words.folded[k]):
                break
            continue
        if word in MARKS and sum(w in MARKS for w in words.folded[i:k]) % 2:
            # Behind a name in marks that is one of the article's names.
            k += 1
            continue
        if word in OPENING or word == "(":
            term = marked_term(words, k) if word in OPENING else _gloss(words, k)
            if term is None:
                break
            k = term
            # جمعية «الفجر» | انتقادات لاذعة: behind a name in marks as behind a definite noun.
            if k < len(words) and k not in by_first and _indefinite(words.folded[k]):
                break
            continue
        if not words.is_word[k] or word in THAT or word in STOPS or withheld(words, k):
            break
        # مدربه بمستواه: whose he is has been told.
        if k == i + 1 and lexicon.owned(words.folded[i]) and not word.startswith("ال"):
            break
        if word in ("في", "من", "لدي") and (k + 1 >= len(words) or words.folded[k + 1] in NOT_SAID):
            break
        if word == "في" and words.folded[k + 1][:1].isdigit():  # السلطة في 4 مايو
            break
        if word[:1] == "ل" and word[1:] in OCCASIONS:
            break
        if word[:1] == "ب" and (word[1:] in MATTERS or praised(words, i, k)):
            break
        if word == "من" and k + 1 not in by_first and _mocked(words, i, k):
            break
        # اللجنة كافة المواطنين: all of them are called on.
        beside = words.folded[k - 1 : k + 2 : 2]
        if word in ALL and len(beside) == 2 and all(w.startswith("ال") for w in beside):
            break
        # بعض الخبراء مؤشرا: an indefinite accusative goes on with the clause, not with the phrase.
        if word.endswith("ا") and len(word) > 3 and word[:2] != "ال" and words.folded[k - 1][:2] == "ال":
            break
        # المشاركون في اللقاء محاور عدة: an indefinite word behind a definite one opens the object.
        if closed(words, k) or _object(words, i, k):
            break
        verb = lexicon.verb(word)
        # مصدر أمني تأكيده: the act is no part of who did it.
        if verb and verb.owner and words.folded[k - 1] not in LEADING and lexicon.lookalike(word) is None:
            break
        if verb and verb.form in ("finite", "participle", "frame") and not word.startswith("ال") and k > i:
            follows = words.folded[k + 1] if k + 1 < len(words) else ""
            if verb.form != "participle" or follows in THAT | {"الي", "علي", ":"} or follows in MARKS:
                break
        k += 1
    while k > i + 1 and (words.folded[k - 1] in ("في", "من", "و") or _opened(words, i, k)):
        k -= 1
    return k


def praised(words: Words, i: int, k: int) -> bool:
    """Whether ب opens at token k what the source at token i speaks of: أشاد التقرير بفترة …, أشاد الرئيس بالجهود; but
    الجهة الناطقة باسم …, قال المتحدث بالوزارة.
    """
    word = words.folded[k]
    if k != i + 1 or word in ("باسم", "بلسان") or not _with_article(words.folded[i]):
        return False
    if lexicon.source_kind(words.folded[i]) == "organisation":
        return True
    verb = lexicon.verb(words.folded[i - 1]) if i else None
    praises = verb is not None and verb.form == "finite" and "ب" in verb.objects and not _with_that(words, k)
    return praises and lexicon.source_kind(word[1:]) != "organisation"


def _with_that(words: Words, k: int) -> bool:
    """Whether the ب of a verb stands on أن behind token k: أفاد المتحدث بالدفاع المدني بأن."""
    return "بان" in words.folded[k + 1 : k + LONGEST]


def _mocked(words: Words, i: int, k: int) -> bool:
    """Whether من at token k opens what one in office spoke of: سخر النائب من القرار; but الخبير من المركز, الناجون من …"""
    head, of = words.folded[i], "".join(words.folded[k + 1 : k + 2])
    office = (
        k == i + 1 and head.startswith("ال") and lexicon.source_kind(head) == "role" and _number(head) == "s"
    )
    before = lexicon.verb(words.folded[i - 1]) if i else None
    mocks = before is None or "من" in before.objects  # but قال النائب من التيار
    return office and mocks and of.startswith("ال") and lexicon.source_kind(of) is None


def _told_to(words: Words, i: int, k: int, by_first: dict) -> bool:
    """Whether token k says to whom the source that opens at token i spoke: متحدث لصحيفة …, مصادر لـ«عكاظ»."""
    word = words.folded[k]
    if word[:1] != "ل":
        return False
    body = word == "ل" or (k in by_first and by_first[k][1].label == "ORG")
    medium = "ال" + word[2:] if word[:2] == "لل" else word[1:]
    return (
        medium in MEDIA
        or lexicon.bare(medium) in MEDIA
        or (body and (lexicon.source_kind(words.folded[i]) == "anonymous" or words.folded[i] in KIN))
    )


def _another(word: str) -> bool:
    """Whether the word behind a person's name is none of his: وأولاف شولتز, الرئيس الروسي; but وليد."""
    if word.startswith("و"):
        return word not in given_names()
    return word.startswith("ال") and lexicon.source_kind(word) in ("role", "anonymous")


def _opened(words: Words, i: int, k: int) -> bool:
    """Whether the last of tokens i..k (exclusive) is a mark that opens something."""
    return words.folded[k - 1] in MARKS and sum(w in MARKS for w in words.folded[i:k]) % 2 == 1


def closed(words: Words, k: int) -> bool:
    """Whether the noun phrase is complete before token k: a definite noun, then one with neither article nor
    preposition."""
    before = words.folded[k - 1]
    return before.startswith(("ال", "لل")) and len(before) > 4 and _indefinite(words.folded[k])


def _object(words: Words, i: int, k: int) -> bool:
    """Whether a definite noun at token k is whom the source that opens at token i spoke of, and no adjective of it:
    السكان | السلطات, المدرب | اللاعبين.
    """
    before, word = words.folded[k - 1], words.folded[k]
    if not (before.startswith("ال") and word.startswith("ال")):
        return False
    # دان الوزراء | الجرائم: an adjective would be a plural.
    many = k == i + 1 and lexicon.bare(before) in MANY and _takes_object(words, i)
    if many and not word.endswith(("ون", "ين", "ات")) and lexicon.bare(word) not in PLURALS:
        return True
    if word.endswith("ين") and k == i + 1:
        # No adjective of one person ends so, but for short ones: الأمين.
        return len(word) > 6 and _number(before) == "s"
    if lexicon.source_kind(word) == "organisation":
        return lexicon.bare(word) not in EPITHETS
    # المجلس الموافقة: an adjective would agree.
    one = k == i + 1 and lexicon.listed(lexicon.bare(before)) and _number(before) == "s"
    return one and _gender(before) == "m" and words.text[words.ends[k] - 1] == "ة"


def _takes_object(words: Words, i: int) -> bool:
    """Whether the verb right before the source at token i has an object without a preposition: دان, استنكر."""
    verb = lexicon.verb(words.folded[i - 1]) if i else None
    return verb is not None and verb.form == "finite" and "=" in verb.objects


def _indefinite(word: str) -> bool:
    """Whether a word has neither article nor anything written onto it, and goes on with no phrase."""
    bare = word in OCCASIONS or own_waw(word) or not word.startswith(("ال", "ل", "ب", "و", "ك"))
    return bare and word.isalpha() and word not in JOINS


def marked_term(words: Words, k: int) -> int | None:
    """Behind the closing mark of a name or term of a few words that opens at token k, else None."""
    for j in range(k + 2, min(len(words), k + TERM + 2)):
        if words.folded[j] in MARKS:
            return j + 1
    return None


def _gloss(words: Words, k: int) -> int | None:
    """Behind the bracket that closes a name's foreign spelling, which opens at token k: (PeaceTech); else None."""
    for j in range(k + 1, min(len(words), k + GLOSS + 2)):
        if words.folded[j] == ")":
            return j + 1 if j > k + 1 else None
        if ARABIC_LETTER.search(words.folded[j]):
            return None
    return None


def _apposition(words: Words, end: int, by_first: dict) -> int:
    """The end of what is said of a name after it: ، المتحدث باسم الكرملين، — its closing comma not counted."""
    if end + 1 >= len(words) or words.folded[end] not in "،,":
        return end
    head = words.folded[end + 1]
    if lexicon.source_kind(head) in ("role", "anonymous") and not lexicon.verb(head):
        return _extent(words, end + 1, by_first, persons=False)
    return end


def _named(
    words: Words,
    first: int,
    end: int,
    m: Mention,
    phrase_first: int,
    phrase_end: int,
    entities,
    gender: str = "",
) -> Source:
    kind: SpeakerKind = "person" if m.label == "PERS" else "organisation"
    if m.label == "PERS":
        name = entities[m.entity].name if 0 <= m.entity < len(entities) else m.text
        gender = gender or _person_gender(name)
    elif m.label == "LOC":
        gender = "f"
    elif m.label == "ORG":
        gender = gender or _gender(words.folded[first])
    joined = words.starts[first] < m.start and phrase_first == first and words.folded[first][:1] in "بلك"
    prefixed = joined or (phrase_first < first and _prefixed(words.folded[phrase_first]))
    clitic = m.start - words.starts[first]
    place = (phrase_first, phrase_end)
    return Source(first, end, kind, m.entity, gender, "s", *place, True, m.label, prefixed, clitic)


def _definite(words: Words, i: int, end: int, by_first: dict) -> bool:
    """Whether the phrase is an office one can tell: المتحدث, وزير الخارجية, رئيس مصر."""
    head = words.folded[i].lstrip("وف")
    if head.startswith("لل") or head.lstrip("بلك").startswith("ال"):
        return True
    for k in range(i + 1, end):
        word = words.folded[k]
        if k in by_first or (word.startswith("ال") and len(word) > 4):
            return True
        if word in ("في", "من", "باسم", "لدي", "ل", "ب"):
            return False
    return False


def _person_gender(name: str) -> str:
    """f of a woman's given name, m of any other known one, else unknown; of one word only a woman's in the table, since a
    family name is nobody's: بوريطة, مارتن.
    """
    first, *rest = key(name).split() or [""]
    if rest[:1] == ["دين"] or first.startswith("ابو"):  # نور الدين
        return "m"
    if (feminine(first) and (rest or first in womens_names())) or first == "ام":
        return "f"
    return "m" if rest and first in given_names() else ""


def _prefixed(head: str) -> bool:
    """Whether ب or ل is written onto the head of a phrase: للصحيفة, بمدرب."""
    return (
        head.startswith("لل")
        or (head[:1] in "بل" and head[1:3] == "ال")
        or (head[:1] in "بل" and lexicon.source_kind(head[1:]) is not None and len(head) > 4)
    )


def citation(text: str) -> str:
    """A source's words as they stand alone, without the ل that was written into an article (للمتحدث → المتحدث, للجنة →
    اللجنة) and without an accusative's ending (مصدرا مقربا من → مصدر مقرب من).
    """
    if not text.startswith("لل"):
        told = text.split(" ")
        ends = next((k for k, word in enumerate(told) if not _ENDING.search(word)), len(told))
        bare = [_ENDING.sub("", word) for word in told[:ends]]
        # رضا is no رض.
        accusative = (
            bare and lexicon.source_kind(fold(told[0])) is None and lexicon.source_kind(fold(bare[0]))
        )
        return " ".join([*bare, *told[ends:]]) if accusative else text
    own = fold(text[1:].split()[0])
    begins_with_it = lexicon.source_kind(own) is not None and lexicon.source_kind(own[1:]) is None
    return "ال" + text[1 if begins_with_it else 2 :]


def _gender(head: str) -> str:
    stem = _stem(head)
    if stem in MEN:
        return "m"
    return "f" if stem.endswith(("ه", "ات")) or stem in THINGS else "m"


def _number(head: str) -> str:
    stem = _stem(head)
    many = head.endswith(("ون", "ين")) and not lexicon.listed(stem)
    return "p" if many or stem in MANY else "s"


def _stem(head: str) -> str:
    """The first word of a phrase without article and clitics: والمصادر → مصادر."""
    if head.startswith("لل"):
        return head[2:]
    own = lexicon.bare(head)
    if own in MEN | MANY | THINGS | KIN or head[:1] not in "وفبل":
        return own
    joined = head[1:3] == "ال" or lexicon.source_kind(head[1:]) is not None
    return lexicon.bare(head[1:]) if joined else own


def of_span(words: Words, found: Sequence[Source], start: int, end: int) -> Source | None:
    """The source that shares most with text[start:end], but none to whom another that opens it spoke."""
    first, stop = words.at(start), words.before(end)
    k = bisect_left(found, first - 25, key=lambda s: s.phrase_first)
    best, shared = None, 0
    for source in found[k:]:
        if source.phrase_first >= stop:
            break
        told_to = words.folded[source.phrase_end][:1] == "ل" if source.phrase_end < stop else False
        if source.phrase_first == first and source.kind != "organisation" and told_to:
            return source
        own = min(source.phrase_end, stop) - max(source.phrase_first, first)
        named = min(source.end, stop) - max(source.first, first)
        if (own > 0 or named > 0) and own + 2 * max(0, named) > shared:
            best, shared = source, own + 2 * max(0, named)
    return best


def clipped(words: Words, source: Source, start: int) -> Source:
    """A source that is no name up to the token in which a statement starts, if one starts inside it."""
    stop = words.at(start)
    inside = source.entity is None and source.first < stop < source.end
    return replace(source, end=stop) if inside else source


def guess(words: Words, start: int, end: int) -> Source | None:
    """A source from a stretch of text that nothing listed: a plain noun phrase, if it is one."""
    first, stop = words.at(start), words.before(end)
    if first >= stop or _nobody(words.folded[first]):
        return None
    known = lexicon.source_kind(words.folded[first])
    definite = any(w.startswith("ال") for w in words.folded[first:stop])
    kind: SpeakerKind = (
        "organisation"
        if known == "organisation"
        else "role"
        if definite and known != "anonymous"
        else "anonymous"
    )
    head = words.folded[first]
    prefixed = _prefixed(head)
    clitic = _letters(words, first, int(prefixed and not head.startswith("لل")))
    place = (first, stop)
    return Source(*place, kind, None, _gender(head), _number(head), *place, definite, "", prefixed, clitic)


def _nobody(word: str) -> bool:
    """Whether a phrase that begins so cannot speak: منهم, مسترسلا, قائلا, وزاد, and in the accusative بلاغا."""
    verb = lexicon.verb(word)
    if verb is not None and verb.form == "finite" and word[:1] in "وفي" and lexicon.source_kind(word) is None:
        return word not in given_names()
    accusative = word.endswith("ا") and not word.startswith("ال")
    return (
        len(word) < 2
        or word in NOBODY
        or (accusative and (lexicon.verb(word) is not None or lexicon.source_kind(word[:-1]) is not None))
    )


def countries(office: Sequence[str]) -> set[str]:
    """The adjectives of countries among the words of an office, in their masculine form: جزائري."""
    return {word.removesuffix("ه") for word in office} & lexicon.demonyms()


def office(words: Words, first: int, end: int) -> list[str]:
    """The words of tokens first..end (exclusive) as offices are compared: folded, without article, the first also
    without what is written onto it; all words for an expert are one.
    """
    found = [lexicon.bare(w) for w in words.folded[first:end] if w[:1].isalnum()]
    if found and found[0][0] in "وفبلك" and lexicon.source_kind(found[0][1:]):
        found[0] = lexicon.bare(found[0][1:])
    learned = next((k for k, word in enumerate(found) if word not in EXPERTS), len(found))
    return [EXPERT, *found[learned:]] if learned else found

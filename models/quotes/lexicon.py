"""The tables of reporting verbs, phrases and sources, as lookups over folded words.

A linguist edits `tables/`; this module only unfolds the inflections: the perfect and imperfect, the
participle (مشيرا, مشيرة, مشيرين), the nouns, the clitics before and the pronouns after.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from models import tabular
from models.arabic import WORD, fold

TABLES = Path(__file__).parent / "tables"
# What else a reading rests on besides weights: findings made by other rules are not served any more.
RULES = (
    "agreement.py",
    "arabic.py",
    "clitics.py",
    "decoding.py",
    "names.py",
    "ner.py",
    "pieces.py",
    "sentences.py",
    "stance.py",
    "tabular.py",
    "targets.py",
)
# Words whose readings are remembered: the common ones of any run, while memory stays flat over thousands of articles.
WORDS = 1 << 15
PRONOUNS = ("هما", "هم", "هن", "ها", "ه", "ني", "نا")

Form = Literal["finite", "participle", "noun", "frame"]
SourceKind = Literal["anonymous", "role", "organisation", "partitive"]


@dataclass(frozen=True, slots=True)
class Verb:
    """One reading of a word as a reporting word.

    `gender` (m, f) and `number` (s, p) are of its subject, empty where the form does not tell;
    `objects` how a noun phrase that is what was said is attached (إلى ب على من عن, = for none);
    `person` is 1 in قلت, 3 otherwise; `owner` whether a pronoun after it names the speaker (قوله).
    """

    lemma: str
    attitude: str
    form: Form
    gender: str = ""
    number: str = ""
    objects: tuple[str, ...] = ()
    person: int = 3
    owner: bool = False


def revision() -> str:
    """First 12 hex digits of the hash of every table and module of this package, and of RULES beside it."""
    digest = hashlib.sha256()
    here = TABLES.parent
    beside = [*(here.parent / "tables").iterdir(), *(here.parent / name for name in RULES)]
    for path in [*sorted([*TABLES.iterdir(), *here.glob("*.py")]), *sorted(beside)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def rows(name: str) -> Iterator[list[str]]:
    """The rows of one of this package's tables."""
    return tabular.rows(TABLES / name)


@cache
def phrase_words(*roles: str) -> frozenset[str]:
    """The folded words of `tables/phrases.tsv` that have one of the roles."""
    return frozenset(fold(word) for word, role in rows("phrases.tsv") if role in roles)


@cache
def honours() -> dict[str, frozenset[str]]:
    """The words before a name that tell whom each folded word of `honours.tsv` may stand for: سموه, a prince."""
    return {fold(word): frozenset(bare(fold(w)) for w in _list(told)) for word, told in rows("honours.tsv")}


@lru_cache(WORDS)
def verb(word: str) -> Verb | None:
    """The reading of a folded word, clitics before it and pronouns after it taken off."""
    for allowed, bare in _unprefixed(word):
        found = _forms().get(bare)
        if found and found.form in allowed:
            return found
    for allowed, bare in _unprefixed(word):
        for pronoun in PRONOUNS:
            stem = bare[: -len(pronoun)]
            if not bare.endswith(pronoun) or len(stem) < 3:
                continue
            before_pronoun = {"ت": stem[:-1] + "ه", "ا": stem[:-1] + "ي"}
            for form in (stem, before_pronoun.get(stem[-1], stem), stem + "ا"):
                found = _forms().get(form)
                if found and found.form in allowed and found.form == "noun":
                    gender = "f" if pronoun == "ها" else "m"
                    number = "p" if pronoun in ("هم", "هن", "نا") else "s"
                    return replace(found, gender=gender, number=number, owner=True)
                if found and found.form in allowed and found.form == "finite":
                    return found
    return None


@lru_cache(WORDS)
def bears_object(word: str) -> bool:
    """Whether a pronoun upon a folded verb is its object: وصفه, اتهمتها."""
    return verb(word) is not None and not any(bare in _forms() for _, bare in _unprefixed(word))


@lru_cache(WORDS)
def lookalike(word: str) -> Literal["never", "that"] | None:
    """Whether a folded word only looks like a reporting word: never one, or only with أن behind it."""
    table = _lookalikes()
    return table.get(word) or (table.get(word[1:]) if word[:1] in "وف" and len(word) > 3 else None)


@cache
def _lookalikes() -> dict[str, str]:
    return {fold(word): when for word, when in rows("lookalikes.tsv")}


def past(word: str) -> bool:
    """Whether a folded verb is surely in the perfect: تقدم is his as well as hers."""
    return word[clitic(word) :][:1] not in ("ي", "ت")


@lru_cache(WORDS)
def clitic(word: str) -> int:
    """How many letters at the front of a folded reporting word are not its own: و or ف, the ب of بقوله."""
    openers = {form[0] for form in frames()}
    if word in _forms() or word in openers:
        return 0
    for joined in ("و", "ف", "ب", "وب", "فب"):
        bare = word[len(joined) :]
        if word.startswith(joined) and len(bare) > 2 and (bare in openers or verb(bare)):
            return len(joined)
    return 0


@cache
def frames() -> dict[tuple[str, ...], Verb]:
    """Phrases of `frames.tsv` as folded words; a final ل, joined to what follows, is left out."""
    out = {}
    for words, lemma, attitude in rows("frames.tsv"):
        parts = tuple(fold(words).split())
        out[parts[:-1] if parts[-1] == "ل" else parts] = Verb(lemma, attitude, "frame")
    return out


def phrase(text: str) -> Verb | None:
    """The reading of a cue of one or more words: a phrase of `frames.tsv`, else its first known word."""
    words = tuple(fold(m.group()) for m in WORD.finditer(text))
    for cut in range(len(words)):
        for start in (words[cut:], (words[cut][1:], *words[cut + 1 :])):
            for length in range(len(start), 0, -1):
                if start[:length] in frames():
                    return frames()[start[:length]]
    readings = [v for v in map(verb, words) if v]
    return next((v for v in readings if v.form != "noun"), readings[0] if readings else None)


@cache
def tails() -> dict[str, tuple[tuple[str, ...], ...]]:
    """What begins the narrator's own words, by first folded word."""
    out: dict[str, tuple[tuple[str, ...], ...]] = {}
    for (line,) in rows("tails.txt"):
        words = tuple(fold(line).split())
        out[words[0]] = (*out.get(words[0], ()), words)
    return out


@cache
def demonyms() -> frozenset[str]:
    """Adjectives of countries, folded and masculine, made of CLDR's names where the usual ending makes them, and those
    of `demonyms.txt`.
    """
    from babel import Locale

    names = (bare(fold(name)) for name in Locale("ar").territories.values() if " " not in name)
    stems = (name.removesuffix("ا").removesuffix("ه").removesuffix("ي") for name in names)
    return frozenset(f"{stem}ي" for stem in stems if len(stem) > 2) | tabular.folded(TABLES / "demonyms.txt")


@lru_cache(WORDS)
def source_kind(word: str) -> SourceKind | None:
    """What kind of speaker a folded word opens, if it can open one."""
    for _, whole in _unprefixed(word):
        bare = whole[2:] if whole.startswith("ال") and len(whole) > 4 else whole
        for ending in ("", "ون", "ين", "ان", "ات"):
            if bare.endswith(ending):
                stem = bare[: len(bare) - len(ending)]
                for form in (stem, stem + "ه") if ending == "ات" else (stem,):
                    if form in _sources():
                        return _sources()[form]
        # المساعدة bears no pronoun beside its article.
        if bare == whole and (own := owned(bare)):
            return _sources()[own]
    return None


def owned(word: str) -> str | None:
    """The folded word for somebody's relative or helper without the pronoun that says whose: محاميها, زوجته."""
    for pronoun in ("هما", "هم", "هن", "ها", "ه"):
        stem = word.removesuffix(pronoun)
        for form in (stem, stem.removesuffix("ت") + "ه"):
            if stem != word and form in phrase_words("whose"):
                return form
    return None


def listed(word: str) -> bool:
    """Whether a folded word without its article is itself one that can speak, its ending no number's: أمين."""
    return word in _sources()


_ALL = ("finite", "participle", "noun")
# Which forms each clitic may stand before; س and ل make the imperfect a future or a purpose.
_CLITICS = {
    **{"و": _ALL, "ف": _ALL, "ب": ("noun",), "ل": ("noun", "finite"), "س": ("finite",)},
    **{"وب": ("noun",), "فب": ("noun",), "ول": ("noun", "finite"), "وس": ("finite",), "فس": ("finite",)},
}


def _unprefixed(word: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """(forms it may be, word without its clitic), the word as it stands first."""
    yield _ALL, word
    for clitic, allowed in _CLITICS.items():
        bare = word[len(clitic) :]
        if not word.startswith(clitic) or len(bare) < 3:
            continue
        if clitic[-1] in "سل" and bare[0] not in "يتن":
            allowed = tuple(form for form in allowed if form != "finite")
        yield allowed, bare
    if word.startswith("لل") and len(word) > 4:
        yield ("noun",), "ال" + word[2:]


@cache
def _sources() -> dict[str, SourceKind]:
    return {bare(fold(word)): kind for word, kind in rows("sources.tsv")}


def bare(word: str) -> str:
    """A folded word without its article."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


@cache
def _forms() -> dict[str, Verb]:
    """Every inflected folded form → its reading; an earlier row wins, then he over I, a verb over a noun."""
    out: dict[str, Verb] = {}
    nouns: dict[str, Verb] = {}
    firsts: dict[str, Verb] = {}
    for lemma, attitude, perfect, imperfect, participle, noun, objects, other in rows("verbs.tsv"):
        base = Verb(lemma, attitude, "finite", objects=_list(objects))
        for form in map(fold, _list(other)):
            women = form[0] not in "يت" and form.endswith("ن") and not form.endswith("ين")  # قلن, أشرن
            gender = "f" if women or form[0] == "ت" else ""
            out.setdefault(form, replace(base, gender=gender, number="p" if women else ""))
        for source, inflect in ((perfect, _perfect), (imperfect, _imperfect), (participle, _participle)):
            for stem in _list(source):
                for form, features in inflect(fold(stem)):
                    table = firsts if features.get("person") == 1 else out
                    table.setdefault(form, replace(base, **features))
        for stem in _list(noun):
            for form in (fold(stem), "ال" + fold(stem)):
                nouns.setdefault(form, replace(base, form="noun"))
    return firsts | nouns | out


def _list(field: str) -> tuple[str, ...]:
    return () if field == "-" else tuple(part.strip() for part in field.split(","))


def _perfect(stem: str) -> Iterator[tuple[str, dict]]:
    weak = stem[-1] in "اي"
    base = stem[:-1] if weak else stem
    yield stem, {"gender": "m", "number": "s"}
    yield base + "ت", {"gender": "f", "number": "s"}
    yield base + "وا", {"gender": "m", "number": "p"}
    yield base + ("يا" if weak else "ا"), {"gender": "m", "number": "p"}
    yield base + "تا", {"gender": "f", "number": "p"}
    yield base + ("ين" if weak else "ن"), {"gender": "f", "number": "p"}
    yield base + ("ينا" if weak else "نا"), {"number": "p", "person": 1}


def _imperfect(form: str) -> Iterator[tuple[str, dict]]:
    stem = form[1:]
    weak = stem[-1] in "اوي"
    base = stem[:-1] if weak else stem
    yield "ي" + stem, {"gender": "m", "number": "s"}
    yield "ت" + stem, {"gender": "f", "number": "s"}
    yield "ا" + stem, {"number": "s", "person": 1}
    yield "ن" + stem, {"number": "p", "person": 1}
    for ending in ("ون", "وا"):
        yield "ي" + base + ending, {"gender": "m", "number": "p"}
    yield "ي" + stem + "ان", {"gender": "m", "number": "p"}
    yield "ت" + stem + "ان", {"gender": "f", "number": "p"}


def _participle(form: str) -> Iterator[tuple[str, dict]]:
    weak = form[-1] == "ي"
    base = form[:-1] if weak else form
    one = {"form": "participle", "gender": "m", "number": "s"}
    yield form, one
    yield form + "ا", one
    yield form + "ه", {"form": "participle", "gender": "f", "number": "s"}
    for ending in ("ين", "ون"):
        yield base + ending, {"form": "participle", "gender": "m", "number": "p"}
    yield form + "ات", {"form": "participle", "gender": "f", "number": "p"}
    if weak:
        yield base, one

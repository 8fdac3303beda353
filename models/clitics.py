"""Is the first letter of a name the name's own, or an attached و ف ب ل ك?

Arabic writes "and", "so", "in", "for" and "like" onto the word: وبالقاهرة is و + ب + القاهرة, but وليد
and بغداد are names as they stand. Every reading of the word is weighed: how usual the clitic is before
a name of this kind, whether what is left is a known name or a word that opens one, whether the article
writes it without the clitic elsewhere. `tables/clitics.tsv` holds the weights, fitted by
`python -m training.clitics`; the other tables are for a linguist to extend.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from models.arabic import WORD, fold, strip
from models.findings import Mention
from models.tabular import folded, rows

TABLES = Path(__file__).parent / "tables"
WEIGHTS = TABLES / "clitics.tsv"
# The word right before a mention, and what is attached to it: وبمدينة.
_BEFORE = re.compile(r"(\w+)\s+\Z")
_ATTACHED = re.compile("[وف]?[بل]?")
BEFORE_REACH = 30
CLITICS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "لل", "ولل", "فلل")


def own_waw(word: str) -> bool:
    """Whether the و of a folded word is its own and no "and": وكالة, وسيلة."""
    return word.startswith(tuple(folded(TABLES / "waw_words.txt")))


class Clitics:
    """The evidence of one article."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self._text = text
        self._words = Counter(fold(m.group()) for m in WORD.finditer(text))
        # A surname after its first name carries no clitic.
        self._inner = {
            fold(m.group()) for n in mentions if n.label == "PERS" for m in list(WORD.finditer(n.text))[1:]
        }

    def length(self, mention: Mention) -> int:
        """How many characters at the front of the mention are clitics, signs upon them included.

        Of للقاهرة it counts لل: the mention is قاهرة, since the alif of القاهرة is not written.
        """
        word = WORD.match(mention.text)
        if word is None or self._follows_whole(mention.start):
            return 0
        bare, origin = strip(word.group())
        if not bare:  # signs upon nothing
            return 0
        weights = _weights()
        best = max(
            self.readings(bare, mention.label),
            key=lambda r: sum(weights.get(feature, 0.0) for feature in r[1]),
        )
        return origin[len(best[0])]

    def _follows_whole(self, start: int) -> bool:
        """Whether a name that begins at `start` carries no clitic for the word before it: في بانياس, مدينة بلبيس."""
        before = _BEFORE.search(strip(self._text[max(0, start - BEFORE_REACH) : start])[0])
        if before is None:
            return False
        word = before[1]
        return not _before_whole_names().isdisjoint((word, word[_ATTACHED.match(word).end() :]))

    def joined(self, mention: Mention) -> list[int]:
        """Offsets in a person's name where the next person begins: بوتين وويتكوف are two.

        That is, at a و whose word stands in the article without it, too.
        """
        if mention.label != "PERS":
            return []
        inner = list(WORD.finditer(mention.text))[1:]
        return [
            m.start()
            for m in inner
            if (word := fold(m.group())).startswith("و") and self._words[word[1:]] and not _looks_so(word)
        ]

    def readings(self, word: str, label: str) -> Iterator[tuple[str, list[str]]]:
        """(clitic, features) of each way to read `word` (stripped), the first word of a `label` name."""
        whole = fold(word)
        for clitic in [""] if _looks_so(word) else CLITICS:
            rest = word[len(clitic) :]
            if not whole.startswith(clitic) or (clitic and len(rest) < 2):
                continue
            if clitic.endswith("لل"):
                # للبنان is ل + لبنان, not لل + البنان.
                if len(rest) < 3 or _known(f"ل{rest}", label):
                    continue
                rest = f"ال{rest}"
            yield clitic, [f"{clitic or '-'} {label}", *self._evidence(rest, whole, clitic, label)]

    def _evidence(self, rest: str, whole: str, clitic: str, label: str) -> Iterator[str]:
        if _known(rest, label):
            yield "known"
        rest = fold(rest)
        if rest in self._inner:
            yield "surname"
        if self._words[rest] > (rest == whole):
            yield "alone"
        if any(self._words[c + rest] for c in "وفبلك" if c + rest != whole):
            yield "other clitic"
        if clitic and not clitic.endswith("لل") and rest.startswith("ال") and len(rest) >= 5:
            yield "article"
        if clitic and len(rest) < 4:
            yield f"{len(rest)} letters"


def _looks_so(word: str) -> bool:
    """Whether a word is a name of the table: لامين is, but لأمين is ل + أمين."""
    listed = _like_clitics().get(fold(word), "")
    return bool(listed) and not any(a in "أإآ" and b == "ا" for a, b in zip(word, listed, strict=False))


@cache
def _like_clitics() -> dict[str, str]:
    """The names that only look as if they began with a clitic: folded → as the table writes them."""
    return {fold(name): name for name, *_ in rows(TABLES / "names_like_clitics.txt")}


@cache
def _before_whole_names() -> frozenset[str]:
    # As written: folded, على would be the man علي.
    return frozenset(word for (word,) in rows(TABLES / "before_whole_names.txt"))


def _known(word: str, label: str) -> bool:
    form = fold(word)
    listed = form in _names() or (label == "PERS" and form in _spellings("given_names.txt"))
    return listed or _looks_so(word)


@cache
def _names() -> frozenset[str]:
    """First words of names, folded: the tables' and, from CLDR, countries and cities with a time zone."""
    from babel import Locale

    arabic = Locale("ar")
    cities = (zone.get("city", "").split(" ")[0] for zone in arabic.time_zones.values())
    countries = (name.split()[0] for name in arabic.territories.values())
    tables = ("name_openers.txt", "places.txt")
    # Shorter ones are too often an ordinary word's end.
    known = {fold(name) for name in (*cities, *countries) if len(name) > 2}
    return frozenset(known.union(*map(_spellings, tables)))


@cache
def _spellings(table: str) -> frozenset[str]:
    """Every cell of a table, folded: a line may hold several spellings of one name."""
    return frozenset(fold(cell) for row in rows(TABLES / table) for cell in row)


@cache
def _weights() -> dict[str, float]:
    return {feature: float(weight) for feature, weight in rows(WEIGHTS)}

"""Is the first letter of a name the name's own, or an attached و ف ب ل ك?

Arabic writes "and", "so", "in", "for" and "like" onto the word: وبالقاهرة is و + ب + القاهرة, but وليد
and بغداد are names as they stand. The evidence, strongest first: the article itself, which mostly
writes the name without the clitic somewhere; a table of names that only look so; countries' names
(CLDR, through babel); the article of the rest (بال…, كال…, لل…).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from models.arabic import WORD, fold, strip
from models.findings import Mention

TABLE = Path(__file__).parent / "tables/names_like_clitics.txt"
CLITICS = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك")
# After لل the article's alif is not written: للقاهرة marks قاهرة, the name is القاهرة.
FUSED = ("لل", "ولل", "فلل")


@cache
def lookalikes() -> frozenset[str]:
    """The table's words, folded."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return frozenset(fold(line.strip()) for line in lines if line.strip() and not line.startswith("#"))


@cache
def countries() -> frozenset[str]:
    """First words of the Arabic names of countries and regions, folded, from CLDR."""
    from babel import Locale

    return frozenset(fold(name.split()[0]) for name in Locale("ar").territories.values())


class Clitics:
    """The evidence of one article."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self._words = Counter(fold(m.group()) for m in WORD.finditer(text))
        self._inner = Counter(
            fold(m.group()) for n in mentions for m in list(WORD.finditer(n.text))[1:] if n.label == "PERS"
        )

    def length(self, mention: Mention) -> int:
        """How many characters at the front of the mention are a clitic (0, 1, 2 or 3 letters)."""
        word = WORD.match(mention.text)
        if word is None:
            return 0
        bare, origin = strip(word.group())
        folded = fold(bare)
        for fused in FUSED:
            if folded.startswith(fused) and len(folded) >= len(fused) + 3:
                return origin[len(fused)]
        cuts = [c for c in CLITICS if folded.startswith(c) and len(folded) - len(c) >= 2]
        best = max(["", *cuts], key=lambda c: (self._strength(folded[len(c) :], c), -len(c)))
        return origin[len(best)]

    def _strength(self, form: str, clitic: str) -> float:
        """How surely `form` is a name's first word once `clitic` was taken off its front."""
        if form in lookalikes() or form in countries():
            return 4
        if self._inner[form]:
            return 3
        if clitic and form.startswith("ال") and len(form) >= 5:
            return 2
        seen = self._words[form] - (not clitic)
        if seen:
            return 1 + min(seen, 9) / 10
        # With no evidence either way a و is more often "and" than a letter of the name.
        return {"": 0.5, "و": 0.6}.get(clitic, 0) if len(form) > 2 else 0

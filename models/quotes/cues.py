"""Where the reporting words of a text are, and what each opens."""

from __future__ import annotations

from dataclasses import dataclass

from models.quotes import lexicon
from models.quotes.lexicon import Verb
from models.quotes.words import Words

# Complementisers, folded (أن and إن are one), alone or with a pronoun.
THAT = frozenset(
    p + base + end
    for p in ("", "ب", "ف", "ك")
    for base in ("ان",)
    for end in ("", "ه", "ها", "هم", "هما", "هن", "ني", "نا", "ك", "كم", "ي")
)
# Short words that look like reporting words and seldom are, unless أن or إن follows at once.
SHY = frozenset(
    [
        "بين",
        "حسب",
        "ذكر",
        "عد",
        "علم",
        "رد",
        "حمل",
        "قدم",
        "عرف",
        "وجد",
        "نص",
        "سجل",
        "تابع",
        "زاد",
        "دون",
        "كلمه",
        "بيان",
        "تقرير",
        "مقدم",
        "رفع",
        "دفع",
        "وقف",
    ]
)


@dataclass(frozen=True, slots=True)
class Found:
    """A reporting word or phrase: its tokens first..end (exclusive) and its reading."""

    first: int
    end: int
    verb: Verb


def cues(words: Words) -> list[Found]:
    """The reporting words of the text in order; phrases (على حد قول) before the words in them."""
    out: list[Found] = []
    i = 0
    while i < len(words):
        found = _frame(words, i)
        if not found and words.is_word[i]:
            verb = lexicon.verb(words.folded[i])
            found = Found(i, i + 1, verb) if verb else None
        if found:
            out.append(found)
        i = found.end if found else i + 1
    return out


def _frame(words: Words, i: int) -> Found | None:
    for start in (words.folded[i], words.folded[i][1:] if words.folded[i][:1] in "وف" else ""):
        for length in (3, 2, 1):
            form = (start, *words.folded[i + 1 : i + length])
            verb = lexicon.frames().get(form)
            if verb and (form != ("وفقا",) or words.folded[i + 1 : i + 2] != ["ان"]):
                return Found(i, i + length, verb)
            # The last word carries the source as a pronoun: على حد قوله.
    return None

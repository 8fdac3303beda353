"""Arabic characters: what a model must not see, what a comparison must not mind.

Two different jobs, kept apart:

- `strip` removes diacritics, kashida and invisible marks, gives shaped letters (ﻗﺎل, as copied out of
  some PDF files) their plain form, and says where every remaining character came from. Models read the
  stripped text; findings are mapped back.
- `fold` makes spellings comparable (hamza, ta marbuta, alif maqsura, Persian letters, digits). Nothing folded is
  ever shown.
"""

import re
import unicodedata

# Zero-width characters, bidi marks and isolates, the byte-order mark.
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
# Tanwin to sukun and the other combining signs (U+0610-061A, 064B-065F, 06D6-06ED), dagger alif,
# kashida, and what is invisible.
REMOVED = (
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed" + INVISIBLE
)
_REMOVED = re.compile(f"[{REMOVED}]")
_KEPT = re.compile(f"[^{REMOVED}]")
# A kashida between letters; that of الـ24 stays.
_STRETCH = re.compile(f"\u0640+(?=[{REMOVED}]*[^\\W\\d])|[{INVISIBLE}]")
# Letters in the form that they take in print (Unicode's Arabic Presentation Forms A and B), ligatures and words like ﷲ
# among them, but not the phrases of several words like ﷺ.
_SHAPED = re.compile("[\ufb50-\ufdf9\ufdfc\ufe70-\ufefc]")
# Then the letters and digits of Persian and Urdu, which some keyboards leave in Arabic text: خامنئی, أکد.
_FOLD = str.maketrans("أإآٱىةؤئ٠١٢٣٤٥٦٧٨٩", "اااايهوي0123456789")
_FOLD |= str.maketrans("یکہھۀ۰۱۲۳۴۵۶۷۸۹", "يكههه0123456789")

ARABIC_LETTER = re.compile("[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
# A word as a model and a reader count it: letters or digits with the removed signs inside.
WORD = re.compile(f"[^\\W_][\\w{REMOVED}]*")


def strip(text: str) -> tuple[str, list[int]]:
    """The text without diacritics, kashida and invisible marks, its letters plain, and the way back.

    Returns `(stripped, origin)`: `origin[i]` is the code-point offset in `text` of
    `stripped[i]`, the same for all letters of a ligature; one more entry at the end holds `len(text)`.
    """
    if _SHAPED.search(text):
        each = [(letter, i) for i, char in enumerate(text) for letter in _REMOVED.sub("", _plain(char))]
        return "".join(letter for letter, _ in each), [*(i for _, i in each), len(text)]
    if not _REMOVED.search(text):  # most sentences of the press
        return text, list(range(len(text) + 1))
    origin = [m.start() for m in _KEPT.finditer(text)]
    return _REMOVED.sub("", text), [*origin, len(text)]


def _plain(text: str) -> str:
    """The text with its shaped letters in their plain form."""
    return _SHAPED.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)


def tidy(text: str) -> str:
    """A few words as they are shown: on one line, letters plain and unstretched, without invisible marks.

    Signs stay: عُمان is not عمّان.
    """
    return " ".join(_STRETCH.sub("", _plain(text)).split())


def fold(text: str) -> str:
    """Spelling folded for comparison: أ إ آ ٱ → ا, ى → ي, ة → ه, ؤ → و, ئ → ي, Persian ی ک → ي ك, ہ ھ ۀ → ه,
    Indic digits → ASCII.

    Signs that `strip` removes are gone, shaped letters are plain; letters are lower-cased; the rest is as it was.
    """
    if _SHAPED.search(text):
        text = _plain(text)
    return _REMOVED.sub("", text).translate(_FOLD).lower()


def content(text: str) -> frozenset[str]:
    """The folded words of more than two letters, without a و in front: by these two statements are compared."""
    found = (fold(m.group()).removeprefix("و") for m in WORD.finditer(text))
    return frozenset(word for word in found if len(word) > 2)


def arabic_share(text: str) -> float:
    """Share of the letters of `text` that are Arabic, 0..1; 0 when there is no letter."""
    letters = sum(ch.isalpha() for ch in text)
    return len(ARABIC_LETTER.findall(text)) / letters if letters else 0.0


_TOKEN = re.compile(f"{WORD.pattern}|\\S")


def tokens(text: str) -> list[tuple[int, int]]:
    """Spans of the words and of every other visible character, in order: what a tagger labels."""
    return [m.span() for m in _TOKEN.finditer(text)]

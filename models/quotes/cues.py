"""Where the reporting words of a text are, and what each opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.findings import Mention
from models.quotes import lexicon
from models.quotes.lexicon import Verb
from models.quotes.words import MARKS, Words

# Complementisers, folded (أن and إن are one), alone or with a pronoun.
THAT = frozenset(
    f"{p}ان{end}"
    for p in ("", "ب", "ف")
    for end in ("", "ه", "ها", "هم", "هما", "هن", "ني", "نا", "ك", "كم", "ي")
)


_NOT = frozenset([joined + no for joined in ("", "و", "ف") for no in ("لم", "لن", "لا")] + ["دون"])

WITHHOLDS = lexicon.phrase_words("withhold")
IDENTITY = lexicon.phrase_words("identity")
NORMS = lexicon.phrase_words("norm")
UNTOLD = lexicon.phrase_words("untold")
TURNS = lexicon.phrase_words("turn")
IMPERSONAL = lexicon.phrase_words("impersonal")
PREPOSITIONS = lexicon.phrase_words("governs")
# Between two clauses that have a subject each.
MEANWHILE = frozenset(["فيما", "بينما"])
HELD_BACK = 7  # words in which a source keeps his name back
TURN = 3  # tokens before a verb
BEFORE = 45  # tokens before a phrase in which the word may stand that reports
ASIDE = 8  # tokens of a phrase between commas or dashes
_ASIDES = frozenset("،,-–—()")


@dataclass(frozen=True, slots=True)
class Found:
    """A reporting word or phrase: its tokens first..end (exclusive) and its reading."""

    first: int
    end: int
    verb: Verb


def cues(words: Words, mentions: Sequence[Mention] = ()) -> list[Found]:
    """The reporting words of the text in order; phrases (على حد قول) before the words in them.

    Left out are words inside a name, first persons, participles that are no accusative, lookalikes, and by which a
    source keeps its name back.
    """
    named = {i for m in mentions for i in range(words.at(m.start), words.before(m.end))}
    out: list[Found] = []
    i = 0
    while i < len(words):
        found = None
        if words.is_word[i] and i not in named:
            found = _frame(words, i) or _single(words, i)
        if found:
            out.append(found)
        i = found.end if found else i + 1
    return out


def shy(words: Words, cue: Found) -> bool:
    """Whether the word is a reporting word only where أن follows."""
    return cue.verb.form != "frame" and lexicon.lookalike(words.folded[cue.first]) == "that"


def negated(words: Words, cue: Found) -> bool:
    """Whether the reporting is denied: لم يقل, دون أن يقول."""
    k = cue.first - 1
    k -= k > 0 and words.folded[k] in THAT
    return k >= 0 and words.folded[k] in _NOT


def withheld(words: Words, k: int) -> bool:
    """Whether token `k` is the verb by which a source keeps his name back, or one of the three words behind that: طلب عدم
    الكشف عن هويته.
    """
    for asks in range(k, max(-1, k - 4), -1):
        word = "".join(words.folded[asks : asks + 1])
        if word.removeprefix("و") in WITHHOLDS:
            return not IDENTITY.isdisjoint(words.folded[max(k, asks + 1) : asks + HELD_BACK])
        verb = lexicon.verb(word)
        joined = verb is not None and verb.form == "finite" and lexicon.clitic(word) > 0
        if joined or word in THAT or not word.isalpha():
            return False
    return False


def untold(words: Words, k: int) -> bool:
    """Whether token `k` says what nobody tells: that something turned out (تبين أن; but تبين الدراسة أن), or what the
    narrator adds, in a passive at the head of a clause (ويذكر أن, يشار إلى أن).
    """
    word, ahead = words.folded[k].lstrip("وف"), words.folded[k + 1 : k + 3]
    follows = "".join(ahead[:1])
    if word in IMPERSONAL:
        that = follows in THAT or (follows == "الي" and not THAT.isdisjoint(ahead[1:]))
        return that and (k == 0 or not words.is_word[k - 1])
    return word in UNTOLD and (follows in THAT or follows in PREPOSITIONS)


def turned(words: Words, cue: Found | None) -> bool:
    """Whether another speaks than before: من جهته قال, وأكد بدوره."""
    near = words.folded[max(0, cue.first - TURN) : cue.end + 1] if cue is not None else []
    return any(word.lstrip("وف") in TURNS for word in near)


def aside(words: Words, cue: Found) -> bool:
    """Whether a phrase stands between commas or dashes before what another word reports: قال كريم، وفقا للوكالة، إن."""
    first, stop = words.sentences[words.sentence(cue.first)]
    if cue.verb.form != "frame" or cue.first == first or words.folded[cue.first - 1] not in _ASIDES:
        return False
    ends = (k for k in range(cue.end, min(stop, cue.end + ASIDE)) if words.folded[k] in _ASIDES)
    behind = next(ends, stop) + 1
    opens = behind < stop and (words.folded[behind] in THAT or words.folded[behind] in {":", *MARKS})
    return opens and any(map(reports, words.folded[max(first, cue.first - BEFORE) : cue.first]))


def reports(word: str) -> bool:
    """Whether a folded word is a finite reporting verb."""
    verb = lexicon.verb(word)
    finite = verb is not None and verb.form == "finite" and lexicon.lookalike(word) is None
    # رأيه is no verb.
    return finite and not lexicon.bears_object(word)


def form_of(words: Words, cue: Found | None) -> str:
    """What a reporting word is to its subject, as the rows of `speakers.tsv` name it: verb, and verb, noun, frame …"""
    if cue is None:
        return "none"
    if cue.verb.form == "noun":
        return "his noun" if cue.verb.owner else "noun"
    if cue.verb.form == "finite" and lexicon.clitic(words.folded[cue.first]):
        return "and verb"
    return {"finite": "verb"}.get(cue.verb.form, cue.verb.form)


def _single(words: Words, i: int) -> Found | None:
    word = words.folded[i]
    verb = lexicon.verb(word)
    if verb is None or verb.person == 1 or lexicon.lookalike(word) == "never":
        return None
    if withheld(words, i) or untold(words, i):
        return None
    if verb.form == "participle" and not word.endswith(("ا", "ه", "ين", "ات")):
        return None
    return Found(i, i + 1, verb)


def _frame(words: Words, i: int) -> Found | None:
    for start in (words.folded[i], words.folded[i][1:] if words.folded[i][:1] in "وف" else ""):
        for length in (3, 2, 1):
            form = (start, *words.folded[i + 1 : i + length])
            verb = lexicon.frames().get(form)
            if verb and lexicon.lookalike(form[0]) != "never" and not _norm(words, i + len(form)):
                return Found(i, i + len(form), verb)
    return None


def _norm(words: Words, k: int) -> bool:
    """Whether what something is done by opens at token `k`: وفق أعلى المواصفات, وفقا للشروط; nobody said it."""
    word = words.folded[k] if k < len(words) else ""
    return lexicon.bare(word) in NORMS or word.removeprefix("ل").removeprefix("ل") in NORMS

"""Words of a text and of a query, comparable: diacritics, spellings and attached clitics don't count.

The index holds every word folded. A query's word is looked up in each form it can take with
conjunction, preposition and article before it, so that `القاهرة` finds `وبالقاهرة` and `للقاهره`,
and the index stays plain.
"""

from __future__ import annotations

from itertools import product

from models.arabic import WORD, fold
from models.findings import Span

CONJUNCTIONS = ("", "و", "ف")
PREPOSITIONS = ("", "ب", "ل", "ك", "ال", "بال", "كال", "لل")


def index_text(text: str) -> str:
    """The folded words of `text` with a space between: what the full-text index is given."""
    return " ".join(fold(word) for word in WORD.findall(text))


def forms(word: str) -> frozenset[str]:
    """Every folded form under which `word` is found: with and without article and clitics."""
    folded = fold(word)
    bare = folded[2:] if folded.startswith(("ال", "لل")) and len(folded) > 4 else folded
    return frozenset({folded} | {a + b + bare for a, b in product(CONJUNCTIONS, PREPOSITIONS)})


def match_expression(query: str) -> str:
    """The FTS5 expression for `query`: all of its words in any of their forms; "" if it has none."""
    return " AND ".join(
        "(" + " OR ".join(f'"{form}"' for form in sorted(forms(word))) + ")" for word in WORD.findall(query)
    )


def marks(text: str, query: str) -> tuple[Span, ...]:
    """Where words of `query` stand in `text`, in any of their forms, in order."""
    wanted = frozenset().union(*(forms(word) for word in WORD.findall(query)))
    return tuple(Span(*m.span()) for m in WORD.finditer(text) if fold(m.group()) in wanted)

"""Statements that an editor has not looked at, in the order in which looking is worth most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from articles.review import Reviewed
from models.arabic import fold
from models.findings import Analysis, Quote

if TYPE_CHECKING:
    from articles.library import Library

Order = Literal["uncertain", "strong", "quoted"]

# A statement reported so does harm when it is attributed wrongly.
STRONG_ATTITUDES = frozenset({"denying", "accusing", "criticising", "warning"})


@dataclass(frozen=True, slots=True)
class Waiting:
    """One statement: the article's id and the statement's span in it."""

    article: str
    start: int
    end: int

    def number_in(self, analysis: Analysis) -> int | None:
        """The statement's number in these findings; None when it is no longer there."""
        spans = ((q.start, q.end) for q in analysis.quotes)
        return next((k for k, span in enumerate(spans) if span == (self.start, self.end)), None)


# Articles whose statements are gathered at a time: a queue longer than a day's work is no help.
GATHERED = 400
_AGAINST = """EXISTS (SELECT 1 FROM fact_stances WHERE fact_stances.article = fact_quotes.article
    AND fact_stances.quote = fact_quotes.quote AND label = 'against')"""
_IN_FOLDER = "article IN (SELECT number FROM folder_articles JOIN articles USING (id) WHERE folder = ?)"
# All that the queue asks of statements, so that their words need not be read past; the stances that it asks about.
INDEXES = (
    "CREATE INDEX fact_quotes_waiting ON fact_quotes (reviewed, article, quote, sure, attitude, key)",
    "CREATE INDEX fact_stances_against ON fact_stances (article, quote, label) WHERE label = 'against'",
)


def candidates(library: Library, order: Order, folder: int | None, limit: int = GATHERED) -> list[str]:
    """The ids of articles with statements that wait, those first whose statements come first; copies left out.
    Least certain is told to a hundredth, of articles that an earlier version read only whether a statement was sure.

    Asks the sums, so that a library of thousands need not be unpacked.
    """
    inside = "1" if folder is None else _IN_FOLDER
    values: list[object] = [] if folder is None else [folder]
    wanted = "1"
    if order == "strong":
        wanted = f"(attitude IN ({', '.join('?' * len(STRONG_ATTITUDES))}) OR {_AGAINST})"
        values += sorted(STRONG_ATTITUDES)
    # By number of statements only where that is the order: to count them takes longest.
    spoken = (
        "JOIN (SELECT key, count(*) AS n FROM fact_quotes GROUP BY key) USING (key)"
        if order == "quoted"
        else ""
    )
    first = "-max(CASE key WHEN '' THEN 0 ELSE n END)" if spoken else "min(sure)"
    rows = library.select(
        f"""SELECT id FROM (
                SELECT article, {first} AS first FROM fact_quotes {spoken}
                WHERE reviewed = 0 AND article NOT IN (SELECT article FROM copies) AND {inside} AND {wanted}
                GROUP BY article)
            JOIN articles ON number = article ORDER BY first, number LIMIT ?""",
        [*values, limit],
    )
    return [row["id"] for row in rows]


def waiting(found: Iterable[tuple[Analysis, Reviewed]], order: Order) -> list[Waiting]:
    """The statements that nobody has looked at. `uncertain`: least certain first. `strong`: those against
    something, or reported as denial, accusation, criticism or warning, and no others, least certain first.
    `quoted`: by how many statements their speaker makes in all of `found`, most first.
    """
    statements: list[tuple[Analysis, int]] = []
    spoken: Counter[str] = Counter()
    for analysis, seen in found:
        spoken.update(_who(q) for q in analysis.quotes if q.speaker)
        asked = _strong(analysis) if order == "strong" else range(len(analysis.quotes))
        statements += [(analysis, k) for k in asked if k not in seen.quotes]
    ranks: dict[Order, Callable[[Quote], tuple[float, float]]] = {
        "uncertain": lambda q: (0, q.score),
        "strong": lambda q: (0, q.score),
        "quoted": lambda q: (-spoken[_who(q)], q.score),
    }
    statements.sort(key=lambda s: ranks[order](s[0].quotes[s[1]]))
    return [Waiting(a.id, a.quotes[k].start, a.quotes[k].end) for a, k in statements]


def _who(quote: Quote) -> str:
    """The speaker's name, comparable; "" where nobody is known."""
    return fold(quote.speaker.name) if quote.speaker else ""


def _strong(analysis: Analysis) -> list[int]:
    """The numbers of the statements that make a strong claim."""
    against = {s.quote for s in analysis.stances if s.sure and s.label == "against"}
    return [
        k
        for k, q in enumerate(analysis.quotes)
        if k in against or (q.cue is not None and q.cue.attitude in STRONG_ATTITUDES)
    ]

"""What stands behind a sum: statements in their sentences, and sentences that name somebody.

A page of them at a time, the newest articles first, as the editor's corrections left them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from articles.facts import SURE_MENTION
from articles.library import Library
from articles.overview import Filters, Overview, Part
from articles.search import marks
from articles.sides import Sides
from models.arabic import fold
from models.findings import Analysis, Quote, Span, Stance

PAGE = 20
Kind = Literal["said", "name", "hit"]


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of an article from `start` on, and what in them is marked, as offsets into `text`."""

    text: str
    start: int
    marks: tuple[tuple[int, int, Kind], ...]

    def segments(self) -> list[dict[str, Any]]:
        """The text cut wherever a mark begins or ends: {t: text, k: the marks it is in}."""
        cuts = sorted({0, len(self.text), *(edge for a, b, _ in self.marks for edge in (a, b))})
        return [
            {"t": self.text[a:b], "k": sorted({k for s, e, k in self.marks if s <= a < e})}
            for a, b in itertools.pairwise(cuts)
        ]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One article's answer: a statement with its sentence and the one before, or sentences that name whom was
    asked for (`quote` and `said` are None then; `place` is the number of a mention).
    """

    article: str
    path: str
    title: str | None
    source: str | None
    published: str | None
    url: str | None
    passages: tuple[Passage, ...]
    place: int | None = None
    quote: int | None = None
    said: Quote | None = None
    stances: tuple[Stance, ...] = ()
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A page of evidence, and how much there is of it in how many articles."""

    evidence: tuple[Evidence, ...]
    all: int
    articles: int


def statements(library: Library, f: Filters, page: int = 0, size: int = PAGE) -> Found:
    """The statements that are meant, newest articles first, `size` of them a page."""
    import numpy as np

    part = Overview(library).part(f)
    quotes = part.of.quotes
    rows = np.flatnonzero(part.quotes)
    articles = quotes["article"][rows]
    order = rows[np.lexsort((quotes["quote"][rows], articles, -part.of.articles["day"][articles]))]
    order = order[page * size : (page + 1) * size]
    read = _Read(library, quotes["article"][order])
    found = [
        _statement(read, number, quote, f)
        for number, quote in zip(
            quotes["article"][order].tolist(), quotes["quote"][order].tolist(), strict=True
        )
    ]
    return Found(tuple(filter(None, found)), len(rows), len(np.unique(articles)))


def places(library: Library, f: Filters, page: int = 0) -> Found:
    """The articles that are meant, each with the sentence that names all of `f.names`; where none does, with the
    first that names each.
    """
    part = Overview(library).part(f)
    numbers = _newest_first(part)
    shown = numbers[page * PAGE : (page + 1) * PAGE]
    read = _Read(library, shown)
    sides = Sides(library).of_names() if f.sides else {}
    found = [_named(read, number, f, sides) for number in shown]
    return Found(tuple(filter(None, found)), len(numbers), len(numbers))


def _newest_first(part: Part) -> list[int]:
    import numpy as np

    numbers = np.flatnonzero(part.articles)
    return numbers[np.argsort(-part.of.articles["day"][numbers], kind="stable")].tolist()


class _Read:
    """The findings of a page's articles, by number; each unpacked once."""

    def __init__(self, library: Library, numbers: Iterable[int]) -> None:
        self._found: dict[int, tuple[Analysis, frozenset[int]]] = {}
        for number in dict.fromkeys(map(int, numbers)):
            for (id,) in library.select("SELECT id FROM articles WHERE number = ?", [number]):
                if found := library.edited(id):
                    analysis, seen = found
                    self._found[number] = analysis, seen.quotes

    def __call__(self, number: int) -> tuple[Analysis, frozenset[int]] | None:
        return self._found.get(number)


def _statement(read: _Read, number: int, quote: int, f: Filters) -> Evidence | None:
    found = read(number)
    if found is None or quote >= len(found[0].quotes):
        return None
    analysis, seen = found
    said = analysis.quotes[quote]
    spans = [said, *(x for x in (said.speaker, said.cue) if x and x.end > x.start)]
    passage = _passage(analysis, spans, [(said.start, said.end, "said")], f, before=1)
    return replace(
        _of(analysis),
        passages=(passage,),
        quote=quote,
        said=said,
        stances=tuple(s for s in analysis.stances if s.quote == quote),
        reviewed=quote in seen,
    )


def _named(read: _Read, number: int, f: Filters, sides: Mapping[str, str]) -> Evidence | None:
    found = read(number)
    if found is None:
        return None
    analysis = found[0]
    wanted = {(fold(name), type) for name, type in f.typed}
    keys = {e.id: fold(sides.get(fold(e.name), e.name)) for e in analysis.entities}
    meant = {e.id for e in analysis.entities if wanted & {(keys[e.id], e.label), (keys[e.id], "")}}
    sure = [(i, m) for i, m in enumerate(analysis.mentions) if m.score >= SURE_MENTION]
    named = [(i, m) for i, m in sure if m.entity in meant]
    if not named:
        return None
    marked = [(m.start, m.end, "name") for _, m in named]

    def names_all(sentence: Span) -> bool:
        inside = {keys[m.entity] for _, m in named if sentence.start <= m.start < sentence.end}
        return inside >= {key for key, _ in wanted}

    chosen = next(filter(names_all, analysis.sentences), None)
    if chosen:
        spans = [[chosen]]
        first = next(i for i, m in named if m.start >= chosen.start)
    else:
        firsts = {keys[m.entity]: (i, m) for i, m in reversed(named)}
        spans = [[m] for _, m in sorted(firsts.values())]
        first = named[0][0]
    passages = tuple(_passage(analysis, each, marked, f) for each in spans)
    return replace(_of(analysis), passages=passages, place=first)


def _of(a: Analysis) -> Evidence:
    return Evidence(a.id, a.path, a.title, a.source, a.published, a.url, passages=())


def _passage(
    analysis: Analysis,
    spans: Sequence[Any],
    marked: Sequence[tuple[int, int, Kind]],
    f: Filters,
    before: int = 0,
) -> Passage:
    """The sentences of the spans and so many before them, with what is marked and what was searched for."""
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    inside = [k for k, s in enumerate(analysis.sentences) if s.start < end and s.end > start]
    if inside:
        start = min(start, analysis.sentences[max(0, inside[0] - before)].start)
        end = max(end, analysis.sentences[inside[-1]].end)
    text = analysis.text[start:end]
    hits = [(m.start, m.end, "hit") for m in marks(text, f.words)] if f.words else []
    own = [
        (max(a, start) - start, min(b, end) - start, kind) for a, b, kind in marked if a < end and b > start
    ]
    return Passage(text, start, tuple(sorted([*own, *hits])))

"""Sums over the library, or over a part of it: who is named, who is quoted, who stands where, and when.

A part is told by `Filters`; every sum states what it rests on through `scope`. Copies of an article
count once, statements under the threshold of sureness and repetitions in headlines not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from articles.library import Library
from articles.search import match_expression
from models.arabic import fold

TOP = 50
COUNTED = "fact_quotes.sure AND NOT fact_quotes.again"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles and statements are meant; what is empty does not narrow.

    `since` and `until` are `YYYY-MM-DD`, both included, and leave the undated out. `name` is one as an article
    spells it, `speaker` the key of a row of `Overview.speakers`. `words` are looked for in the text, whatever their spelling and clitics.
    """

    sources: tuple[str, ...] = ()
    folder: int | None = None
    since: str | None = None
    until: str | None = None
    words: str = ""
    name: str | None = None
    speaker: str | None = None
    speaker_kinds: tuple[str, ...] = ()
    manners: tuple[str, ...] = ()
    target: str | None = None
    reviewed: bool = False
    copies: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What the sums rest on, and what they leave out."""

    articles: int
    statements: int
    undated: int
    copies: int
    unread: int
    unsure: int
    repeats: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement behind a sum, and where it stands."""

    article: str
    quote: int
    title: str
    source: str | None
    published: str | None
    speaker: str
    speaker_kind: str
    verb: str | None
    words: str


def _part(f: Filters) -> tuple[str, list]:
    """SQL that holds of the articles meant, and its values; copies are told apart elsewhere."""
    parts: list[str] = []
    values: list = []

    def hold(sql: str, *given: object) -> None:
        parts.append(sql)
        values.extend(given)

    if f.sources:
        hold(f"coalesce(articles.source, '') IN ({', '.join('?' * len(f.sources))})", *f.sources)
    if f.folder is not None:
        hold("articles.id IN (SELECT id FROM folder_articles WHERE folder = ?)", f.folder)
    if f.since:
        hold("articles.published >= ?", f.since)
    if f.until:
        hold("articles.published <= ?", f.until)
    if expression := match_expression(f.words):
        hold("articles.number IN (SELECT rowid FROM article_words WHERE article_words MATCH ?)", expression)
    if f.name:
        hold("articles.number IN (SELECT article FROM fact_entities WHERE key = ?)", fold(f.name))
    if f.target:
        hold("articles.number IN (SELECT article FROM fact_stances WHERE key = ?)", fold(f.target))
    return " AND ".join(parts) or "1", values


def _original(f: Filters) -> str:
    return "1" if f.copies else "articles.number NOT IN (SELECT article FROM copies)"


def _said(f: Filters) -> tuple[str, list]:
    """SQL that holds of the statements meant, their article's conditions included, and its values."""
    part, values = _part(f)
    parts = [part, _original(f), COUNTED]
    if f.speaker is not None:
        parts.append("fact_quotes.key = ?")
        values.append(fold(f.speaker))
    for column, wanted in (("speaker_kind", f.speaker_kinds), ("manner", f.manners)):
        if wanted:
            parts.append(f"fact_quotes.{column} IN ({', '.join('?' * len(wanted))})")
            values.extend(wanted)
    if f.reviewed:
        parts.append("fact_quotes.reviewed")
    return " AND ".join(parts), values


_QUOTES = "fact_quotes JOIN articles ON articles.number = fact_quotes.article"
_STANCES = f"fact_stances JOIN fact_quotes USING (article, quote) {_QUOTES.removeprefix('fact_quotes ')}"


class Overview:
    """The sums over one library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def _all(self, sql: str, values: Sequence = ()) -> list[dict]:
        return [dict(row) for row in self._library.select(sql, values)]

    def scope(self, f: Filters) -> Scope:
        part, values = _part(f)
        row = self._all(
            f"""SELECT coalesce(sum({_original(f)} AND read), 0) AS articles,
                       coalesce(sum({_original(f)} AND read AND published IS NULL), 0) AS undated,
                       coalesce(sum(NOT {_original(f)}), 0) AS copies, coalesce(sum(NOT read), 0) AS unread
                FROM (SELECT articles.*, EXISTS (SELECT 1 FROM analyses WHERE analyses.id = articles.id) AS read
                      FROM articles) AS articles WHERE {part}""",
            values,
        )[0]
        said, values = _said(f)
        row["statements"] = self._all(f"SELECT count(*) AS n FROM {_QUOTES} WHERE {said}", values)[0]["n"]
        loose = said.replace(COUNTED, "1")
        left = self._all(
            f"""SELECT coalesce(sum(NOT sure), 0) AS unsure, coalesce(sum(sure AND again), 0) AS repeats
                FROM {_QUOTES} WHERE {loose}""",
            values,
        )[0]
        return Scope(**row, **left)

    def sources(self) -> list[str]:
        """Every source in the library, by name; "" where some article has none."""
        rows = self._all("SELECT DISTINCT coalesce(source, '') AS name FROM articles ORDER BY name")
        return [row["name"] for row in rows]

    def named(self, f: Filters, label: str | None = None, limit: int = TOP) -> list[dict]:
        """Rows name, label, articles, mentions: most named first."""
        part, values = _part(f)
        return self._all(
            f"""SELECT max(name) AS name, label, count(*) AS articles, sum(mentions) AS mentions
                FROM fact_entities JOIN articles ON articles.number = fact_entities.article
                WHERE {part} AND {_original(f)} AND (? IS NULL OR label = ?)
                GROUP BY key, label ORDER BY articles DESC, mentions DESC LIMIT ?""",
            [*values, label, label, limit],
        )

    def speakers(self, f: Filters, limit: int = TOP) -> list[dict]:
        """Rows speaker, key, kind, statements, direct, mixed, articles, sources: most quoted first."""
        said, values = _said(f)
        return self._all(
            f"""SELECT max(speaker) AS speaker, fact_quotes.key AS key, speaker_kind AS kind, count(*) AS statements,
                       sum(manner = 'direct') AS direct, sum(manner = 'mixed') AS mixed,
                       count(DISTINCT fact_quotes.article) AS articles, count(DISTINCT source) AS sources
                FROM {_QUOTES} WHERE {said}
                GROUP BY fact_quotes.key, speaker_kind ORDER BY statements DESC, speaker LIMIT ?""",
            [*values, limit],
        )

    def voices(self, f: Filters, by: str) -> list[dict]:
        """Rows part, value, statements: of each source, month or of all, by kind of speaker or manner.

        `by` is `source kind`, `source manner`, `month kind` or `month manner`.
        """
        part, _, what = by.partition(" ")
        column = {"source": "coalesce(source, '')", "month": "coalesce(substr(published, 1, 7), '')"}[part]
        value = {"kind": "speaker_kind", "manner": "manner"}[what]
        said, values = _said(f)
        return self._all(
            f"""SELECT {column} AS part, {value} AS value, count(*) AS statements
                FROM {_QUOTES} WHERE {said} GROUP BY 1, 2 ORDER BY 1, 2""",
            values,
        )

    def days(self, f: Filters) -> list[dict]:
        """Rows published, articles: articles by their date, in order; the undated are left out."""
        part, values = _part(f)
        return self._all(
            f"""SELECT published, count(*) AS articles FROM articles
                WHERE {part} AND {_original(f)} AND published IS NOT NULL GROUP BY 1 ORDER BY 1""",
            values,
        )

    def verbs(self, f: Filters, limit: int = 200) -> list[dict]:
        """Rows source, verb, attitude, statements: the words in which each source reports."""
        said, values = _said(f)
        return self._all(
            f"""SELECT coalesce(source, '') AS source, verb, attitude, count(*) AS statements
                FROM {_QUOTES} WHERE {said} AND verb IS NOT NULL
                GROUP BY 1, 2 ORDER BY statements DESC LIMIT ?""",
            [*values, limit],
        )

    def pairs(self, f: Filters, limit: int = TOP) -> list[dict]:
        """Rows one, other, articles: persons and bodies that most articles name together."""
        part, values = _part(f)
        return self._all(
            f"""WITH chosen AS (
                    SELECT article, key, max(name) AS name FROM fact_entities
                    JOIN articles ON articles.number = fact_entities.article
                    WHERE {part} AND {_original(f)} AND label IN ('PERS', 'ORG') GROUP BY article, key),
                much AS (SELECT key FROM chosen GROUP BY key HAVING count(*) > 1 ORDER BY count(*) DESC LIMIT 150),
                kept AS (SELECT chosen.* FROM chosen JOIN much USING (key))
                SELECT max(a.name) AS one, max(b.name) AS other, count(*) AS articles
                FROM kept AS a JOIN kept AS b ON a.article = b.article AND a.key < b.key
                GROUP BY a.key, b.key HAVING count(*) > 1 ORDER BY articles DESC, one LIMIT ?""",
            [*values, limit],
        )

    def targets(self, f: Filters, limit: int = TOP) -> list[dict]:
        """Rows target, statements, speakers: what most statements speak of."""
        said, values = _said(f)
        return self._all(
            f"""SELECT max(target) AS target, count(*) AS statements, count(DISTINCT fact_quotes.key) AS speakers
                FROM {_STANCES}
                WHERE {said} GROUP BY fact_stances.key ORDER BY statements DESC, target LIMIT ?""",
            [*values, limit],
        )

    def stances(self, f: Filters, target: str, limit: int = TOP) -> list[dict]:
        """Rows speaker, key, kind, favor, against, neutral, unsure: counts toward one target, never an average."""
        said, values = _said(f)
        counts = ", ".join(
            f"sum(label = '{label}') AS {label}" for label in ("favor", "against", "neutral", "unsure")
        )
        return self._all(
            f"""SELECT max(speaker) AS speaker, fact_quotes.key AS key, speaker_kind AS kind, {counts}
                FROM {_STANCES}
                WHERE {said} AND fact_stances.key = ? AND speaker <> ''
                GROUP BY fact_quotes.key ORDER BY count(*) DESC, speaker LIMIT ?""",
            [*values, fold(target), limit],
        )

    def evidence(self, f: Filters, label: str | None = None, limit: int = 100) -> list[Evidence]:
        """The statements meant, newest articles first; of a target, those that speak of it, with `label` those of
        that stance."""
        said, values = _said(f)
        if f.target:
            said += """ AND EXISTS (SELECT 1 FROM fact_stances WHERE fact_stances.article = fact_quotes.article
                       AND fact_stances.quote = fact_quotes.quote AND fact_stances.key = ?
                       AND (? IS NULL OR label = ?))"""
            values += [fold(f.target), label, label]
        rows = self._all(
            f"""SELECT articles.id AS article, quote, coalesce(title, path) AS title, source, published, speaker,
                       speaker_kind, verb, fact_quotes.words AS words
                FROM {_QUOTES} WHERE {said} ORDER BY published DESC, articles.number, quote LIMIT ?""",
            [*values, limit],
        )
        return [Evidence(**row) for row in rows]

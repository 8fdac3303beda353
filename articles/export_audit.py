"""How outlets report, as an Excel workbook: who is quoted and how by each, their verbs, and the statements that several
of them print, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from articles.export import MANNERS, Language, Table, words
from articles.export_excel import sheets
from articles.overview import Filters, Overview
from models.findings import SPEAKER_KINDS

if TYPE_CHECKING:
    from articles.library import Library

# Values of `Overview.voices` and the words for them.
_KINDS = {**{kind: kind for kind in SPEAKER_KINDS}, "none": "nobody"}


def audit(library: Library, f: Filters, stamp: Sequence[str], language: Language = "ar") -> bytes:
    """An .xlsx file. `stamp` stands under the table of each sheet: what it rests on, who reviewed it, what read it."""
    overview, w = Overview(library), words(language)
    found = [
        _table(w["sources"], *_outlets(overview, f, w), stamp),
        _table(w["verbs"], *_verbs(overview, f, w), stamp),
        _table(w["retold"], *_retold(overview, f, w), stamp),
    ]
    return sheets(found, language)


def _table(
    name: str, columns: Sequence[str], rows: Sequence[Sequence[object]], stamp: Sequence[str]
) -> Table:
    return Table(name, tuple(columns), [*rows, [], *([line] for line in stamp)])


def _outlets(overview: Overview, f: Filters, w: Mapping[str, str]) -> tuple[list[str], list[list[object]]]:
    """A row an outlet: its statements by kind of speaker and by manner, and two shares of them, in percent."""
    counts: dict[str, Counter[str]] = {}
    for by in ("source kind", "source manner"):
        for row in overview.voices(f, by):
            counts.setdefault(row["part"], Counter())[row["value"]] += row["statements"]
    columns = [w["source"], w["all_statements"], *(w[word] for word in _KINDS.values()), w["share_unnamed"]]
    columns += [*(w[word] for word in MANNERS.values()), w["share_verbatim"]]
    rows = []
    for source, n in sorted(counts.items(), key=lambda found: -_sum(found[1])):
        kinds, manners = ([n[value] for value in values] for values in (_KINDS, MANNERS))
        rows.append(
            [source or w["no_source"], _sum(n), *kinds, _share(n, "anonymous"), *manners, _share(n, "direct")]
        )
    return columns, rows


def _sum(counts: Counter[str]) -> int:
    return sum(counts[kind] for kind in _KINDS)


def _share(counts: Counter[str], value: str) -> int:
    return round(100 * counts[value] / _sum(counts))


def _verbs(overview: Overview, f: Filters, w: Mapping[str, str]) -> tuple[list[str], list[list[object]]]:
    """A row an outlet and verb."""
    rows = overview.verbs(f, limit=None)
    rows.sort(key=lambda row: (row["source"], -row["statements"]))
    columns = [w["source"], w["verb"], w["statements"]]
    return columns, [[row["source"] or w["no_source"], row["verb"], row["statements"]] for row in rows]


def _retold(overview: Overview, f: Filters, w: Mapping[str, str]) -> tuple[list[str], list[list[object]]]:
    """A row a telling; tellings of one statement stand together under one number, the earliest first."""

    def rows() -> Iterator[list[object]]:
        for number, statement in enumerate(overview.retold(f, limit=None), 1):
            for told in statement.tellings:
                yield [
                    number,
                    statement.speaker,
                    told.source or w["no_source"],
                    told.published or w["undated"],
                    told.verb or "",
                    w[MANNERS[told.manner]],
                    told.words,
                ]

    columns = [w[key] for key in ("number", "speaker", "source", "published", "verb", "quote_kind", "quote")]
    return columns, list(rows())

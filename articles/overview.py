"""Sums over the library, or over a part of it: who is named, who is quoted, who stands where, and when.

A part is told by `Filters`; every sum states what it rests on through `scope`. Copies of an article
count once, statements under the threshold of sureness and repetitions in headlines not at all. The
statements and places behind a sum are found by `articles.evidence`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

from articles import drift
from articles.library import Library
from articles.search import match_expression
from articles.sides import Sides, by_side
from articles.snapshot import Snapshot, Words, day, snapshot
from articles.topics import Topics, by_opposite
from models.arabic import fold
from models.findings import VERDICTS

if TYPE_CHECKING:
    import numpy as np

TOP = 50
MOST_VERBS = 200
# Names among which pairs are sought: whoever is named more seldom is in no pair of the first fifty.
PAIRED = 100
MOST_COPIES = 60  # statements of a family that are compared word by word


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles and statements are meant; what is empty does not narrow.

    `since` and `until` are `YYYY-MM-DD`, both included, and leave the undated out; `undated` leaves out the others. `batch` is
    an import. `names` are names as an article spells them, all of which it must name, `types` in the same order the
    types that they must have there, "" (and what is wanting at the end) any; `speaker` is the key of a row of
    `Overview.speakers`; `target`, `stances`, `verb` are told of the statements. `words` are looked for in the
    text, whatever their spelling and clitics. Filters of statements keep the articles that hold such a statement.
    `reviewed` are the statements that an editor looked at, and of their stances those that an editor decided.
    With `sides` the names on a side count as one; with `opposites` a stance toward one of two linked targets counts
    turned toward the other.
    """

    sources: tuple[str, ...] = ()
    folder: int | None = None
    since: str | None = None
    until: str | None = None
    words: str = ""
    names: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    speaker: str | None = None
    speaker_kinds: tuple[str, ...] = ()
    manners: tuple[str, ...] = ()
    target: str | None = None
    stances: tuple[str, ...] = ()
    verb: str | None = None
    batch: str | None = None
    undated: bool = False
    reviewed: bool = False
    copies: bool = False
    sides: bool = False
    opposites: bool = False

    @property
    def typed(self) -> tuple[tuple[str, str], ...]:
        """The names, each with its type."""
        return tuple(zip_longest(self.names, self.types[: len(self.names)], fillvalue=""))

    @property
    def of_statements(self) -> bool:
        """Whether something is asked of the statements themselves."""
        asked = (
            self.speaker is not None,
            self.speaker_kinds,
            self.manners,
            self.target,
            self.stances,
            self.verb,
        )
        return any(asked) or self.reviewed


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
class Grid:
    """Rows speaker, key, kind, target, favor, against, neutral, unsure, by speaker and by target, where something is
    said; the statements that they count, `of` all that speak of a target.
    """

    cells: list[dict]
    statements: int
    of: int


@dataclass(frozen=True, slots=True)
class Network:
    """Names and how many articles name two of them together: `together[i][j]`, on the diagonal name i alone."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    together: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """One outlet's words for a statement that several print."""

    article: str
    quote: int
    source: str | None
    published: str | None
    verb: str | None
    attitude: str | None
    manner: str
    words: str


@dataclass(frozen=True, slots=True)
class Retold:
    """A statement that several articles print in nearly the same words, the earliest first."""

    speaker: str
    sources: int
    verbs: int
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The part of a snapshot that is meant: which articles by number (`meant`: with the copies that are not
    counted, `articles`: counted), which of the quotes and stances by row.
    """

    of: Snapshot
    meant: np.ndarray
    articles: np.ndarray
    quotes: np.ndarray
    stances: np.ndarray


class Overview:
    """The sums over one library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    # --- what is meant ----------------------------------------------------------------------

    def part(self, f: Filters) -> Part:
        import numpy as np

        s = self._snapshot(f)
        meant = self._articles(s, f)
        quotes = self._statements(s, f) & meant[s.quotes["article"]]
        if f.of_statements:
            holding = np.zeros_like(meant)
            holding[s.quotes["article"][quotes]] = True
            meant = holding
        counted = meant & (f.copies | ~s.articles["copy"]) & s.articles["read"]
        quotes &= counted[s.quotes["article"]]
        stances = quotes[s.stances["row"]]
        if f.target:
            stances &= _among(s.words, s.stances["key"], [fold(f.target)])
        if f.stances:
            stances &= _among(s.words, s.stances["label"], f.stances)
        if f.reviewed:
            stances &= s.stances["reviewed"] > 0
        return Part(s, meant, counted, quotes, stances)

    def _snapshot(self, f: Filters) -> Snapshot:
        s = snapshot(self._library)
        if f.sides:
            s = by_side(s, frozenset(Sides(self._library).of_names().items()))
        return by_opposite(s, self._opposites(s, f)) if f.opposites else s

    def _opposites(self, s: Snapshot, f: Filters) -> tuple[tuple[str, str], ...]:
        """The linked targets: of each two first the one that is asked about, else the one that more is said of in the
        whole library, so that no other filter turns a count round.
        """

        def rank(target: str) -> tuple[bool, int]:
            rows = _among(s.words, s.stances["key"], [fold(target)])
            return fold(target) == fold(f.target or ""), int(rows.sum())

        pairs = Topics(self._library).opposite_pairs()
        return tuple((one, other) if rank(one) >= rank(other) else (other, one) for one, other in pairs)

    def linked(self, f: Filters, both: bool = True) -> list[tuple[str, str]]:
        """The opposites that the articles and statements meant speak of, whatever their stances: toward the first of
        two all are counted where they are asked to be. Without `both`, also those of which only the second is there.
        """
        pairs = self._opposites(snapshot(self._library), f)
        if not pairs:
            return []
        part = self.part(replace(f, opposites=False, target=None, stances=()))
        there = set(part.of.stances["key"][part.stances].tolist())

        def spoken(target: str) -> bool:
            return not there.isdisjoint(part.of.words.known([fold(target)]))

        return [(one, other) for one, other in pairs if spoken(other) and (spoken(one) or not both)]

    def _articles(self, s: Snapshot, f: Filters) -> np.ndarray:
        import numpy as np

        a = s.articles
        meant = a["there"].copy()
        if f.sources:
            meant &= _among(s.outlets, a["source"], f.sources)
        if f.batch is not None:
            meant &= _among(s.outlets, a["batch"], [f.batch])
        if f.since:
            meant &= a["day"] >= max(1, day(f.since))
        if f.until:
            meant &= (a["day"] > 0) & (a["day"] <= day(f.until))
        if f.undated:
            meant &= a["day"] == 0
        for name, type in f.typed:
            so_named = _among(s.words, s.entities["key"], [fold(name)])
            if type:
                so_named &= _among(s.words, s.entities["label"], [type])
            named = np.zeros_like(meant)
            named[s.entities["article"][so_named]] = True
            meant &= named
        if f.folder is not None:
            sql = "SELECT number FROM folder_articles JOIN articles USING (id) WHERE folder = ?"
            meant &= self._listed(sql, f.folder, len(meant))
        if expression := match_expression(f.words):
            sql = "SELECT rowid FROM article_words WHERE article_words MATCH ?"
            meant &= self._listed(sql, expression, len(meant))
        return meant

    def _listed(self, sql: str, value: object, size: int) -> np.ndarray:
        """The articles whose numbers a query gives; one that came after the snapshot is passed over."""
        import numpy as np

        listed = np.zeros(size, bool)
        numbers = np.array([row[0] for row in self._library.select(sql, [value])], np.int64)
        listed[numbers[numbers < size]] = True
        return listed

    def _statements(self, s: Snapshot, f: Filters) -> np.ndarray:
        """The quotes that count and of which what is asked of statements holds."""
        import numpy as np

        q = s.quotes
        said = _counted(s)
        if f.speaker is not None:
            said &= _among(s.words, q["key"], [fold(f.speaker)])
        if f.speaker_kinds:
            said &= _among(s.words, q["speaker_kind"], f.speaker_kinds)
        if f.manners:
            said &= _among(s.words, q["manner"], f.manners)
        if f.verb:
            said &= _among(s.words, q["verb"], [f.verb])
        if f.reviewed:
            said &= q["reviewed"] > 0
        if f.target or f.stances:
            toward = np.ones(len(s.stances["row"]), bool)
            if f.target:
                toward &= _among(s.words, s.stances["key"], [fold(f.target)])
            if f.stances:
                toward &= _among(s.words, s.stances["label"], f.stances)
            if f.reviewed:
                toward &= s.stances["reviewed"] > 0
            holding = np.zeros_like(said)
            holding[s.stances["row"][toward]] = True
            said &= holding
        return said

    def scope(self, f: Filters) -> Scope:
        import numpy as np

        part = self.part(f)
        s, a = part.of, part.of.articles
        # What the thresholds leave out is told of the articles, whatever is asked of their statements.
        wide = part.articles[s.quotes["article"]]
        return Scope(
            articles=int(part.articles.sum()),
            statements=int(part.quotes.sum()),
            undated=int((part.articles & (a["day"] == 0)).sum()),
            copies=0 if f.copies else int((part.meant & a["copy"]).sum()),
            unread=int((part.meant & ~a["read"]).sum()),
            unsure=int(np.sum(wide & (s.quotes["sure"] <= 0))),
            repeats=int(np.sum(wide & (s.quotes["sure"] > 0) & (s.quotes["again"] > 0))),
        )

    def sources(self) -> list[str]:
        """Every source in the library, by name; "" where some article has none."""
        s = snapshot(self._library)
        return sorted(s.outlets[c] for c in set(s.articles["source"][s.articles["there"]].tolist()))

    def called(self, speaker: str, sides: bool) -> str:
        """What the speaker of this key is called most often; the key where nobody has it."""
        s = self._snapshot(Filters(sides=sides))
        rows = _rows(s.quotes, _among(s.words, s.quotes["key"], [fold(speaker)]))
        if not len(rows["key"]):
            return speaker
        return s.words[_Groups(rows["key"]).commonest(0, rows["speaker"])]

    def batches(self) -> list[dict]:
        """Rows batch, added (`YYYY-MM-DD`), articles: every import, the newest first."""
        rows = self._library.select(
            """SELECT batch, substr(min(added), 1, 10) AS added, count(*) AS articles FROM articles
               GROUP BY batch ORDER BY min(number) DESC"""
        )
        return [dict(row) for row in rows]

    def models(self) -> list[str]:
        """Name and revision of every model that read something of the library."""
        rows = self._library.select("SELECT DISTINCT stamps FROM analyses")
        stamps = [stamp for row in rows for stamp in json.loads(row["stamps"]).values()]
        return sorted({f"{name} {revision[:7]}" for name, revision in stamps if revision})

    # --- sums -------------------------------------------------------------------------------

    def named(self, f: Filters, label: str | None = None, limit: int = TOP) -> list[dict]:
        """Rows name, label, articles, mentions: most named first."""
        part = self.part(f)
        e = part.of.entities
        meant = part.articles[e["article"]]
        if label:
            meant &= _among(part.of.words, e["label"], [label])
        groups = _Groups(e["key"][meant], e["label"][meant])
        mentions = groups.sums(e["mentions"][meant])
        names, labels = e["name"][meant], e["label"][meant]
        words = part.of.words
        return [
            {
                "name": words[groups.commonest(g, names)],
                "label": words[labels[groups.first[g]]],
                "articles": int(groups.counts[g]),
                "mentions": int(mentions[g]),
            }
            for g in groups.largest(limit, mentions)
        ]

    def speakers(self, f: Filters, limit: int = TOP) -> list[dict]:
        """Rows speaker, key, kind, statements, direct, mixed, articles, sources: most quoted first."""
        import numpy as np

        part = self.part(f)
        words, q = part.of.words, _rows(part.of.quotes, part.quotes)
        groups = _Groups(q["key"], q["speaker_kind"])
        direct, mixed = (groups.sums(_among(part.of.words, q["manner"], [m])) for m in ("direct", "mixed"))
        rows = []
        for g in groups.largest(limit):
            inside = groups.members(g)
            articles = np.unique(q["article"][inside])
            rows.append(
                {
                    "speaker": words[groups.commonest(g, q["speaker"])],
                    "key": words[q["key"][groups.first[g]]],
                    "kind": words[q["speaker_kind"][groups.first[g]]],
                    "statements": int(groups.counts[g]),
                    "direct": int(direct[g]),
                    "mixed": int(mixed[g]),
                    "articles": len(articles),
                    "sources": len(np.unique(part.of.articles["source"][articles])),
                }
            )
        return rows

    def voices(self, f: Filters, by: str) -> list[dict]:
        """Rows part, value, statements: of each source, month or day, by kind of speaker or manner.

        `by` is `source kind`, `month manner`, `day kind` and so on; part "" is without source or date.
        """
        part = self.part(f)
        where, _, what = by.partition(" ")
        q, a = _rows(part.of.quotes, part.quotes), part.of.articles
        words = part.of.words
        value = q[{"kind": "speaker_kind", "manner": "manner"}[what]]
        place = (a["source"] if where == "source" else a["day"])[q["article"]]
        if where == "month":
            place = place // 100
        groups = _Groups(place, value)

        def shown(code: int) -> str:
            return part.of.outlets[code] if where == "source" else _date(code)

        rows = [
            {"part": shown(place[i]), "value": words[value[i]], "statements": int(n)}
            for i, n in zip(groups.first, groups.counts, strict=True)
        ]
        return sorted(rows, key=lambda r: (r["part"], r["value"]))

    def days(self, f: Filters) -> list[dict]:
        """Rows published, articles, statements: by date, in order; the undated are left out."""
        import numpy as np

        part = self.part(f)
        by_day = part.of.articles["day"]
        articles = _Groups(by_day[part.articles])
        said = by_day[part.of.quotes["article"][part.quotes]]
        statements = dict(zip(*(x.tolist() for x in np.unique(said, return_counts=True)), strict=True))
        days = by_day[part.articles][articles.first].tolist()
        return [
            {"published": _date(d), "articles": int(n), "statements": statements.get(d, 0)}
            for d, n in zip(days, articles.counts, strict=True)
            if d
        ]

    def verbs(self, f: Filters, by_source: bool = True, limit: int | None = MOST_VERBS) -> list[dict]:
        """Rows source, verb, attitude, statements: the words in which each source reports, or all together
        (source ""); the most frequent `limit` of them, or all (None).
        """
        part = self.part(f)
        q = _rows(part.of.quotes, part.quotes & (part.of.quotes["verb"] > 0))
        source = part.of.articles["source"][q["article"]] * by_source
        groups = _Groups(source, q["verb"])
        words = part.of.words
        return [
            {
                "source": part.of.outlets[source[groups.first[g]]],
                "verb": words[q["verb"][groups.first[g]]],
                "attitude": words[q["attitude"][groups.first[g]]] or "neutral",
                "statements": int(groups.counts[g]),
            }
            for g in groups.largest(limit)
        ]

    def network(self, f: Filters, top: int, labels: Sequence[str] = ("PERS", "ORG")) -> Network:
        """The names that most articles name, and how many name each two of them together."""
        import numpy as np

        part = self.part(f)
        e = part.of.entities
        e = _rows(e, part.articles[e["article"]] & _among(part.of.words, e["label"], labels))
        groups = _Groups(e["key"])
        chosen = [g for g in groups.largest(top) if groups.counts[g] > 1]
        place = np.full(len(groups.counts), -1)
        place[chosen] = range(len(chosen))
        row = place[groups.of]
        inside = row >= 0
        together = _together(e["article"][inside], row[inside], len(chosen))
        words = part.of.words
        return Network(
            tuple(words[groups.commonest(g, e["name"])] for g in chosen),
            tuple(words[groups.commonest(g, e["label"])] for g in chosen),
            tuple(map(tuple, together.tolist())),
        )

    def pairs(self, f: Filters, limit: int = TOP) -> list[dict]:
        """Rows one, other, articles: persons and bodies that most articles name together."""
        import numpy as np

        net = self.network(f, PAIRED)
        together = np.triu(np.array(net.together, int).reshape(len(net.names), len(net.names)), 1)
        best = np.argsort(-together, axis=None, kind="stable")[:limit]
        return [
            {"one": net.names[i], "other": net.names[j], "articles": int(together[i, j])}
            for i, j in zip(*np.unravel_index(best, together.shape), strict=True)
            if together[i, j] > 1
        ]

    def targets(self, f: Filters, limit: int = TOP) -> list[dict]:
        """Rows target, statements, speakers: what most statements speak of."""
        import numpy as np

        part = self.part(f)
        t = _rows(part.of.stances, part.stances)
        groups, words = _Groups(t["key"]), part.of.words
        speakers = part.of.quotes["key"][t["row"]]
        return [
            {
                "target": words[groups.commonest(g, t["target"])],
                "statements": int(groups.counts[g]),
                "speakers": len(np.unique(speakers[groups.members(g)])),
            }
            for g in groups.largest(limit)
        ]

    def stances(self, f: Filters, target: str, limit: int = TOP) -> list[dict]:
        """Rows speaker, key, kind, favor, against, neutral, unsure: counts toward one target, never an average."""
        return self._stances(replace(f, target=target), limit, 1).cells

    def grid(self, f: Filters, speakers: int = 15, targets: int = 8) -> Grid:
        """Those who say most of what most is said of."""
        return self._stances(f, speakers, targets)

    def _stances(self, f: Filters, speakers: int, targets: int) -> Grid:
        import numpy as np

        part = self.part(f)
        s, words = part.of, part.of.words
        known = part.stances & (s.quotes["key"][s.stances["row"]] > 0)
        t = _rows(s.stances, known)
        told = len(np.unique(t["row"]))
        t = _rows(t, _in_largest(_Groups(t["key"]), targets))
        key = s.quotes["key"][t["row"]]
        kept = _in_largest(_Groups(key), speakers)
        t, key = _rows(t, kept), key[kept]
        by_target, by_speaker, cells = _Groups(t["key"]), _Groups(key), _Groups(key, t["key"])
        sums = {label: cells.sums(_among(s.words, t["label"], [label])) for label in VERDICTS}
        rank_target, rank_speaker = by_target.ranks(), by_speaker.ranks()
        spoken, kind = s.quotes["speaker"][t["row"]], s.quotes["speaker_kind"][t["row"]]
        order = sorted(
            range(len(cells.counts)),
            key=lambda c: (
                rank_speaker[by_speaker.of[cells.first[c]]],
                rank_target[by_target.of[cells.first[c]]],
            ),
        )
        found = [
            {
                "speaker": words[by_speaker.commonest(by_speaker.of[i], spoken)],
                "key": words[key[i]],
                "kind": words[by_speaker.commonest(by_speaker.of[i], kind)],
                "target": words[by_target.commonest(by_target.of[i], t["target"])],
                **{label: int(np.asarray(n)[c]) for label, n in sums.items()},
            }
            for c in order
            for i in [cells.first[c]]
        ]
        return Grid(found, len(np.unique(t["row"])), told)

    def retold(self, f: Filters, limit: int | None = 20) -> list[Retold]:
        """Statements that several articles print in nearly the same words: those of most sources first, `limit` of
        them or all (None).
        """
        import numpy as np

        part = self.part(f)
        s = part.of
        said = part.quotes & (s.quotes["sketch"][:, 0] >= 0) & (s.quotes["speaker"] > 0)
        q = _rows(s.quotes, said)
        first = drift.families(q["key"], q["sketch"])
        several = np.bincount(first, minlength=len(first))[first] > 1
        q, family = _rows(q, several), _Groups(first[several])
        source = s.articles["source"][q["article"]]
        kinds = _Groups(family.of, source)
        sources = np.bincount(family.of[kinds.first], minlength=len(family.counts))
        articles = _Groups(family.of, q["article"])
        printed = np.bincount(family.of[articles.first], minlength=len(family.counts))
        best = np.lexsort((-printed, -sources))
        out = []
        for g in best[: limit and limit + limit // 2]:
            if printed[g] < 2:
                continue
            inside = family.members(g)[:MOST_COPIES]
            places = zip(q["article"][inside].tolist(), q["quote"][inside].tolist(), strict=True)
            name = s.words[family.commonest(g, q["speaker"])]
            out.append(self._retold(name, list(places)))
        out = [r for r in out if len({told.article for told in r.tellings}) > 1]
        return sorted(out, key=lambda r: (-r.sources, -len(r.tellings)))[:limit]

    def _retold(self, speaker: str, places: Sequence[tuple[int, int]]) -> Retold:
        """Those statements that are like the earliest one, one an article."""
        found = [Telling(**row) for row in statements(self._library, places, _TELLING)]
        found.sort(key=lambda told: (told.published or "9999", told.article, told.quote))
        first: dict[str, Telling] = {}
        if found:
            like = drift.alike(found[0].words, [told.words for told in found])
            for told in (told for told, same in zip(found, like, strict=True) if same):
                first.setdefault(told.article, told)
        tellings = tuple(first.values())
        return Retold(
            speaker,
            len({told.source for told in tellings}),
            len({told.verb for told in tellings}),
            tellings,
        )


_TELLING = """articles.id AS article, quote, source, published, verb, attitude, manner,
              fact_quotes.words AS words"""


def statements(library: Library, places: Iterable[tuple[int, int]], columns: str) -> list[dict]:
    """Columns of statements, given by number of article and quote, in this order; those that are no longer
    there are passed over.
    """
    sql = f"""SELECT {columns} FROM fact_quotes JOIN articles ON number = fact_quotes.article
              WHERE fact_quotes.article = ? AND quote = ?"""
    return [dict(row) for place in places for row in library.select(sql, place)]


def _counted(s: Snapshot) -> np.ndarray:
    return (s.quotes["sure"] > 0) & (s.quotes["again"] == 0)


def _among(known: Words, column: np.ndarray, words: Iterable[str]) -> np.ndarray:
    """Where a column holds one of the words."""
    import numpy as np

    codes = known.known(words)
    return column == codes[0] if len(codes) == 1 else np.isin(column, codes)


def _rows(columns: dict[str, np.ndarray], mask: np.ndarray) -> dict[str, np.ndarray]:
    return {name: column[mask] for name, column in columns.items()}


def _date(number: int) -> str:
    """20240131 as `2024-01-31`, 202401 as `2024-01`, 0 as ""."""
    digits = str(number)
    return "-".join(filter(None, (digits[:4], digits[4:6], digits[6:]))) if number else ""


class _Groups:
    """Rows that have the same numbers: `of` is each row's group, `first` and `counts` are the groups'."""

    def __init__(self, *columns: np.ndarray) -> None:
        import numpy as np

        joined = columns[0].astype(np.int64)
        for column in columns[1:]:
            joined = joined * (int(column.max(initial=0)) + 1) + column
        _, self.first, self.of, self.counts = np.unique(
            joined, return_index=True, return_inverse=True, return_counts=True
        )

    def sums(self, values: np.ndarray) -> np.ndarray:
        import numpy as np

        return np.bincount(self.of, values, len(self.counts)).astype(int)

    def largest(self, limit: int | None, then: np.ndarray | None = None) -> np.ndarray:
        """The groups of most rows; of equal ones those with more of `then`, then those that come first."""
        import numpy as np

        second = np.zeros(len(self.counts)) if then is None else -then
        return np.lexsort((self.first, second, -self.counts))[:limit]

    def ranks(self) -> np.ndarray:
        """Each group's place in `largest`."""
        import numpy as np

        return np.argsort(self.largest(len(self.counts)))

    def members(self, group: int) -> np.ndarray:
        """The group's rows, in order."""
        end = self._ends[group]
        return self._sorted[end - self.counts[group] : end]

    @cached_property
    def _sorted(self) -> np.ndarray:
        import numpy as np

        return np.argsort(self.of, kind="stable")

    @cached_property
    def _ends(self) -> np.ndarray:
        import numpy as np

        return np.cumsum(self.counts)

    def commonest(self, group: int, column: np.ndarray) -> int:
        """What stands most often in a column of the group's rows."""
        import numpy as np

        values, counts = np.unique(column[self.members(group)], return_counts=True)
        return int(values[counts.argmax()])


def _together(articles: np.ndarray, names: np.ndarray, size: int) -> np.ndarray:
    """How many articles name each two of `size` names, given what each names; on the diagonal each alone."""
    import numpy as np

    _, first = np.unique(articles.astype(np.int64) * size + names, return_index=True)
    articles, names = articles[first], names[first]
    counts = np.bincount(names * size + names, minlength=size * size)
    # Rows stand in the order of their article: pairs stand one row apart, two rows, and so on.
    for apart in range(1, len(articles)):
        same = articles[apart:] == articles[:-apart]
        if not same.any():
            break
        one, other = names[apart:][same], names[:-apart][same]
        counts += np.bincount(one * size + other, minlength=size * size)
        counts += np.bincount(other * size + one, minlength=size * size)
    return counts.reshape(size, size)


def _in_largest(groups: _Groups, limit: int) -> np.ndarray:
    """Which rows are in one of the largest groups."""
    import numpy as np

    return np.isin(groups.of, groups.largest(limit))

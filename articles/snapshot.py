"""The library's flat rows as columns in memory, kept true: what thousands of articles are summed over in no time.

Each thread of the page sees the newest `Snapshot`. When articles changed (`fact_changes`), only their rows
are read again; a snapshot that somebody holds never changes. 34,000 articles take about 50 MB.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from articles.drift import NUMBERS
from articles.library import Library

if TYPE_CHECKING:
    import numpy as np

    Columns = dict[str, np.ndarray]

AT_ONCE = 50_000  # rows fetched together
_PARTS = {
    "quotes": """SELECT article, quote, sure, again, reviewed, key, speaker, speaker_kind, manner, verb, attitude,
                        sketch FROM fact_quotes""",
    "entities": "SELECT article, mentions, first, key, name, label FROM fact_entities",
    "stances": "SELECT article, quote, key, target, label FROM fact_stances",
}
_NUMBERS = {"article", "quote", "sure", "again", "reviewed", "mentions", "first"}
_ARTICLES = """SELECT number, source, published, batch, number IN (SELECT article FROM copies),
                      EXISTS (SELECT 1 FROM analyses WHERE analyses.id = articles.id) FROM articles"""
_CHANGED = "WHERE {} IN (SELECT article FROM fact_changes WHERE seq > ?)"


class Codes(dict[str | None, int]):
    """A number for every different word, from 1 on; None and "" are 0."""

    def __init__(self) -> None:
        super().__init__({None: 0, "": 0})
        self.words: list[str] = [""]

    def __missing__(self, word: str) -> int:
        self.words.append(word)
        self[word] = len(self.words) - 1
        return self[word]

    def known(self, words: Iterable[str]) -> list[int]:
        """The numbers of those words that have one."""
        return [self[word] for word in words if word in self]


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One state of the library. Columns of words hold their number in `codes`.

    `articles` has a place for every article number: `there`, `source`, `day` (20240131; 0: none), `batch`, `copy`, `read`. `quotes`,
    `entities` and `stances` have the columns of the tables in `articles/facts.py`, rows in the order of their article; `stances` also `row`, the place
    of their statement in `quotes`, and `quotes` the `sketch` (n × NUMBERS, -1 where there is none).
    """

    seq: int
    codes: Codes
    articles: Columns
    quotes: Columns
    entities: Columns
    stances: Columns


class Snapshots:
    """The snapshots of one library."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: Snapshot | None = None

    def newest(self, library: Library) -> Snapshot:
        """The library as it is now."""
        with self._lock:
            (last,) = library.select("SELECT coalesce(max(seq), 0) FROM fact_changes")[0]
            if self._newest is None or self._newest.seq != last:
                with library.reading() as cursor:
                    self._newest = _read(cursor, self._newest)
            return self._newest


_OF: WeakKeyDictionary[Library, Snapshots] = WeakKeyDictionary()
_GUARD = threading.Lock()


def snapshot(library: Library) -> Snapshot:
    """The library as it is now, for every session of this process."""
    with _GUARD:
        of = _OF.setdefault(library, Snapshots())
    return of.newest(library)


def _read(cursor: sqlite3.Cursor, old: Snapshot | None) -> Snapshot:
    import numpy as np

    (last,) = cursor.execute("SELECT coalesce(max(seq), 0) FROM fact_changes").fetchone()
    codes = old.codes if old else Codes()
    seen = (old.seq,) if old else ()
    (size,) = cursor.execute("SELECT coalesce(max(number), 0) + 1 FROM articles").fetchone()
    changed = np.zeros(max(size, len(old.articles["there"]) if old else 0), bool)
    if old:
        numbers = cursor.execute("SELECT article FROM fact_changes WHERE seq > ?", seen).fetchall()
        changed = _with(changed, max((n for (n,) in numbers), default=0) + 1)
        changed[[n for (n,) in numbers]] = True
    rows = cursor.execute(_ARTICLES + (f" {_CHANGED.format('number')}" if old else ""), seen).fetchall()
    articles = _articles(rows, codes, changed, old)
    parts = {}
    for name, sql in _PARTS.items():
        new = _columns(cursor, sql + (f" {_CHANGED.format('article')}" if old else ""), seen, codes)
        if old:
            kept = ~changed[getattr(old, name)["article"]]
            new = {c: np.concatenate((getattr(old, name)[c][kept], column)) for c, column in new.items()}
        place = new["article"].astype(np.int64) << 16
        order = np.argsort(place + new["quote"] if "quote" in new else place, kind="stable")
        parts[name] = {c: column[order] for c, column in new.items()}
    parts["stances"]["row"] = _rows(parts["quotes"], parts["stances"])
    return Snapshot(last, codes, articles, **parts)


def _with(column: np.ndarray, size: int) -> np.ndarray:
    """The column with at least `size` places."""
    import numpy as np

    return np.concatenate((column, np.zeros(max(0, size - len(column)), column.dtype)))


def _articles(rows: Sequence[tuple], codes: Codes, changed: np.ndarray, old: Snapshot | None) -> Columns:
    import numpy as np

    kinds = {
        "source": np.int32,
        "day": np.int32,
        "batch": np.int32,
        "copy": bool,
        "read": bool,
        "there": bool,
    }
    columns = {
        name: _with(old.articles[name], len(changed)) if old else np.zeros(len(changed), kind)
        for name, kind in kinds.items()
    }
    columns["there"][changed] = False
    if rows:
        numbers, sources, dates, batches, copies, read = zip(*rows, strict=True)
        at = np.array(numbers)
        columns["source"][at] = [codes[s] for s in sources]
        columns["day"][at] = [day(d) for d in dates]
        columns["batch"][at] = [codes[b] for b in batches]
        columns["copy"][at], columns["read"][at], columns["there"][at] = copies, read, True
    return columns


def day(published: str | None) -> int:
    """`2024-01-31` as 20240131; 0 where there is no such date."""
    digits = (published or "").replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isascii() and digits.isdigit() else 0


def _columns(cursor: sqlite3.Cursor, sql: str, values: Sequence, codes: Codes) -> Columns:
    import numpy as np

    cursor.execute(sql, values)
    names = [d[0] for d in cursor.description]
    parts: dict[str, list[np.ndarray]] = {name: [] for name in names}
    while rows := list(islice(cursor, AT_ONCE)):
        for name, column in zip(names, zip(*rows, strict=True), strict=True):
            if name == "sketch":
                empty = b"\xff" * 4 * NUMBERS
                joined = b"".join(value or empty for value in column)
                parts[name].append(np.frombuffer(joined, "<i4").reshape(-1, NUMBERS))
            elif name in _NUMBERS:
                parts[name].append(np.array(column, np.int32))
            else:
                parts[name].append(np.fromiter(map(codes.__getitem__, column), np.int32, len(rows)))
    nothing = {"sketch": np.zeros((0, NUMBERS), np.int32)}
    return {
        name: np.concatenate(given) if given else nothing.get(name, np.zeros(0, np.int32))
        for name, given in parts.items()
    }


def _rows(quotes: Columns, stances: Columns) -> np.ndarray:
    """The row of each stance's statement."""
    import numpy as np

    place, wanted = (t["article"].astype(np.int64) << 16 | t["quote"] for t in (quotes, stances))
    return np.searchsorted(place, wanted).astype(np.int32)

"""The library's flat rows as columns in memory, kept true: what thousands of articles are summed over in no time.

Each thread of the page sees the newest `Snapshot`. When articles changed (`fact_changes`), only their rows
are read again; a snapshot that somebody holds never changes. 34,000 articles take about 50 MB.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from articles import facts
from articles.drift import NUMBERS
from articles.library import Library

if TYPE_CHECKING:
    import numpy as np

    Columns = dict[str, np.ndarray]

_ARTICLES = """SELECT number, source, published, batch, number IN (SELECT article FROM copies),
                      EXISTS (SELECT 1 FROM analyses WHERE analyses.id = articles.id) FROM articles"""
_COLUMNS = "SELECT article, quotes, entities, stances FROM fact_columns"
_CHANGED = "WHERE {} IN (SELECT article FROM fact_changes WHERE seq > ?)"
_PARTS = {"quotes": facts.QUOTE, "entities": facts.ENTITY, "stances": facts.STANCE}


class Words:
    """Words and their numbers; None and "" are 0."""

    def __init__(self) -> None:
        self.words: list[str] = [""]
        self._numbers: dict[str | None, int] = {None: 0, "": 0}

    def __getitem__(self, number: int) -> str:
        return self.words[number]

    def copy(self) -> Words:
        """Words that can be added to without these being changed."""
        other = Words()
        other.words, other._numbers = self.words.copy(), self._numbers.copy()
        return other

    def add(self, words: list[str]) -> None:
        """Words that have no number yet, in the order in which they get one."""
        self._numbers.update(zip(words, range(len(self.words), len(self.words) + len(words)), strict=True))
        self.words += words

    def number(self, word: str | None) -> int:
        """The word's number, a new one where it has none."""
        if word not in self._numbers:
            self.add([word])
        return self._numbers[word]

    def known(self, words: Iterable[str]) -> list[int]:
        """The numbers of those words that have one."""
        return [self._numbers[word] for word in words if word in self._numbers]


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One state of the library.

    `articles` has a place for every article number: `there`, `source` and `batch` (numbers in `outlets`), `day` (20240131; 0: none),
    `copy`, `read`. `quotes`, `entities` and `stances` have the columns named in `articles/facts.py` (words as numbers in `words`) and
    `article`, in the order of their article; `quotes` also the `sketch` (n × NUMBERS), `stances` the `row` of their
    statement in `quotes`.
    """

    seq: int
    words: Words
    outlets: Words
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
    words, outlets = (old.words, old.outlets) if old else (Words(), Words())
    # Numbers are given in order and never taken back.
    sql = "SELECT word FROM fact_words WHERE number >= ? ORDER BY number"
    words.add([word for (word,) in cursor.execute(sql, (len(words.words),))])
    seen = (old.seq,) if old else ()
    (size,) = cursor.execute("SELECT coalesce(max(number), 0) + 1 FROM articles").fetchone()
    changed = np.zeros(max(size, len(old.articles["there"]) if old else 0), bool)
    if old:
        numbers = [n for (n,) in cursor.execute("SELECT article FROM fact_changes WHERE seq > ?", seen)]
        changed = _with(changed, max(numbers, default=0) + 1)
        changed[numbers] = True
    rows = cursor.execute(_ARTICLES + (f" {_CHANGED.format('number')}" if old else ""), seen).fetchall()
    articles = _articles(rows, outlets, changed, old)
    packed = cursor.execute(_COLUMNS + (f" {_CHANGED.format('article')}" if old else ""), seen).fetchall()
    parts = {}
    for place, (name, columns) in enumerate(_PARTS.items(), 1):
        new = _unpacked([row[0] for row in packed], [row[place] for row in packed], columns, name == "quotes")
        if old:
            kept = ~changed[getattr(old, name)["article"]]
            new = {c: np.concatenate((getattr(old, name)[c][kept], column)) for c, column in new.items()}
            order = np.argsort(new["article"], kind="stable")
            new = {c: column[order] for c, column in new.items()}
        parts[name] = new
    parts["stances"]["row"] = _rows(parts["quotes"], parts["stances"])
    return Snapshot(last, words, outlets, articles, **parts)


def _with(column: np.ndarray, size: int) -> np.ndarray:
    """The column with at least `size` places."""
    import numpy as np

    return np.concatenate((column, np.zeros(max(0, size - len(column)), column.dtype)))


def _articles(rows: Sequence[tuple], outlets: Words, changed: np.ndarray, old: Snapshot | None) -> Columns:
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
        columns["source"][at] = [outlets.number(s) for s in sources]
        columns["day"][at] = [day(d) for d in dates]
        columns["batch"][at] = [outlets.number(b) for b in batches]
        columns["copy"][at], columns["read"][at], columns["there"][at] = copies, read, True
    return columns


def day(published: str | None) -> int:
    """`2024-01-31` as 20240131; 0 where there is no such date."""
    digits = (published or "").replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isascii() and digits.isdigit() else 0


def _unpacked(articles: list[int], blobs: list[bytes], columns: Sequence[str], sketched: bool) -> Columns:
    """The rows of articles as columns."""
    import numpy as np

    width = len(columns) + NUMBERS * sketched
    rows = np.frombuffer(b"".join(blobs), np.int32).reshape(-1, width)
    lengths = [len(blob) // 4 // width for blob in blobs]
    found = {name: rows[:, k].copy() for k, name in enumerate(columns)}
    found["article"] = np.repeat(np.array(articles, np.int32), lengths)
    if sketched:
        found["sketch"] = rows[:, len(columns) :].copy()
    return found


def _rows(quotes: Columns, stances: Columns) -> np.ndarray:
    """The row of each stance's statement."""
    import numpy as np

    place, wanted = (t["article"].astype(np.int64) << 16 | t["quote"] for t in (quotes, stances))
    return np.searchsorted(place, wanted).astype(np.int32)

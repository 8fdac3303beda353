"""Sides: groups of names that an editor counts together (موسكو، الكرملين، الخارجية الروسية) when asked to.

They change no finding: a sum that is asked for by side counts the names on it as one body of the side's
name (`by_side`). A name is on one side at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from models.arabic import fold

if TYPE_CHECKING:
    import numpy as np

    from articles.library import Library
    from articles.snapshot import Columns, Snapshot, Words

TABLES = (
    "CREATE TABLE sides (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE)",
    """CREATE TABLE side_members (
        key TEXT PRIMARY KEY, name TEXT NOT NULL,
        side INTEGER NOT NULL REFERENCES sides(number) ON DELETE CASCADE) WITHOUT ROWID""",
    "CREATE INDEX side_members_of ON side_members (side)",
)


@dataclass(frozen=True, slots=True)
class Side:
    """One side with the names on it, by name."""

    id: int
    name: str
    members: tuple[str, ...]


class Sides:
    """The sides of one library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def all(self) -> list[Side]:
        """Every side, by name."""
        members: dict[int, list[str]] = {}
        for row in self._library.select("SELECT side, name FROM side_members ORDER BY name"):
            members.setdefault(row["side"], []).append(row["name"])
        rows = self._library.select("SELECT number, name FROM sides ORDER BY name")
        return [Side(r["number"], r["name"], tuple(members.get(r["number"], ()))) for r in rows]

    def of_names(self) -> dict[str, str]:
        """Folded name → the side that it is on; what a name of a side is called in the whole library is on it, too."""
        rows = self._library.select(
            "SELECT key, sides.name AS side FROM side_members JOIN sides ON sides.number = side"
        )
        own = {row["key"]: row["side"] for row in rows}
        called = self._library.namings().names
        return {fold(called[key].into): side for key, side in own.items() if key in called} | own

    def put(self, side: str, names: Iterable[str]) -> None:
        """Put names on the side called so, a new one where there is none; they leave the side they were on."""
        with self._library.writing() as db:
            db.execute("INSERT OR IGNORE INTO sides (name) VALUES (?)", (side,))
            db.executemany(
                """INSERT OR REPLACE INTO side_members (key, name, side)
                   SELECT ?, ?, number FROM sides WHERE name = ?""",
                [(fold(name), name, side) for name in names],
            )

    def take_off(self, names: Iterable[str]) -> None:
        """Take names off the side that they are on."""
        with self._library.writing() as db:
            db.executemany("DELETE FROM side_members WHERE key = ?", [(fold(name),) for name in names])

    def delete(self, side: int) -> None:
        """Delete a side; the names on it stand for themselves again."""
        with self._library.writing() as db:
            db.execute("DELETE FROM sides WHERE number = ?", (side,))


@lru_cache(maxsize=2)  # a page asks for the same one several times
def by_side(s: Snapshot, of_names: frozenset[tuple[str, str]]) -> Snapshot:
    """The snapshot with every name of `of_names` (pairs of a folded name and its side) counted as its side, a body."""
    words = s.words.copy()
    sides = {n: side for key, side in of_names for n in words.known([key])}
    body, organisation = words.number("ORG"), words.number("organisation")
    quotes = _as_sides(s.quotes, sides, words, {"speaker_kind": organisation}, "speaker")
    entities = _as_sides(s.entities, sides, words, {"label": body}, "name")
    return replace(s, words=words, quotes=quotes, entities=_once(entities))


def _as_sides(
    columns: Columns, sides: Mapping[int, str], words: Words, kinds: Mapping[str, int], name: str
) -> Columns:
    """The columns with the keys of `sides` (numbers in `words`) and what goes with them exchanged."""
    out = dict(columns)
    for number, side in sides.items():
        rows = columns["key"] == number
        for column, value in {"key": words.number(fold(side)), name: words.number(side), **kinds}.items():
            out[column] = _with(out[column], rows, value)
    return out


def _with(column: np.ndarray, rows: np.ndarray, value: int) -> np.ndarray:
    import numpy as np

    return np.where(rows, np.int32(value), column)


def _once(entities: Columns) -> Columns:
    """One row for a name in an article, its mentions together."""
    import numpy as np

    place = entities["article"].astype(np.int64) << 32 | entities["key"]
    _, first, of = np.unique(place, return_index=True, return_inverse=True)
    order = np.sort(first)
    mentions = np.bincount(of, weights=entities["mentions"])[of[order]].astype(np.int32)
    return {name: column[order] for name, column in entities.items()} | {"mentions": mentions}

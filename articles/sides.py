"""Sides: groups of names that an editor counts together (موسكو، الكرملين، الخارجية الروسية) when asked to.

They change no finding: a sum that is asked for by side joins `side_members` to a name's key, as
`fact_entities.key` and `fact_quotes.key` have it. A name is on one side at most.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.arabic import fold

if TYPE_CHECKING:
    from articles.library import Library

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
        """Folded name → the side that it is on."""
        rows = self._library.select(
            "SELECT key, sides.name AS side FROM side_members JOIN sides ON sides.number = side"
        )
        return {row["key"]: row["side"] for row in rows}

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

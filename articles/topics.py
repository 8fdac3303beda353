"""What an editor keeps about targets of stances: which is another's opposite, and lists to ask about again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from models.arabic import fold
from models.findings import Stance

if TYPE_CHECKING:
    from articles.library import Library

TABLES = (
    # Each pair stands here once in either order: (رحيل الأسد, بقاء الأسد) and the reverse.
    """CREATE TABLE opposites (
        key TEXT PRIMARY KEY, name TEXT NOT NULL, opposite_key TEXT NOT NULL, opposite TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE TABLE target_sets (name TEXT PRIMARY KEY, targets TEXT NOT NULL) WITHOUT ROWID",
)

_TURNED = {"favor": "against", "against": "favor", "neutral": "neutral"}


class Topics:
    """The targets of one library as an editor keeps them."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def opposites(self) -> dict[str, str]:
        """Folded target → its opposite, in both directions."""
        rows = self._library.select("SELECT key, opposite FROM opposites")
        return {row["key"]: row["opposite"] for row in rows}

    def opposite_pairs(self) -> list[tuple[str, str]]:
        """The linked targets, each pair once."""
        rows = self._library.select(
            "SELECT name, opposite FROM opposites WHERE key < opposite_key ORDER BY name"
        )
        return [(row["name"], row["opposite"]) for row in rows]

    def oppose(self, one: str, other: str) -> None:
        """Link two targets as opposites; each is let go by the one that it was linked to."""
        if fold(one) == fold(other):
            return
        with self._library.writing() as db:
            for target in (one, other):
                db.execute("DELETE FROM opposites WHERE ? IN (key, opposite_key)", (fold(target),))
            db.executemany(
                "INSERT INTO opposites VALUES (?, ?, ?, ?)",
                [(fold(a), a, fold(b), b) for a, b in ((one, other), (other, one))],
            )

    def release(self, target: str) -> None:
        """Unlink a target and its opposite."""
        with self._library.writing() as db:
            db.execute("DELETE FROM opposites WHERE ? IN (key, opposite_key)", (fold(target),))

    def sets(self) -> dict[str, tuple[str, ...]]:
        """Name of a list → its targets, by name."""
        rows = self._library.select("SELECT name, targets FROM target_sets ORDER BY name")
        return {row["name"]: tuple(json.loads(row["targets"])) for row in rows}

    def save_set(self, name: str, targets: Sequence[str]) -> None:
        """Keep a list under a name, in the place of an earlier one."""
        row = (name, json.dumps(list(dict.fromkeys(targets)), ensure_ascii=False))
        with self._library.writing() as db:
            db.execute("INSERT OR REPLACE INTO target_sets VALUES (?, ?)", row)

    def delete_set(self, name: str) -> None:
        with self._library.writing() as db:
            db.execute("DELETE FROM target_sets WHERE name = ?", (name,))


def turned(stances: Sequence[Stance], opposites: Mapping[str, str]) -> list[Stance]:
    """The stances, with those toward the opposite of a target that comes first counted toward that one, turned:
    for بقاء الأسد is against رحيل الأسد. Each keeps its quote, so that its own words can be shown.
    """
    first: dict[str, str] = {}
    out = []
    for stance in stances:
        key = fold(stance.target)
        opposite = opposites.get(key)
        if opposite is not None and fold(opposite) in first:
            shares = {_TURNED[label]: p for label, p in stance.probabilities.items()}
            stance = replace(
                stance, target=first[fold(opposite)], label=_TURNED[stance.label], probabilities=shares
            )
        else:
            first.setdefault(key, stance.target)
        out.append(stance)
    return out

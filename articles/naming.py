"""What names and targets are called in the whole library: merged, renamed, of another type; reversible.

A decision is about a name as articles spell it (folded), and holds in every article, also in those that
come later. It is laid over the findings with an article's own corrections, in the order of time, and once more after
them (`articles.review`).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from models.arabic import fold
from models.findings import Label

About = Literal["name", "target"]

TABLES = (
    """CREATE TABLE namings (
        number INTEGER PRIMARY KEY, about TEXT NOT NULL, name TEXT NOT NULL, "into" TEXT NOT NULL, label TEXT,
        "by" TEXT NOT NULL, at TEXT NOT NULL, undone TEXT)""",
    # Articles whose flat rows are older than a decision about a name in them.
    "CREATE TABLE facts_due (article INTEGER PRIMARY KEY REFERENCES articles(number) ON DELETE CASCADE)",
)


@dataclass(frozen=True, slots=True)
class Naming:
    """`name` is called `into`, and is of type `label` (None: as each article has it). `by` and `at` (ISO 8601,
    UTC) say who decided and when; the library fills in an empty `at` and the `id`.
    """

    about: About
    name: str
    into: str
    label: Label | None = None
    by: str = ""
    at: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Namings:
    """Folded name → what it is called in the end, for entities and for targets; `decided` are the decisions that
    this comes from, oldest first, `results` the folded names that entities are called by them.
    """

    names: Mapping[str, Naming] = field(default_factory=dict)
    targets: Mapping[str, Naming] = field(default_factory=dict)
    decided: tuple[Naming, ...] = ()
    results: frozenset[str] = frozenset()

    def until(self, at: str) -> Namings:
        """What held at a time, of the decisions that hold now."""
        return resolved(n for n in self.decided if n.at < at)


NO_NAMINGS = Namings()


def resolved(namings: Iterable[Naming]) -> Namings:
    """What holds after these decisions, oldest first: whatever was called A is called B once A is B."""
    ends: dict[About, dict[str, Naming]] = {"name": {}, "target": {}}
    # What is called by a folded name in the end: without it each decision would go through all earlier ones.
    leading: dict[About, defaultdict[str, set[str]]] = {about: defaultdict(set) for about in ends}
    decided = tuple(namings)
    for naming in decided:
        called, source, into = ends[naming.about], fold(naming.name), fold(naming.into)
        to = leading[naming.about]
        further = called.get(into)
        if further and (end := fold(further.into)) != source:
            naming, into = replace(naming, into=further.into, label=further.label or naming.label), end
        moved = to.pop(source, set())
        for key in moved:
            called[key] = replace(called[key], into=naming.into, label=naming.label or called[key].label)
        known = called.get(source)
        if known:
            to[fold(known.into)].discard(source)
        called[source] = replace(naming, label=naming.label or (known and known.label))
        to[into] |= {source, *moved}
    results = frozenset(into for into, keys in leading["name"].items() if keys)
    return Namings(ends["name"], ends["target"], decided, results)


def all_that_hold(db: sqlite3.Connection) -> list[Naming]:
    """The decisions that hold, oldest first."""
    rows = db.execute("SELECT * FROM namings WHERE undone IS NULL ORDER BY number")
    return [
        Naming(row["about"], row["name"], row["into"], row["label"], row["by"], row["at"], row["number"])
        for row in rows
    ]


def keep(db: sqlite3.Connection, naming: Naming) -> int:
    """Keep a decision: its id. What it changes is due."""
    number = db.execute(
        """INSERT INTO namings (about, name, "into", label, "by", at) VALUES (?, ?, ?, ?, ?, ?)""",
        (naming.about, naming.name, naming.into, naming.label, naming.by, naming.at),
    ).lastrowid
    _due(db, naming)
    return number


def undo(db: sqlite3.Connection, number: int, at: str) -> None:
    """Take a decision back. It stays in the history."""
    held = all_that_hold(db)
    naming = next((n for n in held if n.id == number), None)
    if naming is None:
        return
    now = resolved(held)
    called = now.names if naming.about == "name" else now.targets
    _due(db, replace(naming, into=called[fold(naming.name)].into))
    db.execute("UPDATE namings SET undone = ? WHERE number = ?", (at, number))


def _due(db: sqlite3.Connection, naming: Naming) -> None:
    """Note the articles where either name stands."""
    keys = (fold(naming.name), fold(naming.into))
    tables = ("fact_entities", "fact_quotes") if naming.about == "name" else ("fact_stances",)
    for table in tables:
        db.execute(
            f"INSERT OR IGNORE INTO facts_due SELECT DISTINCT article FROM {table} WHERE key IN (?, ?)", keys
        )

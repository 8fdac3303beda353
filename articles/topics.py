"""What an editor keeps about targets of stances: which is another's opposite, and lists to ask about again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from models.arabic import fold
from models.findings import Stance

if TYPE_CHECKING:
    import numpy as np

    from articles.library import Library
    from articles.naming import Naming
    from articles.snapshot import Columns, Snapshot, Words

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
        pairs = self.opposite_pairs()
        return {fold(a): b for one, other in pairs for a, b in ((one, other), (other, one))}

    def opposite_pairs(self) -> list[tuple[str, str]]:
        """The linked targets as they are called now, each pair once; two that were merged are no opposites."""
        rows = self._library.select(
            "SELECT name, opposite FROM opposites WHERE key < opposite_key ORDER BY name"
        )
        called = self._library.namings().targets
        pairs: dict[frozenset[str], tuple[str, str]] = {}
        for row in rows:
            one, other = (_now(row[side], called) for side in ("name", "opposite"))
            pairs.setdefault(frozenset((fold(one), fold(other))), (one, other))
        return [pair for keys, pair in pairs.items() if len(keys) == 2]

    def oppose(self, one: str, other: str) -> None:
        """Link two targets as opposites; each is let go by the one that it was linked to."""
        if fold(one) == fold(other):
            return
        for target in (one, other):
            self.release(target)
        with self._library.writing() as db:
            for target in (one, other):  # also one that is called otherwise now
                db.execute("DELETE FROM opposites WHERE ? IN (key, opposite_key)", (fold(target),))
            db.executemany(
                "INSERT INTO opposites VALUES (?, ?, ?, ?)",
                [(fold(a), a, fold(b), b) for a, b in ((one, other), (other, one))],
            )

    def release(self, target: str, opposite: str | None = None) -> None:
        """Unlink a target from its opposite, both as they are called now: a merged one may have several, of which
        `opposite` is meant alone, or all. Every link that comes to these two goes.
        """
        called = self._library.namings().targets
        with self._library.writing() as db:
            for row in db.execute("SELECT key, name, opposite FROM opposites").fetchall():
                one, other = (fold(_now(row[side], called)) for side in ("name", "opposite"))
                if one == fold(target) and (opposite is None or other == fold(opposite)):
                    db.execute("DELETE FROM opposites WHERE ? IN (key, opposite_key)", (row["key"],))

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


def _now(target: str, called: Mapping[str, Naming]) -> str:
    """What a target is called in the whole library."""
    naming = called.get(fold(target))
    return naming.into if naming else target


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


def settled(toward: Iterable[tuple[bool, str]]) -> str:
    """The one label of a statement that has these toward one target (`unsure` where nothing is decided), each with
    whether an editor decided it. What an editor decided holds, then what is sure; where two differ, nothing is decided.
    """
    given = list(toward)
    decided = [label for by_editor, label in given if by_editor]
    sure = set(decided or [label for _, label in given]) - {"unsure"}
    return sure.pop() if len(sure) == 1 else "unsure"


@lru_cache(maxsize=4)  # a page asks for the same one several times
def by_opposite(s: Snapshot, pairs: tuple[tuple[str, str], ...]) -> Snapshot:
    """The snapshot with every stance toward the second of two opposites counted toward the first, turned: one a
    statement, also where it speaks of both.
    """
    import numpy as np

    words, stances = s.words.copy(), dict(s.stances)
    favor, against = words.number("favor"), words.number("against")
    touched = np.zeros(len(stances["key"]), bool)
    for first, second in pairs:
        own, rows = (stances["key"] == words.number(fold(name)) for name in (first, second))
        names, times = np.unique(stances["target"][own], return_counts=True)
        label = stances["label"]
        other_way = np.select([label == favor, label == against], [against, favor], label)
        for column, value in {
            "label": other_way,
            "key": words.number(fold(first)),
            "target": names[times.argmax()] if len(names) else words.number(first),
        }.items():
            stances[column] = np.where(rows, value, stances[column]).astype(np.int32)
        touched |= own | rows
    return replace(s, words=words, stances=_once(stances, touched, words))


def _once(stances: Columns, touched: np.ndarray, words: Words) -> Columns:
    """One row for a statement and target, of those rows that were touched."""
    import numpy as np

    label, reviewed, kept = stances["label"].copy(), stances["reviewed"].copy(), np.ones(len(touched), bool)
    rows = np.flatnonzero(touched)
    place = stances["row"][rows].astype(np.int64) << 32 | stances["key"][rows]
    _, of, times = np.unique(place, return_inverse=True, return_counts=True)
    for group in np.flatnonzero(times > 1):
        first, *others = together = rows[of == group]
        label[first] = words.number(settled((reviewed[r] > 0, words[label[r]]) for r in together))
        reviewed[first] = reviewed[together].max()
        kept[others] = False
    columns = {**stances, "label": label, "reviewed": reviewed}
    return {name: column[kept] for name, column in columns.items()}

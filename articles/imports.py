"""Files on their way in: received whole, then read one article at a time, each in its own transaction.

The file's bytes lie in the library until it is read, and every article or error that it gave is noted
under its number in the file: killed at any moment, the next run goes on behind the last one noted. The
articles of an import go to one job, so that reading begins while the rest comes in.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from articles.article import ReadError

Outcome = Literal["new", "duplicate", "copy", "error"]
MOST_ATTEMPTS = 5  # a file begun so often and never finished took its process down each time

TABLES = (
    """CREATE TABLE imports (
        number INTEGER PRIMARY KEY AUTOINCREMENT, job INTEGER NOT NULL, files INTEGER NOT NULL)""",
    # A row goes when its file has been read to its end.
    """CREATE TABLE incoming (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        import INTEGER NOT NULL REFERENCES imports(number) ON DELETE CASCADE,
        name TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, data BLOB NOT NULL)""",
    """CREATE TABLE import_results (
        import INTEGER NOT NULL REFERENCES imports(number) ON DELETE CASCADE,
        file INTEGER NOT NULL, item INTEGER NOT NULL,
        path TEXT NOT NULL, record INTEGER, outcome TEXT NOT NULL, id TEXT, code TEXT, details TEXT,
        PRIMARY KEY (file, item)) WITHOUT ROWID""",
    "CREATE INDEX results_of ON import_results (import)",
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to be read; `known` of its articles and errors have been noted before."""

    number: int
    name: str
    data: bytes
    known: int


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an article of a file (`id`), or why there is none (`error`). `copy`: it is new, and
    repeats another almost word for word.
    """

    path: str
    record: int | None
    outcome: Outcome
    id: str | None
    error: ReadError | None


@dataclass(frozen=True, slots=True)
class Import:
    """Files received together: how many there are and how many of them are still to be read."""

    id: int
    files: int
    left: int


def receive(db: sqlite3.Connection, job: int, files: Iterable[tuple[str, bytes]]) -> int:
    """Keep the files of an import, whose articles this job is to read. Returns the import's id."""
    number = db.execute("INSERT INTO imports (job, files) VALUES (?, 0)", (job,)).lastrowid
    for name, data in files:
        db.execute("INSERT INTO incoming (import, name, data) VALUES (?, ?, ?)", (number, name, data))
        db.execute("UPDATE imports SET files = files + 1 WHERE number = ?", (number,))
    return number


def unfinished(db: sqlite3.Connection) -> list[Import]:
    """The imports with files that are still to be read, the newest first."""
    rows = db.execute(
        """SELECT import, files, count(*) FROM incoming JOIN imports ON imports.number = import
           GROUP BY import ORDER BY import DESC"""
    )
    return [Import(*row) for row in rows]


def results(db: sqlite3.Connection, number: int) -> list[Result]:
    """What became of each article and file, in their order."""
    rows = db.execute(
        """SELECT path, record, outcome, id, code, details FROM import_results WHERE import = ?
           ORDER BY file, item""",
        (number,),
    )
    return [
        Result(
            path, record, outcome, id, ReadError(code, path, record, **json.loads(details)) if code else None
        )
        for path, record, outcome, id, code, details in rows
    ]


def begin(db: sqlite3.Connection) -> Incoming | None:
    """The next file that is to be read. One that was begun too often is noted as `crashed` and dropped."""
    for number, import_id, name in db.execute(
        "SELECT number, import, name FROM incoming WHERE attempts >= ?", (MOST_ATTEMPTS,)
    ).fetchall():
        note(db, number, import_id, _known(db, number), ReadError("crashed", name))
        end(db, number)
    row = db.execute(
        """UPDATE incoming SET attempts = attempts + 1 WHERE number = (SELECT min(number) FROM incoming)
           RETURNING number, name, data"""
    ).fetchone()
    return Incoming(*row, _known(db, row[0])) if row else None


def import_of(db: sqlite3.Connection, file: int) -> tuple[int, int] | None:
    """The import that a file belongs to, and its job; None when it was cancelled."""
    row = db.execute(
        "SELECT import, job FROM incoming JOIN imports ON imports.number = import WHERE incoming.number = ?",
        (file,),
    ).fetchone()
    return tuple(row) if row else None


def note(
    db: sqlite3.Connection,
    file: int,
    import_id: int,
    item: int,
    error: ReadError | None,
    *,
    path: str = "",
    record: int | None = None,
    outcome: Outcome = "error",
    id: str | None = None,
) -> None:
    """Note what became of an item of a file. Progress is no crash: the file's attempts begin anew."""
    if error is not None:
        path, record = error.path, error.record
    code = error.code if error else None
    # As ASCII: a parser's message may hold what UTF-8 can't, and noting it must not fail.
    details = json.dumps(error.details, default=str) if error else None
    db.execute(
        "INSERT INTO import_results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (import_id, file, item, path, record, outcome, id, code, details),
    )
    db.execute("UPDATE incoming SET attempts = 1 WHERE number = ?", (file,))


def end(db: sqlite3.Connection, file: int) -> None:
    """A file has been read."""
    db.execute("DELETE FROM incoming WHERE number = ?", (file,))


def cancel(db: sqlite3.Connection, number: int) -> None:
    """Drop the files of an import that are still to be read."""
    db.execute("DELETE FROM incoming WHERE import = ?", (number,))


def _known(db: sqlite3.Connection, file: int) -> int:
    return db.execute("SELECT count(*) FROM import_results WHERE file = ?", (file,)).fetchone()[0]

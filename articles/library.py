"""The library: articles, their findings, editors' corrections and jobs, in one SQLite file.

Many processes share it (browser sessions, the model process, the command line): write-ahead log,
a connection a thread, every change one short transaction. Whatever is killed, nothing is half
there.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from articles import duplicates, facts, imports, naming
from articles.article import Article, ReadError
from articles.imports import Import, Incoming, Result
from articles.naming import NO_NAMINGS, Naming, Namings
from articles.review import Correction, Reviewed, edited
from articles.schema import MIGRATIONS
from articles.search import index_text, match_expression
from models.arabic import WORD
from models.findings import Analysis, ModelStamp, Quote

BUSY_SECONDS = 30  # how long a writer waits for another
MAX_ATTEMPTS = 5  # an article begun so often and never finished took its worker down each time

JobState = Literal["queued", "running", "done", "cancelled", "failed"]
OPEN_STATES = ("queued", "running")

# What the article says of itself: kept with the article, not again with its findings.
_ARTICLE_FIELDS = ("id", "path", "record", "title", "source", "published", "url", "text")


class LibraryTooNew(Exception):
    """The file was written by a newer Rawi, whose tables this one does not know."""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article without its text, as a list shows it. `added` is ISO 8601, UTC. `copy_of` is the id of the
    earlier article that this one repeats almost word for word (a wire report), else None: sums that
    count what is said, not how often it was printed, leave copies out.
    """

    id: str
    path: str
    record: int | None
    title: str | None
    source: str | None
    published: str | None
    added: str
    batch: str
    analysed: bool
    words: int
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """A named file of articles, as an editor keeps them (ملف). An article may be in several."""

    id: int
    name: str
    articles: int


class NameTaken(Exception):
    """Another folder has this name."""


@dataclass(frozen=True, slots=True)
class Job:
    """Articles to be read. `failed` pairs an article's id with the reason; such an article counts
    as done. `seconds_left` is None until the first article of the present run is finished.
    """

    id: int
    created: str
    state: JobState
    total: int
    done: int
    failed: tuple[tuple[str, str], ...]
    seconds_left: float | None
    targets: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def open(self) -> bool:
        return self.state in OPEN_STATES


def default_path() -> Path:
    """`$RAWI_LIBRARY`, or `library.sqlite` in the user's data folder."""
    if given := os.environ.get("RAWI_LIBRARY"):
        return Path(given)
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "rawi" / "library.sqlite"


class Library:
    """One library file, created with its folder where missing. Safe to share between threads.

    Raises LibraryTooNew for a file of a later version. Ids that are not there raise KeyError from
    `job`, and are passed over elsewhere.
    """

    def __init__(self, path: Path | str | None = None) -> None:
        self.path = Path(path) if path else default_path()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._local = threading.local()
        # The articles as last listed, by number, and the change up to which they are so.
        self._listing, self._listed, self._rows = threading.Lock(), 0, dict[int, ArticleRow]()
        # What names are called, and the state of the decisions of which it is so.
        self._namings: tuple[tuple, Namings] = (), NO_NAMINGS
        self._migrate()

    # --- articles -------------------------------------------------------------------------

    def add(self, article: Article, batch: str = "") -> tuple[str, bool]:
        """Keep an article: its id, and whether its text is new. The first copy of a text stays."""
        with self._writing() as db:
            return article.id, self._add(db, article, batch)

    def bring_in(self, analyses: Iterable[Analysis], batch: str = "") -> int:
        """Keep articles with findings that were made elsewhere, all or none: how many of the texts are new."""
        with self._writing() as db:
            new = 0
            for analysis in analyses:
                own = {name: getattr(analysis, name) for name in _ARTICLE_FIELDS if name != "id"}
                new += self._add(db, Article(**own), batch)
                self._save(db, analysis, ())
        return new

    def article(self, id: str) -> Article | None:
        row = self._db.execute(f"SELECT {_COLUMNS} FROM articles WHERE id = ?", (id,)).fetchone()
        return _article(row) if row else None

    def articles(self) -> list[ArticleRow]:
        """Every article, in the order they came in. Only what changed since it was last asked for is read anew."""
        with self._listing:
            (last,) = self._db.execute("SELECT coalesce(max(seq), 0) FROM fact_changes").fetchone()
            if last != self._listed:
                self._list_changes()
            return list(self._rows.values())

    def _list_changes(self) -> None:
        changed = "(SELECT article FROM fact_changes WHERE seq > ?)"
        with self.reading() as cursor:
            (last,) = cursor.execute("SELECT coalesce(max(seq), 0) FROM fact_changes").fetchone()
            gone = cursor.execute(
                f"SELECT article FROM {changed} WHERE article NOT IN (SELECT number FROM articles)",
                (self._listed,),
            ).fetchall()
            rows = cursor.execute(
                f"""SELECT number, id, path, record, title, source, published, added, batch,
                           EXISTS (SELECT 1 FROM analyses WHERE analyses.id = articles.id), words,
                           (SELECT first.id FROM copies JOIN articles AS first ON first.number = copies.original
                            WHERE copies.article = articles.number)
                    FROM articles WHERE number IN {changed} ORDER BY number""",
                (self._listed,),
            ).fetchall()
        for (number,) in gone:
            self._rows.pop(number, None)
        for number, *fields in rows:
            fields[8] = bool(fields[8])
            self._rows[number] = ArticleRow(*fields)
        self._listed = last

    def matching(self, query: str) -> frozenset[str] | None:
        """The ids of the articles that hold every word of `query`; None for a query without words."""
        expression = match_expression(query)
        if not expression:
            return None
        sql = "SELECT id FROM article_words JOIN articles ON number = article_words.rowid WHERE article_words MATCH ?"
        return frozenset(row["id"] for row in self._db.execute(sql, (expression,)))

    def describe(
        self, ids: Sequence[str], *, source: str | None = None, published: str | None = None
    ) -> None:
        """Set source or date (`YYYY-MM-DD`) of many articles; None leaves a field as it is."""
        with self._writing() as db:
            db.executemany(
                """UPDATE articles SET source = coalesce(?, source), published = coalesce(?, published)
                   WHERE id = ?""",
                [(source, published, id) for id in ids],
            )

    def remove(self, ids: Sequence[str]) -> None:
        """Remove articles with everything that hangs on them: findings, corrections, places in jobs."""
        original = "number NOT IN (SELECT article FROM copies)"
        with self._writing() as db:
            found = {
                tuple(row)
                for id in ids
                for row in db.execute(f"SELECT {original}, number FROM articles WHERE id = ?", (id,))
            }
            # Copies before originals: what those leave stays in the library, and is compared once.
            left = []
            for _, number in sorted(found):
                title, text = db.execute(
                    "SELECT title, text FROM articles WHERE number = ?", (number,)
                ).fetchone()
                db.execute(
                    "INSERT INTO article_words (article_words, rowid, text) VALUES ('delete', ?, ?)",
                    (number, _indexed(title, text)),
                )
                left += duplicates.copies_of(db, number)
                duplicates.forget(db, number, text)
                db.execute("DELETE FROM articles WHERE number = ?", (number,))
            for number, text in sorted(left):
                duplicates.place(db, number, text)
            self._close_finished(db)

    # --- named files of articles ----------------------------------------------------------

    def folders(self) -> list[Folder]:
        """Every folder, by name."""
        rows = self._db.execute(
            """SELECT number AS id, name, (SELECT count(*) FROM folder_articles WHERE folder = number) AS articles
               FROM folders ORDER BY name"""
        )
        return [Folder(**row) for row in map(dict, rows)]

    def in_folder(self, folder: int) -> frozenset[str]:
        """The ids of a folder's articles."""
        rows = self._db.execute("SELECT id FROM folder_articles WHERE folder = ?", (folder,))
        return frozenset(row["id"] for row in rows)

    def create_folder(self, name: str) -> int:
        """A new, empty folder: its id. Raises NameTaken."""
        with _unique(name), self._writing() as db:
            return db.execute("INSERT INTO folders (name) VALUES (?)", (name,)).lastrowid

    def rename_folder(self, folder: int, name: str) -> None:
        """Raises NameTaken."""
        with _unique(name), self._writing() as db:
            db.execute("UPDATE folders SET name = ? WHERE number = ?", (name, folder))

    def delete_folder(self, folder: int) -> None:
        """Delete a folder; its articles stay in the library."""
        with self._writing() as db:
            db.execute("DELETE FROM folders WHERE number = ?", (folder,))

    def put(self, folder: int, ids: Sequence[str]) -> None:
        """Put articles into a folder. Those that are there, and ids unknown to the library, are passed over."""
        with self._writing() as db:
            db.executemany(
                """INSERT OR IGNORE INTO folder_articles (folder, id)
                   SELECT folders.number, articles.id FROM folders, articles
                   WHERE folders.number = ? AND articles.id = ?""",
                [(folder, id) for id in ids],
            )

    def take_out(self, folder: int, ids: Sequence[str]) -> None:
        """Take articles out of a folder; they stay in the library."""
        with self._writing() as db:
            db.executemany(
                "DELETE FROM folder_articles WHERE folder = ? AND id = ?", [(folder, id) for id in ids]
            )

    # --- findings -------------------------------------------------------------------------

    def save(self, analysis: Analysis, targets: Sequence[str] = ()) -> None:
        """Keep findings, in the place of earlier ones by the same models.

        `targets` are those asked for (none: the article's own). Stances toward other targets that the same models gave
        earlier stay, as long as the quotes are the same. An article that is no longer in the
        library is passed over.
        """
        with self._writing() as db:
            self._save(db, analysis, targets)

    def analysis(self, id: str, stamps: Mapping[str, ModelStamp] | None = None) -> Analysis | None:
        """Findings by these models, or the newest, with the article's fields as the library has them."""
        article = self.article(id)
        if article is None:
            return None
        if stamps is None:
            query, values = "SELECT findings FROM analyses WHERE id = ? ORDER BY at DESC LIMIT 1", (id,)
        else:
            query, values = "SELECT findings FROM analyses WHERE id = ? AND stamps = ?", (id, _key(stamps))
        row = self._db.execute(query, values).fetchone()
        return _unpack(article, row["findings"]) if row else None

    def edited(self, id: str) -> tuple[Analysis, Reviewed] | None:
        """The newest findings as the editors left them, and what was looked at; None for an article not read."""
        analysis = self.analysis(id)
        return edited(analysis, self.corrections(id), self.namings()) if analysis else None

    def asked(self, id: str) -> tuple[str, ...]:
        """The targets that the newest findings of an article were asked for, in alphabetical order."""
        row = self._db.execute(
            "SELECT targets FROM analyses WHERE id = ? ORDER BY at DESC LIMIT 1", (id,)
        ).fetchone()
        return tuple(filter(None, json.loads(row["targets"]))) if row else ()

    def has_read(self, id: str, stamps: Mapping[str, ModelStamp], targets: Sequence[str] = ()) -> bool:
        """Whether these models have read the article for these targets (none: for suggested ones)."""
        row = self._db.execute(
            "SELECT targets FROM analyses WHERE id = ? AND stamps = ?", (id, _key(stamps))
        ).fetchone()
        return row is not None and _asked(targets) <= set(json.loads(row["targets"]))

    # --- files on their way in -------------------------------------------------------------

    def receive(self, files: Iterable[tuple[str, bytes]]) -> int:
        """Keep files (name, bytes) that are to be read into the library: the import's id."""
        with self._writing() as db:
            job = db.execute(
                "INSERT INTO jobs (created, state, targets) VALUES (?, 'done', '[]')", (_now(),)
            ).lastrowid
            return imports.receive(db, job, files)

    def open_imports(self) -> list[Import]:
        """The imports with files that are still to be read, the newest first."""
        return imports.unfinished(self._db)

    def import_results(self, id: int) -> list[Result]:
        """What became of each article and file of an import so far."""
        return imports.results(self._db, id)

    def receiving(self) -> bool:
        """Whether a received file is still to be read."""
        return self._db.execute("SELECT 1 FROM incoming LIMIT 1").fetchone() is not None

    def cancel_import(self, id: int) -> None:
        """Drop the files that are still to be read; what was read stays."""
        with self._writing() as db:
            imports.cancel(db, id)

    def next_file(self) -> Incoming | None:
        """The oldest file that is to be read, now begun. For the one importing process."""
        with self._writing() as db:
            return imports.begin(db)

    def take_in(self, file: int, item: int, found: Article | ReadError) -> bool:
        """Keep an item of a file, note what became of it and have it read: all or nothing. False: the file's
        import was cancelled.
        """
        with self._writing() as db:
            belongs = imports.import_of(db, file)
            if belongs is None:
                return False
            import_id, job = belongs
            if isinstance(found, ReadError):
                imports.note(db, file, import_id, item, found)
                return True
            outcome = "duplicate"
            if self._add(db, found, batch=str(import_id)):
                self._read_later(db, job, found.id)
                repeats = "SELECT 1 FROM copies JOIN articles ON number = article WHERE id = ?"
                outcome = "copy" if db.execute(repeats, (found.id,)).fetchone() else "new"
            imports.note(
                db,
                file,
                import_id,
                item,
                None,
                path=found.path,
                record=found.record,
                outcome=outcome,
                id=found.id,
            )
        return True

    def end_file(self, file: int) -> None:
        with self._writing() as db:
            imports.end(db, file)

    # --- jobs: the page's side ------------------------------------------------------------

    def enqueue(self, ids: Sequence[str], targets: Sequence[str] = ()) -> int:
        """Ask for articles to be read: the job's id. An id given twice is read once."""
        with self._writing() as db:
            job = db.execute(
                "INSERT INTO jobs (created, state, targets) VALUES (?, 'queued', ?)", (_now(), _json(targets))
            ).lastrowid
            db.executemany(
                """INSERT INTO job_articles (job, position, id)
                   SELECT ?, ?, id FROM articles WHERE id = ?""",
                [(job, position, id) for position, id in enumerate(dict.fromkeys(ids))],
            )
            self._close_finished(db)
        return job

    def job(self, id: int) -> Job:
        row = self._db.execute("SELECT * FROM jobs WHERE number = ?", (id,)).fetchone()
        if row is None:
            raise KeyError(id)
        return self._job(row)

    def jobs(self) -> list[Job]:
        """Every job, the newest first."""
        return [self._job(row) for row in self._db.execute("SELECT * FROM jobs ORDER BY number DESC")]

    def open_jobs(self) -> list[Job]:
        """The jobs that wait or run, the newest first."""
        rows = self._db.execute(
            "SELECT * FROM jobs WHERE state IN ('queued', 'running') ORDER BY number DESC"
        )
        return [self._job(row) for row in rows]

    def cancel(self, id: int) -> None:
        """End a job; what it has read stays. A job that has ended is left as it is."""
        with self._writing() as db:
            db.execute(
                "UPDATE jobs SET state = 'cancelled' WHERE number = ? AND state IN ('queued', 'running')",
                (id,),
            )

    # --- jobs: the worker's side ----------------------------------------------------------

    def claim(self) -> Job | None:
        """The oldest open job, now running, or None.

        There is one worker at a time (it holds a lock): a job found running was left by one that
        died.
        """
        with self._writing() as db:
            row = db.execute(
                """UPDATE jobs SET state = 'running', pace = NULL
                   WHERE number = (SELECT min(number) FROM jobs WHERE state IN ('queued', 'running'))
                   RETURNING *"""
            ).fetchone()
        return self._job(row) if row else None

    def next_articles(self, job_id: int, n: int) -> list[Article]:
        """Up to `n` articles of a running job that are still to be read; [] at its end.

        Asking begins them. One that was begun before is given alone, and fails as `crashed` when it
        was begun too often: a text that takes the whole process down must not hold up the rest.
        """
        with self._writing() as db:
            db.execute(
                """UPDATE job_articles SET state = 'failed', reason = 'crashed'
                   WHERE job = ? AND state = 'pending' AND attempts >= ?""",
                (job_id, MAX_ATTEMPTS),
            )
            self._close_finished(db)
            rows = db.execute(
                f"""SELECT position, attempts, {_COLUMNS} FROM job_articles JOIN articles USING (id)
                    WHERE job = ? AND job_articles.state = 'pending'
                      AND 'running' = (SELECT state FROM jobs WHERE number = job)
                    ORDER BY position LIMIT ?""",
                (job_id, n),
            ).fetchall()
            fresh = [row for row in rows if not row["attempts"]]
            chosen = fresh if len(fresh) == len(rows) else [r for r in rows if r["attempts"]][:1]
            db.executemany(
                "UPDATE job_articles SET attempts = attempts + 1 WHERE job = ? AND position = ?",
                [(job_id, row["position"]) for row in chosen],
            )
        return [_article(row) for row in chosen]

    def finish(self, job_id: int, analysis: Analysis, targets: Sequence[str] = ()) -> None:
        """Save an article's findings and tick it off, both or neither."""
        with self._writing() as db:
            self._save(db, analysis, targets)
            self._tick(db, job_id, analysis.id, "done", None)

    def skip(self, job_id: int, article_id: str) -> None:
        """Tick off an article whose findings are there already."""
        with self._writing() as db:
            self._tick(db, job_id, article_id, "done", None)

    def fail(self, job_id: int, article_id: str, reason: str) -> None:
        """Tick off an article that could not be analysed, and say why."""
        with self._writing() as db:
            self._tick(db, job_id, article_id, "failed", reason)

    def fail_job(self, job_id: int, reason: str) -> None:
        """End a job that can't go on at all (a model is missing)."""
        with self._writing() as db:
            db.execute("UPDATE jobs SET state = 'failed', reason = ? WHERE number = ?", (reason, job_id))

    def heartbeat(self, job_id: int, pace: float) -> bool:
        """Tell the worker's pace in seconds a word. False: the job was ended, leave it."""
        with self._writing() as db:
            row = db.execute(
                "UPDATE jobs SET pace = ? WHERE number = ? RETURNING state", (pace, job_id)
            ).fetchone()
        return row is not None and row["state"] == "running"

    # --- corrections ----------------------------------------------------------------------

    def correct(self, c: Correction) -> int:
        """Keep an editor's correction: its id. Raises sqlite3.IntegrityError without its article."""
        row = (c.text_id, c.start, c.end, c.kind, c.action, _json(c.value), c.by, c.at or _now())
        with self._writing() as db:
            number = db.execute(
                """INSERT INTO corrections (id, "start", "end", kind, action, value, "by", at)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                row,
            ).lastrowid
            self._note(db, c.text_id)
        return number

    def corrections(self, id: str) -> list[Correction]:
        """The corrections of an article that hold, oldest first."""
        rows = self._db.execute(
            "SELECT * FROM corrections WHERE id = ? AND undone IS NULL ORDER BY number", (id,)
        )
        return [
            Correction(
                text_id=row["id"], id=row["number"], value=json.loads(row["value"]),
                **{name: row[name] for name in ("start", "end", "kind", "action", "by", "at")},
            )
            for row in rows
        ]  # fmt: skip

    def undo(self, correction_id: int) -> None:
        """Take a correction back. It stays in the history."""
        with self._writing() as db:
            row = db.execute(
                "UPDATE corrections SET undone = ? WHERE number = ? RETURNING id", (_now(), correction_id)
            ).fetchone()
            if row:
                self._note(db, row["id"])

    # --- what is decided for all articles -------------------------------------------------

    def call(self, decision: Naming) -> int:
        """Keep what a name or target is called in the whole library: the decision's id. The sums follow with
        `catch_up`."""
        with self._writing() as db:
            return naming.keep(db, decision if decision.at else replace(decision, at=_now()))

    def namings(self) -> Namings:
        """What names and targets are called after all decisions that hold."""
        # A decision is made or taken back, never changed or removed: two numbers tell every state apart,
        # whichever process wrote it.
        state = tuple(self._db.execute("SELECT max(number), count(undone) FROM namings").fetchone())
        known, namings = self._namings
        if known != state:
            namings = naming.resolved(naming.all_that_hold(self._db))
            self._namings = state, namings
        return namings

    def decisions(self) -> list[Naming]:
        """The decisions about names and targets that hold, oldest first."""
        return naming.all_that_hold(self._db)

    def undo_call(self, decision: int) -> None:
        """Take a decision about a name or target back. It stays in the history; the sums follow with `catch_up`."""
        with self._writing() as db:
            naming.undo(db, decision, _now())

    def catch_up(self, limit: int = 200) -> int:
        """Bring the sums of some articles up to the decisions about names: how many articles are left."""
        if self._due() == 0:  # the usual answer needs no writer's turn
            return 0
        with self._writing() as db:
            due = "SELECT article, id FROM facts_due JOIN articles ON number = article LIMIT ?"
            for row in db.execute(due, (limit,)).fetchall():
                self._note(db, row["id"])
                db.execute("DELETE FROM facts_due WHERE article = ?", (row["article"],))
        return self._due()

    def _due(self) -> int:
        return self._db.execute("SELECT count(*) FROM facts_due").fetchone()[0]

    # --- sums -----------------------------------------------------------------------------

    def select(self, sql: str, values: Sequence = ()) -> list[sqlite3.Row]:
        """The rows of a SELECT over the tables of `articles/schema.py`: for the modules that sum them."""
        return self._db.execute(sql, tuple(values)).fetchall()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Cursor]:
        """Several SELECTs over one state of the library, rows as plain tuples: for `articles.snapshot`."""
        cursor = self._db.cursor()
        cursor.row_factory = None
        cursor.execute("BEGIN")
        try:
            yield cursor
        finally:
            cursor.execute("COMMIT")

    def writing(self) -> AbstractContextManager[sqlite3.Connection]:
        """One write transaction over those tables: for the modules that own some of them."""
        return self._writing()

    # --- inside ---------------------------------------------------------------------------

    @property
    def _db(self) -> sqlite3.Connection:
        """This thread's connection, in autocommit: a transaction is begun by `_writing` alone."""
        if not hasattr(self._local, "db"):
            db = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA foreign_keys = ON")
            self._local.db = db
        return self._local.db

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A write transaction, taken at once: a reader that turns writer could not wait its turn."""
        db = self._db
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def _migrate(self) -> None:
        if self._db.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS):
            return
        with self._writing() as db:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version > len(MIGRATIONS):
                raise LibraryTooNew(f"{self.path}: version {version}, known up to {len(MIGRATIONS)}")
            for statements in MIGRATIONS[version:]:
                for statement in statements:
                    statement(db) if callable(statement) else db.execute(statement)
            db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
            # Flat rows are kept since version 3, since version 5 as columns too, and since version 7 with the stances
            # that an editor decided: other articles' rows are what they were.
            due = "SELECT DISTINCT id FROM analyses" if version < 5 else ""
            if 5 <= version < 7:
                due = "SELECT DISTINCT id FROM corrections WHERE kind = 'stance' AND undone IS NULL"
            for row in db.execute(due).fetchall() if due else ():
                self._note(db, row["id"])

    def _add(self, db: sqlite3.Connection, article: Article, batch: str) -> bool:
        """Whether the article is new."""
        row = {name: getattr(article, name) for name in _ARTICLE_FIELDS}
        row |= {"added": _now(), "batch": batch, "words": len(WORD.findall(article.text))}
        cursor = db.execute(
            f"INSERT INTO articles ({', '.join(row)}) VALUES ({_marks(row)}) ON CONFLICT (id) DO NOTHING",
            tuple(row.values()),
        )
        if new := cursor.rowcount == 1:
            words = _indexed(article.title, article.text)
            db.execute("INSERT INTO article_words (rowid, text) VALUES (?, ?)", (cursor.lastrowid, words))
            duplicates.place(db, cursor.lastrowid, article.text)
        return new

    def _read_later(self, db: sqlite3.Connection, job: int, id: str) -> None:
        """Put one more article into a job. One that was done, or found no model, has work again; one that somebody
        cancelled stays so.
        """
        db.execute(
            """INSERT INTO job_articles (job, position, id)
               SELECT ?, coalesce(max(position) + 1, 0), ? FROM job_articles WHERE job = ?""",
            (job, id, job),
        )
        db.execute(
            "UPDATE jobs SET state = 'queued', reason = NULL WHERE number = ? AND state IN ('done', 'failed')",
            (job,),
        )

    def _save(self, db: sqlite3.Connection, analysis: Analysis, targets: Sequence[str]) -> None:
        key = (analysis.id, _key(analysis.models))
        asked = _asked(targets)
        row = db.execute(
            """SELECT findings, analyses.targets, articles.* FROM articles
               LEFT JOIN analyses ON analyses.id = articles.id AND stamps = ? WHERE articles.id = ?""",
            (key[1], key[0]),
        ).fetchone()
        if row is None:
            return
        if row["findings"] is not None:
            earlier = _unpack(_article(row), row["findings"])
            if _statements(earlier) == _statements(analysis):
                given = {(s.quote, s.target) for s in analysis.stances}
                kept = [s for s in earlier.stances if (s.quote, s.target) not in given]
                analysis = replace(analysis, stances=(*analysis.stances, *kept))
                asked |= set(json.loads(row["targets"]))
        db.execute(
            "INSERT OR REPLACE INTO analyses (id, stamps, at, targets, findings) VALUES (?, ?, ?, ?, ?)",
            (*key, _now(), _json(sorted(asked)), _pack(analysis)),
        )
        self._note(db, analysis.id, analysis)

    def _note(self, db: sqlite3.Connection, id: str, newest: Analysis | None = None) -> None:
        """Write the flat rows of an article anew: its newest findings under its corrections."""
        analysis = newest or self.analysis(id)
        if analysis:
            found = edited(analysis, self.corrections(id), self.namings())
            number = db.execute("SELECT number FROM articles WHERE id = ?", (id,)).fetchone()["number"]
            facts.write(db, number, *found)

    def _tick(
        self, db: sqlite3.Connection, job_id: int, article_id: str, state: str, reason: str | None
    ) -> None:
        db.execute(
            "UPDATE job_articles SET state = ?, reason = ? WHERE job = ? AND id = ? AND state = 'pending'",
            (state, reason, job_id, article_id),
        )
        self._close_finished(db)

    def _close_finished(self, db: sqlite3.Connection) -> None:
        """An open job with nothing left to read is done."""
        db.execute(
            """UPDATE jobs SET state = 'done' WHERE state IN ('queued', 'running') AND NOT EXISTS
               (SELECT 1 FROM job_articles WHERE job = jobs.number AND state = 'pending')"""
        )

    def _job(self, row: sqlite3.Row) -> Job:
        counts = self._db.execute(
            """SELECT count(*) AS total, coalesce(sum(state <> 'pending'), 0) AS done,
                      coalesce(sum(CASE state WHEN 'pending' THEN words END), 0) AS words_left
               FROM job_articles JOIN articles USING (id) WHERE job = ?""",
            (row["number"],),
        ).fetchone()
        failed = self._db.execute(
            "SELECT id, reason FROM job_articles WHERE job = ? AND state = 'failed' ORDER BY position",
            (row["number"],),
        )
        timed = row["state"] == "running" and row["pace"] is not None
        return Job(
            id=row["number"], created=row["created"], state=row["state"], reason=row["reason"],
            total=counts["total"], done=counts["done"], failed=tuple(map(tuple, failed)),
            seconds_left=row["pace"] * counts["words_left"] if timed else None,
            targets=tuple(json.loads(row["targets"])),
        )  # fmt: skip


@contextmanager
def _unique(name: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise NameTaken(name) from error


def _statements(analysis: Analysis) -> list[Quote]:
    """The statements without their scores, whose last digits hang on what was read together."""
    return [replace(quote, score=0.0) for quote in analysis.quotes]


def _asked(targets: Sequence[str]) -> set[str]:
    """What a reading was asked for, "" standing for the targets that the article suggests itself."""
    return set(targets) or {""}


_COLUMNS = ", ".join(f"articles.{name}" for name in _ARTICLE_FIELDS)


def _article(row: sqlite3.Row) -> Article:
    return Article(**{name: row[name] for name in _ARTICLE_FIELDS if name != "id"})


def _indexed(title: str | None, text: str) -> str:
    return index_text(f"{title or ''}\n{text}")


def _pack(analysis: Analysis) -> bytes:
    data = {k: v for k, v in analysis.to_json().items() if k not in _ARTICLE_FIELDS}
    return zlib.compress(_json(data).encode("utf-8"), 3)


def _unpack(article: Article, blob: bytes) -> Analysis:
    data = json.loads(zlib.decompress(blob))
    return Analysis.from_json({**data, "id": article.id, **asdict(article)})


def _key(stamps: Mapping[str, ModelStamp]) -> str:
    return _json({job: [s.name, s.revision] for job, s in sorted(stamps.items())})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _marks(values: Sequence | Mapping) -> str:
    return ", ".join("?" * len(values))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")

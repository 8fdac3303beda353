"""The library's tables, as the list of steps that lead to them.

A step is never changed once released: a change of tables is a new step at the end. It consists of SQL
statements and of functions that fill the new tables from the old.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from articles import duplicates, facts, imports, naming, queue, sides, topics

Statement = str | Callable[[sqlite3.Connection], None]

MIGRATIONS: tuple[tuple[Statement, ...], ...] = (
    (
        # The text stands last so that a listing need not read through it.
        """CREATE TABLE articles (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            path TEXT NOT NULL, record INTEGER,
            title TEXT, source TEXT, published TEXT, url TEXT,
            added TEXT NOT NULL, batch TEXT NOT NULL, words INTEGER NOT NULL,
            text TEXT NOT NULL)""",
        # Holds no copy of the text: what is taken out of it must be given again.
        """CREATE VIRTUAL TABLE article_words USING fts5(
            text, content='', tokenize="unicode61 remove_diacritics 0")""",
        # `stamps` names the models that read; `targets` is a JSON list of those asked for
        # ("" for those that the article suggests);
        # `findings` is the contract's JSON without the article's own fields, zlib-compressed.
        """CREATE TABLE analyses (
            id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
            stamps TEXT NOT NULL, at TEXT NOT NULL, targets TEXT NOT NULL, findings BLOB NOT NULL,
            PRIMARY KEY (id, stamps))""",
        """CREATE TABLE corrections (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
            "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
            kind TEXT NOT NULL, action TEXT NOT NULL, value TEXT NOT NULL,
            "by" TEXT NOT NULL, at TEXT NOT NULL, undone TEXT)""",
        "CREATE INDEX corrections_of ON corrections (id)",
        # `pace` is seconds a word in the present run.
        """CREATE TABLE jobs (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            created TEXT NOT NULL, state TEXT NOT NULL, reason TEXT, targets TEXT NOT NULL,
            pace REAL)""",
        # `attempts` counts how often the article was begun: one that kills the worker is given up.
        """CREATE TABLE job_articles (
            job INTEGER NOT NULL REFERENCES jobs(number) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
            state TEXT NOT NULL DEFAULT 'pending', reason TEXT, attempts INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (job, position)) WITHOUT ROWID""",
        "CREATE INDEX job_articles_of ON job_articles (id)",
    ),
    (
        # Named files of articles, as an editor keeps them.
        "CREATE TABLE folders (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE)",
        """CREATE TABLE folder_articles (
            folder INTEGER NOT NULL REFERENCES folders(number) ON DELETE CASCADE,
            id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
            PRIMARY KEY (folder, id)) WITHOUT ROWID""",
        "CREATE INDEX folders_of ON folder_articles (id)",
        # Articles that repeat an earlier one, by number; the other tables find them (articles/duplicates.py):
        # bands of the originals' signatures, and in how many originals a line (by its hash) stands.
        """CREATE TABLE copies (
            article INTEGER PRIMARY KEY REFERENCES articles(number) ON DELETE CASCADE,
            original INTEGER NOT NULL REFERENCES articles(number) ON DELETE CASCADE)""",
        "CREATE INDEX copies_of ON copies (original)",
        """CREATE TABLE bands (
            band INTEGER NOT NULL, article INTEGER NOT NULL REFERENCES articles(number) ON DELETE CASCADE,
            PRIMARY KEY (band, article)) WITHOUT ROWID""",
        "CREATE INDEX bands_of ON bands (article)",
        "CREATE TABLE lines (line INTEGER PRIMARY KEY, articles INTEGER NOT NULL)",
        duplicates.place_all,
    ),
    # Findings as flat rows; the library fills them (articles/facts.py).
    facts.TABLES,
    # Files on their way in (articles/imports.py).
    imports.TABLES,
    # What the Overview needs of thousands of articles.
    (*facts.COLUMNS, *facts.CHANGES),
    # What an editor decides for the whole library: names and targets, sides, lists of targets.
    (*naming.TABLES, *sides.TABLES, *topics.TABLES),
    # Which stances an editor looked at.
    facts.DECIDED,
    # What the review queue asks of thousands of articles.
    queue.INDEXES,
    # Columns that nobody asks for any more.
    facts.UNREAD,
)

"""A demo's visitors: each has a copy of the library, works in it as in one's own, and takes it along.

Nobody writes to the library that is shown; what a visitor adds or corrects, no other one sees.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from articles.library import Library, default_path
from articles.processes import beside

DEMO = os.environ.get("RAWI_DEMO") == "1"
READERS = 2  # model processes at once, however many visitors have something to read
LOOK_AGAIN_SECONDS = 0.5


def open_visit(shown: Library) -> Library:
    """A copy of the library that is shown, in a folder of its own, without its jobs and imports."""
    folder = Path(tempfile.mkdtemp(prefix="rawi-visit-"))
    path = folder / shown.path.name
    with closing(sqlite3.connect(f"{shown.path.absolute().as_uri()}?mode=ro", uri=True)) as source:
        source.execute("VACUUM INTO ?", (str(path),))
    with closing(sqlite3.connect(path)) as copy, copy:
        copy.execute("PRAGMA foreign_keys = ON")
        copy.execute("DELETE FROM jobs")
        copy.execute("DELETE FROM imports")
    return Library(path)


def end_visit(library: Library) -> None:
    """Remove a visitor's copy with everything beside it."""
    shutil.rmtree(library.path.parent, ignore_errors=True)


def turn_to_read(library: Library) -> AbstractContextManager:
    """One of the places for model processes beside the library that is shown, waited for as long as the visit lasts."""
    while library.path.exists():
        for number in range(READERS):
            with suppress(Timeout):
                return FileLock(beside(default_path(), f".reader-{number}.lock")).acquire(timeout=0)
        time.sleep(LOOK_AGAIN_SECONDS)
    return nullcontext()

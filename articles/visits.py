"""A demo's visitors: each has a copy of the library, works in it as in one's own, and takes it along.

Nobody writes to the library that is shown; what a visitor adds or corrects, no other one sees.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from articles.library import Library


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

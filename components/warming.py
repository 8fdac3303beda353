"""What the Overview needs and no first page does, made ready while the first page is looked at."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import suppress

from articles.library import Library
from components.state import library

PAUSE = 1.5  # seconds: the browser has drawn the page by then
PATIENCE = 30.0  # seconds: an article that is being read first has the processor to itself
_begun = threading.Lock()


def warm() -> None:
    """Begin, once in the life of this process and apart from its pages; called when a page has been run."""
    if _begun.acquire(blocking=False):
        threading.Thread(target=_warm, args=(library(),), name="warming", daemon=True).start()


def _warm(library: Library) -> None:
    begun = time.monotonic()
    # A library that is gone meanwhile needs nothing; the page itself tells of one that can't be read.
    with suppress(sqlite3.Error):
        time.sleep(PAUSE)
        while library.open_jobs() and time.monotonic() - begun < PATIENCE:
            time.sleep(PAUSE)
        ready(library)


def ready(library: Library) -> None:
    """Have in memory the page with what draws its tables and charts, and the columns that are summed over."""
    import altair  # noqa: F401
    import pandas  # noqa: F401

    import components.overview.page  # noqa: F401
    from articles.overview import Filters, Overview

    Overview(library).scope(Filters())

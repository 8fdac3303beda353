"""The one model process: takes jobs from a library, has their articles read, saves what was found.

`python -m articles.worker [--library PATH]`. A lock beside the library makes it one, however many
sessions start it; it runs at low priority and ends when there has been nothing to do for a while.
What it saves, it saves article by article, so it may be killed at any moment.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Protocol

from filelock import Timeout

from articles import processes
from articles.article import Article
from articles.library import Job, Library
from articles.processes import LOCK_SECONDS
from articles.visits import DEMO, turn_to_read
from models.arabic import WORD
from models.findings import Analysis, ModelStamp
from models.pipeline import Failed, Reader

MODULE = "articles.worker"
NICENESS = 10
# Long enough that the next upload finds the models loaded; in a demo other visitors wait for their turn.
IDLE_SECONDS = 15 if DEMO else 600
POLL_SECONDS = 0.5
HAND_OUT = 32  # articles begun together: full batches, and not much to do again after a crash

# Loads every model before an article of the library is begun: an article counts as having taken the
# process down only while it is being read.
_WARM_UP = Article("قال وزير الخارجية المصري إن بلاده تؤيد وقف إطلاق النار.", path="")


class ArticleReader(Protocol):
    """What the worker needs of `models.pipeline.Reader`."""

    @property
    def stamps(self) -> dict[str, ModelStamp]: ...

    def read(
        self, articles: Iterable[Article], wanted: Sequence[str] | None = None
    ) -> Iterator[Analysis | Failed]: ...


def run(library: Library, reader: ArticleReader, idle_seconds: float = IDLE_SECONDS) -> None:
    """Do job after job until there has been none for `idle_seconds`, or the library is gone."""
    idle_since = time.monotonic()
    while time.monotonic() - idle_since < idle_seconds and library.path.exists():
        if job := library.claim():
            _do(library, reader, job)
            idle_since = time.monotonic()
        elif library.catch_up():  # a name of thousands of articles was decided on
            idle_since = time.monotonic()
        else:
            time.sleep(min(POLL_SECONDS, idle_seconds))


def _do(library: Library, reader: ArticleReader, job: Job) -> None:
    begun, words = time.monotonic(), 0
    for article, finding in _read(library, reader, job):
        if isinstance(finding, Failed):
            library.fail(job.id, article.id, finding.reason)
        else:
            library.finish(job.id, finding, job.targets)
        words += len(WORD.findall(article.text))
        if not library.heartbeat(job.id, (time.monotonic() - begun) / max(words, 1)):
            return


def _read(library: Library, reader: ArticleReader, job: Job) -> Iterator[tuple[Article, Analysis | Failed]]:
    """The job's articles with what was found in them; those read before by these models left out.

    Names decided on meanwhile spread between the batches: a job may take hours.
    """
    while batch := library.next_articles(job.id, HAND_OUT):
        library.catch_up()
        unread = []
        for article in batch:
            if library.has_read(article.id, reader.stamps, job.targets):
                library.skip(job.id, article.id)
            else:
                unread.append(article)
        yield from zip(unread, reader.read(unread, job.targets or None), strict=True)


def ensure_running(library_path: Path | str) -> None:
    """Start the model process, apart from this one, if none is alive. Cheap to call often."""
    processes.ensure_running(MODULE, library_path)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m articles.worker", description=__doc__.split("\n")[0])
    parser.add_argument("--library", type=Path, help="the library's file (default: the user's own)")
    library = Library(parser.parse_args(arguments).library)
    try:
        with (
            processes.lock(MODULE, library.path).acquire(timeout=LOCK_SECONDS),
            turn_to_read(library) if DEMO else nullcontext(),
        ):
            if hasattr(os, "nice"):
                os.nice(NICENESS)
            if library.path.exists() and (reader := _loaded(library)):
                run(library, reader)
    except Timeout:
        sys.exit(f"another process reads for {library.path}")


def _loaded(library: Library) -> Reader | None:
    """A reader with its models in memory. When they can't be had, the waiting job says why."""
    try:
        reader = Reader()
        list(reader.read([_WARM_UP]))
    except Exception as error:
        if job := library.claim():
            library.fail_job(job.id, f"{type(error).__name__}: {error}")
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return None
    return reader


if __name__ == "__main__":
    main()

"""The process that reads received files into a library: `python -m articles.importing [--library PATH]`.

Apart from the pages, so that a file that takes its reader down takes no page with it. It ends when
nothing is left, may be killed at any moment, and goes on where it was.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from filelock import Timeout

from articles import processes, readers
from articles.library import Library
from articles.processes import LOCK_SECONDS

MODULE = "articles.importing"


def run(library: Library) -> None:
    """Read every received file to its end."""
    while file := library.next_file():
        for number, item in enumerate(readers.read(file.name, file.data)):
            if number >= file.known and not library.take_in(file.number, number, item):
                break  # cancelled
        library.end_file(file.number)


def ensure_running(library_path: Path | str) -> None:
    """Start the process, apart from this one, if none is alive. Cheap to call often."""
    processes.ensure_running(MODULE, library_path)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m articles.importing", description=__doc__.split("\n")[0])
    parser.add_argument("--library", type=Path, help="the library's file (default: the user's own)")
    library = Library(parser.parse_args(arguments).library)
    # Asked again after the lock is free: a file may have come in while the other was about to end.
    while library.receiving():
        try:
            with processes.lock(MODULE, library.path).acquire(timeout=LOCK_SECONDS):
                run(library)
        except Timeout:
            return


if __name__ == "__main__":
    main()

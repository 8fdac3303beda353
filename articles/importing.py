"""The process that reads received files into a library: `python -m articles.importing [--library PATH]`.

Apart from the pages, so that a file that takes its reader down takes no page with it. It ends when
nothing is left, may be killed at any moment, and goes on where it was.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from articles import readers
from articles.library import Library


def run(library: Library) -> None:
    """Read every received file to its end."""
    while file := library.next_file():
        for number, item in enumerate(readers.read(file.name, file.data)):
            if number >= file.known and not library.take_in(file.number, number, item):
                break  # cancelled
        library.end_file(file.number)


def ensure_running(library_path: Path | str) -> None:
    """Start the process, apart from this one. One that finds another at work ends at once."""
    path = Path(library_path).absolute()
    subprocess.Popen(
        [sys.executable, "-m", "articles.importing", "--library", str(path)],
        cwd=Path(__file__).parents[1],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m articles.importing", description=__doc__.split("\n")[0])
    parser.add_argument("--library", type=Path, help="the library's file (default: the user's own)")
    library = Library(parser.parse_args(arguments).library)
    lock = FileLock(library.path.with_name(library.path.name + ".import.lock"))
    # Asked again after the lock is free: a file may have come in while the other was about to end.
    while library.receiving():
        try:
            with lock.acquire(timeout=0):
                run(library)
        except Timeout:
            return


if __name__ == "__main__":
    main()

"""Processes that work for a library apart from its pages: one of a kind, known by a lock beside the library's file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from filelock import FileLock, Timeout

LOCK_SECONDS = 1  # how long a process waits for its lock: `alive` holds it for a moment to try it

# Those begun here, by module and library: one has no lock yet while it starts.
_begun: dict[tuple[str, Path], subprocess.Popen] = {}


def lock(module: str, library_path: Path | str) -> FileLock:
    """The lock that the process of this module has as long as it works."""
    return FileLock(beside(library_path, f".{module.rpartition('.')[2]}.lock"))


def alive(module: str, library_path: Path | str) -> bool:
    """Whether a process of this module works for the library."""
    try:
        with lock(module, library_path).acquire(timeout=0):
            return False
    except Timeout:
        return True


def ensure_running(module: str, library_path: Path | str) -> None:
    """Start `python -m MODULE --library PATH`, apart from this process, if none is alive. Cheap to call often."""
    path = Path(library_path).absolute()
    begun = _begun.get((module, path))
    if (begun and begun.poll() is None) or alive(module, path):
        return
    with beside(path, f".{module.rpartition('.')[2]}.log").open("wb") as log:
        _begun[module, path] = subprocess.Popen(
            [sys.executable, "-m", module, "--library", str(path)],
            cwd=Path(__file__).parents[1],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def beside(library_path: Path | str, ending: str) -> Path:
    """A file of the library's name and this ending."""
    path = Path(library_path).absolute()
    return path.with_name(path.name + ending)

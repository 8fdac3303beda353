"""What a reader is given, and the limits that hold for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

MEGABYTE = 1024 * 1024
LARGEST_FILE = 50 * MEGABYTE
LARGEST_ARTICLE = 5 * MEGABYTE  # of UTF-8
MOST_RECORDS = 500_000  # of a table or a JSON file


@dataclass(frozen=True, slots=True)
class File:
    """A file's bytes. `path` is as the user named it, inside an archive `archive.zip/name`; `depth` how many
    archives it lies in.
    """

    path: str
    data: bytes
    depth: int = 0

    @property
    def suffix(self) -> str:
        return PurePath(self.path).suffix.lower()

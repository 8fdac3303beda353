"""What a reader is given, and the limits that hold for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from articles.article import Article, ReadError

MEGABYTE = 1024 * 1024
LARGEST_FILE = 50 * MEGABYTE
LARGEST_ARTICLE = 5 * MEGABYTE  # of UTF-8
MOST_RECORDS = 500_000  # of a table or a JSON file


@dataclass(frozen=True, slots=True)
class File:
    """A file's bytes. `path` is as the user named it, inside an archive `archive.zip/name`;
    `text_column` the column that holds the text where it can't be told, `depth` how many archives
    it lies in.
    """

    path: str
    data: bytes
    text_column: str | None = None
    depth: int = 0

    @property
    def suffix(self) -> str:
        return PurePath(self.path).suffix.lower()


class Reader(Protocol):
    """A reader of one kind is a module with this function.

    It yields articles with what the file says of them, and an error value for a record that can't
    be read; whatever it raises, ReadError or not, concerns the whole file.
    """

    def read(self, file: File) -> Iterator[Article | ReadError]: ...

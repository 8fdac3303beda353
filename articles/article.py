"""One article as it came in: its decoded text and what its file said about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


def text_id(text: str) -> str:
    """The article's id: first 16 hex digits of the SHA-256 of its UTF-8 text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Article:
    """`text` is what the file held as decoded (a byte-order mark dropped, nothing else changed).

    `path` is the file it came from as the user named it, `record` its row or entry in a file of
    many, else None. `title` is the file's own metadata or a first line set apart; `published` is
    `YYYY-MM-DD`.
    """

    text: str
    path: str
    record: int | None = None
    title: str | None = None
    source: str | None = None
    published: str | None = None
    url: str | None = None

    @property
    def id(self) -> str:
        return text_id(self.text)


class ReadError(Exception):
    """A file or record that can't be read.

    `code` is a short key that the page's two languages explain (`empty`, `too_large`, `not_arabic`,
    `encoding`, `encrypted`, `corrupt`, `scanned`, `no_text_column`, `unknown_kind`, `bomb`, …),
    `path` the file, `record` the row, `details` what the sentence needs (a size, a column's name).
    """

    def __init__(self, code: str, path: str, record: int | None = None, **details: object) -> None:
        self.code, self.path, self.record, self.details = code, path, record, details
        super().__init__(f"{path}: {code}" + (f" {details}" if details else ""))

"""Plain text and Markdown: one article a file, its text as it was decoded."""

from __future__ import annotations

from collections.abc import Iterator

from articles.article import Article
from articles.encoding import decode
from articles.readers.file import File


def read(file: File) -> Iterator[Article]:
    yield Article(decode(file.data), file.path)

"""Files → articles. A table of kinds; one module reads each.

Nothing is raised for what a file holds: an error is a value in its place, so the rest is not lost.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePath

from articles.article import Article, ReadError
from articles.encoding import file_name
from articles.inference import date_of_path, source_of_path
from articles.readers.file import LARGEST_ARTICLE, LARGEST_FILE, File
from models.arabic import arabic_share
from models.title import first_line_title

LEAST_ARABIC = 0.3  # share of an article's letters

# Suffix → the module of this package that reads it. Its `read(file)` yields articles with what the file says of them,
# and an error value for a record that can't be read; whatever it raises, ReadError or not, concerns the whole file.
KINDS: dict[str, str] = {
    ".txt": "plain", ".text": "plain", ".md": "plain", ".markdown": "plain",
    ".html": "webpage", ".htm": "webpage", ".xhtml": "webpage",
    ".docx": "word",
    ".pdf": "pdf",
    ".csv": "tables", ".tsv": "tables", ".xlsx": "tables", ".parquet": "tables",
    ".json": "objects", ".jsonl": "objects", ".ndjson": "objects",
    ".zip": "archive",
}  # fmt: skip

_CLUTTER = {"__MACOSX", "Thumbs.db", "desktop.ini"}
_WORD = re.compile(r"[^\W_]")


def read(path: str | Path, data: bytes | None = None) -> Iterator[Article | ReadError]:
    """The articles of one file: its bytes as given, or read from disk.

    Yields ReadError values with the codes `missing`, `unreadable`, `too_large`, `empty`, `encoding`,
    `not_arabic`, `unknown_kind`, `corrupt`, `encrypted`, `scanned`, `no_article`, `no_text_column`,
    `bomb`; raises nothing.
    """
    shown = file_name(os.fsencode(path))
    if data is None:
        try:
            data = _from_disk(path)
        except OSError as error:
            code = "missing" if isinstance(error, FileNotFoundError) else "unreadable"
            yield ReadError(code, shown, reason=error.strerror)
            return
    yield from read_file(File(shown, data))


def read_all(paths: Iterable[str]) -> Iterator[Article | ReadError]:
    """The articles of files, folders (with their folders) and globs: paths in the order given, the
    files of a folder or glob by name, records in a file's order.
    """
    for path in paths:
        for file in files(path):
            yield from read(file)


def read_file(file: File) -> Iterator[Article | ReadError]:
    """The articles of a file that is at hand, by the reader of its kind."""
    try:
        for item in _read_kind(file):
            yield _finished(item) if isinstance(item, Article) else item
    except ReadError as error:
        yield error
    except UnicodeError:
        yield ReadError("encoding", file.path)
    except Exception as error:
        # The parsers of these formats raise anything on a broken or hostile file.
        yield ReadError("corrupt", file.path, reason=f"{type(error).__name__}: {error}"[:200])


def is_clutter(path: str) -> bool:
    """Hidden files and what file managers leave behind."""
    return any(part.startswith(".") or part in _CLUTTER for part in PurePath(path).parts)


def _read_kind(file: File) -> Iterator[Article | ReadError]:
    if file.suffix not in KINDS:
        raise ReadError("unknown_kind", file.path, suffix=file.suffix)
    if len(file.data) > LARGEST_FILE:
        raise ReadError("too_large", file.path, limit=LARGEST_FILE)
    if not file.data:
        raise ReadError("empty", file.path)
    return import_module(f"articles.readers.{KINDS[file.suffix]}").read(file)


def _finished(article: Article) -> Article | ReadError:
    """The article if it can be used, with title, source and date inferred where nothing tells them."""
    if code := _objection(article.text):
        return ReadError(code, article.path, article.record)
    return replace(
        article,
        title=_printable(article.title or first_line_title(article.text)),
        source=_printable(article.source or source_of_path(article.path)),
        published=article.published or date_of_path(article.path),
        url=_printable(article.url),
    )


def _objection(text: str) -> str | None:
    if not _WORD.search(text):
        return "empty"
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError:  # half a surrogate pair, as JSON can hold
        return "encoding"
    if size > LARGEST_ARTICLE:
        return "too_large"
    return "not_arabic" if arabic_share(text) < LEAST_ARABIC else None


def _printable(text: str | None) -> str | None:
    """The text without half surrogate pairs, which UTF-8 can't hold."""
    return text and text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _from_disk(path: str | Path) -> bytes:
    """The file's bytes, one more than the limit at most."""
    with open(path, "rb") as f:
        return f.read(LARGEST_FILE + 1)


def files(path: str) -> Iterator[str]:
    """The files that a path names: itself, a folder's by name, or a glob's."""
    if os.path.isdir(path):
        inside = (os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)
        yield from sorted(f for f in inside if os.path.isfile(f) and not is_clutter(os.path.relpath(f, path)))
    elif os.path.lexists(path) or not glob.has_magic(path):
        yield path
    elif matches := sorted(glob.glob(path, recursive=True)):
        for match in matches:
            yield from files(match)
    else:
        yield path

"""Zip archives: every file in them, read by its own kind."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from articles import readers
from articles.article import Article, ReadError
from articles.encoding import file_name
from articles.readers.containers import open_zip
from articles.readers.file import LARGEST_FILE, File

DEEPEST = 2  # archives in one another
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1  # flag bits, APPNOTE 4.4.4


def read(file: File) -> Iterator[Article | ReadError]:
    """Entries by name. Raises ReadError `bomb`."""
    if file.depth >= DEEPEST:
        raise ReadError("bomb", file.path, depth=file.depth)
    with open_zip(file) as archive:
        entries = [(_name(entry), entry) for entry in archive.infolist() if not entry.is_dir()]
        for name, entry in sorted(entries, key=lambda pair: pair[0]):
            if not readers.is_clutter(name):
                yield from _entry(archive, entry, f"{file.path}/{name}", file)


def _entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, file: File
) -> Iterator[Article | ReadError]:
    if entry.flag_bits & _ENCRYPTED:
        yield ReadError("encrypted", path)
        return
    if entry.file_size > LARGEST_FILE:
        yield ReadError("too_large", path, limit=LARGEST_FILE)
        return
    try:
        data = archive.read(entry)
    except Exception:  # zipfile and the decompressors raise half a dozen kinds on broken data
        yield ReadError("corrupt", path)
        return
    yield from readers.read_file(File(path, data, file.depth + 1))


def _name(entry: zipfile.ZipInfo) -> str:
    """The entry's name. Where the zip does not say that it is UTF-8, zipfile took it for cp437."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    return file_name(entry.filename.encode("cp437", "replace"))

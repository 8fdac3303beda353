"""Zip containers that could be bombs: archives, and Office files, which are zips too."""

from __future__ import annotations

import io
import zipfile

from articles.article import ReadError
from articles.readers.file import MEGABYTE, File

MOST_ENTRIES = 20_000
LARGEST_TOTAL = 500 * MEGABYTE
# Text compresses ten times, XML of a table fifty times; a bomb a thousand times.
HIGHEST_RATIO = 200
RATIO_MATTERS_FROM = 10 * MEGABYTE

_LOCKED = "EncryptedPackage".encode("utf-16-le")  # in the wrapping of an Office file under a password


def open_zip(file: File) -> zipfile.ZipFile:
    """The zip, nothing unpacked yet. Raises ReadError `bomb` when it would grow beyond all measure,
    by what its directory says; zipfile unpacks no more of an entry than that.
    """
    opened = zipfile.ZipFile(io.BytesIO(file.data))
    entries = opened.infolist()
    total = sum(entry.file_size for entry in entries)
    too_dense = total > RATIO_MATTERS_FROM and total > HIGHEST_RATIO * len(file.data)
    if len(entries) > MOST_ENTRIES or total > LARGEST_TOTAL or too_dense:
        raise ReadError("bomb", file.path, entries=len(entries), unpacked=total)
    return opened


def check_package(file: File) -> None:
    """An Office file's container. Raises ReadError `encrypted`, `bomb` and whatever zipfile raises."""
    if _LOCKED in file.data:
        raise ReadError("encrypted", file.path)
    open_zip(file).close()

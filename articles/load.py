"""Ready findings into the library: `python -m articles.load PATH... [--library PATH]`.

PATH is a file of what analyse.py wrote, JSON Lines or Parquet, or a folder of such files (`--engine ray`
writes one). They stream in, a transaction a batch; what the library has already is not there twice.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from articles.article import text_id
from articles.library import Library, LibraryTooNew
from models.findings import Analysis

AT_ONCE = 100  # articles a transaction
KINDS = (".jsonl", ".ndjson", ".parquet")


def load(library: Library, paths: Sequence[Path]) -> tuple[int, int, int]:
    """(articles read, those new to the library, lines that hold an error) of files and folders.

    Raises ValueError at the first line that is broken or breaks the contract; batches before it are kept.
    """
    read = new = failed = 0
    lines = ((file, number, line) for file in _files(paths) for number, line in _lines(file))
    while batch := list(islice(lines, AT_ONCE)):
        found = [analysis for numbered in batch if (analysis := _analysis(*numbered))]
        new += library.bring_in(found)
        read += len(found)
        failed += len(batch) - len(found)
    return read, new, failed


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.suffix in KINDS)
        else:
            yield path


def _lines(file: Path) -> Iterator[tuple[int, Any]]:
    """The numbered rows of a file of Parquet, or lines of JSON Lines that are not blank."""
    yield from enumerate(_rows(file), 1) if file.suffix == ".parquet" else _objects(file)


def _rows(file: Path) -> Iterator[Any]:
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(file)
    except ValueError as error:  # Arrow does not say of which file
        raise ValueError(f"{file}: {error}") from error
    for batch in table.iter_batches(batch_size=AT_ONCE):
        yield from batch.to_pylist()


def _objects(file: Path) -> Iterator[tuple[int, Any]]:
    with open(file, "rb") as lines:  # bytes: a run may have been stopped in the middle of a letter
        for number, line in enumerate(lines, 1):
            try:
                text = line.decode("utf-8-sig")
                if not text.strip():
                    continue
                found = json.loads(text)
            except (ValueError, RecursionError) as error:
                raise ValueError(f"{file}: line {number} is broken, or cut off ({error})") from error
            yield number, found


def _analysis(file: Path, number: int, line: Any) -> Analysis | None:
    """The findings of a line; None for one that holds an error."""
    try:
        if line.get("error") is not None:
            return None
        found = Analysis.from_json(line)
        named = text_id(found.text)
    except (AttributeError, KeyError, TypeError, UnicodeEncodeError) as error:
        raise ValueError(f"{file}: line {number} is not what analyse.py writes ({error!r})") from error
    if found.id != named:
        raise ValueError(f"{file}: line {number}: the text is not the one that its id names")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m articles.load",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--library", type=Path, help="the library's file (default: the user's own)")
    options = parser.parse_args(arguments)
    try:
        read, new, failed = load(Library(options.library), options.paths)
    except (OSError, ValueError, LibraryTooNew) as error:
        print(f"articles.load: {error}", file=sys.stderr)
        return 2
    print(f"{read} articles, {new} of them new; {failed} could not be read when they were analysed")
    return 0


if __name__ == "__main__":
    sys.exit(main())

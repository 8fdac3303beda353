"""Tables that a linguist edits: a line a row, cells parted by tabs; blank lines and those that open with # say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from models.arabic import fold


def rows(path: Path) -> Iterator[list[str]]:
    """The cells of each row of a table, without blanks around them."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("\t")]


@cache
def folded(path: Path) -> frozenset[str]:
    """The first cells of a table, folded."""
    return frozenset(fold(row[0]) for row in rows(path))

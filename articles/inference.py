"""Publication date and source, as far as a file's name, its folders or its metadata tell them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from models.arabic import fold
from models.tabular import rows

TABLES = Path(__file__).parent / "tables"
EARLIEST, LATEST = 1900, 2100

# After folding, so that Arabic-Indic digits are ASCII. The same separator on both sides.
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-_./ ])(\d{1,2})\2(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})([-_./ ])(\d{1,2})\2(\d{4})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")
_TIMESTAMP = re.compile(r"\s*(\d{10})(?:\d{3})?(?:\.\d+)?\s*")
_BETWEEN = re.compile(r"[\W_]+")
_MARKS = re.compile(r"[-_–—|:،؛,;()\[\]]+")


def date_in(value: object) -> str | None:
    """The first date that `value` holds, as `YYYY-MM-DD`: a date, a timestamp in seconds or
    milliseconds, or a text with a date in it (`2025-04-25`, `25/4/2025`, `٢٥ أبريل ٢٠٢٥`, `25 نيسان
    2025`, `April 25, 2025`). Day before month, unless that can't be.
    """
    if isinstance(value, date):
        return _iso(value.year, value.month, value.day)
    text = fold(str(value or "")[:1000])
    if stamp := _TIMESTAMP.fullmatch(text):
        return date_in(datetime.fromtimestamp(int(stamp[1]), UTC))
    found = [*_numeric(text), *_named(text)]
    return min(found)[1] if found else None


def date_of_path(path: str) -> str | None:
    """The date in a file's name, or else in its folders' (`2025/04/25/خبر.txt` too), innermost first."""
    parts = PurePath(path).parts
    for part in reversed(parts):
        if found := date_in(_unstamped(part)):
            return found
    return date_in("/".join(parts))


def source_of_path(path: str) -> str | None:
    """The outlet that a file's name, or else a folder's, names; the innermost folder first.

    Arabic outlets are called by plain words, and a file by its headline («وزير الخارجية يصل الرياض»): so an Arabic name
    must stand by itself between marks (`رويترز - خبر 2.txt`), only numbers beside it.
    """
    for part in reversed(PurePath(path).parts):
        words = f" {_words(part)} "
        alone = set(map(_words, _MARKS.split(PurePath(part).stem)))
        alone |= {" ".join(word for word in piece.split() if not word.isdigit()) for piece in alone}
        named = [
            (len(name), source)
            for name, source in _outlets()[0].items()
            if name in alone or (name.isascii() and f" {name} " in words)
        ]
        if named:
            return max(named)[1]
    return None


def source_of_url(url: str | None) -> str | None:
    """The outlet at this address: its name where the table knows it, else the host."""
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return None
    parts = host.split(".")
    for start in range(len(parts)):
        if source := _outlets()[1].get(".".join(parts[start:])):
            return source
    return host or None


def _unstamped(part: str) -> str:
    """A part of a path, unless it is one bare number: an id is not a moment in time."""
    return "" if re.fullmatch(r"\d{10,}", PurePath(part).stem) else part


def _numeric(text: str) -> list[tuple[int, str]]:
    found = [(m.start(), _iso(m[1], m[3], m[4])) for m in _YEAR_FIRST.finditer(text)]
    found += [
        (m.start(), _iso(m[4], m[3], m[1]) or _iso(m[4], m[1], m[3])) for m in _DAY_FIRST.finditer(text)
    ]
    found += [(m.start(), _iso(*m.groups())) for m in _COMPACT.finditer(text)]
    return [(at, iso) for at, iso in found if iso]


def _named(text: str) -> list[tuple[int, str]]:
    months, day_first, month_first = _months()
    found = [(m.start(), _iso(m[3], months[m[2]], m[1])) for m in day_first.finditer(text)]
    found += [(m.start(), _iso(m[3], months[m[1]], m[2])) for m in month_first.finditer(text)]
    return [(at, iso) for at, iso in found if iso]


def _iso(year: str | int, month: str | int, day: str | int) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if EARLIEST <= found.year <= LATEST else None


def _words(text: str) -> str:
    return _BETWEEN.sub(" ", fold(text)).strip()


@cache
def _months() -> tuple[dict[str, int], re.Pattern, re.Pattern]:
    """Folded name → month, and the patterns of `day month year` and `month day, year`."""
    months = {
        fold(name.strip()): int(number)
        for number, names in rows(TABLES / "months.tsv")
        for name in names.split(",")
    }
    name = "|".join(re.escape(n) for n in sorted(months, key=len, reverse=True))
    # The Levant's and Egypt's names often stand together: نيسان/أبريل, أبريل (نيسان).
    second = rf"(?:[\s/(]+(?:{name})\)?)?"
    between = r"[\s\-_.,،]+"
    day_first = re.compile(
        rf"(?<!\d)(\d{{1,2}}){between}(?:من{between})?({name}){second}{between}(\d{{4}})(?!\d)"
    )
    month_first = re.compile(rf"(?<!\w)({name}){between}(\d{{1,2}}){between}(\d{{4}})(?!\d)")
    return months, day_first, month_first


@cache
def _outlets() -> tuple[dict[str, str], dict[str, str]]:
    """Folded name → source, and domain → source."""
    names, domains = {}, {}
    for source, others, hosts in rows(TABLES / "outlets.tsv"):
        names |= {_words(name): source for name in (source, *others.split(",")) if name.strip()}
        domains |= {host.strip(): source for host in hosts.split(",")}
    return names, domains

"""A web page: the article in it without menus and comments, and what its metadata say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.article import Article, ReadError
from articles.encoding import decode
from articles.inference import date_in, source_of_url
from articles.readers.file import MEGABYTE, File
from models.arabic import fold

# Finding the article takes time that grows with the page. Those of news sites have up to ten thousand tags.
LARGEST_PAGE = 10 * MEGABYTE
MOST_TAGS = 60_000
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})""", re.IGNORECASE)


def read(file: File) -> Iterator[Article]:
    """Raises ReadError `too_large`, or `no_article` where a page has none."""
    from trafilatura import bare_extraction

    if len(file.data) > LARGEST_PAGE:
        raise ReadError("too_large", file.path, limit=LARGEST_PAGE)
    if (tags := file.data.count(b"<")) > MOST_TAGS:
        raise ReadError("too_large", file.path, tags=tags)
    declared = _CHARSET.search(file.data[:4096])
    page = decode(file.data, declared[1].decode("ascii", "replace") if declared else None)
    found = bare_extraction(page, include_comments=False, include_links=False, with_metadata=True)
    if found is None or not found.text:
        raise ReadError("no_article", file.path)
    yield Article(
        text=_headed(found.title, found.text),
        path=file.path,
        title=found.title,
        source=found.sitename or source_of_url(found.url),
        published=date_in(found.date),
        url=found.url,
    )


def _headed(title: str | None, text: str) -> str:
    """The text under its headline, as on the page. The extraction leaves headlines out, or not."""
    if not title or fold(title) in fold(text[: 2 * len(title) + 200]):
        return text
    return f"{title}\n\n{text}"

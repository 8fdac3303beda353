"""JSON and JSON Lines, under either's name: an object, a list of objects or texts, or an object that
holds such a list.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator

from articles.article import Article, ReadError
from articles.encoding import decode
from articles.readers import records
from articles.readers.file import File


def read(file: File) -> Iterator[Article | ReadError]:
    """Raises what `records.articles` raises."""
    text = decode(file.data)
    values = _lines(text) if file.suffix in (".jsonl", ".ndjson") else _document(text)
    yield from records.articles(file, (_object(value) for value in values))


def _lines(text: str) -> Iterator[object]:
    """A value a line; None for a line that is no JSON. Only line feeds part lines."""
    for line in io.StringIO(text, newline="\n"):
        if line.strip():
            yield _parsed(line)


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _document(text: str) -> Iterable[object]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and "\n" not in text[: error.pos].strip():  # a value a line
            return _lines(text)
        raise
    if isinstance(value, dict):
        lists = [v for v in value.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
        return [value] if _holds_text(value) or not lists else max(lists, key=_promise)
    return value if isinstance(value, list) else [value]


def _promise(values: list[object]) -> tuple[bool, int]:
    """How likely it is that a list holds the articles: a named text first, then its length."""
    return any(isinstance(v, dict) and _holds_text(v) for v in values[: records.SAMPLE]), len(values)


def _holds_text(value: dict[str, object]) -> bool:
    known = records.known_names()["text"]
    return any(records.name_key(key) in known and isinstance(value[key], str) for key in value)


def _object(value: object) -> dict[str, object] | None:
    if isinstance(value, str):
        return {"text": value}
    return value if isinstance(value, dict) else None

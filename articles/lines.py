"""Findings on their way into a file as they come: JSON Lines or Parquet, one article at a time.

A line is the contract's object or `{"path", "record", "error"}`; in Parquet both share one schema,
with `error` null or alone filled in. `Done` is what a file or folder already holds, so that a run that
was stopped goes on where it was.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

from articles.article import Article, ReadError
from models.findings import Analysis
from models.targets import pairs

if TYPE_CHECKING:
    import pyarrow as pa

    from models.pipeline import Failed

Format = Literal["jsonl", "parquet"]
Write = Callable[[dict[str, Any]], None]
Key = tuple[str, int | None, str | None]  # path, record, and the text's id unless it could not be read

ROW_GROUP = 256  # articles of a Parquet file held before they are written


def failure(of: ReadError | Failed) -> dict[str, Any]:
    """The line of an article that could not be read (`no_text_column: columns=[...]`) or analysed."""
    if isinstance(of, ReadError):
        details = ", ".join(f"{name}={value}" for name, value in of.details.items())
        return error_line(of.path, of.record, f"{of.code}: {details}" if details else of.code)
    return error_line(of.article.path, of.article.record, of.reason)


def error_line(path: str, record: int | None, error: str) -> dict[str, Any]:
    return {"path": path, "record": record, "error": error}


class Done:
    """Lines that are there already: which articles they are of, by which models they were found, and whether
    one has stances toward other targets than this run's.
    """

    def __init__(self) -> None:
        self.keys: Counter[Key] = Counter()
        self.failed = 0
        self.models: dict[str, Any] | None = None
        self.other_targets = False

    def count(self, line: dict[str, Any]) -> None:
        """Take note of one line. Raises ValueError where it was found by other models than those before."""
        self.keys[line["path"], line["record"], line.get("id")] += 1
        if line.get("error") is not None:
            self.failed += 1
        elif self.models is None:
            self.models = line["models"]
        elif self.models != line["models"]:
            raise ValueError("its lines were found by different models")

    def left(self, items: Iterable[Article | ReadError]) -> Iterator[Article | ReadError]:
        """The items that have no line yet. One whose text has changed since has none."""
        for item in items:
            if key := self.line_of(item):
                self.keys[key] -= 1
            else:
                yield item

    def line_of(self, item: Article | ReadError) -> Key | None:
        """The key of the item's line, if there is one (left)."""
        keys: list[Key] = [(item.path, item.record, None)]
        if isinstance(item, Article):
            keys.append((item.path, item.record, item.id))
        return next((key for key in keys if self.keys[key]), None)


def lines_done(path: str, targets: Sequence[str] | None = None) -> Done:
    """What a file of JSON Lines holds, to be continued with these targets (None: suggested ones). A last line
    that was not written to its end is cut off.

    A file that is not there holds nothing. Raises ValueError where a line is none of ours.
    """
    done = Done()
    if not Path(path).exists():
        return done
    with open(path, "r+b") as file:
        whole = 0
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                file.truncate(whole)
                break
            whole += len(line)
            try:
                found = json.loads(line)
                done.count(found)
                done.other_targets = done.other_targets or not made_for(targets, found)
            except (LookupError, TypeError, json.JSONDecodeError) as error:
                raise ValueError(f"{path}: line {number} is not one of ours") from error
            except ValueError as error:
                raise ValueError(f"{path}: {error}") from error
    return done


def made_for(targets: Sequence[str] | None, line: dict[str, Any]) -> bool:
    """Whether the line's stances are those that a run for these targets asks for.

    A line does not say what it was asked; but which statements speak of a target follows from the line itself, by
    rules that the revision of its models counts in.
    """
    if line.get("error") is not None or not line["quotes"] or line["models"]["stance"]["name"] == "none":
        return True
    found = Analysis.from_json(line)
    asked = pairs(found.text, found.sentences, found.mentions, found.entities, found.quotes, targets)
    return {(quote, target) for quote, target, _ in asked} == {(s.quote, s.target) for s in found.stances}


@contextmanager
def writer(path: str, format: Format = "jsonl", resume: bool = False) -> Iterator[Write]:
    """A function that writes a line to the file, `-` being standard output; `resume` keeps what is there."""
    if path != "-":
        with open(path, "ab" if resume else "wb") as file, _WRITERS[format](file) as write:
            yield write
    elif format == "jsonl":
        with _json_lines(sys.stdout.buffer) as write:
            yield write
    else:  # Parquet wants a file that knows its place
        with tempfile.TemporaryFile() as file:
            with _parquet(file) as write:
                yield write
            file.seek(0)
            shutil.copyfileobj(file, sys.stdout.buffer)


@contextmanager
def _json_lines(file: IO[bytes]) -> Iterator[Write]:
    def write(line: dict[str, Any]) -> None:
        file.write(json.dumps(line, ensure_ascii=False).encode("utf-8") + b"\n")
        file.flush()  # whoever watches sees each article when it is done

    yield write


@contextmanager
def _parquet(file: IO[bytes]) -> Iterator[Write]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema()
    rows: list[dict[str, Any]] = []

    with pq.ParquetWriter(file, schema, compression="zstd") as out:

        def flush() -> None:
            out.write_table(pa.Table.from_pylist(rows, schema=schema))
            rows.clear()

        def write(line: dict[str, Any]) -> None:
            rows.append(line)
            if len(rows) == ROW_GROUP:
                flush()

        yield write
        flush()


_WRITERS = {"jsonl": _json_lines, "parquet": _parquet}


def arrow_schema() -> pa.Schema:
    """The contract's types in Arrow: offsets as int32, nested objects as structs."""
    import pyarrow as pa

    text, offset, share, yes = pa.string(), pa.int32(), pa.float64(), pa.bool_()
    span = {"start": offset, "end": offset}
    placed = {**span, "text": text}

    def struct(fields: dict[str, pa.DataType]) -> pa.DataType:
        return pa.struct(list(fields.items()))

    speaker = struct({**placed, "name": text, "kind": text, "entity": offset})
    quote = {
        **placed, "kind": text, "verbatim": pa.list_(struct(span)), "speaker": speaker,
        "other_speakers": pa.list_(speaker), "relayed_by": speaker,
        "cue": struct({**placed, "verb": text, "attitude": text}),
        "scripture": yes, "rule": text, "score": share,
    }  # fmt: skip
    probabilities = struct(dict.fromkeys(("favor", "against", "neutral"), share))
    stance = {"quote": offset, "target": text, "label": text, "sure": yes, "probabilities": probabilities}
    entity = {
        "id": offset,
        "name": text,
        "label": text,
        "aliases": pa.list_(text),
        "mentions": pa.list_(offset),
    }
    mention = {**placed, "label": text, "score": share, "entity": offset}
    model = struct({"name": text, "revision": text})
    return pa.schema(
        {
            "id": text, "path": text, "record": offset, "title": text, "source": text, "published": text,
            "url": text, "text": text,
            "sentences": pa.list_(struct(span)),
            "mentions": pa.list_(struct(mention)),
            "entities": pa.list_(struct(entity)),
            "quotes": pa.list_(struct(quote)),
            "stances": pa.list_(struct(stance)),
            "models": struct(dict.fromkeys(("ner", "quotes", "stance"), model)),
            "error": text,
        }
    )  # fmt: skip

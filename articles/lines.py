"""Findings on their way into a file as they come: JSON Lines or Parquet, one article at a time.

A line is the contract's object or `{"path", "record", "error"}`; in Parquet both share one schema,
with `error` null or alone filled in.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pyarrow as pa

Format = Literal["jsonl", "parquet"]
Write = Callable[[dict[str, Any]], None]

ROW_GROUP = 256  # articles of a Parquet file held before they are written


@contextmanager
def writer(path: str, format: Format = "jsonl") -> Iterator[Write]:
    """A function that appends a line to the file, `-` being standard output."""
    if path != "-":
        with open(path, "wb") as file, _WRITERS[format](file) as write:
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

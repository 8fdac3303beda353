"""The data beside the project: where it is and how each file is read.

Nothing of it is ever copied into the project. `RAWI_DATA` names the folder (default
`../shared/data`, its README describes every file).
"""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path

DATA = Path(os.environ.get("RAWI_DATA", Path(__file__).parents[1] / "../shared/data")).resolve()
WORK = Path(os.environ.get("RAWI_WORK", Path(__file__).parents[1] / ".work")).resolve()


def paragraphs() -> list[dict]:
    """The hand-annotated paragraphs: dicts with `id`, `text`, `quotes`, `stances`, `entities`."""
    with open(DATA / "gold/para.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def corpus() -> Iterator[dict]:
    """The unannotated articles: dicts with `id`, `title`, `body`, `date`, `source`."""
    with gzip.open(DATA / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def conll(name: str) -> Iterator[list[tuple[str, str]]]:
    """Sentences of `ner/<name>.conll` as lists of (token, IOB2 tag)."""
    sentence: list[tuple[str, str]] = []
    with open(DATA / f"ner/{name}.conll", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                token, tag = line.rstrip("\n").rsplit(" ", 1)
                sentence.append((token, tag))
            elif sentence:
                yield sentence
                sentence = []
    if sentence:
        yield sentence


def gold_articles() -> Iterator[tuple[str, str, dict]]:
    """(name, text, annotation) of every hand-annotated whole article; for development only."""
    for path in sorted((DATA / "gold/json").glob("*.json")):
        text = (DATA / f"gold/txt/{path.stem}.txt").read_text(encoding="utf-8")
        yield path.stem, text, json.loads(path.read_text(encoding="utf-8"))

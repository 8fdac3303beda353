"""Findings as files for other programs: tables that Excel opens, JSON Lines by the contract.

Each row and line names the models that read and says whether an editor looked at it. Findings come
with corrections already applied.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from articles.review import Reviewed
from models.findings import Analysis, Entity, Quote, Speaker, Stance

WORDS = Path(__file__).parent / "tables" / "export_words.tsv"
Language = Literal["ar", "en"]

_BOM = "\ufeff"  # without it Excel takes the file for the system's own encoding
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NONE: Mapping[str, Reviewed] = {}
_NOT_REVIEWED = Reviewed()

_QUOTE_COLUMNS = (
    "speaker", "speaker_kind", "speaker_in_text", "other_speakers", "relayed_by", "quote", "quote_kind",
    "cue", "verb", "stances", "confidence",
)  # fmt: skip
_NAME_COLUMNS = ("name", "label", "aliases", "mentions", "quotes")
_ARTICLE_COLUMNS = ("title", "source", "published", "url", "path", "record", "article", "review", "models")


def quotes_csv(
    analyses: Iterable[Analysis], reviewed: Mapping[str, Reviewed] = _NONE, language: Language = "ar"
) -> bytes:
    """A row a statement. `reviewed` maps article ids to what an editor has looked at in them."""
    w = _words(language)
    rows = (
        [*_quote_row(a, k, w), *_article_row(a, k in reviewed.get(a.id, _NOT_REVIEWED).quotes, w)]
        for a in analyses
        for k in range(len(a.quotes))
    )
    return _csv([w[key] for key in (*_QUOTE_COLUMNS, *_ARTICLE_COLUMNS)], rows)


def names_csv(
    analyses: Iterable[Analysis], reviewed: Mapping[str, Reviewed] = _NONE, language: Language = "ar"
) -> bytes:
    """A row a name of an article, with how often it stands there and speaks there."""
    w = _words(language)
    rows = (
        [*_name_row(a, e, w), *_article_row(a, e.id in reviewed.get(a.id, _NOT_REVIEWED).entities, w)]
        for a in analyses
        for e in a.entities
    )
    return _csv([w[key] for key in (*_NAME_COLUMNS, *_ARTICLE_COLUMNS)], rows)


def json_lines(
    analyses: Iterable[Analysis], reviewed: Mapping[str, Reviewed] = _NONE, language: Language = "ar"
) -> bytes:
    """A line an article: the contract's object (`models/schema.json`), and in `review` whether an editor
    has looked at all of its statements.
    """
    w = _words(language)
    lines = ({**a.to_json(), "review": w[_state(a, reviewed.get(a.id, _NOT_REVIEWED))]} for a in analyses)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode("utf-8")


def _state(a: Analysis, seen: Reviewed) -> str:
    return "reviewed" if a.quotes and len(seen.quotes) == len(a.quotes) else "unreviewed"


def _quote_row(a: Analysis, number: int, w: Mapping[str, str]) -> Iterator[object]:
    quote = a.quotes[number]
    yield quote.speaker.name if quote.speaker else w["nobody"]
    yield w[quote.speaker.kind] if quote.speaker else ""
    yield quote.speaker.text if quote.speaker else ""
    yield _names(quote.other_speakers)
    yield quote.relayed_by.name if quote.relayed_by else ""
    yield quote.text
    yield w[_kind(quote)]
    yield quote.cue.text if quote.cue else ""
    yield quote.cue.verb if quote.cue else ""
    yield _listed(f"{s.target}: {w[_verdict(s)]}" for s in a.stances if s.quote == number)
    yield f"{quote.score:.2f}"


def _name_row(a: Analysis, e: Entity, w: Mapping[str, str]) -> list[object]:
    spoken = sum(q.speaker is not None and q.speaker.entity == e.id for q in a.quotes)
    return [e.name, w[e.label], _listed(e.aliases), len(e.mentions), spoken]


def _article_row(a: Analysis, seen: bool, w: Mapping[str, str]) -> list[object]:
    models = _listed(f"{job}: {stamp.name} ({stamp.revision})" for job, stamp in sorted(a.models.items()))
    state = w["reviewed" if seen else "unreviewed"]
    return [a.title, a.source, a.published, a.url, a.path, a.record, a.id, state, models]


def _kind(quote: Quote) -> str:
    return "indirect_verbatim" if quote.kind == "indirect" and quote.verbatim else quote.kind


def _verdict(stance: Stance) -> str:
    return stance.label if stance.sure else "unsure"


def _names(speakers: Iterable[Speaker]) -> str:
    return _listed(s.name for s in speakers)


def _listed(items: Iterable[str]) -> str:
    return "؛ ".join(items)


def _csv(head: list[str], rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return (_BOM + out.getvalue()).encode("utf-8")


def _cell(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it, as OWASP advises."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


@cache
def _words(language: Language) -> dict[str, str]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {key: arabic if language == "ar" else english for key, arabic, english in rows}

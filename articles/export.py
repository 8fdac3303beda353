"""Findings as files for other programs: tables that Excel opens, JSON Lines by the contract.

Each row and line names the models that read and says whether an editor looked at it. Findings come
with corrections already applied.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from articles.facts import manner
from articles.review import Reviewed
from models import tabular
from models.findings import STANCES, Analysis, Entity, Quote, Speaker, Stance

WORDS = Path(__file__).parent / "tables" / "export_words.tsv"
Language = Literal["ar", "en"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_REVIEWED = Reviewed()
# Manners of statements and the words for them.
MANNERS = {"direct": "direct", "mixed": "indirect_verbatim", "indirect": "indirect"}
# Control characters that neither XML nor a spreadsheet's cell may hold.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

# Article ids, and what an editor has looked at in each; it may fill while the analyses are gone through.
Seen = Mapping[str, Reviewed]
NOBODY: Seen = {}

_QUOTE_COLUMNS = (
    "speaker", "speaker_kind", "speaker_in_text", "other_speakers", "relayed_by", "quote", "quote_kind",
    "cue", "verb", "stances", "confidence",
)  # fmt: skip
_NAME_COLUMNS = ("name", "label", "aliases", "mentions", "quotes")
_STANCE_COLUMNS = ("speaker", "target", "stance", "quote", "p_favor", "p_against", "p_neutral")
_ARTICLE_COLUMNS = ("title", "source", "published", "url", "path", "record", "article", "review", "models")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their columns' names; `name` is what the table holds, in the language of the names."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Sequence[object]]


def quotes_csv(analyses: Iterable[Analysis], seen: Seen = NOBODY, language: Language = "ar") -> bytes:
    """A row a statement."""
    return table_csv(quotes_table(analyses, seen, language))


def names_csv(analyses: Iterable[Analysis], seen: Seen = NOBODY, language: Language = "ar") -> bytes:
    """A row a name of an article, with how often it stands there and speaks there."""
    return table_csv(names_table(analyses, seen, language))


def quotes_table(analyses: Iterable[Analysis], seen: Seen, language: Language) -> Table:
    """A row a statement, in the order of the text."""
    w = words(language)
    rows = (
        [
            *_quote_row(quote, stances.get(k, ()), w),
            *_article_row(a, k in seen.get(a.id, _NOT_REVIEWED).quotes, w),
            _by(a, k, seen),
        ]
        for a in analyses
        for stances in [a.stances_by_quote()]
        for k, quote in enumerate(a.quotes)
    )
    return _table("statements", (*_QUOTE_COLUMNS, *_ARTICLE_COLUMNS, "reviewer"), rows, w)


def names_table(analyses: Iterable[Analysis], seen: Seen, language: Language) -> Table:
    """A row a name of an article."""
    w = words(language)
    rows = (
        [*_name_row(a, e, w), *_article_row(a, e.id in seen.get(a.id, _NOT_REVIEWED).entities, w)]
        for a in analyses
        for e in a.entities
    )
    return _table("names", (*_NAME_COLUMNS, *_ARTICLE_COLUMNS), rows, w)


def stances_table(analyses: Iterable[Analysis], seen: Seen, language: Language) -> Table:
    """A row a stance of a statement toward a target."""
    w = words(language)
    rows = (
        [
            *_stance_row(a, s, w),
            *_article_row(a, (s.quote, s.target) in seen.get(a.id, _NOT_REVIEWED).stances, w),
        ]
        for a in analyses
        for s in a.stances
    )
    return _table("stances", (*_STANCE_COLUMNS, *_ARTICLE_COLUMNS), rows, w)


def only_reviewed(analysis: Analysis, seen: Reviewed) -> tuple[Analysis, Reviewed]:
    """The findings that an editor has looked at and nothing else, numbered anew, and all of them as seen.

    A stance is looked at by itself: who confirms a statement has not yet said where its speaker stands.
    """
    quote_number = {old: new for new, old in enumerate(sorted(seen.quotes))}
    entity_number = {old: new for new, old in enumerate(sorted(seen.entities))}
    mention_number = {
        old: new
        for new, old in enumerate(k for k, m in enumerate(analysis.mentions) if m.entity in entity_number)
    }

    def renumbered(speaker: Speaker | None) -> Speaker | None:
        return speaker and replace(speaker, entity=entity_number.get(speaker.entity))

    kept = replace(
        analysis,
        mentions=tuple(
            replace(analysis.mentions[k], entity=entity_number[analysis.mentions[k].entity])
            for k in mention_number
        ),
        entities=tuple(
            replace(e, id=entity_number[e.id], mentions=tuple(mention_number[k] for k in e.mentions))
            for e in analysis.entities
            if e.id in entity_number
        ),
        quotes=tuple(
            replace(
                analysis.quotes[k],
                speaker=renumbered(analysis.quotes[k].speaker),
                relayed_by=renumbered(analysis.quotes[k].relayed_by),
                other_speakers=tuple(map(renumbered, analysis.quotes[k].other_speakers)),
            )
            for k in quote_number
        ),
        stances=tuple(
            replace(s, quote=quote_number[s.quote])
            for s in analysis.stances
            if (s.quote, s.target) in seen.stances and s.quote in quote_number
        ),
    )
    return kept, Reviewed(
        frozenset(quote_number.values()),
        frozenset(entity_number.values()),
        frozenset((s.quote, s.target) for s in kept.stances),
        {quote_number[k]: c for k, c in seen.last.items()},
    )


def json_lines(analyses: Iterable[Analysis], seen: Seen = NOBODY, language: Language = "ar") -> bytes:
    """A line an article: the contract's object (`models/schema.json`), and in `review` whether an editor
    has looked at all of its statements.
    """
    w = words(language)
    lines = ({**a.to_json(), "review": w[state(a, seen)]} for a in analyses)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode("utf-8")


def state(a: Analysis, seen: Seen) -> str:
    """`reviewed` where an editor has looked at every statement, `partly` at some, `unreviewed` at none. An
    article without statements is judged by its names.
    """
    if not a.quotes:
        return names_state(a, seen)
    return _how_far(len(seen.get(a.id, _NOT_REVIEWED).quotes), len(a.quotes))


def names_state(a: Analysis, seen: Seen) -> str:
    """The same of an article's names: who confirms what is said has not yet looked at who is named."""
    return _how_far(len(seen.get(a.id, _NOT_REVIEWED).entities), len(a.entities))


def whole(a: Analysis, seen: Seen) -> bool:
    """Whether an editor has looked at every statement and every name: what is not marked is not there then."""
    return state(a, seen) == "reviewed" and (not a.entities or names_state(a, seen) == "reviewed")


def _how_far(looked_at: int, all: int) -> str:
    if not looked_at:
        return "unreviewed"
    return "reviewed" if looked_at == all else "partly"


def read_by(a: Analysis) -> str:
    """The models that read the article, with their revisions."""
    return listed(f"{job}: {stamp.name} ({stamp.revision})" for job, stamp in sorted(a.models.items()))


def printable(text: str) -> str:
    """The text without control characters that XML can't hold."""
    return _CONTROL.sub("", text)


def in_line(facts: Iterable[str | None]) -> str:
    """The facts that there are in one line, parted by dots."""
    return " · ".join(map(directed, filter(None, facts)))


def directed(fact: str) -> str:
    """A fact that keeps its direction behind Arabic: without the mark in front 2026-02-03 is shown as 03-02-2026."""
    return f"\u200e{fact}" if fact[0].isdigit() else fact


def _quote_row(quote: Quote, stances: Iterable[Stance], w: Mapping[str, str]) -> Iterator[object]:
    yield quote.speaker.name if quote.speaker else w["nobody"]
    yield w[quote.speaker.kind] if quote.speaker else ""
    yield quote.speaker.text if quote.speaker else ""
    yield _names(quote.other_speakers)
    yield quote.relayed_by.name if quote.relayed_by else ""
    yield quote.text
    yield w[kind(quote)]
    yield quote.cue.text if quote.cue else ""
    yield quote.cue.verb if quote.cue else ""
    yield listed(f"{s.target}: {w[s.verdict]}" for s in stances)
    yield f"{quote.score:.2f}"


def _name_row(a: Analysis, e: Entity, w: Mapping[str, str]) -> list[object]:
    spoken = sum(q.speaker is not None and q.speaker.entity == e.id for q in a.quotes)
    return [e.name, w[e.label], listed(e.aliases), len(e.mentions), spoken]


def _stance_row(a: Analysis, stance: Stance, w: Mapping[str, str]) -> list[object]:
    quote = a.quotes[stance.quote]
    who = quote.speaker.name if quote.speaker else w["nobody"]
    shares = [round(stance.probabilities[label], 2) for label in STANCES]
    return [who, stance.target, w[stance.verdict], quote.text, *shares]


def _article_row(a: Analysis, looked_at: bool, w: Mapping[str, str]) -> list[object]:
    review = w["reviewed" if looked_at else "unreviewed"]
    return [a.title, a.source, a.published, a.url, a.path, a.record, a.id, review, read_by(a)]


def kind(quote: Quote) -> str:
    """The key of the word for a statement's manner."""
    return MANNERS[manner(quote)]


def _names(speakers: Iterable[Speaker]) -> str:
    return listed(s.name for s in speakers)


def listed(items: Iterable[str]) -> str:
    """Several values in one cell."""
    return "؛ ".join(items)


def _by(a: Analysis, number: int, seen: Seen) -> str:
    """Who looked at a statement last, and on which day."""
    last = seen.get(a.id, _NOT_REVIEWED).last.get(number)
    return " ".join(filter(None, (last.by, last.at[:10]))) if last else ""


def _table(
    name: str, columns: Iterable[str], rows: Iterable[Sequence[object]], w: Mapping[str, str]
) -> Table:
    return Table(w[name], tuple(w[key] for key in columns), rows)


def table_csv(table: Table) -> bytes:
    """The table as a file that Excel opens with its Arabic intact and runs nothing of."""
    out = io.BytesIO()
    # The mark of byte order, without which Excel takes the file for the system's own encoding, comes with the codec.
    with io.TextIOWrapper(out, encoding="utf-8-sig", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(table.columns)
        writer.writerows([_cell(value) for value in row] for row in table.rows)
        text.flush()
        return out.getvalue()


def _cell(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it, as OWASP advises."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


@cache
def words(language: Language) -> dict[str, str]:
    """Headings and values of exported files, by key."""
    return {key: arabic if language == "ar" else english for key, arabic, english in tabular.rows(WORDS)}

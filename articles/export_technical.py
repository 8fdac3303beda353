"""Findings for other programs and for training: Parquet, CoNLL, Label Studio, a gold set."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from articles.export import NOBODY, Language, Seen, names_state, read_by, state, whole, words
from articles.lines import arrow_schema
from articles.review import Reviewed
from models.arabic import tokens
from models.findings import Analysis, Entity, Quote, Stance

_WITH_ERRORS = "error"  # the column of `analyse.py`'s Parquet that an export has no use for


def parquet(analyses: Iterable[Analysis], seen: Seen = NOBODY, language: Language = "ar") -> bytes:
    """A row an article: the contract's fields, and `review` as `export.json_lines` has it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    w, given = words(language), arrow_schema()
    schema = given.remove(given.get_field_index(_WITH_ERRORS)).append(pa.field("review", pa.string()))
    rows = [{**a.to_json(), "review": w[state(a, seen)]} for a in analyses]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), out, compression="zstd")
    return out.getvalue()


def conll(analyses: Iterable[Analysis], seen: Seen = NOBODY, language: Language = "ar") -> bytes:
    """Names as `token<TAB>B-|I-|O`, a blank line after a sentence; a `#` line an article says what read it
    and whether its names were reviewed.
    """
    w = words(language)
    return "".join(line for a in analyses for line in _conll(a, w[names_state(a, seen)])).encode("utf-8")


def label_studio(analyses: Iterable[Analysis], seen: Seen = NOBODY, language: Language = "ar") -> bytes:
    """A JSON list of tasks for a template with `<Text name="text">` and `<Labels name="label">`: predictions,
    or annotations where an editor has reviewed the whole article, names and statements.
    """
    return json.dumps([_task(a, seen, language) for a in analyses], ensure_ascii=False).encode("utf-8")


def gold(analyses: Iterable[Analysis], seen: Seen = NOBODY) -> bytes:
    """A zip of the articles that an editor has reviewed whole, names and statements, as `training.data.gold_articles` reads them:
    `gold/txt/ID.txt` beside `gold/json/ID.json`. Of their stances, those that the editor decided.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for a in analyses:
            if whole(a, seen):
                archive.writestr(f"gold/txt/{a.id}.txt", a.text.encode("utf-8"))
                annotation = json.dumps(_annotation(a, seen[a.id]), ensure_ascii=False, indent=1)
                archive.writestr(f"gold/json/{a.id}.json", annotation)
    return out.getvalue()


def _conll(a: Analysis, review: str) -> Iterator[str]:
    yield f"# id = {a.id}; review = {review}; models = {read_by(a)}\n"
    begins = {m.start: m for m in a.mentions}
    inside = None
    for sentence in a.sentences:
        for start, end in tokens(a.text[sentence.start : sentence.end]):
            start, end = start + sentence.start, end + sentence.start
            # A name may begin inside a token, after an attached preposition.
            first = next((begins[at] for at in range(start, end) if at in begins), None)
            if first:
                inside = first
            name = inside if inside and start < inside.end and inside.start < end else None
            tag = f"{'B' if first else 'I'}-{name.label}" if name else "O"
            yield f"{a.text[start:end]}\t{tag}\n"
        yield "\n"


def _task(a: Analysis, seen: Seen, language: Language) -> dict[str, Any]:
    w = words(language)
    spans = [*((m, m.label, m.score) for m in a.mentions), *((q, q.kind, q.score) for q in a.quotes)]
    result = [
        {
            "id": f"{number}", "from_name": "label", "to_name": "text", "type": "labels", "score": score,
            "value": {"start": span.start, "end": span.end, "text": span.text, "labels": [label]},
        }
        for number, (span, label, score) in enumerate(spans)
    ]  # fmt: skip
    reviewed = whole(a, seen)
    facts = {"title": a.title, "source": a.source, "published": a.published, "article": a.id}
    return {
        "data": {"text": a.text, **facts, "review": w[state(a, seen)], "models": read_by(a)},
        "annotations": [{"result": result}] if reviewed else [],
        "predictions": [] if reviewed else [{"model_version": read_by(a), "result": result}],
    }


def _annotation(a: Analysis, seen: Reviewed) -> dict[str, Any]:
    return {
        "id": a.id,
        "quotes": [_gold_quote(q) for q in a.quotes],
        "stances": [_gold_stance(s) for s in a.stances if (s.quote, s.target) in seen.stances],
        "entities": [_gold_entity(a, e) for e in a.entities],
    }


def _gold_quote(quote: Quote) -> dict[str, Any]:
    who = quote.speaker
    return {
        "content": quote.text,
        "kind": quote.kind,
        "speaker": (who.text or None) if who else None,
        "canonical": who.name if who else None,
        "speaker_kind": who.kind if who else "unknown",
        "cue": quote.cue.text if quote.cue else None,
    }


def _gold_stance(stance: Stance) -> dict[str, Any]:
    return {"quote": stance.quote, "target": stance.target, "label": stance.label}


def _gold_entity(a: Analysis, entity: Entity) -> dict[str, Any]:
    forms = dict.fromkeys(a.mentions[k].text for k in entity.mentions)
    return {"label": entity.label, "names": sorted(forms, key=len, reverse=True)}

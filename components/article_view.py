"""The article right to left, its names and statements as clickable marks: one component, text nodes only.

The browser gets segments, not offsets: Python counts code points and JavaScript UTF-16 units.
"""

from __future__ import annotations

import itertools
from typing import Any

import streamlit as st

from articles.facts import SURE_MENTION, SURE_QUOTE
from components.scripts import part
from components.words import t
from models.findings import Analysis

_component = st.components.v2.component(
    "rawi_article",
    html="<div class='root'></div>",
    css=part("article.css"),
    js=part("elements.js", "article.js"),
)


def article_view(analysis: Analysis, *, selected: dict | None, goto: dict | None) -> dict | None:
    """Draw the article; returns what was clicked in this run: {"type": "mention"|"quote", "id": int}, or words
    that were selected to be added: {"type": "words", "kind": "name"|"statement", "words": str,
    "at": int|None}, `at` being the character of the text at which they begin.

    `selected` is lit; `goto` (with a `nonce`) is lit and scrolled to once.
    """
    data = {**_drawing(analysis, st.session_state["lang"]), "selected": selected, "goto": goto}
    return _component(key=f"view-{analysis.id}", data=data, on_picked_change=lambda: None).picked


def _drawn_of(analysis: Analysis) -> int:
    """A number for all that is drawn of the findings; its names are read out."""
    return hash((analysis.id, analysis.mentions, analysis.entities, analysis.quotes))


@st.cache_data(max_entries=20, show_spinner=False, hash_funcs={Analysis: _drawn_of})
def _drawing(analysis: Analysis, lang: str) -> dict[str, Any]:
    """What the component draws: paragraphs of segments, and what each mention and quote is."""
    words = {label: t(f"label.{label}") for label in ("PERS", "LOC", "ORG", "MISC")}
    words |= {"q": t("statements"), "legend": t("legend")}
    words |= {"add.name": t("offer.name"), "add.statement": t("offer.statement")}
    names = {e.id: e.name for e in analysis.entities}
    first = {e.mentions[0] for e in analysis.entities if e.mentions}
    return {
        "signature": f"{lang}-{_drawn_of(analysis)}",
        "rtl": lang == "ar",
        "words": words,
        "paragraphs": paragraphs(analysis),
        "mentions": [
            {
                "label": m.label,
                "entity": m.entity,
                "faint": m.score < SURE_MENTION,
                "aria": f"{names.get(m.entity, m.text)}: {t(f'chip.{m.label}')}",
                "chip": t(f"chip.{m.label}"),
                "first": i in first,
            }
            for i, m in enumerate(analysis.mentions)
        ],
        "quotes": [
            {
                "kind": q.kind,
                "faint": q.score < SURE_QUOTE,
                "aria": f"{t(f'kind.{q.kind}')}: {q.speaker.name if q.speaker else t('speaker.none')}",
            }
            for q in analysis.quotes
        ],
    }


def paragraphs(analysis: Analysis) -> list[dict[str, Any]]:
    """The text's lines as segments cut wherever a mention, quote, cue or speaker begins or ends.

    Joined, the segments of a line are the line, which begins at the text's character `at`. Each says which
    mention it is in (-1: none), and which quotes it is in (the innermost last), which quotes' cue and which
    quotes' speaker.
    """
    text = analysis.text
    quotes = sorted(enumerate(analysis.quotes), key=lambda q: q[1].start - q[1].end)
    layers = {
        "m": [(m, i) for i, m in enumerate(analysis.mentions)],
        "q": [(q, k) for k, q in quotes],
        "cue": [(q.cue, k) for k, q in quotes if q.cue],
        "who": [(q.speaker, k) for k, q in quotes if q.speaker],
    }
    ends = list(itertools.accumulate(map(len, text.splitlines(keepends=True)), initial=0))
    lines = [(start, start + len(text[start:end].rstrip("\r\n"))) for start, end in itertools.pairwise(ends)]
    spans = [*lines, *((s.start, s.end) for layer in layers.values() for s, _ in layer)]
    # Every span begins and ends at a cut: what a piece is in is told once for the text, not looked for in each line.
    cuts = sorted(set(itertools.chain.from_iterable(spans)))
    at = {cut: n for n, cut in enumerate(cuts)}
    pieces = [{"t": text[a:b], **{name: [] for name in layers}} for a, b in itertools.pairwise(cuts)]
    for name, layer in layers.items():
        for span, number in layer:
            for piece in pieces[at[span.start] : at[span.end]]:
                piece[name].append(number)
    for piece in pieces:
        piece["m"] = next(iter(piece["m"]), -1)
    out: list[dict[str, Any]] = []
    for start, end in lines:
        if line := text[start:end].strip():
            segments = pieces[at[start] : at[end]]
            out.append({"kind": _kind(line, not out), "at": start, "segments": segments})
    return out


def _kind(line: str, first: bool) -> str:
    short = len(line) < 140 and line[-1] not in '.؟!»”"'
    return ("title" if first else "head") if short else "body"

"""The sentences behind a sum, marked, each with the way to its place in the article. Text nodes only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from articles import evidence
from articles.evidence import PAGE, Evidence, Found
from articles.overview import Filters
from components.cards import copied, cue_of, kind_of, worded
from components.scripts import part
from components.state import library, show
from components.words import count, t

_component = st.components.v2.component(
    "rawi_evidence",
    html="<div class='root'></div>",
    css=part("evidence.css"),
    js=part("elements.js", "copy.js", "evidence.js"),
)


def drawn(items: Sequence[dict[str, Any]], *, columns: Sequence[str] | None = None, key: str) -> None:
    """Draw items as `parts/evidence.js` describes them; whichever place is asked for is gone to."""
    data = {
        "rtl": st.session_state["lang"] == "ar",
        "words": {k: t(k) for k in ("copy", "copied", "show")},
        "items": list(items),
        "columns": columns and list(columns),
    }
    if at := _component(key=key, data=data, on_picked_change=lambda: None).picked:
        show(at["article"], at["select"])


def listed(filters: Filters, places: bool) -> None:
    """The statements that are meant, or the sentences in which `filters.names` stand, page by page."""
    key = f"page-{hash((filters, places))}"
    page = st.session_state.get(key, 0)
    find = evidence.places if places else evidence.statements
    found = find(library(), filters, page)
    last = max(0, (found.all - 1) // PAGE)
    if page > last:  # what stood on it is gone
        page = last
        found = find(library(), filters, page)
    shown = _said(found, places)
    st.caption(f"{shown} {t('evidence.places.note') if places and len(filters.names) > 1 else ''}")
    drawn([_item(e) for e in found.evidence], key=f"evidence-{hash((filters, places, page))}")
    if last:
        _pages(key, page, last)


def _said(found: Found, places: bool) -> str:
    if places:
        return count("n.articles", found.articles)
    return t(
        "evidence.in",
        statements=count("n.statements", found.all),
        articles=count("n.articles", found.articles, after=True),
    )


def _pages(key: str, page: int, last: int) -> None:
    """Forward and back through the evidence."""
    with st.container(key="evidence-pages", horizontal=True, vertical_alignment="center"):
        if st.button(t("evidence.before"), disabled=page == 0, key=f"{key}-before"):
            st.session_state[key] = page - 1
            st.rerun()
        if st.button(t("evidence.next"), disabled=page >= last, key=f"{key}-next"):
            st.session_state[key] = page + 1
            st.rerun()
        st.caption(t("evidence.page", n=page + 1, all=last + 1))


def _item(e: Evidence) -> dict[str, Any]:
    origin = [e.source, e.published or t("undated")]
    facts, chips, said, copy, select = origin, [], "", "", f"mention:{e.place}"
    if e.said:
        select = f"quote:{e.quote}"
        kind = t(f"speaker.{e.said.speaker_kind}")
        name = e.said.speaker.name if e.said.speaker else None
        who = f"{name} ({kind})" if name else kind
        reviewed = t("reviewed" if e.reviewed else "unreviewed")
        facts = [who, kind_of(e.said), cue_of(e.said), *origin, reviewed]
        chips = [_chip(s.verdict, s.target) for s in e.stances]
        said = worded(e.said)
        copy = copied(said, name, e.title, e.source, e.published, e.url)
    return {
        "heading": e.title or e.path,
        "passages": [passage.segments() for passage in e.passages],
        "facts": [fact for fact in facts if fact],
        "chips": chips,
        "said": said,
        "copy": copy,
        "at": {"article": e.article, "select": select},
    }


def _chip(kind: str, target: str) -> dict[str, str]:
    return {"kind": kind, "text": f"{t(f'stance.{kind}')}: {target}"}

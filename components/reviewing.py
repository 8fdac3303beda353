"""An editor's verdict on statements: right, not a statement, other words, another speaker, one that was
missed. Every one is a correction laid over the findings: kept at once, undone at will."""

from __future__ import annotations

import streamlit as st

from articles.review import Correction
from components.state import go, library
from components.words import count, t
from models.findings import Analysis

# Characters on each side of a statement in which its new words may stand.
NEAR = 400


def review(analysis: Analysis, number: int) -> None:
    """The buttons under a clicked statement."""
    quote = analysis.quotes[number]
    with st.container(key="review"):
        yes, no = st.columns(2)
        other, extent = st.columns(2)
        if yes.button(t("review.confirm"), width="stretch"):
            _keep(analysis, number, "confirm", {})
        if no.button(t("review.delete"), width="stretch"):
            go(select=None)
            _keep(analysis, number, "delete", {})
        with other.popover(t("review.speaker"), width="stretch"):
            name = _speaker(
                analysis, quote.speaker.entity if quote.speaker else None, key=f"speaker-{number}"
            )
            if st.button(t("review.save"), key="speaker-save", type="primary"):
                _keep(analysis, number, "speaker", {"name": name})
        with extent.popover(t("review.trim"), width="stretch"):
            words = st.text_area(
                t("review.trim.help"), quote.text, key=f"trim-{analysis.id}-{number}", height=160
            )
            if st.button(t("review.save"), key="trim-save", type="primary"):
                start = _place(analysis.text, words, quote.start - NEAR, quote.end + NEAR)
                if start is None:
                    st.error(t("review.not.there"))
                else:
                    _keep(analysis, number, "trim", {"start": start, "end": start + len(words.strip())})
    undo(analysis, key="undo-panel")


def add(analysis: Analysis) -> None:
    """A statement that the reading missed: its words as they stand in the article, its kind and speaker."""
    with st.popover(t("review.add"), width="stretch"), st.form(f"add-{analysis.id}", border=False):
        words = st.text_area(t("review.add.help"), key="add-words", height=120)
        kind = st.radio(
            t("review.kind"), ["direct", "indirect"], format_func=lambda k: t(f"kind.{k}"), horizontal=True
        )
        name = _speaker(analysis, None, key="add-speaker")
        if st.form_submit_button(t("review.save"), type="primary"):
            start = _place(analysis.text, words, 0, len(analysis.text))
            if start is None:
                st.error(t("review.not.there"))
            else:
                value = {"kind": kind, "speaker": {"name": name}}
                end = start + len(words.strip())
                library().correct(Correction(analysis.id, start, end, "quote", "add", value))
                st.rerun()


def undo(analysis: Analysis, *, key: str) -> None:
    """How many corrections the article has, and a button that takes the last one back."""
    kept = library().corrections(analysis.id)
    if kept and st.button(
        f"{t('review.undo')} ({count('n.corrections', len(kept))})", key=key, width="stretch"
    ):
        library().undo(kept[-1].id)
        go(select=None)
        st.rerun()


def _speaker(analysis: Analysis, now: int | None, *, key: str) -> str | None:
    """The name of the article that the editor chooses, or None for nobody."""
    names = {e.id: e.name for e in analysis.entities if e.label != "MISC"}
    choices = [None, *names]
    chosen = st.selectbox(
        t("speaker"),
        choices,
        index=choices.index(now) if now in choices else 0,
        format_func=lambda i: names.get(i, t("review.nobody")),
        key=key,
    )
    return names.get(chosen)


def _place(text: str, words: str, start: int, end: int) -> int | None:
    """Where the editor's words stand in the text between two places; None when they don't, or are blank."""
    words = words.strip()
    at = text.find(words, max(0, start), end) if words else -1
    return at if at >= 0 else None


def _keep(analysis: Analysis, number: int, action: str, value: dict) -> None:
    quote = analysis.quotes[number]
    library().correct(Correction(analysis.id, quote.start, quote.end, "quote", action, value))
    st.rerun()

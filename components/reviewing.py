"""An editor's verdict on a statement: right, not a statement, or somebody else said it. Reversible."""

from __future__ import annotations

import streamlit as st

from articles.review import Correction
from components.state import library
from components.words import count, t
from models.findings import Analysis


def review(analysis: Analysis, number: int) -> None:
    """The buttons under a clicked statement; a correction is kept at once and can be undone."""
    quote = analysis.quotes[number]
    with st.container(key="review"):
        yes, no = st.columns(2)
        other, undo = st.columns(2)
        if yes.button(t("review.confirm"), width="stretch"):
            _keep(analysis, number, "confirm", {})
        if no.button(t("review.delete"), width="stretch"):
            _keep(analysis, number, "delete", {})
        with other.popover(t("review.speaker"), width="stretch"):
            people = {e.id: e for e in analysis.entities if e.label in ("PERS", "ORG", "LOC")}
            now = quote.speaker.entity if quote.speaker else None
            choices = [None, *people]
            chosen = st.selectbox(
                t("speaker"),
                choices,
                index=choices.index(now) if now in choices else 0,
                format_func=lambda i: t("review.nobody") if i is None else people[i].name,
            )
            if st.button(t("review.confirm"), key="speaker-save", type="primary"):
                _keep(
                    analysis, number, "speaker", {"name": people[chosen].name if chosen is not None else None}
                )
        kept = library().corrections(analysis.id)
        if undo.button(t("review.undo"), width="stretch", disabled=not kept):
            library().undo(kept[-1].id)
            st.rerun()
        if kept:
            st.caption(t("review.done", n=count("n.corrections", len(kept))))


def _keep(analysis: Analysis, number: int, action: str, value: dict) -> None:
    quote = analysis.quotes[number]
    library().correct(Correction(analysis.id, quote.start, quote.end, "quote", action, value))
    st.rerun()

"""An editor's verdict on statements: right, not a statement, other words, another speaker, one that was
missed. Every one is a correction laid over the findings: kept at once, undone at will."""

from __future__ import annotations

import streamlit as st

from articles.review import Reviewed
from components.correcting import correct, nearest, of_statement, spans_of, undo
from components.stances import verdicts
from components.state import go, plain
from components.words import apart, t
from models.findings import Analysis, Speaker

# Characters on each side of a statement in which its new words may stand.
NEAR = 400


def review(analysis: Analysis, number: int, seen: Reviewed) -> None:
    """The buttons under a clicked statement."""
    quote, of = analysis.quotes[number], of_statement(analysis, number)
    with st.container(key="review"):
        which_one(analysis, number, seen)
        yes, no = st.columns(2)
        if yes.button(t("review.confirm"), key=f"quote-confirm-{of}", width="stretch"):
            _keep(analysis, number, "confirm")
        if no.button(t("review.delete"), key=f"quote-delete-{of}", width="stretch"):
            go(select=None)
            _keep(analysis, number, "delete")
        with yes.popover(t("review.speaker"), width="stretch"):
            who = _speaker(analysis, quote.speaker.entity if quote.speaker else None, key=f"speaker-{of}")
            if st.button(t("review.save"), key=f"speaker-save-{of}", type="primary"):
                _keep(analysis, number, "speaker", **who)
        with no.popover(t("review.trim"), width="stretch"):
            words = st.text_area(t("review.trim.help"), quote.text, key=f"trim-{of}", height=160)
            if st.button(t("review.save"), key=f"trim-save-{of}", type="primary"):
                place = nearest(analysis.text, words, quote.start, quote.end, NEAR)
                if place is None:
                    st.error(t("review.not.there"))
                else:
                    _keep(analysis, number, "trim", start=place[0], end=place[1])
        verdicts(analysis, number, seen)
    undo(analysis, key="undo-panel")


def which_one(analysis: Analysis, number: int, seen: Reviewed) -> None:
    """Where more than one may have said it, ask: one of them, or all together. One click each."""
    quote = analysis.quotes[number]
    if quote.speaker is None or not quote.other_speakers or number in seen.quotes:
        return
    of = of_statement(analysis, number)
    with st.container(key="which-one", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{t('which')}**", width="content")
        for k, who in enumerate((quote.speaker, *quote.other_speakers)):
            # The name is in the key: another reading may have come to others meanwhile.
            if st.button(plain(who.name), key=f"which-{of}-{k}-{who.name}"):
                _keep(analysis, number, "speaker", **_said_by(who))
        if st.button(t("which.all"), key=f"which-{of}-all"):
            _keep(analysis, number, "confirm")


def _said_by(who: Speaker) -> dict[str, object]:
    return {"start": who.start, "end": who.end, "name": who.name, "kind": who.kind}


def add(analysis: Analysis, words: str = "", at: int | None = None, *, key: str = "add") -> None:
    """A form for a statement that the reading missed: its words as they stand in the article, its kind and speaker.

    Of several places it is the one nearest to the character `at`; where none is told, the first that is in no
    statement.
    """
    of = f"{analysis.id}-{words}"  # other words that are selected are another form
    with st.form(f"{key}-{of}", border=False):
        words = st.text_area(t("review.add.help"), words, key=f"{key}-words-{of}", height=120)
        kind = st.radio(
            t("review.kind"),
            ["direct", "indirect"],
            format_func=lambda k: t(f"kind.{k}"),
            horizontal=True,
            key=f"{key}-kind-{of}",
        )
        who = _speaker(analysis, None, key=f"{key}-speaker-{of}")
        if st.form_submit_button(t("review.save"), type="primary"):
            if at is None:
                said = [(q.start, q.end) for q in analysis.quotes]
                found = spans_of(analysis.text, words)
                free = [(a, b) for a, b in found if not any(c <= a and b <= d for c, d in said)]
                place = next(iter(free or found), None)
            else:
                place = nearest(analysis.text, words, at, at, len(analysis.text))
            if place is None:
                st.error(t("review.not.there"))
            else:
                correct(analysis.id, *place, "quote", "add", {"kind": kind, "speaker": who})
                st.rerun()


def _speaker(analysis: Analysis, now: int | None, *, key: str) -> dict[str, str | None]:
    """The name of the article that the editor chooses and its label; the name None for nobody."""
    named = {e.id: e for e in analysis.entities if e.label != "MISC"}
    called = apart((e.name, t(f"chip.{e.label}")) for e in named.values())
    shown = {None: t("review.nobody"), **dict(zip(named, called, strict=True))}
    choices = list(shown)
    chosen = st.selectbox(
        t("speaker"),
        choices,
        index=choices.index(now) if now in choices else 0,
        format_func=shown.get,
        key=key,
    )
    return {"name": named[chosen].name, "label": named[chosen].label} if chosen in named else {"name": None}


def _keep(analysis: Analysis, number: int, action: str, **value: object) -> None:
    quote = analysis.quotes[number]
    correct(analysis.id, quote.start, quote.end, "quote", action, value)
    st.rerun()

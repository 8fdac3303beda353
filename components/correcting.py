"""How the pages keep an editor's decisions: under the reviewer's name, for an article or for the whole library,
and how the last of them is taken back."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from articles.export import in_line
from articles.naming import About, Naming
from articles.review import Correction
from articles.worker import ensure_running
from components.scripts import part
from components.state import go, library, plain
from components.words import count, known, t
from models.arabic import fold
from models.findings import Analysis, Label

_kept = st.components.v2.component(
    "rawi_reviewer",
    html="<div></div>",
    js=part("reviewer.js"),
)

# Seconds a page works on the sums itself, and articles at a time.
PATIENCE, CAUGHT_UP = 2.0, 50
SHOWN = 12  # decisions of the history at a time


def correct(
    id: str, start: int, end: int, kind: str, action: str, value: dict[str, Any] | None = None, at: str = ""
) -> None:
    """Keep a correction of an article (the table in `articles/review.py`) under the reviewer's name. Those of one
    moment `at` are one decision, taken back together."""
    library().correct(Correction(id, start, end, kind, action, value or {}, by=reviewer(), at=at))


def of_statement(analysis: Analysis, number: int) -> str:
    """What the keys of a statement's buttons and fields end in: its number alone may be another's, in another article or
    after a decision, and what was filled in or clicked for the one would count for the other.
    """
    quote = analysis.quotes[number]
    return f"{analysis.id}-{number}-{quote.start}-{quote.end}"


def spans_of(text: str, words: str) -> list[tuple[int, int]]:
    """Where an editor's words stand in a text, whatever the space between them; nowhere when they are blank."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    return [found.span() for found in re.finditer(pattern, text)] if pattern else []


def nearest(text: str, words: str, start: int, end: int, room: int) -> tuple[int, int] | None:
    """Where an editor's words stand, no further than `room` characters from a span: of several places the one
    that shares most with it, else the one least far from it. None when they don't, or are blank."""
    near = [(a, b) for a, b in spans_of(text, words) if start - room <= a and b <= end + room]
    return max(near, key=lambda place: min(place[1], end) - max(place[0], start), default=None)


def moment() -> str:
    """This moment, for corrections that are one decision."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def call(about: About, name: str, into: str, label: Label | None = None) -> int:
    """Keep what a name or target is called in the whole library, and bring the sums up to it: the decision's id."""
    decision = library().call(Naming(about, name, into, label, by=reviewer()))
    catch_up()
    return decision


def catch_up() -> None:
    """Bring the sums up to what was decided for the whole library; what would keep the page waiting is left to the
    model process."""
    begun = time.monotonic()
    while left := library().catch_up(CAUGHT_UP):
        if time.monotonic() - begun > PATIENCE:
            ensure_running(library().path)
            st.toast(t("naming.spreading", n=count("n.articles", left)))
            return


def reviewer() -> str:
    """The name that decisions of this visit are kept under; "" where none was given."""
    return st.session_state.get("reviewer", "")


def reviewer_field(key: str) -> None:
    """A field for that name, filled with the one last given in this browser."""
    kept = _kept(
        data={"name": st.session_state.get("reviewer")}, key=f"{key}-kept", on_kept_change=lambda: None
    ).kept
    if kept is not None:
        st.session_state["reviewer"] = st.session_state[key] = kept
    st.session_state.setdefault(key, reviewer())
    given = st.text_input(
        t("reviewer"), max_chars=60, key=key, placeholder=t("reviewer.help"), help=t("reviewer.why")
    ).strip()
    if given != reviewer():
        st.session_state["reviewer"] = given
        st.rerun()  # the browser is to keep it


def undo(analysis: Analysis, *, key: str) -> None:
    """The newest decision about this article and a button that takes it back; the earlier ones on demand."""
    own: list[Correction | Naming] = [*library().corrections(analysis.id)]
    kept = sorted([*own, *_calls_in(analysis)], key=lambda each: each.at)
    if not kept:
        return
    with st.container(key=key, horizontal=True):
        # The decision is in the key: a click takes back what the button said, whoever decided something since.
        if st.button(t("review.undo"), key=f"{key}-{kept[-1].at}", help=plain(_told(kept[-1]))):
            _take_back([each for each in kept if each.at == kept[-1].at])
        with st.popover(count("n.corrections", len(kept))):
            for each in kept[: -SHOWN - 1 : -1]:
                st.text(_told(each))


def _calls_in(analysis: Analysis) -> list[Naming]:
    """The decisions for the whole library that this article shows."""
    names = {fold(e.name) for e in analysis.entities}
    targets = {fold(s.target) for s in analysis.stances}
    return [d for d in library().decisions() if fold(d.into) in (names if d.about == "name" else targets)]


def _take_back(decisions: list[Correction | Naming]) -> None:
    for decision in decisions:
        if isinstance(decision, Naming):
            library().undo_call(decision.id)
            catch_up()
        else:
            library().undo(decision.id)
    go(select=None)
    st.rerun()


def _told(decision: Correction | Naming) -> str:
    """What was decided, by whom and when."""
    if isinstance(decision, Naming):
        return _signed(t("naming.told", name=decision.name, into=decision.into), decision)
    text = library().article(decision.text_id).text
    words = " ".join(text[decision.start : decision.end].split())
    about = words if len(words) < 50 else words[:50].rpartition(" ")[0] + "…"
    return _signed(f"{known(f'did.{decision.kind}.{decision.action}', 'review')}: {about}", decision)


def _signed(told: str, decision: Correction | Naming) -> str:
    return in_line((told, decision.by, decision.at[:10]))

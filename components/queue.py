"""The Review page: statements that no editor has looked at, one after the other, by mouse or by key."""

from __future__ import annotations

import streamlit as st

from articles.export import in_line
from articles.queue import GATHERED, Order, Waiting, candidates, waiting
from articles.review import Correction
from components.cards import Group, cards, selected_statement
from components.choosing import one_of
from components.correcting import correct, reviewer_field
from components.folders import chosen_folder
from components.reviewing import which_one
from components.stances import verdicts
from components.state import library, plain, sample_first, show
from components.words import count, t
from models.findings import Analysis

ORDERS: tuple[Order, ...] = ("uncertain", "strong", "quoted")
KEYS = {"confirm": "1", "delete": "2", "later": "3", "back": "0"}


def page() -> None:
    """Choose an order, decide on the statement that is shown, see how many are left."""
    sample_first()
    st.markdown(f"## {t('queue')}")
    folder = chosen_folder()
    st.caption(t("queue.help") + (f" · {t('folder')}: {plain(folder.name)}" if folder else ""))
    order = one_of(
        t("queue.order"),
        ORDERS,
        key="queue-order",
        names=lambda o: t(f"queue.{o}"),
        default=ORDERS[0],
        label_visibility="visible",
    )
    places = _places(order, folder.id if folder else None)
    at = _next(places)
    st.progress(at / max(1, len(places)), text=t("queue.left", n=count("n.statements", len(places) - at)))
    if at == len(places):
        st.success(t("queue.done"))
        with st.container(key="queue-end", horizontal=True):
            _back(places)
            if len({place.article for place in places}) >= GATHERED and st.button(t("queue.more")):
                del st.session_state["queue-key"]
                st.rerun()
        return
    place = places[at]
    found = library().edited(place.article)
    number = place.number_in(found[0]) if found else None
    if number is None:  # it was taken away meanwhile, perhaps with its article
        st.session_state["queue-shown"] = None
        st.rerun()
    analysis, seen = found
    _origin(analysis)
    asked = cards([Group(cards=(selected_statement(analysis, number, seen),))], key="queue-card")
    which_one(analysis, number, seen)
    _buttons(analysis, number, places)
    verdicts(analysis, number, seen)
    reviewer_field("reviewer-queue")
    if asked:
        _open(analysis, number)


def _places(order: Order, folder: int | None) -> list[Waiting]:
    """The queue as it was when this order was chosen, so that nothing moves under the editor's hands."""
    key = (order, folder)
    if st.session_state.get("queue-key") != key:
        with st.spinner(t("queue.gathering")):
            ids = candidates(library(), order, folder)
            st.session_state["queue"] = waiting(filter(None, map(library().edited, ids)), order)
        st.session_state["queue-key"] = key
        st.session_state["queue-at"] = 0
        st.session_state["queue-shown"] = None
        st.session_state["queue-past"] = []
    return st.session_state["queue"]


def _next(places: list[Waiting]) -> int:
    """The place in the queue, past what has been decided meanwhile or is no longer there. The statement that is
    shown stays: its stances may be decided one by one."""
    at = st.session_state["queue-at"]
    shown = st.session_state["queue-shown"]
    while at < len(places) and places[at] != shown and not _open_still(places[at]):
        at += 1
    st.session_state["queue-at"] = at
    st.session_state["queue-shown"] = places[at] if at < len(places) else None
    past = st.session_state["queue-past"]
    if at < len(places) and (not past or past[-1][0] != at):
        past.append((at, {c.id for c in _about(places[at])}))
    return at


def _about(place: Waiting) -> list[Correction]:
    """The corrections of a statement, oldest first."""
    return [c for c in library().corrections(place.article) if (c.start, c.end) == (place.start, place.end)]


def _open_still(place: Waiting) -> bool:
    found = library().edited(place.article)
    if found is None:
        return False
    analysis, seen = found
    number = place.number_in(analysis)
    return number is not None and number not in seen.quotes


def _origin(analysis: Analysis) -> None:
    title = analysis.title or t("untitled")
    facts = (title, analysis.source, analysis.published or t("undated"))
    st.markdown(f"**{plain(in_line(facts))}**")


def _buttons(analysis: Analysis, number: int, places: list[Waiting]) -> None:
    quote = analysis.quotes[number]
    with st.container(key="queue-buttons", horizontal=True):
        for action in ("confirm", "delete"):
            if st.button(
                t(f"review.{action}"),
                key=f"queue-{action}",
                type="primary" if action == "confirm" else "secondary",
                shortcut=KEYS[action],
            ):
                correct(analysis.id, quote.start, quote.end, "quote", action)
                st.session_state["queue-at"] += 1
                st.rerun()
        if st.button(t("queue.later"), key="queue-later", shortcut=KEYS["later"]):
            st.session_state["queue-at"] += 1
            st.rerun()
        if st.button(t("queue.change"), key="queue-change"):
            _open(analysis, number)
        _back(places)


def _back(places: list[Waiting]) -> None:
    """To the statement shown before this one; what has been decided about it since is taken back, and nothing else."""
    past = st.session_state["queue-past"]
    before = past[:-1] if st.session_state["queue-shown"] else past
    if st.button(t("queue.back"), key="queue-back", disabled=not before, shortcut=KEYS["back"]):
        at, known = before[-1]
        for correction in reversed(_about(places[at])):
            if correction.id not in known:
                library().undo(correction.id)
        st.session_state["queue-past"] = before[:-1]
        st.session_state["queue-at"] = at
        st.session_state["queue-shown"] = None
        st.rerun()


def _open(analysis: Analysis, number: int) -> None:
    """The statement in its article, where speaker and extent can be changed."""
    st.session_state["queue-shown"] = None
    show(analysis.id, f"quote:{number}")

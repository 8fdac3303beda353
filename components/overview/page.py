"""The Overview page: the whole library or a part of it, as ranked tables and pictures that lead to sentences."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from articles.overview import Filters, Overview, Scope
from components.filtering import filters, remember
from components.keeping import keep_view
from components.overview.behind import behind
from components.overview.named import named
from components.overview.over_time import over_time
from components.overview.pairs import pairs
from components.overview.picks import Picks
from components.overview.retold import retold
from components.overview.speakers import speakers
from components.overview.stances import stances
from components.overview.verbs import verbs
from components.overview.voices import voices
from components.state import go, library, open_jobs, place, sample_first
from components.words import count, t

LOOK_AGAIN_SECONDS = 1.0

# By the name that each has in the address bar, in the order of the page.
VIEWS: dict[str, Callable[[Overview, Filters, Picks], None]] = {
    "speakers": speakers,
    "voices": voices,
    "named": named,
    "time": over_time,
    "stances": stances,
    "verbs": verbs,
    "retold": retold,
    "pairs": pairs,
}


def page() -> None:
    """Filters, what they leave, one view of it, and the sentences behind what is selected."""
    sample_first()
    overview = Overview(library())
    st.markdown(f"## {t('page.overview')}")
    asked = filters(overview)
    scope = overview.scope(asked)
    st.caption(_rests(scope))
    if not scope.articles:
        if scope.unread and open_jobs():
            _wait(overview, asked)
        else:
            st.info(t("overview.nothing"))
        remember()
        return
    with st.container(key="views", horizontal=True, horizontal_alignment="distribute"):
        view = _view()
        keep_view(overview, asked)
    picks = Picks(view, overview, asked)
    VIEWS[view](overview, asked, picks)
    if chosen := picks.chosen():
        behind(overview, asked, chosen)
    remember()


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def _wait(overview: Overview, asked: Filters) -> None:
    """Nothing of it is read yet: look again until something is."""
    st.info(t("overview.reading"))
    if not open_jobs() or overview.scope(asked).articles:
        st.rerun(scope="app")


def _view() -> str:
    """The view chosen, as the address bar has it."""
    now = place("show") if place("show") in VIEWS else next(iter(VIEWS))
    # The address has changed, or the page has just been come to, or (see below) nothing was chosen.
    if st.session_state.get("view") is None or st.session_state.get("overview-view") != now:
        st.session_state["view"] = now
    names = {view: t(f"overview.{view}") for view in VIEWS}
    view = st.segmented_control(
        t("page.overview"), VIEWS, format_func=names.get, key="view", label_visibility="collapsed", required=True
    ) or now  # a browser that has just changed its language may say that nothing is chosen  # fmt: skip
    if view != now:
        go(show=view, pick=None)
    st.session_state["overview-view"] = view
    return view


def _rests(scope: Scope) -> str:
    """What the sums rest on, and what they leave out."""
    told = [
        t(
            "overview.rests",
            statements=count("n.statements", scope.statements, after=True),
            articles=count("n.articles", scope.articles, after=True),
        )
    ]
    for name, word in (("unsure", "n.statements"), ("repeats", "n.statements"), ("copies", "n.articles"), ("unread", "n.articles")):  # fmt: skip
        if left := getattr(scope, name):
            told.append(t(f"overview.left.{name}", n=count(word, left, after=name == "unsure")))
    return " ".join(told)

"""Two names, or two targets of stances, made one in the whole library: one click on the likeliest, and taken back by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from articles.likeness import likeliest
from articles.naming import About
from articles.overview import Filters, Overview
from articles.topics import Topics
from components.correcting import call, catch_up
from components.state import library, plain
from components.words import t
from models.arabic import fold
from models.findings import Label

ALIKE, OFFERED = 4, 8  # names offered: those that look alike first, then others in view
MOST = 200  # names and targets to choose from


def offer(
    about: About,
    name: str,
    view: Mapping[str, Label | None],
    rest: Mapping[str, Label | None],
    *,
    key: str,
    closes: bool = True,
) -> bool:
    """What `name` can be merged into; whether it was, or the offer closed (where it `closes`). `view` are the names that stand beside it
    and `rest` all others, each with the type that goes with it. A target's opposite is never suggested.
    """
    kinds = {other: kind for other, kind in {**rest, **view}.items() if fold(other) != fold(name)}
    opposite = Topics(library()).opposites().get(fold(name), "") if about == "target" else ""
    # Of another type, a name is less likely the same.
    alike = sorted(likeliest(name, kinds), key=lambda other: kinds[other] != view.get(name, rest.get(name)))
    near = dict.fromkeys([*alike[:ALIKE], *view])
    near = [other for other in near if other in kinds and fold(other) != fold(opposite)]
    with st.container(key=f"merge-{key}", border=True):
        with st.container(key=f"merge-{key}-into", horizontal=True, vertical_alignment="center"):
            st.markdown(plain(t("merge.into", name=name)), width="content")
            into = one_of(near[:OFFERED], key=key)
        with st.container(key=f"merge-{key}-end", horizontal=True, vertical_alignment="center"):
            other = st.selectbox(
                t("merge.into", name=name), list(kinds), index=None, accept_new_options=True,
                placeholder=t("merge.other"), label_visibility="collapsed", key=f"merge-{key}-other-{fold(name)}",
            )  # fmt: skip
            closed = closes and st.button(t("close"), key=f"merge-{key}-close", type="tertiary")
    into = into or (other or "").strip()
    if into:
        merge(about, [name], into, kinds.get(into))
    return closed or bool(into)


def known(about: About) -> dict[str, Label | None]:
    """The names or targets of most articles, each with the type that goes with it."""
    overview, everything = Overview(library()), Filters(copies=True)
    if about == "name":
        return typed(overview.named(everything, limit=MOST))
    return dict.fromkeys(row["target"] for row in overview.targets(everything, limit=MOST))


def typed(rows: Sequence[Mapping[str, Any]]) -> dict[str, Label | None]:
    """The names of rows of `Overview.named`, each with the type that it has in most articles."""
    found: dict[str, Label | None] = {}
    for row in rows:
        found.setdefault(row["name"], row["label"])
    return found


def offer_among(about: About, names: Mapping[str, Label | None], *, key: str) -> bool:
    """Several names, each of which the others can be merged into; whether they were."""
    with st.container(key=f"merge-{key}", horizontal=True, vertical_alignment="center"):
        st.markdown(t("merge.these"), width="content")
        into = one_of(list(names), key=key)
    if into:
        merge(about, [name for name in names if name != into], into, names[into])
    return into is not None


def one_of(names: Sequence[str], *, key: str) -> str | None:
    """A button for each name; the one that was clicked. Its name is in its key: the order may have changed since."""
    return next((name for name in names if st.button(plain(name), key=f"merge-{key}-into-{name}")), None)


def merge(about: About, names: Sequence[str], into: str, label: Label | None) -> None:
    """Make the names one, for all articles, and keep in this visit what was done."""
    st.session_state["merged"] = [call(about, name, into, label) for name in names]


def told() -> None:
    """What was merged last in this visit and still holds, and a button that takes it back."""
    last = st.session_state.get("merged")
    held = [d for d in library().decisions() if d.id in last] if last else []
    if not held:
        return
    with st.container(key="merged", border=True, horizontal=True, vertical_alignment="center"):
        lines = [plain(t("naming.told", name=d.name, into=d.into)) for d in held]
        st.markdown("  \n".join(lines), width="stretch")
        if st.button(t("review.undo"), key="merged-undo"):
            for decision in reversed(held):
                library().undo_call(decision.id)
            catch_up()
            st.rerun()
        if st.button(t("close"), key="merged-close", type="tertiary"):
            del st.session_state["merged"]
            st.rerun()

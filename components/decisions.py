"""The page of what holds in all articles: what names and targets are called, which names are on one side, which
targets are opposites, and saved lists of targets. Everything on it can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from articles.export import in_line
from articles.naming import About
from articles.overview import Filters, Overview
from articles.sides import Sides
from articles.topics import Topics
from components import merging
from components.correcting import call, catch_up, reviewer_field
from components.state import library, plain, sample_first
from components.tables import key_of, selectable
from components.words import count, t
from models.findings import LABELS, Label


def page() -> None:
    """Names, sides, targets."""
    sample_first()
    catch_up()
    st.markdown(f"## {t('page.decisions')}")
    st.caption(t("decisions.help"))
    merging.told()
    names, sides, targets = st.tabs(
        [t("entities"), t("sides"), t("sets.targets")], key="decisions-tabs", on_change="rerun"
    )
    if names.open:
        with names:
            _names()
    if sides.open:
        with sides:
            _sides()
    if targets.open:
        with targets:
            _targets()
    reviewer_field("reviewer-decisions")


def _names() -> None:
    """Names over all articles: several made one, one renamed or of another type, some put on a side."""
    label = st.pills(t("name.type"), LABELS, format_func=lambda k: t(f"label.{k}"), key="decisions-label")
    rows = Overview(library()).named(Filters(), label, limit=merging.MOST)
    columns = {
        "name": t("name"),
        "label": t("overview.kind"),
        "articles": t("overview.articles"),
        "mentions": t("overview.mentions"),
    }
    shown = [{**row, "label": t(f"label.{row['label']}")} for row in rows]
    st.caption(t("decisions.pick"))
    # After a decision nothing is selected, though the rows may be the same.
    made = len(library().decisions())
    key = key_of(f"decisions-names-{label}-{made}", (f"{row['name']} {row['label']}" for row in rows))
    picked = selectable(shown, columns, arabic=("name",), key=key)
    chosen = [rows[i] for i in picked]
    names = [row["name"] for row in chosen]
    # A field of other names is another one: Streamlit would keep what stood in it for these.
    of = key_of("of", (f"{row['name']} {row['label']}" for row in chosen))
    _merging("name", merging.typed(chosen), merging.typed(rows))
    with st.container(key="decisions-name-actions", horizontal=True):
        with st.popover(t("decisions.call"), disabled=not names), st.form("call-name", border=False):
            into = _into(names, key=f"call-name-into-{of}")
            kinds = [None, *LABELS] if len({row["label"] for row in chosen}) == 1 else list(LABELS)
            kind = st.selectbox(
                t("name.type"), kinds, format_func=lambda k: t(f"chip.{k}" if k else "decisions.as.is"),
                key=f"call-name-label-{of}",
            )  # fmt: skip
            if st.form_submit_button(t("review.save"), type="primary") and into:
                for name in names:
                    if name != into or kind:
                        call("name", name, into, kind)
                st.rerun()
        with st.popover(t("sides.put"), disabled=not names), st.form("put-on-side", border=False):
            there = [side.name for side in Sides(library()).all()]
            side = st.selectbox(
                t("sides.name"), there, index=None, accept_new_options=True, placeholder=t("name.into.help"),
                key=f"side-name-{of}",
            )  # fmt: skip
            if st.form_submit_button(t("review.save"), type="primary") and side:
                Sides(library()).put(side.strip(), names)
                st.rerun()
    _held("name")


def _sides() -> None:
    """Every side with the names on it."""
    st.caption(t("sides.help"))
    sides = Sides(library())
    found = sides.all()
    if not found:
        st.info(t("sides.none"))
    for side in found:
        with st.container(border=True, key=f"side-{side.id}"):
            st.markdown(f"**{plain(side.name)}**")
            for name in side.members:
                _line(
                    name, f"off-{side.id}-{name}", t("sides.take"), lambda name=name: sides.take_off([name])
                )
            if st.button(t("sides.delete"), key=f"side-delete-{side.id}"):
                sides.delete(side.id)
                st.rerun()


def _targets() -> None:
    """Targets over all articles: several made one, two linked as opposites, some saved as a list."""
    topics = Topics(library())
    rows = Overview(library()).targets(Filters(), limit=merging.MOST)
    columns = {
        "target": t("stance.target"),
        "statements": t("statements"),
        "speakers": t("overview.speakers"),
    }
    st.caption(t("decisions.pick"))
    made = len(library().decisions())
    key = key_of(f"decisions-targets-{made}", (row["target"] for row in rows))
    picked = selectable(rows, columns, arabic=("target",), key=key)
    names = [rows[i]["target"] for i in picked]
    of = key_of("of", names)
    _merging("target", dict.fromkeys(names), dict.fromkeys(row["target"] for row in rows))
    with st.container(key="decisions-target-actions", horizontal=True):
        with st.popover(t("decisions.call"), disabled=not names), st.form("call-target", border=False):
            into = _into(names, key=f"call-target-into-{of}")
            if st.form_submit_button(t("review.save"), type="primary") and into:
                for name in names:
                    if name != into:
                        call("target", name, into)
                st.rerun()
        if st.button(t("opposites.link"), disabled=len(names) != 2, help=t("opposites.help")):
            topics.oppose(*names)
            st.rerun()
        with st.popover(t("sets.save"), disabled=not names), st.form("save-set", border=False):
            name = st.text_input(t("sets.name"), max_chars=60, key=f"decisions-set-name-{of}").strip()
            if st.form_submit_button(t("review.save"), type="primary") and name:
                topics.save_set(name, names)
                st.rerun()
    pairs = topics.opposite_pairs()
    if pairs:
        st.markdown(f"### {t('opposites')}")
    for one, other in pairs:
        told = f"{one} ↔ {other}"
        _line(
            told, f"release-{told}", t("opposites.release"), lambda pair=(one, other): topics.release(*pair)
        )
    sets = topics.sets()
    if sets:
        st.markdown(f"### {t('sets')}")
    for name, targets in sets.items():
        told = f"{name}: {t('list.join').join(targets)}"
        _line(told, f"set-{name}", t("sets.delete"), lambda name=name: topics.delete_set(name))
    _held("target")


def _merging(about: About, chosen: Mapping[str, Label | None], rest: Mapping[str, Label | None]) -> None:
    """The selected names made one; where one alone is selected, what it can be merged into."""
    if len(chosen) == 1:
        (name,) = chosen
        done = merging.offer(about, name, chosen, rest, key=about, closes=False)
    else:
        done = bool(chosen) and merging.offer_among(about, chosen, key=about)
    if done:
        st.rerun()


def _into(names: Sequence[str], *, key: str) -> str:
    """What the chosen names are called from now on: one of them, or something typed."""
    chosen = st.selectbox(t("decisions.into"), names, accept_new_options=True, key=key) if names else None
    return (chosen or "").strip()


def _held(about: About) -> None:
    """The decisions that hold, the newest first, each with a button that takes it back."""
    held = [d for d in library().decisions() if d.about == about]
    if not held:
        return
    st.markdown(f"### {t('decisions.held')} ({count('n.corrections', len(held))})")

    def take_back(number: int) -> None:
        library().undo_call(number)
        catch_up()

    for d in reversed(held):
        kind = t(f"chip.{d.label}") if d.label else None
        told = in_line((f"{d.name} ← {d.into}", kind, d.by, d.at[:10]))
        _line(told, f"undo-{d.id}", t("review.undo"), lambda d=d: take_back(d.id))


def _line(text: str, key: str, word: str, act: Callable[[], object]) -> None:
    """A line of text with a button at its end."""
    with st.container(
        key=f"line-{key}", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.text(text)
        if st.button(word, key=f"do-{key}", type="tertiary"):
            act()
            st.rerun()

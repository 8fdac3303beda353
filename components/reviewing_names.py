"""An editor's verdict on a name: right, no name, called otherwise, of another type, one with another name, two
in truth, longer or shorter; in this article or in the whole library."""

from __future__ import annotations

import streamlit as st

from articles.likeness import likeliest
from articles.review import places
from components.correcting import call, correct, moment, nearest, undo
from components.merging import ALIKE, one_of
from components.state import go, library, plain
from components.words import apart, count, t
from models.arabic import fold
from models.findings import LABELS, Analysis, Entity, Mention

NEAR = 60  # characters on each side of a name in which its new words may stand
HERE, EVERYWHERE = "article", "library"


def review_name(analysis: Analysis, number: int) -> None:
    """The buttons under a clicked name."""
    mention = analysis.mentions[number]
    entity = next(e for e in analysis.entities if e.id == mention.entity)
    of = _of(analysis, mention, entity)
    # After a decision they are other menus, and closed: what stands in an open one would have changed under the mouse.
    made = len(library().corrections(analysis.id))

    def menu(column, word: str, disabled: bool = False):
        return column.popover(t(word), width="stretch", key=f"{word}-{made}", disabled=disabled)

    with st.container(key="review-name"):
        left, right = st.columns(2)
        if left.button(t("review.confirm"), key=f"name-confirm-{of}", width="stretch"):
            _keep(analysis, mention, "entity", "confirm")
        with menu(right, "name.none"):
            _no_name(analysis, mention, entity, of)
        with menu(left, "name.change"):
            _change(analysis, mention, entity, of)
        with menu(right, "name.merge"):
            _merge(analysis, mention, entity, of)
        with menu(left, "name.split", disabled=len(entity.mentions) == 1):
            _split(analysis, mention, entity, of)
        with menu(right, "name.trim"):
            _trim(analysis, mention, of)
    undo(analysis, key="undo-name")


def _of(analysis: Analysis, mention: Mention, entity: Entity) -> str:
    """What the keys of a name's fields and buttons end in. Streamlit knows a field by its key alone: under one that
    other names have too, what stands in it for one would be kept for the next.
    """
    return f"{analysis.id}-{mention.start}-{mention.end}-{entity.name}-{entity.label}"


def add_name(analysis: Analysis, words: str = "", *, key: str = "add-name") -> None:
    """A form for a name that the reading missed: its words as they stand in the article, and its type."""
    of = f"{analysis.id}-{words}"
    with st.form(f"{key}-{of}", border=False):
        words = st.text_input(t("name.add.help"), words, key=f"{key}-words-{of}").strip()
        label = _label(None, key=f"{key}-label-{of}")
        if st.form_submit_button(t("review.save"), type="primary"):
            taken = {(m.start, m.end) for m in analysis.mentions}
            found = [p for p in places(analysis.text, words) if (p.start, p.end) not in taken]
            if not found:
                st.error(t("review.not.there"))
            else:
                at = moment()
                for place in found:
                    correct(analysis.id, place.start, place.end, "mention", "add", {"label": label}, at)
                st.rerun()


def _no_name(analysis: Analysis, mention: Mention, entity: Entity, of: str) -> None:
    """Not a name: in this place, or in all of its places."""
    if st.button(t("name.none.here"), key=f"name-delete-{of}", width="stretch"):
        go(select=None)
        _keep(analysis, mention, "mention", "delete")
    every = count("n.places", len(entity.mentions))
    if len(entity.mentions) > 1 and st.button(
        t("name.none.all", n=every), key=f"name-delete-all-{of}", width="stretch"
    ):
        go(select=None)
        _keep(analysis, mention, "entity", "delete")


def _change(analysis: Analysis, mention: Mention, entity: Entity, of: str) -> None:
    """Another name for it, another type."""
    with st.form(f"name-change-{of}", border=False):
        name = st.text_input(t("name.full"), entity.name, max_chars=120, key=f"name-new-{of}").strip()
        label = _label(entity.label, key=f"name-label-{of}")
        where = _where(f"name-change-where-{of}")
        if st.form_submit_button(t("review.save"), type="primary") and name:
            if where == EVERYWHERE:
                call("name", entity.name, name, label if label != entity.label else None)
            else:
                at = moment()
                if label != entity.label:
                    correct(analysis.id, mention.start, mention.end, "entity", "retype", {"label": label}, at)
                if name != entity.name:
                    correct(analysis.id, mention.start, mention.end, "entity", "rename", {"name": name}, at)
            st.rerun()


def _merge(analysis: Analysis, mention: Mention, entity: Entity, of: str) -> None:
    """One with another name of the article, the likeliest by one click; for the whole library, also with one that is
    not in it.
    """
    called = apart((e.name, t(f"chip.{e.label}")) for e in analysis.entities)
    others = {name: e for name, e in zip(called, analysis.entities, strict=True) if e.id != entity.id}
    # Of another type, a name is less likely the same.
    order = sorted(others, key=lambda name: (others[name].label != entity.label, -len(others[name].mentions)))
    alike = likeliest(entity.name, (others[name].name for name in order))
    near = [name for each in alike for name in order if others[name].name == each]
    near.sort(key=lambda name: others[name].label != entity.label)
    into = one_of(list(dict.fromkeys([*near, *order]))[:ALIKE], key=f"name-{of}")
    if into:
        _join(analysis, mention, others[into])
    with st.form(f"name-merge-{of}", border=False):
        chosen = st.selectbox(
            t("name.into"),
            order,
            index=None,
            accept_new_options=True,
            placeholder=t("name.into.help"),
            key=f"name-into-{of}",
        )
        where = _where(f"name-merge-where-{of}")
        if st.form_submit_button(t("review.save"), type="primary") and chosen:
            one = others.get(chosen)
            if where == EVERYWHERE:
                call("name", entity.name, one.name if one else chosen, one.label if one else None)
            elif one:
                _join(analysis, mention, one)
            else:
                _keep(analysis, mention, "entity", "rename", name=chosen)
            st.rerun()


def _join(analysis: Analysis, mention: Mention, into: Entity) -> None:
    """Make a mention's name one with another of the article."""
    first = analysis.mentions[into.mentions[0]]
    _keep(analysis, mention, "entity", "merge", start=first.start, end=first.end)


def _split(analysis: Analysis, mention: Mention, entity: Entity, of: str) -> None:
    """Another one in truth: this place, or every place spelt like it."""
    alike = sum(fold(analysis.mentions[i].text) == fold(mention.text) for i in entity.mentions)
    choices = {"mention": t("name.split.place")}
    if 1 < alike < len(entity.mentions):
        choices["entity"] = t("name.split.spelling", words=plain(mention.text), n=count("n.places", alike))
    with st.form(f"name-split-{of}", border=False):
        kind = st.radio(
            t("name.split.what"), list(choices), format_func=choices.get, key=f"name-split-what-{of}"
        )
        name = st.text_input(t("name.full"), mention.text, max_chars=120, key=f"name-split-name-{of}").strip()
        if st.form_submit_button(t("review.save"), type="primary") and name:
            _keep(analysis, mention, kind, "split", name=name)


def _trim(analysis: Analysis, mention: Mention, of: str) -> None:
    """Its words are more or fewer."""
    with st.form(f"name-trim-{of}", border=False):
        words = st.text_input(t("name.trim.help"), mention.text, key=f"name-trim-words-{of}")
        if st.form_submit_button(t("review.save"), type="primary"):
            place = nearest(analysis.text, words, mention.start, mention.end, NEAR)
            if place is None or not (place[0] < mention.end and mention.start < place[1]):
                st.error(t("review.not.there"))
            else:
                go(select=None)
                _keep(analysis, mention, "mention", "trim", start=place[0], end=place[1])


def _label(now: str | None, *, key: str) -> str:
    return st.radio(
        t("name.type"),
        LABELS,
        index=LABELS.index(now) if now else 0,
        format_func=lambda label: t(f"chip.{label}"),
        horizontal=True,
        key=key,
    )


def _where(key: str) -> str:
    """Whether a decision holds in this article or in all."""
    return st.radio(
        t("where"), (HERE, EVERYWHERE), format_func=lambda w: t(f"where.{w}"), horizontal=True, key=key
    )


def _keep(analysis: Analysis, mention: Mention, kind: str, action: str, **value: object) -> None:
    correct(analysis.id, mention.start, mention.end, kind, action, value)
    st.rerun()

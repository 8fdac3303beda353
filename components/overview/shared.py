"""What the views share: a ranked table, the bars beside it, what bars show of all there is, and a view's few forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from components import charts
from components.choosing import one_of
from components.overview.picks import Pick, Picks
from components.tables import key_of, selectable
from components.words import count, t

BARS = 12  # of a ranked table, drawn beside it


def two() -> list:
    """A table, and beside it (below on a phone) a picture."""
    return st.columns([3, 2], gap="large")


def ranked(
    rows: list[dict], columns: dict[str, str], arabic: tuple[str, ...], picks: Picks, meant: Callable[[int], Pick],
    *, key: str, name: str,
) -> None:  # fmt: skip
    """A ranked table with its file; the row selected leads to what `meant` says of its number."""
    if not rows:
        st.caption(t("overview.nothing"))
        return
    st.caption(t("overview.pick"))
    drawn = key_of(key, (str(r[arabic[0]]) for r in rows))
    selected = selectable(rows, columns, arabic=arabic, key=drawn, room=200, several=False)
    picks.offer(drawn, meant(selected[0]) if selected else None)
    picks.file(rows, columns, name, key)


def bars(
    rows: list[dict], colours: dict[str, str], note: str, picks: Picks, meant: Callable[[int], Pick], *, key: str
) -> None:  # fmt: skip
    """Bars of rows {id, name, kind, n} with their note; the one selected leads to what `meant` says of its id."""
    drawn = key_of(key, (r["name"] for r in rows))
    picked = charts.bars((charts.short(rows), note), colours, key=drawn, stamp=picks.stamp())
    picks.offer(drawn, None if picked is None else meant(picked))


def noted(rows: list[dict], field: str, scope_of: int, word: str) -> str:
    """What a picture shows of all there is."""
    return t(
        "overview.shown",
        n=count(word, sum(r[field] for r in rows)),
        all=count(word, scope_of, after=True),
    )


def choice(key: str, options: Sequence[str], words: str) -> str:
    """One of a view's few forms."""
    names = {option: t(f"{words}.{option}") for option in options}
    return one_of(t("overview.form"), options, key=key, names=names.get, default=options[0])

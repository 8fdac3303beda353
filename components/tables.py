"""Tables whose rows can be selected, read from the page's own side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from components.scripts import part
from components.words import t

_start = st.components.v2.component(
    "rawi_grid_start",
    html="<div></div>",
    js=part("grid_start.js"),
)


def selectable(
    rows: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
    *,
    arabic: Sequence[str],
    key: str,
    room: int = 280,
    several: bool = True,
) -> list[int]:
    """Draw rows under their columns' names, in their order from where reading begins; the numbers of the
    selected rows. `arabic` are the columns that hold articles' own words, whatever the page's language;
    the first of them takes most room: `room` pixels, which must leave its right end in view on a phone.
    Unless `several` can be selected, a row that is selected takes the place of the one before.
    """
    rtl = st.session_state["lang"] == "ar"
    event = st.dataframe(
        rows,
        column_order=list(names)[::-1] if rtl else list(names),
        column_config={
            column: st.column_config.Column(
                label,
                alignment="right" if rtl or column in arabic else "left",
                width=room if column == arabic[0] else None,
            )
            for column, label in names.items()
        },
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="multi-row" if several else "single-row",
        key=key,
    )
    _start(key=f"{key}-start", data={"rtl": rtl, "name": t("table", of=names[arabic[0]])})
    return event.selection.rows


def key_of(name: str, rows: Iterable[str]) -> str:
    """The key of a table or chart of these rows: a selection is row numbers, and in other rows they mean others."""
    return f"{name}-{abs(hash(tuple(rows)))}"

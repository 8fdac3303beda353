"""A grid of counts with names at its edges, every cell of which can be clicked. Text nodes only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from components.scripts import part
from components.words import t

_Name = tuple[str, int, int]  # which of how many alike

_component = st.components.v2.component(
    "rawi_counts",
    html="<div class='root'></div>",
    css=part("counts.css"),
    js=part("elements.js", "heads.js", "signs.js", "counts.js"),
)


def cell(parts: Sequence[tuple[str, int]], most: int, title: str, mark: str = "") -> dict[str, Any]:
    """What a cell shows: numbers of these kinds (0 is left out), the darker the nearer they come to `most`."""
    return {
        "parts": [{"kind": kind, "n": n} for kind, n in parts if n],
        "shade": sum(n for _, n in parts) / max(1, most),
        "title": title,
        "mark": mark,
    }


def counts(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[dict | None]],
    *,
    corner: str,
    key: str,
    heads: tuple[Sequence[bool], Sequence[bool]] = ((), ()),
) -> tuple[int | None, int | None]:
    """Draw the grid; the row and column clicked in this run, one of them alone where its name was. `heads` tells
    which rows' and which columns' names can be clicked.
    """
    down, across = _told_apart(rows), _told_apart(columns)

    def keep() -> None:
        """Keep what was clicked by the names that it was drawn under: elsewhere its numbers are another's."""
        clicked = st.session_state[key].picked
        if edge := clicked.get("head"):
            st.session_state[f"{key}-edge"] = (down if edge == "rows" else across)[clicked["n"]]
        else:
            st.session_state[f"{key}-lit"] = down[clicked["row"]], across[clicked["column"]]

    lit = _place(st.session_state.get(f"{key}-lit"), down, across)
    data = {
        "rtl": st.session_state["lang"] == "ar",
        "corner": corner,
        "rows": list(rows),
        "columns": list(columns),
        "cells": [list(line) for line in cells],
        "picked": lit,
        "heads": {"word": t("merge.head"), "rows": list(heads[0]), "columns": list(heads[1])},
    }
    picked = _component(key=key, data=data, on_picked_change=keep).picked
    if picked is None:
        return None, None
    if edge := picked.get("head"):
        name, names = st.session_state[f"{key}-edge"], down if edge == "rows" else across
        n = names.index(name) if name in names else None
        return (n, None) if edge == "rows" else (None, n)
    return lit or (None, None)


def _told_apart(names: Sequence[str]) -> list[_Name]:
    """The names, each with which of how many alike it is: «a source» of one article is not that of another."""
    return [(name, names[:n].count(name), names.count(name)) for n, name in enumerate(names)]


def _place(
    cell: tuple[_Name, _Name] | None, rows: list[_Name], columns: list[_Name]
) -> tuple[int, int] | None:
    """The row and column in which a cell is now; None where it is not in the grid."""
    if cell is None or cell[0] not in rows or cell[1] not in columns:
        return None
    return rows.index(cell[0]), columns.index(cell[1])

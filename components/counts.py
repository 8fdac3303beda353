"""A grid of counts with names at its edges, every cell of which can be clicked. Text nodes only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from components.scripts import part
from components.words import t

_component = st.components.v2.component(
    "rawi_counts",
    html="<div class='root'></div>",
    css=part("counts.css"),
    js=part("elements.js", "heads.js", "counts.js"),
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
    data = {
        "rtl": st.session_state["lang"] == "ar",
        "corner": corner,
        "rows": list(rows),
        "columns": list(columns),
        "cells": [list(line) for line in cells],
        "picked": st.session_state.get(f"{key}-lit"),
        "heads": {"word": t("merge.head"), "rows": list(heads[0]), "columns": list(heads[1])},
    }
    picked = _component(key=key, data=data, on_picked_change=lambda: None).picked
    if picked is None:
        return None, None
    if edge := picked.get("head"):
        return (picked["n"], None) if edge == "rows" else (None, picked["n"])
    st.session_state[f"{key}-lit"] = [picked["row"], picked["column"]]
    return picked["row"], picked["column"]

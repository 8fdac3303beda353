"""Who is named with whom, as a table and as a network or a matrix."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from articles.overview import Filters, Overview
from components.counts import cell, counts
from components.overview.network import network, strongest
from components.overview.picks import Pick, Picks
from components.overview.shared import choice, ranked
from components.tables import key_of
from components.words import count, t

MATRIX, NETWORK = 15, 30  # names


def pairs(overview: Overview, f: Filters, picks: Picks) -> None:
    rows = overview.pairs(f)
    columns = {"one": t("name"), "other": t("overview.other"), "articles": t("overview.articles")}

    def meant(*names: str) -> Pick:
        return {"names": [*f.names, *names], "places": True}

    how = choice("pairs-how", ("network", "matrix"), "overview.pairs") if rows else "matrix"
    table, picture = st.columns(2, gap="medium") if how == "network" else (st.container(), st.container())
    with table:
        ranked(
            rows, columns, ("one", "other"), picks, lambda k: meant(rows[k]["one"], rows[k]["other"]), key="pairs",
            name=t("overview.pairs"),
        )  # fmt: skip
    with picture:
        if rows and how == "network":
            _network(overview, f, picks, meant)
        elif rows:
            _matrix(overview, f, picks, meant)


def _network(overview: Overview, f: Filters, picks: Picks, meant: Callable[..., Pick]) -> None:
    net = overview.network(f, NETWORK)
    drawn = key_of("network", net.names)
    names, lines = count("n.names", len(net.names), after=True), count("n.lines", len(strongest(net)))
    note = t("overview.network.note", names=names, lines=lines)
    picked = network(net, note=note, key=drawn, stamp=picks.stamp())
    picks.offer(drawn, picked and meant(*(net.names[k] for k in picked)))


def _matrix(overview: Overview, f: Filters, picks: Picks, meant: Callable[..., Pick]) -> None:
    net = overview.network(f, MATRIX)
    most = max(n for i, line in enumerate(net.together) for j, n in enumerate(line) if i != j)
    cells = [
        [
            cell([("all", n)], most, f"{net.names[i]} + {net.names[j]}: {n}") if n and i != j else None
            for j, n in enumerate(line)
        ]
        for i, line in enumerate(net.together)
    ]
    row, column = counts(net.names, net.names, cells, corner=t("overview.articles"), key="matrix")
    if row is not None:
        picks.click(meant(net.names[row], net.names[column]))
    st.caption(t("overview.matrix.note", n=count("n.names", len(net.names), after=True)))
    table = [
        dict(zip(("name", *net.names), (name, *line), strict=True))
        for name, line in zip(net.names, net.together, strict=True)
    ]
    picks.file(table, {"name": t("name"), **{n: n for n in net.names}}, t("overview.pairs.matrix"), "matrix")

"""A picture of who is named with whom: names around an oval, lines between those named together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import streamlit as st

from articles.overview import Network
from components.charts import FONT, LABEL_COLOURS, keep, legend
from components.words import t

if TYPE_CHECKING:
    import altair

LINES = 60  # of a network: more of them and nothing can be read
# Half of the width in radii of the oval: two thirds of it are for the names beside.
ACROSS = 3
GAP = 14  # pixels between a name and its dot


def network(net: Network, *, note: str, key: str, stamp: str) -> tuple[int, ...] | None:
    """Draw it with its note; the numbers of the one or two names selected. `stamp` goes with a picture that is kept."""
    import altair as alt

    places = around(net)
    lines = [
        {
            "id": k, "x": places[i][0], "y": places[i][1], "x2": places[j][0], "y2": places[j][1],
            "n": net.together[i][j], "names": f"{net.names[i]} + {net.names[j]}",
        }
        for k, (i, j) in enumerate(strongest(net))
    ]  # fmt: skip
    nodes = [
        {
            "id": k, "x": x, "y": y, "name": name, "kind": label, "n": net.together[k][k],
        }
        for k, (name, label, (x, y)) in enumerate(zip(net.names, net.labels, places, strict=True))
    ]  # fmt: skip
    line = alt.selection_point(name="line", fields=["id"], on="click", toggle=False)
    node = alt.selection_point(name="node", fields=["id"], on="click", toggle=False)
    across = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-ACROSS, ACROSS]))
    down = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-1.08, 1.08]))
    count = alt.Tooltip("n:Q", title=t("overview.articles"))
    edges = (
        alt.Chart(alt.Data(values=lines))
        .mark_rule(cursor="pointer", color="#8A9099")
        .encode(
            x=across,
            y=down,
            x2="x2:Q",
            y2="y2:Q",
            strokeWidth=alt.StrokeWidth("n:Q", scale=alt.Scale(range=[1.5, 9], zero=False), legend=None),
            opacity=alt.condition(line, alt.value(0.6), alt.value(0.15)),
            tooltip=[alt.Tooltip("names:N", title=" "), count],
        )
        .add_params(line)
    )
    base = alt.Chart(alt.Data(values=nodes)).encode(y=down, tooltip=[alt.Tooltip("name:N", title=" "), count])
    dots = (
        base.mark_circle(cursor="pointer", opacity=1)
        .encode(
            x=across,
            size=alt.Size("n:Q", scale=alt.Scale(range=[50, 420]), legend=None),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=list(LABEL_COLOURS), range=list(LABEL_COLOURS.values())),
                legend=None,
            ),
            opacity=alt.condition(node, alt.value(1), alt.value(0.4)),
        )
        .add_params(node)
    )
    # A name that its side has no room for, as on a phone, is cut by the browser and not by the edge.
    room = alt.ExprRef(f"width * {(ACROSS - 1) / (2 * ACROSS)} - {GAP}")
    right, left = (
        base.transform_filter(test)
        .mark_text(align=align, fontSize=12.5, limit=room, dx=gap)
        .encode(x=across, text="name:N")
        for test, align, gap in (("datum.x >= 0", "left", GAP), ("datum.x < 0", "right", -GAP))
    )
    chart: altair.LayerChart = (
        alt.layer(edges, dots, right, left)
        .properties(height=max(220, 20 * len(nodes)))
        .configure_view(stroke=None)
        .configure(font=FONT)
    )
    colours = {t(f"label.{k}"): LABEL_COLOURS[k] for k in LABEL_COLOURS if k in net.labels}
    st.html(legend(colours))
    picked = st.altair_chart(chart, key=key, on_select="rerun", width="stretch").selection
    st.caption(note)
    keep(key, note, stamp, colours)
    if chosen := picked.get("line"):
        return strongest(net)[chosen[0]["id"]]
    if chosen := picked.get("node"):
        return (chosen[0]["id"],)
    return None


def strongest(net: Network) -> list[tuple[int, int]]:
    """The pairs that are drawn: those of most articles, two articles at least."""
    size = len(net.names)
    pairs = [(i, j) for i in range(size) for j in range(i + 1, size) if net.together[i][j] > 1]
    return sorted(pairs, key=lambda p: -net.together[p[0]][p[1]])[:LINES]


def around(net: Network) -> list[tuple[float, float]]:
    """Places on an oval, half of the names on either side at even heights, so that no two labels meet; across
    from each name, as far as it is still free, the one it is most named with.
    """
    left = set(range(len(net.names)))
    order: list[int] = []
    while left:
        last = order[-1] if order else 0
        following = max(left, key=lambda k: (net.together[last][k] if order else 0, net.together[k][k], -k))
        order.append(following)
        left.remove(following)
    rows = math.ceil(len(order) / 2)
    places = [(0.0, 0.0)] * len(order)
    for place, k in enumerate(order):
        side, height = (1, -1)[place % 2], 1 - 2 * (place // 2 + 0.5) / rows
        places[k] = (side * (0.15 + 0.85 * math.sqrt(1 - height**2)), height)
    return places

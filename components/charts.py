"""The Read page's three charts. Each is a function from an `Analysis` to rows and an Altair chart.

Labels are cut in Python and drawn as SVG text, never as HTML. Under right-to-left the value axis runs
from the right and the labels stand on the right, where reading begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from articles.facts import SURE_MENTION, SURE_QUOTE, manner
from components.scripts import part
from components.state import plain
from components.words import count, t
from models.findings import Analysis
from models.repeats import repeated

if TYPE_CHECKING:
    import altair

TOP = 10
FONT = "IBM Plex Sans Arabic"
# Okabe–Ito, as the marks in the article; the same in both themes.
LABEL_COLOURS = {"PERS": "#0072B2", "LOC": "#D55E00", "ORG": "#009E73", "MISC": "#9467BD"}
KIND_COLOURS = {"direct": "#8A6D1F", "mixed": "#C9A94B", "indirect": "#A9B4BD"}
VOICE_COLOURS = {
    "person": "#0072B2", "role": "#56B4E9", "organisation": "#009E73", "anonymous": "#C2541B", "none": "#9A958B",
}  # fmt: skip
# Attitudes of reporting words, as they come.
SERIES = (
    "#A9B4BD", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#8A6D1F", "#9467BD", "#9A958B",
    "#C2541B", "#2E8B57",
)  # fmt: skip
STANCE_COLOURS = {"favor": "#2E8B57", "against": "#C2541B", "neutral": "#9A958B", "unsure": "#C9CED3"}

_keep = st.components.v2.component(
    "rawi_keep",
    html="<div class='root'></div>",
    css=part("keep.css"),
    js=part("keep.js"),
)

# Rows of a chart, and the line under it that says what they rest on and leave out.
Counted = tuple[list[dict], str]


def names(analysis: Analysis) -> Counted:
    """Rows (name, kind, count, first mention) of the most named, and what they leave out."""
    rows, left = [], 0
    for entity in analysis.entities:
        sure = [i for i in entity.mentions if analysis.mentions[i].score >= SURE_MENTION]
        left += len(entity.mentions) - len(sure)
        if sure and entity.label != "LOC":
            rows.append(
                {"id": sure[0], "name": entity.name, "kind": t(f"label.{entity.label}"), "n": len(sure)}
            )
    rows.sort(key=lambda r: -r["n"])
    note = _note(
        count("n.mentions", sum(r["n"] for r in rows), after=True),
        count("n.mentions", left, after=True),
        left,
    )
    return short(rows[:TOP]), f"{t('chart.names.note')} {note}"


def voices(analysis: Analysis) -> Counted:
    """Rows (speaker, kind of quotation, count, first statement), and what they leave out."""
    tally: dict[tuple[str, str], list[int]] = {}
    totals: dict[str, int] = {}
    again = repeated(analysis)
    sure = [(k, q) for k, q in enumerate(analysis.quotes) if q.score >= SURE_QUOTE and k not in again]
    for k, quote in sure:
        if quote.speaker:
            name = f"{quote.speaker.name} ({t(f'speaker.{quote.speaker.kind}')})"
        else:
            name = t("speaker.none")
        tally.setdefault((name, manner(quote)), []).append(k)
        totals[name] = totals.get(name, 0) + 1
    first = sorted(totals, key=lambda name: -totals[name])[:TOP]
    rows = [
        {"id": numbers[0], "name": name, "kind": t(f"kind.{kind}"), "n": len(numbers), "all": totals[name]}
        for (name, kind), numbers in tally.items()
        if name in first
    ]
    rows.sort(key=lambda r: -r["all"])
    return short(rows), _rests(len(sure), len(analysis.quotes) - len(sure) - len(again), bool(again))


def stances(analysis: Analysis, target: str) -> Counted:
    """Rows (speaker, stance, count, first statement) toward one target, and what they leave out. Never an average."""
    tally: dict[tuple[str, str], list[int]] = {}
    again = repeated(analysis)
    asked = [s for s in analysis.stances if s.target == target]
    once = [s for s in asked if s.quote not in again]
    sure = [s for s in once if analysis.quotes[s.quote].score >= SURE_QUOTE]
    for stance in sure:
        speaker = analysis.quotes[stance.quote].speaker
        name = speaker.name if speaker else t("speaker.none")
        tally.setdefault((name, stance.verdict), []).append(stance.quote)
    rows = [
        {"id": numbers[0], "name": name, "kind": t(f"stance.{kind}"), "n": len(numbers)}
        for (name, kind), numbers in tally.items()
    ]
    return short(rows), _rests(len(sure), len(once) - len(sure), len(once) < len(asked))


def bars(counted: Counted, colours: dict[str, str], *, key: str, stamp: str) -> int | None:
    """Stacked horizontal bars of rows, coloured by kind, with their note; the `id` of the selected bar. `stamp`, who
    reviewed it, goes with a picture that is kept.
    """
    rows, note = counted
    picked = []
    if rows:
        kinds = {r["kind"] for r in rows}
        there = {kind: colour for kind, colour in colours.items() if kind in kinds}
        st.html(legend(there))
        chart = _bars(rows, list(colours), list(colours.values()), rtl=st.session_state["lang"] == "ar")
        picked = (
            st.altair_chart(chart, key=key, on_select="rerun", width="stretch").selection.get("bar") or []
        )
    st.caption(plain(note))  # it may name targets
    if rows:
        keep(key, note, stamp, there)
    return picked[0].get("id") if picked else None


def keep(key: str, note: str, stamp: str, colours: Mapping[str, str]) -> None:
    """A button that keeps the chart of this key as SVG, and under it what its colours mean (`colours` of kinds), the
    note and the stamp; as PNG the chart's own menu keeps it.
    """
    about = f"{note} · {stamp}".removeprefix(" · ")
    data = {
        "key": key,
        "word": t("chart.svg"),
        "name": key,
        "note": about,
        "rtl": st.session_state["lang"] == "ar",
        "legend": [{"kind": kind, "colour": colour} for kind, colour in colours.items()],
    }
    _keep(key=f"keep-{key}", data=data)


def legend(colours: Mapping[str, str]) -> str:
    """Kinds and their colours; Vega's own legend puts the squares on the wrong side of Arabic words."""
    entries = (
        f'<span><i style="background:{colour}"></i>{escape(kind)}</span>' for kind, colour in colours.items()
    )
    return f'<div class="chart-legend">{"".join(entries)}</div>'


def _bars(rows: list[dict], kinds: list[str], colours: list[str], rtl: bool) -> altair.Chart:
    import altair as alt

    order = list(dict.fromkeys(r["name"] for r in rows))
    longest = max((sum(r["n"] for r in rows if r["name"] == name) for name in order), default=1)
    side = "right" if rtl else "left"
    axis = alt.Axis(
        title=None, orient=side, labelLimit=190, labelFontSize=13, domain=False, ticks=False, labelPadding=8,
        # Each name in its own direction, or the dots of a cut Arabic one stand before it on the English page.
        labelExpr="'\u2068' + datum.label",
    )  # fmt: skip
    values = alt.Axis(
        title=None, tickMinStep=1, tickCount=min(longest, 6), format="d", grid=False, domain=False
    )
    selection = alt.selection_point(name="bar", fields=["id"], on="click", toggle=False)
    rows = [{**row, "rank": kinds.index(row["kind"])} for row in rows]
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("name:N", sort=order, axis=axis),
        x=alt.X("sum(n):Q", axis=values, scale=alt.Scale(reverse=rtl, nice=False)),
    )
    drawn = base.mark_bar(height=18, cursor="pointer").encode(
        color=alt.Color(
            "kind:N",
            scale=alt.Scale(domain=kinds, range=colours),
            legend=None,
        ),
        order=alt.Order("rank:O"),
        opacity=alt.condition(selection, alt.value(1), alt.value(0.45)),
        detail="id:N",
        tooltip=[
            alt.Tooltip("full:N", title=t("name")),
            alt.Tooltip("kind:N", title=" "),
            alt.Tooltip("n:Q", title=t("chart.count")),
        ],
    )
    chart = drawn.add_params(selection).properties(height=alt.Step(30))
    return chart.configure_view(stroke=None).configure(font=FONT)


def short(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows whose names fit an axis; the whole name stays for the tooltip. Two names never become one."""
    seen: dict[str, str] = {}
    for row in rows:
        row["full"] = row["name"]
        label = row["name"] if len(row["name"]) <= 34 else row["name"][:33] + "…"
        while seen.setdefault(label, row["full"]) != row["full"]:
            label += "…"
        row["name"] = label
    return rows


def _rests(sure: int, left: int, repeats: bool) -> str:
    """What a chart of statements rests on and leaves out."""
    told, faint = (count("n.statements", n, after=True) for n in (sure, left))
    note = _note(told, faint, left)
    return f"{note} {t('chart.repeats')}" if repeats else note


def _note(rests: str, left: str, n: int) -> str:
    note = t("chart.rests", n=rests)
    return f"{note} {t('chart.left', n=left)}" if n else note

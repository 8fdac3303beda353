"""Days and months: which of the two, what one of them narrows to, and bars over them."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from articles.overview import Filters, Overview
from components.charts import FONT, keep, legend
from components.choosing import one_of
from components.overview.picks import Pick, Picks
from components.tables import key_of
from components.words import t

if TYPE_CHECKING:
    import altair as alt

THIN = 4  # pixels of a day among years: it must be seen and clicked
FEW = 10  # bars that have a tick each
LEAST = 7  # days or months that have room: one bar alone should not be as wide as the chart
MONTHS_FROM = 62  # days: over more of them time is counted in months


def unit_of(overview: Overview, f: Filters) -> str:
    """Days or months: what is chosen, at first what suits the stretch of time."""
    fits = "month" if len(overview.days(f)) > MONTHS_FROM else "day"
    return one_of(
        t("overview.unit"),
        ("day", "month"),
        key="unit",
        names=lambda u: t(f"overview.unit.{u}"),
        default=fits,
    )


def dates(part: str, asked: Filters) -> Pick:
    """What a day, a month or "" (no date) narrows the filters to: of a month only the days that they leave."""
    if not part:
        return {"undated": True, "since": None, "until": None}
    first = last = part
    if len(part) == len("2024-01"):
        year, month = map(int, part.split("-"))
        first, last = f"{part}-01", f"{part}-{calendar.monthrange(year, month)[1]:02d}"
    return {"since": max(first, asked.since or first), "until": min(last, asked.until or last)}


def _begin(part: str) -> datetime:
    """Midnight of a day or of a month's first: with a time of day browsers read it as of their own zone."""
    return datetime.fromisoformat(f"{part}-01"[:10])


def _vega(day: datetime) -> alt.DateTime:
    import altair as alt

    return alt.DateTime(year=day.year, month=day.month, date=day.day)


def _room(begins: Sequence[datetime], unit: str) -> alt.Scale | None:
    """An axis with room for LEAST bars, theirs in the middle; None where they are as many."""
    import altair as alt

    step = timedelta(days={"day": 1, "month": 31}[unit])
    spare = LEAST - 1 - (begins[-1] - begins[0]) // step
    if spare <= 0:
        return None
    margin = -(-spare // 2) * step
    return alt.Scale(domain=[_vega(begins[0] - margin), _vega(begins[-1] + step + margin)])


def bars_over_time(
    rows: Sequence[Mapping[str, Any]], colours: Mapping[str, str], note: str, picks: Picks,
    meant: Callable[[int], Pick], *, unit: str, key: str,
) -> None:  # fmt: skip
    """Stacked bars by day or month (`unit`) of rows {id, part, kind, n}, with their note; the one selected leads to
    what `meant` says of its id.
    """
    if not rows:  # nothing has a date: an empty frame would tell nobody why
        st.caption(note)
        return
    import altair as alt

    there = {kind: colour for kind, colour in colours.items() if any(r["kind"] == kind for r in rows)}
    if len(there) > 1:
        st.html(legend(there))
    width = {"day": "yearmonthdate", "month": "yearmonth"}[unit]
    # The year on a line of its own: of two neighbours Vega drops no name, however they run into each other.
    lines = {"day": ("%m-%d", "%Y"), "month": ("%m", "%Y")}[unit]
    names = ", ".join(f"timeFormat(datum.value, '{form}')" for form in lines)
    selection = alt.selection_point(name="bar", fields=["id"], on="click", toggle=False)
    kinds = list(colours)
    drawn = [{**r, "rank": kinds.index(r["kind"]), "at": _begin(r["part"]).isoformat()} for r in rows]
    begins = sorted({_begin(r["part"]) for r in rows})
    # Of few, a tick for each: left to itself the axis has several, all with one name.
    ticks = [_vega(day) for day in begins] if len(begins) <= FEW else alt.Undefined
    room = _room(begins, unit)
    chart = (
        alt.Chart(alt.Data(values=drawn))
        .mark_bar(cursor="pointer")
        .encode(
            x=alt.X(
                "at:T",
                timeUnit=width,
                scale=room or alt.Undefined,
                axis=alt.Axis(
                    title=None, labelExpr=f"[{names}]", labelAngle=0, labelOverlap=True, values=ticks
                ),
            ),
            y=alt.Y("sum(n):Q", axis=alt.Axis(title=None, format="d", tickMinStep=1)),
            color=alt.Color(
                "kind:N", scale=alt.Scale(domain=kinds, range=list(colours.values())), legend=None
            ),
            order=alt.Order("rank:O"),
            opacity=alt.condition(selection, alt.value(1), alt.value(0.45)),
            detail="id:N",
            tooltip=[
                alt.Tooltip("part:N", title=t("published")),
                alt.Tooltip("kind:N", title=" "),
                alt.Tooltip("n:Q", title=t("chart.count")),
            ],
        )
        .add_params(selection)
        .properties(height=170)
        .configure(font=FONT)
        .configure_bar(minBandSize=THIN)
    )
    key = key_of(f"{key}-{unit}", (r["part"] for r in rows))
    picked = st.altair_chart(chart, key=key, on_select="rerun", width="stretch").selection.get("bar") or []
    st.caption(note)
    keep(key, note, picks.stamp(), there)
    chosen = picked[0].get("id") if picked else None
    picks.offer(key, None if chosen is None else meant(chosen))

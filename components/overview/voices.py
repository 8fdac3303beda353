"""Who gets quoted: named, by office, organisations, unnamed; verbatim or not; by outlet and over time."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from articles.overview import Filters, Overview
from components import charts
from components.filtering import KINDS, MANNERS, named_source
from components.overview.periods import bars_over_time, dates, unit_of
from components.overview.picks import Pick, Picks
from components.overview.shared import BARS, bars, choice, noted, ranked
from components.words import t


def voices(overview: Overview, f: Filters, picks: Picks) -> None:
    with st.container(key="voices-choice", horizontal=True):
        what = choice("voices-what", ("kind", "manner"), "overview")
        where = choice("voices-where", ("source", "time"), "overview.by")
    if what == "kind":
        field, share_of, values, colours = "speaker_kinds", "anonymous", KINDS, charts.VOICE_COLOURS
        words = {v: t(f"speaker.{v}") for v in values}
    else:
        field, share_of, values, colours = "manners", "direct", MANNERS, charts.KIND_COLOURS
        words = {v: t(f"kind.{v}") for v in values}
    coloured = {words[v]: colours[v] for v in values}
    unit = unit_of(overview, f) if where == "time" else "source"
    rows = overview.voices(f, f"{unit} {what}")
    total: Counter[str] = Counter()
    for r in rows:
        total[r["part"]] += r["statements"]
    if where == "source":
        rows.sort(key=lambda r: (-total[r["part"]], r["part"]))
    parts = list(dict.fromkeys(r["part"] for r in rows))

    def name(part: str) -> str:
        return named_source(part) if where == "source" else part or t("undated")

    def meant(part: str) -> Pick:
        return {"sources": [part]} if where == "source" else dates(part, f)

    def meant_by(bar: int) -> Pick:
        return {**meant(rows[bar]["part"]), field: [rows[bar]["value"]]}

    # One under the other: the table has many columns.
    table, picture = st.container(), st.container()
    with picture:
        drawn = [
            {
                "id": k,
                "name": name(r["part"]),
                "part": r["part"],
                "kind": words[r["value"]],
                "n": r["statements"],
            }
            for k, r in enumerate(rows)
        ]
        key = f"voices-{what}"
        if where == "source":
            first = set(parts[:BARS])
            drawn = [b for b in drawn if b["part"] in first]
            note = noted(drawn, "n", total.total(), "n.statements")
            bars(drawn, coloured, note, picks, meant_by, key=key)
        else:
            drawn = [b for b in drawn if b["part"]]
            note = noted(drawn, "n", total.total(), "n.statements")
            bars_over_time(drawn, coloured, note, picks, meant_by, unit=unit, key=key)
    with table:
        said = {(r["part"], r["value"]): r["statements"] for r in rows}
        shown = [
            {
                "part": name(part),
                "all": total[part],
                **{v: said.get((part, v), 0) for v in values},
                "share": round(100 * said.get((part, share_of), 0) / total[part]),
            }
            for part in parts
        ]
        head = t("source") if where == "source" else t("published")
        columns = {"part": head, "all": t("statements"), "share": t(f"overview.share.{what}"), **words}
        ranked(
            shown, columns, ("part",), picks, lambda k: meant(parts[k]), key=f"{key}-{where}",
            name=t("overview.voices"),
        )  # fmt: skip

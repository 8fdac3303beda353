"""Who is quoted most, and how much of it word for word."""

from __future__ import annotations

import streamlit as st

from articles.overview import Filters, Overview
from components import charts
from components.filtering import MANNERS
from components.overview.picks import Pick, Picks
from components.overview.shared import BARS, bars, noted, ranked
from components.words import apart, t


def speakers(overview: Overview, f: Filters, picks: Picks) -> None:
    rows = overview.speakers(f)
    shown = [
        {
            **r,
            "speaker": r["speaker"] or t("speaker.none"),
            "kind": t(f"speaker.{r['kind']}"),
            "indirect": r["statements"] - r["direct"] - r["mixed"],
        }
        for r in rows
    ]
    columns = {
        "speaker": t("speaker"),
        "kind": t("overview.kind"),
        "statements": t("statements"),
        "direct": t("kind.direct"),
        "mixed": t("kind.mixed"),
        "articles": t("overview.articles"),
        "sources": t("overview.sources"),
    }

    def meant(k: int) -> Pick:
        return {"speaker": rows[k]["key"], "speaker_kinds": [rows[k]["kind"]]}

    # One under the other: the table has many columns.
    table, picture = st.container(), st.container()
    with table:
        ranked(shown, columns, ("speaker",), picks, meant, key="speakers", name=t("overview.speakers"))
    with picture:
        words = {m: t(f"kind.{m}") for m in MANNERS}
        places = [(k, m) for k, r in enumerate(shown[:BARS]) for m in MANNERS if r[m]]
        names = apart((r["speaker"], r["kind"]) for r in shown[:BARS])
        drawn = [
            {"id": i, "name": names[k], "kind": words[m], "n": shown[k][m]} for i, (k, m) in enumerate(places)
        ]
        note = noted(rows[:BARS], "statements", overview.scope(f).statements, "n.statements")
        colours = {words[m]: charts.KIND_COLOURS[m] for m in MANNERS}

        def meant_by(bar: int) -> Pick:
            k, manner = places[bar]
            return {**meant(k), "manners": [manner]}

        bars(drawn, colours, note, picks, meant_by, key="speakers-bars")

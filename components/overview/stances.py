"""Who stands where: counts of statements by label, never an average; in a grid, or toward one target."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from articles.overview import Filters, Overview
from components import charts
from components.overview.picks import Pick, Picks
from components.overview.shared import BARS, bars, choice, noted, ranked, two
from components.overview.stance_grid import counted_so, stance_grid
from components.words import apart, t
from models.findings import VERDICTS


def stances(overview: Overview, f: Filters, picks: Picks) -> None:
    how = choice("stances-how", ("grid", "target"), "overview.stances")
    if how == "grid" and not f.target:
        stance_grid(overview, f, picks)
    else:
        _toward(overview, f, picks)


def _toward(overview: Overview, f: Filters, picks: Picks) -> None:
    """Where each speaker stands toward one target."""
    targets = [r["target"] for r in overview.targets(f)]
    if not targets:
        st.caption(t("overview.no.decided" if f.reviewed else "overview.no.targets"))
        return
    target = f.target or st.selectbox(t("stance.target"), targets, key="stance-target")
    rows = overview.stances(f, target)
    shown = [
        {
            "speaker": r["speaker"],
            "said": t("stance.mixed") if r["favor"] and r["against"] else "",
            **{kind: str(r[kind] or "") for kind in VERDICTS},
        }
        for r in rows
    ]
    words = {kind: t(f"stance.{kind}") for kind in VERDICTS}
    columns = {"speaker": t("speaker"), **words, "said": t("stance.mixed")}

    def meant(k: int) -> Pick:
        return {"target": target, "speaker": rows[k]["key"]}

    table, picture = two()
    with table:
        name = f"{t('overview.stances')} {target}"
        ranked(shown, columns, ("speaker",), picks, meant, key="stances", name=name)
    with picture:
        places = [(k, kind) for k, r in enumerate(rows[:BARS]) for kind in VERDICTS if r[kind]]
        names = apart((r["speaker"], t(f"speaker.{r['kind']}")) for r in rows[:BARS])
        drawn = [
            {"id": i, "name": names[k], "kind": words[kind], "n": rows[k][kind]}
            for i, (k, kind) in enumerate(places)
        ]
        colours = {words[kind]: charts.STANCE_COLOURS[kind] for kind in VERDICTS}
        asked = overview.scope(replace(f, target=target)).statements
        note = f"{noted(drawn, 'n', asked, 'n.statements')} {counted_so(overview, f)}{t('overview.never.average')}"

        def meant_by(bar: int) -> Pick:
            k, kind = places[bar]
            return {**meant(k), "stances": [kind]}

        bars(drawn, colours, note, picks, meant_by, key="stances-bars")

"""Who and what is named most."""

from __future__ import annotations

import streamlit as st

from articles.overview import Filters, Overview
from components import charts
from components.overview.picks import Pick, Picks
from components.overview.shared import BARS, bars, ranked, two
from components.words import apart, count, t
from models.findings import LABELS


def named(overview: Overview, f: Filters, picks: Picks) -> None:
    label = st.pills(t("entities"), LABELS, format_func=lambda k: t(f"label.{k}"), key="named-label")
    rows = overview.named(f, label)
    shown = [{**r, "label": t(f"label.{r['label']}")} for r in rows]
    columns = {
        "name": t("name"),
        "label": t("overview.kind"),
        "articles": t("overview.articles"),
        "mentions": t("overview.mentions"),
    }

    def meant(k: int) -> Pick:
        typed = {**dict(f.typed), rows[k]["name"]: rows[k]["label"]}
        return {"names": [*typed], "types": [*typed.values()], "places": True}

    table, picture = two()
    with table:
        ranked(shown, columns, ("name",), picks, meant, key="named", name=t("overview.named"))
    with picture:
        first = shown[:BARS]
        names = apart((r["name"], r["label"]) for r in first)
        drawn = [
            {"id": k, "name": names[k], "kind": r["label"], "n": r["articles"]} for k, r in enumerate(first)
        ]
        colours = {t(f"label.{k}"): charts.LABEL_COLOURS[k] for k in LABELS}
        note = t(
            "overview.named.note",
            n=count("n.names", len(drawn), after=True),
            all=count("n.articles", overview.scope(f).articles, after=True),
        )
        bars(drawn, colours, note, picks, meant, key="named-bars")

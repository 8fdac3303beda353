"""The words in which statements are reported, of all outlets together or of each."""

from __future__ import annotations

from articles.overview import Filters, Overview
from components import charts
from components.filtering import named_source
from components.overview.picks import Pick, Picks
from components.overview.shared import BARS, bars, choice, noted, ranked, two
from components.words import t


def verbs(overview: Overview, f: Filters, picks: Picks) -> None:
    how = choice("verbs-how", ("together", "source"), "overview.verbs")
    found = overview.verbs(f, by_source=how == "source")
    rows = [
        {**r, "source": named_source(r["source"]), "attitude": t(f"attitude.{r['attitude']}")} for r in found
    ]
    columns = {"verb": t("cue"), "attitude": t("overview.attitude"), "statements": t("statements")}
    if how == "source":
        columns["source"] = t("source")

    def meant(k: int) -> Pick:
        sources = {"sources": [found[k]["source"]]} if how == "source" else {}
        return {"verb": found[k]["verb"], **sources}

    table, picture = two()
    with table:
        ranked(rows, columns, ("verb", "source"), picks, meant, key=f"verbs-{how}", name=t("overview.verbs"))
    if how == "together" and rows:
        with picture:
            drawn = [
                {"id": k, "name": r["verb"], "kind": r["attitude"], "n": r["statements"]}
                for k, r in enumerate(rows[:BARS])
            ]
            kinds = dict.fromkeys(b["kind"] for b in drawn)
            colours = dict(zip(kinds, charts.SERIES, strict=False))
            note = noted(drawn, "n", overview.scope(f).statements, "n.statements")
            bars(drawn, colours, note, picks, meant, key="verbs-bars")

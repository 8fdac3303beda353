"""How many articles and statements there are, by day or month."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import streamlit as st

from articles.overview import Filters, Overview
from components import charts
from components.overview.periods import bars_over_time, dates, unit_of
from components.overview.picks import Pick, Picks
from components.overview.shared import noted, ranked, two
from components.words import count, t


def over_time(overview: Overview, f: Filters, picks: Picks) -> None:
    unit = unit_of(overview, f)
    parts: dict[str, Counter[str]] = {}
    for r in overview.days(f):
        part = r["published"] if unit == "day" else r["published"][:7]
        parts.setdefault(part, Counter()).update(articles=r["articles"], statements=r["statements"])
    scope = overview.scope(f)
    names = list(parts)
    table, picture = two()
    with picture:
        for field, colour in (
            ("articles", charts.LABEL_COLOURS["PERS"]),
            ("statements", charts.KIND_COLOURS["direct"]),
        ):
            word = t("overview.articles" if field == "articles" else "statements")
            st.markdown(f"### {word}")
            drawn = [{"id": k, "part": p, "kind": word, "n": parts[p][field]} for k, p in enumerate(names)]
            note = noted(drawn, "n", getattr(scope, field), f"n.{field}")
            places = {"places": True} if field == "articles" and f.names else {}

            def meant(k: int, places: Pick = places) -> Pick:
                return {**dates(names[k], f), **places}

            bars_over_time(drawn, {word: colour}, note, picks, meant, unit=unit, key=f"time-{field}")
        if scope.undated:
            st.caption(t("overview.undated.note", n=count("n.articles", scope.undated)))
    back = names[::-1]
    shown = [{"part": p, **parts[p]} for p in back]
    if scope.undated:
        said = overview.scope(replace(f, undated=True, since=None, until=None)).statements
        shown.append({"part": t("undated"), "articles": scope.undated, "statements": said})
        back.append("")
    columns = {"part": t("published"), "articles": t("overview.articles"), "statements": t("statements")}
    with table:
        ranked(
            shown, columns, ("part",), picks, lambda k: dates(back[k], f), key=f"time-{unit}",
            name=t("overview.time"),
        )  # fmt: skip

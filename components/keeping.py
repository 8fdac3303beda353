"""What the Overview shows, as files: a ranked table, who stands where for Word, how outlets report for Excel. Each says
what it rests on, what read it and who reviewed it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from articles.export import Table, table_csv
from articles.export_audit import audit
from articles.export_positions import positions
from articles.overview import MOST_VERBS, TOP, Filters, Overview
from components.state import library
from components.words import count, stamp, t


def keep_table(
    overview: Overview,
    f: Filters,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    key: str,
) -> None:
    """A button that writes the table, with the stamp under it, and that it ends where a view's ranking does."""
    lines = _stamp(overview, f)
    cut = [t("overview.first", n=len(rows))] if len(rows) in (TOP, MOST_VERBS) else []

    def written() -> bytes:
        return table_csv(Table(name, tuple(columns), [*rows, [], [" · ".join([*lines(), *cut])]]))

    st.download_button(
        t("overview.csv"), written, f"{name}.csv", mime="text/csv", on_click="ignore", key=f"csv-{key}",
        type="tertiary", icon=":material/download:",
    )  # fmt: skip


def keep_view(overview: Overview, f: Filters) -> None:
    """A menu of files made of all that the filters leave."""
    lines, shown, language = _stamp(overview, f), library(), st.session_state["lang"]
    with st.popover(t("tab.export"), key="keep"):
        for key, make, ending in (("positions", positions, "docx"), ("audit", audit, "xlsx")):
            st.download_button(
                t(f"export.{key}"), lambda make=make: make(shown, f, lines(), language),
                f"{t(f'export.{key}')}.{ending}", on_click="ignore", width="stretch", key=f"keep-{key}",
            )  # fmt: skip


def _stamp(overview: Overview, f: Filters) -> Callable[[], list[str]]:
    """What a file says of itself, a line each. The words are looked up now: files are written apart from the page."""
    said = overview.scope(f)
    rests = t(
        "overview.rests",
        statements=count("n.statements", said.statements, after=True),
        articles=count("n.articles", said.articles, after=True),
    )
    state, read_by = reviewed(overview, f), t("stamp.models", names="{}")
    other_way = turned(overview, f)
    return lambda: [rests, *other_way, state, read_by.format("؛ ".join(overview.models()))]


def reviewed(overview: Overview, f: Filters) -> str:
    """Whether an editor reviewed what the filters leave."""
    return stamp(overview.scope(replace(f, reviewed=True)).statements, overview.scope(f).statements)


def turned(overview: Overview, f: Filters) -> list[str]:
    """Which targets' stances are counted toward their opposites, a line each."""
    pairs = overview.linked(f, both=False) if f.opposites else []
    return [t("opposites.turned", one=one, other=other) for one, other in pairs]

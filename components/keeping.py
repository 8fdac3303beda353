"""A ranked table as a file for a spreadsheet, which says what it rests on, what read it and who reviewed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from articles.export import Table, table_csv
from articles.overview import Filters, Overview
from components.words import count, t


def keep_table(
    overview: Overview,
    f: Filters,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    key: str,
) -> None:
    """A button that writes the table, with the stamp under it."""
    said = overview.scope(f)
    seen = overview.scope(replace(f, reviewed=True)).statements
    rests = t(
        "overview.rests",
        statements=count("n.statements", said.statements, after=True),
        articles=count("n.articles", said.articles, after=True),
    )
    state = t("stamp.reviewed", n=seen, all=said.statements) if seen else t("stamp")
    read_by = t("stamp.models", names="{}")

    def written() -> bytes:
        """Runs apart from the page: no word is looked up here."""
        stamp = " · ".join((rests, state, read_by.format("؛ ".join(overview.models()))))
        return table_csv(Table(name, tuple(columns), [*rows, [], [stamp]]))

    st.download_button(
        t("overview.csv"), written, f"{name}.csv", mime="text/csv", on_click="ignore", key=f"csv-{key}",
        type="tertiary", icon=":material/download:",
    )  # fmt: skip

"""What the Read page shows, as files."""

from __future__ import annotations

import streamlit as st

from articles.export import json_lines, names_csv, quotes_csv
from articles.review import Reviewed
from components.words import t
from models.findings import Analysis


def exports(analysis: Analysis, seen: Reviewed) -> None:
    """Download buttons of one article's findings, in the page's language."""
    given = [analysis], {analysis.id: seen}, st.session_state["lang"]
    name = analysis.id
    with st.container(key="exports"):
        csv = {"mime": "text/csv", "width": "stretch", "on_click": "ignore"}
        st.download_button(t("export.quotes"), quotes_csv(*given), f"{name}-quotes.csv", **csv)
        st.download_button(t("export.names"), names_csv(*given), f"{name}-names.csv", **csv)
        with st.expander(t("export.technical")):
            lines = {"mime": "application/jsonl", "width": "stretch", "on_click": "ignore"}
            st.download_button(t("export.json"), json_lines(*given), f"{name}.jsonl", **lines)
        st.caption(t("export.print"))

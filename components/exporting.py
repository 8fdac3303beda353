"""What the Read page shows, as files."""

from __future__ import annotations

import streamlit as st
from articles.export import json_lines, names_csv, quotes_csv

from components.words import t
from models.findings import Analysis


def exports(analysis: Analysis) -> None:
    """Download buttons of one article's findings."""
    with st.container(key="exports"):
        kept = [analysis]
        st.download_button(
            t("export.quotes"), quotes_csv(kept), f"{analysis.id}-quotes.csv", "text/csv", width="stretch"
        )
        st.download_button(
            t("export.names"), names_csv(kept), f"{analysis.id}-names.csv", "text/csv", width="stretch"
        )
        with st.expander(t("export.technical")):
            data = json_lines(kept)
            st.download_button(
                t("export.json"), data, f"{analysis.id}.jsonl", "application/jsonl", width="stretch"
            )
        st.caption(t("export.print"))

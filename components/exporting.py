"""What the Read page shows, as files."""

from __future__ import annotations

import streamlit as st

from articles.export import json_lines, names_csv, quotes_csv
from components.state import looked_at
from components.words import t
from models.findings import Analysis


def exports(analysis: Analysis) -> None:
    """Download buttons of one article's findings."""
    seen, lang = {analysis.id: looked_at(analysis.id)}, st.session_state["lang"]
    quotes = quotes_csv([analysis], seen, lang)
    names = names_csv([analysis], seen, lang)
    lines = json_lines([analysis], seen, lang)
    with st.container(key="exports"):
        _button("export.quotes", quotes, f"{analysis.id}-quotes.csv")
        _button("export.names", names, f"{analysis.id}-names.csv")
        with st.expander(t("export.technical")):
            _button("export.json", lines, f"{analysis.id}.jsonl")
        st.caption(t("export.print"))


def _button(words: str, data: bytes, name: str) -> None:
    kind = "text/csv" if name.endswith(".csv") else "application/jsonl"
    st.download_button(t(words), data, name, kind, width="stretch", on_click="ignore")

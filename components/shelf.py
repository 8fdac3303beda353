"""The Library page: add articles, see what is there, open or remove."""

from __future__ import annotations

import streamlit as st

from components.adding import add_panel, progress
from components.state import go, library, sample_first
from components.words import count, t


def page() -> None:
    """Adding, progress, and the table of articles."""
    sample_first()
    st.markdown(f"### {t('add')}")
    add_panel()
    progress()
    rows = library().articles()
    st.markdown(f"### {t('page.library')}")
    st.caption(count("n.articles", len(rows)))
    if not rows:
        return
    columns = [
        {
            "title": row.title or row.path,
            "source": row.source or "",
            "published": row.published or t("undated"),
            "words": row.words,
            "state": t("state.read" if row.analysed else "state.waiting"),
        }
        for row in rows
    ]
    names = {
        "title": t("title"),
        "source": t("source"),
        "published": t("published"),
        "words": t("words"),
        "state": t("add.state"),
    }
    order = list(names)
    rtl = st.session_state["lang"] == "ar"
    config = {
        key: st.column_config.Column(
            label, alignment="right" if rtl else "left", width="large" if key == "title" else None
        )
        for key, label in names.items()
    }
    st.caption(t("library.pick"))
    event = st.dataframe(
        columns,
        column_order=order[::-1] if rtl else order,
        column_config=config,
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="multi-row",
        key="shelf",
    )
    picked = [rows[i].id for i in event.selection.rows]
    opened, removed = st.columns([1, 1])
    if opened.button(t("open"), disabled=len(picked) != 1, type="primary", width="stretch"):
        go(article=picked[0])
        st.switch_page(st.session_state["pages"]["read"])
    with removed.popover(t("remove"), disabled=not picked, width="stretch"):
        st.write(t("remove.confirm", n=count("n.articles", len(picked), after=True)))
        if st.button(t("remove"), key="remove-now"):
            library().remove(picked)
            st.rerun()

"""The Library page: add articles, see what is there, put it in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from articles.library import ArticleRow, Folder
from articles.topics import Topics
from components.adding import add_panel, importing, progress, results
from components.exporting import exports_of
from components.folders import folder_bar, put_panel
from components.state import go, library, open_jobs, request_reading, sample_first
from components.tables import key_of, selectable
from components.words import count, t

AT_ONCE = 500  # articles in the table


def page() -> None:
    """Adding, progress, and the table of articles."""
    sample_first()
    st.markdown(f"## {t('add')}")
    add_panel()
    importing()
    progress()
    results()
    st.markdown(f"## {t('page.library')}")
    rows = library().articles()
    if not rows:
        st.caption(t("library.empty"))
        return
    titles = {row.id: row.title or row.path for row in rows}
    folder = folder_bar()
    if folder:
        inside = library().in_folder(folder.id)
        rows = [row for row in rows if row.id in inside]
    if len(titles) > AT_ONCE:
        rows = _searched(rows)
    _told(rows)
    if not rows:
        return
    shown = _page(rows, folder)
    chosen = _table(shown, titles, folder)
    _actions([shown[i].id for i in chosen], [row.id for row in rows], folder)


def _searched(rows: list[ArticleRow]) -> list[ArticleRow]:
    """Those of the articles in which the words asked for stand."""
    found = library().matching(st.text_input(t("overview.words"), key="shelf-words"))
    return rows if found is None else [row for row in rows if row.id in found]


def _page(rows: list[ArticleRow], folder: Folder | None) -> list[ArticleRow]:
    """As many of the articles as a table takes at once, the newest first where there are more."""
    pages = -(-len(rows) // AT_ONCE)
    if pages == 1:
        return rows
    page = st.pagination(pages, key=f"shelf-page-{folder.id if folder else 'all'}-{pages}")
    return rows[::-1][(page - 1) * AT_ONCE : page * AT_ONCE]


def _told(rows: Sequence[ArticleRow]) -> None:
    """How many articles, how many of them copies, how many not read."""
    told = [count("n.articles", len(rows))]
    if copies := sum(row.copy_of is not None for row in rows):
        told.append(t("library.copies", n=count("n.articles", copies)))
    st.caption(" · ".join(told))
    waiting = [row.id for row in rows if not row.analysed]
    if waiting and not open_jobs():
        about = count("n.articles", len(waiting), after=True)
        if st.button(t("library.read.rest", n=about), key="read-rest"):
            request_reading(waiting)
            st.rerun()


def _table(rows: Sequence[ArticleRow], titles: dict[str, str], folder: Folder | None) -> list[int]:
    st.caption(t("library.pick"))
    columns = [
        {
            "title": titles[row.id],
            "source": row.source or "",
            "published": row.published or t("undated"),
            "state": _state(row, titles),
            "words": row.words,
        }
        for row in rows
    ]
    names = {
        "title": "title",
        "source": "source",
        "published": "published",
        "state": "add.state",
        "words": "words",
    }
    key = key_of(f"shelf-{folder.id if folder else 'all'}", (row.id for row in rows))
    return selectable(
        columns, {column: t(word) for column, word in names.items()}, arabic=("title", "source"), key=key
    )


def _state(row: ArticleRow, titles: dict[str, str]) -> str:
    if row.copy_of:
        return t("state.copy", title=titles[row.copy_of])
    return t("state.read" if row.analysed else "state.waiting")


def _actions(picked: Sequence[str], shown: Sequence[str], folder: Folder | None) -> None:
    """What can be done with the selected articles; with none selected, all that are shown are exported."""
    with st.container(key="shelf-actions", horizontal=True):
        if st.button(t("open"), disabled=len(picked) != 1, type="primary"):
            go(article=picked[0])
            st.switch_page(st.session_state["pages"]["read"])
        with st.popover(t("folder.put"), disabled=not picked):
            put_panel(picked)
        if folder and st.button(t("folder.take"), disabled=not picked):
            library().take_out(folder.id, picked)
            st.rerun()
        with st.popover(t("describe"), disabled=not picked):
            _describe(picked)
        with st.popover(t("ask.many")):
            _ask(picked, shown)
        with st.popover(t("tab.export")):
            exports_of(picked or shown, folder.name if folder else t("app"))
        with st.popover(t("remove"), disabled=not picked):
            st.write(t("remove.confirm", n=count("n.articles", len(picked), after=True)))
            if st.button(t("remove"), key="remove-now"):
                library().remove(picked)
                st.rerun()


def _ask(picked: Sequence[str], shown: Sequence[str]) -> None:
    """Have the selected articles, or else all that are shown, read for stances toward targets that are typed or kept
    in a list."""
    ids, sets = picked or shown, Topics(library()).sets()
    # A selection that is lost while the form is filled in makes it no question about all: it is another form.
    with st.form(key_of("ask-many", picked), border=False):
        st.caption(t("ask.many.help", n=count("n.articles", len(ids))))
        saved = st.selectbox(t("sets.ask"), [None, *sets], format_func=lambda s: s or "—") if sets else None
        typed = st.multiselect(
            t("sets.targets"), [], accept_new_options=True, placeholder=t("ask.help"), key="ask-many-targets"
        )
        targets = tuple(dict.fromkeys([*sets.get(saved, ()), *typed]))
        if st.form_submit_button(t("ask.now"), type="primary") and targets:
            request_reading(ids, targets)
            st.rerun()


def _describe(picked: Sequence[str]) -> None:
    """Source and date for all of them; what is left blank stays as it is."""
    with st.form("describe", border=False):
        st.caption(t("describe.help", n=count("n.articles", len(picked), after=True)))
        source = st.text_input(t("source"), max_chars=120, key="describe-source").strip()
        published = st.date_input(
            t("published"), None, min_value=date(1900, 1, 1), format="YYYY-MM-DD", key="describe-date"
        )
        if st.form_submit_button(t("review.save"), type="primary") and (source or published):
            library().describe(
                picked, source=source or None, published=published.isoformat() if published else None
            )
            st.rerun()

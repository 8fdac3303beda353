"""Named files of articles on the Library page: which one is shown, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from articles.library import Folder, NameTaken
from components.state import go, library, place
from components.words import count, t


def chosen_folder() -> Folder | None:
    """The folder of the address bar, None for the whole library."""
    wanted = place("folder")
    return next((f for f in library().folders() if str(f.id) == wanted), None)


def folder_bar() -> Folder | None:
    """Choose a folder, make one, rename or delete the chosen one. Returns the chosen one."""
    now = chosen_folder()
    folders = {f.id: f for f in library().folders()}
    with st.container(key="folders", horizontal=True, vertical_alignment="bottom"):
        picked = st.selectbox(
            t("folder"),
            [None, *folders],
            index=[None, *folders].index(now.id if now else None),
            format_func=lambda id: _label(folders[id]) if id else t("folder.all"),
        )
        if picked != (now.id if now else None):
            go(folder=str(picked) if picked else None)
            st.rerun()
        with st.popover(t("folder.new")):
            _name_form("folder-new", "", lambda name: go(folder=str(library().create_folder(name))))
        if now:
            with st.popover(t("folder.rename")):
                _name_form(
                    f"folder-name-{now.id}", now.name, lambda name: library().rename_folder(now.id, name)
                )
            with st.popover(t("folder.delete")):
                st.write(t("folder.delete.confirm"))
                if st.button(t("folder.delete"), key="folder-delete"):
                    library().delete_folder(now.id)
                    go(folder=None)
                    st.rerun()
    return now


def put_panel(ids: Sequence[str]) -> None:
    """Put the selected articles into a folder that is there or into a new one."""
    folders = {f.id: f for f in library().folders()}
    if folders:
        into = st.selectbox(t("folder.into"), list(folders), format_func=lambda id: _label(folders[id]))
        if st.button(t("folder.put"), key=f"folder-put-{into}", type="primary"):
            library().put(into, ids)
            st.rerun()
    _name_form("folder-put-new", "", lambda name: library().put(library().create_folder(name), ids))


def _label(folder: Folder) -> str:
    return f"{folder.name} ({count('n.articles', folder.articles)})"


def _name_form(key: str, name: str, act: Callable[[str], object]) -> None:
    """A field for a folder's name; `act` is given it when it is sent."""
    with st.form(key, border=False):
        wanted = st.text_input(t("folder.name"), name, max_chars=80, key=f"{key}-name").strip()
        if st.form_submit_button(t("review.save")) and wanted:
            try:
                act(wanted)
            except NameTaken:
                st.error(t("folder.taken"))
            else:
                st.rerun()

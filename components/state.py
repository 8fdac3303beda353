"""What the pages share: the library, the view in the address bar, and asking for articles to be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from articles import importing
from articles.library import Library
from articles.visits import DEMO, end_visit, open_visit
from articles.worker import ensure_running
from components.words import known, t

if TYPE_CHECKING:
    from articles.library import Job

SEEDS = Path(__file__).parents[1] / "seeds"


@st.cache_resource(
    show_spinner=False, scope="session" if DEMO else "global", on_release=end_visit if DEMO else None
)
def library() -> Library:
    """The one library of this process; in a demo the visitor's own."""
    return open_visit(Library()) if DEMO else Library()


def place(name: str) -> str | None:
    """A part of the view as the address bar has it: `article`, `select`, `folder`, a filter of the Overview."""
    return st.query_params.get(name)


def chosen_article(ids: Sequence[str]) -> str:
    """The article of the address bar, else the one last shown in this visit, else the first of `ids`."""
    wanted = (place("article"), st.session_state.get("article"))
    st.session_state["article"] = next((id for id in wanted if id in ids), ids[0])
    return st.session_state["article"]


def go(**parts: str | None) -> None:
    """Change parts of the view; None takes one out. A new article drops the selection."""
    if "article" in parts:
        st.session_state["article"] = parts["article"]
        if "select" not in parts:
            parts["select"] = None
            st.session_state["goto"] = None
    for name, value in parts.items():
        if value is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = value


def show(article: str, select: str) -> None:
    """Go to a place in an article, on the Read page."""
    where = {"article": article, "select": select, "lang": st.session_state["lang"]}
    st.session_state.pop("goto", None)  # the page leads to it as it does for a link
    st.switch_page(st.session_state["pages"]["read"], query_params=where)


def sample_first() -> None:
    """Once a visit: an empty library gets the sample article, and what waits is read."""
    if "woken" not in st.session_state:
        begin(library())
        st.session_state["woken"] = True


def begin(library: Library) -> None:
    """Put the sample article into an empty library and have it read; wake the processes for which work waits."""
    if not library.articles():
        from articles.readers import read_all

        library.enqueue(
            [library.add(article)[0] for article in read_all([str(SEEDS)]) if hasattr(article, "text")]
        )
    if library.open_jobs():
        ensure_running(library.path)
    if library.receiving():
        importing.ensure_running(library.path)


def request_reading(ids: Sequence[str], targets: Sequence[str] = ()) -> int:
    """Queue articles for the model process, perhaps for stances toward these targets, and see that it runs.
    Returns the job's id."""
    job = library().enqueue(ids, targets)
    ensure_running(library().path)
    return job


def open_jobs() -> list[Job]:
    """The jobs that wait or run, newest first. Whoever waits for them sees by asking that they are worked on: the
    model process may have been killed meanwhile.
    """
    jobs = library().open_jobs()
    if jobs:
        ensure_running(library().path)
    return jobs


def tell_unread(reason: str) -> None:
    """Say why an article could not be read, as a job has it."""
    told = known(f"error.{reason}", "") or t("error.program", reason=reason)
    st.error(t("failed", reason=plain(told)))


def plain(text: str) -> str:
    """Text for a label that Streamlit reads as Markdown: every sign that could mean something is escaped."""
    return "".join("\\" + ch if ch in r"\`*_{}[]()#+-.!|<>$~:&" else ch for ch in text)

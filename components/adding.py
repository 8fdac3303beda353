"""Adding articles: files or pasted text in, a line a file out, and how far the reading is."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from articles.article import ReadError
from components.state import go, library, open_jobs, plain, request_reading
from components.words import count, known, t

LOOK_AGAIN_SECONDS = 1.0


def add_panel() -> None:
    """The uploader, the paste box and what became of the last addition."""
    files, paste = st.tabs([t("add.files"), t("add.paste")])
    with files, st.form("files", clear_on_submit=True, border=False):
        uploads = st.file_uploader(t("add.here"), accept_multiple_files=True, key="uploads")
        if st.form_submit_button(t("add.go"), type="primary") and uploads:
            _take((u.name, u.getvalue()) for u in uploads)
    with paste, st.form("paste", clear_on_submit=True, border=False):
        text = st.text_area(t("add.text"), height=220, key="pasted")
        if st.form_submit_button(t("add.go"), type="primary") and text.strip():
            _take([(f"{t('add.name')}.txt", text.encode("utf-8"))])
    if results := st.session_state.get("results"):
        st.markdown(f"##### {t('add.result')}")
        st.table([{t("add.file"): plain(name), t("add.state"): state} for name, state in results])


def _take(files: Iterable[tuple[str, bytes]]) -> None:
    """Read the files into the library, note a result for each, and have the new articles read."""
    from articles.readers import read

    results, new = [], []
    for name, data in files:
        for found in read(name, data):
            if isinstance(found, ReadError):
                results.append((_where(found.path or name, found.record), explain(found)))
                continue
            id, fresh = library().add(found)
            new += [id] if fresh else []
            results.append((_where(found.path, found.record), t("add.new" if fresh else "add.duplicate")))
    st.session_state["results"] = results
    if new:
        request_reading(new)
        go(article=new[0])


def _where(path: str, record: int | None) -> str:
    return path if record is None else f"{path} · {record}"


def explain(error: ReadError) -> str:
    """Why a file could not be read, in the page's language."""
    reason = known(f"error.{error.code}", "error.other")
    columns = error.details.get("columns")
    return f"{reason}: {t('list.join').join(map(str, columns))}" if columns else reason


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def progress() -> None:
    """Every open job: how far it is, about how long it takes, and a button that stops it."""
    jobs = open_jobs()
    before, st.session_state["jobs_open"] = st.session_state.get("jobs_open", 0), len(jobs)
    if before and not jobs:
        st.rerun(scope="app")
    for job in jobs:
        told = t("progress", done=job.done, total=job.total)
        if job.seconds_left is not None:
            told += f" · {t('progress.left', time=count('n.seconds', round(job.seconds_left), after=True))}"
        bar, stop = st.columns([5, 1], vertical_alignment="center")
        bar.progress(job.done / max(1, job.total), text=told)
        if stop.button(t("cancel"), key=f"cancel-{job.id}", width="stretch"):
            library().cancel(job.id)
            st.rerun(scope="app")

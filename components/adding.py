"""Adding articles: files or pasted text in, what becomes of each, and how far the reading is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from articles.article import ReadError
from articles.importing import ensure_running
from articles.imports import Result
from articles.worker import ensure_running as ensure_reading
from components.state import go, library, open_jobs, plain
from components.words import count, known, t

LOOK_AGAIN_SECONDS = 1.0
MOST_SHOWN = 200  # results in the table; what went wrong comes first


def add_panel() -> None:
    """The uploader and the paste box."""
    files, folder, paste = st.tabs([t("add.files"), t("add.folder"), t("add.paste")])
    with files:
        _uploader("files", t("add.here"), True)
    with folder:
        _uploader("folder", t("add.here.folder"), "directory")
    with paste, st.form("paste", clear_on_submit=True, border=False):
        text = st.text_area(t("add.text"), height=220, key="pasted")
        if st.form_submit_button(t("add.go"), type="primary") and text.strip():
            _take([(f"{t('add.name')}.txt", text.encode("utf-8"))])


def _uploader(key: str, label: str, many: bool | str) -> None:
    with st.form(key, clear_on_submit=True, border=False):
        uploads = st.file_uploader(label, accept_multiple_files=many, key=f"uploads-{key}")
        if st.form_submit_button(t("add.go"), type="primary") and uploads:
            _take([(u.name, u.getvalue()) for u in uploads])


def _take(files: Sequence[tuple[str, bytes]]) -> None:
    """Hand the files over; they are read apart from the page, whether or not it stays open."""
    st.session_state["import"] = library().receive(files)
    ensure_running(library().path)


def importing() -> None:
    """How far the newest import is, while it runs."""
    latest = library().latest_import()
    if latest and latest.open:
        _wait(latest.id)


def results() -> None:
    """What became of each file of the newest import, in the visit that began it."""
    latest = library().latest_import()
    if latest and not latest.open and latest.id == st.session_state.get("import"):
        _told(library().import_results(latest.id))


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def _wait(id: int) -> None:
    now = library().latest_import()
    if not now.open or now.id != id:
        _arrived(id)
        st.rerun(scope="app")
    st.session_state["import"] = id
    bar, stop = st.columns([5, 1], vertical_alignment="center")
    done = now.files - now.left
    bar.progress(
        done / now.files, text=t("add.progress", done=done, total=count("n.files", now.files, after=True))
    )
    if stop.button(t("cancel"), key=f"cancel-import-{id}", width="stretch"):
        library().cancel_import(id)
        st.rerun(scope="app")


def _arrived(id: int) -> None:
    """Have the new articles read, and the Read page show the first."""
    ensure_reading(library().path)
    first = next((r.id for r in library().import_results(id) if r.outcome in ("new", "copy")), None)
    if first:
        go(article=first)


def _told(results: Sequence[Result]) -> None:
    st.markdown(f"### {t('add.result')}")
    sums = Counter(r.outcome for r in results)
    st.caption(" · ".join(f"{t(f'add.{outcome}')}: {n}" for outcome, n in sums.items()))
    urgent = sorted(results, key=lambda r: ("error", "copy", "duplicate", "new").index(r.outcome))
    st.table(
        [{t("add.file"): plain(_where(r)), t("add.state"): plain(_became(r))} for r in urgent[:MOST_SHOWN]]
    )
    if len(results) > MOST_SHOWN:
        st.caption(t("add.more", n=len(results) - MOST_SHOWN))


def _where(result: Result) -> str:
    """The file's name in its own direction (000.txt would turn round in Arabic), and the number in it."""
    name = f"\u2068{result.path}\u2069"
    return name if result.record is None else f"{name} · {result.record}"


def _became(result: Result) -> str:
    return explain(result.error) if result.error else t(f"add.{result.outcome}")


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

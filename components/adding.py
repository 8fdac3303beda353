"""Adding articles: files or pasted text in, what becomes of each, and how far the reading is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from articles.article import ReadError
from articles.importing import ensure_running
from articles.imports import Import, Result
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
    told = st.session_state.pop("arrived", [])
    running, ended = _imports()
    untold = [*(each.id for each in running), *(id for id in ended if id not in told)]
    st.session_state["imports"] = [*untold, library().receive(files)]
    ensure_running(library().path)


def _imports() -> tuple[list[Import], list[int]]:
    """The imports that this visit began: those that run, and the numbers of those that have ended. A visit that
    finds one running when it comes (the page was loaded anew) takes on the newest.
    """
    running = library().open_imports()
    mine = st.session_state.setdefault("imports", [each.id for each in running[:1]])
    ids = {each.id for each in running}
    return [each for each in running if each.id in mine], [id for id in mine if id not in ids]


def importing() -> None:
    """How far the imports of this visit are, while they run."""
    running, ended = _imports()
    _arrive(ended)  # one may end while nobody waits for it: between two runs of the page
    if running:
        _wait()


def results() -> None:
    """What became of each file of this visit's imports that have arrived."""
    if found := [result for id in st.session_state["arrived"] for result in library().import_results(id)]:
        _told(found)


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def _wait() -> None:
    running, ended = _imports()
    if _arrive(ended):
        st.rerun(scope="app")
    ensure_running(library().path)  # a file may have taken the process down
    for each in running:
        bar, stop = st.columns([5, 1], vertical_alignment="center")
        done, total = each.files - each.left, count("n.files", each.files, after=True)
        bar.progress(done / each.files, text=t("add.progress", done=done, total=total))
        if stop.button(t("cancel"), key=f"cancel-import-{each.id}", width="stretch"):
            library().cancel_import(each.id)
            st.rerun(scope="app")


def _arrive(ended: Sequence[int]) -> bool:
    """Whether an import has ended since the last look. Its new articles are read, and the Read page will show the
    first, before the page tells of them.
    """
    arrived = st.session_state.setdefault("arrived", [])
    fresh = [id for id in ended if id not in arrived]
    if not fresh:
        return False
    ensure_reading(library().path)
    outcomes = (result for id in fresh for result in library().import_results(id))
    first = next((r.id for r in outcomes if r.outcome in ("new", "copy")), None)
    if first:
        go(article=first)
    arrived.extend(fresh)
    return True


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

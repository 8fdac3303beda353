"""What the pages show, as files: for an article, or for many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

import streamlit as st

from articles import export, export_excel, export_technical, export_word, report
from articles.library import Library
from articles.review import Reviewed
from components.state import library
from components.words import count, t
from models.findings import Analysis

MOST = 2_000  # articles of a file: their findings lie unpacked in the pages' own process while it is written

# Findings and what was looked at in each, fetched one article after the other while a file is written.
_Gathered = Callable[[], Iterable[tuple[Analysis, Reviewed]]]


@dataclass(frozen=True, slots=True)
class _Format:
    """`make` writes analyses and what was looked at in them; `ending` is the file name's. `whole`: what it
    does not mark counts as not there, so that only the reviewed means the articles of which this is true, whole.
    `all`: it goes through the articles once, writing as it goes, so that it takes as many as there are."""

    make: Callable[[Iterable[Analysis], export.Seen, export.Language], bytes]
    ending: str
    mime: str
    whole: Callable[[Analysis, export.Seen], bool] | None = None
    all: bool = False


_FOR_EDITORS = {
    "word": _Format(
        export_word.word_report,
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "html": _Format(report.html_report, ".html", "text/html"),
    "excel": _Format(
        export_excel.workbook, ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    "quotes": _Format(export.quotes_csv, "-quotes.csv", "text/csv", all=True),
    "names": _Format(export.names_csv, "-names.csv", "text/csv", all=True),
}
_FOR_ENGINEERS = {
    "json": _Format(export.json_lines, ".jsonl", "application/jsonl"),
    "parquet": _Format(export_technical.parquet, ".parquet", "application/vnd.apache.parquet"),
    "conll": _Format(
        export_technical.conll,
        ".conll",
        "text/plain",
        whole=lambda a, seen: export.names_state(a, seen) == "reviewed",
    ),
    "studio": _Format(
        export_technical.label_studio, "-label-studio.json", "application/json", whole=export.whole
    ),
    "gold": _Format(
        lambda analyses, seen, _: export_technical.gold(analyses, seen),
        "-gold.zip",
        "application/zip",
        whole=export.whole,
    ),
}


def exports(analysis: Analysis, seen: Reviewed) -> None:
    """Downloads of one article's findings, in the page's language."""
    _panel(analysis.id, lambda: [(analysis, seen)])
    st.caption(t("export.print"))


def exports_of(ids: Sequence[str], name: str) -> None:
    """Downloads of the findings of these articles, of MOST where the format does not take all; those that nobody has read
    are not in them.
    """
    st.caption(t("export.scope.articles", n=count("n.articles", len(ids))))
    if len(ids) > MOST:
        st.caption(t("export.most", n=count("n.articles", MOST, after=True)))
    _panel(name, partial(_gathered, library(), ids))


def _gathered(shown: Library, ids: Sequence[str]) -> Iterator[tuple[Analysis, Reviewed]]:
    """The findings of articles as the editor left them. Runs apart from the page: the library is given."""
    return filter(None, map(shown.edited, ids))


def _panel(name: str, gathered: _Gathered) -> None:
    """Formats to choose from. A file is written when it is asked for, not at every run of the page."""
    with st.container(key="exports"):
        only = st.checkbox(t("export.only"), key="export-only")
        for key, format in _FOR_EDITORS.items():
            _download(key, format, name, only, gathered)
        with st.expander(t("export.technical")):
            for key, format in _FOR_ENGINEERS.items():
                _download(key, format, name, only, gathered)


def _download(key: str, format: _Format, name: str, only: bool, gathered: _Gathered) -> None:
    language = st.session_state["lang"]

    def written() -> bytes:
        seen: dict[str, Reviewed] = {}
        found = gathered() if format.all else islice(gathered(), MOST)
        analyses = _wanted(found, format, only, seen)
        return format.make(analyses if format.all else list(analyses), seen, language)

    st.download_button(
        t(f"export.{key}"),
        written,
        f"{name}{format.ending}",
        mime=format.mime,
        on_click="ignore",
        width="stretch",
        key=f"export-{key}",
    )


def _wanted(
    found: Iterable[tuple[Analysis, Reviewed]], format: _Format, only: bool, seen: dict[str, Reviewed]
) -> Iterator[Analysis]:
    """What a file takes of the findings; what was looked at in each is put into `seen` before it is given."""
    for analysis, state in found:
        if only and not format.whole:
            analysis, state = export.only_reviewed(analysis, state)
            if not (state.quotes or state.entities):
                continue
        seen[analysis.id] = state
        if not (only and format.whole) or format.whole(analysis, seen):
            yield analysis

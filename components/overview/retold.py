"""One statement as several outlets print it: the outlets, their verbs and their words side by side."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

import streamlit as st

from articles.overview import Filters, Overview, Retold, Telling
from components import evidence
from components.cards import copied
from components.filtering import named_source
from components.keeping import keep_table
from components.overview.picks import Picks
from components.state import plain
from components.tables import key_of, selectable
from components.words import count, t
from models.arabic import WORD, fold

HEAD = 90  # characters of a statement in the list of statements


def retold(overview: Overview, f: Filters, _picks: Picks) -> None:
    """The statements that most outlets print, and the tellings of the one that is selected: these are the evidence
    already, so nothing is picked that would show it once more.
    """
    found = overview.retold(f)
    if not found:
        st.caption(t("overview.retold.none"))
        return
    st.caption(t("overview.retold.pick"))
    rows = [
        {
            "words": r.tellings[0].words
            if len(r.tellings[0].words) <= HEAD
            else r.tellings[0].words[: HEAD - 1] + "…",
            "speaker": r.speaker,
            "sources": r.sources,
            "articles": len(r.tellings),
            "verbs": r.verbs,
        }
        for r in found
    ]
    columns = {
        "words": t("overview.retold.words"),
        "speaker": t("speaker"),
        "sources": t("overview.sources"),
        "articles": t("overview.articles"),
        "verbs": t("overview.verbs"),
    }
    key = key_of("retold", (r["words"] for r in rows))
    selected = selectable(rows, columns, arabic=("words", "speaker"), key=key, several=False)
    st.caption(t("overview.retold.note", n=count("n.statements", len(found), after=True)))
    if selected:
        _side_by_side(overview, f, found[selected[0]])


def _side_by_side(overview: Overview, f: Filters, r: Retold) -> None:
    st.markdown(f"### {t('overview.retold.side')}: {plain(r.speaker)}")
    st.caption(t("overview.retold.first", n=count("n.articles", len(r.tellings))))
    names = ("source", "published", "cue", "overview.attitude", "overview.manner", "overview.retold.words")
    columns = [t(name) for name in names]
    first = r.tellings[0].words
    evidence.drawn(
        [
            {
                "heading": "",
                "passages": [differences(first, told.words)],
                "facts": _facts(told),
                "chips": [],
                "said": said,
                "copy": copied(said, r.speaker, None, told.source, told.published),
                "at": {"article": told.article, "select": f"quote:{told.quote}"},
            }
            for told in r.tellings
            for said in [f"«{told.words}»" if told.manner == "direct" else told.words]
        ],
        columns=columns,
        key=f"tellings-{r.tellings[0].article}-{r.tellings[0].quote}",
    )
    rows = [[*_facts(told), told.words] for told in r.tellings]
    keep_table(overview, f, t("overview.retold"), columns, rows, "retold")


def _facts(told: Telling) -> list[str]:
    return [
        named_source(told.source or ""),
        told.published or t("undated"),
        told.verb or "",
        t(f"attitude.{told.attitude}") if told.attitude else "",
        t(f"kind.{told.manner}"),
    ]


def differences(first: str, other: str) -> list[dict[str, Any]]:
    """`other` in segments {t, k}; k is ["diff"] where its words are not those of `first`."""
    places = [m.span() for m in WORD.finditer(other)]
    ours, theirs = ([fold(m.group()) for m in WORD.finditer(text)] for text in (first, other))
    same: set[int] = set()
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        same.update(range(block.b, block.b + block.size))
    segments, at = [], 0
    for k, (start, end) in enumerate(places):
        if k not in same:
            segments += [{"t": other[at:start], "k": []}, {"t": other[start:end], "k": ["diff"]}]
            at = end
    return [s for s in (*segments, {"t": other[at:], "k": []}) if s["t"]]

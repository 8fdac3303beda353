"""The Read page: an article with its names and statements marked, and what they are beside it."""

from __future__ import annotations

import streamlit as st

from components import charts
from components.article_view import article_view
from components.cards import by_speaker, cards, selected_groups
from components.exporting import exports
from components.reviewing import review
from components.state import (
    findings,
    go,
    library,
    looked_at,
    open_jobs,
    place,
    plain,
    request_reading,
    sample_first,
)
from components.words import t
from models.findings import LABELS, Analysis

LOOK_AGAIN_SECONDS = 0.7


def page() -> None:
    """Choose an article; show it, or that it waits to be read."""
    sample_first()
    rows = library().articles()
    if not rows:
        st.info(t("library.empty"))
        return
    titles = {row.id: row.title or row.path or t("untitled") for row in rows}
    chosen = place("article")
    if len(rows) > 1:
        ids = list(titles)
        index = ids.index(chosen) if chosen in titles else 0
        with st.container(key="controls"):
            picked = st.selectbox(t("article"), ids, index=index, format_func=lambda i: titles[i])
        if picked != ids[index]:
            go(article=picked)
        chosen = picked
    elif chosen not in titles:
        chosen = rows[0].id
    analysis = findings(chosen)
    if analysis is None:
        _unread(chosen)
    else:
        _show(analysis)


def _unread(id: str) -> None:
    """An article without findings: say so, offer to read it, look again by itself while it is read."""
    failed = [reason for job in library().jobs() for failed_id, reason in job.failed if failed_id == id]
    broken = next((job.reason for job in library().jobs()[:1] if job.state == "failed"), None)
    if open_jobs():
        _wait(id)
    else:
        reason = failed[0] if failed else broken
        if reason:
            st.error(t("failed", reason=plain(reason)))
        else:
            st.warning(t("not.read"))
        if st.button(t("read.now"), type="primary"):
            request_reading([id])
            st.rerun()
    st.text(library().article(id).text)


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def _wait(id: str) -> None:
    st.info(t("reading"))
    if library().analysis(id) is not None or not open_jobs():
        st.rerun(scope="app")


def _show(analysis: Analysis) -> None:
    """Header, article and side panel of a read article."""
    if not place("select"):
        st.caption(f"{t('first.1')}  \n{t('first.2')}")
    selected = _selection(analysis)
    main, side = st.columns([3, 2], gap="large")
    with side:
        asked = _side(analysis, selected)
    with main:
        clicked = article_view(analysis, selected=selected, goto=st.session_state.get("goto"))
        _stamp(analysis)
    if asked:
        st.session_state["goto"] = asked
    if clicked or asked:
        place_asked = asked or clicked
        go(select=f"{place_asked['type']}:{place_asked['id']}")
        st.rerun()


def _stamp(analysis: Analysis) -> None:
    """Who read this, and how much of it an editor has looked at."""
    seen = looked_at(analysis.id).quotes
    state = t("stamp.reviewed", n=len(seen), all=len(analysis.quotes)) if seen else t("stamp")
    names = dict.fromkeys(f"{m.name} {m.revision[:7]}" for m in analysis.models.values() if m.revision)
    facts = [
        analysis.source,
        analysis.published or t("undated"),
        t("stamp.models", names=t("list.join").join(names)),
    ]
    st.caption(plain(f"{state} · " + " · ".join(fact for fact in facts if fact)))


def _selection(analysis: Analysis) -> dict | None:
    kind, _, number = (place("select") or "").partition(":")
    found = {"mention": analysis.mentions, "quote": analysis.quotes}.get(kind, ())
    return {"type": kind, "id": int(number)} if number.isdecimal() and int(number) < len(found) else None


def _side(analysis: Analysis, selected: dict | None) -> dict | None:
    """The panel, the statements, the charts, the exports. Returns the place that was asked for."""
    asked = None
    with st.container(border=True, key="panel-open" if selected else "panel"):
        if selected is None:
            st.caption(t("panel.empty"))
        else:
            if st.button(t("close"), key="close"):
                go(select=None)
                st.rerun()
            asked = cards(selected_groups(analysis, selected), key="selected-cards")
            if selected["type"] == "quote":
                review(analysis, selected["id"])
    statements, glance, export = st.tabs([t("tab.statements"), t("tab.charts"), t("tab.export")])
    with statements:
        if analysis.quotes:
            lit = selected["id"] if selected and selected["type"] == "quote" else None
            asked = cards(by_speaker(analysis, lit), key="speaker-cards") or asked
        else:
            st.caption(t("statements.none"))
    with glance:
        asked = _charts(analysis) or asked
    with export:
        exports(analysis)
    return asked


def _charts(analysis: Analysis) -> dict | None:
    """The three charts; the place in the text that a newly clicked bar leads to."""
    picked = {}
    _question("chart.names")
    kinds = [label for label in LABELS if label != "LOC"]
    picked["mention"] = charts.bars(
        charts.names(analysis),
        {t(f"label.{kind}"): charts.LABEL_COLOURS[kind] for kind in kinds},
        key="chart-names",
    )
    _question("chart.voices")
    picked["quote"] = charts.bars(
        charts.voices(analysis),
        {t(f"kind.{kind}"): colour for kind, colour in charts.KIND_COLOURS.items()},
        key="chart-voices",
    )
    _question("chart.stances")
    targets = list(dict.fromkeys(s.target for s in analysis.stances))
    if not targets:
        st.caption(t("stance.none"))
    else:
        target = st.selectbox(t("stance.target"), targets)
        clicked = charts.bars(
            charts.stances(analysis, target),
            {t(f"stance.{kind}"): colour for kind, colour in charts.STANCE_COLOURS.items()},
            key="chart-stances",
        )
        picked["quote"] = clicked if clicked is not None else picked["quote"]
    now = {kind: id for kind, id in picked.items() if id is not None}
    # A bar stays selected over reruns: only one that was not selected before is a click.
    before, st.session_state["bars"] = st.session_state.get("bars", {}), now
    new = [(kind, id) for kind, id in now.items() if before.get(kind) != id]
    return {"type": new[0][0], "id": new[0][1], "nonce": f"bar-{new[0]}"} if new else None


def _question(key: str) -> None:
    st.markdown(f"##### {t(key)}")

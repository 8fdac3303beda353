"""The Read page: an article with its names and statements marked, and what they are beside it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from articles.export import in_line
from articles.library import ArticleRow
from articles.review import Reviewed
from components import charts
from components.article_view import article_view
from components.cards import (
    Group,
    by_speaker,
    cards,
    declined_group,
    name_group,
    place_groups,
    selected_statement,
)
from components.correcting import reviewer_field, undo
from components.exporting import exports
from components.reviewing import add, review
from components.reviewing_names import add_name, review_name
from components.stances import stances_view
from components.state import (
    chosen_article,
    go,
    library,
    open_jobs,
    place,
    plain,
    request_reading,
    sample_first,
    tell_unread,
)
from components.words import apart, count, stamp, t
from models.findings import LABELS, SPEAKER_KINDS, Analysis

LOOK_AGAIN_SECONDS = 0.7
AT_ONCE = 100  # titles to choose from


def page() -> None:
    """Choose an article; show it, or that it waits to be read."""
    sample_first()
    with st.container(key="spoken"):
        st.markdown(f"## {t('page.read')}")
    rows = library().articles()
    if not rows:
        st.info(t("library.empty"))
        return
    chosen = chosen_article([row.id for row in rows])
    if place("article") not in (None, chosen):
        # What the address selects is nothing of the article that is shown instead.
        go(article=chosen)
        st.toast(t("article.gone"), icon=":material/info:")
    if len(rows) == 1:
        with st.container(key="first"):
            st.caption(f"{t('first.1')}  \n{t('first.2')}")
    else:
        with st.container(key="controls"):
            picked = _selector(rows, chosen)
        if picked != chosen:
            go(article=picked)
            chosen = picked
    found = library().edited(chosen)
    if found is None:
        _unread(chosen)
    else:
        _show(*found)


def _selector(rows: Sequence[ArticleRow], chosen: str) -> str:
    """The article picked: of all where they are few, else of the one shown and the newest in which the words asked
    for stand."""
    label, hidden = t("article"), "collapsed"
    if len(rows) > AT_ONCE:
        search, choice = st.columns([2, 3])
        asked = t("article.find", n=count("n.articles", len(rows), after=True))
        found = library().matching(search.text_input(asked, key="article-words"))
        matching = [row for row in rows if found is None or row.id in found]
        newest = [row for row in matching[: -AT_ONCE - 1 : -1] if row.id != chosen]
        label, hidden = _some(len(newest), len(matching)), "visible"
        rows = [*(row for row in rows if row.id == chosen), *newest]
    else:
        choice = st.container()
    # Streamlit knows what is picked by its words alone: of articles with one title it would show the last.
    titles = apart(
        (row.title or row.path or t("untitled"), in_line((row.source, row.published))) for row in rows
    )
    called = dict(zip((row.id for row in rows), titles, strict=True))
    ids = list(called)
    return choice.selectbox(
        label, ids, index=ids.index(chosen), format_func=called.get, label_visibility=hidden
    )


def _some(shown: int, found: int) -> str:
    """How many of the articles found can be chosen from."""
    if not found:
        return t("article.none")
    told = count("n.articles", found, after=True)
    return (
        t("article.some", n=count("n.articles", shown, after=True), all=told)
        if found > AT_ONCE
        else t("article")
    )


def _unread(id: str) -> None:
    """An article without findings: say so, offer to read it, look again by itself while it is read."""
    if open_jobs():
        _wait(id)
    else:
        jobs = library().jobs()
        failed = (reason for job in jobs for failed_id, reason in job.failed if failed_id == id)
        if reason := next(failed, jobs[0].reason if jobs else None):
            tell_unread(reason)
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


def _show(analysis: Analysis, seen: Reviewed) -> None:
    """Header, article and side panel of a read article."""
    selected = _selection(analysis)
    # A link that selects something leads to it.
    st.session_state.setdefault("goto", selected and {**selected, "nonce": "link"})
    main, side = st.columns([3, 2], gap="large")
    with side:
        asked = _side(analysis, selected, seen)
    with main:
        clicked = article_view(analysis, selected=selected, goto=st.session_state.get("goto"))
        _stamp(analysis, seen)
    if clicked and clicked["type"] == "words":
        if clicked["kind"] == "name":
            _missed_name(analysis, clicked["words"])
        else:
            _missed_statement(analysis, clicked["words"], clicked["at"])
        return
    if asked:
        st.session_state["goto"] = asked
    if at := asked or clicked:
        go(select=f"{at['type']}:{at['id']}")
        st.rerun()


def _missed_name(analysis: Analysis, words: str) -> None:
    """Words selected in the article, to be added as a name."""
    st.dialog(t("name.add"))(add_name)(analysis, words, key="selected-name")


def _missed_statement(analysis: Analysis, words: str, at: int | None) -> None:
    """Words selected in the article, to be added as a statement where they were selected."""
    st.dialog(t("review.add"))(add)(analysis, words, at, key=f"selected-statement-{at}")


def _stamp(analysis: Analysis, seen: Reviewed) -> None:
    """Who read this, and how much of it an editor reviewed."""
    names = dict.fromkeys(f"{m.name} {m.revision[:7]}" for m in analysis.models.values() if m.revision)
    facts = [
        stamp(len(seen.quotes), len(analysis.quotes)),
        analysis.source,
        analysis.published or t("undated"),
        t("stamp.models", names=t("list.join").join(names)),
    ]
    st.caption(plain(in_line(facts)))


def _selection(analysis: Analysis) -> dict | None:
    kind, _, number = (place("select") or "").partition(":")
    found = {"mention": analysis.mentions, "quote": analysis.quotes}.get(kind, ())
    return {"type": kind, "id": int(number)} if number.isdecimal() and int(number) < len(found) else None


def _side(analysis: Analysis, selected: dict | None, seen: Reviewed) -> dict | None:
    """The panel, the statements, the charts, the exports. Returns the place that was asked for."""
    asked = None
    # An empty place when nothing is selected: what stands below must not be made anew, or the page jumps.
    panel = st.container(key="panel")
    if selected:
        with panel.container(border=True, key="panel-open"):
            if st.button(t("close"), key="close", type="tertiary"):
                go(select=None)
                st.session_state["goto"] = None
                st.rerun()
            number = selected["id"]
            if selected["type"] == "quote":
                card = Group(cards=(selected_statement(analysis, number, seen),))
                asked = cards([card], key="selected-cards")
                review(analysis, number, seen)
            else:
                cards([name_group(analysis, number, seen)], key="selected-name")
                review_name(analysis, number)
                asked = cards(place_groups(analysis, number, seen), key="selected-places")
    names = {key: t(f"tab.{key}") for key in ("statements", "stances", "charts", "export")}
    statements, stances, glance, export = st.tabs(list(names.values()), key="tabs", on_change="rerun")
    if statements.open:
        with statements:
            asked = _statements(analysis, selected, seen) or asked
            with st.popover(t("review.add"), width="stretch"):
                add(analysis)
            with st.popover(t("name.add"), width="stretch"):
                add_name(analysis)
            undo(analysis, key="undo-list")
            reviewer_field("reviewer-read")
    if stances.open:
        with stances:
            asked = stances_view(analysis, seen) or asked
    if glance.open:
        with glance:
            asked = _charts(analysis, seen) or asked
    if export.open:
        with export:
            exports(analysis, seen)
    return asked


def _statements(analysis: Analysis, selected: dict | None, seen: Reviewed) -> dict | None:
    """The statements by speaker, of all kinds of speaker or of one, and who declined to make one."""
    if not analysis.quotes:
        st.caption(t("statements.none"))
        return cards(declined_group(analysis), key="declined")
    there = {quote.speaker_kind for quote in analysis.quotes}
    kinds = [kind for kind in (*SPEAKER_KINDS, "none") if kind in there]
    only = None
    if len(kinds) > 1:
        with st.container(key="kinds"):
            only = st.pills(
                t("speaker"), kinds, format_func=lambda k: t(f"speaker.{k}"), label_visibility="collapsed"
            )
    lit = selected["id"] if selected and selected["type"] == "quote" else None
    asked = cards(by_speaker(analysis, lit, seen, only), key="speaker-cards")
    return cards(declined_group(analysis), key="declined") or asked


def _charts(analysis: Analysis, seen: Reviewed) -> dict | None:
    """The three charts; the place in the text that a newly clicked bar leads to."""
    reviewed = stamp(len(seen.quotes), len(analysis.quotes))
    picked: dict[str, tuple[str, int | None]] = {}
    _question("chart.names")
    kinds = [label for label in LABELS if label != "LOC"]
    clicked = charts.bars(
        charts.names(analysis),
        {t(f"label.{kind}"): charts.LABEL_COLOURS[kind] for kind in kinds},
        key="chart-names",
        stamp=reviewed,
    )
    picked["names"] = "mention", clicked
    _question("chart.voices")
    clicked = charts.bars(
        charts.voices(analysis),
        {t(f"kind.{kind}"): colour for kind, colour in charts.KIND_COLOURS.items()},
        key="chart-voices",
        stamp=reviewed,
    )
    picked["voices"] = "quote", clicked
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
            stamp=reviewed,
        )
        picked["stances"] = "quote", clicked
    # A bar stays selected over reruns: only one that its chart had not selected before is a click.
    before, st.session_state["bars"] = st.session_state.get("bars", {}), picked
    for chart, (kind, id) in picked.items():
        if id is not None and before.get(chart) != (kind, id):
            return {"type": kind, "id": id, "nonce": f"bar-{chart}-{id}"}
    return None


def _question(key: str) -> None:
    st.markdown(f"### {t(key)}")

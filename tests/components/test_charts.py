"""The Read page's charts: what they count, and what a click on a bar leads to."""

from dataclasses import replace

import streamlit as st
from test_app import TEXT, analysis

from articles.article import Article
from articles.review import Reviewed
from components import charts, reading
from models.findings import Quote, Stance

TITLE = "المنصوري: الحكومة ترفض القرار"
SAID = analysis(Article(TEXT, "خبر.txt"))


def test_a_bar_is_clicked_whatever_bar_of_another_chart_is_still_selected(monkeypatch):
    selected = {}
    monkeypatch.setitem(st.session_state, "lang", "ar")
    monkeypatch.setitem(st.session_state, "bars", {})
    monkeypatch.setattr(charts, "bars", lambda *_, key, **__: selected.get(key))

    def clicked(chart: str, id: int) -> tuple[str, int] | None:
        selected[chart] = id
        at = reading._charts(SAID, Reviewed())
        return at and (at["type"], at["id"])

    assert clicked("chart-stances", 0) == ("quote", 0)
    assert clicked("chart-voices", 1) == ("quote", 1)
    assert clicked("chart-names", 0) == ("mention", 0)
    assert clicked("chart-voices", 0) == ("quote", 0)
    assert clicked("chart-voices", 0) is None  # it stays selected


def test_stances_leave_out_what_a_headline_repeats_and_what_is_uncertain(monkeypatch):
    monkeypatch.setitem(st.session_state, "lang", "ar")
    shift = len(TITLE) + 1
    body, faint = (replace(q, start=q.start + shift, end=q.end + shift) for q in SAID.quotes)
    start = TITLE.index("الحكومة")
    headline = Quote(
        start, len(TITLE), TITLE[start:], "indirect", (), None, (), None, None, False, "test", 0.9
    )
    found = replace(
        SAID,
        text=f"{TITLE}\n{TEXT}",
        quotes=(headline, body, replace(faint, score=0.4)),
        stances=tuple(Stance(k, "القرار", "against", True, {}) for k in range(3)),
    )
    rows, note = charts.stances(found, "القرار")
    assert [(r["name"], r["n"], r["id"]) for r in rows] == [("خالد المنصوري", 1, 1)]
    assert note == (
        "يستند إلى قول واحد. مع استبعاد قول واحد لضعف الثقة. وما كرره العنوان من المتن معدود مرة واحدة."
    )
    again = replace(found, stances=found.stances[1:2])
    assert charts.stances(again, "القرار")[1] == "يستند إلى قول واحد."

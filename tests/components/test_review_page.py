"""The Review page as Streamlit runs it, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest
from test_app import TEXT, analysis

from articles.article import Article
from articles.library import Library
from articles.review import Correction
from components import state


def review_page() -> None:
    from components.queue import page

    page()


@pytest.fixture
def library(tmp_path, monkeypatch) -> Library:
    """A library with one article of two statements."""
    monkeypatch.setenv("RAWI_LIBRARY", str(tmp_path / "library.sqlite"))
    state.library.clear()
    library = Library()
    article = Article(TEXT, "خبر.txt", title="خبر قصير")
    library.add(article)
    library.save(analysis(article))
    return library


@pytest.fixture
def shown(library) -> AppTest:
    test = AppTest.from_function(review_page, default_timeout=30)
    test.session_state["lang"] = "ar"
    test.run()
    assert not test.exception
    return test


def decisions(library: Library) -> list[tuple[int, str]]:
    (row,) = library.articles()
    return [(c.start, c.action) for c in library.corrections(row.id)]


def test_statements_are_decided_one_by_one_until_none_is_left(library, shown):
    assert shown.button(key="queue-back").disabled
    shown.button(key="queue-confirm").click().run()
    shown.button(key="queue-delete").click().run()
    assert decisions(library) == [(TEXT.index("الحكومة"), "confirm"), (TEXT.index("الحل"), "delete")]
    assert [s.value for s in shown.success] == ["لم يبق ما يُراجع في هذا الترتيب."]


def test_going_back_takes_the_decision_back(library, shown):
    shown.button(key="queue-confirm").click().run()
    shown.button(key="queue-back").click().run()
    assert decisions(library) == []
    shown.button(key="queue-later").click().run()
    shown.button(key="queue-delete").click().run()
    assert decisions(library) == [(TEXT.index("الحل"), "delete")]


def test_going_back_leaves_what_another_editor_decided(library, shown):
    (row,) = library.articles()
    start, end = TEXT.index("الحل"), TEXT.index("الحل") + len("الحل قريب")
    library.correct(Correction(row.id, start, end, "quote", "confirm", by="زميل"))
    shown.button(key="queue-confirm").click().run()
    assert shown.success
    shown.button(key="queue-back").click().run()
    assert decisions(library) == [(start, "confirm")]
    # All that was decided about a statement goes back with it.
    next(b for b in shown.button if b.key.endswith("-القرار-against")).click().run()
    shown.button(key="queue-confirm").click().run()
    shown.button(key="queue-back").click().run()
    assert decisions(library) == [(start, "confirm")]


def test_an_article_removed_meanwhile_takes_its_statements_along(library, shown):
    (row,) = library.articles()
    library.remove([row.id])
    shown.run()
    assert not shown.exception
    assert shown.success


def test_strong_claims_leave_the_rest_out(library, shown):
    shown.session_state["queue-order"] = "strong"
    shown.run()
    shown.button(key="queue-confirm").click().run()
    assert decisions(library) == [(TEXT.index("الحكومة"), "confirm")]
    assert shown.success


def test_a_statement_stays_while_its_stances_are_decided(library, shown):
    shown.text_input(key="reviewer-queue").set_value("سلمى").run()
    next(b for b in shown.button if b.key.endswith("-القرار-against")).click().run()
    assert not shown.exception
    (row,) = library.articles()
    (kept,) = library.corrections(row.id)
    assert (kept.kind, kept.action, kept.by) == ("stance", "confirm", "سلمى")
    shown.button(key="queue-confirm").click().run()
    assert decisions(library)[-1] == (TEXT.index("الحكومة"), "confirm")
    shown.button(key="queue-confirm").click().run()
    assert decisions(library)[-1] == (TEXT.index("الحل"), "confirm")


def test_a_date_keeps_its_order_behind_arabic(library, shown):
    (row,) = library.articles()
    library.describe([row.id], published="2026-02-03")
    shown.run()
    assert any("\u200e2026\\-02\\-03" in each.value for each in shown.markdown)

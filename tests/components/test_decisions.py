"""The page of what holds in all articles, as Streamlit runs it. Rows are selected for it: AppTest can't."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest
from test_app import TEXT, analysis

from articles.article import Article
from articles.library import Library
from articles.naming import Naming
from articles.sides import Sides
from articles.topics import Topics
from components import decisions, state
from models.findings import Entity, Mention

ARTICLE = Article(TEXT, "خبر.txt")


def decisions_page() -> None:
    from components.decisions import page

    page()


@pytest.fixture
def library(tmp_path, monkeypatch) -> Library:
    monkeypatch.setenv("RAWI_LIBRARY", str(tmp_path / "library.sqlite"))
    state.library.clear()
    library = Library()
    library.add(ARTICLE)
    library.save(analysis(ARTICLE))
    return library


def shown(monkeypatch, tab: str, *rows: int) -> AppTest:
    """The page with a tab open and rows of its table selected."""
    monkeypatch.setattr(
        decisions, "selectable", lambda given, *_, **__: [r for r in rows if r < len(list(given))]
    )
    test = AppTest.from_function(decisions_page, default_timeout=30)
    test.session_state["lang"] = "ar"
    test.session_state["decisions-tabs"] = tab
    test.run()
    assert not test.exception
    return test


def keyed(elements, opening: str):
    """The field whose key begins so."""
    return next(e for e in elements if (e.key or "").startswith(opening))


def send(test: AppTest, form: str) -> None:
    next(b for b in test.button if b.form_id == form).click().run()
    assert not test.exception


def test_a_name_is_of_another_type_everywhere_and_back(library, monkeypatch):
    test = shown(monkeypatch, "الأسماء والجهات", 0)
    keyed(test.selectbox, "call-name-label").set_value("ORG")
    send(test, "call-name")
    found, _ = library.edited(ARTICLE.id)
    assert [(e.name, e.label) for e in found.entities] == [("خالد المنصوري", "ORG")]
    (decision,) = library.decisions()
    test.button(key=f"do-undo-{decision.id}").click().run()
    assert library.decisions() == []
    assert library.edited(ARTICLE.id)[0].entities[0].label == "PERS"


def test_two_selected_targets_are_one_by_one_click_and_two_again_by_another(library, monkeypatch):
    found = library.analysis(ARTICLE.id)
    other = replace(found.stances[0], target="قرار الحكومة")
    library.save(replace(found, stances=(*found.stances, other)))
    test = shown(monkeypatch, "موضوعات المواقف", 0, 1)
    test.button(key="merge-target-into-القرار").click().run()
    assert len({s.target for s in library.edited(ARTICLE.id)[0].stances}) == 1
    assert any("صار" in m.value for m in test.markdown)
    test.button(key="merged-undo").click().run()
    assert len({s.target for s in library.edited(ARTICLE.id)[0].stances}) == 2
    assert library.decisions() == []
    assert not any("صار" in m.value for m in test.markdown)


def test_what_one_selected_target_may_be_merged_into_is_offered_and_never_its_opposite(library, monkeypatch):
    found = library.analysis(ARTICLE.id)
    others = (replace(found.stances[0], target=target) for target in ("قرار الحكومة", "رفض القرار"))
    library.save(replace(found, stances=(*found.stances, *others)))
    Topics(library).oppose("القرار", "رفض القرار")
    test = shown(monkeypatch, "موضوعات المواقف", 0)
    offered = [b.label for b in test.button if b.key and b.key.startswith("merge-target-")]
    assert offered == ["قرار الحكومة"]
    test.selectbox(key="merge-target-other-القرار").set_value("رفض القرار").run()
    assert {s.target for s in library.edited(ARTICLE.id)[0].stances} == {"رفض القرار", "قرار الحكومة"}


def test_a_name_is_put_on_a_side_and_taken_off(library, monkeypatch):
    Sides(library).put("الأول", [])
    test = shown(monkeypatch, "الأسماء والجهات", 0)
    keyed(test.selectbox, "side-name").set_value("الأول")
    send(test, "put-on-side")
    (side,) = Sides(library).all()
    assert side.members == ("خالد المنصوري",)
    test = shown(monkeypatch, "الأطراف")
    test.button(key=f"do-off-{side.id}-خالد المنصوري").click().run()
    assert Sides(library).all()[0].members == ()
    test.button(key=f"side-delete-{side.id}").click().run()
    assert Sides(library).all() == []


def test_targets_are_saved_as_a_list_and_opposites_let_go(library, monkeypatch):
    Topics(library).oppose("القرار", "رفض القرار")
    test = shown(monkeypatch, "موضوعات المواقف", 0)
    keyed(test.text_input, "decisions-set-name").set_value("قائمتي")
    send(test, "save-set")
    assert Topics(library).sets() == {"قائمتي": ("القرار",)}
    test.button(key="do-set-قائمتي").click().run()
    assert Topics(library).sets() == {}
    keyed(test.button, "do-release-").click().run()
    assert Topics(library).opposites() == {}


def test_the_fields_of_a_selection_hold_nothing_of_the_one_before(library, monkeypatch):
    found = library.analysis(ARTICLE.id)
    mention = Mention(TEXT.index("الحكومة"), TEXT.index("الحكومة") + 7, "الحكومة", "ORG", 0.9, 1)
    entity = Entity(1, "الحكومة", "ORG", (), (1,))
    other = replace(found.stances[0], target="قرار الحكومة")
    library.save(
        replace(
            found,
            mentions=(*found.mentions, mention),
            entities=(*found.entities, entity),
            stances=(*found.stances, other),
        )
    )
    for tab, about in (("الأسماء والجهات", "name"), ("موضوعات المواقف", "target")):
        test = shown(monkeypatch, tab, 0)
        before = keyed(test.selectbox, f"call-{about}-into").value
        monkeypatch.setattr(decisions, "selectable", lambda *_, **__: [1])
        test.run()
        assert keyed(test.selectbox, f"call-{about}-into").value not in (before, None)
        send(test, f"call-{about}")
        assert library.decisions() == []


def test_two_links_that_come_to_one_are_shown_once_and_let_go_together(library, monkeypatch):
    topics = Topics(library)
    topics.oppose("رحيل الأسد", "بقاء الأسد")
    topics.oppose("تنحي الأسد", "استمرار الأسد")
    library.call(Naming("target", "تنحي الأسد", "رحيل الأسد"))
    test = shown(monkeypatch, "موضوعات المواقف")  # the one has two opposites now
    assert len([b for b in test.button if (b.key or "").startswith("do-release-")]) == 2
    library.call(Naming("target", "استمرار الأسد", "بقاء الأسد"))
    test.run()
    assert not test.exception
    (release,) = (b for b in test.button if (b.key or "").startswith("do-release-"))
    release.click().run()
    assert not test.exception
    for decision in reversed(library.decisions()):
        library.undo_call(decision.id)
    assert topics.opposites() == {}


def test_nothing_is_asked_of_an_empty_selection(library, monkeypatch):
    test = shown(monkeypatch, "موضوعات المواقف")
    assert next(b for b in test.button if b.label == "اجعلهما ضدّين").disabled

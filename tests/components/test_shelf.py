"""The Library page as Streamlit runs it, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from articles.article import Article
from articles.library import Library
from components import shelf, state


def library_page() -> None:
    from components.shelf import page

    page()


@pytest.fixture
def library(tmp_path, monkeypatch) -> Library:
    """A library of two articles that nobody has read."""
    monkeypatch.setenv("RAWI_LIBRARY", str(tmp_path / "library.sqlite"))
    state.library.clear()
    library = Library()
    for name in ("أول", "ثان"):
        library.add(Article(f"قال وزير {name} إن العمل مستمر.", f"{name}.txt", title=f"خبر {name}"))
    return library


def shown(**query: str) -> AppTest:
    test = AppTest.from_function(library_page, default_timeout=30)
    test.session_state["lang"] = "ar"
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


def titles(test: AppTest) -> list[str]:
    return list(test.dataframe[0].value["title"])


def test_a_named_file_is_made_and_shows_its_articles_alone(library):
    test = shown()
    assert titles(test) == ["خبر أول", "خبر ثان"]
    test.text_input(key="folder-new-name").set_value("الهدنة")
    next(b for b in test.button if b.label == "احفظ").click().run()
    (folder,) = library.folders()
    assert folder.name == "الهدنة"
    assert test.query_params["folder"] == str(folder.id)
    library.put(folder.id, [library.articles()[1].id])
    assert titles(shown(folder=str(folder.id))) == ["خبر ثان"]


def test_a_name_that_is_taken_is_told(library):
    library.create_folder("الهدنة")
    test = shown()
    test.text_input(key="folder-new-name").set_value("الهدنة")
    next(b for b in test.button if b.label == "احفظ").click().run()
    assert [e.value for e in test.error] == ["يوجد ملف بهذا الاسم."]


def test_deleting_a_file_keeps_its_articles(library):
    folder = library.create_folder("الهدنة")
    library.put(folder, [row.id for row in library.articles()])
    test = shown(folder=str(folder))
    test.button(key="folder-delete").click().run()
    assert library.folders() == []
    assert len(titles(test)) == 2


def selected(monkeypatch, *rows: int) -> None:
    """Have these rows selected: AppTest can't."""
    monkeypatch.setattr(shelf, "selectable", lambda *_, **__: list(rows))


def test_what_is_asked_of_a_selection_is_not_asked_of_all_when_it_is_lost(library, monkeypatch):
    asked = []
    monkeypatch.setattr(shelf, "request_reading", lambda *given: asked.append(given))
    selected(monkeypatch, 0)
    for lost in (True, False):
        test = shown()
        typed = test.multiselect(key="ask-many-targets")
        typed.options.append("الهدنة")
        typed.set_value(["الهدنة"])
        if lost:  # as where an article has come meanwhile
            selected(monkeypatch)
        next(b for b in test.button if b.form_id.startswith("ask-many")).click().run()
        assert not test.exception
        selected(monkeypatch, 0)
    assert asked == [([library.articles()[0].id], ("الهدنة",))]


def test_an_article_is_put_into_no_folder_but_the_one_chosen(library, monkeypatch):
    folders = [library.create_folder(name) for name in ("الهدنة", "الأسرى")]
    selected(monkeypatch, 0)
    for gone in (True, False):
        test = shown()
        into = next(s.value for s in test.selectbox if s.label == "في الملف")
        if gone:
            library.delete_folder(into)
            folders.remove(into)
        next(b for b in test.button if (b.key or "").startswith("folder-put") and not b.form_id).click().run()
        assert not test.exception
        assert len(library.in_folder(folders[0])) == (not gone)


def test_a_folder_that_is_not_there_shows_everything(library):
    assert len(titles(shown(folder="99"))) == 2
    assert len(titles(shown(folder="x"))) == 2


def test_a_copy_is_told(library):
    words = " ".join(f"كلمة{n}" for n in range(60))
    library.add(Article(f"{words}.", "أصل.txt", title="الأصل"))
    library.add(Article(f"{words}. ملحق.", "نسخة.txt", title="النسخة"))
    test = shown()
    assert test.dataframe[0].value["state"].tolist()[-1] == "مكررة عن «الأصل»"
    assert any("يُعدّ مرة واحدة: مادة واحدة" in c.value for c in test.caption)


def test_of_more_articles_than_a_table_takes_those_are_shown_in_which_the_words_stand(library, monkeypatch):
    monkeypatch.setattr("components.shelf.AT_ONCE", 1)
    test = shown()
    test.text_input(key="shelf-words").set_value("الوزير الثاني ثان").run()
    assert not test.exception
    assert not test.dataframe  # no article holds every word
    test.text_input(key="shelf-words").set_value("ثان").run()
    assert titles(test) == ["خبر ثان"]

"""What becomes of the files that a visit adds, as Streamlit runs the page without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from articles import importing, processes, worker
from articles.library import Library
from components import state


def adding_page() -> None:
    from components.adding import add_panel, importing, progress, results

    add_panel()
    importing()
    progress()
    results()


@pytest.fixture
def begun() -> list[str]:
    """The processes that were seen to, in their order."""
    return []


@pytest.fixture
def library(tmp_path, monkeypatch, begun) -> Library:
    monkeypatch.setenv("RAWI_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setattr(processes, "ensure_running", lambda module, path: begun.append(module))
    state.library.clear()
    return Library()


def visit() -> AppTest:
    test = AppTest.from_function(adding_page, default_timeout=30)
    test.session_state["lang"] = "ar"
    return test.run()


def paste(test: AppTest, text: str) -> None:
    test.text_area(key="pasted").set_value(text)
    next(b for b in test.button if b.form_id == "paste").click().run()
    assert not test.exception


def told(test: AppTest) -> list[str]:
    """What the table says became of each file."""
    test.run()
    assert not test.exception
    return [state for table in test.table for state in table.value["الحالة"]]


def test_imports_one_after_the_other_are_all_told(library):
    test = visit()
    paste(test, "!")
    paste(test, "قال وزير إن العمل مستمر.")
    assert len(library.open_imports()) == 2
    importing.run(library)
    assert told(test) == ["الملف فارغ أو لا نص فيه", "أُضيف"]


def test_a_visit_has_its_own_imports_and_one_that_comes_anew_the_newest(library):
    first, other = visit(), visit()
    paste(first, "قال وزير إن العمل مستمر.")
    paste(other, "!")
    stops = [b.key for b in first.button if b.key and b.key.startswith("cancel-import")]
    assert stops == [f"cancel-import-{library.open_imports()[1].id}"]
    anew = visit()
    importing.run(library)
    assert [told(test) for test in (first, other, anew)] == [
        ["أُضيف"],
        ["الملف فارغ أو لا نص فيه"],
        ["الملف فارغ أو لا نص فيه"],
    ]


def test_whoever_waits_sees_that_the_processes_live(library, begun):
    library.receive([("خبر.txt", "قال وزير إن العمل مستمر.".encode())])
    test = visit()
    begun.clear()
    test.run()
    assert begun == [importing.MODULE]
    importing.run(library)
    for _ in range(2):
        begun.clear()
        test.run()
        assert worker.MODULE in begun


def test_an_import_that_ends_before_the_page_looks_is_read_and_chosen(library, begun, monkeypatch):
    test = visit()
    # As fast a process as can be: it has ended when the page goes on.
    monkeypatch.setattr(
        processes, "ensure_running", lambda module, path: begun.append(module) or importing.run(Library(path))
    )
    paste(test, "قال وزير إن العمل مستمر.")
    (row,) = library.articles()
    assert test.session_state["article"] == row.id
    assert begun == [importing.MODULE, worker.MODULE, worker.MODULE]
    assert told(test) == ["أُضيف"]
    test.session_state["article"] = "another, chosen since"
    assert told(test) == ["أُضيف"]
    assert test.session_state["article"] == "another, chosen since"

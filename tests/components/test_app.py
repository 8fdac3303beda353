"""The pages as Streamlit runs them, without a browser: every one in both languages, nothing raised."""

import dataclasses
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from articles.article import Article
from articles.library import Library
from articles.review import Correction
from components import state
from models.findings import Analysis, Cue, Entity, Mention, ModelStamp, Quote, Span, Speaker, Stance

APP = Path(__file__).parents[2] / "app.py"
TEXT = "قال خالد المنصوري إن الحكومة ترفض القرار. وأضاف مصدر أن الحل قريب."


def analysis(article: Article) -> Analysis:
    """Findings of the little article, written by hand."""

    def span(words: str) -> tuple[int, int, str]:
        return TEXT.index(words), TEXT.index(words) + len(words), words

    speaker = Speaker(*span("خالد المنصوري"), "خالد المنصوري", "person", 0)
    source = Speaker(*span("مصدر"), "مصدر", "anonymous", None)
    quotes = (
        Quote(
            *span("الحكومة ترفض القرار"),
            "indirect",
            (),
            speaker,
            (),
            None,
            Cue(*span("قال"), "قال", "neutral"),
            False,
            "test",
            0.9,
        ),
        Quote(
            *span("الحل قريب"),
            "indirect",
            (),
            source,
            (),
            None,
            Cue(*span("أضاف"), "أضاف", "neutral"),
            False,
            "test",
            0.9,
        ),
    )
    fields = {f.name: getattr(article, f.name) for f in dataclasses.fields(Article)}
    return Analysis(
        id=article.id,
        **fields,
        sentences=(Span(0, len(TEXT)),),
        mentions=(Mention(*span("خالد المنصوري"), "PERS", 0.9, 0),),
        entities=(Entity(0, "خالد المنصوري", "PERS", (), (0,)),),
        quotes=quotes,
        stances=(Stance(0, "القرار", "against", True, {"favor": 0.0, "against": 0.9, "neutral": 0.1}),),
        models={job: ModelStamp(f"test-{job}", "1") for job in ("ner", "quotes", "stance")},
    )


@pytest.fixture
def library(tmp_path, monkeypatch) -> Library:
    """A library that holds one read article."""
    monkeypatch.setenv("RAWI_LIBRARY", str(tmp_path / "library.sqlite"))
    state.library.clear()
    library = Library()
    article = Article(TEXT, "خبر.txt", title="خبر قصير", source="صحيفة", published="2026-01-05")
    library.add(article)
    library.save(analysis(article))
    return library


def run(**query: str) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=30)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


@pytest.mark.parametrize(("lang", "said"), [("ar", "خلل في البرنامج"), ("en", "A fault of the program")])
def test_a_page_that_breaks_says_so_in_its_language(library, monkeypatch, caplog, lang, said):
    def broken():
        raise RuntimeError("what broke")

    monkeypatch.setattr("components.reading.page", broken)
    test = run(lang=lang)
    assert said in test.error[0].value
    assert "what broke" in caplog.text
    assert "what broke" not in str(test.main)
    caplog.clear()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_article_is_shown_with_its_stamp(library, lang):
    test = run(lang=lang)
    stamp = {"ar": "قراءة آلية، لم يراجعها محرر", "en": "not reviewed by an editor"}[lang]
    assert any(stamp in caption.value for caption in test.caption)


def test_a_confirmed_statement_changes_the_stamp_and_can_be_undone(library):
    test = run(lang="ar", select="quote:0")
    next(b for b in test.button if b.label == "صحيح").click().run()
    (row,) = library.articles()
    assert [c.action for c in library.corrections(row.id)] == ["confirm"]
    assert any("راجع محرر 1 من 2" in caption.value.replace("\\", "") for caption in test.caption)
    next(b for b in test.button if b.label.startswith("تراجع")).click().run()
    assert library.corrections(row.id) == []


def keyed(test, opening: str):
    """The button whose key opens so."""
    return next(b for b in test.button if (b.key or "").startswith(opening))


def test_a_click_on_a_statement_that_is_gone_does_not_count_for_the_next(library):
    test = run(lang="ar", select="quote:0")
    (row,) = library.articles()
    first = library.edited(row.id)[0].quotes[0]
    library.correct(Correction(row.id, first.start, first.end, "quote", "delete"))
    keyed(test, "quote-delete").click().run()
    assert not test.exception
    assert [q.text for q in library.edited(row.id)[0].quotes] == ["الحل قريب"]


def test_a_link_to_an_article_that_is_gone_selects_nothing_of_another(library):
    test = run(lang="ar", article="gone", select="quote:0")
    assert not test.exception
    assert "لم تعد المادة المطلوبة" in test.toast[0].value
    assert "select" not in test.query_params
    assert not [b for b in test.button if (b.key or "").startswith("quote-delete")]


def test_a_deleted_statement_is_gone_from_the_page(library):
    test = run(lang="ar", select="quote:1")
    next(b for b in test.button if b.label == "ليس قولًا").click().run()
    assert not test.exception
    (row,) = library.articles()
    assert [q.text for q in library.edited(row.id)[0].quotes] == ["الحكومة ترفض القرار"]


def test_a_statement_is_trimmed_to_words_of_the_article_only(library):
    test = run(lang="ar", select="quote:0")
    (row,) = library.articles()
    box = next(area for area in test.text_area if area.value == "الحكومة ترفض القرار")
    box.set_value("الحكومة تقبل القرار")
    keyed(test, "trim-save").click().run()
    assert library.corrections(row.id) == []
    assert any("لا ترد" in error.value for error in test.error)
    box = next(area for area in test.text_area if area.value == "الحكومة تقبل القرار")
    box.set_value("ترفض القرار")
    keyed(test, "trim-save").click().run()
    assert library.edited(row.id)[0].quotes[0].text == "ترفض القرار"


def test_a_missed_statement_is_added_with_its_speaker_and_taken_back(library):
    test = run(lang="ar")
    (row,) = library.articles()
    test.text_area(key=f"add-words-{row.id}-").set_value("مصدر أن الحل قريب")
    test.selectbox(key=f"add-speaker-{row.id}-").set_value(0)
    next(b for b in test.button if b.label == "احفظ").click().run()
    assert not test.exception
    added = [q for q in library.edited(row.id)[0].quotes if q.text == "مصدر أن الحل قريب"]
    assert [q.speaker.name for q in added] == ["خالد المنصوري"]
    next(b for b in test.button if b.label.startswith("تراجع")).click().run()
    assert len(library.edited(row.id)[0].quotes) == 2


def test_a_selection_that_is_not_there_is_passed_over(library):
    for select in ("quote:99", "mention:x", "nonsense", "quote:-1"):
        run(lang="ar", select=select)


def test_the_language_button_changes_every_word(library):
    test = run(lang="ar")
    next(b for b in test.button if b.label == "English").click().run()
    assert not test.exception
    assert any(tab.label == "Statements" for tab in test.tabs)


def test_of_many_articles_the_selector_holds_the_one_shown_and_the_newest_found(library, monkeypatch):
    monkeypatch.setattr("components.reading.AT_ONCE", 2)
    first, *_ = [row.id for row in library.articles()]
    for name in ("المرفأ", "الميناء", "المرفأ الجديد", "المطار"):
        library.add(Article(f"افتتح الوزير {name} أمس.", f"{name}.txt", title=f"خبر {name}"))
    shown = run(article=first)
    selector = shown.selectbox[0]
    assert selector.label == "المادة (أحدث مادتين من أصل 5 مواد)"
    assert selector.options[1:] == ["خبر المطار", "خبر المرفأ الجديد"]
    shown.text_input(key="article-words").set_value("مرفأ").run()
    assert shown.selectbox[0].options[1:] == ["خبر المرفأ الجديد", "خبر المرفأ"]
    quay = next(row.id for row in library.articles() if row.title == "خبر المرفأ")
    shown.selectbox[0].set_value(quay).run()
    assert shown.query_params["article"] == quay
    shown.text_input(key="article-words").set_value("لا وجود لها").run()
    assert shown.selectbox[0].label == "المادة (لا شيء يطابق البحث)"


def test_of_articles_with_one_title_the_one_that_is_shown_stays(library):
    for k, source in enumerate(("وكالة", None, None)):
        library.add(Article(f"افتتح الوزير المرفأ رقم {k}.", f"{k}.txt", title="خبر قصير", source=source))
    ids = [row.id for row in library.articles()]
    for id in ids:
        test = run(article=id)
        test.run()
        assert test.query_params["article"] == id
        assert test.selectbox[0].value == id
    assert test.selectbox[0].options == [
        "خبر قصير (صحيفة · \u200e2026-01-05)",
        "خبر قصير (وكالة)",
        "خبر قصير 1",
        "خبر قصير 2",
    ]


def test_a_text_that_took_the_reading_down_is_told_in_the_pages_language(library):
    library.add(Article("قال وزير إن العمل مستمر.", "ثان.txt"))
    job = library.enqueue([library.articles()[1].id])
    for reason, told in (("crashed", "أوقف القراءة مرة بعد مرة"), ("OSError: x", "خطأ في برنامج القراءة")):
        library.fail_job(job, reason)
        shown = run(lang="ar", article=library.articles()[1].id)
        assert [told in error.value for error in shown.error] == [True]


def test_a_library_of_a_newer_version_is_told(library):
    with library.writing() as db:
        db.execute("PRAGMA user_version = 999")
    state.library.clear()
    (error,) = run(lang="en").error
    assert error.value.startswith("The library was written by a newer Rawi")

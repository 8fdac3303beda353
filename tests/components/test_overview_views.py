"""The Overview page as Streamlit runs it, without a browser: every view in both languages, filters and picks
restored from the address.
"""

import itertools
import json
from dataclasses import replace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from articles.article import Article
from articles.library import Library
from articles.overview import TOP, Filters, Network, Overview
from articles.review import Correction
from articles.topics import Topics
from components import charts, keeping, state
from components.overview.network import LINES, around, strongest
from components.overview.page import VIEWS
from components.overview.retold import differences
from models.findings import Analysis, Cue, Entity, Mention, ModelStamp, Quote, Span, Speaker, Stance

TEXT = "وصل الوفد أمس. قال سامي الحلبي إن مرفأ المدينة الجديد جاهز للعمل منذ الصباح. وزارت هدى النجار المكان."
SAID = "مرفأ المدينة الجديد جاهز للعمل منذ الصباح"


def overview_page() -> None:
    from components.overview.page import page

    page()


def finding(text: str, k: int, verb: str, label: str) -> Analysis:
    article = Article(
        text, f"{k}.txt", title=f"خبر {k}", source=f"صحيفة {k}", published=f"2026-01-0{k + 1}" if k else None
    )

    def span(words: str) -> tuple[int, int, str]:
        return text.index(words), text.index(words) + len(words), words

    names = ("سامي الحلبي", "هدى النجار")
    sentences = [part.strip() for part in text.split(".") if part.strip()]
    speaker = Speaker(*span(names[0]), names[0], "person", 0)
    cue = Cue(*span("قال"), verb, "neutral")
    said = next(s.partition("إن ")[2] for s in sentences if "إن " in s)
    quote = Quote(*span(said), "indirect", (), speaker, (), None, cue, False, "test", 0.9)
    stance = Stance(0, "المرفأ", label, True, {"favor": 0.9, "against": 0.05, "neutral": 0.05})
    own = {f: getattr(article, f) for f in ("path", "record", "title", "source", "published", "url")}
    return Analysis(
        article.id, text=text,
        sentences=tuple(Span(*span(s)[:2]) for s in sentences),
        mentions=tuple(Mention(*span(n), "PERS", 0.9, i) for i, n in enumerate(names)),
        entities=tuple(Entity(i, n, "PERS", (), (i,)) for i, n in enumerate(names)),
        quotes=(quote,), stances=(stance,),
        models={job: ModelStamp("m", "1") for job in ("ner", "quotes", "stance")}, **own,
    )  # fmt: skip


@pytest.fixture
def library(tmp_path, monkeypatch) -> Library:
    """Three articles of as many outlets that print one statement in other words, and hold opposite stances."""
    monkeypatch.setenv("RAWI_LIBRARY", str(tmp_path / "library.sqlite"))
    state.library.clear()
    library = Library()
    texts = (TEXT, TEXT.replace("جاهز", "مهيأ"), TEXT.replace("منذ الصباح", "منذ الفجر"))
    verbs, labels = ("قال", "زعم", "أكد"), ("favor", "against", "favor")
    for k, (text, verb, label) in enumerate(zip(texts, verbs, labels, strict=True)):
        library.bring_in([finding(text, k, verb, label)], batch=str(k % 2))
    return library


def shown(lang: str = "ar", **query: str) -> AppTest:
    test = AppTest.from_function(overview_page, default_timeout=30)
    test.session_state["lang"] = lang
    test.session_state["pages"] = {}
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


def address(test: AppTest) -> dict[str, str]:
    """The filters in the address of a page."""
    found = {name: test.query_params[name] for name in test.query_params if name not in ("show", "pick")}
    return {name: value[0] if isinstance(value, list) else value for name, value in found.items()}


def captions(test: AppTest) -> str:
    return " ".join(c.value for c in test.caption)


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_drawn_and_says_what_it_rests_on(library, view, lang):
    test = shown(lang, show=view)
    assert (
        "يستند إلى 3 أقوال في 3 مواد" if lang == "ar" else "Rests on 3 statements in 3 articles"
    ) in captions(test)
    assert test.dataframe or view == "stances"


def test_filters_are_restored_from_the_address_in_either_language(library):
    query = {
        "from": "صحيفة 1|صحيفة 2",
        "toward": "المرفأ",
        "stance": "against",
        "naming": "هدى النجار",
        "q": "مرفا",
    }
    for lang in ("ar", "en"):
        test = shown(lang, **query)
        assert test.multiselect(key="f-sources").value == ["صحيفة 1", "صحيفة 2"]
        assert test.multiselect(key="f-names").value == ["هدى النجار"]
        assert test.selectbox(key="f-target").value == "المرفأ"
        assert ("في مادة واحدة" if lang == "ar" else "in one article") in captions(test)


def test_a_filter_that_is_set_stands_in_the_address_and_goes_with_all_of_them(library):
    test = shown()
    test.text_input(key="f-words").set_value("الفجر").run()
    assert test.query_params["q"] == "الفجر"
    assert "قول واحد في مادة واحدة" in captions(test)
    test.button(key="drop-all").click().run()
    assert "q" not in test.query_params
    assert test.text_input(key="f-words").value == ""
    assert "3 أقوال في 3 مواد" in captions(test)


def test_an_import_can_be_chosen(library):
    test = shown()
    test.selectbox(key="f-batch").set_value("1").run()
    assert "قول واحد في مادة واحدة" in captions(test)


def test_a_filter_comes_back_from_the_address_whatever_its_signs_and_keeps_the_pick(library):
    source = "الجزيرة | أخبار 100%7C"
    library.describe([row.id for row in library.articles()], source=source)
    test = shown()
    test.multiselect(key="f-sources").set_value([source]).run()
    again = shown(show="verbs", pick=json.dumps({"verb": "قال"}), **address(test))
    assert "pick" in again.query_params
    assert again.multiselect(key="f-sources").value == [source]


def test_the_articles_of_no_import_are_one_to_choose(library):
    library.bring_in([finding(TEXT.replace("أمس", "اليوم"), 4, "أعلن", "favor")])
    test = shown()
    test.selectbox(key="f-batch").set_value("").run()
    again = shown(show="verbs", pick=json.dumps({"verb": "أعلن"}), **address(test))
    assert again.selectbox(key="f-batch").value == ""
    assert "pick" in again.query_params


def test_a_pick_is_restored_from_the_address_and_can_become_the_filter(library):
    pick = json.dumps({"verb": "زعم"}, ensure_ascii=False)
    test = shown(show="verbs", pick=pick)
    assert any("زعم" in m.value for m in test.markdown)
    test.button(key="narrow").click().run()
    assert test.query_params["verb"] == "زعم"
    assert "قول واحد في مادة واحدة" in captions(test)
    test.button(key="drop-verb").click().run()
    assert "3 أقوال في 3 مواد" in captions(test)


@pytest.mark.parametrize(
    "pick", ["{", "[1]", '{"drop": "x"}', '{"names": "x"}', '{"verb": ["x"]}', '{"speaker": 3}']
)
def test_a_pick_that_is_none_shows_nothing(library, pick):
    test = shown(pick=pick)
    assert not any("الشاهد" in m.value for m in test.markdown)


def test_a_target_whose_name_was_clicked_is_merged_and_taken_apart_again(library):
    found = library.analysis(library.articles()[0].id)
    other = replace(found.stances[0], target="مرفأ المدينة")
    library.save(replace(found, stances=(*found.stances, other)))
    test = AppTest.from_function(overview_page, default_timeout=30)
    test.session_state["lang"], test.session_state["pages"] = "ar", {}
    test.session_state["stance-grid-head"] = ("target", "مرفأ المدينة")
    test.query_params["show"] = "stances"
    test.query_params["pick"] = json.dumps({"target": "مرفأ المدينة"}, ensure_ascii=False)
    test.run()
    (button,) = (b for b in test.button if b.key == "merge-overview-0")
    assert button.label == "المرفأ"
    button.click().run()
    assert not test.exception
    assert [r["target"] for r in Overview(library).targets(Filters())] == ["المرفأ"]
    assert "pick" not in test.query_params
    test.button(key="merged-undo").click().run()
    assert len(Overview(library).targets(Filters())) == 2


def test_only_reviewed_says_that_stances_are_counted_which_somebody_decided(library):
    found = library.analysis(library.articles()[0].id)
    span = found.quotes[0].start, found.quotes[0].end
    library.correct(Correction(found.id, *span, "quote", "confirm"))
    assert "لم يبتّ محرر بعد" in captions(shown(show="stances", seen="1"))
    decided = {"target": "المرفأ", "label": "favor"}
    library.correct(Correction(found.id, *span, "stance", "confirm", decided))
    assert "لا تُحسب إلا المواقف التي بتّ فيها محرر" in captions(shown(show="stances", seen="1"))
    assert "لا تُحسب" not in captions(shown(show="stances"))


def test_opposites_are_counted_together_where_two_are_in_view_and_a_link_restores_it(library):
    def toggles(test: AppTest) -> list[str]:
        return [each.key for each in test.toggle if each.key == "f-opposites"]

    found = library.analysis(library.articles()[0].id)
    other = replace(found.stances[0], target="إغلاق [المرفأ]", label="against")
    library.save(replace(found, stances=(*found.stances, other)))
    assert toggles(shown(show="stances")) == []
    Topics(library).oppose("المرفأ", "إغلاق [المرفأ]")
    test = shown(show="stances")
    assert "محسوب معكوسًا" not in captions(test)
    test.toggle(key="f-opposites").set_value(True).run()
    assert test.query_params["opposites"] == "1"
    told = "الموقف من «إغلاق [المرفأ]» محسوب معكوسًا ضمن «المرفأ»"
    assert told in captions(test).replace("\\", "")
    for lang in ("ar", "en"):
        assert shown(lang, show="stances", opposites="1").toggle(key="f-opposites").value is True
    assert "opposites" in shown(show="speakers", opposites="1").query_params
    # One of the two alone: nothing to count together.
    assert toggles(shown(show="stances", **{"from": "صحيفة 1"})) == []
    # What is on can be turned off.
    test = shown(show="stances", opposites="1", **{"from": "صحيفة 1"})
    test.toggle(key="f-opposites").set_value(False).run()
    assert "opposites" not in test.query_params
    assert not test.exception
    test.multiselect(key="f-sources").set_value([]).run()
    assert toggles(test) == ["f-opposites"]
    assert test.toggle(key="f-opposites").value is False


def test_differences_mark_the_words_that_are_not_the_firsts():
    segments = differences("المرفأ جاهز للعمل منذ الصباح", "المرفأ مهيأ للعمل، منذ الصباح")
    assert "".join(s["t"] for s in segments) == "المرفأ مهيأ للعمل، منذ الصباح"
    assert [s["t"] for s in segments if s["k"]] == ["مهيأ"]
    assert all(not s["k"] for s in differences("أكّد ذلك", "اكد ذلك"))


def test_no_two_labels_of_a_network_stand_in_one_place():
    names = tuple(f"اسم {k}" for k in range(30))
    net = Network(names, ("PERS",) * 30, tuple(tuple((i * j) % 7 for j in range(30)) for i in range(30)))
    places = around(net)
    for side in (True, False):
        heights = sorted(y for x, y in places if (x >= 0) is side)
        assert all(b - a > 0.1 for a, b in itertools.pairwise(heights))
    assert len(strongest(net)) == LINES
    assert places == around(net)


def test_a_word_of_a_legend_is_never_markup():
    assert "<b>" not in charts.legend({"<b>قال</b>": "#000000"})


def test_a_file_says_that_it_holds_the_first_rows_alone(library, monkeypatch):
    made = {}
    monkeypatch.setitem(st.session_state, "lang", "ar")
    monkeypatch.setattr(st, "download_button", lambda _, data, *__, key, **___: made.update({key: data}))
    for n in (TOP - 1, TOP):
        keeping.keep_table(Overview(library), Filters(), "جدول", ["عمود"], [["خلية"]] * n, key=str(n))
    assert ["الصفوف الأولى" in made[f"csv-{n}"]().decode() for n in (TOP - 1, TOP)] == [False, True]


@pytest.mark.parametrize("view", ["verbs", "time", "pairs"])
def test_a_picture_that_is_kept_says_what_was_reviewed(library, view, monkeypatch):
    notes = []
    monkeypatch.setattr(charts, "_keep", lambda *, key, data: notes.append(data["note"]))
    quote = library.analysis(library.articles()[0].id).quotes[0]
    library.correct(Correction(library.articles()[0].id, quote.start, quote.end, "quote", "confirm"))
    shown(show=view)
    assert notes
    assert all(note.endswith("قراءة آلية، راجع محرر 1 من 3 من أقوالها") for note in notes)

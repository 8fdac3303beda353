"""The Overview page as Streamlit runs it, without a browser: every view in both languages, filters and picks
restored from the address.
"""

import itertools
import json
import re
from dataclasses import replace
from datetime import date

import pytest
import streamlit as st
from clicking import click, given
from streamlit.proto.Dataframe_pb2 import Dataframe
from streamlit.testing.v1 import AppTest

from articles.article import Article
from articles.library import Library
from articles.overview import TOP, Filters, Network, Overview
from articles.review import Correction
from articles.sides import Sides
from articles.topics import Topics
from components import charts, evidence, filtering, keeping, merging, state, words
from components.overview import shared, stance_grid
from components.overview.network import LINES, around, strongest
from components.overview.page import VIEWS
from components.overview.periods import dates
from components.overview.retold import differences
from components.scripts import part
from models.findings import VERDICTS, Analysis, Cue, Entity, Mention, ModelStamp, Quote, Span, Speaker, Stance

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


def shown(lang: str = "ar", held: dict[str, str] | None = None, **query: str) -> AppTest:
    """The page with this in its address, and `held` in the state of the session."""
    test = AppTest.from_function(overview_page, default_timeout=30)
    for name, value in {"lang": lang, "pages": {}, **(held or {})}.items():
        test.session_state[name] = value
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


@pytest.mark.parametrize("view", ["stances", "time", "voices"])
def test_a_browser_that_says_nothing_is_chosen_stays_where_it_is(library, view):
    held = dict.fromkeys(("view", "stances-how", "unit", "voices-what", "voices-where"))
    test = shown("en", {**held, "overview-view": view}, show=view)
    assert test.session_state["view"] == view
    assert test.dataframe or view == "stances"


def test_without_a_date_no_empty_chart_is_drawn(library):
    assert shown(show="time").get("vega_lite_chart")
    undated = shown(show="time", undated="1")
    assert not undated.get("vega_lite_chart")
    assert "بلا تاريخ" in captions(undated) or undated.info


def test_the_names_of_neighbouring_days_have_room_beside_each_other(library):
    # Vega lets two names run into each other: the year stands on a line of its own.
    for chart in shown(show="time").get("vega_lite_chart"):
        names = json.loads(chart.proto.spec)["encoding"]["x"]["axis"]["labelExpr"]
        assert re.findall("%[^']*", names) == ["%m-%d", "%Y"]


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


def test_a_filter_goes_and_comes_with_what_there_is_to_choose(library):
    side = Sides(library)
    side.put("الأول", ["سامي الحلبي"])
    test = shown()
    (row,) = (row for row in library.articles() if row.batch == "1")
    found = library.analysis(row.id)

    def drawn() -> list[bool]:
        """Whether sides and imports are offered, once the page was drawn twice."""
        filtering._offered.clear()
        for _ in range(2):
            test.run()
            assert not test.exception
        return [any(e.key == key for e in (*test.toggle, *test.selectbox)) for key in ("f-sides", "f-batch")]

    assert drawn() == [True, True]
    side.delete(side.all()[0].id)
    library.remove([row.id])
    assert drawn() == [False, False]
    side.put("الثاني", ["هدى النجار"])
    library.bring_in([found], batch="1")
    assert drawn() == [True, True]


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


def test_statements_that_nobody_is_known_to_have_made_can_be_all_that_is_shown_and_no_longer(library):
    found = library.analysis(library.articles()[0].id)
    library.save(replace(found, quotes=(replace(found.quotes[0], speaker=None),)))
    test = shown(pick=json.dumps({"speaker": "", "speaker_kinds": []}))
    test.button(key="narrow").click().run()
    assert "قول واحد في مادة واحدة" in captions(test)
    assert test.button(key="drop-speaker").label == "✕ أقوال\\: لم يُحدَّد القائل"
    test.button(key="drop-speaker").click().run()
    assert "3 أقوال في 3 مواد" in captions(test)


@pytest.mark.parametrize(
    "pick",
    [
        "{", "[1]", '{"drop": "x"}', '{"names": "x"}', '{"verb": ["x"]}', '{"speaker": 3}', '{"words": null}',
        '{"target": true}', '{"stances": ["x"]}', '{"types": ["x"]}', '{"copies": "x"}', '{"places": null}',
        '{"verb": "\\ud800"}',
    ],
)  # fmt: skip
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
    (button,) = (b for b in test.button if (b.key or "").startswith("merge-overview-into-"))
    assert button.label == "المرفأ"
    button.click().run()
    assert not test.exception
    assert [r["target"] for r in Overview(library).targets(Filters())] == ["المرفأ"]
    assert "pick" not in test.query_params
    test.button(key="merged-undo").click().run()
    assert len(Overview(library).targets(Filters())) == 2


def test_a_name_is_merged_with_none_but_the_names_clicked_whatever_is_read_meanwhile(library):
    def targets(*named: str) -> None:
        """Have a statement speak of these, each of which is less spoken of than the one before."""
        for k, row in enumerate(library.articles()):
            found = library.analysis(row.id)
            stances = tuple(replace(found.stances[0], target=each) for each in named[: len(named) - k])
            library.save(replace(found, stances=stances))

    names = ("المرفأ", "تبادل", "هدنة")
    targets(*names)
    test = shown(show="stances")
    assert given(test, "stance-grid")["columns"] == list(names)
    targets(*names[::-1])
    click(test, "stance-grid", head="columns", n=0)
    assert test.session_state["stance-grid-head"] == ("target", "المرفأ")
    offered = [b for b in test.button if (b.key or "").startswith("merge-overview-into-")]
    assert [b.label for b in offered] == ["هدنة", "تبادل"]
    targets(*names)
    offered[0].click().run()
    assert not test.exception
    assert [(d.name, d.into) for d in library.decisions()] == [("المرفأ", "هدنة")]


def test_a_name_of_two_types_is_offered_as_what_it_is_in_most_articles(library):
    first, *_ = (library.analysis(row.id) for row in library.articles())
    mentions = (replace(first.mentions[0], label="ORG"), *first.mentions[1:])
    library.save(
        replace(
            first, mentions=mentions, entities=(replace(first.entities[0], label="ORG"), *first.entities[1:])
        )
    )
    assert merging.known("name") == {"هدى النجار": "PERS", "سامي الحلبي": "PERS"}


def test_the_cell_clicked_is_outlined_at_once_and_stays_the_same_where_others_go(library):
    found = library.analysis(library.articles()[1].id)
    other = replace(found.stances[0], target="مرفأ المدينة")
    library.save(replace(found, stances=(replace(other, target="المدينة"), other, *found.stances)))
    test = shown(show="stances")
    targets = given(test, "stance-grid")["columns"]
    assert targets[0] == "المرفأ"
    for column in (1, 2):
        click(test, "stance-grid", row=0, column=column)
        assert given(test, "stance-grid")["picked"] == [0, column]
        assert json.loads(test.query_params["pick"])["target"] == targets[column]
    gone = {"target": targets[1], "label": None}
    span = found.quotes[0].start, found.quotes[0].end
    library.correct(Correction(found.id, *span, "stance", "change", gone))
    test.run()
    assert given(test, "stance-grid")["columns"] == ["المرفأ", targets[2]]
    assert given(test, "stance-grid")["picked"] == [0, 1]
    test.multiselect(key="f-sources").set_value(["صحيفة 0"]).run()
    assert given(test, "stance-grid")["columns"] == ["المرفأ"]
    assert given(test, "stance-grid")["picked"] is None


def test_of_sources_that_are_called_alike_the_one_clicked_is_outlined_and_never_another(library):
    for row in library.articles()[:2]:
        found = library.analysis(row.id)
        source = replace(found.quotes[0].speaker, name="مصدر", kind="anonymous", entity=None)
        library.save(replace(found, quotes=(replace(found.quotes[0], speaker=source),)))
    test = shown(show="stances")
    alike = [k for k, name in enumerate(given(test, "stance-grid")["rows"]) if name == "مصدر"]
    assert len(alike) == 2
    for k in alike:
        click(test, "stance-grid", row=k, column=0)
        assert given(test, "stance-grid")["picked"] == [k, 0]
    test.multiselect(key="f-sources").set_value(["صحيفة 0"]).run()
    assert given(test, "stance-grid")["rows"] == ["مصدر"]
    assert given(test, "stance-grid")["picked"] is None


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


def test_the_evidence_of_a_month_holds_only_its_days_that_the_filters_leave(library, monkeypatch):
    monkeypatch.setattr(shared, "selectable", lambda *_, **__: [0])
    test = shown(show="time", since="2026-01-03", held={"unit": "month"})
    assert captions(test).count("قول واحد في مادة واحدة") == 2  # the page, and the evidence
    test.button(key="narrow").click().run()
    assert address(test) == {"since": "2026-01-03", "until": "2026-01-31"}


def test_a_part_of_time_narrows_the_filters_and_never_widens_them():
    asked = Filters(since="2024-01-15", until="2024-02-10")
    assert dates("2024-01", asked) == {"since": "2024-01-15", "until": "2024-01-31"}
    assert dates("2024-02", asked) == {"since": "2024-02-01", "until": "2024-02-10"}
    assert dates("2024-02", Filters()) == {"since": "2024-02-01", "until": "2024-02-29"}
    assert dates("2024-01-20", asked) == {"since": "2024-01-20", "until": "2024-01-20"}


@pytest.mark.parametrize("view", ["speakers", "stances"])
def test_sources_that_several_articles_leave_unnamed_have_a_bar_each_as_they_have_a_row(
    library, view, monkeypatch
):
    for row in library.articles():
        found = library.analysis(row.id)
        unnamed = replace(found.quotes[0].speaker, name="مصدر", kind="anonymous", entity=None)
        library.save(replace(found, quotes=(replace(found.quotes[0], speaker=unnamed),)))
    drawn = []
    monkeypatch.setattr(charts, "bars", lambda counted, *_, **__: drawn.extend(counted[0]))
    test = shown(show=view, toward="المرفأ")
    assert len(test.dataframe[0].value) == 3
    assert [(r["name"], r["n"]) for r in drawn] == [(f"مصدر (مصدر غير مسمّى) {k}", 1) for k in (1, 2, 3)]


def test_bars_of_one_name_are_told_apart_by_their_kind_and_else_by_number():
    rows = [("مصدر", "جهة"), ("الحلبي", "شخص"), ("مصدر", "شخص"), ("مصدر", "شخص")]
    assert words.apart(rows) == ["مصدر (جهة)", "الحلبي", "مصدر (شخص) 1", "مصدر (شخص) 2"]


def test_a_name_of_two_types_has_a_bar_of_each(library, monkeypatch):
    found = library.analysis(library.articles()[0].id)
    as_place = replace(found.entities[0], label="LOC"), found.entities[1]
    library.save(replace(found, entities=as_place))
    drawn = []
    monkeypatch.setattr(charts, "bars", lambda counted, *_, **__: drawn.extend(counted[0]))
    shown(show="named")
    names = {(r["name"], r["n"]) for r in drawn}
    assert names == {("هدى النجار", 3), ("سامي الحلبي (أشخاص)", 2), ("سامي الحلبي (أماكن)", 1)}


def test_old_articles_can_be_asked_for_and_a_date_that_is_none_is_passed_over(library):
    test = shown(since="1931-05-01")
    assert test.date_input(key="f-since").value == date(1931, 5, 1)
    for edge in ("since", "until"):
        asked = test.date_input(key=f"f-{edge}")
        assert (asked.min, asked.max) == (date(1900, 1, 1), date(2100, 12, 31))
    test.date_input(key="f-until").set_value(date(1932, 1, 1)).run()
    assert not test.exception
    assert address(test) == {"since": "1931-05-01", "until": "1932-01-01"}
    assert "3 أقوال في 3 مواد" in captions(shown(since="1066-10-14"))


def test_a_page_of_evidence_that_is_gone_gives_place_to_the_last_one(library, monkeypatch):
    texts = [TEXT.replace("أمس", f"قبل {k} أيام") for k in range(21)]
    library.bring_in([finding(text, 1, "أعلن", "favor") for text in texts])
    items = []
    monkeypatch.setattr(evidence, "drawn", lambda given, **_: items.append(len(given)))
    test = shown(show="verbs", pick=json.dumps({"verb": "أعلن"}))
    next(b for b in test.button if b.label == "التالي").click().run()
    assert items[-1] == 1
    library.remove([row.id for row in library.articles()[-1:]])
    test.run()
    assert items[-1] == 20
    assert "20 قولًا في 20 مادة" in captions(test)
    assert not any(b.label == "التالي" for b in test.button)


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ({"show": "stances", "toward": "المرفأ"}, ["مؤيد", "معارض"]),
        ({"show": "voices"}, ["مذكور بالاسم"]),
        ({"show": "time"}, ["المواد"]),
        ({"show": "pairs"}, ["أشخاص"]),
    ],
)
def test_a_picture_that_is_kept_says_what_its_colours_mean(library, query, kinds, monkeypatch):
    kept = []
    monkeypatch.setattr(charts, "_keep", lambda *, key, data: kept.append(data["legend"]))
    shown(**query)
    assert [entry["kind"] for entry in kept[0]] == kinds
    assert all(re.fullmatch("#[0-9A-F]{6}", entry["colour"]) for entry in kept[0])


def test_every_stance_has_a_sign_of_its_own_in_the_grid_and_in_its_legend(library, monkeypatch):
    signs = dict(re.findall(r'(\w+): "(.)"', part("signs.js")))
    assert list(signs) == list(VERDICTS)
    assert len(set(signs.values())) == len(VERDICTS)
    told = []
    monkeypatch.setattr(stance_grid, "_legend", lambda *, key, data: told.extend(data["entries"]))
    shown(show="stances")
    assert [entry["kind"] for entry in told] == list(VERDICTS)


@pytest.mark.parametrize("view", sorted(set(VIEWS) - {"stances"}))
def test_a_row_that_is_selected_takes_the_place_of_the_one_before(library, view):
    (table,) = shown(show=view).dataframe
    assert list(table.proto.selection_mode) == [Dataframe.SelectionMode.SINGLE_ROW]


def test_the_evidence_of_a_name_of_one_type_leaves_out_the_articles_where_it_has_another(
    library, monkeypatch
):
    found = library.analysis(library.articles()[0].id)
    as_place = replace(found.entities[0], label="LOC"), found.entities[1]
    library.save(replace(found, entities=as_place))
    monkeypatch.setattr(shared, "selectable", lambda rows, *_, **__: [2] if len(rows) == 3 else [])
    test = shown(show="named")
    assert json.loads(test.query_params["pick"])["types"] == ["LOC"]
    assert any("سامي الحلبي (أماكن)" in m.value.replace("\\", "") for m in test.markdown)
    assert "مادة واحدة" in [c.value for c in test.caption]
    test.button(key="narrow").click().run()
    assert address(test) == {"naming": "سامي الحلبي", "type": "LOC"}
    assert "قول واحد في مادة واحدة" in captions(test)
    again = shown(**address(test))
    assert address(again) == {"naming": "سامي الحلبي", "type": "LOC"}
    test.multiselect(key="f-names").set_value(["هدى النجار"]).run()
    assert address(test) == {"naming": "هدى النجار"}


def test_the_types_of_names_follow_their_names_and_an_unknown_one_is_passed_over(library):
    names = "هدى النجار|سامي الحلبي"
    test = shown(naming=names, type="-|PERS")
    assert "3 أقوال في 3 مواد" in captions(test)
    (chip,) = (b.label for b in test.button if b.key == "drop-names")
    assert "هدى النجار، سامي الحلبي (أشخاص)" in chip.replace("\\", "")
    test.button(key="drop-names").click().run()
    assert address(test) == {}
    assert "3 أقوال في 3 مواد" in captions(shown(naming=names, type="PERS|x"))

"""What an editor does on the Read and Review pages, as Streamlit runs them without a browser."""

import re
from dataclasses import replace

import pytest
from clicking import click, given, typed
from streamlit.testing.v1 import AppTest
from test_app import APP, TEXT, analysis

from articles.article import Article
from articles.library import Library
from articles.naming import Naming
from articles.review import Correction
from articles.sides import Sides
from articles.topics import Topics
from components import state
from models.arabic import fold
from models.findings import Analysis, Entity, Mention, Speaker, Stance

ARTICLE = Article(TEXT, "خبر.txt", title="خبر قصير", source="صحيفة", published="2026-01-05")


def place(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


@pytest.fixture
def library(tmp_path, monkeypatch) -> Library:
    """One article: two names; two statements, the second of which two may have made."""
    monkeypatch.setenv("RAWI_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setattr(state, "ensure_running", lambda path: None)
    state.library.clear()
    library = Library()
    library.add(ARTICLE)
    found = analysis(ARTICLE)
    other = Speaker(*place("خالد المنصوري"), "خالد المنصوري", "خالد المنصوري", "person", 0)
    library.save(
        replace(
            found,
            mentions=(*found.mentions, Mention(*place("الحكومة"), "الحكومة", "ORG", 0.9, 1)),
            entities=(*found.entities, Entity(1, "الحكومة", "ORG", (), (1,))),
            quotes=(found.quotes[0], replace(found.quotes[1], other_speakers=(other,))),
        )
    )
    return library


def shown(**query: str) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=30)
    test.query_params.update({"lang": "ar", **query})
    test.run()
    assert not test.exception
    return test


def send(test: AppTest, form: str) -> AppTest:
    """Press the button of the form whose name begins so."""
    next(b for b in test.button if b.form_id.startswith(form)).click().run()
    assert not test.exception
    return test


def keyed(elements, opening: str, end: str = ""):
    """The field or button whose key begins and ends so."""
    return next(e for e in elements if (e.key or "").startswith(opening) and e.key.endswith(end))


def said(library: Library) -> list[tuple[str, str, dict]]:
    return [(c.kind, c.action, c.value) for c in library.corrections(ARTICLE.id)]


def names(library: Library) -> list[tuple[str, str]]:
    found, _ = library.edited(ARTICLE.id)
    return [(e.name, e.label) for e in found.entities]


def test_a_name_is_confirmed_under_the_reviewers_name(library):
    test = shown(select="mention:0")
    test.text_input(key="reviewer-read").set_value("سلمى").run()
    keyed(test.button, "name-confirm").click().run()
    (kept,) = library.corrections(ARTICLE.id)
    assert (kept.kind, kept.action, kept.by) == ("entity", "confirm", "سلمى")
    keyed(test.button, "undo-name-").click().run()
    assert library.corrections(ARTICLE.id) == []


def test_a_name_and_its_type_are_changed_in_the_article(library):
    test = shown(select="mention:1")
    keyed(test.text_input, "name-new").set_value("مجلس الوزراء")
    keyed(test.radio, "name-label").set_value("MISC")
    send(test, "name-change")
    assert names(library) == [("خالد المنصوري", "PERS"), ("مجلس الوزراء", "MISC")]
    assert library.decisions() == []
    # One decision, taken back at once.
    keyed(test.button, "undo-name-").click().run()
    assert names(library)[1] == ("الحكومة", "ORG")


def test_a_name_is_changed_in_all_articles_and_back(library):
    test = shown(select="mention:1")
    keyed(test.text_input, "name-new").set_value("مجلس الوزراء")
    keyed(test.radio, "name-change-where").set_value("library")
    send(test, "name-change")
    assert said(library) == []
    assert [(d.name, d.into, d.label) for d in library.decisions()] == [("الحكومة", "مجلس الوزراء", None)]
    assert names(library)[1] == ("مجلس الوزراء", "ORG")
    keyed(test.button, "undo-name-").click().run()
    assert names(library)[1] == ("الحكومة", "ORG")


def test_the_forms_of_a_name_hold_nothing_of_the_name_before(library):
    test = shown(select="mention:0")
    test.query_params["select"] = "mention:1"
    test.run()
    for form in ("name-new", "name-split-name", "name-trim-words"):
        assert keyed(test.text_input, form).value == "الحكومة"
    assert keyed(test.radio, "name-label").value == "ORG"
    send(test, "name-change")
    assert said(library) == []
    assert names(library) == [("خالد المنصوري", "PERS"), ("الحكومة", "ORG")]


def test_the_forms_of_a_name_hold_nothing_of_what_was_taken_back(library):
    test = shown(select="mention:1")
    keyed(test.radio, "name-label").set_value("MISC")
    keyed(test.radio, "name-change-where").set_value("library")
    send(test, "name-change")
    assert names(library)[1] == ("الحكومة", "MISC")
    library.undo_call(library.decisions()[-1].id)
    test.run()
    assert keyed(test.radio, "name-label").value == "ORG"
    assert keyed(test.radio, "name-change-where").value == "article"


def test_a_click_on_a_name_that_is_gone_does_not_count_for_the_next(library):
    test = shown(select="mention:0")
    start, end = place("خالد المنصوري")
    library.correct(Correction(ARTICLE.id, start, end, "mention", "delete"))
    keyed(test.button, "name-delete").click().run()
    assert not test.exception
    assert names(library) == [("الحكومة", "ORG")]


def test_words_selected_to_be_added_are_those_selected_last(library):
    test = shown()
    for words in ("القرار", "مصدر"):
        click(test, f"view-{ARTICLE.id}", type="words", kind="name", words=words)
        assert keyed(test.text_input, "selected-name-words").value == words


def twice(library: Library) -> Analysis:
    """An article whose headline has the words of the statement below it."""
    text = "وزير الخارجية: لن نقبل بالتهجير\n\nقال وزير الخارجية سامي «لن نقبل بالتهجير بأي شكل» اليوم."
    article = Article(text, "تهجير.txt")
    said = "لن نقبل بالتهجير بأي شكل"
    at = text.index(said)
    quote = replace(
        analysis(ARTICLE).quotes[0],
        start=at,
        end=at + len(said),
        text=said,
        kind="direct",
        speaker=None,
        cue=None,
    )
    found = replace(
        analysis(ARTICLE),
        id=article.id,
        text=text,
        sentences=(),
        mentions=(),
        entities=(),
        quotes=(quote,),
        stances=(),
    )
    library.bring_in([found])
    return found


def missed(*given) -> None:
    from components.reviewing import add

    add(*given)


def test_a_statement_is_trimmed_where_it_stands_and_not_where_the_headline_has_its_words(library):
    found = twice(library)
    test = shown(article=found.id, select="quote:0")
    keyed(test.text_area, "trim-").set_value("لن نقبل بالتهجير")
    keyed(test.button, "trim-save").click().run()
    (quote,) = library.edited(found.id)[0].quotes
    assert (quote.start, quote.text) == (found.quotes[0].start, "لن نقبل بالتهجير")


def test_a_statement_is_added_where_its_words_were_selected_else_where_no_statement_is(library):
    found = twice(library)
    first, second = (m.start() for m in re.finditer("وزير الخارجية", found.text))
    test = shown(article=found.id)
    click(test, f"view-{found.id}", type="words", kind="statement", words="وزير الخارجية", at=second)
    assert keyed(test.text_area, f"selected-statement-{second}").value == "وزير الخارجية"

    def added(words: str, at: int | None, found: Analysis = found) -> int:
        """Where the form adds the words; a dialog's own run, which sends it, is not one that AppTest makes."""
        test = AppTest.from_function(missed, args=(found, words, at), default_timeout=30)
        test.session_state["lang"] = "ar"
        send(test.run(), "add-")
        return library.corrections(found.id)[-1].start

    assert added("وزير الخارجية", second) == second
    assert added("وزير الخارجية", None) == first
    headline = replace(found.quotes[0], start=0, end=found.text.index("\n"))
    assert added("لن نقبل", None, replace(found, quotes=(headline,))) == found.quotes[0].start
    assert added("لن نقبل", None, replace(found, quotes=(headline, *found.quotes))) == found.text.index("لن")


def test_a_name_goes_into_another_one(library):
    test = shown(select="mention:1")
    keyed(test.selectbox, "name-into").set_value("خالد المنصوري")
    send(test, "name-merge")
    assert names(library) == [("خالد المنصوري", "PERS")]


def test_a_name_goes_into_the_likeliest_one_by_one_click(library):
    test = shown(select="mention:1")
    offered = [b.label for b in test.button if b.key.startswith("merge-name-")]
    assert offered == ["خالد المنصوري"]
    keyed(test.button, "merge-name-", "-خالد المنصوري").click().run()
    assert names(library) == [("خالد المنصوري", "PERS")]
    keyed(test.button, "undo-name-").click().run()
    assert len(names(library)) == 2


def test_a_names_boundary_is_moved_to_words_that_stand_there(library):
    test = shown(select="mention:0")
    keyed(test.text_input, "name-trim-words").set_value("المنصوري")
    send(test, "name-trim")
    found, _ = library.edited(ARTICLE.id)
    assert found.mentions[0].text == "المنصوري"
    test = shown(select="mention:0")
    keyed(test.text_input, "name-trim-words").set_value("قريب")
    send(test, "name-trim")
    assert len(library.corrections(ARTICLE.id)) == 1
    assert any("لا ترد في المادة" in e.value for e in test.error)


def test_a_names_boundary_is_moved_where_the_name_stands_and_not_where_another_begins_so(library):
    text = "قال علي حسن إن علي حسن محمد وصل"
    article = Article(text, "علي.txt")
    spans = ((4, 11), (15, 27))
    found = replace(
        analysis(ARTICLE), id=article.id, text=text, sentences=(), quotes=(), stances=(),
        mentions=tuple(Mention(a, b, text[a:b], "PERS", 0.9, k) for k, (a, b) in enumerate(spans)),
        entities=tuple(Entity(k, text[a:b], "PERS", (), (k,)) for k, (a, b) in enumerate(spans)),
    )  # fmt: skip
    library.bring_in([found])
    test = shown(article=article.id, select="mention:1")
    keyed(test.text_input, "name-trim-words").set_value("علي حسن")
    send(test, "name-trim")
    mentions = library.edited(article.id)[0].mentions
    assert [(m.start, m.text) for m in mentions] == [(4, "علي حسن"), (15, "علي حسن")]


def test_an_articles_words_are_no_markdown_in_a_choice(library):
    text = "قال نجم* إن القرار صعب. وأضاف نجم* ذلك. وعاد نجم."
    article = Article(text, "نجم.txt")
    words = [("نجم*", 4), ("نجم*", text.index("نجم*", 5)), ("نجم", text.rindex("نجم"))]
    found = replace(
        analysis(ARTICLE), id=article.id, text=text, sentences=(), quotes=(), stances=(),
        mentions=tuple(Mention(at, at + len(name), name, "PERS", 0.9, 0) for name, at in words),
        entities=(Entity(0, "نجم", "PERS", ("نجم*",), (0, 1, 2)),),
    )  # fmt: skip
    library.bring_in([found])
    test = shown(article=article.id, select="mention:0")
    assert r"كل مواضع «نجم\*» (موضعان)" in keyed(test.radio, "name-split-what").options


def test_a_place_that_is_another_one_is_split_off(library):
    library.save(replace(library.analysis(ARTICLE.id), mentions=(
        Mention(*place("خالد المنصوري"), "خالد المنصوري", "PERS", 0.9, 0),
        Mention(*place("الحكومة"), "الحكومة", "PERS", 0.9, 0),
    ), entities=(Entity(0, "خالد المنصوري", "PERS", ("الحكومة",), (0, 1)),)))  # fmt: skip
    test = shown(select="mention:1")
    keyed(test.text_input, "name-split-name").set_value("الحكومة المؤقتة")
    send(test, "name-split")
    assert [name for name, _ in names(library)] == ["خالد المنصوري", "الحكومة المؤقتة"]


def test_what_is_no_name_is_taken_away(library):
    test = shown(select="mention:1")
    keyed(test.button, "name-delete").click().run()
    assert not test.exception
    assert [name for name, _ in names(library)] == ["خالد المنصوري"]


def test_a_name_that_was_missed_is_added(library):
    test = shown()
    keyed(test.text_input, "add-name-words").set_value("القرار")
    keyed(test.radio, "add-name-label").set_value("MISC")
    send(test, "add-name")
    assert ("القرار", "MISC") in names(library)


def test_two_names_spelt_alike_are_two_to_choose_from(library):
    text = "في الرياض اجتماع. وأعلنت الرياض أن الاتفاق قريب كما قال خالد."
    article = Article(text, "الرياض.txt")
    places = [m.start() for m in re.finditer("الرياض", text)]
    named = [("الرياض", "LOC", places[0]), ("الرياض", "ORG", places[1]), ("خالد", "PERS", text.index("خالد"))]
    said = text.index("الاتفاق")
    quote = replace(
        analysis(ARTICLE).quotes[0], start=said, end=said + 12, text=text[said : said + 12], speaker=None
    )
    found = replace(
        analysis(ARTICLE), id=article.id, text=text, sentences=(), quotes=(quote,), stances=(),
        mentions=tuple(Mention(at, at + len(name), name, label, 0.9, k) for k, (name, label, at) in enumerate(named)),
        entities=tuple(Entity(k, name, label, (), (k,)) for k, (name, label, _) in enumerate(named)),
    )  # fmt: skip
    library.bring_in([found])
    test = shown(article=article.id, select="quote:0")
    box = keyed(test.selectbox, f"speaker-{article.id}")
    assert box.options == ["لا أحد", "الرياض (مكان)", "الرياض (جهة)", "خالد"]
    box.set_value(1)
    keyed(test.button, "speaker-save").click().run()
    assert not test.exception
    assert library.edited(article.id)[0].quotes[0].speaker.entity == 1
    test = shown(article=article.id, select="mention:2")
    assert [b.label for b in test.button if b.key.startswith("merge-name-")] == [
        r"الرياض \(مكان\)",
        r"الرياض \(جهة\)",
    ]
    assert keyed(shown(article=article.id, select="mention:0").selectbox, "name-into").options == [
        "الرياض (جهة)",
        "خالد",
    ]
    keyed(test.selectbox, "name-into").set_value("الرياض (جهة)")
    send(test, "name-merge")
    entities = library.edited(article.id)[0].entities
    assert [(e.label, len(e.mentions)) for e in entities] == [("LOC", 1), ("ORG", 2)]


def which(test, answer: str):
    """The button of one answer to who said it."""
    return next(b for b in test.button if (b.key or "").startswith("which-") and b.key.endswith(f"-{answer}"))


@pytest.mark.parametrize(
    ("answer", "speaker", "others"),
    [("مصدر", "مصدر", 0), ("خالد المنصوري", "خالد المنصوري", 0), ("all", "مصدر", 1)],
)
def test_where_two_may_have_said_it_one_click_answers(library, answer, speaker, others):
    test = shown(select="quote:1")
    which(test, answer).click().run()
    found, seen = library.edited(ARTICLE.id)
    assert (found.quotes[1].speaker.name, len(found.quotes[1].other_speakers)) == (speaker, others)
    assert seen.quotes == {1}
    assert not [b for b in test.button if (b.key or "").startswith("which-")]


def test_an_answer_is_nobody_elses_whoever_is_read_meanwhile(library):
    test = shown(select="quote:1")
    found = library.analysis(ARTICLE.id)
    (other,) = found.quotes[1].other_speakers
    library.save(
        replace(
            found,
            quotes=(
                found.quotes[0],
                replace(found.quotes[1], speaker=other, other_speakers=(found.quotes[1].speaker,)),
            ),
        )
    )
    which(test, "خالد المنصوري").click().run()
    assert not test.exception
    assert said(library) == []


def test_an_answer_keeps_the_kind_and_the_entity_of_who_it_names(library):
    test = shown(select="quote:1")
    which(test, "خالد المنصوري").click().run()
    speaker = library.edited(ARTICLE.id)[0].quotes[1].speaker
    assert (speaker.kind, speaker.entity, speaker.text) == ("person", 0, "خالد المنصوري")


def test_a_stance_is_confirmed_changed_and_taken_away(library):
    def verdict(label: str | None) -> list[tuple]:
        keyed(shown(select="quote:0").button, "verdict-panel", f"-القرار-{label}").click().run()
        found, seen = library.edited(ARTICLE.id)
        return [(s.label, s.sure, (s.quote, s.target) in seen.stances) for s in found.stances]

    assert verdict("against") == [("against", True, True)]
    assert said(library)[-1][:2] == ("stance", "confirm")
    assert verdict("neutral") == [("neutral", True, True)]
    assert verdict(None) == []


def test_a_stance_that_the_reading_did_not_ask_about_is_added(library):
    test = shown(select="quote:1")
    keyed(test.selectbox, "stance-new-target").set_value("القرار")
    keyed(test.radio, "stance-new-label").set_value("favor")
    send(test, "stance-new")
    found, _ = library.edited(ARTICLE.id)
    assert [(s.quote, s.target, s.label) for s in found.stances] == [
        (0, "القرار", "against"),
        (1, "القرار", "favor"),
    ]


def test_a_target_spelt_otherwise_is_no_second_one(library):
    test = shown(select="quote:0")
    typed(keyed(test.selectbox, "stance-new-target"), "  القرآر ")
    keyed(test.radio, "stance-new-label").set_value("neutral")
    send(test, "stance-new")
    found, _ = library.edited(ARTICLE.id)
    assert [(s.target, s.label) for s in found.stances] == [("القرار", "neutral")]


def test_targets_that_differ_in_spelling_alone_each_have_their_verdicts(library):
    found = library.analysis(ARTICLE.id)
    library.save(replace(found, stances=(*found.stances, replace(found.stances[0], target="القرآر"))))
    test = stances_tab(select="quote:0")
    click(test, f"stands-{ARTICLE.id}-grid", row=0, column=0, kind="against")
    for shown_in in ("panel", "grid"):
        for target in ("القرار", "القرآر"):
            assert keyed(test.button, f"verdict-{shown_in}", f"-{target}-favor")


def test_what_is_filled_in_about_a_statement_is_not_kept_for_another_of_its_number(library):
    test = shown(select="quote:0")
    typed(keyed(test.selectbox, "stance-new-target"), "الحل")
    keyed(test.radio, "stance-new-label").set_value("neutral")
    send(test, "stance-new")
    quote = library.analysis(ARTICLE.id).quotes[0]
    library.correct(Correction(ARTICLE.id, quote.start, quote.end, "quote", "delete"))
    test.run()
    assert keyed(test.radio, "stance-new-label").value == "favor"


def stances_tab(**query: str) -> AppTest:
    test = shown(**query)
    test.session_state["tabs"] = "المواقف"
    test.run()
    assert not test.exception
    return test


def test_a_target_of_ones_own_becomes_a_job(library):
    test = stances_tab()
    test.text_input(key="ask-target").set_value("الهدنة")
    send(test, "ask-")
    (job,) = library.jobs()
    assert (job.targets, job.total, job.open) == (("الهدنة",), 1, True)
    assert any("الهدنة" in info.value for info in test.info)


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (lambda library, job: library.fail(job, ARTICLE.id, "crashed"), "أوقف القراءة مرة بعد مرة"),
        (lambda library, job: library.fail_job(job, "KeyError: stance"), "KeyError: stance"),
    ],
)
def test_a_target_that_could_not_be_asked_about_says_why_once(library, end, told):
    test = stances_tab()
    test.text_input(key="ask-target").set_value("الهدنة")
    send(test, "ask-")
    end(library, library.jobs()[0].id)
    test.run()
    (error,) = test.error
    assert error.value.replace("\\", "").startswith("تعذّرت قراءة المادة: ")
    assert told in error.value.replace("\\", "")
    assert test.text_input(key="ask-target").value == ""
    assert not test.run().error


def test_a_target_is_asked_about_as_the_article_has_it(library):
    test = stances_tab()
    test.text_input(key="ask-target").set_value("القرآر")
    send(test, "ask-")
    assert library.jobs()[0].targets == ("القرار",)


def test_what_no_statement_speaks_of_is_said(library):
    library.save(library.analysis(ARTICLE.id), targets=["الهدنة", "القرار"])
    test = stances_tab()
    assert [i.value for i in test.info] == ["لا قول في هذه المادة يتناول: الهدنة."]


def test_a_list_of_targets_is_asked_about(library):
    Topics(library).save_set("الحرب", ["الهدنة", "تبادل الأسرى"])
    test = stances_tab()
    test.button(key="ask-set-الحرب").click().run()
    assert library.jobs()[0].targets == ("الهدنة", "تبادل الأسرى")


def test_an_emptied_list_of_targets_speaks_the_pages_language(library):
    (keep,) = stances_tab().multiselect
    assert keep.placeholder == "اختر أو اكتب"


def test_the_cell_chosen_stays_the_same_where_others_go(library):
    found = library.analysis(ARTICLE.id)
    quotes = (found.quotes[0], replace(found.quotes[1], speaker=found.quotes[0].speaker, other_speakers=()))
    probabilities = found.stances[0].probabilities
    stances = [
        Stance(quote, target, "against", True, probabilities)
        for target, numbers in (("القرار", (0, 1)), ("الحل", (1,)))
        for quote in numbers
    ]
    library.save(replace(found, quotes=quotes, stances=tuple(stances)))
    test, grid = stances_tab(), f"stands-{ARTICLE.id}-grid"
    assert given(test, grid)["targets"] == ["القرار", "الحل"]

    def chosen() -> tuple[dict | None, bool]:
        """The number outlined, and whether evidence toward الحل stands under the grid."""
        return given(test, grid)["picked"], any("الحل" in m.value for m in test.markdown)

    click(test, grid, row=0, column=1, kind="against")
    assert chosen() == ({"row": 0, "column": 1, "kind": "against"}, True)
    for quote in quotes:
        gone = {"target": "القرار", "label": None}
        library.correct(Correction(ARTICLE.id, quote.start, quote.end, "stance", "change", gone))
    test.run()
    assert given(test, grid)["targets"] == ["الحل"]
    assert chosen() == ({"row": 0, "column": 0, "kind": "against"}, True)
    gone = {"target": "الحل", "label": None}
    library.correct(Correction(ARTICLE.id, quotes[1].start, quotes[1].end, "stance", "change", gone))
    back = {"target": "القرار", "label": "against"}
    library.correct(Correction(ARTICLE.id, quotes[0].start, quotes[0].end, "stance", "change", back))
    test.run()
    assert given(test, grid)["targets"] == ["القرار"]
    assert chosen() == (None, False)


@pytest.mark.parametrize(
    ("edge", "name", "other"),
    [("columns", "القرار", "قرار الحكومة"), ("rows", "خالد المنصوري", "خالد منصوري")],
)
def test_a_name_of_the_grid_can_be_merged_into_one_of_another_article(library, edge, name, other):
    article = Article(TEXT.replace("خالد المنصوري", "خالد منصوري "), "آخر.txt")
    found = library.analysis(ARTICLE.id)
    library.bring_in(
        [
            replace(
                found, id=article.id, text=article.text, title="خبر آخر", quotes=(replace(found.quotes[0], other_speakers=()),),
                entities=(replace(found.entities[0], name="خالد منصوري"), found.entities[1]),
                stances=(replace(found.stances[0], target="قرار الحكومة"),),
            )
        ]
    )  # fmt: skip
    test = stances_tab(article=ARTICLE.id)
    click(test, f"stands-{ARTICLE.id}-grid", head=edge, n=0)
    assert other in test.selectbox(key=f"merge-read-other-{fold(name)}").options
    keyed(test.button, "merge-read-into-", f"-{other}").click().run()
    assert not test.exception
    assert [(d.name, d.into) for d in library.decisions()] == [(name, other)]


def test_sides_are_counted_only_when_asked_for(library):
    assert not stances_tab().toggle
    Sides(library).put("الأول", ["خالد المنصوري"])
    (side,) = stances_tab().toggle
    assert (side.key, side.value) == ("stance-sides", False)


def test_the_history_tells_what_was_decided(library):
    library.call(Naming("name", "الحكومة", "مجلس الوزراء", by="سلمى", at="2026-01-05T10:00:00+00:00"))
    test = shown(select="mention:1")
    assert "في كل المواد: «الحكومة» صار «مجلس الوزراء» · سلمى · \u200e2026-01-05" in [
        x.value for x in test.text
    ]

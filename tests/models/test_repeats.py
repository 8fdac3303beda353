"""A headline that repeats a statement of the body."""

from dataclasses import replace

import pytest

from models import names, quotes
from models.findings import Analysis, Mention
from models.repeats import repeated
from models.sentences import sentences

HEADED = (
    "مروان قاسم: المرفأ سيعود إلى العمل قريبا\n\n"
    "زار مروان قاسم المدينة. وقال مروان قاسم إن المرفأ سيعود إلى العمل قريبا بعد إصلاح الرافعات."
)


def analysis(text: str, person: str) -> Analysis:
    found = []
    at = text.find(person)
    while at >= 0:
        found.append(Mention(at, at + len(person), person, "PERS", 1.0, -1))
        at = text.find(person, at + 1)
    mentions, entities = names.merge(text, found)
    said = quotes.find(text, sentences(text), mentions, entities, None)
    return Analysis("", "", None, None, None, None, None, text, (), mentions, entities, said)


def test_the_headline_of_a_statement_is_its_repetition():
    found = analysis(HEADED, "مروان قاسم")
    assert len(found.quotes) == 2
    assert repeated(found) == {0: 1}


def test_another_statement_of_the_same_man_is_not():
    text = (
        "مروان قاسم: لن ترتفع أجور العمال هذا العام\n\n"
        "زار مروان قاسم المدينة. وقال مروان قاسم إن المرفأ سيعود إلى العمل قريبا بعد إصلاح الرافعات."
    )
    assert repeated(analysis(text, "مروان قاسم")) == {}


def test_short_words_behind_a_waw_make_no_two_statements_one():
    found = analysis(HEADED, "مروان قاسم")
    said = ("وقد ولم ومن يعمل", "وقد ولم ومن يسافر")
    quotes = tuple(replace(q, text=text) for q, text in zip(found.quotes, said, strict=True))
    assert repeated(replace(found, quotes=quotes)) == {}


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_first_paragraph_is_no_headline(between):
    text = (
        f"قال مروان قاسم إن المرفأ سيعود إلى العمل قريبا.{between}"
        "زار مروان قاسم المدينة. وقال مروان قاسم إن المرفأ سيعود إلى العمل قريبا بعد إصلاح الرافعات."
    )
    found = analysis(text, "مروان قاسم")
    assert len(found.quotes) == 2
    assert repeated(found) == {}


def test_the_articles_title_is_a_headline_whatever_follows():
    text = (
        "مروان قاسم: المرفأ سيعود إلى العمل قريبا\nالقاهرة\n"
        "زار مروان قاسم المدينة. وقال مروان قاسم إن المرفأ سيعود إلى العمل قريبا بعد إصلاح الرافعات."
    )
    found = analysis(text, "مروان قاسم")
    assert repeated(found) == {}
    assert repeated(replace(found, title=text.partition("\n")[0])) == {0: 1}


def test_an_article_of_one_line_has_no_headline():
    assert repeated(analysis("قال مروان قاسم إن المرفأ سيعود إلى العمل قريبا.", "مروان قاسم")) == {}

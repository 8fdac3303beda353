"""Who declined to comment."""

import pytest

from models import names
from models.declined import declined
from models.findings import Analysis, Mention
from models.sentences import sentences


def analysis(text: str, organisation: str | None = None) -> Analysis:
    found = []
    if organisation:
        at = text.index(organisation)
        found.append(Mention(at, at + len(organisation), organisation, "ORG", 1.0, -1))
    mentions, entities = names.merge(text, found)
    return Analysis("", "", None, None, None, None, None, text, tuple(sentences(text)), mentions, entities)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("وامتنع المتحدث باسم الميناء عن التعليق على الخبر.", "وامتنع المتحدث باسم الميناء عن التعليق"),
        ("وصل الوفد. رفضت الوزارة التعليق.", "رفضت الوزارة التعليق"),
        ("لم ترد الشركة على طلب للتعليق حتى المساء.", "لم ترد الشركة على طلب للتعليق"),
        ("ولم يعلّق البنك على ذلك.", "ولم يعلّق"),
    ],
)
def test_a_refusal_is_found_with_its_words(text, words):
    (found,) = declined(analysis(text))
    assert text[found.start : found.end] == words


def test_who_declined_is_named():
    text = "قال سالم إن السفن وصلت. وامتنعت هيئة الموانئ عن التعليق."
    found = analysis(text, "هيئة الموانئ")
    assert found.mentions[declined(found)[0].mention].text == "هيئة الموانئ"


@pytest.mark.parametrize(
    "text",
    [
        "رفضت الوزارة الاقتراح.",
        "كثر التعليق على الخبر.",
        "رفضت الوزارة الطلب. وتوقف التعليق الصوتي.",
        "لم ترد أنباء جديدة.",
    ],
)
def test_other_refusals_and_comments_are_not(text):
    assert declined(analysis(text)) == ()

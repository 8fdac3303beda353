"""Targets: what is suggested, and which statements speak of one."""

from dataclasses import replace

import pytest

from models.findings import Cue, Entity, Mention, Quote, Span, Speaker
from models.targets import pairs, speaks_of, suggest


@pytest.mark.parametrize(
    ("statement", "target", "expected"),
    [
        ("نرحب بوقف إطلاق النار في غزة", "وقف إطلاق النار", True),
        ("إطلاق الصواريخ مستمر", "وقف إطلاق النار", False),
        ("موقفنا من الحكومة واضح", "الحكومة", True),
        ("للحكومة أن تقرر", "الحكومة", True),
        ("حكومات المنطقة", "الحكومة", False),
        ("زيادة الأسعار في الوقود ظلم", "زيادة أسعار الوقود", True),
        ("الجيش واصل إطلاق النار على المتظاهرين", "وقف إطلاق النار", False),
        ("العقوبات على سوريا مستمرة", "رفع العقوبات عن سوريا", False),
        ("رفع العقوبات سيفيد سوريا", "رفع العقوبات عن سوريا", True),
        ("الإفراج فورا عن أسرى الحرب", "الإفراج عن الأسرى", True),
        ("الأمازيغية تدرس اللغة بها", "تدريس اللغة الأمازيغية", True),
        ("نحارب فساد المسؤولين", "الفساد", True),
        ("ساد الهدوء", "الفساد", False),
        ("نرحب بلبنان قويا", "لبنان", True),
        ("ولبنان بلد صغير", "لبنان", True),
        ("نحذر من وباء جديد", "الوباء", True),
        ("أعلن أنه تعب", "كان", False),
        ("وكان حاضرا في المسابقة", "كان", True),
        ("له حزب كبير", "حزب الله", False),
        ("مرسيليا يريد كلوب مدربا", "اهتمام مرسيليا بكلوب", True),
        ("", "الحكومة", False),
        ("أي شيء", "", False),
    ],
)
def test_a_statement_speaks_of_a_target_whatever_its_clitics(statement, target, expected):
    assert speaks_of(statement, target) is expected


def test_a_statement_speaks_of_an_entity_by_one_of_its_names_not_by_most_of_its_words():
    text = "مهرجان الأسر المنتجة ناجح. وقال سامي إن الأسر المنتجة تستحق الدعم. وأضاف أن للمهرجان جمهورا."
    at = text.index
    mention = Mention(0, 20, "مهرجان الأسر المنتجة", "MISC", 0.9, 0)
    entity = Entity(0, mention.text, "MISC", ("المهرجان",), (0,))
    speaker = Speaker(at("سامي"), at("سامي") + 4, "سامي", "سامي", "person", None)
    cue = Cue(0, 3, "قال", "قال", "neutral")
    quotes = tuple(
        Quote(at(s), at(s) + len(s), s, "indirect", (), speaker, (), None, cue, False, "test", 0.9)
        for s in ("الأسر المنتجة تستحق الدعم", "للمهرجان جمهورا")
    )
    asked = pairs(text, (Span(0, len(text)),), (mention,), (entity,), quotes, [entity.name])
    assert [k for k, *_ in asked] == [1]


TEXT = "قال سامي إن الحكومة فشلت. وأضاف سامي أن بلاده تؤيد وقف إطلاق النار في حلب."


def article():
    """Two statements of one speaker, built by hand."""
    at = TEXT.index
    mentions = (
        Mention(at("سامي"), at("سامي") + 4, "سامي", "PERS", 0.9, 0),
        Mention(at("الحكومة"), at("الحكومة") + 7, "الحكومة", "ORG", 0.9, 1),
        Mention(at("حلب"), at("حلب") + 3, "حلب", "LOC", 0.9, 2),
    )
    entities = (
        Entity(0, "سامي", "PERS", (), (0,)),
        Entity(1, "الحكومة", "ORG", (), (1,)),
        Entity(2, "حلب", "LOC", (), (2,)),
    )
    speaker = Speaker(4, 8, "سامي", "سامي", "person", 0)
    cue = Cue(0, 3, "قال", "قال", "neutral")
    quotes = tuple(
        Quote(at(s), at(s) + len(s), s, "indirect", (), speaker, (), None, cue, False, "test", 0.9)
        for s in ("الحكومة فشلت", "بلاده تؤيد وقف إطلاق النار في حلب")
    )
    return mentions, entities, quotes


def test_entities_and_propositions_that_statements_speak_of_are_suggested():
    mentions, entities, quotes = article()
    suggested = suggest(TEXT, mentions, entities, quotes)
    assert "الحكومة" in suggested
    assert any(target.startswith("وقف إطلاق النار") for target in suggested)
    assert not {"سامي", "حلب"} & set(suggested)


def test_a_proposition_on_which_no_word_takes_a_side_is_not_suggested():
    mentions, entities, quotes = article()
    plain = TEXT.replace("تؤيد", "تذكر")
    suggested = suggest(
        plain, mentions, entities, tuple(replace(q, text=plain[q.start : q.end]) for q in quotes)
    )
    assert suggested == ["الحكومة"]


def test_a_target_that_no_statement_speaks_of_gets_no_cell():
    mentions, entities, quotes = article()
    spans = (Span(0, 25), Span(26, len(TEXT)))
    asked = list(pairs(TEXT, spans, mentions, entities, quotes, ["الحكومة", "أسعار القمح"]))
    assert [(k, target) for k, target, _ in asked] == [(0, "الحكومة")]
    assert asked[0][2].speaker == "سامي"
    assert asked[0][2].before.startswith("قال سامي")


def said(text: str, *statements: str) -> list[Quote]:
    """Statements of nobody, by their words."""
    at = [(text.index(s), s) for s in statements]
    return [Quote(a, a + len(s), s, "indirect", (), None, (), None, None, False, "test", 1) for a, s in at]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("نرفض رفع أسعار الوقود ونطالب الحكومة بحل", ["رفع أسعار الوقود"]),
        ("نؤيد وقف إطلاق النار الفوري في غزة", ["وقف إطلاق النار الفوري"]),
        ("نؤيد وقف وتجميد الحرب في غزة", []),
        ("نؤيد وقف وساطة الجيران في غزة", ["وقف وساطة الجيران"]),
        ("ندعم انضمام البلدين والجيران إلى الحلف", ["انضمام البلدين"]),
        ("نرحب بإلغاء القانون الذي أضر بالناس", ["إلغاء القانون"]),
        ("تم أمس إعادة فتح معبر", []),
        ("نؤيد وقف إطلاق النار المُستدام في غزة", ["وقف إطلاق النار المُستدام"]),
        ("نرفض فرض العقوبات الدَّولية على البلاد", ["فرض العقوبات الدَّولية"]),
        ("نطالب بوقف إطلاق اَلنار فورا", ["وقف إطلاق اَلنار"]),
        ("نؤيد وقف إطلاق النار الآن", ["وقف إطلاق النار"]),
        ("نؤيد وقف إطلاق النار الأحد", ["وقف إطلاق النار"]),
        ("نؤيد رفع العقوبات اللتين أضرتا بالبلد", ["رفع العقوبات"]),
    ],
    ids=[
        "a chain of nouns",
        "with its adjective",
        "none over an and",
        "a و of the word's own",
        "up to an and",
        "no relative clause",
        "nothing definite",
        "signs in the adjective",
        "signs behind its article",
        "signs in the article",
        "no now",
        "no weekday",
        "no relative clause in the dual",
    ],
)
def test_a_proposition_is_a_verbal_noun_with_what_completes_it(text, expected):
    assert suggest(text, [], [], said(text, text)) == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("حركة فتح", []), ("فتح", ["فتح الفلسطينية"]), ("حركة", ["فتح الفلسطينية"])]
)
def test_a_word_inside_a_name_opens_no_proposition(name, expected):
    text = "نرفض سياسات حركة فتح الفلسطينية"
    start = text.index(name)
    mention = Mention(start, start + len(name), name, "ORG", 0.9, 0)
    assert suggest(text, [mention], [], said(text, text)) == expected


def test_the_shorter_form_of_a_proposition_stands_for_the_longer():
    text = "نؤيد وقف إطلاق النار الفوري. نرفض وقف إطلاق النار."
    first, second = text.split(". ")
    assert suggest(text, [], [], said(text, first, second)) == ["وقف إطلاق النار"]

"""The sample article, read by the bundled models through the whole pipeline."""

import pytest

from articles.article import Article
from models.checkpoints import BUNDLED
from models.findings import Analysis, Quote

pytestmark = pytest.mark.skipif(
    not all((BUNDLED / job).exists() for job in ("ner", "quotes", "stance")),
    reason="the bundled weights are not unpacked: make setup",
)


@pytest.fixture(scope="module")
def read(sample) -> Analysis:
    from models.pipeline import Reader

    (analysis,) = Reader(ner="bundled", stance="bundled").read([Article(sample, "sample.txt")])
    return analysis


def entity(read: Analysis, name: str):
    """The entity one of whose forms is `name`."""
    return next(e for e in read.entities if name in (e.name, *e.aliases))


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("الكرملين", "ORG"),
        ("البيت الأبيض", "ORG"),
        ("فلاديمير بوتين", "PERS"),
        ("ستيف ويتكوف", "PERS"),
        ("موسكو", "LOC"),
        ("صندوق الاستثمار المباشر الروسي", "ORG"),
        ("بحر الصين الجنوبي", "LOC"),
    ],
)
def test_names_and_their_types(read, name, label):
    assert entity(read, name).label == label


def test_both_spellings_of_a_name_are_one_person(read):
    assert entity(read, "دميتري بيسكوف") is entity(read, "ديمتري بيسكوف") is entity(read, "بيسكوف")
    assert entity(read, "بوتين") is entity(read, "فلاديمير بوتين")


def test_an_attached_clitic_is_no_part_of_the_name(read):
    at = read.text.index("بموسكو")
    assert any((m.start, m.text) == (at + 1, "موسكو") for m in read.mentions)


def test_a_city_inside_a_longer_name_is_found(read):
    assert any("سان بطرسبورغ" in m.text and m.label == "LOC" for m in read.mentions)


def quote(read: Analysis, words: str) -> Quote:
    """The innermost statement that holds `words`."""
    at = read.text.index(words)
    found = [q for q in read.quotes if q.start <= at and at + len(words) <= q.end]
    return min(found, key=lambda q: q.end - q.start)


@pytest.mark.parametrize(
    ("words", "kind", "speaker", "cue"),
    [
        ("لطالما أكد على أهمية الحوار", "direct", "بيسكوف", "مضيفًا"),
        ("اللقاء يعقد حاليًا خلف الأبواب", "indirect", "بيسكوف", "أوضح"),
        ("بين بوتين وويتكوف يُعد الرابع", "indirect", "مصادر مطلعة", "بحسب"),
        ("روسيا منفتحة على أي مقترحات", "indirect", "بيسكوف", "قال"),
        ("يعتبر التواصل مع المبعوث", "indirect", "بيسكوف", "أشار"),
    ],
)
def test_who_said_what(read, words, kind, speaker, cue):
    found = quote(read, words)
    assert found.kind == kind
    assert speaker in found.speaker.name
    assert found.cue.text.lstrip("و") == cue


def test_a_scare_quote_is_no_statement(read):
    assert all(q.text.strip("«»") != "الدبلوماسية الخلفية" for q in read.quotes)


def test_the_narrators_tail_is_nobodys_statement(read):
    at = read.text.index("وهو ما ترفضه أوكرانيا")
    assert not any(q.start <= at < q.end for q in read.quotes)


def test_every_result_says_which_model_made_it(read):
    assert set(read.models) == {"ner", "quotes", "stance"}
    assert all(stamp.name and stamp.revision for stamp in read.models.values())

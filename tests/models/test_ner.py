"""From words to mentions: places in the article, labels, scores, clitics."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.arabic import strip
from models.checkpoints import choose
from models.engine import TokenClassifier
from models.ner import NerModel, _trim
from models.sentences import sentences


@pytest.fixture(scope="module")
def by_lexicon(lexicon_checkpoint):
    return NerModel(TokenClassifier(choose("ner", str(lexicon_checkpoint)), "cpu"))


@pytest.fixture(scope="module")
def at_random(random_checkpoint):
    return NerModel(TokenClassifier(choose("ner", str(random_checkpoint)), "cpu"))


def names(model, text):
    (mentions,) = model.read([(text, sentences(text))])
    for m in mentions:
        assert m.text == text[m.start : m.end]
        assert 0 <= m.score <= 1
    return [(m.text, m.label) for m in mentions]


def test_names_with_their_labels(by_lexicon):
    text = "قال دميتري بيسكوف إن الكرملين يرحب بزيارة ستيف ويتكوف إلى موسكو."
    assert names(by_lexicon, text) == [
        ("دميتري بيسكوف", "PERS"),
        ("الكرملين", "ORG"),
        ("ستيف ويتكوف", "PERS"),
        ("موسكو", "LOC"),
    ]


def test_clitics_are_not_part_of_a_name(by_lexicon):
    text = "وصل إلى القاهرة وبموسكو للقاهرة بموسكو لبنان."
    assert [t for t, _ in names(by_lexicon, text)] == ["القاهرة", "موسكو", "قاهرة", "موسكو", "لبنان"]


def test_two_persons_joined_by_and_are_two(by_lexicon):
    text = "التقى بوتين بيسكوف وبيسكوف، وقال ويتكوف."  # labelled as one name, B-PERS I-PERS I-PERS
    assert names(by_lexicon, text)[:2] == [("بوتين بيسكوف", "PERS"), ("بيسكوف", "PERS")]


@pytest.mark.parametrize(
    "text",
    [
        "زار أنطونيو غوتيريش موسكو",
        "زار أنطونيُّو غوتيريشَ موسكُو",
        "زار أنطـونيو غوتيريـش موسكو",
        "ّزار أنطونيو ّ غوتيريش ّ موسكو",  # stray shaddas
        "زار \u200fأنطونيو\u200f غوتيريش \u202bموسكو\u202c",
    ],
)
def test_signs_change_neither_labels_nor_places(by_lexicon, text):
    got = names(by_lexicon, text)
    assert [(" ".join(strip(t)[0].split()), label) for t, label in got] == [
        ("أنطونيو غوتيريش", "PERS"),
        ("موسكو", "LOC"),
    ]


def test_a_sign_on_the_last_letter_stays_with_the_name(by_lexicon):
    assert names(by_lexicon, "زار غوتيريشُ، أنطونيو غوتيريشُ، موسكو")[-2][0] == "أنطونيو غوتيريشُ"


def test_marks_at_the_edges_are_trimmed(by_lexicon):
    assert names(by_lexicon, "عاصمته «موسكو»، (القاهرة) ثم -كييف-.") == [
        ("موسكو", "LOC"),
        ("القاهرة", "LOC"),
        ("كييف", "LOC"),
    ]


def test_a_name_over_a_blank_line_is_two(by_lexicon):
    assert names(by_lexicon, "خطاب دميتري\n\nبيسكوف في موسكو")[0] == ("دميتري", "PERS")


def test_a_name_over_a_wrapped_line_is_one(by_lexicon):
    text = (
        "أعلن المتحدث الرسمي باسم الرئاسة في العاصمة صباح اليوم أن فلان وفلان وأن دميتري\n"
        "بيسكوف سيلتقي الوفد القادم من الخارج في مقر الحكومة بعد الظهر وأن المحادثات بين\n"
        "الطرفين ستستمر.\n"
    )
    assert names(by_lexicon, text) == [("دميتري\nبيسكوف", "PERS")]


def test_many_articles_keep_their_order(by_lexicon):
    texts = ["في موسكو.", "", "لا اسم هنا.", "في القاهرة."] * 30
    found = by_lexicon.read([(t, sentences(t)) for t in texts])
    assert [[m.text for m in mentions] for mentions in found[:4]] == [["موسكو"], [], [], ["القاهرة"]]
    assert found[-4:] == found[:4]


def test_nothing_is_lost_in_a_long_sentence(by_lexicon):
    text = "موسكو " + "كلام " * 700 + "القاهرة " + "كلام " * 700 + "كييف"
    assert [t for t, _ in names(by_lexicon, text)] == ["موسكو", "القاهرة", "كييف"]


def test_labels_that_are_not_names_are_refused(tmp_path, lexicon_checkpoint):
    import json
    import shutil

    shutil.copytree(lexicon_checkpoint, tmp_path / "x")
    config = json.loads((tmp_path / "x/config.json").read_text())
    config["id2label"] = {str(i): f"LABEL_{i}" for i in range(9)}
    config["label2id"] = {f"LABEL_{i}": i for i in range(9)}
    (tmp_path / "x/config.json").write_text(json.dumps(config))
    with pytest.raises(ValueError, match="labels lack"):
        NerModel(TokenClassifier(choose("ner", str(tmp_path / "x")), "cpu"))


ODD = st.text(st.sampled_from(' \n\r.،«»"()-بوتينلمسك\u064b\u0651\u0640\u200f\u2028\U0001f600a0')) | st.text()


@settings(max_examples=100, deadline=None)
@given(st.lists(ODD, max_size=3))
@example([".ـ a"])
def test_mentions_hold_for_any_text(at_random, texts):
    for text, mentions in zip(texts, at_random.read([(t, sentences(t)) for t in texts]), strict=True):
        last = 0
        for m in mentions:
            assert last <= m.start < m.end <= len(text)
            assert m.text == text[m.start : m.end]
            assert m.text == m.text.strip()
            assert any(ch.isalnum() for ch in m.text)
            assert "\n\n" not in m.text
            last = m.end


@pytest.mark.parametrize(
    ("tagged", "name"),
    [
        ("«الشرق» القطرية", "«الشرق» القطرية"),
        ("(حماس)", "حماس"),
        ("«حماس».", "حماس"),
        ("\u200fحماس\u200f", "حماس"),
    ],
)
def test_a_mark_stays_where_its_partner_is_inside(tagged, name):
    assert [tagged[a:b] for a, b in _trim(tagged, 0, len(tagged))] == [name]

"""Which mentions are one: each test a small article given by its names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.findings import LABELS, Mention
from models.names import is_name, key, merge


def mentions(*forms: str | tuple[str, str], label: str = "PERS") -> tuple[str, list[Mention]]:
    """A text of these names in this order, and their mentions."""
    text, out = "", []
    for form in forms:
        name, own = form if isinstance(form, tuple) else (form, label)
        out.append(Mention(len(text), len(text) + len(name), name, own, 1.0, -1))
        text += f"{name} ثم "
    return text, out


def groups(*forms, label: str = "PERS") -> list[int]:
    merged, _ = merge(*mentions(*forms, label=label))
    return [m.entity for m in merged]


@pytest.mark.parametrize(
    "forms",
    [
        ("فلاديمير بوتين", "بوتين", "الرئيس بوتين"),
        ("دميتري بيسكوف", "ديمتري بيسكوف", "بيسكوف"),
        ("أنطونيو غوتيريش", "انطونيو غوتيريش", "غوتيريس"),
        ("بنيامين نتنياهو", "نتانياهو"),
        ("عبد الله الصالح", "عبدالله الصالح"),
        ("هدى منصور", "هدي منصور", "الدكتورة هدى منصور"),
        ("محمد بن راشد آل مكتوم", "محمد بن راشد"),
        ("بوتين", "فلاديمير بوتين"),
        ("محمد بن سلمان", "بن سلمان"),
        ("بن رودس", "رودس"),
        ("الأمير تميم", "تميم بن حمد"),
        ("الأمير سلطان", "سلطان بن عبدالعزيز"),
        ("السلطان قابوس", "قابوس بن سعيد"),
        ("دونالد ترامب", "ترمب"),
        ("سيرغي لافروف", "سيرجي لافروف"),
        ("ميشال عون", "ميشيل عون"),
        ("داود أوغلو", "داوود أوغلو"),
        ("ستيفن ويتكوف", "ستيفان ويتكوف"),
        ("نيكولا مادورو", "نيكولاس مادورو", "مادورو"),
        ("حسن نصر الله", "نصرالله", "حسن نصرالله"),
        ("باسم عوض الله", "عوض الله", "عوضالله"),
        ("آبي أحمد", "آبي"),
        ("أبو عبد الله", "أبو عبدالله"),
        ("علي خامنئي", "علی خامنئی"),
    ],
)
def test_one_person(forms):
    assert set(groups(*forms)) == {0}


def test_two_sons_of_different_fathers_stay_two():
    assert groups("محمد بن سلمان", "محمد بن زايد") == [0, 1]


def test_an_ambiguous_given_name_goes_to_the_one_named_last():
    assert groups("محمد بن سلمان", "محمد بن زايد", "محمد") == [0, 1, 1]


def test_an_ambiguous_name_before_both_stays_alone():
    assert groups("محمد", "محمد بن سلمان", "محمد بن زايد") == [0, 1, 2]


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        (("محمد بن سلمان بن عبدالعزيز", "سلمان بن عبدالعزيز"), [0, 1]),
        (("الملك سلمان بن عبد العزيز", "الأمير محمد بن سلمان", "الملك سلمان"), [0, 1, 0]),
        (("الملك سلمان", "محمد بن سلمان"), [0, 1]),
        (("زينب محمد الحلبي", "محمد الحلبي"), [0, 1]),
        (("محمد بن زايد", "الشيخ زايد"), [0, 1]),
        (("بن سلمان", "الملك سلمان"), [0, 1]),
    ],
)
def test_father_and_son_stay_two(forms, expected):
    assert groups(*forms) == expected


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        (("نواف سلام", "رياض سلامة", "سلام"), [0, 1, 0]),
        (("ستيفن ميلر", "روبرت مولر", "ميلر"), [0, 1, 0]),
    ],
)
def test_a_short_form_is_whose_name_it_is_letter_for_letter(forms, expected):
    assert groups(*forms) == expected


@pytest.mark.parametrize(
    ("a", "b"),
    [("أمين الجميل", "سامي الجميل"), ("رائد صلاح", "محمد صلاح"), ("سلطان القاسمي", "لبنى القاسمي")],
)
def test_a_given_name_that_is_a_title_as_well_is_a_name_without_its_article(a, b):
    assert groups(a, b) == [0, 1]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("حسن علي", "حسين علي"),
        ("أحمد ناجي", "محمد ناجي"),
        ("سامي", "سالم"),
        ("فارس سعيد", "فراس سعيد"),
        ("كمال حسن", "كامل حسن"),
        ("باسم نعيم", "بسام نعيم"),
        ("فايز السراج", "فواز السراج"),
        ("أحمد ناصر", "أحمد نصار"),
        ("سامي الخطيب", "سامي الخطاب"),
        ("عادل حمودة", "عادل حميدة"),
    ],
)
def test_near_spellings_of_other_names_stay_two(a, b):
    assert groups(a, b) == [0, 1]


@pytest.mark.parametrize(
    "forms",
    [
        ("وزارة الخارجية الأمريكية", "الخارجية الأمريكية", "الخارجية"),
        ("مجلس الأمن الدولي", "مجلس الأمن"),
        ("نادي الهلال", "الهلال"),
        ("حلف شمال الأطلسي", "الناتو"),
        ("صحيفة النهار", "النهار"),
        ("صحيفة نيويورك تايمز الأمريكية", "نيويورك تايمز"),
        ("وزارة الخارجية الأمريكية", "الخارجية الأمريكية"),
        ("تنظيم الدولة الإسلامية في العراق والشام", "داعش", "تنظيم الدولة"),
        ("هيئة الإذاعة البريطانية (بي بي سي)", "هيئة الإذاعة البريطانية"),
        ("مانشستر يونايتد", "يونايتد"),
        ("تيار المستقبل", "المستقبل"),
        ("تلفزيون العربي", "العربي"),
    ],
)
def test_one_body(forms):
    assert set(groups(*forms, label="ORG")) == {0}


def test_two_ministries_stay_two():
    assert groups("وزارة الخارجية الروسية", "وزارة الخارجية الأمريكية", label="ORG") == [0, 1]


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        (("الأمم المتحدة", "اليونيسيف"), [0, 1]),
        (("الأمم المتحدة", "اليونسكو"), [0, 1]),
        (("الأمم المتحدة", "وكالة الأمم المتحدة لإغاثة وتشغيل اللاجئين"), [0, 1]),
        (("منظمة الأمم المتحدة", "اليونيسيف", "الأمم المتحدة"), [0, 1, 0]),
        (("الاتحاد الأوروبي", "اليويفا"), [0, 1]),
    ],
)
def test_a_body_is_none_of_those_that_bear_its_name(forms, expected):
    assert groups(*forms, label="ORG") == expected


@pytest.mark.parametrize(("a", "b"), [("الحكومة", "رئاسة الحكومة"), ("الجيش", "طلائع الجيش")])
def test_a_part_of_a_body_is_not_the_body(a, b):
    assert groups(a, b, label="ORG") == [0, 1]
    assert groups(b, a, label="ORG") == [0, 1]


def test_a_movement_may_be_called_so_alone_where_a_television_station_may_not():
    assert is_name("التيار")
    assert not is_name("التلفزيون")


def test_a_body_and_its_acronym_in_brackets():
    text = "منظمة الصحة العالمية (WHO) أعلنت"
    found = [Mention(0, 20, text[:20], "ORG", 1.0, -1), Mention(22, 25, "WHO", "ORG", 1.0, -1)]
    merged, (entity,) = merge(text, found)
    assert [m.entity for m in merged] == [0, 0]
    assert entity.aliases == ("WHO",)


@pytest.mark.parametrize(
    "forms",
    [
        ("مدينة حلب", "حلب"),
        ("الولايات المتحدة", "أمريكا", "الولايات المتحدة الأمريكية"),
        ("داكار", "دكار", "مدينة دكار"),
        ("سوريا", "سورية"),
        ("مالطا", "مالطة"),
        ("جازان", "مدينة جيزان"),
        ("ميونخ", "ميونيخ"),
        ("سيول", "سيؤول"),
        ("أغادير", "أكادير"),
        ("أوروبا", "أروبا"),
        ("إسطنبول", "اسطنبول"),
        ("إيران", "ایران"),
        ("شاندونغ", "شاندونج"),
    ],
)
def test_one_place(forms):
    assert set(groups(*forms, label="LOC")) == {0}


@pytest.mark.parametrize(
    "forms",
    [
        ("غانا", "غينيا"),
        ("مالي", "ملاوي"),
        ("السودان", "سيدني"),
        ("المالديف", "مولدوفا"),
        ("ألمانيا", "المنيا"),
        ("أسوان", "إسنا"),
        ("البصرة", "بصرى"),
    ],
)
def test_two_places_that_are_known_stay_two_however_alike(forms):
    assert groups(*forms, label="LOC") == [0, 1]


def test_a_place_and_a_body_stay_two():
    assert groups(("المغرب", "LOC"), ("المغرب التطواني", "ORG")) == [0, 1]


def test_the_label_is_voted_by_score():
    text, found = mentions(("الكرملين", "LOC"), ("الكرملين", "ORG"), ("الكرملين", "ORG"))
    merged, (entity,) = merge(text, found)
    assert entity.label == "ORG"
    assert {m.label for m in merged} == {"ORG"}


def test_name_is_the_fullest_form_without_regard_to_titles():
    _, (entity,) = merge(*mentions("الرئيس بوتين", "فلاديمير بوتين"))
    assert entity.name == "فلاديمير بوتين"


def named(text: str, *words: str) -> str:
    """What an entity is called whose mentions are these words, in their order in the text."""
    found, end = [], 0
    for word in words:
        start = text.index(word, end)
        end = start + len(word)
        found.append(Mention(start, end, word, "ORG", 1.0, -1))
    _, (entity,) = merge(text, found)
    return entity.name


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "قال للأمم المتحدة ثم للأمم المتحدة إن الأمم المتحدة هنا",
            ["أمم المتحدة", "أمم المتحدة", "الأمم المتحدة"],
            "الأمم المتحدة",
        ),
        ("عاد للقاهرة", ["قاهرة"], "القاهرة"),
        ("عاد لِلْقاهرة", ["قاهرة"], "القاهرة"),
        ("عاد للبنان", ["لبنان"], "لبنان"),
        ("محمد\r\nصلاح عاد. محمد صلاح هنا", ["محمد\r\nصلاح", "محمد صلاح"], "محمد صلاح"),
        ("عاد محمـــد صلاح. محمد صلاح هنا", ["محمـــد صلاح", "محمد صلاح"], "محمد صلاح"),
        ("عاد ﻣﺤﻤﺪ صلاح", ["ﻣﺤﻤﺪ صلاح"], "محمد صلاح"),
        ("عاد إلى عُمان", ["عُمان"], "عُمان"),
    ],
)
def test_a_name_is_shown_with_its_article_on_one_line_unstretched(text, words, name):
    assert named(text, *words) == name


def test_key_is_the_same_for_every_spelling():
    assert key("الشيخ أحمد عبد الله") == key("احمد عبدالله")
    assert key("القاهرة") == key("القاهره") == key("قاهرة")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(max_size=12) | st.sampled_from(["محمد", "محمد علي", "علي"]), st.sampled_from(LABELS)
        )
    )
)
def test_every_mention_has_exactly_one_entity(forms):
    text, found = mentions(*forms)
    merged, entities = merge(text, found)
    assert sorted(i for e in entities for i in e.mentions) == list(range(len(found)))
    assert all(merged[i].entity == e.id and merged[i].label == e.label for e in entities for i in e.mentions)
    assert [e.id for e in entities] == list(range(len(entities)))


@pytest.mark.parametrize("name", ["عبد الملك الحوثي", "عبد الرحمن السديس", "أبو الفضل شاهين"])
def test_abd_and_abu_are_written_in_one_word_or_two(name):
    assert key(name) == key(name.replace(" ", "", 1))

"""Letters in the form that they take in print, or that Persian writes, are read as the letters that they are."""

import unicodedata

import pytest

from models.arabic import content, fold, strip, tidy
from models.quotes import find
from models.sentences import sentences

SHAPED = {
    plain: chr(code)
    for code in range(0xFE80, 0xFEF5)
    if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1
}


def shaped(text: str) -> str:
    """The text in presentation forms, a letter for a letter."""
    return "".join(SHAPED.get(char, char) for char in text)


def test_a_ligature_is_its_letters_and_each_comes_from_it():
    assert strip("ﻻ أﺣﺪ") == ("لا أحد", [0, 0, 1, 2, 3, 4, 5])
    assert strip("عبد ﷲ") == ("عبد الله", [0, 1, 2, 3, 4, 4, 4, 4, 5])
    assert fold("اﻷردن") == fold("الأردن")


def test_signs_and_shaped_letters_in_one_text():
    bare, origin = strip("قَﺎلـ ﷺ")
    assert bare == "قال ﷺ"
    assert origin == [0, 2, 3, 5, 6, 7]


def test_statements_are_found_in_shaped_text_where_they_are_in_plain_text():
    plain = "وقال المتحدث باسم الوزارة إن الطرق مفتوحة أمام الشاحنات. وأضاف: «لن نغلق المدارس هذا الأسبوع»."
    text = shaped(plain)
    assert text != plain
    assert len(text) == len(plain)

    def spans(of: str) -> list[tuple]:
        return [
            (q.start, q.end, q.kind, q.speaker and (q.speaker.start, q.speaker.end), q.cue and q.cue.verb)
            for q in find(of, sentences(of), [], [], None)
        ]

    assert spans(text) == spans(plain)
    assert len(spans(plain)) == 2
    assert all(speaker for *_, speaker, _ in spans(plain))


@pytest.mark.parametrize(
    ("persian", "arabic"),
    [
        ("علی خامنئی", "علي خامنئي"),
        ("ایران", "إيران"),
        ("کتاب ﮐﺘﺎب", "كتاب كتاب"),
        ("ہند ھند", "هند هند"),
        ("خانۀ", "خانه"),
        ("۱۲ ۰۹", "١٢ ٠٩"),
    ],
)
def test_persian_letters_and_digits_are_compared_as_arabic_ones(persian, arabic):
    assert fold(persian) == fold(arabic)
    assert len(fold(persian)) == len(persian)


def test_a_reporting_verb_in_persian_letters_opens_a_statement():
    text = "وأکد المتحدث باسم الوزارة أن الطرق مفتوحة أمام الشاحنات."
    (quote,) = find(text, sentences(text), [], [], None)
    assert quote.cue.verb == "أكد"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("محمـــد\r\n صلاح", "محمد صلاح"),
        ("محمـَد", "محمَد"),
        ("الـ24", "الـ24"),
        ("1443 هـ", "1443 هـ"),
        ("عُمان\u200f", "عُمان"),
        ("عبد ﷲ", "عبد الله"),
    ],
)
def test_a_tidy_text_keeps_its_signs(text, shown):
    assert tidy(text) == shown


def test_statements_are_compared_by_their_longer_words_without_a_waw():
    assert content("وقال إنّ الهدنة، والهدنة ورد في وفد") == {"قال", "الهدنه"}

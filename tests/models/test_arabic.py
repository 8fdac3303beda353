"""Letters in the form that they take in print are read as the letters that they are."""

import unicodedata

from models.arabic import fold, strip
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

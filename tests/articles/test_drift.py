"""Near-identical statements are found, different ones are not."""

import numpy as np

from articles.drift import NUMBERS, alike, families, sketch

FIRST = "المرفأ الجديد سيفتح أبوابه أمام السفن التجارية مطلع الشهر المقبل بعد انتهاء أعمال التوسعة"
CHANGED = "المرفأ الجديد سيفتح أبوابه للسفن التجارية مطلع الشهر المقبل بعد إتمام أعمال التوسعة كلها"
OTHER = "البلدية تدرس زيادة عدد الحافلات في الأحياء الجنوبية خلال فصل الشتاء بسبب كثرة الشكاوى"


def family(*statements: tuple[int, str]) -> list[int]:
    keys = np.array([key for key, _ in statements], np.int32)
    sketches = np.array([sketch(words) for _, words in statements], np.int32)
    return families(keys, sketches).tolist()


def test_the_same_words_of_one_speaker_are_a_family():
    assert family((1, FIRST), (1, OTHER), (1, FIRST), (1, CHANGED)) == [0, 1, 0, 0]


def test_two_speakers_are_two_families():
    assert family((1, FIRST), (2, FIRST)) == [0, 1]


def test_spelling_and_signs_do_not_count():
    assert sketch("أكّد أن المرفأ الجديد مفتوح أمام الجميع") == sketch(
        "اكد ان المرفا الجديد، مفتوح أمام الجميع!"
    )


def test_a_short_statement_is_in_no_family():
    assert sketch("لا تعليق لدينا") == (-1,) * NUMBERS
    assert family((1, "لا تعليق لدينا"), (1, "لا تعليق لدينا")) == [0, 1]


def test_the_words_decide():
    assert alike(FIRST, [FIRST, CHANGED, OTHER]) == [True, True, False]


def test_nothing_gives_nothing():
    assert families(np.zeros(0, np.int32), np.zeros((0, NUMBERS), np.int32)).tolist() == []

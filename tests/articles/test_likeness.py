"""What is offered first to merge a name or target with."""

from articles.likeness import likeliest


def test_those_that_share_words_come_first_whatever_their_clitics():
    targets = ["الانتخابات", "وقف النار", "وقفا لإطلاق النار", "المرفأ", "وقف إطلاق النار"]
    assert likeliest("وقف إطلاق النار", targets) == ["وقف النار", "وقفا لإطلاق النار"]


def test_a_family_name_is_like_the_whole_one_and_two_spellings_are_alike():
    names = ["ديمتري بيسكوف", "بيسكوف", "أوشاكوف"]
    assert likeliest("دميتري بيسكوف", names) == ["بيسكوف", "ديمتري بيسكوف"]
    assert likeliest("زيلينسكي", ["زيلنسكي", "بوتين"]) == ["زيلنسكي"]


def test_a_name_is_not_like_itself_and_each_spelling_is_told_once():
    assert likeliest("الأسد", ["الاسد", "رحيل الأسد", "رحيل الاسد"]) == ["رحيل الأسد"]

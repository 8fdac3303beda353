import codecs
import random

import pytest

from articles.encoding import decode

NEWS = "أعلنت الوزارة، يوم الخميس، أن المفاوضات لا تزال مستمرة. هل تنتهي قريبا؟\r\nوقال مصدر مطلع إن الوفد غادر.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "cp1256", "iso8859_6"])
def test_every_encoding_gives_the_text_as_it_was(encoding):
    assert decode(NEWS.encode(encoding)) == NEWS


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859_6"])
@pytest.mark.parametrize(
    "text", ["انطلاق القمة العربية في بغداد", "ارتفاع أسعار النفط عالميا", "قال إن ذلك غير صحيح"]
)
def test_a_few_words_tell_single_byte_encodings_apart(encoding, text):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_and_nothing_else_is_dropped(mark, encoding):
    text = "\ufeff" + NEWS  # a second mark belongs to the text
    assert decode(mark + text.encode(encoding)) == text


def test_a_file_cut_off_inside_a_letter_is_still_utf8():
    assert decode(NEWS.encode("utf-8")[:-3]) == NEWS[:-3] + "\ufffd"


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_one_bad_byte_among_many_rows_becomes_one_replacement_character(mark):
    rows = NEWS.encode("utf-8") * 1000
    at = rows.index("الوفد".encode(), len(rows) // 2)
    assert decode(mark + rows[:at] + b"\xff" + rows[at:]).replace("\ufffd", "", 1) == NEWS * 1000


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("stray", ["\x00", "\x1a"])
def test_a_stray_control_character_makes_no_utf8_binary(mark, stray):
    text = NEWS + stray + NEWS
    assert decode(mark + text.encode("utf-8")) == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_an_odd_byte_at_the_end_of_a_wide_encoding_becomes_one_replacement_character(mark, encoding):
    assert decode(mark + NEWS.encode(encoding) + b"\x27") == NEWS + "\ufffd"


def test_utf16_with_a_byte_lost_in_its_middle_is_refused():
    data = (NEWS * 20).encode("utf-16-le")
    with pytest.raises(UnicodeError):
        decode(codecs.BOM_UTF16_LE + data[:1001] + data[1002:])


def test_quotation_marks_and_diacritics_of_windows():
    text = "قال: “لن نوقّع”، وأضاف «أبدًا» – ثم غادر…"
    assert decode(text.encode("cp1256")) == text


def test_the_declared_encoding_is_believed_where_it_makes_sense():
    text = "خبر عاجل من بيروت"
    assert decode(text.encode("cp720"), "cp720") == text
    assert decode(text.encode("cp1256"), "iso-8859-1") == text
    assert decode(text.encode("cp1256"), "no-such-encoding") == text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256"])
def test_a_stray_control_character_makes_no_text_unreadable(encoding):
    text = "خبر عاجل من بيروت\n\n\x1a قال الوزير إن المدينة هادئة، وإن الناس عادوا إلى بيوتهم مساء أمس."
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "data",
    [
        random.Random(1).randbytes(5000),
        b"\x89PNG\r\n\x1a\n\x00\x00" * 10,
        "\x01نص".encode(),
        b"\x00" * 5000,
        ("خبر عاجل\x00" * 300).encode(),
        codecs.BOM_UTF8 + random.Random(2).randbytes(5000),
        b"\xff\xfe\x00\xd8\x00",
    ],
)
def test_what_is_no_text_is_said_to_be_none(data):
    with pytest.raises(UnicodeError):
        decode(data)

"""Segmentation: each example is a text and where it must fall apart."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.sentences import sentences

ONE = [
    # abbreviations, initials, numbers, addresses
    "قال د. سامر الحلبي إن المستشفى يعمل.",
    "قال أ.د. سامر الحلبي إن المستشفى يعمل.",
    "كتبت ج. ك. رولينغ رواية جديدة.",
    "ألقى جون إف. كينيدي خطابا في برلين.",
    "بلغ النمو 3.5 في المئة هذا العام.",
    "يعود القصر إلى القرن الثالث ق.م. في أقل تقدير.",
    "نقلت (د. ب. أ) عن مسؤول قوله ذلك.",
    "نشرته بي.بي.سي على موقع example.com/a.b?c=1 أمس.",
    "1. فتح المعابر أمام الشاحنات.",
    "1.2. فتح المعابر أمام الشاحنات.",
    "البنود: 1.2. فتح المعابر أمام الشاحنات.",
    "قال إن بي. بي. سي. بثت الخبر.",
    "عمل في بي. بي. سي. سنوات.",
    "قالت إن جيه. كيه. رولينغ كتبت رواية.",
    "ألقى جورج دبليو. بوش خطابا.",
    "نقلت أ.ف.ب. عن مسؤول قوله ذلك.",
    "القمح والشعير والذرة، إلخ، كلها ارتفعت.",
    # marks keep a statement together
    "قال: «وصلنا أمس. لم نجد أحدا! ماذا نفعل؟» ثم غادر القاعة.",
    'قال الوزير "انتهى الأمر. لن نعود إليه" وغادر.',
    "قال ”انتهى الأمر. لن نعود إليه“ وغادر.",
    "سأل: «هل تأتي معنا؟» فلم يجبه أحد.",
    "انسحب الفريق (خسر ثلاثا. وتعادل مرة) من البطولة.",
    "أكد أن السوق ينمو؛ مشيرا إلى الصادرات.",
    # a topic before two dots
    "الكرملين.. لا شروط مسبقة",
    "سوريا... عودة المدارس إلى العمل",
]

SEVERAL = [
    ["عودة المدارس في حلب", "أعلنت الوزارة عودة الدوام.", "وقالت إن الكتب جاهزة."],
    [
        "عنوان المقال بلا نقطة",
        "فقرة أولى فيها كلام كثير يتجاوز العنوان طولا. ",
        "موقف المعارضة",
        "فقرة ثانية.",
    ],
    ["انتهت الجولة الأولى في 2022. ", "وتبدأ الثانية غدا."],
    ["حدث ذلك عام 1443 هـ. ", "وقال المؤرخ إن السبب معروف."],
    ["نقل ذلك مراسل لهيئة بي بي سي. ", "وأضاف أن الوضع خطير."],
    ["نقلت ذلك قناة إن بي سي. ", "وأضافت أن الوضع خطير."],
    ["قال ذلك لسي إن إن. ", "وأضاف أن الوضع خطير."],
    ["بلغت قوة الزلزال 6.2. ", "وقال المرصد إن أحدا لم يصب."],
    ["بدأ الاجتماع الساعة 10.30. ", "وقال الوزير إنه طال."],
    ["من المسؤول؟ ", "لا أحد يعرف! ", "هكذا قيل."],
    ["انتهى الاجتماع من دون أي اتفاق.. ", "وغادر الوفد العاصمة."],
    ["قال: «لن نعود إلى التفاوض.» ", "وأضاف أن الموقف واضح."],
    ["اختتمت القمة أعمالها. ", "«سنعود» قال الرئيس."],
    ["عثر على الغريق بعد السباحة.", "وتشير الأنباء إلى أنه موظف."],
    ["قال «لن نعود إلى ذلك. ", "ثم غادر القاعة من دون تعليق. ", "وانتهى الخبر."],
]


@pytest.mark.parametrize("text", ONE)
def test_one_sentence(text):
    assert [text[s.start : s.end] for s in sentences(text)] == [text]


@pytest.mark.parametrize("parts", SEVERAL, ids=lambda parts: parts[0][:30])
def test_several_sentences(parts):
    # A part that ends in a blank or stands glued goes on in its line; the others end their lines.
    text = "".join(p if p.endswith(" ") or p == "عثر على الغريق بعد السباحة." else p + "\n" for p in parts)
    assert [text[s.start : s.end] for s in sentences(text)] == [p.strip() for p in parts]


def test_a_blank_line_ends_even_what_stands_in_marks():
    text = "قال «سنعود إلى هنا\n\nونبقى معكم» ثم مضى."
    assert [text[s.start : s.end] for s in sentences(text)] == ["قال «سنعود إلى هنا", "ونبقى معكم» ثم مضى."]


def test_marks_reach_over_a_line_end():
    assert len(sentences("قال «سنعود إلى هنا\nونبقى معكم» ثم مضى.")) == 1


def test_an_unclosed_mark_does_not_swallow_the_article():
    text = "قال «سنعود. " + "ثم حدث شيء آخر تماما. " * 200 + "وقال آخر «نعم»."
    assert len(sentences(text)) == 202


def test_wrapped_lines_are_read_on():
    text = (
        "استقبل الرئيس في القصر الجمهوري صباح اليوم وفدا من البرلمان الأوروبي برئاسة\n"
        "النائب ماركو روسي وبحث معه سبل التعاون في مجالات الطاقة والمياه والتعليم بين\n"
        "الجانبين. وقال بعد اللقاء إن المحادثات كانت مثمرة.\n"
    )
    assert [text[s.start : s.end].split()[-1] for s in sentences(text)] == ["الجانبين.", "مثمرة."]


def test_headline_and_byline_are_not_a_wrapped_paragraph():
    assert len(sentences("وفد من البرلمان الأوروبي يزور العاصمة ويلتقي الرئيس\nالعاصمة - وكالات")) == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_every_kind_of_line_end(end):
    text = f"عنوان أول{end}فقرة طويلة بعض الشيء."
    assert [text[s.start : s.end] for s in sentences(text)] == ["عنوان أول", "فقرة طويلة بعض الشيء."]


ODD = (
    st.text(st.sampled_from(' \n\r\t.،؛؟!…«»“”"()[]:-اب7دنو\u064b\u0640\u200f\u2028\U0001f600a')) | st.text()
)


@given(ODD)
def test_spans_hold_for_any_text(text):
    found = sentences(text)
    last = 0
    for span in found:
        assert last <= span.start < span.end <= len(text)
        assert not text[last : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        last = span.end
    assert not text[last:].strip()


@pytest.mark.parametrize(
    "unit", ["قال «", "س: 1. ", "بي. ", '"', ". ", ".. ، ", "( ", "\n", "كلمة. ", "«»", "\n«", "كلمة ", "؟»"]
)
def test_time_is_linear(unit):
    def seconds(size):
        text = unit * (size // len(unit))
        took = []
        for _ in range(3):
            began = time.process_time()
            sentences(text)
            took.append(time.process_time() - began)
        return min(took)

    # Eight times the text; a quadratic step would take 64 times as long.
    assert seconds(400_000) < 30 * max(seconds(50_000), 0.005)

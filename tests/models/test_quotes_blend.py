"""What the encoder says about statements, and what becomes of it."""

import re

import pytest

from models import names, quotes
from models.findings import Mention
from models.quotes.tagged import Scored, Tagged
from models.sentences import sentences


def place(text: str, words: str, score: float = 0.9) -> Scored:
    start = text.index(words)
    return Scored(start, start + len(words), score)


def tagged(
    text: str, content: str, kind: str = "indirect", speaker=None, cue=None, score: float = 0.9
) -> Tagged:
    at = place(text, content)
    speaker, cue = (place(text, w) if isinstance(w, str) else w for w in (speaker, cue))
    return Tagged(at.start, at.end, kind, score, speaker, cue)


def find(text: str, tags, persons=(), bodies=()):
    """The statements where the names are known; of names that hold one another the longer ones come first."""
    mentions: list[Mention] = []
    for name, label in [*((name, "PERS") for name in persons), *((name, "ORG") for name in bodies)]:
        for m in re.finditer(re.escape(name), text):
            if not any(known.start < m.end() and m.start() < known.end for known in mentions):
                mentions.append(Mention(m.start(), m.end(), name, label, 1.0, -1))
    mentions.sort(key=lambda m: m.start)
    merged, entities = names.merge(text, mentions)
    return quotes.find(text, sentences(text), merged, entities, tags)


def test_edges_lose_the_complementiser_and_punctuation():
    text = "قال مروان قاسم إن المرفأ جاهز للعمل."
    (quote,) = find(text, [tagged(text, "إن المرفأ جاهز للعمل.", cue="قال")], ["مروان قاسم"])
    assert quote.text == "المرفأ جاهز للعمل"


def test_edges_snap_to_the_marks_and_make_it_direct():
    text = "قال مروان قاسم: «المرفأ جاهز للعمل منذ يوم الأحد الماضي»."
    (quote,) = find(text, [tagged(text, "جاهز للعمل منذ يوم الأحد الماضي", cue="قال")], ["مروان قاسم"])
    assert (quote.kind, quote.text) == ("direct", "المرفأ جاهز للعمل منذ يوم الأحد الماضي")


def test_the_cue_loses_its_clitic_and_gets_its_verb():
    text = "وأضاف مروان قاسم أن المرفأ جاهز للعمل."
    (quote,) = find(text, [tagged(text, "المرفأ جاهز للعمل", cue="وأضاف")], ["مروان قاسم"])
    assert (quote.cue.text, quote.cue.verb) == ("أضاف", "أضاف")


def test_a_sure_speaker_of_the_encoder_stands():
    text = "التقى مروان قاسم سامي ناجي وقال إن المرفأ جاهز للعمل."
    tags = [tagged(text, "المرفأ جاهز للعمل", speaker="سامي ناجي", cue="قال")]
    (quote,) = find(text, tags, ["مروان قاسم", "سامي ناجي"])
    assert quote.speaker.text == "سامي ناجي"


def test_whom_the_verb_speaks_to_is_no_speaker_even_for_a_sure_encoder():
    text = "قال مروان قاسم لسامي ناجي إن المرفأ جاهز للعمل."
    tags = [tagged(text, "المرفأ جاهز للعمل", speaker="سامي ناجي", cue="قال")]
    (quote,) = find(text, tags, ["مروان قاسم", "سامي ناجي"])
    assert quote.speaker.text == "مروان قاسم"


def test_an_unsure_speaker_is_weighed_against_the_rules():
    text = "قال مروان قاسم لكريم ناجي إن المرفأ جاهز للعمل."
    unsure = place(text, "كريم ناجي", 0.1)
    (quote,) = find(
        text, [tagged(text, "المرفأ جاهز للعمل", speaker=unsure, cue="قال")], ["مروان قاسم", "كريم ناجي"]
    )
    assert quote.speaker.text == "مروان قاسم"


def test_a_silent_encoder_leaves_the_speaker_to_the_rules():
    text = "قال مروان قاسم إن المرفأ جاهز للعمل. وأضاف أن السفن ستصل غدا."
    tags = [tagged(text, "المرفأ جاهز للعمل", cue="قال"), tagged(text, "السفن ستصل غدا", cue="وأضاف")]
    found = find(text, tags, ["مروان قاسم"])
    assert [q.speaker.name for q in found] == ["مروان قاسم", "مروان قاسم"]


def test_a_precise_rule_adds_what_the_encoder_missed():
    text = "قال مروان قاسم: «المرفأ جاهز للعمل منذ يوم الأحد الماضي»."
    (quote,) = find(text, [], ["مروان قاسم"])
    assert quote.rule.startswith("rule")
    assert quote.speaker.text == "مروان قاسم"


def test_one_statement_found_twice_is_one():
    text = "قال مروان قاسم: «المرفأ جاهز للعمل منذ يوم الأحد الماضي»."
    tags = [
        tagged(text, "المرفأ جاهز للعمل منذ يوم", "direct", cue="قال"),
        tagged(text, "الأحد الماضي", "indirect", cue="قال"),
    ]
    (quote,) = find(text, tags, ["مروان قاسم"])
    assert quote.text == "المرفأ جاهز للعمل منذ يوم الأحد الماضي"


def test_a_headline_goes_on_in_no_body():
    text = "جولة في المرفأ\n\nلن تتأخر السفن عن موعدها مهما حدث، كما قال مروان قاسم."
    (quote,) = find(
        text, [tagged(text, text[: text.index("، كما")], speaker="مروان قاسم", cue="قال")], ["مروان قاسم"]
    )
    assert quote.text == "لن تتأخر السفن عن موعدها مهما حدث"
    text = "قال مروان قاسم إن السفن لن تتأخر عن موعدها\n\nجولة في المرفأ"
    (quote,) = find(text, [tagged(text, text[text.index("السفن") :], cue="قال")], ["مروان قاسم"])
    assert quote.text == "السفن لن تتأخر عن موعدها"


def test_that_a_source_keeps_its_name_back_is_no_statement():
    text = "قال دبلوماسي غربي، طلب عدم الكشف عن هويته، إن المرفأ جاهز للعمل."
    tags = [
        tagged(text, "طلب عدم الكشف عن هويته", cue="قال"),
        tagged(text, "المرفأ جاهز للعمل", speaker="دبلوماسي غربي", cue="قال"),
    ]
    (quote,) = find(text, tags)
    assert (quote.text, quote.speaker.name) == ("المرفأ جاهز للعمل", "دبلوماسي غربي")


@pytest.mark.parametrize(
    ("said", "content", "cue", "told", "name"),
    [
        ("ودعا المسافرين إلى الحضور قبل الموعد بساعتين.", "الحضور قبل الموعد بساعتين", "ودعا", "المسافرين", "مروان قاسم"),
        ("ووصف الأنباء بأنها محض خيال لا أكثر.", "محض خيال لا أكثر", "ووصف", "الأنباء", "مروان قاسم"),
        ("ودعا الأطراف كافة إلى ضبط النفس وانتظار النتائج.", "ضبط النفس وانتظار النتائج", "ودعا", "الأطراف كافة", "مروان قاسم"),
        ("وقال للصحافيين عقب الجلسة إن السفن ستصل غدا.", "السفن ستصل غدا", "وقال", "للصحافيين", "مروان قاسم"),
        ("وأكد محاميه أن السفن ستصل غدا.", "السفن ستصل غدا", "وأكد", "محاميه", "محاميه"),
        ("وعن عقد الصيانة مع الشركة، أوضح أن السفن ستصل غدا.", "السفن ستصل غدا", "أوضح", "الشركة", "مروان قاسم"),
        ("أما بخصوص ملاحظات البلدية فأوضح أن السفن ستصل غدا.", "السفن ستصل غدا", "فأوضح", "البلدية", "مروان قاسم"),
        ("وشدد لدى استقباله عددا من المسؤولين على أن السفن ستصل غدا.", "السفن ستصل غدا", "شدد", "المسؤولين", "مروان قاسم"),
        ("وانتقد القرار، متهما البلدية بأنها أغلقت المرفأ.", "أغلقت المرفأ", "متهما", "البلدية", "مروان قاسم"),
        ("وشكر فريقه، مناشدا أمير المنطقة الأمير سامي ناجي فتح الطريق.", "فتح الطريق", "مناشدا", "سامي ناجي", "مروان قاسم"),
        ("لكنه اعتبر أن البلدية ستغلق المرفأ غدا.", "ستغلق المرفأ غدا", "اعتبر", "البلدية", "مروان قاسم"),
        ("وأجرت الوزيرة محادثات أمس، داعية البلدية إلى فتح الطريق.", "فتح الطريق", "داعية", "البلدية", "الوزيرة"),
        ("وتروي حكايته أم ناصر التي عملت فيه، فقالت: لقد ورثت المهنة عن أسرتي.", "لقد ورثت المهنة عن أسرتي", "فقالت", "مروان قاسم", "أم ناصر"),
        ("لكن مصدرا مقربا من المدير قال إن السفن ستصل غدا.", "السفن ستصل غدا", None, "المدير", "مصدر مقرب من المدير"),
    ],
)  # fmt: skip
def test_whom_a_sure_encoder_takes_for_the_speaker_against_the_grammar(said, content, cue, told, name):
    text = f"قال مروان قاسم إن المرفأ جاهز للعمل. {said}"
    tags = [
        tagged(text, "المرفأ جاهز للعمل", speaker="مروان قاسم", cue="قال"),
        tagged(text, content, speaker=told, cue=cue),
    ]
    found = find(text, tags, ["مروان قاسم", "أم ناصر"])
    assert [q.speaker.name for q in found] == ["مروان قاسم", name]


def test_what_another_adds_in_a_clause_of_his_own_is_his():
    text = "قال مروان قاسم إن المرفأ جاهز للعمل، فيما شكر المهندس سامي ناجي العمال، مؤكدا أن السفن ستصل غدا."
    tags = [
        tagged(text, "المرفأ جاهز للعمل", speaker="مروان قاسم", cue="قال"),
        tagged(text, "السفن ستصل غدا", speaker="مروان قاسم", cue="مؤكدا"),
    ]
    found = find(text, tags, ["مروان قاسم", "سامي ناجي"])
    assert [q.speaker.name for q in found] == ["مروان قاسم", "سامي ناجي"]


def test_who_gets_a_letter_does_not_go_on_speaking_behind_it():
    text = "ووجه سامي ناجي رسالة إلى المدير، مروان قاسم، معتبرا أن السفن ستصل غدا."
    tags = [tagged(text, "السفن ستصل غدا", speaker="مروان قاسم", cue="معتبرا")]
    assert [q.speaker.name for q in find(text, tags, ["مروان قاسم", "سامي ناجي"])] == ["سامي ناجي"]


def test_who_speaks_in_the_next_sentence_did_not_go_on_speaking_in_this():
    text = "وجه الحزب الجديد سؤالا إلى المدير، مروان قاسم، معتبرا أن المرفأ قديم. وقال قاسم أمام العمال إن السفن ستصل غدا."
    tags = [
        tagged(text, "المرفأ قديم", speaker=place(text, "مروان قاسم", 0.96), cue="معتبرا"),
        tagged(text, "السفن ستصل غدا", speaker=place(text, "قاسم أمام", 0.96), cue="قال"),
    ]
    found = find(text, tags, ["مروان قاسم", "قاسم"], ["الحزب الجديد"])
    assert [q.speaker.name for q in found] == ["الحزب الجديد", "مروان قاسم"]


def test_what_one_goes_on_to_say_in_marks_is_a_statement_of_its_own():
    text = "وطالب المحتجون الحكومة بالرحيل وهتفوا: «ارحلوا»."
    tags = [tagged(text, "الرحيل وهتفوا: «ارحلوا»", speaker="المحتجون", cue="طالب")]
    assert [q.text for q in find(text, tags) if q.kind == "direct"] == ["ارحلوا"]


def test_what_keeps_a_name_back_reports_nothing():
    text = "وقال مصدر في المرفأ فضل عدم ذكر اسمه إن السفن ستصل غدا."
    tags = [
        tagged(text, "عدم ذكر اسمه", speaker="مصدر في المرفأ", cue="قال", score=0.5),
        tagged(text, "السفن ستصل غدا", speaker="مصدر في المرفأ", cue="ذكر"),
    ]
    (found,) = find(text, tags)
    assert (found.text, found.cue.text) == ("السفن ستصل غدا", "قال")


def test_what_a_thing_was_added_to_was_not_said():
    text = "وأضاف مروان قاسم إلى محفظته أكثر من ألف سهم في الشركة."
    tags = [tagged(text, "محفظته أكثر من ألف سهم في الشركة", speaker="مروان قاسم", cue="أضاف")]
    assert find(text, tags, ["مروان قاسم"]) == ()


def test_what_a_body_calls_so_is_no_part_of_its_name():
    text = "وتأسفت النقابة لما أسمته «غياب إرادة حقيقية لدى الحزب»."
    tags = [tagged(text, "غياب إرادة حقيقية لدى الحزب", kind="direct", speaker="النقابة")]
    assert [q.speaker.name for q in find(text, tags)] == ["النقابة"]


def test_what_a_thing_threatens_was_not_said():
    text = "وزار مروان قاسم المرفأ. ويشهد السوق نقصا في الوقود، ما يهدد بتوقف السفن عن العمل."
    tags = [tagged(text, "توقف السفن عن العمل", speaker="مروان قاسم", cue="يهدد")]
    assert find(text, tags, ["مروان قاسم"]) == ()


def test_what_is_said_to_be_said_is_nobodys():
    text = "زار مروان قاسم المرفأ أمس. ونشرت صور قيل: إنها التقطت في الليل."
    tags = [tagged(text, "التقطت في الليل", speaker="مروان قاسم", cue="قيل")]
    assert [q.speaker for q in find(text, tags, ["مروان قاسم"])] == [None]


def test_very_words_need_marks_or_a_sure_encoder():
    text = "زار مروان قاسم المرفأ. وبعد التحقيق الذي أجراه، لم يكن لديه دليل على ما حدث في الليل."
    content = "لم يكن لديه دليل على ما حدث في الليل"
    for score, found in ((0.85, 0), (0.99, 1)):
        tags = [tagged(text, content, kind="direct", speaker="مروان قاسم", score=score)]
        assert len(find(text, tags, ["مروان قاسم"])) == found


def test_a_number_in_marks_is_no_statement():
    text = "قال مروان قاسم إن السفن ستصل غدا: «60» سفينة في المرفأ."
    tags = [tagged(text, "60", kind="direct", speaker="مروان قاسم", cue="قال")]
    assert "60" not in [q.text for q in find(text, tags, ["مروان قاسم"])]


@pytest.mark.parametrize(
    ("said", "cue"),
    [
        ("ونعلم أن السفن ستصل غدا", "ونعلم"),
        ("وأود التعليق بأن السفن ستصل غدا", "التعليق"),
        ("وعند وصوله تبين أن السفن ستصل غدا", "تبين"),
        ("ويبدو أن السفن ستصل غدا", "ويبدو"),
    ],
)
def test_what_the_writer_says_himself_is_nobodys_statement(said, cue):
    text = f"زار مروان قاسم المرفأ أمس. {said}."
    assert find(text, [tagged(text, "السفن ستصل غدا", speaker="مروان قاسم", cue=cue)], ["مروان قاسم"]) == ()


def test_a_verb_with_its_object_is_not_the_writers():
    text = "وجاء في التقرير الذي أعده المركز أن السفن ستصل غدا."
    (quote,) = find(text, [tagged(text, "السفن ستصل غدا", speaker="المركز", cue="أعده")])
    assert quote.text == "السفن ستصل غدا"


def test_the_ba_of_the_verb_is_no_part_of_what_was_said():
    text = "واعترف مروان قاسم بعجزه عن فتح المرفأ."
    (quote,) = find(text, [tagged(text, "بعجزه عن فتح المرفأ", cue="اعترف")], ["مروان قاسم"])
    assert quote.text == "عجزه عن فتح المرفأ"
    text = "واعترف مروان قاسم أن بلاده عاجزة عن فتح المرفأ."
    (quote,) = find(text, [tagged(text, "بلاده عاجزة عن فتح المرفأ", cue="اعترف")], ["مروان قاسم"])
    assert quote.text == "بلاده عاجزة عن فتح المرفأ"


@pytest.mark.parametrize(
    ("said", "cue", "content"),
    [
        ("ذكر مروان قاسم أن السفن ستصل غدا", "ذكر", "السفن ستصل غدا"),
        ("من جهته انتقد مروان قاسم إغلاق المرفأ يوم الأحد", "انتقد", "إغلاق المرفأ يوم الأحد"),
        ("المرفأ مغلق، وذكر مروان قاسم أن السفن ستصل غدا", "ذكر", "السفن ستصل غدا"),
        ("السفن، يقول مروان قاسم، ستصل غدا", "يقول", "السفن، يقول مروان قاسم، ستصل غدا"),
    ],
)
def test_who_reports_is_no_part_of_what_was_said(said, cue, content):
    text = f"عاد العمل أمس. {said}."
    (quote,) = find(text, [tagged(text, said, speaker="مروان قاسم", cue=cue)], ["مروان قاسم"])
    assert quote.text == content


def test_a_word_that_no_table_knows_reports_only_where_the_encoder_is_very_sure():
    text = "أغضبت مروان قاسم تغييرات كثيرة في مواعيد السفن."
    tags = [tagged(text, "تغييرات كثيرة في مواعيد السفن", cue="أغضبت")]
    assert find(text, tags, ["مروان قاسم"]) == ()
    sure = [tagged(text, "تغييرات كثيرة في مواعيد السفن", cue="أغضبت", score=0.97)]
    assert len(find(text, sure, ["مروان قاسم"])) == 1


def test_to_whom_it_is_called_does_not_speak():
    text = "يا معالي الوزير، تبدو الخطة متفائلة إلا أن المرفأ مغلق منذ الأحد."
    (quote,) = find(
        text, [tagged(text, "المرفأ مغلق منذ الأحد", speaker="معالي الوزير", cue="متفائلة")], ["مروان قاسم"]
    )
    assert quote.speaker is None


def test_who_is_accused_accuses_nobody():
    text = "اتهم مروان قاسم بأنه عرقل العمل في المرفأ."
    (quote,) = find(
        text, [tagged(text, "عرقل العمل في المرفأ", speaker="مروان قاسم", cue="اتهم")], ["مروان قاسم"]
    )
    assert quote.speaker is None


def test_a_word_of_a_statement_in_marks_stands_for_all_of_it():
    text = "«المرفأ جاهز للعمل منذ الأحد»، يقول مروان قاسم."
    (quote,) = find(text, [tagged(text, "المرفأ", "direct", speaker="مروان قاسم")], ["مروان قاسم"])
    assert quote.text == "المرفأ جاهز للعمل منذ الأحد"


@pytest.mark.parametrize(
    ("said", "content"),
    [
        ("وستصل السفن قبل الموعد بيومين", "ستصل السفن قبل الموعد بيومين"),
        ("وفي المرفأ خمس سفن جديدة", "في المرفأ خمس سفن جديدة"),
        ("وكالة الملاحة ترسل السفن غدا", "وكالة الملاحة ترسل السفن غدا"),
        ("والد الطفل وصل إلى المرفأ", "والد الطفل وصل إلى المرفأ"),
        ("وتيرة العمل بطيئة في المرفأ", "وتيرة العمل بطيئة في المرفأ"),
        ("وعد المدير بفتح المرفأ غدا", "وعد المدير بفتح المرفأ غدا"),
    ],
)
def test_only_a_waw_that_joins_is_left_out(said, content):
    text = f"عاد العمل أمس. {said}، بحسب مروان قاسم."
    (quote,) = find(text, [tagged(text, said, speaker="مروان قاسم", cue="بحسب")], ["مروان قاسم"])
    assert quote.text == content

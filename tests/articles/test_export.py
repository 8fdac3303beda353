import csv
import io
import json
from dataclasses import replace

from articles.export import json_lines, names_csv, quotes_csv
from articles.review import Reviewed
from models.findings import Analysis, Cue, Entity, Mention, ModelStamp, Quote, Span, Speaker, Stance

TEXT = "أكد سامي حداد أن «الهدنة» قريبة، ولم يسمّ أحدا."
SPEAKER = Speaker(4, 13, "سامي حداد", "سامي حداد", "person", 0)
FOUND = Analysis(
    "0123456789abcdef", "خبر.txt", None, "عنوان، بفاصلة", "صحيفة", "2025-04-25", None, TEXT,
    sentences=(Span(0, len(TEXT)),),
    mentions=(Mention(4, 13, "سامي حداد", "PERS", 0.9, 0),),
    entities=(Entity(0, "سامي حداد", "PERS", ("حداد", "سامي"), (0,)),),
    quotes=(
        Quote(17, 31, TEXT[17:31], "indirect", (Span(18, 24),), SPEAKER, (), None,
              Cue(0, 3, "أكد", "أكد", "assertive"), False, "rule", 0.876),
        Quote(33, 46, "=1+1", "direct", (), None, (), None, None, False, "rule", 0.5),
    ),
    stances=(
        Stance(0, "الهدنة", "favor", True, {"favor": 0.9, "against": 0.05, "neutral": 0.05}),
        Stance(0, "الحرب", "neutral", False, {"favor": 0.3, "against": 0.3, "neutral": 0.4}),
    ),
    models={"ner": ModelStamp("صغير", "r1"), "quotes": ModelStamp("قواعد", "r2")},
)  # fmt: skip


def rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_quotes_open_in_excel_with_everything_an_editor_asks_for():
    first, second = rows(quotes_csv([FOUND]))
    assert first["القائل"] == "سامي حداد"
    assert first["نوع النقل"] == "بالمعنى مع ألفاظ حرفية"
    assert first["المواقف"] == "الهدنة: مؤيد؛ الحرب: لم يُحسم آليًا"
    assert (first["العنوان"], first["درجة الثقة"]) == ("عنوان، بفاصلة", "0.88")
    assert "صغير (r1)" in first["القراءة الآلية"]
    assert second["القائل"] == "لم يُحدَّد القائل"


def test_text_never_becomes_a_formula():
    assert rows(quotes_csv([FOUND]))[1]["القول"] == "'=1+1"


def test_every_row_says_whether_an_editor_looked():
    seen = {FOUND.id: Reviewed(quotes=frozenset({1}), entities=frozenset({0}))}
    states = [row["المراجعة"] for row in rows(quotes_csv([FOUND], seen))]
    assert states == ["قراءة آلية، لم يراجعها محرر", "راجعها محرر"]
    assert rows(names_csv([FOUND], seen))[0]["المراجعة"] == "راجعها محرر"
    assert rows(names_csv([FOUND]))[0]["المراجعة"] == "قراءة آلية، لم يراجعها محرر"


def test_names_with_their_forms_and_counts():
    [row] = rows(names_csv([FOUND], language="en"))
    assert (row["Name"], row["Type"], row["Other forms"]) == ("سامي حداد", "person", "حداد؛ سامي")
    assert (row["Mentions"], row["Statements"]) == ("1", "1")


def test_json_lines_hold_the_contract_and_the_stamp():
    other = replace(FOUND, id="f" * 16)
    seen = {other.id: Reviewed(quotes=frozenset({0, 1}))}
    lines = [json.loads(line) for line in json_lines([FOUND, other], seen).decode("utf-8").splitlines()]
    assert [line.pop("review") for line in lines] == ["قراءة آلية، لم يراجعها محرر", "راجعها محرر"]
    assert Analysis.from_json(lines[0]) == FOUND
    assert lines[1]["models"]["ner"] == {"name": "صغير", "revision": "r1"}

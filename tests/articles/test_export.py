import csv
import html
import io
import json
import re
import zipfile
from dataclasses import replace

import docx
import openpyxl
import pyarrow.parquet
import pytest
from docx.oxml.ns import qn

from articles.export import json_lines, names_csv, only_reviewed, quotes_csv
from articles.export_excel import WIDE, workbook
from articles.export_technical import conll, gold, label_studio, parquet
from articles.export_word import word_report
from articles.report import html_report
from articles.review import Correction, Reviewed
from models.findings import Analysis, Cue, Entity, Mention, ModelStamp, Quote, Span, Speaker, Stance
from training.data import gold_articles

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


def test_only_what_was_reviewed_is_numbered_anew():
    kept, seen = only_reviewed(FOUND, Reviewed(quotes=frozenset({1})))
    assert [q.text for q in kept.quotes] == ["=1+1"]
    assert (kept.entities, kept.mentions, kept.stances, seen.quotes) == ((), (), (), {0})
    kept, _ = only_reviewed(FOUND, Reviewed(quotes=frozenset({0})))
    assert (kept.stances, kept.quotes[0].speaker.entity) == ((), None)
    decided = frozenset((s.quote, s.target) for s in FOUND.stances)
    kept, _ = only_reviewed(FOUND, Reviewed(frozenset({0, 1}), frozenset({0}), decided))
    assert kept == FOUND
    kept, seen = only_reviewed(FOUND, Reviewed(frozenset({0}), stances=frozenset({(0, "الهدنة")})))
    assert [s.target for s in kept.stances] == ["الهدنة"]
    assert seen.stances == {(0, "الهدنة")}


@pytest.mark.parametrize("write", [quotes_csv, workbook, word_report, html_report, json_lines, parquet])
def test_only_the_reviewed_is_in_every_format(write):
    kept, seen = only_reviewed(FOUND, Reviewed(frozenset({0}), frozenset({0})))
    alone = legible(write([kept], {kept.id: seen}))
    assert "راجعها محرر" in alone
    assert "لم يراجعها" not in alone
    assert "سامي" in alone
    assert "=1+1" not in alone.replace(TEXT, "")
    everything = legible(write([FOUND]))
    assert "لم يراجعها محرر" in everything
    assert "=1+1" in everything


def legible(data: bytes) -> str:
    """The words of a file, whatever its format; an archive's parts one after the other."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = (archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
            return html.unescape(" ".join(parts))
    if data.startswith(b"PAR1"):
        return json.dumps(pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist(), ensure_ascii=False)
    return data.decode("utf-8")


def test_a_row_says_who_reviewed_it_and_when():
    last = Correction(FOUND.id, 17, 31, "quote", "confirm", by="سلمى", at="2026-01-05T09:00:00+00:00")
    seen = {FOUND.id: Reviewed(quotes=frozenset({0}), last={0: last})}
    assert [row["راجعه، ومتى"] for row in rows(quotes_csv([FOUND], seen))] == ["سلمى 2026-01-05", ""]


def test_a_stance_is_reviewed_by_itself_in_the_workbook():
    seen = {FOUND.id: Reviewed(frozenset({0}), stances=frozenset({(0, "الهدنة")}))}
    head, *found = openpyxl.load_workbook(io.BytesIO(workbook([FOUND], seen)))["المواقف"].values
    states = [dict(zip(head, row, strict=True))["المراجعة"] for row in found]
    assert states == ["راجعها محرر", "قراءة آلية، لم يراجعها محرر"]


def test_a_partly_reviewed_article_says_so():
    seen = {FOUND.id: Reviewed(quotes=frozenset({0}))}
    [line] = json_lines([FOUND], seen).decode("utf-8").splitlines()
    assert json.loads(line)["review"] == "قراءة آلية، راجع محرر بعضها"


def test_a_workbook_runs_right_to_left_and_holds_no_formula():
    book = openpyxl.load_workbook(io.BytesIO(workbook([FOUND])))
    assert book.sheetnames == ["الأقوال", "الأسماء والجهات", "المواقف"]
    assert all(sheet.sheet_view.rightToLeft for sheet in book)
    head, *rows = book["الأقوال"].values
    first, second = (dict(zip(head, row, strict=True)) for row in rows)
    assert (first["القائل"], first["المراجعة"]) == ("سامي حداد", "قراءة آلية، لم يراجعها محرر")
    assert second["القول"] == "=1+1"
    assert "f" not in {cell.data_type for row in book["الأقوال"].iter_rows() for cell in row}
    assert [row[2] for row in book["المواقف"].values] == ["الموقف", "مؤيد", "لم يُحسم آليًا"]
    assert not openpyxl.load_workbook(io.BytesIO(workbook([FOUND], language="en")))[
        "Names"
    ].sheet_view.rightToLeft


def test_the_column_of_statements_is_wide():
    sheet = openpyxl.load_workbook(io.BytesIO(workbook([FOUND])))["الأقوال"]
    head = [cell.value for cell in sheet[1]]
    widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]]
    assert [name for name, width in zip(head, widths, strict=True) if width == WIDE] == ["القول"]


def test_a_workbook_takes_signs_that_a_cell_may_not_hold():
    odd = replace(FOUND, title="عنوان\x00\x0b\ufffe غريب")
    book = openpyxl.load_workbook(io.BytesIO(workbook([odd])))
    assert "عنوان غريب" in next(book["الأسماء والجهات"].iter_rows(min_row=2, values_only=True))


def test_a_word_report_is_set_right_to_left_with_its_stamp_and_evidence():
    document = docx.Document(io.BytesIO(word_report([replace(FOUND, title="عن\x0bوان")])))
    text = [p.text for p in document.paragraphs]
    assert text[:2] == ["من قال ماذا", "عنوان"]
    assert text[3] == "قراءة آلية، لم يراجعها محرر"
    assert text[4].startswith("ner: صغير (r1)")
    assert "سامي حداد (مذكور بالاسم)" in text
    assert f"الشاهد: {TEXT}" in text
    assert text.index("لم يُحدَّد القائل") > text.index("سامي حداد (مذكور بالاسم)")
    assert all(p._p.pPr.find(qn("w:bidi")) is not None for p in document.paragraphs)
    assert all(run.font.rtl for p in document.paragraphs for run in p.runs)


def test_a_page_to_print_holds_an_articles_words_as_text():
    hostile = replace(FOUND, title="<img src=x onerror=alert(1)>", url="https://example.org/?a=1&b=2")
    page = html_report([hostile]).decode("utf-8")
    assert '<html lang="ar" dir="rtl">' in page
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "قراءة آلية، لم يراجعها محرر" in page
    assert re.findall(r'(?:src|href)="', page) == []
    reviewed = html_report([FOUND], {FOUND.id: Reviewed(quotes=frozenset({0, 1}))}, "en").decode("utf-8")
    assert "reviewed by an editor" in reviewed
    assert 'dir="ltr"' in reviewed


def test_parquet_gives_the_findings_back():
    [row] = pyarrow.parquet.read_table(io.BytesIO(parquet([FOUND]))).to_pylist()
    assert row.pop("review") == "قراءة آلية، لم يراجعها محرر"
    row["models"] = {job: stamp for job, stamp in row["models"].items() if stamp}
    assert Analysis.from_json(row) == FOUND


def test_conll_tags_names_token_by_token():
    first, *lines = conll([FOUND]).decode("utf-8").splitlines()
    assert FOUND.id in first
    assert "صغير (r1)" in first
    assert lines[:3] == ["أكد\tO", "سامي\tB-PERS", "حداد\tI-PERS"]
    assert {line.split("\t")[1] for line in lines[3:] if line} == {"O"}


def test_names_are_reviewed_by_themselves_in_conll():
    statements, names = Reviewed(quotes=frozenset({0, 1})), Reviewed(entities=frozenset({0}))
    heads = [conll([FOUND], {FOUND.id: seen}, "en").decode().splitlines()[0] for seen in (statements, names)]
    assert ["not reviewed" in head for head in heads] == [True, False]


def test_label_studio_gets_predictions_until_an_editor_has_reviewed_everything():
    [task] = json.loads(label_studio([FOUND]))
    spans = task["predictions"][0]["result"]
    assert all(FOUND.text[s["value"]["start"] : s["value"]["end"]] for s in spans)
    assert spans[0]["value"]["labels"] == ["PERS"]
    assert task["annotations"] == []
    [task] = json.loads(label_studio([FOUND], {FOUND.id: Reviewed(quotes=frozenset({0, 1}))}))
    assert task["annotations"] == []  # nobody has looked at the name
    [task] = json.loads(label_studio([FOUND], {FOUND.id: Reviewed(frozenset({0, 1}), frozenset({0}))}))
    assert (task["predictions"], len(task["annotations"])) == ([], 1)


def test_reviewed_articles_are_a_gold_set_that_training_reads(tmp_path, monkeypatch):
    real = replace(FOUND, quotes=FOUND.quotes[:1])
    other = replace(real, id="f" * 16)
    decided = Reviewed(frozenset({0}), frozenset({0}), frozenset({(0, "الهدنة")}))
    archive = gold([real, other], {real.id: decided, other.id: Reviewed(quotes=frozenset({0}))})
    zipfile.ZipFile(io.BytesIO(archive)).extractall(tmp_path)
    monkeypatch.setattr("training.data.DATA", tmp_path)
    [(name, text, annotation)] = gold_articles()
    assert (name, text) == (real.id, TEXT)
    [quote] = annotation["quotes"]
    assert (quote["content"] in text, quote["speaker"], quote["cue"]) == (True, "سامي حداد", "أكد")
    assert annotation["stances"] == [{"quote": 0, "target": "الهدنة", "label": "favor"}]
    assert annotation["entities"] == [{"label": "PERS", "names": ["سامي حداد"]}]


def test_a_declined_comment_is_noted_in_the_reports():
    text = "وامتنع سامي حداد عن التعليق على الخبر."
    found = replace(FOUND, text=text, sentences=(Span(0, len(text)),), mentions=(), quotes=(), stances=())
    assert "وامتنع سامي حداد عن التعليق<" in html_report([found]).decode()
    document = docx.Document(io.BytesIO(word_report([found])))
    assert "وامتنع سامي حداد عن التعليق" in [p.text for p in document.paragraphs]

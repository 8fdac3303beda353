"""Files made of all that the Overview's filters leave: who stands where for Word, how outlets report for Excel."""

import io
from dataclasses import replace
from functools import partialmethod

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from articles.article import Article
from articles.export_audit import audit
from articles.export_positions import positions
from articles.library import Library
from articles.overview import MOST_VERBS, Filters, Overview
from articles.topics import Topics
from models.findings import Analysis, Cue, Entity, Mention, ModelStamp, Quote, Span, Speaker, Stance

STAMP = ["يستند إلى كل ما في الأرشيف.", "قراءة آلية، لم يراجعها محرر"]
SAID = "الجسر الجديد سيفتح أمام السيارات والمشاة قبل نهاية الصيف"
SHARES = {"favor": 0.9, "against": 0.05, "neutral": 0.05}


def article(
    source: str | None,
    day: int,
    verb: str,
    label: str,
    kind: str = "person",
    direct: bool = False,
    target: str = "الجسر",
) -> Analysis:
    """An article that holds one statement, by Hala Nasser or by somebody unnamed."""
    name = "هالة ناصر" if kind == "person" else "مصدر مطلع"
    text = f"اجتمع المجلس يوم {day}. {verb} {name} إن {SAID}."
    own = Article(text, f"{day}.txt", title=f"خبر {day}", source=source, published=f"2026-03-0{day}")

    def span(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    known = kind == "person"
    speaker = Speaker(*span(name), name, name, kind, 0 if known else None)
    manner = "direct" if direct else "indirect"
    quote = Quote(
        *span(SAID),
        SAID,
        manner,
        (),
        speaker,
        (),
        None,
        Cue(*span(verb), verb, verb, "neutral"),
        False,
        "r",
        0.9,
    )
    kept = {f: getattr(own, f) for f in ("path", "record", "title", "source", "published", "url")}
    return Analysis(
        own.id, text=text, sentences=(Span(0, text.index(". ") + 1), Span(text.index(". ") + 2, len(text))),
        mentions=(Mention(*span(name), name, "PERS", 0.9, 0),) if known else (),
        entities=(Entity(0, name, "PERS", (), (0,)),) if known else (),
        quotes=(quote,), stances=(Stance(0, target, label, True, SHARES),),
        models={job: ModelStamp("m", "1") for job in ("ner", "quotes", "stance")}, **kept,
    )  # fmt: skip


@pytest.fixture
def library(tmp_path) -> Library:
    found = Library(tmp_path / "library.sqlite")
    found.bring_in(
        [
            article("الشمال", 1, "قالت", "favor", direct=True),
            article("الجنوب", 2, "زعمت", "against"),
            article("الجنوب", 3, "ذكر", "favor", kind="anonymous"),
            article(None, 4, "أكدت", "favor"),
        ]
    )
    return found


def test_the_document_counts_by_stance_and_shows_both_sides_of_who_said_both(library):
    document = docx.Document(io.BytesIO(positions(library, Filters(target="الجسر"), STAMP)))
    said = [p.text for p in document.paragraphs]
    assert said[:3] == ["من يقف أين", *STAMP]
    head, *rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert head == ["القائل", "مؤيد", "معارض", "بلا موقف ظاهر", "لم يُحسم آليًا", ""]
    assert ["هالة ناصر", "2", "1", "", "", "متباين"] in rows
    under = said[said.index("هالة ناصر (مذكور بالاسم)") + 1 :][:4]
    # The sentence before stands with each.
    assert under[0].startswith("اجتمع المجلس يوم 4. أكدت")
    assert under[1].startswith("مؤيد · أكدت · بلا مصدر · \u200e2026-03-04 · قراءة آلية")
    assert under[3].startswith("معارض · زعمت · الجنوب · \u200e2026-03-02")


def test_a_stance_toward_the_opposite_is_counted_turned_and_told_as_it_is(library):
    library.bring_in([article("الغرب", 5, "رأت", "against", target="إلغاء الجسر")])
    Topics(library).oppose("الجسر", "إلغاء الجسر")
    f = Filters(target="الجسر", opposites=True)
    document = docx.Document(io.BytesIO(positions(library, f, STAMP)))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert ["هالة ناصر", "3", "1", "", "", "متباين"] in rows
    assert any(p.text.startswith("معارض: إلغاء الجسر · رأت · الغرب") for p in document.paragraphs)
    apart = docx.Document(io.BytesIO(positions(library, Filters(), STAMP)))
    assert [p.text for p in apart.paragraphs if p.style.name == "Heading 1"] == [
        "موضوع الموقف: الجسر",
        "موضوع الموقف: إلغاء الجسر",
    ]


def test_the_document_runs_right_to_left_in_arabic_only(library):
    arabic = docx.Document(io.BytesIO(positions(library, Filters(), STAMP)))
    assert all(p._p.pPr.find(qn("w:bidi")) is not None for p in arabic.paragraphs)
    assert arabic.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    english = docx.Document(io.BytesIO(positions(library, Filters(), STAMP, "en")))
    assert english.tables[0].rows[0].cells[1].text == "favor"
    assert english.paragraphs[0]._p.pPr.find(qn("w:bidi")) is None


def test_nothing_said_is_told(tmp_path):
    document = docx.Document(io.BytesIO(positions(Library(tmp_path / "l.sqlite"), Filters(), STAMP)))
    assert document.paragraphs[-1].text == "لا أقوال"


def test_the_workbook_has_shares_with_their_counts_by_outlet(library):
    book = openpyxl.load_workbook(io.BytesIO(audit(library, Filters(), STAMP)))
    outlets = book["المصادر"]
    assert outlets.sheet_view.rightToLeft
    head, *rows = outlets.iter_rows(values_only=True)
    south = dict(zip(head, next(row for row in rows if row[0] == "الجنوب"), strict=True))
    assert (south["كل الأقوال"], south["مصدر غير مسمّى"], south["حصة غير المسمّى (بالمئة)"]) == (2, 1, 50)
    north = dict(zip(head, next(row for row in rows if row[0] == "الشمال"), strict=True))
    assert (north["نقل حرفي"], north["حصة الحرفي (بالمئة)"]) == (1, 100)
    assert [row[0] for row in rows[-2:]] == STAMP


def test_the_workbook_has_one_statement_across_outlets_with_its_verbs(library):
    book = openpyxl.load_workbook(io.BytesIO(audit(library, Filters(), STAMP)))
    head, *rows = book["قول واحد في عدة مصادر"].iter_rows(values_only=True)
    told = [dict(zip(head, row, strict=True)) for row in rows if row[0] == 1]
    assert [(row["المصدر"], row["فعل الإسناد"]) for row in told] == [
        ("الشمال", "قالت"),
        ("الجنوب", "زعمت"),
        ("بلا مصدر", "أكدت"),
    ]


def test_the_filters_hold_in_the_workbook(library):
    book = openpyxl.load_workbook(io.BytesIO(audit(library, replace(Filters(), sources=("الشمال",)), STAMP)))
    assert [row[0] for row in book["المصادر"].iter_rows(min_row=2, max_row=2, values_only=True)] == ["الشمال"]
    assert book["المصادر"]["A3"].value is None


def test_a_document_says_what_it_leaves_out(library, monkeypatch):
    library.bring_in([article("الغرب", 5, "قالت", "favor", target="النفق")])
    monkeypatch.setattr(Overview, "grid", partialmethod(Overview.grid, targets=1))
    document = docx.Document(io.BytesIO(positions(library, Filters(), STAMP)))
    assert document.paragraphs[3].text.startswith("أقوال تتناول موضوعًا: 5؛ المعدود منها هنا: 4،")


def test_the_workbook_leaves_nothing_out(tmp_path):
    library = Library(tmp_path / "library.sqlite")
    verbs = [f"قال{chr(ord('ا') + k % 20)}{chr(ord('ا') + k // 20)}" for k in range(MOST_VERBS + 10)]
    library.bring_in(article(f"صحيفة {k}", 1, verb, "favor") for k, verb in enumerate(verbs))
    book = openpyxl.load_workbook(io.BytesIO(audit(library, Filters(), STAMP)))
    assert book["صيغ الإسناد"].max_row == len(verbs) + 2 + len(STAMP)

"""Every kind of file, good and bad, made here; and what mutated files do."""

import datetime
import io
import json
import os
import resource
import shutil
import struct
import subprocess
import time
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import readers
from articles.article import Article, ReadError
from articles.readers import containers, pdf, records, webpage
from articles.readers import file as limits

BODY = (
    "أعلنت وزارة النقل، يوم الخميس، أن القطار الجديد سيبدأ رحلاته مطلع الشهر المقبل.\n"
    "وقال الوزير سامي حداد إن «المشروع تأخر كثيرا»، مضيفا أن التذاكر ستباع قريبا."
)
NEWS = f"قطار جديد بين الميناء والعاصمة\n\n{BODY}"
OTHER = "افتتاح معرض الكتاب\n\nافتتح المعرض أبوابه أمام الزوار صباح السبت، وقالت مديرته إن الإقبال كبير جدا هذا العام."


def one(path: str, data: bytes, **options) -> Article:
    [article] = readers.read(path, data, **options)
    assert isinstance(article, Article), article
    return article


def codes(path: str, data: bytes | None = None, **options) -> list[str]:
    return [
        item.code if isinstance(item, ReadError) else "read" for item in readers.read(path, data, **options)
    ]


# --- text -----------------------------------------------------------------------------------------


def test_text_stays_as_it_was_decoded():
    text = NEWS.replace("\n", "\r\n") + "\r\n\r\n \u200f"
    article = one("خبر.txt", b"\xef\xbb\xbf" + text.encode("utf-8"))
    assert article.text == text
    assert article.title == "قطار جديد بين الميناء والعاصمة"
    assert (article.path, article.record) == ("خبر.txt", None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256", "iso8859_6"])
def test_text_in_every_encoding(encoding):
    assert one("خبر.md", NEWS.replace("«", "").replace("»", "").encode(encoding)).text.startswith("قطار جديد")


def test_date_and_source_come_from_the_path():
    article = one("أرشيف/رويترز/خبر 25-4-2025.txt", NEWS.encode())
    assert (article.source, article.published) == ("رويترز", "2025-04-25")


@pytest.mark.parametrize(
    ("path", "data", "code"),
    [
        ("خبر.txt", b"", "empty"),
        ("خبر.txt", "\ufeff \n\u200f—\n".encode(), "empty"),
        (
            "خبر.txt",
            b"An English text about nothing much, with one name in Arabic: \xd8\xb3\xd8\xa7",
            "not_arabic",
        ),
        ("خبر.txt", bytes(range(256)) * 20, "encoding"),
        ("خبر.txt", ("كلمة " * 600_000).encode(), "too_large"),
        ("خبر.txt", b"\n" * (limits.LARGEST_FILE + 1), "too_large"),
        ("صورة.png", b"\x89PNG", "unknown_kind"),
        ("بلا نوع", NEWS.encode(), "unknown_kind"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_says_why(path, data, code):
    assert codes(path, data) == [code]


def test_an_error_names_the_file_and_what_is_wrong():
    [error] = readers.read("جدول.csv", "أ,ب\n1,2\n".encode())
    assert (error.code, error.path, error.details) == ("no_text_column", "جدول.csv", {"columns": ["أ", "ب"]})


# --- web pages ------------------------------------------------------------------------------------

PAGE = f"""<!doctype html><html lang="ar" dir="rtl"><head><meta charset="{{charset}}">
<title>قطار جديد بين الميناء والعاصمة</title>
<meta property="og:title" content="قطار جديد بين الميناء والعاصمة">
<meta property="og:site_name" content="صحيفة المدينة الجديدة">
<meta property="article:published_time" content="2025-04-25T10:00:00+03:00">
<link rel="canonical" href="https://news.example.org/1">
</head><body><nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/s">رياضة</a></li></ul></nav>
<article><h1>قطار جديد بين الميناء والعاصمة</h1>
{"".join(f"<p>{line} وهذه الفقرة طويلة بما يكفي لتكون متن الخبر الذي يقرؤه الناس كل صباح.</p>" for line in BODY.splitlines() * 2)}
</article><section id="comments" class="comments"><h3>التعليقات</h3><p>تعليق: هذا خبر رائع جدا شكرا لكم</p></section>
<footer>جميع الحقوق محفوظة</footer><script>var x = "نص برمجي";</script></body></html>"""


@pytest.mark.parametrize(
    ("encoding", "declared"), [("utf-8", "utf-8"), ("cp1256", "windows-1256"), ("cp1256", "x")]
)
def test_a_page_gives_its_article_and_its_metadata(encoding, declared):
    article = one("page.html", PAGE.format(charset=declared).encode(encoding))
    assert article.title == "قطار جديد بين الميناء والعاصمة"
    assert (article.source, article.published) == ("صحيفة المدينة الجديدة", "2025-04-25")
    assert article.url == "https://news.example.org/1"
    assert article.text.count(article.title) == 1
    assert "المشروع تأخر كثيرا" in article.text
    for left_out in ("الرئيسية", "شكرا لكم", "الحقوق", "برمجي"):
        assert left_out not in article.text


def test_a_page_without_an_article():
    assert codes("page.html", b"<html><body></body></html>") == ["no_article"]
    assert codes("page.html", b" " * (11 * limits.MEGABYTE)) == ["too_large"]


# --- Word -----------------------------------------------------------------------------------------


def docx() -> bytes:
    from docx import Document

    document = Document()
    document.add_paragraph("قطار جديد بين الميناء والعاصمة", style="Title")
    first, second = BODY.splitlines()
    document.add_paragraph(first)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "المسافة", "سبعون كيلومترا"
    paragraph = document.add_paragraph()
    paragraph.add_run(second[:10]).bold = True
    paragraph.add_run(second[10:])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_paragraphs_and_tables_in_their_order():
    article = one("خبر.docx", docx())
    first, second = BODY.splitlines()
    assert article.text.split("\n") == [article.title, first, "المسافة", "سبعون كيلومترا", second]


def reviewed_docx() -> bytes:
    """One paragraph where a sentence was moved to the end, and one with a line break was deleted."""
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    first, second = BODY.splitlines()
    paragraph = parse_xml(
        f"""<w:p {nsdecls("w")}>
        <w:moveFrom w:id="1" w:author="م"><w:r><w:t>{second}</w:t></w:r></w:moveFrom>
        <w:del w:id="2" w:author="م"><w:r><w:delText>محذوف</w:delText><w:br/></w:r></w:del>
        <w:r><w:t xml:space="preserve">{first} </w:t></w:r>
        <w:moveTo w:id="3" w:author="م"><w:r><w:t>{second}</w:t></w:r></w:moveTo></w:p>"""
    )
    document = Document()
    document.element.body.insert(0, paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_what_was_moved_or_deleted_under_review_stands_where_it_is_now():
    first, second = BODY.splitlines()
    assert one("خبر.docx", reviewed_docx()).text == f"{first} {second}"


def dated_docx(created: datetime.datetime) -> bytes:
    from docx import Document

    document = Document(io.BytesIO(docx()))
    document.core_properties.created = created
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("path", "created", "published"),
    [
        ("رويترز 2025-04-25.docx", datetime.datetime(2025, 5, 3, 9), "2025-04-25"),
        ("أرشيف/2025/04/25/خبر.docx", datetime.datetime(2025, 5, 3, 9), "2025-04-25"),
        ("خبر.docx", datetime.datetime(2025, 5, 3, 9), "2025-05-03"),
        ("خبر.docx", datetime.datetime(2013, 12, 23, 23, 15), None),  # the template of python-docx
    ],
)
def test_word_is_dated_by_its_path_or_else_by_its_own_creation(path, created, published):
    assert one(path, dated_docx(created)).published == published


def test_word_under_a_password_or_broken():
    wrapped = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")
    assert codes("خبر.docx", wrapped) == ["encrypted"]
    assert codes("خبر.docx", docx()[:2000]) == ["corrupt"]
    assert codes("خبر.docx", zipped({"a.txt": NEWS.encode()})) == ["corrupt"]


# --- PDF ------------------------------------------------------------------------------------------


def printed(html: str, folder) -> bytes:
    """What the system's browser prints."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this system to print a PDF with")
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(f'<html lang="ar" dir="rtl"><meta charset="utf-8"><body>{html}</body></html>', "utf-8")
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run(
        [*command, f"--user-data-dir={folder}", f"--print-to-pdf={target}", source.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return target.read_bytes()


def test_a_printed_page_reads_in_logical_order(tmp_path):
    lines = [
        "قطار جديد بين الميناء والعاصمة",
        "قالت الوزارة يوم 25 أبريل 2025 إن الخط (وطوله 70.5 كيلومتر) بنته شركة New Rail Co. خلال عامين.",
        "«لا نزال ننتظر»، هكذا علّق سامي حداد، مشيرًا إلى إطلاق الخدمة.",
    ]
    data = printed("".join(f'<p style="font-size:9pt">{line}</p>' for line in lines), tmp_path)
    assert one("خبر.pdf", data).text.split("\n") == lines


def test_long_lines_are_joined_again_to_their_paragraphs(tmp_path):
    first, second = BODY.splitlines()
    data = printed(f"<div style='width:9cm'><p>{first}</p><p>{second}</p></div>", tmp_path)
    assert one("خبر.pdf", data).text.split("\n") == [first, second]


def hand_made_pdf(content: bytes, extra: bytes = b"", resources: bytes = b"") -> bytes:
    """A PDF of one page with this content stream."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << %s >> >>"
        % resources,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        *([extra] if extra else []),
    ]
    out = b"%PDF-1.7\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def scanned_pdf() -> bytes:
    image = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    return hand_made_pdf(
        b"q 600 0 0 800 0 0 cm /I Do Q", image + b"\nstream\n\x80\nendstream", b"/XObject << /I 5 0 R >>"
    )


def locked_pdf() -> bytes:
    """Says that it is encrypted, with a password that is not the empty one."""
    lock = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"ab" * 32, b"cd" * 32)
    whole = hand_made_pdf(b"", lock)
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 5 0 R /ID [<00> <00>]")


def test_pdf_without_text_or_under_a_password_or_broken():
    assert codes("صور.pdf", scanned_pdf()) == ["scanned"]
    assert codes("خال.pdf", hand_made_pdf(b"")) == ["empty"]
    assert codes("سر.pdf", locked_pdf()) == ["encrypted"]
    assert codes("معطوب.pdf", b"%PDF-1.7 nothing") == ["corrupt"]


def test_pdf_shaped_letters_become_plain_ones_and_nothing_else_changes():
    line = "\ufefb \ufea3\ufe98\ufeb0 ½ ﷺ"
    glyphs, right = [], 300.0
    for word, text in enumerate(line.split(" ")):
        for char in text:
            glyphs.append(pdf._Glyph(char, word, (right - 6, 0.0), right - 6, 0.0, right, 12.0))
            right -= 6
        right -= 4
    assert pdf._logical(glyphs) == "لا حتز ½ صلى الله عليه وسلم"


# --- tables ---------------------------------------------------------------------------------------


def parquet(rows: list[list]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {name: [str(row[i]) for row in rows[1:]] for i, name in enumerate(rows[0])}
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    return file.getvalue()


def xlsx(*sheets: list[list]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def delimited(rows: list[list], separator: str) -> bytes:
    def cell(value: object) -> str:
        return '"' + str(value).replace('"', '""') + '"'

    return "\r\n".join(separator.join(map(cell, row)) for row in rows).encode("utf-8-sig")


ARABIC_HEAD = ["العنوان", "النص", "المصدر", "تاريخ النشر", "الرابط"]
ROWS = [
    ["عنوان 1", BODY, "صحيفة", "25/4/2025", "https://example.org/1"],
    ["عنوان 2", OTHER, "", "٣ أيار 2025", "https://www.aljazeera.net/2"],
]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("أخبار.csv", delimited([ARABIC_HEAD, *ROWS], ",")),
        ("أخبار.csv", delimited([ARABIC_HEAD, *ROWS], ";")),
        ("أخبار.tsv", delimited([ARABIC_HEAD, *ROWS], "\t")),
        ("أخبار.xlsx", xlsx([ARABIC_HEAD, *ROWS])),
        ("أخبار.parquet", parquet([ARABIC_HEAD, *ROWS])),
        (
            "news.csv",
            delimited([["headline", "Article Body", "publisher", "published_at", "Link"], *ROWS], ","),
        ),
    ],
)
def test_a_row_is_an_article(name, data):
    first, second = readers.read(name, data)
    assert (first.text, first.title, first.record) == (BODY, "عنوان 1", 1)
    assert (first.source, first.published, first.url) == ("صحيفة", "2025-04-25", "https://example.org/1")
    assert (second.source, second.published, second.record) == ("الجزيرة نت", "2025-05-03", 2)


def test_the_text_column_is_found_by_what_it_holds():
    data = delimited([["c1", "c2"], ["1", BODY], ["2", OTHER]], ",")
    assert [a.text for a in readers.read("t.csv", data)] == [BODY, OTHER]
    without_head = delimited([["1", BODY], ["2", OTHER]], ",")
    assert [a.text for a in readers.read("t.csv", without_head)] == [BODY, OTHER]


def told(name: str, data: bytes) -> list[tuple]:
    return [(a.record, a.title, a.text, a.source, a.published) for a in readers.read(name, data)]


TOLD = [
    (1, "عنوان 1", BODY, "صحيفة", "2025-04-25"),
    (2, "عنوان 2", OTHER, "الجزيرة نت", "2025-05-03"),
]
SWAPPED = [[row[1], row[3], row[4], row[0], row[2]] for row in [ARABIC_HEAD, *ROWS]]


@pytest.mark.parametrize("second", [[ARABIC_HEAD, ROWS[1]], [SWAPPED[0], SWAPPED[2]], [ROWS[1]]])
def test_every_sheet_has_its_own_columns_and_numbers_run_on(second):
    assert told("شهران.xlsx", xlsx([ARABIC_HEAD, ROWS[0]], second)) == TOLD


def test_sheets_without_articles_are_passed_over():
    cover = [["تقرير الرصد اليومي"], ["إدارة الإعلام"]]
    sums = [["العنوان", "المصدر", "العدد"], ["عنوان 1", "صحيفة", 3]]
    assert told("رصد.xlsx", xlsx(cover, [ARABIC_HEAD, *ROWS], [], sums)) == TOLD
    [error] = readers.read("رصد.xlsx", xlsx(cover, sums))
    assert (error.code, error.details) == ("no_text_column", {"columns": ["العنوان", "المصدر", "العدد"]})


ABOVE = [
    [["تقرير الرصد اليومي"]],
    [["تقرير الرصد اليومي", None, None, None, "25/4/2025"], ["إدارة الإعلام"]],
    [["ملاحظة: جمعت هذه المواد من المواقع المذكورة أدناه، ولم يتغير شيء في نصوصها كما نشرت في يومها."]],
]


@pytest.mark.parametrize("above", ABOVE)
def test_a_head_is_found_under_a_title_and_notes(above):
    assert told("رصد.xlsx", xlsx([*above, ARABIC_HEAD, *ROWS])) == TOLD
    as_text = [["" if cell is None else cell for cell in row] for row in above]
    assert told("رصد.csv", delimited([*as_text, ARABIC_HEAD, *ROWS], ";")) == TOLD


def test_a_record_is_no_head_whatever_its_cells_say():
    data = delimited([["c1", "c2", "c3"], ["1", "article", BODY], ["2", "الخبر", OTHER]], ",")
    assert [a.text for a in readers.read("t.csv", data)] == [BODY, OTHER]
    data = delimited([["الخبر", BODY], ["الشروق", OTHER]], ",")
    assert [a.text for a in readers.read("t.csv", data)] == [BODY, OTHER]


def test_one_column_of_articles_needs_no_head():
    lines = delimited([[BODY], ["الخبر"], [OTHER]], ",")
    assert [a.text for a in readers.read("t.csv", lines)] == [BODY, "الخبر", OTHER]
    assert [a.text for a in readers.read("t.xlsx", xlsx([[BODY], [OTHER]]))] == [BODY, OTHER]


@pytest.mark.parametrize("separator", [";", ",", "\t", "^"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_the_line_in_which_excel_names_the_separator_is_no_row(separator, quote):
    rows = delimited([ARABIC_HEAD, *ROWS], separator).removeprefix(b"\xef\xbb\xbf")
    for mark in (b"", b"\xef\xbb\xbf"):
        assert told("رصد.csv", mark + f"{quote}sep={separator}{quote}\r\n".encode() + rows) == TOLD
    assert codes("رصد.csv", f"sep={separator}\r\n".encode()) == ["empty"]


def test_a_bad_byte_in_a_table_that_excel_saved_costs_one_character():
    rows = delimited([ARABIC_HEAD, *ROWS * 50], ",")
    found = list(readers.read("رصد.csv", rows.replace("التذاكر".encode(), b"\xd8\xd8", 1)))
    assert found[0].text == BODY.replace("التذاكر", "\ufffd\ufffd")
    assert [a.text for a in found[1:]] == [OTHER, *[BODY, OTHER] * 49]


def test_a_bad_row_does_not_spoil_the_others():
    data = delimited([["text"], [BODY], ["English only"], ["   ", ""], [OTHER]], ",")
    assert codes("t.csv", data) == ["read", "not_arabic", "read"]


def test_tables_without_anything():
    assert codes("t.csv", "\ufeff\n\n".encode()) == ["empty"]
    assert codes("t.xlsx", xlsx([])) == ["empty"]
    assert codes("t.xlsx", b"PK\x03\x04 nothing") == ["corrupt"]


# --- JSON -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("a.json", [{"body": BODY, "title": "عنوان", "source": {"name": "صحيفة"}, "date": "2025-04-25"}]),
        (
            "a.json",
            {
                "status": "ok",
                "articles": [{"النص": BODY, "title": "عنوان", "المصدر": "صحيفة", "date": 1745539200}],
            },
        ),
        ("a.json", {"text": BODY, "title": "عنوان", "source": "صحيفة", "published": "2025-04-25"}),
    ],
)
def test_json_in_its_usual_shapes(name, value):
    article = one(name, json.dumps(value).encode())
    assert (article.text, article.title, article.source, article.published) == (
        BODY,
        "عنوان",
        "صحيفة",
        "2025-04-25",
    )


def test_json_lines_and_a_broken_one():
    lines = [
        json.dumps({"text": BODY}),
        "{broken",
        json.dumps({"text": "\ud800" + BODY}),
        json.dumps({"text": OTHER}),
    ]
    found = list(readers.read("a.jsonl", "\n".join(lines).encode()))
    assert [item.record for item in found] == [1, 2, 3, 4]
    assert [item.code for item in found if isinstance(item, ReadError)] == ["corrupt", "encoding"]


def test_json_lines_under_the_name_of_json():
    lines = [json.dumps({"text": BODY}), json.dumps({"text": OTHER}), "{broken"]
    assert codes("a.json", "\n".join(lines).encode()) == ["read", "read", "corrupt"]
    two_values = json.dumps([BODY], indent=1) + "\n" + json.dumps([OTHER], indent=1)
    assert codes("a.json", two_values.encode()) == ["corrupt"]


def test_the_list_with_a_named_text_holds_the_articles_however_short():
    tags = [{"id": 1, "name": "نقل"}, {"id": 2, "name": "اقتصاد"}]
    assert one("a.json", json.dumps({"tags": tags, "articles": [{"النص": BODY}]}).encode()).text == BODY


@pytest.mark.parametrize("source", [float("nan"), {"name": float("nan")}, None, ""])
def test_what_is_no_number_is_a_field_without_a_value(source):
    value = {"text": BODY, "source": source, "title": float("nan"), "url": "https://www.aljazeera.net/2"}
    article = one("a.json", json.dumps(value).encode())
    assert (article.title, article.source) == (None, "الجزيرة نت")


def test_json_that_is_none():
    assert codes("a.json", b"{") == ["corrupt"]
    assert codes("a.json", b"[" * 100_000) == ["corrupt"]
    assert codes("a.json", b"[]") == ["empty"]
    assert codes("a.json", b'{"a": 1}') == ["no_text_column"]
    assert codes("a.json", b"12") == ["corrupt"]


def test_files_of_too_many_parts_are_cut_short(monkeypatch):
    monkeypatch.setattr(records, "MOST_RECORDS", 2)
    lines = b"\n".join([json.dumps({"text": BODY}).encode()] * 4)
    assert codes("a.jsonl", lines) == ["read", "read", "too_large"]
    assert codes("a.html", b"<p>" * (webpage.MOST_TAGS + 1)) == ["too_large"]


# --- archives and folders -------------------------------------------------------------------------


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def raw_zip(name: bytes, data: bytes, size: int | None = None, flags: int = 0) -> bytes:
    """A zip of one stored entry with a name as bytes, as old programs write it."""
    sizes = struct.pack("<III", zlib.crc32(data), len(data), len(data) if size is None else size)
    common = struct.pack("<HHHHH", 20, flags, 0, 0, 0x5A21) + sizes + struct.pack("<HH", len(name), 0)
    local = b"PK\x03\x04" + common + name + data
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def test_an_archive_is_read_file_by_file():
    inner = zipped({"داخل.txt": OTHER.encode()})
    data = zipped(
        {"ب/خبر.txt": NEWS.encode(), "أ.zip": inner, "__MACOSX/x.txt": b"x", "صورة.png": b"x", ".ds": b"x"}
    )
    found = list(readers.read("أرشيف.zip", data))
    assert [item.path for item in found] == [
        "أرشيف.zip/أ.zip/داخل.txt",
        "أرشيف.zip/ب/خبر.txt",
        "أرشيف.zip/صورة.png",
    ]
    assert found[2].code == "unknown_kind"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256", "cp720"])
def test_arabic_names_in_archives_of_old_programs(encoding):
    name = "أخبار اليوم المهمة.txt"
    assert one("a.zip", raw_zip(name.encode(encoding), NEWS.encode())).path == f"a.zip/{name}"


def test_bombs_are_refused(monkeypatch):
    nested = zipped({"a.txt": NEWS.encode()})
    for _ in range(4):
        nested = zipped({"a.zip": nested})
    assert codes("a.zip", nested) == ["bomb"]
    assert codes("a.zip", zipped({"a.txt": b"0" * (20 * limits.MEGABYTE)})) == ["bomb"]
    assert codes("a.zip", raw_zip(b"a.txt", b"x" * 100, size=3_000_000_000)) == ["bomb"]
    assert codes("a.docx", zipped({"word/document.xml": b" " * (20 * limits.MEGABYTE)})) == ["bomb"]
    monkeypatch.setattr(containers, "MOST_ENTRIES", 2)
    assert codes("a.zip", zipped({f"{n}.txt": NEWS.encode() for n in range(3)})) == ["bomb"]


def test_entries_that_lie_or_are_locked():
    assert codes("a.zip", raw_zip(b"a.txt", NEWS.encode(), flags=1)) == ["encrypted"]
    assert codes("a.zip", raw_zip(b"a.txt", NEWS.encode(), size=50)) == ["corrupt"]
    assert codes("a.zip", b"PK\x05\x06 nothing") == ["corrupt"]


def test_folders_globs_and_files_in_the_order_given(tmp_path):
    for name in ("ب.txt", "أ/2.txt", "أ/10.txt", "أ/.hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{NEWS} {name}", "utf-8")

    def paths(*given: str) -> list[str]:
        return [
            os.path.relpath(item.path, tmp_path)
            for item in readers.read_all(os.path.join(tmp_path, g) for g in given)
        ]

    assert paths("ب.txt", "أ") == ["ب.txt", "أ/10.txt", "أ/2.txt"]
    assert paths("") == ["أ/10.txt", "أ/2.txt", "ب.txt"]
    assert paths("أ/*.txt") == ["أ/10.txt", "أ/2.txt"]
    assert paths("**/*.txt") == ["أ/10.txt", "أ/2.txt", "ب.txt"]
    assert [e.code for e in readers.read_all([str(tmp_path / "none.txt"), str(tmp_path / "*.none")])] == [
        "missing"
    ] * 2


def test_a_name_on_disk_in_another_encoding(tmp_path):
    raw = os.fsencode(tmp_path) + b"/" + "أخبار اليوم.txt".encode("cp1256")
    try:
        with open(raw, "wb") as f:
            f.write(NEWS.encode())
    except OSError:
        pytest.skip("this file system holds names in UTF-8 only")
    [article] = readers.read_all([str(tmp_path)])
    assert article.path == f"{tmp_path}/أخبار اليوم.txt"


# --- hostile files --------------------------------------------------------------------------------

GOOD = {
    "a.txt": NEWS.encode("cp1256"),
    "a.html": PAGE.format(charset="utf-8").encode(),
    "a.docx": docx(),
    "a.pdf": scanned_pdf(),
    "a.csv": delimited([ARABIC_HEAD, *ROWS], ","),
    "a.xlsx": xlsx([ARABIC_HEAD, *ROWS]),
    "a.parquet": parquet([ARABIC_HEAD, *ROWS]),
    "a.json": json.dumps([{"text": BODY, "date": "2025-04-25"}]).encode(),
    "a.jsonl": json.dumps({"text": BODY}).encode(),
    "a.zip": zipped({"خبر.txt": NEWS.encode(), "b.csv": delimited([ARABIC_HEAD, *ROWS], ",")}),
}


MUTATIONS = int(os.environ.get("RAWI_MUTATIONS", "1000"))


@st.composite
def mutated(draw) -> tuple[str, bytes]:
    """A good file with bytes changed, cut out, doubled or put in, or with another kind's name."""
    name = draw(st.sampled_from(sorted(GOOD)))
    data = bytearray(GOOD[name])
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 64))
        piece = draw(st.one_of(st.binary(max_size=16), st.just(bytes(data[at : at + length]) * 2)))
        data[at : at + length] = piece
    return draw(st.one_of(st.just(name), st.sampled_from(sorted(GOOD)))), bytes(data)


@settings(max_examples=MUTATIONS, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_mutated_files_give_articles_or_errors_and_nothing_else(case):
    name, data = case
    begun, peak = time.perf_counter(), memory_peak()
    for item in readers.read(name, data):
        assert isinstance(item, Article | ReadError)
        if isinstance(item, Article):
            item.text.encode("utf-8")
    assert time.perf_counter() - begun < 20
    assert memory_peak() - peak < 256  # megabytes; the files are small


def memory_peak() -> float:
    """The most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

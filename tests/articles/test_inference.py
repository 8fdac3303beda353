from datetime import date, datetime

import pytest

from articles import export, inference
from articles.inference import date_in, date_of_path, source_of_path, source_of_url
from articles.readers import records


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-04-25", "2025-04-25"),
        ("خبر_2025_4_5", "2025-04-05"),
        ("25-4-2025", "2025-04-25"),
        ("٢٥/٤/٢٠٢٥", "2025-04-25"),
        ("4/25/2025", "2025-04-25"),
        ("20250425-عاجل", "2025-04-25"),
        ("٢٥ أبريل 2025", "2025-04-25"),
        ("الجمعة، 25 نيسان/أبريل 2025", "2025-04-25"),
        ("25 كانون الثاني 2025", "2025-01-25"),
        ("3 تشرين الأول 2024", "2024-10-03"),
        ("14 غشت 2023", "2023-08-14"),
        ("14 جويلية 2023", "2023-07-14"),
        ("1 من ماي 2023", "2023-05-01"),
        ("Fri, 25 Apr 2025 10:00:00 +0300", "2025-04-25"),
        ("April 25, 2025", "2025-04-25"),
        ("2025-04-25T23:30:00Z", "2025-04-25"),
        (1745539200, "2025-04-25"),
        (1745539200000, "2025-04-25"),
        (datetime(2025, 4, 25, 8), "2025-04-25"),
        (date(2025, 4, 25), "2025-04-25"),
        ("2025-13-45", None),
        ("99-99-2025", None),
        ("هاتف 0123456789012345", None),
        ("بلا تاريخ", None),
        (None, None),
    ],
)
def test_dates(value, expected):
    assert date_in(value) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("أرشيف/الجزيرة_2025-04-25_خبر.txt", "2025-04-25"),
        ("2024-01-01/2025-04-25.txt", "2025-04-25"),
        ("أرشيف/2025/04/25/خبر.txt", "2025-04-25"),
        ("25 أبريل 2025/خبر.html", "2025-04-25"),
        ("1745539200.txt", None),
        ("خبر.txt", None),
    ],
)
def test_dates_in_paths(path, expected):
    assert date_of_path(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("الجزيرة/خبر 1.txt", "الجزيرة نت"),
        ("أرشيف/جريدة الرياض/2015/خبر.txt", "الرياض"),
        ("reuters_2025-04-25.txt", "رويترز"),
        ("الجزيرة/رويترز - خبر.txt", "رويترز"),
        ("الجزيرة/رويترز 2025-04-25.txt", "رويترز"),
        ("فرانس 24/خبر.txt", "فرانس 24"),
        ("شبه الجزيرةالعربية.txt", None),
        ("وزير الخارجية يصل الرياض.txt", None),
        ("رويترز/الاتحاد الأوروبي يفرض عقوبات.txt", "رويترز"),
        ("txt/001.txt", None),
    ],
)
def test_sources_in_paths(path, expected):
    assert source_of_path(path) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.aljazeera.net/news/1", "الجزيرة نت"),
        ("https://www.bbc.com/arabic/1", "بي بي سي"),
        ("https://news.example.org:8080/1", "news.example.org"),
        ("https://[broken", None),
        ("لا عنوان", None),
        (None, None),
    ],
)
def test_sources_of_addresses(url, expected):
    assert source_of_url(url) == expected


def test_blanks_around_a_cell_or_alone_in_a_line_say_nothing(tmp_path, monkeypatch):
    for name, row in {
        "columns.tsv": "text \t نص",
        "months.tsv": "1\t يناير",
        "words.tsv": "name \tاسم\tName ",
    }.items():
        (tmp_path / name).write_text(f"# which is which\n  \n{row}\n", encoding="utf-8")
    monkeypatch.setattr(records, "COLUMNS", tmp_path / "columns.tsv")
    monkeypatch.setattr(inference, "TABLES", tmp_path)
    monkeypatch.setattr(export, "WORDS", tmp_path / "words.tsv")
    assert records.known_names.__wrapped__() == {"text": ("نص",)}
    assert inference._months.__wrapped__()[0] == {"يناير": 1}
    assert export.words.__wrapped__("en") == {"name": "Name"}

"""Ready findings into the library."""

import json

import pytest

from articles.article import Article
from articles.library import Library
from articles.lines import error_line, writer
from articles.load import load, main
from models.findings import Analysis, Mention, ModelStamp, Span

STAMPS = {job: ModelStamp("by hand", "1") for job in ("ner", "quotes", "stance")}


def analysis(n: int) -> Analysis:
    a = Article(f"وصل سامي إلى القرية رقم {n}", f"{n}.txt", title=f"خبر {n}", published="2025-04-11")
    mention = Mention(4, 8, "سامي", "PERS", 0.9, 0)
    facts = (a.id, a.path, a.record, a.title, a.source, a.published, a.url, a.text)
    return Analysis(*facts, (Span(0, len(a.text)),), (mention,), (), (), (), STAMPS)


@pytest.fixture
def library(tmp_path) -> Library:
    return Library(tmp_path / "library.sqlite")


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_findings_come_in_once(library, tmp_path, kind):
    with writer(str(tmp_path / f"findings.{kind}"), kind) as write:
        for n in range(250):
            write(analysis(n).to_json())
        write(error_line("x.pdf", None, "scanned"))
    assert load(library, [tmp_path / f"findings.{kind}"]) == (250, 250, 1)
    assert load(library, [tmp_path]) == (250, 0, 1)
    assert len(library.articles()) == 250
    assert library.analysis(analysis(7).id) == analysis(7)
    assert library.matching('"القرية رقم 7"') == {analysis(7).id}


def test_what_breaks_the_contract_is_told(library, tmp_path, capsys):
    other = analysis(1).to_json() | {"text": "نص آخر"}
    (tmp_path / "findings.jsonl").write_text(json.dumps(other) + "\n", "utf-8")
    with pytest.raises(ValueError, match="line 1: the text is not"):
        load(library, [tmp_path / "findings.jsonl"])
    (tmp_path / "findings.jsonl").write_text('{"id": "x"}\n', "utf-8")
    assert main([str(tmp_path / "findings.jsonl"), "--library", str(library.path)]) == 2
    assert "line 1 is not what analyse.py writes" in capsys.readouterr().err
    (tmp_path / "findings.jsonl").write_text("[]\n", "utf-8")
    assert main([str(tmp_path / "findings.jsonl"), "--library", str(library.path)]) == 2
    assert "line 1 is not what analyse.py writes" in capsys.readouterr().err
    (tmp_path / "findings.jsonl").write_text(json.dumps(analysis(1).to_json() | {"text": None}), "utf-8")
    with pytest.raises(ValueError, match=r"findings.jsonl: line 1 is not what analyse.py writes"):
        load(library, [tmp_path / "findings.jsonl"])
    assert library.articles() == []


def line_of(n: int) -> bytes:
    return json.dumps(analysis(n).to_json(), ensure_ascii=False).encode("utf-8") + b"\n"


@pytest.mark.parametrize("kept", ["in a word", "in a letter"])
def test_a_line_that_was_cut_off_is_named_and_nothing_is_loaded_by_halves(library, tmp_path, kept):
    (tmp_path / "1.jsonl").write_bytes(b"".join(line_of(n) for n in range(100)))
    begins = line_of(101).index("سامي".encode()) + 2 * (kept == "in a word") + (kept == "in a letter")
    (tmp_path / "2.jsonl").write_bytes(line_of(100) + b"\n" + line_of(101)[:begins])
    with pytest.raises(ValueError, match=r"2\.jsonl: line 3 is broken, or cut off"):
        load(library, [tmp_path])
    assert len(library.articles()) == 100  # the batch before
    (tmp_path / "2.jsonl").write_bytes(line_of(100) + line_of(101))
    assert load(library, [tmp_path]) == (102, 2, 0)


def test_blank_lines_and_byte_order_marks_are_nothing(library, tmp_path):
    mark = "\ufeff".encode()
    (tmp_path / "1.jsonl").write_bytes(mark + line_of(0) + b"\n \r\n" + line_of(1) + b"\n")
    (tmp_path / "2.jsonl").write_bytes(mark + b"\n")
    assert load(library, [tmp_path]) == (2, 2, 0)


def test_a_table_that_was_cut_off_is_named(library, tmp_path):
    with writer(str(tmp_path / "whole.parquet"), "parquet") as write:
        write(analysis(0).to_json())
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "whole.parquet").read_bytes()[:-100])
    with pytest.raises(ValueError, match=r"cut\.parquet: "):
        load(library, [tmp_path])

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
    assert library.articles() == []

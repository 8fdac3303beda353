"""Article → Analysis over many articles: order, streaming, failures, stamps."""

import json
import shutil
from pathlib import Path

import pytest

from articles.article import Article
from models import checkpoints, pipeline
from models.checkpoints import CheckpointMissing
from models.findings import Analysis
from models.pipeline import Failed, Reader
from models.quotes.tagger import LABELS


@pytest.fixture(scope="module")
def folders(tmp_path_factory, lexicon_checkpoint) -> Path:
    """Stand-ins for the unpacked bundled models: the lexicon for names, and for quotes one that
    takes names for statements."""
    folder = tmp_path_factory.mktemp("bundled")
    shutil.copytree(lexicon_checkpoint, folder / "ner")
    shutil.copytree(lexicon_checkpoint, folder / "quotes")
    config = json.loads((folder / "quotes/config.json").read_text())
    config |= {"id2label": dict(enumerate(LABELS)), "label2id": {label: i for i, label in enumerate(LABELS)}}
    (folder / "quotes/config.json").write_text(json.dumps(config))
    return folder


@pytest.fixture
def reader(folders, monkeypatch, hub_cache) -> Reader:
    monkeypatch.setattr(checkpoints, "BUNDLED", folders)
    return Reader(stance="none", device="cpu")


def article(number: int, text: str) -> Article:
    return Article(text, path=f"{number}.txt", title=f"عنوان {number}", published="2025-04-11")


TEXT = "استقبل بوتين في موسكو ضيفه. وقال دميتري بيسكوف إن الكرملين يرحب به."


def test_an_analysis_carries_the_article_and_its_findings(reader):
    (analysis,) = reader.read([article(1, TEXT)])
    assert (analysis.path, analysis.title, analysis.published) == ("1.txt", "عنوان 1", "2025-04-11")
    assert analysis.text == TEXT
    assert [TEXT[s.start : s.end] for s in analysis.sentences] == [TEXT[:27], TEXT[28:]]
    assert {"بوتين", "موسكو", "دميتري بيسكوف", "الكرملين"} <= {m.text for m in analysis.mentions}
    assert all(m.entity >= 0 for m in analysis.mentions)
    assert Analysis.from_json(json.loads(json.dumps(analysis.to_json()))) == analysis


def test_many_articles_come_in_order(reader, monkeypatch):
    monkeypatch.setattr(pipeline, "GROUP", 2_000)
    texts = [TEXT, "", "بلا أسماء.", TEXT * 40, "\n\n", "كييف"] * 4
    read = list(reader.read(article(i, t) for i, t in enumerate(texts)))
    assert [a.path for a in read] == [f"{i}.txt" for i in range(len(texts))]
    assert [a.text for a in read] == texts


def test_reading_streams(reader, monkeypatch):
    monkeypatch.setattr(pipeline, "GROUP", 2_000)
    taken = []

    def source():
        for i in range(10_000):
            taken.append(i)
            yield article(i, TEXT)

    stream = reader.read(source())
    for _ in range(5):
        next(stream)
    assert len(taken) < 100


def test_a_source_that_breaks_off_is_told(reader):
    def source():
        yield article(1, TEXT)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        list(reader.read(source()))


def test_only_the_article_that_breaks_fails(reader, monkeypatch):
    whole = pipeline.sentences

    def breaks(text):
        if "قنبلة" in text:
            raise ValueError("broken")
        return whole(text)

    monkeypatch.setattr(pipeline, "sentences", breaks)
    articles = [article(1, TEXT), article(2, "قنبلة"), article(3, TEXT)]
    first, second, third = reader.read(articles)
    assert isinstance(second, Failed)
    assert second.article is articles[1]
    assert "broken" in second.reason
    assert [first.path, third.path] == ["1.txt", "3.txt"]


def test_stamps_name_every_model(reader):
    assert reader.stamps["ner"].name == "rawi-ner"
    assert reader.stamps["stance"].name == "none"
    (analysis,) = reader.read([article(1, TEXT)])
    assert analysis.models == reader.stamps


def test_stamps_change_with_the_tables_of_verbs(reader, monkeypatch):
    before = reader.stamps["quotes"].revision
    monkeypatch.setattr(pipeline.quotes, "REVISION", "other")
    assert reader.stamps["quotes"].revision != before


def test_a_reader_is_cheap_and_says_at_once_what_is_missing(hub_cache):
    with pytest.raises(CheckpointMissing):
        Reader(ner="someone/not-here")


def test_a_checkpoint_that_cannot_be_loaded_is_no_articles_fault(reader, monkeypatch):
    begun = []

    def load(*args):
        begun.append(args)
        raise OSError("no weights")

    monkeypatch.setattr("models.engine.load", load)
    with pytest.raises(OSError, match="no weights"):
        list(reader.read([article(1, TEXT), article(2, TEXT)]))
    assert len(begun) == 1


def test_nobody_is_his_own_rival():
    text = (
        "وزير النقل: لن نغلق الميناء\n\n"
        "أكد وزير النقل سامي الهاشمي أن الحكومة ترفض إغلاق الميناء رفضا قاطعا، لكنه أشار إلى صعوبة الصيانة."
    )
    (found,) = Reader(ner="bundled", stance="none", device="cpu").read([Article(text, "خبر.txt")])
    assert {q.speaker.name for q in found.quotes} == {"سامي الهاشمي"}
    assert [q.other_speakers for q in found.quotes] == [()] * len(found.quotes)

"""What the downloads hold when only the reviewed is asked for."""

import json

import pytest
import streamlit as st

from articles.review import Reviewed
from components import exporting
from tests.articles.test_export import FOUND


@pytest.fixture
def files(monkeypatch):
    """The files of an article of which so much was reviewed, by format; only the reviewed is asked for."""
    made = {}
    monkeypatch.setitem(st.session_state, "lang", "en")
    monkeypatch.setattr(st, "checkbox", lambda *_, **__: True)
    monkeypatch.setattr(st, "download_button", lambda _, data, *__, key, **___: made.update({key: data}))

    def written(seen: Reviewed) -> dict[str, bytes]:
        exporting.exports(FOUND, seen)
        return {key: made[f"export-{key}"]() for key in ("quotes", "conll", "studio")}

    return written


def test_one_reviewed_statement_makes_no_reviewed_article_for_training(files):
    found = files(Reviewed(quotes=frozenset({0})))
    assert FOUND.quotes[0].text in found["quotes"].decode()
    assert (found["conll"], json.loads(found["studio"])) == (b"", [])


def test_names_go_out_whole_once_all_of_them_were_looked_at(files):
    found = files(Reviewed(entities=frozenset({0})))
    assert "B-PERS" in found["conll"].decode()
    assert json.loads(found["studio"]) == []
    everything = files(Reviewed(frozenset({0, 1}), frozenset({0})))
    assert [len(task["annotations"]) for task in json.loads(everything["studio"])] == [1]


def test_more_articles_than_a_file_takes_are_told(monkeypatch):
    told, gathered = [], []
    monkeypatch.setitem(st.session_state, "lang", "ar")
    monkeypatch.setattr(st, "caption", told.append)
    monkeypatch.setattr(exporting, "library", lambda: None)
    monkeypatch.setattr(exporting, "_panel", lambda _, found: gathered.extend(found.args[1]))
    monkeypatch.setattr(exporting, "MOST", 2)
    exporting.exports_of(["1", "2", "3"], "ملف")
    assert gathered == ["1", "2"]
    assert told[0] == "تُصدَّر مادتان."
    assert "من 3 مواد" in told[1]

"""What the downloads hold: of many articles, and when only the reviewed is asked for."""

import csv
import io
import json
from dataclasses import replace
from types import SimpleNamespace

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


def test_tables_take_all_articles_and_other_formats_the_first_ones_and_say_so(monkeypatch):
    told, written = [], {}
    monkeypatch.setitem(st.session_state, "lang", "ar")
    monkeypatch.setitem(st.session_state, "export-only", False)
    shown = SimpleNamespace(
        edited=lambda id: None if id == "3" else (replace(FOUND, id=id, path=id), Reviewed())
    )
    monkeypatch.setattr(exporting, "library", lambda: shown)
    monkeypatch.setattr(st, "caption", told.append)
    monkeypatch.setattr(
        st, "download_button", lambda *args, key, **_: written.update({key.removeprefix("export-"): args[1]})
    )
    monkeypatch.setattr(exporting, "MOST", 2)
    exporting.exports_of(["1", "2", "3", "4"], "ملف")
    assert told[:2] == [
        "تُصدَّر 4 مواد.",
        "جدولا CSV يسعانها كلها، وسائر الصيغ أول مادتين منها: اختر غيرها من الجدول أو من ملف.",
    ]
    rows = list(csv.DictReader(io.StringIO(written["quotes"]().decode("utf-8-sig"))))
    assert list(dict.fromkeys(row["الملف"] for row in rows)) == ["1", "2", "4"]
    assert [json.loads(line)["id"] for line in written["json"]().splitlines()] == ["1", "2"]

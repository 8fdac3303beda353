"""The interface's words: complete in both languages, numbers agree with their nouns."""

import json
import re
from pathlib import Path

import pytest
import streamlit as st

from articles.overview import Scope
from articles.stands import Stands
from components import stances, words
from components.overview import page
from components.overview.shared import noted

TABLE = json.loads((Path(words.__file__).parent / "words.json").read_text(encoding="utf-8"))
SOURCES = list(Path(words.__file__).parent.rglob("*.py"))


def test_every_key_has_both_languages_with_the_same_blanks():
    for key, (arabic, english) in TABLE.items():
        assert arabic, key
        assert english, key
        if not key.startswith("n."):
            assert set(re.findall(r"{(\w+)}", arabic)) == set(re.findall(r"{(\w+)}", english)), key


def test_every_key_that_the_pages_ask_for_is_there():
    asked = {
        key
        for source in SOURCES
        for key in re.findall(r'\bt\("([\w.]+)"', source.read_text(encoding="utf-8"))
    }
    assert asked
    assert asked <= set(TABLE)


def test_arabic_letters_are_no_latin_ones():
    for key, (arabic, _) in TABLE.items():
        assert re.search("[\u0600-\u06ff]", arabic), key


@pytest.mark.parametrize(
    ("n", "arabic", "english"),
    [
        (0, "لا أقوال", "no statements"),
        (1, "قول واحد", "one statement"),
        (2, "قولان", "2 statements"),
        (3, "3 أقوال", "3 statements"),
        (11, "11 قولًا", "11 statements"),
        (100, "100 قول", "100 statements"),
        (103, "103 أقوال", "103 statements"),
    ],
)
def test_numbers_agree_with_their_noun(n, arabic, english, monkeypatch):
    monkeypatch.setitem(st.session_state, "lang", "ar")
    assert words.count("n.statements", n) == arabic
    monkeypatch.setitem(st.session_state, "lang", "en")
    assert words.count("n.statements", n) == english


def test_the_dual_follows_its_preposition(monkeypatch):
    monkeypatch.setitem(st.session_state, "lang", "ar")
    assert words.count("n.statements", 2, after=True) == "قولين"
    assert words.count("n.statements", 0, after=True) == "0 أقوال"


def test_two_stand_in_the_case_that_their_sentence_asks_for(monkeypatch):
    monkeypatch.setitem(st.session_state, "lang", "ar")
    assert noted([{"n": 2}], "n", 2, "n.statements") == "يظهر هنا قولان من قولين."
    assert "يستند إلى قولين." in stances._rests(Stands((), (), {}, statements=2, faint=0, repeats=0))
    scope = Scope(statements=2, articles=2, unsure=2, unread=2, repeats=0, copies=2, undated=0)
    assert page._rests(scope) == (
        "يستند إلى قولين في مادتين. مع استبعاد قولين لضعف الثقة."
        " والمواد المكررة معدودة مرة واحدة (مادتان). ولم تُقرأ بعد مادتان."
    )


def test_no_noun_stands_in_a_fixed_form_beside_a_number():
    nouns = "أسماء|اسمًا|أقوال|قولًا|مواد|مادة|خطوط|خطًّا"
    fixed = {key for key, (arabic, _) in TABLE.items() if re.search(rf"}} ({nouns})", arabic)}
    assert {key for key in fixed if not key.startswith("n.")} == set()

"""The article's segments: together they are the text, whatever overlaps."""

import gc
import time
from dataclasses import replace

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some

from articles.review import Reviewed
from components.article_view import _drawing, paragraphs
from components.cards import by_speaker
from models.findings import Analysis, Cue, Entity, Mention, Quote, Speaker, Stance

SPAN = some.tuples(some.integers(0, 60), some.integers(1, 30))


def analysis(text: str, mentions, quotes) -> Analysis:
    """An analysis with the given spans, cut to the text, mentions not overlapping."""
    kept, at = [], 0
    for start, length in sorted(mentions):
        start, end = max(start, at), min(len(text), start + length)
        if start < end:
            kept.append(Mention(start, end, text[start:end], "PERS", 0.9, len(kept)))
            at = end
    said = []
    for start, length in quotes:
        end = min(len(text), start + length)
        if start < end:
            speaker = Speaker(0, 1, text[0], text[0], "person", None)
            cue = Cue(0, 1, text[0], None, None)
            said.append(
                Quote(start, end, text[start:end], "direct", (), speaker, (), None, cue, False, "test", 0.9)
            )
    return Analysis("0" * 16, "a.txt", None, None, None, None, None, text, (), tuple(kept), (), tuple(said))


@given(some.text(min_size=1, max_size=80), some.lists(SPAN, max_size=4), some.lists(SPAN, max_size=4))
def test_segments_are_the_text_and_know_their_marks(text, mentions, quotes):
    found = analysis(text, mentions, quotes)
    lines = [line.rstrip("\r\n") for line in text.splitlines(keepends=True)]
    drawn = paragraphs(found)
    assert all(text.startswith(p["segments"][0]["t"], p["at"]) for p in drawn)
    assert ["".join(s["t"] for s in p["segments"]) for p in drawn] == [line for line in lines if line.strip()]
    visible = "".join(ch for ch in text if not ch.isspace())
    for i, mention in enumerate(found.mentions):
        marked = "".join(s["t"] for p in drawn for s in p["segments"] if s["m"] == i)
        assert "".join(marked.split()) in visible
        assert "".join(marked.split()) == "".join(mention.text.split())


def test_a_name_inside_a_statement_keeps_both_marks():
    found = analysis("قال إن بوتين هنا", [(7, 5)], [(7, 9)])
    segments = paragraphs(found)[0]["segments"]
    (name,) = [s for s in segments if s["m"] == 0]
    assert name["t"] == "بوتين"
    assert name["q"] == [0]
    assert [s["t"] for s in segments if s["q"] and s["m"] < 0] == [" هنا"]


LINE = "قال سامي إن المرفأ جاهز."


def long_one(n: int, space: str) -> Analysis:
    """So many lines, each with a name and a statement, in which stances toward three targets are seen."""
    starts = range(0, n * (len(LINE) + 1), len(LINE) + 1)
    names, said = ([(at + first, length) for at in starts] for first, length in ((4, 4), (12, 11)))
    found = analysis(space.join([LINE] * n), names, said)
    stances = (Stance(k, target, "favor", True, {}) for target in ("أ", "ب", "ج") for k in range(n))
    return replace(found, stances=tuple(stances))


@pytest.fixture
def undisturbed(monkeypatch):
    """Slowed down neither by Streamlit's state, which outside of a page complains at every word, nor by the collector
    going through what other tests have left."""
    monkeypatch.setattr(st, "session_state", {"lang": "ar"})
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.parametrize("space", ["\n", " "])
@pytest.mark.parametrize("draw", [paragraphs, lambda found: by_speaker(found, None, Reviewed())])
@pytest.mark.usefixtures("undisturbed")
def test_time_is_linear(draw, space):
    def seconds(n: int) -> float:
        found, took = long_one(n, space), []
        for _ in range(3):
            began = time.process_time()
            draw(found)
            took.append(time.process_time() - began)
        return min(took)

    # Ten times the text; a quadratic step would take a hundred times as long.
    assert seconds(5000) < 30 * max(seconds(500), 0.015)


def test_an_attached_clitic_stays_outside_the_mark():
    found = analysis("في بموسكو", [(4, 5)], [])
    assert [s["t"] for s in paragraphs(found)[0]["segments"]] == ["في ب", "موسكو"]


def test_a_renamed_name_is_drawn_anew():
    named = replace(analysis("سامي", [(0, 4)], []), entities=(Entity(0, "سامي", "PERS", (), (0,)),))
    renamed = replace(named, entities=(Entity(0, "سامي حداد", "PERS", (), (0,)),))
    before, after = (_drawing(each, "ar") for each in (named, renamed))
    assert after["mentions"][0]["aria"].startswith("سامي حداد")
    assert before["signature"] != after["signature"]

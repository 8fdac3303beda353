"""Streamlit's own English words, and that the table still names them as this version has them."""

from pathlib import Path

import streamlit

from components.words import pairs

SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"
# Made by the calendar's library, or put together from parts where no whole word stands in the scripts.
MADE_UP = {
    "1 option available.", "{x} options available.", "Choose date, {x}", "month", "year", "Press Enter to apply",
    "The page that you have requested does not seem to exist. Running the app's main page.",
    "Press Enter to submit form", "Press Ctrl+Enter to apply", "Press Ctrl+Enter to submit form",
}  # fmt: skip


def test_every_word_is_one_that_streamlit_says():
    said = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.js"))
    words = {english for english, _ in pairs("own.")} - MADE_UP
    missing = {english for english in words if english.partition("{x}")[0].rstrip() not in said}
    assert not missing


def test_the_arabic_keeps_what_stands_between_the_words():
    for english, arabic in pairs("own."):
        assert english.count("{x}") == arabic.count("{x}") <= 1

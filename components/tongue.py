"""The language of the page, told to the browser, and Streamlit's own English words in it.

What a setting translates (a placeholder, a format) is set where the field stands. The rest, most of it names that a
screen reader says, is `own.…` in the words' table: the English there is Streamlit's, letter by letter.
"""

from __future__ import annotations

import streamlit as st

from components.scripts import part
from components.words import pairs

_component = st.components.v2.component(
    "rawi_tongue",
    html="<div></div>",
    js=part("tongue.js"),
)


def tongue(lang: str) -> None:
    """Have the browser know the language; shows nothing."""
    arabic = lang == "ar"
    with st.container(key="tongue"):
        _component(
            key="tongue-words",
            data={"lang": lang, "dir": "rtl" if arabic else "ltr", "words": pairs("own.") if arabic else []},
        )

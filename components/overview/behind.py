"""The sentences behind what is selected in a view, and the way to make it the filter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from articles.overview import Filters, Overview
from components import evidence
from components.filtering import named_so, named_source, narrow
from components.overview.picks import Pick
from components.state import plain
from components.words import t


def behind(overview: Overview, asked: Filters, pick: Pick) -> None:
    """What the pick means, with its sentences, within what the filters leave."""
    places = bool(pick.get("places"))
    given = {k: tuple(v) if isinstance(v, list) else v for k, v in pick.items() if k != "places"}
    meant = replace(asked, **given)
    with st.container(key="behind", horizontal=True, vertical_alignment="center"):
        st.markdown(f"### {t('evidence')}: {plain(_told(overview, given, meant))}", width="content")
        if st.button(t("overview.narrow"), key="narrow"):
            narrow(meant)
            st.rerun()
    evidence.listed(meant, places)


def _told(overview: Overview, given: dict[str, Any], meant: Filters) -> str:
    """What a pick means, in the page's words; `meant` is what it makes of the filters."""
    words: list[str] = []
    for name, value in given.items():
        if name == "names":
            words.append(" + ".join(named_so(meant.typed)))
        elif name == "speaker":
            words += [overview.called(value, meant.sides)] if value else []
        elif name == "sources":
            words += map(named_source, value)
        elif name in ("speaker_kinds", "manners", "stances"):
            word = {"speaker_kinds": "speaker", "manners": "kind", "stances": "stance"}[name]
            words += [t(f"{word}.{v}") for v in value]
        elif name == "undated" and value:
            words.append(t("undated"))
        elif isinstance(value, str):
            words.append(value)
    return " · ".join(dict.fromkeys(words))

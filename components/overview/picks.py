"""What a mark of a view means when it is clicked, how the address bar keeps it, and the files of what is shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import streamlit as st

from articles.overview import Filters, Overview
from components.filtering import CHOICES
from components.keeping import keep_table, reviewed
from components.state import go, place
from models.findings import LABELS

# What narrows the articles and the statements when a mark is clicked: fields of `Filters`, and `places` where
# the sentences that name somebody are meant and not the statements.
Pick = dict[str, Any]
# The filters whose values are known.
_KNOWN = {**CHOICES, "types": ("", *LABELS)}


class Picks:
    """What can be taken from a view: the last mark that was clicked, kept in the address bar; its tables as files."""

    def __init__(self, view: str, overview: Overview, asked: Filters) -> None:
        self._view, self._overview, self._asked = view, overview, asked

    def file(self, rows: Sequence[dict], columns: dict[str, str], name: str, key: str) -> None:
        """The rows as a file for a spreadsheet."""
        cells = [[row.get(column, "") for column in columns] for row in rows]
        keep_table(self._overview, self._asked, name, tuple(columns.values()), cells, key)

    def stamp(self) -> str:
        """What a picture that is kept says of the review."""
        return reviewed(self._overview, self._asked)

    def offer(self, key: str, pick: Pick | None) -> None:
        """A mark that stays selected (a row, a bar): it counts when it was not selected before."""
        key = f"was-{self._view}-{key}"
        before = st.session_state.get(key)
        st.session_state[key] = pick
        if pick != before:
            self.click(pick)

    def click(self, pick: Pick | None) -> None:
        go(pick=pick and json.dumps(pick, ensure_ascii=False))

    def chosen(self) -> Pick | None:
        """The pick of the address bar; None for one that holds anything but filters."""
        try:
            pick = json.loads(place("pick") or "null")
            json.dumps(pick, ensure_ascii=False).encode()  # a page can't hold half a surrogate pair
        except ValueError:
            return None
        known = {f.name: f.default for f in fields(Filters)} | {"places": False}
        if not isinstance(pick, dict) or not set(pick) <= set(known):
            return None
        return pick if all(_fits(value, name, known[name]) for name, value in pick.items()) else None


def _fits(value: object, name: str, default: object) -> bool:
    """Whether a value can be that of the filter `name`, whose default this is."""
    if isinstance(default, tuple):
        among = _KNOWN.get(name)
        texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
        return texts and (among is None or set(value) <= set(among))
    return isinstance(value, str | None if default is None else type(default))

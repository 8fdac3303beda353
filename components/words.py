"""The interface's words in both languages (`words.json`: [Arabic, English] a key), and how they count."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import streamlit as st

# From these scores on a confidence is called high, medium.
HIGH, MEDIUM = 0.85, 0.6
LANGUAGES = {"ar": "العربية", "en": "English"}


@cache
def _table() -> dict[str, list[str]]:
    return json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))


def t(key: str, **values: object) -> str:
    """The words for `key` in the page's language. Raises KeyError for a key the table lacks."""
    text = _table()[key][st.session_state.get("lang", "ar") == "en"]
    return text.format(**values) if values else text


def pairs(beginning: str) -> list[tuple[str, str]]:
    """The English and the Arabic of every key that begins so."""
    return [(english, arabic) for key, (arabic, english) in _table().items() if key.startswith(beginning)]


def known(key: str, otherwise: str) -> str:
    """The words for `key`, or those for `otherwise` (empty: none) where the table has none."""
    key = key if key in _table() else otherwise
    return t(key) if key else ""


def count(key: str, n: int, after: bool = False) -> str:
    """A number with its noun in the right form; `after` a preposition or a noun none and two are called otherwise (what
    stands behind their `/`).

    Arabic forms stand in the order none | one | two | 3-10 | 11-99 | hundreds, as the last two
    digits ask (103 is "3 of hundreds": plural again); English none | one | many.
    """
    forms = t(key).split("|")
    if len(forms) == 3:
        return forms[min(n, 2)].format(n=n)
    rest = n % 100
    if n <= 2:
        form = n
    elif 3 <= rest <= 10:
        form = 3
    else:
        form = 4 if rest >= 11 else 5
    return forms[form].split("/")[-1 if after else 0].format(n=n)


def apart(rows: Iterable[tuple[str, str]]) -> list[str]:
    """What each of some names is called beside the others, given with its kind (or ""): equal names with their kind, and
    numbered in their order where the kind is one too, as sources that several articles leave unnamed are.
    """
    rows = list(rows)
    times = Counter(name for name, _ in rows)
    names = [f"{name} ({kind})" if times[name] > 1 and kind else name for name, kind in rows]
    times, met = Counter(names), Counter()
    for k, name in enumerate(names):
        met[name] += 1
        names[k] = f"{name} {met[name]}" if times[name] > 1 else name
    return names


def confidence(score: float) -> str:
    """A score in words: high, medium or low."""
    level = "high" if score >= HIGH else "medium" if score >= MEDIUM else "low"
    return t(f"confidence.{level}")


def stamp(seen: int, all: int) -> str:
    """Whether an editor reviewed statements, so many of all: what stands on prints and files."""
    return t("stamp.reviewed", n=seen, all=all) if seen else t("stamp")

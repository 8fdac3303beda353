"""A row of buttons of which one is always chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st


def one_of(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    names: Callable[[str], str],
    default: str,
    label_visibility: Literal["visible", "collapsed"] = "collapsed",
) -> str:
    """The option chosen, shown under what `names` gives for it. A browser that has just changed its language may say that
    none is: then it is the default.
    """
    chosen = st.segmented_control(
        label,
        options,
        default=default,
        format_func=names,
        key=key,
        required=True,
        label_visibility=label_visibility,
    )
    return chosen or default

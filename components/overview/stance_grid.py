"""The grid of stances, speakers by targets: a cell leads to its statements, a name at the edge to what it can be merged
into.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from articles.overview import Filters, Overview
from articles.sides import Sides
from components import merging
from components.counts import cell, counts
from components.filtering import narrow
from components.keeping import turned
from components.overview.picks import Picks
from components.scripts import part
from components.state import go, library, plain
from components.words import count, t
from models.arabic import fold
from models.findings import VERDICTS, Label

# The type of a name by the kind of speaker that it is.
_LABELS = {"person": "PERS", "organisation": "ORG"}

_legend = st.components.v2.component(
    "rawi_stance_signs",
    html="<div class='root'></div>",
    css=part("counts.css"),
    js=part("elements.js", "signs.js", "legend.js"),
)


def stance_grid(overview: Overview, f: Filters, picks: Picks) -> None:
    merging.told()
    found = overview.grid(f)
    if not found.cells:
        st.caption(t("overview.no.decided" if f.reviewed else "overview.no.targets"))
        return
    speakers = {c["key"]: c["speaker"] for c in found.cells}
    keys = list(speakers)
    totals: Counter[str] = Counter()
    for c in found.cells:
        totals[c["target"]] += sum(c[s] for s in VERDICTS)
    targets = [target for target, _ in totals.most_common()]
    words = {s: t(f"stance.{s}") for s in VERDICTS}
    entries = [{"kind": s, "text": words[s]} for s in VERDICTS]
    _legend(key="stance-grid-legend", data={"rtl": st.session_state["lang"] == "ar", "entries": entries})
    kinds = {c["speaker"]: _LABELS.get(c["kind"]) for c in found.cells if _mergeable(c, f)}
    row, column = counts(
        list(speakers.values()), targets, _drawn(found.cells, keys, targets), corner=t("overview.grid.corner"),
        key="stance-grid", heads=([speakers[key] in kinds for key in keys], [True] * len(targets)),
    )  # fmt: skip
    if row is not None and column is not None:
        picks.click({"speaker": keys[row], "target": targets[column]})
    elif row is not None or column is not None:
        head = ("target", targets[column]) if row is None else ("name", speakers[keys[row]])
        st.session_state["stance-grid-head"] = head
    _merging(f, kinds, targets)
    shown, told = (count("n.statements", n, after=True) for n in (found.statements, found.of))
    note = f"{t('overview.grid.note', n=shown, all=told)} {counted_so(overview, f)}{t('merge.hint')}"
    st.caption(plain(note))
    columns = {"speaker": t("speaker"), "target": t("stance.target"), **words}
    picks.file(found.cells, columns, t("overview.stances"), "grid")


def _drawn(cells: Sequence[dict], keys: Sequence[str], targets: Sequence[str]) -> list[list[dict | None]]:
    """The cells in their rows (`keys` of speakers) and columns, None where nothing is said."""
    grid: list[list[dict | None]] = [[None] * len(targets) for _ in keys]
    most = max(sum(c[s] for s in VERDICTS) for c in cells)
    for c in cells:
        told = t("list.join").join(f"{t(f'stance.{s}')} {c[s]}" for s in VERDICTS if c[s])
        mixed = t("stance.mixed") if c["favor"] and c["against"] else ""
        title = f"{c['speaker']} / {c['target']}: {told}"
        grid[keys.index(c["key"])][targets.index(c["target"])] = cell(
            [(s, c[s]) for s in VERDICTS], most, title, mixed
        )
    return grid


def counted_so(overview: Overview, f: Filters) -> str:
    """What the filters change in how stances are counted, with a space behind it."""
    told = [t("overview.decided")] if f.reviewed else []
    return "".join(f"{line} " for line in [*told, *turned(overview, f)])


def _mergeable(c: dict, f: Filters) -> bool:
    """Whether a cell's speaker is a name that can be merged: neither «a source» of one article nor a side."""
    side = f.sides and c["key"] in {fold(side.name) for side in Sides(library()).all()}
    return c["key"] == fold(c["speaker"]) and not side


def _merging(f: Filters, kinds: dict[str, Label | None], targets: Sequence[str]) -> None:
    """What the speaker or target whose name was clicked can be merged into."""
    about, name = st.session_state.get("stance-grid-head", ("target", ""))
    if name not in (kinds if about == "name" else targets):
        return
    rest = merging.known(about)
    view = {n: rest.get(n, k) for n, k in kinds.items()} if about == "name" else dict.fromkeys(targets)
    if merging.offer(about, name, view, rest, key="overview"):
        del st.session_state["stance-grid-head"]
        # Rows and columns are others now.
        st.session_state.pop("stance-grid-lit", None)
        if f.speaker == fold(name) and about == "name":
            narrow(replace(f, speaker=None))
        go(pick=None)
        st.rerun()

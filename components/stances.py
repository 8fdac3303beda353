"""Where each speaker of an article stands: the grid of counts with its evidence, an editor's verdict on a stance,
and asking about a target of one's own."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

import streamlit as st

from articles.review import Reviewed
from articles.sides import Sides
from articles.stands import Stands, stands
from articles.topics import Topics
from components import merging
from components.cards import Group, cards, selected_statement
from components.correcting import correct, of_statement
from components.scripts import part
from components.state import library, open_jobs, plain, request_reading, tell_unread
from components.words import count, t
from models.arabic import fold
from models.findings import STANCES, VERDICTS, Analysis, Entity

LOOK_AGAIN_SECONDS = 0.7
SHOWN = 12  # statements of the evidence at a time

_component = st.components.v2.component(
    "rawi_stands",
    html="<div class='root'></div>",
    css=part("grid.css"),
    js=part("elements.js", "heads.js", "signs.js", "grid.js"),
)


def stances_view(analysis: Analysis, seen: Reviewed) -> dict | None:
    """The grid, the statements behind the chosen number, and the field to ask in. Returns the place asked for."""
    waiting = _asking(analysis)
    merging.told()
    sides, opposites = _ways(analysis)
    found = stands(analysis, sides, opposites, seen.stances)
    asked = None
    if found.cells:
        names = _names(analysis, sides)
        picked = _grid(analysis, found, names)
        _merging(analysis, found, names)
        st.caption(f"{_rests(found)} {t('merge.hint')}")
        if picked:
            asked = _evidence(analysis, found, picked, seen)
    elif not waiting:
        st.caption(t("stance.none"))
    if not waiting:
        _unspoken(analysis)
    return asked


def _ways(analysis: Analysis) -> tuple[dict[str, str], dict[str, str]]:
    """Sides and opposites, where there are any and the reader wants them counted; off until asked for."""
    sides, opposites = Sides(library()).of_names(), Topics(library()).opposites()
    speakers = {fold(q.speaker.name) for q in analysis.quotes if q.speaker}
    targets = {fold(s.target) for s in analysis.stances}
    linked = {key for key, other in opposites.items() if key in targets and fold(other) in targets}
    with st.container(key="stance-ways", horizontal=True):
        by_side = bool(speakers & sides.keys()) and st.toggle(t("sides.on"), key="stance-sides")
        turned = bool(linked) and st.toggle(t("opposites.on"), key="stance-opposites")
    return sides if by_side else {}, opposites if turned else {}


def _names(analysis: Analysis, sides: Mapping[str, str]) -> dict[str, Entity]:
    """The speakers that are names of the article and stand for themselves: those that can be merged."""
    entities = {e.id: e for e in analysis.entities}
    return {
        q.speaker.name: entities[q.speaker.entity]
        for q in analysis.quotes
        if q.speaker and q.speaker.entity is not None and fold(q.speaker.name) not in sides
    }


def _merging(analysis: Analysis, found: Stands, names: Mapping[str, Entity]) -> None:
    """What the speaker or target whose name was clicked can be merged into, in all articles."""
    key = f"stands-{analysis.id}"
    edge, shown = st.session_state.get(f"{key}-head", ("", ""))
    if edge == "rows" and shown in found.speakers and shown in names:
        rest = merging.known("name") | {e.name: e.label for e in analysis.entities}
        view = {names[who].name: names[who].label for who in found.speakers if who in names}
        done = merging.offer("name", names[shown].name, view, rest, key="read")
    elif edge == "columns" and shown in found.targets:
        view = dict.fromkeys(found.targets)
        done = merging.offer("target", shown, view, merging.known("target"), key="read")
    else:
        return
    if done:
        # Rows and columns are others now.
        for part in (key, f"{key}-head"):
            st.session_state.pop(part, None)
        st.rerun()


def _grid(analysis: Analysis, found: Stands, names: Container[str]) -> tuple[str, str, str] | None:
    """Draw the counts; the number that is chosen: its speaker, target and kind."""
    key = f"stands-{analysis.id}"
    at = st.session_state.get(key)
    lit = None
    if at and at[:2] in found.cells:
        lit = {"row": found.speakers.index(at[0]), "column": found.targets.index(at[1]), "kind": at[2]}
    rows = [
        {"speaker": who, "cells": [_cell(found, who, target) for target in found.targets]}
        for who in found.speakers
    ]

    def click() -> None:
        """Keep what was clicked by the names that it was drawn under: elsewhere its numbers are another cell's."""
        clicked = st.session_state[f"{key}-grid"].picked
        if edge := clicked.get("head"):
            shown = found.speakers if edge == "rows" else found.targets
            st.session_state[f"{key}-head"] = edge, shown[clicked["n"]]
        else:
            cell = found.speakers[clicked["row"]], found.targets[clicked["column"]]
            st.session_state[key] = (*cell, clicked["kind"])

    data = {
        "rtl": st.session_state["lang"] == "ar",
        "caption": t("stance.grid"),
        "corner": t("speaker"),
        "targets": list(found.targets),
        "rows": rows,
        "mixed": t("stance.mixed"),
        "legend": [{"kind": kind, "text": t(f"stance.{kind}")} for kind in VERDICTS],
        "picked": lit,
        "heads": {
            "word": t("merge.head"),
            "rows": [who in names for who in found.speakers],
            "columns": [True] * len(found.targets),
        },
    }
    _component(key=f"{key}-grid", data=data, on_picked_change=click)
    return at if lit else None


def _cell(found: Stands, who: str, target: str) -> dict | None:
    cell = found.cells.get((who, target))
    if cell is None:
        return None
    counts = [
        {"kind": kind, "n": len(numbers), "aria": f"{who}، {target}: {t(f'stance.{kind}')} {len(numbers)}"}
        for kind, numbers in cell.quotes.items()
        if numbers
    ]
    return {"mixed": cell.mixed, "counts": counts}


def _rests(found: Stands) -> str:
    """How many statements are counted, and how many are not and why."""
    told = [t("stance.rests", n=count("n.statements", found.statements, after=True))]
    if found.faint:
        told.append(t("overview.left.unsure", n=count("n.statements", found.faint, after=True)))
    if found.repeats:
        told.append(t("overview.left.repeats", n=count("n.statements", found.repeats)))
    return " ".join([*told, t("overview.never.average")])


def _evidence(analysis: Analysis, found: Stands, at: tuple[str, str, str], seen: Reviewed) -> dict | None:
    """The statements behind a number: each with its sentence and the one before, and the verdict on it."""
    who, target, kind = at
    numbers = found.cells[who, target].quotes[kind]
    if not numbers:
        return None
    verdict = t(f"stance.{kind}")
    st.markdown(f"**{plain(who)}** · {plain(t('stance.toward', target=target))}: {verdict}")
    asked = None
    for number in numbers[:SHOWN]:
        card = Group(cards=(selected_statement(analysis, number, seen),))
        asked = cards([card], key=f"stand-{number}") or asked
        opposite = Topics(library()).opposites().get(fold(target))
        for each in _targets(analysis, number):
            if fold(each) in (fold(target), fold(opposite or target)):
                _verdict(analysis, number, each, seen, key="grid")
    if len(numbers) > SHOWN:
        st.caption(t("overview.rest", n=count("n.statements", len(numbers) - SHOWN)))
    return asked


def verdicts(analysis: Analysis, number: int, seen: Reviewed) -> None:
    """Where the speaker of a statement stands toward each of its targets, to be confirmed or changed."""
    about, of = _targets(analysis, number), of_statement(analysis, number)
    with st.expander(t("review.stances", n=len(about)), key=f"verdicts-{number}"):
        for each in about:
            _verdict(analysis, number, each, seen, key="panel")
        with st.form(f"stance-new-{of}", border=False):
            others = [each for each in _targets(analysis) if each not in about]
            target = st.selectbox(
                t("stance.other"), others, index=None, accept_new_options=True,
                placeholder=t("stance.other.help"), key=f"stance-new-target-{of}",
            )  # fmt: skip
            label = st.radio(
                t("stance.label"), STANCES, format_func=lambda k: t(f"stance.{k}"), horizontal=True,
                key=f"stance-new-label-{of}",
            )  # fmt: skip
            if st.form_submit_button(t("review.save")) and (target := (target or "").strip()):
                _decide(analysis, number, "change", _spelt(target, [*about, *others]), label)


def _targets(analysis: Analysis, number: int | None = None) -> list[str]:
    """The targets of the article's stances, or of one statement's."""
    return list(dict.fromkeys(s.target for s in analysis.stances if number in (None, s.quote)))


def _spelt(target: str, known: Sequence[str]) -> str:
    """A target as one of these spells it already: «ايران» is no other than «إيران»."""
    return next((each for each in known if fold(each) == fold(target)), target)


def _verdict(analysis: Analysis, number: int, target: str, seen: Reviewed, *, key: str) -> None:
    """One click: the stance is what it is said to be, another one, or none at all."""
    now = next(s for s in analysis.stances if s.quote == number and s.target == target)
    state = "reviewed" if (number, target) in seen.stances else "unreviewed"
    st.caption(f"{plain(t('stance.toward', target=target))} · {t(state)}")
    # A target letter by letter, as stances tell them apart.
    of = f"verdict-{key}-{of_statement(analysis, number)}-{target}"
    with st.container(key=of, horizontal=True, gap="small"):
        for label in (*STANCES, None):
            same = now.sure and now.label == label
            if st.button(
                t(f"stance.{label}" if label else "stance.not.about"),
                key=f"{of}-{label}",
                type="primary" if same else "secondary",
                help=t("stance.confirm") if same else None,
            ):
                _decide(analysis, number, "confirm" if same else "change", target, label)


def _decide(analysis: Analysis, number: int, action: str, target: str, label: str | None) -> None:
    quote = analysis.quotes[number]
    correct(analysis.id, quote.start, quote.end, "stance", action, {"target": target, "label": label})
    st.rerun()


# --- asking about targets of one's own ------------------------------------------------------------


def _asking(analysis: Analysis) -> bool:
    """A field for a target, lists of them to ask again; whether an answer is still awaited."""
    key = f"asked-{analysis.id}"
    if key in st.session_state:
        job = library().job(st.session_state[key])
        if job.open:
            _wait(job.id)
            return True
        del st.session_state[key]
        if reason := next((reason for _, reason in job.failed), job.reason):
            tell_unread(reason)
    with st.form(f"ask-{analysis.id}", border=False, clear_on_submit=True):
        typed, send = st.columns([3, 1], vertical_alignment="bottom")
        target = typed.text_input(
            t("ask"), placeholder=t("ask.help"), max_chars=120, key="ask-target"
        ).strip()
        if send.form_submit_button(t("ask.now"), width="stretch") and target:
            _ask(analysis, (target,))
    with st.container(key="ask-sets", horizontal=True):
        sets = Topics(library()).sets()
        if sets:
            with st.popover(t("sets.ask")):
                for name, targets in sets.items():
                    if st.button(
                        plain(name), key=f"ask-set-{name}", help=plain(t("list.join").join(targets))
                    ):
                        _ask(analysis, targets)
        targets = _targets(analysis)
        if targets:
            with st.popover(t("sets.save")), st.form("set-save", border=False):
                keep = st.multiselect(
                    t("sets.targets"), targets, targets, accept_new_options=True,
                    placeholder=t("stance.other.help"),
                )  # fmt: skip
                name = st.text_input(t("sets.name"), max_chars=60, key="set-name").strip()
                if st.form_submit_button(t("review.save")) and name and keep:
                    Topics(library()).save_set(name, keep)
                    st.rerun()
    return False


def _ask(analysis: Analysis, targets: Sequence[str]) -> None:
    known = _targets(analysis)
    asked = {fold(target): _spelt(target, known) for target in targets}
    st.session_state[f"asked-{analysis.id}"] = request_reading([analysis.id], list(asked.values()))
    st.rerun()


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def _wait(job: int) -> None:
    st.info(t("ask.waiting", targets=plain(t("list.join").join(library().job(job).targets))))
    if job not in (each.id for each in open_jobs()):
        st.rerun(scope="app")


def _unspoken(analysis: Analysis) -> None:
    """What was asked about and no statement speaks of."""
    found = {fold(s.target) for s in analysis.stances}
    called = library().namings().targets
    silent = [
        target
        for target in library().asked(analysis.id)
        if fold(called[fold(target)].into if fold(target) in called else target) not in found
    ]
    if silent:
        st.info(t("stance.silent", targets=plain(t("list.join").join(silent))))

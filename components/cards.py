"""Cards beside the article: statements by speaker, and what was clicked. One component, text nodes only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from components.words import confidence, count, known, t
from models.findings import Analysis, Mention, Quote, Stance

PARTS = Path(__file__).parent / "parts"
AROUND = 60  # characters shown on each side of a place where a name stands

_component = st.components.v2.component(
    "rawi_cards",
    html="<div class='root'></div>",
    css=(PARTS / "cards.css").read_text(encoding="utf-8"),
    js=(PARTS / "cards.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading with chips and, under it, cards of statements and lines that lead into the article."""

    heading: str = ""
    chips: tuple[str, ...] = ()
    cards: tuple[dict[str, Any], ...] = ()
    lines: tuple[dict[str, Any], ...] = ()
    note: str = ""


def cards(groups: list[Group], *, key: str) -> dict | None:
    """Draw the groups; returns the place asked for in this run: {"type", "id"}."""
    data = {
        "rtl": st.session_state["lang"] == "ar",
        "words": {k: t(k) for k in ("copy", "copied", "show")},
        "groups": [
            {"heading": g.heading, "chips": g.chips, "cards": g.cards, "lines": g.lines, "note": g.note}
            for g in groups
        ],
    }
    return _component(key=key, data=data, on_picked_change=lambda: None).picked


def by_speaker(analysis: Analysis, lit: int | None) -> list[Group]:
    """Statements under their speakers, most quoted first; those nobody is known to have made come last."""
    speakers: dict[str | None, list[int]] = {}
    for k, quote in enumerate(analysis.quotes):
        speakers.setdefault(quote.speaker.name if quote.speaker else None, []).append(k)
    named = sorted((s for s in speakers.items() if s[0] is not None), key=lambda s: (-len(s[1]), s[1][0]))
    groups = []
    for name, numbers in [*named, *(s for s in speakers.items() if s[0] is None)]:
        speaker = analysis.quotes[numbers[0]].speaker
        chips = (t(f"speaker.{speaker.kind}"), count("n.statements", len(numbers))) if speaker else ()
        heading = name if name is not None else t("statements.unattributed")
        groups.append(Group(heading, chips, tuple(statement(analysis, k, k == lit) for k in numbers)))
    return groups


def statement(analysis: Analysis, number: int, lit: bool = False, details: bool = False) -> dict[str, Any]:
    """One statement as a card; with `details` also how it was found and how sure that is."""
    quote = analysis.quotes[number]
    facts = [{"label": "", "value": kind_of(quote)}]
    if quote.cue:
        facts.append({"label": t("cue"), "value": cue_of(quote)})
    if quote.relayed_by:
        facts.append({"label": t("relayed"), "value": quote.relayed_by.name})
    facts += [{"label": t("speaker.other"), "value": s.name} for s in quote.other_speakers]
    if quote.scripture:
        facts.append({"label": "", "value": t("scripture")})
    if details:
        who = (
            f"{quote.speaker.name} ({t(f'speaker.{quote.speaker.kind}')})"
            if quote.speaker
            else t("speaker.none")
        )
        facts.insert(0, {"label": t("speaker"), "value": who})
        facts.append(
            {"label": t("confidence"), "value": confidence(quote.score), "title": f"{quote.score:.2f}"}
        )
        facts.append({"label": t("rule"), "value": quote.rule})
    elif quote.score < 0.6:
        facts.append(
            {"label": t("confidence"), "value": confidence(quote.score), "title": f"{quote.score:.2f}"}
        )
    chips = [stance_chip(s) for s in analysis.stances if s.quote == number]
    return {
        "quote": number,
        "kind": quote.kind,
        "lit": lit,
        "said": f"«{quote.text}»" if quote.kind == "direct" else quote.text,
        "facts": facts,
        "chips": chips,
        "copy": copied(analysis, quote),
    }


def kind_of(quote: Quote) -> str:
    return t("kind.mixed" if quote.verbatim and quote.kind == "indirect" else f"kind.{quote.kind}")


def cue_of(quote: Quote) -> str:
    attitude = quote.cue.attitude
    return (
        f"{quote.cue.text} ({known(f'attitude.{attitude}', 'attitude.neutral')})"
        if attitude
        else quote.cue.text
    )


def stance_chip(stance: Stance) -> dict[str, str]:
    kind = stance.label if stance.sure else "unsure"
    return {"kind": kind, "text": f"{t(f'stance.{kind}')}: {stance.target}"}


def copied(analysis: Analysis, quote: Quote) -> str:
    """What the copy button gives: words, speaker, outlet, date, link."""
    words = f"«{quote.text}»" if quote.kind == "direct" else quote.text
    who = quote.speaker.name if quote.speaker else t("speaker.none")
    origin = [x for x in (analysis.source, analysis.published, analysis.url) if x]
    return "\n".join([words, t("list.join").join([who, *origin])])


def selected_groups(analysis: Analysis, selected: dict) -> list[Group]:
    """What was clicked: a statement with everything about it, or a name with its places."""
    if selected["type"] == "quote":
        return [Group(cards=(statement(analysis, selected["id"], True, details=True),))]
    mention = analysis.mentions[selected["id"]]
    entity = next(e for e in analysis.entities if e.id == mention.entity)
    chips = (t(f"label.{entity.label}"), count("n.mentions", len(entity.mentions)))
    facts = f"{t('confidence')}: {confidence(mention.score)} ({mention.score:.2f})"
    aliases = t("list.join").join(entity.aliases)
    note = f"{t('aliases')}: {aliases} · {facts}" if aliases else facts
    lines = tuple(
        {"text": _around(analysis.text, analysis.mentions[i]), "goto": {"type": "mention", "id": i}}
        for i in entity.mentions
    )
    said = tuple(
        statement(analysis, k)
        for k, q in enumerate(analysis.quotes)
        if any(s and s.entity == entity.id for s in (q.speaker, *q.other_speakers))
    )
    groups = [Group(entity.name, chips, lines=lines, note=note)]
    return (
        [*groups, Group(t("tab.statements"), (count("n.statements", len(said)),), said)] if said else groups
    )


def _around(text: str, place: Mention) -> str:
    start, end = max(0, place.start - AROUND), min(len(text), place.end + AROUND)
    shown = " ".join(text[start:end].split())
    return ("… " if start else "") + shown + (" …" if end < len(text) else "")

"""Cards beside the article: statements by speaker, and what was clicked. One component, text nodes only."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from articles.export import directed, in_line
from articles.facts import SURE_QUOTE, manner
from articles.report import evidence
from articles.review import Reviewed
from components.scripts import part
from components.words import MEDIUM, confidence, count, known, t
from models.declined import declined
from models.findings import Analysis, Entity, Mention, Quote, Stance
from models.repeats import repeated

AROUND = 60  # characters shown on each side of a place where a name stands

_component = st.components.v2.component(
    "rawi_cards",
    html="<div class='root'></div>",
    css=part("cards.css"),
    js=part("elements.js", "copy.js", "cards.js"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading with chips and, under it, cards of statements and lines that lead into the article."""

    heading: str = ""
    chips: tuple[str, ...] = ()
    cards: tuple[dict[str, Any], ...] = ()
    lines: tuple[dict[str, Any], ...] = ()
    facts: tuple[dict[str, str], ...] = ()


def cards(groups: list[Group], *, key: str) -> dict | None:
    """Draw the groups; returns the place asked for in this run: {"type", "id"}."""
    data = {
        "rtl": st.session_state["lang"] == "ar",
        "words": {k: t(k) for k in ("copy", "copied", "show")},
        "groups": [asdict(g) for g in groups],
    }
    return _component(key=key, data=data, on_picked_change=lambda: None).picked


def speaker_kind(quote: Quote) -> str:
    """The kind of a statement's speaker, `none` where nobody was found."""
    return quote.speaker.kind if quote.speaker else "none"


def by_speaker(analysis: Analysis, lit: int | None, seen: Reviewed, only: str | None = None) -> list[Group]:
    """Statements under their speakers, most quoted first; those nobody is known to have made come last.

    `only` keeps one kind of speaker.
    """
    speakers: dict[str | None, list[int]] = {}
    for k, quote in enumerate(analysis.quotes):
        if only in (None, speaker_kind(quote)):
            speakers.setdefault(quote.speaker.name if quote.speaker else None, []).append(k)
    named = sorted((s for s in speakers.items() if s[0] is not None), key=lambda s: (-len(s[1]), s[1][0]))
    groups, again, toward = [], repeated(analysis), _toward(analysis)
    for name, numbers in [*named, *(s for s in speakers.items() if s[0] is None)]:
        speaker = analysis.quotes[numbers[0]].speaker
        chips = (t(f"speaker.{speaker.kind}"), count("n.statements", len(numbers))) if speaker else ()
        heading = name if name is not None else t("statements.unattributed")
        groups.append(
            Group(
                heading, chips, tuple(statement(analysis, k, again, toward, seen, k == lit) for k in numbers)
            )
        )
    return groups


def declined_group(analysis: Analysis) -> list[Group]:
    """Who declined to comment: noted, and no statement. A line leads to the name where one is told."""
    lines = tuple(
        {
            "text": " ".join(analysis.text[d.start : d.end].split()),
            "goto": None if d.mention is None else {"type": "mention", "id": d.mention},
        }
        for d in declined(analysis)
    )
    return [Group(t("declined"), (t("declined.note"),), lines=lines)] if lines else []


def statement(
    analysis: Analysis,
    number: int,
    again: Container[int],
    toward: Mapping[int, Sequence[Stance]],
    seen: Reviewed,
    lit: bool = False,
) -> dict[str, Any]:
    """One statement as a card: its words, how they were reported, the stances in it.

    `again` are the numbers of statements that only repeat another, `toward` has the stances of each, `seen` is what
    an editor looked at.
    """
    quote = analysis.quotes[number]
    facts = [_fact("", kind_of(quote))]
    if quote.cue:
        facts.append(_fact(t("cue"), cue_of(quote)))
    if quote.relayed_by:
        facts.append(_fact(t("relayed"), quote.relayed_by.name))
    other = t("speaker.with" if number in seen.quotes else "speaker.other")
    facts += [_fact(other, s.name) for s in quote.other_speakers]
    if quote.scripture:
        facts.append(_fact("", t("scripture")))
    if number in again:
        facts.append(_fact("", t("repeats")))
    if quote.score < MEDIUM:
        facts.append(_sureness(quote.score))
    if number in seen.quotes:
        facts.append(_fact("", _reviewed(seen, number)))
    return {
        "quote": number,
        "kind": quote.kind,
        "lit": lit,
        "faint": quote.score < SURE_QUOTE,
        "said": worded(quote),
        "facts": facts,
        "chips": [_stance(s) for s in toward.get(number, ())],
        "copy": copied(
            worded(quote),
            quote.speaker.name if quote.speaker else None,
            analysis.title,
            *(analysis.source, analysis.published, analysis.url),
        ),
        "evidence": None,
    }


def selected_statement(analysis: Analysis, number: int, seen: Reviewed) -> dict[str, Any]:
    """The clicked statement with everything about it: evidence, confidence, rule, model, review."""
    quote = analysis.quotes[number]
    card = statement(analysis, number, repeated(analysis), _toward(analysis), seen, lit=True)
    kind = t(f"speaker.{speaker_kind(quote)}")
    who = f"{quote.speaker.name} ({kind})" if quote.speaker else kind
    facts = [_fact(t("speaker"), who), *card["facts"]]
    if quote.score >= MEDIUM:
        facts.append(_sureness(quote.score))
    facts.append(_fact(t("rule"), rule_of(quote)))
    if stamp := analysis.models.get("quotes"):
        facts.append(_fact(t("model"), stamp.name, stamp.revision))
    if number not in seen.quotes:
        facts.append(_fact(t("review"), t("unreviewed")))
    return card | {"facts": facts, "evidence": {"label": t("evidence"), "text": evidence(analysis, quote)}}


def _toward(analysis: Analysis) -> dict[int, list[Stance]]:
    """The stances of each statement that has some."""
    found: dict[int, list[Stance]] = {}
    for stance in analysis.stances:
        found.setdefault(stance.quote, []).append(stance)
    return found


def _reviewed(seen: Reviewed, number: int) -> str:
    """That a statement was reviewed, by whom and when."""
    last = seen.last[number]
    return in_line((t("reviewed"), last.by, last.at[:10]))


def _fact(label: str, value: str, title: str = "") -> dict[str, str]:
    return {"label": label, "value": value, "title": title}


def _sureness(score: float) -> dict[str, str]:
    """A confidence in words; the number shows on demand."""
    return _fact(t("confidence"), confidence(score), f"{score:.2f}")


def rule_of(quote: Quote) -> str:
    """How the statement was found, in the page's words: the model, a rule, both, or an editor.

    A rule that the page has no words for is shown as its pattern.
    """
    found, _, rule = quote.rule.partition("rule: ")
    steps = [known(f"rule.{found.strip(', ')}", "")] if found else []
    if rule.startswith("marks"):
        steps.append(known(f"rule.{rule}", "rule.marks"))
    elif rule.startswith("object of "):
        steps.append(t("rule.object", verb=rule.removeprefix("object of ")))
    elif rule:
        steps.append(known(f"rule.{rule}", "") or t("rule.pattern", pattern=rule))
    return t("list.join").join(filter(None, steps)) or quote.rule


def kind_of(quote: Quote) -> str:
    return t(f"kind.{manner(quote)}")


def cue_of(quote: Quote) -> str:
    """The words of attribution and how they stand to what is said; "" without any."""
    if not quote.cue:
        return ""
    attitude = quote.cue.attitude
    return (
        f"{quote.cue.text} ({known(f'attitude.{attitude}', 'attitude.neutral')})"
        if attitude
        else quote.cue.text
    )


def _stance(stance: Stance) -> dict[str, str]:
    kind = stance.label if stance.sure else "unsure"
    shares = t("list.join").join(f"{t(f'stance.{k}')} {p:.2f}" for k, p in stance.probabilities.items())
    return {"kind": kind, "text": f"{t(f'stance.{kind}')}: {stance.target}", "title": shares}


def worded(quote: Quote) -> str:
    """A statement's words, in quotation marks where they are reported as they were said."""
    return f"«{quote.text}»" if quote.kind == "direct" else quote.text


def copied(words: str, speaker: str | None, title: str | None, *origin: str | None) -> str:
    """What the copy button gives: words, speaker, the article's title; outlet, date, link as `origin`."""
    about = [speaker or t("speaker.none"), f"«{title}»" if title else None, *origin]
    return "\n".join([words, t("list.join").join(map(directed, filter(None, about)))])


def name_group(analysis: Analysis, number: int, seen: Reviewed) -> Group:
    """The name of a clicked mention: its other forms, how sure the reading is, what read it."""
    mention = analysis.mentions[number]
    entity = _named(analysis, number)
    facts = [_sureness(mention.score)]
    if stamp := analysis.models.get("ner"):
        facts.append(_fact(t("model"), stamp.name, stamp.revision))
    facts.append(_fact(t("review"), t("reviewed" if entity.id in seen.entities else "unreviewed")))
    if entity.aliases:
        facts.insert(0, _fact(t("aliases"), t("list.join").join(entity.aliases)))
    chips = (t(f"label.{entity.label}"), count("n.mentions", len(entity.mentions)))
    return Group(entity.name, chips, facts=tuple(facts))


def place_groups(analysis: Analysis, number: int, seen: Reviewed) -> list[Group]:
    """Every place of the name of a clicked mention, and what it says itself."""
    entity = _named(analysis, number)
    lines = tuple(
        {"text": _around(analysis.text, analysis.mentions[i]), "goto": {"type": "mention", "id": i}}
        for i in entity.mentions
    )
    groups = [Group(t("places"), lines=lines)]
    again, toward = repeated(analysis), _toward(analysis)
    said = tuple(
        statement(analysis, k, again, toward, seen)
        for k, q in enumerate(analysis.quotes)
        if any(s and s.entity == entity.id for s in (q.speaker, *q.other_speakers))
    )
    return [*groups, Group(t("statements"), (count("n.statements", len(said)),), said)] if said else groups


def _named(analysis: Analysis, number: int) -> Entity:
    return next(e for e in analysis.entities if e.id == analysis.mentions[number].entity)


def _around(text: str, place: Mention) -> str:
    """The whole words around a place, about AROUND characters on each side."""
    start, end = max(0, place.start - AROUND), min(len(text), place.end + AROUND)
    before, after = text[start : place.start], text[place.end : end]
    if start:
        before = "… " + before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0] + " …"
    return " ".join(f"{before}{text[place.start : place.end]}{after}".split())

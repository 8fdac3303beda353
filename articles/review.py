"""What an editor says about findings: corrections, a reversible layer over them.

A correction hangs on the article's text and a span of it, not on a finding's number, so it outlives
the model that was corrected: it is applied to the finding with this span, or to the one that covers
most of it. One whose finding is no longer there changes nothing. Each is applied to what the earlier
ones left, under the names that the whole library had when it was made (`articles.naming`): the editor
decided about what was shown. Those that the library has now come last.

| kind | action | span | value |
|---|---|---|---|
| quote | confirm, delete | the quote | |
| quote | trim | the quote | `start`, `end`: its new span |
| quote | add | the new quote | `kind`; `speaker` as below |
| quote | speaker | the quote | `name` (None: nobody) and perhaps its `label`, or `start`, `end` and perhaps `name`; perhaps `kind` |
| mention | confirm, delete | the mention | |
| mention | trim | the mention | `start`, `end`: its new span |
| mention | add, retype | the mention | `label` |
| mention | split | the mention | `name`: this place is another entity, called so |
| entity | confirm, delete | a mention of it | |
| entity | split | a mention of it | `name`: every place spelt like this one is another entity |
| entity | rename | a mention of it | `name` |
| entity | retype | a mention of it | `label` |
| entity | merge | a mention of it | `start`, `end`: a mention of the entity that it goes into |
| stance | confirm | the quote | `target`; perhaps `label`, which then holds whatever a later model says |
| stance | change | the quote | `target`; `label` (None: no stance toward it) |
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, TypeVar

from articles.naming import NO_NAMINGS, Namings
from models.arabic import fold
from models.findings import STANCES, Analysis, Entity, Label, Mention, Quote, Span, Speaker, Stance

BY_EDITOR = "editor"  # the `rule` of what an editor changed; its score is 1
_SAME = 0.5  # intersection over union from which two spans are one finding


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of an editor about the span `start`..`end` of the article `text_id`.

    `kind`, `action` and `value` are those of the table above. `by` and `at` (ISO 8601, UTC) say who
    and when; the library fills in an empty `at` and the `id`.
    """

    text_id: str
    start: int
    end: int
    kind: str
    action: str
    value: dict[str, Any] = field(default_factory=dict)
    by: str = ""
    at: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What an editor has looked at: indexes of an applied analysis' quotes, ids of its entities, quote and
    target of its stances. `last` is the newest decision about each of those quotes.
    """

    quotes: frozenset[int] = frozenset()
    entities: frozenset[int] = frozenset()
    stances: frozenset[tuple[int, str]] = frozenset()
    last: Mapping[int, Correction] = field(default_factory=dict, compare=False)


def edited(
    analysis: Analysis, corrections: Iterable[Correction], namings: Namings = NO_NAMINGS
) -> tuple[Analysis, Reviewed]:
    """The findings as the editor left them, and what was looked at, in their numbering.

    Raises KeyError for a kind and action not in the table.
    """
    corrections = list(corrections)
    if not corrections and not _concern(namings, analysis):
        return analysis, Reviewed()
    draft = _Draft(analysis)
    # Many corrections stand between the same two decisions.
    times = sorted(n.at for n in namings.decided)
    held = {len(times): namings}
    for c in corrections:
        before = bisect_left(times, c.at)
        if before not in held:
            held[before] = namings.until(c.at)
        _call(draft, held[before])
        _ACTIONS[c.kind, c.action](draft, c)
    _call(draft, namings)
    return draft.assembled()


def _concern(namings: Namings, analysis: Analysis) -> bool:
    named = any(fold(e.name) in namings.names for e in analysis.entities) if namings.names else False
    return named or (
        bool(namings.targets) and any(fold(s.target) in namings.targets for s in analysis.stances)
    )


def places(text: str, words: str) -> list[Span]:
    """Where `words` stand in a text as words of their own; clitics may be attached before them."""
    words = words.strip()
    if not words:
        return []
    pattern = rf"(?<!\w)(?:[وف]?[بلك]?)({re.escape(words)})(?!\w)"
    return [Span(*m.span(1)) for m in re.finditer(pattern, text)]


# --- the draft that corrections change ------------------------------------------------------------


@dataclass(eq=False)
class _Name:
    name: str
    label: Label
    aliases: tuple[str, ...]
    touched: bool = False  # an editor looked at it
    changed: bool = False  # it is no longer what the reading found


@dataclass(eq=False)
class _Mention:
    found: Mention
    of: _Name

    @property
    def span(self) -> tuple[int, int]:
        return self.found.start, self.found.end


@dataclass(eq=False)
class _Statement:
    found: Quote
    stances: list[Stance]
    last: Correction | None = None
    decided: set[str] = field(default_factory=set)  # the targets whose stance an editor looked at

    @property
    def span(self) -> tuple[int, int]:
        return self.found.start, self.found.end

    def change(self, c: Correction, **fields: Any) -> None:
        self.found = replace(self.found, score=1.0, **fields)
        self.last = c


_Found = TypeVar("_Found", _Statement, _Mention)


class _Draft:
    """An analysis taken apart, its parts pointing at one another instead of carrying numbers."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.text = analysis.text
        self.names = {e.id: _Name(e.name, e.label, e.aliases) for e in analysis.entities}
        self.mentions = [_Mention(m, self.names[m.entity]) for m in analysis.mentions]
        stances = analysis.stances_by_quote()
        self.statements = [_Statement(q, stances.get(k, [])) for k, q in enumerate(analysis.quotes)]

    def statement(self, c: Correction) -> _Statement | None:
        return _nearest(self.statements, c.start, c.end)

    def mention(self, start: int, end: int) -> _Mention | None:
        return _nearest(self.mentions, start, end)

    def new_name(self, name: str, label: Label) -> _Name:
        made = _Name(name, label, (), touched=True, changed=True)
        self.names[max(self.names, default=-1) + 1] = made
        return made

    def called(self, text: str, label: Label | None = None) -> _Name | None:
        """The entity with this name, else the one with this alias: a name that was split off another is often
        an alias that the other still has.
        """
        wanted = fold(text)
        fits = [name for name in self.names.values() if label in (None, name.label)]
        by_name = (name for name in fits if fold(name.name) == wanted)
        by_alias = (name for name in fits if wanted in map(fold, name.aliases))
        return next(chain(by_name, by_alias), None)

    def label(self, name: _Name, label: Label) -> None:
        """Give an entity and all its places another label."""
        name.label = label
        for each in self.mentions:
            if each.of is name:
                each.found = replace(each.found, label=label)

    def join(self, gone: _Name, kept: _Name) -> None:
        """Make two entities one: places and speakers of `gone` are those of `kept`."""
        for each in self.mentions:
            if each.of is gone:
                each.of, each.found = kept, replace(each.found, label=kept.label)
        for id, name in self.names.items():
            if name is gone:
                self.names[id] = kept

    def id_of(self, name: _Name) -> int:
        return next(id for id, other in self.names.items() if other is name)

    def assembled(self) -> tuple[Analysis, Reviewed]:
        """The parts with numbers again. Entities nobody mentions any more are gone."""
        mentions = sorted(self.mentions, key=lambda m: m.span)
        old_ids = {id(name): old for old, name in reversed(self.names.items())}
        used = list({id(m.of): m.of for m in sorted(mentions, key=lambda m: old_ids[id(m.of)])}.values())
        number = {id(name): k for k, name in enumerate(used)}
        places: dict[int, list[int]] = {}
        for k, mention in enumerate(mentions):
            places.setdefault(number[id(mention.of)], []).append(k)
        statements = sorted(self.statements, key=lambda s: s.span)
        result = replace(
            self.analysis,
            mentions=tuple(replace(m.found, entity=number[id(m.of)]) for m in mentions),
            entities=tuple(_entity(k, name, mentions, places[k]) for k, name in enumerate(used)),
            quotes=tuple(self._requoted(s.found, number) for s in statements),
            stances=tuple(replace(s, quote=k) for k, each in enumerate(statements) for s in each.stances),
        )
        return result, Reviewed(
            frozenset(k for k, s in enumerate(statements) if s.last),
            frozenset(k for k, name in enumerate(used) if name.touched),
            frozenset((k, target) for k, s in enumerate(statements) for target in s.decided),
            {k: s.last for k, s in enumerate(statements) if s.last},
        )

    def _requoted(self, quote: Quote, number: dict[int, int]) -> Quote:
        def renamed(speaker: Speaker | None) -> Speaker | None:
            if speaker is None or speaker.entity is None:
                return speaker
            name = self.names[speaker.entity]
            shown = name.name if name.changed else speaker.name
            return replace(speaker, name=shown, entity=number.get(id(name)))

        others = tuple(renamed(s) for s in quote.other_speakers)
        return replace(
            quote, speaker=renamed(quote.speaker), relayed_by=renamed(quote.relayed_by), other_speakers=others
        )


def _entity(number: int, name: _Name, mentions: Sequence[_Mention], places: Sequence[int]) -> Entity:
    forms = dict.fromkeys(mentions[k].found.text for k in places)
    aliases = tuple(form for form in forms if form != name.name) if name.changed else name.aliases
    return Entity(number, name.name, name.label, aliases, tuple(places))


def _nearest(items: Sequence[_Found], start: int, end: int) -> _Found | None:
    """The item with this span, or the one that covers most of it."""

    def sameness(item: _Found) -> float:
        a, b = item.span
        both = min(b, end) - max(a, start)
        return both / (max(b, end) - min(a, start)) if both > 0 else 0.0

    best = max(items, key=sameness, default=None)
    return best if best is not None and sameness(best) >= _SAME else None


# --- the actions -----------------------------------------------------------------------------------


def _confirm_quote(draft: _Draft, c: Correction) -> None:
    if statement := draft.statement(c):
        statement.change(c)


def _delete_quote(draft: _Draft, c: Correction) -> None:
    if statement := draft.statement(c):
        draft.statements.remove(statement)


def _trim_quote(draft: _Draft, c: Correction) -> None:
    if statement := draft.statement(c):
        start, end = c.value["start"], c.value["end"]
        inside = tuple(v for v in statement.found.verbatim if start <= v.start and v.end <= end)
        statement.change(c, start=start, end=end, text=draft.text[start:end], verbatim=inside, rule=BY_EDITOR)


def _add_quote(draft: _Draft, c: Correction) -> None:
    quote = Quote(
        c.start, c.end, draft.text[c.start : c.end], c.value["kind"],
        verbatim=(), speaker=None, other_speakers=(), relayed_by=None, cue=None,
        scripture=False, rule=BY_EDITOR, score=1.0,
    )  # fmt: skip
    speaker = _speaker(draft, quote, c.value.get("speaker") or {})
    draft.statements.append(_Statement(replace(quote, speaker=speaker), [], last=c))


def _change_speaker(draft: _Draft, c: Correction) -> None:
    if statement := draft.statement(c):
        speaker = _speaker(draft, statement.found, c.value)
        statement.change(c, speaker=speaker, other_speakers=(), rule=BY_EDITOR)


def _speaker(draft: _Draft, quote: Quote, value: dict[str, Any]) -> Speaker | None:
    """The source that the editor names: an entity of the article, other words of it, or a name that is
    not in it, whose span is empty. It stands where the name is nearest to the quote.
    """
    if "start" in value:
        start, end = value["start"], value["end"]
        name = value.get("name") or draft.text[start:end]
        mention = draft.mention(start, end)
        entity = mention.of if mention else draft.called(name)
    elif value.get("name"):
        name = value["name"]
        entity = draft.called(name, value.get("label")) or draft.called(name)
        start, end = _place(draft, quote, name, entity)
    else:
        return None
    kind = value.get("kind") or ("person" if entity is None or entity.label == "PERS" else "organisation")
    text = draft.text[start:end]
    if entity is None:
        return Speaker(start, end, text, name, kind, None)
    return Speaker(start, end, text, entity.name, kind, draft.id_of(entity))


def _place(draft: _Draft, quote: Quote, name: str, entity: _Name | None) -> tuple[int, int]:
    spans = [m.span for m in draft.mentions if m.of is entity]
    if not spans:
        spans = [(place.start, place.end) for place in places(draft.text, name)]
    nearest = min(spans, key=lambda s: max(s[0] - quote.end, quote.start - s[1]), default=None)
    return nearest or (quote.start, quote.start)


def _confirm_mention(draft: _Draft, c: Correction) -> None:
    if mention := draft.mention(c.start, c.end):
        mention.found = replace(mention.found, score=1.0)


def _delete_mention(draft: _Draft, c: Correction) -> None:
    if mention := draft.mention(c.start, c.end):
        draft.mentions.remove(mention)
        _touch(mention.of)


def _touch(name: _Name) -> None:
    name.touched = name.changed = True


def _trim_mention(draft: _Draft, c: Correction) -> None:
    """Mentions don't overlap: others that stand in the new span give way."""
    mention = draft.mention(c.start, c.end)
    if mention is None:
        return
    old, start, end = mention.found.text, c.value["start"], c.value["end"]
    draft.mentions = [
        m for m in draft.mentions if m is mention or m.found.end <= start or end <= m.found.start
    ]
    mention.found = replace(mention.found, start=start, end=end, text=draft.text[start:end], score=1.0)
    name = mention.of
    if name.name == old and all(m.found.text != old for m in draft.mentions if m.of is name):
        name.name = mention.found.text
    _touch(name)


def _add_mention(draft: _Draft, c: Correction) -> None:
    """Mentions don't overlap: one that stands there gives way."""
    text, label = draft.text[c.start : c.end], c.value["label"]
    draft.mentions = [m for m in draft.mentions if m.found.end <= c.start or c.end <= m.found.start]
    name = draft.called(text, label) or draft.new_name(text, label)
    _touch(name)
    draft.mentions.append(_Mention(Mention(c.start, c.end, text, label, 1.0, -1), name))


def _retype_mention(draft: _Draft, c: Correction) -> None:
    mention = draft.mention(c.start, c.end)
    if mention is None:
        return
    if sum(m.of is mention.of for m in draft.mentions) == 1:  # nothing is left behind: the same entity
        _retype_entity(draft, c)
    else:
        _touch(mention.of)
        _add_mention(draft, replace(c, start=mention.found.start, end=mention.found.end))


def _split_mention(draft: _Draft, c: Correction) -> None:
    if mention := draft.mention(c.start, c.end):
        _split(draft, [mention], c.value["name"])


def _split_entity(draft: _Draft, c: Correction) -> None:
    if mention := draft.mention(c.start, c.end):
        spelling = fold(mention.found.text)
        alike = [m for m in draft.mentions if m.of is mention.of and fold(m.found.text) == spelling]
        _split(draft, alike, c.value["name"])


def _split(draft: _Draft, places: Sequence[_Mention], name: str) -> None:
    """Make these places of an entity another one; who speaks by these words goes with them."""
    old = places[0].of
    new = draft.new_name(name, old.label)
    number = draft.id_of(new)
    _touch(old)
    for place in places:
        place.of, place.found = new, replace(place.found, score=1.0)

    def followed(speaker: Speaker | None) -> Speaker | None:
        if speaker is None or speaker.entity is None or draft.names[speaker.entity] is not old:
            return speaker
        here = any(m.found.start < speaker.end and speaker.start < m.found.end for m in places)
        return replace(speaker, entity=number) if here else speaker

    for statement in draft.statements:
        quote = statement.found
        statement.found = replace(
            quote,
            speaker=followed(quote.speaker),
            relayed_by=followed(quote.relayed_by),
            other_speakers=tuple(map(followed, quote.other_speakers)),
        )


def _confirm_entity(draft: _Draft, c: Correction) -> None:
    if mention := draft.mention(c.start, c.end):
        mention.of.touched = True
        for each in draft.mentions:
            if each.of is mention.of:
                each.found = replace(each.found, score=1.0)


def _delete_entity(draft: _Draft, c: Correction) -> None:
    if mention := draft.mention(c.start, c.end):
        draft.mentions = [m for m in draft.mentions if m.of is not mention.of]


def _rename_entity(draft: _Draft, c: Correction) -> None:
    if mention := draft.mention(c.start, c.end):
        mention.of.name = c.value["name"]
        _touch(mention.of)


def _retype_entity(draft: _Draft, c: Correction) -> None:
    if mention := draft.mention(c.start, c.end):
        _touch(mention.of)
        draft.label(mention.of, c.value["label"])


def _merge_entity(draft: _Draft, c: Correction) -> None:
    mention = draft.mention(c.start, c.end)
    into = draft.mention(c.value["start"], c.value["end"])
    if mention is None or into is None or mention.of is into.of:
        return
    _touch(into.of)
    draft.join(mention.of, into.of)


def _confirm_stance(draft: _Draft, c: Correction) -> None:
    statement, target = draft.statement(c), c.value["target"]
    if statement:
        found = next((s.label for s in statement.stances if s.target == target), None)
        if label := c.value.get("label", found):
            _set_stance(statement, c, label)


def _change_stance(draft: _Draft, c: Correction) -> None:
    if statement := draft.statement(c):
        _set_stance(statement, c, c.value["label"])


def _set_stance(statement: _Statement, c: Correction, label: str | None) -> None:
    """Who decides where a speaker stands has looked at the statement, too."""
    target, statement.last = c.value["target"], c
    statement.stances = [s for s in statement.stances if s.target != target]
    if label is None:
        statement.decided.discard(target)
    else:
        certain = {each: float(each == label) for each in STANCES}
        statement.stances.append(Stance(-1, target, label, True, certain))
        statement.decided.add(target)


# --- what is decided for the whole library ----------------------------------------------------------


def _call(draft: _Draft, namings: Namings) -> None:
    """Entities and targets under the names that they have in the whole library; what has them already stays."""
    _rename_everywhere(draft, namings)
    _retarget_everywhere(draft, namings)


def _rename_everywhere(draft: _Draft, namings: Namings) -> None:
    """Entities under the names they have in the whole library; those that come to one name are one."""
    if not namings.names:
        return
    for name in set(draft.names.values()):
        if naming := namings.names.get(fold(name.name)):
            name.name, name.changed = naming.into, True
            if naming.label:
                draft.label(name, naming.label)
    first: dict[tuple[str, Label], _Name] = {}
    for name in list(draft.names.values()):
        one = first.setdefault((fold(name.name), name.label), name)
        if one is not name and (one.changed or name.changed) and fold(name.name) in namings.results:
            one.touched |= name.touched
            one.changed = True
            draft.join(name, one)


def _retarget_everywhere(draft: _Draft, namings: Namings) -> None:
    """Targets under the names they have in the whole library. Where a statement had a stance toward several of
    them, what an editor decided holds, then what is sure; where two sure ones differ, nothing is decided.
    """
    if not namings.targets:
        return
    for statement in draft.statements:
        asked: dict[str, list[tuple[bool, Stance]]] = {}
        for stance in statement.stances:
            naming = namings.targets.get(fold(stance.target))
            target = naming.into if naming else stance.target
            decided = stance.target in statement.decided
            asked.setdefault(target, []).append((decided, replace(stance, target=target)))
        statement.decided = {target for target, stances in asked.items() if any(d for d, _ in stances)}
        statement.stances = [_one(stances) for stances in asked.values()]


def _one(stances: Sequence[tuple[bool, Stance]]) -> Stance:
    """The stance of a statement that has these toward one target, each with whether an editor decided it."""
    decided, best = max(stances, key=lambda s: (s[0], s[1].sure, s[1].probabilities[s[1].label]))
    differ = any(s.sure and s.label != best.label for _, s in stances)
    return replace(best, sure=False) if differ and not decided else best


_ACTIONS: dict[tuple[str, str], Callable[[_Draft, Correction], None]] = {
    ("quote", "confirm"): _confirm_quote,
    ("quote", "delete"): _delete_quote,
    ("quote", "trim"): _trim_quote,
    ("quote", "add"): _add_quote,
    ("quote", "speaker"): _change_speaker,
    ("mention", "confirm"): _confirm_mention,
    ("mention", "delete"): _delete_mention,
    ("mention", "trim"): _trim_mention,
    ("mention", "split"): _split_mention,
    ("mention", "add"): _add_mention,
    ("mention", "retype"): _retype_mention,
    ("entity", "confirm"): _confirm_entity,
    ("entity", "delete"): _delete_entity,
    ("entity", "split"): _split_entity,
    ("entity", "rename"): _rename_entity,
    ("entity", "retype"): _retype_entity,
    ("entity", "merge"): _merge_entity,
    ("stance", "confirm"): _confirm_stance,
    ("stance", "change"): _change_stance,
}

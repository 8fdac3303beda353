"""What a reading of an article finds: the one contract every room knows.

Plain frozen dataclasses. Every `start`/`end` is an offset in Python code points, end exclusive,
into the article's text as it was decoded. `to_json` gives the object that `analyse.py` writes and
`schema.json` describes; `from_json` reads it back.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

Label = Literal["PERS", "LOC", "ORG", "MISC"]
QuoteKind = Literal["direct", "indirect"]
SpeakerKind = Literal["person", "organisation", "role", "anonymous"]
StanceLabel = Literal["favor", "against", "neutral"]
Verdict = Literal["favor", "against", "neutral", "unsure"]

LABELS: tuple[Label, ...] = ("PERS", "LOC", "ORG", "MISC")
SPEAKER_KINDS: tuple[SpeakerKind, ...] = ("person", "organisation", "role", "anonymous")
STANCES: tuple[StanceLabel, ...] = ("favor", "against", "neutral")
VERDICTS: tuple[Verdict, ...] = (*STANCES, "unsure")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article's text: code points, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a name stands. `entity` is the id of its `Entity`; mentions don't overlap."""

    start: int
    end: int
    text: str
    label: Label
    score: float
    entity: int


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, place, body or other name with all its spellings in the article.

    `name` is the fullest form; `aliases` the other forms; `mentions` indexes into
    `Analysis.mentions`.
    """

    id: int
    name: str
    label: Label
    aliases: tuple[str, ...]
    mentions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it: the words that name the source nearest to the quote, and the canonical `name`.

    `entity` is the id of the article's entity that the speaker is, or None (an office, an unnamed
    source).
    """

    start: int
    end: int
    text: str
    name: str
    kind: SpeakerKind
    entity: int | None


@dataclass(frozen=True, slots=True)
class Cue:
    """The reporting word as it stands in the text, its dictionary verb and its attitude class."""

    start: int
    end: int
    text: str
    verb: str | None
    attitude: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """One statement. `verbatim` holds the marked stretches inside an indirect quote.

    `rule` names the rule or model step that found it; `score` (0..1) is its confidence.
    """

    start: int
    end: int
    text: str
    kind: QuoteKind
    verbatim: tuple[Span, ...]
    speaker: Speaker | None
    other_speakers: tuple[Speaker, ...]
    relayed_by: Speaker | None
    cue: Cue | None
    scripture: bool
    rule: str
    score: float

    @property
    def speaker_kind(self) -> SpeakerKind | Literal["none"]:
        """The kind of its speaker, `none` where nobody was found."""
        return self.speaker.kind if self.speaker else "none"


@dataclass(frozen=True, slots=True)
class Stance:
    """Where the speaker of quote number `quote` stands toward `target`.

    `sure` is False where the model's probability stays under the threshold chosen for precision:
    that is «لم يُحسم آليًا», not neutral.
    """

    quote: int
    target: str
    label: StanceLabel
    sure: bool
    probabilities: dict[str, float]

    @property
    def verdict(self) -> Verdict:
        """The label, `unsure` where it was not decided: what is counted and shown."""
        return self.label if self.sure else "unsure"


@dataclass(frozen=True, slots=True)
class ModelStamp:
    """Which model read: its name and revision."""

    name: str
    revision: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """All findings of one article, as the contract orders them."""

    id: str
    path: str
    record: int | None
    title: str | None
    source: str | None
    published: str | None
    url: str | None
    text: str
    sentences: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    stances: tuple[Stance, ...] = ()
    models: dict[str, ModelStamp] = field(default_factory=dict)

    def stances_by_quote(self) -> dict[int, list[Stance]]:
        """The stances of every statement that has any, by its number."""
        found: dict[int, list[Stance]] = {}
        for stance in self.stances:
            found.setdefault(stance.quote, []).append(stance)
        return found

    def to_json(self) -> dict[str, Any]:
        """The contract's JSON object: plain dicts and lists."""
        return asdict(self, dict_factory=_plain)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Analysis:
        """The inverse of `to_json`. Raises KeyError or TypeError where the contract is broken."""
        return cls(
            **{f.name: data[f.name] for f in fields(cls) if f.name not in _NESTED},
            sentences=tuple(Span(**s) for s in data["sentences"]),
            mentions=tuple(Mention(**m) for m in data["mentions"]),
            entities=tuple(
                Entity(**{**e, "aliases": tuple(e["aliases"]), "mentions": tuple(e["mentions"])})
                for e in data["entities"]
            ),
            quotes=tuple(_quote(q) for q in data["quotes"]),
            stances=tuple(Stance(**s) for s in data["stances"]),
            models={job: ModelStamp(**stamp) for job, stamp in data["models"].items()},
        )


_NESTED = {"sentences", "mentions", "entities", "quotes", "stances", "models"}


def _plain(items: list[tuple[str, Any]]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in items}


def _quote(data: dict[str, Any]) -> Quote:
    def speaker(value: dict | None) -> Speaker | None:
        return None if value is None else Speaker(**value)

    return Quote(
        **{
            **data,
            "verbatim": tuple(Span(**s) for s in data["verbatim"]),
            "speaker": speaker(data["speaker"]),
            "other_speakers": tuple(Speaker(**s) for s in data["other_speakers"]),
            "relayed_by": speaker(data["relayed_by"]),
            "cue": None if data["cue"] is None else Cue(**data["cue"]),
        }
    )

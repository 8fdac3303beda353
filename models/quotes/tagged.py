"""What the encoder says about quotes, before the rules read it."""

from __future__ import annotations

from dataclasses import dataclass

from models.findings import QuoteKind

TOLD = 3.0  # log-odds that a sure answer of the encoder is worth


@dataclass(frozen=True, slots=True)
class Scored:
    """A stretch of the text (code points, end exclusive) and the model's probability for it, 0..1."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Tagged:
    """A statement as the encoder tagged it: its words, and whom and what it took for source and cue."""

    start: int
    end: int
    kind: QuoteKind
    score: float
    speaker: Scored | None
    cue: Scored | None

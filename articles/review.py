"""What an editor says about findings: corrections, a reversible layer over them.

A correction hangs on the article's text and a span of it, not on a finding's number, so it
outlives the model that was corrected.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of an editor about the span `start`..`end` of the article `text_id`.

    `kind` is what it is about (`quote`, `mention`, `entity`, `stance`), `action` what was decided,
    `value` what the action needs. `by` and `at` (ISO 8601, UTC) say who and when; the library fills
    in an empty `at` and the `id`.
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

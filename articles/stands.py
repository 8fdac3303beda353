"""Where the speakers of an article stand: counts of statements by speaker and target, never an average."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from articles.facts import SURE_QUOTE
from articles.topics import settled, turned
from models.arabic import fold
from models.findings import VERDICTS, Analysis
from models.repeats import repeated


@dataclass(slots=True)
class Cell:
    """What one speaker says about one target: numbers of the statements by `VERDICTS`."""

    quotes: dict[str, list[int]] = field(default_factory=lambda: {verdict: [] for verdict in VERDICTS})

    @property
    def mixed(self) -> bool:
        """Whether the speaker said both."""
        return bool(self.quotes["favor"] and self.quotes["against"])


@dataclass(frozen=True, slots=True)
class Stands:
    """`cells` by speaker and target, `speakers` and `targets` those of most statements first. `statements` is how many
    are counted; `faint` and `repeats` how many are not: too uncertain, or a headline's repetition.
    """

    speakers: tuple[str, ...]
    targets: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    statements: int
    faint: int
    repeats: int


def stands(
    analysis: Analysis,
    sides: Mapping[str, str] | None = None,
    opposites: Mapping[str, str] | None = None,
    decided: Container[tuple[int, str]] = (),
) -> Stands:
    """The stances of an article in rows and columns. With `sides` (folded name → side) speakers count under their
    side; with `opposites` (folded target → opposite) a stance toward a target's opposite counts turned. `decided` are
    the quote and target of those that an editor decided.
    """
    again = repeated(analysis)
    cells: dict[tuple[str, str], Cell] = {}
    counted, faint, repeats = set(), set(), set()
    # A statement that speaks of a target and of its opposite counts once.
    asked: dict[tuple[int, str], list[tuple[bool, str]]] = {}
    for said, stance in zip(analysis.stances, turned(analysis.stances, opposites or {}), strict=True):
        by_editor = (said.quote, said.target) in decided
        asked.setdefault((stance.quote, stance.target), []).append((by_editor, stance.verdict))
    for (number, target), labels in asked.items():
        quote = analysis.quotes[number]
        if quote.speaker is None:
            continue
        if number in again:
            repeats.add(number)
        elif quote.score < SURE_QUOTE:
            faint.add(number)
        else:
            counted.add(number)
            name = quote.speaker.name
            who = (sides or {}).get(fold(name), name)
            cell = cells.setdefault((who, target), Cell())
            cell.quotes[settled(labels)].append(number)
    return Stands(_most(cells, 0), _most(cells, 1), cells, len(counted), len(faint), len(repeats))


def _most(cells: Mapping[tuple[str, str], Cell], side: int) -> tuple[str, ...]:
    """The speakers (0) or targets (1), those of most statements first."""
    total: dict[str, int] = {}
    for at, cell in cells.items():
        total[at[side]] = total.get(at[side], 0) + sum(map(len, cell.quotes.values()))
    return tuple(sorted(total, key=lambda name: -total[name]))

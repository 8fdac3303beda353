"""The scripts and styles of the components, from `parts/`."""

from pathlib import Path

PARTS = Path(__file__).parent / "parts"


def part(*names: str) -> str:
    """The files of these names one after another: a later script uses what an earlier one defines."""
    return "\n".join((PARTS / name).read_text(encoding="utf-8") for name in names)

"""The title that a text itself begins with."""

from __future__ import annotations

LONGEST = 250  # characters: a longer first line is a paragraph
_FINAL = tuple(".!؟?:؛،,")


def first_line_title(text: str) -> str | None:
    """The first line, where a blank line sets it apart, or where it has no final punctuation and a
    longer paragraph follows. A Markdown heading's marks are left off.
    """
    lines = [line.strip() for line in text.lstrip().splitlines()[:3]]
    if len(lines) < 2 or not lines[0] or len(lines[0]) > LONGEST:
        return None
    set_apart = not lines[1] and any(lines[2:])
    heads = not lines[0].endswith(_FINAL) and len(lines[1]) > len(lines[0])
    return lines[0].lstrip("# ").strip() or None if set_apart or heads else None

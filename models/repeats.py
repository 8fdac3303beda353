"""Which statements of a headline only repeat one of the body: such a statement counts once."""

from __future__ import annotations

from models.arabic import content, fold
from models.findings import Analysis, Quote
from models.title import first_line_title

# Share of the shorter statement's words that the longer one must have, and the fewest words it takes.
SHARED, FEWEST = 0.6, 3


def repeated(analysis: Analysis) -> dict[int, int]:
    """Number of a headline's statement → number of the body's statement it repeats."""
    first = analysis.text.lstrip().partition("\n")[0].strip().lstrip("# ")
    headline = first if first == analysis.title else first_line_title(analysis.text)
    if not headline or headline.endswith("."):  # a paragraph that is set apart is none
        return {}
    head = analysis.text.index(headline) + len(headline)
    title = [k for k, q in enumerate(analysis.quotes) if q.start < head]
    body = [(k, content(q.text)) for k, q in enumerate(analysis.quotes) if q.start >= head]
    out = {}
    for number in title:
        own = content(analysis.quotes[number].text)
        shares = [
            (len(own & words) / min(len(own), len(words)), k)
            for k, words in body
            if min(len(own), len(words)) >= FEWEST
            and _may_be_one(analysis.quotes[number], analysis.quotes[k])
        ]
        best, k = max(shares, default=(0.0, -1))
        if best >= SHARED:
            out[number] = k
    return out


def _may_be_one(a: Quote, b: Quote) -> bool:
    """Whether two statements may have one speaker: the same, or a headline that names none."""
    if a.speaker is None or b.speaker is None:
        return True
    if a.speaker.entity is not None or b.speaker.entity is not None:
        return a.speaker.entity == b.speaker.entity
    return bool(set(fold(a.speaker.name).split()) & set(fold(b.speaker.name).split()))

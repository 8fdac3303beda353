"""Names in a text: words → logits → labels → mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from models.arabic import INVISIBLE, WORD, strip, tokens
from models.clitics import Clitics
from models.decoding import runs, softmax
from models.findings import LABELS, Mention, Span
from models.names import is_name

if TYPE_CHECKING:
    from models.engine import TokenClassifier

# Words of consecutive sentences read together: names are easier with their surroundings.
TOGETHER = 80
# The edges of a mention that are no part of a name: punctuation, blanks, invisible marks.
EDGE = re.compile(f"[\\s«»“”\"'‘’‹›()\\[\\]{{}}،؛:.…؟!,;–—/\\\\*•{INVISIBLE}-]")
BLANK_LINE = re.compile("\n[^\\S\n]*\n|\r[^\\S\n\r]*\r|[\f\u2029]")


@dataclass(frozen=True, slots=True)
class _Sequence:
    """Words of consecutive sentences and where each stands in the article."""

    words: list[str]
    places: list[tuple[int, int]]


class NerModel:
    """Reads names with a token classifier whose labels are O and B-/I- of PERS, LOC, ORG, MISC."""

    def __init__(self, classifier: TokenClassifier) -> None:
        self.classifier = classifier
        wanted = {"O", *(f"{p}-{label}" for p in "BI" for label in LABELS)}
        missing = wanted - set(classifier.labels)
        if missing:
            raise ValueError(f"not a checkpoint for names: its labels lack {', '.join(sorted(missing))}")
        self._columns = [classifier.labels.index("O")]
        self._columns += [classifier.labels.index(f"{p}-{label}") for label in LABELS for p in "BI"]

    def read(self, articles: Sequence[tuple[str, Sequence[Span]]]) -> list[list[Mention]]:
        """The mentions of each (text, sentences), in order, not overlapping, `entity` still -1.

        A mention covers whole words but for an attached clitic at its front; its score is the mean
        probability of its label over its words.
        """
        sequences = [(a, s) for a, (text, spans) in enumerate(articles) for s in _sequences(text, spans)]
        answers = self.classifier.word_logits([s.words for _, s in sequences])
        found: list[list[Mention]] = [[] for _ in articles]
        for (a, sequence), logits in zip(sequences, answers, strict=True):
            text = articles[a][0]
            for first, last, kind, score in runs(softmax(logits[:, self._columns])):
                for start, end in _stretches(text, sequence.places[first : last + 1]):
                    found[a].append(Mention(start, end, text[start:end], LABELS[kind], score, -1))
        whole = (_without_clitics(text, f) for (text, _), f in zip(articles, found, strict=True))
        return [[m for m in mentions if is_name(m.text)] for mentions in whole]


def _sequences(text: str, sentences: Sequence[Span]) -> list[_Sequence]:
    """The text's sentences as words, consecutive ones together up to TOGETHER words."""
    out: list[_Sequence] = []
    for sentence in sentences:
        bare, origin = strip(text[sentence.start : sentence.end])
        spans = tokens(bare)
        words = [bare[a:b] for a, b in spans]
        places = [(sentence.start + origin[a], sentence.start + origin[b]) for a, b in spans]
        if out and len(out[-1].words) + len(words) <= TOGETHER:
            out[-1].words.extend(words)
            out[-1].places.extend(places)
        elif words:
            out.append(_Sequence(words, places))
    return out


def _stretches(text: str, places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The words' stretch of text, trimmed; several where a blank line stands between two words."""
    start = places[0][0]
    for (_, end), (after, _) in pairwise(places):
        if BLANK_LINE.search(text, end, after):
            yield from _trim(text, start, end)
            start = after
    yield from _trim(text, start, places[-1][1])


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch without marks and blanks at its edges, if a word is left.

    A bracket or quotation mark whose partner is inside stays, but for a pair that holds it all.
    """
    closing = {"«": "»", "“": "”", "(": ")", '"': '"'}
    opening = {shut: opened for opened, shut in closing.items()}
    while start < end and EDGE.match(text[start]):
        shut = text.find(closing.get(text[start], ""), start + 1, end)
        if text[start] in closing and shut >= 0 and WORD.search(text, shut, end):
            break
        start += 1
    while start < end and EDGE.match(text[end - 1]):
        opened = opening.get(text[end - 1])
        if opened and text.find(opened, start, end - 1) >= 0:
            break
        end -= 1
    if WORD.search(strip(text[start:end])[0]):
        yield start, end


def _without_clitics(text: str, mentions: list[Mention]) -> list[Mention]:
    """Each mention from its name's own first letter on, and two persons joined by و as two."""
    clitics = Clitics(text, mentions)
    out = []
    for m in mentions:
        edges = [m.start, *(m.start + joint for joint in clitics.joined(m)), m.end]
        for start, end in (part for a, b in pairwise(edges) for part in _trim(text, a, b)):
            whole = replace(m, start=start, end=end, text=text[start:end])
            start += clitics.length(whole)
            out.append(replace(whole, start=start, text=text[start:end]))
    return out

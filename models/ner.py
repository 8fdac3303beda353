"""Names in a text: words → logits → labels → mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.arabic import strip, tokens
from models.clitics import Clitics
from models.findings import LABELS, Mention, Span

if TYPE_CHECKING:
    import numpy as np

    from models.engine import TokenClassifier

# Words of consecutive sentences read together: names are easier with their surroundings.
TOGETHER = 80
# The edges of a mention that are no part of a name.
EDGES = "«»“”\"'‘’‹›()[]{}،؛:.…؟!,;-–—/\\*•"


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
            for first, last, label, score in decode(logits[:, self._columns]):
                places = sequence.places[first : last + 1]
                start, end = _trim(text, places[0][0], places[-1][1])
                if start < end:
                    found[a].append(Mention(start, end, text[start:end], label, score, -1))
        return [_without_clitics(text, f) for (text, _), f in zip(articles, found, strict=True)]


def decode(logits: np.ndarray) -> list[tuple[int, int, str, float]]:
    """(first word, last word, label, score) of the best B/I-consistent labelling.

    `logits` is [words, 9]: O, then B and I of each of LABELS. Viterbi over the words' own
    probabilities, in which I-X may only follow B-X or I-X.
    """
    import numpy as np

    if not len(logits):
        return []
    probabilities = np.exp(logits - logits.max(1, keepdims=True))
    probabilities /= probabilities.sum(1, keepdims=True)
    logs = np.log(np.maximum(probabilities, 1e-12))
    n = logs.shape[1]
    step = np.zeros((n, n))
    for inner in range(2, n, 2):
        step[:, inner] = -np.inf
        step[[inner - 1, inner], inner] = 0
    best, back = logs[0].copy(), np.zeros((len(logs), n), dtype=np.int32)
    best[2::2] = -np.inf
    for t in range(1, len(logs)):
        through = best[:, None] + step
        back[t] = through.argmax(0)
        best = through.max(0) + logs[t]
    path = [int(best.argmax())]
    for t in range(len(logs) - 1, 0, -1):
        path.append(int(back[t, path[-1]]))
    runs: list[list[int]] = []
    for t, state in enumerate(reversed(path)):
        if state % 2:
            runs.append([t, t, (state - 1) // 2])
        elif state:
            runs[-1][1] = t
    # A word's evidence for a type is B and I together: which of the two is a question of extent.
    by_type = probabilities[:, 1:].reshape(len(logs), -1, 2).sum(2)
    return [(a, b, LABELS[k], float(by_type[a : b + 1, k].mean())) for a, b, k in runs]


def _sequences(text: str, sentences: Sequence[Span]) -> list[_Sequence]:
    """The text's sentences as words, consecutive ones together up to TOGETHER words."""
    out: list[_Sequence] = []
    for sentence in sentences:
        bare, origin = strip(text[sentence.start : sentence.end])
        spans = tokens(bare)
        words = [bare[a:b] for a, b in spans]
        places = [(sentence.start + origin[a], sentence.start + origin[b - 1] + 1) for a, b in spans]
        if out and len(out[-1].words) + len(words) <= TOGETHER:
            out[-1].words.extend(words)
            out[-1].places.extend(places)
        elif words:
            out.append(_Sequence(words, places))
    return out


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Edges without marks and blanks, but a bracket or quotation mark whose partner is inside stays."""
    partner = {"»": "«", "”": "“", ")": "(", '"': '"'}
    while start < end and (text[start] in EDGES or text[start].isspace()):
        start += 1
    while start < end and (text[end - 1] in EDGES or text[end - 1].isspace()):
        opening = partner.get(text[end - 1])
        if opening and text.find(opening, start, end - 1) >= 0:
            break
        end -= 1
    return start, end


def _without_clitics(text: str, mentions: list[Mention]) -> list[Mention]:
    clitics = Clitics(text, mentions)
    out = []
    for m in mentions:
        start = m.start + clitics.length(m)
        out.append(Mention(start, m.end, text[start : m.end], m.label, m.score, m.entity))
    return out

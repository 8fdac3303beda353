"""The encoder's reading of quotes, in two passes of one token classifier.

Pass one tags the words of statements (B-/I-DIRECT, B-/I-INDIRECT) in windows of sentences. Pass two
reads every statement again, set between `<q>` and `</q>` with what stands around it, and tags that
statement's own speaker and cue (B-/I-SPEAKER, B-/I-CUE).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from models.arabic import strip, tokens
from models.decoding import runs, softmax
from models.findings import Span
from models.quotes.tagged import Scored, Tagged

if TYPE_CHECKING:
    import numpy as np

    from models.engine import TokenClassifier

LABELS = (
    *("B-DIRECT", "I-DIRECT", "B-INDIRECT", "I-INDIRECT"),
    *("B-SPEAKER", "I-SPEAKER", "B-CUE", "I-CUE", "O"),
)
# Words: as long as the paragraphs the tagger learned from; a window shares its end with the next.
WINDOW, OVERLAP = 150, 50
# Words shown around and inside a marked statement.
BEFORE, HEAD, TAIL, AFTER = 90, 22, 14, 25
OPEN, CLOSE = "<q>", "</q>"


def marked(words: Sequence[str], first: int, last: int) -> tuple[list[str], list[int]]:
    """The statement words[first..last] (inclusive) marked in its surroundings.

    Returns (sequence, places): `places[k]` is the index in `words` of `sequence[k]`, -1 for marks
    and for words of the statement itself. A long statement shows its head and tail only.
    """
    inside = list(range(first, last + 1))
    if len(inside) > HEAD + TAIL:
        inside = [*inside[:HEAD], *inside[-TAIL:]]
    before = range(max(0, first - BEFORE), first)
    after = range(last + 1, min(len(words), last + 1 + AFTER))
    sequence = [words[i] for i in before] + [OPEN, *(words[i] for i in inside), CLOSE]
    places = [*before, *[-1] * (len(inside) + 2), *after]
    return sequence + [words[i] for i in after], places


def windows(ends: Sequence[int]) -> list[tuple[int, int]]:
    """Windows (first word, end word) over sentences that end before the words `ends`.

    Each holds whole sentences up to WINDOW words (one longer sentence stays whole) and begins about
    OVERLAP words before the last one ended.
    """
    starts = [0, *ends[:-1]]
    out: list[tuple[int, int]] = []
    i = 0
    while i < len(ends):
        j = i
        while j + 1 < len(ends) and ends[j + 1] - starts[i] <= WINDOW:
            j += 1
        out.append((starts[i], ends[j]))
        if j + 1 == len(ends):
            break
        # The next one overlaps this one where it can still reach past it.
        fits = [
            k
            for k in range(i + 1, j + 1)
            if ends[j] - starts[k] <= OVERLAP and ends[j + 1] - starts[k] <= WINDOW
        ]
        i = fits[0] if fits else j + 1
    return out


def stretches(
    probabilities: np.ndarray, labels: Sequence[str], kinds: Sequence[str]
) -> list[tuple[int, int, str, float]]:
    """(first, last, kind, score) of the stretches of the given kinds; every other label counts as O.

    `probabilities` is [words, labels].
    """
    import numpy as np

    columns = probabilities[:, [labels.index(f"{p}-{kind}") for kind in kinds for p in "BI"]]
    other = 1 - columns.sum(1, keepdims=True)
    return [(a, b, kinds[k], score) for a, b, k, score in runs(np.hstack([other, columns]))]


class QuoteTagger:
    """Finds statements with their speakers and cues; `classifier` carries the labels of LABELS."""

    def __init__(self, classifier: TokenClassifier) -> None:
        self.classifier = classifier

    def read(self, articles: Sequence[tuple[str, Sequence[Span]]]) -> list[list[Tagged]]:
        """The tagged statements of each (text, sentences), in order of place."""
        prepared = [_Words(text, sentences) for text, sentences in articles]
        contents = self._contents(prepared)
        asked = [(a, run) for a, found in enumerate(contents) for run in found]
        sequences = [marked(prepared[a].words, run[0], run[1]) for a, run in asked]
        answers = self._probabilities([sequence for sequence, _ in sequences])
        out: list[list[Tagged]] = [[] for _ in prepared]
        for (a, run), (_, places), p in zip(asked, sequences, answers, strict=True):
            words = prepared[a]
            source, cue = (self._best(p, places, words, kind) for kind in ("SPEAKER", "CUE"))
            start, end = words.span(run[0], run[1])
            out[a].append(Tagged(start, end, run[2].lower(), run[3], source, cue))
        return out

    def _probabilities(self, sequences: list[list[str]]) -> list[np.ndarray]:
        return [softmax(logits) for logits in self.classifier.word_logits(sequences)]

    def _contents(self, prepared: list[_Words]) -> list[list[tuple[int, int, str, float]]]:
        import numpy as np

        cuts = [(a, w) for a, words in enumerate(prepared) for w in windows(words.ends)]
        answers = self._probabilities([prepared[a].words[w[0] : w[1]] for a, w in cuts])
        whole = [np.zeros((len(words.words), len(self.classifier.labels))) for words in prepared]
        room = [np.full(len(words.words), -1) for words in prepared]
        for (a, (start, end)), p in zip(cuts, answers, strict=True):
            # Of two windows that saw a word, the one with more text around it is heard; the edges of
            # the article count as far away.
            left = np.arange(end - start) + (10_000 if start == 0 else 0)
            right = np.arange(end - start)[::-1] + (10_000 if end == len(whole[a]) else 0)
            reach = np.minimum(left, right)
            better = reach > room[a][start:end]
            whole[a][start:end][better] = p[better]
            room[a][start:end][better] = reach[better]
        labels = self.classifier.labels
        return [stretches(p, labels, ("DIRECT", "INDIRECT")) for p in whole]

    def _best(self, p: np.ndarray, places: list[int], words: _Words, kind: str) -> Scored | None:
        found = [
            r
            for r in stretches(p, self.classifier.labels, (kind,))
            if places[r[0]] >= 0 and places[r[1]] >= 0
        ]
        if not found:
            return None
        first, last, _, score = max(found, key=lambda r: r[3])
        return Scored(*words.span(places[first], places[last]), score)


class _Words:
    """A text as the tagger sees it: stripped words, where each came from, where sentences end."""

    def __init__(self, text: str, sentences: Sequence[Span]) -> None:
        bare, origin = strip(text)
        spans = tokens(bare)
        self.words = [bare[a:b] for a, b in spans]
        self._starts = [origin[a] for a, _ in spans]
        self._ends = [origin[b - 1] + 1 for _, b in spans]
        self.ends: list[int] = []
        at = 0
        for sentence in sentences:
            while at < len(self._starts) and self._starts[at] < sentence.end:
                at += 1
            if at > (self.ends[-1] if self.ends else 0):
                self.ends.append(at)
        if at < len(spans):
            self.ends.append(len(spans))

    def span(self, first: int, last: int) -> tuple[int, int]:
        return self._starts[first], self._ends[last]

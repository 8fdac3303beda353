"""Where the speaker of a statement stands toward a target: for it, against it, or no stance visible.

Two kinds of checkpoints come through the one door `AutoModelForSequenceClassification`:

- a three-way classifier of (statement, target) whose labels are favor, against and neutral;
- a zero-shot NLI cross-encoder whose labels are entailment, neutral and contradiction, in any order
  and case: it is asked the hypotheses of `tables/hypotheses.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.arabic import fold, strip, tokens
from models.checkpoints import Checkpoint, load
from models.decoding import softmax
from models.engine import answers
from models.findings import STANCES
from models.pieces import pieces
from models.tabular import rows

if TYPE_CHECKING:
    import numpy as np

HYPOTHESES = Path(__file__).parent / "tables/hypotheses.txt"
LIMIT = 512
# Stands before a pair that nobody asked about: the bundled classifier then takes a side only where an editor would sign it.
UNASKED = "<rawi>"
# Words of the sentence before that are shown, and pieces of the target.
BEFORE = 40
TARGET = 64
# What may be written onto a word: "and", "so", a preposition, the article.
_CLITIC = re.compile("[وف]?(?:[بلك]?(?:ال)?|لل)")
# Used for a checkpoint that carries no calibration of its own: an answer under this probability is not sure.
SURE = 0.8
# What an exchange of for and against costs, in errors of another kind: it can hurt a person.
EXCHANGE = 3
# By how much neutral then leads, enough to be seen in the four decimals of an answer.
LEAD = 2e-4


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a checkpoint's logits become probabilities, and from which probability (0 to 1) on an answer is `sure`.

    `neutral` is added to the logit of neutral, then all are divided by `temperature`.
    """

    temperature: float = 1.0
    neutral: float = 0.0
    sure: float = SURE


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement and the target asked about; `before` is the text that leads up to the statement."""

    text: str
    target: str
    speaker: str | None = None
    before: str = ""


@cache
def hypotheses() -> tuple[tuple[str, str], ...]:
    """(label, sentence with {target}) as the table lists them."""
    return tuple((label, sentence) for label, sentence in rows(HYPOTHESES))


def _words(text: str) -> list[str]:
    bare, _ = strip(text)
    return [bare[a:b] for a, b in tokens(bare)]


def words(pair: Pair) -> tuple[list[str], list[str], list[str]]:
    """(lead, statement, target) in words, as the bundled classifier reads them.

    The lead is the end of the text before and the speaker; in the statement the target's own words
    stand between `<t>` and `</t>`.
    """
    lead = _words(pair.before)[-BEFORE:]
    if pair.speaker:
        lead += [*_words(pair.speaker)[:12], ":"]
    statement, target = _words(pair.text), _words(pair.target)
    at = _place(statement, target)
    if at is not None:
        statement = [
            *statement[:at],
            "<t>",
            *statement[at : at + len(target)],
            "</t>",
            *statement[at + len(target) :],
        ]
    return lead, ["<q>", *statement, "</q>"], target


def _place(statement: list[str], target: list[str]) -> int | None:
    """Where the target's words stand in the statement, spelling folded, a clitic on the first allowed."""
    want, have = [fold(w) for w in target], [fold(w) for w in statement]
    if not want:
        return None
    for i in range(len(have) - len(want) + 1):
        same_rest = have[i + 1 : i + len(want)] == want[1:]
        if same_rest and have[i].endswith(want[0]) and _CLITIC.fullmatch(have[i].removesuffix(want[0])):
            return i
    return None


def fit(lead: Sequence, statement: Sequence, room: int, mark: object = None) -> list:
    """Lead and statement in at most `room` items: first the lead gives way, then parts of the statement.

    Of a statement that is longer than the room, the first third and the stretch around `mark` (the
    target's place) are kept; without a place, two thirds from its head and the rest from its tail.
    """
    if len(statement) > room:
        if mark not in statement:
            head = room * 2 // 3
            return [*statement[:head], *statement[-(room - head) :]]
        head = room // 3
        stretch = room - head
        start = min(max(head, statement.index(mark) - stretch // 3), len(statement) - stretch)
        return [*statement[:head], *statement[start : start + stretch]]
    left = room - len(statement)
    return [*(lead[-left:] if left else ()), *statement]


def sequence(
    pair: Pair,
    pieces: Callable[[list[str]], list[int]],
    tokenizer: Any,
    limit: int,
    suggested: bool = False,
) -> list[int]:
    """Piece ids of `<s> lead statement </s></s> target </s>`, at most `limit` of them; UNASKED behind `<s>` where
    Rawi suggested the target.

    What the bundled classifier is trained on and asked. `pieces` turns words into piece ids.
    """
    lead, statement, target = map(pieces, words(pair))
    second = target[:TARGET]
    front = [tokenizer.bos_token_id]
    if suggested:
        front.append(tokenizer.convert_tokens_to_ids(UNASKED))
    room = limit - len(front) - len(second) - 3
    first = fit(lead, statement, room, tokenizer.convert_tokens_to_ids("<t>"))
    end = tokenizer.eos_token_id
    return [*front, *first, end, end, *second, end]


class StanceModel:
    """A stance classifier; the kind is read from the checkpoint's labels.

    `exact` keeps the arithmetic to float32 even where bfloat16 is quicker.
    """

    def __init__(self, checkpoint: Checkpoint, device: str = "auto", exact: bool = False) -> None:
        self.exact = exact
        self.model, self.tokenizer, self.device = load(checkpoint, "SequenceClassification", device)
        config = self.model.config
        labels = {str(label).lower(): int(i) for i, label in config.id2label.items()}
        if set(STANCES) <= set(labels):
            self._columns = [labels[label] for label in STANCES]
            self._ask = self._three_way
        elif {"entailment", "neutral", "contradiction"} <= set(labels):
            self._columns = [labels["entailment"], labels["contradiction"], labels["neutral"]]
            self._ask = self._zero_shot
        else:
            raise ValueError(f"not a checkpoint for stance or NLI: its labels are {', '.join(labels)}")
        # Statements that merely name somebody mostly take no side toward him, those that a reader asks about often do:
        # each kind has a calibration of its own (the prior shift of Saerens et al. 2002).
        stored = getattr(config, "rawi", None) or {"asked": {}, "suggested": {}}
        self.asked, self.suggested = (Calibration(**stored[name]) for name in ("asked", "suggested"))
        limits = (self.tokenizer.model_max_length, getattr(config, "max_position_embeddings", LIMIT) or LIMIT)
        self._limit = min(*limits, LIMIT)
        self._pieces = pieces(self.tokenizer)
        # A three-way checkpoint that was not made here knows nothing of our marks.
        self._marked = {"<q>", "</q>", "<t>", "</t>", UNASKED} <= set(self.tokenizer.get_vocab())

    def classify(self, pairs: Sequence[Pair], suggested: bool = False) -> list[dict[str, Any]]:
        """For each pair a dict: `label`, `sure` (the label's probability over the threshold), `probabilities`.

        `suggested`: nobody asked about these targets, Rawi found them named in the statements.
        """
        threshold = (self.suggested if suggested else self.asked).sure
        out = []
        for row in self._ask(pairs, suggested):
            best = int(row.argmax())
            probabilities = {label: round(float(p), 4) for label, p in zip(STANCES, row, strict=True)}
            out.append(
                {
                    "label": STANCES[best],
                    "sure": bool(row[best] >= threshold),
                    "probabilities": probabilities,
                }
            )
        return out

    def probabilities(self, pairs: Sequence[Pair]) -> np.ndarray:
        """float64 [pairs, 3] in the order of STANCES, of targets that a reader asks about."""
        import numpy as np

        return np.array(self._ask(pairs, False)).reshape(-1, 3)

    def logits(self, pairs: Sequence[Pair], suggested: bool = False) -> np.ndarray:
        """float64 [pairs, 3] in the order of STANCES, of a three-way checkpoint, before any temperature."""
        import numpy as np

        if self._marked:
            found = self._logits(
                [sequence(pair, self._ids, self.tokenizer, self._limit, suggested) for pair in pairs]
            )
        else:
            found = self._of_texts([(strip(pair.text)[0], strip(pair.target)[0]) for pair in pairs])
        return np.array(list(found)).reshape(-1, 3)

    def _three_way(self, pairs: Sequence[Pair], suggested: bool) -> list[np.ndarray]:
        return list(calibrated(self.logits(pairs, suggested), self.suggested if suggested else self.asked))

    def _ids(self, wanted: list[str]) -> list[int]:
        self._pieces.learn(wanted)
        return [i for word in wanted for i in self._pieces(word)]

    def _zero_shot(self, pairs: Sequence[Pair], suggested: bool) -> list[np.ndarray]:
        """Entailment of the hypotheses of each side → three probabilities, whoever asks.

        A side's strength is the entailment probability of its surest hypothesis, and what neither
        side takes is neutral; where both sides together pass one, they are scaled back to one.
        """
        import numpy as np

        asked = [
            (i, STANCES.index(label), strip(pair.text)[0], sentence.format(target=strip(pair.target)[0]))
            for i, pair in enumerate(pairs)
            for label, sentence in hypotheses()
        ]
        out = np.zeros((len(pairs), len(STANCES)))
        answered = self._of_texts([(text, sentence) for *_, text, sentence in asked])
        for (i, side, *_), logits in zip(asked, answered, strict=True):
            out[i, side] = max(out[i, side], softmax(logits)[0])
        sides = out[:, :2].sum(1, keepdims=True)
        out[:, :2] /= np.maximum(sides, 1)
        out[:, 2] = 1 - out[:, :2].sum(1)
        return list(out)

    def _of_texts(self, both: Sequence[tuple[str, str]]) -> Iterator[np.ndarray]:
        """The logits [3] of pairs of texts, for a checkpoint that was not made here; the longer gives way."""
        encoded = [
            self.tokenizer(first, second, truncation="longest_first", max_length=self._limit)
            for first, second in both
        ]
        types = [each.get("token_type_ids") for each in encoded]
        apart = getattr(self.model.config, "type_vocab_size", 0) > 1 and all(types)
        return self._logits([each["input_ids"] for each in encoded], types if apart else None)

    def _logits(self, encoded: list[list[int]], types: list[list[int]] | None = None) -> Iterator[np.ndarray]:
        """The logits [3] of each sequence, in the order of `self._columns`; batches by length."""
        found = answers(self.model, encoded, self.tokenizer.pad_token_id, self.device, self.exact, types)
        return (logits[self._columns].astype("float64") for logits in found)


def calibrated(logits: np.ndarray, calibration: Calibration) -> np.ndarray:
    """Probabilities [pairs, 3] of logits [pairs, 3], both in the order of STANCES; the likeliest label is the one of least
    expected cost (EXCHANGE).

    Where that is neutral although a side is likelier, the probabilities become the nearest ones in which neutral leads; all
    others stay what the calibration makes them.
    """
    import numpy as np

    neutral = np.array([label == "neutral" for label in STANCES])
    found = softmax((logits + calibration.neutral * neutral) / calibration.temperature)
    sides = found[:, ~neutral]
    weak, behind = sides.min(1), sides.max(1) - found[:, neutral].sum(1)
    torn = (behind >= 0) & (behind < (EXCHANGE - 1) * weak)
    level = np.maximum((1 - weak) / 2, 1 / 3)[:, None]
    levelled = np.where(neutral, level + LEAD, np.minimum(found, level)) / (1 + LEAD)
    return np.where(torn[:, None], levelled, found)

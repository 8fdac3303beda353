"""The names of our own short sentences, `tests/data/names.tsv`, read by a checkpoint.

python -m training.regression [--ner NAME]     prints each sentence that is read otherwise
python -m training.regression --write          sets the table's last column by the bundled checkpoint
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.findings import Mention

TABLE = Path(__file__).parents[1] / "tests/data/names.tsv"
MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, its names as (label, pattern of the name), and whether it is known to be missed."""

    difficulty: str
    text: str
    names: tuple[tuple[str, re.Pattern[str]], ...]
    missed: bool


def _pattern(name: str) -> re.Pattern[str]:
    """The name as written, its parts in brackets optional."""
    return re.compile("".join(f"(?:{re.escape(o)})?" if o else re.escape(p) for o, p in _parts(name)))


def _parts(name: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"(\[[^]]*\])", name):
        yield (part[1:-1], "") if part.startswith("[") else ("", part)


def _case(row: str) -> Case:
    difficulty, text, names, *rest = row.replace("\\n", "\n").split("\t")
    labelled = [name.strip().split(" ", 1) for name in names.split(";") if name.strip()]
    patterns = tuple((label, _pattern(name)) for label, name in labelled)
    return Case(difficulty, text, patterns, rest == [MISSED])


def _rows() -> tuple[list[str], list[str]]:
    """The table's comment lines and its rows."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [x for x in lines if x.startswith("#")], [x for x in lines if not x.startswith("#")]


def cases() -> list[Case]:
    """The rows of the table."""
    return [_case(row) for row in _rows()[1]]


def fits(mentions: Sequence[Mention], case: Case) -> bool:
    """Whether just the names of the case were found, in their order."""
    return len(mentions) == len(case.names) and all(
        m.label == label and pattern.fullmatch(m.text)
        for m, (label, pattern) in zip(mentions, case.names, strict=True)
    )


def read(ner: str) -> list[list[Mention]]:
    """The mentions that a checkpoint finds in each sentence."""
    from models.checkpoints import choose
    from models.engine import TokenClassifier
    from models.ner import NerModel
    from models.sentences import sentences

    model = NerModel(TokenClassifier(choose("ner", ner)))
    return model.read([(case.text, sentences(case.text)) for case in cases()])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ner", default="bundled")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    total, right = Counter(), Counter()
    head, rows = _rows()
    for k, (mentions, case) in enumerate(zip(read(args.ner), cases(), strict=True)):
        good = fits(mentions, case)
        total[case.difficulty] += 1
        right[case.difficulty] += good
        rows[k] = "\t".join([*rows[k].split("\t")[:3], *([] if good else [MISSED])])
        if not good:
            print(f"{case.difficulty}: {case.text!r} → {', '.join(f'{m.label} {m.text}' for m in mentions)}")
    for difficulty, n in total.items():
        print(f"{difficulty:12} {right[difficulty]:4} of {n}")
    print(f"{'all':12} {right.total():4} of {total.total()}")
    if args.write:
        TABLE.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

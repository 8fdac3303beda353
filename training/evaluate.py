"""How good every bundled model is: the figures of the README, through the front door.

    python -m training.evaluate findings     names, merging, quotes, speakers on the 33 gold articles
    python -m training.evaluate quotes       who said what: the figures over folds, what each step adds, calibration
    python -m training.evaluate stance       stance on the gold articles' pairs
    python -m training.evaluate ner          names: the gold articles, AQMAR dev under its own guideline (--test: ANERcorp
                                             test), where they go wrong, our own sentences

Each runs `analyse.py` as a user would and scores what it wrote with the scorers that lie beside the
data (`RAWI_DATA`). Needs the data; says so where it is absent.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from models.checkpoints import BUNDLED
from training.data import DATA

ROOT = Path(__file__).parents[1]
TOOLS = DATA.parent / "tools"


def run(*command: object) -> None:
    """Run a command; its output is ours. Raises CalledProcessError."""
    subprocess.run([sys.executable, *map(str, command)], check=True, cwd=ROOT)


def analyse(*arguments: object) -> None:
    run("analyse.py", *arguments)


def findings(folder: Path, options: list[str]) -> None:
    analyse(DATA / "gold/txt", "--out", folder / "gold.jsonl", "--stance", "none", *options)
    run(TOOLS / "score_gold.py", "findings", DATA / "gold", folder / "gold.jsonl")


def stance(folder: Path, options: list[str]) -> None:
    with open(folder / "pairs.jsonl", "w", encoding="utf-8") as out:
        command = [sys.executable, TOOLS / "score_gold.py", "pairs", DATA / "gold"]
        subprocess.run(command, check=True, stdout=out)
    analyse("--pairs", folder / "pairs.jsonl", "--out", folder / "answers.jsonl", *options)
    run(TOOLS / "score_gold.py", "stance", DATA / "gold", folder / "answers.jsonl")


def conll(folder: Path, model: str | None, test: bool) -> None:
    # AQMAR's MISC is another notion than ours: compared on the other three.
    name, only = ("anercorp.test", ()) if test else ("aqmar.dev", ("PERS,LOC,ORG",))
    gold, texts, out = DATA / f"ner/{name}.conll", folder / name, folder / f"{name}.jsonl"
    run(TOOLS / "score_conll.py", "texts", gold, texts)
    checkpoint = model or under(BUNDLED / "ner", f"<{name.split('.')[0]}>", folder / "checkpoint")
    analyse(texts, "--out", out, "--stance", "none", "--ner", checkpoint)
    run(TOOLS / "score_conll.py", "score", gold, out, *only)


def under(checkpoint: Path, guideline: str, copy: Path) -> Path:
    """A copy of the bundled checkpoint that reads by the guideline of another set it has learned."""
    shutil.copytree(checkpoint, copy)
    config = json.loads((copy / "config.json").read_text())
    (copy / "config.json").write_text(json.dumps(config | {"guideline_token": guideline}))
    return copy


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["findings", "quotes", "stance", "ner"])
    parser.add_argument("--model", help="a checkpoint other than the one that reads by default")
    parser.add_argument(
        "--test", action="store_true", help="ner: score ANERcorp's test set, once, at the end"
    )
    args = parser.parse_args()
    if not DATA.is_dir():
        raise SystemExit(f"the data is not at {DATA}: set RAWI_DATA")
    model = args.model or "auto"
    with tempfile.TemporaryDirectory() as folder:
        if args.what == "findings":
            findings(Path(folder), ["--ner", model])
        elif args.what == "quotes":
            run("-m", "training.evaluate_quotes")
        elif args.what == "stance":
            stance(Path(folder), ["--stance", model])
        else:
            findings(Path(folder), ["--ner", model])
            conll(Path(folder), args.model, args.test)
            run("-m", "training.errors", "--ner", model)
            run("-m", "training.regression", "--ner", model)


if __name__ == "__main__":
    main()

"""Two Ray actors on two cores beside the local engine on both: `python -m benchmarks.cluster [--articles 100]`.

The same articles by analyse.py with `--engine local` and `--engine ray`, in turn; starting Ray and loading
the models counted apart, by a run over one article each. Ray should lose at most a fifth.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.texts import articles

ROOT = Path(__file__).parents[1]
BAR = 0.2


def seconds(inside: Path, out: Path, engine: str) -> float:
    """Wall seconds of one run."""
    command = [
        sys.executable,
        "analyse.py",
        str(inside),
        "--ner",
        "bundled",
        "--engine",
        engine,
        "--out",
        str(out),
    ]
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    args = parser.parse_args()
    kind, texts = articles(args.articles)
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, some in (("few", texts[:2]), ("all", texts)):
            (Path(folder) / name).mkdir()
            for number, text in enumerate(some):
                (Path(folder) / name / f"{number:05}.txt").write_text(text, encoding="utf-8")
        for engine in ("local", "ray"):
            few, whole = (
                seconds(Path(folder) / name, Path(folder) / f"{engine}-{name}", engine)
                for name in ("few", "all")
            )
            found[engine] = {"start": few, "articles a second": (args.articles - 2) / (whole - few)}
            print(
                f"{engine:6} starts in {few:6.1f} s, then {found[engine]['articles a second']:.2f} {kind} a second"
            )
    lost = 1 - found["ray"]["articles a second"] / found["local"]["articles a second"]
    print(f"{'met' if lost <= BAR else 'MISSED'}: Ray loses {100 * lost:.0f} %, bar {100 * BAR:.0f} %")
    if args.out:
        args.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

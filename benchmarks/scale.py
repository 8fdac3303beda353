"""Cost an article and peak memory against the number of articles.

    python -m benchmarks.scale [--counts 100 300 1000 3000 100 300 100] [--out FILE.json]

Each count is a run of analyse.py in a process of its own, over a folder that is read as it streams, into JSON
Lines; of a count given more than once the middle run counts, so that a busy moment does not. Seconds an article
should stay within ±10 % of the middle between least and most, peak memory within ±20 %.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.texts import articles

ROOT = Path(__file__).parents[1]
COLUMNS = ("seconds an article", "processor seconds per 100,000 characters", "peak MB")
BARS = {"seconds an article": 0.10, "peak MB": 0.20}


def measure(count: int, texts: list[str]) -> dict[str, float]:
    """One run over the first `count` texts: the figures of COLUMNS, by name."""
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder) / "in"
        inside.mkdir()
        for number, text in enumerate(texts[:count]):
            (inside / f"{number:05}.txt").write_text(text, encoding="utf-8")
        command = [
            sys.executable,
            "analyse.py",
            str(inside),
            "--ner",
            "bundled",
            "--out",
            f"{folder}/out.jsonl",
        ]
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        if status:
            raise SystemExit(f"analyse.py ended with {os.waitstatus_to_exitcode(status)}")
    characters = sum(map(len, texts[:count]))
    return {
        "seconds an article": wall / count,
        "processor seconds per 100,000 characters": (used.ru_utime + used.ru_stime) / characters * 1e5,
        "peak MB": used.ru_maxrss / 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--counts", type=int, nargs="+", default=[100, 300, 1000, 3000, 100, 300, 100])
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    args = parser.parse_args()
    kind, texts = articles(max(args.counts))
    print(f"{kind}; {'articles':>10}" + "".join(f"{name:>44}" for name in COLUMNS))
    runs: dict[int, list[dict[str, float]]] = {}
    for count in args.counts:
        run = measure(count, texts)
        runs.setdefault(count, []).append(run)
        print(
            f"{count:{len(kind) + 12}}" + "".join(f"{value:44.2f}" for value in run.values()),
            flush=True,
        )
    rows = {
        count: {name: statistics.median(run[name] for run in same) for name in COLUMNS}
        for count, same in runs.items()
    }
    for name, bar in BARS.items():
        values = [row[name] for row in rows.values()]
        middle = (max(values) + min(values)) / 2
        off = (max(values) - min(values)) / 2 / middle
        print(
            f"{'met' if off <= bar else 'MISSED'}: {name} within ±{100 * off:.0f} %, bar ±{100 * bar:.0f} %"
        )
    if args.out:
        args.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""How long the Overview takes over thousands of articles while the model process works beside it.

`python -m benchmarks.overview [--library FILE] [--articles 34000] [--runs 7]`: makes a library as
`benchmarks.big_library` does (or takes the one given), sets the model process to read articles that nobody has read,
and measures in one process, as the page has one: each sum under each kind of filter, the evidence, the search, then whole
runs of the pages. Prints the median and the worst of the runs in seconds, beside the limits, and the most memory the
process had; last as JSON. Exit status 1 when a limit is exceeded.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

from articles import evidence
from articles.article import Article
from articles.library import Library
from articles.overview import Filters, Overview
from articles.queue import Order, candidates
from articles.snapshot import Snapshots
from benchmarks.big_library import ARTICLES, SOURCES, build, disguised, readings

MEDIAN, WORST = 0.5, 1.5  # seconds
MEMORY = 2048  # megabytes
WAITING = 300  # articles for the model process to read
ONCE = ("page: the first of the process", "columns read afresh")
VIEWS = ("speakers", "voices", "named", "time", "stances", "verbs", "retold", "pairs")


def parts(overview: Overview) -> dict[str, Filters]:
    """A filter of every kind, and some together."""
    everything = Filters()
    name, other = (row["name"] for row in overview.named(everything, "PERS", 2))
    speaker = overview.speakers(Filters(speaker_kinds=("person",)), 1)[0]["key"]
    target = overview.targets(everything, 1)[0]["target"]
    return {
        "everything": everything,
        "with copies": Filters(copies=True),
        "outlets": Filters(sources=tuple(SOURCES[:3])),
        "dates": Filters(since="2024-03-01", until="2024-05-31"),
        "import": Filters(batch="part 2"),
        "words": Filters(words="الرئيس"),
        "rare words": Filters(words="مجلس الأمن الدولي"),
        "a name": Filters(names=(name,)),
        "two names": Filters(names=(name, other)),
        "a speaker": Filters(speaker=speaker),
        "a kind of speaker": Filters(speaker_kinds=("anonymous", "none")),
        "verbatim": Filters(manners=("direct",)),
        "a verb": Filters(verb="قال"),
        "a target": Filters(target=target),
        "a stance": Filters(target=target, stances=("against",)),
        "several": Filters(
            sources=tuple(SOURCES[:8]), since="2024-02-01", words="الحكومة", manners=("direct", "mixed")
        ),
    }


def sums(overview: Overview, library: Library) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is measured, by name."""
    filters = parts(overview)
    target = filters["a target"].target
    views: dict[str, Callable[[Filters], object]] = {
        "speakers": overview.speakers,
        "voices by outlet": lambda f: overview.voices(f, "source kind"),
        "voices by day": lambda f: overview.voices(f, "day manner"),
        "names": overview.named,
        "over time": overview.days,
        "grid": overview.grid,
        "one target": lambda f: overview.stances(f, target),
        "verbs": overview.verbs,
        "pairs": overview.pairs,
        "network": lambda f: overview.network(f, 30),
        "several outlets": overview.retold,
        "evidence": lambda f: evidence.statements(library, f),
    }
    for part, f in filters.items():
        yield f"scope: {part}", lambda f=f: overview.scope(f)
    for view, sum_of in views.items():
        for part in ("everything", "words", "a kind of speaker", "several"):
            yield f"{view}: {part}", lambda s=sum_of, f=filters[part]: s(f)
    yield "evidence: two names", lambda: evidence.places(library, filters["two names"])
    yield "evidence: tenth page", lambda: evidence.statements(library, filters["everything"], 9)
    for order in get_args(Order):
        yield f"queue: {order}", lambda o=order: candidates(library, o, None)
    yield "search: common word", lambda: library.matching("الرئيس")
    yield "search: three words", lambda: library.matching("مجلس الأمن الدولي")


def pages(overview: Overview) -> Iterator[tuple[str, Callable[[], object]]]:
    """Whole runs of pages, the browser's part left out."""
    filters = parts(overview)
    for view in VIEWS:
        yield f"page: {view}", lambda v=view: _run("overview.page", show=v)
    name = filters["a name"].names[0]
    yield "page: search", lambda: _run("overview.page", show="speakers", q="الرئيس")
    yield (
        "page: outlet and dates",
        lambda: _run("overview.page", show="voices", **{"from": SOURCES[0], "since": "2024-03-01"}),
    )
    pick = json.dumps({"names": [name], "places": True}, ensure_ascii=False)
    yield "page: a name's sentences", lambda: _run("overview.page", show="named", pick=pick)
    yield "page: library", lambda: _run("shelf")
    yield "page: read", lambda: _run("reading")


def _run(name: str, **query: str) -> None:
    """One run of a page. The first of a visit, which draws everything."""
    from streamlit.logger import set_log_level
    from streamlit.testing.v1 import AppTest

    set_log_level("ERROR")  # it would say again and again that there is no browser
    test = AppTest.from_string(f"from components.{name} import page\npage()", default_timeout=60)
    test.session_state["lang"], test.session_state["pages"], test.session_state["woken"] = "ar", {}, True
    for key, value in query.items():
        test.query_params[key] = value
    test.run()
    if test.exception:
        raise RuntimeError(test.exception[0].value)


def timed(act: Callable[[], object], runs: int) -> list[float]:
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - began)
    return seconds


def model_process(library: Library, found: list) -> subprocess.Popen:
    """The model process at work on articles that nobody has read; returned when it has read one."""
    if not any(job.open for job in library.jobs()):  # an earlier run may have left some
        unread = (
            Article(a.text, f"waiting-{k}.txt", source=SOURCES[0])
            for k, a in enumerate(disguised(found, WAITING, seed=1_000_000))
        )
        library.enqueue([library.add(article)[0] for article in unread])

    def done() -> int:
        return sum(job.done for job in library.jobs())

    before = done()
    command = [sys.executable, "-m", "articles.worker", "--library", str(library.path)]
    worker = subprocess.Popen(
        command, cwd=Path(__file__).parents[1], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while done() == before:
        if worker.poll() is not None:
            raise SystemExit("the model process ended")
        time.sleep(0.2)
    return worker


def memory() -> int:
    """The most memory this process had, in megabytes."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) // 1024


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--library", type=Path, help="a library made before by benchmarks.big_library")
    parser.add_argument("--readings", type=Path, help="findings to multiply (made where missing)")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--runs", type=int, default=7)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = args.library or Path(folder) / "library.sqlite"
        found = readings(args.readings or path.with_suffix(".readings.jsonl"))
        library = Library(path) if path.exists() else build(path, found, args.articles)
        os.environ["RAWI_LIBRARY"] = str(path)
        measure(library, found, args.runs)


def measure(library: Library, found: list, runs: int) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the model process ends with this one
    worker = model_process(library, found)
    rows: dict[str, list[float]] = {}
    try:
        _run("models_page")
        rows[ONCE[0]] = timed(lambda: _run("overview.page"), 1)
        rows[ONCE[1]] = timed(lambda: Snapshots().newest(library), 3)
        overview = Overview(library)
        scope = overview.scope(Filters(copies=True))
        print(f"{scope.articles} articles, {scope.statements} statements; the model process works beside")
        for name, act in [*sums(overview, library), *pages(overview)]:
            rows[name] = timed(act, runs)
    finally:
        worker.terminate()
        worker.wait()
    over = 0
    print(f"{'seconds':34}{'median':>8}{'worst':>8}")
    for name, seconds in rows.items():
        median, worst = statistics.median(seconds), max(seconds)
        # What a process does once is no answer to a question: it is shown, and may take its time.
        late = name not in ONCE and (worst > WORST or median > MEDIAN)
        over += late
        print(f"{name:34}{median:8.3f}{worst:8.3f}{'  over' if late else ''}")
    most = memory()
    print(f"{'limits':34}{MEDIAN:8.3f}{WORST:8.3f}\nmemory {most} MB, limit {MEMORY} MB")
    everything = sorted(s for name, seconds in rows.items() if name not in ONCE for s in seconds)
    summary = {
        "median": round(statistics.median(everything), 3), "worst": round(everything[-1], 3),
        "over": over, "memory": most,
    }  # fmt: skip
    print(json.dumps(summary))
    sys.exit(over > 0 or most > MEMORY)


if __name__ == "__main__":
    main()

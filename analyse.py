"""Read articles on the command line: who is in them, who said what, where each speaker stands.

    python analyse.py PATH... --out FILE
    python analyse.py --pairs FILE.jsonl --out FILE
    python analyse.py PATH... --engine ray [--address ADDRESS] --out FOLDER

PATH is a file, a folder or a glob; of a folder or glob, FILE itself is not read. An article gives one line
(`models/schema.json`), in the order of the inputs; one that can't be read gives a line with its error, and
the exit status is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from articles.article import Article, ReadError
from articles.lines import Write, error_line, failure, lines_done, writer
from articles.readers import files, read
from models.checkpoints import CheckpointMissing, choose
from models.pipeline import Failed, Reader

if TYPE_CHECKING:
    from articles.worker import ArticleReader
    from models.stance import StanceModel

PAIRS_AT_ONCE = 512
REPORT_SECONDS = 10  # between progress lines where standard error is no terminal


def main(arguments: Sequence[str] | None = None) -> int:
    """Run with these arguments (default: the program's). Returns the exit status."""
    options = _options(arguments)
    try:
        return 1 if _run(options) else 0
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    # OSError: the output, or the file of pairs. ValueError: what is to be resumed. ImportError: Ray.
    except (CheckpointMissing, OSError, ValueError, ImportError) as error:
        print(f"analyse.py: {error}", file=sys.stderr)
        return 2


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="analyse.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a file, a folder or a glob")
    parser.add_argument("--out", required=True, metavar="FILE", help="where lines go; - is standard output")
    parser.add_argument("--format", choices=("jsonl", "parquet"), default="jsonl")
    parser.add_argument(
        "--target", action="append", metavar="TEXT",
        help="classify stances toward this (repeatable; without it targets are suggested from the article)",
    )  # fmt: skip
    parser.add_argument("--ner", default="auto", metavar="NAME", help="auto, bundled, a hub name or a folder")
    parser.add_argument(
        "--stance", default="auto", metavar="NAME|none", help="the same; none leaves stances out"
    )
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument(
        "--pairs", metavar="FILE", help="classify the (text, target) pairs of a JSON Lines file"
    )
    parser.add_argument(
        "--resume", action="store_true",
        help="keep the lines that FILE holds, errors too, and read only what has none (to have an error tried "
        "again, delete its line)",
    )  # fmt: skip
    parser.add_argument("--engine", choices=("local", "ray"), default="local",
        help="ray: actors of a Ray cluster (requirements-ray.txt) read; FOLDER takes Parquet, and what it "
        "holds is not read again")  # fmt: skip
    parser.add_argument(
        "--address", metavar="ADDRESS", help="of a Ray cluster whose machines see the same files (default: this machine)"
    )  # fmt: skip
    options = parser.parse_args(arguments)
    if bool(options.paths) == bool(options.pairs):
        parser.error("give either PATHs or --pairs")
    if any(_is_output(path, options.out) for path in options.paths or [options.pairs]):
        parser.error("--out is a file that is to be read: give another")
    if options.pairs and (options.format != "jsonl" or options.stance == "none"):
        parser.error("--pairs writes JSON Lines and needs a stance model")
    if options.resume and (options.pairs or options.out == "-" or options.format != "jsonl"):
        parser.error("--resume continues a file of articles' JSON Lines")
    if options.engine == "ray" and (
        options.pairs or options.out == "-" or options.format != "jsonl" or options.resume
    ):
        parser.error("--engine ray reads articles and writes Parquet into a folder; it always resumes")
    if options.address and options.engine != "ray":
        parser.error("--address is for --engine ray")
    return options


def _run(options: argparse.Namespace) -> int:
    """Do what was asked for. Returns how many articles or pairs failed."""
    if options.pairs:
        from models.stance import StanceModel

        model = StanceModel(choose("stance", options.stance), options.device)
        with writer(options.out) as write:
            return classify(options.pairs, model, write)
    if options.engine == "ray":
        from articles import cluster

        models = partial(Reader, options.ner, options.stance, options.device)
        progress = _Progress("articles")
        for failed in cluster.analyse(options.paths, models, options.out, options.target, options.address):
            progress.step(failed)
        return progress.end()
    reader = Reader(options.ner, options.stance, options.device)
    items, failed = _items(options.paths, options.out), 0
    if options.resume:
        done = lines_done(options.out, options.target)
        if done.models not in (None, {job: asdict(stamp) for job, stamp in reader.stamps.items()}):
            raise ValueError(f"{options.out} was found by other models: give another --out")
        if done.other_targets:
            raise ValueError(f"{options.out} was made for other targets: give another --out")
        items, failed = done.left(items), done.failed
    with writer(options.out, options.format, options.resume) as write:
        return failed + analyse(items, reader, write, options.target)


def _items(paths: Sequence[str], out: str) -> Iterator[Article | ReadError]:
    """The articles of files, folders and globs, but for the file that is being written."""
    for path in paths:
        for file in files(path):
            if not _is_output(file, out):
                yield from read(file)


def _is_output(path: str, out: str) -> bool:
    """Whether a path names the file that lines go to, be it by another name or as standard output."""
    try:
        # A terminal may well be both read and written.
        return os.path.samefile(path, sys.stdout.fileno() if out == "-" else out) and os.path.isfile(path)
    except OSError:  # not there, or no real standard output
        return out != "-" and os.path.realpath(path) == os.path.realpath(out)


def analyse(
    items: Iterable[Article | ReadError],
    reader: ArticleReader,
    write: Write,
    targets: Sequence[str] | None = None,
) -> int:
    """Write a line for each item, in their order, as soon as it is there. Returns how many failed."""
    progress = _Progress("articles")
    waiting: deque[Article | ReadError] = deque()  # handed in, not yet written

    def articles() -> Iterator[Article]:
        for item in items:
            waiting.append(item)
            if isinstance(item, Article):
                yield item

    def write_errors() -> None:
        while waiting and isinstance(waiting[0], ReadError):
            write(failure(waiting.popleft()))
            progress.step(failed=True)

    for finding in reader.read(articles(), targets):
        write_errors()
        waiting.popleft()
        failed = isinstance(finding, Failed)
        write(failure(finding) if failed else finding.to_json())
        progress.step(failed)
    write_errors()
    return progress.end()


def classify(path: str, model: StanceModel, write: Write) -> int:
    """Write each pair of a JSON Lines file with its `label`, `sure` and `probabilities`. Returns how many
    lines were no pairs.
    """
    from models.stance import Pair

    progress = _Progress("pairs")
    with open(path, encoding="utf-8-sig") as file:
        numbered = ((number, line) for number, line in enumerate(file, 1) if line.strip())
        while chunk := list(islice(numbered, PAIRS_AT_ONCE)):
            parsed = [(number, _pair(line)) for number, line in chunk]
            good = [pair for _, pair in parsed if pair is not None]
            answers = iter(model.classify([Pair(**_fields(pair)) for pair in good]))
            for number, pair in parsed:
                write(error_line(path, number, "not a pair") if pair is None else {**pair, **next(answers)})
                progress.step(pair is None)
    return progress.end()


def _pair(line: str) -> dict[str, Any] | None:
    """The object of one line, if it has a text and a target; half a surrogate pair is no text."""
    try:
        pair = json.loads(line)
        json.dumps(pair, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        return None
    is_pair = isinstance(pair, dict) and all(isinstance(pair.get(key), str) for key in ("text", "target"))
    return pair if is_pair else None


def _fields(pair: dict[str, Any]) -> dict[str, str]:
    return {
        key: pair[key] for key in ("text", "target", "speaker", "before") if isinstance(pair.get(key), str)
    }


class _Progress:
    """Counts on standard error: one line that is rewritten, or a line now and then in a log."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.done = self.failed = 0
        self.begun = self.told = time.monotonic()
        self.live = sys.stderr.isatty()

    def step(self, failed: bool) -> None:
        self.done += 1
        self.failed += failed
        now = time.monotonic()
        if now - self.told >= (0.2 if self.live else REPORT_SECONDS):
            self.told = now
            self._tell("\r" if self.live else "", "" if self.live else "\n")

    def end(self) -> int:
        self._tell("\r" if self.live else "", "\n")
        return self.failed

    def _tell(self, before: str, after: str) -> None:
        seconds = max(time.monotonic() - self.begun, 1e-3)
        line = f"{self.done} {self.what}, {self.failed} failed, {seconds:.0f} s, {self.done / seconds:.1f} a second"
        print(f"{before}{line}", end=after, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

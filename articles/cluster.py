"""The pipeline as Ray Data actors: files in, a folder of Parquet parts out.

A piece of work is some files, or a share of one large file. Its articles are cut into parts of PART; a
part's name is a hash of the articles in it, and it appears whole or not at all. So whatever is killed and
done again writes the same parts, and each article is there once.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.article import Article, ReadError
from articles.lines import Done, failure, made_for, writer
from articles.readers import files, read
from models.pipeline import Failed

if TYPE_CHECKING:
    from articles.worker import ArticleReader

ROOT = Path(__file__).parents[1]
PART = 64  # articles: full batches for the encoder, and little to do again
FILES = 16  # small files that are one piece of work
SHARE = 500_000  # bytes of a file of many articles that are one piece of work
MOST_SHARES = 32  # each share reads past all of its file
_NAME = re.compile(r"[0-9a-f]{16}\.parquet")  # of a part
OF_MANY = {".csv", ".tsv", ".xlsx", ".parquet", ".json", ".jsonl", ".ndjson", ".zip"}


def analyse(
    paths: Sequence[str],
    models: Callable[[], ArticleReader],
    out: str,
    targets: Sequence[str] | None = None,
    address: str | None = None,
) -> Iterator[bool]:
    """Write what is found into parts in the folder `out`; yields for each new line whether it is an error, and
    True for each error that the folder holds already.

    `models` makes an actor's reader. `address` is a cluster's, whose machines see the same files under the same
    paths and have Rawi where this one has it; without it Ray runs on this machine. What `out` holds is not read
    again. Raises ValueError where that was found by other models or for other targets, ImportError where Ray is not installed.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        import ray
    except ImportError as error:
        raise ImportError("--engine ray needs Ray: pip install -r requirements-ray.txt") from error

    Path(out).mkdir(parents=True, exist_ok=True)
    stamps = {job: {"name": s.name, "revision": s.revision} for job, s in models().stamps.items()}
    done = parts_done(out, targets)
    if done.models not in (None, stamps):
        raise ValueError(f"{out} was found by other models: give another --out")
    if done.other_targets:
        raise ValueError(f"{out} was made for other targets: give another --out")
    for unfinished in Path(out).glob(".*.parquet.*"):
        unfinished.unlink()
    yield from [True] * done.failed
    work = [{"files": files, "share": share, "of": of} for files, share, of in pieces(paths, out)]
    if not work:
        return
    started = not ray.is_initialized()
    if started:
        ray.init(address, log_to_driver=False)
    # Workers import Rawi from where it is, and each computes on the core that is its own.
    environment = {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "RAY_USAGE_STATS_ENABLED": "0"}
    try:
        ray.data.DataContext.get_current().enable_progress_bars = False
        actors = min(max(1, int(ray.cluster_resources().get("CPU", 1))), len(work))
        written = ray.data.from_items(work, override_num_blocks=len(work)).map_batches(
            Actor,
            fn_constructor_args=(models, str(Path(out).absolute()), targets, done, os.getcwd()),
            batch_size=1,
            # An actor keeps a core busy but asks for half of one: what ran on a machine that is gone must
            # find room on those that are left.
            num_cpus=0.5,
            scheduling_strategy="SPREAD",
            runtime_env={"env_vars": environment},
            compute=ray.data.ActorPoolStrategy(
                min_size=1, max_size=actors, initial_size=actors, max_tasks_in_flight_per_actor=1
            ),
        )
        for row in written.iter_rows():
            yield from [True] * row["failed"] + [False] * (row["lines"] - row["failed"])
    finally:
        if started:
            ray.shutdown()


def pieces(paths: Sequence[str], out: str) -> Iterator[tuple[list[str], int, int]]:
    """(files, share, number of shares) of each piece of work: small files together, a large one in shares. Parts in the
    folder `out` are no input, though it may lie in a folder that is.
    """
    small: list[str] = []
    for path in paths:
        for file in files(path):
            if _NAME.fullmatch(Path(file).name) and os.path.realpath(Path(file).parent) == os.path.realpath(
                out
            ):
                continue
            size = os.path.getsize(file) if os.path.isfile(file) else 0
            shares = min(1 + size // SHARE, MOST_SHARES) if Path(file).suffix.lower() in OF_MANY else 1
            if shares > 1:
                yield from (([file], share, shares) for share in range(shares))
            else:
                small.append(file)
            if len(small) == FILES:
                yield small, 0, 1
                small = []
    if small:
        yield small, 0, 1


def parts_done(folder: str, targets: Sequence[str] | None = None) -> Done:
    """What the parts in a folder hold, to be continued with these targets (None: suggested ones)."""
    import pyarrow.parquet as pq

    done = Done()
    parts = sorted(Path(folder).glob("*.parquet"))
    # Every run looked at one before it wrote another: they are alike.
    for line in pq.read_table(parts[0]).to_pylist() if parts else ():
        done.other_targets = done.other_targets or not made_for(targets, line)
    for part in parts:
        for line in pq.read_table(part, columns=["id", "path", "record", "models", "error"]).to_pylist():
            done.count(line)
    return done


class Actor:
    """Reads pieces of work with models that it loads once."""

    def __init__(
        self,
        models: Callable[[], ArticleReader],
        out: str,
        targets: Sequence[str] | None,
        done: Done,
        folder: str,
    ) -> None:
        os.chdir(folder)  # paths are as the user gave them
        self.reader, self.out, self.targets, self.done = models(), Path(out), targets, done

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[int]]:
        """Write the parts of one piece of work: the numbers of its new lines and of errors among them."""
        paths, share, of = [str(p) for p in batch["files"][0]], int(batch["share"][0]), int(batch["of"][0])
        items = (item for path in paths for item in read(path))
        lines = failed = number = 0
        while chunk := list(islice(items, PART)):
            if number % of == share:
                found = self._part(chunk)
                lines += len(found)
                failed += sum("error" in line for line in found)
            number += 1
        return {"lines": [lines], "failed": [failed]}

    def _part(self, chunk: list[Article | ReadError]) -> list[dict[str, Any]]:
        """The lines of the part that holds these items, which is written unless it is there."""
        left = [item for item in chunk if not self.done.line_of(item)]
        keys = [(i.path, i.record, i.id if isinstance(i, Article) else None) for i in left]
        part = self.out / f"{hashlib.sha256(json.dumps(keys).encode()).hexdigest()[:16]}.parquet"
        if not left or part.exists():
            return []
        findings = self.reader.read([item for item in left if isinstance(item, Article)], self.targets)
        lines = [failure(item) if isinstance(item, ReadError) else _line(next(findings)) for item in left]
        unfinished = part.with_name(f".{part.name}.{os.getpid()}")
        try:
            with writer(str(unfinished), "parquet") as write:
                for line in lines:
                    write(line)
            unfinished.replace(part)
        finally:
            with suppress(FileNotFoundError):
                unfinished.unlink()
        return lines


def _line(finding: Any) -> dict[str, Any]:
    return failure(finding) if isinstance(finding, Failed) else finding.to_json()

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from articles import processes, worker
from articles.article import Article
from articles.library import Library
from articles.naming import Naming
from articles.overview import Filters, Overview
from models.findings import Analysis, Entity, Mention, ModelStamp, Span
from models.pipeline import Failed

ROOT = Path(__file__).parents[2]


class LineReader:
    """A reader without a model: each line is a sentence. A text with `!` in it can't be read."""

    stamps = {"ner": ModelStamp("lines", "1")}  # noqa: RUF012

    def __init__(self, pause: float = 0):
        self.pause = pause
        self.read_texts: list[str] = []

    def read(self, articles, wanted=None):
        for a in articles:
            time.sleep(self.pause)
            self.read_texts.append(a.text)
            if "!" in a.text:
                yield Failed(a, "ValueError: !")
                continue
            ends = [i for i, ch in enumerate(a.text) if ch == "\n"] + [len(a.text)]
            starts = [0, *(e + 1 for e in ends[:-1])]
            spans = tuple(Span(s, e) for s, e in zip(starts, ends, strict=True) if e > s)
            yield Analysis(
                a.id, a.path, a.record, a.title, a.source, a.published, a.url, a.text,
                sentences=spans, models=self.stamps,
            )  # fmt: skip


@pytest.fixture
def library(tmp_path) -> Library:
    return Library(tmp_path / "library.sqlite")


def read(library: Library) -> list[Analysis]:
    """The newest findings of every article that was read, in their order."""
    return [library.analysis(row.id) for row in library.articles() if row.analysed]


def filled(library: Library, *texts: str) -> list[str]:
    return [library.add(Article(text, f"{n}.txt"))[0] for n, text in enumerate(texts)]


def test_jobs_are_done_in_turn_and_a_failure_stops_nothing(library):
    ids = filled(library, "أول\nثان", "معطوب!", "ثالث")
    first, second = library.enqueue(ids[:2]), library.enqueue(ids[2:])
    worker.run(library, LineReader(), idle_seconds=0.05)
    assert library.job(first).failed == ((ids[1], "ValueError: !"),)
    assert [library.job(j).state for j in (first, second)] == ["done", "done"]
    assert [len(a.sentences) for a in read(library)] == [2, 1]


def test_what_these_models_have_read_is_not_read_again(library):
    ids = filled(library, "أول", "ثان")
    library.enqueue(ids[:1])
    reader = LineReader()
    worker.run(library, reader, idle_seconds=0.05)
    job = library.enqueue(ids)
    worker.run(library, reader, idle_seconds=0.05)
    assert reader.read_texts == ["أول", "ثان"]
    assert library.job(job).done == 2


def test_a_cancelled_job_is_left_at_the_next_article(library):
    job = library.enqueue(filled(library, *map(str, range(20))))

    class Cancelling(LineReader):
        def read(self, articles, wanted=None):
            for n, finding in enumerate(super().read(articles, wanted)):
                if n == 2:
                    library.cancel(job)
                yield finding

    worker.run(library, Cancelling(), idle_seconds=0.05)
    assert (library.job(job).state, library.job(job).done) == ("cancelled", 3)


def test_one_process_a_library(library):
    with processes.lock(worker.MODULE, library.path), pytest.raises(SystemExit, match="another process"):
        worker.main(["--library", str(library.path)])


def test_a_job_says_why_no_model_could_be_loaded(library, monkeypatch):
    def missing():
        raise OSError("no checkpoint here")

    monkeypatch.setattr(worker, "Reader", missing)
    job = library.enqueue(filled(library, "أول"))
    worker.main(["--library", str(library.path)])
    assert (library.job(job).state, library.job(job).reason) == ("failed", "OSError: no checkpoint here")


def test_killed_ten_times_every_article_is_there_exactly_once(library):
    texts = [f"خبر رقم {n}\nسطر ثان" for n in range(400)]
    job = library.enqueue(filled(library, *texts))
    script = (
        "import sys; from test_worker import LineReader; from articles import worker; "
        "from articles.library import Library; "
        "worker.run(Library(sys.argv[1]), LineReader(pause=0.01), idle_seconds=0.5)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(Path(__file__).parent)])}
    dice = random.Random(7)

    def start() -> subprocess.Popen:
        return subprocess.Popen([sys.executable, "-c", script, str(library.path)], env=environment)

    kills = 0
    while kills < 10:
        before, process = library.job(job).done, start()
        while library.job(job).done == before and process.poll() is None:
            time.sleep(0.01)
        time.sleep(dice.uniform(0, 0.1))
        process.send_signal(signal.SIGKILL)
        process.wait()
        kills += 1
    assert library.job(job).open
    start().wait()
    end = library.job(job)
    assert (end.state, end.done, end.failed) == ("done", 400, ())
    assert [a.text for a in read(library)] == texts


def named_first(library: Library) -> None:
    """An article whose one name is called otherwise in the whole library; the sums do not know yet."""
    (id,) = filled(library, "أول")
    entity, mention = Entity(0, "أول", "MISC", (), (0,)), Mention(0, 3, "أول", "MISC", 0.9, 0)
    library.save(
        replace(next(LineReader().read([library.article(id)])), entities=(entity,), mentions=(mention,))
    )
    library.call(Naming("name", "أول", "ثان"))
    assert summed(library) == ["أول"]


def summed(library: Library) -> list[str]:
    return [r["name"] for r in Overview(library).named(Filters())]


def test_the_sums_follow_a_decision_when_there_is_nothing_to_read(library):
    named_first(library)
    worker.run(library, LineReader(), idle_seconds=0.05)
    assert summed(library) == ["ثان"]


def test_the_sums_follow_a_decision_while_a_job_is_read(library):
    seen = []

    class Watching(LineReader):
        def read(self, articles, wanted=None):
            seen.append(summed(library))
            return super().read(articles, wanted)

    named_first(library)
    library.enqueue(filled(library, "ثالث"))
    worker.run(library, Watching(), idle_seconds=0.05)
    assert seen == [["ثان"]]

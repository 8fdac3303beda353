"""Files come in whole or not at all, whatever happens to the process that reads them."""

import csv
import io
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from articles import importing, readers
from articles.article import ReadError
from articles.imports import MOST_ATTEMPTS, Import
from articles.library import Library

ROOT = Path(__file__).parents[2]


def news(n: int) -> str:
    return f"خبر رقم {n}\n\nقال الوزير سامي حداد في المؤتمر رقم {n} إن المشروع يسير كما خُطط له."


def table(numbers: range) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([["العنوان", "النص"], *([f"خبر {n}", news(n)] for n in numbers)])
    return out.getvalue().encode()


@pytest.fixture
def library(tmp_path) -> Library:
    return Library(tmp_path / "library.sqlite")


def outcomes(library: Library, id: int) -> list[tuple[str, str]]:
    return [(r.path, r.outcome) for r in library.import_results(id)]


def test_every_file_is_told_what_became_of_it_and_new_articles_are_to_be_read(library):
    long = " ".join(f"كلمة{n}" for n in range(60))
    id = library.receive(
        [
            ("أ.txt", news(1).encode()),
            ("ب.txt", news(1).encode()),
            ("ج.pdf", b"%PDF-1.7 nothing"),
            ("د.txt", long.encode()),
            ("هـ.txt", f"{long} ملحق".encode()),
        ]
    )
    assert library.open_imports() == [Import(id, files=5, left=5)]
    importing.run(library)
    assert library.open_imports() == []
    assert outcomes(library, id) == [
        ("أ.txt", "new"), ("ب.txt", "duplicate"), ("ج.pdf", "error"), ("د.txt", "new"), ("هـ.txt", "copy"),
    ]  # fmt: skip
    assert library.import_results(id)[2].error.code == "corrupt"
    (job,) = library.jobs()
    assert (job.state, job.total) == ("queued", 3)


def test_a_cancelled_import_leaves_what_was_read(library, monkeypatch):
    id = library.receive([("جدول.csv", table(range(10))), ("آخر.txt", news(99).encode())])
    read = readers.read

    def cancelling(*given):
        for number, item in enumerate(read(*given)):
            if number == 4:
                library.cancel_import(id)
            yield item

    monkeypatch.setattr(readers, "read", cancelling)
    importing.run(library)
    assert len(library.articles()) == 4
    assert not library.receiving()


def test_articles_that_come_in_while_others_are_read_go_to_the_same_job(library):
    library.receive([("أ.txt", news(1).encode()), ("ب.txt", news(2).encode())])
    file = library.next_file()
    library.take_in(file.number, 0, next(readers.read(file.name, file.data)))
    library.end_file(file.number)
    job = library.claim()
    (article,) = library.next_articles(job.id, 10)
    library.skip(job.id, article.id)
    assert library.job(job.id).state == "done"
    importing.run(library)
    assert (library.claim().id, library.job(job.id).total) == (job.id, 2)


def test_articles_that_come_in_after_no_model_was_found_are_read_all_the_same(library):
    library.receive([(f"{n}.txt", news(n).encode()) for n in range(3)])
    for end in (lambda job: library.fail_job(job, "OSError: no checkpoint here"), library.cancel):
        file = library.next_file()
        library.take_in(file.number, 0, next(readers.read(file.name, file.data)))
        library.end_file(file.number)
        job = library.claim()
        end(job.id)
    # What failed was begun again; what was cancelled is not.
    importing.run(library)
    assert library.open_jobs() == []
    (job,) = library.jobs()
    assert (job.state, job.reason, job.total) == ("cancelled", None, 3)


def test_a_file_that_kills_its_reader_again_and_again_is_given_up(library):
    id = library.receive([("قاتل.txt", news(1).encode()), ("خبر.txt", news(2).encode())])
    for _ in range(MOST_ATTEMPTS):
        assert library.next_file().name == "قاتل.txt"
    importing.run(library)
    assert outcomes(library, id) == [("قاتل.txt", "error"), ("خبر.txt", "new")]
    assert library.import_results(id)[0].error.code == "crashed"


def test_columns_that_utf_8_cannot_hold_stop_no_import(library):
    id = library.receive([("أ.json", b'[{"\\ud800x": "1"}]'), ("خبر.txt", news(1).encode())])
    importing.run(library)
    assert outcomes(library, id) == [("أ.json", "error"), ("خبر.txt", "new")]
    assert library.import_results(id)[0].error.details == {"columns": ["?x"]}


def test_an_error_that_utf_8_cannot_hold_is_noted(library):
    id = library.receive([("أ.txt", b"")])
    file = library.next_file()
    assert library.take_in(file.number, 0, ReadError("corrupt", file.name, reason="\ud800"))
    assert library.import_results(id)[0].error.details == {"reason": "\ud800"}


def test_killed_ten_times_every_article_is_there_exactly_once(library):
    files = [("جدول.csv", table(range(900))), *((f"{n}.txt", news(n).encode()) for n in range(850, 950))]
    id = library.receive(files)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "articles.importing", "--library", str(library.path)]
    dice = random.Random(11)

    def start() -> subprocess.Popen:
        return subprocess.Popen(command, cwd=ROOT, env=environment)

    for _ in range(10):
        # After so many results, not after so long: a fast machine is not done before the tenth.
        enough, process = len(library.import_results(id)) + dice.randint(1, 40), start()
        while len(library.import_results(id)) < enough and process.poll() is None:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert library.receiving()
    start().wait()
    assert not library.receiving()
    assert sorted(a.text for a in map(library.article, (r.id for r in library.articles()))) == sorted(
        map(news, range(950))
    )
    found = [r.outcome for r in library.import_results(id)]
    assert (len(found), found.count("new"), found.count("duplicate")) == (1000, 950, 50)
    (job,) = library.jobs()
    assert job.total == 950

"""One process of a kind for a library, begun again when it died."""

import pytest

from articles import processes

MODULE = "articles.worker"


class Process:
    """What was started; `code` is how it ended."""

    def __init__(self, command, **_):
        self.command, self.code = command, None

    def poll(self):
        return self.code


@pytest.fixture
def started(monkeypatch) -> list[Process]:
    begun = []

    def popen(command, **_):
        begun.append(Process(command))
        return begun[-1]

    monkeypatch.setattr(processes.subprocess, "Popen", popen)
    return begun


def test_none_is_begun_while_one_works_or_is_about_to(tmp_path, started):
    path = tmp_path / "library.sqlite"
    with processes.lock(MODULE, path):
        assert processes.alive(MODULE, path)
        processes.ensure_running(MODULE, path)
    assert started == []
    for _ in range(2):
        processes.ensure_running(MODULE, path)
    assert [process.command[2] for process in started] == [MODULE]


def test_one_that_died_is_begun_again(tmp_path, started):
    path = tmp_path / "library.sqlite"
    processes.ensure_running(MODULE, path)
    started[0].code = -11
    processes.ensure_running(MODULE, path)
    processes.ensure_running("articles.importing", path)
    assert [process.command[2] for process in started] == [MODULE, MODULE, "articles.importing"]

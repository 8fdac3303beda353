"""What the server does from its start on, before anybody visits."""

import asyncio
import threading

from articles.library import Library
from components import state


def test_the_sample_is_read_before_any_visit(tmp_path, monkeypatch):
    import app

    woken = threading.Event()
    monkeypatch.setenv("RAWI_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setattr(state, "ensure_running", lambda path: woken.set())

    async def start() -> None:
        async with app._begin(app.app):
            pass

    # In a thread of its own: the browser tests leave a running loop in this one.
    server = threading.Thread(target=lambda: asyncio.run(start()))
    server.start()
    server.join()
    assert woken.wait(20)
    library = Library()
    (job,) = library.jobs()
    assert (job.open, job.total) == (True, 1)
    # A visit finds it begun and asks for nothing twice.
    state.begin(library)
    assert (len(library.articles()), len(library.jobs())) == (1, 1)

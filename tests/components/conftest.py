"""What holds for every test of the pages."""

import pytest


@pytest.fixture(autouse=True)
def nothing_broke(caplog):
    """A page that breaks says so to its reader and to the log, not to the test: whoever expects it clears `caplog`."""
    yield
    assert not [r.getMessage() for r in caplog.get_records("call") if r.exc_info]

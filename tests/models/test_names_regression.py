"""Our own short sentences (`tests/data/names.tsv`) as the bundled model reads them."""

import pytest

from training import regression


@pytest.fixture(scope="module")
def found():
    return regression.read("bundled")


def test_there_are_two_hundred():
    assert len({case.text for case in regression.cases()}) >= 200


@pytest.mark.parametrize("k", range(len(regression.cases())), ids=lambda k: f"{k}")
def test_sentence(found, k):
    """A sentence the model is known to miss must still be missed: else the table is to be written anew."""
    case = regression.cases()[k]
    assert regression.fits(found[k], case) != case.missed, (case.text, [(m.label, m.text) for m in found[k]])

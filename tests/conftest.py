"""What every test shares: no test may reach a model hub, and where the sample article is."""

import os
from pathlib import Path

import pytest

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def sample() -> str:
    """The text of the sample article, decoded as a reader would."""
    (path,) = (ROOT / "seeds").glob("*.txt")
    return path.read_bytes().decode("utf-8-sig")

"""The one door: which checkpoint a name means, found without a network call."""

import socket

import pytest

from models import checkpoints
from models.checkpoints import HUB, CheckpointMissing, choose, load

CAMELBERT, COMMIT = HUB["ner"]
FILES = ["config.json", "pytorch_model.bin", "vocab.txt", "tokenizer_config.json", "special_tokens_map.json"]


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("a network call")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def bundled(tmp_path, monkeypatch, lexicon_checkpoint):
    """A stand-in for the unpacked bundled model."""
    monkeypatch.setattr(checkpoints, "BUNDLED", tmp_path / "bundled")
    (tmp_path / "bundled").mkdir()
    (tmp_path / "bundled/ner").symlink_to(lexicon_checkpoint)


def test_auto_is_the_bundled_model_when_the_hub_has_left_nothing(hub_cache, bundled):
    assert choose("ner").name == "rawi-ner"


def test_auto_is_camelbert_once_its_files_are_here(hub_cache, bundled, lexicon_checkpoint):
    hub_cache(CAMELBERT, COMMIT, lexicon_checkpoint, FILES)
    found = choose("ner")
    assert (found.name, found.revision) == (CAMELBERT, COMMIT)
    model, tokenizer, _ = load(found, "TokenClassification", "cpu")
    assert type(model).__name__ == "BertForTokenClassification"
    assert type(tokenizer).__name__.startswith("BertTokenizer")


@pytest.mark.parametrize("lacking", ["config.json", "pytorch_model.bin", "vocab.txt"])
def test_auto_ignores_a_fetch_that_broke_off(hub_cache, bundled, lexicon_checkpoint, lacking):
    hub_cache(CAMELBERT, COMMIT, lexicon_checkpoint, [f for f in FILES if f != lacking])
    assert choose("ner").name == "rawi-ner"


def test_auto_ignores_another_revision(hub_cache, bundled, lexicon_checkpoint):
    hub_cache(CAMELBERT, "0" * 40, lexicon_checkpoint, FILES)
    assert choose("ner").name == "rawi-ner"


def test_another_hub_model_by_name(hub_cache, lexicon_checkpoint):
    hub_cache("someone/arabic-ner", "1" * 40, lexicon_checkpoint, FILES)
    assert choose("ner", "someone/arabic-ner").path.endswith("1" * 40)


def test_a_folder_is_known_by_the_hash_of_its_weights(lexicon_checkpoint, random_checkpoint):
    one, other = (choose("ner", str(path)) for path in (lexicon_checkpoint, random_checkpoint))
    assert one.path == str(lexicon_checkpoint)
    assert len(one.revision) == 12
    assert one.revision != other.revision


@pytest.mark.parametrize("name", ["someone/not-here", "no such folder", "bundled"])
def test_a_missing_one_says_what_to_run(hub_cache, monkeypatch, tmp_path, name):
    monkeypatch.setattr(checkpoints, "BUNDLED", tmp_path / "nothing")
    with pytest.raises(CheckpointMissing, match=r"make (models|setup)"):
        choose("ner", name)

"""Words in, logits out, on a checkpoint of CAMeLBERT's shape."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import engine
from models.checkpoints import choose
from models.engine import TokenClassifier

WORDS = ["أعلن", "الكرملين", "أن", "فلاديمير", "بوتين", "استقبل", "ستيف", "ويتكوف", "بموسكو", "."]


@pytest.fixture(scope="module")
def by_lexicon(lexicon_checkpoint):
    return TokenClassifier(choose("ner", str(lexicon_checkpoint)), "cpu")


@pytest.fixture(scope="module")
def at_random(random_checkpoint):
    return TokenClassifier(choose("ner", str(random_checkpoint)), "cpu", exact=True)


def labels(classifier, words):
    (logits,) = classifier.word_logits([words])
    assert logits.shape == (len(words), len(classifier.labels))
    assert logits.dtype == np.float32
    return [classifier.labels[i] for i in logits.argmax(1)]


def test_labels_keep_the_order_of_the_checkpoint(by_lexicon):
    assert by_lexicon.labels[0] == "B-LOC"
    assert by_lexicon.labels[-1] == "O"


def test_a_word_takes_the_label_of_its_first_piece(by_lexicon):
    expected = ["O", "B-ORG", "O", "B-PERS", "B-PERS", "O", "B-PERS", "I-PERS", "B-LOC", "O"]
    assert labels(by_lexicon, WORDS) == expected


@pytest.mark.parametrize("odd", ["\u0651", "\x00", "\u200d", "\ufffd", "\U0001f600", "中", "س" * 700])
def test_an_odd_word_does_not_shift_the_others(by_lexicon, odd):
    assert labels(by_lexicon, [odd, "بوتين", odd, "موسكو", odd]) == ["O", "B-PERS", "O", "B-LOC", "O"]


def test_logits_are_those_of_transformers(at_random, random_checkpoint):
    """The first-piece logits of one sequence, as the library's documentation gets them."""
    import torch
    from transformers import AutoModelForTokenClassification

    tokenizer = at_random.tokenizer
    model = AutoModelForTokenClassification.from_pretrained(random_checkpoint).eval()
    encoded = tokenizer(WORDS, is_split_into_words=True, return_tensors="pt")
    with torch.inference_mode():
        pieces = model(**encoded).logits[0].numpy()
    firsts = {}
    for i, word in enumerate(encoded.word_ids()):
        if word is not None:
            firsts.setdefault(word, i)
    (got,) = at_random.word_logits([WORDS])
    np.testing.assert_allclose(got, pieces[[firsts[w] for w in range(len(WORDS))]], atol=1e-4)


def test_a_batch_changes_nothing_but_rounding(at_random):
    sequences = [WORDS[:n] for n in (3, 10, 1, 7)] * 40
    together = at_random.word_logits(sequences)
    for words, logits in zip(sequences, together, strict=True):
        np.testing.assert_allclose(logits, at_random.word_logits([words])[0], atol=1e-4)


def test_nothing_is_cut_at_512(by_lexicon):
    words = ["كلام"] * 1500
    words[::100] = ["موسكو"] * 15
    got = labels(by_lexicon, words)
    assert [i for i, label in enumerate(got) if label == "B-LOC"] == list(range(0, 1500, 100))


def test_every_window_fits_the_model(at_random):
    lengths = []
    handle = at_random.model.base_model.register_forward_pre_hook(
        lambda *a: lengths.extend(block.places.shape[1] for block in a[2]["blocks"]), with_kwargs=True
    )
    try:
        (logits,) = at_random.word_logits([["ويتكوف", "سسسسسسسس"] * 400])
    finally:
        handle.remove()
    assert max(lengths) <= 512
    assert np.isfinite(logits).all()
    assert (np.abs(logits).sum(1) > 0).all()


def test_sequences_without_words(by_lexicon):
    assert by_lexicon.word_logits([]) == []
    assert [len(x) for x in by_lexicon.word_logits([[], ["بوتين"], []])] == [0, 1, 0]


def test_a_guideline_token_opens_the_sequence(tmp_path, lexicon_checkpoint):
    import json
    import shutil

    folder = tmp_path / "guided"
    shutil.copytree(lexicon_checkpoint, folder)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "guideline_token": "[MASK]"}))
    classifier = TokenClassifier(choose("ner", str(folder)), "cpu")
    seen = []
    encoder = classifier.model.base_model
    encoder.register_forward_pre_hook(lambda *a: seen.append(a[2]["input_ids"]), with_kwargs=True)
    assert labels(classifier, ["بوتين", "كلام"]) == ["B-PERS", "O"]
    tokens = classifier.tokenizer.convert_ids_to_tokens(seen[0][0])
    assert tokens[:3] == ["[CLS]", "[MASK]", "بوتين"]


BUNDLED = Path(__file__).parents[2] / "models/bundled/ner"


@pytest.mark.skipif(not BUNDLED.is_dir(), reason="the bundled weights are not unpacked: make setup")
def test_quick_arithmetic_keeps_the_labels(sample):
    classifier = TokenClassifier(choose("ner", "bundled"), "cpu")
    lines = [line.split() for line in sample.splitlines() if line]
    quick = np.concatenate(classifier.word_logits(lines)).argmax(1)
    classifier.exact = True
    exact = np.concatenate(classifier.word_logits(lines)).argmax(1)
    assert (quick == exact).mean() >= 0.995


def test_arithmetic_is_quick_only_where_it_pays(monkeypatch):
    import torch

    monkeypatch.setattr(engine, "multiplies_bfloat16", lambda: True)
    with engine.arithmetic("cpu"):
        assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype == torch.bfloat16
    with engine.arithmetic("cpu", exact=True):
        assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype == torch.float32
    monkeypatch.setattr(engine, "multiplies_bfloat16", lambda: False)
    with engine.arithmetic("cpu"):
        assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype == torch.float32


@pytest.mark.parametrize("packed", [True, False])
@given(lengths=st.lists(st.integers(1, 512), max_size=200))
def test_batches_hold_everything_once_and_are_full(packed, lengths):
    batches = list(engine.batches(lengths, 1024, packed))
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))

    def size(batch):
        return sum(lengths[i] if packed else lengths[batch[0]] for i in batch)

    assert all(size(batch) <= 1024 for batch in batches)
    assert all(size([*batch, after[0]]) > 1024 for batch, after in pairwise(batches))

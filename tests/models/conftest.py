"""Checkpoints of CAMeLBERT's shape, small enough to be built for a test."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

# The order of the labels in CAMeL-Lab/bert-base-arabic-camelbert-msa-ner's config.json.
CAMELBERT_LABELS = ["B-LOC", "B-MISC", "B-ORG", "B-PERS", "I-LOC", "I-MISC", "I-ORG", "I-PERS", "O"]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي0123456789abcdefghijklmnopqrstuvwxyz"
# What the tiny checkpoint knows: the first piece of a word decides its label.
LEXICON = {
    **dict.fromkeys(["فلاديمير", "ستيف", "بوتين", "وبوتين"], "B-PERS"),
    **dict.fromkeys(["دميتري", "أنطونيو"], "B-PERS"),
    **dict.fromkeys(["بيسكوف", "وبيسكوف", "ويت", "غوتيريش"], "I-PERS"),
    **dict.fromkeys(["موسكو", "بموسكو", "وبموسكو", "القاهرة", "للقاهرة", "لبنان", "كييف"], "B-LOC"),
    **dict.fromkeys(["الكرملين", "وزارة"], "B-ORG"),
    **dict.fromkeys(["الخارجية"], "I-ORG"),
}


@pytest.fixture(scope="session")
def lexicon_checkpoint(tmp_path_factory) -> Path:
    """CAMeLBERT's classes, label order, tokenizer and files, without layers: a word's first piece is
    looked up in LEXICON. What comes out of the door is therefore known for every word."""
    return build(tmp_path_factory.mktemp("lexicon"), LEXICON, layers=0)


@pytest.fixture(scope="session")
def random_checkpoint(tmp_path_factory) -> Path:
    """The same with two layers of random weights: context counts, no label is known beforehand."""
    return build(tmp_path_factory.mktemp("random"), LEXICON, layers=2)


@pytest.fixture
def hub_cache(tmp_path, monkeypatch) -> Callable[[str, str, Path, list[str]], None]:
    """An empty hub cache; call it with (name, commit, folder, files) to put files of a model there."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))

    def put(name: str, commit: str, folder: Path, files: list[str]) -> None:
        repository = tmp_path / f"models--{name.replace('/', '--')}"
        snapshot = repository / "snapshots" / commit
        snapshot.mkdir(parents=True, exist_ok=True)
        (repository / "refs").mkdir(exist_ok=True)
        (repository / "refs/main").write_text(commit)
        for file in files:
            (snapshot / file).symlink_to(folder / file)

    return put


def build(folder: Path, lexicon: dict[str, str], layers: int) -> Path:
    """A BertForTokenClassification folder with the files that CAMeLBERT's revision has."""
    import torch
    from transformers import BertConfig, BertForTokenClassification

    torch.manual_seed(0)
    pieces = [*LETTERS, *(f"##{ch}" for ch in LETTERS), *".,:;!?()[]-/،؛؟«»“”…\"'", "##كوف"]
    vocabulary = [*SPECIAL, *lexicon, *pieces]
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=layers,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=512,
        pad_token_id=0,
        id2label=dict(enumerate(CAMELBERT_LABELS)),
        label2id={label: i for i, label in enumerate(CAMELBERT_LABELS)},
        initializer_range=0.4,
    )
    model = BertForTokenClassification(config)
    if layers == 0:
        _look_up(model, vocabulary, lexicon)
    config.architectures = ["BertForTokenClassification"]
    config.save_pretrained(folder)
    # The hub's revision has no safetensors, and no tokenizer.json.
    torch.save(model.state_dict(), folder / "pytorch_model.bin")
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": False}))
    (folder / "special_tokens_map.json").write_text(
        json.dumps({f"{k}_token": f"[{k.upper()}]" for k in ("unk", "sep", "pad", "cls", "mask")})
    )
    return folder


def _look_up(model, vocabulary: list[str], lexicon: dict[str, str]) -> None:
    """Make the embedding of a piece point at its label, and the head read it off."""
    import torch

    state = model.state_dict()
    for name, tensor in state.items():
        if "LayerNorm.weight" not in name:
            tensor.zero_()
    for i, piece in enumerate(vocabulary):
        label = CAMELBERT_LABELS.index(lexicon.get(piece, "O"))
        state["bert.embeddings.word_embeddings.weight"][i, label] = 1.0
    state["classifier.weight"][:, : len(CAMELBERT_LABELS)] = 2 * torch.eye(len(CAMELBERT_LABELS))
    model.load_state_dict(state)

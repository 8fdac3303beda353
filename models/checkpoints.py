"""Which checkpoint does which job, and the one door through which all of them are loaded.

Nothing here touches the network: hub models are looked up in the local cache only
(`python -m models.fetch` puts them there).
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from models import packing

Job = Literal["ner", "quotes", "stance"]

BUNDLED = Path(__file__).parent / "bundled"
# Hub checkpoints and the commits they are pinned to.
HUB: dict[str, tuple[str, str]] = {
    "ner": ("CAMeL-Lab/bert-base-arabic-camelbert-msa-ner", "54e2905e7c756883b00877cd48ed710a304af0d1"),
    "stance": (
        "MoritzLaurer/mDeBERTa-v3-base-xnli-multilingual-nli-2mil7",
        "b5113eb38ab63efdd7f280f8c144ea8b13f978ce",
    ),
}
WEIGHT_FILES = ("model.safetensors", "pytorch_model.bin")
TOKENIZER_FILES = ("tokenizer.json", "vocab.txt", "sentencepiece.bpe.model", "spm.model")


class CheckpointMissing(Exception):
    """A checkpoint that is not on this machine; the message says what to run."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint on this machine: `path` is its folder, `revision` a commit or a hash of its weights."""

    job: Job
    name: str
    revision: str
    path: str


def choose(job: Job, name: str = "auto") -> Checkpoint:
    """The checkpoint that `name` means for `job`, from this machine, at once.

    `auto`: for names the hub model when its files are here, else the bundled one; for quotes and
    stance the bundled one (the zero-shot stance model is too slow to be taken unasked). `bundled`;
    `hub`; a folder; or a hub name, with `@revision` if wanted. Raises CheckpointMissing.
    """
    if name == "auto":
        cached = job == "ner" and _cached(*HUB[job])
        return Checkpoint(job, *HUB[job], cached) if cached else _bundled(job)
    if name == "bundled":
        return _bundled(job)
    folder = Path(name)
    if folder.is_dir():
        return Checkpoint(job, folder.name, _hash(folder), str(folder))
    if name == "hub" and job in HUB:
        name, revision = HUB[job]
    else:
        name, _, revision = name.partition("@")
        pinned = dict(HUB.values())
        revision = revision or pinned.get(name, "main")
    path = _cached(name, revision)
    if path is None:
        raise CheckpointMissing(
            f"{name} ({revision}) is not on this machine: run `make models`, or give a checkpoint's folder"
        )
    return Checkpoint(job, name, revision, path)


def _bundled(job: Job) -> Checkpoint:
    folder = BUNDLED / job
    if not (folder / "config.json").exists():
        raise CheckpointMissing(f"the bundled {job} model is not unpacked: run `make setup`")
    return Checkpoint(job, f"rawi-{job}", _hash(folder), str(folder))


def _cached(name: str, revision: str) -> str | None:
    """The folder of a hub checkpoint whose configuration, tokenizer and weights are all in the cache."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    def found(file: str) -> str | None:
        path = try_to_load_from_cache(name, file, revision=revision)
        return path if isinstance(path, str) else None

    try:
        config = found("config.json")
        # A fetch that broke off leaves some of the files only.
        whole = config and any(map(found, WEIGHT_FILES)) and any(map(found, TOKENIZER_FILES))
    except HFValidationError:
        return None
    return str(Path(config).parent) if whole else None


@cache
def _hash(folder: Path) -> str:
    """A folder's revision: what unpacking noted down, or 12 hex digits of the SHA-256 of its weights and configuration."""
    noted = folder / "revision"
    if noted.exists():
        return noted.read_text().strip()
    digest = hashlib.sha256()
    for name in (*WEIGHT_FILES, "config.json"):
        if (folder / name).exists():
            with open(folder / name, "rb") as weights:
                digest.update(hashlib.file_digest(weights, "sha256").digest())
    return digest.hexdigest()[:12]


_tokenizers: dict[bytes, object] = {}


def _tokenizer(folder: str):
    """The tokenizer of a checkpoint; one object for all whose tokenizers are the same, letter by letter."""
    from transformers import AutoTokenizer

    files = [Path(folder, name) for name in ("tokenizer.json", "tokenizer_config.json")]
    if not all(file.exists() for file in files):
        return AutoTokenizer.from_pretrained(folder, local_files_only=True)
    key = hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).digest()
    if key not in _tokenizers:
        _tokenizers[key] = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    return _tokenizers[key]


def load(checkpoint: Checkpoint, head: str, device: str = "auto"):
    """(model, tokenizer, device): `transformers.AutoModelFor<head>` of a checkpoint, ready to infer.

    Only local files are read. `device` is `auto` (a GPU when there is one), `cpu` or `cuda`.
    """
    # Threads that wait shall sleep: spinning, two processes on two cores slow each other down tenfold, and alone
    # sleeping costs nothing. OpenMP reads this when torch is first imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    import torch
    import transformers

    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    tokenizer = _tokenizer(checkpoint.path)
    auto = getattr(transformers, f"AutoModelFor{head}")
    model = auto.from_pretrained(checkpoint.path, local_files_only=True, dtype=torch.float32)
    packing.prepare(model)
    return model.to(device).eval(), tokenizer, device

"""Bundled weights as committed (int8, one scale a group of weights) → ordinary checkpoint folders.

    python -m models.expand        models/weights/* → models/bundled/* (git ignores those)

Packed, a checkpoint is `weights.safetensors` beside its `config.json`; the tokenizer, the same for
all, is kept once. A matrix W [rows, columns] is stored as int8 `name` and float16 `name.scale`
[rows, groups], a scale for each of as many equal parts of a row, W ≈ name · scale; everything else is
stored as it is. `training/pack.py` writes them.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

WEIGHTS = Path(__file__).parent / "weights"
BUNDLED = Path(__file__).parent / "bundled"
SCALE = ".scale"


def revision(packed: Path) -> str:
    """The first 12 hex digits of the SHA-256 of a packed checkpoint and its configuration."""
    digest = hashlib.sha256()
    for name in ("weights.safetensors", "config.json"):
        digest.update((packed / name).read_bytes())
    return digest.hexdigest()[:12]


def scaled(whole: Any, scale: Any) -> Any:
    """The float32 matrix [rows, columns] of int8 [rows, columns] and float16 scales [rows, groups]."""
    groups = whole.reshape(*scale.shape, -1).float() * scale.unsqueeze(-1).float()
    return groups.reshape(whole.shape)


def expand(packed: Path, folder: Path) -> None:
    """Write the checkpoint folder that `packed` stands for; does nothing where it is there already.

    The folder appears whole or not at all, so that a break in between leaves nothing half done.
    """
    stamp = folder / "revision"
    if stamp.exists() and stamp.read_text() == revision(packed):
        return
    import torch
    from safetensors.torch import load_file, save_file

    stored = load_file(packed / "weights.safetensors")
    tensors = {
        name: scaled(tensor, stored[name + SCALE]) if tensor.dtype == torch.int8 else tensor.float()
        for name, tensor in stored.items()
        if not name.endswith(SCALE)
    }
    unfinished = folder.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    save_file(tensors, unfinished / "model.safetensors", metadata={"format": "pt"})
    shutil.copy(packed / "config.json", unfinished)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(WEIGHTS / name, unfinished)
    (unfinished / "revision").write_text(revision(packed))
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)
    print(f"{folder.name}: {(folder / 'model.safetensors').stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    for config in sorted(WEIGHTS.glob("*/config.json")):
        expand(config.parent, BUNDLED / config.parent.name)

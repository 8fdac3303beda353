"""Pack a fine-tuned checkpoint for the repository: int8 weights, a scale for every 64 of them.

    python -m training.pack .work/ner ner      → models/weights/ner (and the shared tokenizer)

At most 40 MB a model may be committed, and seldom: every version stays in the history.
"""

import argparse
import json
import shutil
from pathlib import Path

from models.expand import BUNDLED, SCALE, WEIGHTS, expand

# Weights under one scale: with one a whole row, an answer's logits moved five times as far.
GROUP = 64
TINY = 1e-7  # the least that float16 tells from nothing


def quantise(tensor):
    """(int8 [rows, columns], float16 scale [rows, groups]) of a float matrix, symmetric; rows that GROUP does not divide
    are one group each.
    """
    import torch

    rows, columns = tensor.shape
    groups = tensor.reshape(rows, columns // GROUP if columns % GROUP == 0 else 1, -1)
    scale = (groups.abs().amax(2, keepdim=True) / 127).clamp(min=TINY).half()
    # Rounded to float16 first: the scale that is stored is the scale that was used.
    whole = (groups / scale.float()).round().clamp(-127, 127).to(torch.int8)
    return whole.reshape(rows, columns), scale.squeeze(2)


def pack(checkpoint: Path, job: str) -> Path:
    """Write models/weights/`job` from a checkpoint folder and return it."""
    from safetensors.torch import load_file, save_file

    target = WEIGHTS / job
    target.mkdir(parents=True, exist_ok=True)
    stored = {}
    for name, tensor in load_file(checkpoint / "model.safetensors").items():
        if tensor.dim() == 2 and tensor.numel() > 10_000:
            stored[name], stored[name + SCALE] = quantise(tensor.float())
        else:
            stored[name] = tensor.half()
    save_file(stored, target / "weights.safetensors")
    shutil.copy(checkpoint / "config.json", target)
    tokenizer = json.loads((checkpoint / "tokenizer.json").read_text(encoding="utf-8"))
    compact = json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))
    (WEIGHTS / "tokenizer.json").write_text(compact, encoding="utf-8")
    shutil.copy(checkpoint / "tokenizer_config.json", WEIGHTS)
    return target


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("job", choices=["ner", "quotes", "stance"])
    args = parser.parse_args()
    target = pack(args.checkpoint, args.job)
    size = (target / "weights.safetensors").stat().st_size / 1e6
    print(f"{target}: {size:.1f} MB")
    expand(target, BUNDLED / args.job)


if __name__ == "__main__":
    main()

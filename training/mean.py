"""The mean of checkpoints that were trained from the same weights on other draws of the same examples.

    python -m training.mean .work/a .work/b .work/c --out .work/stance

Reads a little better than each of them and costs no more than one (Wortsman et al. 2022, Model soups).
"""

import argparse
import shutil
from pathlib import Path

WEIGHTS = "model.safetensors"


def mean(checkpoints: list[Path], out: Path) -> None:
    """Write into the folder `out` the mean of the checkpoints' weights, and the last one's configuration and tokenizer."""
    import torch
    from safetensors.torch import load_file, save_file

    loaded = [load_file(folder / WEIGHTS) for folder in checkpoints]
    tensors = {name: torch.stack([each[name].float() for each in loaded]).mean(0) for name in loaded[-1]}
    shutil.copytree(
        checkpoints[-1], out, dirs_exist_ok=True, ignore=shutil.ignore_patterns(WEIGHTS, "revision")
    )
    save_file(tensors, out / WEIGHTS, metadata={"format": "pt"})


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    mean(args.checkpoints, args.out)


if __name__ == "__main__":
    main()

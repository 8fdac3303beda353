"""Fetch the hub models at their pinned revisions: the one place that uses the network.

    python -m models.fetch             both; `make models` says the same
    python -m models.fetch ner         one of them

A fetch that broke off goes on where it stopped. Until a model is here whole, Rawi reads with the
bundled one.
"""

from __future__ import annotations

import argparse
import sys

from models.checkpoints import HUB, TOKENIZER_FILES, WEIGHT_FILES, Checkpoint, choose

# Beside weights and tokenizer; the hub's copies for other frameworks stay there.
SETTINGS = ("config.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json")


class FetchFailed(Exception):
    """A hub model could not be fetched; the message is one line for a person."""


def fetch(job: str, progress: type | None = None) -> Checkpoint:
    """Fetch the hub model for `job` ("ner" or "stance") into the hub cache and return it.

    `progress` is a class like tqdm's that shows how far it is (default: tqdm on standard error). What is
    already here is not fetched again. Raises FetchFailed.
    """
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.utils import logging

    logging.set_verbosity_error()
    name, revision = HUB[job]
    try:
        there = {file.rfilename for file in HfApi().model_info(name, revision=revision).siblings or ()}
        # Safetensors where there are any, else torch's own file: never both.
        weights = [next(f for f in WEIGHT_FILES if f in there)]
        wanted = [*weights, *SETTINGS, *TOKENIZER_FILES]
        snapshot_download(name, revision=revision, allow_patterns=wanted, tqdm_class=progress)
    except Exception as error:
        # No connection, a proxy's answer, a full disk, …: whatever it was, reading goes on without.
        said = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise FetchFailed(f"{name}: {said.rstrip('.')}") from error
    return choose(job, name)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "jobs", nargs="*", default=[], metavar="JOB", help=f"of {', '.join(HUB)}; default: all"
    )
    args = parser.parse_args()
    unknown = set(args.jobs) - set(HUB)
    if unknown:
        parser.error(f"no hub model for {', '.join(sorted(unknown))}: choose from {', '.join(HUB)}")
    try:
        for job in args.jobs or HUB:
            found = fetch(job)
            print(f"{found.name} @ {found.revision[:7]} is here: {found.path}")
    except FetchFailed as failure:
        print(f"Not fetched: {failure}. The bundled models go on working.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. The same command goes on from here.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

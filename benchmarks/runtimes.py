"""Which arithmetic reads names fastest on this processor: `python -m benchmarks.runtimes [--articles 20] [--ner bundled]`.

The same checkpoint over the same articles in one run, each in turn, three times over: torch in float32, in bfloat16
(what `models.engine` picks where the processor has instructions for it), and with int8 weights and products
(`torch.ao.quantization.quantize_dynamic`). Prints articles a second (the best of the three times), times float32, and the
share of words that have float32's label: it must be 99.5 % at least for a runtime to be sound.
"""

import argparse
import time
import warnings

import numpy as np

from benchmarks.texts import articles
from models.arabic import strip, tokens
from models.checkpoints import choose
from models.engine import TokenClassifier, multiplies_bfloat16
from models.sentences import sentences

TIMES = 3


def _words(text: str) -> list[list[str]]:
    out = []
    for span in sentences(text):
        bare, _ = strip(text[span.start : span.end])
        out.append([bare[a:b] for a, b in tokens(bare)])
    return [words for words in out if words]


def runtimes(name: str) -> dict[str, TokenClassifier]:
    """The checkpoint under each arithmetic that this machine has."""
    import torch
    from torch.ao.quantization import quantize_dynamic

    checkpoint = choose("ner", name)
    found = {"torch float32": TokenClassifier(checkpoint, "cpu", exact=True)}
    if multiplies_bfloat16():
        found["torch bfloat16"] = TokenClassifier(checkpoint, "cpu")
    eight = found["torch int8"] = TokenClassifier(checkpoint, "cpu", exact=True)
    with warnings.catch_warnings(action="ignore"):
        eight.model = quantize_dynamic(eight.model, {torch.nn.Linear}, dtype=torch.qint8)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=20)
    parser.add_argument("--ner", default="bundled", help="a checkpoint, as analyse.py takes it")
    args = parser.parse_args()
    kind, texts = articles(args.articles)
    sequences = [words for text in texts for words in _words(text)]
    readers = runtimes(args.ner)
    labels: dict[str, np.ndarray] = {}
    best = dict.fromkeys(readers, float("inf"))
    for _ in range(TIMES):
        for runtime, reader in readers.items():
            began = time.perf_counter()
            logits = reader.word_logits(sequences)
            best[runtime] = min(best[runtime], time.perf_counter() - began)
            labels[runtime] = np.concatenate([rows.argmax(1) for rows in logits])
    exact, slowest = labels["torch float32"], best["torch float32"]
    print(
        f"{len(texts)} {kind}, {len(exact)} words\n{'':16}{'articles/s':>12}{'× float32':>11}{'same labels':>13}"
    )
    for runtime, seconds in best.items():
        same = 100 * (labels[runtime] == exact).mean()
        print(f"{runtime:16}{len(texts) / seconds:12.2f}{slowest / seconds:11.2f}{same:11.2f} %")


if __name__ == "__main__":
    main()

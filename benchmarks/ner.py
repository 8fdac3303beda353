"""Names read by others and by Rawi: same weights, same articles, same machine, one run, in turn.

    python -m benchmarks.ner [--articles 12] [--out FILE.json]

CAMeLBERT's weights may not be on the machine, so all but the last contender run random weights in its shape
(110 M parameters, 30,000 word pieces, files as the hub's revision has them), with no network. What they find means
nothing; what it costs is what CAMeLBERT costs, and the same words must get the same labels. Each contender is a
process of its own, so that peak memory is its own. camel-tools is left out unless it is installed
(requirements-bench.txt).
"""

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.texts import articles

ROOT = Path(__file__).parents[1]
LABELS = ["B-LOC", "B-MISC", "B-ORG", "B-PERS", "I-LOC", "I-MISC", "I-ORG", "I-PERS", "O"]
VOCABULARY = 30_000
LONGEST = 250  # words; of a longer sentence the pipeline would cut the end
SLOW = 4  # camel-tools reads every fourth sentence only
CONTENDERS = {
    "pipeline": "(a) transformers pipeline as documented",
    "batched": "(b) the same, its best batch size",
    "sorted": "(b') and sentences sorted by length for it",
    "camel": "(c) camel-tools NERecognizer",
    "exact": "(d) Rawi, float32",
    "auto": "(e) Rawi, as auto picks",
    "bundled": "(f) Rawi, the bundled model",
}
# Contender → those it is held against, and how many times as many articles a second it should read.
BARS = {
    "exact": {"pipeline": 1.4, "batched": 1.4, "camel": 5},
    "auto": {"pipeline": 2.4, "camel": 9},
    "bundled": {"pipeline": 6},
}
SAME = 0.999  # of the words get the label that (b) gives, in float32
PEAK = 0.6  # of the matrix products' peak


# With one thread (--busy) the processor's seconds, which other work on the machine does not lengthen.
clock = time.process_time if os.environ.get("OMP_NUM_THREADS") == "1" else time.perf_counter


def build(folder: Path, text: str) -> None:
    """A BertForTokenClassification of CAMeLBERT's shape with random weights.

    The vocabulary cuts the words of `text` into about 1.3 pieces each, as CAMeLBERT's does news.
    """
    import torch
    from transformers import BertConfig, BertForTokenClassification

    from models.arabic import strip, tokens

    bare = strip(text)[0]
    words = list(dict.fromkeys(bare[a:b] for a, b in tokens(bare)))
    letters = sorted({ch for word in words for ch in word})
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{ch}" for ch in letters)]
    # Every fourth word only as head and tail.
    pieces += [word if i % 4 else word[:3] for i, word in enumerate(words)]
    pieces += [f"##{word[3:]}" for word in words[::4] if len(word) > 3]
    pieces = list(dict.fromkeys(pieces))
    pieces += [f"[unused{i}]" for i in range(VOCABULARY - len(pieces))]
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=VOCABULARY,
        id2label=dict(enumerate(LABELS)),
        label2id={label: i for i, label in enumerate(LABELS)},
        architectures=["BertForTokenClassification"],
    )
    config.save_pretrained(folder)
    torch.save(BertForTokenClassification(config).state_dict(), folder / "pytorch_model.bin")
    (folder / "vocab.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": False}))


def sentences_of(texts: list[str]) -> list[list[str]]:
    """The articles' sentences in words, without diacritics, as every contender gets them."""
    from models.arabic import strip, tokens
    from models.sentences import sentences

    out = []
    for text in texts:
        for span in sentences(text):
            bare = strip(text[span.start : span.end])[0]
            words = [bare[a:b] for a, b in tokens(bare)]
            out += [words[i : i + LONGEST] for i in range(0, len(words), LONGEST)]
    return out


def measure(contender: str, folder: str, count: int) -> dict:
    """Load one contender and have it read; what it took, and its label of every word of what it read."""
    sentences = sentences_of(articles(count)[1])
    if contender == "camel":
        sentences = sentences[::SLOW]
    if contender in ("pipeline", "batched"):
        read = _pipeline(folder, batched=contender == "batched", sample=sentences[:48])
    elif contender == "sorted":
        read = _by_length(_pipeline(folder, batched=True, sample=sentences[:48]))
    elif contender == "camel":
        read = _camel(folder)
    else:
        read = _Rawi("bundled" if contender == "bundled" else folder, exact=contender == "exact")
    read(sentences[:8])
    began = clock()
    labels = read(sentences)
    seconds = clock() - began
    figures = {
        "words": sum(map(len, sentences)),
        "seconds": seconds,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    if isinstance(read, _Rawi):
        figures |= read.share_of_peak(sentences)
    return figures | {"labels": labels}


def _pipeline(folder: str, batched: bool, sample: list[list[str]]):
    from transformers import pipeline

    ner = pipeline("token-classification", model=folder, tokenizer=folder, device="cpu")

    def by_size(sentences: list[list[str]], size: int) -> list[list[str]]:
        answers = ner([" ".join(words) for words in sentences], batch_size=size, ignore_labels=[])
        return [_first_pieces(*pair) for pair in zip(sentences, answers, strict=True)]

    if not batched:
        return lambda sentences: by_size(sentences, 1)
    took = {}
    for size in (4, 16, 64):
        by_size(sample[:4], size)
        began = clock()
        by_size(sample, size)
        took[size] = clock() - began
    best = min(took, key=took.__getitem__)
    return lambda sentences: by_size(sentences, best)


def _by_length(read):
    """`read`, with its sentences handed over by length."""

    def ordered(sentences: list[list[str]]) -> list[list[str]]:
        order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]))
        back = sorted(range(len(order)), key=order.__getitem__)
        answers = read([sentences[i] for i in order])
        return [answers[place] for place in back]

    return ordered


def _first_pieces(words: list[str], pieces: list[dict]) -> list[str]:
    """The label of each word: that of the piece that begins where the word does."""
    labels = {piece["start"]: piece["entity"] for piece in pieces}
    out, at = [], 0
    for word in words:
        out.append(labels.get(at, ""))
        at += len(word) + 1
    return out


def _camel(folder: str):
    catalogue = Path(folder) / "camel"
    catalogue.mkdir(exist_ok=True)
    # It fetches its catalogue of models when it is imported, unless there is one.
    empty = {"version": "1.6", "packages": {}, "components": {}}
    (catalogue / "catalogue.json").write_text(json.dumps(empty))
    os.environ["CAMELTOOLS_DATA"] = str(catalogue)
    from camel_tools.ner import NERecognizer

    return NERecognizer(folder, use_gpu=False).predict


class _Rawi:
    """The engine on one checkpoint; notes how long the encoder itself takes."""

    def __init__(self, name: str, exact: bool) -> None:
        from models.checkpoints import choose
        from models.engine import TokenClassifier

        self.classifier = TokenClassifier(choose("ner", name), "cpu", exact=exact)
        self.inside = 0.0
        encoder = self.classifier.model.base_model
        forward = encoder.forward

        def timed(*args, **options):
            began = clock()
            out = forward(*args, **options)
            self.inside += clock() - began
            return out

        encoder.forward = timed

    def __call__(self, sentences: list[list[str]]) -> list[list[str]]:
        self.inside = 0.0
        names = self.classifier.labels
        return [[names[i] for i in logits.argmax(1)] for logits in self.classifier.word_logits(sentences)]

    def share_of_peak(self, sentences: list[list[str]]) -> dict[str, float]:
        """Floating-point operations a second of the encoder on real pieces, and of a large matrix product in
        the same arithmetic (the best of some sizes), in GFLOP/s.
        """
        import torch

        from models import engine

        model = self.classifier.model
        config = model.config
        weights = sum(p.numel() for name, p in model.named_parameters() if "encoder" in name and p.dim() == 2)
        pieces = self.classifier._pieces
        lengths = [2 + sum(len(pieces[word]) for word in words) for words in sentences]
        attention = 4 * config.num_hidden_layers * config.hidden_size
        work = sum(n * (2 * weights + attention * n) for n in lengths)
        best = 0.0
        with torch.inference_mode(), engine.arithmetic("cpu", self.classifier.exact):
            for size in (1024, 2048, 3072):
                a, b = torch.randn(size, size), torch.randn(size, size)
                kind = (a @ b).dtype
                a, b = a.to(kind), b.to(kind)
                for _ in range(8):
                    began = clock()
                    a @ b
                    best = max(best, 2 * size**3 / (clock() - began))
        return {
            "encoder GFLOP/s": work / self.inside / 1e9,
            "peak GFLOP/s": best / 1e9,
            "operations": self._operations(sentences),
        }

    def _operations(self, sentences: list[list[str]]) -> dict[str, float]:
        """The share of the time that each of the costliest operations takes, in one more reading."""
        from torch.profiler import ProfilerActivity, profile

        with profile(activities=[ProfilerActivity.CPU]) as watched:
            self(sentences)
        took = {event.key: event.self_cpu_time_total for event in watched.key_averages()}
        costly = sorted(took, key=took.__getitem__, reverse=True)[:4]
        return {name.removeprefix("aten::"): took[name] / sum(took.values()) for name in costly}


def run(contender: str, folder: str, count: int) -> dict | None:
    """What `measure` gives, from a process of its own; None where that failed, with a word why."""
    command = [sys.executable, "-m", "benchmarks.ner", "--measure", contender, "--folder", folder]
    done = subprocess.run([*command, "--articles", str(count)], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        print(f"{CONTENDERS[contender]}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return None
    return json.loads(done.stdout.splitlines()[-1])


def table(results: dict[str, dict]) -> list[str]:
    """The lines to print: speed, times (a), peak memory, labels as (b)'s; then each bar and whether it is met."""
    lines = [f"{'':42}{'articles/s':>11}{'× (a)':>8}{'peak MB':>9}{'same labels':>13}{'of peak':>9}"]
    for name, r in results.items():
        times = r["articles a second"] / results["pipeline"]["articles a second"]
        same = f"{100 * r['same labels']:.3f} %" if "same labels" in r else ""
        share = f"{100 * r['encoder GFLOP/s'] / r['peak GFLOP/s']:.0f} %" if "peak GFLOP/s" in r else ""
        lines.append(
            f"{CONTENDERS[name]:42}{r['articles a second']:11.2f}{times:8.1f}{r['peak MB']:9}{same:>13}{share:>9}"
        )
    for name, bars in BARS.items():
        for other, bar in bars.items():
            if name in results and other in results:
                times = results[name]["articles a second"] / results[other]["articles a second"]
                lines.append(
                    f"{_met(times >= bar)} {CONTENDERS[name]}: {times:.2f} × {CONTENDERS[other][:3]}, bar {bar}"
                )
    if "same labels" in results.get("exact", {}):
        lines.append(
            f"{_met(results['exact']['same labels'] >= SAME)} labels of (d) as (b)'s, bar {100 * SAME} %"
        )
    for name in ("exact", "auto"):
        if name in results:
            share = results[name]["encoder GFLOP/s"] / results[name]["peak GFLOP/s"]
            lines.append(
                f"{_met(share >= PEAK)} {CONTENDERS[name]}: encoder at {100 * share:.0f} % of the peak, bar 60 %"
            )
            told = "; ".join(f"{op} {100 * part:.0f} %" for op, part in results[name]["operations"].items())
            lines.append(f"         {told}")
    return lines


def _met(yes: bool) -> str:
    return "  met" if yes else "MISSED"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=12)
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    parser.add_argument(
        "--busy",
        action="store_true",
        help="the machine does other things: one thread each, and processor seconds in the place of the wall's",
    )
    parser.add_argument(
        "--measure", choices=CONTENDERS, help="measure one contender in this process, print JSON"
    )
    parser.add_argument("--folder", help="the checkpoint for --measure")
    args = parser.parse_args()
    if args.measure:
        print(json.dumps(measure(args.measure, args.folder, args.articles)))
        return
    if args.busy:
        os.environ["OMP_NUM_THREADS"] = "1"
    kind, texts = articles(args.articles)
    words = sum(map(len, sentences_of(texts)))
    print(f"{len(texts)} {kind}, {words} words")
    results: dict[str, dict] = {}
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), "\n".join(texts))
        for contender in CONTENDERS:
            if contender == "camel" and importlib.util.find_spec("camel_tools") is None:
                print("camel-tools is not installed (requirements-bench.txt): left out", file=sys.stderr)
            elif found := run(contender, folder, args.articles):
                results[contender] = found
    labels = {name: r.pop("labels") for name, r in results.items()}
    for name, r in results.items():
        r["articles a second"] = len(texts) * r["words"] / words / r["seconds"]
        if name != "bundled" and "batched" in labels:
            given = labels["batched"][:: SLOW if name == "camel" else 1]
            pairs = [
                (x, y) for a, b in zip(given, labels[name], strict=True) for x, y in zip(a, b, strict=False)
            ]
            r["same labels"] = sum(x == y for x, y in pairs) / r["words"]
    print("\n".join(table(results)))
    if args.out:
        args.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

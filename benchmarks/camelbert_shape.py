"""Time and memory of a checkpoint of CAMeLBERT's exact shape, beside the bundled one.

    python -m benchmarks.camelbert_shape [--articles 20] [--json FILE]

CAMeLBERT's weights may not be on the machine, so the first run is of random weights in its shape (110 M
parameters, 30,000 word pieces, files as the hub's revision has them), through the same door and with no
network. What they find means nothing; what it costs is what CAMeLBERT costs. Each checkpoint is read with
by a process of its own, so that peak memory is its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
LABELS = ["B-LOC", "B-MISC", "B-ORG", "B-PERS", "I-LOC", "I-MISC", "I-ORG", "I-PERS", "O"]
VOCABULARY = 30_000


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


def measure(name: str, articles: int) -> dict:
    """Load `name` and read the sample article `articles` times over."""
    from models.checkpoints import choose
    from models.engine import TokenClassifier
    from models.ner import NerModel
    from models.sentences import sentences

    began = time.perf_counter()
    classifier = TokenClassifier(choose("ner", name), "cpu")
    model = NerModel(classifier)
    loaded = time.perf_counter() - began
    text = sample()
    prepared = (text, sentences(text))
    model.read([prepared])
    (ids,) = classifier.tokenizer([text], add_special_tokens=False)["input_ids"]
    began = time.perf_counter()
    model.read([prepared] * articles)
    seconds = time.perf_counter() - began
    return {
        "parameters": sum(p.numel() for p in classifier.model.parameters()),
        "load seconds": round(loaded, 2),
        "articles a second": round(articles / seconds, 2),
        "tokens a second": round(articles * len(ids) / seconds),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def sample() -> str:
    """The text of the sample article."""
    (path,) = (ROOT / "seeds").glob("*.txt")
    return path.read_bytes().decode("utf-8-sig")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=20, help="how many times the sample is read")
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    parser.add_argument(
        "--measure", metavar="NAME", help="measure one checkpoint in this process, print JSON"
    )
    args = parser.parse_args()
    if args.measure:
        print(json.dumps(measure(args.measure, args.articles)))
        return
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), sample())
        for title, name in (("CAMeLBERT's shape", folder), ("bundled", "bundled")):
            command = [sys.executable, "-m", "benchmarks.camelbert_shape", "--measure", name]
            done = subprocess.run(
                [*command, "--articles", str(args.articles)], cwd=ROOT, capture_output=True, text=True
            )
            if done.returncode:
                print(f"{title}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
            else:
                results[title] = json.loads(done.stdout.splitlines()[-1])
    for title, figures in results.items():
        print(f"{title:18}" + "".join(f"  {value} {key}" for key, value in figures.items()))
    if args.json:
        args.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

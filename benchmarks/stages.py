"""Seconds and share of every stage of the pipeline: `python -m benchmarks.stages [--articles 60] [--out FILE.json]`.

Articles are read from files, through `models.pipeline.Reader` with the bundled models, into JSON Lines and
into a library. A stage's time is its own: what it calls of another stage counts there. What is inside the encoders'
forward passes is the neural models'; all else together should stay under a tenth.
"""

import argparse
import json
import os
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace

from articles import readers
from articles.article import Article
from articles.library import Library
from articles.lines import writer
from benchmarks.texts import articles
from models import names, pipeline, quotes, targets
from models.pipeline import Reader

BAR = 0.1
# With one thread (OMP_NUM_THREADS=1) the processor's seconds, which other work on the machine does not lengthen.
clock = time.process_time if os.environ.get("OMP_NUM_THREADS") == "1" else time.perf_counter


class Clock:
    """Notes the time of functions it is put around, less the time of those that they call."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner: list[float] = []

    def watch(self, owner: object, name: str, stage: str) -> None:
        """Put the clock around `owner.name`."""
        work = getattr(owner, name)

        def watched(*args, **options):
            began = clock()
            self._inner.append(0.0)
            try:
                return work(*args, **options)
            finally:
                whole = clock() - began
                self.seconds[stage] += whole - self._inner.pop()
                if self._inner:
                    self._inner[-1] += whole

        setattr(owner, name, watched)


def measure(count: int) -> dict[str, float]:
    """Seconds of each stage over `count` articles."""
    stages = Clock()
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder) / "in"
        inside.mkdir()
        for number, text in enumerate(articles(count)[1]):
            (inside / f"{number:05}.txt").write_text(text, encoding="utf-8")
        reader = Reader(ner="bundled", stance="bundled")
        list(reader.read([Article(articles(1)[1][0], "")]))  # loads the models
        for model, stage in (
            (reader.ner_model.classifier.model, "names: encoder"),
            (reader.quote_tagger.classifier.model, "statements: encoder"),
            (reader.stance_model.model, "stances: encoder"),
        ):
            # The head is a part of the model as well; it is asked apart from the rest.
            for part in filter(None, (model.base_model, model.base_model.pooler, model.classifier)):
                stages.watch(part, "forward", stage)
        stages.watch(reader.ner_model.classifier, "word_logits", "names: word pieces, batches")
        stages.watch(reader.quote_tagger.classifier, "word_logits", "statements: word pieces, batches")
        stages.watch(reader.ner_model, "read", "names: words, labels to spans")
        stages.watch(reader.quote_tagger, "read", "statements: words, labels to spans")
        stages.watch(reader.stance_model, "classify", "stances: pairs, word pieces, batches")
        stages.watch(pipeline, "sentences", "sentences")
        stages.watch(pipeline, "agree", "names: agreement")
        stages.watch(names, "merge", "names: merged into entities")
        stages.watch(quotes, "find", "quotes: rules")
        suggested = targets.pairs
        targets.pairs = lambda *given: list(suggested(*given))  # a generator's time is not its call's
        stages.watch(targets, "pairs", "stances: targets")
        library = Library(Path(folder) / "library.sqlite")
        stages.watch(library, "bring_in", "storing: library")
        began = clock()
        texts = list(readers.read_all([str(inside)]))
        stages.seconds["reading files"] = clock() - began
        with writer(f"{folder}/out.jsonl") as write:
            store = SimpleNamespace(line=lambda analysis: write(analysis.to_json()))
            stages.watch(store, "line", "storing: JSON Lines")
            for analysis in reader.read(texts):
                store.line(analysis)
                library.bring_in([analysis])
        whole = clock() - began
    return dict(stages.seconds) | {"everything else": whole - sum(stages.seconds.values())}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    args = parser.parse_args()
    seconds = measure(args.articles)
    whole = sum(seconds.values())
    for stage, took in sorted(seconds.items(), key=lambda item: -item[1]):
        print(f"{stage:36}{took:9.2f} s{100 * took / whole:7.1f} %")
    rest = sum(took for stage, took in seconds.items() if not stage.endswith("encoder")) / whole
    print(f"{args.articles} articles in {whole:.1f} s, {args.articles / whole:.2f} a second")
    print(
        f"{'met' if rest < BAR else 'MISSED'}: what is no neural model {100 * rest:.1f} %, bar {100 * BAR:.0f} %"
    )
    if args.out:
        args.out.write_text(json.dumps(seconds, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Time against the length of one article, stage by stage: `python -m benchmarks.length [--out FILE.json]`.

The articles are made up of sentences that report, with hundreds of different names, so that merging and
attribution have work to do. A stage whose time grows with the length keeps its seconds per 100 kB.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.texts import article
from models import names, quotes
from models.agreement import agree
from models.pipeline import Reader
from models.sentences import sentences

SIZES = (10_000, 100_000, 1_000_000)  # bytes of UTF-8


def timed(into: dict[str, float], stage: str, work: Callable):
    """What `work` returns; its seconds are noted under `stage`."""
    began = time.perf_counter()
    result = work()
    into[stage] = time.perf_counter() - began
    return result


def measure(reader: Reader, text: str) -> dict[str, float]:
    """Seconds of each stage of reading one article."""
    took: dict[str, float] = {}
    spans = timed(took, "sentences", lambda: sentences(text))
    (found,) = timed(took, "names model", lambda: reader.ner_model.read([(text, spans)]))
    (tagged,) = timed(took, "statements model", lambda: reader.quote_tagger.read([(text, spans)]))
    merged, entities = timed(took, "names merged", lambda: names.merge(text, agree(text, found)))
    timed(took, "attribution", lambda: quotes.find(text, spans, merged, entities, tagged))
    return took


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    args = parser.parse_args()
    reader = Reader(ner="bundled", stance="none")
    measure(reader, article(SIZES[0]))  # loads the models
    rows = {size: measure(reader, article(size)) for size in SIZES}
    print(f"{'seconds per 100 kB':20}" + "".join(f"{size // 1000:>8} kB" for size in SIZES))
    for stage in rows[SIZES[0]]:
        print(f"{stage:20}" + "".join(f"{1e5 * row[stage] / size:11.3f}" for size, row in rows.items()))
    whole = {size: sum(row.values()) for size, row in rows.items()}
    print(f"{'all':20}" + "".join(f"{1e5 * took / size:11.3f}" for size, took in whole.items()))
    print(
        f"1 MB in {whole[SIZES[-1]]:.0f} s; per byte {whole[SIZES[-1]] / whole[SIZES[1]] / 10:.2f} × 100 kB's"
    )
    if args.out:
        args.out.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()

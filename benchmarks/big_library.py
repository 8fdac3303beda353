"""A library of any size, for measuring: `python -m benchmarks.big_library OUT.sqlite [--articles 34000]`.

Some hundred articles are really read by the models, once, and kept beside the library; then each is put in
many times, in disguise: a quarter of its words is exchanged for others of the same length, so that every span
still holds, no text is a copy of another, and names have the long tail that names have. Sources go round,
dates are spread over two years, one article in thirty has none.

The articles are drawn from the corpus under `RAWI_DATA`; without it they are put together from the
project's own sentences (`tests/data/quotes.jsonl`).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path

from articles.article import Article, text_id
from articles.library import Library
from models.findings import Analysis, Mention, Quote, Speaker
from models.pipeline import Reader
from training.data import DATA, corpus

READ = 400  # articles really read
ARTICLES = 34_000  # in the library at the end
AT_ONCE = 1000  # articles a transaction
CHANGED = 4  # one word in so many is another one in each disguise
SENTENCES = Path(__file__).parents[1] / "tests/data/quotes.jsonl"
SOURCES = [
    f"صحيفة {name}"
    for name in [
        "النهار",
        "الشمال",
        "المدينة",
        "الساحل",
        "الجبل",
        "الوادي",
        "الميناء",
        "الجزيرة",
        "البلد",
        "الأفق",
        "الصباح",
        "المساء",
        "الراصد",
        "الميزان",
        "المنبر",
        "اليوم",
    ]
]
BEGIN, DAYS, UNDATED = date(2024, 1, 1), 730, 30
_WORD = re.compile(r"[ء-ي]{3,}")


def chosen(n: int) -> list[Article]:
    """Articles to be read."""
    draw = random.Random(1)
    if (DATA / "corpus.jsonl.gz").exists():
        rows = draw.sample([row for row in corpus() if len(row["body"]) > 600], n)
        return [
            Article(f"{row['title']}\n\n{row['body']}" if row["title"] else row["body"], row["id"])
            for row in rows
        ]
    texts = [json.loads(line)["text"] for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    return [Article("\n\n".join(draw.sample(texts, 12)), f"{k}.txt") for k in range(n)]


def readings(path: Path, n: int = READ) -> list[Analysis]:
    """The findings in `path`; read by the models and written there first where it is missing."""
    if not path.exists():
        began = time.monotonic()
        found = [a for a in Reader().read(chosen(n)) if isinstance(a, Analysis)]
        path.write_text(
            "".join(json.dumps(a.to_json(), ensure_ascii=False) + "\n" for a in found), encoding="utf-8"
        )
        print(f"{len(found)} articles read in {time.monotonic() - began:.0f} s")
    return [Analysis.from_json(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


class Disguise:
    """One mapping of words to words of the same length, chosen by its number; number 0 changes nothing."""

    def __init__(self, number: int, words: dict[int, list[str]]) -> None:
        self._number, self._words, self._known = number, words, {}

    def word(self, word: str) -> str:
        if word not in self._known:
            value = int.from_bytes(blake2b(f"{self._number} {word}".encode(), digest_size=8).digest())
            others = self._words.get(len(word), [word])
            self._known[word] = others[value // CHANGED % len(others)] if value % CHANGED == 0 else word
        return self._known[word]

    def text(self, text: str) -> str:
        return _WORD.sub(lambda m: self.word(m.group()), text) if self._number else text

    def analysis(self, a: Analysis, **about: str | None) -> Analysis:
        """The same findings in another text: every span stands."""
        text = self.text(a.text)

        def cut(found: Mention | Quote | Speaker) -> str:
            return text[found.start : found.end]

        def speaker(s: Speaker | None) -> Speaker | None:
            return s and replace(s, text=cut(s), name=self.text(s.name))

        return replace(
            a,
            id=text_id(text),
            text=text,
            title=text.partition("\n")[0][:120],
            mentions=tuple(replace(m, text=cut(m)) for m in a.mentions),
            entities=tuple(
                replace(e, name=self.text(e.name), aliases=tuple(map(self.text, e.aliases)))
                for e in a.entities
            ),
            quotes=tuple(
                replace(
                    q,
                    text=cut(q),
                    speaker=speaker(q.speaker),
                    other_speakers=tuple(map(speaker, q.other_speakers)),
                    relayed_by=speaker(q.relayed_by),
                    cue=q.cue and replace(q.cue, text=text[q.cue.start : q.cue.end]),
                )
                for q in a.quotes
            ),
            stances=tuple(replace(s, target=self.text(s.target)) for s in a.stances),
            **about,
        )


def disguised(found: list[Analysis], n: int, seed: int = 0) -> Iterator[Analysis]:
    """`n` articles with findings, no two alike, under sources and dates; another seed gives other articles."""
    words: dict[int, list[str]] = {}
    for word in sorted({w for a in found for w in _WORD.findall(a.text)}):
        words.setdefault(len(word), []).append(word)
    draw = random.Random(seed + 2)
    for k in range(n):
        if k % len(found) == 0:
            disguise = Disguise(seed + k // len(found), words)
        day = BEGIN + timedelta(days=draw.randrange(DAYS))
        yield disguise.analysis(
            found[k % len(found)],
            path=f"{k:05d}.txt",
            source=draw.choice(SOURCES),
            published=None if draw.randrange(UNDATED) == 0 else day.isoformat(),
        )


def build(path: Path, found: list[Analysis], n: int = ARTICLES) -> Library:
    """A library of `n` articles, made anew."""
    library = Library(path)
    began, batch = time.monotonic(), []
    for k, analysis in enumerate(disguised(found, n), 1):
        batch.append(analysis)
        if len(batch) == AT_ONCE or k == n:
            library.bring_in(batch, batch=f"part {1 + (k - 1) // (n // 4 + 1)}")
            batch = []
            print(f"\r{k} articles in {time.monotonic() - began:.0f} s", end="", flush=True)
    print()
    return library


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--readings", type=Path, help="findings to multiply (made where missing)")
    args = parser.parse_args()
    found = readings(args.readings or args.out.with_suffix(".readings.jsonl"))
    build(args.out, found, args.articles)


if __name__ == "__main__":
    main()

"""What the benchmarks read: articles of the corpus where `RAWI_DATA` has it, else made-up ones."""

import itertools
import random

from training.data import DATA, corpus

FIRST = ("سامي", "ليلى", "مروان", "نادر", "كريم", "هدى", "وليد", "سلمى", "طارق", "رنا", "فادي", "عبير", "زياد",
         "منى", "باسل")  # fmt: skip
LAST = ("الحلبي", "حداد", "قاسم", "شاهين", "ناجي", "منصور", "البستاني", "خوري", "زيدان", "المصري", "النجار",
        "صالح", "عواد")  # fmt: skip
SAID = (
    "قال {a} إن الأعمال في المرفأ تسير ببطء، مضيفا أن السفن ستصل غدا.",
    "وأكدت {b} أن المدارس ستبقى مفتوحة، وهو ما شكك فيه {a}.",
    "وأضافت: «لن نترك الطلاب دون كتب هذا العام». ودعا {a} إلى زيادة الرواتب.",
    "ونقلت وكالة الشمال عن {b} قوله إن الطريق مغلق منذ الفجر.\n",
)


def article(size: int, begin: int = 0) -> str:
    """A made-up text of about `size` bytes that reports, with hundreds of different names."""
    people = itertools.cycle(f"{first} {last}" for first in FIRST for last in LAST)
    for _ in range(begin):
        next(people)
    templates, out, held = itertools.cycle(SAID), [], 0
    while held < size:
        out.append(next(templates).format(a=next(people), b=next(people)))
        held += len(out[-1].encode()) + 1
    return " ".join(out)


def articles(count: int) -> tuple[str, list[str]]:
    """(what they are, `count` texts), the same ones every time."""
    if not (DATA / "corpus.jsonl.gz").exists():
        return "made-up articles", [article(3_500, n) for n in range(count)]
    rows = list(corpus())
    chosen = random.Random(3).sample(rows, count)
    return "articles of the corpus", [
        "\n\n".join(filter(None, (row["title"], row["body"]))) for row in chosen
    ]

"""Articles that repeat another almost word for word: a wire report under several outlets' headlines.

Compared are runs of SHINGLE folded words. A MinHash signature cut into bands finds the few articles
that may be the same (two that share half of their runs do in nine cases of ten), and the runs
themselves decide. Lines that stand in many articles (a page's footer) are left out. A copy is noted
under the first article that it repeats, its original; copies of copies there are none.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from models.arabic import WORD, fold

SHINGLE = 4  # words: shorter runs are shared by articles that merely have a subject in common
LEAST_RUNS = 20  # a text of fewer is too short to tell
SAME = 0.8  # share of the shorter text's runs that stand in the longer one
COMMON_LINE = 3  # originals that a line stands in, from which it belongs to the page and not to the report
PERMUTATIONS, BAND = 128, 4
MOST_CANDIDATES = 5
_SEED = 42


def place(db: sqlite3.Connection, number: int, text: str) -> None:
    """Note the article `number`, whose text this is, as a copy or as an original. Within a transaction."""
    lines = _lines(text)
    runs = _runs(lines, _common(db, lines))
    bands = _bands(runs) if len(runs) >= LEAST_RUNS else []
    for candidate in _candidates(db, bands):
        if _same(runs, _runs_of(db, candidate)):
            db.execute("INSERT INTO copies (article, original) VALUES (?, ?)", (number, candidate))
            return
    db.executemany("INSERT OR IGNORE INTO bands (band, article) VALUES (?, ?)", [(b, number) for b in bands])
    db.executemany(
        "INSERT INTO lines (line, articles) VALUES (?, 1) ON CONFLICT DO UPDATE SET articles = articles + 1",
        [(line,) for line in lines],
    )


def copies_of(db: sqlite3.Connection, number: int) -> list[tuple[int, str]]:
    """Number and text of every copy of an article."""
    rows = db.execute(
        "SELECT number, text FROM copies JOIN articles ON number = article WHERE original = ? ORDER BY number",
        (number,),
    )
    return [tuple(row) for row in rows]


def forget(db: sqlite3.Connection, number: int, text: str) -> None:
    """Take an article that is about to be removed out of the comparison; its copies are to be placed anew."""
    if not db.execute("DELETE FROM copies WHERE article = ?", (number,)).rowcount:
        own = [(line,) for line in _lines(text)]
        db.executemany("UPDATE lines SET articles = articles - 1 WHERE line = ?", own)
        db.executemany("DELETE FROM lines WHERE line = ? AND articles <= 0", own)
    db.execute("DELETE FROM bands WHERE article = ?", (number,))
    db.execute("DELETE FROM copies WHERE original = ?", (number,))


def place_all(db: sqlite3.Connection) -> None:
    """Compare every article of a library that was kept before there was a comparison."""
    for (number,) in db.execute("SELECT number FROM articles ORDER BY number").fetchall():
        place(db, number, _text(db, number))


def _candidates(db: sqlite3.Connection, bands: Iterable[int]) -> list[int]:
    """Originals that share a band, those that share most first."""
    shared: Counter[int] = Counter()
    for band in bands:
        shared.update(row[0] for row in db.execute("SELECT article FROM bands WHERE band = ?", (band,)))
    return [number for number, _ in shared.most_common(MOST_CANDIDATES)]


def _same(a: frozenset[str], b: frozenset[str]) -> bool:
    shorter = min(len(a), len(b))
    return shorter >= LEAST_RUNS and len(a & b) >= SAME * shorter


def _runs_of(db: sqlite3.Connection, number: int) -> frozenset[str]:
    lines = _lines(_text(db, number))
    return _runs(lines, _common(db, lines))


def _text(db: sqlite3.Connection, number: int) -> str:
    return db.execute("SELECT text FROM articles WHERE number = ?", (number,)).fetchone()[0]


def _lines(text: str) -> dict[int, list[str]]:
    """The folded words of each line that has any, under the line's 64-bit hash."""
    words = ([fold(word) for word in WORD.findall(line)] for line in text.splitlines())
    return {_hash(" ".join(line)): line for line in words if line}


def _common(db: sqlite3.Connection, lines: Mapping[int, list[str]]) -> frozenset[int]:
    """Those of the lines that stand in many articles."""
    query = "SELECT 1 FROM lines WHERE line = ? AND articles >= ?"
    return frozenset(line for line in lines if db.execute(query, (line, COMMON_LINE)).fetchone())


def _runs(lines: Mapping[int, list[str]], common: frozenset[int]) -> frozenset[str]:
    words = [word for line, words in lines.items() if line not in common for word in words]
    return frozenset(" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))


def _bands(runs: frozenset[str]) -> list[int]:
    """The signature's bands, each as one number with its place in the signature."""
    from rensa import RMinHash

    signature = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    signature.update(list(runs))
    values = signature.digest()
    return [_hash(f"{i} {values[i : i + BAND]}") for i in range(0, PERMUTATIONS, BAND)]


def _hash(text: str) -> int:
    """A 64-bit number, signed as SQLite's integers are."""
    return int.from_bytes(blake2b(text.encode("utf-8"), digest_size=8).digest(), "big", signed=True)

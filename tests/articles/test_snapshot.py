"""The columns in memory: true after every kind of change, and the same as read afresh."""

import numpy as np
import pytest

from articles.article import Article
from articles.facts import ENTITY, STANCE
from articles.library import Library
from articles.overview import Filters, Overview
from articles.review import Correction
from articles.snapshot import Snapshots, day, snapshot
from tests.articles.test_overview import REST, TEXT, analysis


def add(library: Library, k: int, **fields: str) -> str:
    words = " ".join(f"{word}{k}" for word in REST.split())
    article = Article(f"{TEXT} {words}", f"{k}.txt", **fields)
    library.bring_in([analysis(article)])
    return article.id


@pytest.fixture
def library(tmp_path) -> Library:
    library = Library(tmp_path / "library.sqlite")
    for k in range(4):
        add(library, k, source="النهار", published=f"2026-01-0{k + 1}")
    return library


def same(one, other) -> bool:
    """Whether two snapshots hold the same rows, words for numbers."""
    if not np.array_equal(one.articles["there"].nonzero()[0], other.articles["there"].nonzero()[0]):
        return False
    there = one.articles["there"].nonzero()[0]
    for name in ("day", "copy", "read"):
        if not (one.articles[name][there] == other.articles[name][there]).all():
            return False
    for name in ("quotes", "entities", "stances"):
        a, b = getattr(one, name), getattr(other, name)
        if set(a) != set(b) or not all(np.array_equal(a[c], b[c]) for c in a):
            return False
    return True


def remove(library: Library) -> None:
    library.remove([library.articles()[1].id])


def correct(library: Library) -> None:
    found = library.analysis(library.articles()[0].id)
    quote = found.quotes[0]
    library.correct(Correction(found.id, quote.start, quote.end, "quote", "speaker", {"name": "وزارة النقل"}))


def decide(library: Library) -> None:
    found = library.analysis(library.articles()[0].id)
    quote = found.quotes[0]
    value = {"target": "المرفأ", "label": "favor"}
    library.correct(Correction(found.id, quote.start, quote.end, "stance", "confirm", value))


def describe(library: Library) -> None:
    library.describe([library.articles()[2].id], source="الشمال", published="2025-12-31")


def add_one(library: Library) -> None:
    add(library, 9, source="الشمال")


def add_unread(library: Library) -> None:
    library.add(Article("نص لم يقرأه أحد بعد.", "unread.txt"))


@pytest.mark.parametrize("change", [remove, correct, decide, describe, add_one, add_unread])
def test_a_change_is_seen_and_what_is_read_is_what_a_fresh_look_reads(library, change):
    before = snapshot(library)
    assert snapshot(library) is before
    change(library)
    after = snapshot(library)
    assert after.seq > before.seq
    assert not same(before, after)
    assert same(after, Snapshots().newest(library))


def test_a_change_by_another_process_is_seen(library):
    snapshot(library)
    add(Library(library.path), 7, source="غير ذلك")
    assert Overview(library).scope(Filters(copies=True)).articles == 5
    assert "غير ذلك" in Overview(library).sources()
    assert len(library.articles()) == 5


def test_the_listing_follows_every_change(library):
    ids = [row.id for row in library.articles()]
    remove(library)
    describe(library)
    add_unread(library)
    rows = library.articles()
    assert [row.id for row in rows[:3]] == [ids[0], ids[2], ids[3]]
    assert (rows[2].source, rows[3].analysed, rows[0].analysed) == ("الشمال", False, True)
    assert rows == Library(library.path).articles()


def test_an_earlier_snapshot_stays_as_it_was(library):
    before = snapshot(library)
    rows = len(before.quotes["key"])
    add_one(library)
    snapshot(library)
    assert len(before.quotes["key"]) == rows


def test_a_date_that_is_none_is_no_day():
    assert [day(d) for d in ("2026-01-31", None, "", "2026", "أمس")] == [20260131, 0, 0, 0, 0]


def before_the_last(db) -> None:
    """The library as it was before the columns that nobody asked for were left out."""
    for table, columns in {
        "fact_entities": ("name", "label", "mentions", "first"),
        "fact_quotes": ("speaker", "speaker_kind", "again"),
        "fact_stances": ("target", "reviewed"),
    }.items():
        for column in columns:
            db.execute(f"ALTER TABLE {table} ADD COLUMN {column} NOT NULL DEFAULT 0")
    for article, packed in db.execute("SELECT article, entities FROM fact_columns").fetchall():
        rows = np.frombuffer(packed, np.int32).reshape(-1, len(ENTITY))
        wide = np.insert(rows, 1, 7, axis=1).tobytes()
        db.execute("UPDATE fact_columns SET entities = ? WHERE article = ?", (wide, article))
    db.execute("PRAGMA user_version = 8")


def before_the_queue(db) -> None:
    """The library as it was before an editor's stances were told apart, and before the queue asked the sums."""
    before_the_last(db)
    for index in ("fact_quotes_waiting", "fact_stances_against"):
        db.execute(f"DROP INDEX {index}")
    db.execute("ALTER TABLE fact_stances DROP COLUMN reviewed")


@pytest.mark.parametrize("column", ["fact_entities.name", "fact_quotes.speaker", "fact_stances.target"])
def test_a_library_forgets_what_nobody_asks_for_and_goes_on(library, column):
    table, _, name = column.partition(".")
    fresh = Snapshots().newest(library)
    assert not [c for c in library.select(f"PRAGMA table_info({table})") if c["name"] == name]
    with library._writing() as db:
        before_the_last(db)
    later = Library(library.path)
    assert not [c for c in later.select(f"PRAGMA table_info({table})") if c["name"] == name]
    assert same(fresh, Snapshots().newest(later))
    correct(later)
    assert later.select("SELECT count(*) AS n FROM fact_quotes WHERE key = ?", ["وزاره النقل"])[0]["n"] == 5


def test_a_library_of_an_earlier_version_is_filled(library):
    fresh = Snapshots().newest(library)
    with library._writing() as db:
        before_the_queue(db)
        for table in ("fact_columns", "fact_words", "fact_changes"):
            db.execute(f"DROP TABLE {table}")
        for trigger in ("article_came", "article_described", "article_went", "copy_told", "copy_untold"):
            db.execute(f"DROP TRIGGER {trigger}")
        db.execute("DROP INDEX articles_listed")
        for table in ("namings", "facts_due", "side_members", "sides", "opposites", "target_sets"):
            db.execute(f"DROP TABLE {table}")
        db.execute("PRAGMA user_version = 4")
    again = Snapshots().newest(Library(library.path))
    assert same(fresh, again)


def test_decided_stances_of_a_library_of_an_earlier_version_are_known(library):
    decide(library)
    fresh = Snapshots().newest(library)
    assert fresh.stances["reviewed"].sum() == 1
    with library._writing() as db:
        # As they were packed: without the second of five numbers.
        for article, packed in db.execute("SELECT article, stances FROM fact_columns").fetchall():
            rows = np.frombuffer(packed, np.int32).reshape(-1, len(STANCE))
            narrow = np.delete(rows, 1, axis=1).tobytes()
            db.execute("UPDATE fact_columns SET stances = ? WHERE article = ?", (narrow, article))
        before_the_queue(db)
        db.execute("PRAGMA user_version = 6")
    assert same(fresh, Snapshots().newest(Library(library.path)))

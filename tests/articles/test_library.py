import sqlite3
import threading
from dataclasses import replace

import pytest

from articles.article import Article
from articles.library import MAX_ATTEMPTS, Library, LibraryTooNew, NameTaken
from articles.review import Correction
from articles.search import marks
from models.findings import Analysis, Entity, Mention, ModelStamp, Quote, Span, Stance

STAMPS = {"ner": ModelStamp("small", "1"), "quotes": ModelStamp("rules", "1"), "stance": ModelStamp("s", "1")}


def article(n: int, text: str = "") -> Article:
    return Article(text=text or f"خبر رقم {n}\n\nوصل الوزير إلى القاهرة مساء اليوم.", path=f"{n}.txt")


def reading(a: Article, stances: tuple[Stance, ...] = (), models=STAMPS) -> Analysis:
    """An analysis with one of everything that nests."""
    quote = Quote(0, 3, a.text[:3], "indirect", (Span(0, 1),), None, (), None, None, False, "rule", 0.5)
    return Analysis(
        a.id, a.path, a.record, a.title, a.source, a.published, a.url, a.text,
        sentences=(Span(0, len(a.text)),), mentions=(Mention(0, 3, a.text[:3], "LOC", 0.9, 0),),
        entities=(Entity(0, "خبر", "LOC", (), (0,)),), quotes=(quote,), stances=stances, models=models,
    )  # fmt: skip


def stance(target: str) -> Stance:
    return Stance(0, target, "favor", True, {"favor": 0.9, "against": 0.05, "neutral": 0.05})


@pytest.fixture
def library(tmp_path) -> Library:
    return Library(tmp_path / "folder" / "library.sqlite")


def test_the_path_comes_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("RAWI_LIBRARY", str(tmp_path / "mine.sqlite"))
    assert Library().path == tmp_path / "mine.sqlite"


def test_a_text_is_kept_once_and_as_it_was(library):
    a = Article("سطر\r\nسطر ﻻ\n", "أخبار/خبر.txt", 3, "عنوان", "صحيفة", "2025-04-25", "https://example.org/1")
    assert library.add(a, batch="صباح") == (a.id, True)
    assert library.add(replace(a, path="other.txt")) == (a.id, False)
    assert library.article(a.id) == a
    [row] = library.articles()
    assert (row.path, row.record, row.batch, row.analysed, row.words) == (a.path, 3, "صباح", False, 3)


def test_findings_are_kept_by_the_models_that_read(library):
    a = article(1)
    library.add(a)
    first = reading(a)
    second = reading(a, models={**STAMPS, "quotes": ModelStamp("rules", "2")})
    library.save(first)
    library.save(second)
    assert library.analysis(a.id) == second
    assert library.analysis(a.id, STAMPS) == first
    assert library.analysis(a.id, {**STAMPS, "ner": ModelStamp("other", "1")}) is None
    assert library.articles()[0].analysed


def test_an_analysis_shows_the_article_as_the_library_describes_it(library):
    a = article(1)
    library.add(a)
    library.save(reading(a))
    library.describe([a.id], source="وكالة", published="2025-04-25")
    assert (library.analysis(a.id).source, library.analysis(a.id).published) == ("وكالة", "2025-04-25")
    library.describe([a.id], source="صحيفة")
    assert library.article(a.id).published == "2025-04-25"


def test_stances_toward_earlier_targets_stay_beside_new_ones(library):
    a = article(1)
    library.add(a)
    library.save(reading(a, (stance("الهدنة"),)), targets=["الهدنة"])
    library.save(reading(a, (stance("روسيا"),)), targets=["روسيا"])
    assert {s.target for s in library.analysis(a.id).stances} == {"الهدنة", "روسيا"}
    assert library.has_read(a.id, STAMPS, ["روسيا", "الهدنة"])
    assert not library.has_read(a.id, STAMPS, ["تركيا"])
    assert not library.has_read(a.id, STAMPS)
    library.save(reading(a))
    assert library.has_read(a.id, STAMPS)
    assert len(library.analysis(a.id).stances) == 2
    # Read beside other articles a score differs in its last digits: these are the same statements.
    again = reading(a)
    library.save(replace(again, quotes=(replace(again.quotes[0], score=0.5000001),)))
    assert len(library.analysis(a.id).stances) == 2
    assert library.asked(a.id) == ("الهدنة", "روسيا")


def test_findings_of_an_article_that_was_removed_meanwhile_are_passed_over(library):
    library.save(reading(article(1)))
    assert library.articles() == []


def test_removing_takes_everything_along(library):
    a, b = article(1), article(2)
    for each in (a, b):
        library.add(each)
        library.save(reading(each))
    library.correct(Correction(a.id, 0, 3, "quote", "confirm"))
    job = library.enqueue([a.id])
    library.remove([a.id, "unknown"])
    assert [row.id for row in library.articles()] == [b.id]
    assert library.matching("الوزير") == {b.id}
    assert library.analysis(a.id) is None
    assert library.corrections(a.id) == []
    assert (library.job(job).state, library.job(job).total) == ("done", 0)
    assert library.add(a) == (a.id, True)


def test_a_job_runs_from_queue_to_end(library):
    items = [article(n) for n in range(3)]
    for a in items:
        library.add(a)
    job = library.enqueue([a.id for a in items] + [items[0].id, "unknown"], targets=["الهدنة"])
    assert (library.job(job).state, library.job(job).total, library.job(job).done) == ("queued", 3, 0)
    assert library.claim().id == job
    assert library.next_articles(job, 2) == items[:2]
    library.finish(job, reading(items[0]))
    library.fail(job, items[1].id, "ValueError: لا يقرأ")
    assert library.heartbeat(job, pace=0.5)
    library.enqueue([])  # done at once
    now = library.job(job)
    assert library.open_jobs() == [now]
    assert (now.state, now.done, now.failed) == ("running", 2, ((items[1].id, "ValueError: لا يقرأ"),))
    assert now.seconds_left == pytest.approx(0.5 * library.articles()[2].words)
    assert now.targets == ("الهدنة",)
    assert library.next_articles(job, 2) == items[2:]
    library.finish(job, reading(items[2]))
    assert library.job(job).state == "done"
    assert library.next_articles(job, 2) == []
    assert library.claim() is None


def test_a_job_of_nothing_is_done(library):
    assert library.job(library.enqueue([])).state == "done"


def test_a_cancelled_job_hands_out_nothing_and_keeps_what_was_read(library):
    a, b = article(1), article(2)
    library.add(a)
    library.add(b)
    job = library.enqueue([a.id, b.id])
    library.claim()
    library.next_articles(job, 1)
    library.finish(job, reading(a))
    library.cancel(job)
    assert library.job(job).state == "cancelled"
    assert library.next_articles(job, 1) == []
    assert not library.heartbeat(job, pace=0.5)
    assert library.claim() is None
    assert library.analysis(a.id) is not None


def test_what_a_dead_worker_had_begun_is_given_again_one_by_one(library):
    items = [article(n) for n in range(3)]
    for a in items:
        library.add(a)
    job = library.enqueue([a.id for a in items])
    library.claim()
    assert len(library.next_articles(job, 3)) == 3
    library.finish(job, reading(items[0]))
    library.claim()
    assert library.next_articles(job, 3) == [items[1]]
    library.finish(job, reading(items[1]))
    assert library.next_articles(job, 3) == [items[2]]


def test_an_article_that_kills_its_worker_again_and_again_is_given_up(library):
    a, b = article(1), article(2)
    library.add(a)
    library.add(b)
    job = library.enqueue([a.id, b.id])
    library.claim()
    for _ in range(MAX_ATTEMPTS):
        assert library.next_articles(job, 1) == [a]
    assert library.next_articles(job, 1) == [b]
    assert library.job(job).failed == ((a.id, "crashed"),)


def test_corrections_hold_until_they_are_undone(library):
    a = article(1)
    library.add(a)
    first = library.correct(Correction(a.id, 0, 3, "quote", "confirm", by="ليلى"))
    library.correct(Correction(a.id, 4, 7, "mention", "retype", {"label": "ORG"}))
    library.undo(first)
    [left] = library.corrections(a.id)
    assert (left.action, left.value, left.start, left.end) == ("retype", {"label": "ORG"}, 4, 7)
    assert left.at.startswith("20")
    with pytest.raises(sqlite3.IntegrityError):
        library.correct(Correction("unknown", 0, 3, "quote", "confirm"))


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("القاهرة", "وبالقاهرة"),
        ("قاهره", "وبالقاهرة"),
        ("مُحمّد", "محمد"),
        ("احمد", "لأحمد"),
        ("حكومة", "للحكومة"),
        ("2025", "٢٠٢٥"),
    ],
)
def test_search_minds_neither_spelling_nor_clitics(library, query, marked):
    a = article(1, "قال محمد لأحمد إن الاجتماع وبالقاهرة تحديدا في ٢٠٢٥ لم يكن للحكومة.")
    library.add(a)
    library.add(article(2, "نص آخر لا شيء فيه."))
    assert library.matching(query) == {a.id}
    assert [a.text[m.start : m.end] for m in marks(a.text, query)] == [marked]


def test_search_wants_every_word(library):
    long = article(1, "كلمة " * 200 + "وصل الوزير إلى بيروت.")
    library.add(long)
    library.add(article(2, "وصل السفير إلى بيروت."))
    assert library.matching("الوزير بيروت") == {long.id}
    assert library.matching("»؟ -") is None
    assert library.matching('"بيروت" OR NEAR(') == frozenset()


def test_search_reads_the_title_too(library):
    id, _ = library.add(Article("نص قصير هنا.", "1.txt", title="زلزال في المحيط"))
    assert library.matching("زلزال") == {id}


def test_many_threads_write_at_once(library):
    def write(part: int) -> None:
        for n in range(20):
            library.add(article(100 * part + n))

    threads = [threading.Thread(target=write, args=(part,)) for part in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(library.articles()) == 80


def test_a_file_of_a_newer_version_is_left_alone(tmp_path):
    path = tmp_path / "library.sqlite"
    Library(path)
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    with pytest.raises(LibraryTooNew):
        Library(path)


def test_a_library_opened_again_holds_what_it_held(tmp_path):
    path = tmp_path / "library.sqlite"
    a = article(1)
    Library(path).add(a)
    assert Library(path).article(a.id) == a


def test_a_named_file_of_articles(library):
    a, b = article(1), article(2)
    for each in (a, b):
        library.add(each)
    truce, other = library.create_folder("الهدنة"), library.create_folder("أخرى")
    library.put(truce, [a.id, b.id, a.id, "unknown"])
    library.put(other, [a.id])
    assert library.in_folder(truce) == {a.id, b.id}
    library.take_out(truce, [b.id])
    library.rename_folder(other, "متفرقة")
    assert [(f.name, f.articles) for f in library.folders()] == [("الهدنة", 1), ("متفرقة", 1)]
    with pytest.raises(NameTaken):
        library.create_folder("الهدنة")
    with pytest.raises(NameTaken):
        library.rename_folder(other, "الهدنة")
    library.remove([a.id])
    assert library.in_folder(other) == frozenset()
    library.delete_folder(truce)
    assert [row.id for row in library.articles()] == [b.id]
    assert [f.name for f in library.folders()] == ["متفرقة"]

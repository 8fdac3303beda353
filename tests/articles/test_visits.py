from articles import visits
from articles.article import Article
from articles.library import Library
from articles.visits import end_visit, open_visit


def test_what_a_visitor_does_stays_in_the_visit_and_ends_with_it(tmp_path):
    shown = Library(tmp_path / "library.sqlite")
    id, _ = shown.add(Article("قال الوزير إن العمل مستمر.", "خبر.txt"))
    shown.enqueue([id])
    shown.receive([("آخر.txt", b"...")])
    one, other = open_visit(shown), open_visit(shown)
    assert (one.jobs(), one.receiving()) == ([], False)
    added, _ = one.add(Article("نص أضافه زائر.", "زائر.txt"))
    one.remove([id])
    assert [row.id for row in one.articles()] == [added]
    assert [row.id for row in other.articles()] == [row.id for row in shown.articles()] == [id]
    end_visit(one)
    assert not one.path.parent.exists()
    assert other.article(id) is not None
    end_visit(other)
    assert shown.article(id) is not None


def test_few_visitors_have_their_articles_read_at_once_and_the_others_wait(tmp_path, monkeypatch):
    monkeypatch.setenv("RAWI_LIBRARY", str(tmp_path / "library.sqlite"))
    one = open_visit(Library())
    turns = [visits.turn_to_read(one) for _ in range(visits.READERS)]
    waited = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        turns[0].lock.release()

    monkeypatch.setattr(visits.time, "sleep", sleep)
    with visits.turn_to_read(one):
        assert len(waited) == 1
    turns[0].lock.acquire()
    end_visit(one)
    with visits.turn_to_read(one):  # whoever has left waits no more
        assert len(waited) == 1

import random
import time
from collections import Counter
from dataclasses import replace

import pytest

from articles.article import Article
from articles.library import Library
from articles.queue import STRONG_ATTITUDES, Waiting, candidates, waiting
from articles.review import Correction, Reviewed
from models.findings import STANCES, Analysis, Cue, Entity, Mention, Quote, Speaker, Stance

TEXT = "نص طويل يكفي لعدة أقوال."


def quote(at: int, score: float, who: str = "", attitude: str = "neutral") -> Quote:
    speaker = Speaker(0, 2, who, who, "person", None) if who else None
    cue = Cue(0, 2, "قال", "قال", attitude)
    return Quote(at, at + 2, TEXT[at : at + 2], "indirect", (), speaker, (), None, cue, False, "rule", score)


def analysis(id: str, *quotes: Quote) -> Analysis:
    return Analysis(id, f"{id}.txt", None, None, None, None, None, TEXT, quotes=quotes)


A = analysis("a", quote(0, 0.9, "أحمد"), quote(4, 0.4), quote(8, 0.7, "ليلى", "accusing"))
B = analysis("b", quote(0, 0.8, "ليلى"), quote(4, 0.6, "سعاد"))
NOTHING = Reviewed()


def places(found: list[Waiting]) -> list[tuple[str, int]]:
    return [(w.article, w.start) for w in found]


def test_the_least_certain_comes_first_and_what_was_looked_at_not_at_all():
    found = waiting([(A, Reviewed(quotes=frozenset({1}))), (B, NOTHING)], "uncertain")
    assert places(found) == [("b", 4), ("a", 8), ("b", 0), ("a", 0)]


def test_strong_claims_are_accusations_and_stances_against():
    against = Stance(0, "القرار", "against", True, {"favor": 0.0, "against": 0.9, "neutral": 0.1})
    unsure = replace(against, quote=1, sure=False)
    found = waiting([(A, NOTHING), (replace(B, stances=(against, unsure)), NOTHING)], "strong")
    assert places(found) == [("a", 8), ("b", 0)]


def test_strong_claims_of_a_long_article_are_found_in_time_that_grows_with_it():
    def seconds(size: int) -> float:
        stance = Stance(0, "القرار", "against", True, {"favor": 0.0, "against": 0.9, "neutral": 0.1})
        found = analysis("a", *(quote(k, 0.5) for k in range(size)))
        found, took = replace(found, stances=tuple(replace(stance, quote=k) for k in range(size))), []
        for _ in range(3):
            begun = time.process_time()
            assert len(waiting([(found, NOTHING)], "strong")) == size
            took.append(time.process_time() - begun)
        return min(took)

    # Eight times the article; a quadratic step would take 64 times as long.
    assert seconds(4000) < 24 * seconds(500)


def test_the_most_quoted_come_first_and_nobody_last():
    found = waiting([(A, NOTHING), (B, NOTHING)], "quoted")
    assert places(found) == [("a", 8), ("b", 0), ("b", 4), ("a", 0), ("a", 4)]


def test_a_place_finds_its_statement_again():
    assert Waiting("a", 4, 6).number_in(A) == 1
    assert Waiting("a", 4, 7).number_in(A) is None


@pytest.fixture
def library(tmp_path) -> Library:
    """Three articles: one with an uncertain statement, one with an accusation, one by who speaks most."""
    library = Library(tmp_path / "library.sqlite")
    statements = {
        "a": (quote(0, 0.9, "سعاد"), quote(4, 0.3)),
        "b": (quote(0, 0.9, "ليلى", "accusing"),),
        "c": (quote(0, 0.9, "أحمد"), quote(4, 0.9, "أحمد"), quote(8, 0.9, "أحمد")),
    }
    for name, quotes in statements.items():
        article = Article(f"{TEXT} {name}", f"{name}.txt")
        library.add(article)
        named = tuple(replace(q, speaker=q.speaker and replace(q.speaker, entity=0)) for q in quotes)
        entity = Entity(0, "اسم", "PERS", (), (0,))
        mention = Mention(0, 2, TEXT[:2], "PERS", 0.9, 0)
        found = analysis(article.id, *named)
        library.save(
            replace(found, path=f"{name}.txt", text=article.text, entities=(entity,), mentions=(mention,))
        )
    return library


def paths(library: Library, ids: list[str]) -> list[str]:
    return [library.article(id).path[0] for id in ids]


def test_articles_are_gathered_from_the_sums_in_the_order_asked_for(library):
    assert paths(library, candidates(library, "uncertain", None)) == ["a", "b", "c"]
    assert paths(library, candidates(library, "strong", None)) == ["b"]
    assert paths(library, candidates(library, "quoted", None))[0] == "c"
    assert paths(library, candidates(library, "quoted", None, limit=1)) == ["c"]


def test_only_a_folders_articles_are_gathered_and_none_that_is_reviewed(library):
    ids = [row.id for row in library.articles()]
    folder = library.create_folder("ملف")
    library.put(folder, ids[1:])
    library.correct(Correction(ids[1], 0, 2, "quote", "confirm"))
    assert candidates(library, "uncertain", folder) == [ids[2]]
    assert candidates(library, "strong", folder) == []


@pytest.fixture
def many(tmp_path) -> Library:
    """Articles of every kind: sure and not, reported strongly or not, for and against, some looked at, some copies."""
    library, draw = Library(tmp_path / "library.sqlite"), random.Random(3)
    for k in range(60):
        # Every tenth says what the one before it said.
        words = " ".join(f"كلمة{k - (k % 10 == 9)}x{n}" for n in range(80))
        article = Article(f"{TEXT} {words} {k}", f"{k}.txt")
        quotes = tuple(
            replace(q, speaker=q.speaker and replace(q.speaker, entity=0))
            for at in range(0, 4 * draw.randrange(1, 5), 4)
            for q in [
                quote(
                    at,
                    draw.choice((0.1, 0.3, 0.49, 0.5, 0.7, 0.9)),
                    draw.choice(("", "أحمد", "ليلى", "سعاد")),
                    draw.choice(("neutral", "neutral", "accusing", "denying")),
                )
            ]
        )
        stances = tuple(
            Stance(n, "القرار", label, draw.random() < 0.7, {x: float(x == label) for x in STANCES})
            for n in range(len(quotes))
            for label in [draw.choice(STANCES)]
            if draw.random() < 0.5
        )
        entity, mention = Entity(0, "اسم", "PERS", (), (0,)), Mention(0, 2, TEXT[:2], "PERS", 0.9, 0)
        library.add(article)
        found = replace(analysis(article.id, *quotes), path=article.path, text=article.text)
        library.save(replace(found, stances=stances, entities=(entity,), mentions=(mention,)))
        if draw.random() < 0.4:
            library.correct(Correction(article.id, 0, 2, "quote", "confirm"))
    return library


def gathered(library: Library, order: str, inside: frozenset[str]) -> list[str]:
    """What `candidates` must give, told by the findings one after the other."""
    spoken: Counter[str] = Counter()
    found = []
    for number, row in enumerate(library.articles()):
        a, seen = library.edited(row.id)
        spoken.update(q.speaker.name for q in a.quotes if q.speaker)
        found.append((number, row, a, seen))
    ranks = []
    for number, row, a, seen in found:
        open_ = [(k, q) for k, q in enumerate(a.quotes) if k not in seen.quotes]
        if order == "strong":
            against = {s.quote for s in a.stances if s.sure and s.label == "against"}
            open_ = [(k, q) for k, q in open_ if k in against or q.cue.attitude in STRONG_ATTITUDES]
        if open_ and row.copy_of is None and row.id in inside:
            loud = max(spoken[q.speaker.name] if q.speaker else 0 for _, q in open_)
            rank = -loud if order == "quoted" else min(q.score for _, q in open_)
            ranks.append((rank, number, row.id))
    return [id for _, _, id in sorted(ranks)]


@pytest.mark.parametrize("order", ["uncertain", "strong", "quoted"])
def test_the_sums_give_the_order_that_the_findings_ask_for(many, order):
    every = frozenset(row.id for row in many.articles())
    assert sum(row.copy_of is not None for row in many.articles()) > 2
    wanted = gathered(many, order, every)
    assert 20 < len(wanted) < 60
    assert candidates(many, order, None) == wanted
    assert candidates(many, order, None, limit=7) == wanted[:7]
    folder = many.create_folder("ملف")
    many.put(folder, sorted(every)[::2])
    assert candidates(many, order, folder) == gathered(many, order, frozenset(sorted(every)[::2]))


@pytest.mark.parametrize("order", ["uncertain", "strong", "quoted"])
def test_no_order_reads_past_the_words_of_statements(many, order, monkeypatch):
    asked = []
    monkeypatch.setattr(many, "select", lambda *given: asked.append(given) or [])
    candidates(many, order, None)
    monkeypatch.undo()
    ((sql, values),) = asked
    plan = [row["detail"] for row in many.select(f"EXPLAIN QUERY PLAN {sql}", values)]
    about = [step for step in plan if "fact_" in step]
    assert about
    assert all("COVERING INDEX" in step for step in about), plan

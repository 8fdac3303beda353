from dataclasses import replace

import pytest

from articles.article import Article
from articles.library import Library
from articles.queue import Waiting, candidates, waiting
from articles.review import Correction, Reviewed
from models.findings import Analysis, Cue, Entity, Mention, Quote, Speaker, Stance

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

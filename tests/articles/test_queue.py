from dataclasses import replace

from articles.queue import Waiting, waiting
from articles.review import Reviewed
from models.findings import Analysis, Cue, Quote, Speaker, Stance

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

from dataclasses import replace

from articles.stands import stands
from models.findings import Analysis, Quote, Speaker, Stance

TEXT = "نص طويل يكفي لعدة أقوال في هذا الاختبار."


def quote(at: int, who: str | None, score: float = 0.9) -> Quote:
    speaker = Speaker(0, 2, TEXT[:2], who, "person", None) if who else None
    return Quote(at, at + 2, TEXT[at : at + 2], "indirect", (), speaker, (), None, None, False, "rule", score)


def stance(quote: int, target: str, label: str, sure: bool = True) -> Stance:
    return Stance(quote, target, label, sure, {"favor": 0.1, "against": 0.1, "neutral": 0.1} | {label: 0.8})


QUOTES = (quote(0, "أحمد"), quote(3, "أحمد"), quote(6, "ليلى"), quote(9, None), quote(12, "ليلى", 0.2))
FOUND = Analysis(
    "a", "a.txt", None, None, None, None, None, TEXT, quotes=QUOTES,
    stances=(
        stance(0, "الهدنة", "favor"),
        stance(1, "الهدنة", "against"),
        stance(1, "الحرب", "neutral", sure=False),
        stance(2, "الهدنة", "neutral"),
        stance(3, "الهدنة", "favor"),
        stance(4, "الهدنة", "favor"),
    ),
)  # fmt: skip


def numbers(found, who: str, target: str) -> dict[str, list[int]]:
    return {kind: quotes for kind, quotes in found.cells[who, target].quotes.items() if quotes}


def test_statements_are_counted_by_speaker_and_target_and_both_is_mixed():
    found = stands(FOUND)
    assert (found.speakers, found.targets) == (("أحمد", "ليلى"), ("الهدنة", "الحرب"))
    assert numbers(found, "أحمد", "الهدنة") == {"favor": [0], "against": [1]}
    assert found.cells["أحمد", "الهدنة"].mixed
    assert not found.cells["ليلى", "الهدنة"].mixed


def test_not_sure_is_not_neutral():
    assert numbers(stands(FOUND), "أحمد", "الحرب") == {"unsure": [1]}
    assert numbers(stands(FOUND), "ليلى", "الهدنة") == {"neutral": [2]}


def test_what_nobody_said_or_is_too_uncertain_is_not_counted():
    found = stands(FOUND)
    assert (found.statements, found.faint, found.repeats) == (3, 1, 0)


def test_what_a_headline_repeats_is_counted_once():
    text = "أحمد: الهدنة قريبة جدا\nقال أحمد إن الهدنة قريبة جدا."
    spans = [(text.index("الهدنة"), text.index("\n")), (text.rindex("الهدنة"), len(text) - 1)]
    quotes = tuple(replace(quote(0, "أحمد"), start=a, end=b, text=text[a:b]) for a, b in spans)
    both = (stance(0, "الهدنة", "favor"), stance(1, "الهدنة", "favor"))
    found = stands(replace(FOUND, text=text, quotes=quotes, stances=both))
    assert numbers(found, "أحمد", "الهدنة") == {"favor": [1]}
    assert found.repeats == 1


def test_sides_and_opposites_count_together():
    found = stands(FOUND, sides={"احمد": "الأول", "ليلي": "الأول"})
    assert numbers(found, "الأول", "الهدنة") == {"favor": [0], "against": [1], "neutral": [2]}
    toward = (stance(0, "الهدنة", "favor"), stance(1, "الحرب", "favor"))
    opposites = {"الهدنه": "الحرب", "الحرب": "الهدنة"}
    found = stands(replace(FOUND, stances=toward), opposites=opposites)
    assert numbers(found, "أحمد", "الهدنة") == {"favor": [0], "against": [1]}


def test_a_statement_that_speaks_of_both_opposites_counts_once():
    opposites = {"الهدنه": "الحرب", "الحرب": "الهدنة"}
    both = replace(FOUND, stances=(stance(0, "الهدنة", "favor"), stance(0, "الحرب", "against")))
    assert numbers(stands(both, opposites=opposites), "أحمد", "الهدنة") == {"favor": [0]}
    differ = replace(FOUND, stances=(stance(0, "الهدنة", "favor"), stance(0, "الحرب", "favor")))
    assert numbers(stands(differ, opposites=opposites), "أحمد", "الهدنة") == {"unsure": [0]}
    decided = stands(differ, opposites=opposites, decided={(0, "الحرب")})
    assert numbers(decided, "أحمد", "الهدنة") == {"against": [0]}

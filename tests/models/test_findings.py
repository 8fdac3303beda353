"""What findings say of themselves."""

from models.findings import VERDICTS, Analysis, Quote, Speaker, Stance

SPEAKER = Speaker(0, 4, "وزير", "وزير", "role", None)


def quote(speaker: Speaker | None) -> Quote:
    return Quote(5, 8, "قول", "indirect", (), speaker, (), None, None, False, "rule", 0.9)


def stance(number: int, sure: bool) -> Stance:
    return Stance(number, "القرار", "against", sure, {"favor": 0.1, "against": 0.8, "neutral": 0.1})


def test_a_label_that_is_not_sure_is_no_verdict():
    verdicts = [stance(0, sure).verdict for sure in (True, False)]
    assert verdicts == ["against", "unsure"]
    assert set(verdicts) <= set(VERDICTS)


def test_a_statement_of_nobody_has_a_kind_of_its_own():
    assert [quote(who).speaker_kind for who in (SPEAKER, None)] == ["role", "none"]


def test_stances_stand_with_their_statements():
    stances = (stance(2, True), stance(0, True), stance(2, False))
    found = Analysis("", "", None, None, None, None, None, "", stances=stances)
    assert found.stances_by_quote() == {2: [stances[0], stances[2]], 0: [stances[1]]}

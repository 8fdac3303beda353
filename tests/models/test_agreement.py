"""What the article's other places add to the names that were found."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.agreement import agree
from models.findings import Mention


def mention(text: str, name: str, score: float = 0.95, label: str = "PERS") -> Mention:
    start = text.index(name)
    return Mention(start, start + len(name), name, label, score, -1)


def places(text: str, *mentions: Mention) -> list[str]:
    return [text[m.start - 1 if m.start else 0 : m.end].strip() for m in agree(text, mentions)]


def test_a_name_found_surely_is_found_again_clitic_or_not():
    text = "قال يوري أوشاكوف إنه سافر. والتقى بيوري أوشاكوف صحفيون. ويوري أوشاكوف عاد."
    found = agree(text, [mention(text, "يوري أوشاكوف")])
    assert [m.text for m in found] == ["يوري أوشاكوف"] * 3
    assert all(m.score < 0.95 for m in found[1:])


def test_an_unsure_name_does_not_spread():
    text = "زار يوري أوشاكوف المدينة. يوري أوشاكوف هنا."
    assert len(agree(text, [mention(text, "يوري أوشاكوف", score=0.6)])) == 1


def test_a_word_that_mostly_is_no_name_is_left_alone():
    text = "قال سعيد إنه رجل سعيد وعيد سعيد ويوم سعيد."
    assert len(agree(text, [mention(text, "سعيد")])) == 1


def test_what_is_tagged_already_stays_as_it_is():
    text = "حزب الله اللبناني وحزب الله"
    longer, shorter = (
        mention(text, "حزب الله اللبناني", label="ORG"),
        Mention(19, 27, "حزب الله", "ORG", 0.9, -1),
    )
    assert agree(text, [longer, shorter]) == [longer, shorter]


@given(st.text(max_size=60), st.integers(0, 50), st.integers(1, 12))
def test_any_text_keeps_its_mentions_apart(text, start, length):
    end = min(len(text), start + length)
    given_ = [Mention(start, end, text[start:end], "PERS", 1.0, -1)] if start < end else []
    found = agree(text, given_)
    assert all(text[m.start : m.end] == m.text for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def every(text: str, name: str, label: str = "PERS") -> list[Mention]:
    """The name wherever it stands as a word."""
    return [Mention(*m.span(), name, label, 0.95, -1) for m in re.finditer(rf"\b{name}\b", text)]


def test_a_preposition_is_no_ali():
    text = "قال علي حسنا. ورأى علي ذلك. وشكر علي أصدقاءه على الدعم، واعتمد على نفسه."
    assert agree(text, every(text, "علي")) == every(text, "علي")


def test_a_short_name_is_not_looked_for_inside_words():
    text = "رأت أمل ذلك، وأضافت أمل شيئا بشكل كامل."
    assert agree(text, every(text, "أمل")) == every(text, "أمل")


def test_the_sign_on_a_clitic_is_not_the_names():
    text = "إلى موسكو ثم موسكو وَموسكو"
    assert [m.text for m in agree(text, every(text, "موسكو", "LOC")[:2])] == ["موسكو"] * 3

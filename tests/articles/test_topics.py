import pytest

from articles.library import Library
from articles.naming import Naming
from articles.topics import Topics, settled, turned
from models.findings import Stance


@pytest.fixture
def topics(tmp_path) -> Topics:
    return Topics(Library(tmp_path / "library.sqlite"))


def test_a_target_has_one_opposite_in_both_directions(topics):
    topics.oppose("رحيل الأسد", "بقاء الأسد")
    assert topics.opposites() == {"رحيل الاسد": "بقاء الأسد", "بقاء الاسد": "رحيل الأسد"}
    assert topics.opposite_pairs() == [("بقاء الأسد", "رحيل الأسد")]
    topics.oppose("رحيل الأسد", "الإبقاء على الأسد")
    assert len(topics.opposites()) == 2
    topics.release("الإبقاء على الأسد")
    assert topics.opposites() == {}


def test_nothing_is_its_own_opposite(topics):
    topics.oppose("الأسد", "الاسد")
    assert topics.opposites() == {}


def test_a_link_follows_what_its_targets_are_called_and_back(tmp_path):
    library = Library(tmp_path / "library.sqlite")
    topics = Topics(library)
    topics.oppose("رحيل الأسد", "بقاء الأسد")
    decision = library.call(Naming("target", "بقاء الأسد", "بقاء النظام"))
    assert topics.opposites() == {"رحيل الاسد": "بقاء النظام", "بقاء النظام": "رحيل الأسد"}
    library.undo_call(decision)
    assert topics.opposite_pairs() == [("بقاء الأسد", "رحيل الأسد")]
    # What was made one of its opposite is none.
    decision = library.call(Naming("target", "بقاء الأسد", "رحيل الأسد"))
    assert topics.opposites() == {}
    library.undo_call(decision)
    library.call(Naming("target", "بقاء الأسد", "بقاء النظام"))
    topics.release("بقاء النظام")
    assert topics.opposites() == {}


def test_links_that_come_to_one_pair_are_one_and_go_together(tmp_path):
    library = Library(tmp_path / "library.sqlite")
    topics = Topics(library)
    topics.oppose("رحيل الأسد", "بقاء الأسد")
    topics.oppose("تنحي الأسد", "استمرار الأسد")
    library.call(Naming("target", "تنحي الأسد", "رحيل الأسد"))
    last = library.call(Naming("target", "استمرار الأسد", "بقاء الأسد"))
    assert topics.opposite_pairs() == [("بقاء الأسد", "رحيل الأسد")]
    library.undo_call(last)
    # Of two opposites the one that is meant is let go.
    assert len(topics.opposite_pairs()) == 2
    topics.release("رحيل الأسد", "استمرار الأسد")
    assert topics.opposite_pairs() == [("بقاء الأسد", "رحيل الأسد")]


def test_lists_of_targets_are_kept_under_a_name(topics):
    topics.save_set("الهدنة", ["وقف إطلاق النار", "تبادل الأسرى", "وقف إطلاق النار"])
    assert topics.sets() == {"الهدنة": ("وقف إطلاق النار", "تبادل الأسرى")}
    topics.save_set("الهدنة", ["الهدنة"])
    assert topics.sets() == {"الهدنة": ("الهدنة",)}
    topics.delete_set("الهدنة")
    assert topics.sets() == {}


def test_a_stance_toward_the_opposite_counts_turned():
    def toward(quote: int, target: str, label: str) -> Stance:
        shares = {"favor": 0.1, "against": 0.1, "neutral": 0.1} | {label: 0.8}
        return Stance(quote, target, label, True, shares)

    opposites = {"رحيل الاسد": "بقاء الأسد", "بقاء الاسد": "رحيل الأسد"}
    given = [
        toward(0, "رحيل الأسد", "favor"),
        toward(1, "بقاء الأسد", "favor"),
        toward(2, "بقاء الأسد", "neutral"),
    ]
    assert turned(given, opposites) == [
        given[0],
        toward(1, "رحيل الأسد", "against"),
        toward(2, "رحيل الأسد", "neutral"),
    ]
    assert turned(given, {}) == given


def test_what_an_editor_decided_holds_then_what_is_sure_and_two_that_differ_are_not_decided():
    assert settled([(False, "favor"), (False, "favor")]) == "favor"
    assert settled([(False, "unsure"), (False, "against")]) == "against"
    assert settled([(False, "favor"), (False, "against")]) == "unsure"
    assert settled([(True, "neutral"), (False, "against")]) == "neutral"
    assert settled([(True, "unsure"), (False, "against")]) == "unsure"

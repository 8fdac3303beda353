import pytest

from articles.library import Library
from articles.naming import Naming
from articles.sides import Side, Sides


@pytest.fixture
def sides(tmp_path) -> Sides:
    return Sides(Library(tmp_path / "library.sqlite"))


def test_names_are_put_on_a_side_and_taken_off(sides):
    sides.put("روسيا", ["موسكو", "الكرملين"])
    (side,) = sides.all()
    assert side == Side(side.id, "روسيا", ("الكرملين", "موسكو"))
    sides.take_off(["موسكو"])
    assert sides.all()[0].members == ("الكرملين",)
    sides.delete(side.id)
    assert (sides.all(), sides.of_names()) == ([], {})


def test_a_name_is_on_one_side_whatever_its_spelling(sides):
    sides.put("أ", ["الإدارة"])
    sides.put("ب", ["الادارة"])
    assert [(s.name, s.members) for s in sides.all()] == [("أ", ()), ("ب", ("الادارة",))]
    assert list(sides.of_names().values()) == ["ب"]


def test_a_name_called_otherwise_stays_on_its_side(sides):
    sides.put("مصر", ["السيسي"])
    sides._library.call(Naming("name", "السيسي", "عبد الفتاح السيسي"))
    assert sides.of_names() == {"السيسي": "مصر", "عبد الفتاح السيسي": "مصر"}
    sides.put("القادة", ["عبد الفتاح السيسي"])
    assert sides.of_names()["عبد الفتاح السيسي"] == "القادة"

"""Decisions about names over a library: what holds, what the sums show, and back again."""

from collections import Counter

import pytest
from test_overview import TEXT, analysis

from articles import naming
from articles.article import Article
from articles.library import Library
from articles.naming import Naming, resolved
from articles.overview import Filters, Overview


def ends(*pairs: tuple[str, str]) -> dict[str, str]:
    namings = resolved([Naming("name", name, into) for name, into in pairs])
    return {key: naming.into for key, naming in namings.names.items()}


def test_what_was_called_by_a_name_follows_it():
    assert ends(("ا", "ب"), ("ب", "ج")) == {"ا": "ج", "ب": "ج"}
    assert ends(("ب", "ج"), ("ا", "ب")) == {"ا": "ج", "ب": "ج"}


def test_back_to_the_first_name_is_no_circle():
    assert ends(("ا", "ب"), ("ب", "ا")) == {"ا": "ا", "ب": "ا"}


def test_the_last_word_on_a_name_holds():
    assert ends(("ا", "ب"), ("ا", "ج")) == {"ا": "ج"}


def test_a_type_is_kept_by_a_later_name():
    namings = resolved([Naming("name", "ا", "ا", "ORG"), Naming("name", "ا", "ب")])
    assert (namings.names["ا"].into, namings.names["ا"].label) == ("ب", "ORG")


def test_the_work_grows_with_the_decisions_and_not_with_their_square(monkeypatch):
    folded = []
    monkeypatch.setattr(naming, "fold", lambda text: folded.append(text) or text)
    resolved([Naming("name", f"اسم {n}", f"لقب {n}") for n in range(200)])
    assert len(folded) < 5 * 200


@pytest.fixture
def library(tmp_path) -> Library:
    library = Library(tmp_path / "library.sqlite")
    for n in range(3):
        article = Article(f"{TEXT}\n{n}", f"{n}.txt")
        library.add(article)
        library.save(analysis(article))
    return library


def speakers(library: Library) -> dict[str, int]:
    said: Counter[str] = Counter()
    for row in Overview(library).speakers(Filters(copies=True)):
        said[row["speaker"]] += row["statements"]
    return said


def test_a_merge_reaches_every_article_and_every_sum_and_goes_back(library):
    before = speakers(library)
    assert before == {"سامي الحلبي": 3, "وزارة النقل": 3}
    decision = library.call(Naming("name", "سامي الحلبي", "وزارة النقل", "ORG", by="سلمى"))
    assert library.catch_up(limit=2) == 1
    assert library.catch_up(limit=2) == 0
    assert speakers(library) == {"وزارة النقل": 6}
    named = Overview(library).named(Filters(copies=True))
    assert {r["name"]: (r["articles"], r["mentions"]) for r in named} == {
        "وزارة النقل": (3, 9),
        "بيروت": (3, 3),
    }
    (kept,) = library.decisions()
    assert (kept.id, kept.by, kept.at != "") == (decision, "سلمى", True)
    library.undo_call(decision)
    assert library.catch_up() == 0
    assert speakers(library) == before
    assert library.decisions() == []


def test_an_article_that_comes_later_follows_too(library):
    library.call(Naming("name", "سامي الحلبي", "س. الحلبي"))
    library.catch_up()
    article = Article(f"{TEXT}\nآخر", "4.txt")
    library.add(article)
    library.save(analysis(article))
    assert speakers(library)["س. الحلبي"] == 4
    found, _ = library.edited(article.id)
    assert found.entities[0].name == "س. الحلبي"


def test_a_target_is_called_otherwise_and_back(library):
    def targets() -> list[str]:
        return [r["target"] for r in Overview(library).targets(Filters(copies=True))]

    assert targets() == ["المرفأ"]
    decision = library.call(Naming("target", "المرفأ", "مرفأ بيروت"))
    library.catch_up()
    assert targets() == ["مرفأ بيروت"]
    library.undo_call(decision)
    library.catch_up()
    assert targets() == ["المرفأ"]


def test_taking_back_in_the_middle_of_a_chain(library):
    first = library.call(Naming("name", "سامي الحلبي", "الحلبي"))
    library.catch_up()
    library.call(Naming("name", "الحلبي", "الحلبي الكبير"))
    library.catch_up()
    library.undo_call(first)
    library.catch_up()
    assert set(speakers(library)) == {"سامي الحلبي", "وزارة النقل"}


def test_undoing_what_is_not_there_does_nothing(library):
    library.undo_call(99)
    assert library.catch_up() == 0


def test_what_holds_is_worked_out_once_until_a_decision_is_made_or_taken_back(library):
    elsewhere = Library(library.path)
    assert library.namings() is library.namings()
    decision = elsewhere.call(Naming("name", "بيروت", "مدينة بيروت"))
    held = library.namings()
    assert [n.into for n in held.names.values()] == ["مدينة بيروت"]
    assert library.namings() is held
    elsewhere.undo_call(decision)
    assert library.namings().names == {}
    elsewhere.call(Naming("name", "بيروت", "ست الدنيا"))
    assert [n.into for n in library.namings().names.values()] == ["ست الدنيا"]

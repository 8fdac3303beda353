"""Copies of a report are told by the runs of words that they share."""

import random

import pytest

from articles import duplicates, schema
from articles.article import Article
from articles.library import Library

SUBJECTS = [
    "الوزير",
    "النائب",
    "الرئيس",
    "السفير",
    "المدير",
    "الخبير",
    "اللاعب",
    "الطبيب",
    "الكاتب",
    "القاضي",
]
ACTIONS = ["زار", "افتتح", "ناقش", "راجع", "عرض", "تابع", "شاهد", "درس", "قاد", "ترك"]
PLACES = [
    "المدرسة",
    "المصنع",
    "الميناء",
    "المطار",
    "السوق",
    "الجامعة",
    "الملعب",
    "المستشفى",
    "المكتبة",
    "المحكمة",
]


def report(seed: int, sentences: int = 20) -> str:
    """A text of its own for every seed."""
    dice = random.Random(seed)
    lines = [
        f"{dice.choice(ACTIONS)} {dice.choice(SUBJECTS)} رقم {dice.randint(10, 99)} {dice.choice(PLACES)} "
        f"في اليوم {dice.randint(1, 365)} من السنة."
        for _ in range(sentences)
    ]
    return "\n".join(lines)


@pytest.fixture
def library(tmp_path) -> Library:
    return Library(tmp_path / "library.sqlite")


def add(library: Library, *texts: str) -> list[str]:
    return [library.add(Article(text, f"{n}.txt"))[0] for n, text in enumerate(texts)]


def copies(library: Library) -> dict[str, str]:
    return {row.id: row.copy_of for row in library.articles() if row.copy_of}


def test_a_wire_report_under_another_headline_or_cut_is_a_copy(library):
    wire = report(1)
    cut = "\n".join(wire.splitlines()[:13])
    spelled = wire.replace("المدرسة", "المدرسه").replace("الرئيس", "الرّئيس")
    first, *others, own = add(
        library, f"عنوان أول\n\n{wire}", f"عنوان ثان\n\n{wire}\nتحرير المكتب", cut, spelled, report(2)
    )
    assert copies(library) == dict.fromkeys(others, first)
    assert own not in copies(library)


def test_a_repeated_footer_makes_no_copies(library):
    footer = report(100, sentences=12)
    add(library, *(f"{report(n, sentences=8)}\n{footer}" for n in range(3)))
    ids = add(library, *(f"{report(n, sentences=3)}\n{footer}" for n in range(20, 30)))
    assert not copies(library).keys() & set(ids)


def test_short_texts_are_never_copies(library):
    add(library, "وصل الوزير إلى القاهرة مساء اليوم.", "وصل الوزير إلى القاهرة مساء اليوم ثم غادر.")
    assert copies(library) == {}


def test_when_the_original_goes_the_first_copy_takes_its_place(library):
    first, second, third = add(library, report(1), report(1) + "\nملحق", report(1) + "\nإضافة")
    library.remove([first])
    assert copies(library) == {third: second}
    library.remove([third])
    assert copies(library) == {}
    assert add(library, report(1)) == [first]
    assert copies(library) == {first: second}


def test_what_stays_when_many_go_is_compared_once(library, monkeypatch):
    placed, place = [], duplicates.place
    # The first lines differ, so that all are copies of the first.
    *gone, one, other = add(library, *(f"عنوان {n} للخبر\n{report(1)}" for n in range(12)))
    assert len(copies(library)) == 11
    monkeypatch.setattr(
        duplicates, "place", lambda db, number, text: placed.append(number) or place(db, number, text)
    )
    library.remove([*gone, gone[0]])
    assert placed == [11, 12]
    assert copies(library) == {other: one}
    library.remove([one, other])
    assert library.select("SELECT * FROM lines") == library.select("SELECT * FROM bands") == []


def test_a_library_of_the_first_version_is_compared_when_it_is_opened(tmp_path, monkeypatch):
    path = tmp_path / "library.sqlite"
    with monkeypatch.context() as earlier:
        earlier.setattr("articles.library.MIGRATIONS", schema.MIGRATIONS[:1])
        earlier.setattr("articles.duplicates.place", lambda *_: None)
        old = Library(path)
        first, second = add(old, report(1), report(1) + "\nملحق")
    library = Library(path)
    assert copies(library) == {second: first}
    library.put(library.create_folder("ملف"), [first])
    assert [folder.articles for folder in library.folders()] == [1]

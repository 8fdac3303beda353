"""What stands behind a sum: whole sentences, what is marked in them, page by page."""

from dataclasses import replace

import pytest

from articles import evidence
from articles.article import Article
from articles.evidence import PAGE, Passage
from articles.library import Library
from articles.overview import Filters
from articles.review import Correction
from articles.sides import Sides
from models.findings import Span
from tests.articles.test_overview import REST, TEXT, analysis

SENTENCES = [s.strip() + "." for s in TEXT.split(".") if s.strip()]


def found(k: int):
    words = " ".join(f"{word}{k}" for word in REST.split())
    article = Article(f"{TEXT} {words}", f"{k}.txt", source="النهار", published=f"2026-01-{k % 28 + 1:02d}")
    spans = tuple(Span(article.text.index(s), article.text.index(s) + len(s)) for s in SENTENCES)
    return replace(analysis(article), sentences=spans)


@pytest.fixture
def library(tmp_path) -> Library:
    library = Library(tmp_path / "library.sqlite")
    library.bring_in(found(k) for k in range(3))
    return library


def marked(passage: Passage, kind: str) -> list[str]:
    return [passage.text[a:b] for a, b, k in passage.marks if k == kind]


def test_a_statement_stands_in_its_sentence_behind_the_one_before(library):
    first = evidence.statements(library, Filters(speaker="وزارة النقل")).evidence[0]
    (passage,) = first.passages
    assert passage.text == " ".join(SENTENCES[:2])
    assert marked(passage, "said") == ["الطريق مفتوح"]
    assert first.said.speaker.name == "وزارة النقل"
    assert [(s.target, s.sure) for s in first.stances] == [("المرفأ", False)]


def test_what_was_searched_for_is_marked_in_whatever_form(library):
    (passage,) = (
        evidence.statements(library, Filters(words="مرفا", manners=("indirect",))).evidence[0].passages
    )
    assert marked(passage, "hit") == ["المرفأ"]
    assert "".join(s["t"] for s in passage.segments()) == passage.text
    assert [s["k"] for s in passage.segments() if s["t"] == "المرفأ"] == [["hit", "said"]]


def test_two_names_in_one_sentence_or_the_first_of_each(library):
    together = evidence.places(library, Filters(names=("سامي الحلبي", "بيروت"))).evidence[0]
    assert [p.text for p in together.passages] == [SENTENCES[2]]
    assert marked(together.passages[0], "name") == ["سامي الحلبي", "بيروت"]
    apart = evidence.places(library, Filters(names=("سامي الحلبي", "وزارة النقل"))).evidence[0]
    assert [p.text for p in apart.passages] == SENTENCES[:2]


def test_a_side_is_shown_by_the_names_on_it(library):
    Sides(library).put("الحكومة", ["وزارة النقل"])
    asked = Filters(names=("الحكومة", "بيروت"), sides=True)
    found = evidence.places(library, asked)
    assert (found.all, len(found.evidence)) == (3, 3)
    assert [marked(p, "name") for p in found.evidence[0].passages] == [["وزارة النقل"], ["بيروت"]]


def test_pages_go_through_all_of_it_once(tmp_path):
    library = Library(tmp_path / "library.sqlite")
    library.bring_in(found(k) for k in range(PAGE // 2 + 3))
    pages = [evidence.statements(library, Filters(), page) for page in range(3)]
    assert [p.all for p in pages] == [PAGE + 6] * 3
    assert [len(p.evidence) for p in pages] == [PAGE, 6, 0]
    assert len({(e.article, e.quote) for p in pages for e in p.evidence}) == PAGE + 6
    dates = [e.published for e in (*pages[0].evidence, *pages[1].evidence)]
    assert dates == sorted(dates, reverse=True)


def test_it_is_as_the_editor_left_it(library):
    id = library.articles()[0].id
    quote = library.analysis(id).quotes[1]
    library.correct(Correction(id, quote.start, quote.end, "quote", "speaker", {"name": "بيروت"}))
    first = evidence.statements(library, Filters(reviewed=True))
    assert [(e.said.speaker.name, e.reviewed) for e in first.evidence] == [("بيروت", True)]

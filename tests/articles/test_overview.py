"""Sums over a library of a few articles: what is counted, and what is left out."""

from dataclasses import replace

import pytest

from articles import evidence
from articles.article import Article
from articles.library import Library
from articles.overview import Filters, Overview
from articles.review import Correction
from articles.sides import Sides
from articles.topics import Topics
from models.findings import VERDICTS, Analysis, Cue, Entity, Mention, ModelStamp, Quote, Speaker, Stance

TEXT = "قال سامي الحلبي إن المرفأ جاهز للعمل. وقالت وزارة النقل إن الطريق مفتوح. زار سامي الحلبي بيروت."
# What makes the three articles long enough to be told for copies of one.
REST = " ".join(f"كلمة{n}" for n in range(200))


def span(text: str, words: str, nth: int = 0) -> tuple[int, int]:
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return at, at + len(words)


def analysis(article: Article, score: float = 0.9) -> Analysis:
    text = article.text
    mentions = tuple(
        Mention(*span(text, words, nth), words, label, 0.9, entity)
        for words, nth, label, entity in (
            ("سامي الحلبي", 0, "PERS", 0),
            ("وزارة النقل", 0, "ORG", 1),
            ("سامي الحلبي", 1, "PERS", 0),
            ("بيروت", 0, "LOC", 2),
        )
    )
    entities = (
        Entity(0, "سامي الحلبي", "PERS", (), (0, 2)),
        Entity(1, "وزارة النقل", "ORG", (), (1,)),
        Entity(2, "بيروت", "LOC", (), (3,)),
    )
    people = (
        Speaker(*span(text, "سامي الحلبي"), "سامي الحلبي", "سامي الحلبي", "person", 0),
        Speaker(*span(text, "وزارة النقل"), "وزارة النقل", "وزارة النقل", "organisation", 1),
    )
    cue = Cue(0, 3, "قال", "قال", "neutral")
    quotes = (
        Quote(*span(text, "المرفأ جاهز للعمل"), "المرفأ جاهز للعمل", "indirect", (), people[0], (), None, cue, False, "r", score),
        Quote(*span(text, "الطريق مفتوح"), "الطريق مفتوح", "indirect", (), people[1], (), None, cue, False, "r", 0.9),
    )  # fmt: skip
    chances = {"favor": 0.9, "against": 0.05, "neutral": 0.05}
    stances = (
        Stance(0, "المرفأ", "favor", True, chances),
        Stance(1, "المرفأ", "favor", False, chances),
    )
    stamps = {job: ModelStamp("m", "1") for job in ("ner", "quotes", "stance")}
    own = {f: getattr(article, f) for f in ("path", "record", "title", "source", "published", "url")}
    return Analysis(
        article.id, text=text, mentions=mentions, entities=entities, quotes=quotes, stances=stances,
        models=stamps, **own
    )  # fmt: skip


@pytest.fixture
def library(tmp_path) -> Library:
    found = Library(tmp_path / "library.sqlite")
    for k, (source, published) in enumerate(
        (("النهار", "2026-01-02"), ("النهار", None), ("الشمال", "2026-02-01"))
    ):
        article = Article(f"{TEXT} {REST} {k}", f"{k}.txt", source=source, published=published)
        found.add(article)
        found.save(analysis(article))
    return found


def everything() -> Filters:
    """The three articles are alike: as wire copies are."""
    return Filters(copies=True)


def test_names_and_speakers_are_counted_over_articles(library):
    overview = Overview(library)
    named = overview.named(everything())
    assert [(r["name"], r["articles"], r["mentions"]) for r in named[:1]] == [("سامي الحلبي", 3, 6)]
    said = {r["speaker"]: (r["kind"], r["statements"], r["sources"]) for r in overview.speakers(everything())}
    assert said == {"سامي الحلبي": ("person", 3, 2), "وزارة النقل": ("organisation", 3, 2)}


def test_a_name_can_be_asked_for_as_one_type_and_beside_it_another_as_any(library):
    found = library.analysis(library.articles()[0].id)
    port = replace(found.entities[2], label="ORG")
    library.save(replace(found, entities=(*found.entities[:2], port)))
    names = ("بيروت", "سامي الحلبي")
    for types, articles in (((), 3), (("LOC",), 2), (("ORG",), 1), (("ORG", "PERS"), 1), (("", "LOC"), 0)):
        asked = Filters(names=names, types=types, copies=True)
        assert Overview(library).scope(asked).articles == articles
        assert len(evidence.places(library, asked).evidence) == articles
    rows = {(r["name"], r["label"]): r["articles"] for r in Overview(library).named(everything())}
    assert (rows["بيروت", "LOC"], rows["بيروت", "ORG"]) == (2, 1)


def test_copies_count_once(library):
    scope = Overview(library).scope(Filters())
    assert (scope.articles, scope.statements, scope.copies) == (1, 2, 2)


def test_what_is_left_out_is_told(library):
    scope = Overview(library).scope(everything())
    assert (scope.articles, scope.undated, scope.unread, scope.copies) == (3, 1, 0, 0)


def test_filters_combine(library):
    overview = Overview(library)
    both = Filters(sources=("النهار",), since="2026-01-01", copies=True)
    assert overview.scope(both).articles == 1
    assert overview.scope(Filters(words="المرفا", copies=True)).articles == 3
    assert overview.scope(Filters(words="غائبة", copies=True)).articles == 0
    assert overview.scope(Filters(speaker_kinds=("organisation",), copies=True)).statements == 3


def test_stances_are_counts_and_not_sure_is_apart(library):
    rows = Overview(library).stances(everything(), "المرفأ")
    counts = {r["speaker"]: (r["favor"], r["against"], r["neutral"], r["unsure"]) for r in rows}
    assert counts == {"سامي الحلبي": (3, 0, 0, 0), "وزارة النقل": (0, 0, 0, 3)}


def test_evidence_leads_to_the_place(library):
    found = evidence.statements(library, Filters(speaker="سامي الحلبي", copies=True))
    assert (found.all, found.articles) == (3, 3)
    assert [(e.quote, e.said.text) for e in found.evidence] == [(0, "المرفأ جاهز للعمل")] * 3
    assert [e.published for e in found.evidence] == ["2026-02-01", "2026-01-02", None]
    toward = Filters(target="المرفأ", stances=("unsure",), copies=True)
    assert evidence.statements(library, toward).all == 3


def test_pairs_and_verbs_and_voices(library):
    overview = Overview(library)
    (pair,) = overview.pairs(everything())
    assert ({pair["one"], pair["other"]}, pair["articles"]) == ({"سامي الحلبي", "وزارة النقل"}, 3)
    assert [(r["source"], r["verb"], r["statements"]) for r in overview.verbs(everything())] == [
        ("النهار", "قال", 4),
        ("الشمال", "قال", 2),
    ]
    months = {(r["part"], r["value"]): r["statements"] for r in overview.voices(everything(), "month kind")}
    assert (months["", "person"], months["2026-02", "organisation"]) == (1, 1)


def test_an_editors_decision_changes_the_sums_and_undoing_it_changes_them_back(library):
    overview = Overview(library)
    id = library.articles()[0].id
    quote = library.analysis(id).quotes[0]
    number = library.correct(Correction(id, quote.start, quote.end, "quote", "delete"))
    assert overview.scope(everything()).statements == 5
    library.undo(number)
    assert overview.scope(everything()).statements == 6
    library.correct(Correction(id, quote.start, quote.end, "quote", "confirm"))
    assert overview.scope(Filters(reviewed=True, copies=True)).statements == 1


def test_of_reviewed_statements_only_the_stances_that_somebody_decided_are_counted(library):
    overview, only = Overview(library), Filters(reviewed=True, copies=True)
    one, other = (row.id for row in library.articles()[:2])
    first, second = library.analysis(one).quotes
    # Who confirms a statement has said nothing of where its speaker stands.
    for id in (one, other):
        library.correct(Correction(id, first.start, first.end, "quote", "confirm"))
    assert overview.scope(only).statements == 2
    assert overview.grid(only).cells == []
    assert overview.targets(only) == []
    decided = {"target": "المرفأ", "label": "against"}
    number = library.correct(Correction(one, second.start, second.end, "stance", "change", decided))
    grid = overview.grid(only)
    (cell,) = grid.cells
    assert (cell["speaker"], cell["against"], cell["unsure"]) == ("وزارة النقل", 1, 0)
    assert (grid.statements, grid.of) == (1, 1)
    # As many sentences stand behind the number.
    toward = replace(only, target="المرفأ")
    assert evidence.statements(library, toward).all == 1
    assert overview.scope(toward).statements == 1
    assert len(overview.grid(everything()).cells) == 2
    library.undo(number)
    assert overview.grid(only).cells == []


def test_what_is_not_sure_is_left_out_and_told(tmp_path):
    library = Library(tmp_path / "library.sqlite")
    article = Article(TEXT, "a.txt")
    library.add(article)
    library.save(analysis(article, score=0.3))
    scope = Overview(library).scope(Filters())
    assert (scope.statements, scope.unsure) == (1, 1)


def other(k: int, said: str = "المرفأ جاهز للعمل") -> Article:
    """An article of its own: no copy of another."""
    words = " ".join(f"{word}{k}" for word in REST.split())
    text = f"{TEXT} {words}".replace("المرفأ جاهز للعمل", said)
    return Article(text, f"{k}.txt", source=f"صحيفة {k}", published=f"2026-03-0{k}")


def test_statements_filters_keep_the_articles_that_hold_one(library):
    overview = Overview(library)
    mine = Filters(speaker="سامي الحلبي", copies=True)
    assert (overview.scope(mine).articles, overview.scope(mine).statements) == (3, 3)
    assert overview.scope(replace(mine, verb="زعم")).articles == 0
    assert overview.scope(replace(mine, verb="قال")).statements == 3
    assert overview.scope(Filters(names=("سامي الحلبي", "بيروت"), copies=True)).articles == 3
    assert overview.scope(Filters(names=("سامي الحلبي", "القاهرة"), copies=True)).articles == 0
    assert overview.scope(Filters(undated=True, copies=True)).articles == 1
    assert overview.scope(Filters(target="المرفأ", stances=("favor",), copies=True)).statements == 3


def test_an_import_is_a_filter(library):
    article = other(5)
    library.bring_in([analysis(article)], batch="7")
    overview = Overview(library)
    assert overview.scope(Filters(batch="7")).articles == 1
    assert [(row["batch"], row["articles"]) for row in overview.batches()] == [("7", 1), ("", 3)]


def test_the_grid_counts_by_speaker_and_target(library):
    grid = Overview(library).grid(everything())
    assert (grid.statements, grid.of) == (6, 6)
    cells = {(c["speaker"], c["target"]): c for c in grid.cells}
    assert set(cells) == {("سامي الحلبي", "المرفأ"), ("وزارة النقل", "المرفأ")}
    assert [cells["سامي الحلبي", "المرفأ"][s] for s in ("favor", "against", "neutral", "unsure")] == [
        3,
        0,
        0,
        0,
    ]
    assert cells["وزارة النقل", "المرفأ"]["unsure"] == 3


def test_days_count_articles_and_statements(library):
    assert Overview(library).days(everything()) == [
        {"published": "2026-01-02", "articles": 1, "statements": 2},
        {"published": "2026-02-01", "articles": 1, "statements": 2},
    ]


def test_the_network_counts_articles_that_name_both(library):
    net = Overview(library).network(everything(), 30, ("PERS", "ORG", "LOC"))
    assert set(net.names) == {"سامي الحلبي", "وزارة النقل", "بيروت"}
    assert all(n == 3 for line in net.together for n in line)


def test_one_statement_across_outlets_stands_together_the_earliest_first(tmp_path):
    library = Library(tmp_path / "library.sqlite")
    said = "المرفأ الجديد جاهز للعمل بعد انتهاء أعمال التوسعة الأخيرة"
    for k, words in (
        (3, said),
        (1, said.replace("الأخيرة", "كلها")),
        (2, "الطرق المؤدية إلى الجبل مقفلة بسبب الثلوج"),
    ):
        article = other(k, words)
        draft = analysis(Article(article.text.replace(words, "المرفأ جاهز للعمل"), "x"))
        quote = replace(
            draft.quotes[0],
            start=article.text.index(words),
            end=article.text.index(words) + len(words),
            text=words,
        )
        own = {f: getattr(article, f) for f in ("id", "path", "source", "published", "text")}
        library.bring_in([replace(draft, quotes=(quote,), stances=(), **own)])
    (found,) = Overview(library).retold(Filters())
    assert (found.speaker, found.sources, found.verbs) == ("سامي الحلبي", 2, 1)
    assert [(told.source, told.words) for told in found.tellings] == [
        ("صحيفة 1", said.replace("الأخيرة", "كلها")),
        ("صحيفة 3", said),
    ]


def test_a_speaker_is_called_by_the_name_and_not_by_its_key(library):
    assert Overview(library).called("سامي الحلبي", sides=False) == "سامي الحلبي"
    assert Overview(library).called("وزاره النقل", sides=False) == "وزارة النقل"


def test_nothing_is_summed_over_an_empty_library(tmp_path):
    overview = Overview(Library(tmp_path / "library.sqlite"))
    f = Filters()
    assert overview.scope(f).articles == 0
    assert not any(
        (overview.named(f), overview.speakers(f), overview.voices(f, "day kind"), overview.days(f), overview.verbs(f),
         overview.pairs(f), overview.targets(f), overview.grid(f).cells, overview.retold(f), overview.network(f, 9).names)
    )  # fmt: skip


def test_the_models_that_read_are_named(library):
    assert Overview(library).models() == ["m 1"]


def test_names_on_one_side_count_as_one_only_when_asked(library):
    everything = Overview(library).speakers(Filters())
    Sides(library).put("الحكومة", ["سامي الحلبي", "وزارة النقل"])
    assert Overview(library).speakers(Filters()) == everything
    (row,) = Overview(library).speakers(Filters(sides=True))
    assert (row["speaker"], row["kind"]) == ("الحكومة", "organisation")
    assert row["statements"] == sum(r["statements"] for r in everything)
    names = {r["name"]: r for r in Overview(library).named(Filters(sides=True))}
    apart = {r["name"]: r for r in Overview(library).named(Filters())}
    # An article that names both counts once, its mentions together.
    assert names["الحكومة"]["articles"] == apart["سامي الحلبي"]["articles"]
    assert names["الحكومة"]["mentions"] == sum(apart[n]["mentions"] for n in ("سامي الحلبي", "وزارة النقل"))
    asked = Filters(sides=True, speaker=row["key"])
    assert evidence.statements(library, asked).all == row["statements"]
    assert Overview(library).called(row["key"], sides=True) == "الحكومة"


LEAVE, STAY = "رحيل الأسد", "بقاء الأسد"


@pytest.fixture
def opposed(tmp_path) -> Library:
    """Two speakers of four articles on two opposites; one statement speaks of both."""
    library = Library(tmp_path / "library.sqlite")
    shares = {"favor": 0.9, "against": 0.05, "neutral": 0.05}

    def stance(quote: int, target: str, label: str) -> Stance:
        return Stance(quote, target, label, True, shares)

    for k, stances in enumerate(
        (
            [stance(0, LEAVE, "favor"), stance(1, STAY, "favor")],
            [stance(0, STAY, "against")],
            [stance(0, LEAVE, "favor"), stance(0, STAY, "against"), stance(1, LEAVE, "neutral")],
            [stance(0, STAY, "favor"), stance(1, LEAVE, "against")],
        )
    ):
        library.bring_in([replace(analysis(other(k + 1)), stances=tuple(stances))])
    Topics(library).oppose(LEAVE, STAY)
    return library


def counts(library: Library, f: Filters) -> dict[tuple[str, str], dict[str, int]]:
    cells = Overview(library).grid(f).cells
    return {(c["speaker"], c["target"]): {s: c[s] for s in VERDICTS if c[s]} for c in cells}


def test_stances_toward_an_opposite_count_turned_only_when_asked(opposed):
    him, ministry = "سامي الحلبي", "وزارة النقل"
    assert counts(opposed, Filters()) == {
        (him, LEAVE): {"favor": 2},
        (him, STAY): {"favor": 1, "against": 2},
        (ministry, LEAVE): {"against": 1, "neutral": 1},
        (ministry, STAY): {"favor": 1},
    }
    turned = Filters(opposites=True)
    # What speaks of both counts once; both targets are said of alike often, and the first of the pair by name stands.
    assert counts(opposed, turned) == {
        (him, STAY): {"favor": 1, "against": 3},
        (ministry, STAY): {"favor": 2, "neutral": 1},
    }
    assert counts(opposed, replace(turned, target=LEAVE)) == {
        (him, LEAVE): {"favor": 3, "against": 1},
        (ministry, LEAVE): {"against": 2, "neutral": 1},
    }
    assert [r["target"] for r in Overview(opposed).targets(turned)] == [STAY]
    Topics(opposed).release(STAY)
    assert counts(opposed, turned) == counts(opposed, Filters())


def test_as_many_sentences_stand_behind_a_turned_number(opposed):
    for f in (Filters(opposites=True), Filters(opposites=True, target=LEAVE)):
        for cell in Overview(opposed).grid(f).cells:
            for label in VERDICTS:
                asked = replace(f, speaker=cell["key"], target=cell["target"], stances=(label,))
                found = evidence.statements(opposed, asked)
                assert found.all == cell[label], (cell, label)
                assert Overview(opposed).scope(asked).statements == cell[label]


def test_an_editors_word_on_one_opposite_settles_a_statement_that_speaks_of_both(opposed):
    id = opposed.articles()[2].id
    quote = opposed.analysis(id).quotes[0]
    decided = {"target": STAY, "label": "favor"}
    opposed.correct(Correction(id, quote.start, quote.end, "stance", "change", decided))
    only = Filters(opposites=True, reviewed=True)
    assert counts(opposed, only) == {("سامي الحلبي", STAY): {"favor": 1}}
    assert counts(opposed, replace(only, reviewed=False))["سامي الحلبي", STAY] == {"favor": 2, "against": 2}


def test_opposites_are_linked_where_both_are_spoken_of(opposed):
    overview = Overview(opposed)
    assert overview.linked(Filters()) == [(STAY, LEAVE)]
    # Whatever is asked of the stances.
    assert overview.linked(Filters(target=LEAVE, stances=("favor",))) == [(LEAVE, STAY)]
    # The second article speaks of staying alone.
    alone = Filters(sources=("صحيفة 2",))
    assert overview.linked(alone) == []
    assert overview.linked(replace(alone, target=LEAVE), both=False) == [(LEAVE, STAY)]
    Topics(opposed).release(LEAVE)
    assert overview.linked(Filters()) == []

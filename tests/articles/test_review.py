import time
from dataclasses import replace

import pytest

from articles import naming
from articles.naming import Naming, resolved
from articles.review import BY_EDITOR, Correction, Reviewed, edited, places
from models.findings import Analysis, Entity, Mention, ModelStamp, Quote, Span, Speaker, Stance

LABELS = ("favor", "against", "neutral")
TEXT = "قال سامي إن الهدنة قريبة. وأكد سامي حداد أن بيروت هادئة. ونفى وزير ذلك."


def apply(*layers):
    return edited(*layers)[0]


def reviewed(*layers):
    return edited(*layers)[1]


def span(words: str, after: int = 0) -> tuple[int, int]:
    start = TEXT.index(words, after)
    return start, start + len(words)


def mention(words: str, label: str, entity: int, after: int = 0) -> Mention:
    return Mention(*span(words, after), words, label, 0.9, entity)


def quote(words: str, speaker: Speaker | None, score: float = 0.6) -> Quote:
    return Quote(
        *span(words), words, "indirect", (Span(*span(words)),), speaker, (), None, None, False, "rule", score
    )


SHORT = mention("سامي", "PERS", 0)
LONG = mention("سامي حداد", "PERS", 0)
CITY = mention("بيروت", "LOC", 1)
FIRST = quote("الهدنة قريبة", Speaker(*span("سامي"), "سامي", "سامي حداد", "person", 0))
SECOND = quote("بيروت هادئة", Speaker(*span("سامي حداد"), "سامي حداد", "سامي حداد", "person", 0))
FOUND = Analysis(
    "0" * 16, "1.txt", None, None, None, None, None, TEXT,
    sentences=(Span(0, len(TEXT)),),
    mentions=(SHORT, LONG, CITY),
    entities=(Entity(0, "سامي حداد", "PERS", ("سامي",), (0, 1)), Entity(1, "بيروت", "LOC", (), (2,))),
    quotes=(FIRST, SECOND),
    stances=(Stance(1, "بيروت", "favor", False, {"favor": 0.5, "against": 0.3, "neutral": 0.2}),),
    models={"ner": ModelStamp("n", "1")},
)  # fmt: skip


def on(words: str, about: str, action: str, /, **value) -> Correction:
    return Correction(FOUND.id, *span(words), about, action, value)


def sound(analysis: Analysis) -> Analysis:
    """The contract's promises: texts fit offsets, mentions don't overlap, numbers point where they should."""
    for each in (*analysis.mentions, *analysis.quotes, *(q.speaker for q in analysis.quotes if q.speaker)):
        assert analysis.text[each.start : each.end] == each.text
    ends = [0, *(m.end for m in analysis.mentions)]
    assert all(m.start >= end for m, end in zip(analysis.mentions, ends, strict=False))
    assert [e.id for e in analysis.entities] == list(range(len(analysis.entities)))
    for e in analysis.entities:
        assert e.mentions == tuple(k for k, m in enumerate(analysis.mentions) if m.entity == e.id)
        assert all(analysis.mentions[k].label == e.label for k in e.mentions)
    assert all(s.quote < len(analysis.quotes) for s in analysis.stances)
    return analysis


def test_nothing_said_nothing_changed():
    assert apply(FOUND, []) is FOUND
    assert reviewed(FOUND, []) == Reviewed()


def test_a_confirmed_quote_is_certain_and_reviewed():
    done = [on("بيروت هادئة", "quote", "confirm")]
    result = sound(apply(FOUND, done))
    assert result.quotes == (FIRST, replace(SECOND, score=1.0))
    assert reviewed(FOUND, done).quotes == {1}


def test_a_deleted_quote_takes_its_stances_along_and_the_rest_is_renumbered():
    assert sound(apply(FOUND, [on("بيروت هادئة", "quote", "delete")])).stances == ()
    left = sound(apply(FOUND, [on("الهدنة قريبة", "quote", "delete")]))
    assert (left.quotes, left.stances[0].quote) == ((SECOND,), 0)


def test_a_trimmed_quote_keeps_what_is_still_inside():
    start, end = span("بيروت")
    result = sound(apply(FOUND, [on("بيروت هادئة", "quote", "trim", start=start, end=end)]))
    trimmed = result.quotes[1]
    assert (trimmed.text, trimmed.verbatim, trimmed.rule, trimmed.speaker) == (
        "بيروت",
        (),
        BY_EDITOR,
        SECOND.speaker,
    )


def test_a_later_correction_sees_the_earlier_ones():
    start, end = span("هادئة")
    steps = [
        on("بيروت هادئة", "quote", "trim", start=start, end=end),
        on("هادئة", "quote", "speaker", name=None),
    ]
    assert apply(FOUND, steps).quotes[1].speaker is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"name": "بيروت"}, Speaker(*span("بيروت"), "بيروت", "بيروت", "organisation", 1)),
        ({"name": "سامي"}, Speaker(*span("سامي حداد"), "سامي حداد", "سامي حداد", "person", 0)),
        ({"name": "وزير", "kind": "role"}, Speaker(*span("وزير"), "وزير", "وزير", "role", None)),
        ({"name": "ليلى"}, Speaker(*[span("بيروت هادئة")[0]] * 2, "", "ليلى", "person", None)),
        (dict(zip(("start", "end"), span("سامي"), strict=True)), Speaker(*span("سامي"), "سامي", "سامي حداد", "person", 0)),
        ({"name": None}, None),
    ],
)  # fmt: skip
def test_another_speaker(value, expected):
    result = apply(FOUND, [on("بيروت هادئة", "quote", "speaker", **value)])
    assert sound(result).quotes[1].speaker == expected


def test_who_is_no_entity_speaks_where_the_word_itself_is_nearest():
    text = "حضر علي. وأضاف عليه علي أن بيروت هادئة اليوم. وغادر علي."
    at = text.index("بيروت هادئة")
    said = replace(SECOND, start=at, end=at + len(SECOND.text), verbatim=(), speaker=None)
    found = replace(FOUND, text=text, mentions=(), entities=(), quotes=(said,), stances=())
    chosen = Correction(FOUND.id, said.start, said.end, "quote", "speaker", {"name": "علي"})
    speaker = sound(apply(found, [chosen])).quotes[0].speaker
    assert speaker.start == text.index("علي أن")


def test_of_two_names_spelt_alike_the_speaker_is_the_one_with_the_label():
    organ = mention("وزير", "ORG", 2)
    names = (*FOUND.entities, Entity(2, "بيروت", "ORG", (), (3,)))
    found = replace(FOUND, mentions=(*FOUND.mentions, organ), entities=names)
    for value, entity in (({"label": "ORG"}, 2), ({"label": "LOC"}, 1), ({}, 1), ({"label": "PERS"}, 1)):
        done = apply(found, [on("الهدنة قريبة", "quote", "speaker", name="بيروت", **value)])
        assert done.quotes[0].speaker.entity == entity


def test_an_added_quote_stands_in_its_place():
    added = on("ذلك", "quote", "add", kind="indirect", speaker={"name": "وزير", "kind": "role"})
    result = sound(apply(FOUND, [added]))
    assert [q.text for q in result.quotes] == ["الهدنة قريبة", "بيروت هادئة", "ذلك"]
    assert result.quotes[2].speaker.kind == "role"
    assert reviewed(FOUND, [added]).quotes == {2}


def test_a_deleted_mention_leaves_no_empty_entity():
    result = sound(apply(FOUND, [on("بيروت", "mention", "delete")]))
    assert [e.name for e in result.entities] == ["سامي حداد"]
    result = sound(apply(FOUND, [on("سامي", "mention", "delete")]))
    assert result.entities[0].aliases == ()
    gone = [on("سامي", "mention", "delete"), on("سامي حداد", "mention", "delete")]
    result = sound(apply(FOUND, gone))
    assert [e.name for e in result.entities] == ["بيروت"]
    assert result.quotes[0].speaker.entity is None


def test_an_added_mention_joins_its_name_or_is_new():
    result = sound(apply(FOUND, [on("الهدنة", "mention", "add", label="MISC")]))
    assert [e.name for e in result.entities] == ["سامي حداد", "بيروت", "الهدنة"]
    result = sound(apply(FOUND, [on("حداد", "mention", "add", label="PERS")]))
    assert [m.text for m in result.mentions] == ["سامي", "حداد", "بيروت"]


def test_retyping_one_mention_or_the_whole_entity():
    one = sound(apply(FOUND, [on("سامي", "mention", "retype", label="ORG")]))
    assert {(e.name, e.label) for e in one.entities} == {
        ("سامي حداد", "PERS"),
        ("سامي", "ORG"),
        ("بيروت", "LOC"),
    }
    only = sound(apply(FOUND, [on("بيروت", "mention", "retype", label="ORG")]))
    assert (only.entities[1].label, only.entities[1].id) == ("ORG", 1)
    whole = sound(apply(FOUND, [on("سامي", "entity", "retype", label="ORG")]))
    assert [m.label for m in whole.mentions] == ["ORG", "ORG", "LOC"]


def test_a_renamed_entity_renames_its_speakers():
    done = [on("سامي", "entity", "rename", name="سامي حدّاد")]
    result = sound(apply(FOUND, done))
    assert result.entities[0].name == "سامي حدّاد"
    assert set(result.entities[0].aliases) == {"سامي", "سامي حداد"}
    assert {q.speaker.name for q in result.quotes} == {"سامي حدّاد"}
    assert reviewed(FOUND, done) == Reviewed(frozenset(), frozenset({0}))


def test_merged_entities_are_one_for_speakers_too():
    start, end = span("بيروت")
    result = sound(apply(FOUND, [on("سامي", "entity", "merge", start=start, end=end)]))
    [entity] = result.entities
    assert (entity.name, entity.label, set(entity.aliases)) == ("بيروت", "LOC", {"سامي", "سامي حداد"})
    assert {(q.speaker.entity, q.speaker.name) for q in result.quotes} == {(0, "بيروت")}


def test_stances_are_confirmed_changed_and_taken_away():
    def stances(*c: Correction) -> list[tuple]:
        return [
            (s.quote, s.target, s.label, s.sure, s.probabilities[s.label]) for s in apply(FOUND, c).stances
        ]

    assert stances(on("بيروت هادئة", "stance", "confirm", target="بيروت")) == [
        (1, "بيروت", "favor", True, 1.0)
    ]
    assert stances(on("بيروت هادئة", "stance", "change", target="بيروت", label="against")) == [
        (1, "بيروت", "against", True, 1.0)
    ]
    assert stances(on("بيروت هادئة", "stance", "change", target="بيروت", label=None)) == []
    assert (0, "الهدنة", "favor", True, 1.0) in stances(
        on("الهدنة قريبة", "stance", "change", target="الهدنة", label="favor")
    )


def test_corrections_outlive_a_model_that_finds_other_spans():
    start, end = span("الهدنة قريبة")
    moved = replace(FOUND, quotes=(replace(FIRST, start=start - 3, text=TEXT[start - 3 : end]), SECOND))
    assert apply(moved, [on("الهدنة قريبة", "quote", "confirm")]).quotes[0].score == 1.0
    nothing = replace(FOUND, quotes=(), stances=(), mentions=(), entities=())
    for kind, action, value in [
        ("quote", "confirm", {}), ("quote", "delete", {}), ("quote", "speaker", {"name": "x"}),
        ("quote", "trim", {"start": 0, "end": 1}), ("mention", "delete", {}), ("mention", "confirm", {}),
        ("mention", "retype", {"label": "ORG"}), ("entity", "rename", {"name": "x"}),
        ("mention", "trim", {"start": 0, "end": 1}), ("mention", "split", {"name": "x"}),
        ("entity", "split", {"name": "x"}), ("entity", "confirm", {}), ("entity", "delete", {}),
        ("entity", "merge", {"start": 0, "end": 1}), ("entity", "retype", {"label": "ORG"}),
        ("stance", "change", {"target": "x", "label": None}), ("stance", "confirm", {"target": "x"}),
    ]:  # fmt: skip
        assert apply(nothing, [on("بيروت", kind, action, **value)]) == nothing


def test_an_unknown_correction_is_an_error():
    with pytest.raises(KeyError):
        apply(FOUND, [on("بيروت", "mention", "dance")])


def test_a_mentions_boundary_is_moved_and_its_name_follows():
    start, end = span("بيروت هادئة")
    result = sound(apply(FOUND, [on("بيروت", "mention", "trim", start=start, end=end)]))
    assert (result.mentions[2].text, result.entities[1].name) == ("بيروت هادئة", "بيروت هادئة")
    start, end = span("سامي", span("وأكد")[0])
    result = sound(apply(FOUND, [on("سامي حداد", "mention", "trim", start=start, end=end)]))
    assert [m.text for m in result.mentions] == ["سامي", "سامي", "بيروت"]
    assert result.entities[0].name == "سامي"


def test_a_boundary_swallows_what_stands_in_it():
    start, end = span("سامي حداد أن بيروت")
    result = sound(apply(FOUND, [on("سامي حداد", "mention", "trim", start=start, end=end)]))
    assert [m.text for m in result.mentions] == ["سامي", "سامي حداد أن بيروت"]


def test_one_place_split_off_takes_its_speaker_along():
    split = on("سامي", "mention", "split", name="سامي الآخر")
    result = sound(apply(FOUND, [split]))
    assert [(e.name, e.aliases) for e in result.entities] == [
        ("سامي حداد", ()),
        ("بيروت", ()),
        ("سامي الآخر", ("سامي",)),
    ]
    assert [(q.speaker.name, q.speaker.entity) for q in result.quotes] == [
        ("سامي الآخر", 2),
        ("سامي حداد", 0),
    ]
    assert reviewed(FOUND, [split]).entities == {0, 2}


def test_a_name_comes_before_an_alias_that_another_still_has():
    done = [
        on("سامي", "mention", "split", name="سامي"),
        on("بيروت هادئة", "quote", "speaker", name="سامي"),
    ]
    result = sound(apply(FOUND, done))
    speaker = result.quotes[1].speaker
    assert (speaker.name, result.entities[speaker.entity].name) == ("سامي", "سامي")


def test_a_spelling_split_off_goes_with_all_its_places():
    twice = replace(FOUND, mentions=(SHORT, replace(LONG, end=LONG.start + 4, text="سامي"), CITY))
    result = apply(twice, [on("سامي", "entity", "split", name="سامي الآخر")])
    assert [e.name for e in result.entities] == ["بيروت", "سامي الآخر"]
    assert {q.speaker.name for q in result.quotes} == {"سامي الآخر"}


def test_a_name_is_confirmed_or_is_none_in_all_its_places():
    confirmed = [on("سامي", "entity", "confirm")]
    assert [m.score for m in apply(FOUND, confirmed).mentions] == [1.0, 1.0, 0.9]
    assert reviewed(FOUND, confirmed).entities == {0}
    result = sound(apply(FOUND, [on("سامي", "entity", "delete")]))
    assert [e.name for e in result.entities] == ["بيروت"]


def test_what_was_looked_at_says_by_whom():
    done = replace(on("بيروت هادئة", "quote", "confirm"), by="سلمى", at="2026-01-05T10:00:00+00:00")
    assert reviewed(FOUND, [done]).last == {1: done}


def test_a_stance_is_reviewed_by_itself():
    done = [on("بيروت هادئة", "stance", "confirm", target="بيروت", label="favor")]
    assert reviewed(FOUND, done) == Reviewed(frozenset({1}), stances=frozenset({(1, "بيروت")}))
    assert reviewed(FOUND, [on("بيروت هادئة", "quote", "confirm")]).stances == frozenset()
    changed_its_mind = replace(FOUND, stances=(replace(FOUND.stances[0], label="against"),))
    assert apply(changed_its_mind, done).stances[0].label == "favor"
    gone = [*done, on("بيروت هادئة", "stance", "change", target="بيروت", label=None)]
    assert reviewed(FOUND, gone).stances == frozenset()


def called(about: str, name: str, into: str, label: str | None = None) -> Naming:
    return Naming(about, name, into, label)


def long(size: int) -> Analysis:
    """An article of so many names and statements, each with its stance."""
    return replace(
        FOUND,
        text="بيروت " * size,
        mentions=tuple(Mention(6 * k, 6 * k + 5, "بيروت", "LOC", 0.9, k) for k in range(size)),
        entities=tuple(Entity(k, f"بيروت {k}", "LOC", (), (k,)) for k in range(size)),
        quotes=tuple(
            replace(FIRST, start=6 * k, end=6 * k + 5, text="بيروت", speaker=None) for k in range(size)
        ),
        stances=tuple(replace(FOUND.stances[0], quote=k) for k in range(size)),
    )


def test_time_grows_with_the_length_and_no_faster():
    def seconds(size: int) -> float:
        found, took = long(size), []
        for _ in range(3):
            begun = time.process_time()
            apply(found, [Correction(FOUND.id, 0, 5, "quote", "confirm")])
            took.append(time.process_time() - begun)
        return min(took)

    # Eight times the article; a quadratic step would take 64 times as long.
    assert seconds(4000) < 24 * seconds(500)


def test_a_name_called_otherwise_in_the_whole_library():
    namings = resolved([called("name", "سامي حداد", "سامي أ. حداد")])
    result = sound(apply(FOUND, [], namings))
    assert result.entities[0] == Entity(0, "سامي أ. حداد", "PERS", ("سامي", "سامي حداد"), (0, 1))
    assert {q.speaker.name for q in result.quotes} == {"سامي أ. حداد"}
    assert reviewed(FOUND, [], namings) == Reviewed()
    assert apply(FOUND, [], resolved([called("name", "ليلى", "لينا")])) is FOUND


def test_names_that_come_to_one_are_one_entity():
    namings = resolved([called("name", "بيروت", "سامي حداد", "PERS")])
    [entity] = sound(apply(FOUND, [], namings)).entities
    assert (entity.name, entity.label, entity.mentions) == ("سامي حداد", "PERS", (0, 1, 2))
    # Of another type it stays another one.
    apart = apply(FOUND, [], resolved([called("name", "بيروت", "سامي حداد")]))
    assert [(e.name, e.label) for e in apart.entities] == [("سامي حداد", "PERS"), ("سامي حداد", "LOC")]


def test_an_articles_own_correction_goes_before_the_librarys():
    own = [on("بيروت", "entity", "rename", name="بيروت الكبرى")]
    result = apply(FOUND, own, resolved([called("name", "بيروت", "العاصمة")]))
    assert result.entities[1].name == "بيروت الكبرى"


def before_and_after(correction: Correction, naming: Naming) -> tuple[Analysis, Analysis]:
    """The findings where the library's decision was made before the article's, and where it came later."""
    early, late = (resolved([replace(naming, at=day)]) for day in ("2025-05-01", "2025-05-03"))
    return tuple(apply(FOUND, [replace(correction, at="2025-05-02")], namings) for namings in (early, late))


def test_a_correction_is_about_what_was_shown_when_it_was_made():
    merged = called("name", "بيروت", "سامي حداد", "PERS")
    early, late = before_and_after(on("بيروت", "entity", "delete"), merged)
    assert early.entities == ()
    assert [(e.name, len(e.mentions)) for e in late.entities] == [("سامي حداد", 2)]
    early, late = before_and_after(on("بيروت", "entity", "rename", name="العاصمة"), merged)
    assert [(e.name, len(e.mentions)) for e in early.entities] == [("العاصمة", 3)]
    assert [(e.name, len(e.mentions)) for e in late.entities] == [("سامي حداد", 2), ("العاصمة", 1)]


def test_what_held_is_worked_out_once_for_all_corrections_between_two_decisions(monkeypatch):
    namings = resolved([replace(called("name", "بيروت", "المدينة"), at=f"2025-05-0{day}") for day in (2, 5)])
    asked = []
    monkeypatch.setattr(naming, "resolved", lambda decisions: asked.append(1) or resolved(decisions))
    confirmed = [
        replace(on("بيروت هادئة", "quote", "confirm"), at=f"2025-05-{day:02}T{hour:02}")
        for day in (3, 4, 6)
        for hour in range(10)
    ]
    assert apply(FOUND, confirmed, namings).entities[1].name == "المدينة"
    assert len(asked) == 1


def test_a_stance_is_decided_toward_the_target_that_was_shown():
    renamed = called("target", "بيروت", "العاصمة")
    gone, _ = before_and_after(on("بيروت هادئة", "stance", "change", target="العاصمة", label=None), renamed)
    assert gone.stances == ()
    changed = on("بيروت هادئة", "stance", "change", target="العاصمة", label="against")
    for found in before_and_after(changed, renamed):
        assert ("العاصمة", "against") in [(s.target, s.label) for s in found.stances]


def test_a_speaker_is_chosen_by_the_name_that_was_shown():
    renamed = called("name", "بيروت", "العاصمة")
    early, _ = before_and_after(on("بيروت هادئة", "quote", "speaker", name="العاصمة"), renamed)
    speaker = next(q.speaker for q in early.quotes if q.text == "بيروت هادئة")
    assert (speaker.name, early.entities[speaker.entity].name) == ("العاصمة", "العاصمة")


def test_targets_called_otherwise_are_one_and_never_a_coin_toss():
    def toward(target: str, label: str, sure: bool) -> Stance:
        return Stance(1, target, label, sure, {each: 0.8 if each == label else 0.1 for each in LABELS})

    def after(*stances: Stance, corrections=()) -> list[tuple]:
        namings = resolved([called("target", "وقف النار", "وقف إطلاق النار")])
        found = apply(replace(FOUND, stances=stances), corrections, namings)
        return [(s.target, s.label, s.sure) for s in found.stances]

    assert after(toward("وقف النار", "favor", True)) == [("وقف إطلاق النار", "favor", True)]
    one, other = toward("وقف النار", "favor", True), toward("وقف إطلاق النار", "against", False)
    assert after(one, other) == [("وقف إطلاق النار", "favor", True)]
    [(_, _, sure)] = after(one, replace(other, sure=True))
    assert not sure
    decided = on("بيروت هادئة", "stance", "change", target="وقف إطلاق النار", label="against")
    assert after(one, replace(other, sure=True), corrections=[decided]) == [
        ("وقف إطلاق النار", "against", True)
    ]


def test_words_are_found_where_they_stand_by_themselves():
    text = "زار سامي بيروت، وبيروت بخير وسامية في بيروتنا وببيروت."
    assert [text[p.start : p.end] for p in places(text, " بيروت ")] == ["بيروت"] * 3
    assert [p.start for p in places(text, "سامي")] == [4]
    assert places(text, " ") == []
    assert places("a.c abc", "a.c") == [Span(0, 3)]

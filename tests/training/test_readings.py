"""The tables of our own readings: whole, without contradictions, and the measured ones apart from the trained ones."""

import csv

import pytest

from models.findings import STANCES
from training import readings


def rows(table):
    lines = (x for x in table.read_text(encoding="utf-8").splitlines() if not x.startswith("#"))
    return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize(
    "table",
    [*readings.STANCES, *readings.GRADED, readings.CELLS, *readings.FURTHER_CELLS.values()],
    ids=lambda t: t.name,
)
def test_every_pair_has_a_place_a_target_and_one_side(table):
    found = rows(table)
    for _, start, end, _, target, label in found:
        assert int(start) < int(end)
        assert target
        assert (label.rstrip("?") if table in readings.GRADED else label) in STANCES
        assert label != "neutral?"
    assert len({tuple(row[:5]) for row in found}) == len(found)


def test_no_training_sees_an_article_of_the_cells():
    trained = {
        row[0] for table in (*readings.STANCES, *readings.GRADED, readings.NAMES) for row in rows(table)
    }
    assert not trained & {row[0] for row in rows(readings.CELLS)}


def test_a_side_that_nobody_would_sign_counts_where_a_reader_asks_only(monkeypatch, tmp_path):
    table = tmp_path / "graded.tsv"
    table.write_text(
        "a\t5\t9\tس\tص\tfavor?\na\t5\t9\tس\tع\tagainst\nb\t0\t4\tس\tص\tneutral\n", encoding="utf-8"
    )
    before = tmp_path / "stances.tsv"
    before.write_text("b\t0\t4\tس\tص\tfavor\n", encoding="utf-8")
    monkeypatch.setattr(readings, "GRADED", [table])
    monkeypatch.setattr(readings, "STANCES", [before])
    monkeypatch.setattr(
        readings, "corpus", lambda: [{"id": x, "title": None, "body": "كلام قبله"} for x in "ab"]
    )
    monkeypatch.setattr(readings, "paragraphs", list)
    # What was read before keeps that reading.
    assert [(a, p.target, label) for a, p, label in readings.graded()] == [
        ("a", "ص", "favor"),
        ("a", "ع", "against"),
    ]
    assert [label for _, _, label in readings.signed()] == ["neutral", "against", "neutral"]

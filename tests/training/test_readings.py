"""The tables of our own readings: whole, without contradictions, and the measured ones apart from the trained ones."""

import csv

import pytest

from models.findings import STANCES
from training import readings


def rows(table):
    lines = (x for x in table.read_text(encoding="utf-8").splitlines() if not x.startswith("#"))
    return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("table", [*readings.STANCES, readings.CELLS], ids=lambda t: t.name)
def test_every_pair_has_a_place_a_target_and_one_side(table):
    found = rows(table)
    for _, start, end, _, target, label in found:
        assert int(start) < int(end)
        assert target
        assert label in STANCES
    assert len({tuple(row[:5]) for row in found}) == len(found)


def test_no_training_sees_an_article_of_the_cells():
    trained = {row[0] for table in (*readings.STANCES, readings.NAMES) for row in rows(table)}
    assert not trained & {row[0] for row in rows(readings.CELLS)}

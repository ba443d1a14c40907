"""The tranche rule: every ambiguity is an argument, and each of them changes an answer."""

import math

import numpy as np
import pytest

import ecopark as ep
from ecopark import datasets
from ecopark.errors import UndefinedResult, UnknownNameError

tranche = ep.subsidy.tranche


def told(found):
    return found.paid, found.due, found.refunded


@pytest.mark.parametrize(
    ("met", "years", "progress", "wanted"),
    [
        (91, 2, True, (210, 0, 0)),
        (90, 2, True, (210, 0, 0)),  # 90 % is enough
        (89.9, 2, True, (105, 105, 0)),
        (60, 3, False, (0, 0, 105)),  # the third anniversary counts
        (60, 2, False, (105, 105, 0)),
        (60, 2.99, False, (105, 105, 0)),
        (60, 5, True, (105, 105, 0)),  # late, but on its way
    ],
)
def test_the_rule(met, years, progress, wanted):
    assert told(tranche(210, met, years, progress)) == wanted


# Nine targets in full and one at half: 90 % of the number. Ten at 95 %: none in full.
NINE, ALL_NEAR = [100] * 9 + [50], [95] * 10


@pytest.mark.parametrize(
    ("targets", "reading", "paid"),
    [
        (NINE, "count", 210),
        (NINE, "attainment", 105),
        (ALL_NEAR, "count", 105),
        (ALL_NEAR, "attainment", 210),
        ([120, 90], "attainment", 210),
        ([120, 99], "count", 105),
        (95, "attainment", 210),
        (np.array([90.0, 89.0]), "attainment", 105),
    ],
)
def test_the_reading_of_the_threshold(targets, reading, paid):
    assert tranche(210, targets, 2, True, reading=reading).paid == paid


def test_the_reading_of_a_contradiction():
    assert told(tranche(210, 91, 3, False, precedence="targets")) == (210, 0, 0)
    assert told(tranche(210, 91, 3, False, precedence="refund")) == (0, 0, 105)
    assert told(tranche(210, 91, 3, True, precedence="refund")) == (210, 0, 0)


def test_why_names_what_decided():
    assert (
        "60 % of the targets are met; the second payment needs at least 90 %" in tranche(1, 60, 1, True).why
    )
    assert "reached to 95 %" in tranche(1, 95, 1, True, reading="attainment").why
    assert "No substantial progress after 4 years" in tranche(1, 60, 4, False).why


def test_the_numbers_are_those_of_the_package(monkeypatch):
    rows = [
        {**row, "value": {"targets_threshold": 50, "first_share": 0.25}.get(row["parameter"], row["value"])}
        for row in datasets.rows("programs", "tranche_rule")
    ]
    monkeypatch.setattr(datasets, "rows", lambda *_: rows)
    assert tranche(100, 60, 1, True).paid == 75  # 25 at once and the second 50
    assert tranche(100, 40, 1, True).paid == 25


def test_no_targets_have_no_answer():
    with pytest.raises(UndefinedResult, match="no targets"):
        tranche(210, [], 2, True)


@pytest.mark.parametrize(
    "given",
    [
        {"subsidy": -1},
        {"subsidy": math.nan},
        {"years": -1},
        {"years": math.inf},
        {"targets_met": -5},
        {"targets_met": [50, math.nan], "reading": "attainment"},
    ],
)
def test_senseless_numbers_fail(given):
    with pytest.raises(ValueError, match="finite and not negative"):
        tranche(**{"subsidy": 210, "targets_met": 91, "years": 2, "substantial_progress": True, **given})


def test_a_share_above_all_targets_fails():
    with pytest.raises(ValueError, match="at most 100 %"):
        tranche(210, 101, 2, True)


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ({"reading": "counts"}, "count"),
        ({"precedence": "target"}, "targets"),
    ],
)
def test_an_unknown_reading_fails(given, nearest):
    with pytest.raises(UnknownNameError, match=f"Did you mean '{nearest}'"):
        tranche(210, 91, 2, True, **given)


@pytest.mark.parametrize(
    ("met", "progress", "sentence"),
    [
        (95, True, "The zone has all of 210.0. 95 % of the targets"),
        (60, True, "The zone keeps 105.0; 105.0 is not paid. 60 % of the targets"),
        (60, False, "The zone pays back 105.0. No substantial progress after 3 years"),
    ],
)
def test_a_notebook_shows_a_sentence(met, progress, sentence):
    assert tranche(210, met, 3, progress)._repr_markdown_().startswith(sentence)

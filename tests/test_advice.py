"""Advice on the three programs, parks with public dates, and the hand-outs of the site."""

import itertools

import pytest

import ecopark as ep
from ecopark import files
from ecopark.errors import BadArgument, DataError, UnknownNameError

HANDOUTS = {"eip": "eip", "circular": "ctip", "low_carbon": "low_carbon"}


def test_advice_puts_the_aim_first_if_the_data_suffice():
    first = {aim: ep.programs.advise(aim=aim).index[0] for aim in ("title", "money", "carbon")}
    assert first == {
        "title": "EIP Demonstration Program",
        "money": "Circular Transformation of Industrial Parks",
        "carbon": "Low-Carbon Industrial Park Program",
    }


def test_a_zone_that_needs_money_is_told_who_pays_none():
    table = ep.programs.advise(aim="title", needs_subsidy=True)
    assert table["fit"].to_list() == ["fits the aim", "possible", "pays nothing"]
    assert "ask your local government" in table.loc["EIP Demonstration Program", "why"]
    assert "silent on money" in table.loc["Low-Carbon Industrial Park Program", "why"]


@pytest.mark.parametrize(("years", "missing"), [(0, 3), (1, 2), (2, 1), (3, 0)])
def test_years_of_data_come_before_everything_else(years, missing):
    for aim, needs in itertools.product(("title", "money", "carbon"), (False, True)):
        table = ep.programs.advise(aim=aim, needs_subsidy=needs, years_of_data=years)
        assert (table["fit"] == "data first").sum() == missing
        assert (table["fit"].iloc[3 - missing :] == "data first").all()


def test_the_ministry_and_the_standard_are_those_of_the_zone():
    table = ep.programs.advise("venous", "high-tech zone")
    assert table.loc["EIP Demonstration Program", "whom to ask"].startswith("MoST")
    assert "HJ/T 275" in table.loc["EIP Demonstration Program", "asks first"]


@pytest.mark.parametrize("wrong", [{"park_type": "mixed"}, {"zone_type": "EDTZ"}, {"aim": "titel"}])
def test_an_unknown_answer_is_named(wrong):
    with pytest.raises(UnknownNameError, match=next(iter(wrong.values()))):
        ep.programs.advise(**wrong)
    with pytest.raises(BadArgument, match="must not be negative"):
        ep.programs.advise(years_of_data=-1)


def test_parks_with_public_dates_are_seen_as_on_the_day():
    early = ep.programs.approved_parks("2014-04-30").set_index("park")
    assert early.index[early["certified"]].to_list() == ["Weifang Binhai EDZ", "Wuxi New District"]
    # Named in November 2014, after a wait of nearly seven years by April.
    assert not early.loc["Qingdao High-Tech", "certified"]
    assert early.loc["Qingdao High-Tech", "years"] > 6.5
    late = ep.programs.approved_parks("2020-12-31", without_title_date="leave out")
    assert late["certified"].all()
    assert len(ep.programs.approved_parks("2020-12-31")) - len(late) == 4
    with pytest.raises(DataError, match="no park was approved by then"):
        ep.programs.approved_parks("2000-01-01")
    with pytest.raises(DataError, match="is no day"):
        ep.programs.approved_parks("2014")
    with pytest.raises(UnknownNameError, match="guess"):
        ep.programs.approved_parks("2014-04-30", without_title_date="guess")


def test_each_program_answers_every_question_once():
    table = ep.datasets.load("programs", "side_by_side")
    questions = table.pivot(index=["order", "question"], columns="program", values="answer")
    assert questions.shape == (9, 3)
    assert questions.notna().all().all()


@pytest.mark.parametrize("program", HANDOUTS)
def test_a_hand_out_prints_the_answers_of_its_program(program):
    text = (files.course_folder() / "site" / "handouts" / f"{HANDOUTS[program]}.md").read_text("utf-8")
    rows = ep.datasets.load("programs", "side_by_side").query("program == @program")
    lines = [f"| **{row.question}** | {row.answer} | " for row in rows.itertuples()]
    assert [line for line in lines if line not in text] == []
    names = ep.datasets.load("programs", "programs").set_index("id").loc[program]
    assert text.startswith(f"# {names['name_en']}\n\n{names['name_zh']}")
    index = (files.course_folder() / "site" / "index.md").read_text("utf-8")
    assert f"\nhandouts/{HANDOUTS[program]}\n" in index


def test_the_money_on_the_hand_out_is_that_of_the_data():
    text = (files.course_folder() / "site" / "handouts" / "ctip.md").read_text("utf-8")
    value = ep.datasets.load("programs", "figures").set_index("id")["value"]
    zones, first, mean, share = value[
        ["circular_zones_funded", "circular_first_tranche", "circular_mean_subsidy", "circular_subsidy_share"]
    ]
    assert f"{zones:.0f} zones received RMB {first:.0f} million" in text
    assert f"RMB {mean:.0f} million per zone, about {share} %" in text

import dataclasses
import subprocess
import sys
from datetime import date, datetime

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecopark import datasets, plots, programs
from ecopark.errors import DataError, UnknownNameError
from ecopark.programs import circular, eip, low_carbon
from ecopark.programs.days import add_years, day_of, years_between
from ecopark.programs.procedure import from_rows, procedure

# Approved on 1 February 2006; one evaluation, on time.
TRIAL = [
    ("apply", "2005-01-10"),
    ("conditions_met", "2005-03-01"),
    ("submit_plan", "2005-09-01"),
    ("appoint_experts", "2005-10-01"),
    ("approve", "2006-02-01"),
]
AGREED = [
    ("submit_work_plan", "2012-03-01"),
    ("provincial_review", "2012-03-20"),
    ("submit_nationally", "2012-04-01"),
    ("approve", "2012-05-01"),
    ("sign_agreement", "2012-06-01"),
]
PAID = [*AGREED, ("pay_first_half", "2012-09-01")]
PROGRAMS = ("eip", "circular", "low_carbon")


# The procedures


@pytest.mark.parametrize("program", PROGRAMS)
def test_procedures_hold_every_row_of_the_package(program):
    found = procedure(program)
    rows = [row for row in datasets.rows("programs", "procedures") if row["program"] == program]
    assert [(s.from_state, s.event, s.to_state) for s in found.steps] == [
        (r["from_state"], r["event"], r["to_state"]) for r in rows
    ]
    assert found.start.state == "outside"
    assert len(found.to_frame()) == len(rows)


def test_an_unknown_program_fails_with_the_nearest_name():
    with pytest.raises(UnknownNameError, match="Did you mean 'circular'"):
        procedure("circlar")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PROGRAMS), st.data())
def test_allowed_events_are_taken_and_all_others_refused(program, data):
    machine = procedure(program)
    here, walked = machine.start.state, []
    for _ in range(data.draw(st.integers(0, 12))):
        steps = machine.allowed(here)
        if not steps:
            break
        step = data.draw(st.sampled_from(steps))
        walked.append(step.event)
        here = step.to_state
    taken = machine.walk(walked)
    assert (taken[-1].to_state if taken else machine.start.state) == here
    allowed = [step.event for step in machine.allowed(here)]
    wrong = data.draw(st.sampled_from([e for e in machine.events if e not in allowed]))
    with pytest.raises(DataError, match=f"'{wrong}': is not allowed in the state {here}") as caught:
        machine.walk([*walked, wrong])
    assert all(name in str(caught.value) for name in allowed)


def test_a_table_that_is_no_state_machine_fails_with_every_fault():
    states = [
        {"state": "a", "kind": "start"},
        {"state": "b", "kind": "end"},
        {"state": "c", "kind": "middle"},
    ]
    steps = [
        {"from_state": "a", "event": "go", "to_state": "b"},
        {"from_state": "a", "event": "go", "to_state": "d"},
        {"from_state": "b", "event": "back", "to_state": "a"},
    ]
    conditions = [{"id": "x", "condition": "x", "event": "gone", "operator": "=>"}]
    with pytest.raises(DataError) as caught:
        from_rows("own", states, steps, conditions)
    assert {(p.column, p.row, p.value) for p in caught.value.issues} == {
        ("state", 2, "c"),
        ("to_state", 1, "d"),
        ("event", 1, "go"),
        ("from_state", 2, "b"),
        ("event", 0, "gone"),
        ("operator", 0, "=>"),
    }


def test_two_starts_fail():
    states = [{"state": name, "kind": "start"} for name in "ab"]
    with pytest.raises(DataError, match="exactly one start"):
        from_rows("own", states, [])


def test_sources_of_one_condition_are_kept_together():
    # The package prints the deadline twice, from two sources: one condition, both citations.
    found = [c for c in procedure("low_carbon").conditions if c.deadline]
    assert len(found) == 1
    assert "iisd-2015" in found[0].citation
    assert "low-carbon-pilots-a" in found[0].citation


# The EIP program


def test_a_new_zone_stands_outside_and_may_apply():
    found = eip.status({"zone": "A"})
    assert (found.state, found.kind, found.since, found.on) == ("outside", "start", None, None)
    assert [(n.event, n.actor, n.status) for n in found.next] == [("apply", "park", "ready")]
    assert found.missing == found.fulfilled == found.due == ()


def test_the_plan_needs_all_its_documents():
    events = TRIAL[:2]
    half = eip.status({"events": events, "documents": {"EIP construction plan": [1, 2]}})
    assert half.next[0].event == "submit_plan"
    assert half.next[0].status == "blocked"
    # Six of eight parts of the plan, the technical report and the condition itself.
    assert len(half.missing) == 8
    whole = eip.status({"events": events, "documents": ["EIP construction plan", "technical report"]})
    assert whole.missing == ()
    assert whole.next[0].status == "ready"
    assert "both_documents" in whole.fulfilled


def test_evaluation_is_due_three_years_after_the_last_one():
    # 1 February 2006 and three years; then 1 March 2009 and three years.
    first = eip.status({"events": TRIAL}, on="2009-02-02")
    assert [(d.what, d.day, d.status) for d in first.due] == [("evaluation", date(2009, 2, 1), "overdue")]
    on_the_day = eip.status({"events": TRIAL}, on="2009-02-01")
    assert on_the_day.due[0].status == "open"
    second = eip.status({"events": [*TRIAL, ("evaluation", "2009-03-01", "good")]}, on="2009-03-02")
    assert [(d.day, d.status) for d in second.due] == [(date(2012, 3, 1), "open")]


@pytest.mark.parametrize("grade", ["excellent", "good", "qualified", "satisfactory"])
def test_four_grades_keep_the_approval(grade):
    found = eip.status({"events": [*TRIAL, ("evaluation", "2009-01-01", grade)]})
    assert (found.state, found.title) == ("trial", "National Trial EIP")


def test_the_worst_grade_loses_the_approval():
    found = eip.status({"events": [*TRIAL, ("evaluation", "2009-01-01", "unsatisfactory")]})
    assert (found.state, found.next, found.due) == ("removed", (), ())
    assert found.history[-1].event == "graded_unsatisfactory"
    assert "may apply again" in found.notes[0]


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (("evaluation_passed", "2009-01-01", "unsatisfactory"), "leads to graded_unsatisfactory"),
        (("graded_unsatisfactory", "2009-01-01", "good"), "leads to evaluation_passed"),
        (("evaluation", "2009-01-01", "goood"), "write 'good'"),
        (("evaluation", "2009-01-01"), "needs its grade"),
    ],
)
def test_a_grade_that_does_not_fit_fails(event, message):
    with pytest.raises(DataError, match=message):
        eip.status({"zone": "A", "events": [*TRIAL, event]})


def test_grades_of_a_row_follow_the_order_of_the_evaluations():
    row = {**dict(TRIAL), "evaluation": "2009-02-01; 2012-02-01", "grade": "good; unsatisfactory"}
    assert [e.grade for e in eip.status(row).history[-2:]] == ["good", "unsatisfactory"]
    with pytest.raises(DataError, match="1 grades for 2 evaluations"):
        eip.status(row | {"grade": "good"})


FULL = {
    "sufficient_progress": True,
    "metrics_achieved": True,
    "gdp_growth": 9.0,
    "gdp_growth_average": 8.0,
    "iso_14001": "yes",
    "local_agency": True,
    "regulation_enforced": True,
    "accidents": ["2005-05-05"],
}


def test_the_title_needs_everything():
    found = eip.status({"zone": "A", "events": TRIAL, **FULL}, on="2009-01-01")
    certify = next(n for n in found.next if n.event == "certify")
    assert (certify.status, certify.actor) == ("ready", None)
    done = eip.status({"zone": "A", "events": [*TRIAL, ("certify", "2009-06-01")], **FULL})
    assert (done.state, done.title) == ("demonstration", "National Demonstration EIP")
    # Whether evaluations go on after the title is not said.
    assert done.due[0].certainty == "ambiguous"
    assert done.unmet == ()


@pytest.mark.parametrize(
    ("change", "requirement", "status"),
    [
        ({"gdp_growth": 8.0}, "gdp_growth", "not met"),
        ({"gdp_growth_average": None}, "gdp_growth", "missing"),
        ({"iso_14001": "no"}, "iso_14001", "not met"),
        ({"accidents": ["2006-01-02"]}, "no_accident", "not met"),
        ({"accidents": ["2006-01-01"]}, "no_accident", "fulfilled"),
        ({"accidents": None}, "no_accident", "missing"),
        ({"accidents": None, "no_accident": 2}, "no_accident", "not met"),
    ],
)
def test_each_requirement_counts(change, requirement, status):
    # On 1 January 2009 the last three years begin after 1 January 2006.
    found = eip.status({"events": TRIAL[:4], **FULL, **change}, on="2009-01-01")
    lines = {i.id: i.status for i in found.items}
    assert lines[requirement] == status
    assert lines["additional_requirements"] == status


@pytest.mark.parametrize("average", [8.0, 9.5, None])
def test_the_checklist_keeps_the_growth_beside_its_limit(average):
    told = FULL | {"gdp_growth": 9.25, "gdp_growth_average": average}
    found = eip.status({"events": TRIAL[:4], **told}, on="2009-01-01")
    line = next(i for i in found.items if i.id == "gdp_growth")
    limit = "" if average is None else f"> {average:g}"
    assert (line.value, type(line.value), line.limit, line.unit) == (9.25, float, limit, "%")
    assert line.status == {8.0: "fulfilled", 9.5: "not met", None: "missing"}[average]


def test_every_requirement_reads_as_what_has_to_hold():
    table = eip.requirements().set_index("id")
    assert table.at["no_accident", "requirement"] == "No pollution accident in the last three years"
    assert (table.at["no_accident", "operator"], table.at["no_accident", "threshold"]) == ("=", 0)


def test_the_other_list_of_requirements():
    assert len(eip.requirements("basic conditions")) == 4
    found = eip.status({"zone": "A", "basic_plan": True}, requirements="basic conditions")
    assert "basic_plan" in found.fulfilled
    with pytest.raises(UnknownNameError, match="basic conditions"):
        eip.status({"zone": "A"}, requirements="basic")
    with pytest.raises(DataError, match="basic_plan"):
        eip.status({"zone": "A", "basic_plan": True})


def test_an_event_that_took_place_without_its_condition_says_so():
    found = eip.status({"events": [*TRIAL, ("certify", "2009-06-01")], "metrics_achieved": False})
    assert found.state == "demonstration"
    assert found.unmet == ("metrics_achieved",)


def test_metrics_come_from_an_assessment():
    rows = {
        "zone": ["A"] * 4 + ["B"] * 2 + ["C"] * 2,
        "year": [2009] * 8,
        "code": ["1", "2", "3", "4", "1", "2", "1", "2"],
        "status": ["pass", "fail", "missing", "not applicable", "pass", "undefined", "pass", "pass"],
    }
    for table in (pd.DataFrame(rows), pl.DataFrame(rows)):
        a, b, c = (eip.metrics(table, zone, 2009) for zone in "ABC")
        assert (a.status, a.passed, a.failed, a.unknown) == ("not met", ("1",), ("2",), ("3",))
        assert (b.status, c.status) == ("missing", "fulfilled")
    assert "metrics_achieved" in eip.status({"metrics_achieved": c.status}).fulfilled
    with pytest.raises(UnknownNameError, match="C, 2009"):
        eip.metrics(table, "C", 2010)


def test_grades_as_printed():
    table = eip.grades()
    assert list(table["grade"]) == ["excellent", "good", "qualified", "satisfactory", "unsatisfactory"]
    assert list(table["order_certainty"]).count("ambiguous") == 2


# Records


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"aply": "2005-01-01"}, "write 'apply'"),
        ({"events": [("aprove", "2005-01-01")]}, "write 'approve'"),
        ({"events": [("apply", "2005")]}, "YYYY-MM-DD"),
        ({"apply": 38353}, "YYYY-MM-DD"),
        ({"events": [("apply", "2005-01-02"), ("conditions_met", "2005-01-01")]}, "lies before"),
        ({"events": ["apply"], "conditions_met": "2005-01-01"}, "as a list or as columns"),
        ({"fulfilled": ["metric_achieved"]}, "write 'metrics_achieved'"),
        ({"documents": ["construction plan"]}, "write 'EIP construction plan'"),
        ({"documents": {"technical report": [1, 2]}}, "the parts are 1 to 1"),
        ({"metrics_achieved": "perhaps"}, "write yes, no or a number"),
        ({"metrics_achieved": 7}, "write yes or no"),
        ({"on": "soon"}, "YYYY-MM-DD"),
        ({"events": [7]}, "use one of apply"),
        ({"events": "apply; certfy"}, "write 'certify'"),
        ({"documents": {"technical report": "x"}}, "the parts are 1 to 1"),
        ({"both_documents": [1, 2]}, "write yes, no or a number"),
        ({"accidents": "2005-05-05; soon"}, "YYYY-MM-DD"),
        ({"gdp_growth": 8, "gdp_growth_average": "yes"}, "growth in percent"),
    ],
)
def test_a_bad_record_fails_with_the_way_out(record, message):
    with pytest.raises(DataError, match=message) as caught:
        eip.status({"zone": "Hailin", **record})
    assert "the record of Hailin in program eip" in str(caught.value)


def test_something_else_than_a_record_fails():
    with pytest.raises(DataError, match="give a dictionary"):
        eip.status("Hailin")


def test_cells_of_a_spreadsheet_are_understood():
    cells = {
        "events": "apply; conditions_met",
        "documents": {"technical report": "1", "EIP construction plan": 2},
    }
    found = eip.status({**cells, "performance_conditions": 1.0, "metrics_achieved": 0})
    assert found.state == "eligible"
    answers = {i.id: i.status for i in found.items}
    assert answers["technical report, part 1"] == answers["EIP construction plan, part 2"] == "fulfilled"
    assert (answers["performance_conditions"], answers["metrics_achieved"]) == ("fulfilled", "not met")


def test_all_faults_of_a_record_stand_together():
    with pytest.raises(DataError) as caught:
        eip.status({"aply": 1, "events": [("apply", "x"), ("go", None)], "documents": ["y"]})
    assert {(p.column, p.row) for p in caught.value.issues} == {
        ("aply", None),
        ("date", 0),
        ("event", 1),
        ("documents", None),
    }


@pytest.mark.parametrize(
    "record",
    [
        {"zone": "A", **dict(TRIAL)},
        pd.Series({"zone": "A", **{k: pd.Timestamp(v) for k, v in TRIAL}, "certify": pd.NaT}),
        {"zone": "A", "events": pd.DataFrame(TRIAL, columns=["event", "date"])},
        {"zone": "A", "events": [{"event": k, "date": datetime.fromisoformat(v)} for k, v in TRIAL]},
        {"zone": "A", "events": [(k, date.fromisoformat(v)) for k, v in TRIAL]},
    ],
    ids=["row", "series", "table", "mappings", "tuples"],
)
def test_every_form_of_record_gives_the_same(record):
    wanted = eip.status({"zone": "A", "events": TRIAL})
    assert dataclasses.asdict(eip.status(record)) == dataclasses.asdict(wanted)


def test_events_without_a_day_leave_the_due_day_missing():
    found = eip.status({"events": [e for e, _ in TRIAL]}, on="2010-01-01")
    assert (found.state, found.since) == ("trial", None)
    assert [(d.day, d.status) for d in found.due] == [(None, "missing")]


def test_the_status_of_an_earlier_day_leaves_later_events_out():
    assert eip.status({"events": TRIAL}, on="2005-09-15").state == "submitted"


def test_leap_days_and_parts_of_years():
    assert add_years(date(2004, 2, 29), 4) == date(2008, 2, 29)
    assert add_years(date(2004, 2, 29), 3) == date(2007, 2, 28)
    # From 1 June to 1 December 2013 are 183 of 365 days.
    assert years_between(date(2012, 6, 1), date(2013, 12, 1)) == pytest.approx(1 + 183 / 365)
    assert day_of(" ") is None
    with pytest.raises(ValueError, match="is no day"):
        day_of("2005-13-01 ")


# The circular program


@pytest.mark.parametrize(
    ("targets", "progress", "on", "paid", "due", "refunded"),
    [
        (91, True, "2014-06-01", 210, 0, 0),
        (60, False, "2015-06-01", 0, 0, 105),
        (60, False, "2014-06-01", 105, 105, 0),
    ],
)
def test_money_while_the_plan_is_carried_out(targets, progress, on, paid, due, refunded):
    # A subsidy of 210 million: half is 105; three years after the agreement is 1 June 2015.
    record = {"events": PAID, "subsidy": 210, "targets_share": targets, "substantial_progress": progress}
    found = circular.status(record, on=on)
    assert found.money_status == "ok"
    assert (found.money.paid, found.money.due, found.money.refunded) == (paid, due, refunded)
    ready = {n.event: n.status for n in found.next}
    assert ready["targets_met"] == ("ready" if targets >= 90 else "blocked")
    assert ready["no_substantial_progress"] == ("ready" if refunded else "blocked")


def test_the_reading_of_the_targets_decides():
    # Two of ten targets are reached in full; the farthest behind reaches 92 %.
    record = {
        "events": PAID,
        "subsidy": 100,
        "targets_share": [100, 100, *[92] * 8],
        "substantial_progress": True,
    }
    count, attained = (circular.status(record, reading=r) for r in ("count", "attainment"))
    assert (count.money.paid, attained.money.paid) == (50, 100)
    assert [next(n.status for n in s.next if n.event == "targets_met") for s in (count, attained)] == [
        "blocked",
        "ready",
    ]
    with pytest.raises(UnknownNameError, match="attainment"):
        circular.status(record, reading="attained")


@pytest.mark.parametrize(
    ("more", "state", "paid", "due", "refunded"),
    [
        ([("targets_met", "2015-01-01")], "paid_in_full", 210, 0, 0),
        ([("no_substantial_progress", "2015-07-01")], "refund_due", 0, 0, 105),
        ([("no_substantial_progress", "2015-07-01"), ("refund", "2016-01-01")], "refunded", 0, 0, 105),
    ],
)
def test_money_at_the_end(more, state, paid, due, refunded):
    found = circular.status({"events": [*PAID, *more], "subsidy": 210})
    assert (found.state, found.money_status) == (state, "ok")
    assert (found.money.paid, found.money.due, found.money.refunded) == (paid, due, refunded)


def test_money_that_is_not_known_has_a_declared_status():
    assert circular.status({"events": AGREED, "subsidy": 210}).money.due == 210
    assert circular.status({"events": AGREED[:4], "subsidy": 210}).money_status == "undefined"
    assert circular.status({"events": PAID}).money_status == "missing"
    assert circular.status({"events": PAID, "subsidy": 210}).money_status == "missing"
    undated = [event for event, _ in PAID]
    known = {"subsidy": 210, "targets_share": 50, "substantial_progress": True}
    assert circular.status({"events": undated, **known}, on="2015-01-01").money_status == "missing"


@pytest.mark.parametrize("subsidy", [-1, "much", float("inf"), True])
def test_a_senseless_subsidy_fails(subsidy):
    with pytest.raises(DataError, match="column subsidy"):
        circular.status({"zone": "A", "events": PAID, "subsidy": subsidy})


def test_progress_is_yes_or_no():
    with pytest.raises(DataError, match=r"substantial_progress: 5\.0: is answered by yes or no"):
        circular.status({"zone": "A", "events": PAID, "substantial_progress": 5})


def test_reports_are_due_every_year():
    first = circular.status({"events": PAID}, on="2013-01-01")
    assert [(d.what, d.day, d.status, d.certainty) for d in first.due] == [
        ("annual progress report", date(2013, 9, 1), "open", "ambiguous"),
        ("substantial progress", date(2015, 6, 1), "open", "ambiguous"),
    ]
    later = circular.status({"events": [*PAID, ("annual_report", "2013-08-01")]}, on="2014-09-01")
    assert [(d.day, d.status, d.certainty) for d in later.due[:1]] == [(date(2014, 8, 1), "overdue", "sure")]


def test_progress_in_time_is_met():
    found = circular.status({"events": PAID, "substantial_progress": True}, on="2016-01-01")
    assert found.due[1].status == "met"


def test_a_payment_before_the_agreement_fails():
    with pytest.raises(DataError, match=r"sign_agreement \(national and regional authorities\)"):
        circular.status({"zone": "A", "events": [*AGREED[:4], ("pay_first_half", "2012-06-01")]})


def test_the_work_plan_has_four_parts():
    whole = circular.status({"documents": {"work plan": [1, 2, 3, 4]}, "guideline_followed": True})
    part = circular.status({"documents": {"work plan": [1, 2, 3]}, "guideline_followed": True})
    assert (whole.next[0].status, part.next[0].status) == ("ready", "blocked")
    assert part.missing == ("plan_complete", "work plan, part 4")


# The low-carbon program

PILOT = {"zone": "B", "recommend": "2013-11-01", "select": "2014-06-01"}


@pytest.mark.parametrize(
    ("record", "on", "status"),
    [
        (PILOT, "2014-09-15", "open"),
        (PILOT, "2014-09-16", "overdue"),
        (PILOT | {"submit_work_plan": "2014-09-15"}, None, "met"),
        (PILOT | {"submit_work_plan": "2014-09-16"}, None, "late"),
        ({"events": ["recommend", "select"]}, None, "missing"),
    ],
)
def test_the_work_plan_is_due_on_15_september_2014(record, on, status):
    found = low_carbon.status(record, on=on)
    assert [(d.day, d.status) for d in found.due] == [(date(2014, 9, 15), status)]


def test_a_zone_that_is_not_selected_owes_no_plan():
    found = low_carbon.status({"recommend": "2013-11-01", "not_selected": "2014-06-01"})
    assert (found.state, found.due, found.next) == ("refused", (), ())


def test_the_low_carbon_plan_has_six_parts_and_three_years():
    every = {"documents": ["work plan"], "past_performance": 3, "more_ambitious": True}
    found = low_carbon.status(PILOT | every, on="2014-07-01")
    assert (found.missing, found.next[0].status) == ((), "ready")
    assert sum(i.kind == "document" for i in found.items) == 6
    short = low_carbon.status(PILOT | every | {"past_performance": 2}, on="2014-07-01")
    assert short.missing == ("past_performance",)


def test_work_goes_round_from_check_to_report():
    events = [("recommend", "2013-11-01"), ("select", "2014-06-01"), ("submit_work_plan", "2014-09-01")]
    events += [("approve_plan", "2014-12-01")]
    events += [("local_check", "2015-06-01"), ("report_upward", "2015-07-01")]
    found = low_carbon.status({"events": events, "works_as_planned": True})
    assert found.state == "implementing"
    assert [n.event for n in found.next] == ["local_check"]


TARGETS = {
    "indicator": ["CO2 intensity, cut", "energy intensity", "water intensity", "reuse"],
    "target": [18.0, 0.5, 9.0, None],
    "existing": [17.0, 0.5, 8.0, 85.0],
    "better": ["higher", "lower", "lower", "higher"],
}


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame], ids=["pandas", "polars"])
def test_targets_must_go_further_than_existing_ones(make):
    found = low_carbon.ambition(make(TARGETS))
    assert isinstance(found, make)
    assert list(found["ambition_status"]) == ["exceeds", "equal", "below", "missing"]
    assert list(found["ambition"])[:3] == [1.0, 0.0, -1.0]


@pytest.mark.parametrize(
    ("rows", "answer"), [([0], "fulfilled"), ([0, 1], "not met"), ([0, 2], "not met"), ([0, 3], "missing")]
)
def test_ambition_answers_the_condition(rows, answer):
    targets = pd.DataFrame(TARGETS).iloc[rows]
    found = low_carbon.status(PILOT | {"targets": targets}, on="2014-07-01")
    assert next(i.status for i in found.items if i.id == "more_ambitious") == answer


def test_units_of_targets_are_converted_or_refused():
    # 500 kgce are 0.5 tce, so 0.4 goes further by 0.1.
    table = pd.DataFrame(
        {
            "indicator": ["energy"],
            "target": [0.4],
            "existing": [500.0],
            "better": ["lower"],
            "unit": ["tce/10^4 RMB"],
            "existing_unit": ["kgce/10^4 RMB"],
        }
    )
    assert low_carbon.ambition(table)["ambition"].iloc[0] == pytest.approx(0.1)
    with pytest.raises(DataError, match="existing_unit"):
        low_carbon.ambition(table.assign(existing_unit="m3/10^4 RMB"))


def test_bad_targets_fail():
    with pytest.raises(DataError, match="column better"):
        low_carbon.ambition(pd.DataFrame(TARGETS).assign(better="up"))
    with pytest.raises(DataError, match="column existing: the column is missing"):
        low_carbon.ambition(pd.DataFrame(TARGETS).drop(columns="existing"))
    with pytest.raises(DataError, match="column target: must hold numbers"):
        low_carbon.ambition(pd.DataFrame(TARGETS).assign(target="18 %"))


def test_national_targets_a_year():
    # By hand: 0.60^(1/15), 0.55^(1/15) and 0.83^(1/5), each less one, in percent.
    found = low_carbon.national_targets()
    wanted = [100 * (0.60 ** (1 / 15) - 1), 100 * (0.55 ** (1 / 15) - 1), 100 * (0.83 ** (1 / 5) - 1)]
    assert found["yearly_change"].to_list() == pytest.approx(wanted)
    assert [round(x, 2) for x in wanted] == [-3.35, -3.91, -3.66]
    for bad in ((-100, 5), (-17, 0)):
        with pytest.raises(ValueError, match="are needed"):
            low_carbon.yearly_change(*bad)


def test_a_total_rises_or_falls_with_growth_and_cut():
    assert low_carbon.change_of_total(0, 17, 5) == pytest.approx(-17)
    assert low_carbon.change_of_total(25, 20, 1) == pytest.approx(0)  # 1.25 times 0.8 is 1
    assert low_carbon.change_of_total(10, -10, 2) == pytest.approx(33.1)  # 1.1 * 1.1 * 1.1
    for bad in ((-101, 10, 1), (5, 101, 1), (5, 10, 0), (float("nan"), 10, 1)):
        with pytest.raises(ValueError, match="must be at least"):
            low_carbon.change_of_total(*bad)


def test_national_energy_targets_stand_apart_from_those_for_carbon():
    # By hand: 0.80^(1/5) and 0.84^(1/5), each less one, in percent.
    found = low_carbon.national_targets("energy intensity").set_index("id")["yearly_change"]
    assert found.index.to_list() == ["energy_intensity_2010", "energy_intensity_2015"]
    assert found.to_list() == pytest.approx([-4.365, -3.427], abs=5e-4)
    with pytest.raises(UnknownNameError, match="Did you mean 'energy intensity'"):
        low_carbon.national_targets("energy intensty")


# Tables and files


def test_a_checklist_goes_to_a_spreadsheet(tmp_path):
    found = circular.status({"zone": "C", "events": PAID, "targets_share": [100, 50]})
    table = found.checklist()
    assert len(table) == len(found.items) == 18
    assert set(table["status"]) <= {"fulfilled", "not met", "missing", "implied"}
    assert table["citation"].str.contains("iisd-2015").all()
    found.write(tmp_path / "c.xlsx")
    sheets = pd.read_excel(tmp_path / "c.xlsx", sheet_name=None, engine="openpyxl")
    assert list(sheets) == ["status", "checklist", "next", "due", "history"]
    assert sheets["checklist"]["id"].to_list() == table["id"].to_list()
    assert sheets["next"]["event"].to_list() == [n.event for n in found.next]


def test_another_ending_fails(tmp_path):
    with pytest.raises(DataError, match=r"must end with \.csv or \.xlsx"):
        eip.status({"zone": "A"}).write(tmp_path / "a.ods")


def test_an_overview_of_several_zones():
    zones = [eip.status({"zone": "A", "events": TRIAL}, on="2010-01-01"), low_carbon.status(PILOT)]
    table = programs.overview(zones)
    assert table["state"].to_list() == ["trial", "pilot"]
    assert table["due_status"].to_list() == ["overdue", "open"]
    assert table["next"].iloc[1] == "submit_work_plan"
    assert programs.overview([]).empty


def test_importing_the_programs_is_cheap():
    heavy = "{'pandas', 'scipy', 'matplotlib', 'statsmodels'}"
    code = f"import sys, ecopark.programs; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize("program", ["eip", "circular", "low_carbon"])
def test_the_figure_of_a_procedure_names_every_step_and_state(program):
    axes = programs.draw_procedure(program)
    drawn = " ".join(text.get_text() for text in axes.texts).replace("\n", " ")
    rules = procedure(program)
    assert all(state.label in drawn for state in rules.states)
    assert all(step.event.replace("_", " ") in drawn for step in rules.steps)
    arrows = [text.arrow_patch for text in axes.texts if getattr(text, "arrow_patch", None)]
    dashed = [arrow for arrow in arrows if arrow.get_linestyle() in {"--", "dashed"}]
    assert len(dashed) == sum(step.basis == "inferred" and step.event != "modify" for step in rules.steps)
    assert plots.alt_text(axes).startswith("Flow diagram. ")


def test_there_is_no_figure_of_an_unknown_program():
    with pytest.raises(UnknownNameError, match="eip"):
        programs.draw_procedure("epi")

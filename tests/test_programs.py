"""Procedures of the programs: walks, the status of a zone, national targets."""

import re
import subprocess
import sys
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecopark import datasets, i18n, plots, programs, symbiosis
from ecopark.errors import DataError, EcoparkError, UnknownNameError
from ecopark.programs.procedures import add_years, parse_day, years_between

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
PILOT = {"zone": "B", "events": [("recommend", "2013-11-01"), ("select", "2014-06-01")]}
FULL = {
    "sufficient_progress": True,
    "metrics_achieved": True,
    "gdp_growth": 9.0,
    "gdp_growth_average": 8.0,
    "iso_14001": "yes",
    "local_agency": True,
    "regulation_enforced": True,
    "no_accident": 0,
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_procedures_hold_every_row_of_the_package(program):
    found = programs.read_procedure(program)
    rows = [row for row in datasets.rows("programs", "procedures") if row["program"] == program]
    assert [(s.from_state, s.event, s.to_state) for s in found.steps] == [
        (r["from_state"], r["event"], r["to_state"]) for r in rows
    ]
    assert found.start.state == "outside"
    assert len(found.to_frame()) == len(rows)


def test_an_unknown_program_fails_with_the_nearest_name():
    with pytest.raises(UnknownNameError, match="Did you mean 'circular'"):
        programs.read_procedure("circlar")
    with i18n.in_language("zh-Hans"), pytest.raises(UnknownNameError, match="未知的项目'nothing'"):
        programs.read_procedure("nothing")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PROGRAMS), st.data())
def test_allowed_events_are_taken_and_all_others_refused(program, data):
    machine = programs.read_procedure(program)
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


def test_sources_of_one_condition_are_kept_together():
    # The package prints the deadline twice, from two sources: one condition, both citations.
    found = [c for c in programs.read_procedure("low_carbon").conditions if c.deadline]
    assert len(found) == 1
    assert "iisd-2015" in found[0].citation
    assert "low-carbon-pilots-a" in found[0].citation


def test_a_new_zone_stands_outside_and_may_apply():
    found = programs.evaluate_status("eip", {"zone": "A"})
    assert (found.state, found.kind, found.since, found.on) == ("outside", "start", None, None)
    assert [(n.event, n.actor, n.status) for n in found.next] == [("apply", "park", "ready")]
    assert found.missing == found.due == ()


def test_the_plan_needs_all_its_documents():
    events = TRIAL[:2]
    half = programs.evaluate_status("eip", {"events": events, "documents": {"EIP construction plan": [1, 2]}})
    assert half.next[0].event == "submit_plan"
    assert half.next[0].status == "blocked"
    # Six of eight parts of the plan, the technical report and the condition itself.
    assert len(half.missing) == 8
    whole = programs.evaluate_status(
        "eip", {"events": events, "documents": ["EIP construction plan", "technical report"]}
    )
    assert whole.missing == ()
    assert whole.next[0].status == "ready"
    assert {i.id: i.status for i in whole.items}["both_documents"] == "fulfilled"


def test_evaluation_is_due_three_years_after_the_last_one():
    # 1 February 2006 and three years; then 1 March 2009 and three years.
    first = programs.evaluate_status("eip", {"events": TRIAL}, on="2009-02-02")
    assert [(d.what, d.day, d.status) for d in first.due] == [("evaluation", date(2009, 2, 1), "overdue")]
    on_the_day = programs.evaluate_status("eip", {"events": TRIAL}, on="2009-02-01")
    assert on_the_day.due[0].status == "open"
    second = programs.evaluate_status(
        "eip", {"events": [*TRIAL, ("evaluation", "2009-03-01", "good")]}, on="2009-03-02"
    )
    assert [(d.day, d.status) for d in second.due] == [(date(2012, 3, 1), "open")]


@pytest.mark.parametrize("grade", ["excellent", "good", "qualified", "satisfactory"])
def test_four_grades_keep_the_approval(grade):
    found = programs.evaluate_status("eip", {"events": [*TRIAL, ("evaluation", "2009-01-01", grade)]})
    assert (found.state, found.title) == ("trial", "National Trial EIP")


def test_the_worst_grade_loses_the_approval():
    found = programs.evaluate_status(
        "eip", {"events": [*TRIAL, ("evaluation", "2009-01-01", "unsatisfactory")]}
    )
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
        programs.evaluate_status("eip", {"zone": "A", "events": [*TRIAL, event]})


def test_the_title_needs_everything():
    found = programs.evaluate_status("eip", {"zone": "A", "events": TRIAL, **FULL}, on="2009-01-01")
    certify = next(n for n in found.next if n.event == "certify")
    assert (certify.status, certify.actor) == ("ready", None)
    done = programs.evaluate_status(
        "eip", {"zone": "A", "events": [*TRIAL, ("certify", "2009-06-01")], **FULL}
    )
    assert (done.state, done.title) == ("demonstration", "National Demonstration EIP")
    # Whether evaluations go on after the title is not said.
    assert done.due[0].certainty == "ambiguous"


@pytest.mark.parametrize(
    ("change", "requirement", "status"),
    [
        ({"gdp_growth": 8.0}, "gdp_growth", "not met"),
        ({"gdp_growth_average": None}, "gdp_growth", "missing"),
        ({"iso_14001": "no"}, "iso_14001", "not met"),
        ({"no_accident": None}, "no_accident", "missing"),
        ({"no_accident": 2}, "no_accident", "not met"),
    ],
)
def test_each_requirement_counts(change, requirement, status):
    found = programs.evaluate_status("eip", {"events": TRIAL[:4], **FULL, **change}, on="2009-01-01")
    lines = {i.id: i.status for i in found.items}
    assert lines[requirement] == status
    assert lines["additional_requirements"] == status


@pytest.mark.parametrize("average", [8.0, 9.5, None])
def test_the_checklist_keeps_the_growth_beside_its_limit(average):
    told = FULL | {"gdp_growth": 9.25, "gdp_growth_average": average}
    found = programs.evaluate_status("eip", {"events": TRIAL[:4], **told}, on="2009-01-01")
    line = next(i for i in found.items if i.id == "gdp_growth")
    limit = "" if average is None else f"> {average:g}"
    assert (line.value, type(line.value), line.limit, line.unit) == (9.25, float, limit, "%")
    assert line.status == {8.0: "fulfilled", 9.5: "not met", None: "missing"}[average]


def test_an_event_that_took_place_without_its_condition_says_so():
    found = programs.evaluate_status(
        "eip", {"events": [*TRIAL, ("certify", "2009-06-01")], "metrics_achieved": False}
    )
    assert found.state == "demonstration"
    line = next(i for i in found.items if i.id == "metrics_achieved")
    assert (line.stage, line.status) == ("past", "not met")


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"apply": "2005-01-01"}, "list it under events"),
        ({"events": [("aprove", "2005-01-01")]}, "write 'approve'"),
        ({"events": [("apply", "2005")]}, "YYYY-MM-DD"),
        ({"events": [("apply", 38353)]}, "YYYY-MM-DD"),
        ({"events": [("apply", "2005-01-02"), ("conditions_met", "2005-01-01")]}, "lies before"),
        ({"metric_achieved": True}, "write 'metrics_achieved'"),
        ({"documents": ["construction plan"]}, "write 'EIP construction plan'"),
        ({"documents": {"technical report": [1, 2]}}, "the parts are 1 to 1"),
        ({"gdp_growth": "much"}, "write yes, no or a number"),
        ({"metrics_achieved": 7}, "write yes or no"),
        ({"on": "soon"}, "YYYY-MM-DD"),
        ({"events": [7]}, "use one of apply"),
        ({"events": "certfy"}, "write 'certify'"),
        ({"documents": {"technical report": "x"}}, "the parts are 1 to 1"),
        ({"both_documents": [1, 2]}, "write yes, no or a number"),
        ({"gdp_growth": 8, "gdp_growth_average": "yes"}, "growth in percent"),
    ],
)
def test_a_bad_record_fails_with_the_way_out(record, message):
    with pytest.raises(DataError, match=message) as caught:
        programs.evaluate_status("eip", {"zone": "Hailin", **record})
    assert "the record of Hailin in program eip" in str(caught.value)


def test_something_else_than_a_record_fails():
    with pytest.raises(DataError, match="give a dictionary"):
        programs.evaluate_status("eip", "Hailin")


def test_all_faults_of_a_record_stand_together():
    with pytest.raises(DataError) as caught:
        programs.evaluate_status(
            "eip", {"aply": 1, "events": [("apply", "x"), ("go", None)], "documents": ["y"]}
        )
    assert {(p.column, p.row) for p in caught.value.issues} == {
        ("aply", None),
        ("date", 0),
        ("event", 1),
        ("documents", None),
    }


def test_events_without_a_day_leave_the_due_day_missing():
    found = programs.evaluate_status("eip", {"events": [e for e, _ in TRIAL]}, on="2010-01-01")
    assert (found.state, found.since) == ("trial", None)
    assert [(d.day, d.status) for d in found.due] == [(None, "missing")]


def test_the_status_of_an_earlier_day_leaves_later_events_out():
    assert programs.evaluate_status("eip", {"events": TRIAL}, on="2005-09-15").state == "submitted"


def test_leap_days_and_parts_of_years():
    assert add_years(date(2004, 2, 29), 4) == date(2008, 2, 29)
    assert add_years(date(2004, 2, 29), 3) == date(2007, 2, 28)
    # From 1 June to 1 December 2013 are 183 of 365 days.
    assert years_between(date(2012, 6, 1), date(2013, 12, 1)) == pytest.approx(1 + 183 / 365)
    assert parse_day(" ") is None
    with pytest.raises(ValueError, match="is no day"):
        parse_day("2005-13-01 ")


def test_progress_is_yes_or_no():
    with pytest.raises(DataError, match=r"substantial_progress: 5: is answered by yes or no"):
        programs.evaluate_status("circular", {"zone": "A", "events": PAID, "substantial_progress": 5})


def test_reports_are_due_every_year():
    first = programs.evaluate_status("circular", {"events": PAID}, on="2013-01-01")
    assert [(d.what, d.day, d.status, d.certainty) for d in first.due] == [
        ("annual progress report", date(2013, 9, 1), "open", "ambiguous"),
        ("substantial progress", date(2015, 6, 1), "open", "ambiguous"),
    ]
    later = programs.evaluate_status(
        "circular", {"events": [*PAID, ("annual_report", "2013-08-01")]}, on="2014-09-01"
    )
    assert [(d.day, d.status, d.certainty) for d in later.due[:1]] == [(date(2014, 8, 1), "overdue", "sure")]


def test_progress_in_time_is_met():
    found = programs.evaluate_status(
        "circular", {"events": PAID, "substantial_progress": True}, on="2016-01-01"
    )
    assert found.due[1].status == "met"


def test_a_payment_before_the_agreement_fails():
    with pytest.raises(DataError, match=r"sign_agreement \(national and regional authorities\)"):
        programs.evaluate_status(
            "circular", {"zone": "A", "events": [*AGREED[:4], ("pay_first_half", "2012-06-01")]}
        )


def test_the_work_plan_has_four_parts():
    whole = programs.evaluate_status(
        "circular", {"documents": {"work plan": [1, 2, 3, 4]}, "guideline_followed": True}
    )
    part = programs.evaluate_status(
        "circular", {"documents": {"work plan": [1, 2, 3]}, "guideline_followed": True}
    )
    assert (whole.next[0].status, part.next[0].status) == ("ready", "blocked")
    assert part.missing == ("plan_complete", "work plan, part 4")


@pytest.mark.parametrize(
    ("record", "on", "status"),
    [
        (PILOT, "2014-09-15", "open"),
        (PILOT, "2014-09-16", "overdue"),
        ({"events": [*PILOT["events"], ("submit_work_plan", "2014-09-15")]}, None, "met"),
        ({"events": [*PILOT["events"], ("submit_work_plan", "2014-09-16")]}, None, "late"),
        ({"events": ["recommend", "select"]}, None, "missing"),
    ],
)
def test_the_work_plan_is_due_on_15_september_2014(record, on, status):
    found = programs.evaluate_status("low_carbon", record, on=on)
    assert [(d.day, d.status) for d in found.due] == [(date(2014, 9, 15), status)]


def test_a_zone_that_is_not_selected_owes_no_plan():
    found = programs.evaluate_status(
        "low_carbon", {"events": [("recommend", "2013-11-01"), ("not_selected", "2014-06-01")]}
    )
    assert (found.state, found.due, found.next) == ("refused", (), ())


def test_the_low_carbon_plan_has_six_parts_and_three_years():
    every = {"documents": ["work plan"], "past_performance": 3, "more_ambitious": True}
    found = programs.evaluate_status("low_carbon", PILOT | every, on="2014-07-01")
    assert (found.missing, found.next[0].status) == ((), "ready")
    assert sum(i.kind == "document" for i in found.items) == 6
    short = programs.evaluate_status("low_carbon", PILOT | every | {"past_performance": 2}, on="2014-07-01")
    assert short.missing == ("past_performance",)


def test_work_goes_round_from_check_to_report():
    events = [("recommend", "2013-11-01"), ("select", "2014-06-01"), ("submit_work_plan", "2014-09-01")]
    events += [("approve_plan", "2014-12-01")]
    events += [("local_check", "2015-06-01"), ("report_upward", "2015-07-01")]
    found = programs.evaluate_status("low_carbon", {"events": events, "works_as_planned": True})
    assert found.state == "implementing"
    assert [n.event for n in found.next] == ["local_check"]


def test_national_targets_a_year():
    # By hand: 0.60^(1/15), 0.55^(1/15) and 0.83^(1/5), each less one, in percent.
    found = programs.national_targets_china()
    wanted = [100 * (0.60 ** (1 / 15) - 1), 100 * (0.55 ** (1 / 15) - 1), 100 * (0.83 ** (1 / 5) - 1)]
    assert found["yearly_change"].to_list() == pytest.approx(wanted)
    assert [round(x, 2) for x in wanted] == [-3.35, -3.91, -3.66]
    for bad in ((-100, 5), (-17, 0)):
        with pytest.raises(ValueError, match="are needed"):
            programs.yearly_change(*bad)


def test_a_total_rises_or_falls_with_growth_and_cut():
    assert programs.change_of_total(0, 17, 5) == pytest.approx(-17)
    assert programs.change_of_total(25, 20, 1) == pytest.approx(0)  # 1.25 times 0.8 is 1
    assert programs.change_of_total(10, -10, 2) == pytest.approx(33.1)  # 1.1 * 1.1 * 1.1
    for bad in ((-101, 10, 1), (5, 101, 1), (5, 10, 0), (float("nan"), 10, 1)):
        with pytest.raises(ValueError, match="must be at least"):
            programs.change_of_total(*bad)


def test_national_energy_targets_stand_apart_from_those_for_carbon():
    # By hand: 0.80^(1/5) and 0.84^(1/5), each less one, in percent.
    found = programs.national_targets_china("energy intensity").set_index("id")["yearly_change"]
    assert found.index.to_list() == ["energy_intensity_2010", "energy_intensity_2015"]
    assert found.to_list() == pytest.approx([-4.365, -3.427], abs=5e-4)
    with pytest.raises(UnknownNameError, match="Did you mean 'energy intensity'"):
        programs.national_targets_china("energy intensty")


def test_importing_the_programs_is_cheap():
    heavy = "{'pandas', 'scipy', 'matplotlib', 'statsmodels'}"
    code = f"import sys, ecopark.programs; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize("program", ["eip", "circular", "low_carbon"])
def test_the_figure_of_a_procedure_names_every_step_and_state(program):
    axes = programs.plot_procedure(program)
    drawn = " ".join(text.get_text() for text in axes.texts).replace("\n", " ")
    rules = programs.read_procedure(program)
    assert all(state.label in drawn for state in rules.states)
    assert all(step.event.replace("_", " ") in drawn for step in rules.steps)
    arrows = [text.arrow_patch for text in axes.texts if getattr(text, "arrow_patch", None)]
    dashed = [arrow for arrow in arrows if arrow.get_linestyle() in {"--", "dashed"}]
    assert len(dashed) == sum(step.basis == "inferred" and step.event != "modify" for step in rules.steps)
    assert plots.alt_text(axes).startswith("Flow diagram. ")


def test_the_tables_are_state_machines():
    for program in PROGRAMS:
        procedure = programs.read_procedure(program)
        names = [state.state for state in procedure.states]
        assert len(names) == len(set(names))
        assert [state.kind for state in procedure.states].count("start") == 1
        assert procedure.reachable("outside") == set(names)
        ends = {state.state for state in procedure.states if state.kind == "end"}
        assert not ends & {step.from_state for step in procedure.steps}
        moves = [(step.from_state, step.event) for step in procedure.steps]
        assert len(moves) == len(set(moves))
        assert {condition.event for condition in procedure.conditions} <= set(procedure.events)


def test_a_name_of_the_first_version_says_what_takes_its_place():
    with pytest.raises(AttributeError, match="evaluate_status"):
        programs.eip  # noqa: B018


def test_a_checklist_holds_every_item_with_its_source():
    status = programs.evaluate_status("circular", {"zone": "C", "events": PAID, "targets_share": 50})
    table = status.checklist()
    assert len(table) == 18
    assert set(table["status"]) <= {"fulfilled", "not met", "missing", "implied"}
    assert table["citation"].str.contains("iisd-2015").all()
    assert {step.event: step.status for step in status.next}["targets_met"] == "blocked"


def test_there_is_no_figure_of_an_unknown_program():
    with pytest.raises(UnknownNameError, match="eip"):
        programs.plot_procedure("epi")


STEAM = {"from": "A", "to": "B", "stream": "steam", "quantity": 5.0, "unit": "t/year"}
HOT = pd.DataFrame(
    {"stream": ["gas"], "supply": [-300.0], "target": [50.0], "capacity": [2.0], "kind": ["hot"]}
)
RINSE = pd.DataFrame({"process": ["rinse"], "inlet": [50.0], "outlet": [20.0], "load": [2.0]})
LOOP = pd.DataFrame({"from": ["mill", "mill"], "to": ["mill", "farm"], "benefit": [1.0, None]})
PLANT = {"boiler_efficiency": 0.9, "power_efficiency": 0.4}
# A wrong input, and the names and codes that its message repeats.
WRONG_INPUTS = {
    "years": (lambda: programs.advise(years_of_data=-1), "years_of_data"),
    "record": (
        lambda: programs.evaluate_status(
            "eip", {"zone": "Hailin", "events": ["aprove"], "gdp_growth": "much"}
        ),
        "Hailin eip event aprove approve gdp_growth much yes no",
    ),
    "walk": (
        lambda: programs.read_procedure("low_carbon").walk(["report_upward"], "Suzhou"),
        "Suzhou low_carbon event report_upward outside recommend provincial branches of MIIT and NDRC "
        "implementing checked",
    ),
    "counts": (lambda: programs.count_memberships(211, 33, 40, {"eip": 300}), "union eip"),
    "cohort": (
        lambda: programs.time_to_certification(
            pd.DataFrame({"years": [None, 1.0], "certified": [True, False]})
        ),
        "years",
    ),
    "period": (lambda: programs.parse_period("soon"), "soon"),
    "change": (lambda: programs.yearly_change(-100, 5), ""),
    "exchanges": (
        lambda: symbiosis.Network([STEAM, STEAM, STEAM | {"to": "A"}, STEAM | {"to": "C", "quantity": -1.0}]),
        "stream steam to quantity",
    ),
    "balance": (lambda: symbiosis.check_balance(symbiosis.Network([STEAM])), "steam t/year close_balance"),
    "links": (lambda: symbiosis.coalition_values(LOOP), "mill to benefit"),
    "water": (lambda: symbiosis.water_cascade_analysis(RINSE), "rinse outlet"),
    "heat": (lambda: symbiosis.heat_cascade(HOT, dt_min=10), "gas supply kind hot"),
    "plant": (lambda: symbiosis.chp_fuel_savings(60, 50, 100, **PLANT), ""),
}


@pytest.mark.parametrize(("call", "names"), WRONG_INPUTS.values(), ids=WRONG_INPUTS)
def test_a_message_in_chinese_has_no_english_words_but_names(call, names):
    i18n.set_language("zh-Hans")
    try:
        with pytest.raises(EcoparkError) as caught:
            call()
    finally:
        i18n.set_language("en")
    words = re.findall(r"[A-Za-z_]{2,}", str(caught.value))
    assert [word for word in words if word not in re.findall(r"\w+", names)] == []
    assert re.search("[\u4e00-\u9fff]", str(caught.value))

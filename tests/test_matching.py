import itertools

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from ecopark.errors import DataError, UndefinedResult, UnknownNameError
from ecopark.plots import alt_text
from ecopark.symbiosis.matching import match
from ecopark.symbiosis.plots import plot_matching


def supplies(quantity, **columns):
    n = len(quantity)
    table = {"firm": [f"S{i}" for i in range(n)], "stream": [f"waste {i}" for i in range(n)]}
    return pd.DataFrame({**table, "quantity": quantity, "unit": "t/year", **columns})


def demands(quantity, **columns):
    n = len(quantity)
    table = {"firm": [f"D{j}" for j in range(n)], "stream": [f"material {j}" for j in range(n)]}
    return pd.DataFrame({**table, "quantity": quantity, "unit": "t/year", **columns})


def fits(pairs, **columns):
    table = {
        "supply_stream": [f"waste {i}" for i, _ in pairs],
        "demand_stream": [f"material {j}" for _, j in pairs],
    }
    return pd.DataFrame({**table, **columns})


def statuses(plan):
    return {row["firm"]: row["status"] for row in plan.unmatched.to_dict("records")}


SUPPLY = supplies([100.0, 50.0], disposal_cost=[10.0, 0.0])
DEMAND = demands([80.0, 40.0], price=[20.0, 30.0])
ALL = fits([(0, 0), (0, 1), (1, 0), (1, 1)], treatment_cost=[5.0, 25.0, 4.0, 6.0])


def assert_nothing_is_lost(plan, supply, demand):
    """Check that what is matched and what stays add up to every row of both tables."""
    for side, table, firm, column in (
        ("supply", supply, "supplier", "quantity"), ("demand", demand, "user", "replaces")
    ):  # fmt: skip
        used = plan.matches.groupby(firm)[column].sum()
        rest = plan.unmatched[plan.unmatched["side"] == side].set_index("firm")["unmatched"]
        total = used.add(rest, fill_value=0).reindex(table["firm"], fill_value=0)
        assert total.to_numpy() == pytest.approx(table["quantity"].to_numpy(), abs=1e-5)


def test_the_plan_that_saves_most():
    # Savings per t: S0-D0 20 + 10 - 5 = 25, S0-D1 30 + 10 - 25 = 15, S1-D0 16, S1-D1 24.
    # S1 gives 40 to D1 (960), S0 gives 80 to D0 (2,000): 2,960. Both demands are met.
    plan = match(SUPPLY, DEMAND, ALL)
    assert (plan.benefit, plan.diverted, plan.benefit_status) == (2960.0, 120.0, "ok")
    found = {(r["supplier"], r["user"]): r["quantity"] for r in plan.matches.to_dict("records")}
    assert found == {("S0", "D0"): 80.0, ("S1", "D1"): 40.0}
    first = plan.matches.iloc[0]
    assert first["reason"].startswith("saves 25 RMB/t (price 20 + disposal 10 - treatment 5 - transport 0)")
    assert first["binds"] == "meets the demand"
    assert statuses(plan) == {"S0": "partners used up", "S1": "partners used up"}
    assert plan.left_out == ("transport",)
    assert_nothing_is_lost(plan, SUPPLY, DEMAND)


def test_polars_in_polars_out():
    plan = match(pl.from_pandas(SUPPLY), pl.from_pandas(DEMAND), pl.from_pandas(ALL))
    assert isinstance(plan.matches, pl.DataFrame)
    assert isinstance(plan.unmatched, pl.DataFrame)
    assert plan.benefit == 2960.0


def test_diversion_takes_what_costs_money_too():
    # Each t that D0 takes costs 5 more than it saves.
    demand = demands([80.0], price=[0.0])
    rules = fits([(0, 0)], treatment_cost=[15.0])
    saved, diverted = (match(SUPPLY, demand, rules, objective=o) for o in ("benefit", "diversion"))
    assert (saved.diverted, saved.benefit) == (0, 0)
    assert statuses(saved)["S0"] == "costs more than it saves"
    assert "would save -5" in saved.unmatched["reason"].iloc[0]
    assert (diverted.diverted, diverted.benefit) == (80.0, -400.0)


def test_among_equal_diversion_the_cheaper_plan():
    # Both suppliers can fill the 40 t: S0 saves 30 + 10 - 25 = 15, S1 24.
    plan = match(SUPPLY, demands([0.0, 40.0], price=[20.0, 30.0]), ALL, objective="diversion")
    assert (plan.diverted, plan.benefit) == (40.0, 960.0)


def test_distance_and_transport():
    # S0-D0 is 30 km away: 25 - 0.5 * 30 = 10 per t; S1-D1 60 km: over the limit; the others unknown.
    km = pd.DataFrame({"from": ["S0", "D1"], "to": ["D0", "S1"], "distance": [30.0, 60.0]})
    plan = match(SUPPLY, DEMAND, ALL, distances=km, transport_cost=0.5, max_distance=50.0)
    assert (plan.benefit, plan.diverted) == (800.0, 80.0)
    assert plan.matches["distance"].to_list() == [30.0]
    assert plan.matches["transport_cost"].to_list() == [15.0]
    assert statuses(plan) == {"S0": "partners used up", "S1": "too far", "D1": "too far"}
    assert "60 km away, the limit is 50 km" in plan.unmatched.set_index("firm").loc["S1", "reason"]
    near = match(SUPPLY, DEMAND, ALL, distances=km, transport_cost=0.5)
    # S1-D1 is now allowed, but 24 - 0.5 * 60 = -6.
    assert statuses(near)["S1"] == "costs more than it saves"


def test_regulation():
    rules = ALL.assign(allowed=[True, False, False, False], rule="waste law, hazardous")
    plan = match(SUPPLY, DEMAND, rules)
    assert plan.diverted == 80.0
    assert statuses(plan)["S1"] == "not allowed"
    assert "waste law, hazardous" in plan.unmatched.set_index("firm").loc["S1", "reason"]


def test_no_stream_fits_and_own_firm():
    demand = demands([80.0, 40.0], price=[20.0, 30.0]).assign(firm=["S0", "D1"])
    plan = match(SUPPLY, demand, fits([(0, 0)]))
    assert plan.diverted == 0
    assert plan.matches.empty
    rows = plan.unmatched.to_dict("records")
    assert [r["status"] for r in rows] == [
        "same firm", "no compatible stream", "same firm", "no compatible stream"
    ]  # fmt: skip


def test_quality_of_each_delivery():
    supply = supplies([100.0, 50.0], disposal_cost=[1.0, 1.0], chloride=[4.0, None], purity=[95.0, 99.0])
    demand = demands([60.0, 60.0], chloride=[2.0, None], purity=[None, 97.0])
    limits = {"chloride": "max", "purity": "min"}
    plan = match(supply, demand, fits([(0, 0), (0, 1), (1, 0)]), quality=limits)
    assert plan.diverted == 0
    assert statuses(plan) == {"S0": "quality", "S1": "quality unknown", "D0": "quality", "D1": "quality"}
    reasons = plan.unmatched.set_index("firm")["reason"]
    assert "chloride 4 is above the limit 2" in reasons["D0"]
    assert "purity 95 is below the limit 97" in reasons["D1"]
    assert "chloride is not known, the limit is 2" in reasons["S1"]
    # Treatment takes out half of the chloride: 2 is not above 2.
    cleaned = match(supply, demand, fits([(0, 0)], removal=[0.5]), quality=limits)
    assert cleaned.diverted == 60.0


def test_quality_of_the_mixture():
    # 40 at chloride 1 carries x at chloride 4 up to 2: 40 * 1 + 4x = 2 * (40 + x), x = 20.
    supply = supplies([100.0, 40.0], disposal_cost=[10.0, 0.1], chloride=[4.0, 1.0])
    demand = demands([90.0], chloride=[2.0])
    rules = fits([(0, 0), (1, 0)])
    plan = match(supply, demand, rules, quality={"chloride": "max"}, blending=True)
    assert plan.diverted == pytest.approx(60)
    assert plan.benefit == pytest.approx(20 * 10 + 40 * 0.1)
    assert statuses(plan) == {"S0": "mixture", "D0": "mixture"}
    assert match(supply, demand, rules, quality={"chloride": "max"}).diverted == pytest.approx(40)


def test_substitution_is_a_ratio():
    # 2 t of waste replace 1 t of material: 80 t of demand would take 160 t, 100 are there.
    plan = match(SUPPLY, DEMAND, fits([(0, 0)], substitution=[0.5]))
    assert plan.diverted == pytest.approx(100)
    assert plan.matches["replaces"].to_list() == pytest.approx([50])
    assert plan.benefit == pytest.approx(100 * (20 * 0.5 + 10))
    assert_nothing_is_lost(plan, SUPPLY, DEMAND)


def test_a_smallest_amount_is_met_at_a_loss():
    demand = DEMAND.assign(price=[20.0, 0.0], minimum=[None, 10.0])
    # S1-D1 saves 0 - 6 per t, S0-D1 10 - 25 = -15: the 10 t come from S1.
    plan = match(SUPPLY, demand, ALL)
    found = plan.matches.set_index(["supplier", "user"])["quantity"]
    assert found["S1", "D1"] == pytest.approx(10)
    assert plan.benefit == pytest.approx(80 * 25 - 60)


def test_limits_that_conflict_are_named():
    demand = demands([80.0, 40.0, 30.0], price=[20.0, 30.0, 1.0], minimum=[80.0, 40.0, None])
    with pytest.raises(UndefinedResult) as caught:
        match(SUPPLY, demand, fits([(0, 0), (0, 1), (1, 2)]))
    text = str(caught.value)
    # S0 has 100 t for 80 + 40 t.
    assert "supply of S0, waste 0: 100 t/year" in text
    assert "smallest amount of D0, material 0: 80 t/year" in text
    assert "smallest amount of D1, material 1: 40 t/year" in text
    assert "S1" not in text
    assert "can get" in text


def test_a_mixture_that_conflicts_is_named():
    supply = supplies([100.0], disposal_cost=[1.0], chloride=[4.0])
    demand = demands([80.0], chloride=[2.0], minimum=[5.0])
    with pytest.raises(UndefinedResult, match="chloride of the mixture at D0, material 0: 2"):
        match(supply, demand, fits([(0, 0)]), quality={"chloride": "max"}, blending=True)
    with pytest.raises(UndefinedResult, match="smallest amount of D0, material 0: 5"):
        match(supply, demand, fits([(0, 0)]), quality={"chloride": "max"})


def test_a_missing_price_is_not_zero():
    demand = DEMAND.assign(price=[20.0, None])
    plan = match(SUPPLY, demand, ALL)
    assert statuses(plan)["D1"] == "money unknown"
    diverted = match(SUPPLY, demand, ALL, objective="diversion")
    assert (diverted.benefit, diverted.benefit_status) == (None, "missing")
    assert diverted.diverted == pytest.approx(120)
    assert set(diverted.matches["benefit_status"]) == {"missing", "ok"}


def test_units_are_converted():
    supply = SUPPLY.assign(quantity=[100_000.0, 50.0], unit=["kg/year", "t/year"])
    assert match(supply, DEMAND, ALL).benefit == pytest.approx(2960)
    # 10 t/day are 3,652.5 t in the year of 365.25 days that the unit registry counts.
    daily = match(supplies([10.0], disposal_cost=[1.0]).assign(unit="t/day"), demands([1e6]), fits([(0, 0)]))
    assert daily.diverted == pytest.approx(3652.5)


def test_a_tiny_supply_is_listed():
    plan = match(supplies([1e9, 1.0], disposal_cost=[1.0, 1.0]), demands([2e9]), fits([(0, 0), (1, 0)]))
    assert statuses(plan)["S1"] == "too small"


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (SUPPLY.assign(quantity=[-1.0, 5.0]), "must not be negative"),
        (SUPPLY.assign(quantity=[float("inf"), 5.0]), "must be a finite number"),
        (SUPPLY.assign(quantity=[None, 5.0]), "must not be missing"),
        (SUPPLY.assign(quantity=["much", "5"]), "must be a number"),
        (SUPPLY.assign(unit=["tons/yaer", "t/year"]), "S0, waste 0: the unit is unknown"),
        (SUPPLY.assign(unit=["kWh", "t/year"]), "S0, waste 0: A value in 'kWh' cannot be given in 't/year'"),
        (SUPPLY.assign(firm="S0", stream="waste 0"), "S0, waste 0 is there twice"),
        (SUPPLY.assign(firm=[None, "S1"]), "must not be missing"),
        (SUPPLY.assign(disposal_cost=[-1.0, 0.0]), "must not be negative"),
        (SUPPLY.drop(columns="unit"), "column unit"),
        (SUPPLY.iloc[:0], "no rows"),
    ],
)
def test_bad_supplies_fail(table, words):
    with pytest.raises(DataError, match=words):
        match(table, DEMAND, ALL)


def test_all_faults_of_a_table_come_together():
    with pytest.raises(DataError) as caught:
        match(SUPPLY.assign(unit=["kWh", "tt"]), DEMAND, ALL)
    assert [(p.row, p.column, p.value) for p in caught.value.issues] == [
        (0, "unit", "kWh"), (1, "unit", "tt")
    ]  # fmt: skip


def test_other_bad_tables_fail():
    with pytest.raises(DataError, match="larger than the quantity"):
        match(SUPPLY, DEMAND.assign(minimum=[90.0, 0.0]), ALL)
    with pytest.raises(DataError, match="waste 0, material 0 is there twice"):
        match(SUPPLY, DEMAND, fits([(0, 0), (0, 0)]))
    with pytest.raises(DataError, match="above the largest value"):
        match(SUPPLY, DEMAND, fits([(0, 0)], removal=[1.5]))
    with pytest.raises(DataError, match="must be yes or no"):
        match(SUPPLY, DEMAND, fits([(0, 0)], allowed=[2]))
    with pytest.raises(DataError, match="nothing can be saved"):
        match(SUPPLY.drop(columns="disposal_cost"), DEMAND.drop(columns="price"), ALL)
    km = pd.DataFrame({"from": ["S0", "D0"], "to": ["D0", "S0"], "distance": [30.0, 31.0]})
    with pytest.raises(DataError, match="D0 to S0 has two distances"):
        match(SUPPLY, DEMAND, ALL, distances=km)
    assert match(SUPPLY, DEMAND, ALL, distances=km.iloc[:1]).diverted == 80


def test_senseless_options_fail():
    with pytest.raises(UnknownNameError, match="Did you mean 'benefit'"):
        match(SUPPLY, DEMAND, ALL, objective="benefits")
    with pytest.raises(UnknownNameError, match="kind of quality"):
        match(SUPPLY, DEMAND, ALL, quality={"chloride": "low"})
    with pytest.raises(ValueError, match="table of distances"):
        match(SUPPLY, DEMAND, ALL, transport_cost=1.0)
    with pytest.raises(ValueError, match="not negative"):
        match(SUPPLY, DEMAND, ALL, transport_cost=-1.0)
    with pytest.raises(UnknownNameError, match="unit"):
        match(SUPPLY, DEMAND, ALL, unit="tons/yaer")


quantity = st.integers(0, 3)
small = st.integers(1, 3).flatmap(
    lambda n: st.integers(1, 2).flatmap(
        lambda m: st.tuples(
            st.lists(quantity, min_size=n, max_size=n),
            st.lists(quantity, min_size=m, max_size=m),
            st.lists(st.one_of(st.none(), st.integers(-9, 9)), min_size=n * m, max_size=n * m),
        )
    )
)


def brute_force(supply, demand, saving):
    """Return the largest saving, and the largest delivery with its largest saving, by trying every plan."""
    n, m = len(supply), len(demand)
    ranges = [
        range(min(supply[e // m], demand[e % m]) + 1) if saving[e] is not None else range(1)
        for e in range(n * m)
    ]
    best, most = 0, (0, 0)
    for plan in itertools.product(*ranges):
        rows = [sum(plan[i * m : (i + 1) * m]) for i in range(n)]
        columns = [sum(plan[j::m]) for j in range(m)]
        if all(a <= b for a, b in zip(rows + columns, supply + demand, strict=True)):
            total = sum(x * (s or 0) for x, s in zip(plan, saving, strict=True))
            best, most = max(best, total), max(most, (sum(plan), total))
    return best, most


@settings(max_examples=60, deadline=None)
@given(small)
def test_the_plan_equals_brute_force(case):
    supply, demand, saving = case
    m = len(demand)
    there = [(e // m, e % m) for e, s in enumerate(saving) if s is not None]
    if not there:
        return
    # Disposal of 9 each, so that a pair that saves s costs 9 - s to treat.
    rules = fits(there, treatment_cost=[9.0 - saving[i * m + j] for i, j in there])
    left = supplies([float(q) for q in supply], disposal_cost=9.0)
    best, (most, total) = brute_force(supply, demand, saving)
    plan = match(left, demands([float(q) for q in demand]), rules)
    assert plan.benefit == pytest.approx(best, abs=1e-6)
    plan = match(left, demands([float(q) for q in demand]), rules, objective="diversion")
    assert (plan.diverted, plan.benefit) == pytest.approx((most, total), abs=1e-5)


def test_a_forbidden_pair_is_not_matched():
    # Without S0-D0 the best is S1-D0 50 at 16 and S0-D1 40 at 15, or S1-D1 40 at 24 and S1-D0 10 at 16.
    plan = match(SUPPLY, DEMAND, ALL, forbid=[("S0", "D0")])
    cost = [-15.0, -16.0, -24.0]  # S0-D1, S1-D0, S1-D1
    rows, ends = [[1, 0, 0], [0, 1, 1], [0, 1, 0], [1, 0, 1]], [100.0, 50.0, 80.0, 40.0]
    assert plan.benefit == pytest.approx(-linprog(cost, A_ub=rows, b_ub=ends).fun)
    assert ["S0", "D0"] not in plan.matches[["supplier", "user"]].values.tolist()
    only = match(SUPPLY, DEMAND, fits([(0, 0)]), forbid=pd.DataFrame({"from": ["S0"], "to": ["D0"]}))
    assert statuses(only)["S0"] == "not allowed"
    assert "a forbidden pair" in only.unmatched.set_index("firm").loc["S0", "reason"]
    # The other direction is another pair.
    assert match(SUPPLY, DEMAND, ALL, forbid=[("D0", "S0")]).benefit == 2960.0
    with pytest.raises(UnknownNameError, match="firm 'S7'"):
        match(SUPPLY, DEMAND, ALL, forbid=[("S7", "D0")])


money = st.integers(0, 3000).map(lambda cents: cents / 100)
amounts = st.lists(st.integers(1, 9000).map(lambda kg: kg / 1000), min_size=1, max_size=4)


@settings(max_examples=50, deadline=None)
@given(supply=amounts, demand=amounts, data=st.data())
def test_match_equals_a_linear_program_written_by_hand(supply, demand, data):
    n, m = len(supply), len(demand)
    disposal = data.draw(st.lists(money, min_size=n, max_size=n))
    price = data.draw(st.lists(money, min_size=m, max_size=m))
    pairs = data.draw(
        st.lists(st.sampled_from([(i, j) for i in range(n) for j in range(m)]), min_size=1, unique=True)
    )
    cost = data.draw(st.lists(money, min_size=len(pairs), max_size=len(pairs)))
    left, right = supplies(supply, disposal_cost=disposal), demands(demand, price=price)
    plan = match(left, right, fits(pairs, treatment_cost=cost))
    saving = [price[j] + disposal[i] - c for (i, j), c in zip(pairs, cost, strict=True)]
    limits = [[float(i == k) for i, _ in pairs] for k in range(n)]
    limits += [[float(j == k) for _, j in pairs] for k in range(m)]
    wanted = linprog([-s for s in saving], A_ub=limits, b_ub=supply + demand)
    assert plan.benefit == pytest.approx(-wanted.fun, abs=1e-4)
    assert_nothing_is_lost(plan, left, right)


def test_the_figure_shows_plot_matching():
    axes = plot_matching(match(SUPPLY, DEMAND, ALL))
    assert axes.get_title(loc="left") == "80 % of 150 t/year finds a user"
    assert axes.get_xlabel() == "Quantity [t/year]"
    assert [bar.get_width() for bar in axes.patches] == [120, 30]
    assert "partners used up: 30" in alt_text(axes)


def whole_program(supply, demand, minimum, ratio, saving, content, limit):
    """Return the matrix program of a plan with mixtures, written from the definition, for every pair."""
    n, m = len(supply), len(demand)
    cells = [(i, j) for i in range(n) for j in range(m)]
    rows = [[float(i == k) for i, _ in cells] for k in range(n)]
    ends = list(supply)
    for sign, bounds in ((1.0, demand), (-1.0, [-least for least in minimum])):
        rows += [[sign * ratio[i][j] * (j == k) for i, j in cells] for k in range(m)]
        ends += list(bounds)
    # What a user gets holds, on average, no more than the limit: each amount weighs by itself.
    rows += [[(content[i] - limit[k]) * (j == k) for i, j in cells] for k in range(m)]
    ends += [0.0] * m
    return [-saving[i][j] for i, j in cells], np.array(rows), np.array(ends)


# The sixteenth case needs a delivery at a loss: it thins a mixture, and the rest can be sold.
DRAWN = [(seed, objective) for seed in range(25) for objective in ("benefit", "diversion")]


@pytest.mark.parametrize(("seed", "objective"), DRAWN)
def test_mixtures_smallest_amounts_and_ratios_equal_a_program_from_the_definition(seed, objective):
    random = np.random.default_rng(seed)
    n, m = random.integers(1, 5, 2)
    supply, demand = random.integers(5, 60, n).astype(float), random.integers(5, 60, m).astype(float)
    minimum = np.round(demand * random.choice([0, 0, 0.3], m), 3)
    content, limit = random.integers(0, 10, n).astype(float), random.integers(2, 9, m).astype(float)
    ratio = random.choice([0.5, 0.8, 1.0, 1.25], (n, m))
    price, disposal = random.integers(0, 40, m).astype(float), random.integers(0, 20, n).astype(float)
    treat = random.integers(0, 60, (n, m)).astype(float)
    saving = price[None, :] * ratio + disposal[:, None] - treat
    cost, rows, ends = whole_program(supply, demand, minimum, ratio, saving, content, limit)
    wanted = linprog(cost, A_ub=rows, b_ub=ends)
    left = supplies(supply, disposal_cost=disposal, dirt=content)
    right = demands(demand, price=price, minimum=minimum, dirt=limit)
    both = [(i, j) for i in range(n) for j in range(m)]
    rules = fits(
        both,
        treatment_cost=[treat[i, j] for i, j in both],
        substitution=[ratio[i, j] for i, j in both],
    )
    options = {"quality": {"dirt": "max"}, "blending": True, "objective": objective}
    if wanted.status == 2:
        with pytest.raises(UndefinedResult):
            match(left, right, rules, **options)
        return
    assert wanted.status == 0
    plan = match(left, right, rules, **options)
    if objective == "benefit":
        assert plan.benefit == pytest.approx(-wanted.fun, abs=1e-3)
        return
    most = linprog([-1.0] * len(both), A_ub=rows, b_ub=ends)
    assert plan.diverted == pytest.approx(-most.fun, abs=1e-4)
    held = linprog(cost, A_ub=np.vstack([rows, [-1.0] * len(both)]), b_ub=[*ends, most.fun + 1e-7])
    assert plan.benefit == pytest.approx(-held.fun, abs=1e-2)

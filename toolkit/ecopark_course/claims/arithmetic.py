"""What the limits of the standard imply when they are read together, and what elasticities mean."""

from __future__ import annotations

from ecopark import datasets, units
from ecopark_course.claims.core import Finding, Row, Said, agreement, claim, figure, row


def _line(code: str) -> Row:
    return row("hj274_2009", "indicators", code)


def _limit(code: str) -> float:
    """Return a limit of the standard, in the unit of its row."""
    return float(_line(code)["threshold"])


def _per_land(code: str, unit: str) -> float:
    """Return an amount at its limit for each area of land, where added value per land is at its limit."""
    amount = units.quantity(_limit(code), _line(code)["unit"]) * units.quantity(
        _limit("2.1"), _line("2.1")["unit"]
    )
    return units.magnitude(amount, unit)


def _limits_something(powers: dict[str, int]) -> bool:
    """Return whether a product of limits, each to its power, is itself a limit.

    It is one only if all its factors are bounded from the same side; a division turns a side round.
    """
    sides = {_line(code)["operator"].startswith("<") == (power > 0) for code, power in powers.items()}
    return len(sides) == 1


def _implied(said: Said, value: float, powers: dict[str, int], note: str = "") -> Finding:
    return Finding(value, "agrees" if _limits_something(powers) else "trap", said.unit, note=note)


@claim("limits-workers")
def _workers(said: Said) -> Finding:
    people = units.quantity(_limit("2.1"), _line("2.1")["unit"]) / units.quantity(
        _limit("1.1"), _line("1.1")["unit"]
    )
    return _implied(said, units.magnitude(people, said.unit), {"1.1": -1, "2.1": 1})


@claim("limits-energy")
def _energy(said: Said) -> Finding:
    return _implied(said, _per_land("2.2", said.unit), {"2.1": 1, "2.2": 1})


@claim("limits-water")
def _water(said: Said) -> Finding:
    return _implied(said, _per_land("2.4", said.unit), {"2.1": 1, "2.4": 1})


@claim("limits-wastewater")
def _wastewater(said: Said) -> Finding:
    intake = _limit("2.4") * figure("claims", "figures", "density_of_water")
    value = 100 * _limit("2.6") / intake
    note = f"That is {_per_land('2.6', 't/km2'):,.0f} t/km2 of wastewater."
    return Finding(value, agreement(value <= 100), said.unit, note=note)


@claim("limits-solid-waste")
def _solid_waste(said: Said) -> Finding:
    made = _per_land("2.7", said.unit)
    value = made * (1 - _limit("2.9") / 100)
    return _implied(said, value, {"2.1": 1, "2.7": 1, "2.9": -1}, f"Out of {made:,.0f} t/km2.")


@claim("limits-cod-and-so2")
def _cod_so2(said: Said) -> Finding:
    value, so2 = (_per_land(code, said.unit) for code in ("3.1", "3.3"))
    return _implied(said, value, {"2.1": 1, "3.1": 1, "3.3": 1}, f"SO2: {so2:,.0f} t/km2.")


@claim("limits-cod-concentration")
def _cod(said: Said) -> Finding:
    water = _limit("2.6") / figure("claims", "figures", "density_of_water")
    value = _limit("3.1") / water * units.factor("kg/m3", said.unit)
    return _implied(said, value, {"2.6": -1, "3.1": 1})


@claim("limits-water-reuse")
def _reuse(said: Said) -> Finding:
    fresh, ratio = _limit("2.4"), _limit("2.8") / 100
    value = fresh / (1 - ratio)
    # Reused water over all water is not reused water over fresh water.
    apart = _line("2.8")["denominator"] != "fresh_water"
    note = f"{value - fresh:.0f} of it are used again."
    return Finding(value, "trap" if apart else "agrees", said.unit, note=note)


def _growth_needed(cut: float, years: float) -> float:
    """Return the growth [%/year] that cuts intensity by a share [%] at the elasticity limit."""
    ratio, elasticity = (1 - cut / 100) ** (1 / years), _limit("2.3")
    return float(100 * (1 - ratio) / (ratio - elasticity))


def _intensity_falls(growth: float) -> float:
    """Return the yearly fall of intensity [%/year] at a growth [%/year] and the elasticity limit."""
    return 100 * (1 - (1 + _limit("2.3") * growth / 100) / (1 + growth / 100))


def _plan(name: str) -> Row:
    return row("participation", "five_year_plan_targets", name)


def _illustration(name: str) -> float:
    return figure("claims", "figures", name)


@claim("elasticity-pace")
def _pace(said: Said) -> Finding:
    low, value, high = (
        _intensity_falls(_illustration(f"growth_{name}")) for name in ("slow", "middle", "fast")
    )
    note = f"At {_illustration('growth_middle'):.0f} % growth; the range is for slower and faster growth."
    return Finding(value, "trap" if low < value < high else "agrees", said.unit, low, high, note)


@claim("elasticity-growth-for-2015")
def _growth_2015(said: Said) -> Finding:
    goal = _plan("carbon_intensity_2015")
    years = goal["target_year"] - goal["start_year"] + 1
    value = _growth_needed(goal["low"], years)
    slow = 100 * (1 - (1 - _intensity_falls(_illustration("growth_slow")) / 100) ** years)
    note = f"At {_illustration('growth_slow'):.0f} % growth the cut is {slow:.1f} %."
    return Finding(value, "trap" if slow < goal["low"] else "agrees", said.unit, note=note)


@claim("elasticity-growth-for-2020")
def _growth_2020(said: Said) -> Finding:
    goal = _plan("carbon_intensity_2020")
    years = goal["target_year"] - goal["base_year"]
    low, high = (_growth_needed(goal[end], years) for end in ("low", "high"))
    slow = 100 * (1 - (1 - _intensity_falls(_illustration("growth_slow")) / 100) ** years)
    return Finding(None, "trap" if slow < goal["low"] else "agrees", said.unit, low, high)


@claim("elasticity-yearly-or-total")
def _cumulative(said: Said) -> Finding:
    energy, value_added = _illustration("energy_growth"), _illustration("added_value_growth")
    yearly = energy / value_added
    total = [(1 + growth / 100) ** _illustration("growth_years") - 1 for growth in (energy, value_added)]
    value, limit = total[0] / total[1], _limit("2.3")
    flips = not yearly < limit and value < limit
    return Finding(value, "trap" if flips else "agrees", said.unit, note=f"From yearly growth {yearly:.2f}.")


@claim("elasticity-in-recession")
def _recession(said: Said) -> Finding:
    energy, driver = _illustration("recession_energy"), _illustration("recession_added_value")
    value = energy / driver
    signs = tuple(1 if growth > 0 else -1 for growth in (energy, driver))
    states = [
        x["label_en"]
        for x in datasets.rows("tapio", "states")
        if (x["quantity_growth_sign"], x["driver_growth_sign"]) == signs
        and (x["elasticity_low"] is None or value >= x["elasticity_low"])
        and (x["elasticity_high"] is None or value < x["elasticity_high"])
    ]
    worst = value < _limit("2.3") and states == ["strong negative decoupling"]
    return Finding(value, "trap" if worst else "agrees", said.unit, note=f"The state is {', '.join(states)}.")

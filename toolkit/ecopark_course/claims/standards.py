"""Claims on the indicator systems and the guidelines, and what the limits of the standard imply."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ecopark import datasets, units
from ecopark.decoupling import state
from ecopark.elasticity import required_growth
from ecopark.errors import UnknownNameError
from ecopark_course.claims.statements import Claims, Finding, figure, join, row, text

__all__ = ["check_arithmetic", "check_indicators", "check_planning"]


def check_indicators(claims: Claims) -> Iterator[Finding]:
    """Check the claims on the indicator systems: how many rows, which rows, under which names."""
    table1, circular, isc = (
        datasets.rows(package, "indicators")
        for package in ("hj274_2009", "cepz_ctip_2012", "isc_low_carbon_2012")
    )
    coverage = datasets.rows("crosswalk", "coverage")

    # The standard of 2009: its rows, the deleted one, the row that is printed as 4.0.
    yield claims["table1-rows"].finding(len(table1))
    original, deleted = (
        figure("claims", "figures", f"hj274_rows_{name}") for name in ("original", "deleted")
    )
    note = f"{original:.0f} at first; {len(table1)} are printed."
    yield claims["hj274-one-row-missing"].finding(
        original - deleted, note=note, puzzle=original - deleted != len(table1)
    )
    figures = datasets.rows("claims", "figures")
    tables = "tables of indicators that the report prints for the standard"
    printed = sum(x["value"] for x in figures if x["quantity"] == tables)
    yield claims["three-standards"].finding(printed, puzzle=printed < claims["three-standards"].value)
    words = {x["code"]: set(x["name_printed"].split()) for x in table1}
    code = claims["row-4-0"].text
    twins = [other for other in words if other != code and words[str(code)] <= words[other]]
    yield claims["row-4-0"].finding(join(twins) or None, puzzle=bool(twins))

    # Tables 3 and 4 compare the systems, but do not print all rows.
    listed = {
        "comparison-eip": ("hj274-2009", round(claims["comparison-eip"].value)),
        "comparison-circular": ("cepz-ctip-2012", len(circular)),
    }
    for name, (system, number) in listed.items():
        rows = [x for x in coverage if x["system"] == system]
        lost = [x["code"] for x in rows if x["printed_in"] == "not printed"]
        note = f"Rows that are not printed: {join(lost) or 'none'}."
        printed_rows = len(rows) - len(lost)
        yield claims[name].finding(printed_rows, note=note, agrees=printed_rows == number)
    table4 = [x for x in coverage if x["printed_in"] == "Table 4"]
    wrong = [x for x in table4 if x["correction"] == "row head mislabelled"]
    note = f"Table 4 prints {len(table4)} rows."
    yield claims["table4-row-heads"].finding(len(wrong), note=note, agrees=not wrong)

    # The circular system. One new row in ten would still pass as nearly identical.
    new = [x for x in circular if x["new_in_last_version"]]
    share = 100 * len(new) / len(circular)
    note = f"{len(new)} of {len(circular)} rows are new."
    yield claims["circular-nearly-identical"].finding(share, note=note, agrees=share <= 10)
    pollution = {x["id"] for x in datasets.rows("crosswalk", "concepts") if x["category"] == "Pollution"}
    codes = [x["code"] for x in coverage if x["system"] == "cepz-ctip-2012" and x["concept"] in pollution]
    note = f"Rows on pollution: {join(codes) or 'none'}."
    yield claims["circular-lacks-pollution"].finding(len(codes), note=note, agrees=not codes)

    # The low-carbon systems.
    yield claims["isc-rows"].finding(len(isc))
    rows = [x for x in coverage if x["system"] == "isc-low-carbon-2012"]
    concepts = [x["concept"] for x in rows]
    twice = [x["code"] for x in rows if concepts.count(x["concept"]) > 1]
    note = f"Rows about the same: {join(twice) or 'none'}."
    yield claims["isc-near-duplicate"].finding(len(set(concepts)), note=note, trap=bool(twice))
    claim = claims["second-low-carbon-system"]
    isc_categories, chongqing_categories = (
        figure("claims", "figures", f"{name}_categories") for name in ("isc", "chongqing")
    )
    same_categories = isc_categories == chongqing_categories
    yield claim.finding(len(isc), puzzle=same_categories and len(isc) != claim.value)

    # Names: categories in the text, and the standard for energy management.
    categories = {x["category"].casefold() for x in table1}
    in_text = [x["text"] for x in figures if x["quantity"] == "category of indicators as named in the text"]
    unknown = [name for name in in_text if name.casefold() not in categories]
    note = f"Not in the table: {join(unknown) or 'none'}."
    yield claims["category-names"].finding(len(unknown), note=note, agrees=not unknown)
    topics = [
        x
        for x in datasets.rows("trainings", "training_topics")
        if x["theme"] == "energy" and "ISO 14001" in x["topic"]
    ]
    requirement = text("programs", "additional_requirements", "iso_14001", "requirement")
    is_wrong = bool(topics) and "environmental management system" in requirement
    yield claims["iso-14001-for-energy"].finding(len(topics), agrees=not is_wrong)

    # What the standard kept of the guidelines of 2003.
    survivors = datasets.rows("crosswalk", "survivors")
    kept = {x["sepa_group"] for x in survivors if x["match"] != "none"} - {None}
    yield claims["guideline-groups"].finding(len(kept))
    orphans = [x for x in survivors if x["match"] == "none"]
    only_there, only_here = ([x[column] for x in orphans if x[column]] for column in ("sepa_code", "hj_code"))
    note = f"Only in the guidelines: {join(only_there)}. Only in the table: {join(only_here)}."
    yield claims["guideline-orphans"].finding(len(only_there), note=note, trap=bool(only_there and only_here))

    # A lost superscript: 10^4 printed as 104.
    energy = row("hj274_2009", "indicators", "2.2")
    read, meant = re.search(r"/(\d+) ", energy["unit_printed"]), re.search(r"/(\d+)\^(\d+) ", energy["unit"])
    if read is None or meant is None:
        units_of_row = [energy["unit_printed"], energy["unit"]]
        raise UnknownNameError("power of ten in the unit of row", "2.2", units_of_row)
    value = int(meant[1]) ** int(meant[2]) / int(read[1])
    yield claims["lost-superscript"].finding(value, trap=value != 1)


def check_planning(claims: Claims) -> Iterator[Finding]:
    """Check the claims on the planning guidelines of 2003."""
    energy = row("planning", "figures", "energy_remaining_or_saved")
    cut_to, cut_by = energy["value"], 100 - energy["value"]
    is_trap = energy["certainty"] == "ambiguous" and cut_to == cut_by
    between = min(cut_to, cut_by), max(cut_to, cut_by)
    yield claims["energy-50-percent"].finding(cut_by, between, trap=is_trap, puzzle=not is_trap)

    claim, term = claims["middle-water"], row("planning", "water_terms", "middle_water")
    is_literal = term["term_zh"] is not None and term["meaning"] != claim.text
    yield claim.finding(term["meaning"], note=f"The Chinese term is {term['term_zh']}.", trap=is_literal)
    grades, classes = (
        {x["name_printed"] for x in datasets.rows("planning", table)}
        for table in ("water_grades", "water_terms")
    )
    note = f"{len(grades)} grades and {len(classes)} classes are named."
    yield claims["water-grades-and-classes"].finding(
        len(grades & classes), note=note, puzzle=bool(grades - classes and classes - grades)
    )

    yield claims["four-index-groups"].finding(len({x["group"] for x in datasets.rows("planning", "indices")}))
    levels = text("planning", "integrations", "material", "levels").split(";")
    yield claims["three-levels-of-material"].finding(len(levels))
    indices = datasets.rows("sepa_2003", "indicators")
    limits = sum(x["threshold"] is not None for x in indices)
    note = f"{len(indices)} indices are named."
    yield claims["no-limits-in-guidelines"].finding(limits, note=note, trap=bool(indices) and limits == 0)


def check_arithmetic(claims: Claims) -> Iterator[Finding]:
    """Check what the limits of the standard imply when they are read together."""
    standard = {x["code"]: x for x in datasets.rows("hj274_2009", "indicators")}
    limit = {code: x["threshold"] for code, x in standard.items()}
    amount = {
        code: units.quantity(limit[code], standard[code]["unit"])
        for code in ("1.1", "2.1", "2.2", "2.4", "2.6", "2.7", "3.1", "3.3")
    }

    def illustration(name: str) -> float:
        return figure("claims", "figures", name)

    def is_no_limit(*numerators: str, below: str = "") -> bool:
        """Tell whether a product of limits is no limit: not all its factors are bounded from one side.

        A division turns a side round.
        """
        sides = {standard[code]["operator"].startswith("<") for code in numerators}
        sides |= {not standard[code]["operator"].startswith("<") for code in below.split()}
        return len(sides) > 1

    # Amounts per land, if added value per land is at its limit too.
    claim = claims["limits-workers"]
    workers = units.magnitude(amount["2.1"] / amount["1.1"], claim.unit)
    yield claim.finding(workers, trap=is_no_limit("2.1", below="1.1"))
    for name, code in {"limits-energy": "2.2", "limits-water": "2.4"}.items():
        value = units.magnitude(amount[code] * amount["2.1"], claims[name].unit)
        yield claims[name].finding(value, trap=is_no_limit("2.1", code))
    claim = claims["limits-solid-waste"]
    waste = units.magnitude(amount["2.7"] * amount["2.1"], claim.unit)
    yield claim.finding(
        waste * (1 - limit["2.9"] / 100),
        note=f"Out of {waste:,.0f} t/km2.",
        trap=is_no_limit("2.1", "2.7", below="2.9"),
    )
    claim = claims["limits-cod-and-so2"]
    cod, so2 = (units.magnitude(amount[code] * amount["2.1"], claim.unit) for code in ("3.1", "3.3"))
    yield claim.finding(cod, note=f"SO2: {so2:,.0f} t/km2.", trap=is_no_limit("2.1", "3.1", "3.3"))

    # Water: what leaves of what comes in, how dirty it is, how often it is used.
    density = illustration("density_of_water")
    value = 100 * limit["2.6"] / (limit["2.4"] * density)
    wastewater = units.magnitude(amount["2.6"] * amount["2.1"], "t/km2")
    note = f"That is {wastewater:,.0f} t/km2 of wastewater."
    yield claims["limits-wastewater"].finding(value, note=note, agrees=value <= 100)
    claim = claims["limits-cod-concentration"]
    value = limit["3.1"] / (limit["2.6"] / density) * units.factor("kg/m3", claim.unit)
    yield claim.finding(value, trap=is_no_limit("3.1", below="2.6"))
    fresh = limit["2.4"]
    value = fresh / (1 - limit["2.8"] / 100)
    # Reused water over all water is not reused water over fresh water.
    yield claims["limits-water-reuse"].finding(
        value,
        note=f"{value - fresh:.0f} of it are used again.",
        trap=standard["2.8"]["denominator"] != "fresh_water",
    )

    # Intensity [%/year] at the limit of the elasticity coefficient, at slow, middle and fast growth.
    elasticity = limit["2.3"]
    growth = {pace: illustration(f"growth_{pace}") for pace in ("slow", "middle", "fast")}
    falls = {pace: 100 * (1 - (1 + elasticity * g / 100) / (1 + g / 100)) for pace, g in growth.items()}
    low, value, high = falls.values()
    note = f"At {growth['middle']:.0f} % growth; the range is for slower and faster growth."
    yield claims["elasticity-pace"].finding(value, (low, high), note, trap=low < value < high)
    plan, pledge = (
        row("participation", "five_year_plan_targets", f"carbon_intensity_{year}") for year in (2015, 2020)
    )
    years = plan["target_year"] - plan["start_year"] + 1
    cut = 100 * (1 - (1 - falls["slow"] / 100) ** years)
    note = f"At {growth['slow']:.0f} % growth the cut is {cut:.1f} %."
    needed = 100 * required_growth(elasticity, -plan["low"] / 100, years)
    yield claims["elasticity-growth-for-2015"].finding(needed, note=note, trap=cut < plan["low"])
    years = pledge["target_year"] - pledge["base_year"]
    cut = 100 * (1 - (1 - falls["slow"] / 100) ** years)
    low, high = (100 * required_growth(elasticity, -pledge[end] / 100, years) for end in ("low", "high"))
    yield claims["elasticity-growth-for-2020"].finding(None, (low, high), trap=cut < pledge["low"])

    # One elasticity from yearly growth, another one from growth over all years; and one in a recession.
    energy, value_added = illustration("energy_growth"), illustration("added_value_growth")
    yearly = energy / value_added
    total = [(1 + rate / 100) ** illustration("growth_years") - 1 for rate in (energy, value_added)]
    value, note = total[0] / total[1], f"From yearly growth {yearly:.2f}."
    yield claims["elasticity-yearly-or-total"].finding(value, note=note, trap=yearly >= elasticity > value)
    energy, value_added = illustration("recession_energy"), illustration("recession_added_value")
    value, decoupling = energy / value_added, state(energy / 100, value_added / 100).replace("_", " ")
    is_worst = value < elasticity and decoupling == "strong negative decoupling"
    yield claims["elasticity-in-recession"].finding(value, note=f"The state is {decoupling}.", trap=is_worst)

"""Claims on the indicator systems and the guidelines, and the consequences of the standard's limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from ecopark import units
from ecopark.decoupling import state
from ecopark.elasticity import required_growth
from ecopark_course.claims.statements import Claims, Row, join

__all__ = ["check_arithmetic", "check_indicators", "check_planning"]


def _codes(codes: list[str], values: list[str], wanted: set[str]) -> list[str]:
    """Return the codes of the rows whose value is a wanted one."""
    return [code for code, value in zip(codes, values, strict=True) if value in wanted]


def check_indicators(claims: Claims, x: SimpleNamespace) -> Iterator[Row]:
    """Check the claims on the indicator systems: how many rows, which rows, under which names."""
    check = claims.check
    # The standard of 2009: its rows, the deleted one, the row that is printed as 4.0.
    rows, left = len(x.eip_codes), x.hj274_rows_original - x.hj274_rows_deleted
    yield check("table1-rows", rows)
    yield check("hj274-one-row-missing", left, puzzle=left != rows, original=x.hj274_rows_original, rows=rows)
    printed = sum(x.tables_printed)
    yield check("three-standards", printed, puzzle=printed < claims["three-standards"].value)
    words = {code: set(name.split()) for code, name in zip(x.eip_codes, x.eip_names, strict=True)}
    printed_row = str(claims["row-4-0"].stated)
    twins = [code for code in words if code != printed_row and words[printed_row] <= words[code]]
    yield check("row-4-0", join(twins), puzzle=bool(twins))

    # Tables 3 and 4 compare the systems, but do not print all rows.
    lost = _codes(x.eip_compared, x.eip_printed_in, {"not printed"})
    yield check("comparison-eip", len(x.eip_compared) - len(lost), lost=join(lost))
    lost = _codes(x.circular_compared, x.circular_printed_in, {"not printed"})
    kept, listed = len(x.circular_compared) - len(lost), len(x.circular_codes)
    yield check("comparison-circular", kept, agrees=kept == listed, lost=join(lost))
    wrong, rows = x.table4_corrections.count("row head mislabelled"), len(x.table4_corrections)
    yield check("table4-row-heads", wrong, agrees=not wrong, rows=rows)

    # The circular system. One new row in ten would still pass as nearly identical.
    new, listed = sum(x.circular_new), len(x.circular_new)
    share = 100 * new / listed
    yield check("circular-nearly-identical", share, agrees=share <= 10, new=new, listed=listed)
    codes = _codes(x.circular_compared, x.circular_concepts, set(x.pollution_concepts))
    yield check("circular-lacks-pollution", len(codes), agrees=not codes, codes=join(codes))

    # The low-carbon systems.
    rows, different = len(x.isc_codes), len(set(x.isc_concepts))
    yield check("isc-rows", rows)
    repeated = {concept for concept in x.isc_concepts if x.isc_concepts.count(concept) > 1}
    twice = _codes(x.isc_compared, x.isc_concepts, repeated)
    yield check("isc-near-duplicate", different, trap=bool(twice), twice=join(twice))
    stated = claims["second-low-carbon-system"].value
    is_open = x.isc_categories == x.chongqing_categories and rows != stated
    yield check("second-low-carbon-system", rows, puzzle=is_open)

    # Names: categories in the text, and the standard for energy management.
    known = {category.casefold() for category in x.eip_categories}
    unknown = [name for name in x.categories_in_text if name.casefold() not in known]
    yield check("category-names", len(unknown), agrees=not unknown, unknown=join(unknown))
    trainings = sum("ISO 14001" in topic for topic in x.energy_topics)
    is_wrong = trainings > 0 and "environmental management system" in x.iso_14001
    yield check("iso-14001-for-energy", trainings, agrees=not is_wrong)

    # What the standard kept of the guidelines of 2003.
    matches = zip(x.guideline_groups, x.guideline_matches, strict=True)
    yield check("guideline-groups", len({group for group, match in matches if match != "none" and group}))
    there, here = (list(filter(None, codes)) for codes in (x.only_in_guidelines, x.only_in_standard))
    both = bool(there and here)
    yield check("guideline-orphans", len(there), trap=both, there=join(there), here=join(here))

    # A lost superscript: 10^4 printed as 104.
    base, power = re.findall(r"/(\d+)\^(\d+) ", x.unit_2_2)[0]
    value = int(base) ** int(power) / int(re.findall(r"/(\d+) ", x.unit_printed_2_2)[0])
    yield check("lost-superscript", value, trap=value != 1)


def check_planning(claims: Claims, x: SimpleNamespace) -> Iterator[Row]:
    """Check the claims on the planning guidelines of 2003."""
    check = claims.check
    cut_to = claims["energy-50-percent"].value
    cut_by = 100 - cut_to
    same = x.energy_certainty == "ambiguous" and cut_to == cut_by
    between = (min(cut_to, cut_by), max(cut_to, cut_by))
    yield check("energy-50-percent", cut_by, between, trap=same, puzzle=not same)
    printed = claims["middle-water"].stated
    is_literal = x.middle_water_term is not None and x.middle_water_meaning != printed
    yield check("middle-water", x.middle_water_meaning, trap=is_literal, term=x.middle_water_term)
    grades, classes = set(x.water_grades), set(x.water_classes)
    is_open, sizes = bool(grades - classes and classes - grades), (len(grades), len(classes))
    yield check("water-grades-and-classes", len(grades & classes), puzzle=is_open, sizes=sizes)
    yield check("four-index-groups", len(set(x.index_group_of_rows)))
    yield check("three-levels-of-material", len(x.material_level_names.split(";")))
    limits, indices = sum(limit is not None for limit in x.guideline_limits), len(x.guideline_limits)
    yield check("no-limits-in-guidelines", limits, trap=limits == 0 < indices, indices=indices)


def check_arithmetic(claims: Claims, x: SimpleNamespace) -> Iterator[Row]:
    """Check the consequences of the standard's limits when they are read together."""
    check, cells = claims.check, vars(x)

    def amount(row: str) -> Any:
        return units.quantity(cells[f"limit_{row}"], cells[f"unit_{row}"])

    def is_no_limit(*numerators: str, below: str = "") -> bool:
        """Tell whether a product of limits is no limit: not all its factors are bounded from one side.

        A division turns a side round.
        """
        sides = {cells[f"operator_{row}"].startswith("<") for row in numerators}
        sides |= {not cells[f"operator_{row}"].startswith("<") for row in below.split()}
        return len(sides) > 1

    # Amounts per land, if added value per land is at its limit too.
    land = amount("2_1")
    workers = units.magnitude(land / amount("1_1"), "person/km2")
    yield check("limits-workers", workers, trap=is_no_limit("2_1", below="1_1"))
    energy = units.magnitude(amount("2_2") * land, "tce/km2")
    yield check("limits-energy", energy, trap=is_no_limit("2_1", "2_2"))
    water = units.magnitude(amount("2_4") * land, "m3/km2")
    yield check("limits-water", water, trap=is_no_limit("2_1", "2_4"))
    waste, cod, so2, wastewater = (
        units.magnitude(amount(row) * land, "t/km2") for row in ("2_7", "3_1", "3_3", "2_6")
    )
    not_reused, no_limit = waste * (1 - x.limit_2_9 / 100), is_no_limit("2_1", "2_7", below="2_9")
    yield check("limits-solid-waste", not_reused, trap=no_limit, waste=waste)
    yield check("limits-cod-and-so2", cod, trap=is_no_limit("2_1", "3_1", "3_3"), so2=so2)

    # Water: what leaves of what comes in, how dirty it is, how often it is used.
    outlet = 100 * x.limit_2_6 / (x.limit_2_4 * x.density_of_water)
    yield check("limits-wastewater", outlet, agrees=outlet <= 100, wastewater=wastewater)
    concentration = x.limit_3_1 / (x.limit_2_6 / x.density_of_water) * units.factor("kg/m3", "mg/L")
    yield check("limits-cod-concentration", concentration, trap=is_no_limit("3_1", below="2_6"))
    # Reused water over all water is not reused water over fresh water.
    used, other_base = x.limit_2_4 / (1 - x.limit_2_8 / 100), x.denominator_2_8 != "fresh_water"
    yield check("limits-water-reuse", used, trap=other_base, again=used - x.limit_2_4)

    # Intensity [%/year] at the limit of the elasticity coefficient, at slow, middle and fast growth.
    limit, growth = x.limit_2_3, (x.growth_slow, x.growth_middle, x.growth_fast)
    low, middle, high = (100 * (1 - (1 + limit * g / 100) / (1 + g / 100)) for g in growth)
    yield check("elasticity-pace", middle, (low, high), trap=low < middle < high, growth=growth[1])
    years = x.plan_2015_target_year - x.plan_2015_start_year + 1
    needed = 100 * required_growth(limit, -x.plan_2015_low / 100, years)
    cut = 100 * (1 - (1 - low / 100) ** years)
    yield check("elasticity-growth-for-2015", needed, trap=cut < x.plan_2015_low, slow=growth[0], cut=cut)
    years = x.pledge_2020_target_year - x.pledge_2020_base_year
    ends, cut = (x.pledge_2020_low, x.pledge_2020_high), 100 * (1 - (1 - low / 100) ** years)
    low, high = (100 * required_growth(limit, -end / 100, years) for end in ends)
    yield check("elasticity-growth-for-2020", None, (low, high), trap=cut < x.pledge_2020_low)

    # One elasticity from yearly growth, another one from growth over all years; and one in a recession.
    energy, value_added = x.energy_growth / 100, x.added_value_growth / 100
    total = ((1 + energy) ** x.growth_years - 1) / ((1 + value_added) ** x.growth_years - 1)
    yearly = energy / value_added
    yield check("elasticity-yearly-or-total", total, trap=yearly >= limit > total, yearly=yearly)
    energy, value_added = x.recession_energy / 100, x.recession_added_value / 100
    coefficient, words = energy / value_added, state(energy, value_added).replace("_", " ")
    is_worst = coefficient < limit and words == "strong negative decoupling"
    yield check("elasticity-in-recession", coefficient, trap=is_worst, state=words)

"""What a good DuckDB user writes for the wide table: plain SQL."""

from __future__ import annotations

from ecopark.standards import Indicator, Standard

DRIVER, CONSTANT = "industrial_added_value", "industrial_added_value_constant"
_CLOSE = 1e-9


def wide(panel: str, rules: Standard, columns: list[str]) -> str:
    """Return the query of the panel with value, status and gap of each indicator beside it."""
    growing = [i.numerator_columns[0] for i in rules.computable if i.kind == "elasticity"]
    floats = list(dict.fromkeys([CONSTANT, *rules.required_columns]))
    casts = ", ".join(f"{n}::DOUBLE AS {n}" for n in floats)
    kept = list(dict.fromkeys([*growing, DRIVER, CONSTANT]))
    firsts = ", ".join(f"{n}::DOUBLE AS first_{n}" for n in kept)
    values = ", ".join(f'{value(i)} AS "value_{i.code}"' for i in rules.computable)
    verdicts = ", ".join(f'"value_{i.code}", {verdict(i)}' for i in rules.computable)
    return f"""
    WITH own AS (SELECT * REPLACE ({casts}) FROM {panel}),
    base AS (
        SELECT zone, year AS first_year, {firsts} FROM {panel}
        SEMI JOIN (SELECT zone, min(year) AS year FROM {panel} GROUP BY zone) USING (zone, year)
    ),
    joined AS (
        SELECT own.*, base.* EXCLUDE (zone),
            CASE WHEN first_{CONSTANT} IS NULL THEN {DRIVER} ELSE {CONSTANT} END AS driver_now,
            coalesce(first_{CONSTANT}, first_{DRIVER}) AS driver_then,
            CASE WHEN year > first_year THEN 1.0::DOUBLE / (year - first_year) END AS root
        FROM own LEFT JOIN base ON own.zone = base.zone
    ),
    grown AS (SELECT *, pow(driver_now / nullif(driver_then, 0), root) - 1 AS growth FROM joined),
    valued AS (SELECT *, {values} FROM grown)
    SELECT {", ".join(columns)}, {verdicts} FROM valued
    """


def value(i: Indicator) -> str:
    """Return the value of an indicator, null where there is none."""
    if i.kind == "elasticity":
        name = i.numerator_columns[0]
        return f"(pow({name} / nullif(first_{name}, 0), root) - 1) / nullif(growth, 0)"
    above = " + ".join(i.numerator_columns)
    return (
        f"({above}) / nullif({' + '.join(i.denominator_columns)}, 0) * {i.scale}"
        if i.denominator_columns
        else f"({above}) * {i.scale}"
    )


def verdict(i: Indicator) -> str:
    """Return the status of an indicator and its gap to the threshold."""
    known, limit = f'"value_{i.code}"', i.threshold or 0.0
    sign = 1 if i.operator[0] == ">" else -1
    gap = f"({known} - {limit}) * {sign / abs(limit or 1)}::DOUBLE"
    passed = f"{gap} >= {-_CLOSE}" if i.operator.endswith("=") else f"{gap} > {_CLOSE}"
    needed = list(i.columns)
    if i.kind == "elasticity":
        needed = [i.numerator_columns[0], f"first_{i.numerator_columns[0]}", "driver_now", "driver_then"]
    absent = "(" + " OR ".join(f"{n} IS NULL" for n in needed) + ")"
    if i.kind == "elasticity":
        absent += " AND root IS NOT NULL"
    return f"""CASE WHEN {known} IS NOT NULL THEN CASE WHEN {passed} THEN 'pass' ELSE 'fail' END
        WHEN {absent} THEN 'missing' ELSE 'undefined' END AS "status_{i.code}", {gap} AS "gap_{i.code}\""""

"""What a good polars user writes for the wide table."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ecopark.standards import Indicator, Standard

DRIVER, CONSTANT = "industrial_added_value", "industrial_added_value_constant"
STATUS = pl.Enum(["pass", "fail", "missing", "undefined", "not applicable"])
_CLOSE = 1e-9


def wide(panel: pl.LazyFrame, rules: Standard) -> pl.LazyFrame:
    """Return the panel with value, status and gap of each indicator, as one query."""
    growing = [i.numerator_columns[0] for i in rules.computable if i.kind == "elasticity"]
    names = panel.collect_schema().names()
    firsts = [*dict.fromkeys([*growing, DRIVER, CONSTANT])]
    numbers = pl.col(CONSTANT, *rules.required_columns, *[f"first_{n}" for n in firsts]).cast(pl.Float64)
    judged = (
        with_first(panel, firsts)
        .with_columns(numbers)
        .with_columns(
            pl.when(pl.col("first_" + CONSTANT).is_null()).then(DRIVER).otherwise(CONSTANT).alias("now"),
            pl.coalesce("first_" + CONSTANT, "first_" + DRIVER).alias("then"),
            (1 / (pl.col("year") - pl.col("first_year"))).alias("root"),
        )
    )
    judged = judged.with_columns(((pl.col("now") / pl.col("then")) ** pl.col("root") - 1).alias("growth"))
    values = [value(i).alias(f"value_{i.code}") for i in rules.computable]
    results = [column for i in rules.computable for column in verdict(i)]
    return (
        judged.with_columns(values)
        .with_columns(results)
        .select(
            *names,
            *[f"{part}_{i.code}" for i in rules.computable for part in ("value", "status", "gap")],
        )
    )


def with_first(panel: pl.LazyFrame, names: list[str]) -> pl.LazyFrame:
    """Return the panel with each zone's first year, and its values in that year, beside it."""
    first = panel.group_by("zone").agg(pl.col("year").min().alias("first_year"))
    values = [pl.col(n).alias(f"first_{n}") for n in names]
    base = panel.select("zone", pl.col("year").alias("first_year"), *values).join(
        first, on=["zone", "first_year"], how="semi", build_side="force_right"
    )
    return panel.join(base, on="zone", how="left", build_side="force_right")


def value(i: Indicator) -> pl.Expr:
    """Return the value of an indicator, null where there is none."""
    if i.kind == "elasticity":
        name = i.numerator_columns[0]
        growth = (pl.col(name) / pl.col(f"first_{name}")) ** pl.col("root") - 1
        defined = (pl.col("root").is_finite()) & (pl.col(f"first_{name}") != 0) & (pl.col("then") != 0)
        return pl.when(defined & (pl.col("growth") != 0)).then(growth / pl.col("growth"))
    above = pl.sum_horizontal(*i.numerator_columns, ignore_nulls=False).cast(pl.Float64)
    if i.kind == "ratio":
        below = pl.sum_horizontal(*i.denominator_columns, ignore_nulls=False).cast(pl.Float64)
        return pl.when(below != 0).then(above / below * i.scale)
    return above * i.scale


def verdict(i: Indicator) -> Iterator[pl.Expr]:
    """Yield the status of an indicator and its gap to the threshold."""
    known, limit = pl.col(f"value_{i.code}"), i.threshold or 0.0
    sign = 1 if i.operator[0] == ">" else -1
    gap = (known - limit) * (sign / abs(limit or 1))
    passed = gap >= -_CLOSE if i.operator.endswith("=") else gap > _CLOSE
    needed = (
        [i.numerator_columns[0], f"first_{i.numerator_columns[0]}", "now", "then"]
        if i.kind == "elasticity"
        else [*i.numerator_columns, *i.denominator_columns]
    )
    absent = pl.any_horizontal(pl.col(n).is_null() for n in needed)
    started = pl.col("root").is_finite() if i.kind == "elasticity" else pl.lit(True)
    yield (
        pl.when(known.is_not_null())
        .then(pl.when(passed).then(pl.lit("pass", STATUS)).otherwise(pl.lit("fail", STATUS)))
        .when(absent & started)
        .then(pl.lit("missing", STATUS))
        .otherwise(pl.lit("undefined", STATUS))
        .alias(f"status_{i.code}")
    )
    yield gap.alias(f"gap_{i.code}")

"""What pandas users write: the wide table column by column, and the long table by melting it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ecopark.standards import Indicator, Standard

DRIVER, CONSTANT = "industrial_added_value", "industrial_added_value_constant"
STATUSES = ["pass", "fail", "missing", "undefined", "not applicable"]


def wide(panel: pd.DataFrame, rules: Standard) -> pd.DataFrame:
    """Return the panel with value, status (a category) and gap of each indicator beside it."""
    first = panel.loc[panel.groupby("zone")["year"].transform("idxmin")].reset_index(drop=True)
    known = first[CONSTANT].notna()
    now = panel[CONSTANT].where(known, panel[DRIVER])
    then = first[CONSTANT].where(known, first[DRIVER])
    years = (panel["year"] - first["year"]).where(lambda n: n > 0)
    driver = (now / then) ** (1 / years) - 1
    results = {}
    for i in rules.computable:
        if i.kind == "elasticity":
            growth = (panel[i.numerator_columns[0]] / first[i.numerator_columns[0]]) ** (1 / years) - 1
            value, absent = growth / driver, panel[i.numerator_columns[0]].isna() | now.isna()
        else:
            value, absent = ratio(panel, i)
        value = value.where(np.isfinite(value))
        limit = i.threshold or 0.0
        gap = (value - limit) * ((1 if i.operator[0] == ">" else -1) / abs(limit or 1))
        passed = gap >= -1e-9 if i.operator.endswith("=") else gap > 1e-9
        codes = np.where(value.isna(), np.where(absent, 2, 3), np.where(passed, 0, 1))
        results[f"value_{i.code}"] = value
        results[f"status_{i.code}"] = pd.Categorical.from_codes(codes, STATUSES)
        results[f"gap_{i.code}"] = gap
    return pd.concat([panel, pd.DataFrame(results)], axis=1)


def ratio(panel: pd.DataFrame, i: Indicator) -> tuple[pd.Series, pd.Series]:
    """Return the value of a ratio or a plain column, and where a number is missing."""
    above = panel[list(i.numerator_columns)].astype(float).sum(axis=1, skipna=False)
    if not i.denominator_columns:
        return above * i.scale, above.isna()
    below = panel[list(i.denominator_columns)].astype(float).sum(axis=1, skipna=False)
    return above / below * i.scale, above.isna() | below.isna()


def row_by_row(panel: pd.DataFrame, rules: Standard) -> pd.DataFrame:
    """Return value and status of each indicator, with ``apply`` over the rows: what beginners write."""
    first = panel.groupby("zone").first()

    def judged(row: pd.Series) -> pd.Series:
        start, found = first.loc[row["zone"]], {}
        driver = CONSTANT if pd.notna(start[CONSTANT]) else DRIVER
        for i in rules.computable:
            if i.kind == "elasticity":
                value = grown(row, start, i.numerator_columns[0]) / grown(row, start, driver)
            else:
                above, below = (
                    sum(float(row[n]) for n in names)
                    for names in (i.numerator_columns, i.denominator_columns)
                )
                value = above / below * i.scale if i.denominator_columns and below else above * i.scale
            good = value >= i.threshold if i.operator[0] == ">" else value <= i.threshold
            found[f"value_{i.code}"] = value
            found[f"status_{i.code}"] = "missing" if np.isnan(value) else "pass" if good else "fail"
        return pd.Series(found)

    with np.errstate(divide="ignore", invalid="ignore"):
        return panel.join(panel.apply(judged, axis=1))


def grown(row: pd.Series, start: pd.Series, name: str) -> float:
    """Return the average annual growth of a quantity since the start year."""
    years = row["year"] - start["year"]
    return (row[name] / start[name]) ** (1 / years) - 1 if years else np.float64("nan")


def melted(panel: pd.DataFrame, rules: Standard) -> pd.DataFrame:
    """Return one row a zone, year and indicator, with the status as text."""
    table = wide(panel, rules)
    parts = []
    for part in ("value", "status", "gap"):
        names = {f"{part}_{i.code}": i.code for i in rules.computable}
        own = table[["zone", "year", *names]].rename(columns=names)
        if part == "status":
            own = own.astype(dict.fromkeys(names.values(), "str"))
        parts.append(own.melt(["zone", "year"], var_name="code", value_name=part))
    long = parts[0].assign(status=parts[1]["status"], gap=parts[2]["gap"])
    about = rules.to_frame()[["code", "name_en", "unit", "operator", "threshold", "source"]]
    return long.merge(about, on="code").sort_values(["zone", "year"], kind="stable", ignore_index=True)

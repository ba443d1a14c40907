"""What pandas users write for the wide table, column by column."""

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

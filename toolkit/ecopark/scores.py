"""Composite scores of zones, the ranking they give, and how far it depends on the recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ecopark import frames, standards
from ecopark.errors import DataError, Issue, UnknownNameError, require_known
from ecopark.i18n import mark
from ecopark.standards import Standard
from ecopark.validation import LARGEST, Column, find_duplicates, find_issues, find_missing_columns

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["METHODS", "STANDARD", "Method", "composite", "rank_reversals"]

Method = Literal["normal-cdf", "min-max", "rank"]
METHODS = ("normal-cdf", "min-max", "rank")
STANDARD = "standard"  # the virtual zone that meets every threshold exactly
_MIN_ZONES = 3  # zones that an indicator needs to be put on a scale
_TOLERANCE = 1e-12  # values or scores this close, relative to their size, count as equal
_COLUMNS = [
    Column("zone", "text", meaning=mark("name of the zone")),
    Column("year", "year", meaning=mark("calendar year")),
    Column("code", "text", meaning=mark("code of the indicator")),
    Column("value", "number", meaning=mark("value of the indicator")),
    Column("threshold", "number", meaning=mark("threshold of the indicator")),
]


def composite(
    assessed: Any,
    method: Method = "normal-cdf",
    year: int | None = None,
    *,
    standard: str | Standard | None = None,
) -> pd.DataFrame:
    """Score each zone and year by one number made of all its indicators.

    Within a year each indicator is put on a scale on which more is better, and the score is the mean of the
    indicators that have a value. With ``x`` the value, with its sign turned if less is better:

    - ``normal-cdf``: ``Phi((x - mean) / sd)``, mean and standard deviation (``n - 1``) over the
      zones, ``Phi`` the normal distribution function;
    - ``min-max``: ``(x - min) / (max - min)`` over the zones;
    - ``rank``: the share of the other zones that do worse, a tie counting half.

    A virtual zone named ``standard`` meets every threshold exactly. It does not shape the scales, so that
    by ``min-max`` its score may lie below 0 or above 1.

    Parameters
    ----------
    assessed : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        The tidy result of :func:`ecopark.assess`.
    method : {"normal-cdf", "min-max", "rank"}
        How an indicator is put on a scale.
    year : int, optional
        The year to score; by default every year, each by itself: scores of different years are not
        on one scale.
    standard : str or Standard, optional
        Gives the direction of each indicator. Without it the operators do, so that an indicator
        without a threshold is left out.

    Returns
    -------
    pandas.DataFrame
        ``zone``, ``year``, ``score`` [0 to 1], ``rank`` (1 is best, the standard
        ranked among the zones, ties share the better place), ``n`` indicators used, ``n_missing``
        that have no value for the zone, ``n_left_out`` that cannot be put on a scale in this year
        (fewer than three zones with a value, no difference between them or one below 1e-100, or no
        known direction) and ``status``: ``ok``; ``missing``, the zone has no value that can be used;
        ``undefined``, no indicator can be put on a scale. Scores that rest on different ``n`` compare
        different things. The standard has no value for an indicator with a different threshold in each zone.

    Raises
    ------
    DataError
        If the table is not tidy, with all faults, or a zone is called ``standard``.
    UnknownNameError
        If there is no such method or year.

    References
    ----------
    Lai et al. (2014), Acta Ecologica Sinica: an environmental performance index of eco-industrial
    parks: standardized values, normal distribution function, equal weights, the standard as a park.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=3, years=2, seed=1)
    >>> composite(ep.assess(panel), year=2006)[["zone", "score", "rank", "n", "n_left_out"]].round(2)
                   zone  score  rank   n  n_left_out
    0  Synthetic zone 1   0.56   2.0  23           1
    1  Synthetic zone 2   0.47   4.0  23           1
    2  Synthetic zone 3   0.48   3.0  23           1
    3          standard   0.79   1.0  23           1
    """
    import pandas as pd

    grids = _read_grids(assessed, standard, year, method)
    parts = [_score(values, limits, method).assign(year=scored_year) for scored_year, values, limits in grids]
    table = pd.concat(parts).rename_axis("zone").reset_index()
    return table[["zone", "year", "score", "rank", "n", "n_missing", "n_left_out", "status"]]


def rank_reversals(
    assessed: Any,
    method: Method = "normal-cdf",
    year: int | None = None,
    *,
    other_method: Method | None = None,
) -> pd.DataFrame:
    """List the pairs of zones whose order depends on the method, or on who else is compared.

    With another method, the order of every two zones by both methods is compared. Without one, each zone is
    left out in turn, and a pair is listed if that turns the order of two others: the classical rank reversal.
    Ties do not count. The virtual zone ``standard`` takes part in pairs; leaving it out would change nothing.

    Parameters
    ----------
    assessed, method, year
        As for :func:`composite`.
    other_method : {"normal-cdf", "min-max", "rank"}, optional
        The method to compare with.

    Returns
    -------
    pandas.DataFrame
        One row per pair that changes its order: ``year``; ``without``, the zone that is left out, empty if
        methods are compared; ``ahead`` and ``behind``, the zones by the first method; ``score_ahead``,
        ``score_behind`` and, by the other method or without the third zone, ``other_score_ahead``,
        ``other_score_behind`` [0 to 1]. No row means that no order changes.

    Raises
    ------
    DataError, UnknownNameError
        As for :func:`composite`.

    Examples
    --------
    >>> import ecopark as ep
    >>> assessed = ep.assess(ep.datasets.synthetic_panel(zones=6, years=2, seed=1))
    >>> reversals = rank_reversals(assessed, year=2006, other_method="rank")
    >>> bool((reversals["score_ahead"] > reversals["score_behind"]).all())
    True
    """
    import pandas as pd

    parts = []
    for scored_year, values, limits in _read_grids(assessed, None, year, method, other_method or method):
        score = _score(values, limits, method)["score"]
        if other_method is not None:
            others = {"": _score(values, limits, other_method)["score"]}
        else:
            others = {zone: _score(values.drop(zone), limits, method)["score"] for zone in values.index}
        # Pairs in one order by the first scores and in the other by the second.
        first = score.to_numpy()
        ahead = first[:, None] - first > _TOLERANCE
        for without, scores in others.items():
            second = scores.reindex(score.index).to_numpy()
            a, b = np.nonzero(ahead & (second[:, None] - second < -_TOLERANCE))  # places of both zones
            pairs = {
                "year": scored_year,
                "without": without,
                "ahead": score.index[a],
                "behind": score.index[b],
                "score_ahead": first[a],
                "score_behind": first[b],
                "other_score_ahead": second[a],
                "other_score_behind": second[b],
            }
            parts.append(pd.DataFrame(pairs))
    return pd.concat(parts, ignore_index=True)


def _score(values: pd.DataFrame, limits: pd.Series[float], method: str) -> pd.DataFrame:
    """Score the zones of one year and, after them, the standard."""
    import pandas as pd
    from scipy.special import ndtr

    # 1. Indicators that at least three zones have, and in which zones differ by more than rounding.
    spread = values.max() - values.min()
    differs = spread > np.maximum(_TOLERANCE * values.abs().max(), 1 / LARGEST)
    usable = differs & (values.count() >= _MIN_ZONES)
    zones, limits = values.loc[:, usable], limits[usable]

    # 2. Each indicator on the scale of the method; the standard does not shape it.
    if method == "rank":
        # The standard's place among all zones; a zone's among the others.
        count = zones.count()
        share = (zones < limits).sum() + (zones == limits).sum() / 2
        scaled, standard = (zones.rank() - 1) / (count - 1), (share / count).where(limits.notna())
    else:
        center, width = zones.mean(), zones.std()
        if method == "min-max":
            center, width = zones.min(), zones.max() - zones.min()
        scaled, standard = (zones - center) / width, (limits - center) / width
    scaled = pd.concat([scaled, standard.to_frame(STANDARD).T]).astype(float)
    scaled = scaled.apply(ndtr) if method == "normal-cdf" else scaled

    # 3. The mean of the indicators that a zone has.
    score, n = scaled.mean(axis=1), scaled.notna().sum(axis=1)
    # Scores that differ by rounding only share a rank.
    columns = {"score": score, "rank": score.round(12).rank(ascending=False, method="min"), "n": n}
    columns |= {"n_missing": usable.sum() - n, "n_left_out": (~usable).sum()}
    reason = "missing" if usable.any() else "undefined"
    return pd.DataFrame(columns).assign(status=np.where(n > 0, "ok", reason))


def _read_grids(
    assessed: Any, standard: str | Standard | None, year: int | None, *methods: str
) -> list[tuple[int, pd.DataFrame, pd.Series[float]]]:
    """Check methods and a tidy result of ``assess``, and return its years to score.

    A year has a number; its values, signed so that more is better, one row per zone and one column per
    code; and the signed threshold of each code, missing if zones have different ones or none.
    """
    import pandas as pd

    for method in methods:
        require_known(mark("method"), method, METHODS)

    # 1. The columns; an operator may be empty.
    table = frames.from_native_eager(assessed, mark("assessed table"))
    if issues := find_issues(table, _COLUMNS) + find_missing_columns(table.columns, ["operator"]):
        raise DataError("the assessed table (the tidy layout is needed)", issues)
    kinds = {"zone": str, "year": int, "code": str, "value": float, "threshold": float}
    rows = table.to_pandas().astype(kinds)
    rows["operator"] = rows["operator"].astype(object).where(rows["operator"].notna(), "").astype(str)

    # 2. Repeated rows, the name of the virtual zone, and the year.
    rule, fix = mark("the zone has this indicator twice in the year"), mark("keep one row")
    if issues := find_duplicates(table, ["zone", "year", "code"], "code", rule, fix):
        raise DataError("the assessed table", issues)
    if STANDARD in set(rows["zone"]):
        fix = mark("rename the zone: the name belongs to the virtual zone on the thresholds")
        raise DataError("the assessed table", [Issue("is taken", "zone", value=STANDARD, fix=fix)])
    all_years = sorted(rows["year"].unique().tolist())
    if year is not None and year not in all_years:
        raise UnknownNameError("year", year, all_years)

    # 3. The sign of each code: 1 for a benefit, -1 for a cost, NaN if neither standard nor operator says.
    operators = rows["operator"].str[:1].groupby(rows["code"], sort=False).agg(set)
    signs = dict.fromkeys(operators.index, np.nan)
    signs |= {code: -1.0 for code, signs_used in operators.items() if "<" in signs_used}
    signs |= {code: 1.0 for code, signs_used in operators.items() if ">" in signs_used}
    if standard is not None:
        rules = standards.get(standard) if isinstance(standard, str) else standard
        directions = {"benefit": 1.0, "cost": -1.0}
        signs = {code: directions.get(rules[code].direction or "", sign) for code, sign in signs.items()}
    elif mixed := [code for code, signs_used in operators.items() if {">", "<"} <= signs_used]:
        rule, fix = (
            mark("has operators in both directions"),
            mark("name the standard: it gives the direction"),
        )
        issues = [Issue(rule, "operator", value=code, fix=fix) for code in mixed]
        raise DataError("the assessed table", issues)
    sign = pd.Series(signs)

    # 4. One grid per year, its zones in the order of the table.
    zones = rows["zone"].unique()
    years = []
    for scored_year in all_years if year is None else [year]:
        grid = rows[rows["year"] == scored_year].pivot(
            index="zone", columns="code", values=["value", "threshold"]
        )
        grid = grid.reindex([z for z in zones if z in grid.index])
        values, limits = (grid[name].reindex(columns=sign.index) * sign for name in ("value", "threshold"))
        # A threshold counts for the standard only if it is the same for all zones.
        shared = (limits == limits.iloc[0]).all()
        years.append((int(scored_year), values, limits.iloc[0].where(shared)))
    return years

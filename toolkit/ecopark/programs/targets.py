"""Targets for intensities: the national ones, and the yearly rate of a cut over several years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ecopark import datasets
from ecopark.errors import BadArgument, UnknownNameError
from ecopark.i18n import mark

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["change_of_total", "national_targets_china", "yearly_change"]


def national_targets_china(
    quantity: Literal["carbon intensity", "energy intensity"] = "carbon intensity",
) -> pd.DataFrame:
    """List China's targets for CO2 or energy per GDP, one row per end of a range, with the yearly change.

    Parameters
    ----------
    quantity : {"carbon intensity", "energy intensity"}
        CO2 or energy per GDP.

    Returns
    -------
    pandas.DataFrame
        One row per end of a range, so two for a target of 40 to 45 %: ``id``, ``set_by``, ``change`` [%],
        ``years`` [year], ``yearly_change`` [%/year], ``source``.

    Raises
    ------
    UnknownNameError
        If there is no target for the quantity.

    References
    ----------
    The package ``participation``, table ``five_year_plan_targets``, names the source of each row.

    Examples
    --------
    >>> national_targets_china().round(2)[["id", "change", "years", "yearly_change"]]
                          id  change  years  yearly_change
    0  carbon_intensity_2020   -40.0     15          -3.35
    1  carbon_intensity_2020   -45.0     15          -3.91
    2  carbon_intensity_2015   -17.0      5          -3.66
    >>> national_targets_china("energy intensity").round(2)[["id", "change", "years", "yearly_change"]]
                          id  change  years  yearly_change
    0  energy_intensity_2010   -20.0      5          -4.36
    1  energy_intensity_2015   -16.0      5          -3.43
    """
    import pandas as pd

    targets = datasets.rows("participation", "five_year_plan_targets")
    cuts = [row for row in targets if row["direction"] == "decrease"]
    quantities = {row["quantity"] for row in cuts}
    if quantity not in quantities:
        raise UnknownNameError("quantity with a national target", quantity, quantities)
    rows = []
    for target in (row for row in cuts if row["quantity"] == quantity):
        # A base year is the year before the first one; without it the period begins with start_year.
        base = target["base_year"] if target["base_year"] is not None else target["start_year"] - 1
        years = target["target_year"] - base
        # A target that is a range has a row for each end.
        source = f"{target['source']}, {target['where']}"
        for cut in dict.fromkeys((target["low"], target["high"])):
            rows.append((target["id"], target["set_by"], -cut, years, yearly_change(-cut, years), source))
    return pd.DataFrame(rows, columns=["id", "set_by", "change", "years", "yearly_change", "source"])


def change_of_total(yearly_growth: float, intensity_cut: float, years: float) -> float:
    """Return how a total changes if its intensity is cut while the activity grows.

    ``(1 + yearly_growth)^years * (1 - intensity_cut) - 1``.

    Parameters
    ----------
    yearly_growth : float
        Growth of the activity, such as industrial value added [%/year]; not below -100.
    intensity_cut : float
        Cut of the intensity over all years [%], at most 100; a rise is negative.
    years : float
        Length of the period [year], above zero.

    Returns
    -------
    float
        Change of the total over the whole period [%].

    Raises
    ------
    BadArgument
        If the growth is below -100, the cut above 100, or the years are not above zero.

    Examples
    --------
    >>> round(change_of_total(8, 12, 3), 2)
    10.85
    """
    if not (yearly_growth >= -100 and intensity_cut <= 100 and years > 0):
        raise BadArgument(
            "The growth must be at least -100 %, the cut at most 100 % and the years above zero, "
            "not {growth}, {cut} and {years}.",
            growth=yearly_growth, cut=intensity_cut, years=years,
        )  # fmt: skip
    return 100 * float((1 + yearly_growth / 100) ** years * (1 - intensity_cut / 100) - 1)


def yearly_change(change: float, years: float) -> float:
    """Return the yearly change that adds up to a change over several years.

    ``(1 + change)^(1/years) - 1``.

    Parameters
    ----------
    change : float
        Change over the whole period [%]; a cut is negative, and above -100.
    years : float
        Length of the period [year].

    Returns
    -------
    float
        Yearly change [%/year].

    Raises
    ------
    BadArgument
        If the change is -100 % or below, or the years are not above zero.

    Examples
    --------
    >>> round(yearly_change(-17, 5), 2)
    -3.66
    """
    if not change > -100 or not years > 0:
        message = mark("A change above -100 % and years above zero are needed, not {change}, {years}.")
        raise BadArgument(message, change=change, years=years)
    return float(100 * ((1 + change / 100) ** (1 / years) - 1))

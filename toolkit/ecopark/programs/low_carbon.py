"""The Low-Carbon Industrial Park Program as rules: two rounds, a work plan by a day, ambitious targets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import narwhals as nw

from ecopark import datasets, frames, units, validation
from ecopark.errors import BadArgument, DataError, Issue, UnitMismatch, UnknownNameError
from ecopark.frames import Frame
from ecopark.programs.placing import stand
from ecopark.programs.procedure import Procedure, procedure
from ecopark.programs.record import Record, read
from ecopark.programs.standing import Rules, Standing

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ambition", "change_of_total", "machine", "national_targets", "status", "yearly_change"]

_PLAN = "work plan"
_RULES = Rules(documents={"submit_work_plan": (_PLAN,)})
_BETTER = ("higher", "lower")
_NEEDED = ("indicator", "target", "existing", "better")


def machine() -> Procedure:
    """Return the procedure of the program, from the package ``programs``.

    Returns
    -------
    Procedure
        Its states, events and conditions.

    Examples
    --------
    >>> machine().condition("plan_deadline").deadline.isoformat()
    '2014-09-15'
    """
    return procedure("low_carbon")


def status(record: Any, *, on: date | str | None = None) -> Standing:
    """Say where a zone stands in the low-carbon program, what is missing, what may follow and by when.

    Parameters
    ----------
    record : mapping or pandas.Series
        As for :func:`ecopark.programs.record.read`. ``past_performance`` is the number of past years
        that the plan describes [year]. A further key ``targets``, a table as for :func:`ambition`,
        answers the condition ``more_ambitious``.
    on : date or str, optional
        Day for which the status is asked; by default that of the last event. Later events are left
        out.

    Returns
    -------
    Standing
        State, checklist, next events and the day of the work plan. No end of the procedure is
        described.

    Raises
    ------
    DataError
        With every fault of the record or of the targets, or an event that the procedure does not
        allow; the message names the allowed ones.

    References
    ----------
    The package ``programs``, tables ``procedures``, ``conditions`` and ``documents``, names the page
    of each row.

    Examples
    --------
    >>> found = status({"zone": "A", "recommend": "2013-11-01", "select": "2014-06-01"},
    ...                on="2014-10-01")
    >>> found.state, found.due[0].day.isoformat(), found.due[0].status
    ('pilot', '2014-09-15', 'overdue')
    >>> found.next[0].event, found.next[0].actor
    ('submit_work_plan', 'zone')
    """
    found = read(record, machine(), extras=["targets"], on=on)
    return stand(machine(), found, _RULES, _answers(found))


def ambition(targets: Any) -> Any:
    """Compare the targets of a work plan with those that exist: they must go further.

    Parameters
    ----------
    targets : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row per indicator: ``indicator``; ``target`` and ``existing`` [``unit``]; ``better``,
        ``lower`` or ``higher``. If wanted ``unit`` and ``existing_unit``, where the two differ. Compare
        cuts over periods of different length by :func:`yearly_change` first.

    Returns
    -------
    dataframe
        The same kind with ``ambition`` [unit of the target], by how much the target goes beyond the
        existing one, and ``ambition_status``: ``exceeds``, ``equal``, ``below``, or ``missing``
        where a number is not there.

    Raises
    ------
    DataError
        If columns are missing, ``better`` holds another word, or two units measure different
        things: all faults, listed.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"indicator": ["CO2 per added value, cut [%]"], "target": [18.0],
    ...                       "existing": [17.0], "better": ["higher"]})
    >>> ambition(table)[["ambition", "ambition_status"]]
       ambition ambition_status
    0       1.0         exceeds
    """
    frame = frames.from_native_eager(targets, "targets")
    scales = _scales(frame)
    target = nw.col("target").cast(nw.Float64).fill_nan(None)
    existing = nw.col("existing").cast(nw.Float64).fill_nan(None) * nw.col("__scale")
    sign = nw.when(nw.col("better") == "higher").then(nw.lit(1.0)).otherwise(nw.lit(-1.0))
    scale = nw.new_series("__scale", scales, dtype=nw.Float64, backend=frame.implementation)
    made = frame.with_columns(scale).with_columns(((target - existing) * sign).alias("ambition"))
    gain = nw.col("ambition")
    word = (
        nw.when(gain.is_null()).then(nw.lit("missing"))
        .when(gain > 0).then(nw.lit("exceeds"))
        .when(gain < 0).then(nw.lit("below"))
        .otherwise(nw.lit("equal"))
    )  # fmt: skip
    return made.with_columns(word.alias("ambition_status")).drop("__scale").to_native()


def national_targets(
    quantity: Literal["carbon intensity", "energy intensity"] = "carbon intensity",
) -> pd.DataFrame:
    """Return the national targets for CO2 or energy against output, with the change a year they ask for.

    Parameters
    ----------
    quantity : {"carbon intensity", "energy intensity"}
        CO2 or energy per GDP.

    Returns
    -------
    pandas.DataFrame
        One row per end of each target: ``id``, ``set_by``, ``change`` [%], ``years`` [year],
        ``yearly_change`` [%/year], ``source``.

    Raises
    ------
    UnknownNameError
        If there is no target for the quantity.

    References
    ----------
    The package ``participation``, table ``five_year_plan_targets``, names the source of each row.

    Examples
    --------
    >>> national_targets().round(2)[["id", "change", "years", "yearly_change"]]
                          id  change  years  yearly_change
    0  carbon_intensity_2020   -40.0     15          -3.35
    1  carbon_intensity_2020   -45.0     15          -3.91
    2  carbon_intensity_2015   -17.0      5          -3.66
    >>> national_targets("energy intensity").round(2)[["id", "change", "years", "yearly_change"]]
                          id  change  years  yearly_change
    0  energy_intensity_2010   -20.0      5          -4.36
    1  energy_intensity_2015   -16.0      5          -3.43
    """
    import pandas as pd

    targets = datasets.rows("participation", "five_year_plan_targets")
    cuts = [row for row in targets if row["direction"] == "decrease"]
    if quantity not in {row["quantity"] for row in cuts}:
        raise UnknownNameError("quantity with a national target", quantity, {row["quantity"] for row in cuts})
    return pd.DataFrame([line for row in cuts if row["quantity"] == quantity for line in _ends(row)])


def change_of_total(growth: float, cut: float, years: float) -> float:
    """Return how a total changes if its intensity is cut while the activity grows.

    ``(1 + growth)^years * (1 - cut) - 1``.

    Parameters
    ----------
    growth : float
        Growth of the activity, such as industrial value added [%/year]; not below -100.
    cut : float
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
    if not (growth >= -100 and cut <= 100 and years > 0):
        raise BadArgument(
            "The growth must be at least -100 %, the cut at most 100 % and the years above zero, "
            f"not {growth}, {cut} and {years}."
        )
    return 100 * float((1 + growth / 100) ** years * (1 - cut / 100) - 1)


def yearly_change(change: float, years: float) -> float:
    """Return the change a year that adds up to a change over several years.

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
        Change a year [%/year].

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
        raise BadArgument(f"A change above -100 % and years above zero are needed, not {change}, {years}.")
    return float(100 * ((1 + change / 100) ** (1 / years) - 1))


def _ends(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    # A base year is the year before the first one; without it the period begins with start_year.
    first = row["base_year"] if row["base_year"] is not None else row["start_year"] - 1
    years = row["target_year"] - first
    for cut in dict.fromkeys((row["low"], row["high"])):
        yield {
            "id": row["id"],
            "set_by": row["set_by"],
            "change": -cut,
            "years": years,
            "yearly_change": yearly_change(-cut, years),
            "source": f"{row['source']}, {row['where']}",
        }


def _answers(record: Record) -> dict[str, Any]:
    """Return the answers to the conditions; those that follow from other entries are worked out."""
    found = dict(record.answers)
    if record.last("select"):
        found.setdefault("verified_nationally", True)
    if "targets" in record.extras:
        found["more_ambitious"] = _more_ambitious(record.extras["targets"])
    return found


def _more_ambitious(targets: Any) -> bool | None:
    """Return whether every target goes further than the existing one; ``None`` if one is not known."""
    words = frames.from_native_eager(ambition(targets), "targets").get_column("ambition_status").to_list()
    if not words:
        return None
    if any(word in {"equal", "below"} for word in words):
        return False
    return None if "missing" in words else True


def _scales(frame: Frame) -> list[float]:
    """Return the factors from the existing targets' units to the targets' units [1]; refuse bad rows."""
    problems = validation.missing_columns(frame.columns, _NEEDED)
    if problems:
        raise DataError("the targets", problems)
    numeric = [n for n in ("target", "existing") if not frame.schema[n].is_numeric()]
    problems += [Issue("must hold numbers", name, fix="write digits only") for name in numeric]
    scales = [1.0] * len(frame)
    for row, line in enumerate(frame.iter_rows(named=True)):
        if line["better"] not in _BETTER:
            fix = "write lower or higher"
            problems.append(Issue("is no direction", "better", row, value=line["better"], fix=fix))
        there, wanted = line.get("existing_unit"), line.get("unit")
        if there and wanted and there != wanted:
            try:
                scales[row] = units.factor(there, wanted)
            except (UnitMismatch, UnknownNameError) as error:
                problems.append(Issue(str(error), "existing_unit", row, value=there, fix="check both units"))
    if problems:
        raise DataError("the targets", problems)
    return scales

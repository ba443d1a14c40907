"""Projects side by side: payback, present value and return, which may rank them differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecopark import frames
from ecopark.errors import DataError
from ecopark.symbiosis.finance import Project
from ecopark.symbiosis.offers import repeated
from ecopark.validation import Column, find_issues

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["compare_projects"]

_NAMES = {
    "payback": "payback",
    "net_present_value": "net_present_value",
    "internal_rate_of_return": "internal_rate",
}


def compare_projects(projects: Any, rate: float, money: str = "RMB") -> pd.DataFrame:
    """Return payback, return on investment, net present value and internal rate of several projects.

    Each project costs its investment at the start and brings the same amount at the end of every year.
    The return on investment is ``(yearly * years - investment) / investment``, without interest, over
    all years of service; other books divide it by the years.

    Parameters
    ----------
    projects : pandas.DataFrame or polars.DataFrame
        One row per project: ``project``, ``investment`` [money], ``yearly`` (what a year brings, costs
        taken off) [money/year], ``years`` of service [year].
    rate : float
        Discount rate [1 a year], above -1.
    money : str
        Unit of money, for messages.

    Returns
    -------
    pandas.DataFrame
        One row per project: ``project``, ``investment``, ``yearly``, ``years``, ``payback`` [year],
        ``return_on_investment`` [%], ``net_present_value`` [money], ``internal_rate`` [1/year],
        ``status`` (``ok``, or ``undefined`` where one of them has no answer) and ``note``.

    Raises
    ------
    DataError
        With every fault of the table.
    BadArgument
        If the rate is not above -1.

    References
    ----------
    See :class:`ecopark.symbiosis.Project`.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"project": ["pump", "pipe"], "investment": [100.0, 100.0],
    ...                       "yearly": [60.0, 30.0], "years": [2, 10]})
    >>> compare_projects(table, 0.1)[["project", "payback", "net_present_value"]].round(1).values.tolist()
    [['pump', 1.7, 4.1], ['pipe', 3.3, 84.3]]
    """
    import pandas as pd

    frame = frames.from_native_eager(projects, "table of projects")
    wanted = [
        Column("project", "text", "", True, None, None, None, "name of the project"),
        Column("investment", "number", money, True, None, 0, None, "spent at the start"),
        Column("yearly", "number", money, True, None, None, None, "what a year brings"),
        Column("years", "year", "year", True, None, 1, None, "years of service"),
    ]
    problems = find_issues(frame, wanted) or repeated(frame, ["project"])
    if problems:
        raise DataError("the table of projects", problems)
    rows = [_row(row, rate, money) for row in frame.iter_rows(named=True)]
    return pd.DataFrame(rows)


def _row(given: dict[str, Any], rate: float, money: str) -> dict[str, Any]:
    spent, yearly, years = float(given["investment"]), float(given["yearly"]), int(given["years"])
    found = Project(spent, years, rate).measures(yearly, money, str(given["project"]))
    parts = {short: found[name] for name, short in _NAMES.items()}
    notes = [part.note for part in parts.values() if part.note]
    if spent == 0:
        notes.append("there is no investment to compare with")
    return {
        "project": str(given["project"]),
        "investment": spent,
        "yearly": yearly,
        "years": years,
        "payback": parts["payback"].value,
        "return_on_investment": 100 * (yearly * years - spent) / spent if spent else None,
        "net_present_value": parts["net_present_value"].value,
        "internal_rate": parts["internal_rate"].value,
        "status": "undefined" if notes else "ok",
        "note": "; ".join(notes),
    }

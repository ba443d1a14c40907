"""Less pollution at its source: how much fresh water each process would save the whole park."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ecopark.errors import BadArgument, UndefinedResult
from ecopark.symbiosis.water_pinch import target
from ecopark.symbiosis.water_tables import Processes, concentrations, load_factor, processes

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["cut_at_source"]


def cut_at_source(
    units: Any,
    cut: float,
    fresh: float = 0.0,
    *,
    flow_unit: str = "t/h",
    concentration_unit: str = "ppm",
    load_unit: str = "kg/h",
) -> pd.DataFrame:
    """Return what the park saves if one process, each in turn, lowers the load that it gives to water.

    The load falls by ``cut`` percent; the limits at inlet and outlet stay. Saved is the difference of
    the two pinch targets. A load above the pinch is taken up by water that is there anyway, so that
    less of it saves nothing.

    Parameters
    ----------
    units : pandas.DataFrame or polars.DataFrame
        The processes, as for :func:`ecopark.symbiosis.water_target`, with one contaminant.
    cut : float
        By how much the load falls [%], from 0 to 100.
    fresh : float
        Concentration of the fresh water [``concentration_unit``].
    flow_unit, concentration_unit, load_unit : str
        Units of the table.

    Returns
    -------
    pandas.DataFrame
        One row per process with a load: ``process``, ``load`` [``load_unit``], ``place`` (``below``,
        ``across`` or ``above`` the pinch of today, ``no pinch`` where there is none),
        ``fresh_after`` and ``saved`` [``flow_unit``]. The most saved comes first.

    Raises
    ------
    DataError
        With every fault of the table.
    UndefinedResult
        If there is more than one contaminant, or a process needs cleaner water than there is.
    BadArgument
        If the cut is not from 0 to 100.

    References
    ----------
    Wang, Y. P., & Smith, R. (1994). Wastewater minimisation. Chemical Engineering Science, 49(7),
    981-1006.

    Examples
    --------
    >>> import pandas as pd
    >>> units = pd.DataFrame({"process": ["rinse", "wash"], "inlet": [0.0, 150.0],
    ...                       "outlet": [100.0, 300.0], "load": [2.0, 1.5]})
    >>> cut_at_source(units, 50)[["process", "place", "saved"]].values.tolist()
    [['rinse', 'below', 10.0], ['wash', 'above', 0.0]]
    """
    import pandas as pd

    if not 0 <= cut <= 100:
        raise BadArgument(f"The cut must be from 0 to 100 %, not {cut}.")
    like, given = processes(units, flow_unit, concentration_unit, load_unit)
    if len(given.contaminants) > 1:
        raise UndefinedResult(f"One contaminant at a time; here are {', '.join(given.contaminants)}.")
    clean = float(concentrations(fresh, given.contaminants, "fresh water")[0])
    today = target(given, clean, like)
    rows = []
    for i in np.flatnonzero(given.loaded):
        load = given.load.copy()
        load[i] *= 1 - cut / 100
        after = target(replace(given, load=load), clean, like).fresh
        rows.append((given.names[i], _place(given, int(i), today.pinch), after, today.fresh - after))
    found = pd.DataFrame(rows, columns=["process", "place", "fresh_after", "saved"])
    loads = given.load[given.loaded, 0] / load_factor(flow_unit, concentration_unit, load_unit)
    found.insert(1, "load", loads)
    return found.sort_values("saved", ascending=False, kind="stable", ignore_index=True)


def _place(given: Processes, number: int, pinch: float | None) -> str:
    if pinch is None:
        return "no pinch"
    if given.outlet[number, 0] <= pinch:
        return "below"
    return "above" if given.inlet[number, 0] >= pinch else "across"

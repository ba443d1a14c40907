"""What a zone's panel says about the zone: the tables on the first page of its report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ecopark import datasets, elasticity, frames, indicators, standards
from ecopark import decoupling as states
from ecopark import panel as panels
from ecopark.files import origin, provenance

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from ecopark.standards import Standard

__all__ = [
    "QUANTITIES", "decoupling", "judged", "largest_gaps", "origin", "peers", "programs", "provenance",
    "wanted_data",
]  # fmt: skip

QUANTITIES = ("energy", "fresh_water", "cod", "so2")
_PROGRAMS = (
    ("EIP Demonstration Program", "hj274-2009", "Each indicator has a threshold; all must be reached."),
    ("Circular Transformation", "cepz-ctip-2012", "The zone proposes its own targets."),
    ("Low-Carbon Industrial Parks", "isc-low-carbon-2012", "No official list; this one is a guide's."),
)
_EARLIER = "Added value and the same quantities, one year or more before"
_NO_TARGET = "no target: added value did not grow, so the rule asks for a larger quantity"
_SHOWN = ["code", "indicator", "value", "unit", "operator", "threshold", "status", "gap"]


def judged(
    panel: pd.DataFrame,
    zone: str,
    year: int,
    standard: str | Standard = "hj274-2009",
    start: int | None = None,
) -> pd.DataFrame:
    """Return one row per indicator: its value, its threshold, and whether the zone reaches it.

    Parameters
    ----------
    panel : pandas.DataFrame
        The panel, as for :func:`ecopark.assess`.
    zone : str
        The zone.
    year : int
        The year that is judged.
    standard : str or Standard
        The standard.
    start : int, optional
        Year from which elasticity coefficients are computed; by default the zone's first year.

    Returns
    -------
    pandas.DataFrame
        ``code``, ``indicator``, ``value`` [``unit``], ``unit``, ``operator``, ``threshold``
        [``unit``], ``status``, ``gap`` [part of the threshold, positive on the good side].

    Raises
    ------
    DataError
        As :func:`ecopark.assess`, for the rows of the zone.
    UnknownNameError
        If the panel has no such zone, or the zone no such year or start year.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=5, seed=1)
    >>> judged(panel, "Synthetic zone 1", 2009)["status"].value_counts().to_dict()
    {'fail': 14, 'pass': 10, 'missing': 0, 'undefined': 0, 'not applicable': 0}
    """
    rules = standards.for_panel(standard)
    own = _own(panel, zone, rules.required_columns, [year])
    assessed = indicators.assess(own, rules, start=start, check=False)
    return assessed.loc[assessed["year"] == year, _SHOWN].reset_index(drop=True)


def _own(panel: pd.DataFrame, zone: str, needed: Iterable[str] = (), years: Iterable[int] = ()) -> Any:
    """Return the rows of a zone as they are, with the columns and years that are needed."""
    return panels.zone_rows(frames.from_native_eager(panel), zone, needed, years).to_native()


def largest_gaps(
    panel: pd.DataFrame,
    zone: str,
    year: int,
    standard: str | Standard = "hj274-2009",
    start: int | None = None,
    count: int | None = 3,
) -> pd.DataFrame:
    """Return the indicators that a zone misses by most, and what closing each of them takes.

    Each row is the way through the quantity that is measured (the numerator), all others
    as they are. :func:`ecopark.gap_to_target` gives the other ways.

    Parameters
    ----------
    panel, zone, year, standard, start
        As for :func:`judged`.
    count : int, optional
        How many indicators; None for all.

    Returns
    -------
    pandas.DataFrame
        ``code``, ``indicator``, ``gap`` [part of the threshold, below zero], ``column``, ``unit``;
        ``now``, ``needed``, ``change`` [``unit``], ``change_percent`` [%], ``must``, ``status``,
        ``note``, as from :func:`ecopark.gap_to_target`. The largest gap stands first. A ``gap`` is
        missing for yes-or-no indicators, which come last. An indicator without a value has no row:
        nobody can tell how far away it is. A row that is ``ambiguous`` has no target: ``needed``,
        ``change`` and ``must`` are empty, for the rule would ask for more energy, water or pollution.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=5, seed=1)
    >>> largest_gaps(panel, "Synthetic zone 1", 2009, count=1)[["code", "column", "must"]].values.tolist()
    [['3.1', 'cod', 'at most']]
    """
    ways = indicators.gap_to_target(panel, zone, year, standard, start=start)
    first = ways[~ways["status"].isin(["missing", "undefined"])].drop_duplicates("code")
    missed = judged(panel, zone, year, standard, start)[["code", "gap"]]
    ranked = first.merge(missed, on="code").sort_values("gap", kind="stable")[:count]
    doubtful = ranked["status"] == "ambiguous"
    ranked.loc[doubtful, ["needed", "change", "change_percent"]] = float("nan")
    ranked.loc[doubtful, ["must", "note"]] = ["", _NO_TARGET]
    columns = ["code", "indicator", "gap", "column", "unit", "now", "needed", "change", "change_percent"]
    return ranked[[*columns, "must", "status", "note"]].reset_index(drop=True)


def decoupling(panel: pd.DataFrame, zone: str, quantities: tuple[str, ...] = QUANTITIES) -> pd.DataFrame:
    """Return the decoupling state of each quantity of a zone, from a fit over all its years.

    Parameters
    ----------
    panel, zone
        As for :func:`judged`.
    quantities : tuple of str
        Columns of the panel. One that the panel does not have is left out.

    Returns
    -------
    pandas.DataFrame
        One row per quantity: ``quantity``; ``driver``, added value at constant prices where the first
        year has it, else at current prices; ``start``, ``end`` [year]; ``n``, the years used;
        ``quantity_growth``, ``driver_growth``, from the first year to the last [1 = 100 % a year];
        ``elasticity``, the slope over all years, ``ci_low``, ``ci_high`` [1]; ``status``, ``state``,
        ``candidates``, as from :func:`ecopark.decoupling.classify`.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=9, seed=1)
    >>> decoupling(panel, "Synthetic zone 1", ("energy",))[["quantity", "n", "status"]].values.tolist()
    [['energy', 9, 'ok']]
    """
    import pandas as pd

    own = _own(panel, zone)
    shown = ["quantity", "driver", "start", "end", "n", "quantity_growth", "driver_growth", "elasticity"]
    shown += ["ci_low", "ci_high", "status", "state", "candidates"]
    rows = [
        states.classify(elasticity.fit(own, quantity)).assign(
            quantity=quantity, driver=panels.driver_column(own)
        )
        for quantity in quantities
        if quantity in own.columns
    ]
    return pd.concat(rows, ignore_index=True)[shown] if rows else pd.DataFrame(columns=shown)


def programs(panel: pd.DataFrame, zone: str, year: int, start: int | None = None) -> pd.DataFrame:
    """Return how far a zone's numbers answer the indicators of each of the three programs.

    Parameters
    ----------
    panel, zone, year, start
        As for :func:`judged`.

    Returns
    -------
    pandas.DataFrame
        One row per program: ``program``, ``system``; numbers of indicators: ``asked``, ``computable``
        (a panel can answer them), ``answered`` (it does for this zone and year), ``passed`` and
        ``failed`` (where the system has thresholds); ``rule``, who sets the targets.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=5, seed=1)
    >>> programs(panel, "Synthetic zone 1", 2009)[["system", "asked", "answered"]].values.tolist()
    [['hj274-2009', 24, 24], ['cepz-ctip-2012', 22, 3], ['isc-low-carbon-2012', 23, 5]]
    """
    import pandas as pd

    rows = []
    for program, system, rule in _PROGRAMS:
        standard = standards.get(system)
        found = judged(panel, zone, year, system, start)
        status = Counter(found["status"])
        rows.append(
            {
                "program": program,
                "system": system,
                "asked": len(standard.indicators),
                "computable": len(standard.computable),
                "answered": int(found["value"].notna().sum()),
                "passed": status["pass"],
                "failed": status["fail"],
                "rule": rule,
            }
        )
    return pd.DataFrame(rows)


def wanted_data(
    panel: pd.DataFrame,
    zone: str,
    year: int,
    standard: str | Standard = "hj274-2009",
    start: int | None = None,
) -> pd.DataFrame:
    """Return the data that are not there and would answer most indicators, the most helpful first.

    Parameters
    ----------
    panel, zone, year, standard, start
        As for :func:`judged`.

    Returns
    -------
    pandas.DataFrame
        One row per quantity and year: ``column``, ``label``, ``unit``, ``year``; ``indicators``, how
        many wait for it; ``codes``, which; ``hint``, where such data are kept. Where growth has no
        year to begin from, one row asks for an earlier one: its ``column`` is ``year``, and its
        ``year`` the one that growth must begin before.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=5, seed=1)
    >>> panel.loc[panel["year"] == 2009, ["energy", "cod"]] = None
    >>> wanted_data(panel, "Synthetic zone 1", 2009)[["column", "indicators"]].values.tolist()
    [['cod', 2], ['energy', 2]]
    """
    import pandas as pd

    system = standards.for_panel(standard)
    found = judged(panel, zone, year, system, start)
    own = _own(panel, zone).astype({"year": int}).set_index("year")
    first = own.index.min() if start is None else start
    waiting: dict[tuple[str, int], list[str]] = {}
    without_growth = [i.code for i in system.computable if i.formula.start_columns(i) and first == year]
    if without_growth:
        waiting["year", int(year)] = without_growth
    for one in (system[code] for code in found.loc[found["status"] == "missing", "code"]):
        years = (first, year) if one.formula.start_columns(one) else (year,)
        for column in one.columns:
            for when in years:
                if _absent(own, column, when):
                    waiting.setdefault((column, int(when)), []).append(one.code)
    known = {row["name"]: row for row in datasets.rows("panel")}
    rows = [
        {
            "column": column,
            "label": "An earlier year" if column == "year" else known[column]["label_en"],
            "unit": panels.unit(column),
            "year": when,
            "indicators": len(codes),
            "codes": "; ".join(codes),
            "hint": _EARLIER if column == "year" else known[column]["hint"],
        }
        for (column, when), codes in waiting.items()
    ]
    columns = ["column", "label", "unit", "year", "indicators", "codes", "hint"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(
        ["indicators", "column", "year"], ascending=[False, True, True], ignore_index=True
    )


def peers(panel: pd.DataFrame, zone: str, count: int = 20, seed: int = 0) -> pd.DataFrame:
    """Return a zone's own rows, and below them synthetic zones to compare with.

    Parameters
    ----------
    panel, zone
        As for :func:`judged`.
    count, seed : int
        How many synthetic zones, and the seed they are made from.

    Returns
    -------
    pandas.DataFrame
        The columns of the synthetic panel. Each invented zone says so in its name; one that has the
        name of the zone itself is left out. They have the
        years 2005 to 2016; in other years the zone stands alone.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=3, seed=1)
    >>> peers(panel, "Synthetic zone 1", count=4)["zone"].nunique()
    4
    """
    import pandas as pd

    others = datasets.synthetic_panel(zones=count, years=12, seed=seed)
    others = others[others["zone"] != zone]
    own = _own(panel, zone).reindex(columns=others.columns)
    return pd.concat([own, others], ignore_index=True)


def _absent(own: pd.DataFrame, column: str, year: Any) -> bool:
    import pandas as pd

    return column not in own.columns or year not in own.index or bool(pd.isna(own.at[year, column]))

"""Planning a park by the guidelines of 2003: what each step delivers, and what the toolkit can compute."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import narwhals as nw

from ecopark import frames, packages, standards
from ecopark import panel as panels
from ecopark.errors import UnknownName
from ecopark.indicators import assess

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["chapters", "checklist", "index_values"]

_HJ, _SEPA = "hj274-2009", "sepa-2003"


def checklist(done: Iterable[str] = ()) -> pd.DataFrame:
    """Return the products of the six planning steps, with the functions that help to make them.

    Parameters
    ----------
    done : iterable of str
        Products that are ready, as ``step.number``, such as ``"3.4"``.

    Returns
    -------
    pandas.DataFrame
        One row a product: ``id``, ``step``, ``product``, ``functions`` (names below ``ep``, empty
        where the toolkit does not help), ``done``.

    Raises
    ------
    UnknownName
        If a product that is said to be done does not exist.

    References
    ----------
    The package ``planning``: SEPA (2003), section 3.

    Examples
    --------
    >>> table = checklist(done=["1.1"]).set_index("id")
    >>> table.loc["3.5", ["product", "functions"]].to_list()
    ['water flow', 'symbiosis.balance']
    >>> int(table["done"].sum()), len(table)
    (1, 52)
    """
    import pandas as pd

    names = {row["no"]: row["step"] for row in packages.rows("planning", "steps")}
    products = packages.rows("planning", "step_products")
    known = [f"{row['step']}.{row['no']}" for row in products]
    ready = set(done)
    for product in sorted(ready - set(known)):
        raise UnknownName("product of a planning step", product, known)
    return pd.DataFrame(
        {
            "id": known,
            "step": [names[row["step"]] for row in products],
            "product": [row["product"] for row in products],
            "functions": [_functions("step", row["step"], row["no"]) for row in products],
            "done": [product in ready for product in known],
        }
    )


def chapters() -> pd.DataFrame:
    """Return the eight chapters of the planning document, with the functions that help to write them.

    Returns
    -------
    pandas.DataFrame
        One row a chapter: ``no``, ``chapter``, ``functions`` (names below ``ep``).

    References
    ----------
    The package ``planning``: SEPA (2003), section 7.

    Examples
    --------
    >>> chapters().set_index("no").loc[5].to_list()
    ['Industrial metabolism', 'symbiosis.flow_measures']
    """
    import pandas as pd

    rows = packages.rows("planning", "document_chapters")
    return pd.DataFrame(
        {
            "no": [row["no"] for row in rows],
            "chapter": [row["chapter"] for row in rows],
            "functions": [_functions("chapter", row["no"], None) for row in rows],
        }
    )


def index_values(panel: Any, zone: str, year: int) -> pd.DataFrame:
    """Return the indices of the guidelines of 2003 for one zone and year, as far as a panel can tell.

    The panel holds none of the indices as the guidelines define them. Where the standard HJ 274-2009
    has a row that comes close or covers a part, that row is computed and named.

    Parameters
    ----------
    panel : dataframe
        The panel, as for :func:`ecopark.assess`.
    zone : str
        The zone.
    year : int
        The year.

    Returns
    -------
    pandas.DataFrame
        One row an index, or an index and counterpart: ``code`` and ``index`` of the guidelines,
        ``match`` (``close``, ``partly``, ``none``), ``counterpart`` (code in HJ 274-2009), ``value``
        in ``unit``, ``status``: ``ok``, ``missing``, ``undefined``, or ``not computable`` where there
        is no counterpart.

    Raises
    ------
    UnknownName
        If the panel has no such zone and year.
    DataProblem
        As :func:`ecopark.assess`.

    References
    ----------
    The packages ``sepa_2003`` and ``crosswalk``, table ``survivors``.

    Examples
    --------
    >>> import ecopark as ep
    >>> found = index_values(ep.datasets.synthetic_panel(zones=1, years=2), "Synthetic zone 1", 2006)
    >>> found.loc[found["code"] == "1.3", ["match", "counterpart", "unit", "status"]].values.tolist()
    [['close', '2.2', 'tce/10^4 RMB', 'ok']]
    """
    import pandas as pd

    own = _own(panel, zone, year)
    lines = []
    for row in packages.rows("crosswalk", "survivors"):
        if row["sepa_code"] is not None:
            index = standards.get(_SEPA)[row["sepa_code"]].name_en
            lines.append(
                (row["sepa_code"], index, row["match"], row["hj_code"], *_value(own, row["hj_code"]))
            )
    columns = ["code", "index", "match", "counterpart", "value", "unit", "status"]
    return pd.DataFrame(lines, columns=columns)


def _functions(part: str, number: int, product: int | None) -> str:
    tools = packages.rows("planning", "tools")
    hit = [t for t in tools if (t["part"], t["no"], t["product"]) == (part, number, product)]
    return ", ".join(t["function"] for t in hit)


def _own(panel: Any, zone: str, year: int) -> dict[str, dict[str, Any]]:
    """Return the verdicts of one zone and year by code."""
    frame = frames.eager(panel)
    own = panels.zone_rows(frame, zone, standards.get(_HJ).needs, [year])
    result = frames.eager(assess(own.to_native(), _HJ, check=False), "result")
    rows = result.filter(nw.col("year") == year).iter_rows(named=True)
    return {str(row["code"]): row for row in rows}


def _value(own: dict[str, dict[str, Any]], code: str | None) -> tuple[float | None, str, str]:
    if code is None:
        return None, "", "not computable"
    found = own[code]
    decided = str(found["status"]) in {"pass", "fail", "not applicable"}
    return found["value"], str(found["unit"]), "ok" if decided else str(found["status"])

"""Planning a park by the guidelines of 2003: products, chapters, and indices of a park."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ecopark import datasets, frames, indicators, standards, units
from ecopark import panel as panels
from ecopark.errors import DataError, Issue, UnitMismatch, UnknownNameError, did_you_mean
from ecopark.kinds import result_column
from ecopark.validation import Column, find_issues

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["chapters", "checklist", "index_values", "park_indices"]

_HJ, _SEPA = "hj274-2009", "sepa-2003"
_FIGURES = (
    Column("quantity", "text", "", True, None, None, None, "what it measures"),
    Column("value", "number", "", True, None, 0, None, "the figure"),
    Column("unit", "text", "", True, None, None, None, "its unit"),
)


def checklist(done: Iterable[str] = ()) -> pd.DataFrame:
    """List the products of the six planning steps, with the functions that help to make them.

    Parameters
    ----------
    done : iterable of str
        Products that are ready, as ``step.number``, such as ``"3.4"``.

    Returns
    -------
    pandas.DataFrame
        One row per product: ``id``, ``step``, ``product``, ``functions`` (names below ``ep``, empty
        where the toolkit does not help), ``done``.

    Raises
    ------
    UnknownNameError
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

    products = pd.DataFrame(datasets.rows("planning", "step_products"))
    steps = {row["no"]: row["step"] for row in datasets.rows("planning", "steps")}
    ids = [f"{step}.{no}" for step, no in zip(products["step"], products["no"], strict=True)]
    ready = set(done)
    for product in sorted(ready - set(ids)):
        raise UnknownNameError("product of a planning step", product, ids)
    return pd.DataFrame(
        {
            "id": ids,
            "step": products["step"].map(steps),
            "product": products["product"],
            "functions": [
                _functions("step", *key) for key in zip(products["step"], products["no"], strict=True)
            ],
            "done": [i in ready for i in ids],
        }
    )


def chapters() -> pd.DataFrame:
    """List the eight chapters of the planning document, with the functions that help to write them.

    Returns
    -------
    pandas.DataFrame
        One row per chapter: ``no``, ``chapter``, ``functions`` (names below ``ep``).

    References
    ----------
    The package ``planning``: SEPA (2003), section 7.

    Examples
    --------
    >>> chapters().set_index("no").loc[5].to_list()
    ['Industrial metabolism', 'symbiosis.flow_measures']
    """
    import pandas as pd

    rows = datasets.rows("planning", "document_chapters")
    table = pd.DataFrame(rows)[["no", "chapter"]]
    return table.assign(functions=[_functions("chapter", row["no"]) for row in rows])


def _functions(part: str, number: int, product: int | None = None) -> str:
    """Name the functions of the toolkit that help with a product or a chapter."""
    tools = datasets.rows("planning", "tools")
    return ", ".join(
        t["function"] for t in tools if (t["part"], t["no"], t["product"]) == (part, number, product)
    )


def index_values(panel: Any, zone: str, year: int) -> pd.DataFrame:
    """Estimate the indices of the guidelines of 2003 for one zone and year, as far as a panel allows.

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
        One row per index, or per index and counterpart: ``code`` and ``index`` of the guidelines,
        ``match`` (``close``, ``partly``, ``none``), ``counterpart`` (code in HJ 274-2009), ``value``
        in ``unit``, ``status``: ``ok``, ``missing``, ``undefined``, or ``not computable`` where there
        is no counterpart.

    Raises
    ------
    UnknownNameError
        If the panel has no such zone and year.
    DataError
        As :func:`ecopark.assess`.

    References
    ----------
    The packages ``sepa_2003`` and ``crosswalk``, table ``survivors``.

    Examples
    --------
    >>> import ecopark as ep
    >>> indices = index_values(ep.datasets.synthetic_panel(zones=1, years=2), "Synthetic zone 1", 2006)
    >>> indices.loc[indices["code"] == "1.3", ["match", "counterpart", "unit", "status"]].values.tolist()
    [['close', '2.2', 'tce/10^4 RMB', 'ok']]
    """
    import pandas as pd

    rules = standards.get(_HJ)
    zone_rows = panels.zone_rows(frames.from_native_eager(panel), zone, rules.required_columns, [year])
    judged = indicators.assess(zone_rows.to_native(), rules, check=False)
    by_code = {str(row["code"]): row for row in indicators.assessed_rows(judged, zone, year).rows(named=True)}
    lines: list[tuple[Any, ...]] = []
    for row in datasets.rows("crosswalk", "survivors"):
        if row["sepa_code"] is None:
            continue
        counterpart = by_code.get(row["hj_code"])
        answer: tuple[Any, ...] = (None, "", "not computable")
        if counterpart:
            status = str(counterpart["status"])
            status = "ok" if status in {"pass", "fail", "not applicable"} else status
            answer = (counterpart["value"], str(counterpart["unit"]), status)
        name = standards.get(_SEPA)[row["sepa_code"]].name_en
        lines.append((row["sepa_code"], name, row["match"], row["hj_code"], *answer))
    columns = ["code", "index", "match", "counterpart", "value", "unit", "status"]
    return pd.DataFrame(lines, columns=columns)


def park_indices(facts: Any) -> pd.DataFrame:
    """Compute the indices of the guidelines of 2003 for a park whose yearly figures are known.

    Each is a quotient of two figures; the growth of GDP is a quotient less one. If the source gives
    no measure, the index can only be described. The guidelines set no limits, so nothing passes or fails.

    Parameters
    ----------
    facts : pandas.DataFrame or polars.DataFrame
        One row per figure of the same year: ``quantity`` (a row of ``quantities`` in the package
        ``sepa_2003``), ``value`` and its ``unit``. Figures may be absent.

    Returns
    -------
    pandas.DataFrame
        One row per index: ``code``, ``group``, ``index``, ``value``, ``unit``, ``status``: ``ok``,
        ``missing`` (a figure is absent), ``undefined`` (division by zero), or ``not computable``
        (the source gives no measure).

    Raises
    ------
    DataError
        With every fault: an unknown or repeated quantity, a unit that does not fit, a number that is
        negative.

    References
    ----------
    SEPA (2003), section 5: the package ``sepa_2003``. Units that it does not print are this project's.

    Examples
    --------
    >>> import pandas as pd
    >>> facts = pd.DataFrame({"quantity": ["area", "green_area"], "value": [10.0, 2.0], "unit": "km2"})
    >>> indices = park_indices(facts).set_index("code")
    >>> float(indices.loc["3.6", "value"]), indices.loc["3.6", "unit"], indices.loc["3.5", "status"]
    (20.0, '%', 'missing')
    """
    import pandas as pd

    # 1. The figures in the units of the formulas.
    rules = standards.get(_SEPA)
    unit_of = {row["quantity"]: row["unit"] for row in datasets.rows("sepa_2003", "quantities")}
    frame = frames.from_native_eager(facts, "table of yearly figures")
    problems = find_issues(frame, _FIGURES)
    figures: dict[str, float] = {}
    for number, row in enumerate(frame.iter_rows(named=True) if not problems else ()):
        name, value = str(row["quantity"]), row["value"]
        if name not in unit_of:
            fix = did_you_mean(name, unit_of).strip() or f"use one of: {', '.join(unit_of)}"
            problems.append(Issue("no formula uses this quantity", "quantity", number, value=name, fix=fix))
        elif name in figures:
            rule = "the quantity is there twice"
            problems.append(Issue(rule, "quantity", number, value=name, fix="keep one"))
        elif value is not None and value == value:
            try:
                figures[name] = float(value) * units.factor(str(row["unit"]), unit_of[name])
            except (UnitMismatch, UnknownNameError):
                rule, fix = f"{name} cannot be given in {unit_of[name]}", f"use {unit_of[name]}"
                problems.append(Issue(rule, "unit", number, value=row["unit"], fix=fix))
    if problems:
        raise DataError("the yearly figures", problems)

    # 2. One row with all of them, through the formulas of the standard.
    computable = [index for index in rules.indicators if index.formula.computable]
    park = pd.DataFrame({name: [figures.get(name, float("nan"))] for name in unit_of})
    evaluated = frames.collect(indicators.evaluate(frames.from_native_eager(park), computable))
    answers = evaluated.rows(named=True)[0]
    lines: list[tuple[Any, ...]] = []
    for index in rules.indicators:
        value, status = None, "not computable"
        if index.formula.computable:
            value, status = (answers[result_column(part, index.code)] for part in ("value", "status"))
            status = "ok" if status == "not applicable" else status  # the guidelines set no limits
        lines.append((index.code, index.category, index.name_en, value, index.unit, status))
    return pd.DataFrame(lines, columns=["code", "group", "index", "value", "unit", "status"])

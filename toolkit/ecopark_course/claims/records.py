"""A reader's own audit: claims with the printed numbers behind them, recomputed within their rounding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark.errors import DataError, Issue, UndefinedResult
from ecopark.files import read_table
from ecopark.intervals import Interval, parse_printed
from ecopark.validation import missing_columns

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["judge"]

_NEEDED = ("claim", "unit", "source", "where")  # a record without them cannot be checked by anybody else
_NUMBERS = ("stated", "first", "second")
_COLUMNS = (*_NEEDED, *_NUMBERS, "operation")
_OPERATIONS: dict[str, Callable[[Interval, Interval], Interval]] = {
    "/": lambda a, b: a / b,
    "*": lambda a, b: a * b,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
}
_ABSENT = {"", "n/c", "n/a", "-", "nan", "none"}


def judge(claims: pd.DataFrame | str | Path) -> pd.DataFrame:
    """Recompute claims from the printed numbers behind them, and judge each within its rounding.

    Each printed number stands for all numbers that round to it. A claim agrees if its own interval
    and the interval of the recomputation share a number.

    Parameters
    ----------
    claims : pandas.DataFrame, str or Path
        One row a claim, or the CSV or XLSX file with it: ``claim`` (a short name, each once);
        ``stated``, ``first`` and ``second``, numbers **as printed**, as text (``exact 22`` for one
        that is not rounded, such as a count; ``n/c`` or nothing for one that is not there);
        ``operation``, one of ``/ * + -``, or empty to compare ``first`` alone; ``unit`` of the
        claim (1 for a pure number); ``source`` and ``where`` in it. It may have
        ``scale``, an exact number by which the result is multiplied, such as 100 for per cent. All
        other columns stay.

    Returns
    -------
    pandas.DataFrame
        The same rows with ``computed``, ``low`` and ``high`` (the recomputation and what rounding
        makes of it), ``stated_low`` and ``stated_high``, all in the unit of the claim; ``verdict``:
        ``agrees``, ``conflicts``, ``missing`` (a number is not there) or ``undefined`` (division by
        what can be zero); ``only_rounding``, whether a claim agrees by the rounding of its inputs
        alone.

    Raises
    ------
    DataError
        With every fault: an absent column, an empty name, unit, source or place, a name that stands there
        twice, an unknown operation, a cell without a number.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"claim": "share", "stated": "15", "first": "211", "operation": "/", "second": "1,568"}
    >>> more = {"scale": "100", "unit": "%", "source": "report", "where": "p. 1"}
    >>> table = judge(pd.DataFrame([row | more]))
    >>> table[["computed", "verdict"]].round(2).to_dict("records")
    [{'computed': 13.46, 'verdict': 'conflicts'}]
    """
    import pandas as pd

    named = "the claims" if isinstance(claims, pd.DataFrame) else Path(claims).name
    table = claims if isinstance(claims, pd.DataFrame) else read_table(claims, as_text=True)
    absent = missing_columns(table.columns, _COLUMNS)
    if absent:
        raise DataError(named, absent)
    rows = [{name: _text(value) for name, value in row.items()} for row in table.to_dict("records")]
    problems = [p for number, row in enumerate(rows) for p in _faults(number, row)] + _twice(rows)
    if problems or not rows:
        raise DataError(named, problems or [Issue("the table has no rows", fix="add rows")])
    judged = pd.DataFrame([_judged(row) for row in rows], index=table.index)
    numbers = ["computed", "low", "high", "stated_low", "stated_high"]
    return table.join(judged.astype(dict.fromkeys(numbers, "float64")))


def _text(value: Any) -> str:
    """Return a cell as text; an empty one as no text."""
    return "" if value is None or value != value else str(value).strip()


def _interval(cell: str) -> Interval | None:
    """Return what a printed number stands for; ``exact 22`` stands for 22 alone."""
    if cell.casefold() in _ABSENT:
        return None
    return _middle(parse_printed(cell)) if cell.casefold().startswith("exact") else parse_printed(cell)


def _scale(cell: str) -> float:
    return float(cell or 1)


def _faults(number: int, row: dict[str, str]) -> list[Issue]:
    """Return every fault of one record."""
    found = [
        Issue("must not be empty", column, number, fix="a record needs its name, unit, source and place")
        for column in _NEEDED
        if not row[column]
    ]
    if row["operation"] not in {"", *_OPERATIONS}:
        fix = f"write one of {' '.join(_OPERATIONS)} or nothing"
        found.append(Issue("is no operation", "operation", number, value=row["operation"], fix=fix))
    readers: dict[str, Callable[[str], object]] = dict.fromkeys(_NUMBERS, _interval) | {"scale": _scale}
    for column, reader in readers.items():
        try:
            reader(row.get(column, ""))
        except ValueError:
            fix = "write the number as printed, or n/c"
            found.append(Issue("holds no number", column, number, value=row[column], fix=fix))
    return found


def _twice(rows: list[dict[str, str]]) -> list[Issue]:
    names = [row["claim"] for row in rows]
    fix = "give each claim its own name"
    return [
        Issue("stands there twice", "claim", number, value=name, fix=fix)
        for number, name in enumerate(names)
        if name and name in names[:number]
    ]


def _judged(row: dict[str, str]) -> dict[str, Any]:
    """Return what recomputation says about one record without faults."""
    stated, first, second = (_interval(row[name]) for name in _NUMBERS)
    operation = row["operation"]
    if first is None or (operation and second is None):
        return _line("missing", stated)
    scale = _scale(row.get("scale", ""))
    try:
        range_ = _apply(operation, first, second) * scale
        value = _apply(operation, _middle(first), _middle(second) if second else None).low * scale
    except UndefinedResult:
        return _line("undefined", stated)
    if stated is None:
        return _line("missing", stated, value, range_)
    agrees = stated.overlaps(range_)
    only_rounding = agrees and value not in stated
    return _line("agrees" if agrees else "conflicts", stated, value, range_, only_rounding=only_rounding)


def _apply(operation: str, first: Interval, second: Interval | None) -> Interval:
    return first if second is None or not operation else _OPERATIONS[operation](first, second)


def _middle(of: Interval) -> Interval:
    """Return the printed number itself, as an interval without width."""
    middle = (of.low + of.high) / 2
    return Interval(middle, middle)


def _line(
    verdict: str,
    stated: Interval | None,
    value: float | None = None,
    range_: Interval | None = None,
    *,
    only_rounding: bool = False,
) -> dict[str, Any]:
    return {
        "computed": value,
        "low": range_.low if range_ else None,
        "high": range_.high if range_ else None,
        "stated_low": stated.low if stated else None,
        "stated_high": stated.high if stated else None,
        "verdict": verdict,
        "only_rounding": only_rounding,
    }

"""Indicator systems as data: each row of a table defines one indicator and its threshold."""

from __future__ import annotations

import builtins
import csv
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark import packages, units
from ecopark import panel as panels
from ecopark.errors import DataProblem, Problem, UnitMismatch, UnknownName

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["OPERATORS", "Indicator", "Standard", "UnverifiedStandard", "from_csv", "get", "list"]

_KINDS = ("ratio", "elasticity", "value", "yes-no", "not computable")
OPERATORS = (">=", ">", "<=", "<")  # the first two ask for more, the last two for less
_NEEDED = ("code", "category", "name_en", "kind", "unit", "source", "status")


@dataclass(frozen=True)
class Indicator:
    """One row of a standard: what is measured, in which unit, against which limit.

    ``numerator`` and ``denominator`` name columns of the panel; ``a + b`` adds two of them.
    ``threshold`` is in ``unit``; it is ``None`` where a zone sets its own target.
    """

    code: str
    category: str
    name_en: str
    kind: str
    unit: str
    source: str
    status: str
    numerator: str | None = None
    denominator: str | None = None
    operator: str | None = None
    threshold: float | None = None
    direction: str | None = None
    name_zh: str | None = None
    name_th: str | None = None
    name_printed: str | None = None
    unit_printed: str | None = None
    value_printed: str | None = None
    note: str | None = None
    where: str | None = None

    @property
    def above(self) -> tuple[str, ...]:
        """Columns of the panel that are added above the line."""
        return _names(self.numerator)

    @property
    def below(self) -> tuple[str, ...]:
        """Columns of the panel that are added below the line."""
        return _names(self.denominator)

    @property
    def citation(self) -> str:
        """Where the row comes from; it says so when nobody checked the row."""
        place = f"{self.source}, {self.where}" if self.where else self.source
        return f"{place} (unverified)" if self.status == "unverified" else place

    @property
    def scale(self) -> float:
        """Factor from the panel's units to the unit of the indicator."""
        if self.kind not in {"ratio", "value"}:
            return 1.0
        per = panels.unit(self.below[0]) if self.kind == "ratio" else "1"
        return units.factor(panels.unit(self.above[0]), self.unit, per)


class UnverifiedStandard(UserWarning):
    """Results rest on a standard whose rows nobody could check against its text."""


@dataclass(frozen=True)
class Standard:
    """A named set of indicators.

    ``unverified`` is true for a standard whose rows nobody could check against its text.
    """

    name: str
    title: str
    indicators: tuple[Indicator, ...]
    unverified: bool = False

    @property
    def computable(self) -> tuple[Indicator, ...]:
        """The indicators that a panel can answer."""
        return tuple(i for i in self.indicators if i.kind != "not computable")

    @property
    def needs(self) -> tuple[str, ...]:
        """Columns that a panel must have for this standard."""
        found = [c for i in self.computable for c in (*i.above, *i.below)]
        return tuple(dict.fromkeys(found))

    def warn_if_unverified(self) -> None:
        """Warn if rows are from memory."""
        if self.unverified:
            text = f"Some rows of {self.name} are from memory: check them before you quote a result."
            warnings.warn(text, UnverifiedStandard, stacklevel=3)

    def __getitem__(self, code: str) -> Indicator:
        """Return the indicator with that code."""
        for indicator in self.indicators:
            if indicator.code == code:
                return indicator
        raise UnknownName(f"indicator of {self.name}", code, [i.code for i in self.indicators])

    def to_frame(self) -> pd.DataFrame:
        """Return one row an indicator, as a pandas dataframe."""
        import pandas as pd

        names = [f.name for f in fields(Indicator)]
        return pd.DataFrame([[getattr(i, n) for n in names] for i in self.indicators], columns=names)


def list() -> builtins.list[str]:  # noqa: A001 (read as ep.standards.list)
    """Return the names of the standards that come with ecopark.

    Returns
    -------
    list of str
        Names that :func:`get` takes.

    Examples
    --------
    >>> "hj274-2009" in list()
    True
    """
    return sorted(_shipped())


@cache
def _shipped() -> dict[str, str]:
    described = (packages.package(name) for name in packages.names())
    return {str(p.extra["standard"]): p.name for p in described if "standard" in p.extra}


@cache
def get(name: str) -> Standard:
    """Return a standard that comes with ecopark.

    Parameters
    ----------
    name : str
        Its name, such as ``"hj274-2009"``.

    Returns
    -------
    Standard
        Its indicators, thresholds and sources.

    Raises
    ------
    UnknownName
        If there is no such standard; the message gives the nearest name.

    Examples
    --------
    >>> standard = get("hj274-2009")
    >>> len(standard.indicators), standard["2.2"].threshold, standard["2.2"].unit
    (24, 0.5, 'tce/10^4 RMB')
    """
    if name not in _shipped():
        raise UnknownName("standard", name, list())
    found = packages.package(_shipped()[name])
    rows = packages.rows(found.name)
    return _standard(name, found.title, rows, bool(found.extra.get("unverified")))


def from_csv(path: str | Path) -> Standard:
    """Read a standard from a CSV file with the columns of the shipped ones.

    Parameters
    ----------
    path : str or Path
        The file, in UTF-8. Needed columns: code, category, name_en, kind, unit, source, status;
        further ones as in the package ``hj274_2009``. The file's name becomes the standard's.

    Returns
    -------
    Standard
        The standard, ready for :func:`ecopark.assess`.

    Raises
    ------
    DataProblem
        With every fault of the file: row, column, value, rule.

    Examples
    --------
    >>> from ecopark import places
    >>> own = from_csv(places.datasets() / "hj274_2009" / "indicators.csv")
    >>> own.name, len(own.indicators)
    ('indicators', 24)
    """
    path = Path(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            raw = [{k: v or None for k, v in row.items() if k} for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(f"the file cannot be read: {error}", fix="save it as CSV in UTF-8")
        raise DataProblem(path.name, [problem]) from error
    problems: builtins.list[Problem] = []
    rows = [_typed(number, row, problems) for number, row in enumerate(raw)]
    if not rows:
        problems.append(Problem("the file has no rows", fix="write one row an indicator"))
    if problems:
        raise DataProblem(path.name, problems)
    return _standard(path.stem, path.stem, rows)


def _names(expression: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (expression or "").split("+") if part.strip())


def _typed(number: int, row: Mapping[str, str | None], problems: builtins.list[Problem]) -> dict[str, Any]:
    """Return the row with its threshold as a number; note what is wrong on the way."""

    def wrong(column: str, rule: str, fix: str) -> None:
        problems.append(Problem(rule, column, number, value=row.get(column), fix=fix))

    for column in _NEEDED:
        if not row.get(column):
            wrong(column, "is needed in every row", "fill the cell")
    typed: dict[str, Any] = dict(row)
    try:
        typed["threshold"] = None if row.get("threshold") is None else float(str(row["threshold"]))
    except ValueError:
        wrong("threshold", "must be a number", "write digits only, in the unit of the row")
        typed["threshold"] = None
    if row.get("kind") and row["kind"] not in _KINDS:
        wrong("kind", f"must be one of {', '.join(_KINDS)}", "choose one of them")
    if row.get("operator") and row["operator"] not in OPERATORS:
        wrong("operator", f"must be one of {' '.join(OPERATORS)}", "choose one of them")
    return typed


def _standard(name: str, title: str, rows: Iterable[Mapping[str, Any]], unverified: bool = False) -> Standard:
    known = {f.name for f in fields(Indicator)}
    made = tuple(Indicator(**{k: v for k, v in row.items() if k in known}) for row in rows)
    problems = [p for number, row in enumerate(made) for p in _faults(number, row)]
    codes = [i.code for i in made]
    problems += [
        Problem("the code stands twice", "code", n, value=code, fix="give every row its own code")
        for n, code in enumerate(codes)
        if code in codes[:n]
    ]
    if problems:
        raise DataProblem(f"standard {name}", problems)
    return Standard(name, title, made, unverified)


def _faults(number: int, row: Indicator) -> Iterable[Problem]:
    """Yield what keeps the row from being computed."""
    if row.kind == "not computable":
        return
    columns = panels.columns()
    for field, names in (("numerator", row.above), ("denominator", row.below)):
        for name in names:
            if name not in columns:
                error = UnknownName("panel column", name, columns)
                yield Problem(str(error), field, number, value=name)
                return
    if not row.above or (row.kind in {"ratio", "elasticity"} and not row.below):
        yield Problem(f"a {row.kind} needs its columns", "numerator", number, fix="name panel columns")
        return
    if row.operator and row.threshold is None:
        yield Problem("an operator needs a threshold", "threshold", number, fix="give both or none")
    try:
        _ = row.scale
    except (UnitMismatch, UnknownName) as error:
        yield Problem(str(error), "unit", number, value=row.unit, fix="check unit and columns")

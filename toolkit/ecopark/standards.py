"""Indicator systems as data: each row of a table defines one indicator and its threshold."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark import datasets, files
from ecopark import panel as panels
from ecopark.errors import BadArgument, DataError, Issue, UnitMismatch, UnknownNameError, require_known
from ecopark.i18n import mark, say
from ecopark.kinds import KINDS, OPERATORS, Kind

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["OPERATORS", "Indicator", "Standard", "UnverifiedStandard", "from_csv", "get", "list"]

_NEEDED = ("code", "category", "name_en", "kind", "unit", "source", "status")


@dataclass(frozen=True)
class Indicator:
    """One row of a standard: an indicator, its unit and its threshold.

    ``numerator`` and ``denominator`` name columns of the panel; ``a + b`` adds two of them.
    ``threshold`` is in ``unit``; it is ``None`` if a zone sets its own target. ``scale`` is the factor
    from the units of the columns to ``unit`` [1].
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
    scale: float = 1.0

    @property
    def formula(self) -> Kind:
        """The kind of the indicator, with its formula and its ways to the threshold."""
        return KINDS[self.kind]

    @cached_property
    def numerator_columns(self) -> tuple[str, ...]:
        """Columns whose sum is the numerator."""
        return _names(self.numerator)

    @cached_property
    def denominator_columns(self) -> tuple[str, ...]:
        """Columns whose sum is the denominator."""
        return _names(self.denominator)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """All columns of the formula."""
        return self.numerator_columns + self.denominator_columns

    @property
    def wants_more(self) -> bool:
        """Whether the operator asks for a value above the threshold."""
        return str(self.operator).startswith(">")

    @property
    def citation(self) -> str:
        """Source and place of the row, and whether it is unverified."""
        place = f"{self.source}, {self.where}" if self.where else self.source
        return f"{place} (unverified)" if self.status == "unverified" else place


class UnverifiedStandard(UserWarning):
    """Results rest on a standard with rows that could not be checked against its text."""


@dataclass(frozen=True)
class Standard:
    """A named set of indicators; ``unverified`` if rows could not be checked against its text."""

    name: str
    title: str
    indicators: tuple[Indicator, ...]
    unverified: bool = False

    @cached_property
    def computable(self) -> tuple[Indicator, ...]:
        """The indicators that a panel can answer: their formula needs no column but those of a panel."""
        panel_columns = panels.columns()
        return tuple(
            i for i in self.indicators if i.formula.computable and panel_columns.keys() >= set(i.columns)
        )

    @cached_property
    def required_columns(self) -> tuple[str, ...]:
        """Columns that a panel must have for this standard."""
        return tuple(dict.fromkeys(column for i in self.computable for column in i.columns))

    def __getitem__(self, code: str) -> Indicator:
        """Return the indicator with that code."""
        by_code = {indicator.code: indicator for indicator in self.indicators}
        if code not in by_code:
            raise UnknownNameError(say("indicator of {standard}", standard=self.name), code, by_code)
        return by_code[code]

    def to_frame(self) -> pd.DataFrame:
        """Return one row per indicator, as a pandas dataframe."""
        import pandas as pd

        names = [f.name for f in fields(Indicator) if f.name != "scale"]
        return pd.DataFrame([[getattr(i, n) for n in names] for i in self.indicators], columns=names)


def list() -> builtins.list[str]:  # noqa: A001 (read as ep.standards.list)
    """List the names of the standards that come with ecopark.

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
    described = (datasets.package(name) for name in datasets.list())
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
    UnknownNameError
        If there is no such standard; the message gives the nearest name.

    Examples
    --------
    >>> standard = get("hj274-2009")
    >>> len(standard.indicators), standard["2.2"].threshold, standard["2.2"].unit
    (24, 0.5, 'tce/10^4 RMB')
    """
    require_known(mark("standard"), name, list())
    package = datasets.package(_shipped()[name])
    units = {column.name: column.unit for column in panels.columns().values()}
    if any(table.name == "quantities" for table in package.tables):
        # The standard is about figures that a panel does not hold, and names their units itself.
        units |= {row["quantity"]: row["unit"] for row in datasets.rows(package.name, "quantities")}
    rows = datasets.rows(package.name)
    return _standard(name, package.title, rows, units, bool(package.extra.get("unverified")))


def for_panel(standard: str | Standard) -> Standard:
    """Return a standard, or that of a name, if a panel can answer any of its indicators."""
    rules = get(standard) if isinstance(standard, str) else standard
    if not rules.computable:
        others = ", ".join(name for name in list() if get(name).computable)
        message = mark(
            "The standard {standard!r} cannot judge a zone: none of its {count} indicators can be computed "
            "from a panel. Choose one of: {others}."
        )
        raise BadArgument(message, standard=rules.name, count=len(rules.indicators), others=others)
    return rules


def from_csv(path: str | Path) -> Standard:
    """Read a standard from a CSV or XLSX file with the columns of the shipped ones.

    Parameters
    ----------
    path : str or Path
        The file; CSV in UTF-8. Needed columns: code, category, name_en, kind, unit, source, status;
        further ones as in the package ``hj274_2009``. The file's name becomes the standard's.

    Returns
    -------
    Standard
        The standard, ready for :func:`ecopark.assess`.

    Raises
    ------
    DataError
        With every fault of the file: row, column, value, rule.

    Examples
    --------
    >>> from ecopark import places
    >>> own = from_csv(places.datasets() / "hj274_2009" / "indicators.csv")
    >>> own.name, len(own.indicators)
    ('indicators', 24)
    """
    path = Path(path)
    cells = files.read_table(path, as_text=True).astype(object)
    rows = cells.where(cells.notna() & (cells != ""), None).to_dict("records")

    # Each cell that is needed, a number or one of a few words; the rest is checked with the columns.
    issues: builtins.list[Issue] = []
    for number, row in enumerate(rows):
        for column in _NEEDED:
            if not row.get(column):
                issues.append(Issue("is needed in every row", column, number, fix="fill the cell"))
        try:
            row["threshold"] = None if row.get("threshold") is None else float(row["threshold"])
        except ValueError:
            fix = mark("write digits only, in the unit of the row")
            issues.append(Issue("must be a number", "threshold", number, value=row["threshold"], fix=fix))
        for column, words in (("kind", KINDS), ("operator", OPERATORS)):
            if row.get(column) and row[column] not in words:
                rule = say("must be one of {choices}", choices=", ".join(words))
                issues.append(Issue(rule, column, number, value=row[column], fix="choose one of them"))
    if not rows:
        issues.append(Issue("the file has no rows", fix="write one row per indicator"))
    if issues:
        raise DataError(path.name, issues)
    units = {column.name: column.unit for column in panels.columns().values()}
    return _standard(path.stem, path.stem, rows, units)


def _names(expression: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (expression or "").split("+") if part.strip())


def _standard(
    name: str,
    title: str,
    rows: Iterable[Mapping[str, Any]],
    units: Mapping[str, str],
    unverified: bool = False,
) -> Standard:
    """Return a standard whose rows can be computed from columns with these units."""
    field_names = {f.name for f in fields(Indicator)}
    issues: builtins.list[Issue] = []
    indicators: builtins.list[Indicator] = []
    for number, row in enumerate(rows):
        indicator = Indicator(**{k: v for k, v in row.items() if k in field_names})
        if indicator.code in [i.code for i in indicators]:
            rule, fix = mark("the code is used twice"), mark("give every row its own code")
            issues.append(Issue(rule, "code", number, value=indicator.code, fix=fix))
        formula, sides = indicator.formula, ("numerator", "denominator")
        unknown = [(s, c) for s in sides for c in getattr(indicator, f"{s}_columns") if c not in units]
        if not formula.computable:
            pass
        elif unknown:
            side, column = unknown[0]
            rule = str(UnknownNameError("panel column", column, units))
            issues.append(Issue(rule, side, number, value=column))
        elif not indicator.numerator_columns or (
            formula.needs_denominator and not indicator.denominator_columns
        ):
            rule = say("the kind {kind} needs its columns", kind=indicator.kind)
            issues.append(Issue(rule, "numerator", number, fix="name panel columns"))
        elif indicator.operator and indicator.threshold is None:
            issues.append(
                Issue("an operator needs a threshold", "threshold", number, fix="give both or none")
            )
        else:
            try:
                scale = formula.scale(indicator, lambda column: units[column] or "1")
                indicator = replace(indicator, scale=scale)
            except (UnitMismatch, UnknownNameError) as error:
                fault = Issue(str(error), "unit", number, value=indicator.unit, fix="check unit and columns")
                issues.append(fault)
        indicators.append(indicator)
    if issues:
        raise DataError(say("standard {name}", name=name), issues)
    return Standard(name, title, tuple(indicators), unverified)

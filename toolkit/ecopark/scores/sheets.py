"""Assessed indicators as arrays: what scores and trends are computed from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from ecopark import frames, standards
from ecopark.checks import Column, faults, where
from ecopark.errors import DataProblem, Problem, UnknownName
from ecopark.frames import Frame
from ecopark.standards import Standard

__all__ = ["Bools", "Floats", "Ints", "Sheet", "answer", "chosen_years", "from_rows", "read"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_ROW = "__row"
_WANTED = (
    Column("zone", "text", "", True, None, None, None, "name of the zone"),
    Column("year", "year", "", True, None, None, None, "calendar year"),
    Column("code", "text", "", True, None, None, None, "code of the indicator"),
    Column("value", "number", "its unit", True, None, None, None, "value of the indicator"),
    Column("threshold", "number", "its unit", True, None, None, None, "threshold of the indicator"),
)
# An operator may be empty, so that its column is only looked for.
_OPERATOR = Column("operator", "text", "", True, None, None, None, "how value and threshold are compared")
_SIGNS = {"benefit": 1.0, "cost": -1.0}


@dataclass(frozen=True)
class Sheet:
    """The rows of a tidy result of ``assess``.

    ``zone`` and ``code`` are places in ``zones`` and ``codes``. ``sign`` is 1 for an indicator of
    which more is better, -1 where less is better, NaN where nobody says. ``indicators`` and
    ``units`` belong to the codes. A missing number is NaN.
    """

    zones: tuple[str, ...]
    codes: tuple[str, ...]
    indicators: tuple[str, ...]
    units: tuple[str, ...]
    sign: Floats
    zone: Ints
    code: Ints
    year: Ints
    value: Floats
    threshold: Floats

    def of_year(self, year: int) -> tuple[Ints, Floats, Floats]:
        """Return the zones of one year, their values, and the thresholds that all of them share.

        Values are one row a zone and one column an indicator. A threshold is NaN where zones have
        different ones or none.
        """
        own = self.year == year
        zones, place = np.unique(self.zone[own], return_inverse=True)
        values = np.full((len(zones), len(self.codes)), np.nan)
        values[place, self.code[own]] = self.value[own]
        limits = np.full(values.shape, np.nan)
        limits[place, self.code[own]] = self.threshold[own]
        shared = (limits == limits[:1]).all(axis=0)
        return zones, values, np.where(shared, limits[0], np.nan)


def read(assessed: Any, standard: str | Standard | None = None) -> Sheet:
    """Return the rows of a tidy result of ``assess``, checked.

    Parameters
    ----------
    assessed : dataframe
        What :func:`ecopark.assess` returned in the tidy layout, of any kind.
    standard : str or Standard, optional
        Where the direction of each indicator is looked up; without it the operators tell.

    Raises
    ------
    DataProblem
        If columns are missing, hold no numbers, a row stands twice, or one indicator has operators
        in both directions: all faults, listed.

    Examples
    --------
    >>> import ecopark as ep
    >>> sheet = read(ep.assess(ep.datasets.synthetic_panel(zones=2, years=3)))
    >>> len(sheet.zones), len(sheet.codes), len(sheet.year), sheet.sign[:3].tolist()
    (2, 24, 144, [1.0, 1.0, -1.0])
    """
    frame = _checked(_collected(assessed))
    texts = {n: frame.get_column(n).cast(nw.String) for n in ("zone", "code", "operator")}
    zones, zone = _places(texts["zone"])
    codes, code = _places(texts["code"])
    year = np.asarray(frame.get_column("year").cast(nw.Int64).to_numpy())
    _no_repeats(frame, (zone * (int(np.ptp(year)) + 1) + year - year.min()) * len(codes) + code)
    numbers = [np.asarray(frame.get_column(n).cast(nw.Float64).to_numpy()) for n in ("value", "threshold")]
    about = [_about(frame, n, code, len(codes)) for n in ("indicator", "unit")]
    sign = _signs(codes, code, texts["operator"], standard)
    return Sheet(zones, codes, about[0], about[1], sign, zone, code, year, numbers[0], numbers[1])


def answer(columns: Mapping[str, Any], assessed: Any) -> Any:
    """Return columns as a dataframe of the same kind as the table that came in; NaN becomes missing."""
    like = frames.opened(assessed, "assessed table")
    backend = like.implementation if isinstance(like, nw.DataFrame) else "pyarrow"
    made = nw.from_dict(dict(columns), backend=backend)
    if not made.implementation.is_pandas_like():
        floats = [n for n, dtype in made.schema.items() if dtype.is_float()]
        made = made.with_columns(nw.col(*floats).fill_nan(None))
    return frames.handed_back(made, like)


def from_rows(rows: Sequence[Sequence[Any]], kinds: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """Return rows as columns, each of its own kind also where there is no row."""
    parts = list(zip(*rows, strict=True)) or [()] * len(kinds)
    return {n: np.array(part, dtype=k) for (n, k), part in zip(kinds.items(), parts, strict=True)}


def _collected(assessed: Any) -> Frame:
    frame = frames.opened(assessed, "assessed table")
    names = [*(c.name for c in _WANTED), "operator", "indicator", "unit"]
    kept = [n for n in frames.columns_of(frame) if n in names]
    if len(kept) < len(_WANTED):
        kept = frames.columns_of(frame)  # all of them: one may be meant for one that is missing
    own = frame.select(*kept)
    return own.collect() if isinstance(own, nw.LazyFrame) else own


def _checked(frame: Frame) -> Frame:
    wanted = [*_WANTED, *([] if "operator" in frame.columns else [_OPERATOR])]
    problems = faults(frame, wanted)
    if problems:
        raise DataProblem("the assessed table (the tidy layout is needed)", problems)
    return frame


def _no_repeats(frame: Frame, key: Ints) -> None:
    first = np.unique(key, return_index=True)[1]
    if len(first) < len(key):
        rows = np.setdiff1d(np.arange(len(key)), first).tolist()
        rule, fix = "the zone has this indicator twice in the year", "keep one row"
        numbered = frames.row_numbers(frame, _ROW)
        found = where(numbered, nw.col(_ROW).is_in(rows), "code", rule, fix)
        raise DataProblem("the assessed table", found)


def _places(series: nw.Series[Any]) -> tuple[tuple[str, ...], Ints]:
    """Return the labels in order of first appearance, and each row's place among them."""
    labels = series.unique(maintain_order=True).to_list()
    places = series.replace_strict(labels, list(range(len(labels))), return_dtype=nw.Int64)
    return tuple(labels), np.asarray(places.to_numpy())


def _about(frame: Frame, name: str, code: Ints, codes: int) -> tuple[str, ...]:
    """Return what the table says of each indicator in a column, if it has the column."""
    if name not in frame.columns:
        return ("",) * codes
    first = np.unique(code, return_index=True)[1]
    return tuple(str(text or "") for text in frame.get_column(name).cast(nw.String)[first].to_list())


def _signs(
    codes: Sequence[str], code: Ints, operators: nw.Series[Any], standard: str | Standard | None
) -> Floats:
    """Return 1 for a benefit, -1 for a cost, NaN where neither the standard nor an operator tells."""
    more, less = (
        np.bincount(code[operators.str.starts_with(mark).fill_null(False).to_numpy()], minlength=len(codes))
        for mark in (">", "<")
    )
    signs = np.where(more > 0, 1.0, np.where(less > 0, -1.0, np.nan))
    if standard is not None:
        rules = standards.get(standard) if isinstance(standard, str) else standard
        for n, name in enumerate(codes):
            signs[n] = _SIGNS.get(rules[name].direction or "", signs[n])
        return signs
    rule, fix = "has operators in both directions", "name the standard, which tells the direction"
    both = np.flatnonzero((more > 0) & (less > 0))
    if len(both):
        raise DataProblem(
            "the assessed table", [Problem(rule, "operator", value=codes[int(n)], fix=fix) for n in both]
        )
    return signs


def chosen_years(sheet: Sheet, year: int | None) -> list[int]:
    """Return the years to score: the one that is asked for, or all."""
    years: list[int] = np.unique(sheet.year).tolist()
    if year is None:
        return years
    if year not in years:
        raise UnknownName("year", year, years)
    return [year]

"""The tables of a matching, checked: who offers what, who needs what, and which streams fit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from ecopark import frames, units
from ecopark.errors import AmbiguousUnit, DataError, Issue, UnitMismatch, UnknownNameError, did_you_mean
from ecopark.frames import Frame
from ecopark.validation import Column, find_issues, issues_in_rows

__all__ = [
    "Compatibility",
    "Distances",
    "Numbering",
    "Side",
    "compatibility",
    "distances",
    "repeated",
    "side",
    "table",
    "values",
]

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


class Numbering(dict[str, int]):
    """Names as numbers from 0, in the order in which they come."""

    def codes(self, names: Iterable[str]) -> Places:
        """Return the number of each name; a new name gets the next number."""
        return np.array([self.setdefault(name, len(self)) for name in names], dtype=np.int64)


@dataclass(frozen=True)
class Side:
    """All supplies or all demands, one place of each array a row of the table.

    ``quantity`` and ``minimum`` are in the unit of the matching. ``money`` is the avoided cost of
    disposal of a supply or the price of what a demand replaces [money/unit]. ``quality`` holds what
    a supply contains or the limits of a demand; nan where it is not known or not limited.
    """

    name: str
    firms: tuple[str, ...]
    streams: tuple[str, ...]
    owners: Places
    codes: Places
    quantity: Numbers
    minimum: Numbers
    money: Numbers
    quality: Mapping[str, Numbers]
    has_money: bool

    def label(self, place: int) -> str:
        """Return firm and stream of a row."""
        return f"{self.firms[place]}, {self.streams[place]}"


@dataclass(frozen=True)
class Compatibility:
    """Which stream can replace which, one place of each array a rule.

    ``substitution`` [unit of demand/unit of supply], ``treatment`` [money/unit of supply],
    ``removal`` the fraction of each contaminant that treatment takes out.
    """

    supply: Places
    demand: Places
    substitution: Numbers
    treatment: Numbers
    removal: Numbers
    allowed: NDArray[np.bool_]
    reasons: tuple[str, ...]
    has_treatment: bool


@dataclass(frozen=True)
class Distances:
    """Distances between firms [km], the same in both directions."""

    firms: int
    keys: Places
    values: Numbers

    def between(self, one: Places, other: Places) -> Numbers:
        """Return the distance of each pair of firms [km]; nan where there is none."""
        wanted = np.minimum(one, other) * self.firms + np.maximum(one, other)
        place = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where(self.keys[place] == wanted, self.values[place], np.nan)


def side(
    table: Any,
    name: str,
    money: str,
    unit: str,
    quality: Iterable[str],
    firms: Numbering,
    streams: Numbering,
) -> tuple[Frame, Side]:
    """Return a view of the table of supplies or demands, and its checked contents.

    Parameters
    ----------
    table : dataframe
        One row per firm and stream: ``firm``, ``stream``, ``quantity``, ``unit``, and optional columns.
    name, money : str
        What the table is, and its column of money.
    unit : str
        Unit of the matching.
    quality : iterable of str
        Columns with contents or limits.
    firms, streams : Numbering
        Numbers of the names, shared by all tables.

    Raises
    ------
    DataError
        With every fault.
    """
    frame = frames.from_native_eager(table, name)
    plain = [_text("firm", "who"), _text("stream", "what"), _text("unit", "unit of the quantity")]
    wanted = [*plain, _number("quantity", unit, "how much"), *(_number(q, "1", "quality") for q in quality)]
    wanted += [_number(c, "", "optional") for c in ("minimum", money) if c in frame.columns]
    problems = find_issues(frame, wanted)
    if not problems:
        problems = _missing(frame, "quantity") + repeated(frame, ["firm", "stream"])
    if not problems:
        problems = _bad_units(frame, unit) + _above(frame, "minimum", "quantity")
    if problems:
        raise DataError(name, problems)
    scale = np.array([units.factor(u, unit) for u in frame["unit"].to_list()])
    owners, things = _texts(frame, "firm"), _texts(frame, "stream")
    return frame, Side(
        name, owners, things, firms.codes(owners), streams.codes(things),
        quantity=values(frame, "quantity") * scale,
        minimum=np.nan_to_num(values(frame, "minimum", 0.0)) * scale,
        money=values(frame, money, 0.0),
        quality={q: values(frame, q) for q in quality},
        has_money=money in frame.columns,
    )  # fmt: skip


def compatibility(table: Any, streams: Numbering) -> Compatibility:
    """Return the checked contents of the table of streams that fit.

    Raises
    ------
    DataError
        With every fault.
    """
    frame = frames.from_native_eager(table, "compatibility table")
    wanted = [_text("supply_stream", "what is offered"), _text("demand_stream", "what it can replace")]
    options = {"substitution": None, "treatment_cost": None, "removal": 1.0}
    wanted += [_number(c, "1", "optional", top) for c, top in options.items() if c in frame.columns]
    if "allowed" in frame.columns:
        wanted.append(Column("allowed", "yes-no", "", True, None, None, None, "whether rules permit it"))
    problems = find_issues(frame, wanted)
    if not problems:
        problems = _missing(frame, "allowed") + _missing(frame, "substitution") + _missing(frame, "removal")
    left, right = (np.zeros(0, dtype=np.int64),) * 2
    if not problems:
        left, right = (streams.codes(_texts(frame, c)) for c in ("supply_stream", "demand_stream"))
        problems = _twice(left * len(streams) + right, frame, ["supply_stream", "demand_stream"])
    if problems:
        raise DataError("the compatibility table", problems)
    return Compatibility(
        left, right, values(frame, "substitution", 1.0), values(frame, "treatment_cost", 0.0),
        values(frame, "removal", 0.0), values(frame, "allowed", 1.0) == 1.0,
        _texts(frame, "rule") if "rule" in frame.columns else ("",) * len(frame),
        "treatment_cost" in frame.columns,
    )  # fmt: skip


def distances(table: Any, firms: Numbering) -> Distances:
    """Return the checked contents of the table of distances: ``from``, ``to``, ``distance`` [km].

    Raises
    ------
    DataError
        With every fault; also where the two directions of a pair differ.
    """
    frame = frames.from_native_eager(table, "table of distances")
    wanted = [_text("from", "firm"), _text("to", "firm"), _number("distance", "km", "how far")]
    problems = find_issues(frame, wanted) or _missing(frame, "distance")
    if problems:
        raise DataError("the table of distances", problems)
    one, other = firms.codes(_texts(frame, "from")), firms.codes(_texts(frame, "to"))
    keys = np.minimum(one, other) * len(firms) + np.maximum(one, other)
    order = np.argsort(keys, kind="stable")
    km = values(frame, "distance")
    same = keys[order][1:] == keys[order][:-1]
    wrong = order[1:][same & (km[order][1:] != km[order][:-1])]
    if len(wrong):
        raise DataError("the table of distances", [_two_ways(frame, int(row)) for row in wrong])
    return Distances(len(firms), keys[order], km[order])


def table(columns: Mapping[str, Sequence[Any]], numbers: Collection[str], like: Frame) -> Any:
    """Return columns as a table of the kind of another one; the named ones hold numbers, the rest texts."""
    kinds = {name: nw.Float64() if name in numbers else nw.String() for name in columns}
    made = {n: nw.new_series(n, c, kinds[n], backend=like.implementation) for n, c in columns.items()}
    return nw.from_dict(made).to_native()


def _text(name: str, meaning: str) -> Column:
    return Column(name, "text", "", True, None, None, None, meaning)


def _number(name: str, unit: str, meaning: str, maximum: float | None = None) -> Column:
    return Column(name, "number", unit, True, None, 0, maximum, meaning)


def _texts(frame: Frame, name: str) -> tuple[str, ...]:
    return tuple("" if value is None or value != value else str(value) for value in frame[name].to_list())


def values(frame: Frame, name: str, absent: float | None = None) -> Numbers:
    """Return a column as numbers, nan where it is empty; ``absent`` everywhere if there is no such column."""
    if absent is not None and name not in frame.columns:
        return np.full(len(frame), absent)
    return np.array(frame[name].cast(nw.Float64).fill_nan(None).fill_null(np.nan).to_numpy(), dtype=float)


def _missing(frame: Frame, name: str) -> list[Issue]:
    if name not in frame.columns:
        return []
    gone = frame.with_columns(nw.col(name).cast(nw.Float64).fill_nan(None))
    return issues_in_rows(
        gone, nw.col(name).is_null(), name, "must not be missing", "give it, or leave the row out"
    )


def repeated(frame: Frame, names: Sequence[str]) -> list[Issue]:
    """Return a problem for each row whose texts in the named columns stand in an earlier row."""
    numbering = Numbering()
    keys = numbering.codes("\0".join(pair) for pair in zip(*(_texts(frame, n) for n in names), strict=True))
    return _twice(keys, frame, names)


def _twice(keys: Places, frame: Frame, names: Sequence[str]) -> list[Issue]:
    """Return a problem for each row whose key stands in an earlier row."""
    _, first = np.unique(keys, return_index=True)
    again = np.ones(len(keys), dtype=bool)
    again[first] = False
    return [_again(frame, names, int(row)) for row in np.flatnonzero(again)]


def _again(frame: Frame, names: Sequence[str], row: int) -> Issue:
    texts = [str(frame[name][row]) for name in names]
    return Issue(
        f"{', '.join(texts)} is there twice", names[-1], row, value=texts[-1], fix="join the two rows"
    )


def _two_ways(frame: Frame, row: int) -> Issue:
    rule = f"{frame['from'][row]} to {frame['to'][row]} has two distances"
    return Issue(rule, "distance", row, value=float(frame["distance"][row]), fix="keep one of them")


def _bad_units(frame: Frame, unit: str) -> list[Issue]:
    problems = []
    for row, found in enumerate(_texts(frame, "unit")):
        try:
            units.factor(found, unit)
        except (UnitMismatch, UnknownNameError) as error:
            label = f"{frame['firm'][row]}, {frame['stream'][row]}"
            known = ("t/year", "kg/day", "m3/year", "t/h")
            unknown = isinstance(error, UnknownNameError) and not isinstance(error, AmbiguousUnit)
            rule = f"{label}: {'the unit is unknown' if unknown else error}"
            fix = did_you_mean(found, known).strip() or f"give the quantity in {unit} or a unit like it"
            problems.append(Issue(rule, "unit", row, value=found, fix=fix))
    return problems


def _above(frame: Frame, low: str, high: str) -> list[Issue]:
    if low not in frame.columns:
        return []
    rule = f"is larger than the {high}, of which it is a part"
    return issues_in_rows(frame, nw.col(low) > nw.col(high), low, rule, "check both values")

"""Published figures of one quantity over the years, each with its source and its doubts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ecopark import frames
from ecopark.errors import UnknownName
from ecopark.figures import described

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["claims_over_time"]

_COLUMNS = ("quantity", "year", "scope", "value", "unit", "certainty", "source")
# Okabe and Ito's palette with a marker each: the marker says the same as the colour.
_MARKS = (("#0072B2", "o"), ("#D55E00", "s"), ("#009E73", "^"), ("#CC79A7", "D"), ("#E69F00", "v"))
_WIDE = 20  # ratio of the largest to the smallest figure from which the axis is logarithmic
Row = dict[str, Any]


def claims_over_time(table: Any, quantity: str, unit: str = "") -> Axes:
    """Draw every published figure of one quantity at its year; those without a year stand apart.

    Parameters
    ----------
    table : pandas.DataFrame or polars.DataFrame
        One row a figure: ``quantity``, ``year`` (may be empty), ``scope``, ``value`` [unit of the row],
        ``unit``, ``certainty`` and ``source``, such as ``ep.datasets.load("kalundborg", "claims")``.
    quantity : str
        Which quantity.
    unit : str, optional
        Only figures in this unit are drawn; by default the commonest unit. The others are counted.

    Returns
    -------
    matplotlib.axes.Axes
        One point a figure [unit], one marker a scope. Hollow points are doubtful, in value or year.
        The axis is logarithmic where the largest figure is more than 20 times the smallest.

    Raises
    ------
    UnknownName
        If a column is missing, or no figure has that quantity and unit.

    Examples
    --------
    >>> import ecopark as ep
    >>> axes = claims_over_time(ep.datasets.load("kalundborg", "claims"), "CO2 avoided")
    >>> axes.get_title(loc="left").splitlines()[0]
    'CO2 avoided: 5 figures, from 240,000 to 635,000 t/year'
    """
    from matplotlib import pyplot as plt

    drawn, left_out = _chosen(table, quantity, unit)
    dated = [row for row in drawn if _year(row) is not None]
    apart = _apart(dated)
    _, axes = plt.subplots(figsize=(8.5, 4.6))
    marks = dict(zip(dict.fromkeys(row["scope"] for row in drawn), _MARKS * len(drawn), strict=False))
    for place, row in enumerate(drawn):
        height = 8 if _stands_out(dated, place) else -8
        _point(axes, row, apart, *marks[row["scope"]], height=height)
    _axis(axes, drawn, dated, apart)
    title = _finding(quantity, drawn, left_out)
    axes.set_title(title, loc="left", fontsize=10)
    _legend(axes, drawn, marks)
    listed = "; ".join(_words(row) for row in drawn)
    return described(axes, f"Figures over the years. {title.replace(chr(10), '. ')}. {listed}.")


def _chosen(table: Any, quantity: str, unit: str) -> tuple[list[Row], int]:
    """Return the rows to draw, sorted by year, and how many have another unit."""
    frame = frames.eager(table, "table of figures")
    for name in _COLUMNS:
        if name not in frame.columns:
            raise UnknownName("column of the figures", name, frame.columns)
    rows = list(frame.iter_rows(named=True))
    own = [row for row in rows if row["quantity"] == quantity]
    if not own:
        raise UnknownName("quantity", quantity, dict.fromkeys(row["quantity"] for row in rows))
    known = Counter(row["unit"] for row in own)
    wanted = unit or known.most_common(1)[0][0]
    if wanted not in known:
        raise UnknownName(f"unit of {quantity}", wanted, known)
    drawn = [row for row in own if row["unit"] == wanted]
    return sorted(drawn, key=lambda r: (_year(r) is None, _year(r) or 0, r["value"])), len(own) - len(drawn)


def _year(row: Row) -> int | None:
    year = row["year"]
    missing = year is None or type(year).__name__ == "NAType" or year != year
    return None if missing else int(year)


def _apart(dated: list[Row]) -> float:
    """Return where on the axis of years the figures without a year stand."""
    years = [_year(row) or 0 for row in dated] or [0]
    return max(years) + max(3.0, 0.18 * (max(years) - min(years)))


def _stands_out(dated: list[Row], place: int) -> bool:
    """Return whether a figure is above its neighbours in time: its name then stands above, else below."""
    near = [dated[i]["value"] for i in (place - 1, place + 1) if 0 <= i < len(dated)]
    if place >= len(dated) or not near:
        return True
    middle = sum(near) / len(near)
    return bool(dated[place]["value"] > middle or (dated[place]["value"] == middle and place % 2 == 0))


def _point(axes: Axes, row: Row, apart: float, color: str, mark: str, *, height: int) -> None:
    year = _year(row)
    x = apart if year is None else year
    inside = color if row["certainty"] == "sure" else "white"
    axes.plot(x, row["value"], mark, color=color, markerfacecolor=inside, markersize=9)
    offset = (9, 0) if year is None else (0, height)
    side = "left" if year is None else "center"
    upright = "center" if year is None else "bottom" if height > 0 else "top"
    axes.annotate(
        row["source"], (x, row["value"]), offset, textcoords="offset points", ha=side, va=upright, fontsize=7
    )


def _axis(axes: Axes, drawn: list[Row], dated: list[Row], apart: float) -> None:
    from matplotlib.ticker import FuncFormatter

    values = [row["value"] for row in drawn]
    if min(values) > 0 and max(values) / min(values) > _WIDE:
        axes.set_yscale("log")
        axes.set_ylim(min(values) / 2, max(values) * 2)
    else:
        axes.set_ylim(0, 1.18 * max(values))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:,.10g}"))
    years = sorted({_year(row) or 0 for row in dated})
    ticks = [y for y, before in zip(years, [None, *years], strict=False) if before is None or y - before > 1]
    no_date = len(dated) < len(drawn)
    axes.set_xticks(
        [*ticks, *([apart] if no_date else [])], [*map(str, ticks), *(["no year"] if no_date else [])]
    )
    first = min(years, default=apart)
    room = 0.12 * (apart - first) + 1
    # The names of figures without a year stand at the right of their points.
    axes.set_xlim(first - room, apart + 2.2 * room if no_date else max(years) + room)
    if no_date and dated:
        axes.axvline((max(years) + apart) / 2, color="#999999", linestyle=":", linewidth=1)
    axes.set_xlabel("Year of the figure")
    axes.set_ylabel(f"{drawn[0]['quantity']} [{drawn[0]['unit']}]")


def _legend(axes: Axes, drawn: list[Row], marks: dict[str, tuple[str, str]]) -> None:
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], color=c, marker=m, linestyle="", label=name) for name, (c, m) in marks.items()]
    if any(row["certainty"] != "sure" for row in drawn):
        handles.append(
            Line2D([], [], color="black", marker="o", markerfacecolor="white", linestyle="", label="doubtful")
        )
    axes.legend(
        handles=handles, frameon=False, fontsize=8, loc="upper left", bbox_to_anchor=(0, -0.14), ncols=3
    )


def _finding(quantity: str, drawn: list[Row], left_out: int) -> str:
    values = [row["value"] for row in drawn]
    count = f"{len(drawn)} figure{'s' if len(drawn) > 1 else ''}"
    without = sum(_year(row) is None for row in drawn)
    span = (
        f"from {min(values):,.10g} to {max(values):,.10g}" if len(set(values)) > 1 else f"{values[0]:,.10g}"
    )
    notes = [f"{without} without a year"] if without else []
    notes += [f"{left_out} more in another unit, not drawn"] if left_out else []
    second = f"\n{'; '.join(notes)}" if notes else ""
    return f"{quantity}: {count}, {span} {drawn[0]['unit']}{second}"


def _words(row: Row) -> str:
    doubt = "" if row["certainty"] == "sure" else ", doubtful"
    return f"{_year(row) or 'no year'}: {row['value']:,.10g} ({row['scope']}, {row['source']}{doubt})"

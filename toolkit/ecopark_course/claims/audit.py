"""The audit: each claim of the sources recomputed, in words and in bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecopark.errors import UndefinedResult, UnknownNameError
from ecopark.plots import BLUE, ORANGE, RED, set_alt_text
from ecopark_course.claims.checks import SUBJECTS
from ecopark_course.claims.statements import read_claims

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["in_words", "plot_verdicts", "run"]

_WITHOUT_UNIT = {"", "1", "count"}  # units that a sentence omits
_CALENDAR = 1000  # from this number on, a year is one of the calendar and not a duration
# Color and hatching of a verdict: each identifies it alone.
_LOOKS = {
    "agrees": (BLUE, ""),
    "conflicts": (ORANGE, "///"),
    "puzzle": ("#BBBBBB", "..."),
    "trap": (RED, "xxx"),
}


def run(subject: str | None = None) -> pd.DataFrame:
    """Recompute the claims of the sources from the data packages.

    Parameters
    ----------
    subject : str, optional
        Only the claims on this subject, such as ``"subsidies"``; by default all of them.

    Returns
    -------
    pandas.DataFrame
        One row per claim, in the order of the table ``claims``: ``claim``, ``subject``,
        ``statement`` (of the source), ``stated`` and ``computed`` [unit], ``low`` and
        ``high`` [unit] (if rounding or several published values make a range), ``unit``,
        ``verdict`` (from the recomputation), ``expected`` (the verdict on record),
        ``explanation`` and ``source``.

    Raises
    ------
    UnknownNameError
        If there are no claims on the subject, or a claim has no check.

    Examples
    --------
    >>> table = run("subsidies").set_index("claim")
    >>> share = table.loc["a1-share-of-investment"]
    >>> float(share["stated"]), round(share["computed"], 2), share["verdict"]
    (8.5, 6.81, 'conflicts')
    """
    import pandas as pd

    claims = read_claims()
    subjects = list(dict.fromkeys(claim.details["subject"] for claim in claims.values()))
    if subject is not None and subject not in subjects:
        raise UnknownNameError("subject", subject, subjects)
    chosen = [subject] if subject else subjects
    checks = [row for name in chosen for row in SUBJECTS[name](claims, claims.cells(name))]
    table = pd.DataFrame(checks).set_index("claim", drop=False).rename_axis(None)
    names = [name for name, claim in claims.items() if claim.details["subject"] in chosen]
    for name in names:
        if name not in table.index:
            raise UnknownNameError("check of the claim", name, table.index)
    types = {"low": "float64", "high": "float64", "stated": "object", "computed": "object"}
    return table.loc[names].astype(types).reset_index(drop=True)


def in_words(stated: object, computed: object, low: float | None, high: float | None, unit: str) -> str:
    """Write the stated and the computed value of a claim on one line.

    Parameters
    ----------
    stated, computed, low, high : float, str or None
        The columns of that name of :func:`run` [unit].
    unit : str
        The unit; ``1`` for a pure number. It is left out for counts and for years of the calendar.

    Returns
    -------
    str
        Numbers with four digits.

    Examples
    --------
    >>> in_words(8.5, 6.8089, None, None, "%")
    'stated 8.5 %, computed 6.809 %'
    """
    values = {"stated": stated, "computed": computed, "low": low, "high": high}
    present = {name: value for name, value in values.items() if value is not None and value == value}
    numbers = [value for value in present.values() if isinstance(value, float | int)]
    is_calendar_year = unit == "year" and all(value >= _CALENDAR for value in numbers)
    ending = "" if is_calendar_year or unit in _WITHOUT_UNIT else f" {unit}"
    short = {name: _with_four_digits(value) for name, value in present.items()}
    words = [f"{name} {short[name]}{ending}" for name in ("stated", "computed") if name in present]
    if "low" in present and "high" in present:
        words.append(f"between {short['low']} and {short['high']}{ending}")
    return ", ".join(words)


def _with_four_digits(value: object) -> str:
    if not isinstance(value, float | int):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"


def plot_verdicts(audit: pd.DataFrame, by: str = "subject") -> Axes:
    """Plot the number of claims by group and verdict.

    Parameters
    ----------
    audit : pandas.DataFrame
        The result of :func:`run`, or rows of it with further columns.
    by : str
        Column whose values make the groups.

    Returns
    -------
    matplotlib.axes.Axes
        One bar per group, made of its verdicts [count]; the largest group on top.

    Raises
    ------
    UnknownNameError, UndefinedResult
        If there is no such column, or no row.

    Examples
    --------
    >>> plot_verdicts(run("places")).get_title(loc="left")
    '3 of 20 claims simply agree'
    """
    if by not in audit.columns:
        raise UnknownNameError("column", by, audit.columns)
    if audit.empty:
        raise UndefinedResult("There is no claim to draw.")
    counts = audit.groupby([by, "verdict"]).size().unstack(fill_value=0)
    counts = counts[[verdict for verdict in _LOOKS if verdict in counts]]
    totals = counts.sum(axis=1).sort_values(kind="stable")
    counts = counts.loc[totals.index]

    # The finding: how many claims agree or, if none does, which group is largest.
    title = f"The largest group is {totals.index[-1]}: {totals.iloc[-1]} of {totals.sum()} claims"
    if "agrees" in counts:
        title = f"{counts['agrees'].sum()} of {totals.sum()} claims simply agree"

    # One stacked bar per group, its total at the end.
    height = 0.42 * len(counts) + 1.7
    colors = [_LOOKS[verdict][0] for verdict in counts]
    axes: Axes = counts.plot.barh(
        stacked=True, color=colors, width=0.8, edgecolor="white", figsize=(8.5, height)
    )
    for verdict, bars in zip(counts, axes.containers, strict=True):
        for bar in bars:
            bar.set_hatch(_LOOKS[verdict][1])
    axes.set_yticklabels([f"{name[:1].upper()}{name[1:]}" for name in map(str, counts.index)])
    for position, total in enumerate(totals):
        axes.text(total, position, f" {total}", va="center", fontsize=9)
    axes.set(xlabel="Claims [count]", ylabel="", xlim=(0, 1.08 * totals.max()))
    axes.set_title(title, loc="left", fontsize=11)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.55 / height), ncols=4, frameon=False)

    groups = "; ".join(
        f"{group}: " + ", ".join(f"{number} {verdict}" for verdict, number in numbers.items() if number)
        for group, numbers in counts.iloc[::-1].iterrows()
    )
    return set_alt_text(axes, f"Bars of verdicts by {by}. {title}. {groups}.")

"""The audit: each claim of the sources recomputed, in words and in bars."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ecopark.errors import UndefinedResult, UnknownNameError
from ecopark.plots import BLUE, ORANGE, RED, set_alt_text
from ecopark_course.claims import cases, programs, standards
from ecopark_course.claims.statements import Claims, Finding, read_claims

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["SUBJECTS", "in_words", "names", "run", "verdict_bars"]

SUBJECTS: dict[str, Callable[[Claims], Iterator[Finding]]] = {
    "places": cases.check_places,
    "subsidies": programs.check_subsidies,
    "targets": programs.check_targets,
    "indicators": standards.check_indicators,
    "counts": programs.check_counts,
    "kalundborg": cases.check_kalundborg,
    "taiwan": cases.check_taiwan,
    "planning": standards.check_planning,
    "arithmetic": standards.check_arithmetic,
}

_UNSAID = {"", "1", "count"}  # units that a sentence leaves out
_CALENDAR = 1000  # from this number on, a year is one of the calendar and no duration
# Color and hatching of a verdict: hatching says the same again.
_LOOKS = {
    "agrees": (BLUE, ""),
    "conflicts": (ORANGE, "///"),
    "puzzle": ("#BBBBBB", "..."),
    "trap": (RED, "xxx"),
}


def names() -> list[str]:
    """List the claims of the audit, in the order of the table.

    Returns
    -------
    list of str
        Names, as in the column ``claim`` of :func:`run`.

    Examples
    --------
    >>> "a1-share-of-investment" in names()
    True
    """
    return [*read_claims()]


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
        ``statement`` (what the source says), ``stated`` and ``computed`` [unit], ``low`` and
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
    findings = {finding.claim: finding for name in chosen for finding in SUBJECTS[name](claims)}
    lines = []
    for claim in (claim for claim in claims.values() if claim.details["subject"] in chosen):
        if claim.name not in findings:
            raise UnknownNameError("check of the claim", claim.name, findings)
        finding = findings[claim.name]
        lines.append({
            "claim": claim.name,
            "subject": claim.details["subject"],
            "statement": claim.details["statement"],
            "stated": claim.text if claim.number is None else claim.number,
            "computed": finding.computed,
            "low": finding.low,
            "high": finding.high,
            "unit": claim.unit,
            "verdict": finding.verdict,
            "expected": claim.details["expected"],
            "explanation": f"{claim.details['explanation']} {finding.note}".strip(),
            "source": claim.details["source"],
        })  # fmt: skip
    types = {"low": "float64", "high": "float64", "stated": "object", "computed": "object"}
    return pd.DataFrame(lines).astype(types)


def in_words(stated: object, computed: object, low: float | None, high: float | None, unit: str) -> str:
    """Write what a claim states and what was computed, on one line.

    Parameters
    ----------
    stated, computed : float, str or None
        The columns of that name of :func:`run` [unit].
    low, high : float or None
        The range of the result [unit], if there is one.
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
    >>> in_words("Sweden", "Denmark", None, None, "1")
    'stated Sweden, computed Denmark'
    >>> in_words(13.0, 8.0, None, None, "count")
    'stated 13, computed 8'
    """
    present = [value for value in (stated, computed, low, high) if value is not None and value == value]
    numbers = [value for value in present if isinstance(value, float | int)]
    is_calendar_year = unit == "year" and all(value >= _CALENDAR for value in numbers)
    ending = "" if is_calendar_year or unit in _UNSAID else f" {unit}"

    def short(value: object) -> str:
        if not isinstance(value, float | int):
            return str(value)
        return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"

    words = [f"stated {short(stated)}{ending}"] if stated in present else []
    words += [f"computed {short(computed)}{ending}"] if computed in present else []
    words += [f"between {short(low)} and {short(high)}{ending}"] if low in present and high in present else []
    return ", ".join(words)


def verdict_bars(audit: pd.DataFrame, by: str = "subject") -> Axes:
    """Draw how many claims of each group have which verdict.

    Parameters
    ----------
    audit : pandas.DataFrame
        What :func:`run` returned, or rows of it with further columns.
    by : str
        Column whose values make the groups.

    Returns
    -------
    matplotlib.axes.Axes
        One bar per group, made of its verdicts [number of claims]; the largest group on top.

    Raises
    ------
    UnknownNameError
        If there is no such column.
    UndefinedResult
        If there is no row.

    Examples
    --------
    >>> verdict_bars(run("places")).get_title(loc="left")
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
    colors = {verdict: color for verdict, (color, _) in _LOOKS.items()}
    height = 0.42 * len(counts) + 1.7
    axes: Axes = counts.plot.barh(
        stacked=True, color=colors, width=0.8, edgecolor="white", figsize=(8.5, height)
    )
    for verdict, bars in zip(counts, axes.containers, strict=True):
        for bar in bars:
            bar.set_hatch(_LOOKS[str(verdict)][1])
    for position, total in enumerate(totals):
        axes.text(total, position, f" {total}", va="center", fontsize=9)
    axes.set(xlabel="Claims [number]", ylabel="", xlim=(0, 1.08 * totals.max()))
    axes.set_title(title, loc="left", fontsize=11)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.55 / height), ncols=4, frameon=False)

    groups = "; ".join(
        f"{group}: " + ", ".join(f"{number} {verdict}" for verdict, number in numbers.items() if number)
        for group, numbers in counts.iloc[::-1].iterrows()
    )
    return set_alt_text(axes, f"Bars of verdicts by {by}. {title}. {groups}.")

"""The register of checks: each claim of the sources has one small function that recomputes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecopark import datasets
from ecopark.errors import BadArgument, UnknownNameError
from ecopark.intervals import Interval, rounding_interval

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Finding",
    "Said",
    "claim",
    "figure",
    "in_words",
    "names",
    "registered",
    "row",
    "run",
    "selected",
    "text",
]

Row = dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """What the recomputation of a claim gives.

    ``computed`` is a number in ``unit``, a text, or ``None`` where only the interval from ``low``
    to ``high`` [unit] can be given. The interval is what the rounding of the inputs allows, or the
    range of the published values. ``verdict`` is ``agrees``, ``conflicts``, ``puzzle`` (the sources
    do not settle it) or ``trap`` (an easy mistake lies here). ``note`` gives the numbers behind it.
    """

    computed: float | str | None
    verdict: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Said:
    """What a claim states: a number in ``unit``, or a text."""

    claim: str
    number: float | None
    text: str | None
    unit: str

    @property
    def value(self) -> float:
        """The stated number [unit]; ``UnknownNameError`` if the claim states none."""
        if self.number is None:
            raise UnknownNameError("number stated by the claim", self.claim, ())
        return self.number

    def agrees(self, computed: float | Interval) -> bool:
        """Return whether a result [unit] rounds to the stated number at its printed precision."""
        stated = rounding_interval(self.value)
        if isinstance(computed, Interval):
            return stated.overlaps(computed)
        return stated.low <= computed < stated.high

    def verdict(self, computed: float | Interval) -> str:
        """Return ``agrees`` or ``conflicts``."""
        return agreement(self.agrees(computed))


_UNSAID = {"", "1", "count"}  # units that a sentence leaves out
_CALENDAR = 1000  # from this number on, a year is one of the calendar and no duration
Check = Callable[[Said], Finding]
_CHECKS: dict[str, Check] = {}


def agreement(holds: bool) -> str:
    """Return ``agrees`` if the test holds, else ``conflicts``."""
    return "agrees" if holds else "conflicts"


def claim(name: str) -> Callable[[Check], Check]:
    """Register a function as the check of a claim; a second one for the same claim is refused."""

    def register(check: Check) -> Check:
        if name in _CHECKS:
            raise BadArgument(f"Two checks are registered for the claim {name!r}.")
        _CHECKS[name] = check
        return check

    return register


def registered() -> list[str]:
    """Return the claims that have a check."""
    return list(_CHECKS)


def names() -> list[str]:
    """Return the claims of the audit, in the order of the table.

    Returns
    -------
    list of str
        Names, as in the column ``claim`` of :func:`run`.

    Examples
    --------
    >>> "a1-share-of-investment" in names()
    True
    """
    return [str(stated["id"]) for stated in datasets.rows("claims")]


def row(package: str, table: str, key: object) -> Row:
    """Return the row of a table whose first column is the key."""
    found = datasets.rows(package, table)
    for line in found:
        if next(iter(line.values())) == key:
            return line
    keys = [next(iter(line.values())) for line in found]
    raise UnknownNameError(f"row of table {table!r} in package {package!r}", key, keys)


def figure(package: str, table: str, key: object, column: str = "value") -> float:
    """Return a number of a table, in the unit that the table gives."""
    return float(row(package, table, key)[column])


def selected(used: Row) -> list[Row]:
    """Return the rows that an entry of the table ``inputs`` names.

    Its ``row`` is the value of the table's first column, or ``column=value`` (several are joined by
    a semicolon), or ``all``. ``UnknownNameError`` if there is none.
    """
    lines, key = datasets.rows(used["package"], used["table"]), str(used["row"])
    first = next(iter(lines[0])) if lines else ""
    pairs = [part.split("=", 1) for part in key.split("; ")] if "=" in key else [[first, key]]
    found = [x for x in lines if key == "all" or all(str(x.get(name)) == value for name, value in pairs)]
    if not found:
        raise UnknownNameError(f"row of table {used['table']!r} in package {used['package']!r}", key, ())
    return found


def text(package: str, table: str, key: object, column: str) -> str:
    """Return a text of a table."""
    return str(row(package, table, key)[column])


def listed(values: Iterable[object]) -> str:
    """Return values as one text, separated by commas."""
    return ", ".join(str(value) for value in values)


def run(subject: str | None = None) -> pd.DataFrame:
    """Recompute the claims of the sources from the data packages.

    Parameters
    ----------
    subject : str, optional
        Only the claims on this subject, such as ``"subsidies"``; by default all of them.

    Returns
    -------
    pandas.DataFrame
        One row a claim, in the order of the table ``claims``: ``claim``, ``subject``,
        ``statement`` (what the source says), ``stated`` and ``computed`` [unit], ``low`` and
        ``high`` [unit] (where rounding or several published values make a range), ``unit``,
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

    claims = datasets.rows("claims")
    subjects = list(dict.fromkeys(str(stated["subject"]) for stated in claims))
    if subject is not None and subject not in subjects:
        raise UnknownNameError("subject", subject, subjects)
    sources = _stated_inputs()
    chosen = [stated for stated in claims if subject in {None, stated["subject"]}]
    frame = pd.DataFrame([_line(stated, sources.get(stated["id"])) for stated in chosen])
    return frame.astype({"low": "float64", "high": "float64", "stated": "object", "computed": "object"})


def in_words(stated: object, computed: object, low: float | None, high: float | None, unit: str) -> str:
    """Return what a claim states and what was computed, on one line.

    Parameters
    ----------
    stated, computed : float, str or None
        The columns of that name of :func:`run` [unit].
    low, high : float or None
        The range of the result [unit], where there is one.
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
    ending = _ending([stated, computed, low, high], unit)
    words = [f"stated {_short(stated)}{ending}"] if _there(stated) else []
    words += [f"computed {_short(computed)}{ending}"] if _there(computed) else []
    if low is not None and high is not None and low == low and high == high:
        words.append(f"between {_short(low)} and {_short(high)}{ending}")
    return ", ".join(words)


def _ending(values: Iterable[object], unit: str) -> str:
    """Return the unit as a sentence says it after a number."""
    known = [value for value in values if isinstance(value, float | int) and value == value]
    calendar = unit == "year" and all(value >= _CALENDAR for value in known)
    return "" if calendar or unit in _UNSAID else f" {unit}"


def _there(value: object) -> bool:
    return value is not None and value == value


def _short(value: object) -> str:
    if not isinstance(value, float | int):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"


def _stated_inputs() -> dict[str, Row]:
    """Return, by claim, the cell of another package that holds what the claim states."""
    return {
        str(used["claim"]): used for used in datasets.rows("claims", "inputs") if used["role"] == "stated"
    }


def _line(stated: Row, source: Row | None) -> Row:
    said = _said(stated, source)
    if said.claim not in _CHECKS:
        raise UnknownNameError("check of the claim", said.claim, _CHECKS)
    finding = _CHECKS[said.claim](said)
    return {
        "claim": said.claim,
        "subject": stated["subject"],
        "statement": stated["statement"],
        "stated": said.text if said.number is None else said.number,
        "computed": finding.computed,
        "low": finding.low,
        "high": finding.high,
        "unit": finding.unit,
        "verdict": finding.verdict,
        "expected": stated["expected"],
        "explanation": f"{stated['explanation']} {finding.note}".strip(),
        "source": stated["source"],
    }


def _said(stated: Row, source: Row | None) -> Said:
    """Return what the claim states, read from the package that holds it where one does."""
    number, words = stated["stated"], stated["stated_text"]
    if source is not None:
        value = selected(source)[0][source["column"]]
        number, words = (None, str(value)) if number is None else (float(value), None)
    return Said(str(stated["id"]), number, words, stated["unit"] or "")

"""A figure that says what it is: its value, unit and status, its definition and its boundary."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from ecopark.errors import BadArgument, UndefinedResult, UnknownNameError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["STATUSES", "Measure", "Measures", "measure"]

STATUSES = ("ok", "missing", "undefined", "ambiguous")


@dataclass(frozen=True)
class Measure:
    """One figure.

    Parameters
    ----------
    name : str
        What it is called.
    value : float or None
        The figure [unit]; ``None`` unless the status is ``ok``.
    unit : str
        Its unit; ``1`` for a pure number.
    status : str
        ``ok``; ``missing``: data are not there; ``undefined``: the formula has no answer;
        ``ambiguous``: it has more than one.
    definition : str
        The formula, in words.
    boundary : str
        What is inside the figure.
    note : str
        Why there is no value, or what a reader must know.

    Raises
    ------
    BadArgument
        If the status is unknown, or value and status do not fit.

    Examples
    --------
    >>> Measure("firms", 11.0, "1", "ok", "number of firms", "all of them").number()
    11.0
    """

    name: str
    value: float | None
    unit: str
    status: str
    definition: str
    boundary: str
    note: str = ""

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise BadArgument(f"The status of {self.name!r} must be one of {STATUSES}, not {self.status!r}.")
        sound = self.value is not None and math.isfinite(self.value)
        if sound != (self.status == "ok"):
            raise BadArgument(f"{self.name!r}: {self.value} does not go with the status {self.status!r}.")

    def number(self) -> float:
        """Return the value [unit].

        Raises
        ------
        UndefinedResult
            If there is none; the message says why.
        """
        if self.value is None:
            raise UndefinedResult(f"{self.name} is {self.status}: {self.note or self.definition}.")
        return self.value


@dataclass(frozen=True)
class Measures(Mapping[str, Measure]):
    """Several figures, in order, each found by its name.

    Parameters
    ----------
    rows : tuple of Measure
        The figures.

    Examples
    --------
    >>> found = Measures((Measure("firms", 11.0, "1", "ok", "number of firms", "all of them"),))
    >>> found["firms"].value
    11.0
    """

    rows: tuple[Measure, ...]

    def __getitem__(self, name: str) -> Measure:
        """Return one figure.

        Raises
        ------
        UnknownNameError
            If there is none of that name; the message gives the nearest one.
        """
        for found in self.rows:
            if found.name == name:
                return found
        raise UnknownNameError("measure", name, self)

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter([found.name for found in self.rows])

    def __len__(self) -> int:
        """Return the number of figures."""
        return len(self.rows)

    def __contains__(self, name: object) -> bool:
        """Return whether there is a figure of that name."""
        return any(found.name == name for found in self.rows)

    def __or__(self, more: Measures) -> Measures:
        """Return both together."""
        return Measures(self.rows + more.rows)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per figure: name, value [unit], unit, status, definition, boundary, note."""
        import pandas as pd

        columns = [field.name for field in fields(Measure)]
        return pd.DataFrame([asdict(found) for found in self.rows], columns=columns)


def measure(
    name: str, value: float | None, unit: str, definition: str, boundary: str,
    *, status: str = "undefined", note: str = "",
) -> Measure:  # fmt: skip
    """Return a figure that is ``ok`` where it has a finite value, and has the given status where not.

    Parameters
    ----------
    name, unit, definition, boundary : str
        As for :class:`Measure`.
    value : float or None
        The figure [unit].
    status, note : str
        What to say where there is no value.

    Examples
    --------
    >>> measure("link_density", None, "1", "links over firms", "all firms", note="no firm").status
    'undefined'
    """
    if value is None or not math.isfinite(value):
        return Measure(name, None, unit, status, definition, boundary, note)
    return Measure(name, float(value), unit, "ok", definition, boundary)

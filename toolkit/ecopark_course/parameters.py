"""The rules of a lesson for its parameters and its data, each defined once.

A line of a parameters cell, ``name: type = value  # meaning; unit; allowed``, is the only place of a range.
``ecopark lessons`` prints it, ``ecopark run -p`` checks against it before anything runs, and the set-up cell
of a lesson calls :func:`check_parameters`, for values from papermill or typed into the cell. Rules that
depend on the data are checked by the other functions: each is silent, or stops the lesson with one sentence.
"""

from __future__ import annotations

import ast
import itertools
import json
import math
import numbers
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ecopark import files
from ecopark.errors import DataError, Issue, SenselessParameter, did_you_mean
from ecopark_course import sources
from ecopark_course.language import mark, say

__all__ = [
    "Parameter",
    "check_choice",
    "check_order",
    "check_panel",
    "check_parameters",
    "check_range",
    "parse_parameters",
    "read_parameters",
]

_LINE = re.compile(
    r"(?P<name>\w+): (?P<type>str|int|float|bool) = (?P<default>.+?)"
    r"  # (?P<meaning>[^;]+);(?P<unit>[^;]+);(?P<allowed>[^;]+)"
)
_YES_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class Parameter:
    """One line of a parameters cell: ``name: type = value  # meaning; unit; allowed``.

    ``allowed`` is ``low..high``, a list ``a | b | c``, or ``any``.
    """

    name: str
    type: str
    default: Any
    meaning: str
    unit: str
    allowed: str

    @property
    def choices(self) -> list[str]:
        """The allowed values, if they are a list."""
        return [choice.strip() for choice in self.allowed.split("|")] if "|" in self.allowed else []

    def convert(self, text: str) -> Any:
        """Return a text as a value of this parameter's type, or unchanged if it is not one."""
        try:
            if self.type == "bool":
                return _YES_NO.get(text.strip().casefold(), text)
            return {"str": str, "int": int, "float": float}[self.type](text)
        except ValueError:
            return text

    def fault_of(self, value: Any) -> str:
        """Return the reason why a value is not allowed, or an empty text if it is.

        Examples
        --------
        >>> part = Parameter("part", "float", 50.0, "part paid at the start", "%", "1..100")
        >>> part.fault_of(0.0)
        'part [%] is 0.0, and this lesson allows 1 to 100.'
        >>> part.fault_of("0,5")
        "part [%] must be one number, not '0,5': write digits without quotes, and a point, not a comma."
        """
        label = self.name if self.unit == "1" or self.unit in self.name else f"{self.name} [{self.unit}]"
        is_number, is_whole = isinstance(value, numbers.Real), isinstance(value, numbers.Integral)
        if self.type == "str" and not isinstance(value, str):
            return say("{name} must be a text in quotes, not {value!r}.", name=self.name, value=value)
        if self.type == "bool" and not (is_whole and value in (0, 1)):
            text = mark("{name} must be yes or no, True or False in a cell, not {value!r}.")
            return say(text, name=self.name, value=value)
        if self.type == "int" and is_number and not is_whole:
            return say("{name} must be a whole number, not {value!r}.", name=label, value=value)
        if self.type in {"int", "float"} and (fault := _number_fault(label, value)):
            return fault
        if self.choices and str(value) not in self.choices:
            text = mark("{name} is {value!r}, and this lesson allows {allowed}.{nearest}")
            listed, nearest = ", ".join(self.choices), did_you_mean(str(value), self.choices)
            return say(text, name=self.name, value=value, allowed=listed, nearest=nearest)
        if ".." in self.allowed:
            low, high = (end.strip() for end in self.allowed.split(".."))
            return _range_fault(label, value, low or -math.inf, high or math.inf)
        return ""

    def accepts(self, value: Any) -> bool:
        """Return whether a value is allowed."""
        return not self.fault_of(value)


def read_parameters(notebook: Mapping[str, Any]) -> dict[str, Parameter]:
    """Return the parameters of a notebook, by name.

    Raises
    ------
    sources.MasterFault
        If a line of the parameters cell does not have the required form.
    """
    parameters = {}
    for cell in notebook["cells"]:
        if "parameters" in cell["metadata"].get("tags", ()):
            for line in filter(None, map(str.strip, "".join(cell["source"]).splitlines())):
                match = _LINE.fullmatch(line)
                if match is None:
                    raise sources.MasterFault(f"Not 'name: type = value  # meaning; unit; allowed': {line}")
                parts: dict[str, Any] = {part: text.strip() for part, text in match.groupdict().items()}
                try:
                    parts["default"] = ast.literal_eval(parts["default"])
                except ValueError as error:
                    raise sources.MasterFault(f"A parameter must be a literal: {line}") from error
                parameters[match["name"]] = Parameter(**parts)
    return parameters


def parse_parameters(texts: Sequence[str], known: Mapping[str, Parameter]) -> dict[str, Any]:
    """Parse parameters written as ``name=value``, and check them against their lines.

    Raises
    ------
    DataError
        With every unknown name, wrong type and value out of range.
    """
    issues: list[Issue] = []
    values: dict[str, Any] = {}
    for item in texts:
        name, equals, text = item.partition("=")
        name = name.strip()
        if not equals:
            issues.append(Issue("is not of the form name=value", value=item, fix="write -p name=value"))
        elif name not in known:
            rule = say(
                "there is no parameter of that name.{nearest} Known: {known}",
                nearest=did_you_mean(name, known),
                known=", ".join(known) or say("none"),
            )
            issues.append(Issue(rule, value=name))
        else:
            values[name] = known[name].convert(text)
            if fault := known[name].fault_of(values[name]):
                issues.append(Issue(fault))
    if issues:
        raise DataError("the parameters", issues)
    return values


def check_parameters(lesson: str, values: Mapping[str, Any], kind: str = "course") -> None:
    """Stop a lesson that has a parameter of another type or range than its line allows.

    Parameters
    ----------
    lesson : str
        Number of the lesson, such as ``"10"``.
    values : mapping
        Values by name; a set-up cell gives its ``globals()``. Other names than those of the parameters do
        not count.
    kind : str
        ``"course"`` for a lesson, ``"exercises"`` for an exercise notebook.

    Raises
    ------
    SenselessParameter
        With one sentence for each parameter that is wrong.
    UnknownNameError
        If there is no such lesson.

    Examples
    --------
    >>> check_parameters("10", {"level": 0.9, "years": 3.0})
    >>> check_parameters("10", {"level": 9, "years": 3.0})
    Traceback (most recent call last):
    ecopark.errors.SenselessParameter: level is 9, and this lesson allows 0.5 to 0.999.
    """
    folder = {"course": files.course_folder, "exercises": files.exercises_folder}[kind]()
    for path in folder.glob(f"{str(lesson).zfill(2)}_*.ipynb"):
        parameters = read_parameters(json.loads(path.read_text(encoding="utf-8")))
        faults = [parameters[name].fault_of(values[name]) for name in parameters if name in values]
        if any(faults):
            raise SenselessParameter("\n".join(filter(None, faults)))
        return
    sources.find(lesson, kind)  # raises if there is none


def check_range(name: str, value: Any, low: float, high: float = math.inf) -> None:
    """Stop a lesson whose number is outside the range that its data allow, both ends allowed.

    Parameters
    ----------
    name : str
        Description of the number, with its unit if it has one.
    value, low, high : float
        The number and its range, in one unit.

    Raises
    ------
    SenselessParameter
        If ``value`` is below ``low``, above ``high``, or not a number, such as ``0,5``.

    Examples
    --------
    >>> check_range("reach [km]", 60, 5)
    >>> check_range("reach [km]", 4.5, 5)
    Traceback (most recent call last):
    ecopark.errors.SenselessParameter: reach [km] is 4.5, and this lesson allows 5 or more.
    """
    _stop_if(_number_fault(name, value) or _range_fault(name, value, low, high))


def check_choice(name: str, value: object, allowed: Collection[Any], *, what: str = "") -> None:
    """Stop a lesson whose parameter is not in its data.

    Parameters
    ----------
    name : str
        Name of the parameter.
    value : object
        Its value.
    allowed : collection
        The allowed values.
    what : str, optional
        The beginning of the sentence, in place of ``There is no <name>``.

    Raises
    ------
    SenselessParameter
        If the value is not among them.

    Examples
    --------
    >>> check_choice("firm", "Novo", ["Asnaes", "Novo"])
    """
    names = [str(choice) for choice in allowed]
    if str(value) not in names:
        nearest = did_you_mean(str(value), names)
        hint = nearest or f" {say('There is: {names}.', names=', '.join(names[:8]))}"
        if what:
            raise SenselessParameter("{what} {value!r}.{hint}", what=say(what), value=str(value), hint=hint)
        text = mark("There is no {name} {value!r}.{hint}")
        raise SenselessParameter(text, name=name, value=str(value), hint=hint)


def check_order(first_name: str, first: Any, second_name: str, second: Any) -> None:
    """Stop a lesson whose two values are not in ascending order.

    Parameters
    ----------
    first_name, second_name : str
        Names of the two parameters.
    first, second : float or datetime.date
        Their values, in one unit; or two days, as ``datetime.date``.

    Raises
    ------
    SenselessParameter
        If ``first`` is not smaller than ``second``, or one of them is not a number.

    Examples
    --------
    >>> check_order("start", 2005, "end", 2010)
    """
    for name, value in ((first_name, first), (second_name, second)):
        if not isinstance(value, date):
            _stop_if(_number_fault(name, value))
    if isinstance(first, date) != isinstance(second, date) or not first < second:
        text = mark("{first_name} ({first}) must come before {second_name} ({second}).")
        names = {"first_name": say(first_name).capitalize(), "second_name": say(second_name)}
        raise SenselessParameter(text, first=first, second=second, **names)


def check_panel(table: Any, *, zone: str | None = None, years: Iterable[int] = (), least: int = 2) -> None:
    """Stop a lesson whose zone or years are not in its panel.

    Parameters
    ----------
    table : pandas.DataFrame
        The panel: one row per ``zone`` and ``year``.
    zone : str, optional
        The zone of the lesson.
    years : iterable of int
        Years of that zone (of any zone, without ``zone``) that the lesson uses, the first before
        the last.
    least : int
        Smallest number of years that the lesson needs.

    Raises
    ------
    SenselessParameter
        If a column, the zone or a year is missing, years are not numbers or not in order, or there
        are too few.

    Examples
    --------
    >>> import ecopark as ep
    >>> table = ep.datasets.synthetic_panel(zones=2, years=5)
    >>> check_panel(table, zone="Synthetic zone 1", years=[2006, 2008])
    >>> check_panel(table, zone="Synthetic zone 1", years=[2008, 2020])
    Traceback (most recent call last):
    ecopark.errors.SenselessParameter: Zone 'Synthetic zone 1' has no year 2020: its years are 2005 to 2009.
    """
    for name in ("zone", "year"):
        if name not in table.columns:
            raise SenselessParameter("The panel has no column {name!r}.", name=name)
    rows, place = table, say("The panel")
    if zone is not None:
        check_choice("zone", zone, table["zone"].unique(), what=mark("The panel has no zone"))
        rows, place = table[table["zone"].astype(str) == str(zone)], say("Zone {zone!r}", zone=zone)
    try:
        panel_years = sorted({int(year) for year in rows["year"]})
    except (TypeError, ValueError) as error:
        raise SenselessParameter("The panel has years that are no whole numbers.") from error
    if len(panel_years) < least:
        singular = mark("{place} has 1 year, and this lesson needs at least {least}.")
        plural = mark("{place} has {count} years, and this lesson needs at least {least}.")
        text = singular if len(panel_years) == 1 else plural
        raise SenselessParameter(text, place=place, count=len(panel_years), least=least)
    years = list(years)
    for year in years:
        if year not in panel_years:
            text = mark("{place} has no year {year}: its years are {first} to {last}.")
            raise SenselessParameter(text, place=place, year=year, first=panel_years[0], last=panel_years[-1])
    for first, second in itertools.pairwise(years):
        check_order(mark("the first year"), first, mark("the last year"), second)


def _stop_if(fault: str) -> None:
    if fault:
        raise SenselessParameter(fault)


def _number_fault(label: str, value: object) -> str:
    """Return the sentence for a value that is not a number; Python reads ``0,5`` as two of them."""
    if isinstance(value, numbers.Real):
        return ""
    if isinstance(value, tuple | list):
        text = mark("{name} must be one number, not {value!r}: write a point, not a comma.")
    else:
        text = mark(
            "{name} must be one number, not {value!r}: write digits without quotes, and a point, not a comma."
        )
    return say(text, name=label, value=value)


def _range_fault(label: str, value: Any, low: object, high: object) -> str:
    if float(str(low)) <= value <= float(str(high)):
        return ""
    text = mark("{name} is {value}, and this lesson allows {low} to {high}.")
    if high == math.inf:
        text = mark("{name} is {value}, and this lesson allows {low} or more.")
    elif low == -math.inf:
        text = mark("{name} is {value}, and this lesson allows {high} or less.")
    return say(text, name=label, value=value, low=low, high=high)

"""Errors by their meaning, in one short tree."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ecopark.i18n import mark, say

__all__ = [
    *("AmbiguousUnit", "BadArgument", "BalanceError", "DataError", "EcoparkError", "MissingExtra"),
    *("Issue", "SenselessParameter", "UndefinedResult", "UnitMismatch", "UnknownNameError", "did_you_mean"),
]

_SHOWN = 5
_ENDS = tuple(".?!。\uff1f\uff01")  # the last two are the full-width question and exclamation marks


class EcoparkError(Exception):
    """Base of every error that ecopark raises on purpose.

    The message is said in the current language, with the values in its placeholders.
    """

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(say(message, **values))

    def __str__(self) -> str:
        """Return the message as it is; ``KeyError`` would quote it."""
        return str(self.args[0]) if self.args else ""


class UnitMismatch(EcoparkError, ValueError):
    """Two units measure different things and cannot be converted."""


class BadArgument(EcoparkError, ValueError):
    """An argument of a function is out of its range, or does not go with another one."""


class UndefinedResult(EcoparkError, ArithmeticError):
    """A formula has no answer for these inputs, and the caller asked for a number."""


class BalanceError(EcoparkError, ValueError):
    """The flows into a node and out of it do not agree."""


class SenselessParameter(EcoparkError, ValueError):
    """A lesson was given a parameter with which it makes no sense; the message is one sentence."""

    def _render_traceback_(self) -> list[str]:
        """Return the sentence that a notebook shows in place of a traceback."""
        return [say("This lesson stops here. {reason}", reason=self)]


class MissingExtra(EcoparkError, ImportError):
    """An optional library is absent; the message names the extra that installs it."""


class UnknownNameError(EcoparkError, KeyError):
    """A name of some ``kind`` is not among the known ones; the nearest of them becomes the hint."""

    def __init__(self, kind: str, name: object, choices: Iterable[object]) -> None:
        names = [str(k) for k in choices]
        listed = ", ".join(names[:20]) + (", …" if len(names) > 20 else "")
        super().__init__(
            mark("Unknown {kind} {name!r}.{nearest} Known: {known}."),
            kind=say(kind),
            name=str(name),
            nearest=did_you_mean(str(name), names),
            known=listed or say("none"),
        )


class AmbiguousUnit(UnknownNameError):
    """A word for a unit has several meanings, the ``readings``, so that the amount is not known."""

    def __init__(self, name: str, readings: str) -> None:
        self.readings = readings
        message = mark("The unit {name!r} is unclear: {readings}.")
        EcoparkError.__init__(self, message, name=name, readings=say(readings))


@dataclass(frozen=True)
class Issue:
    """One fault in the user's data: its place, the value there, and the rule that it breaks.

    ``row`` counts from 0; ``count`` is the number of rows that break the same rule in the same column. Rule
    and fix are said in the current language when the fault is shown; with values in them, when it is found.
    """

    rule: str
    column: str = ""
    row: int | None = None
    zone: str = ""
    year: int | None = None
    value: object = None
    fix: str = ""
    count: int = 1

    def __str__(self) -> str:
        """Return the fault on one line."""
        row = "" if self.row is None else say("row {row}", row=self.row)
        year = "" if self.year is None or not self.zone else str(self.year)
        column = self.column and say("column {column}", column=self.column)
        place = say(", ").join(filter(None, (row, self.zone, year, column)))
        value = "" if self.value is None else say("{value!r}: ", value=self.value)
        sentences = [say(self.rule), self.fix and say("Likely fix: {fix}", fix=say(self.fix))]
        rule, *fix = [s if s.endswith(_ENDS) else say("{sentence}.", sentence=s) for s in sentences if s]
        rule_and_fix = say("{rule} {fix}", rule=rule, fix=fix[0]) if fix else rule
        return f"{place and say('{place}: ', place=place)}{value}{rule_and_fix}"


class DataError(EcoparkError, ValueError):
    """Data such as ``"the panel"`` broke rules; ``issues`` holds all faults, the message five per rule."""

    def __init__(self, subject: str, issues: Sequence[Issue]) -> None:
        self.issues = tuple(issues)
        total = sum(p.count for p in self.issues)
        head = mark("{total} problem in {subject}:") if total == 1 else mark("{total} problems in {subject}:")
        lines = [say(head, total=total, subject=say(subject))]
        listed: Counter[tuple[str, str]] = Counter()
        # Of each rule and column the first few; the rest is counted.
        for issue in self.issues:
            listed[issue.rule, issue.column] += 1
            if listed[issue.rule, issue.column] <= _SHOWN:
                lines.append(f"  {issue}")
        hidden = total - len(lines) + 1
        if hidden:
            lines.append("  " + say("… and {hidden} more (all in the error's .issues)", hidden=hidden))
        ValueError.__init__(self, "\n".join(lines))


def require_known(kind: str, name: object, choices: Collection[object]) -> None:
    """Raise an error with the nearest name if a name of some kind is not among the known ones."""
    if name not in choices:
        raise UnknownNameError(kind, name, choices)


def replaced_name(module: str, name: str, replacements: Mapping[str, str]) -> AttributeError:
    """Return the error for a name that a module lacks, with the replacement of a name of version 0.1.

    Examples
    --------
    >>> str(replaced_name("ecopark", "report", {"report": "ecopark_zone.write_report"}))
    'ecopark.report is gone since version 0.2; instead: ecopark_zone.write_report.'
    """
    if name in replacements:
        return AttributeError(f"{module}.{name} is gone since version 0.2; instead: {replacements[name]}.")
    return AttributeError(f"module {module!r} has no attribute {name!r}")


def did_you_mean(name: str, choices: Iterable[str]) -> str:
    """Suggest the nearest known name, or the two or three that a name cut short begins.

    Parameters
    ----------
    name : str
        The name that was given.
    choices : iterable of str
        The names that there are.

    Returns
    -------
    str
        The question with a blank before it; empty if no name is near.

    Examples
    --------
    >>> did_you_mean("enregy", ["energy", "cod"])
    " Did you mean 'energy'?"
    >>> did_you_mean("hj274", ["hj274-2009", "hj274-2015", "sepa-2003"])
    " Did you mean 'hj274-2009' or 'hj274-2015'?"
    """
    names = nearest_names(name, choices)
    return " " + say("Did you mean {name}?", name=say(" or ").join(map(repr, names))) if names else ""


def nearest_names(name: str, choices: Iterable[str]) -> list[str]:
    """Return the nearest known name, or the two or three that a name cut short begins, if there is any."""
    folded = {str(k).casefold(): str(k) for k in choices}
    word = name.casefold()
    longer = [k for k in folded if word and k.startswith(word)]
    if word not in folded and len(word) > 2 and 1 < len(longer) <= 3:
        return [folded[k] for k in longer]  # no rule says which one was meant
    near = difflib.get_close_matches(word, folded, n=1, cutoff=0.55) or longer
    return [folded[k] for k in near[:1]]

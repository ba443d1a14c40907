"""Findings of the doctor, with place, rule, reason and fix, and the remedies that a user may accept."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ecopark.errors import DataError, Issue, UnknownNameError
from ecopark.i18n import current_language
from ecopark_zone.i18n import Translator, mark, translator

__all__ = [
    "REMEDIES", "RULES", "SEVERITIES", "Finding", "Findings", "SheetProblem", "count_findings",
    "list_findings", "resolve_remedies",
]  # fmt: skip

SEVERITIES = (mark("error"), mark("warning"), mark("note"))  # the gravest first
_SHOWN = 5


@dataclass(frozen=True)
class Rule:
    """The sentence of a rule about a cell; words in braces are filled in."""

    severity: str
    reason: str
    fix: str = ""
    accepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the doctor found in a file: rule, place, value, and the words of its sentences.

    ``severity`` is ``error`` (the file is refused), ``warning`` (look at it) or ``note`` (it was read
    in a way that has no alternative). ``accepts`` names the remedies that can be accepted.
    """

    rule: str
    sheet: str = ""
    cell: str = ""
    value: Any = None
    words: Mapping[str, object] = field(default_factory=dict, compare=False)

    @property
    def severity(self) -> str:
        """How grave it is: ``error``, ``warning`` or ``note``."""
        return RULES[self.rule].severity

    @property
    def accepts(self) -> tuple[str, ...]:
        """The remedies that can be accepted."""
        return RULES[self.rule].accepts

    @property
    def message(self) -> str:
        """The sentence of the rule with its placeholders, to be translated."""
        return RULES[self.rule].reason

    @property
    def remedy(self) -> str:
        """The likely fix of the rule with its placeholders, to be translated."""
        return RULES[self.rule].fix

    @property
    def reason(self) -> str:
        """The sentence of the rule, in English."""
        return translator("en")(self.message, **self.words)

    @property
    def fix(self) -> str:
        """The likely fix, in English."""
        return translator("en")(self.remedy, **self.words)

    @property
    def place(self) -> str:
        """Sheet and cell, as far as they are known."""
        return "!".join(filter(None, (self.sheet, self.cell)))

    def __str__(self) -> str:
        """Return the finding on one line, in English."""
        return self.line(translator("en"))

    def line(self, _: Translator) -> str:
        """Return the finding on one line in the user's language."""
        value = "" if self.value is None else f" {_abbreviate_value(self.value)}:"
        reason, fix = _(self.message, **self.words), _(self.remedy, **self.words)
        parts = [f"{_(self.severity):7} {self.place or _('file')}:{value} {reason}. [{self.rule}]"]
        if fix:
            parts.append(_("Likely fix: {fix}.", fix=fix))
        if self.accepts:
            parts.append(_("Or: {ways}.", ways=" / ".join(f"--accept {name}" for name in self.accepts)))
        return " ".join(parts)

    def row(self) -> dict[str, Any]:
        """Return the finding as a row of plain values."""
        plain = isinstance(self.value, str | int | float | bool | None)
        value = self.value if plain else str(self.value)
        place = {"sheet": self.sheet, "cell": self.cell, "value": value, "rule": self.rule}
        sentences = {"severity": self.severity, "reason": self.reason, "fix": self.fix}
        return place | sentences | {"accepts": list(self.accepts)}


class SheetProblem(DataError):
    """A spreadsheet cannot be read as a panel; ``findings`` holds all findings, errors first.

    Parameters
    ----------
    name : str
        Name of the file.
    findings : sequence of Finding
        All findings. The message shows up to five of each rule.
    language : str, optional
        The language of the message; by default the current one.
    """

    def __init__(self, name: str, findings: Sequence[Finding], language: str | None = None) -> None:
        self.findings = tuple(sorted(findings, key=lambda f: SEVERITIES.index(f.severity)))
        wrong = [f for f in self.findings if f.severity != "note"]
        super().__init__(name, [Issue(f.reason, f.cell, value=f.value, fix=f.fix) for f in wrong])
        _ = translator(language or current_language())
        self.name = name
        head = _("{name} cannot be read: {counts}.", name=name, counts=count_findings(wrong, _))
        self.args = ("\n".join([head, *list_findings(wrong, _)]),)


def list_findings(findings: Iterable[Finding], _: Translator) -> list[str]:
    """Return the findings as lines, up to five of each rule."""
    lines, counts, hidden = [], Counter[str](), 0
    for item in findings:
        counts[item.rule] += 1
        if counts[item.rule] <= _SHOWN:
            lines.append(f"  {item.line(_)}")
        else:
            hidden += 1
    return [*lines, "  " + _("… and {count} more of these rules", count=hidden)] if hidden else lines


def count_findings(findings: Iterable[Finding], _: Translator) -> str:
    """Count the findings of each severity, in words."""
    counts = Counter(item.severity for item in findings)
    return ", ".join(f"{_(severity)}: {counts[severity]}" for severity in SEVERITIES if counts[severity])


def _abbreviate_value(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


class Findings(list[Finding]):
    """Findings in the order in which they were made, with the remedies that the user accepts."""

    def __init__(self, accepted: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.accepted = accepted
        self._once: set[tuple[str, str, str]] = set()

    def add(
        self, rule: str, sheet: str = "", cell: str = "", value: object = None, /, **words: object
    ) -> None:
        """Add a finding of a rule."""
        self.append(Finding(rule, sheet, cell, value, words))

    def add_once(self, rule: str, sheet: str, cell: str, value: object = None, /, **words: object) -> None:
        """Add a finding that holds for a whole sheet, column or unit: the first time only."""
        if (rule, sheet, cell) not in self._once:
            self._once.add((rule, sheet, cell))
            self.add(rule, sheet, cell, value, **words)


def _read_table(name: str) -> dict[str, dict[str, str]]:
    """Read a table beside this module, by its first column."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return {next(iter(row.values())): row for row in csv.DictReader(file)}


RULES = {
    name: Rule(row["severity"], row["reason"], row["fix"], tuple(row["remedies"].split()))
    for name, row in _read_table("rules.csv").items()
}
# Remedies that answer one question exclude each other.
_QUESTIONS = {name: row["question"] for name, row in _read_table("remedies.csv").items()}
REMEDIES = {name: row["meaning"] for name, row in _read_table("remedies.csv").items()}


def resolve_remedies(accept: Iterable[str]) -> frozenset[str]:
    """Return the remedies that a user accepts, by name or by a rule that has only one.

    Raises
    ------
    UnknownNameError
        If there is no such remedy, a rule has several, or two of them contradict each other.

    Examples
    --------
    >>> sorted(resolve_remedies(["unit_missing", "none_is_zero"]))
    ['dictionary_units', 'none_is_zero']
    """
    remedies = set()
    for name in accept:
        ways = (name,) if name in REMEDIES else RULES[name].accepts if name in RULES else ()
        if len(ways) != 1:
            raise UnknownNameError("remedy", name, ways or REMEDIES)
        remedies.add(ways[0])
    for question in {_QUESTIONS[name] for name in remedies}:
        answers = sorted(name for name in REMEDIES if _QUESTIONS[name] == question)
        if len(remedies.intersection(answers)) > 1:
            raise UnknownNameError("choice", " and ".join(sorted(remedies.intersection(answers))), answers)
    return frozenset(remedies)

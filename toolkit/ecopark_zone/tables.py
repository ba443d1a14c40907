"""The tables of a report: what :class:`ecopark_zone.summary.ZoneReport` holds, in the user's language."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecopark import panel as panels
from ecopark.frames import to_python
from ecopark_zone.i18n import Translator, mark

if TYPE_CHECKING:
    import pandas as pd

    from ecopark_zone.summary import ZoneReport

__all__ = ["Table", "all_tables", "format_number", "with_unit"]

_DASH = "\N{EN DASH}"
SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}
_NO_THRESHOLD = mark("no threshold")


@dataclass(frozen=True)
class Table:
    """A table as people see it: plain values under heads in one language.

    ``name`` is the same in every language: programs find the sheet of the workbook by it.
    """

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Which columns hold numbers."""
        return tuple(
            any(isinstance(row[c], int | float) for row in self.rows) for c in range(len(self.heads))
        )


def format_number(value: Any) -> str:
    """Return a value as a page shows it: three digits or all whole ones, a dash for nothing.

    Examples
    --------
    >>> format_number(0.51653), format_number(12.9987), format_number(27.0), format_number(24379528.0)
    ('0.517', '13.0', '27', '24,379,528')
    """
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return _DASH
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int):
        return str(value)
    size = abs(value)
    if size >= 100 or value.is_integer():
        return f"{value:,.0f}"
    return f"{value:,.{2 - math.floor(math.log10(size)) if size >= 1e-4 else 6}f}"


def with_unit(value: Any, unit: str, _: Translator) -> str:
    """Return a value with its unit in words; a pure number or a count of things has none."""
    number = format_number(value)
    if unit == "1/year":
        return _("{number} a year", number=number)
    return number if unit in {"", "1", "count"} else f"{number} {unit}"


def all_tables(report: ZoneReport, _: Translator) -> dict[str, Table]:
    """Return every table of a report by its name, also those without rows."""
    tables = [
        _areas(report, _),
        _changes(report, _),
        *_gaps(report, _),
        _decoupling(report, _),
        _programs(report, _),
        _wanted(report, _),
        _indicators(report, _),
        _series(report, _),
        _peers(report, _),
        _notes(report, _),
    ]
    return {table.name: table for table in tables}


def _areas(report: ZoneReport, _: Translator) -> Table:
    """Count the verdicts of each area of the standard; without thresholds, what it asks and gets answered."""
    rows: list[tuple[Any, ...]] = []
    for area in dict.fromkeys(i.category for i in report.standard.indicators):
        indicators = [i for i in report.standard.indicators if i.category == area]
        status = {i.code: report.status.get(i.code, "") for i in indicators}
        values = [i.code in report.answered for i in indicators]
        if report.has_thresholds:
            counts = [sum(s == wanted for s in status.values()) for wanted in ("pass", "fail")]
            missed = [
                f"{i.code} {_.indicator(report.standard.name, i)}"
                for i in indicators
                if status[i.code] == "fail"
            ]
            open_count = len(indicators) - sum(counts)
            rows.append((_(area), *counts, open_count, "; ".join(missed)))
        else:
            rows.append((_(area), len(indicators), sum(values)))
    heads: tuple[str, ...]
    if report.has_thresholds:
        heads = (_("area"), _("reached"), _("missed"), _("without a verdict"), _("which are missed"))
        return Table("areas", _("Verdicts by area"), heads, tuple(rows))
    heads = (_("area"), _("indicators asked for"), _("answered by the file"))
    return Table("areas", _("What the system asks, and what the file answers"), heads, tuple(rows))


def _changes(report: ZoneReport, _: Translator) -> Table:
    """Compare each indicator with the year before."""
    heads = (_("code"), _("indicator"), _("unit"), report.before, report.year, _("change [%]"), _("verdict"))
    rows = []
    for row in _records(report.changes):
        name = _.indicator(report.standard.name, report.standard[row["code"]])
        kind = report.standard[row["code"]].formula
        before, now = (_yes_no(row[n], _) if kind.is_yes_no else row[n] for n in ("value_before", "value"))
        percent = None if kind.is_yes_no else row["change_percent"]
        verdict = _(row["change"])
        rows.append((row["code"], name, "" if kind.is_yes_no else row["unit"], before, now, percent, verdict))
    title = _("What changed since {year}", year=report.before)
    return Table("changes", title, tuple(str(head) for head in heads), tuple(rows))


def _gaps(report: ZoneReport, _: Translator) -> list[Table]:
    """Lay out the gaps in three tables, one for each thing that one can act on."""
    by_lever: dict[str, list[tuple[Any, ...]]] = {"quantity": [], "management": [], "growth coefficient": []}
    for row in _records(report.gaps):
        indicator = report.standard[row["code"]]
        name = _.indicator(report.standard.name, indicator)
        column, yes_no = _.column(row["column"]), indicator.formula.is_yes_no
        must = _(row["must"] or row["status"])
        cells: tuple[Any, ...]
        if row["lever"] == "quantity":
            amounts = (row["now"], row["projected"], row["needed"], row["change"])
            cells = (row["code"], name, column, row["unit"], *amounts, must)
        elif row["lever"] == "management":
            now, needed = (_yes_no(row[n], _) if yes_no else row[n] for n in ("now", "needed"))
            cells = (row["code"], name, column, "" if yes_no else row["unit"], now, must, needed)
        else:
            value = report.values.get(row["code"])
            limit = f"{SIGNS[str(indicator.operator)]} {indicator.threshold:g}"
            allowed = _percent(row["growth_allowed"]) if row["status"] == "ok" else None
            cells = (row["code"], name, value, limit, column, allowed, must)
        by_lever[row["lever"]].append(cells)
    first = (_("code"), _("indicator"))
    later = _("expected in {year}", year=report.target_year)
    heads = {
        "quantity": (
            *(*first, _("quantity"), _("unit"), str(report.year), later),
            *(_("allowed in {year}", year=report.target_year), _("to change"), _("condition")),
        ),
        "management": (*first, _("what"), _("unit"), _("now"), _("condition"), _("needed")),
        "growth coefficient": (
            *(*first, _("coefficient"), _("threshold"), _("quantity")),
            *(_("growth allowed [% a year]"), _("condition")),
        ),
    }
    titles = {
        "quantity": _("Quantities"),
        "management": _("Management"),
        "growth coefficient": _("Growth coefficients"),
    }
    return [
        Table(lever.replace(" ", "_"), titles[lever], heads[lever], tuple(rows))
        for lever, rows in by_lever.items()
    ]


def _decoupling(report: ZoneReport, _: Translator) -> Table:
    rows = []
    for row in _records(report.decoupling):
        years = f"{row['start']}{_DASH}{row['end']}" if row["start"] != row["end"] else str(row["start"])
        growth = (_percent(row["quantity_growth"]), _percent(row["driver_growth"]))
        interval = (row["elasticity"], row["ci_low"], row["ci_high"])
        state = name_state(row, _)
        rows.append((_.column(row["quantity"]), years, row["n"], *growth, *interval, state))
    prices = _("constant prices") if report.driver == panels.CONSTANT else _("current prices")
    heads = (
        *(_("quantity"), _("years"), _("years used"), _("growth [% a year]")),
        _("growth of added value at {prices} [% a year]", prices=prices),
        *(_("elasticity"), _("95 % interval, low"), _("95 % interval, high"), _("state")),
    )
    return Table("decoupling", _("Growth and consumption"), heads, tuple(rows))


def name_state(row: dict[str, Any], _: Translator) -> str:
    """Name a decoupling state in words; one that is ambiguous names its candidates."""
    candidates = [_(name.replace("_", " ")) for name in str(row["candidates"] or "").split("; ")]
    if row["state"] == "ambiguous":
        return _("ambiguous: {states}", states=" / ".join(candidates))
    return _(str(row["state"]).replace("_", " "))


def _programs(report: ZoneReport, _: Translator) -> Table:
    heads = (
        *(_("program"), _("indicator system"), _("indicators asked for"), _("computable")),
        *(_("answered by the file"), _("reached"), _("missed"), _("where the zone is")),
    )
    rows = []
    for program in report.programs:
        verdicts = (program.passed, program.failed) if program.has_thresholds else (None, None)
        counts = (program.asked, program.computable, program.answered, *verdicts)
        state = _(program.state_label) if program.known else _("not said")
        rows.append((_(program.name), program.system, *counts, state))
    return Table("programs", _("The three programs"), heads, tuple(rows))


def _wanted(report: ZoneReport, _: Translator) -> Table:
    heads = (
        *(_("quantity"), _("unit"), _("year"), _("indicators that wait")),
        *(_("codes"), _("where such data are kept")),
    )
    rows = []
    for row in _records(report.wanted):
        earlier = row["column"] == "year"
        name = _("An earlier year") if earlier else _.column(row["column"])
        year = _("before {year}", year=row["year"]) if earlier else row["year"]
        rows.append((name, row["unit"] or "", year, row["indicators"], row["codes"], _(row["hint"] or "")))
    return Table("wanted", _("Data that would help most"), heads, tuple(rows))


def _indicators(report: ZoneReport, _: Translator) -> Table:
    """List every indicator of the standard, also those that the panel cannot answer."""
    heads = (
        *(_("code"), _("indicator"), _("value"), _("unit"), _("threshold")),
        *(_("status"), _("gap [% of the threshold]")),
    )
    assessed = {row["code"]: row for row in _records(report.judged)}
    rows: list[tuple[Any, ...]] = []
    for indicator in report.standard.indicators:
        name = _.indicator(report.standard.name, indicator)
        row = assessed.get(indicator.code)
        if row is None:
            rows.append((indicator.code, name, None, indicator.unit, "", _("not computable"), None))
            continue
        value, unit, limit = row["value"], row["unit"], ""
        if row["threshold"] is not None:
            limit = f"{SIGNS[row['operator']]} {row['threshold']:g}"
        if indicator.formula.is_yes_no:
            value, unit, limit = _yes_no(value, _), "", _yes_no(indicator.threshold, _)
        rows.append((indicator.code, name, value, unit, limit, _(row["status"]), _percent(row["gap"])))
    return Table("indicators", _("All indicators"), heads, tuple(rows))


def _series(report: ZoneReport, _: Translator) -> Table:
    """List the values of every year: one row per indicator, one column per year."""
    years = list(report.years)
    rows = []
    for indicator in report.standard.computable:
        values = report.series(indicator.code)
        cells = [_yes_no(v, _) if indicator.formula.is_yes_no else v for v in (values[y] for y in years)]
        name = _.indicator(report.standard.name, indicator)
        rows.append((indicator.code, name, indicator.unit, *cells))
    heads = (_("code"), _("indicator"), _("unit"), *map(str, years))
    return Table("series", _("Values of all years"), heads, tuple(rows))


def _peers(report: ZoneReport, _: Translator) -> Table:
    heads = (_("rank"), _("zone"), _("score"), _("indicators counted"))
    rows = []
    for row in _records(report.peers) if report.peers is not None else ():
        whole = [int(v) if v is not None and float(v).is_integer() else v for v in (row["rank"], row["n"])]
        name = _("standard") if row["zone"] == "standard" else row["zone"]
        rows.append((whole[0], name, row["score"], whole[1]))
    return Table("peers", _("Compared with synthetic zones"), heads, tuple(rows))


def _notes(report: ZoneReport, _: Translator) -> Table:
    heads = (_("place"), _("kind"), _("value"), _("note"), _("fix"))
    rows = tuple(
        (note.place, _(note.kind), note.value, note.text(_), note.fix_text(_)) for note in report.notes
    )
    return Table("notes", _("What was noted when the file was read"), heads, rows)


def _records(frame: pd.DataFrame) -> Iterable[dict[str, Any]]:
    """Yield rows with plain values; a missing one is None."""
    names = [str(name) for name in frame.columns]
    for row in frame.itertuples(index=False, name=None):
        yield dict(zip(names, map(to_python, row), strict=True))


def _percent(part: float | None) -> float | None:
    return None if part is None else 100 * part


def _yes_no(value: Any, _: Translator) -> str:
    return "" if value is None else _("yes") if value else _("no")

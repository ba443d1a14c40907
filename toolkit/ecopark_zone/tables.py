"""The tables of a report: the contents of a ZoneReport in the user's language; and the workbook with them."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ecopark import panel as panels
from ecopark_zone.i18n import Translator
from ecopark_zone.marked import write_cell

if TYPE_CHECKING:
    import pandas as pd

    from ecopark.standards import Indicator
    from ecopark_zone.summary import Note, ZoneReport

__all__ = [
    *("HEAD_ROW", "Table", "all_tables", "format_number", "name_states", "name_threshold", "notes_table"),
    *("with_unit", "write_workbook"),
]

_DASH = "\N{EN DASH}"
_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}
HEAD_ROW = 3  # of a sheet: title and provenance are above the heads
_WIDEST = 60  # of a column [characters]


@dataclass(frozen=True)
class Table:
    """A table as people see it: plain values under heads in one language.

    ``name`` is the same in every language: programs find the sheet of the workbook by it.
    """

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @cached_property
    def numeric(self) -> tuple[bool, ...]:
        """Whether each column holds numbers."""
        return tuple(
            any(isinstance(cell, int | float) for cell in cells) for cells in zip(*self.rows, strict=True)
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
    if not isinstance(value, float):
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


def name_threshold(indicator: Indicator) -> str:
    """Return the threshold of an indicator with its sign, such as ``≤ 0.5``."""
    return f"{_SIGNS[str(indicator.operator)]} {indicator.threshold:g}"


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
        notes_table(report.notes, _),
    ]
    return {table.name: table for table in tables}


def _areas(report: ZoneReport, _: Translator) -> Table:
    """Count the verdicts of each area of the standard; without thresholds, those asked and answered."""
    rows = []
    for area in dict.fromkeys(i.category for i in report.standard.indicators):
        indicators = [i for i in report.standard.indicators if i.category == area]
        row: dict[str, Any] = {_("area"): _(area)}
        if report.has_thresholds:
            missed = [i for i in indicators if report.status.get(i.code) == "fail"]
            reached = [i for i in indicators if report.status.get(i.code) == "pass"]
            names = [f"{i.code} {_.indicator(report.standard.name, i)}" for i in missed]
            row |= {_("reached"): len(reached), _("missed"): len(missed)}
            row[_("without a verdict")] = len(indicators) - len(reached) - len(missed)
            row[_("which are missed")] = "; ".join(names)
        else:
            row[_("indicators asked for")] = len(indicators)
            row[_("answered by the file")] = sum(i.code in report.answered for i in indicators)
        rows.append(row)
    title = _("Verdicts by area")
    if not report.has_thresholds:
        title = _("What the system asks, and what the file answers")
    return _make_table("areas", title, rows)


def _changes(report: ZoneReport, _: Translator) -> Table:
    """Compare each indicator with the year before."""
    rows = []
    for row in _records(report.changes):
        indicator = report.standard[row["code"]]
        yes_no = indicator.formula.is_yes_no
        rows.append(
            {
                **_indicator_cells(report, indicator, _),
                _("unit"): "" if yes_no else row["unit"],
                str(report.year_before): _yes_no_in_words(row["value_before"], indicator, _),
                str(report.year): _yes_no_in_words(row["value"], indicator, _),
                _("change [%]"): None if yes_no else row["change_percent"],
                _("verdict"): _(row["change"]),
            }
        )
    return _make_table("changes", _("What changed since {year}", year=report.year_before), rows)


def _gaps(report: ZoneReport, _: Translator) -> list[Table]:
    """Lay out the gaps in three tables, one for each thing that one can act on."""
    rows: dict[str, list[dict[str, Any]]] = {"quantity": [], "management": [], "growth coefficient": []}
    for row in _records(report.gaps):
        indicator = report.standard[row["code"]]
        column, condition = _.column(row["column"]), _(row["must"] or row["status"])
        cells = _indicator_cells(report, indicator, _)
        if row["lever"] == "quantity":
            cells |= {_("quantity"): column, _("unit"): row["unit"], str(report.year): row["now"]}
            cells[_("expected in {year}", year=report.target_year)] = row["projected"]
            cells[_("allowed in {year}", year=report.target_year)] = row["needed"]
            cells |= {_("to change"): row["change"], _("condition"): condition}
        elif row["lever"] == "management":
            unit = "" if indicator.formula.is_yes_no else row["unit"]
            cells |= {
                _("what"): column,
                _("unit"): unit,
                _("now"): _yes_no_in_words(row["now"], indicator, _),
            }
            cells |= {_("condition"): condition, _("needed"): _yes_no_in_words(row["needed"], indicator, _)}
        else:
            allowed = _percent(row["growth_allowed"]) if row["status"] == "ok" else None
            cells[_("coefficient")] = report.values.get(row["code"])
            cells[_("threshold")] = name_threshold(indicator)
            cells |= {_("quantity"): column, _("growth allowed [% a year]"): allowed}
            cells[_("condition")] = condition
        rows[row["lever"]].append(cells)
    return [
        _make_table("quantity", _("Quantities"), rows["quantity"]),
        _make_table("management", _("Management"), rows["management"]),
        _make_table("growth_coefficient", _("Growth coefficients"), rows["growth coefficient"]),
    ]


def _decoupling(report: ZoneReport, _: Translator) -> Table:
    prices = _("constant prices") if report.driver == panels.CONSTANT else _("current prices")
    rows = []
    for row in _records(report.decoupling):
        years = f"{row['start']}{_DASH}{row['end']}" if row["start"] != row["end"] else str(row["start"])
        growth_of_value = _("growth of added value at {prices} [% a year]", prices=prices)
        state = name_states(row["state"], _)
        if row["state"] == "ambiguous":
            state = _("ambiguous: {states}", states=name_states(row["candidates"], _))
        rows.append(
            {
                _("quantity"): _.column(row["quantity"]),
                _("years"): years,
                _("years used"): row["n"],
                _("growth [% a year]"): _percent(row["quantity_growth"]),
                growth_of_value: _percent(row["driver_growth"]),
                _("elasticity"): row["elasticity"],
                _("95 % interval, low"): row["ci_low"],
                _("95 % interval, high"): row["ci_high"],
                _("state"): state,
            }
        )
    return _make_table("decoupling", _("Growth and consumption"), rows)


def name_states(names: str, _: Translator) -> str:
    """Name a decoupling state in words, or each of several."""
    return " / ".join(_(name.replace("_", " ")) for name in names.split("; "))


def _programs(report: ZoneReport, _: Translator) -> Table:
    rows = [
        {
            _("program"): _(program.name),
            _("indicator system"): program.system,
            _("indicators asked for"): program.asked,
            _("computable"): program.computable,
            _("answered by the file"): program.answered,
            _("reached"): program.passed if program.has_thresholds else None,
            _("missed"): program.failed if program.has_thresholds else None,
            _("where the zone is"): _(program.state_label) if program.known else _("not said"),
        }
        for program in report.programs
    ]
    return _make_table("programs", _("The three programs"), rows)


def _wanted(report: ZoneReport, _: Translator) -> Table:
    rows = []
    for row in _records(report.wanted):
        earlier = row["column"] == "year"
        rows.append(
            {
                _("quantity"): _("An earlier year") if earlier else _.column(row["column"]),
                _("unit"): row["unit"] or "",
                _("year"): _("before {year}", year=row["year"]) if earlier else row["year"],
                _("indicators that wait"): row["indicators"],
                _("codes"): row["codes"],
                _("where such data are kept"): _(row["hint"] or ""),
            }
        )
    return _make_table("wanted", _("Data that would help most"), rows)


def _indicators(report: ZoneReport, _: Translator) -> Table:
    """List every indicator of the standard, also those that the panel cannot answer."""
    assessed = {row["code"]: row for row in _records(report.judged)}
    not_computable = {"value": None, "threshold": None, "status": "not computable", "gap": None}
    rows = []
    for indicator in report.standard.indicators:
        row = assessed.get(indicator.code, not_computable)
        value, unit, limit = row["value"], indicator.unit, ""
        if row["threshold"] is not None:
            limit = name_threshold(indicator)
        if indicator.formula.is_yes_no and indicator.code in assessed:
            value, unit = _yes_no_in_words(value, indicator, _), ""
            limit = _yes_no_in_words(indicator.threshold, indicator, _)
        rows.append(
            {
                **_indicator_cells(report, indicator, _),
                _("value"): value,
                _("unit"): unit,
                _("threshold"): limit,
                _("status"): _(row["status"]),
                _("gap [% of the threshold]"): _percent(row["gap"]),
            }
        )
    return _make_table("indicators", _("All indicators"), rows)


def _series(report: ZoneReport, _: Translator) -> Table:
    """List the values of every year: one row per indicator, one column per year."""
    rows = []
    for indicator in report.standard.computable:
        cells = _indicator_cells(report, indicator, _) | {_("unit"): indicator.unit}
        for year, value in report.series(indicator.code).items():
            cells[str(year)] = _yes_no_in_words(value, indicator, _)
        rows.append(cells)
    return _make_table("series", _("Values of all years"), rows)


def _peers(report: ZoneReport, _: Translator) -> Table:
    rows = [
        {
            _("rank"): None if row["rank"] is None else int(row["rank"]),
            _("zone"): _("standard") if row["zone"] == "standard" else row["zone"],
            _("score"): row["score"],
            _("indicators counted"): None if row["n"] is None else int(row["n"]),
        }
        for row in (_records(report.peers) if report.peers is not None else ())
    ]
    return _make_table("peers", _("Compared with synthetic zones"), rows)


def notes_table(notes: Iterable[Note], _: Translator) -> Table:
    """Lay out the notes from reading a file."""
    rows = [
        {
            _("place"): note.place,
            _("kind"): _(note.kind),
            _("value"): note.value,
            _("note"): _(note.message, **note.words),
            _("fix"): _(note.fix, **note.words),
        }
        for note in notes
    ]
    return _make_table("notes", _("What was noted when the file was read"), rows)


def _make_table(name: str, title: str, rows: Sequence[dict[str, Any]]) -> Table:
    """Return a table of rows, each with its cells by their heads; without rows it needs no heads."""
    heads = tuple(rows[0]) if rows else ()
    return Table(name, title, heads, tuple(tuple(row.values()) for row in rows))


def _indicator_cells(report: ZoneReport, indicator: Indicator, _: Translator) -> dict[str, Any]:
    """Return the first cells of an indicator's row."""
    return {_("code"): indicator.code, _("indicator"): _.indicator(report.standard.name, indicator)}


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows with plain values; a missing one is None."""
    rows: list[dict[str, Any]] = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return rows


def _percent(part: float | None) -> float | None:
    return None if part is None else 100 * part


def _yes_no_in_words(value: Any, indicator: Indicator, _: Translator) -> Any:
    """Return a value of an indicator, with that of a yes-no indicator as a word."""
    if not indicator.formula.is_yes_no:
        return value
    return "" if value is None else _("yes") if value else _("no")


def write_workbook(tables: Iterable[Table], source: str) -> bytes:
    """Return tables as an XLSX file, one sheet per table; every text is text, never a formula.

    Parameters
    ----------
    tables : iterable of Table
        The tables; each gets the sheet of its name: title in row 1, provenance in row 2, heads in
        row 3, values with all their digits below.
    source : str
        The line of provenance.

    Returns
    -------
    bytes
        The file.

    Examples
    --------
    >>> book = write_workbook([Table("a", "A", ("x", "y"), ((1.5, "=1+1"),))], "a file")
    >>> import openpyxl
    >>> sheet = openpyxl.load_workbook(io.BytesIO(book))["a"]
    >>> [(cell.value, cell.data_type) for cell in sheet[4]]
    [(1.5, 'n'), ('=1+1', 's')]
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    bold = Font(bold=True)
    book = Workbook()
    book.remove(book.active)
    for table in tables:
        sheet = book.create_sheet(table.name)
        _write_cell(sheet.cell(1, 1), table.title)
        _write_cell(sheet.cell(2, 1), source)
        for row, values in enumerate((table.heads, *table.rows), HEAD_ROW):
            for column, value in enumerate(values, 1):
                if value is not None:
                    _write_cell(sheet.cell(row, column), value)
        for cell in (sheet["A1"], *sheet[HEAD_ROW]):
            cell.font = bold
        for column, head in enumerate(table.heads):
            texts = [row[column] for row in table.rows if isinstance(row[column], str)]
            width = min(max(map(len, [head, *texts, "x" * 12])) + 2, _WIDEST)
            sheet.column_dimensions[get_column_letter(column + 1)].width = width
        sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 1)
        sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    book.properties.creator = "ecopark"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_cell(cell: Any, value: Any) -> None:
    """Write one value; a text that looks like a formula stays a text, also when it is edited."""
    write_cell(cell, value)
    if isinstance(value, str):
        cell.quotePrefix = value[:1] in "=+-@"

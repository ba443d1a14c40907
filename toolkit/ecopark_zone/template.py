"""The template: a workbook in which a zone manager fills in a zone, in one of four languages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecopark import datasets, panel, standards
from ecopark.errors import UnknownNameError
from ecopark.files import check_outputs
from ecopark.synthetic import synthetic_panel
from ecopark.validation import Column
from ecopark_zone.flows import CARRIERS, EXCHANGES
from ecopark_zone.headers import label
from ecopark_zone.marked import put, saved
from ecopark_zone.words import LANGUAGES, texts

__all__ = ["FIRST_ROW", "ROWS", "template_book", "write_template"]

FIRST_ROW, ROWS = 7, 200  # first row for data, and how many there are (counted as in a spreadsheet)
_UNITS = ("t", "kg", "10^4 t", "m3", "10^4 m3", "kWh", "MWh", "10^4 kWh", "GJ", "tce")
_FLOWS = ("t/year", "10^4 t/year", "m3/year", "10^4 m3/year", "GJ/year", "MWh/year")
_EXAMPLE_YEARS = 3


@dataclass(frozen=True)
class _Head:
    """The head of one column, from top to bottom, and what its cells may hold."""

    meaning: str
    hint: str
    limits: str
    label: str
    unit: str = ""
    kind: str = "text"
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


def write_template(path: str | Path, standard: str = "hj274-2009", language: str = "en") -> None:
    """Write the template for a standard to an XLSX file.

    Parameters
    ----------
    path : str or Path
        The file to write.
    standard : str
        Indicator system whose columns are asked for.
    language : {"en", "zh-Hans", "zh-Hant", "th"}
        Language of headers and hints.

    Raises
    ------
    UnknownNameError
        If there is no such standard or language.
    DataError
        If the file is there and was filled in, or cannot be written; nothing is left half-written.
    """
    check_outputs([Path(path)], ".xlsx")
    saved(template_book(standard, language), Path(path))


def template_book(standard: str = "hj274-2009", language: str = "en") -> Any:
    """Return the template as a workbook of openpyxl: data, answers, carriers, exchanges, an example.

    Examples
    --------
    >>> template_book(language="en").sheetnames
    ['Data', 'Answers', 'Energy carriers', 'Exchanges', 'Example (synthetic)', '_lists']
    """
    import openpyxl

    if language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    said, names = texts(language), _columns(standard)
    answers = [n for n in names if panel.columns()[n].kind == "yes-no"]
    numbers = [n for n in names if n not in answers]
    book = openpyxl.Workbook()
    book.remove(book.active)
    lists = _Lists()
    heads = {n: _panel_head(panel.columns()[n], language, standard) for n in names}
    _sheet(book, said["sheet_panel"], said["title_panel"], [heads[n] for n in numbers], lists)
    _sheet(
        book,
        said["sheet_answers"],
        said["title_answers"],
        [heads[n] for n in ("zone", "year", *answers)],
        lists,
    )
    flat = {"carriers": CARRIERS, "exchanges": EXCHANGES}
    for key, columns in flat.items():
        _sheet(book, said[f"sheet_{key}"], said[f"title_{key}"], _flat_heads(columns, heads, language), lists)
    _example(book, said, names, [heads[n] for n in names])
    lists.write(book)
    return book


def _columns(standard: str) -> list[str]:
    wanted = {"zone", "year", panel.CONSTANT, *standards.get(standard).required_columns}
    return [name for name in panel.columns() if name in wanted]


def _panel_head(column: Column, language: str, standard: str) -> _Head:
    said, ending = texts(language), LANGUAGES[language]
    row = next(r for r in datasets.rows("panel", "columns") if r["name"] == column.name)
    if ending == "en":
        meaning, hint = row["meaning"], row["hint"]
    else:
        own = next(r for r in datasets.rows("intake_texts", "columns") if r["column"] == column.name)
        meaning, hint = own[f"meaning_{ending}"], own[f"hint_{ending}"]
    choices = (said["yes"], said["no"]) if column.kind == "yes-no" else ()
    limits = _limits(column, said, language)
    if column.name not in {"zone", "year", *standards.get(standard).required_columns}:
        limits = f"{limits}; {said['optional']}"
    return _Head(
        meaning,
        hint,
        limits,
        label(column.name, language),
        column.unit or "",
        column.kind,
        column.minimum,
        column.maximum,
        choices,
    )


def _limits(column: Column, said: dict[str, str], language: str) -> str:
    if column.kind in {"yes-no", "text"}:
        return said["range_yes_no" if column.kind == "yes-no" else "range_text"]
    low = f"{column.minimum or 0:g}"
    if column.maximum is not None:
        return said["range_both"].format(low=low, high=f"{column.maximum:g}")
    if column.part_of:
        return said["range_part"].format(part=label(column.part_of, language))
    return said["range"].format(low=low)


def _flat_heads(columns: tuple[str, ...], heads: dict[str, _Head], language: str) -> list[_Head]:
    said, ending = texts(language), LANGUAGES[language]
    carriers = tuple(row[f"label_{ending}"] for row in datasets.rows("intake_words", "carriers"))
    kinds = {"amount": "number", "quantity": "number", "since": "year"}
    choices = {"carrier": carriers, "unit": _UNITS if "carrier" in columns else _FLOWS}
    hint = said["flat.carrier_hint" if "carrier" in columns else "flat.flow_hint"]
    made = []
    for name in columns:
        if name in heads:
            made.append(heads[name])
            continue
        limits = said["range_list"] if name in choices else said["range_text"]
        limits = said["range"].format(low=0) if kinds.get(name) == "number" else limits
        kind, low = kinds.get(name, "text"), 1900 if name == "since" else 0
        high = 2100 if name == "since" else None
        meaning = said[f"flat.{name}.meaning"]
        made.append(
            _Head(meaning, hint, limits, said[f"flat.{name}"], "", kind, low, high, choices.get(name, ()))
        )
    return made


class _Lists:
    """The lists behind the drop-down cells, on a sheet that is out of sight."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], int] = {}

    def reference(self, choices: tuple[str, ...]) -> str:
        """Return the range that holds a list of choices."""
        from openpyxl.utils import get_column_letter

        letter = get_column_letter(self._columns.setdefault(choices, len(self._columns) + 1))
        return f"'_lists'!${letter}$1:${letter}${len(choices)}"

    def write(self, book: Any) -> None:
        """Write the lists to their sheet."""
        page = book.create_sheet("_lists")
        for choices, column in self._columns.items():
            for row, choice in enumerate(choices, 1):
                put(page.cell(row, column), choice)
        page.sheet_state = "hidden"
        page.protection.sheet = True


def _sheet(book: Any, name: str, title: str, heads: list[_Head], lists: _Lists) -> Any:
    """Add a sheet with a locked head and open cells for data."""
    from openpyxl.styles import Protection
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(name)
    _head(page, title, heads)
    for column, head in enumerate(heads, 1):
        letter = get_column_letter(column)
        area = f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + ROWS - 1}"
        rule = _rule(head, lists)
        if rule:
            page.add_data_validation(rule)
            rule.add(area)
        for (cell,) in page[area]:
            cell.protection = Protection(locked=False)
    page.protection.sheet = True
    page.protection.formatColumns = False
    return page


def _head(page: Any, title: str, heads: list[_Head]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    put(page.cell(1, 1), title)
    page.cell(1, 1).font = Font(bold=True)
    for column, head in enumerate(heads, 1):
        for row, text in enumerate((head.meaning, head.hint, head.limits, head.label, head.unit), 2):
            cell = page.cell(row, column)
            put(cell, text or None)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=row in {5, 6}, italic=row in {3, 4}, size=11 if row in {5, 6} else 9)
            if row in {5, 6}:
                cell.fill = PatternFill("solid", fgColor="DCEBFA")
        page.column_dimensions[get_column_letter(column)].width = 20
    page.freeze_panes = page.cell(FIRST_ROW, 3)


def _rule(head: _Head, lists: _Lists) -> Any:
    """Return what a spreadsheet program lets into the cells of a column, or nothing."""
    from openpyxl.worksheet.datavalidation import DataValidation

    shown = {"allow_blank": True, "showErrorMessage": True, "showInputMessage": True}
    words = {"promptTitle": head.label[:32], "prompt": f"{head.meaning}. {head.limits}"[:250]}
    if head.choices:
        # Other entries than those of the list are let in: a zone may have units of its own.
        return DataValidation(
            "list", formula1=lists.reference(head.choices), errorStyle="warning", **shown, **words
        )
    if head.kind not in {"number", "year"}:
        return None
    kind = "whole" if head.kind == "year" else "decimal"
    low = f"{head.low or 0:g}"
    if head.high is None:
        return DataValidation(kind, operator="greaterThanOrEqual", formula1=low, **shown, **words)
    return DataValidation(kind, operator="between", formula1=low, formula2=f"{head.high:g}", **shown, **words)


def _example(book: Any, said: dict[str, str], names: list[str], heads: list[_Head]) -> None:
    """Add the example sheet: an invented zone, locked as a whole."""
    page = book.create_sheet(said["sheet_example"])
    _head(page, said["title_example"], heads)
    made = synthetic_panel(zones=1, years=_EXAMPLE_YEARS, seed=1)
    for row, values in enumerate(made[names].itertuples(index=False), FIRST_ROW):
        for column, (name, value) in enumerate(zip(names, values, strict=True), 1):
            kind = panel.columns()[name].kind
            shown = (
                said["synthetic_zone"]
                if name == "zone"
                else (said["yes"] if value else said["no"])
                if kind == "yes-no"
                else value
            )
            put(
                page.cell(row, column),
                shown if isinstance(shown, str) else float(shown) if kind == "number" else int(shown),
            )
    page.protection.sheet = True

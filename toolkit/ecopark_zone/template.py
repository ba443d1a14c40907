"""The template: a workbook in which a zone manager fills in a zone, in one of four languages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ecopark import datasets, panel, standards
from ecopark.errors import require_known
from ecopark.files import check_outputs
from ecopark.synthetic import synthetic_panel
from ecopark_zone.headers import CARRIERS, EXCHANGES, texts
from ecopark_zone.i18n import LANGUAGES, translator
from ecopark_zone.marked import save_workbook, write_cell

__all__ = ["FIRST_ROW", "ROWS", "template_book", "write_template"]

FIRST_ROW, ROWS = 7, 200  # first row for data, and how many there are (counted as in a spreadsheet)
_UNITS = ("t", "kg", "10^4 t", "m3", "10^4 m3", "kWh", "MWh", "10^4 kWh", "GJ", "tce")
_FLOWS = ("t/year", "10^4 t/year", "m3/year", "10^4 m3/year", "GJ/year", "MWh/year")
_EXAMPLE_YEARS = 3


@dataclass(frozen=True)
class _Head:
    """The head of one column, from top to bottom, and the values that its cells may hold."""

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
    save_workbook(template_book(standard, language), Path(path))


def template_book(standard: str = "hj274-2009", language: str = "en") -> Any:
    """Return the template as a workbook of openpyxl: data, answers, carriers, exchanges, an example.

    Examples
    --------
    >>> template_book(language="en").sheetnames
    ['Data', 'Answers', 'Energy carriers', 'Exchanges', 'Example (synthetic)', '_lists']
    """
    import openpyxl

    require_known("language", language, LANGUAGES)
    words, required = texts(language), {"zone", "year", *standards.get(standard).required_columns}
    names = [name for name in panel.columns() if name in required | {panel.CONSTANT}]
    heads = {name: _panel_head(name, language) for name in names}
    for name in set(names) - required:
        heads[name] = replace(heads[name], limits=f"{heads[name].limits}; {words['optional']}")
    answers = [name for name in names if heads[name].kind == "yes-no"]
    sheets = {
        "panel": [heads[name] for name in names if name not in answers],
        "answers": [heads[name] for name in ("zone", "year", *answers)],
        "carriers": [heads.get(name) or _flow_head(name, CARRIERS, language) for name in CARRIERS],
        "exchanges": [_flow_head(name, EXCHANGES, language) for name in EXCHANGES],
    }
    book = openpyxl.Workbook()
    book.remove(book.active)
    lists: dict[tuple[str, ...], int] = {}  # the choices of drop-down cells, with their columns
    for name, columns in sheets.items():
        page = book.create_sheet(words[f"sheet_{name}"])
        _write_heads(page, words[f"title_{name}"], columns)
        _open_cells(page, columns, lists)
    # An invented zone as an example, locked as a whole.
    page = book.create_sheet(words["sheet_example"])
    _write_heads(page, words["title_example"], list(heads.values()))
    example = synthetic_panel(zones=1, years=_EXAMPLE_YEARS, seed=1)[names]
    example["zone"] = words["synthetic_zone"]
    for row, values in enumerate(example.itertuples(index=False), FIRST_ROW):
        for column, (name, value) in enumerate(zip(names, values, strict=True), 1):
            if heads[name].kind == "yes-no":
                value = words["yes"] if value else words["no"]
            write_cell(page.cell(row, column), value)
    page.protection.sheet = True
    # The lists behind the drop-down cells, out of sight.
    page = book.create_sheet("_lists")
    for choices, column in lists.items():
        for row, choice in enumerate(choices, 1):
            write_cell(page.cell(row, column), choice)
    page.sheet_state = "hidden"
    page.protection.sheet = True
    return book


def _panel_head(name: str, language: str) -> _Head:
    """Return the head of a column of the panel."""
    words, column, _ = texts(language), panel.columns()[name], translator(language)
    low = f"{column.minimum or 0:g}"
    choices: tuple[str, ...] = ()
    if column.kind == "yes-no":
        limits, choices = words["range_yes_no"], (words["yes"], words["no"])
    elif column.kind == "text":
        limits = words["range_text"]
    elif column.maximum is not None:
        limits = words["range_both"].format(low=low, high=f"{column.maximum:g}")
    elif column.part_of:
        limits = words["range_part"].format(part=_.column(column.part_of))
    else:
        limits = words["range"].format(low=low)
    sentences = (_.column(name, "meaning"), _.column(name, "hint"), limits, _.column(name))
    bounds = (column.minimum, column.maximum)
    return _Head(*sentences, column.unit or "", column.kind, *bounds, choices)


def _flow_head(name: str, columns: tuple[str, ...], language: str) -> _Head:
    """Return the head of a column of the table of carriers or exchanges."""
    words, ending = texts(language), LANGUAGES[language]
    hint = words["flat.carrier_hint" if "carrier" in columns else "flat.flow_hint"]
    carriers = tuple(row[f"label_{ending}"] for row in datasets.rows("intake_words", "carriers"))
    choices = {"carrier": carriers, "unit": _UNITS if "carrier" in columns else _FLOWS}.get(name, ())
    limits, kind, low, high = words["range_list" if choices else "range_text"], "text", 0, None
    if name in {"amount", "quantity"}:
        limits, kind = words["range"].format(low=0), "number"
    elif name == "since":
        kind, low, high = "year", 1900, 2100
    meaning = words[f"flat.{name}.meaning"]
    return _Head(meaning, hint, limits, words[f"flat.{name}"], "", kind, low, high, choices)


def _write_heads(page: Any, title: str, heads: list[_Head]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    write_cell(page.cell(1, 1), title)
    page.cell(1, 1).font = Font(bold=True)
    for column, head in enumerate(heads, 1):
        for row, text in enumerate((head.meaning, head.hint, head.limits, head.label, head.unit), 2):
            cell = page.cell(row, column)
            write_cell(cell, text or None)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=row in {5, 6}, italic=row in {3, 4}, size=11 if row in {5, 6} else 9)
            if row in {5, 6}:
                cell.fill = PatternFill("solid", fgColor="DCEBFA")
        page.column_dimensions[get_column_letter(column)].width = 20
    page.freeze_panes = page.cell(FIRST_ROW, 3)


def _open_cells(page: Any, heads: list[_Head], lists: dict[tuple[str, ...], int]) -> None:
    """Lock a sheet except for its data cells, and set the values that these accept."""
    from openpyxl.styles import Protection
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for column, head in enumerate(heads, 1):
        letter = get_column_letter(column)
        area = f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + ROWS - 1}"
        for (cell,) in page[area]:
            cell.protection = Protection(locked=False)
        rule: dict[str, Any] = {}
        if head.choices:
            # Other entries than those of the list are let in: a zone may use other units.
            listed = get_column_letter(lists.setdefault(head.choices, len(lists) + 1))
            formula = f"'_lists'!${listed}$1:${listed}${len(head.choices)}"
            rule = {"type": "list", "formula1": formula, "errorStyle": "warning"}
        elif head.kind in {"number", "year"}:
            rule = {"type": "whole" if head.kind == "year" else "decimal", "formula1": f"{head.low or 0:g}"}
            rule["operator"] = "greaterThanOrEqual" if head.high is None else "between"
            if head.high is not None:
                rule["formula2"] = f"{head.high:g}"
        if rule:
            prompt = {"promptTitle": head.label[:32], "prompt": f"{head.meaning}. {head.limits}"[:250]}
            messages = {"showErrorMessage": True, "showInputMessage": True}
            validation = DataValidation(**rule, **prompt, **messages, allow_blank=True)
            validation.add(area)
            page.add_data_validation(validation)
    page.protection.sheet = True
    page.protection.formatColumns = False

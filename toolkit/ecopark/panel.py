"""The canonical panel: one row per zone and year, one unit per column, and the checks of both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw

from ecopark import datasets, validation
from ecopark.errors import BadArgument, DataError, Issue, UndefinedResult, UnknownNameError, require_known
from ecopark.files import read_table
from ecopark.frames import AnyFrame, Frame, collect, columns_of
from ecopark.i18n import LANGUAGES, current_language, mark, say
from ecopark.validation import Column

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CONSTANT", "CURRENT", "OUTPUT_FLOWS", "columns", "read", "unit"]

CURRENT = "industrial_added_value"
CONSTANT = "industrial_added_value_constant"
# Flows of the industry, which a projection lets grow with its output; land, people and counts stay.
OUTPUT_FLOWS = (
    *(CURRENT, CONSTANT, "energy", "fresh_water", "water_reused", "wastewater", "solid_waste"),
    *("solid_waste_reused", "hazardous_waste", "hazardous_waste_disposed", "cod", "so2"),
)

# Words of programs for a missing number. The doctor knows more, and notes each that it reads.
_NO_NUMBER = ("", "na", "n/a", "nan", "null", "none", "<na>", "#n/a")


def columns() -> dict[str, Column]:
    """Return the data dictionary of the panel, its meanings in the current language.

    Returns
    -------
    dict of str to Column
        Each column by its name, with its kind, unit, limits and meaning.

    Examples
    --------
    >>> columns()["cod"].unit
    'kg'
    """
    return _columns(LANGUAGES[current_language()])


@cache
def _columns(language: str) -> dict[str, Column]:
    meaning = "meaning" if language == "en" else f"label_{language}"
    fields = ("name", "kind", "unit", "required", "part_of", "minimum", "maximum", meaning)
    return {row["name"]: Column(*(row[f] for f in fields)) for row in datasets.rows("panel", "columns")}


def unit(name: str) -> str:
    """Return the unit of a column of the panel, ``1`` for yes-no columns.

    Parameters
    ----------
    name : str
        Name of the column.

    Returns
    -------
    str
        Its unit, as :func:`ecopark.units.factor` takes it.

    Raises
    ------
    UnknownNameError
        If the panel has no such column.

    Examples
    --------
    >>> unit("energy")
    'tce'
    """
    dictionary = columns()
    require_known(mark("panel column"), name, dictionary)
    return dictionary[name].unit or "1"


def read(path: str | Path) -> pd.DataFrame:
    """Read a panel from a CSV or XLSX file and check it.

    The data dictionary gives the type of each column: zones are texts, also ``007`` and ``NA``; numbers
    keep their last digit; answers are yes or no in a word that the import doctor knows.

    Parameters
    ----------
    path : str or Path
        The file: one row per zone and year, columns and units as in the package ``panel``.

    Returns
    -------
    pandas.DataFrame
        The panel. Years are whole numbers; a missing number is NaN, a missing answer ``pandas.NA``.

    Raises
    ------
    DataError
        If the file cannot be read or is not a clean panel, such as the template: the message names the
        command that makes one. Or with every fault of its columns and values.

    Examples
    --------
    >>> import tempfile
    >>> from ecopark.datasets import synthetic_panel
    >>> with tempfile.NamedTemporaryFile(suffix=".csv") as file:
    ...     synthetic_panel(zones=1, years=2).to_csv(file.name, index=False)
    ...     len(read(file.name))
    2
    """
    name = Path(path).name
    doctor = say('make a clean panel of it first: ecopark doctor "{name}" --clean panel.csv', name=name)
    # Every cell comes as text: a guess would turn the zone 007 into 7, and the zone NA into nothing.
    try:
        table = read_table(path, as_text=True)
    except DataError as error:
        if not Path(path).is_file() or any(issue.column for issue in error.issues):
            raise
        raise DataError(name, [replace(issue, fix=doctor) for issue in error.issues]) from error
    # A template, a sheet with years across or one in another language: one sentence names the remedy.
    required = [column.name for column in columns().values() if column.required]
    absent = [column for column in required if column not in table.columns]
    if {"zone", "year"} & set(absent) and len(absent) > len(required) / 2:
        rule = mark("the file is no clean panel: {absent} of its {required} columns are not there")
        rule = say(rule, absent=len(absent), required=len(required))
        raise DataError(name, [Issue(rule, fix=doctor)])

    # Cells by the kind of their column; a value that cannot be read stays text, and is a fault of the panel.
    kinds = {column.name: column.kind for column in columns().values()}
    typed = {column: _convert_texts(table[column], kinds.get(column, "")) for column in table.columns}
    panel = table.assign(**typed)
    require(nw.from_native(panel, eager_only=True), required)
    return panel


@cache
def _yes_no_words() -> dict[str, bool]:
    """Return yes or no by its word, without case, in every language of the import doctor."""
    listed = datasets.rows("intake_words", "marks")
    words = {row["form"].casefold(): row["kind"] == "yes" for row in listed if row["kind"] in {"yes", "no"}}
    return {**words, "1.0": True, "0.0": False}


def _convert_texts(cells: pd.Series[Any], kind: str) -> pd.Series[Any]:
    """Convert a column of texts to its kind; one that does not fit stays text, so that the check names it."""
    import pandas as pd

    words = cells.str.strip().str.casefold()
    if kind == "text":  # a zone may be called NA
        return cells.mask(words == "")
    filled = cells.mask(words.isin(_NO_NUMBER))
    if kind == "yes-no":
        answers = [_yes_no_words().get(word, cell) for word, cell in zip(words, filled, strict=True)]
        # A word that is neither yes nor no is kept for the error.
        if any(isinstance(answer, str) for answer in answers):
            return pd.Series(answers, dtype="object")
        whole = filled.notna().all()
        return pd.Series(answers, dtype="object").astype("bool" if whole else "boolean")
    try:
        numbers = pd.to_numeric(filled)
    except ValueError:
        return filled
    if kind == "year":
        whole = numbers.notna().all() and (numbers % 1 == 0).all()
        return numbers.astype("int64") if whole else numbers
    return numbers.astype("float64") if kind == "number" else numbers


# --- for the modules of the toolkit ----------------------------------------------------------------


def driver_expression(current: nw.Expr, constant: nw.Expr, constant_in_base_year: nw.Expr) -> nw.Expr:
    """Choose the industrial added value [10^4 RMB] whose growth counts: the rule of prices, for every engine.

    A zone whose base year has added value at constant prices is measured at constant prices, any other
    at current prices; the two are never mixed.
    """
    return nw.when(~constant_in_base_year.is_null()).then(constant).otherwise(current)


def driver_column(zone: Any, start: int | None = None) -> str:
    """Name the column of :func:`driver_expression` for the rows of one zone; its first year is the base."""
    rows = nw.from_native(zone, eager_only=True, pass_through=False)
    if CONSTANT not in rows.columns:
        return CURRENT
    years = rows.get_column("year").cast(nw.Int64)
    # Constant prices count if the base year has them.
    base_year = rows.filter(years == (years.min() if start is None else start))
    values = base_year.get_column(CONSTANT).cast(nw.Float64).fill_nan(None)
    return CURRENT if values.is_null().any() else CONSTANT


def find_issues(frame: AnyFrame, needed: Iterable[str]) -> list[Issue]:
    """List every fault of zone, year and the needed columns: kinds, ranges, repeated years."""
    described = [columns()[name] for name in dict.fromkeys(["zone", "year", *needed])]
    issues = validation.find_issues(frame, described)
    if not {p.column for p in issues} & {"zone", "year", ""}:
        issues += find_duplicate_years(frame)
    return issues


def require(frame: AnyFrame, needed: Iterable[str]) -> None:
    """Raise one error that lists every problem of :func:`find_issues`, if there is any."""
    if issues := find_issues(frame, needed):
        raise DataError("the panel", issues)


def require_numbers(frame: AnyFrame, by: str, names: Iterable[str]) -> None:
    """Raise one error that lists every fault of columns with free names: ``by``, the year, and numbers.

    Of a lazy frame, the first hundred rows are looked at.
    """
    dictionary = columns()
    described = []
    for name, kind in {by: "text", "year": "year", **dict.fromkeys(names, "number")}.items():
        column = Column(name, kind, meaning=mark("needed for the result"))
        if name in dictionary:
            column = replace(column, unit=dictionary[name].unit, meaning=dictionary[name].meaning)
        described.append(column)
    present = {column.name for column in described} <= set(columns_of(frame))
    looked_at = frame.select(*[column.name for column in described]) if present else frame
    # The kinds of the columns show in the first rows of a lazy frame.
    if isinstance(looked_at, nw.LazyFrame):
        looked_at = collect(looked_at.head(100))
    if issues := validation.find_issues(looked_at, described):
        raise DataError("the panel", issues)


def require_level(level: float) -> None:
    """Raise an error if the level of an interval is not between 0 and 1."""
    if not 0 < level < 1:
        raise BadArgument("level must be between 0 and 1, not {level}.", level=level)


def first_and_last(years: Iterable[int], start: int | None, end: int | None) -> tuple[int, int]:
    """Return the start and the end of a change, by default the first and the last of the years."""
    in_order = sorted(years)
    for kind, year in ((mark("start year"), start), (mark("end year"), end)):
        if year is not None and year not in in_order:
            raise UnknownNameError(kind, year, in_order)
    if len(in_order) == 1:
        rule = say("the panel has one year only, {year}: a change needs two", year=in_order[0])
        issue = Issue(rule, "year", year=in_order[0], value=in_order[0], fix="add another year")
        raise DataError("the panel", [issue])
    first, last = in_order[0] if start is None else start, in_order[-1] if end is None else end
    if first >= last:
        raise UndefinedResult(
            "A change needs a start before the end, not {first} and {last}.", first=first, last=last
        )
    return first, last


def zone_rows(frame: AnyFrame, zone: object, needed: Iterable[str], years: Iterable[int] = ()) -> Frame:
    """Select the rows of one zone, check them as :func:`require` does, and see that it has these years."""
    is_named = "zone" in columns_of(frame)
    name = nw.col("zone").cast(nw.String)
    rows = nw.maybe_reset_index(collect(frame.filter(name == str(zone)) if is_named else frame))
    if is_named and not len(rows):
        zones = collect(frame.select(name).unique()).get_column("zone").drop_nulls().to_list()
        raise UnknownNameError("zone", zone, sorted(zones))
    require(rows, needed)
    zone_years = [int(year) for year in rows.get_column("year").to_list()]
    for year in years:
        if year not in zone_years:
            raise UnknownNameError(say("year of {zone}", zone=zone), year, zone_years)
    return rows


def find_duplicate_years(frame: AnyFrame, by: str = "zone") -> list[Issue]:
    """List the rows of zones that have more than one row for a year; a lazy frame names the pairs."""
    rule = say("the {by} has more than one row for this year", by=by)
    fix = say("keep one row per {by} and year", by=by)
    if isinstance(frame, nw.LazyFrame):
        pairs = frame.group_by(by, "year").agg(nw.len().alias("__rows"))
        return validation.issues_in_rows(pairs, nw.col("__rows") > 1, by, rule, fix)
    return validation.find_duplicates(frame, [by, "year"], by, rule, fix)

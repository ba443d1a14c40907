"""Findings of the import doctor: where, what, which rule, why, the likely fix, and how grave it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from ecopark.errors import DataError, Issue
from ecopark_zone.i18n import Translator, mark, translator

__all__ = ["RULES", "SEVERITIES", "Finding", "Rule", "SheetProblem", "count_findings", "finding", "listed"]

SEVERITIES = (mark("error"), mark("warning"), mark("note"))  # the gravest first
_SHOWN = 5


@dataclass(frozen=True)
class Rule:
    """What a rule says of a cell; words in braces are filled in."""

    severity: str
    reason: str
    fix: str = ""
    accepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the doctor found in a file.

    ``severity`` is ``error`` (the file is refused), ``warning`` (look at it) or ``note`` (it was read
    in a way that has no alternative). ``accepts`` names the remedies that can be accepted.
    """

    sheet: str
    cell: str
    value: Any
    rule: str
    severity: str
    reason: str
    fix: str = ""
    accepts: tuple[str, ...] = ()
    words: Mapping[str, object] = field(default_factory=dict, compare=False)

    @property
    def message(self) -> str:
        """The sentence of the rule with its placeholders, to be translated."""
        return RULES[self.rule].reason

    @property
    def remedy(self) -> str:
        """The likely fix of the rule with its placeholders, to be translated."""
        return RULES[self.rule].fix

    def __str__(self) -> str:
        """Return the finding on one line, in English."""
        return self.line(translator("en"))

    def line(self, _: Translator) -> str:
        """Return the finding on one line in the user's language."""
        place = "!".join(part for part in (self.sheet, self.cell) if part) or _("file")
        shown = "" if self.value is None else f" {_short(self.value)}:"
        reason, fix = _(self.message, **self.words), _(self.remedy, **self.words)
        parts = [f"{_(self.severity):7} {place}:{shown} {reason}. [{self.rule}]"]
        if fix:
            parts.append(_("Likely fix: {fix}.", fix=fix))
        if self.accepts:
            parts.append(_("Or: {ways}.", ways=" / ".join(f"--accept {name}" for name in self.accepts)))
        return " ".join(parts)

    def row(self) -> dict[str, Any]:
        """Return the finding as a row of plain values."""
        plain = isinstance(self.value, str | int | float | bool | None)
        fields = {name: value for name, value in asdict(self).items() if name != "words"}
        return fields | {
            "value": self.value if plain else str(self.value),
            "accepts": list(self.accepts),
        }


class SheetProblem(DataError):
    """A spreadsheet cannot be read as a panel; ``findings`` holds all that was found, errors first.

    Parameters
    ----------
    name : str
        Name of the file.
    findings : sequence of Finding
        Everything that was found. The message shows up to five of each rule.
    language : str
        The language of the message.
    """

    def __init__(self, name: str, findings: Sequence[Finding], language: str = "en") -> None:
        rank = {"error": 0, "warning": 1, "note": 2}
        self.findings = tuple(sorted(findings, key=lambda f: rank[f.severity]))
        wrong = [f for f in self.findings if f.severity != "note"]
        super().__init__(name, [Issue(f.reason, f.cell, value=f.value, fix=f.fix) for f in wrong])
        _ = translator(language)
        self.name = name
        head = _("{name} cannot be read: {counts}.", name=name, counts=count_findings(wrong, _))
        self.args = ("\n".join([head, *listed(wrong, _)]),)


def listed(findings: Iterable[Finding], _: Translator) -> list[str]:
    """Return the findings as lines, up to five of each rule."""
    lines, seen, hidden = [], Counter[str](), 0
    for finding_ in findings:
        seen[finding_.rule] += 1
        if seen[finding_.rule] <= _SHOWN:
            lines.append(f"  {finding_.line(_)}")
        else:
            hidden += 1
    return [*lines, "  " + _("… and {count} more of these rules", count=hidden)] if hidden else lines


def count_findings(findings: Iterable[Finding], _: Translator) -> str:
    """Count the findings of each severity, in words."""
    counts = Counter(finding_.severity for finding_ in findings)
    return ", ".join(f"{_(severity)}: {counts[severity]}" for severity in SEVERITIES if counts[severity])


def _short(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def finding(rule: str, sheet: str = "", cell: str = "", value: object = None, /, **words: object) -> Finding:
    """Return a finding of a rule, with the words of its reason and fix filled in."""
    told = RULES[rule]
    reason, fix = told.reason.format(**words), told.fix.format(**words)
    return Finding(sheet, cell, value, rule, told.severity, reason, fix, told.accepts, words)


def _error(reason: str, fix: str = "", *accepts: str) -> Rule:
    return Rule("error", reason, fix, accepts)


def _warning(reason: str, fix: str = "", *accepts: str) -> Rule:
    return Rule("warning", reason, fix, accepts)


def _note(reason: str) -> Rule:
    return Rule("note", reason)


_FILE = {
    "file": _error("{why}", "{how}"),
    "encoding_unclear": _error(
        "the bytes can be read as {readings}",
        "save the file as CSV UTF-8",
        *("encoding_gb18030", "encoding_big5", "encoding_cp874", "encoding_cp1252"),
    ),
    "characters_broken": _error("characters were lost when the file was saved", "save it again as CSV UTF-8"),
    "no_table": _error(
        "no header row was found with a year or indicators in it", "start from: ecopark template my-zone.xlsx"
    ),
    "no_data": _error("the table has no row with a value", "fill in one row for each zone and year"),
    "formats_unseen": _error(
        "the workbook can be read only without its formats, so that scaled numbers, percent and hidden rows "
        "would pass unseen",
        "open it in Excel or LibreOffice and save it again as .xlsx",
        "formats_unseen",
    ),
    "workbook_mended": _note("the workbook was mended for reading: {what}"),
    "control_sign": _note("a control sign in the text was read as a blank"),
    "encoding": _note("the file was read as {encoding}"),
    "sheet_left_out": _warning("the sheet was not read: it holds no table that the toolkit knows"),
    "sheet_hidden": _warning("the hidden sheet was not read", "show the sheet, or delete it"),
    "sheet_example": _note("the example sheet of the template is not read"),
    "hidden": _warning("{what} hidden and was read all the same", "show it, and check what it holds"),
}
_HEADER = {
    "header_near": _error(
        "the header is not known; it looks like {column}", "write {label}", "take_nearest_header"
    ),
    "header_lookalike": _error("this is not {column}: {reason}", "give {label}, or leave the column out"),
    "header_blank": _error(
        "the column has a year but no indicator above it", "repeat it", "fill_header_right"
    ),
    "header_unknown": _warning(
        "the column was not read: its header is not known", "name it as in the template"
    ),
    "column_missing": _error(
        "the column is missing: {meaning} [{unit}]",
        "add it; leave it empty where the zone has no data",
        "add_empty_columns",
    ),
    "column_caution": _warning("the header does not say which prices; it was read as current prices"),
    "header_twice": _error("the header stands twice in the table", "keep one column"),
    "zone_in_column": _error(
        "no column is named as the zone; the column {header!r} holds names",
        "write Zone as its header",
        "zone_from_text_column",
    ),
    "zone_missing": _error("no zone is named in the table", "add a column Zone", "zone_from_sheet_name"),
    "tables_below": _error(
        "another table begins here, and a sheet is read as one table", "put each table on a sheet of its own"
    ),
    "tables_beside": _error(
        "tables stand side by side, or {what} stands in two columns",
        "put each table on a sheet of its own, or keep one column",
    ),
    "keys_across": _error(
        "several {what}s stand beside each other above the table",
        "write one row for each zone and year: copy the table, and paste it transposed",
    ),
    "table_turned": _error(
        "the indicators stand in a column, and no row above them names years or an indicator column",
        "write one row for each zone and year: copy the table, and paste it transposed",
    ),
    "indicator_unnamed": _error(
        "the columns are years, and no header or column names the indicator",
        "write the indicator with its unit above the years, or in a column Indicator",
    ),
    "zone_ditto": _error(
        "a mark of repetition stands for the zone", "write the zone in every row", "fill_zone_down"
    ),
    "unit_above_differs": _warning(
        "the header says {unit!r}, and above the table stands {above!r}; the header was followed",
        "keep the one that is right",
    ),
    "currency_unclear": _error(
        "{unit!r} may be New Taiwan dollars: the file counts years of the Republic of China",
        "write RMB, or convert the amounts and write RMB",
        "yuan_is_rmb",
    ),
    "zone_blank": _error("the row names no zone", "write the zone in every row", "fill_zone_down"),
    "year_missing": _error("no year is given for the table", "add a column Year"),
    "unit_missing": _error("no unit is given", "write the unit in the header", "dictionary_units"),
    "unit_conflict": _error("two different units are given: {unit}", "keep the one that is right"),
    "unit_unknown": _error("the unit {unit!r} is not known", "write for example {wanted}"),
    "unit_unclear": _error("{unit!r} has more than one meaning: {read}"),
    "unit_mismatch": _error("{unit!r} does not measure {column} [{wanted}]", "check header and unit"),
    "superscript_lost": _error(
        "{unit!r} may be a power of ten whose superscript was lost", "write {power}", "superscript_lost"
    ),
    "currency": _error("{unit!r} is another currency", "convert it by the rate of each year and write RMB"),
    "water_by_weight": _error(
        "water in {unit!r} is not in {wanted}", "convert it", "one_ton_of_water_is_one_cubic_meter"
    ),
    "energy_convention": _error(
        "electricity in {unit!r} counts in coal equivalent by one of two conventions",
        "give the coal equivalent and say which convention",
        "electricity_by_energy_content",
    ),
    "unit_caution": _warning("{unit!r} was read as {read}"),
    "unit_in_words": _note("the unit {unit!r} was turned into {wanted}: times {factor}"),
    "dictionary_unit": _note(
        "no unit is given; the file uses the names of the data dictionary and its units"
    ),
}
_CELL = {
    "point_unclear": _error(
        "the point may be a decimal point or may group thousands",
        "{one} or {other}",
        *("point_is_decimal", "point_groups_thousands"),
    ),
    "comma_unclear": _error(
        "the comma may be a decimal comma or may group thousands",
        "{one} or {other}",
        *("comma_is_decimal", "comma_groups_thousands"),
    ),
    "groups_unclear": _error(
        "the groups of digits are not all of three", "write the digits without separators"
    ),
    "not_a_number": _error("this is no number", "write digits only", "unreadable_is_missing"),
    "not_exact": _error("this is no exact number", "write one number", "unreadable_is_missing"),
    "footnote": _error(
        "the mark of a footnote stands beside the number",
        "write the number alone, and the note in a column Note",
        "leave_out_footnotes",
    ),
    "negative_unclear": _error(
        "brackets around a number, or a sign behind it, may mean less than zero",
        "write the sign before the digits, or no sign",
    ),
    "format_scaled": _error(
        "the format of the cell shows another power of ten than the number that it holds, {one}",
        "choose the format Number and compare it with the header",
        "take_stored_number",
    ),
    "format_unit": _error(
        "the format of the cell shows the unit {shown!r}, and the column is in {stated!r}",
        "choose the format Number and write the right unit in the header",
        "take_stored_number",
    ),
    "none_unclear": _error(
        "'none' may mean zero or that nobody knows", "write 0, or n/c", "none_is_zero", "none_is_missing"
    ),
    "superscript_in_cell": _error("the power of ten lost its superscript", "write 1.2e4 or all digits"),
    "scale_twice": _error("the cell and the header both name a power of ten", "name it once"),
    "date_in_number": _error("this is a date where a number should be", "format the cell as a number"),
    "formula": _error(
        "the formula has no stored value", "open the file in a spreadsheet program and save it again"
    ),
    "cell_error": _error("the cell shows an error of a formula", "mend the formula", "unreadable_is_missing"),
    "fraction_or_percent": _error(
        "the value may be a fraction or a percentage",
        "write it with %",
        "fraction_is_share",
        "percent_as_written",
    ),
    "yes_no_unclear": _error("this is neither yes nor no", "choose yes or no", "unreadable_is_missing"),
    "year_unreadable": _error("this is no year that can be read", "write four digits"),
    "year_date": _error("this is a date where a year should be", "write four digits", "date_gives_year"),
    "year_footnote": _error(
        "the mark of a footnote stands beside the year",
        "write four digits, and the note in a column Note",
        "leave_out_footnotes",
    ),
    "year_short": _error(
        "the year is short and its era is not stated", "write four digits", "short_years_are_roc"
    ),
    "total_row": _error("this row is a total or mean, no zone", "delete the row", "leave_out_totals"),
    "given_twice": _error("{column} of {zone} in {year} is given twice: also in {other}", "keep one"),
    "panel_rule": _error("{text}", "{how}"),
    "part_larger": _error("{text}", "{how}"),
    "flow": _error("{text}", "{how}"),
    "carrier_unknown": _error("the energy carrier is not known", "use one of: {known}"),
    "row_length": _error(
        "the row has {count} cells and the header {wanted}: values may be shifted",
        "write one cell for each column, and put numbers with commas in quotes",
        "short_rows_end_empty",
    ),
    "merged_value": _error(
        "one value is merged over several cells, and nobody can tell how it is shared", "write it apart"
    ),
    "no_header": _error("the cell has a value and its column has no header", "write a header, or clear it"),
    "total_like": _warning(
        "the name looks like that of a total or mean; it was read as a zone", "delete the row if it is one"
    ),
    "row_without_values": _warning(
        "the row names zone and year and has no value; it was left out", "fill it in, or delete it"
    ),
    "split_number": _error(
        "the digits behind the comma of a number seem to stand in the next cell",
        "put numbers with commas in quotation marks, or write them without commas",
    ),
    "row_without_data": _warning("the row was not read: it holds text and no value"),
    "looks_like_code": _warning(
        "the text looks like a formula or code; it was kept as text", "write a plain name"
    ),
    "full_width": _note("full-width signs were read as plain ones"),
    "other_digits": _note("digits of another script were read as 0 to 9"),
    "thousands": _note("separators of thousands were left out"),
    "percent_sign": _note("the percent sign was read as a unit"),
    "percent_format": _note("the cell is shown as percent and was read so"),
    "unit_in_cell": _note("the unit in the cell was used: {unit!r}, times {factor}"),
    "power_of_ten": _note("the power of ten in the cell was multiplied out"),
    "missing_mark": _note("this was read as a missing value"),
    "year_fiscal": _warning(
        "the fiscal year was read as the calendar year {year}", "check that it begins in January"
    ),
    "header_footnote": _note("the mark of a footnote in the header was left out"),
    "year_words": _note("the year was read as {year}"),
    "year_era": _note("the year of another era was read as {year}"),
    "number_as_text": _note("a number stored as text was read as a number"),
    "formula_value": _note("the stored value of the formula was read"),
    "zone_from_title": _note("the zone was taken from above the table: {zone}"),
    "year_from_title": _note("the year was taken from above the table: {year}"),
    "header_repeated": _note("a repeated header row was left out"),
    "merged": _note("merged cells were read as one value for the whole block"),
}
_SENSE = {
    "unit_slip": _warning(
        "the value is about {power} times {direction} than in the other years", "check unit and digits"
    ),
    "jump": _warning("the value changes {times}-fold against {year}", "check unit and digits"),
    "ratio_unlikely": _warning(
        "{above} over {below} is {value} {unit}; zones lie from {low} to {high}", "check both units"
    ),
    "carriers_and_total": _warning(
        "the carriers add up to {carriers} tce, and the total is {total} tce",
        "check both, and the convention",
    ),
    "total_differs": _warning("the row says {said}, and the zones add up to {sum}", "check the total"),
    "year_gap": _warning("the years {years} are missing for {zone}", "add them if they are known"),
    "zone_spelling": _warning(
        "{other!r} in {cell} may be the same zone", "use one spelling", "unify_zone_spelling"
    ),
}
RULES: dict[str, Rule] = {**_FILE, **_HEADER, **_CELL, **_SENSE}

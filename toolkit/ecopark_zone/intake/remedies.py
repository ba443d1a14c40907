"""Remedies that a user may accept: each answers a question that the file leaves open."""

from __future__ import annotations

from collections.abc import Iterable

from ecopark.errors import UnknownNameError
from ecopark_zone.intake.rules import RULES

__all__ = ["REMEDIES", "chosen"]

REMEDIES = {
    "encoding_gb18030": "read the file as GB18030",
    "encoding_big5": "read the file as Big5",
    "encoding_cp874": "read the file as TIS-620 (cp874)",
    "encoding_cp1252": "read the file as Windows-1252",
    "formats_unseen": "read the cells of a workbook without their formats",
    "take_nearest_header": "read an unknown header as the column that it looks like",
    "fill_header_right": "an empty header cell means the same as the one to its left",
    "add_empty_columns": "add the columns that are missing, without values",
    "zone_from_sheet_name": "take the name of the sheet as the name of the zone",
    "zone_from_text_column": "take the column of names without a known header as the zone",
    "fill_zone_down": "an empty zone means the same as the row above",
    "dictionary_units": "take the unit of the data dictionary where none is given",
    "superscript_lost": "read 104 RMB as 10^4 RMB",
    "yuan_is_rmb": "read 元 as RMB although the file counts years of the Republic of China",
    "one_ton_of_water_is_one_cubic_meter": "count one t of water as one m3",
    "electricity_by_energy_content": "turn electricity into coal equivalent by its energy content",
    "point_is_decimal": "read 1.234 as a little more than one",
    "point_groups_thousands": "read 1.234 as more than a thousand",
    "comma_is_decimal": "read 1,234 as a little more than one",
    "comma_groups_thousands": "read 1,234 as more than a thousand",
    "unreadable_is_missing": "take cells that are no number or answer as missing",
    "leave_out_footnotes": "leave out marks of footnotes beside numbers and years",
    "take_stored_number": "read the number that a cell holds, whatever its format shows",
    "none_is_zero": "read 'none' as zero",
    "none_is_missing": "read 'none' as missing",
    "fraction_is_share": "read 0.63 as 63 %",
    "percent_as_written": "read 0.63 as 0.63 %",
    "short_rows_end_empty": "take a row that is shorter than the header as empty at its end",
    "date_gives_year": "take the year of a date",
    "short_years_are_roc": "read the year 99 as year 99 of the Republic of China, which is 2010",
    "leave_out_totals": "leave out rows of totals and means",
    "unify_zone_spelling": "write a zone as it is spelled first",
}
_OPPOSITE = (
    {"point_is_decimal", "point_groups_thousands"},
    {"comma_is_decimal", "comma_groups_thousands"},
    {"none_is_zero", "none_is_missing"},
    {"fraction_is_share", "percent_as_written"},
    {"encoding_gb18030", "encoding_big5", "encoding_cp874", "encoding_cp1252"},
    {"zone_from_sheet_name", "zone_from_text_column"},
)


def chosen(accept: Iterable[str]) -> frozenset[str]:
    """Return the remedies that a user accepts, by their own names or by a rule that has only one.

    Raises
    ------
    UnknownNameError
        If there is no such remedy, a rule has several, or two of them say the opposite.

    Examples
    --------
    >>> sorted(chosen(["unit_missing", "none_is_zero"]))
    ['dictionary_units', 'none_is_zero']
    """
    named = frozenset(_one(name) for name in accept)
    for group in _OPPOSITE:
        if len(named & group) > 1:
            raise UnknownNameError("choice", " and ".join(sorted(named & group)), sorted(group))
    return named


def _one(name: str) -> str:
    if name in REMEDIES:
        return name
    ways = RULES[name].accepts if name in RULES else ()
    if len(ways) == 1:
        return ways[0]
    raise UnknownNameError("remedy", name, ways or REMEDIES)

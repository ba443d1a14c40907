"""Claims on the indicator systems: how many rows, which rows, under which names."""

from __future__ import annotations

import re

from ecopark import datasets
from ecopark.errors import UnknownNameError
from ecopark_course.claims.core import Finding, Row, Said, agreement, claim, figure, listed, row

EIP, CIRCULAR, LOW_CARBON = "hj274-2009", "cepz-ctip-2012", "isc-low-carbon-2012"


def _coverage(system: str) -> list[Row]:
    """Return the rows of an indicator system in the comparison of Tables 3 and 4."""
    return [line for line in datasets.rows("crosswalk", "coverage") if line["system"] == system]


def _lost(system: str) -> list[str]:
    """Return the rows of a system that Tables 3 and 4 do not print."""
    return [line["code"] for line in _coverage(system) if line["printed_in"] == "not printed"]


def _comparison(said: Said, system: str, listed_elsewhere: int) -> Finding:
    lost = _lost(system)
    value = float(len(_coverage(system)) - len(lost))
    note = f"Rows that are not printed: {listed(lost) or 'none'}."
    return Finding(value, agreement(value == listed_elsewhere), said.unit, note=note)


@claim("table1-rows")
def _table1(said: Said) -> Finding:
    value = float(len(datasets.rows("hj274_2009", "indicators")))
    return Finding(value, said.verdict(value), said.unit)


@claim("hj274-one-row-missing")
def _one_missing(said: Said) -> Finding:
    original = figure("claims", "figures", "hj274_rows_original")
    value = original - figure("claims", "figures", "hj274_rows_deleted")
    listed_rows = len(datasets.rows("hj274_2009", "indicators"))
    note = f"{original:.0f} at first; {listed_rows} are printed."
    return Finding(value, "puzzle" if value != listed_rows else "agrees", said.unit, note=note)


@claim("three-standards")
def _three_standards(said: Said) -> Finding:
    tables = [
        line
        for line in datasets.rows("claims", "figures")
        if line["quantity"] == "tables of indicators that the report prints for the standard"
    ]
    value = float(sum(line["value"] for line in tables))
    return Finding(value, "puzzle" if value < said.value else "agrees", said.unit)


@claim("row-4-0")
def _row_4_0(said: Said) -> Finding:
    lines = datasets.rows("hj274_2009", "indicators")
    own = next(line for line in lines if line["code"] == said.text)
    words = set(own["name_printed"].split())
    twins = [x["code"] for x in lines if x is not own and words <= set(x["name_printed"].split())]
    return Finding(listed(twins) or None, "puzzle" if twins else "agrees", said.unit)


@claim("comparison-eip")
def _comparison_eip(said: Said) -> Finding:
    return _comparison(said, EIP, round(said.value))


@claim("comparison-circular")
def _comparison_circular(said: Said) -> Finding:
    return _comparison(said, CIRCULAR, len(datasets.rows("cepz_ctip_2012", "indicators")))


@claim("isc-rows")
def _isc(said: Said) -> Finding:
    value = float(len(datasets.rows("isc_low_carbon_2012", "indicators")))
    return Finding(value, said.verdict(value), said.unit)


@claim("isc-near-duplicate")
def _isc_duplicate(said: Said) -> Finding:
    lines = _coverage(LOW_CARBON)
    concepts = [line["concept"] for line in lines]
    twice = [line["code"] for line in lines if concepts.count(line["concept"]) > 1]
    note = f"Rows about the same: {listed(twice) or 'none'}."
    return Finding(float(len(set(concepts))), "trap" if twice else "agrees", said.unit, note=note)


@claim("table4-row-heads")
def _row_heads(said: Said) -> Finding:
    printed = [x for x in datasets.rows("crosswalk", "coverage") if x["printed_in"] == "Table 4"]
    wrong = [x for x in printed if x["correction"] == "row head mislabelled"]
    note = f"Table 4 prints {len(printed)} rows."
    return Finding(float(len(wrong)), agreement(not wrong), said.unit, note=note)


@claim("circular-nearly-identical")
def _nearly_identical(said: Said) -> Finding:
    lines = datasets.rows("cepz_ctip_2012", "indicators")
    new = [line for line in lines if line["new_in_last_version"]]
    value = 100 * len(new) / len(lines)
    # One new row in ten would still pass as nearly identical.
    return Finding(value, agreement(value <= 10), said.unit, note=f"{len(new)} of {len(lines)} rows are new.")


@claim("circular-lacks-pollution")
def _lacks_pollution(said: Said) -> Finding:
    pollution = {x["id"] for x in datasets.rows("crosswalk", "concepts") if x["category"] == "Pollution"}
    codes = [line["code"] for line in _coverage(CIRCULAR) if line["concept"] in pollution]
    note = f"Rows on pollution: {listed(codes) or 'none'}."
    return Finding(float(len(codes)), agreement(not codes), said.unit, note=note)


@claim("category-names")
def _category_names(said: Said) -> Finding:
    table = {line["category"].casefold() for line in datasets.rows("hj274_2009", "indicators")}
    prose = [
        line["text"]
        for line in datasets.rows("claims", "figures")
        if line["quantity"] == "category of indicators as named in the text"
    ]
    other = [name for name in prose if name.casefold() not in table]
    note = f"Not in the table: {listed(other) or 'none'}."
    return Finding(float(len(other)), agreement(not other), said.unit, note=note)


@claim("second-low-carbon-system")
def _second_system(said: Said) -> Finding:
    value = float(len(datasets.rows("isc_low_carbon_2012", "indicators")))
    same = figure("claims", "figures", "isc_categories") == figure(
        "claims", "figures", "chongqing_categories"
    )
    return Finding(value, "puzzle" if same and value != said.value else "agrees", said.unit)


@claim("iso-14001-for-energy")
def _iso_14001(said: Said) -> Finding:
    topics = [
        line
        for line in datasets.rows("trainings", "training_topics")
        if line["theme"] == "energy" and "ISO 14001" in line["topic"]
    ]
    own = row("programs", "additional_requirements", "iso_14001")["requirement"]
    wrong = bool(topics) and "environmental management system" in own
    return Finding(float(len(topics)), agreement(not wrong), said.unit)


@claim("guideline-groups")
def _groups(said: Said) -> Finding:
    kept = {x["sepa_group"] for x in datasets.rows("crosswalk", "survivors") if x["match"] != "none"} - {None}
    return Finding(float(len(kept)), said.verdict(len(kept)), said.unit)


@claim("guideline-orphans")
def _orphans(said: Said) -> Finding:
    lines = [x for x in datasets.rows("crosswalk", "survivors") if x["match"] == "none"]
    lost, new = ([x[c] for x in lines if x[c]] for c in ("sepa_code", "hj_code"))
    note = f"Only in the guidelines: {listed(lost)}. Only in the table: {listed(new)}."
    return Finding(float(len(lost)), "trap" if lost and new else "agrees", said.unit, note=note)


@claim("lost-superscript")
def _superscript(said: Said) -> Finding:
    line = row("hj274_2009", "indicators", "2.2")
    read = re.search(r"/(\d+) ", line["unit_printed"])
    meant = re.search(r"/(\d+)\^(\d+) ", line["unit"])
    if read is None or meant is None:
        raise UnknownNameError("power of ten in the unit of row", "2.2", [line["unit_printed"], line["unit"]])
    value = int(meant[1]) ** int(meant[2]) / int(read[1])
    return Finding(value, "trap" if value != 1 else "agrees", said.unit)

"""Claims on the planning guidelines of 2003."""

from __future__ import annotations

from ecopark import datasets
from ecopark_course.claims.core import Finding, Said, claim, row, text


@claim("energy-50-percent")
def _fifty(said: Said) -> Finding:
    line = row("planning", "figures", "energy_remaining_or_saved")
    cut_to, cut_by = line["value"], 100 - line["value"]
    verdict = "trap" if line["certainty"] == "ambiguous" and cut_to == cut_by else "puzzle"
    return Finding(cut_by, verdict, said.unit, min(cut_to, cut_by), max(cut_to, cut_by))


@claim("middle-water")
def _middle_water(said: Said) -> Finding:
    line = row("planning", "water_terms", "middle_water")
    literal = line["term_zh"] is not None and line["meaning"] != said.text
    note = f"The Chinese term is {line['term_zh']}."
    return Finding(line["meaning"], "trap" if literal else "agrees", said.unit, note=note)


@claim("water-grades-and-classes")
def _water(said: Said) -> Finding:
    grades = {line["name_printed"] for line in datasets.rows("planning", "water_grades")}
    classes = {line["name_printed"] for line in datasets.rows("planning", "water_terms")}
    apart = bool(grades - classes) and bool(classes - grades)
    note = f"{len(grades)} grades and {len(classes)} classes are named."
    return Finding(float(len(grades & classes)), "puzzle" if apart else "agrees", said.unit, note=note)


@claim("four-index-groups")
def _groups(said: Said) -> Finding:
    value = float(len({line["group"] for line in datasets.rows("planning", "indices")}))
    return Finding(value, said.verdict(value), said.unit)


@claim("three-levels-of-material")
def _levels(said: Said) -> Finding:
    value = float(len(text("planning", "integrations", "material", "levels").split(";")))
    return Finding(value, said.verdict(value), said.unit)


@claim("no-limits-in-guidelines")
def _no_limits(said: Said) -> Finding:
    lines = datasets.rows("sepa_2003", "indicators")
    value = float(sum(line["threshold"] is not None for line in lines))
    note = f"{len(lines)} indices are named."
    return Finding(value, "trap" if lines and value == 0 else "agrees", said.unit, note=note)

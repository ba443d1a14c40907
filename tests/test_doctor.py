"""The import doctor against files with planted faults: read right, or refused with every fault named."""

import importlib.util
import math
import random
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from ecopark import datasets, i18n
from ecopark.datasets import synthetic_panel
from ecopark_zone.doctor import examine, read_zone
from ecopark_zone.i18n import translator
from ecopark_zone.rules import SheetProblem

_SPEC = importlib.util.spec_from_file_location("dirty", Path(__file__).with_name("dirty.py"))
planter = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(planter)

COMBINATIONS = 120
ALONE = [(name, where) for name in planter.FAULTS for where in ("csv", "xlsx", "ods")]


def same(read, truth):
    """Return the places where a panel that was read differs from the truth."""
    wrong = []
    known = {(row["zone"], row["year"]): row for row in read.to_dict("records")}
    for row in truth.to_dict("records"):
        own = known.get((row["zone"], row["year"]), {})
        for name, value in row.items():
            got = own.get(name)
            if isinstance(value, str):
                good = got == value
            elif value != value:
                good = got is None or got != got
            else:
                good = (
                    got is not None and got == got and math.isclose(float(got), float(value), rel_tol=1e-12)
                )
            if not good:
                wrong.append((row["zone"], row["year"], name, value, got))
    return wrong


def verdict(dirty, path):
    """Return how a file was dealt with, and what is wrong with that (nothing, if all is well)."""
    refusals = [p for p in dirty.planted if p[2] == "refuse"]
    warnings = [p for p in dirty.planted if p[2] == "warn"]
    try:
        read, findings = read_zone(path), ()
    except SheetProblem as refused:
        read, findings = None, refused.findings
    findings = findings or read.findings
    told = {(f.rule, f.cell) for f in findings if f.severity != "note"}
    rules = {rule for rule, _ in told}
    # A row without a readable zone or year cannot be compared with its other columns and years.
    rowless = any(p[0].startswith(("year_", "zone_blank")) and p[2] == "refuse" for p in dirty.planted)
    later = [p for p in dirty.planted if p[2] == "warn" or p[0] in {"panel_rule", "part_larger"}]
    due = [p for p in dirty.planted if not (rowless and p in later)]
    lost = [p for p in due if (p[:2] not in told if p[1] else p[0] not in rules)]
    if refusals:
        assert read is None
        return "refused", lost
    if read is None:
        return "refused", [f for f in findings if f.severity == "error"]
    if warnings:
        with pytest.raises(SheetProblem):
            read_zone(path, strict=True)
        return "warned", lost
    return "read", same(read.panel, dirty.truth)


def alone(name, where, seed=1):
    dirty = planter.clean("zh-Hans" if seed % 2 else "en", seed=seed)
    dirty.where = where
    assert planter.plant(dirty, [name], random.Random(f"{name}{seed}")) == [name]
    return dirty


@pytest.mark.parametrize(("name", "where"), ALONE)
def test_a_fault_alone_is_read_right_or_named(tmp_path, name, where):
    dirty = alone(name, where)
    outcome, wrong = verdict(dirty, planter.write(dirty, tmp_path))
    expected = "read" if name in planter.READ else "refused" if name in planter.REFUSE else "warned"
    assert (outcome, wrong) == (expected, [])


@pytest.mark.parametrize("seed", range(COMBINATIONS))
def test_faults_together_are_read_right_or_all_named(tmp_path, seed):
    dirty, done = planter.combination(seed)
    outcome, wrong = verdict(dirty, planter.write(dirty, tmp_path))
    assert not wrong, (outcome, done, dirty.language, dirty.where, dirty.encoding, wrong)


def cells_of(dirty, names):
    """Return label with unit, and values by zone and year, of some columns of a clean sheet."""
    heads = dict(zip(dirty.columns, dirty.rows[0], strict=True))
    values = {(row[0], row[1]): dict(zip(dirty.columns, row, strict=True)) for row in dirty.rows[1:]}
    return heads, values, [n for n in names if n not in {"zone", "year"}]


def wide(dirty):
    """Years across: a row for each zone and indicator, the unit in a column of its own."""
    words = {"en": ("Zone", "Indicator", "Unit"), "zh-Hans": ("园区", "指标", "单位")}
    words |= {"zh-Hant": ("園區", "指標", "單位"), "th": ("นิคมอุตสาหกรรม", "ตัวชี้วัด", "หน่วย")}
    _, values, names = cells_of(dirty, dirty.columns)
    years = sorted({y for _, y in values})
    rows = [[*words[dirty.language], *(f"{y}年" if dirty.language.startswith("zh") else y for y in years)]]
    for zone in dict.fromkeys(z for z, _ in values):
        for name in names:
            label, unit = planter.ROWS[name][planter.LABEL[dirty.language]], planter.ROWS[name]["unit"]
            rows.append([zone, label, unit or None, *(values[zone, y][name] for y in years)])
    dirty.rows = rows


def long(dirty):
    """One row a value, with indicator, value and unit in columns."""
    _, values, names = cells_of(dirty, dirty.columns)
    rows = [["园区名称", "年度", "指标名称", "数值", "计量单位"]]
    for (zone, year), own in values.items():
        for name in names:
            rows.append(
                [zone, year, planter.ROWS[name]["label_zh_hans"], own[name], planter.ROWS[name]["unit"]]
            )
    dirty.rows = rows


def merged_years(dirty):
    """Each indicator merged over its years, the zone merged over both header rows."""
    heads, values, names = cells_of(dirty, dirty.columns)
    years = sorted({y for _, y in values})
    top, below = [planter.ROWS["zone"][planter.LABEL[dirty.language]]], [None]
    for place, name in enumerate(names):
        top += [heads[name], *[None] * (len(years) - 1)]
        below += years
        first, last = (
            planter.openpyxl.utils.get_column_letter(2 + len(years) * place + n) for n in (0, len(years) - 1)
        )
        dirty.merges.append(f"{first}1:{last}1")
    dirty.merges.append("A1:A2")
    zones = dict.fromkeys(z for z, _ in values)
    dirty.rows = [top, below, *([z, *(values[z, y][n] for n in names for y in years)] for z in zones)]
    dirty.where = "ods" if dirty.where == "ods" else "xlsx"


def merged_zones(dirty):
    """The zone written once and merged down over its years."""
    first = {}
    for row, line in enumerate(dirty.rows[1:], 2):
        first.setdefault(line[0], []).append(row)
        if len(first[line[0]]) > 1:
            line[0] = None
    dirty.merges = [f"A{min(rows)}:A{max(rows)}" for rows in first.values()]
    places = [r for rows in first.values() for r in rows]
    assert len(places) == len(dirty.truth)
    dirty.where = "ods" if dirty.where == "ods" else "xlsx"


def two_level(dirty):
    """Groups of indicators above their parts, units in a third row."""
    group = {"hazardous_waste": ("危险废物", "产生量"), "hazardous_waste_disposed": ("危险废物", "处置量")}
    labels = [planter.ROWS[c]["label_zh_hans"] for c in dirty.columns]
    top = [group.get(c, (labels[n],))[0] for n, c in enumerate(dirty.columns)]
    below = [group.get(c, (None, None))[1] for c in dirty.columns]
    units = [planter.ROWS[c]["unit"] for c in dirty.columns]
    place = dirty.columns.index("hazardous_waste")
    letter = planter.openpyxl.utils.get_column_letter
    top[place + 1] = None
    dirty.merges = [f"{letter(place + 1)}1:{letter(place + 2)}1"]
    dirty.merges += [f"{letter(n + 1)}1:{letter(n + 1)}2" for n, b in enumerate(below) if b is None]
    dirty.rows = [top, below, units, *dirty.rows[1:]]
    dirty.where = "ods" if dirty.where == "ods" else "xlsx"


def years_in_names(dirty):
    """The year in front of each name, a zone a row."""
    heads, values, names = cells_of(dirty, dirty.columns)
    years = sorted({y for _, y in values})
    zones = dict.fromkeys(z for z, _ in values)
    head = ["园区", *(f"{y}年{heads[n]}" for n in names for y in years)]
    dirty.rows = [head, *([z, *(values[z, y][n] for n in names for y in years)] for z in zones)]


def machine_names(dirty):
    """The names of the data dictionary as they are."""
    dirty.rows[0] = list(dirty.columns)


SHAPES = {
    **{f"wide {g}": (g, wide) for g in planter.LABEL},
    **{f"merged years {g}": (g, merged_years) for g in planter.LABEL},
    **{"long": ("zh-Hans", long), "merged zones": ("zh-Hant", merged_zones)},
    **{"two level": ("zh-Hans", two_level), "years in names": ("zh-Hans", years_in_names)},
    "machine names": ("en", machine_names),
}


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("where", ["csv", "xlsx", "ods"])
def test_every_shape_gives_the_same_panel(tmp_path, name, where):
    language, shape = SHAPES[name]
    dirty = planter.clean(language, seed=4)
    dirty.where = where
    shape(dirty)
    path = planter.write(dirty, tmp_path)
    assert same(read_zone(path).panel, dirty.truth) == []


@pytest.mark.parametrize(
    ("language", "encoding"), [(g, e) for g, es in planter.ENCODINGS.items() for e in es]
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_encoding_is_read(tmp_path, language, encoding, separator):
    dirty = planter.clean(language, seed=2)
    dirty.encoding, dirty.separator = encoding, separator
    # Raised digits and the like are not in the old encodings: the sheet holds none.
    assert same(read_zone(planter.write(dirty, tmp_path)).panel, dirty.truth) == []
    assert dirty.encoding == encoding


# --- remedies ---------------------------------------------------------------------------------------

REMEDIES = {
    "point": ("point_is_decimal", lambda row: float(f"{row + 1}.{row + 234}")),
    "decimal_comma": ("comma_is_decimal", None),
    "none": ("none_is_zero", lambda row: 0.0),
    "words": ("unreadable_is_missing", lambda row: math.nan),
    "about": ("unreadable_is_missing", lambda row: math.nan),
    "error_cell": ("unreadable_is_missing", lambda row: math.nan),
    "lost_superscript": ("superscript_lost", None),
    "no_unit": ("dictionary_units", None),
    "zone_blank": ("fill_zone_down", None),
    "total": ("leave_out_totals", None),
    "fraction": ("fraction_is_share", None),
    "column_gone": ("add_empty_columns", None),
    "misspelled_head": ("take_nearest_header", None),
    "year_short": ("short_years_are_roc", None),
    "year_star": ("leave_out_footnotes", None),
    "city": ("zone_from_text_column", None),
}


@pytest.mark.parametrize("name", REMEDIES)
@pytest.mark.parametrize("where", ["csv", "xlsx"])
def test_a_remedy_gives_what_it_says_and_is_logged(tmp_path, name, where):
    remedy, value = REMEDIES[name]
    dirty = planter.clean("en", seed=3, zones=1)
    if name == "year_short":
        dirty.truth["year"] += 0
        for row in range(len(dirty.truth)):
            dirty.put(row, "year", int(dirty.get(row, "year")) - 1911)
    else:
        planter.plant(dirty, [name], random.Random(5))
    dirty.where = where
    if value is not None:
        planted = [p[1] for p in dirty.planted]
        column = next(n for n in dirty.columns if any(dirty.cell(r, n) in planted for r in range(4)))
        for row in range(len(dirty.truth)):
            if dirty.cell(row, column) in planted:
                dirty.truth.loc[row, column] = value(row)
    if name == "column_gone":
        dirty.truth["environmental_reports"] = math.nan
    if name == "decimal_comma":
        cell = dirty.planted[0][1]
        row, column = next((r, n) for n in dirty.columns for r in range(4) if dirty.cell(r, n) == cell)
        dirty.truth.loc[row, column] = float(dirty.get(row, column).replace(",", "."))
    path = planter.write(dirty, tmp_path)
    with pytest.raises(SheetProblem):
        read_zone(path)
    read = read_zone(path, [remedy])
    assert same(read.panel, dirty.truth) == []
    assert read.log
    assert all(line.startswith(remedy) for line in read.log)


def test_points_are_grouped_only_where_the_user_says_so(tmp_path):
    dirty = planter.clean("en", zones=1)
    for row in range(4):
        dirty.put(row, "energy", f"{row + 1}.234")
        dirty.truth.loc[row, "energy"] = (row + 1) * 1000.0 + 234
    path = planter.write(dirty, tmp_path)
    assert same(read_zone(path, ["point_groups_thousands"]).panel, dirty.truth) == []


def test_a_zone_under_two_spellings_becomes_one_only_where_the_user_says_so(tmp_path):
    dirty = alone("zone_width", "csv")
    path = planter.write(dirty, tmp_path)
    assert read_zone(path).panel["zone"].nunique() == 3
    assert read_zone(path, ["unify_zone_spelling"]).panel["zone"].nunique() == 2


def test_an_encoding_that_nothing_proves_is_read_only_as_the_user_says(tmp_path):
    dirty = planter.clean("en", zones=1)
    for line in dirty.rows[1:]:
        line[0] = "浦东"
    dirty.truth["zone"] = "浦东"
    dirty.encoding = "gb18030"
    path = planter.write(dirty, tmp_path)
    with pytest.raises(SheetProblem, match="bytes can be read as"):
        read_zone(path)
    assert same(read_zone(path, ["encoding_gb18030"]).panel, dirty.truth) == []


def test_carriers_that_do_not_add_up_to_the_total_are_told(tmp_path):
    # One tonne of raw coal is 0.7143 tce in the factors.
    path = tmp_path / "zone.xlsx"
    truth = planter.clean("en", zones=1, years=2).truth
    for coal, told in ((truth["energy"][0] / 0.7143, False), (truth["energy"][0], True)):
        with pd.ExcelWriter(path, engine="openpyxl") as book:
            truth.to_excel(book, sheet_name="Data", index=False)
            row = {
                "Zone": truth["zone"][0],
                "Year": 2005,
                "Energy carrier": "原煤",
                "Amount": coal,
                "Unit": "吨",
            }
            pd.DataFrame([row]).to_excel(book, sheet_name="Carriers", index=False)
        read = read_zone(path)
        assert any(f.rule == "carriers_and_total" for f in read.findings) == told
        assert read.carriers["carrier"].tolist() == ["raw_coal"]


@pytest.mark.parametrize(
    ("shown", "rule"),
    [("0", None), ("#,##0,", "format_scaled"), ("0%", "format_scaled"), ('0 "kg"', "format_unit")],
)
def test_an_amount_of_a_carrier_that_is_shown_as_another_number_is_refused(tmp_path, shown, rule):
    path = tmp_path / "zone.xlsx"
    truth = planter.clean("en", zones=1, years=2).truth
    row = {"Zone": truth["zone"][0], "Year": 2005, "Energy carrier": "raw_coal", "Amount": 7000, "Unit": "t"}
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        truth.to_excel(book, sheet_name="Data", index=False)
        pd.DataFrame([row]).to_excel(book, sheet_name="Carriers", index=False)
        book.sheets["Carriers"]["D2"].number_format = shown
    found = [(f.rule, f.cell) for f in examine(path).findings if f.severity == "error"]
    assert found == ([(rule, "D2")] if rule else [])


def test_a_total_that_is_not_the_sum_is_told(tmp_path):
    dirty = planter.clean("en", zones=2, years=2)
    line = list(dirty.rows[1])
    line[0] = "Total"
    dirty.rows.append(line)
    found = examine(planter.write(dirty, tmp_path), ["leave_out_totals"]).findings
    assert any(f.rule == "total_differs" and f.cell == "G6" for f in found)


def test_formulas_count_with_their_stored_value_or_are_refused(tmp_path):
    dirty = planter.clean("en", zones=1)
    dirty.where = "xlsx"
    path = planter.write(dirty, tmp_path)
    book = planter.openpyxl.load_workbook(path)
    book["zone"]["G2"] = "=1+1"
    book.save(path)
    with pytest.raises(SheetProblem) as caught:
        read_zone(path)
    assert [(f.rule, f.cell) for f in caught.value.findings if f.severity == "error"] == [("formula", "G2")]


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "th"])
def test_a_finding_has_no_english_words_inside_another_language(tmp_path, language):
    _ = translator(language)
    texts = [row["reason"] for row in datasets.rows("intake_words", "lookalikes")]
    texts += [row["caution"] for row in datasets.rows("intake_words", "units") if row["caution"]]
    assert [text for text in texts if _(text) == text] == []
    rows = ["Zone,Year,Sales (10^4 RMB),Employees,Energy use (tce)", "A,2010,5,7,-1"]
    (tmp_path / "zone.csv").write_text("\n".join(rows), encoding="utf-8")
    findings = examine(tmp_path / "zone.csv").findings
    lines = {f.rule: f.line(_) for f in findings if f.rule in {"header_lookalike", "panel_rule"}}
    assert _("sales are not added value") in lines["header_lookalike"]
    assert _("must not be negative") in lines["panel_rule"]
    missing = [f.line(_) for f in findings if f.rule == "column_missing"]
    assert any(_.column("fresh_water", "meaning") in line for line in missing)


def test_a_part_is_larger_than_its_whole_in_every_language(tmp_path):
    dirty = planter.clean("en", zones=1)
    planter.plant(dirty, ["part_larger"], random.Random(1))
    path = planter.write(dirty, tmp_path)
    i18n.set_language("zh-Hans")
    try:
        assert [f.rule for f in examine(path).findings if f.severity == "error"] == ["part_larger"]
    finally:
        i18n.set_language("en")


def test_the_corpus_is_large_and_its_outcomes_are_of_every_kind():
    assert len(ALONE) + COMBINATIONS >= 150
    kinds = Counter(
        "refuse" if n in planter.REFUSE else "warn" if n in planter.WARN else "read" for n, _ in ALONE
    )
    assert min(kinds.values()) >= 10


def test_a_row_that_is_shifted_is_never_read(tmp_path):
    lines = planter.write(planter.clean("en", zones=1), tmp_path).read_text("utf-8").splitlines()
    for number, change in ((2, lambda t: t.replace(".", ",", 1)), (3, lambda t: t.replace(",", " ", 1))):
        own = list(lines)
        own[number] = change(own[number])
        path = tmp_path / "shifted.csv"
        path.write_text("\n".join(own), encoding="utf-8")
        with pytest.raises(SheetProblem) as caught:
            read_zone(path)
        assert ("row_length", f"A{number + 1}") in {(f.rule, f.cell) for f in caught.value.findings}


def test_one_value_merged_over_two_years_is_refused(tmp_path):
    dirty = planter.clean("en", zones=1)
    dirty.where = "xlsx"
    dirty.merges = ["G2:G3"]
    with pytest.raises(SheetProblem) as caught:
        read_zone(planter.write(dirty, tmp_path))
    errors = [(f.rule, f.cell) for f in caught.value.findings if f.severity == "error"]
    assert errors == [("merged_value", "G2"), ("merged_value", "G3")]


def test_a_value_beside_the_table_is_told(tmp_path):
    dirty = planter.clean("en", zones=1)
    dirty.where = "xlsx"
    dirty.rows[2].append(5)
    with pytest.raises(SheetProblem, match="has no header"):
        read_zone(planter.write(dirty, tmp_path))


def test_a_number_read_wrong_would_be_noticed(tmp_path):
    dirty = planter.clean("en", zones=1)
    path = planter.write(dirty, tmp_path)
    dirty.truth.loc[2, "energy"] *= 1000
    assert len(same(read_zone(path).panel, dirty.truth)) == 1


@pytest.mark.parametrize("layout", ["panel", "long", "wide", "mixed"])
def test_names_of_the_data_dictionary_carry_its_units(tmp_path, layout):
    # An exported panel states no unit anywhere; one note says whose units hold, in every layout.
    panel = synthetic_panel(zones=2, years=3, seed=1)
    long = panel.melt(["zone", "year"], var_name="indicator")
    table = {
        "panel": panel,
        "long": long,
        "wide": long.pivot(index=["zone", "indicator"], columns="year", values="value").reset_index(),
        "mixed": panel.rename(columns={"energy": "Energy use (tce)"}),
    }[layout]
    table.to_csv(tmp_path / "zone.csv", index=False)
    seen = examine(tmp_path / "zone.csv")
    assert [f.rule for f in seen.findings if f.severity != "note"] == []
    assert [f.rule for f in seen.findings].count("dictionary_unit") == 1
    for name in ("energy", "fresh_water", "cod"):
        read = seen.panel.set_index(["zone", "year"])[name].sort_index()
        assert read.tolist() == panel.set_index(["zone", "year"])[name].sort_index().tolist()


def test_another_word_without_unit_beside_names_of_the_dictionary_is_an_error(tmp_path):
    panel = synthetic_panel(zones=1, years=2).rename(columns={"energy": "Energy use"})
    panel.to_csv(tmp_path / "zone.csv", index=False)
    errors = [f for f in examine(tmp_path / "zone.csv").findings if f.severity == "error"]
    assert [(f.rule, f.cell) for f in errors] == [("unit_missing", "G1")]


@pytest.mark.parametrize(
    "values", [("9" * 400, "9" * 401, "1.234"), ("9" * 400, "5", "7"), ("9" * 250, "1e-99")]
)
def test_a_number_beyond_all_measure_is_named(tmp_path, values):
    path = tmp_path / "zone.csv"
    rows = [f"A,{2010 + n},{value}" for n, value in enumerate(values)]
    path.write_text("\n".join(["zone,year,Energy use (tce)", *rows]), encoding="utf-8")
    found = [f for f in examine(path, ["point_is_decimal"]).findings if f.cell == "C2"]
    assert any("must be a finite number" in str(finding) for finding in found)

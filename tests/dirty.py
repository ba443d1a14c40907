"""Dirty files: a true panel, and a table of faults that are planted in it, alone or together.

Each fault changes a copy of a clean sheet and says what the doctor must do with it: ``read`` (the true
values come back), ``refuse`` (an error names the fault at the planted cell) or ``warn`` (the file is
read, and a warning names the cell). Nothing here uses the reading code.
"""

import datetime
import random
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

import openpyxl

from ecopark import datasets
from ecopark.datasets import synthetic_panel

ROWS = {row["name"]: row for row in datasets.rows("panel", "columns")}
LABEL = {"en": "label_en", "zh-Hans": "label_zh_hans", "zh-Hant": "label_zh_hant", "th": "label_th"}
MISSING = ("n/c", "-", "无数据", "無資料", "ไม่มีข้อมูล", "N/A", "—", "…", "─", ":", "⋯", "空", "(D)", "(X)")
YES_NO = {"en": ("yes", "no"), "zh-Hans": ("是", "否"), "zh-Hant": ("是", "否"), "th": ("ใช่", "ไม่ใช่")}
WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")  # noqa: RUF001 (what the file holds)
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")


@dataclass
class Dirty:
    """A sheet as a list of rows, the truth behind it, and the faults that were planted."""

    truth: object
    rows: list
    language: str
    columns: list
    where: str = "csv"
    encoding: str = "utf-8"
    separator: str = ","
    planted: list = field(default_factory=list)  # (rule, cell or None, kind)
    used: set = field(default_factory=set)
    merges: list = field(default_factory=list)
    formats: dict = field(default_factory=dict)
    top: int = 0

    def at(self, row, name):
        """Return the place of a value in the sheet."""
        return self.top + 1 + row, self.columns.index(name)

    def cell(self, row, name):
        r, c = self.at(row, name)
        return f"{openpyxl.utils.get_column_letter(c + 1)}{r + 1}"

    def head(self, name):
        return f"{openpyxl.utils.get_column_letter(self.columns.index(name) + 1)}{self.top + 1}"

    def put(self, row, name, value):
        r, c = self.at(row, name)
        self.rows[r][c] = value

    def get(self, row, name):
        r, c = self.at(row, name)
        return self.rows[r][c]

    def plant(self, rule, cell=None, kind="refuse"):
        self.planted.append((rule, cell, kind))


def clean(language="en", seed=0, zones=2, years=4):
    """Return a clean sheet of a synthetic panel: labels with units, one row per zone and year."""
    truth = synthetic_panel(zones=zones, years=years, seed=seed)
    truth = truth.round({c: 2 for c in truth.columns if truth[c].dtype == float})
    columns = list(truth.columns)
    heads = [ROWS[c][LABEL[language]] + (f" ({ROWS[c]['unit']})" if ROWS[c]["unit"] else "") for c in columns]
    rows = [heads, *(list(r) for r in truth.astype(object).itertuples(index=False, name=None))]
    for row in rows[1:]:
        for place, name in enumerate(columns):
            if ROWS[name]["kind"] == "yes-no":
                row[place] = YES_NO[language][0 if row[place] else 1]
    return Dirty(truth, rows, language, columns)


def plain(value):
    """Return a number as plain digits."""
    text = repr(value) if isinstance(value, float) else str(value)
    return text[:-2] if text.endswith(".0") else text


AMOUNTS = (
    "energy",
    "fresh_water",
    "wastewater",
    "cod",
    "so2",
    "solid_waste",
    "domestic_rubbish",
    "employees",
)


def _pick(dirty, rng, names=AMOUNTS):
    """Return a row and a column that no other fault has touched."""
    free = [n for n in names if n not in dirty.used]
    if not free:
        return None
    name = rng.choice(free)
    dirty.used.add(name)
    return rng.randrange(len(dirty.truth)), name


# --- faults that must be read right -----------------------------------------------------------


def full_width(dirty, rng, row, name):
    dirty.put(row, name, plain(dirty.get(row, name)).translate(WIDE))


def thousands(dirty, rng, row, name):
    for r in range(len(dirty.truth)):
        dirty.put(r, name, f"{dirty.get(r, name):,}")


def wide_thousands(dirty, rng, row, name):
    dirty.put(row, name, f"{dirty.get(row, name):,}".translate(WIDE))


def spaced(dirty, rng, row, name):
    dirty.put(row, name, f"{dirty.get(row, name):,}".replace(",", "\u202f"))


def apostrophes(dirty, rng, row, name):
    dirty.put(row, name, f"{dirty.get(row, name):,}".replace(",", "'"))


def thai_digits(dirty, rng, row, name):
    dirty.put(row, name, plain(dirty.get(row, name)).translate(THAI))


def exponent(dirty, rng, row, name):
    dirty.put(row, name, f"{dirty.get(row, name) / 1000!r}E3")


def superscript_cell(dirty, rng, row, name):
    dirty.put(row, name, f"{dirty.get(row, name) / 10000!r}×10⁴")  # noqa: RUF001 (what the file holds)


def missing(mark):
    def plant(dirty, rng, row, name):
        dirty.put(row, name, mark)
        dirty.truth.loc[row, name] = float("nan")

    return plant


def unit_cell(text, factor):
    def plant(dirty, rng, row, name):
        dirty.put(row, name, f"{plain(dirty.get(row, name) / factor)}{text}")

    return plant


def unit_head(texts, factor, names):
    def plant(dirty, rng, row, name):
        dirty.rows[dirty.top][dirty.columns.index(name)] = (
            f"{ROWS[name][LABEL[dirty.language]]} ({texts[dirty.language]})"
        )
        for r in range(len(dirty.truth)):
            if isinstance(dirty.get(r, name), int | float):
                dirty.put(r, name, dirty.get(r, name) / factor)

    plant.names = names
    return plant


def percent_sign(dirty, rng, row, name):
    for r in range(len(dirty.truth)):
        dirty.put(r, name, f"{plain(dirty.get(r, name))}%")


percent_sign.names = ("public_satisfaction", "information_platform")


def years(change):
    def plant(dirty, rng, row, name):
        for r in range(len(dirty.truth)):
            dirty.put(r, "year", change(int(dirty.get(r, "year"))))

    plant.names = ("year",)
    return plant


def blank_rows(dirty, rng, row, name):
    dirty.rows.insert(dirty.top + 1 + row, [None] * len(dirty.columns))
    dirty.rows += [[None] * len(dirty.columns)] * 3


def title(dirty, rng, row, name):
    dirty.rows[:0] = [["Main figures of the zone"], [None]]
    dirty.top += 2


def repeated_header(dirty, rng, row, name):
    dirty.rows.insert(dirty.top + 3, list(dirty.rows[dirty.top]))


blank_rows.names = title.names = repeated_header.names = ("structure",)


def unit_row(dirty, rng, row, name):
    """Move the units of the header to a row of their own."""
    heads = [str(head).rpartition(" (") for head in dirty.rows[dirty.top]]
    own = [bool(before) and ROWS[c]["unit"] for (before, _, _), c in zip(heads, dirty.columns, strict=True)]
    units = [unit.rstrip(")") if o else None for (_, _, unit), o in zip(heads, own, strict=True)]
    dirty.rows[dirty.top] = [
        h[0] if o else h[2] if not h[0] else "".join(h) for h, o in zip(heads, own, strict=True)
    ]
    dirty.rows.insert(dirty.top + 1, units)


def conflict(dirty, rng, row, name):
    """State another unit below the one in the header."""
    dirty.rows.insert(dirty.top + 1, ["tce" if c == "energy" else ROWS[c]["unit"] for c in dirty.columns])
    place = dirty.columns.index("energy")
    dirty.rows[dirty.top][place] = ROWS["energy"][LABEL[dirty.language]] + " (kgce)"
    dirty.plant("unit_conflict")


unit_row.names = conflict.names = ("structure",)


def two_languages(joined):
    """Write headers in the language of the sheet and in another one."""

    def plant(dirty, rng, row, name):
        other = "en" if dirty.language != "en" else "zh-Hans"
        for place, column in enumerate(dirty.columns):
            labels = (ROWS[column][LABEL[language]] for language in (dirty.language, other))
            unit = f" ({ROWS[column]['unit']})" if ROWS[column]["unit"] else ""
            # A header that another fault has changed stays as that fault needs it.
            if dirty.rows[dirty.top][place] == ROWS[column][LABEL[dirty.language]] + unit:
                dirty.rows[dirty.top][place] = joined.join(labels) + unit

    plant.names = ("structure",)
    return plant


def control_sign(dirty, rng, row, name):
    place = dirty.columns.index("zone")
    for line in dirty.rows[dirty.top + 1 :]:
        line[place] = str(line[place]).replace(" ", "\x0b")


control_sign.names = ("zone",)

# --- faults that must be refused ----------------------------------------------------------------


def becomes(rule, text, names=AMOUNTS):
    def plant(dirty, rng, row, name):
        dirty.put(row, name, text)
        dirty.plant(rule, dirty.cell(row, name))

    plant.names = names
    return plant


def point(dirty, rng, row, name):
    for r in range(len(dirty.truth)):
        dirty.put(r, name, f"{r + 1}.{r + 234}")
        dirty.plant("point_unclear", dirty.cell(r, name))


def decimal_comma(dirty, rng, row, name):
    dirty.put(row, name, plain(float(dirty.get(row, name)) + 0.25).replace(".", ","))
    dirty.plant("comma_unclear", dirty.cell(row, name))


def odd_groups(dirty, rng, row, name):
    dirty.put(row, name, "12,34,567")
    dirty.plant("groups_unclear", dirty.cell(row, name))


def bad_head(rule, change, names):
    def plant(dirty, rng, row, name):
        dirty.rows[dirty.top][dirty.columns.index(name)] = change(name, dirty.language)
        dirty.plant(rule, dirty.head(name))

    plant.names = names
    return plant


def bad_years(rule, text):
    def plant(dirty, rng, row, name):
        dirty.put(row, "year", text.format(year=dirty.get(row, "year")))
        dirty.plant(rule, dirty.cell(row, "year"))

    plant.names = ("year",)
    return plant


def part_larger(dirty, rng, row, name):
    dirty.put(row, "domestic_wastewater_treated", dirty.get(row, "domestic_wastewater") * 1.5)
    dirty.plant("part_larger", dirty.cell(row, "domestic_wastewater_treated"))


part_larger.names = ("domestic_wastewater_treated",)


def twice(dirty, rng, row, name):
    dirty.rows.append(list(dirty.rows[dirty.top + 1 + row]))
    dirty.plant("given_twice")


twice.names = ("structure",)


def total(word):
    def plant(dirty, rng, row, name):
        line = list(dirty.rows[dirty.top + 1])
        line[dirty.columns.index("zone")] = word
        dirty.rows.append(line)
        dirty.plant("total_row")

    plant.names = ("structure",)
    return plant


def zone_blank(dirty, rng, row, name):
    row = max(row, 1)
    dirty.put(row, "zone", None)
    dirty.plant("zone_blank", dirty.cell(row, "zone"))


zone_blank.names = ("zone",)


def zone_unnamed(header):
    def plant(dirty, rng, row, name):
        dirty.rows[dirty.top][dirty.columns.index("zone")] = header
        dirty.plant("zone_in_column", dirty.head("zone"))

    plant.names = ("zone",)
    return plant


def column_gone(dirty, rng, row, name):
    place = dirty.columns.index(name)
    for line in dirty.rows[dirty.top :]:
        del line[place]
    dirty.columns.remove(name)
    dirty.plant("column_missing")


column_gone.names = ("environmental_reports",)


def fraction(dirty, rng, row, name):
    for r in range(len(dirty.truth)):
        dirty.put(r, name, dirty.get(r, name) / 100)
        if 0 < dirty.get(r, name) <= 1:
            dirty.plant("fraction_or_percent", dirty.cell(r, name))


fraction.names = ("public_awareness",)

# --- faults that are read with a warning --------------------------------------------------------


def slip(factor):
    def plant(dirty, rng, row, name):
        dirty.put(row, name, dirty.get(row, name) * factor)
        dirty.plant("unit_slip", dirty.cell(row, name), "warn")

    # A slip in a whole makes its part larger than the whole, which is an error of its own.
    plant.names = tuple(name for name in AMOUNTS if name != "domestic_rubbish")
    return plant


def zone_twice(change):
    def plant(dirty, rng, row, name):
        place = dirty.columns.index("zone")
        for line in dirty.rows[dirty.top + 1 :]:
            line[place] = str(line[place]).replace("Synthetic zone 1", "Tianjin ETDZ east park")
        own = [n for n, line in enumerate(dirty.rows) if line[place] == "Tianjin ETDZ east park"]
        dirty.rows[own[-1]][place] = change("Tianjin ETDZ east park")
        dirty.plant("zone_spelling", f"A{own[-1] + 1}", "warn")

    plant.names = ("zone",)
    return plant


def gap(dirty, rng, row, name):
    del dirty.rows[dirty.top + 2]
    dirty.plant("year_gap", None, "warn")


gap.names = ("structure",)


def unknown_column(dirty, rng, row, name):
    for n, line in enumerate(dirty.rows[dirty.top :]):
        line.append("Mayor" if n == 0 else "someone")
    dirty.columns.append("mayor")
    dirty.plant("header_unknown", None, "warn")


unknown_column.names = ("structure",)


def _same(text):
    return dict.fromkeys(LABEL, text)


WATER = ("fresh_water",)
MASS = ("cod", "so2")
WASTE = ("solid_waste", "wastewater", "domestic_rubbish")
WAN = {"en": "10^4 {}", "zh-Hans": "万{}", "zh-Hant": "萬{}", "th": "หมื่น{}"}


def _wan(units):
    return {language: WAN[language].format(units[language]) for language in LABEL}


TON = {"en": "t", "zh-Hans": "吨", "zh-Hant": "噸", "th": "ตัน"}
CUBIC = {"en": "m³", "zh-Hans": "立方米", "zh-Hant": "立方公尺", "th": "ลูกบาศก์เมตร"}
COAL = {"en": "tce", "zh-Hans": "吨标准煤", "zh-Hant": "噸標準煤", "th": "ตันเทียบเท่าถ่านหิน"}
MONEY = {"en": "10⁸ RMB", "zh-Hans": "亿元", "zh-Hant": "億元", "th": "ร้อยล้านหยวน"}
PEOPLE = {"en": "persons", "zh-Hans": "人", "zh-Hant": "人", "th": "คน"}
AREA = {"en": "ha", "zh-Hans": "公顷", "zh-Hant": "公頃", "th": "เฮกตาร์"}

READ = {
    "full_width": full_width,
    "thousands": thousands,
    "wide_thousands": wide_thousands,
    "spaced": spaced,
    "apostrophes": apostrophes,
    "thai_digits": thai_digits,
    "exponent": exponent,
    "superscript_cell": superscript_cell,
    **{f"missing {m}": missing(m) for m in MISSING},
    "unit_cell_t": unit_cell(" 吨", 1000),
    "unit_cell_wan_kg": unit_cell("万千克", 10_000),
    "unit_head_wan_t": unit_head(_wan(TON), 10_000, WASTE),
    "unit_head_t_for_kg": unit_head(TON, 1000, MASS),
    "unit_head_wan_m3": unit_head(_wan(CUBIC), 10_000, WATER),
    "unit_head_wan_tce": unit_head(_wan(COAL), 10_000, ("energy",)),
    "unit_head_kgce": unit_head(_same("kgce"), 0.001, ("energy",)),
    "unit_head_yi": unit_head(MONEY, 10_000, ("industrial_added_value",)),
    "unit_head_wan_people": unit_head(_wan(PEOPLE), 10_000, ("employees",)),
    "unit_head_hectare": unit_head(AREA, 0.01, ("industrial_land",)),
    "percent_sign": percent_sign,
    "years_buddhist": years(lambda y: y + 543),
    "years_thai_digits": years(lambda y: str(y + 543).translate(THAI)),
    "years_era": years(lambda y: f"พ.ศ. {y + 543}"),
    "years_nian": years(lambda y: f"{y}年"),
    "years_chinese": years(lambda y: str(y).translate(CHINESE)),
    "years_full_width": years(lambda y: str(y).translate(WIDE)),
    "years_roc": years(lambda y: f"民國{y - 1911}年"),
    "blank_rows": blank_rows,
    "title": title,
    "repeated_header": repeated_header,
    "unit_row": unit_row,
    "two_languages": two_languages(" "),
    "two_languages_lines": two_languages("\n"),
    "control_sign": control_sign,
}
for _name in ("unit_cell_t", "unit_cell_wan_kg"):
    READ[_name].names = MASS

REFUSE = {
    "point": point,
    "decimal_comma": decimal_comma,
    "odd_groups": odd_groups,
    "words": becomes("not_a_number", "many"),
    "formula_text": becomes("not_a_number", "=1+1"),
    "script": becomes("not_a_number", "<script>alert(1)</script>"),
    "about": becomes("not_exact", "约1200"),
    "more_than": becomes("not_exact", ">1200"),
    "span": becomes("not_exact", "1200-1300"),
    "none": becomes("none_unclear", "无"),
    "error_cell": becomes("cell_error", "#REF!"),
    "lost_power": becomes("superscript_in_cell", "1.2×104"),  # noqa: RUF001 (what the file holds)
    "negative": becomes("panel_rule", "-500"),
    "unknown_unit": becomes("unit_unknown", "12 barrows"),
    "wrong_unit": becomes("unit_mismatch", "12 km2"),
    "yes_or_no": becomes("yes_no_unclear", "perhaps", ("waste_system",)),
    "lost_superscript": bad_head(
        "superscript_lost", lambda n, g: f"{ROWS[n][LABEL[g]]} (104 RMB)", ("industrial_added_value",)
    ),
    "no_unit": bad_head("unit_missing", lambda n, g: ROWS[n][LABEL[g]], ("energy", "cod", "fresh_water")),
    "water_by_weight": bad_head("water_by_weight", lambda n, g: f"{ROWS[n][LABEL[g]]} (万吨)", WATER),
    "electricity": bad_head("energy_convention", lambda n, g: f"{ROWS[n][LABEL[g]]} (kWh)", ("energy",)),
    "currency": bad_head(
        "currency", lambda n, g: f"{ROWS[n][LABEL[g]]} (ล้านบาท)", ("industrial_added_value",)
    ),
    "wrong_measure": bad_head(
        "unit_mismatch", lambda n, g: f"{ROWS[n][LABEL[g]]} (km2)", ("so2", "solid_waste")
    ),
    "odd_unit": bad_head("unit_unclear", lambda n, g: f"{ROWS[n][LABEL[g]]} (担)", ("solid_waste",)),
    "misspelled_head": bad_head("header_near", lambda n, g: "Fresh watr (m3)", WATER),
    "gross_output": bad_head(
        "header_lookalike", lambda n, g: "工业总产值(万元)", ("industrial_added_value",)
    ),
    "conflict": conflict,
    "year_date": bad_years("year_date", "2006-12-31"),
    "year_span": bad_years("year_unreadable", "2005-2006"),
    "year_short": bad_years("year_short", "95"),
    "year_far": bad_years("year_unreadable", "2250"),
    "year_star": bad_years("year_footnote", "{year}*"),
    "year_preliminary": bad_years("year_footnote", "{year} (p)"),
    "error_of_calc": becomes("cell_error", "Err:502"),
    "error_of_arrays": becomes("cell_error", "#SPILL!"),
    "region": zone_unnamed("地区"),
    "city": zone_unnamed("City"),
    "part_larger": part_larger,
    "twice": twice,
    "total": total("合计"),
    "total_en": total("Total"),
    "total_th": total("รวม"),
    "zone_blank": zone_blank,
    "column_gone": column_gone,
    "fraction": fraction,
}
WARN = {
    "slip_1000": slip(1000),
    "slip_wan": slip(1e-4),
    "slip_yi": slip(1e8),
    "zone_case": zone_twice(str.upper),
    "zone_width": zone_twice(lambda z: z.replace("ETDZ", "\uff25\uff34\uff24\uff3a")),
    "zone_space": zone_twice(lambda z: z.replace(" ", "  ").replace("ETDZ  ", "ETDZ")),
    "zone_slip": zone_twice(lambda z: z.replace("Tianjin", "Tianijn")),
    "gap": gap,
    "unknown_column": unknown_column,
}
FAULTS = {**READ, **REFUSE, **WARN}
ENCODINGS = {
    "en": ("utf-8", "utf-8-sig", "utf-16"),
    "zh-Hans": ("utf-8", "utf-8-sig", "gb18030", "utf-16"),
    "zh-Hant": ("utf-8", "utf-8-sig", "big5", "utf-16-le", "gb18030"),
    "th": ("utf-8", "utf-8-sig", "tis-620", "cp874", "utf-16-be"),
}


def plant(dirty, names, rng):
    """Plant faults in a sheet; a fault whose column is taken is left out. Return those planted."""
    done = []
    for name in names:
        fault = FAULTS[name]
        place = _pick(dirty, rng, getattr(fault, "names", AMOUNTS))
        if place:
            fault(dirty, rng, *place)
            done.append(name)
    return done


def combination(seed):
    """Return a sheet with up to five random faults, the same for the same seed."""
    rng = random.Random(seed)
    language = rng.choice(list(LABEL))
    dirty = clean(language, seed=seed % 7, zones=rng.choice((2, 3)))
    kinds = rng.choice((READ, READ, FAULTS))
    faults = rng.sample(list(kinds), rng.randint(2, 5))
    # Rows are moved last, so that the cells of the faults before stay where they were told.
    structure = {n for n in faults if getattr(FAULTS[n], "names", ()) == ("structure",)}
    faults.sort(key=lambda n: n != "column_gone")  # it moves the columns behind it
    done = plant(dirty, [n for n in faults if n not in structure], rng)
    if not any(cell for _, cell, _ in dirty.planted):
        done += plant(dirty, sorted(structure), rng)
    dirty.where = rng.choice(("csv", "xlsx"))
    dirty.encoding = rng.choice(ENCODINGS[language])
    dirty.separator = rng.choice((",", ";", "\t"))
    return dirty, done


def write(dirty, folder):
    """Write a sheet to a file in the folder and return its path."""
    if dirty.where == "xlsx":
        return _xlsx(dirty, folder / "zone.xlsx")
    if dirty.where == "ods":
        return ods(folder / "zone.ods", dirty.rows, dirty.formats, dirty.merges)
    path = folder / "zone.csv"
    lines = []
    for row in dirty.rows:
        cells = ["" if v is None else plain(v) for v in row]
        lines.append(dirty.separator.join(_quoted(c, dirty.separator) for c in cells))
    data = "\r\n".join(lines).encode(_able(dirty, "\r\n".join(lines)))
    path.write_bytes(data)
    return path


def _able(dirty, text):
    """Return the encoding, or UTF-8 where it lacks a character of the file."""
    try:
        text.encode(dirty.encoding)
    except UnicodeEncodeError:
        dirty.encoding = "utf-8"
    return dirty.encoding


def _quoted(cell, separator):
    return '"' + cell.replace('"', '""') + '"' if {separator, '"', "\n"} & set(cell) else cell


def _xlsx(dirty, path):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "zone"
    for r, row in enumerate(dirty.rows, 1):
        for c, value in enumerate(row, 1):
            cell = page.cell(r, c)
            # XLSX writes a sign that XML cannot hold by its code.
            cell.value = value.replace("\x0b", "_x000B_") if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"
    for place, shown in dirty.formats.items():
        page[place].number_format = shown
    for block in dirty.merges:
        page.merge_cells(block)
    book.save(path)
    return path


# Formats of numbers as XLSX writes them, and the same in ODS: kind of the style and what is in it.
_DIGITS = '<number:number number:min-integer-digits="1"{}/>'
_SYMBOL = '<number:currency-symbol number:country="{}">{}</number:currency-symbol>'
ODS_FORMATS = {
    "0.0%": ("percentage", _DIGITS.format("") + "<number:text>%</number:text>"),
    '0.0"%"': ("number", _DIGITS.format("") + "<number:text>%</number:text>"),
    "#,##0": ("number", _DIGITS.format(' number:grouping="true"')),
    "#,##0.0,": ("number", _DIGITS.format(' number:display-factor="1000"')),
    '0!.0,"万"': (
        "number",
        '<number:number number:display-factor="1000"><number:embedded-text number:position="1">.'
        "</number:embedded-text></number:number><number:text>万</number:text>",
    ),
    '#,##0" kgce"': ("number", _DIGITS.format("") + "<number:text> kgce</number:text>"),
    '#,##0" tce"': ("number", _DIGITS.format("") + "<number:text> tce</number:text>"),
    "[$฿-41E]#,##0": ("currency", _SYMBOL.format("TH", "฿") + _DIGITS.format("")),
    "[$¥-411]#,##0": ("currency", _SYMBOL.format("JP", "¥") + _DIGITS.format("")),
    "[$¥-804]#,##0": ("currency", _SYMBOL.format("CN", "¥") + _DIGITS.format("")),
    "[$₴-422]#,##0": ("currency", _SYMBOL.format("UA", "₴") + _DIGITS.format("")),
    "[<1000]0;0.0,": (
        "number",
        _DIGITS.format(' number:display-factor="1000"')
        + '<style:map style:condition="value()&lt;1000" style:apply-style-name="plain"/>',
    ),
}
CURRENCIES = {"฿": "THB", "¥-411": "JPY", "¥-804": "CNY", "₴": "UAH"}
_SPACES = {
    "office": "office:1.0",
    "table": "table:1.0",
    "text": "text:1.0",
    "style": "style:1.0",
    "number": "datastyle:1.0",
}


def ods(path, rows, formats=(), merges=(), *, rows_hidden=(), columns_hidden=(), visible=True):
    """Write an ODS file by hand: errors and line breaks as LibreOffice writes them, no library between."""
    formats = dict(formats)
    codes = sorted(set(formats.values()))
    styles = f'<number:number-style style:name="plain">{_DIGITS.format("")}</number:number-style>'
    for place, code in enumerate(codes):
        kind, inner = ODS_FORMATS[code]
        styles += f'<number:{kind}-style style:name="N{place}">{inner}</number:{kind}-style>'
        styles += f'<style:style style:name="ce{place}" style:family="table-cell" '
        styles += f'style:data-style-name="N{place}"/>'
    shown = "true" if visible else "false"
    styles += '<style:style style:name="ta1" style:family="table">'
    styles += f'<style:table-properties table:display="{shown}"/></style:style>'
    spans, covered = {}, set()
    for block in merges:
        left, top, right, bottom = openpyxl.utils.range_boundaries(block)
        spans[top, left] = (bottom - top + 1, right - left + 1)
        covered |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)} - {(top, left)}
    width = max(len(row) for row in rows)
    body = "".join(
        f"<table:table-column{_hidden(column in columns_hidden)}/>" for column in range(1, width + 1)
    )
    for r, row in enumerate(rows, 1):
        body += f"<table:table-row{_hidden(r in rows_hidden)}>"
        for c, value in enumerate(row, 1):
            if (r, c) in covered:
                body += "<table:covered-table-cell/>"
                continue
            code = formats.get(f"{openpyxl.utils.get_column_letter(c)}{r}", "")
            style = f' table:style-name="ce{codes.index(code)}"' if code else ""
            if (r, c) in spans:
                down, right = spans[r, c]
                style += f' table:number-rows-spanned="{down}" table:number-columns-spanned="{right}"'
            body += _ods_cell(value, code, style)
        body += "</table:table-row>"
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{v}"' for n, v in _SPACES.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="zone" table:style-name="ta1">{body}'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="1024"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return path


def _hidden(hidden):
    return ' table:visibility="collapse"' if hidden else ""


def _ods_cell(value, code, style):
    if value is None:
        return f"<table:table-cell{style}/>"
    if isinstance(value, bool):
        kind = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, int | float):
        symbol = next((name for sign, name in CURRENCIES.items() if sign in code), "")
        word = "percentage" if code == "0.0%" else "currency" if symbol else "float"
        kind = f'office:value-type="{word}" office:value="{value!r}"'
        kind += f' office:currency="{symbol}"' if symbol else ""
    elif isinstance(value, datetime.date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif value.startswith("==") or value.startswith("#DIV"):
        # A formula without a stored value, and one that failed, whose value is an empty text.
        if value.startswith("=="):
            return f'<table:table-cell{style} table:formula="of:{value[1:]}"/>'
        kind = 'table:formula="of:=1/0" office:value-type="string" office:string-value=""'
    else:
        kind = 'office:value-type="string"'
    lines = escape(str(value).replace("\x0b", " ")).split("\n")
    text = "<text:line-break/>".join(lines)
    return f"<table:table-cell{style} {kind}><text:p>{text}</text:p></table:table-cell>"

"""The clean panel: it comes back as it went out, by every reader; what is no panel gets one sentence."""

import duckdb
import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from in_process import ecopark

import ecopark as ep
import ecopark_course as course
from ecopark import datasets
from ecopark.errors import DataError
from ecopark_zone import doctor
from ecopark_zone.doctor import read_zone
from ecopark_zone.page import read_file, write_report
from ecopark_zone.template import write_template

ROWS = [row for row in datasets.rows("panel", "columns") if row["name"] not in {"zone", "year"}]
ANSWERS = [row["name"] for row in ROWS if row["kind"] == "yes-no"]
WHOLES = {row["name"]: row["part_of"] for row in ROWS if row["part_of"]}
# Names that a program takes for something else: nothing, a number, a truth, a year, a formula, a date.
NASTY = ["NA", "007", "1e5", "TRUE", "null", "nan", "None", "2010", "-", "7", "1.0", "1,5", "=1+1", "1-2"]


def full(zone="Harbor zone"):
    """Return two years of a zone with every column."""
    return (
        ep.datasets.synthetic_panel(zones=1, years=2, seed=2)
        .assign(zone=zone, year=[2019, 2020])
        .assign(
            **{row["name"]: lambda panel, name=row["name"]: panel[name].astype(float) for row in ROWS[:-2]}
        )
    )


@st.composite
def panels(draw):
    """Return a panel as the doctor gives it: some zones and years, with missing numbers and answers."""
    letters = st.text("abcXYZ 园区019.'\"", min_size=1, max_size=8)
    plain = letters.map(lambda text: " ".join(f"Q{text}".split()))
    zones = draw(st.lists(st.sampled_from(NASTY) | plain, min_size=1, max_size=4, unique=True))
    years = draw(st.lists(st.integers(1990, 2030), min_size=1, max_size=3, unique=True))
    panel = pd.DataFrame([(zone, year) for zone in zones for year in years], columns=["zone", "year"])
    count = len(panel)
    for row in ROWS:
        if row["kind"] == "yes-no":
            cells = draw(st.lists(st.sampled_from([True, False, None]), min_size=count, max_size=count))
            panel[row["name"]] = pd.Series(cells, dtype="boolean" if None in cells else "bool")
        else:
            # A part lies below its whole, and a percentage between 1 and 100.
            low, high = (1.001, 99.0) if row["unit"] == "%" or row["name"] in WHOLES else (100.0, 1e9)
            number = st.floats(low, high) | st.just(high)
            cells = draw(st.lists(st.none() | number, min_size=count, max_size=count))
            panel[row["name"]] = pd.Series(cells, dtype="float64")
    panel["employees"] = [1234.5678901234567] * count  # no row is empty
    return panel


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@given(panel=panels())
@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # to shrink a failure takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_clean_panel_comes_back_by_every_reader(tmp_path, ending, panel):
    first, clean = tmp_path / "own.csv", tmp_path / f"clean.{ending}"
    panel.to_csv(first, index=False)
    fit, words = doctor.consult(first, [], clean=clean)
    assert fit, words
    found = ep.panel.read(clean)
    pd.testing.assert_frame_equal(found, panel)
    pd.testing.assert_frame_equal(read_file(clean).panel, panel)  # by the doctor, for a report
    zone = panel["zone"].iloc[-1]
    rows = panel[panel["zone"] == zone].reset_index(drop=True)
    course.check_panel(found, zone=zone, years=[int(rows["year"].max())], least=1)


def test_a_clean_panel_whose_numbers_look_grouped_comes_back(tmp_path):
    """Beside 12.5, nobody can take 123.456 for a number in thousands if a program wrote both."""
    panel = full().assign(energy=[120000.0, 123.456], industrial_land=[12.345, 12.345])
    panel.to_csv(tmp_path / "clean.csv", index=False)
    pd.testing.assert_frame_equal(read_zone(tmp_path / "clean.csv").panel, panel)


@pytest.mark.parametrize(
    "words", [("yes", "no"), ("1", "0"), ("1.0", "0.0"), ("TRUE", "False"), ("是", "否"), ("ใช่", "ไม่ใช่")]
)
@pytest.mark.parametrize("read", [ep.panel.read, lambda path: read_zone(path).panel])
def test_yes_and_no_are_read_in_every_word_that_the_doctor_knows(tmp_path, words, read):
    panel = full().astype(dict.fromkeys(ANSWERS, "object"))
    panel[ANSWERS] = [[words[0], words[1]], [words[1], None]]
    panel.to_csv(tmp_path / "own.csv", index=False)
    found = read(tmp_path / "own.csv")[ANSWERS]
    assert found.astype(object).where(found.notna(), None).to_numpy().tolist() == [
        [True, False],
        [False, None],
    ]


def test_a_word_that_is_neither_yes_nor_no_is_named_with_what_to_write(tmp_path):
    panel = full().astype({"waste_system": "object"})
    panel["waste_system"] = ["yes", "soon"]
    panel.to_csv(tmp_path / "own.csv", index=False)
    for look in (lambda: ep.panel.read(tmp_path / "own.csv"), lambda: ep.assess(panel[1:])):
        with pytest.raises(DataError, match=r"'soon': must be yes or no .*write True or False") as caught:
            look()
        assert [problem.column for problem in caught.value.issues] == ["waste_system"]


def test_zones_are_texts_also_on_the_command_line_and_for_frames_with_numbers(tmp_path):
    panel = pd.concat([full(zone) for zone in ("007", "NA")])
    panel.to_csv(tmp_path / "own.csv", index=False)
    found = ep.panel.read(tmp_path / "own.csv")
    assert found["zone"].tolist() == ["007", "007", "NA", "NA"]
    assert found["year"].dtype == "int64"
    course.check_panel(full(zone=7), zone="7", years=[2019, 2020])


@pytest.mark.slow
@pytest.mark.parametrize("zone", ["007", "NA"])
def test_a_lesson_runs_on_a_zone_whose_name_looks_like_something_else(tmp_path, zone):
    pd.concat([full(name) for name in ("007", "NA")]).to_csv(tmp_path / "own.csv", index=False)
    given = ("-p", "panel_file=own.csv", "-p", f"zone={zone}", "-p", "year=2020", "-p", "start=2019")
    done = ecopark("run", "05", *given, "-o", "l.ipynb", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_column_that_is_given_twice_in_a_file_is_named(tmp_path, ending):
    panel = full()
    path, twice = tmp_path / f"own.{ending}", pd.concat([panel, panel[["energy"]]], axis=1)
    twice.to_csv(path, index=False) if ending == "csv" else twice.to_excel(path, index=False)
    with pytest.raises(DataError, match="column energy: is given twice"):
        ep.panel.read(path)


@pytest.mark.parametrize("engine", ["pandas", "pyarrow", "duckdb"])
@pytest.mark.parametrize("function", [ep.assess, lambda panel: ep.elasticity.coefficient(panel, "energy")])
def test_a_column_that_is_given_twice_in_a_frame_is_named(engine, function):
    panel = full()
    if engine == "pandas":
        twice = pd.concat([panel, panel[["energy"]]], axis=1)
    else:
        table = pa.Table.from_pandas(panel)
        twice = table.append_column("energy", table["energy"])
        twice = duckdb.sql("select *, energy from panel") if engine == "duckdb" else twice
    with pytest.raises(DataError, match="column energy: is given twice"):
        function(twice)


def test_rows_that_are_longer_than_their_header_are_told(tmp_path):
    """Each row ends with a comma more than the header: pandas would take the zones for an index."""
    head, *rows = full().to_csv(index=False).splitlines()
    (tmp_path / "own.csv").write_text("\n".join([head, *(f"{row}," for row in rows)]), encoding="utf-8")
    with pytest.raises(DataError, match="more cells than the header"):
        ep.panel.read(tmp_path / "own.csv")


def filled_template(path):
    """Write the product's own template with three years of one zone; one answer stays empty."""
    write_template(path)
    book = openpyxl.load_workbook(path)
    data, answers = book["Data"], book["Answers"]
    for row, year in enumerate((2018, 2019, 2020), 7):
        for sheet in (data, answers):
            sheet.cell(row, 1, "Harbor zone")
            sheet.cell(row, 2, year)
        for column in range(3, 27):
            data.cell(row, column, 60.0 + row if column > 22 else 10_000 + 10 * column + row)
        for column in (12, 14, 18, 20, 22):
            data.cell(row, column, 9_000 + row)
        answers.cell(row, 3, "yes")
        answers.cell(row, 4, None if year == 2020 else "no")
    book.save(path)


def wide(path):
    text = "zone,indicator,2019,2020\nHarbor zone,Energy use (tce),5,6\n"
    path.with_suffix(".csv").write_text(text, encoding="utf-8")


def foreign(path):
    path.with_suffix(".csv").write_bytes("园区,年份,能耗\n东莞,2019,5\n".encode("gb18030"))


@pytest.mark.parametrize("write", [filled_template, wide, foreign])
def test_what_is_no_clean_panel_gets_one_sentence_that_names_the_command(tmp_path, write):
    write(tmp_path / "own.xlsx")
    [path] = tmp_path.glob("own.*")
    with pytest.raises(DataError, match=f'ecopark doctor "{path.name}" --clean panel.csv') as caught:
        ep.panel.read(path)
    assert len(caught.value.issues) == 1


@pytest.mark.slow
@pytest.mark.parametrize("accept", [(), ("add_empty_columns",)])
def test_an_empty_answer_is_missing_in_the_report(tmp_path, accept):
    path = tmp_path / "own.xlsx"
    filled_template(path)
    if accept:
        book = openpyxl.load_workbook(path)
        del book["Answers"]
        book.save(path)
    write_report(path, tmp_path / "r.html", accept=accept)
    judged = openpyxl.load_workbook(tmp_path / "r.xlsx")["indicators"]
    [(value, status)] = [(row[2], row[5]) for row in judged.values if row[0] == "4.0"]
    assert (value, status) == (None, "missing")

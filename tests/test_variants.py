"""Each learner has other numbers, the same difficulty, and always the same notebook."""

import functools
import itertools
import json
import math
import random
from pathlib import Path

import nbformat
import pytest
from fairness import Sheet, right_answers
from typer.testing import CliRunner

from ecopark.errors import DataError
from ecopark_cli import app
from ecopark_course import sources
from ecopark_course.answer_values import Opaque, decode, encode
from ecopark_course.roster import name_fault, normalize_name, read_roster
from ecopark_course.variants import Variants, choices, hand_out, read_secret

SECRET = b"a secret of the course"
LESSONS = [master.stem[:2] for master in sources.masters("exercises")]
# One worker solves a master for all tests of its variants, so that they share its results.
SOLVED = [pytest.param(lesson, marks=pytest.mark.xdist_group(f"variants {lesson}")) for lesson in LESSONS]
LEARNERS = [f"learner {n}" for n in range(1000)]


@pytest.fixture
def variants():
    return Variants("14", SECRET)


@functools.cache
def sheet_of(lesson):
    return Sheet(lesson)


def is_excluded(sheet, picked):
    rules = sheet.notebook.metadata["ecopark"].get("unfair", [])
    values = sheet.defaults | picked
    return any(all(values[name] in allowed for name, allowed in rule.items()) for rule in rules)


@pytest.mark.parametrize("lesson", SOLVED)
def test_every_value_of_a_master_makes_a_fair_exercise(lesson):
    """No right answer is undefined or hangs on a tie, and every mistake has a hint of its own."""
    sheet = sheet_of(lesson)
    picks = [{}, *({name: one} for name, allowed in choices(sheet.notebook).items() for one in allowed)]
    picks = [picked for picked in picks if not is_excluded(sheet, picked)]
    found = {repr(picked): [*sheet.faults(picked), *sheet.twins(picked)] for picked in picks}
    assert {picked: lines for picked, lines in found.items() if lines} == {}


@pytest.mark.slow
@pytest.mark.parametrize("lesson", SOLVED)
def test_any_two_values_make_a_fair_exercise_but_those_that_the_master_names(lesson):
    sheet = sheet_of(lesson)
    listed = choices(sheet.notebook)
    for (one, first), (two, second) in itertools.combinations(listed.items(), 2):
        for picked in ({one: x, two: y} for x in first for y in second):
            faults = sheet.faults(picked)
            assert bool(faults) == is_excluded(sheet, picked), (picked, faults)


@pytest.mark.slow
@pytest.mark.parametrize("lesson", SOLVED)
def test_what_learners_draw_is_fair(lesson):
    variants, sheet = Variants(lesson, SECRET), sheet_of(lesson)
    for learner in LEARNERS[:50]:
        assert sheet.faults(variants.draw(learner)) == [], learner


@pytest.mark.slow
@pytest.mark.parametrize("lesson", SOLVED)
def test_the_quick_way_gives_what_the_checker_gives(lesson):
    variants, sheet = Variants(lesson, SECRET), sheet_of(lesson)
    for learner in random.Random(4711).sample(LEARNERS, 2):
        picked = variants.draw(learner)
        names, _, _ = sheet.solve(picked)
        for exercise, right in right_answers(lesson, picked).items():
            assert encode(names[sheet.exercises[exercise].answer]) == encode(right), (exercise, picked)


# Drawn with the present editions: notebooks that were handed out keep their numbers.
DRAWN = json.loads(Path(__file__).with_name("drawn_variants.json").read_text("utf-8"))


@pytest.mark.parametrize("lesson", LESSONS)
def test_notebooks_that_were_handed_out_keep_their_numbers(lesson):
    variants = Variants(lesson, SECRET)
    assert {learner: variants.draw(learner) for learner in DRAWN[lesson]} == DRAWN[lesson]


def test_the_same_learner_gets_the_same_notebook(variants):
    again = Variants("14", SECRET)
    assert variants.notebook("Ann") == again.notebook("Ann")
    assert variants.draw("Ann") == again.draw("  Ann ")


def test_a_letter_in_two_spellings_is_one_learner(variants):
    assert normalize_name("Zoe\u0301") == normalize_name("Zo\u00e9")
    assert variants.draw("Zoe\u0301") == variants.draw("Zo\u00e9")


def write(folder, learner):
    """Write the notebook of one learner and return the files."""
    (folder / "secret.txt").write_bytes(SECRET)
    return hand_out("14", learner, None, folder / "secret.txt", folder)[0]


def test_learners_differ_and_the_secret_decides(variants):
    drawn = {repr(variants.draw(learner)) for learner in LEARNERS}
    assert len(drawn) > 990  # ten parameters with four to six values each: hardly two learners share all
    other = Variants("14", b"another secret")
    assert sum(variants.draw(x) == other.draw(x) for x in LEARNERS) < 10


def test_every_value_is_used_about_as_often(variants):
    years = [variants.draw(learner)["year"] for learner in LEARNERS]
    assert all(180 < years.count(year) < 320 for year in (2013, 2014, 2015, 2016))


def test_the_parameters_cell_carries_the_values_and_nothing_tells_the_key(variants, tmp_path):
    (path,) = write(tmp_path, "Łukasz")
    assert path.name == "14_capstone_Łukasz.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    picked = variants.draw("Łukasz")
    cell = next(c for c in notebook.cells if "parameters" in c.metadata.get("tags", ()))
    names = {}
    exec(cell.source, names)
    assert {name: names[name] for name in picked} == picked
    text = path.read_text("utf-8")
    assert "SOLUTION" not in text
    assert "hints" not in text
    assert SECRET.decode() not in text
    assert notebook.metadata["ecopark"]["learner"] == "Łukasz"


def test_a_notebook_without_variants_is_the_same_for_all():
    single = [lesson for lesson in LESSONS if not choices(sources.read(sources.find(lesson, "exercises")))]
    for lesson in single:
        assert Variants(lesson, SECRET).draw("Ann") == {}


def test_values_that_are_not_fair_together_are_drawn_again():
    unfair = {
        lesson: sources.read(sources.find(lesson, "exercises")).metadata["ecopark"].get("unfair", [])
        for lesson in LESSONS
    }
    assert any(unfair.values())
    for lesson, rules in unfair.items():
        variants = Variants(lesson, SECRET)
        drawn = [variants.draw(learner) for learner in LEARNERS[:200]] if rules else []
        for rule in rules:
            assert not [d for d in drawn if all(d.get(name) in allowed for name, allowed in rule.items())]


MASTER = """# ---
# jupyter:
#   ecopark:
#     number: "99"
#     edition: 1
#     title: "t"
#     variants:
#       growth: {values}
#     unfair: {unfair}
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% tags=["parameters"]
growth: float = 2.0  # growth of value; %; 0..10

# %% [raw] tags=["exercise"]
# id = "99.1"
# within = 0.001
# hints = ["a", "b", "c"]
# idea = "d"
# [[mistakes]]
# value = "{mistake}"
# hint = "e"

# %%
elasticity = {start}
### BEGIN SOLUTION
import math
import pandas as pd
{solution}
### END SOLUTION

# %%
check("99.1", elasticity)
"""


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Return a function that makes a small master and tells its faults."""

    def make(
        values="[1.0, 2.0]",
        mistake="growth",
        start="...",
        solution="elasticity = 3 / growth",
        unfair="[]",
        **picked,
    ):
        folder = tmp_path / "masters"
        folder.mkdir(exist_ok=True)
        text = MASTER.format(values=values, mistake=mistake, start=start, solution=solution, unfair=unfair)
        (folder / "99_t.py").write_text(text)
        monkeypatch.setattr("ecopark.files.exercises_folder", lambda: tmp_path)
        sheet = Sheet("99")
        faults = sheet.faults(picked)
        return faults if faults and "stops with" in faults[0] else [*faults, *sheet.twins(picked)]

    return make


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"growth": 0.0}, "the solution stops with ZeroDivisionError"),
        ({"solution": "elasticity = float('nan')"}, "the right answer is nan"),
        ({"solution": "elasticity = [1.0, math.inf]"}, "the right answer is"),
        ({"solution": "elasticity = ''"}, "the right answer is ''"),
        ({"solution": "elasticity = None"}, "the right answer is None"),
        ({"mistake": "6 / (2 * growth)"}, "the mistake 6 / (2 * growth) would pass"),
        ({"mistake": "1 / 0"}, "the mistake 1 / 0 stops with ZeroDivisionError"),
        ({"start": "3 / growth"}, "passes as it is handed out"),
        ({"solution": "elasticity = int(pd.Series([1, 3, 3]).idxmax())"}, "idxmax in line"),
        ({"solution": "elasticity = max('abc', key=lambda x: x == 'z')"}, "max in line"),
    ],
)
def test_what_makes_no_fair_exercise_is_named(made, wrong, said):
    assert any(said in fault for fault in made(**wrong))
    assert made() == []


@pytest.mark.parametrize(
    ("one", "two", "twins"),
    [
        ("5.0", "5.0009", True),  # closer than the tolerance
        ("5.0", "5.0021", False),
        ("growth", "growth + 3 * (growth - 2)", True),  # only with the values of this learner
        ("'text'", "'TEXT '", True),
        ("5.0", "'5'", False),
        ("1 / 0", "1 / 0", False),
    ],
)
def test_two_mistakes_that_no_answer_tells_apart_are_named(made, one, two, twins):
    second = f'[[mistakes]]\n# value = "{two}"\n# hint = "another"'
    faults = made(mistake=f'{one}"\n# hint = "first"\n# {second}\n# [[mistakes]]\n# value = "9')
    assert (f"99.1: the mistakes {one} and {two} are one" in faults) is twins


def test_two_mistakes_with_one_hint_may_be_one(made):
    assert made(mistake='growth"\n# hint = "e"\n# [[mistakes]]\n# value = "growth') == []


def test_no_tie_is_seen_where_there_is_none(made):
    assert made(solution="elasticity = max([3, 1, 3]) + pd.Series([1, 3, 2]).idxmax()") == []


@pytest.mark.parametrize(
    ("values", "found"),
    [("[1.0, 2]", [1.0, 2.0]), ("1..3", 101), ("[11.0]", None), ("[a]", None), ("{}", None)],
)
def test_values_of_a_master_are_checked(made, values, found):
    made(values=values)
    notebook = sources.read(sources.find("99", "exercises"))
    if found is None:
        with pytest.raises((sources.MasterFault, ValueError)):
            choices(notebook)
    else:
        got = choices(notebook)["growth"]
        assert got == found if isinstance(found, list) else len(got) == found


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("../x", "sign"),
        ("a/b", "sign"),
        ("a\x00b", "sign"),
        ("con", "computers"),
        (".hidden", "computers"),
        ("x" * 101, "longer"),
    ],
)
def test_a_name_that_no_file_can_have_is_said(name, word):
    assert word in name_fault(normalize_name(name))


@pytest.mark.parametrize("name", ["Łukasz", "สมชาย", "王小明", "O'Neil", "=1+1", "a b"])
def test_names_of_every_language_can_be_used(name, tmp_path):
    assert name_fault(name) == ""
    assert write(tmp_path, name)[0].exists()


def test_a_roster_with_faults_gives_the_others(tmp_path):
    rows = ["learner,group", "Łukasz,1", "../x,1", "สมชาย,2", ",2", "łukasz,2", "Ann,3"]
    (tmp_path / "r.csv").write_text("\n".join(rows), encoding="utf-8-sig")
    roster = read_roster(tmp_path / "r.csv")
    assert roster.learners == ("Łukasz", "สมชาย", "Ann")
    assert [line.split(":")[0] for line in roster.problems] == [f"r.csv, row {n}" for n in (3, 5, 6)]
    assert "already in row 2" in roster.problems[2]


def test_a_roster_may_have_no_heading_and_semicolons(tmp_path):
    (tmp_path / "r.csv").write_text("Ann;1\nBo;2\n", encoding="utf-8")
    assert read_roster(tmp_path / "r.csv").learners == ("Ann", "Bo")


TWO_IN = {
    "zh-Hans": ("学号{0}姓名\ns001{0}林梅\ns002{0}陈大文\n", ("s001", "s002")),
    "zh-Hans names": ("班级{0}姓名\n一班{0}林梅\n一班{0}陈大文\n", ("林梅", "陈大文")),
    "zh-Hant": ("座號{0}學號{0}姓名\n1{0}B01{0}林梅\n2{0}B02{0}陳大文\n", ("B01", "B02")),
    "zh-Hant names": ("name{0}group\n林淑芬{0}1\n陳大文{0}2\n", ("林淑芬", "陳大文")),
    "th": ("ลำดับ{0}ชื่อ-นามสกุล\n1{0}สมชาย ใจดี\n2{0}มาลี แก้วใส\n", ("สมชาย ใจดี", "มาลี แก้วใส")),
    "th names": ("name{0}group\nสมชาย ใจดี{0}1\nมาลี แก้วใส{0}2\n", ("สมชาย ใจดี", "มาลี แก้วใส")),
    "en": (
        "No.{0}Full name{0}Section\n1{0}Zoë Åkesson{0}A\n2{0}José Núñez{0}B\n",
        ("Zoë Åkesson", "José Núñez"),
    ),
    "both": ("班级 Class{0}学号 (Student ID)\n1{0}lin\n2{0}chen\n", ("lin", "chen")),
    "title": ("Class of 2026\n\nLearner{0}Group\nlin{0}A\nchen{0}B\n", ("lin", "chen")),
}
ENCODINGS = {
    "zh-Hans": ("gb18030",),
    "zh-Hans names": ("gb18030",),
    "zh-Hant": ("big5", "gb18030"),
    "zh-Hant names": ("big5",),
    "th": ("cp874",),
    "th names": ("cp874",),
    "en": ("cp1252",),
}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        (name, encoding)
        for name in TWO_IN
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", *ENCODINGS.get(name, ()))
    ],
)
def test_a_roster_is_read_as_spreadsheets_save_it(tmp_path, name, encoding, separator):
    text, learners = TWO_IN[name]
    (tmp_path / "r.csv").write_bytes(text.format(separator).replace("\n", "\r\n").encode(encoding))
    roster = read_roster(tmp_path / "r.csv")
    assert roster.learners == learners
    title = ["r.csv, row 1: is above the heading; left out."] if name == "title" else []
    assert list(roster.problems) == title


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"name\n\xc8\xe2\xe0\xed\n\xce\xeb\xfc\xe3\xe0\n", "encoding is not clear"),  # Cyrillic
        ("name\n林梅\n陈大文\n".encode("gb18030"), "encoding is not clear"),  # it also reads as Big5
        (b"\xff\xfen", "encoding is not clear"),
        (b"PK\3\4...", "is a workbook"),
        (b"Group;Email\nA;ann@example.org\n", "no heading of the list names the learners"),
        (b'name\n"' + b"x" * 200_000, "a cell without end"),
    ],
)
def test_a_roster_in_doubt_is_refused(tmp_path, data, why):
    (tmp_path / "r.csv").write_bytes(data)
    with pytest.raises(DataError, match=why):
        read_roster(tmp_path / "r.csv")


@pytest.mark.parametrize("data", [b"", b"learner\n", b"learner\n../x\n", b"\xff\xfe\x00lear"])
def test_a_roster_without_learners_fails(tmp_path, data):
    (tmp_path / "r.csv").write_bytes(data)
    with pytest.raises(DataError):
        read_roster(tmp_path / "r.csv")


def test_the_secret_must_be_there_and_long_enough(tmp_path):
    with pytest.raises(DataError, match="no file"):
        read_secret(None)
    with pytest.raises(DataError, match="cannot be read"):
        read_secret(tmp_path / "none")
    (tmp_path / "short").write_text("abc")
    with pytest.raises(DataError, match="too short"):
        read_secret(tmp_path / "short")


def test_the_command_writes_one_or_a_class(tmp_path):
    (tmp_path / "s").write_bytes(SECRET)
    (tmp_path / "r.csv").write_text("learner\nAnn\n../x\nสมชาย\n", encoding="utf-8")
    run = CliRunner().invoke
    common = ["--secret", str(tmp_path / "s"), "-o", str(tmp_path / "out")]
    one = run(app, ["variant", "14", "--learner", "Ann", *common])
    assert one.exit_code == 0
    before = (tmp_path / "out" / "14_capstone_Ann.ipynb").read_bytes()
    many = run(app, ["variant", "14", "--roster", str(tmp_path / "r.csv"), *common])
    assert "2 notebooks written" in many.output
    assert "../x" in many.output
    assert (tmp_path / "out" / "14_capstone_Ann.ipynb").read_bytes() == before
    assert isinstance(run(app, ["variant", "14", "--learner", "../x", *common]).exception, DataError)
    assert isinstance(run(app, ["variant", "14", *common]).exception, DataError)


@pytest.mark.parametrize("unfair", ["[{size: [1.0]}]", "[{growth: [1.0], zone: [a]}]"])
def test_a_rule_on_an_unknown_parameter_is_a_fault_of_the_master(made, unfair):
    made(unfair=unfair)
    with pytest.raises(sources.MasterFault, match="there is no parameter"):
        Variants("99", SECRET)


def test_a_learner_never_draws_what_the_master_excludes(made):
    made(unfair="[{growth: [1.0]}]")
    variants = Variants("99", SECRET)
    assert {variants.draw(learner)["growth"] for learner in LEARNERS[:50]} == {2.0}


# ---- values on their way out of a sandbox ---------------------------------------------------------


def sent(value):
    return decode(json.loads(json.dumps(encode(value))))


@pytest.mark.parametrize(
    "value",
    [
        *(
            1,
            0.1 + 0.2,
            5e-324,
            1.7976931348623157e308,
            float("inf"),
            -0.0,
            2**1000,
            True,
            "a",
            "",
            None,
            ...,
        ),
        *([1, 2.5, "x"], {"a", "b"}, (1, 2), ((1, "a"), [True]), [], set()),
    ],
)
def test_plain_values_pass_as_they_are(value):
    assert sent(value) == value
    assert type(sent(value)) is type(value)
    assert repr(sent(value)) == repr(value) or isinstance(value, set)


def test_values_of_numpy_and_pandas_pass_as_numbers_lists_and_tables():
    import numpy as np
    import pandas as pd

    assert math.isnan(sent(float("nan")))
    numbers = (np.float64(0.1), np.int64(7), np.bool_(True), np.float32(0.5))
    assert [(sent(n), type(sent(n))) for n in numbers] == [(0.1, float), (7, int), (True, bool), (0.5, float)]
    assert sent(np.array([[1.5, 2.0], [0.0, 1.0]])) == [[1.5, 2.0], [0.0, 1.0]]
    assert sent(pd.Series([1, 2], index=["a", "b"])) == sent(pd.Index([1, 2])) == [1, 2]
    table = pd.DataFrame({"zone": ["a", "b"], "value": [0.5, 2.0]}, index=[3, 4])
    pd.testing.assert_frame_equal(sent(table), table.reset_index(drop=True))
    assert type(sent(pd.Timestamp("2020-02-29 12:00"))).__name__ == "Timestamp"  # no exercise asks for a date


def test_quantities_pass_with_their_unit():
    import ecopark as ep

    quantity = sent(ep.units.quantity(6772.7, "wan_yuan"))
    assert ep.units.magnitude(quantity, "10^6 RMB") == pytest.approx(67.727)


@pytest.mark.parametrize("value", [print, object(), {"a": 1}, b"x", [[[[1]]]], list(range(1001)), 1j])
def test_what_is_no_plain_value_is_opaque(value):
    inner = sent(value)
    while isinstance(inner, list):
        (inner,) = inner
    assert isinstance(inner, Opaque)
    assert inner != value


@pytest.mark.parametrize(
    "content",
    [
        *({}, {"pickle": "x"}, {"set": 3}, {"set": [[1]]}, {"a": 1, "b": 2}, {"date": "x"}, {"table": [1]}),
        *({"quantity": [1, [["9**9**9", 1]]]}, {"quantity": [1, [["m", 99]]]}, {"opaque": {"set": 1}}),
    ],
)
def test_what_is_of_another_form_is_opaque(content):
    assert isinstance(decode(content), Opaque)

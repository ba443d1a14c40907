"""Each learner has other numbers, the same difficulty, and always the same notebook."""

import importlib.util
import json
import random
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from ecopark.errors import DataError
from ecopark_cli import app
from ecopark_course import sources
from ecopark_course.key import Key
from ecopark_course.roster import read_roster, unusable
from ecopark_course.values import decode, encode, literal
from ecopark_course.variants import NoFairVariant, Variants, choices, named, read_secret

spec = importlib.util.spec_from_file_location("quick_solve", Path(__file__).with_name("quick_solve.py"))
quick_solve = importlib.util.module_from_spec(spec)
spec.loader.exec_module(quick_solve)
Sheet = quick_solve.Sheet

SECRET = b"a secret of the course"
LESSONS = [master.stem[:2] for master in sources.masters("exercises")]
LEARNERS = [f"learner {n}" for n in range(1000)]


@pytest.fixture
def variants():
    return Variants("13", SECRET)


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_thousand_learners_get_a_fair_exercise(lesson):
    variants, sheet = Variants(lesson, SECRET), Sheet(lesson)
    seen, unfair = {}, {}
    for learner in LEARNERS:
        for draw in range(20):
            picked = variants.pick(learner, draw)
            text = repr(picked)
            if text not in seen:
                seen[text] = sheet.faults(picked)
            if not seen[text]:
                break
            unfair[text] = seen[text]
        else:
            pytest.fail(f"no fair pick for {learner}: {seen[text]}")
    # Fewer than one pick in ten is thrown away: else the master's values are badly chosen.
    assert len(unfair) <= len(seen) / 10 + 1, list(unfair.items())[:3]


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_mistake_has_a_hint_of_its_own(lesson):
    sheet = Sheet(lesson)
    picks = [{}, *({name: one} for name, allowed in choices(sheet.notebook).items() for one in allowed)]
    found = {}
    for picked in picks:
        sheet.key._names, _, _ = sheet.solve(picked)
        for twins in sheet.key.twins():
            found.setdefault(twins, picked)
    assert found == {}


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_the_quick_way_gives_what_the_checker_gives(lesson):
    variants, sheet = Variants(lesson, SECRET), Sheet(lesson)
    for learner in random.Random(4711).sample(LEARNERS, 2):
        picked = variants.pick(learner)
        own, (names, _, _) = Key(lesson, picked), sheet.solve(picked)
        for asked in own._checked():
            assert encode(names[asked.answer]) == encode(own.right(asked.id)), (asked.id, picked)
        assert sheet.faults(picked) == own.faults()


def test_the_same_learner_gets_the_same_notebook(variants):
    again = Variants("13", SECRET)
    assert variants.notebook("Ann") == again.notebook("Ann")
    assert variants.of("Ann") == again.of("  Ann ")


def test_a_letter_in_two_spellings_is_one_learner(variants):
    assert named("Zoe\u0301") == named("Zo\u00e9")
    assert variants.of("Zoe\u0301") == variants.of("Zo\u00e9")


def test_learners_differ_and_the_secret_decides(variants):
    drawn = {repr(variants.pick(learner)) for learner in LEARNERS}
    assert len(drawn) == 40  # ten zones times four years: a thousand learners meet all of them
    other = Variants("13", b"another secret")
    assert sum(variants.pick(x) == other.pick(x) for x in LEARNERS) < 100


def test_every_value_is_used_about_as_often(variants):
    years = [variants.pick(learner)["year"] for learner in LEARNERS]
    assert all(180 < years.count(year) < 320 for year in (2013, 2014, 2015, 2016))


def test_the_parameters_cell_carries_the_values_and_nothing_tells_the_key(variants, tmp_path):
    path = variants.write("Łukasz", tmp_path)
    assert path.name == "13_capstone_Łukasz.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    picked = variants.of("Łukasz")
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
        assert Variants(lesson, SECRET).of("Ann") == {}


def test_a_pick_that_is_not_fair_is_drawn_again(variants, monkeypatch):
    first = variants.pick("Ann")
    plain = Key.faults
    monkeypatch.setattr(Key, "faults", lambda k: ["tie"] if k._parameters == first else plain(k))
    drawn = [variants.pick("Ann", draw) for draw in range(20)]
    fair = next(one for one in drawn if one != first and not plain(Key("13", one)))
    assert variants.of("Ann") == fair


def test_a_master_without_a_fair_pick_fails(variants, monkeypatch):
    monkeypatch.setattr(Key, "faults", lambda _: ["tie"])
    with pytest.raises(NoFairVariant, match="made no fair exercise"):
        variants.of("Ann")


MASTER = """# ---
# jupyter:
#   ecopark:
#     number: "99"
#     edition: 1
#     title: "t"
#     variants:
#       growth: {values}
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
    """Return a function that makes a small master and gives its key."""

    def make(
        values="[1.0, 2.0]", mistake="growth", start="...", solution="elasticity = 3 / growth", **picked
    ):
        folder = tmp_path / "masters"
        folder.mkdir(exist_ok=True)
        text = MASTER.format(values=values, mistake=mistake, start=start, solution=solution)
        (folder / "99_t.py").write_text(text)
        monkeypatch.setattr("ecopark.places.exercises", lambda: tmp_path)
        return Key("99", picked)

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
    assert any(said in fault for fault in made(**wrong).faults())
    assert made().faults() == []


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
    key = made(mistake=f'{one}"\n# hint = "first"\n# {second}\n# [[mistakes]]\n# value = "9')
    assert key.twins() == ([f"99.1: the mistakes {one} and {two} are one"] if twins else [])


def test_two_mistakes_with_one_hint_may_be_one(made):
    assert made(mistake='growth"\n# hint = "e"\n# [[mistakes]]\n# value = "growth').twins() == []


def test_no_tie_is_seen_where_there_is_none(made):
    assert made(solution="elasticity = max([3, 1, 3]) + pd.Series([1, 3, 2]).idxmax()").faults() == []


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
    assert word in unusable(named(name))


@pytest.mark.parametrize("name", ["Łukasz", "สมชาย", "王小明", "O'Neil", "=1+1", "a b"])
def test_names_of_every_language_can_be_used(name, variants, tmp_path):
    assert unusable(name) == ""
    assert variants.write(name, tmp_path).exists()


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
    one = run(app, ["variant", "13", "--learner", "Ann", *common])
    assert one.exit_code == 0
    before = (tmp_path / "out" / "13_capstone_Ann.ipynb").read_bytes()
    many = run(app, ["variant", "13", "--roster", str(tmp_path / "r.csv"), *common])
    assert "2 notebooks written" in many.output
    assert "../x" in many.output
    assert (tmp_path / "out" / "13_capstone_Ann.ipynb").read_bytes() == before
    assert isinstance(run(app, ["variant", "13", "--learner", "../x", *common]).exception, DataError)
    assert isinstance(run(app, ["variant", "13", *common]).exception, DataError)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (1, "int"),
        (0.5, "float"),
        (True, "yes-no"),
        ("a", "text"),
        ([1, 2.5, "x"], "list"),
        ({"a", "b"}, "set"),
        (None, "nothing"),
        (..., "dots"),
    ],
)
def test_plain_values_pass_as_they_are(value, kind):
    pair = json.loads(json.dumps(encode(value)))
    assert pair[0] == kind
    assert decode(pair) == value
    assert type(decode(pair)) is type(value)
    assert eval(literal(decode(pair))) == value


def test_quantities_pass_with_their_unit():
    import ecopark as ep

    pair = json.loads(json.dumps(encode(ep.units.quantity(6772.7, "wan_yuan"))))
    assert ep.units.magnitude(decode(pair), "10^6 RMB") == pytest.approx(67.727)
    assert eval(literal(decode(pair)), {"ep": ep}) == decode(pair)


@pytest.mark.parametrize(
    "pair", [None, [], ["pickle", "x"], ["int", "1e9"], ["int", "9" * 10**6], ["list", "x"]]
)
def test_what_is_of_another_form_is_foreign(pair):
    assert type(decode(pair)).__name__ == "Foreign"

"""Hostile answers: each kind is contained, is not passed, and leaves the next learner alone."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import ecopark
from ecopark import places
from ecopark_course import sources, walls
from ecopark_course.contain import Cell, Limits, Pen
from ecopark_course.key import Key
from ecopark_course.submission import Submission, collect, verdict

KINDS = tomllib.loads(Path(__file__).parent.joinpath("hostile", "kinds.toml").read_text("utf-8"))
WAYS = [w for w in ("bwrap", "view") if w == "view" or shutil.which("bwrap")]
# What these try depends on the means; all others meet the same process behind either of them.
AT_THE_WALLS = {
    *("reads_the_master", "reads_other_submissions", "writes_to_other_submissions", "reads_the_environment"),
    *("opens_a_connection", "makes_links", "fills_the_disk", "fills_memory", "fork_bomb"),
    *("kills_the_parent", "kills_every_process", "daemon_that_outlives", "runs_shell_commands"),
    *("tears_down_the_walls", "traces_the_server"),
}
PACKAGE = Path(ecopark.__file__).parent
CASES = [(way, kind) for way in WAYS for kind in KINDS if way == WAYS[-1] or kind in AT_THE_WALLS]
LESSON, FIRST = "00", "00.1"
SECONDS = 3

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("contain"),
    # Without walls, a cell that ends every process would end the tests and more.
    pytest.mark.skipif(not walls.available(), reason="this system has no walls to test"),
]


@pytest.fixture(scope="module")
def pens():
    """Return the contained processes by their means: one of each serves all tests."""
    with contextlib.ExitStack() as stack:
        yield {way: stack.enter_context(Pen(Limits(seconds=SECONDS), ways=(way,))) for way in WAYS}


@pytest.fixture(params=WAYS)
def pen(request, pens):
    """Return the contained process of one means of this system."""
    found = pens[request.param]
    if not found.means.stands["processes"]:
        pytest.skip(f"{request.param} does not stand on this system")
    return found


@pytest.fixture(scope="module")
def master():
    """Return the master of the exercises that are attacked."""
    return sources.read(sources.find(LESSON, "exercises"))


@pytest.fixture(scope="module")
def key():
    return Key(LESSON, {})


@pytest.fixture(scope="module")
def listening():
    """Return the port of a server on this machine, and the connections it saw."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def right(master):
    """Return a submission that is right everywhere."""
    cells = {c.id: c.source for c in master.cells if c.id.startswith("answer-")}
    return Submission(LESSON, cells)


def filled(code, master, folder, port):
    path = sources.find(LESSON, "exercises")
    words = {
        "ANSWER": sources.exercises(master)[FIRST].answer,
        "NUMBER": FIRST,
        "LESSON": LESSON,
        "PORT": str(port),
        "FOLDER": str(folder),
        "HOME": str(Path.home()),
        "MASTER": str(path),
    }
    for word, text in words.items():
        code = code.replace(word, text)
    return code


def outcomes(pen, master, key, submission):
    got = collect(pen, submission, master, {})
    lines = {e: key.line(e, got.values.get(e, ...)) for e in key.asked}
    return {e: verdict(e, submission, got, lines[e]) for e in key.asked}


def running(words):
    """Return the processes whose command line is these words."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += [path.parent.name] if path.read_bytes().strip(b"\0") == words.encode() else []
        except OSError:
            continue
    return found


@pytest.mark.parametrize(("pen", "kind"), CASES, indirect=["pen"])
def test_a_hostile_answer_is_contained(kind, pen, master, key, listening, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE", "course secret 4711")
    (tmp_path / "secret_of_another.ipynb").write_text("another's answers")
    about = KINDS[kind]
    fine = right(master)
    first = sources.answer_id(FIRST)
    code = filled(about["code"], master, tmp_path, listening.getsockname()[1])
    found = outcomes(pen, master, key, Submission(LESSON, {**fine.answers, first: code}))
    assert found[FIRST].outcome in {"wrong", "problem"}, found[FIRST]
    assert "passed" not in found[FIRST].line
    assert len(found) == len(key.asked)
    for mark in about.get("marks", ()):
        assert not Path(mark.replace("FOLDER", str(tmp_path))).exists()
    if "outlives" in about:
        assert not running(about["outlives"])
    with pytest.raises(BlockingIOError):
        listening.accept()
    after = outcomes(pen, master, key, fine)
    assert all(v.outcome in {"passed", "kept"} for v in after.values()), after


def test_what_a_hostile_answer_takes_down_is_only_its_own(pen, master, key):
    """After a cell that never ends, the other cells of the same notebook count."""
    fine = right(master)
    cells = {**fine.answers, sources.answer_id(FIRST): "while True:\n    pass"}
    found = outcomes(pen, master, key, Submission(LESSON, cells))
    assert "did not end within 3 s" in found[FIRST].line
    assert all(v.outcome in {"passed", "kept"} for e, v in found.items() if e != FIRST)


def test_the_walls_stand(pen):
    stands = pen.means.stands
    assert stands["files"]
    assert stands["network"]
    assert stands["processes"]
    if os.geteuid() == 0:
        assert stands["user"]


def test_no_secret_and_no_solution_can_be_read(pen, monkeypatch):
    code = "import os\nseen = [os.path.exists(p) for p in PATHS], sorted(os.environ)"
    paths = [places.exercises() / "masters", places.exercises() / "reference", places.home() / ".git"]
    outcome = pen.run(
        [Cell("c", source=code.replace("PATHS", repr([str(p) for p in paths]))), Cell("v", value="seen")]
    )
    there, environment = outcome.values["v"]
    assert not any(there)
    assert not {"USER", "SSH_AUTH_SOCK", "COURSE"} & set(environment)


def test_each_notebook_starts_in_an_empty_folder_and_a_fresh_process(pen):
    leave = Cell("c", source="open('left', 'w').write('x')\nimport pandas\npandas.left = 1")
    look = Cell(
        "c",
        source="import os, pandas\nfiles = [n for n in os.listdir() if n[0] != '.']\n"
        "seen = files, hasattr(pandas, 'left')",
    )
    pen.run([leave])
    assert pen.run([look, Cell("v", value="seen")]).values["v"] == [[], False]


def test_a_process_that_was_ended_from_outside_is_started_again(pen):
    os.killpg(pen._process.pid, 9)
    assert pen.run([Cell("c", source="x = 1"), Cell("v", value="x")]).values == {"v": 1}


@pytest.mark.parametrize("way", WAYS)
def test_a_course_kept_in_a_temporary_folder_is_contained_too(way, tmp_path):
    """The empty folder for temporary files must not cover the toolkit where it lies in that folder."""
    for package in (PACKAGE, PACKAGE.with_name("ecopark_course")):
        shutil.copytree(package, tmp_path / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    code = (
        "from ecopark_course.contain import Cell, Pen\n"
        f"with Pen(ways=({way!r},)) as pen:\n"
        "    look = 'import ecopark, os; seen = ecopark.__file__, os.access(ecopark.__file__, os.W_OK)'\n"
        "    print(pen.run([Cell('c', source=look), Cell('v', value='seen')]).values['v'])"
    )
    home = {"ECOPARK_HOME": str(places.home()), "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | home, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == str([str(tmp_path / "ecopark" / "__init__.py"), False]), done.stderr


def test_nothing_is_left_after_the_end():
    with Pen(Limits(seconds=SECONDS), ways=WAYS) as pen:
        pen.run([Cell("c", source="import os\nos.spawnlp(os.P_NOWAIT, 'sleep', 'sleep', '4712')")])
    assert not running("sleep\x004712")

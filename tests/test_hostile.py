"""Hostile answers: none is graded as passed, none leaves its sandbox, the rest of a class is unharmed."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import psutil
import pytest

import ecopark
from ecopark import files
from ecopark_course import sandbox, sources
from ecopark_course.check_notebook import collect_answers, give_verdict
from ecopark_course.grade import Grading, _AnswerKey
from ecopark_course.notebook_files import Submission
from ecopark_course.sandbox import Limits, SandboxUnavailableError, Step, require_bubblewrap, run_steps

KINDS = tomllib.loads(Path(__file__).parent.joinpath("hostile", "kinds.toml").read_text("utf-8"))
# These stand for the others in `make test`: at the edges of the sandbox, and for the verdict.
QUICK = {
    *("reads_the_master", "patches_the_check", "prints_the_expected_line", "forges_lines_on_the_pipe"),
    *("ends_the_process", "fork_bomb", "fills_memory", "opens_a_connection", "reads_other_submissions"),
    *("writes_to_other_submissions", "reads_the_secret"),
}
CASES = [pytest.param(kind, marks=[] if kind in QUICK else [pytest.mark.slow]) for kind in KINDS]
LESSON, FIRST = "00", "00.1"
MASTER = sources.read(sources.find(LESSON, "exercises"))
RIGHT = {cell.id: cell.source for cell in MASTER.cells if cell.id.startswith("answer-")}
LIMITS = Limits(seconds=3)

pytestmark = [
    pytest.mark.xdist_group("contain"),
    # Without a sandbox, a cell that ends every process would end the tests and more.
    pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed"),
]


@pytest.fixture(scope="module")
def key():
    return _AnswerKey(LESSON, None)


@pytest.fixture(scope="module")
def listening():
    """Return a server on this machine that sees who connects."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def filled(code, folder, port=9):
    words = {
        "ANSWER": sources.exercises(MASTER)[FIRST].answer,
        "NUMBER": FIRST,
        "LESSON": LESSON,
        "PORT": str(port),
        "FOLDER": str(folder),
        "HOME": str(Path.home()),
        "MASTER": str(sources.find(LESSON, "exercises")),
    }
    for word, text in words.items():
        code = code.replace(word, text)
    return code


def verdicts(key, answers):
    submission = Submission(LESSON, answers)
    collected = collect_answers(submission, MASTER, {}, LIMITS, sandboxed=True)
    lines = {e: key.line({}, e, collected.values.get(e, ...)) for e in key.exercises}
    return {e: give_verdict(e, submission, collected, line) for e, line in lines.items()}


def running(*words):
    """Return the processes whose command line is these words."""
    return [p.pid for p in psutil.process_iter(["cmdline"]) if p.info["cmdline"] == [*words]]


def test_right_answers_pass_in_the_sandbox(key):
    assert all(v.outcome in {"passed", "kept"} for v in verdicts(key, RIGHT).values())


@pytest.mark.parametrize("kind", CASES)
def test_a_hostile_answer_is_contained(kind, key, listening, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE", "course secret 4711")
    (tmp_path / "secret_of_another.ipynb").write_text("another's answers")
    (tmp_path / "secret.txt").write_text("the secret of the course")
    code = filled(KINDS[kind]["code"], tmp_path, listening.getsockname()[1])
    found = verdicts(key, {**RIGHT, sources.answer_id(FIRST): code})
    assert found[FIRST].outcome in {"wrong", "problem", "unanswered"}, found[FIRST]
    assert "passed" not in found[FIRST].line
    assert len(found) == len(key.exercises)
    for mark in KINDS[kind].get("marks", ()):
        assert not Path(mark.replace("FOLDER", str(tmp_path))).exists()
    if "outlives" in KINDS[kind]:
        assert not running(*KINDS[kind]["outlives"])
    with pytest.raises(BlockingIOError):
        listening.accept()


def test_a_class_with_hostile_notebooks_gets_its_grades(tmp_path):
    """Two notebooks run at a time: what one does to its sandbox does nothing to the other."""
    hostile = ("fork_bomb", "fills_memory", "kills_every_process", "forges_lines_on_the_pipe")
    handed_out = json.dumps(sources.learners_edition(MASTER))
    for place, kind in enumerate(hostile):
        for name, first in ((f"a{place}", filled(KINDS[kind]["code"], tmp_path)), (f"b{place}", None)):
            notebook = json.loads(handed_out)
            for cell in notebook["cells"]:
                cell["source"] = RIGHT.get(cell["id"], cell["source"])
                if first and cell["id"] == sources.answer_id(FIRST):
                    cell["source"] = first
            (tmp_path / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    grades = Grading(tmp_path, jobs=2, limits=LIMITS).run()
    assert {row["learner"]: row["points"] for row in grades.rows} == {
        name: points for n in range(len(hostile)) for name, points in ((f"a{n}", "6"), (f"b{n}", "7"))
    }


@pytest.mark.slow
def test_what_a_hostile_answer_takes_down_is_only_its_own(key):
    """After a cell that never ends, the other cells of the same notebook count."""
    found = verdicts(key, {**RIGHT, sources.answer_id(FIRST): "while True:\n    pass"})
    assert "did not end within 3 s" in found[FIRST].line
    assert all(v.outcome in {"passed", "kept"} for e, v in found.items() if e != FIRST)


def value(code, **how):
    return run_steps([Step("c", (code,)), Step("v", name="seen")], LIMITS, sandboxed=True, **how).values["v"]


def test_the_sandbox_shows_nothing_of_the_teacher(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE", "x")
    paths = [
        *(
            files.exercises_folder() / "masters" / "00_start_here.py",
            files.exercises_folder() / "reference" / "00.ipynb",
        ),
        *(files.home_folder() / ".git", files.home_folder() / "pyproject.toml", tmp_path, Path(__file__)),
    ]
    code = (
        "import os, socket\n"
        "rights = [line for line in open('/proc/self/status') if line.startswith(('CapEff', 'CapPrm'))]\n"
        "devices = open('/proc/net/dev').read().splitlines()[2:]\n"
        "writable = [p for p in ('/', '/usr', '/dev', '/etc', '/proc/sys') if os.access(p, os.W_OK)]\n"
        "seen = [\n"
        f"    [p for p in {[str(path) for path in paths]!r} if os.path.exists(p)],\n"
        "    sorted(set(os.environ) & {'USER', 'SSH_AUTH_SOCK', 'COURSE'}),\n"
        "    [n for n in os.listdir('/proc') if n.isdigit() and int(n) > os.getpid()],\n"
        "    [line for line in devices if not line.strip().startswith('lo:')],\n"
        "    os.getuid() == 0, {line.split()[1] for line in rights} == {'0' * 16}, writable,\n"
        "]"
    )
    assert value(code) == [[], [], [], [], False, True, []]


def test_each_notebook_starts_in_an_empty_folder_and_a_fresh_process():
    value("open('left', 'w').write('x')\nimport pandas\npandas.left = 1\nseen = 1")
    look = "import os, pandas\nfiles = [n for n in os.listdir() if n == 'left']\n"
    assert value(f"{look}seen = files, hasattr(pandas, 'left')") == ([], False)


def test_a_course_kept_in_a_temporary_folder_is_sandboxed_too(tmp_path):
    """The empty folder for temporary files must not cover the toolkit where it lies in that folder."""
    tmp_path.chmod(0o755)  # started by root, the sandbox has another user
    package = Path(ecopark.__file__).parent
    for folder in (package, package.with_name("ecopark_course")):
        shutil.copytree(folder, tmp_path / folder.name, ignore=shutil.ignore_patterns("__pycache__"))
    code = (
        "from ecopark_course.sandbox import Limits, Step, run_steps\n"
        "look = 'import ecopark, os; seen = ecopark.__file__, os.access(ecopark.__file__, os.W_OK)'\n"
        "steps = [Step('c', (look,)), Step('v', name='seen')]\n"
        "print(run_steps(steps, Limits(), sandboxed=True).values['v'])"
    )
    home = {"ECOPARK_HOME": str(files.home_folder()), "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | home, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == str((str(tmp_path / "ecopark" / "__init__.py"), False)), done.stderr


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root's sandbox has another user")
def test_a_course_that_the_sandbox_cannot_read_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox, "_library_folders", lambda: [str(tmp_path)])
    with pytest.raises(SandboxUnavailableError, match="check the permissions of their folders"):
        require_bubblewrap()


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [1, 3, 6])
@pytest.mark.parametrize("command", ["check", "grade", "grade --trust"])
def test_nothing_is_left_after_the_command_was_killed(command, seconds, tmp_path, alive):
    notebook = json.loads(json.dumps(sources.learners_edition(MASTER)))
    cell = next(c for c in notebook["cells"] if c["id"] == sources.answer_id("00.2"))
    cell["source"] = "import subprocess\nsubprocess.Popen(['sleep', '97'])\nintensity = 1"
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ann.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    target = tmp_path / "class" / ("ann.ipynb" if command == "check" else "")
    name, *flags = command.split()
    words = [name, str(target), *flags] + ([] if name == "check" else ["-o", str(tmp_path / "g.csv")])
    code = f"import sys; from ecopark_cli import main; sys.argv[1:] = {words!r}; main()"
    tag = f"ECOPARK_TEST_TAG={tmp_path.name}-{seconds}"
    environment = os.environ | {"ECOPARK_HOME": str(files.home_folder()), **dict([tag.split("=")])}
    process = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.DEVNULL)
    time.sleep(seconds)
    children = [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
    process.send_signal(signal.SIGKILL)
    process.wait()
    until = time.monotonic() + 10
    while time.monotonic() < until and (alive(tag) or any(map(psutil.pid_exists, children))):
        time.sleep(0.1)
    assert alive(tag) == []
    assert [pid for pid in children if psutil.pid_exists(pid)] == []

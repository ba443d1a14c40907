"""The other front doors: Binder and JupyterHub, Windows, the guides, and what a reader is told to type."""

import json
import os
import re
import shlex
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import prose
import pytest
import typer
import yaml

from ecopark import files
from ecopark_cli import app
from ecopark_course import sources

ROOT = Path(__file__).parents[1]
BINDER = ROOT / ".binder"
GUIDES = sorted((ROOT / "course" / "site" / "guides").glob("*.md"))
TOLD = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *GUIDES]
FIRST = "/lab/tree/my-course/lessons/00_start_here.ipynb"
PATTERN = r"(?:^ *|`)(?:\.venv(?:/bin/|\\Scripts\\))?ecopark ([a-z].*?)(?:`|$)"
COMMANDS = typer.main.get_command(app).commands
POSIX_ONLY = ("fcntl", "grp", "pwd", "resource", "termios")


# --- Binder and JupyterHub -----------------------------------------------------------------------


def listed(text, editable=True):
    """Return the packages of an environment, those of pip too."""
    found = []
    for entry in yaml.safe_load(text)["dependencies"]:
        found += [entry] if isinstance(entry, str) else [f"pip {e}" for e in entry["pip"]]
    return [entry for entry in found if editable or entry != "pip -e ."]


def test_binder_has_the_dependencies_of_the_conda_environment():
    here, root = ((f / "environment.yml").read_text("utf-8") for f in (BINDER, ROOT))
    assert listed(here) == listed(root, editable=False)
    assert len(listed(root)) == len(listed(here)) + 1
    assert listed(here.replace("pandas>=3", "pandas>=2")) != listed(root, editable=False)


def test_the_package_is_installed_without_dependencies():
    script = (BINDER / "postBuild").read_text("utf-8")
    assert re.search(r"pip install .*--no-deps .*--no-build-isolation .*\.$", script, re.MULTILINE)
    assert subprocess.run(["bash", "-n", BINDER / "postBuild"], check=False).returncode == 0
    assert all(os.access(BINDER / name, os.X_OK) for name in ("postBuild", "start"))


def started(home, *words):
    """Run the start script of a server for a learner whose home folder is given."""
    return subprocess.run(
        [sys.executable, BINDER / "start", *words],
        env={**os.environ, "HOME": str(home), "USERPROFILE": str(home), "JUPYTER_CONFIG_PATH": "own"},
        capture_output=True,
        text=True,
        check=False,
    )


SAY = "import json, os; print(json.dumps(dict(os.environ)))"


def test_a_server_starts_on_the_learners_own_folder(tmp_path):
    found = json.loads(started(tmp_path, sys.executable, "-c", SAY).stdout)
    config = found["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert config == [str(BINDER), str(tmp_path / "my-course" / ".jupyter"), "own"]
    assert (tmp_path / FIRST.removeprefix("/lab/tree/")).exists()
    settings = Path(found["JUPYTERLAB_SETTINGS_DIR"])
    assert "fetchNews" in next(settings.rglob("notification*")).read_text("utf-8")


def test_a_second_start_replaces_no_answer(tmp_path):
    started(tmp_path, sys.executable, "-c", "")
    answered = tmp_path / "my-course" / "exercises" / "10_subsidy_shares.ipynb"
    answered.write_text("mine", encoding="utf-8")
    started(tmp_path, sys.executable, "-c", "")
    assert answered.read_text("utf-8") == "mine"


def test_a_folder_that_cannot_be_written_does_not_stop_the_server(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = started(tmp_path / "file", sys.executable, "-c", "print('served'); raise SystemExit(3)")
    assert (done.returncode, done.stdout) == (3, "served\n")
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_hub_starts_each_server_through_the_same_script():
    hub = SimpleNamespace(Spawner=SimpleNamespace())
    path = BINDER / "jupyterhub_config.py"
    code = compile(path.read_text("utf-8"), str(path), "exec")
    exec(code, {"get_config": lambda: hub, "__file__": str(path)})
    assert hub.Spawner.cmd == [str(BINDER / "start"), "jupyterhub-singleuser"]
    assert hub.Spawner.default_url == FIRST


def test_servers_open_a_lesson_that_exists():
    settings = json.loads((BINDER / "jupyter_server_config.json").read_text("utf-8"))
    assert {app["default_url"] for app in settings.values()} == {FIRST}
    assert (files.course_folder() / Path(FIRST).name).exists()


@pytest.mark.full
@pytest.mark.xdist_group("jupyterlab")
def test_jupyterlab_opens_on_the_first_lesson(tmp_path):
    words = ("jupyter", "lab", "--no-browser", "--allow-root", "--port=0", "--IdentityProvider.token=secret")
    log = tmp_path / "lab.log"
    with log.open("wb") as file:
        server = subprocess.Popen(
            [sys.executable, BINDER / "start", sys.executable, "-m", *words],
            env={**os.environ, "HOME": str(tmp_path)},
            cwd=tmp_path,
            stdout=file,
            stderr=file,
        )
    try:
        for _ in range(240):
            time.sleep(0.5)
            found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text("utf-8"))
            if found:
                break
        with urllib.request.urlopen(f"{found[0]}/?token=secret", timeout=30) as page:
            assert page.url.startswith(found[0] + FIRST)
            assert "JupyterLab" in page.read().decode()
    finally:
        server.terminate()
        server.wait()


# --- Windows -------------------------------------------------------------------------------------


def test_no_module_needs_what_windows_lacks():
    """Import every module where the modules of Unix are absent; IPython and others come first."""
    code = f"""
import pkgutil, importlib, sys
import IPython, ipykernel.kernelapp, jupyter_client, nbclient, papermill, psutil, pytest
for name in {POSIX_ONLY}:
    sys.modules[name] = None
import ecopark, ecopark_course, ecopark_zone
rooms = (ecopark, ecopark_course, ecopark_zone)
names = [m.name for room in rooms for m in pkgutil.walk_packages(room.__path__, room.__name__ + ".")]
for name in names:
    if "_shipped" not in name and not name.endswith("__main__"):
        importlib.import_module(name)
print(len(names))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 50


def test_the_readme_needs_no_make_on_windows_and_macos():
    text = (ROOT / "README.md").read_text("utf-8")
    text = text[text.index("## Without make") : text.index("## In this repository")]
    assert "py -m venv .venv" in text
    assert "python3 -m venv .venv" in text
    typed = [line.split() for line in text.splitlines() if line.startswith("    ")]
    assert [line[0] for line in typed] == [r".venv\Scripts\pip"] * 2 + [r".venv\Scripts\ecopark"]
    locked, package, opened = (line[1:] for line in typed)
    assert locked == ["install", "--no-deps", "--require-hashes", "-r", "constraints.txt"]
    assert package == ["install", "--no-deps", "--no-build-isolation", "-e", "."]
    assert opened == ["lab"]
    pinned = (ROOT / "constraints.txt").read_text("utf-8")
    for needed in ("hatchling==", "editables==", "colorama==", "pywinpty=="):
        assert f"\n{needed}" in pinned


# --- what a reader is told -----------------------------------------------------------------------


def typed_commands(text):
    """Return the words of each ecopark command in a text."""
    return [shlex.split(found) for found in re.findall(PATTERN, text, re.MULTILINE)]


def unknown(words):
    """Return what the command line would not understand: the command, or its options."""
    if words[0] not in COMMANDS:
        return [words[0]]
    known = {option for parameter in COMMANDS[words[0]].params for option in parameter.opts}
    return [word for word in words[1:] if re.fullmatch(r"--?[a-z].*", word) and word not in known]


@pytest.mark.parametrize("path", TOLD, ids=lambda path: path.stem)
def test_every_command_that_is_written_down_exists(path):
    commands = typed_commands(path.read_text("utf-8"))
    assert commands
    assert {" ".join(words): unknown(words) for words in commands if unknown(words)} == {}


def test_an_unknown_command_or_option_is_found():
    assert unknown(["corse"]) == ["corse"]
    assert unknown(["grade", "folder", "--colour", "-o", "grades.csv"]) == ["--colour"]
    assert typed_commands("type `ecopark check a.ipynb` now") == [["check", "a.ipynb"]]
    assert typed_commands("    .venv\\Scripts\\ecopark lab") == [["lab"]]


def test_notebooks_that_guides_name_exist():
    named = {name for path in TOLD for name in re.findall(r"(\d\d_\w+)\.ipynb", path.read_text("utf-8"))}
    assert named
    assert named <= {master.stem for master in sources.masters("course")}


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_guides_are_on_the_site_and_written_anew(path):
    text = path.read_text("utf-8")
    assert prose.shared(text, prose.known()) == []
    assert f"\nguides/{path.stem}\n" in (files.course_folder() / "site" / "index.md").read_text("utf-8")


def test_there_is_a_guide_for_each_kind_of_person():
    assert [path.stem for path in GUIDES] == ["languages", "learner", "manager", "teacher", "trainer"]


def test_the_recipe_for_a_language_finds_the_tables_with_thai():
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    recipe = re.search(r"`(awk .*?)`\n", text)[1]
    done = subprocess.run(recipe, shell=True, cwd=ROOT, capture_output=True, text=True, check=True)
    found = set(done.stdout.split())
    assert {"datasets/panel/columns.csv", "datasets/intake_texts/texts.csv"} <= found
    assert "datasets/sources/sources.csv" not in found

"""A wheel, installed far from the checkout, does what a learner, a teacher and a manager ask of it."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
KEPT = ("00", "08", "10")  # the lessons that the site of this test has
pytestmark = [pytest.mark.full, pytest.mark.xdist_group("wheel")]


class Installed:
    """An environment with the wheel in it, and a folder to work in."""

    def __init__(self, folder):
        self.env, self.here = folder / "env", folder / "work"
        self.here.mkdir()
        self.package = self._install(self._built(folder))

    def _built(self, folder):
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        return next((folder / "dist").glob("*.whl"))

    def _install(self, wheel):
        """Install the wheel alone; all other packages are those of the present environment.

        A plain line in a .pth file adds a folder, but reads no .pth file in it: the editable checkout,
        which is such a file, stays out.
        """
        venv.create(self.env, with_pip=True)
        self.python = self.env / ("Scripts" if os.name == "nt" else "bin") / "python"
        said = self._run(self.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
        site = Path(said.stdout.strip())
        others = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
        (site / "others.pth").write_text("\n".join(sorted(others)), encoding="utf-8")
        done = self._run(self.python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel)
        assert done.returncode == 0, done.stderr
        return site / "ecopark"

    def _run(self, *words, home=None):
        own = {"PYTHONPATH", "PYTHONHOME", "ECOPARK_HOME", "ECOPARK_BUILD", "ECOPARK_WARM"}
        found = {name: value for name, value in os.environ.items() if name not in own}
        if home:
            found["ECOPARK_HOME"] = str(home)
        return subprocess.run(
            list(map(str, words)), cwd=self.here, env=found, capture_output=True, text=True, check=False
        )

    def python_says(self, code):
        done = self._run(self.python, "-c", code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def ecopark(self, *words, home=None):
        return self._run(self.python.with_name("ecopark"), *words, home=home)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return Installed(tmp_path_factory.mktemp("wheel"))


def test_nothing_comes_from_the_checkout(wheel):
    said = wheel.python_says(
        "import ecopark, json, sys; from ecopark import files; "
        "print(json.dumps([ecopark.__file__, str(files.home_folder()), str(files.build_folder()), sys.path]))"
    )
    module, home, build, path = json.loads(said)
    assert Path(module) == wheel.package / "__init__.py"
    assert Path(home) == wheel.package / "_shipped"
    assert Path(build) == wheel.here / "build"
    assert str(ROOT / "toolkit") not in path


def test_all_that_lies_beside_the_modules_travels(wheel):
    kept = {".py", ".pyc"}
    beside = [p for p in (ROOT / "toolkit").rglob("*") if p.is_file() and p.suffix not in kept]
    site = wheel.package.parent
    lost = [p.name for p in beside if not (site / p.relative_to(ROOT / "toolkit")).exists()]
    assert beside
    assert lost == []


def test_a_learner_starts_answers_and_checks(wheel):
    done = wheel.ecopark("start")
    assert (done.returncode, done.stderr) == (0, "")
    mine = wheel.here / "my-course"
    lessons = {p.name for p in (mine / "lessons").glob("*.ipynb")}
    assert lessons == {p.name for p in (ROOT / "course").glob("*.ipynb")}
    answered = mine / "exercises" / "10_subsidy_shares.ipynb"
    blank = wheel.ecopark("check", answered)
    assert blank.returncode == 1
    assert blank.stdout.splitlines()[-1].startswith("0 of ")
    shutil.copy(wheel.package / "_shipped" / "exercises" / "reference" / answered.name, answered)
    done = wheel.ecopark("check", answered)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "10.2 passed." in done.stdout


def reduced(wheel, folder):
    """Copy what the wheel carries, with a few lessons only."""
    shutil.copytree(wheel.package / "_shipped", folder)
    for path in [*folder.glob("*/[0-9][0-9]_*.ipynb"), *folder.glob("*/masters/[0-9][0-9]_*.py")]:
        if not path.name.startswith(KEPT):
            path.unlink()
    for page in sorted((folder / "course" / "gallery").glob("*.py"))[1:]:
        page.unlink()
    paths = folder / "course" / "paths.csv"
    rows = list(csv.DictReader(paths.read_text("utf-8").splitlines()))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(row for row in rows if row["lesson"] in KEPT)
    paths.write_text(text.getvalue(), encoding="utf-8", newline="")
    return folder


def test_the_course_runs_and_the_site_is_built(wheel, tmp_path):
    done = wheel.ecopark("course", "--jobs", "1", home=reduced(wheel, tmp_path / "home"))
    assert done.returncode == 0, done.stdout + done.stderr
    site = wheel.here / "build" / "site"
    assert {p.stem[:2] for p in (site / "lessons").glob("[0-9]*.html")} == set(KEPT)
    assert "6.81" in (site / "lessons" / "10_subsidy_shares.html").read_text("utf-8")
    assert (site / "guides" / "learner.html").exists()


def test_a_manager_gets_a_template_that_the_doctor_reads(wheel):
    done = wheel.ecopark("template", "my-zone.xlsx", "--language", "th")
    assert done.returncode == 0, done.stderr
    done = wheel.ecopark("doctor", "my-zone.xlsx")
    assert done.returncode == 2
    assert "no row" in done.stdout + done.stderr


def test_a_lesson_runs_on_a_file_of_ones_own(wheel):
    wheel.python_says(
        "import ecopark as ep; ep.datasets.synthetic_panel(zones=1, years=4).to_csv('panel.csv', index=False)"
    )
    zone = wheel.python_says("import pandas as pd; print(pd.read_csv('panel.csv')['zone'][0])")
    given = (f"zone={zone}", "year=2008", "start=2005", "panel_file=panel.csv")
    words = [word for pair in given for word in ("-p", pair)]
    done = wheel.ecopark("run", "05", *words, "-o", "result.ipynb")
    assert done.returncode == 0, done.stderr
    assert (wheel.here / "result.ipynb").exists()

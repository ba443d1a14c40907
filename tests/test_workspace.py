"""A learner's own copy of the course: laid out, brought up to date, never overwritten; and walked through."""

import json
import re
import shutil
import socket
import subprocess
import sys
import time

import pytest

from ecopark import files
from ecopark.errors import DataError
from ecopark_course.workspace import jupyterlab_command, jupyterlab_environment, update_workspace


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """Return a copy of the course that a test may change, as a new version would."""
    home = tmp_path / "home"
    for name in ("course", "exercises"):
        shutil.copytree(files.home_folder() / name, home / name)
    monkeypatch.setenv("ECOPARK_HOME", str(home))
    return home


def done(placed):
    return {p.path.name: p.done for p in placed}


def write(path, text):
    path.write_text(text, encoding="utf-8")


def test_everything_is_new_then_kept(shipped, tmp_path):
    first, second = (
        update_workspace(tmp_path / "mine"),
        update_workspace(tmp_path / "mine"),
    )
    assert set(done(first).values()) == {"new"}
    assert set(done(second).values()) == {"kept"}
    assert (tmp_path / "mine" / "lessons" / "05_eip_demonstration.ipynb").exists()
    assert not list((tmp_path / "mine").rglob("reference"))


def test_answers_are_never_overwritten(shipped, tmp_path):
    update_workspace(tmp_path / "mine")
    answered = tmp_path / "mine" / "exercises" / "05_eip_demonstration.ipynb"
    write(answered, "my answers")
    assert done(update_workspace(tmp_path / "mine"))[answered.name] == "kept"
    for new in ("a new edition", "a newer edition"):
        write(shipped / "exercises" / answered.name, new)
        update_workspace(tmp_path / "mine")
    assert answered.read_text("utf-8") == "my answers"
    beside = sorted(p.read_text("utf-8") for p in answered.parent.glob("05_eip_demonstration (new*"))
    assert beside == ["a new edition", "a newer edition"]


def test_an_untouched_lesson_is_updated(shipped, tmp_path):
    update_workspace(tmp_path / "mine")
    write(shipped / "course" / "05_eip_demonstration.ipynb", "a new edition")
    assert done(update_workspace(tmp_path / "mine"))["05_eip_demonstration.ipynb"] in {
        "updated",
        "kept",
    }
    assert (tmp_path / "mine" / "lessons" / "05_eip_demonstration.ipynb").read_text(
        "utf-8"
    ) == "a new edition"


def test_a_damaged_note_costs_no_answers(shipped, tmp_path):
    update_workspace(tmp_path / "mine")
    answered = tmp_path / "mine" / "exercises" / "05_eip_demonstration.ipynb"
    write(answered, "my answers")
    write(tmp_path / "mine" / ".ecopark-written", "{half")
    update_workspace(tmp_path / "mine")
    assert answered.read_text("utf-8") == "my answers"


def test_a_folder_that_cannot_be_made_fails(tmp_path):
    write(tmp_path / "file", "")
    with pytest.raises(DataError, match="cannot be written"):
        update_workspace(tmp_path / "file" / "mine")


# ---- in a real JupyterLab -----------------------------------------------------------------------

IDLE = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'
PATIENCE = 120_000  # other tests use the same cores [ms]
# A folded cell shows no number.
PROMPTS = (
    "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt:not(.jp-Placeholder-prompt)')]"
    ".map(e => e.innerText.trim())"
)
FAULTS = "document.querySelectorAll('.jp-RenderedText[data-mime-type*=stderr]').length"
# The other lessons show nothing in JupyterLab that a run without a browser does not show.
WITH_SLIDERS = [
    path.stem
    for path in sorted(files.course_folder().glob("[0-9][0-9]_*.ipynb"))
    if "widgets.explore(" in path.read_text("utf-8")
]


@pytest.fixture(scope="module")
def jupyterlab(tmp_path_factory):
    """Start JupyterLab as ``ecopark lab`` does, on a learner's folder; return folder and address."""
    folder = tmp_path_factory.mktemp("mine")
    update_workspace(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", f"--port={port}", "--allow-root", "--IdentityProvider.token=secret"]
    with (folder / "lab.log").open("wb") as log:
        server = subprocess.Popen(
            [*jupyterlab_command(folder), *options],
            env=jupyterlab_environment(folder),
            stdout=log,
            stderr=log,
        )
    for _ in range(120):
        time.sleep(0.5)
        if b"is running at" in (folder / "lab.log").read_bytes():
            break
    yield folder, f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait()


@pytest.fixture
def notebook(browser, jupyterlab):
    """Return a function that opens a notebook in JupyterLab and waits for its kernel."""
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.set_default_timeout(PATIENCE)

    def opened(name):
        page.goto(f"{jupyterlab[1]}/lab/tree/{name}?token=secret&reset")
        page.wait_for_selector(IDLE, timeout=PATIENCE)
        page.wait_for_timeout(1000)
        return page

    yield opened
    page.close()


def run_all(page):
    page.click('.lm-MenuBar-itemLabel:text("Run")')
    page.click('[data-command="runmenu:run-all"]')
    page.wait_for_function(
        f"{PROMPTS}.every(p => /\\[\\d+\\]/.test(p)) && {PROMPTS}.length > 3", timeout=2 * PATIENCE
    )


@pytest.mark.full
@pytest.mark.xdist_group("jupyterlab")
@pytest.mark.parametrize("name", WITH_SLIDERS)
def test_a_lesson_is_walked_through(notebook, jupyterlab, name):
    page = notebook(f"lessons/{name}.ipynb")
    assert page.locator("text=Create Assignment").count() == 0
    assert page.locator("text=notified about official").count() == 0
    run_all(page)
    assert page.evaluate(FAULTS) == 0
    slider = page.locator(".widget-slider .noUi-handle, .widget-dropdown select").first
    shown = page.locator(".jupyter-widgets.widget-output, .jp-OutputArea-output .widget-output").first
    slider.scroll_into_view_if_needed()
    before = shown.inner_html()
    if slider.evaluate("e => e.tagName") == "SELECT":
        slider.select_option(index=1)
    else:
        slider.focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "([e, b]) => e.innerHTML !== b", arg=[shown.element_handle(), before], timeout=PATIENCE
    )
    page.screenshot(path=jupyterlab[0] / f"{name}.png")  # for a person to look at


@pytest.mark.full
@pytest.mark.xdist_group("jupyterlab")
def test_a_concept_check_is_answered_by_keyboard(notebook, jupyterlab):
    page = notebook("lessons/00_start_here.ipynb")
    run_all(page)
    options = page.locator(".widget-radio input")
    options.first.scroll_into_view_if_needed()
    assert page.locator("[role=status]").count() == 0
    options.first.focus()
    page.keyboard.press("Space")
    page.wait_for_selector("[role=status]:has-text('✗')", timeout=PATIENCE)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_selector("[role=status]:has-text('✓')", timeout=PATIENCE)
    assert [option.is_checked() for option in options.all()[:3]] == [
        False,
        True,
        False,
    ]  # first of three checks
    assert page.locator("details", has_text="as in a spreadsheet").count() == 0  # that is for the site
    page.screenshot(path=jupyterlab[0] / "concept_check.png")  # for a person to look at


@pytest.mark.slow
@pytest.mark.xdist_group("jupyterlab")
def test_a_learners_afternoon(notebook, jupyterlab):
    """Answer wrongly, read the hint, answer rightly, save, and check the file."""
    page = notebook("exercises/05_eip_demonstration.ipynb")
    run_all(page)
    answer = page.locator(".jp-CodeCell", has_text="energy_intensity = ...").first
    for text, said in (
        ('row["industrial_added_value"] / row["energy"]', "05.1 not yet: This is added value per energy"),
        ('row["energy"] / row["industrial_added_value"]', "05.1 passed."),
    ):
        answer.locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.type(f"energy_intensity = {text}")
        page.keyboard.press("Shift+Enter")
        page.keyboard.press("Shift+Enter")
        page.wait_for_selector(f"text={said}", timeout=PATIENCE)
        solutions = page.locator("summary", has_text="A worked solution").count()
        assert solutions == (1 if said.endswith("passed.") else 0)
        answer = page.locator(".jp-CodeCell", has_text="energy_intensity = row").first
    page.screenshot(path=jupyterlab[0] / "worked_solution.png")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    path = jupyterlab[0] / "exercises" / "05_eip_demonstration.ipynb"
    for _ in range(40):
        page.wait_for_timeout(250)
        if 'row[\\"energy\\"] / row' in path.read_text("utf-8"):
            break
    done = subprocess.run(
        [sys.executable, "-c", "from ecopark_cli import main; main()", "check", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    asked = len(re.findall(r"^\d\d\.\d+ ", done.stdout, re.MULTILINE))
    assert "05.1 passed." in done.stdout
    assert f"1 of {asked} passed." in done.stdout
    assert json.loads(path.read_text("utf-8"))["cells"]

"""A kept kernel gives what a fresh one gives; nothing passes from notebook to notebook, nothing is left."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from ecopark import files
from ecopark_course import build, execute, sources

pytestmark = pytest.mark.slow
CHANGES = re.compile(r"0x[0-9a-f]+|[0-9a-f]{32}|\d{4}-\d\d-\d\d")  # addresses, ids of widgets, days
LESSONS = sources.masters("course")


def notebook_of(*cells):
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=[new_code_cell(c) for c in cells], metadata={"kernelspec": kernel})


def run(*cells, folder, **options):
    return execute.run_notebook(notebook_of(*cells), {}, "test", cwd=folder, **options)


def kept(*cells, folder, **options):
    return run(*cells, folder=folder, kept_kernel=True, **options)


def text(notebook, cell=-1):
    return "".join(output.get("text", "") for output in notebook.cells[cell]["outputs"])


def outputs(notebook):
    """Return outputs and execution counts, without addresses, ids and days; printed lines in one piece."""
    cells = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            printed = "".join(o.text for o in cell.outputs if o.output_type == "stream")
            shown = [o for o in cell.outputs if o.output_type != "stream"]
            cells.append((cell.execution_count, printed, shown))
    return CHANGES.sub("", json.dumps(cells, sort_keys=True))


@pytest.mark.xdist_group("course")
@pytest.mark.parametrize("master", LESSONS, ids=lambda p: p.stem)
def test_a_lesson_gives_the_same_in_a_fresh_and_in_a_kept_kernel(master, built):
    # The course runs its lessons in kept kernels, each of which is cleared between them.
    again = nbformat.read(build.executed_path(master), as_version=4)
    lesson = sources.lesson_edition(sources.read(master))
    fresh = execute.run_notebook(lesson, {}, master.stem, cwd=files.home_folder())
    assert outputs(fresh) == outputs(again)
    assert "widget-view" in outputs(again) or "<table" in outputs(again)


USES = """
import os, pandas, warnings, ipywidgets, matplotlib.pyplot as plt
pandas.set_option("display.max_colwidth", None)
slider = ipywidgets.IntSlider()
plt.figure()
leftover = 1
os.chdir("/")
"""
SHOWS = """
before = sorted(name for name in globals() if not name.startswith("_"))
import os, pandas, ipywidgets, matplotlib.pyplot as plt
print(os.getpid())
print(pandas.get_option("display.max_colwidth"), plt.get_fignums(), len(ipywidgets.widgets.widget._instances))
print("leftover" in before, os.getcwd())
"""


def test_nothing_passes_from_one_notebook_to_the_next(tmp_path):
    first = text(kept(SHOWS, folder=tmp_path)).splitlines()
    kept(USES, folder=tmp_path)
    folder = tmp_path / "another"
    folder.mkdir()
    second = text(kept(SHOWS, folder=folder)).splitlines()
    assert first[0] == second[0]  # one process
    assert second[1:] == ["50 [] 0", f"False {folder}"]


def test_an_executed_notebook_does_not_hold_the_notebook_again(tmp_path):
    marker = "x = 'once in the file'"
    assert json.dumps(run(marker, folder=tmp_path)).count(marker) == 1


def test_without_being_asked_every_notebook_has_a_process_of_its_own(tmp_path):
    processes = {text(run("import os; print(os.getpid())", folder=tmp_path)) for _ in range(2)}
    assert len(processes) == 2


@pytest.mark.parametrize("kept_kernel", [False, True])
def test_a_cell_that_takes_too_long_is_stopped_and_the_next_notebook_runs(kept_kernel, tmp_path):
    with pytest.raises(execute.NotebookFailed, match="longer than 2 s"):
        run("import time\ntime.sleep(600)", folder=tmp_path, timeout=2, kept_kernel=kept_kernel)
    assert text(run("print(6 * 7)", folder=tmp_path, kept_kernel=kept_kernel)) == "42\n"


@pytest.mark.parametrize("kept_kernel", [False, True])
def test_a_kernel_that_dies_is_named_and_the_next_notebook_runs(kept_kernel, tmp_path):
    with pytest.raises(execute.NotebookFailed, match="DeadKernel"):
        run("import os\nos._exit(3)", folder=tmp_path, kept_kernel=kept_kernel)
    assert text(run("print(6 * 7)", folder=tmp_path, kept_kernel=kept_kernel)) == "42\n"


def test_a_cell_that_fails_is_named_and_the_next_notebook_runs(tmp_path):
    with pytest.raises(execute.NotebookFailed, match="test, cell 1: ZeroDivisionError"):
        kept("x = 0", "1 / x", folder=tmp_path)
    assert text(kept("print(6 * 7)", folder=tmp_path)) == "42\n"


RUNNER = """
import sys
from pathlib import Path
from nbformat.v4 import new_code_cell, new_notebook
from ecopark_course import execute
kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
cells = [new_code_cell("open('running', 'w').close()\\nimport time\\ntime.sleep(600)")]
notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
execute.run_notebook(notebook, {}, "long", cwd=Path.cwd(), kept_kernel=sys.argv[1] == "kept")
"""


@pytest.mark.parametrize("kernel", ["fresh", "kept"])
def test_no_kernel_is_left_after_its_command_is_killed(kernel, alive, tmp_path):
    tag = f"{tmp_path.name}-{kernel}-{os.getpid()}"
    process = subprocess.Popen(
        [sys.executable, "-c", RUNNER, kernel], cwd=tmp_path, env={**os.environ, "ECOPARK_TAG": tag}
    )
    until = time.monotonic() + 60
    while not Path(tmp_path, "running").exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert len(alive(tag)) >= 2
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)
    until = time.monotonic() + 20
    while alive(tag) and time.monotonic() < until:
        time.sleep(0.1)
    assert alive(tag) == []


def test_a_cleared_kernel_speaks_english_again(tmp_path):
    kept('import ecopark_course as course\ncourse.set_language("zh-Hans")', folder=tmp_path)
    said = kept('import ecopark_course as course\ncourse.checker("05")("05.1", ...)', folder=tmp_path)
    assert text(said).startswith("05.1 not answered yet: ")

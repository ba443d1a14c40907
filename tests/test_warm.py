"""Warm kernels give what plain ones give, one process a notebook, and leave nothing behind."""

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

from ecopark_course import comparing, editions, engine, warm

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("warm"),
    pytest.mark.skipif(not warm.available(), reason="this system cannot fork kernels"),
]
ADDRESSES = re.compile(r"0x[0-9a-f]+|[0-9a-f]{32}|model_id.*")


@pytest.fixture
def served(monkeypatch):
    """Run this test with a server of warm kernels."""
    monkeypatch.setenv(warm.ADDRESS, warm.serve())


def made(*cells):
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=[new_code_cell(c) for c in cells], metadata={"kernelspec": kernel})


def run(*cells, tmp_path):
    return engine.execute(made(*cells), {}, "test", cwd=tmp_path)


def outputs(notebook):
    """Return what the cells gave, without addresses and widget ids."""
    kept = [
        {k: v for k, v in output.items() if k != "execution_count"}
        for cell in notebook.cells
        for output in cell.get("outputs", ())
    ]
    return ADDRESSES.sub("", json.dumps(kept, sort_keys=True))


def text(notebook, cell=-1):
    return "".join(o.get("text", "") for o in notebook.cells[cell]["outputs"])


PLOT = "import matplotlib.pyplot as plt\nplt.plot([1, 2], [3, 4]);"


def test_where_the_server_does_not_start_kernels_are_plain(monkeypatch, tmp_path):
    monkeypatch.delenv(warm.ADDRESS, raising=False)
    monkeypatch.setattr(warm, "_START_UP", 0)
    assert warm.serve() is None
    assert "--nbval-kernel-name" not in comparing.command(tmp_path / "answers.ipynb", 60)
    assert text(run("print(6 * 7)", tmp_path=tmp_path)) == "42\n"
    assert warm.ADDRESS not in os.environ


@pytest.mark.parametrize("source", ["03", "08", PLOT])
def test_outputs_are_those_of_a_plain_kernel_figures_byte_for_byte(source, served, monkeypatch, tmp_path):
    lesson = len(source) == 2
    notebook = editions.lesson(editions.read(editions.find(source))) if lesson else made(source)
    hot = engine.execute(notebook, {}, "warm", cwd=tmp_path)
    monkeypatch.delenv(warm.ADDRESS)
    plain = engine.execute(notebook, {}, "plain", cwd=tmp_path)
    assert outputs(hot) == outputs(plain)
    assert "image/png" in outputs(hot) or "data:image/png" in outputs(hot)


def test_each_notebook_has_a_process_of_its_own(served, tmp_path):
    first = run(
        "import numpy as np\nnp.pi = 3\nimport os\nprint(os.getpid(), np.random.rand())", tmp_path=tmp_path
    )
    second = run("import numpy as np\nimport os\nprint(os.getpid(), np.random.rand())", tmp_path=tmp_path)
    assert text(first).split()[0] != text(second).split()[0]
    assert text(first).split()[1] != text(second).split()[1]
    assert text(run("import numpy\nprint(numpy.pi > 3.1)", tmp_path=tmp_path)) == "True\n"


def test_a_kernel_stands_in_its_folder_and_environment(served, tmp_path, monkeypatch):
    monkeypatch.setenv("ECOPARK_TEST", "here")
    found = run(
        "import os, sys\nprint(os.getcwd(), os.environ['ECOPARK_TEST'], sys.argv[0][-21:])", tmp_path=tmp_path
    )
    assert text(found) == f"{tmp_path} here ipykernel_launcher.py\n"


def test_a_cell_that_takes_too_long_is_stopped_and_the_next_notebook_runs(served, tmp_path):
    stuck = made("import time\ntime.sleep(60)")
    with pytest.raises(engine.NotebookFailed, match="longer than 2 s"):
        engine.execute(stuck, {}, "stuck", cwd=tmp_path, timeout=2)
    assert text(run("print(1)", tmp_path=tmp_path)) == "1\n"


def test_a_kernel_that_dies_is_named_and_the_next_notebook_runs(served, tmp_path):
    with pytest.raises(engine.NotebookFailed, match="DeadKernel"):
        run("import os\nos._exit(3)", tmp_path=tmp_path)
    assert text(run("print(2)", tmp_path=tmp_path)) == "2\n"


RUNNER = """
import sys
from pathlib import Path
from nbformat.v4 import new_code_cell, new_notebook
from ecopark_course import engine, warm
warm.serve()
print("ready", flush=True)
cells = [new_code_cell("import subprocess, time\\nsubprocess.Popen(['sleep', '600'])\\ntime.sleep(600)")]
kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
engine.execute(notebook, {}, "long", cwd=Path.cwd())
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_after_the_process_is_ended(how, alive, tmp_path):
    tag = f"ECOPARK_TAG={tmp_path.name}-{how.name}-{os.getpid()}"
    name, value = tag.split("=")
    environment = {k: v for k, v in os.environ.items() if k != warm.ADDRESS} | {name: value}
    process = subprocess.Popen(
        [sys.executable, "-c", RUNNER],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout.readline() == b"ready\n"
    for _ in range(300):
        time.sleep(0.2)
        if any(Path(f"/proc/{pid}/cmdline").read_text().startswith("sleep") for pid in alive(tag)):
            break
    assert len(alive(tag)) >= 3
    process.send_signal(how)
    process.wait(timeout=30)
    process.stdout.close()
    for _ in range(100):
        if not alive(tag):
            break
        time.sleep(0.1)
    assert alive(tag) == []


def test_papermills_command_line_knows_the_engine(tmp_path):
    nbformat.write(made("print(6 * 7)"), tmp_path / "in.ipynb")
    environment = {k: v for k, v in os.environ.items() if k != warm.ADDRESS}
    command = [sys.executable, "-m", "papermill", "--engine", "ecopark-warm", "--kernel", "python3"]
    subprocess.run(
        [*command, "in.ipynb", "out.ipynb"], cwd=tmp_path, env=environment, check=True, capture_output=True
    )
    assert text(nbformat.read(tmp_path / "out.ipynb", as_version=4)) == "42\n"


def test_a_notebook_for_another_language_is_not_run_with_python(tmp_path):
    notebook = made("total = 4 / 2\nprint(total)")
    notebook.metadata["kernelspec"] = {"name": "no-such-r", "display_name": "R", "language": "R"}
    nbformat.write(notebook, tmp_path / "in.ipynb")
    command = [sys.executable, "-m", "papermill", "--engine", "ecopark-warm", "in.ipynb", "out.ipynb"]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode != 0
    assert "No such kernel named no-such-r" in done.stderr

"""nbval runs the executed references again and compares every output with what is stored.

nbval compares nothing in a cell without an execution count, so such a reference is refused.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ecopark import files
from ecopark_course.check_notebook import pytest_arguments

REFERENCES = sorted((files.exercises_folder() / "reference").glob("*.ipynb"))
pytestmark = pytest.mark.slow


SUBSIDIES = files.exercises_folder() / "reference" / "10_subsidy_shares.ipynb"


def compared_cells(notebook: Path) -> list[str]:
    """Return the code cells whose stored output nbval compares."""
    cells = [c for c in json.loads(notebook.read_text("utf-8"))["cells"] if c["cell_type"] == "code"]
    return [c["id"] for c in cells if c["execution_count"] is not None]


def not_executed(notebook: Path) -> list[str]:
    cells = [c for c in json.loads(notebook.read_text("utf-8"))["cells"] if c["cell_type"] == "code"]
    return [c["id"] for c in cells if c["execution_count"] is None]


def nbval(notebook: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "pytest", "-q", *pytest_arguments(notebook, 120)]
    alone = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(words, env=alone, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("notebook", REFERENCES, ids=lambda p: p.stem)
def test_reference_was_executed(notebook):
    assert not_executed(notebook) == []
    assert len(compared_cells(notebook)) > 5


@pytest.mark.parametrize("notebook", REFERENCES, ids=lambda p: p.stem)
def test_reference_gives_its_stored_outputs_again(notebook):
    done = nbval(notebook)
    assert done.returncode == 0, done.stdout[-3000:]
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) == len(compared_cells(notebook))


@pytest.mark.parametrize("notebook", REFERENCES, ids=lambda p: p.stem)
def test_every_check_of_the_reference_passed(notebook):
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    lines = ["".join(c["outputs"][0]["text"]) for c in cells if c["id"].startswith("check-")]
    assert len(lines) >= 3
    assert all(re.fullmatch(r"\d\d\.\d+ (passed|kept for your teacher)\.\n", line) for line in lines)


def test_a_changed_digit_alt_text_and_solution_are_found_and_another_picture_is_the_same(tmp_path):
    notebook = json.loads(SUBSIDIES.read_text("utf-8"))
    cells = {cell["id"]: cell for cell in notebook["cells"]}

    def change(cell, pattern, new):
        before = json.dumps(cell["outputs"])
        assert re.search(pattern, before)
        cell["outputs"] = json.loads(re.sub(pattern, new, before, count=1))

    # The last cell is the one with the figure once more, with other words for it in the stored output.
    other_words = json.loads(json.dumps(cells["cell-29"])) | {"id": "other-words"}
    change(other_words, "Subsidy as a share", "Subsidy as a part")
    notebook["cells"].append(other_words)
    change(cells["cell-29"], r"(base64,\w{20})\w{4}", r"\1AAAA")
    change(cells["cell-20"], r"\d(?=\D*$)", lambda digit: str((int(digit[0]) + 1) % 10))
    cells["answer-10-2"]["source"] = "part = 50.0"
    copy = tmp_path / SUBSIDIES.name
    copy.write_text(json.dumps(notebook), encoding="utf-8")
    done = nbval(copy)
    assert done.returncode == 1
    code = [cell["id"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    failed = {
        code[int(number)] for number in re.findall(r"^FAILED .*::Cell (\d+)", done.stdout, re.MULTILINE)
    }
    assert failed == {"cell-20", "check-10-2", "other-words"}
    # nbval looks at the kinds of output first: a worked solution stands below a right answer only.
    assert "Missing output fields" in done.stdout
    assert "Cell outputs differ" in done.stdout


def test_a_stripped_reference_is_refused(tmp_path):
    notebook = json.loads(REFERENCES[0].read_text("utf-8"))
    notebook["cells"] = notebook["cells"][:4]
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(execution_count=None, outputs=[])
    copy = tmp_path / "stripped.ipynb"
    copy.write_text(json.dumps(notebook), encoding="utf-8")
    assert not_executed(copy)
    assert nbval(copy).returncode == 0  # nbval alone would be content: the refusal above is needed

"""Runs nbval on one notebook, and prints the output of each of its cells.

``python -m ecopark_course.nbval_run NOTEBOOK SECONDS`` prints one line of JSON: by the id of each cell,
whether nbval found its output equal to the stored one, the last line of it, and the error if there was one.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ecopark_course.sandbox_worker import end_with_parent

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["main", "pytest_arguments"]

_PICTURES = Path(__file__).with_name("pictures.cfg")  # what nbval leaves out of a comparison


def pytest_arguments(notebook: Path, seconds: int) -> list[str]:
    """Return pytest's arguments that let nbval run a notebook.

    Parameters
    ----------
    notebook : Path
        An executed notebook; nbval compares what its cells print with the outputs in it.
    seconds : int
        Longest time for one cell [s].
    """
    return [
        *(str(notebook), "--nbval", "-p", "nbval.plugin", "-p", "no:cacheprovider", "-c", os.devnull),
        *(f"--rootdir={notebook.parent}", f"--nbval-cell-timeout={seconds}", "--nbval-current-env"),
        f"--nbval-sanitize-with={_PICTURES}",
    ]


class Recorder:
    """A pytest plugin beside nbval that records the output of each cell, and whether it compared equal."""

    def __init__(self) -> None:
        self.cells: dict[str, tuple[bool, str, str]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: Any, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Record a cell after it ran."""
        report = yield
        if call.when == "call" and hasattr(item, "cell"):
            outputs = list(getattr(item, "test_outputs", ()))
            text = "".join(o.text for o in outputs if o.output_type == "stream").strip()
            error = next((f"{o.ename}: {o.evalue}" for o in outputs if "ename" in o), "")
            last = text.splitlines()[-1] if text else ""
            self.cells[item.cell.get("id", "")] = (call.excinfo is None, last, error)
        return report


def main(notebook: Path, seconds: int) -> None:
    """Run nbval, with no other plugin, and print its record."""
    threading.Thread(target=end_with_parent, args=(0,), daemon=True).start()
    os.environ.update(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", PYTEST_ADDOPTS="")
    recorder = Recorder()
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(pytest_arguments(notebook, seconds), plugins=[recorder])
    print(json.dumps(recorder.cells), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

"""Runs nbval on a notebook in a process of its own, and tells what each cell did."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

__all__ = ["command", "compare", "environment"]

_START_UP = 60  # seconds allowed for pytest, the kernel and the setup cells
_PICTURES = Path(__file__).with_name("pictures.cfg")  # what nbval leaves out of a comparison
_MEMORY = 8 * 2**30  # bytes of address space the process may take


def compare(notebook: dict[str, Any], seconds: int, exercises: int) -> dict[str, dict[str, Any]]:
    """Run nbval on a notebook and return what each cell did, by id.

    Parameters
    ----------
    notebook : dict
        An executed notebook; nbval compares what its cells print with the outputs in it.
    seconds : int
        Longest time for one cell [s].
    exercises : int
        How many exercises it holds; the longest time for all grows with them.
    """
    with tempfile.TemporaryDirectory(prefix="ecopark-check-") as name:
        folder = Path(name)
        answers, record = folder / "answers.ipynb", folder / "record.json"
        answers.write_text(json.dumps(notebook), encoding="utf-8")
        recorded = ("-p", "ecopark_course.nbval_record", f"--ecopark-record={record}")
        _run(command(answers, seconds, *recorded), folder, _START_UP + seconds * (exercises + 1))
        cells = json.loads(record.read_text(encoding="utf-8")) if record.exists() else []
    return {cell["id"]: cell for cell in cells}


def command(notebook: Path, seconds: int, *more: str) -> list[str]:
    """Return the command that runs nbval on a notebook; it needs the :func:`environment` after it.

    Parameters
    ----------
    notebook : Path
        The notebook.
    seconds : int
        Longest time for one cell [s].
    *more : str
        Further arguments for pytest.
    """
    return [
        *(sys.executable, "-m", "pytest", str(notebook), "--nbval", "-q", "-p", "nbval.plugin"),
        *("-p", "no:cacheprovider", "-c", os.devnull, f"--rootdir={notebook.parent}"),
        *(f"--nbval-cell-timeout={seconds}", f"--nbval-sanitize-with={_PICTURES}"),
        *more,
    ]


def environment() -> dict[str, str]:
    """Return an environment in which pytest loads no plugin by itself."""
    return {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def _run(words: list[str], folder: Path, longest: int) -> None:
    process = subprocess.Popen(
        words,
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limit if os.name == "posix" else None,
    )
    try:
        process.wait(timeout=longest)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL) if os.name == "posix" else process.kill()
        process.wait()


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))

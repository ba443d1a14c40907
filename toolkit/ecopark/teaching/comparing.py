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

__all__ = ["compare"]

_START_UP = 60  # seconds allowed for pytest, the kernel and the setup cells
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
        (folder / "answers.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        record = folder / "record.json"
        _run(_command(folder, record, seconds), folder, _START_UP + seconds * (exercises + 1))
        cells = json.loads(record.read_text(encoding="utf-8")) if record.exists() else []
    return {cell["id"]: cell for cell in cells}


def _command(folder: Path, record: Path, seconds: int) -> list[str]:
    return [
        *(sys.executable, "-m", "pytest", "answers.ipynb", "--nbval", "-q"),
        *("-p", "ecopark.teaching.nbval_record", f"--ecopark-record={record}"),
        *("-p", "no:cacheprovider", "-p", "no:xdist", "-c", os.devnull, f"--rootdir={folder}"),
        f"--nbval-cell-timeout={seconds}",
    ]


def _run(command: list[str], folder: Path, longest: int) -> None:
    process = subprocess.Popen(
        command,
        cwd=folder,
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

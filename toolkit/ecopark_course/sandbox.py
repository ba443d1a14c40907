"""Code of learners in a separate process: cells go in, plain values come out, limits hold.

With bubblewrap the process has no network, sees the system, Python and the course read-only, and nothing
else: no file of the teacher, no other submission, no solution. Without it only time and memory are limited.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from ecopark import files
from ecopark.errors import EcoparkError
from ecopark_course.answer_values import decode
from ecopark_course.language import mark, say

__all__ = ["Limits", "RunResult", "SandboxUnavailableError", "Step", "require_bubblewrap", "run_steps"]

_START_UP = 60  # longest time until the first cell begins [s]
_TICK = 0.25  # between two checks of time and memory [s]
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/localtime")
_FONTS = ("/etc/fonts", "/var/cache/fontconfig")
# Processes are counted per user, and never for root: started by root, each notebook gets a separate user.
_USERS = itertools.count(2_000_000_000 + os.getpid() * 100)
_SETTINGS = "/tmp/.matplotlib"  # noqa: S108 (in the sandbox)


class SandboxUnavailableError(EcoparkError):
    """No sandbox keeps the code of learners away from the teacher's files here."""

    def __init__(self, why: str, /, **values: object) -> None:
        text = mark(
            "{why} For a class that you trust, add --trust: then only time and memory are limited, and a "
            "learner's code can read and change your files."
        )
        super().__init__(text, why=say(why, **values))


@dataclass(frozen=True)
class Limits:
    """Limits for one notebook: seconds per cell; bytes of memory, files and output; processes."""

    seconds: float = 20.0
    memory: int = 3 * 2**29
    disk: int = 64 * 2**20
    output: int = 2 * 2**20
    processes: int = 64


@dataclass(frozen=True)
class Step:
    """One step: cells of code to run in turn, or the name whose value is returned."""

    id: str
    sources: tuple[str, ...] = ()
    name: str = ""


@dataclass
class RunResult:
    """Values by step, errors by step, and the step that did not end, with the reason, if there is one.

    ``later`` holds the errors of all cells of a step but its first.
    """

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    later: dict[str, str] = field(default_factory=dict)
    stuck: str = ""
    why: str = ""


def require_bubblewrap() -> None:
    """Try bubblewrap, and a cell in it, once.

    Raises
    ------
    SandboxUnavailableError
        If it is not installed, the system does not allow it, or its user cannot read ecopark.
    """
    if shutil.which("bwrap") is None:
        raise SandboxUnavailableError(
            "Grading needs bubblewrap, which is not installed: apt install bubblewrap."
        )
    command = [*_bubblewrap_command(Limits()), "/bin/true"]
    trial = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if trial.returncode:
        reason = " ".join(trial.stderr.split()) or str(trial.returncode)
        raise SandboxUnavailableError("bubblewrap does not work on this system ({reason}).", reason=reason)
    trial_steps = [Step("one", ("import ecopark; one = 1",)), Step("value", name="one")]
    if run_steps(trial_steps, Limits(), sandboxed=True).values != {"value": 1}:
        raise SandboxUnavailableError(
            "bubblewrap works, but nothing runs in it: another user cannot read Python or ecopark. Likely "
            "fix: check the permissions of their folders."
        )


def run_steps(
    steps: Sequence[Step], limits: Limits, *, sandboxed: bool, stop: threading.Event | None = None
) -> RunResult:
    """Run the cells of one notebook in a fresh process and return their results.

    Parameters
    ----------
    steps : sequence of Step
        The cells in order, and the names whose values are returned.
    limits : Limits
        The time and memory that the notebook may use.
    sandboxed : bool
        Whether to run it in bubblewrap; else in a plain process, with the same limits.
    stop : threading.Event, optional
        Set it to end the process before its time.
    """
    user = next(_USERS) if sandboxed and os.name == "posix" and os.geteuid() == 0 else None
    order = {"steps": [vars(step) for step in steps], "limits": vars(limits), "user": user}
    worker = [sys.executable, "-s", "-P", "-m", "ecopark_course.sandbox_worker"]
    process: Any
    with (
        tempfile.TemporaryDirectory(prefix="ecopark-", ignore_cleanup_errors=True) as folder,
        subprocess.Popen(
            [*(_bubblewrap_command(limits) if sandboxed else ()), *worker],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/" if sandboxed else folder,
            env=_environment(sandboxed=sandboxed),
            start_new_session=True,
        ) as process,
    ):
        try:
            # The worker's end of this pipe closes when this process ends, however it ends.
            with contextlib.suppress(OSError):
                process.stdin.write(json.dumps(order).encode() + b"\n")
            text, why = _watch(process, limits, len(steps), stop or threading.Event())
        finally:
            # It ends with all its child processes; bubblewrap ends its whole sandbox.
            if os.name == "posix":
                with contextlib.suppress(OSError):
                    os.killpg(process.pid, signal.SIGKILL)
            process.kill()
    return _parse_results(text, why, steps)


def _watch(process: Any, limits: Limits, steps: int, stop: threading.Event) -> tuple[bytes, str]:
    """Return the output of the process until it ended or exceeded a limit, and the limit."""
    text = bytearray()

    def read() -> None:
        with contextlib.suppress(OSError, ValueError):  # once it is closed
            while len(text) <= limits.output and (chunk := process.stdout.read(65536)):
                text.extend(chunk)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    lines, now = 0, time.monotonic()
    end, cell_end = now + _START_UP + limits.seconds * (steps + 1), now + _START_UP
    while reader.is_alive():
        reader.join(_TICK)
        now = time.monotonic()
        if text.count(b"\n") > lines:  # a step is done
            lines, cell_end = text.count(b"\n"), now + limits.seconds
        if now > min(cell_end, end) or stop.is_set():
            return bytes(text), "time"
        if _memory_in_use(process.pid) > limits.memory:
            return bytes(text), "memory"
    return bytes(text), "output" if len(text) > limits.output else "ended"


def _memory_in_use(pid: int) -> int:
    """Return the memory of a process and of all its descendants [bytes]."""
    total = 0
    with contextlib.suppress(psutil.Error):
        top = psutil.Process(pid)
        for process in (top, *top.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                total += process.memory_info().rss
    return total


def _bubblewrap_command(limits: Limits) -> list[str]:
    """Return the beginning of a command that runs the rest of it in a sandbox."""
    command = ["bwrap", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    command += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    # Root needs no user namespace, and the worker drops its rights before it runs a cell.
    root = os.geteuid() == 0
    command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"] if root else ["--unshare-user"]
    command += ["--perms", "1777", "--size", str(limits.disk), "--tmpfs", "/tmp"]  # noqa: S108 (its private /tmp)
    # It sees the system, Python, the libraries and the course: outer folders first, and after the empty /tmp,
    # where the course may be. Masters and references of the exercises are hidden again.
    python: list[str] = [sys.prefix, sys.base_prefix, os.path.realpath(sys.base_prefix)]
    visible = {Path(path).absolute() for path in (*_SYSTEM, *_FONTS, *python, *_library_folders())}
    course = (files.datasets_folder(), files.course_folder(), files.exercises_folder())
    visible |= {path.absolute() for path in course}
    for path in sorted(visible - {Path("/")}, key=lambda path: len(path.parts)):
        # A parent folder that is made here must be readable for the sandbox's user.
        command += [word for parent in reversed(path.parents[:-1]) for word in ("--dir", str(parent))]
        command += ["--ro-bind-try", str(path), str(path)]
    for name in ("masters", "reference"):
        if (solutions := files.exercises_folder().absolute() / name).is_dir():
            command += ["--tmpfs", str(solutions), "--remount-ro", str(solutions)]
    command += ["--perms", "1777", "--dir", _SETTINGS, *_font_list()]
    command += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--size", str(limits.disk)]
    return [*command, "--tmpfs", "/dev/shm", "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]  # noqa: S108


@functools.cache
def _font_list() -> tuple[str, ...]:
    """Return the arguments that share matplotlib's list of fonts: to build it again takes seconds."""
    import matplotlib
    from matplotlib import font_manager

    name = f"fontlist-v{font_manager.FontManager.__version__}.json"
    return ("--ro-bind-try", str(Path(matplotlib.get_cachedir(), name)), f"{_SETTINGS}/{name}")


def _library_folders() -> list[str]:
    """Return the folders of this package and of the installed ones."""
    package = str(Path(__file__).resolve().parents[1])
    return [package, *(path for path in sys.path if Path(path).name in {"site-packages", "dist-packages"})]


def _environment(*, sandboxed: bool) -> dict[str, str]:
    """Return a worker's environment variables; a sandbox gets none of the user's."""
    in_sandbox = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/tmp", "MPLCONFIGDIR": _SETTINGS}  # noqa: S108
    return {
        **(in_sandbox if sandboxed else os.environ),
        "ECOPARK_HOME": str(files.home_folder().absolute()),
        "MPLBACKEND": "agg",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        # The memory pool of Arrow reserves more addresses than the limit on memory allows.
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join(_library_folders()),
        "PIP_RETRIES": "0",  # an installation in a cell fails at once: there is no network
    }


def _parse_results(text: bytes, why: str, steps: Sequence[Step]) -> RunResult:
    """Parse the results in the lines of a worker; they are untrusted."""
    ids = {step.id for step in steps}
    result, current_step, ended = RunResult(), steps[0].id if steps else "", False
    for line in text.decode("utf-8", "replace").splitlines():
        try:
            kind, step, content = json.loads(line)
            is_known_step = step in ids
        except (ValueError, TypeError, RecursionError):
            continue
        if kind == "end":
            ended = True
        elif is_known_step and kind == "at":
            current_step = step
        elif is_known_step and kind == "value":
            result.values[step] = decode(content)
        elif is_known_step and kind in {"errors", "later"}:
            getattr(result, kind)[step] = _one_printable_line(content)
    if not ended:
        result.stuck, result.why = current_step, why
    return result


def _one_printable_line(text: Any) -> str:
    """Return a message in one line without control characters."""
    printable = "".join(letter if letter.isprintable() else " " for letter in str(text)[:300])
    return " ".join(printable.encode("utf-8", "replace").decode("utf-8").split())

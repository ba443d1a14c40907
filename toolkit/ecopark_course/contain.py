"""Untrusted code in a process of its own: no secrets, no network, limits, and plain values only.

The best means of the system are tried in turn: bubblewrap, namespaces of the kernel without it, and
a plain process with limits. What really stands is measured from inside, and what is missing is said.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ecopark import places
from ecopark.errors import EcoparkError
from ecopark_course import values, walls

__all__ = ["Cell", "CouldNotContain", "Limits", "Means", "Outcome", "Pen", "possible"]

_START_UP = 120  # longest time for the imports of a contained process [s]
_SPARE = 20  # time for ending what a notebook left, beyond its own time [s]
_TRIES = 2  # how often a notebook is tried where the contained side itself ended
_LINE = 16 * 2**20  # bytes of one answer of the contained side
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc/ld.so.cache")
_FILES = ("/etc/localtime", "/etc/fonts", "/etc/alternatives", "/etc/mime.types", "/var/cache/fontconfig")
_COUNT = itertools.count()
_WAYS = ("bwrap", "view", "plain")
_LABELS = {
    "bwrap": "bubblewrap",
    "view": "namespaces of the kernel",
    "plain": "a plain process",
}
_WALLS = {
    "user": "another user of the computer",
    "files": "its own view of files, without solutions and other submissions",
    "network": "no network",
    "processes": "it sees no other process",
}


class CouldNotContain(EcoparkError, OSError):
    """The contained process did not start, or ended without an answer."""


@dataclass(frozen=True)
class Cell:
    """One step in a contained process: code to run, or a name whose value is asked.

    ``added`` are further cells that belong to the step: they share its time.
    """

    id: str
    source: str = ""
    value: str = ""
    added: tuple[str, ...] = ()

    def order(self) -> dict[str, Any]:
        """Return what is sent."""
        kind = {"value": self.value} if self.value else {"source": self.source, "added": self.added}
        return {"id": self.id, **kind}


@dataclass(frozen=True)
class Limits:
    """Limits for one notebook: seconds a step, bytes of memory, of one file, and of all its files."""

    seconds: float = 20.0
    memory: int = 2**30
    file_size: int = 32 * 2**20
    disk: int = 64 * 2**20


@dataclass(frozen=True)
class Means:
    """What stands around a learner's code on this computer, measured from inside."""

    way: str
    stands: dict[str, bool]

    def lines(self) -> list[str]:
        """Return in plain words what is contained here, and what is not."""
        there = [text for wall, text in _WALLS.items() if self.stands.get(wall)]
        missing = [text for wall, text in _WALLS.items() if not self.stands.get(wall)]
        said = [f"Contained by {_LABELS[self.way]}: {'; '.join([*there, 'limits on time and memory'])}."]
        return said + ([f"Not to be had on this system: {'; '.join(missing)}."] if missing else [])


@dataclass
class Outcome:
    """What a contained notebook gave: values by id, errors by cell, and where it got stuck, if so.

    ``later`` are the errors of cells that were added to a cell.
    """

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    later: dict[str, str] = field(default_factory=dict)
    stuck: str = ""
    why: str = ""


def possible() -> bool:
    """Return whether this system can contain at all: it must be able to fork a process."""
    return hasattr(os, "fork")


class Pen:
    """A contained process that runs notebooks, one after the other. Use it in a ``with`` block.

    Parameters
    ----------
    limits : Limits
        What one notebook may use.
    ways : sequence of str
        Means to try, in order: ``"bwrap"``, ``"view"``, ``"plain"``.
    prepared : bool
        Whether to import at the start all that notebooks use. That pays for many notebooks; for a
        single one it is quicker to import only what it asks for.
    """

    def __init__(
        self, limits: Limits | None = None, ways: Sequence[str] = _WAYS, *, prepared: bool = True
    ) -> None:
        self.limits, self.ways, self.prepared = limits or Limits(), tuple(ways), prepared
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._means: Means | None = None
        self._over = False

    def __enter__(self) -> Pen:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def means(self) -> Means:
        """What stands around the code; starts the process if it does not run."""
        if self._process is None or self._process.poll() is not None or self._means is None:
            self._means = self._start()
        return self._means

    def run(self, cells: Sequence[Cell]) -> Outcome:
        """Run the cells of one notebook in a fresh contained process.

        Raises
        ------
        CouldNotContain
            If no contained process can be had.
        """
        order = {"cells": [c.order() for c in cells], "seconds": self.limits.seconds, "steps": len(cells)}
        longest = self.limits.seconds * (len(cells) + 1) + _SPARE
        for _ in range(_TRIES):
            if self._over:
                raise CouldNotContain("The contained process was ended.")
            _ = self.means
            try:
                return _read(self._ask(order, longest), cells)
            except (OSError, ValueError):
                self.close()
        return Outcome(stuck="everything", why="ended")

    def stop(self) -> None:
        """End the process for good, also while another thread waits for its answer."""
        self._over = True
        self.close()

    def close(self) -> None:
        """End the process and everything below it."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _start(self) -> Means:
        self.close()
        for way in self.ways:
            if (way == "bwrap" and not shutil.which("bwrap")) or (way == "view" and not walls.available()):
                continue
            with contextlib.suppress(OSError, ValueError, KeyError):
                return Means(way, self._launch(way))
            self.close()
        raise CouldNotContain("No process for the answers could be started: nothing was run.")

    def _launch(self, way: str) -> dict[str, bool]:
        self._folder = tempfile.TemporaryDirectory(prefix="ecopark-pen-", ignore_cleanup_errors=True)
        setting = {**_setting(way, self.limits, self._folder.name), "prepared": self.prepared}
        inside = [sys.executable, "-s", "-P", "-m", "ecopark_course.guest", json.dumps(setting)]
        self._process = subprocess.Popen(
            [*(_bubblewrap(setting) if way == "bwrap" else ()), *inside],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=_clean(),
            start_new_session=True,
        )
        return {str(k): v is True for k, v in self._answer(_START_UP)["means"].items()}

    def _ask(self, order: dict[str, Any], seconds: float) -> dict[str, Any]:
        process = self._process
        if process is None or process.stdin is None:
            raise OSError("not started")
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()
        return self._answer(seconds)

    def _answer(self, seconds: float) -> dict[str, Any]:
        process = self._process
        if process is None or process.stdout is None:
            raise OSError("not started")
        text, until, source = b"", time.monotonic() + seconds, process.stdout.fileno()
        while not text.endswith(b"\n"):
            if not select.select([source], [], [], max(0.0, until - time.monotonic()))[0]:
                raise TimeoutError("no answer")
            part = os.read(source, 1 << 20)
            if not part or len(text) > _LINE:
                raise OSError("the contained process ended")
            text += part
        answer = json.loads(text)
        return answer if isinstance(answer, dict) else {}


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close the line: the contained process ends what it started, and itself; else it is ended."""
    for line in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            line.close() if line else None
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=_SPARE)
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _setting(way: str, limits: Limits, folder: str) -> dict[str, Any]:
    root = os.name == "posix" and os.geteuid() == 0
    number = 1_000_000_000 + (os.getpid() * 64 + next(_COUNT) % 64) % 900_000_000
    user = number if root and walls.available() else None
    secret = [str(places.exercises() / name) for name in ("masters", "reference")]
    return {
        "outer": way,
        "inner": way != "plain",
        "root": folder,
        "user": user,
        "tasks": 64 if user else _tasks() + 64,
        "shown": _shown(),
        "hidden": [*secret, str(places.exercises())],
        "secret": secret,
        "memory": limits.memory,
        "file_size": limits.file_size,
        "disk": limits.disk,
    }


def _tasks() -> int:
    """Return how many threads this user has now: the system counts them all together."""
    count = 0
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if path.stat().st_uid == os.getuid():
                count += len(list((path / "task").iterdir()))
    return count or 2000


def _shown() -> list[str]:
    """Return the paths a contained process may read: the system, Python, this package, the tables."""
    python = {sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.realpath(sys.base_prefix)}
    wanted = {*_SYSTEM, *_FILES, *python, *_libraries(), str(places.datasets())}
    return _outermost([path for path in wanted if os.path.lexists(path) and path != "/"])


def _libraries() -> list[str]:
    """Return the folders that hold this package and the installed libraries."""
    own = str(Path(__file__).resolve().parents[1])
    named = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    installed = [path for path in sys.path if Path(path).name in {"site-packages", "dist-packages"}]
    return [str(Path(path).resolve()) for path in (own, *named, *installed) if path]


def _outermost(paths: Sequence[str]) -> list[str]:
    """Return paths without those that lie inside another one."""
    kept: list[str] = []
    for path in sorted(paths, key=len):
        if not any(path.startswith(f"{one}/") and not Path(one).is_symlink() for one in kept):
            kept.append(path)
    return kept


def _bubblewrap(setting: dict[str, Any]) -> Iterator[str]:
    """Yield the command of bubblewrap for a setting."""
    yield from ("bwrap", "--die-with-parent", "--unshare-pid", "--unshare-net", "--unshare-ipc")
    yield from ("--unshare-uts", "--cap-add", "ALL")
    if os.geteuid() != 0:
        yield "--unshare-user"
    yield from ("--tmpfs", "/tmp")  # noqa: S108 (its own; what is shown may lie in it)
    for path in setting["shown"]:
        # Named one by one: parents that bubblewrap makes on its way can be read by their owner only.
        for parent in reversed(Path(path).parents[:-1]):
            yield from ("--dir", str(parent))
        if Path(path).is_symlink():
            yield from ("--symlink", str(Path(path).readlink()), path)
        else:
            yield from ("--ro-bind", path, path)
    for path in setting["hidden"]:
        if _inside(path, setting["shown"]) and Path(path).is_dir():
            yield from ("--tmpfs", path, "--remount-ro", path)
    yield from ("--proc", "/proc", "--dev", "/dev", "--chdir", "/")
    yield "--"


def _inside(path: str, shown: Sequence[str]) -> bool:
    return any(path == one or path.startswith(f"{one}/") for one in shown)


def _clean() -> dict[str, str]:
    """Return an environment that holds nothing of the user's."""
    kept = {key: os.environ[key] for key in ("ECOPARK_HOME",) if key in os.environ}
    return {
        **kept,
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": "/tmp",  # noqa: S108 (an empty folder of its own)
        "MPLBACKEND": "agg",
        # Arrow's own memory pool sets aside more addresses than the limit on memory allows.
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PIP_RETRIES": "0",  # an installation in a cell fails at once: there is no network
        "PYTHONPATH": os.pathsep.join(_libraries()),
    }


def _read(answer: dict[str, Any], cells: Sequence[Cell]) -> Outcome:
    """Return what the lines of a contained process say; they come from a stranger."""
    known = {cell.id for cell in cells}
    found, at, ended = Outcome(), cells[0].id if cells else "", False
    for text in str(answer.get("text", "")).splitlines():
        line = _json(text)
        at = line["at"] if line.get("at") in known else at
        for kind, into in (("value", found.values), ("error", found.errors), ("later", found.later)):
            pair = line.get(kind)
            if isinstance(pair, list) and len(pair) == 2 and pair[0] in known:
                into[pair[0]] = values.decode(pair[1]) if kind == "value" else _plain(pair[1])
        ended = ended or line.get("end") is True
    if not ended:
        found.stuck, found.why = at, str(answer.get("end", "ended"))
    return found


def _json(text: str) -> dict[str, Any]:
    """Return a line as a mapping of texts to anything, or nothing."""
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return line if isinstance(line, dict) and not isinstance(line.get("at"), list | dict) else {}


def _plain(text: Any) -> str:
    """Return a message in one line without signs that steer a terminal."""
    shown = "".join(c if c.isprintable() else " " for c in str(text)[:300])
    return " ".join(shown.encode("utf-8", "replace").decode("utf-8").split())

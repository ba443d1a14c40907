"""The contained side: a process that has imported everything once, and forks one for each notebook.

It holds no key, no master and no secret. It reads orders, one line of JSON each, from its standard
input, and answers each with one line. The process that runs a learner's code hands out text only;
nobody on this side trusts it, and the side that judges reads it as text from a stranger.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import select
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ecopark_course import walls

__all__ = ["main"]

_ALWAYS = ("pandas", "IPython.core.interactiveshell", "ecopark_course.cells")
_IMPORTS = (
    *("numpy", "scipy.stats", "scipy.optimize", "statsmodels.api", "networkx", "openpyxl"),
    *("matplotlib.pyplot", "seaborn", "matplotlib_inline.backend_inline", "narwhals", "pint", "ipywidgets"),
)
_OUTPUT = 2 * 2**20  # bytes that one notebook may hand out
_LOOK = 0.1  # how often the processes of a notebook are looked at [s]
_PROCESSES = 64  # processes and threads that one notebook may start


def main(setting: dict[str, Any]) -> None:
    """Build the outer wall where that is asked, import, try the inner walls, and serve."""
    if setting["outer"] == "view":
        _enclose(setting)
    _import_once(setting["prepared"])
    if walls.available():
        walls.adopt_orphans()
    if setting["user"] is not None and not _trial(setting)["user"]:
        setting["user"] = None
    _say({"means": _trial(setting)})
    for line in iter(sys.stdin.buffer.readline, b""):
        order = json.loads(line)
        _say(_contained(setting, order))


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.flush()


def _enclose(setting: dict[str, Any]) -> None:
    """Put this process behind walls of its own; what started it waits for it."""
    own = walls.FILES | walls.PROCESSES | walls.NETWORK | walls.TALK | walls.NAME
    parent = os.getppid()
    walls.die_with_parent(parent)
    walls.unshare(own | (walls.USER if os.geteuid() else 0))
    child = os.fork()
    if child:
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 255)
    walls.die_with_parent(0)  # the parent is outside of the new namespace, and has no number in it
    walls.view(setting["root"], setting["shown"], setting["hidden"])


def _import_once(everything: bool) -> None:
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    for name in (*_ALWAYS, *(_IMPORTS if everything else ())):
        importlib.import_module(name)
    if not everything:
        return
    for package in map(importlib.import_module, ("ecopark", "ecopark_course")):
        for name in package.__all__:
            with contextlib.suppress(ImportError):
                getattr(package, name)


def _trial(setting: dict[str, Any]) -> dict[str, bool]:
    """Return which walls stand, seen from inside."""
    found = _contained(setting, {"trial": setting["secret"], "seconds": 20, "steps": 1})
    with contextlib.suppress(ValueError, IndexError, TypeError):
        return dict(json.loads(found["text"].splitlines()[0]))
    return dict.fromkeys(("user", "files", "network", "processes"), False)


def _contained(setting: dict[str, Any], order: dict[str, Any]) -> dict[str, Any]:
    """Run one order in a process behind the inner walls; return what it wrote and how it ended."""
    read, write = os.pipe()
    with tempfile.TemporaryDirectory(prefix="ecopark-", ignore_cleanup_errors=True) as folder:
        child = os.fork()
        if not child:
            try:
                os.close(read)
                _become_contained(setting, order, write, folder)
            finally:
                os._exit(1)
        os.close(write)
        try:
            text, end = _watch(read, setting, order)
        finally:
            _clear(setting, child)
            os.close(read)
    return {"text": text.decode("utf-8", "replace"), "end": end}


def _watch(read: int, setting: dict[str, Any], order: dict[str, Any]) -> tuple[bytes, str]:
    """Read what a contained process writes, until it ends or breaks a limit."""
    seconds, start = float(order["seconds"]), time.monotonic()
    text, base, step = b"", _resident(os.getpid()), start
    while True:
        ready = select.select([read, sys.stdin.fileno()], [], [], _LOOK)[0]
        if sys.stdin.fileno() in ready:  # the other side is gone: it sends nothing while it waits
            raise SystemExit(1)
        if read in ready:
            part = os.read(read, 65536)
            text += part
            step = time.monotonic() if b"\n" in part else step
            if not part:
                return text, "ended"
        end = _broken(text, base, setting)
        now = time.monotonic()
        if end or now > step + seconds or now > start + seconds * (order["steps"] + 1):
            return text[:_OUTPUT], end or "time"


def _broken(text: bytes, base: int, setting: dict[str, Any]) -> str:
    if len(text) > _OUTPUT:
        return "output"
    grown = [_resident(one) - base for one in _below(os.getpid())]
    if sum(max(0, one) for one in grown) > setting["memory"]:
        return "memory"
    return "processes" if len(grown) > _PROCESSES else ""


def _resident(process: int) -> int:
    with contextlib.suppress(OSError, ValueError, IndexError):
        pages = Path(f"/proc/{process}/statm").read_text("ascii").split()
        return (int(pages[1]) - int(pages[2])) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _below(top: int) -> list[int]:
    """Return every process below another one; none where the system does not tell."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            text = path.read_text("utf-8", "replace")
            parents[int(path.parent.name)] = int(text.rpartition(")")[2].split()[1])
    found, new = [], {top}
    while new:
        new = {one for one, parent in parents.items() if parent in new}
        found += sorted(new)
    return found


def _clear(setting: dict[str, Any], child: int) -> None:
    """End every process that a notebook started, also one that tried to get away."""
    for end in (os.kill, os.killpg):
        with contextlib.suppress(OSError):
            end(child, signal.SIGKILL)
    until = time.monotonic() + 10
    while time.monotonic() < until:
        left = _below(os.getpid())
        for process in left:
            with contextlib.suppress(OSError):
                os.kill(process, signal.SIGKILL)
        if setting["user"] is not None:
            _end_all_of(setting["user"])
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
            time.sleep(0.002)
            continue
        if not left:
            return


def _end_all_of(user: int) -> None:
    """End all processes of a user at once; the user exists for one notebook only."""
    child = os.fork()
    if not child:
        with contextlib.suppress(OSError):
            os.setresuid(user, user, user)
            os.kill(-1, signal.SIGKILL)
        os._exit(0)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child, 0)


def _become_contained(setting: dict[str, Any], order: dict[str, Any], write: int, folder: str) -> None:
    """Put up the inner walls around this process and carry out the order."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.dup2(write, 3)
    os.closerange(4, 4096)
    with _inner(setting):
        _enter(folder, setting["user"])
        os.environ["HOME"] = os.environ["TMPDIR"] = str(Path.cwd())
        tempfile.tempdir = None
        if walls.available():
            walls.drop_rights(setting["user"])
        walls.limit(setting["memory"], setting["tasks"], setting["file_size"], _all_seconds(order))
        if "trial" in order:
            os.write(3, json.dumps(_stands(setting, order["trial"])).encode() + b"\n")
        else:
            importlib.import_module("ecopark_course.cells").run(order["cells"], 3)


def _enter(folder: str, user: int | None) -> None:
    """Go into the empty folder of this notebook; behind the inner walls it has to be made anew."""
    Path(folder).mkdir(mode=0o700, exist_ok=True)
    if user is not None:
        os.chown(folder, user, user)
    os.chdir(folder)


def _all_seconds(order: dict[str, Any]) -> int:
    return int(order["seconds"] * (order["steps"] + 1)) + 1


@contextlib.contextmanager
def _inner(setting: dict[str, Any]) -> Iterator[None]:
    """Give a process its own numbers of processes and its own empty folder, where that can be had."""
    if not setting["inner"]:
        yield
        return
    try:
        walls.unshare(walls.PROCESSES | walls.FILES | walls.TALK)
    except walls.Refusal:
        yield
        return
    child = os.fork()
    if child:
        os.close(3)
        os.waitpid(child, 0)
        os._exit(0)
    walls.private_mounts()
    walls.fresh_proc()
    walls.fresh_tmp("/tmp", setting["disk"], setting["shown"])  # noqa: S108 (an empty folder of its own)
    yield


def _stands(setting: dict[str, Any], secret: list[str]) -> dict[str, bool]:
    """Return which walls stand around this process, by trying them."""
    devices = Path("/proc/net/dev")
    lines = devices.read_text("ascii").splitlines()[2:] if devices.exists() else ["unknown"]
    return {
        "user": setting["user"] is not None and os.getuid() == setting["user"] and _can_read_python(),
        "files": not any(_listed(path) for path in secret),
        "network": all(line.strip().startswith("lo:") for line in lines),
        "processes": os.getpid() == 1,
    }


def _listed(path: str) -> bool:
    with contextlib.suppress(OSError):
        return any(True for _ in Path(path).iterdir())
    return False


def _can_read_python() -> bool:
    """Return whether this user can read Python's own library and this package."""
    with contextlib.suppress(OSError):
        return bool(Path(os.__file__).read_bytes() and Path(__file__).read_bytes())
    return False


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))

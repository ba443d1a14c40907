"""The process behind warm kernels: it has imported everything once, and forks a kernel on demand.

It runs alone, with one thread, and talks over a socket in a folder that only its owner can read.
Each line it receives is one order in JSON; each line it sends is one answer. A kernel lives no
longer than the connection that asked for it, and the server no longer than the process that started
it: both end when the other end of the line is closed, however that happens.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

__all__ = ["main"]

# Neither polars, DuckDB nor Dask: their threads do not survive a fork.
_IMPORTS = (
    *("numpy", "scipy.stats", "scipy.optimize", "statsmodels.api", "networkx", "openpyxl"),
    *("matplotlib.pyplot", "seaborn", "matplotlib_inline.backend_inline", "ipywidgets", "ipykernel.debugger"),
    *("ipykernel.kernelapp", "ipykernel.ipkernel", "narwhals", "pint", "jupytext"),
    # What a kernel itself imports when it begins.
    *("IPython.core.completerlib", "IPython.core.debugger", "IPython.core.magics.execution"),
    *("IPython.core.oinspect", "IPython.extensions.storemagic", "tornado.platform.asyncio"),
)
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def main(path: str) -> None:
    """Serve on a socket until the standard input is closed."""
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    _import_once()
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()
    # A handler, not SIG_IGN: children must be waited for, and must not inherit an ignored signal.
    signal.signal(signal.SIGCHLD, _reap)
    try:
        _serve(server)
    finally:
        shutil.rmtree(Path(path).parent, ignore_errors=True)  # its owner may have been killed


def _import_once() -> None:
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    with _as_in_a_kernel():
        importlib.import_module("pandas")
    for name in _IMPORTS:
        importlib.import_module(name)
    for package in map(importlib.import_module, ("ecopark_course", "ecopark")):
        for name in package.__all__:
            getattr(package, name)
    _rehearse(package)
    if threading.active_count() > 1:
        raise SystemExit("The server has threads: it cannot fork.")
    gc.collect()
    gc.freeze()


def _rehearse(ecopark: Any) -> None:
    """Do once what nearly every notebook does first: list backends, read units, find fonts, draw."""
    import io

    from matplotlib.figure import Figure

    registry = importlib.import_module("matplotlib.backends.registry")
    registry.backend_registry.list_all()  # it reads the entry points of all packages
    ecopark.units.factor("tce", "GJ")
    figure = Figure()
    figure.add_subplot().set_title("x")
    figure.savefig(io.BytesIO(), format="png", bbox_inches="tight")


@contextlib.contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """Let pandas see a notebook, not a terminal: it chooses how wide tables are when it is imported."""
    builtins.get_ipython = lambda: SimpleNamespace(kernel=None)  # type: ignore[attr-defined]
    yield
    del builtins.get_ipython  # type: ignore[attr-defined]


def _reap(*_: Any) -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _serve(server: socket.socket) -> None:
    kernels: defaultdict[int, set[int]] = defaultdict(set)
    with selectors.DefaultSelector() as ready:
        ready.register(server, selectors.EVENT_READ, "new")
        ready.register(sys.stdin.fileno(), selectors.EVENT_READ, "owner")
        while True:
            for key, _ in ready.select():
                if key.data == "owner":
                    _end(kernels)
                elif key.data == "new":
                    line = server.accept()[0]
                    ready.register(line, selectors.EVENT_READ, "line")
                else:
                    _answer(key.fileobj, ready, kernels)


def _end(kernels: dict[int, set[int]]) -> None:
    for started in kernels.values():
        _kill(started)
    raise SystemExit(0)


def _answer(line: Any, ready: selectors.BaseSelector, kernels: dict[int, set[int]]) -> None:
    """Carry out one order of a connection, or end its kernels when it is closed."""
    number = line.fileno()
    text = _read(line)
    if not text:
        ready.unregister(line)
        line.close()
        _kill(kernels.pop(number, set()))
        return
    order = json.loads(text)
    child = _fork(order, line, ready)
    kernels[number].add(child)
    line.sendall(json.dumps({"pid": child}).encode() + b"\n")


def _read(line: socket.socket) -> bytes:
    text = b""
    with contextlib.suppress(OSError):
        while not text.endswith(b"\n"):
            part = line.recv(65536)
            if not part:
                return b""
            text += part
    return text


def _kill(children: set[int]) -> None:
    for child in children:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)


def _fork(order: dict[str, Any], line: socket.socket, ready: selectors.BaseSelector) -> int:
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        _die_with(parent)
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for key in list(ready.get_map().values()):
            if key.data != "owner":
                key.fileobj.close()  # type: ignore[union-attr]
        ready.close()
        _become_kernel(order)
    finally:
        os._exit(1)


def _die_with(parent: int) -> None:
    """Ask the system to end this process when the server ends; where it cannot, the socket does."""
    with contextlib.suppress(OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _become_kernel(order: dict[str, Any]) -> None:
    """Turn this process into a kernel that looks as if it had just been started."""
    import random

    import numpy as np
    from ipykernel.kernelapp import IPKernelApp

    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.environ.clear()
    os.environ.update({k: v for k, v in order["env"].items() if k != "JPY_PARENT_PID"})
    os.chdir(order["cwd"])
    sys.path[:] = ["", *(p for p in sys.path if p)]
    sys.argv = ["ipykernel_launcher.py", "-f", order["connection"]]
    random.seed()
    np.random.seed()  # noqa: NPY002 (the legacy state was copied by the fork and must differ)
    app = IPKernelApp.instance()
    app.initialize(["-f", order["connection"], "--IPKernelApp.matplotlib=inline"])
    app.start()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])

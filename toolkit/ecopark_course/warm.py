"""Warm kernels: each notebook gets a fresh process, but nothing is imported twice.

A server process imports the libraries once and forks a kernel for each notebook. jupyter_client
starts such kernels through the provisioner ``ecopark-warm``, nbval through the kernel of that name,
papermill through the engine of that name, in ``warm_engine``. Where the system cannot fork safely,
kernels start in the plain way.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from ecopark_course.ready import ReadyClient

__all__ = [
    "ADDRESS",
    "LONGEST_PATH",
    "NAME",
    "SPECIFICATIONS",
    "WarmKernelManager",
    "WarmProvisioner",
    "available",
    "begin",
    "serve",
]

ADDRESS = "ECOPARK_WARM"  # the environment variable that names the socket of a running server
NAME = "ecopark-warm"  # of the kernel, and of what starts it
SPECIFICATIONS = Path(__file__).parent  # in JUPYTER_PATH, it lets any tool of Jupyter find the kernel
LONGEST_PATH = 60  # letters of the temporary folder: the system allows a socket 104 in all
_START_UP = 60  # longest time for the server's imports [s]
_END = 5  # longest time that a killed kernel may take to end [s]
_POLL = 0.005  # how often a kernel that should end is looked at [s]
_STARTED: dict[str, subprocess.Popen[bytes]] = {}  # the servers of this process, by address


def available() -> bool:
    """Return whether this system can fork kernels safely; not so on Windows and macOS."""
    fits = len(tempfile.gettempdir()) <= LONGEST_PATH
    return sys.platform == "linux" and hasattr(os, "pidfd_open") and fits


def begin() -> str:
    """Start the server, if this process and its parents have none; return its address at once.

    The server ends with the process that started it. Child processes find it by the environment.
    """
    known = os.environ.get(ADDRESS)
    if known and Path(known).parent.exists():
        return known
    folder = Path(tempfile.mkdtemp(prefix="ecopark-warm-"))
    address = str(folder / "socket")
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"}
    _STARTED[address] = subprocess.Popen(
        [sys.executable, "-m", "ecopark_course.warm_server", address],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    atexit.register(_stop, _STARTED[address], folder, os.getpid())
    os.environ[ADDRESS] = address
    return address


def serve() -> str | None:
    """Return the address of a server that is ready for orders; start it if there is none.

    There is no address where the system cannot fork or the server does not start: kernels then start
    in the plain way.
    """
    if not available():
        return None
    address = begin()
    own, until = _STARTED.get(address), time.monotonic() + _START_UP
    while not _answers(address):
        if (own is not None and own.poll() is not None) or time.monotonic() > until:
            _give_up(own)
            return None
        time.sleep(_POLL)
    return address


def _give_up(process: subprocess.Popen[bytes] | None) -> None:
    os.environ.pop(ADDRESS, None)
    if process is not None:
        process.kill()
        process.wait()


def _stop(process: subprocess.Popen[bytes], folder: Path, owner: int) -> None:
    if os.getpid() == owner and process.stdin is not None:
        process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        shutil.rmtree(folder, ignore_errors=True)
        os.environ.pop(ADDRESS, None)


def _answers(address: str) -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.connect(address)
        return True
    return False


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel by asking the server to fork; the kernel ends when this object's line does."""

    _line: socket.socket | None = None
    _handle: int | None = None

    @property
    def has_process(self) -> bool:
        """Return whether a kernel was started."""
        return self._handle is not None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork the kernel."""
        address = serve()
        if address is None:
            raise RuntimeError("The server of warm kernels did not start.")
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(address)
        order = {
            "connection": getattr(self.parent, "connection_file", ""),
            "cwd": str(kwargs.get("cwd") or Path.cwd()),
            "env": kwargs.get("env") or dict(os.environ),
        }
        self._line.sendall(json.dumps(order).encode() + b"\n")
        with self._line.makefile("rb") as answers:
            self.pid = self.pgid = int(json.loads(answers.readline())["pid"])
        self._handle = os.pidfd_open(self.pid)
        return self.connection_info

    async def poll(self) -> int | None:
        """Return ``None`` while the kernel runs, 0 when it has ended."""
        if self._handle is None:
            return 0
        return 0 if select.select([self._handle], [], [], 0)[0] else None

    async def wait(self) -> int | None:
        """Wait until the kernel has ended."""
        await self._ended()
        self._let_go()
        return 0

    async def _ended(self) -> None:
        while await self.poll() is None:
            await asyncio.sleep(_POLL)

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and its children."""
        if self.pid and await self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signum)

    async def kill(self, restart: bool = False) -> None:
        """End the kernel, and see that it has ended: the manager would look every 0.1 s only."""
        await self.send_signal(signal.SIGKILL)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._ended(), _END)

    async def terminate(self, restart: bool = False) -> None:
        """Ask the kernel to end."""
        await self.send_signal(signal.SIGTERM)

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of the line to the server; what still runs ends with it."""
        await super().cleanup(restart)
        if not restart:
            self._let_go()

    def _let_go(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._handle is not None:
            os.close(self._handle)
        self._line, self._handle = None, None


class WarmKernelManager(AsyncKernelManager):
    """A kernel manager whose kernels are forked, whatever kernel the notebook names."""

    client_factory = ReadyClient

    @property
    def kernel_spec(self) -> KernelSpec:
        """Return the specification that names the provisioner."""
        return KernelSpec.from_resource_dir(str(SPECIFICATIONS / "kernels" / NAME))

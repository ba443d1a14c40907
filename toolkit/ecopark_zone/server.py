"""The dashboard's server: Voila on this computer only, with a token, and nothing kept afterwards."""

from __future__ import annotations

import errno
import importlib.util
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from typing import Any

from ecopark.errors import EcoparkError, MissingExtra
from ecopark.i18n import say
from ecopark_zone.dashboard import LARGEST

__all__ = ["NoServer", "running_server", "serve"]

_HERE = "127.0.0.1"
_START_UP = 60  # longest time for the server's start [s]
# The page may connect to its server only; the browser enforces this policy.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws://{host}:{port}; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
)
# Of what JupyterLab may have installed, the page loads the widgets only.
_EXTENSIONS = [
    "@jupyter-widgets/jupyterlab-manager",
    *(f"@voila-dashboards/widgets-manager{n}" for n in (7, 8)),
]
# Voila's settings that are code. It checks the XSRF token of the page but does not hand it out: reading
# it sets the cookie. And it must not outlive the command, nor leave a file, however the command ends.
_HOOK = """\
import os, shutil, sys, threading

def hand_out(handler, notebook, cwd):
    handler.xsrf_token

def end_with_the_command():
    sys.stdin.buffer.read()
    shutil.rmtree(os.getcwd(), ignore_errors=True)
    os._exit(1)

threading.Thread(target=end_with_the_command, daemon=True).start()
c.VoilaConfiguration.prelaunch_hook = hand_out
"""


class NoServer(EcoparkError):
    """The dashboard's server did not start."""


def serve(port: int = 0, *, open_browser: bool = True, tell: Callable[[str], None] = print) -> int:
    """Run the dashboard until it is interrupted, and return the exit code.

    Port 0 takes a free one; ``tell`` is called with each message for the user.

    Raises
    ------
    MissingExtra
        If Voila is not installed.
    NoServer
        If the server does not start.
    """
    with running_server(port) as (address, process):
        tell(say("The dashboard is at {address}", address=address))
        tell(say("Stop it with Ctrl+C; then everything that was uploaded is gone."))
        if open_browser:
            webbrowser.open(address)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            return process.wait()
        except KeyboardInterrupt:
            return 0


@contextmanager
def running_server(port: int = 0) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start the dashboard, give its address, token included, and its process, and end it afterwards."""
    if importlib.util.find_spec("voila") is None:
        raise MissingExtra("The dashboard needs Voila: pip install 'ecopark[zone]'")
    port = port or _free_port()
    if _answers(port):  # another program has it: its page must not get the token
        raise NoServer("The dashboard did not start: {reason}", reason=os.strerror(errno.EADDRINUSE))
    token = secrets.token_urlsafe(24)
    # All files written meanwhile are in this folder, including those that a killed kernel leaves.
    with tempfile.TemporaryDirectory(prefix="ecopark-dashboard-") as name:
        folder = Path(name)
        temporary = folder / "tmp"
        temporary.mkdir()
        notebook = shutil.copy(Path(__file__).with_name("dashboard.ipynb"), folder)
        (folder / "voila.json").write_text(json.dumps(_settings(port)), encoding="utf-8")
        (folder / "voila.py").write_text(_HOOK, encoding="utf-8")
        jupyter_path = filter(None, (str(Path(__file__).parent), os.environ.get("JUPYTER_PATH")))
        environment = {
            **os.environ,
            "JUPYTER_TOKEN": token,  # not on the command line, which other users can read
            "JUPYTER_PATH": os.pathsep.join(jupyter_path),
            "TMPDIR": str(temporary),
            "TEMP": str(temporary),
        }
        with (
            (folder / "log").open("wb") as log,
            subprocess.Popen(
                [sys.executable, "-P", "-m", "voila", str(notebook)],  # -P: voila.py here is a setting
                cwd=folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=os.name == "posix",
            ) as process,
        ):
            try:
                _wait(process, port, folder / "log")
                yield f"http://{_HERE}:{port}/?token={token}", process
            finally:
                # The server ends its kernels. If it does not end in time, it is killed.
                process.terminate()
                try:
                    process.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    process.kill()


def _settings(port: int) -> dict[str, Any]:
    """Return Voila's settings: this computer only, token, XSRF check, custom template, no file served."""
    tornado = {
        "xsrf_cookies": True,
        "allow_remote_access": False,
        "local_hostnames": ["localhost"],
        "headers": {"Content-Security-Policy": _POLICY.format(host=_HERE, port=port)},
        "websocket_max_message_size": 2 * LARGEST,
    }
    application = {"ip": _HERE, "port": port, "port_retries": 0, "open_browser": False, "auto_token": True}
    page = {"template": "ecopark", "strip_sources": True, "show_tracebacks": False}
    nothing = {"file_allowlist": ["$^"], "file_denylist": [".*"]}
    return {
        "Voila": {**application, "tornado_settings": tornado},
        "VoilaConfiguration": {**page, "extension_allowlist": _EXTENSIONS, **nothing},
        "MappingKernelManager": {"cull_idle_timeout": 3600, "cull_interval": 60},
    }


def _free_port() -> int:
    with socket() as probe:
        probe.bind((_HERE, 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    """Return whether a program listens at a port of this computer."""
    with socket() as line:
        return line.connect_ex((_HERE, port)) == 0


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until the server answers; raise the last line of its log if it does not."""
    until = time.monotonic() + _START_UP
    while time.monotonic() < until and process.poll() is None:
        if _answers(port):
            return
        time.sleep(0.1)
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    raise NoServer("The dashboard did not start: {reason}", reason=lines[-1] if lines else say("no answer"))

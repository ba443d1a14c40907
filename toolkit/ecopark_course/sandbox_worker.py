"""The process that runs a learner's cells, as IPython would, and writes the values of the answers.

The learner's code runs in this process, so its output is never trusted: it may forge any line,
but a line holds a value, never a verdict.
"""

from __future__ import annotations

import builtins
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any, cast

from ecopark_course.answer_values import encode

__all__ = ["end_with_parent", "main"]

_SHOWN = 200  # letters of an error message
_NO_INPUT = " (nobody answers input() here: write the value into the cell)"
_RUN_CODE = {"time", "timeit", "prun", "run", "memit", "lprun", "mprun"}  # magics that run learners' code


def main() -> None:
    """Read one order from standard input, carry it out, and write a line of JSON for each result."""
    source, target = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    with os.fdopen(source, "rb", closefd=False) as orders:
        order = json.loads(orders.readline())
    threading.Thread(target=end_with_parent, args=(source,), daemon=True).start()
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    if order["user"] is not None:
        os.setgroups([])
        os.setresgid(*[order["user"]] * 3)
        os.setresuid(*[order["user"]] * 3)
    _limit_process(order["limits"])
    _run_steps(order["steps"], target)


def end_with_parent(source: int) -> None:
    """Wait until the other end of a pipe closes, which is when the parent ends, and end with it."""
    try:
        while os.read(source, 1):
            pass
    finally:
        if os.name == "posix":
            os.killpg(0, signal.SIGKILL)
        os._exit(1)


def _limit_process(limits: dict[str, Any]) -> None:
    """Set the limits of the operating system, if it has them."""
    try:
        import resource
    except ImportError:
        return
    most = {
        resource.RLIMIT_FSIZE: limits["disk"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_NPROC: limits["processes"] + _count_threads(),
    }
    if sys.platform == "linux":  # other systems ignore this limit
        most[resource.RLIMIT_AS] = 2 * limits["memory"]  # addresses: more than the memory in use
    for kind, number in most.items():
        hard = resource.getrlimit(kind)[1]
        number = number if hard == resource.RLIM_INFINITY else min(number, hard)
        resource.setrlimit(kind, (number, number))


def _count_threads() -> int:
    """Count the threads of this user: without a sandbox, all of the user's programs count."""
    import psutil

    user, count = os.getuid(), 0
    for process in psutil.process_iter(["uids", "num_threads"]):
        if process.info["uids"] and process.info["uids"].real == user:
            count += process.info["num_threads"] or 1
    return count


def _run_steps(steps: list[dict[str, Any]], target: int) -> None:
    """Run the steps, and write ``[kind, step, content]`` for each value and each error."""
    write, dump = os.write, json.dumps

    def tell(kind: str, step: str, content: Any = None) -> None:
        text = dump([kind, step, content]).encode() + b"\n"
        while text:
            text = text[write(target, text) :]

    _silence_checks()
    shell = _make_shell()
    for step in steps:
        tell("at", step["id"])
        if step["name"]:
            tell("value", step["id"], encode(shell.user_ns.get(step["name"])))
        for place, source in enumerate(step["sources"]):
            inputs = shell.inputs
            result = shell.run_cell(source, store_history=False)
            error = result.error_before_exec or result.error_in_exec
            if error is not None:
                hint = _NO_INPUT if shell.inputs > inputs else ""
                tell("later" if place else "errors", step["id"], _error_line(error) + hint)
    tell("end", steps[-1]["id"])
    os._exit(0)


def _silence_checks() -> None:
    """Silence the checks of the notebook: the solutions are not available here."""
    import ecopark_course

    vars(ecopark_course)["checker"] = lambda *_, **__: lambda *_, **__: None


def _make_shell() -> Any:
    """Return an IPython that shows nothing, keeps no history, and accepts the code of a notebook."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Shell(InteractiveShell):
        """Accepts all code that a kernel accepts in a cell, but displays nothing."""

        inputs = 0  # number of calls of input()
        system = InteractiveShell.system_raw  # the alternative needs a terminal

        def enable_matplotlib(self, *_: Any, **__: Any) -> tuple[None, str]:
            """Draw nothing: figures are not used here."""
            return None, "agg"

        def enable_gui(self, *_: Any, **__: Any) -> None:
            """Start no window."""

        def ask_exit(self) -> None:
            """Continue: the check of a cell that ends the kernel still has to run."""

        def run_line_magic(self, name: str, line: str, _stack_depth: int = 1) -> Any:
            """Run a magic; one that only sets or shows something may fail without stopping an answer."""
            try:
                return super().run_line_magic(name, line, _stack_depth + 1)
            except Exception:  # of magics that install, load, set or show anything
                if name in _RUN_CODE:
                    raise
            return None

    # IPython makes a folder for its settings: here, one for this notebook only.
    os.environ["IPYTHONDIR"] = str(Path.cwd() / ".ipython")

    def nobody_answers(*_: Any, **__: Any) -> str:
        shell.inputs += 1
        return ""

    shell = cast(Any, Shell)(config=Config({"HistoryManager": {"enabled": False}}))
    for name in ("showtraceback", "showsyntaxerror"):
        setattr(shell, name, lambda *_, **__: None)
    shell.set_hook("show_in_pager", lambda *_: None, priority=0)
    builtins.input = nobody_answers
    sys.breakpointhook = lambda *_, **__: None
    sys.argv = ["notebook"]
    return shell


def _error_line(error: BaseException) -> str:
    """Return an error as one line, whatever the methods of its class do."""
    try:
        text = " ".join(str(error).split())
    except BaseException:  # a learner's class may do anything here
        text = ""
    return f"{type(error).__name__[:60]}: {text[:_SHOWN]}"


if __name__ == "__main__":
    main()

"""Runs the cells of a notebook in a contained process and hands out the values of the answers.

Code of a learner runs in this very process. So nothing that it writes is believed: it may forge any
line, but it does not know which line would be right.
"""

from __future__ import annotations

import builtins
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any, cast

from ecopark_course import values

__all__ = ["run"]

_SHOWN = 200  # letters of an error message
_NO_INPUT = " (nobody answers input() here: write the value into the cell)"
_RUN_CODE = {"time", "timeit", "prun", "run", "memit", "lprun", "mprun"}  # magics with code of the learner


def run(cells: list[dict[str, Any]], line: int) -> None:
    """Run cells one after the other and write a line of JSON for each thing that is known.

    Parameters
    ----------
    cells : list of dict
        ``{"id", "source", "added"}`` for code, where ``added`` are further cells of the same step;
        ``{"id", "value"}`` for a name whose value is asked.
    line : int
        File descriptor to write to. First comes ``{"at": id}``; then ``{"value": [id, pair]}`` or
        ``{"error": [id, text]}``, or ``{"later": [id, text]}`` of an added cell; at last ``{"end": true}``.
    """
    _without_checks()
    shell = _shell()
    say = _speaker(line)
    for cell in cells:
        say({"at": cell["id"]})
        if "value" in cell:
            say({"value": [cell["id"], values.encode(shell.user_ns.get(cell["value"]))]})
            continue
        for kind, source in (("error", cell["source"]), *(("later", code) for code in cell["added"])):
            asked_for_input = shell.inputs
            done = shell.run_cell(source, store_history=False)
            error = done.error_before_exec or done.error_in_exec
            if error is not None:
                hint = _NO_INPUT if shell.inputs > asked_for_input else ""
                say({kind: [cell["id"], _in_words(error) + hint]})
    say({"end": True})
    os._exit(0)


def _speaker(line: int) -> Callable[[dict[str, Any]], None]:
    dump, write = json.dumps, os.write

    def say(what: dict[str, Any]) -> None:
        text = dump(what).encode() + b"\n"
        while text:
            text = text[write(line, text) :]

    return say


def _without_checks() -> None:
    """Let the notebook's own checks say nothing: the key is not on this side."""
    import ecopark_course

    def silent(*_: Any, **__: Any) -> None:
        return None

    vars(ecopark_course)["checker"] = lambda *_, **__: silent


def _shell() -> Any:
    """Return an IPython that shows nothing, keeps no history, and takes what a notebook takes."""
    import random

    import numpy as np
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.text import LSString, SList
    from traitlets.config import Config

    expanded: Any = InteractiveShell.var_expand  # puts the values of {name} and $name into a command

    class Shell(InteractiveShell):
        """Takes all that a kernel takes in a cell, though there is nobody to show anything to."""

        inputs = 0  # how often a cell asked for a text

        def enable_matplotlib(self, *_: Any, **__: Any) -> tuple[None, str]:
            """Draw nothing: figures are not looked at here."""
            return None, "agg"

        def enable_gui(self, *_: Any, **__: Any) -> None:
            """Start no window."""

        def ask_exit(self) -> None:
            """Go on: the check of a cell that ends the kernel is still to come."""

        def run_line_magic(self, name: str, line: str, _stack_depth: int = 1) -> Any:
            """Run a magic; one that only sets or shows something may fail, and stops no answer."""
            try:
                return super().run_line_magic(name, line, _stack_depth + 1)
            except Exception:  # of magics that install, load, set or show anything
                if name in _RUN_CODE:
                    raise
            return None

        def system(self, command: str) -> None:
            """Run a command of the system behind the walls around this process, without a terminal."""
            self.user_ns["_exit_code"] = _completed(expanded(self, command, depth=1)).returncode

        def getoutput(self, command: str, split: bool = True, depth: int = 0) -> Any:
            """Run a command and return what it printed."""
            printed = _completed(expanded(self, command, depth=depth + 1)).stdout
            return SList(printed.splitlines()) if split else LSString(printed)

    def nobody_answers(*_: Any, **__: Any) -> str:
        shell.inputs += 1
        return ""

    random.seed()
    np.random.seed()  # noqa: NPY002 (the legacy state was copied by the fork and must differ)
    shell = cast(Any, Shell)(config=Config({"HistoryManager": {"enabled": False}}))
    for name in ("showtraceback", "showsyntaxerror"):
        setattr(shell, name, lambda *_, **__: None)
    shell.set_hook("show_in_pager", lambda *_: None, priority=0)
    builtins.input = nobody_answers
    sys.breakpointhook = lambda *_, **__: None
    sys.argv = ["notebook"]
    return shell


def _completed(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S602 (behind the walls; Python's own means would do the same)
        command,
        shell=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def _in_words(error: BaseException) -> str:
    """Return an error in one line, whatever its class does when it is asked."""
    try:
        text = " ".join(str(error).split())
    except BaseException:  # a learner's class may do anything here
        text = ""
    return f"{type(error).__name__[:60]}: {text[:_SHOWN]}"

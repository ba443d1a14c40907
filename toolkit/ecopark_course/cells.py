"""Runs the cells of a notebook in a contained process and hands out the values of the answers.

Code of a learner runs in this very process. So nothing that it writes is believed: it may forge any
line, but it does not know which line would be right.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any

from ecopark_course import values

__all__ = ["run"]

_SHOWN = 200  # letters of an error message


def run(cells: list[dict[str, str]], line: int) -> None:
    """Run cells one after the other and write a line of JSON for each thing that is known.

    Parameters
    ----------
    cells : list of dict
        ``{"id", "source"}`` for code, ``{"id", "value"}`` for a name whose value is asked.
    line : int
        File descriptor to write to. First comes ``{"at": id}``; then ``{"value": [id, pair]}`` or
        ``{"error": [id, text]}``; at last ``{"end": true}``.
    """
    _without_checks()
    shell = _shell()
    say = _speaker(line)
    for cell in cells:
        say({"at": cell["id"]})
        if "value" in cell:
            say({"value": [cell["id"], values.encode(shell.user_ns.get(cell["value"]))]})
            continue
        done = shell.run_cell(cell["source"], store_history=False)
        error = done.error_before_exec or done.error_in_exec
        if error is not None:
            say({"error": [cell["id"], _in_words(error)]})
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
    """Return an IPython that shows nothing and keeps no history."""
    import random

    import numpy as np
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    random.seed()
    np.random.seed()  # noqa: NPY002 (the legacy state was copied by the fork and must differ)
    shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    for name in ("showtraceback", "showsyntaxerror"):
        setattr(shell, name, lambda *_, **__: None)
    sys.argv = ["notebook"]
    return shell


def _in_words(error: BaseException) -> str:
    """Return an error in one line, whatever its class does when it is asked."""
    try:
        text = " ".join(str(error).split())
    except BaseException:  # a learner's class may do anything here
        text = ""
    return f"{type(error).__name__[:60]}: {text[:_SHOWN]}"

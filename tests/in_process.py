"""The command in this process: its exit code and what it prints, without a new interpreter."""

import contextlib
import io
import sys
from pathlib import Path
from subprocess import CompletedProcess

from ecopark_cli import main


def ecopark(*words, cwd=None):
    """Run ``ecopark`` with these words as a user does; an error that it lets through fails the test."""
    given, before = [str(word) for word in words], sys.argv
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(cwd or Path.cwd()),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        sys.argv, code = ["ecopark", *given], 0
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        finally:
            sys.argv = before
    return CompletedProcess(given, code, out.getvalue(), err.getvalue())

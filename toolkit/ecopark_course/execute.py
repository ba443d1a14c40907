"""Lessons and other notebooks run on papermill: always with a time limit, and saved once, at the end.

People get a fresh kernel for each notebook. Where many notebooks of this project run in one command, each
process keeps one kernel and clears it between notebooks. Code of a learner never runs in a kept kernel.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import logging
import os
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ecopark import errors, files
from ecopark.errors import EcoparkError
from ecopark_course import catalogs, sources
from ecopark_course.language import mark, say, sentences
from ecopark_course.parameters import parse_parameters, read_parameters

__all__ = ["LessonStopped", "NotebookFailed", "run_lesson", "run_notebook"]

# Resets a kept kernel; its imported modules stay imported.
_CLEAR = """\
import os, warnings, ipywidgets, pandas, matplotlib.pyplot
os.chdir({cwd!r})
matplotlib.pyplot.close("all")
ipywidgets.Widget.close_all()
with warnings.catch_warnings(action="ignore"):
    pandas.reset_option("all")
get_ipython().display_formatter.formatters["text/html"].pop(pandas.DataFrame, None)
get_ipython().reset()
import ecopark_course
ecopark_course.set_language("en")
get_ipython().reset()
"""
_LONGEST_CLEARING = 30  # [s]


class NotebookFailed(EcoparkError):
    """A cell of a notebook stopped with an error."""

    def __init__(self, name: str, cell: int, error: str, message: str) -> None:
        self.name, self.cell, self.error, self.message = name, cell, error, message
        place = {"name": name, "cell": cell}
        super().__init__(say("{name}, cell {cell}: {error}: {reason}", **place, error=error, reason=message))


class LessonStopped(EcoparkError, ValueError):
    """A lesson found its input wrong and stopped."""


def run_lesson(
    number: str,
    texts: Sequence[str] = (),
    output: Path | None = None,
    *,
    language: str = "en",
    kept_kernel: bool = False,
) -> Path:
    """Run one lesson with parameters and write the executed notebook.

    Parameters
    ----------
    number : str
        Number of the lesson, such as ``"03"``.
    texts : sequence of str
        Parameters as ``name=value``.
    output : Path, optional
        File to write; by default in the folder ``build/runs``.
    language : str
        The language of the lesson, such as ``"zh-Hans"``.
    kept_kernel : bool
        As in :func:`run_notebook`.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    DataError
        If a parameter is wrong, or the file has another ending than ``.ipynb``, was not written by ecopark
        or cannot be written; nothing is computed.
    LessonStopped
        If the lesson finds its input wrong: a zone that does not exist, a file that cannot be read.
        The notebook is still written: the reason at the top, the parameters, nothing computed.
    UnknownNameError
        If there is no such lesson.
    NotebookFailed
        If a cell fails; nothing is written.
    """
    # Everything is checked before anything runs.
    master = sources.find(number)
    notebook = sources.lesson_edition(catalogs.localized(master, language))
    known_parameters = read_parameters(notebook)
    values = parse_parameters(texts, known_parameters)
    if output is None:
        output = files.build_folder() / "runs" / f"{master.stem}.ipynb"
        output.parent.mkdir(parents=True, exist_ok=True)
    inputs = [value for value in values.values() if isinstance(value, str) and value]
    files.check_outputs([output], ".ipynb", inputs=inputs)

    # The executed notebook begins with a table of its parameters.
    spoken = sentences(language)
    heads = map(spoken, (mark("parameter"), mark("value"), mark("unit"), mark("meaning")))
    rows = [f"**{spoken(mark('This run'))}**", "", f"| {' | '.join(heads)} |", "|---|---|---|---|"]
    for name, parameter in known_parameters.items():
        value = str(values.get(name, parameter.default)).replace("|", "\\|")
        rows.append(f"| {name} | {value} | {parameter.unit} | {parameter.meaning} |")
    notebook.cells.insert(0, _text_cell("this-run", rows))
    try:
        executed = run_notebook(notebook, values, master.stem, cwd=Path.cwd(), kept_kernel=kept_kernel)
    except NotebookFailed as error:
        if error.error not in errors.__all__:
            raise
        # The reason comes first, then the cells up to the one that stopped the lesson.
        sentence, *remaining_lines = error.message.splitlines()
        details = ["", "```text", *remaining_lines, "```"] if remaining_lines else []
        title = spoken(mark("This lesson stopped."))
        reason = _text_cell("stopped", [f"**{title}** {sentence}", *details])
        notebook.cells = [reason, *notebook.cells[: error.cell]]
        sources.write_notebook(notebook, output, for_user=True)
        text = mark("Lesson {number} stopped. {reason}\nSee {file}")
        raise LessonStopped(text, number=master.stem[:2], reason=error.message, file=output) from error
    sources.write_notebook(executed, output, for_user=True)
    return output


def _text_cell(tag: str, lines: Sequence[str]) -> Any:
    import nbformat

    return nbformat.v4.new_markdown_cell("\n".join(lines), metadata={"tags": [tag]})


def run_notebook(
    notebook: Any,
    parameters: Mapping[str, Any],
    name: str,
    cwd: Path,
    timeout: int = 300,
    *,
    kept_kernel: bool = False,
) -> Any:
    """Run a notebook with papermill and return it executed.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The notebook; it is not changed.
    parameters : mapping
        Values for its parameters cell.
    name : str
        Name of the notebook in messages.
    cwd : Path
        Folder in which its cells run.
    timeout : int
        Longest time for one cell [s].
    kept_kernel : bool
        Whether it runs in the kernel that this process keeps, cleared, and not in a fresh one. Only for
        notebooks of this project, many in a row.

    Raises
    ------
    NotebookFailed
        If a cell raises an error or takes too long.
    """
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    _cure_widget_stall()
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # on the small matrices here, threads only wait
    logging.getLogger("papermill").setLevel(logging.ERROR)
    kernel = None
    if kept_kernel:
        _kept_kernel().clear(cwd)
        kernel = _kept_kernel()  # another one, if the first could not be cleared
    with warnings.catch_warnings():
        # papermill's translators still use deprecated calls of nbformat.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            executed: Any = papermill.execute_notebook(
                copy.deepcopy(notebook),
                None,
                parameters=dict(parameters),
                progress_bar=False,
                execution_timeout=timeout,
                cwd=cwd,
                extra_arguments=["--log-level=ERROR"],
                shutdown_kernel="immediate",
                km=kernel,
            )
        except papermill.PapermillExecutionError as error:
            raise NotebookFailed(name, error.cell_index, error.ename, error.evalue) from None
        except (CellTimeoutError, DeadKernelError, RuntimeError) as error:
            if kernel:
                kernel.end()
            if isinstance(error, CellTimeoutError):
                reason = say("a cell took longer than {seconds} s", seconds=timeout)
                raise NotebookFailed(name, 0, "Timeout", reason) from error
            raise NotebookFailed(name, 0, "DeadKernel", str(error)) from error
        finally:
            if kernel:
                kernel.close_client()
    del executed.metadata["papermill"]["input_path"]  # in place of a path, it holds the whole notebook
    return executed


@functools.cache
def _kept_kernel() -> Any:
    """Return the manager of the kernel that this process keeps.

    nbclient starts the kernel of a given manager if it does not run yet, and does not end it.
    It also leaves open the client through which it talked to the kernel.
    """
    from multiprocessing.util import Finalize

    from jupyter_client.manager import AsyncKernelManager
    from jupyter_core.utils import run_sync

    class KeptKernel(AsyncKernelManager):
        latest_client: Any = None

        def client(self, **options: Any) -> Any:
            self.latest_client = super().client(**options)
            return self.latest_client

        def close_client(self) -> None:
            if self.latest_client is not None:
                self.latest_client.stop_channels()

        def clear(self, cwd: Path) -> None:
            """Reset the kernel; end it if that fails."""
            if not self.has_kernel:
                return
            client = self.blocking_client()
            client.start_channels(iopub=False, stdin=False, hb=False, control=False)
            code, is_clear = _CLEAR.format(cwd=str(cwd)), False
            with contextlib.suppress(TimeoutError):
                reply = client.execute(code, silent=True, reply=True, timeout=_LONGEST_CLEARING)
                is_clear = reply["content"]["status"] == "ok"
            client.stop_channels()
            if not is_clear:
                self.end()

        def end(self) -> None:
            """End the kernel; the next notebook gets a new one, with a new manager."""
            _kept_kernel.cache_clear()
            if self.has_kernel:
                run_sync(self.shutdown_kernel)(now=True)

    kernel = KeptKernel()
    Finalize(kernel, kernel.end, exitpriority=1)  # also in a process of a pool, where atexit is not called
    return kernel


def _cure_widget_stall() -> None:
    """Keep nbclient from waiting, until the time limit, after an Output widget.

    nbclient sends on the shell socket while it waits for a reply on it, and the send uses up the wake-up of
    the reply. Asking the socket to look again cures it. Remove this when nbclient has solved its issue 312
    (pull request 311) and the lowest version in pyproject.toml contains the solution.
    """
    from nbclient.output_widget import OutputWidget

    publish = OutputWidget._publish_msg
    if hasattr(publish, "_cured"):
        return

    def publish_and_look(self: Any, *args: Any, **kwargs: Any) -> None:
        publish(self, *args, **kwargs)
        self.kernel_client.shell_channel.socket._schedule_remaining_events()

    publish_and_look._cured = True  # type: ignore[attr-defined]
    OutputWidget._publish_msg = publish_and_look  # type: ignore[method-assign]

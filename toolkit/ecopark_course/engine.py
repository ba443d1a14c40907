"""How notebooks are executed: papermill, made quick and safe."""

from __future__ import annotations

import copy
import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ecopark.errors import EcoparkError, MissingExtra

__all__ = ["NotebookFailed", "execute", "need_course"]

# jsonschema builds the grammars of this package at every start (1.3 s); no notebook schema needs it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


class NotebookFailed(EcoparkError):
    """A cell of a notebook stopped with an error."""

    def __init__(self, name: str, cell: int, error: str, message: str) -> None:
        self.name, self.cell, self.error, self.message = name, cell, error, message
        super().__init__(f"{name}, cell {cell}: {error}: {message}")


def need_course() -> None:
    """Raise ``MissingExtra`` if the notebook libraries are not installed."""
    try:
        import jupytext
        import papermill  # noqa: F401
    except ImportError as error:
        raise MissingExtra(f"{error.name} is missing: pip install 'ecopark[course]'") from error
    del jupytext


def execute(notebook: Any, parameters: Mapping[str, Any], name: str, cwd: Path, timeout: int = 300) -> Any:
    """Run a notebook with papermill and return it executed.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The notebook; it is not changed.
    parameters : mapping
        Values for its parameters cell.
    name : str
        What to call it in messages.
    cwd : Path
        Folder in which its cells run.
    timeout : int
        Longest time for one cell [s].

    Raises
    ------
    NotebookFailed
        If a cell raises an error or takes too long.
    """
    need_course()
    import nbformat

    _wake_up_after_widget_messages()
    with tempfile.TemporaryDirectory(prefix="ecopark-") as folder:
        source, target = Path(folder, "in.ipynb"), Path(folder, "out.ipynb")
        nbformat.write(copy.deepcopy(notebook), source)
        _papermill(source, target, dict(parameters), name, cwd, timeout)
        executed: Any = nbformat.read(target, as_version=4)
    return executed


def _papermill(
    source: Path, target: Path, parameters: dict[str, Any], name: str, cwd: Path, timeout: int
) -> None:
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            # papermill's translators still use deprecated calls of nbformat.
            warnings.simplefilter("ignore", DeprecationWarning)
            papermill.execute_notebook(
                source,
                target,
                parameters=parameters,
                progress_bar=False,
                request_save_on_cell_execute=False,
                autosave_cell_every=0,
                execution_timeout=timeout,
                cwd=cwd,
                kernel_manager_class=_kernel_manager(source.parent),
                shutdown_kernel="immediate",
            )
    except papermill.PapermillExecutionError as error:
        raise NotebookFailed(name, error.cell_index, error.ename, error.evalue) from None
    except CellTimeoutError as error:
        raise NotebookFailed(name, 0, "Timeout", f"a cell took longer than {timeout} s") from error
    except (DeadKernelError, RuntimeError) as error:
        raise NotebookFailed(name, 0, "DeadKernel", str(error)) from error


def _kernel_manager(folder: Path) -> type:
    """Return a kernel manager that talks through files of its own, not ports, where it can.

    Its kernels are warm where a server of warm kernels runs.
    """
    from jupyter_client.manager import AsyncKernelManager

    from ecopark_course import warm

    if os.name != "posix" or len(str(folder.parent)) > warm.LONGEST_PATH:
        return AsyncKernelManager
    base: type = warm.WarmKernelManager if os.environ.get(warm.ADDRESS) else AsyncKernelManager
    return type("LocalKernelManager", (base,), {"transport": "ipc", "ip": str(folder / "kernel")})


def _wake_up_after_widget_messages() -> None:
    """Keep nbclient from waiting forever after an Output widget.

    nbclient sends on the shell socket while it waits for a reply on it, and the send uses up the
    wake-up of the reply (jupyter/nbclient issue 312). Asking the socket to look again cures it.
    """
    from nbclient.output_widget import OutputWidget

    publish = OutputWidget._publish_msg
    if hasattr(publish, "_ecopark"):
        return

    def wake(self: Any, *args: Any, **kwargs: Any) -> None:
        publish(self, *args, **kwargs)
        self.kernel_client.shell_channel.socket._schedule_remaining_events()

    wake._ecopark = True  # type: ignore[attr-defined]
    OutputWidget._publish_msg = wake  # type: ignore[method-assign]

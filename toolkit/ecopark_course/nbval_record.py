"""A pytest plugin beside nbval: writes down what each cell of a notebook printed, and how it ended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

_RECORDS: list[dict[str, Any]] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names the file to write."""
    parser.addoption("--ecopark-record", default=None, help="file for what each cell did, as JSON")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: Any, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Record a cell after it ran; after a cell that did not end, start no further one."""
    report = yield
    target = item.config.getoption("--ecopark-record")
    if target and call.when == "call" and hasattr(item, "cell"):
        outputs = list(getattr(item, "test_outputs", ()))
        alive = item.parent.kernel.is_alive()
        stuck = bool(getattr(item.parent, "timed_out", False)) or not alive
        _RECORDS.append(
            {
                "id": item.cell.get("id", ""),
                "passed": call.excinfo is None,
                "compared": bool(item.options["check"]) and item.cell.execution_count is not None,
                "text": "".join(o.text for o in outputs if o.output_type == "stream"),
                "error": next((f"{o.ename}: {o.evalue}" for o in outputs if "ename" in o), ""),
                "stuck": ("time" if alive else "kernel") if stuck else "",
            }
        )
        Path(target).write_text(json.dumps(_RECORDS), encoding="utf-8")
        if stuck:
            item.session.shouldstop = "a cell did not end"
    return report

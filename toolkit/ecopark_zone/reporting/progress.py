"""Many reports on the command line: a progress bar, and a line for each zone that failed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from ecopark_zone.reporting.many import Outcome, make_all
from ecopark_zone.reporting.plans import keep_apart, plans

__all__ = ["run"]


def run(source: Path, output: Path, jobs: int = 2, scheduler: str | None = None, **options: Any) -> int:
    """Make the reports of a panel or folder, and return how many failed.

    Parameters
    ----------
    source, output : Path
        The panel or folder, and the folder to write to.
    jobs : int
        Reports to make at the same time on this machine.
    scheduler : str, optional
        Address of a Dask scheduler.
    **options
        As for :func:`ecopark_zone.reporting.plans.plans`.

    Raises
    ------
    DataError
        If the source holds nothing, the output holds the source or cannot be written, or the cluster
        does not answer.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console()
    keep_apart(source, output)
    planned, failures = plans(source, **options)
    columns = (TextColumn("reports"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("reports", total=len(planned) + len(failures))

        def seen(outcome: Outcome) -> None:
            bar.advance(task)
            if outcome.status == "failed":
                text = f"FAILED {outcome.zone or outcome.file}: {outcome.reason}"
                console.print(text, markup=False, highlight=False, soft_wrap=True)

        outcomes = make_all(planned, failures, output, jobs, scheduler, seen)
    counts = Counter(outcome.status for outcome in outcomes)
    said = ", ".join(f"{counts[status]} {status}" for status in ("made", "kept", "failed"))
    console.print(
        f"{len(outcomes)} zones: {said}. See {output}", markup=False, highlight=False, soft_wrap=True
    )
    return counts["failed"]

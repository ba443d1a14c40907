"""Who makes many reports: processes of this machine, each with one kernel, or the workers of a cluster."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

from ecopark.errors import DataError, EcoparkError, Issue, MissingExtra
from ecopark_zone.reporting.one import Job, Made, make
from ecopark_zone.reporting.plans import Plan

__all__ = ["Result", "attempt", "on_cluster", "on_this_machine"]

Result = tuple[Plan, Made | str]

_ONE_AT_A_TIME = threading.Lock()  # papermill and nbconvert are not made for threads
# What each process needs and imports late; the server that forks them imports it once.
_LIBRARIES = ("papermill.execute", "nbclient", "nbconvert.exporters", "jupytext", "openpyxl", "rich")
_CLEARINGS = 100  # how often to clear a folder into which a report may still be written
_TRIES = 3  # how often processes are started again after one of them was killed


def attempt(job: Job) -> Made | str:
    """Return the files of a report, or the reason why there are none; never an error."""
    try:
        with _ONE_AT_A_TIME:
            return make(job, kept_kernel=True)
    except EcoparkError as error:
        return str(error)
    except Exception as error:  # one broken report must not stop the others
        return f"{type(error).__name__}: {error}"


def on_this_machine(plans: Sequence[Plan], jobs: int) -> Iterator[Result]:
    """Yield each plan with what was made of it, in the order in which they end.

    Parameters
    ----------
    plans : sequence of Plan
        What to make.
    jobs : int
        Processes that work at the same time.
    """
    left = {plan.digest + plan.stem: plan for plan in plans}
    for _ in range(_TRIES):
        if left:
            yield from _one_pool(left, min(jobs, len(left)))
    for plan in left.values():
        yield plan, "the process that made this report ended without a word"


def _one_pool(left: dict[str, Plan], jobs: int) -> Iterator[Result]:
    """Yield results until all plans are done or a process of the pool was killed."""
    context = _context()
    pool = ProcessPoolExecutor(max_workers=jobs, mp_context=context, initializer=_end_with_parent)
    try:
        waiting = {pool.submit(attempt, plan.job): key for key, plan in left.items()}
        for future in as_completed(waiting):
            key = waiting.pop(future)
            result = future.result()
            yield left.pop(key), result
    except BrokenProcessPool:
        return
    finally:
        pool.shutdown(cancel_futures=True)  # what has begun is waited for: a few seconds


def _context() -> Any:
    """Return how processes start: forked from one that has imported everything, where that is possible."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ecopark_zone.reporting.crews", *_LIBRARIES])
    return context


def _end_with_parent() -> None:
    """End this process when the one that started it ends, however that happens."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    tempfile.tempdir = tempfile.mkdtemp(prefix="eco-")  # nothing of a zone may stay in it
    Finalize(None, shutil.rmtree, (tempfile.tempdir, True), exitpriority=1)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel, tempfile.tempdir), daemon=True).start()


def _watch(sentinel: int, folder: str) -> None:
    wait([sentinel])
    for _ in range(_CLEARINGS):
        shutil.rmtree(folder, ignore_errors=True)
        if not Path(folder).exists():  # the report that is still being made has no place now
            break
    os._exit(1)


def on_cluster(plans: Sequence[Plan], address: str, seconds: int = 10) -> Iterator[Result]:
    """Yield each plan with what the workers of a running Dask cluster made of it.

    The workers need ecopark with its course extra. They read no file of this machine: a job holds
    the rows of its zone, and the files of a report come back to be written here.

    Parameters
    ----------
    plans : sequence of Plan
        What to make.
    address : str
        Address of the scheduler.
    seconds : int
        How long to wait for the scheduler and a first worker [s].

    Raises
    ------
    MissingExtra
        If Dask is not installed.
    DataError
        If no scheduler answers, or it has no worker.
    """
    try:
        dask: Any = importlib.import_module("distributed")
    except ImportError as error:
        raise MissingExtra(f"Reports on a cluster need {error.name}: pip install 'ecopark[scale]'") from error
    try:
        client = dask.Client(address, timeout=seconds)
    except (OSError, ValueError, TimeoutError) as error:
        raise _no_answer(address, "no scheduler answers") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=seconds)
        except TimeoutError as error:
            raise _no_answer(address, "the scheduler has no worker") from error
        waiting = {
            client.submit(attempt, plan.job, key=f"report-{plan.stem}-{plan.digest}"): plan for plan in plans
        }
        for future in dask.as_completed(waiting):
            plan = waiting.pop(future)
            fault = future.exception()
            yield plan, future.result() if fault is None else f"{type(fault).__name__}: {fault}"
            future.release()


def _no_answer(address: str, rule: str) -> DataError:
    fix = "check the address, and that a worker runs"
    return DataError("the cluster", [Issue(rule, value=address, fix=fix)])

"""Any dataframe in, the same kind out: the rim between a user's frame and narwhals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import narwhals as nw

from ecopark.errors import DataProblem, EcoparkError, Problem

__all__ = [
    "AnyFrame",
    "Frame",
    "NotAFrame",
    "columns_of",
    "eager",
    "fresh_index",
    "given_twice",
    "handed_back",
    "is_empty",
    "is_lazy",
    "labelled",
    "opened",
    "plain",
    "row_numbers",
]

Frame = nw.DataFrame[Any]
AnyFrame = nw.DataFrame[Any] | nw.LazyFrame[Any]


class NotAFrame(EcoparkError, TypeError):
    """What was given is not a dataframe that this function accepts."""


def opened(native: Any, what: str = "panel") -> AnyFrame:
    """Return a narwhals view of any dataframe, lazy where its engine is lazy.

    Raises
    ------
    NotAFrame
        If narwhals does not know it.
    DataProblem
        If a column is given twice, or zones or years are the index of a pandas frame and no column.
    """
    _refuse_twice(native, what)
    try:
        frame: AnyFrame = nw.from_native(native)
    except TypeError as error:
        raise NotAFrame(
            f"The {what} must be a pandas or polars DataFrame, or one of pyarrow, DuckDB, Dask or PySpark, "
            f"not {_kind(native)}. Hint: a path needs pandas.read_csv(path)."
        ) from error
    return frame if isinstance(frame, nw.LazyFrame) else _counted(frame, what)


def eager(native: Any, what: str = "panel") -> Frame:
    """Return a narwhals view of a dataframe that holds its rows: pandas, polars or pyarrow.

    Raises
    ------
    NotAFrame
        If it is something else.
    DataProblem
        As :func:`opened`.
    """
    _refuse_twice(native, what)
    try:
        return _counted(nw.from_native(native, eager_only=True), what)
    except TypeError as error:
        raise NotAFrame(
            f"The {what} must be a pandas or polars DataFrame, not {_kind(native)}. Hint: a lazy frame "
            "needs .collect(), a path needs pandas.read_csv(path)."
        ) from error


def given_twice(names: Iterable[Hashable]) -> list[Problem]:
    """Return one problem for each column whose name is given more than once.

    Examples
    --------
    >>> [str(problem) for problem in given_twice(["zone", "energy", "energy"])]
    ['column energy: is given twice. Likely fix: keep one of them, or give the other one its own name.']
    """
    fix = "keep one of them, or give the other one its own name"
    counts = Counter(names).items()
    return [
        Problem(f"is given {'twice' if count == 2 else f'{count} times'}", str(name), fix=fix)
        for name, count in counts
        if count > 1
    ]


def _refuse_twice(native: Any, what: str) -> None:
    """Stop at a frame with one name over two columns: no engine can tell which is meant."""
    kind = type(native).__module__.split(".")[0]
    if kind in {"polars", "narwhals"}:
        return  # they hold each name once, and to ask a lazy frame costs time
    names: Any = getattr(native, "column_names", None) or getattr(native, "columns", ())
    listed = list(names) if kind in {"pandas", "pyarrow", "dask", "duckdb", "_duckdb", "pyspark"} else []
    if problems := given_twice(listed):
        raise DataProblem(f"the {what}", problems)


def plain(value: Any) -> Any:
    """Return a cell as a plain Python value; whatever stands for a missing one is ``None``.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> [plain(v) for v in (pd.NA, pd.NaT, float("nan"), None, np.float64(2.5), False, "NA")]
    [None, None, None, None, 2.5, False, 'NA']
    """
    import pandas as pd

    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def _counted(frame: Frame, what: str) -> Frame:
    """Return the frame with a fresh index, unless the old one holds what should be a column."""
    names = getattr(getattr(frame.to_native(), "index", None), "names", ())
    hidden = [name for name in ("zone", "year") if name in names and name not in frame.columns]
    if hidden:
        fix = "call .reset_index() on the table first"
        raise DataProblem(f"the {what}", [Problem("is the index, not a column", n, fix=fix) for n in hidden])
    return fresh_index(frame)


def _kind(native: Any) -> str:
    return f"{type(native).__module__.split('.')[0]}.{type(native).__name__}"


def is_lazy(frame: AnyFrame) -> bool:
    """Return whether the engine of the frame computes later."""
    return isinstance(frame, nw.LazyFrame)


def is_empty(frame: AnyFrame) -> bool:
    """Return whether a frame that holds its rows has none; a lazy frame is not asked."""
    return isinstance(frame, nw.DataFrame) and not len(frame)


def columns_of(frame: AnyFrame) -> list[str]:
    """Return the names of the columns; a lazy frame is asked for its schema only."""
    return frame.collect_schema().names()


def handed_back(result: AnyFrame, like: AnyFrame) -> Any:
    """Return the result as the native kind of the frame that came in."""
    if isinstance(result, nw.LazyFrame) or not isinstance(like, nw.LazyFrame):
        return result.to_native()
    session = getattr(like.to_native(), "sparkSession", None)
    return result.lazy(backend=like.implementation, session=session).to_native()


def fresh_index(frame: Frame) -> Frame:
    """Return the frame with its rows counted from 0, where its kind has an index."""
    return nw.maybe_reset_index(frame)


def row_numbers(frame: Frame, name: str) -> Frame:
    """Return the frame with a column that counts its rows from 0."""
    return frame.with_row_index(name)


def labelled(frame: AnyFrame, labels: Mapping[str, Sequence[str]]) -> AnyFrame:
    """Return the frame with columns of whole numbers replaced by the labels they count.

    An engine that has categories gets them: a label is then stored once, not once a row.

    Parameters
    ----------
    frame : narwhals frame
        The frame; each named column holds places in its list of labels, from 0.
    labels : mapping of str to sequence of str
        The labels of each column.
    """
    if frame.implementation.is_pandas_like():
        return opened(_pandas_labels(frame.to_native(), labels))
    if frame.implementation.is_polars():
        import polars as pl

        tables = {n: pl.Series(names, dtype=pl.Enum(names)) for n, names in labels.items()}
        chosen = [pl.lit(table).gather(pl.col(name)).alias(name) for name, table in tables.items()]
        return opened(frame.to_native().with_columns(chosen))
    return frame.with_columns(_chosen(n, names).alias(n) for n, names in labels.items())


def _pandas_labels(native: Any, labels: Mapping[str, Sequence[str]]) -> Any:
    import pandas as pd

    made = {n: pd.Categorical.from_codes(native[n], categories=list(names)) for n, names in labels.items()}
    return native.assign(**made)


def _chosen(column: str, names: Sequence[str]) -> nw.Expr:
    chosen: Any = nw.lit(names[-1])
    for place, name in reversed(list(enumerate(names[:-1]))):
        chosen = nw.when(nw.col(column) == place).then(nw.lit(name)).otherwise(chosen)
    return nw.when(~nw.col(column).is_null()).then(chosen)

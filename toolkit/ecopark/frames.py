"""Any dataframe in, the same kind out: conversion between the user's dataframes and narwhals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

import narwhals as nw

from ecopark.errors import DataError, EcoparkError, Issue
from ecopark.i18n import mark, say

__all__ = [
    *("AnyFrame", "Frame", "NotAFrame", "category_type", "collect", "columns_of", "from_native"),
    *("from_native_eager", "repeated_columns", "table_like", "to_native_like", "to_python", "with_numbers"),
]

Frame = nw.DataFrame[Any]
AnyFrame = nw.DataFrame[Any] | nw.LazyFrame[Any]


class NotAFrame(EcoparkError, TypeError):
    """The argument is not a dataframe that this function accepts."""


def from_native(native: Any, what: str = mark("panel")) -> AnyFrame:
    """Return a narwhals view of any dataframe, lazy if its engine is lazy.

    A frame that narwhals does not know is a :class:`NotAFrame`; a column given twice, or zones or years
    that are the index of a pandas frame, a ``DataError``.
    """
    # One name over two columns is ambiguous in every engine. Polars and narwhals hold each name
    # once, and to ask a lazy frame costs time.
    library = type(native).__module__.split(".")[0]
    if library in {"pandas", "pyarrow", "dask", "duckdb", "_duckdb", "pyspark"}:
        columns: Any = getattr(native, "column_names", None) or getattr(native, "columns", ())
        if issues := repeated_columns(list(columns)):
            raise DataError(say("the {table}", table=say(what)), issues)
    try:
        frame: AnyFrame = nw.from_native(native)
    except TypeError as error:
        message = mark(
            "The {table} must be a pandas or polars DataFrame, or one of pyarrow, DuckDB, Dask or PySpark, "
            "not {kind}. Hint: a path needs pandas.read_csv(path)."
        )
        raise NotAFrame(message, table=say(what), kind=_kind(native)) from error
    if isinstance(frame, nw.LazyFrame):
        return frame
    # A zone or year in the index of a pandas frame is not a column, and would be lost with it.
    names = getattr(getattr(native, "index", None), "names", ())
    hidden = [name for name in ("zone", "year") if name in names and name not in frame.columns]
    if hidden:
        issues = [
            Issue("is the index, not a column", name, fix="call .reset_index() on the table first")
            for name in hidden
        ]
        raise DataError(say("the {table}", table=say(what)), issues)
    return nw.maybe_reset_index(frame)


def from_native_eager(native: Any, what: str = "panel") -> Frame:
    """Return a narwhals view of a dataframe that holds its rows (pandas, polars, pyarrow), or refuse it.

    The errors are those of :func:`from_native`, and a lazy frame is a :class:`NotAFrame`, too.
    """
    try:
        nw.from_native(native, eager_only=True)
    except TypeError as error:
        message = mark(
            "The {table} must be a pandas or polars DataFrame, not {kind}. Hint: a lazy frame needs "
            ".collect(), a path needs pandas.read_csv(path)."
        )
        raise NotAFrame(message, table=say(what), kind=_kind(native)) from error
    return collect(from_native(native, what))


def repeated_columns(names: Iterable[Hashable]) -> list[Issue]:
    """Return one issue for each column whose name is given more than once.

    Examples
    --------
    >>> [str(issue) for issue in repeated_columns(["zone", "energy", "energy"])]
    ['column energy: is given twice. Likely fix: keep one of them, or give the other one its own name.']
    """
    issues = []
    fix = mark("keep one of them, or give the other one its own name")
    for name, count in Counter(names).items():
        rule = say("is given {count} times", count=count) if count > 2 else mark("is given twice")
        if count > 1:
            issues.append(Issue(rule, str(name), fix=fix))
    return issues


def to_python(value: Any) -> Any:
    """Return a cell as a plain Python value; any kind of missing value is ``None``.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> [to_python(v) for v in (pd.NA, pd.NaT, float("nan"), None, np.float64(2.5), False, "NA")]
    [None, None, None, None, 2.5, False, 'NA']
    """
    import pandas as pd

    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def _kind(native: Any) -> str:
    return f"{type(native).__module__.split('.')[0]}.{type(native).__name__}"


def collect(frame: AnyFrame) -> Frame:
    """Return a frame that holds its rows."""
    return frame.collect() if isinstance(frame, nw.LazyFrame) else frame


def columns_of(frame: AnyFrame) -> list[str]:
    """Return the names of the columns; a lazy frame is asked for its schema only."""
    return frame.collect_schema().names()


def to_native_like(result: AnyFrame, like: AnyFrame) -> Any:
    """Return the result as the native kind of the frame that came in."""
    if isinstance(result, nw.LazyFrame) or not isinstance(like, nw.LazyFrame):
        return result.to_native()
    # The rows of a lazy panel became a frame that holds them; Spark needs the session for the way back.
    session = getattr(like.to_native(), "sparkSession", None)
    return result.lazy(backend=like.implementation, session=session).to_native()


def category_type(frame: AnyFrame, labels: Sequence[str]) -> Any:
    """Return the type for a column of few labels: a category if the engine has them, else text."""
    engine = frame.implementation
    return nw.Enum(labels) if engine.is_polars() or engine.is_pandas_like() else nw.String


def with_numbers(frame: AnyFrame, names: Iterable[str], form: Callable[[str], str] = str) -> AnyFrame:
    """Add columns as float64 with one kind of missing number: NaN counts as missing.

    ``form`` turns the name of a column into the name of the added one; by default it replaces the column.
    """
    names = list(names)
    if frame.implementation.is_pandas_like():
        # pandas has four kinds of missing numbers; as float64 all of them are NaN, its missing number.
        import pandas as pd

        table: Any = frame.to_native()
        numbers = table[names].astype("float64").set_axis([form(n) for n in names], axis=1)
        others = table.drop(columns=[n for n in numbers.columns if n in table.columns])
        joined: Frame = nw.from_native(pd.concat([others, numbers], axis=1), eager_only=True)
        return joined
    numbers = {name: nw.col(name) for name in names}
    schema = frame.collect_schema()
    for name, column in numbers.items():
        if schema[name].is_float() and frame.implementation.is_duckdb():
            # DuckDB answers a plain question for NaN from the statistics of a Parquet file, which say
            # nothing about NaN (DuckDB issue 25521): this question it has to compute.
            is_nan = ~column.is_finite() & (column.abs() != float("inf"))
            numbers[name] = nw.when(~is_nan).then(column)
        elif schema[name].is_float():
            numbers[name] = column.fill_nan(None)
    return frame.with_columns(column.cast(nw.Float64).alias(form(name)) for name, column in numbers.items())


def table_like(columns: Mapping[str, Any], like: AnyFrame) -> AnyFrame:
    """Return columns as a frame of the engine of another frame; NaN and None become missing."""
    import pandas as pd

    engine = like.implementation
    # pandas and Dask take a pandas frame, every other engine takes Arrow.
    if engine.is_pandas_like() or engine.is_dask():
        table: Frame = nw.from_native(pd.DataFrame(dict(columns)), eager_only=True)
        return table.lazy(backend=engine) if engine.is_dask() else table
    import pyarrow as pa

    arrow = pa.Table.from_pandas(pd.DataFrame(dict(columns)), preserve_index=False)
    # pyarrow does not join text to large text.
    plain = {pa.large_string(): pa.string()}
    arrow = arrow.cast(pa.schema([(field.name, plain.get(field.type, field.type)) for field in arrow.schema]))
    if engine.is_duckdb():
        # A relation joins only relations of the same connection, which alone can make one from a table:
        # the query finds the variable by its name.
        native: Any = like.to_native()
        relation: AnyFrame = nw.from_native(native.query("__ecopark_panel", "select * from arrow"))
        return relation
    if isinstance(like, nw.DataFrame):
        return nw.from_arrow(arrow, backend=engine)
    session = getattr(like.to_native(), "sparkSession", None)
    return nw.from_arrow(arrow, backend="pyarrow").lazy(backend=engine, session=session)

"""Tables of a park: checked as a whole, and returned as the kind of dataframe that came in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd

from ecopark import frames
from ecopark.errors import DataError, Issue
from ecopark.frames import Frame
from ecopark.i18n import say
from ecopark.validation import Column, find_issues

__all__ = ["check_table", "join_first", "native_like"]


def check_table(
    table: Any,
    name: str,
    columns: Sequence[Column],
    *,
    filled: Sequence[str] = (),
    unique: Sequence[str] = (),
    rules: Callable[[pd.DataFrame], Iterable[Issue]] | None = None,
) -> tuple[pd.DataFrame, Frame]:
    """Return a table in pandas, as texts and floats, and its narwhals view; or raise every fault at once.

    ``name`` is the name of the table in messages. ``filled`` columns have no empty cell, the values of
    ``unique`` columns together are in one row only, and ``rules`` yields the issues of a table whose columns
    are sound. Optional columns may be absent.
    """
    frame = frames.from_native_eager(table, name)
    present = [c for c in columns if c.required or c.name in frame.columns]
    issues = find_issues(frame, present)
    rows = pd.DataFrame()
    if not issues:
        # Cells are compared only if every column has its kind: empty ones, repeated rows, then the rules.
        numbers = [c.name for c in present if c.kind != "text"]
        rows = frames.collect(frames.with_numbers(frame, numbers)).to_pandas().reset_index(drop=True)
        rows = rows.astype({c.name: str for c in present if c.kind == "text"})
        for column in [c for c in filled if c in rows]:
            fix = say("give it, or leave the row out")
            empty = rows.index[rows[column].isna()]
            issues += [Issue("must not be missing", column, int(row), fix=fix) for row in empty]
        keys = [c for c in unique if c in rows]
        for row in rows.index[rows.duplicated(keys)] if keys else ():
            texts = [str(rows.at[row, key]) for key in keys]
            rule = say("{names} is there twice", names=", ".join(texts))
            issues.append(Issue(rule, keys[-1], int(row), value=texts[-1], fix="join the two rows"))
    if not issues and rules is not None:
        issues = list(rules(rows))
    if issues:
        raise DataError(say("the {table}", table=name), issues)
    return rows, frame


def join_first(texts: Sequence[str], most: int) -> str:
    """Return the first texts of a list, with an ellipsis if there are more."""
    return "; ".join([*texts[:most], *(["…"] if len(texts) > most else [])])


def native_like(result: pd.DataFrame, like: Frame) -> Any:
    """Return a table as the kind of dataframe that came in."""
    return frames.table_like(result, like).to_native()

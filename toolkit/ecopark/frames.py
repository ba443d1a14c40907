"""Any dataframe in, the same kind out: the rim between a user's frame and narwhals."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from ecopark.errors import EcoparkError

__all__ = ["Frame", "NotAFrame", "eager", "fresh_index", "row_numbers"]

Frame = nw.DataFrame[Any]


class NotAFrame(EcoparkError, TypeError):
    """What was given is not a dataframe that this function accepts."""


def eager(native: Any, what: str = "panel") -> Frame:
    """Return a narwhals view of a pandas or polars dataframe.

    Raises
    ------
    NotAFrame
        If it is something else.
    """
    try:
        return fresh_index(nw.from_native(native, eager_only=True))
    except TypeError as error:
        kind = f"{type(native).__module__.split('.')[0]}.{type(native).__name__}"
        raise NotAFrame(
            f"The {what} must be a pandas or polars DataFrame, not {kind}. Hint: a lazy frame "
            "needs .collect(), a path needs pandas.read_csv(path)."
        ) from error


def fresh_index(frame: Frame) -> Frame:
    """Return the frame with its rows counted from 0, where its kind has an index."""
    return nw.maybe_reset_index(frame)


def row_numbers(frame: Frame, name: str) -> Frame:
    """Return the frame with a column that counts its rows from 0."""
    return frame.with_row_index(name)

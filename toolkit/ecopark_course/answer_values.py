"""Answers as JSON: exact numbers, texts, lists and tables; anything else only as the name of its type.

No code, class or pickle passes, so an object that lies about itself cannot get out.
"""

from __future__ import annotations

import itertools
import math
import numbers
import sys
from collections.abc import Callable, Collection
from typing import Any

__all__ = ["Opaque", "decode", "encode"]

_LENGTH, _DEPTH = 1000, 3  # items of a list, lists in lists
_TEXT, _POWER = 20_000, 9  # letters, largest power of a unit


class Opaque:
    """Placeholder for an object that is not a plain value; it equals no right answer."""


def encode(value: Any, depth: int = 0) -> Any:
    """Return a value as plain JSON; a type that JSON lacks becomes ``{kind: content}``.

    Examples
    --------
    >>> encode([10, 0.5, "a"]), encode({"b"}), encode(print)
    ([10, 0.5, 'a'], {'set': ['b']}, {'opaque': 'builtin_function_or_method'})
    """
    if value is None or value is True or value is False:
        return value
    if value is ...:
        return {"dots": None}
    if isinstance(value, str):
        return str.__str__(value)[:_TEXT]
    if type(value).__name__ == "bool":  # numpy's
        return bool(value)
    if hasattr(value, "m_as"):
        return {"quantity": [float(value.m), [[name, float(power)] for name, power in value.unit_items()]]}
    if isinstance(value, numbers.Integral):
        return int(value) if int(value).bit_length() <= sys.float_info.max_exp else math.inf
    if isinstance(value, numbers.Real):
        return float(value)
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        return {"table": encode([[str(name), list(value[name])] for name in value.columns], depth - 1)}
    is_plain = isinstance(value, Collection) and not isinstance(value, bytes | bytearray | dict)
    if not is_plain or depth >= _DEPTH or len(value) > _LENGTH:
        return {"opaque": type(value).__name__[:80]}
    # A learner's class may lie about its length.
    items = [encode(item, depth + 1) for item in itertools.islice(value, _LENGTH)]
    if isinstance(value, tuple):
        return {"tuple": items}
    if isinstance(value, set | frozenset):
        return {"set": sorted(items, key=repr)}  # a set has no order
    return items


def decode(content: Any) -> Any:
    """Return the value that :func:`encode` encoded, in fresh objects; anything else is opaque.

    Parameters
    ----------
    content : object
        The output of a sandbox, or its JSON text: it may be anything.

    Examples
    --------
    >>> decode(encode((1, float("inf")))), decode({"set": ["a"]})
    ((1, inf), {'a'})
    >>> type(decode({"__reduce__": "os.system"})).__name__
    'object'
    """
    try:
        return _decode(content)
    except Exception:  # the content is hostile: whatever goes wrong, it is not a plain value
        return _opaque("object")


def _decode(content: Any) -> Any:
    if isinstance(content, str):
        # Half of a surrogate pair cannot be written to a file.
        return content[:_TEXT].encode("utf-8", "replace").decode("utf-8")
    if isinstance(content, list):
        return [_decode(item) for item in content]
    if isinstance(content, dict):
        [(kind, inner)] = content.items()
        return _KINDS[kind](inner)
    return content


def _quantity(content: Any) -> Any:
    from ecopark import units

    number, powers = content
    # Pint evaluates the text of a unit: only names and small powers may come near it.
    if not all(name.isidentifier() and abs(power) <= _POWER for name, power in powers):
        raise ValueError("unit")
    unit = " * ".join(f"{name} ** {float(power)}" for name, power in powers)
    return units.quantity(float(number), unit or "1")


def _table(content: Any) -> Any:
    import pandas as pd

    return pd.DataFrame({name: _decode(column) for name, column in content})


def _opaque(name: Any) -> Opaque:
    kind: type[Opaque] = type("".join(c for c in str(name)[:80] if c.isalnum() or c == "_"), (Opaque,), {})
    return kind()


_KINDS: dict[str, Callable[[Any], Any]] = {
    "dots": lambda _: ...,
    "set": lambda items: set(_decode(items)),
    "tuple": lambda items: tuple(_decode(items)),
    "quantity": _quantity,
    "table": _table,
    "opaque": _opaque,
}

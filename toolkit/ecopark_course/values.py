"""Answers as plain values: what a contained process may hand out, and nothing else.

A value becomes a pair of a kind and plain JSON; the other side builds fresh objects of Python's own
types from it. Code, classes and pickles never pass, so an object that lies about itself stays behind.
"""

from __future__ import annotations

import math
import numbers
import sys
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

__all__ = ["Foreign", "decode", "encode", "literal", "too_large"]

_LENGTH, _DEPTH = 1000, 3  # items in a list, lists in lists
_TEXT, _BITS, _POWER = 20_000, 1000, 9  # letters, bits of a whole number, largest power of a unit
_DOTS, _NOTHING = "dots", "nothing"


@dataclass(frozen=True)
class Foreign:
    """Stands for an object that is no plain value: only the name of its type is known."""

    type_name: str


def encode(value: Any, depth: int = 0) -> list[Any]:
    """Return a value as a pair of its kind and plain JSON; what is no plain value, as its type's name.

    Parameters
    ----------
    value : object
        An answer: number, text, yes or no, quantity with a unit, list or set of them.
    depth : int
        How many lists it stands in.

    Returns
    -------
    list
        Kind and content, such as ``["int", "10"]``.

    Examples
    --------
    >>> encode(10), encode([0.5, "a"])
    (['int', '10'], ['list', [['float', '0x1.0000000000000p-1'], ['text', 'a']]])
    >>> encode(print)
    ['foreign', 'builtin_function_or_method']
    """
    if value is ... or value is None:
        return [_DOTS if value is ... else _NOTHING, None]
    if isinstance(value, str):
        return ["text", str.__str__(value)[:_TEXT]]
    if type(value).__name__ in {"bool", "bool_"}:
        return ["yes-no", bool(value)]
    if hasattr(value, "m_as"):
        return ["quantity", [float(value.m).hex(), [[n, float(e)] for n, e in value.unit_items()]]]
    if isinstance(value, numbers.Real):
        return _number(value)
    return _several(value, depth)


def _number(value: Any) -> list[Any]:
    whole = isinstance(value, numbers.Integral)
    if whole and int(value).bit_length() > _BITS:
        return ["float", math.inf.hex()]
    return ["int", str(int(value))] if whole else ["float", float(value).hex()]


def _several(value: Any, depth: int) -> list[Any]:
    plain = isinstance(value, Collection) and not isinstance(value, bytes | bytearray | dict)
    if not plain or depth >= _DEPTH or len(value) > _LENGTH:
        return ["foreign", type(value).__name__[:80]]
    kind = "set" if isinstance(value, set | frozenset) else "list"
    return [kind, [encode(item, depth + 1) for item, _ in zip(value, range(_LENGTH), strict=False)]]


def decode(pair: Any, depth: int = 0) -> Any:
    """Return the value of a pair; whatever is not of the agreed form is foreign.

    Parameters
    ----------
    pair : object
        What came from a contained process: it may be anything.
    depth : int
        How many lists it stands in.

    Returns
    -------
    object
        A fresh object of Python's own types, a quantity, or `Foreign`.

    Examples
    --------
    >>> decode(["int", "10"]), decode(["set", [["text", "a"]]])
    (10, {'a'})
    >>> decode({"__reduce__": "os.system"})
    Foreign(type_name='object')
    """
    try:
        kind, content = pair
        return _READ[kind](content, depth)
    except Exception:  # the content is hostile: whatever goes wrong, it is no plain value
        return Foreign("object")


def _int(content: Any, _: int) -> int:
    if not isinstance(content, str) or len(content) > _BITS:
        raise ValueError(content)
    return int(content)


def _list(content: Any, depth: int) -> list[Any]:
    if not isinstance(content, list) or len(content) > _LENGTH or depth >= _DEPTH:
        raise ValueError("list")
    return [decode(item, depth + 1) for item in content]


def _text(content: Any, _: int) -> str:
    if not isinstance(content, str):
        raise TypeError("text")
    # Half of a surrogate pair cannot be written to a file.
    return content[:_TEXT].encode("utf-8", "replace").decode("utf-8")


def _quantity(content: Any, _: int) -> Any:
    from ecopark import units

    number, powers = content
    # Pint computes what stands in a unit's text: only names and small powers may come near it.
    if not all(name.isidentifier() and abs(power) <= _POWER for name, power in powers):
        raise ValueError("unit")
    unit = " * ".join(f"{name} ** {float(power)}" for name, power in powers)
    return units.quantity(float.fromhex(number), unit or "1")


_READ: dict[str, Any] = {
    _DOTS: lambda _content, _depth: ...,
    _NOTHING: lambda _content, _depth: None,
    "text": _text,
    "yes-no": lambda content, _: content is True,
    "int": _int,
    "float": lambda content, _: float.fromhex(content),
    "quantity": _quantity,
    "list": _list,
    "set": lambda content, depth: set(_list(content, depth)),
    "foreign": lambda content, _: Foreign("".join(c for c in str(content)[:80] if c.isalnum() or c == "_")),
}


def too_large(value: Any) -> bool:
    """Return whether a number is not finite, or larger than a floating-point number can be."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return not math.isfinite(value) if isinstance(value, float) else abs(value) > sys.float_info.max


def literal(value: Any) -> str:
    """Return Python code that makes a decoded value again.

    Examples
    --------
    >>> literal([1, 0.5, True]), literal({"b", "a"}), literal(float("nan"))
    ('[1, 0.5, True]', "{'a', 'b'}", "float('nan')")
    """
    if isinstance(value, Foreign):
        return f"type({value.type_name or 'object'!r}, (), {{}})()"
    if isinstance(value, float) and not math.isfinite(value):
        return f"float({str(value)!r})"
    if isinstance(value, set):
        return "{" + ", ".join(sorted(map(literal, value))) + "}" if value else "set()"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if hasattr(value, "m_as"):
        return f"ep.units.quantity({value.m!r}, {str(value.units)!r})"
    return repr(value)

"""Every public function says in its docstring what it takes, gives and raises, and shows an example."""

import ast
import importlib
import inspect
import re
import textwrap

import pytest

from ecopark_course.pages import public_modules as modules

SECTION = r"^{}\n-+\n(.*?)(?=^\w[\w ]*\n-+\n|\Z)"
NUMBER = re.compile(r"\bfloat\b")


def public():
    """Return every public function of the root and of its modules, by its full name."""
    found = {}
    for name in modules():
        module = importlib.import_module(name)
        for one in (getattr(module, n) for n in module.__all__):
            if inspect.isfunction(one):
                found[f"{one.__module__}.{one.__qualname__}"] = one
    return found


def section(doc, title):
    """Return the text of a section, or nothing."""
    found = re.search(SECTION.format(title), doc, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def entries(text):
    """Yield the names, the type and the description of each entry of a section of parameters."""
    for found in re.finditer(r"^(\S[^\n]*)\n((?:(?: +[^\n]*)?(?:\n|\Z))*)", text, re.MULTILINE):
        names, _, kind = found[1].partition(" : ")
        yield {name.strip().lstrip("*") for name in names.split(",")}, kind, found[2]


def raises(function):
    """Return whether a function has a raise statement of its own."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return any(isinstance(node, ast.Raise) for node in ast.walk(tree))


def missing(function):
    """Return what the docstring of a function does not say."""
    doc, signature = inspect.getdoc(function) or "", inspect.signature(function)
    given = list(entries(section(doc, "Parameters")))
    named = set().union(*(names for names, _, _ in given))
    found = [f"parameter {name}" for name in signature.parameters if name not in named]
    found += [f"unit of {', '.join(sorted(n))}" for n, kind, said in given if bare(kind, said)]
    if signature.return_annotation not in {"None", "NoReturn"} and not section(doc, "Returns"):
        found.append("Returns")
    if raises(function) and not section(doc, "Raises"):
        found.append("Raises")
    return found if ">>>" in section(doc, "Examples") else [*found, "Examples"]


def bare(kind, said):
    """Return whether a number stands without a word on its unit, here or where the text sends the reader."""
    return bool(NUMBER.search(kind)) and not re.search(r"\[|\bunit\b|\bAs (for|in|of)\b", said)


@pytest.mark.parametrize("name", public())
def test_a_docstring_is_complete(name):
    assert missing(public()[name]) == []


def test_what_is_missing_is_found():
    def bad(share: "float", zone: "str") -> "float":
        """Return a share.

        Parameters
        ----------
        share : float
            Some share.
        """
        if not zone:
            raise ValueError
        return share

    assert missing(bad) == ["parameter zone", "unit of share", "Returns", "Raises", "Examples"]

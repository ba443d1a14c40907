"""Every public function says in its docstring what it takes, gives and raises, and shows an example."""

import ast
import importlib
import inspect
import re
import textwrap

import pytest

from ecopark_course.site import public_modules as modules

SECTION = r"^{}\n-+\n(.*?)(?=^\w[\w ]*\n-+\n|\Z)"
NUMBER = re.compile(r"\bfloat\b")


def public():
    """Return every public function of the root and of its modules, by its full name."""
    functions = {}
    for name in modules():
        module = importlib.import_module(name)
        for member in (getattr(module, n) for n in module.__all__):
            if inspect.isfunction(member):
                functions[f"{member.__module__}.{member.__qualname__}"] = member
    return functions


def section(doc, title):
    """Return the text of a section, or nothing."""
    match = re.search(SECTION.format(title), doc, re.MULTILINE | re.DOTALL)
    return match[1] if match else ""


def entries(text):
    """Yield the names, the type and the description of each entry of a section of parameters."""
    for entry in re.finditer(r"^(\S[^\n]*)\n((?:(?: +[^\n]*)?(?:\n|\Z))*)", text, re.MULTILINE):
        names, _, kind = entry[1].partition(" : ")
        yield {name.strip().lstrip("*") for name in names.split(",")}, kind, entry[2]


def raises(function):
    """Return whether a function has a raise statement of its own."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return any(isinstance(node, ast.Raise) for node in ast.walk(tree))


def missing(function):
    """Return what the docstring of a function does not say."""
    doc, signature = inspect.getdoc(function) or "", inspect.signature(function)
    described = list(entries(section(doc, "Parameters")))
    names = set().union(*(names for names, _, _ in described))
    gaps = [f"parameter {name}" for name in signature.parameters if name not in names]
    gaps += [f"unit of {', '.join(sorted(n))}" for n, kind, text in described if lacks_unit(kind, text)]
    if signature.return_annotation not in {"None", "NoReturn"} and not section(doc, "Returns"):
        gaps.append("Returns")
    if raises(function) and not section(doc, "Raises"):
        gaps.append("Raises")
    return gaps if ">>>" in section(doc, "Examples") else [*gaps, "Examples"]


def lacks_unit(kind, text):
    """Return whether a number has no word on its unit, here or where the text sends the reader."""
    return bool(NUMBER.search(kind)) and not re.search(r"\[|\bunit\b|\bAs (for|in|of)\b", text)


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

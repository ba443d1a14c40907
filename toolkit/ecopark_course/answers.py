"""Which code cells of a learner's notebook make up each answer.

An answer is the answer cell together with every cell of the learner's own between it and its check: what a
kernel has run when it reaches the check. So the parts of a split answer cell count in their order, and so
does a copy of an answer cell: the last one before the check decides. An answer cell that lost its mark is
found by its place before the check. Code elsewhere does not count; it is kept, so that it can be named.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Answers", "changed_names", "find_answers", "find_parameters", "source_of", "tags"]

_HEADING = re.compile(r"^## \d\d\.\d", re.MULTILINE)
_CHECK = re.compile(r"""^check\(\s*["'](\d\d)\.(\d+)["']\s*,\s*\w+\s*\)[ \t]*(#.*)?$""", re.MULTILINE)


@dataclass(frozen=True)
class Answers:
    """The code of the answers by the id of the answer cell, and the learner's other code.

    ``cells`` holds the answer cells and ``added`` the cells that follow them up to the check;
    ``unmarked`` names the ids that were found by their place; ``outside`` is the learner's other code.
    """

    cells: dict[str, str]
    added: dict[str, tuple[str, ...]]
    unmarked: tuple[str, ...]
    outside: tuple[str, ...]


def find_answers(cells: Sequence[dict[str, Any]], given: Mapping[str, str]) -> Answers:
    """Return the answers of a notebook.

    Parameters
    ----------
    cells : sequence of dict
        The notebook's cells, as the file has them.
    given : mapping
        Source of each code cell that is handed out and is neither an answer nor a check, by id.
    """
    parameters = find_parameters(cells, given)
    marks = [_mark(cell, given) if cell is not parameters else "given" for cell in cells]
    first: dict[str, int] = {}
    for place, mark in enumerate(marks):
        if mark.startswith("answer-"):
            first.setdefault(mark, place)
    begins = {place for place, mark in enumerate(marks) if mark == "heading"} | set(first.values())

    places: dict[str, list[int]] = {}
    for answer, start in first.items():
        # An answer reaches to its last check before the next exercise begins; without one, to any check.
        end = next((place for place in range(start + 1, len(cells)) if place in begins), len(cells))
        checks = [place for place in range(start + 1, end) if marks[place] == _check_of(answer)]
        foreign = [place for place in range(start + 1, end) if marks[place].startswith("check-")]
        end = checks[-1] if checks else next(iter(foreign), end)
        places[answer] = [start, *_learners_cells(marks, start + 1, end)]

    unmarked: list[str] = []
    for place, mark in enumerate(marks):
        answer = mark.replace("check-", "answer-")
        if mark.startswith("check-") and answer not in first:
            before = [n for n in range(place) if n in begins or marks[n].startswith("check-")]
            places.setdefault(answer, []).extend(
                _learners_cells(marks, before[-1] + 1 if before else 0, place)
            )
            unmarked += [answer] if places[answer] and answer not in unmarked else []

    counted = {place for several in places.values() for place in several}
    others = [place for place in range(len(cells)) if place not in counted]
    outside = [_learners_lines(cells[place], marks[place], given, parameters) for place in others]
    sources = {
        answer: [source_of(cells[n]) for n in several] for answer, several in places.items() if several
    }
    return Answers(
        cells={answer: several[0] for answer, several in sources.items()},
        added={a: tuple(s for s in several[1:] if s.strip()) for a, several in sources.items()},
        unmarked=tuple(unmarked),
        outside=tuple(lines for lines in outside if lines.strip()),
    )


def find_parameters(cells: Sequence[dict[str, Any]], given: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the parameters cell: the tagged one, else the first that sets all that the given one sets."""
    code = [cell for cell in cells if cell.get("cell_type") == "code"]
    for cell in code:
        if "parameters" in tags(cell):
            return cell
    wanted = _set_names(next(iter(given.values()), ""))
    return next((cell for cell in code if wanted and wanted <= _set_names(source_of(cell))), None)


def changed_names(source: str) -> set[str]:
    r"""Return the names that code binds or changes; of code that cannot be parsed, all its words.

    Examples
    --------
    >>> sorted(changed_names("import numpy as np\ndef gaps(frame): return 0\ntable['x'] = 1"))
    ['gaps', 'np', 'table']
    """
    plain = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith(("%", "!", "?")))
    try:
        nodes = list(ast.walk(ast.parse(plain)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(re.findall(r"\w+", source))
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).partition(".")[0])
        elif isinstance(getattr(node, "ctx", None), ast.Store) or _in_place(node):
            names |= {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return names


def source_of(cell: Mapping[str, Any]) -> str:
    """Return the source of a cell, whatever form it has in the file."""
    source = cell.get("source", "")
    if isinstance(source, list):
        return "".join(map(str, source))
    return source if isinstance(source, str) else ""


def tags(cell: Mapping[str, Any]) -> list[Any]:
    """Return the tags of a cell; none where they are no list."""
    listed = _mapping(cell.get("metadata")).get("tags")
    return listed if isinstance(listed, list) else []


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _mark(cell: dict[str, Any], given: Mapping[str, str]) -> str:
    """Return ``answer-…`` or ``check-…``, ``heading``, ``given``, ``other`` for no code, or nothing."""
    if cell.get("cell_type") != "code":
        headed = cell.get("cell_type") == "markdown" and _HEADING.search(source_of(cell))
        return "heading" if headed else "other"
    grade_id = _mapping(_mapping(cell.get("metadata")).get("nbgrader")).get("grade_id")
    for name in (cell.get("id"), grade_id):
        if isinstance(name, str) and name.startswith(("answer-", "check-")):
            return name
    calls = _CHECK.fullmatch(source_of(cell).strip())
    if calls:
        return f"check-{calls[1]}-{calls[2]}"
    name, source = cell.get("id"), source_of(cell).strip()
    handed_out = isinstance(name, str) and name in given
    return "given" if handed_out or source in {code.strip() for code in given.values()} else ""


def _check_of(answer: str) -> str:
    return answer.replace("answer-", "check-")


def _learners_cells(marks: Sequence[str], start: int, end: int) -> list[int]:
    """Return the places of the learner's own cells and of copied answer cells."""
    return [place for place in range(start, end) if not marks[place] or marks[place].startswith("answer-")]


def _learners_lines(cell: dict[str, Any], mark: str, given: Mapping[str, str], parameters: object) -> str:
    """Return the code that the learner wrote into a cell that does not count."""
    if mark.startswith("check-"):
        return _CHECK.sub("", source_of(cell))
    if mark not in {"", "given"} or cell is parameters:
        return source_of(cell) if mark.startswith("answer-") else ""
    handed_out = "\n".join(given.values()).splitlines()
    return "\n".join(line for line in source_of(cell).splitlines() if line not in handed_out)


def _set_names(source: str) -> set[str]:
    return set(re.findall(r"^(\w+)\s*(?::[^=\n]*)?=(?!=)", source, re.MULTILINE))


def _in_place(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and any(word.arg == "inplace" for word in node.keywords)

"""Notebook files as learners submit them: which exercises they are, and which of their cells count.

Files are read as any program saves them. The metadata of the notebook identify the exercise, not the
number or the name of its file: both may change.

An answer is the answer cell together with every cell that the learner added between it and its check: the
code that a kernel has run when it reaches the check. So the parts of a split answer cell count in their
order, and so does a copy of an answer cell: the last one before the check decides. An answer cell that lost
its mark is found by its place before the check. Code elsewhere does not count; it is kept for the notes.
"""

from __future__ import annotations

import ast
import functools
import json
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from ecopark.errors import DataError, Issue
from ecopark_course import catalogs, sources
from ecopark_course.language import LANGUAGES, mark, say, sentences

__all__ = [
    *("Identity", "Submission", "assigned_literals", "changed_names", "identify", "identify_file"),
    *("language_of", "read_notebook", "read_submission", "source_of", "tags"),
]

T = TypeVar("T")
Cell = Mapping[str, Any]
_LARGEST = 20  # megabytes of a notebook
_LONGEST_NAME = 100  # letters of a learner's name
_CONFLICT = re.compile(r"^(<{7} .*|={7}|>{7} .*)$", re.MULTILINE)
_ESCAPE = 6  # letters of the longest escape in JSON, in the middle of which a file may end
_TAKE_ANOTHER = mark("give a notebook of the folder exercises")
_HEADING = re.compile(r"^## \d\d\.\d", re.MULTILINE)
# Notebooks older than editions have only a number. These are the slugs of those numbers.
_BEFORE_EDITIONS = (
    *("start_here", "what_an_eip_is", "planning_a_park", "eip_demonstration", "circular_transformation"),
    *("low_carbon", "three_programs", "elasticity", "subsidy_shares", "kalundborg", "taiwan"),
    *("from_parks_to_cities", "the_audit", "capstone"),
)
_NEW_SLUGS = {"the_audit": "reading_sources"}  # lessons that were renamed


# ---- the file ------------------------------------------------------------------------------------


def read_notebook(path: Path) -> dict[str, Any]:
    """Read a notebook file in UTF-8 or UTF-16, with or without a mark, in format 4 or older.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    dict
        The notebook in format 4; ``"cells"`` is a list, everything else may be anything.

    Raises
    ------
    DataError
        With the fault of the file in one sentence.
    """

    def refused(rule: str, fix: str = _TAKE_ANOTHER) -> DataError:
        return DataError(path.name, [Issue(rule, fix=fix)])

    try:
        if path.stat().st_size > _LARGEST * 2**20:
            raise refused(say("the file is larger than {size} MB", size=_LARGEST))
        data = path.read_bytes()
    except OSError as error:
        raise refused(say("the file cannot be read: {reason}", reason=error.strerror)) from error
    # After a power failure, a file may hold zeros in place of its text.
    if not data.strip(b"\0 \t\r\n"):
        raise refused(mark("the file is empty"), mark("take an earlier copy of it"))
    not_a_notebook = mark("the file is not a notebook")
    try:
        text = data.decode(json.detect_encoding(data))
        notebook = json.loads(text)
    except UnicodeDecodeError as error:
        cut_off = error.reason in {"unexpected end of data", "truncated data"}
        raise refused(
            mark("the file is cut off: its end is missing") if cut_off else not_a_notebook
        ) from error
    except json.JSONDecodeError as error:
        marks = {line[0] for line in _CONFLICT.findall(text)}
        at_the_end = error.pos >= len(text.rstrip()) - _ESCAPE and not error.msg.startswith("Extra data")
        if marks >= {"<", ">"}:
            fix = mark("choose one side of each conflict, then save it again")
            raise refused(mark("the file holds the marks of a merge conflict"), fix) from error
        if text.lstrip().startswith("<"):
            fix = mark("download the notebook itself")
            raise refused(mark("the file is a web page, not a notebook"), fix) from error
        if text.lstrip().startswith("{") and (at_the_end or error.msg.startswith("Unterminated string")):
            fix = mark("download or copy it again")
            raise refused(mark("the file is cut off: its end is missing"), fix) from error
        raise refused(not_a_notebook) from error
    except (ValueError, RecursionError) as error:
        raise refused(not_a_notebook) from error

    # A notebook of format 3 or 2 becomes one of format 4.
    if isinstance(notebook, dict) and "worksheets" in notebook:
        import nbformat

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about repairs by nbformat on the way
                notebook = nbformat.convert(nbformat.from_dict(notebook), 4)
                notebook = json.loads(json.dumps(notebook))
        except Exception as error:  # nbformat's converters raise whatever an odd notebook leads to
            rule = mark("the file is in an old notebook format: open it in JupyterLab and save it again")
            raise refused(rule, "") from error
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise refused(not_a_notebook)
    return notebook


def language_of(path: Path) -> str:
    """Return the language of a notebook, or of the first readable notebook of a folder; else English."""
    files = sorted(path.rglob("*.ipynb")) if path.is_dir() else [path]
    readable = (identity for identity in map(identify_file, files) if identity.status != "unreadable")
    return next((identity.language for identity in readable), "en")


# ---- which exercises it is -----------------------------------------------------------------------


@dataclass(frozen=True)
class Identity:
    """Which exercise notebook a file is, in which language, and for whom it was made.

    ``status`` is ``"fits"``, ``"other edition"``, ``"lesson"`` for a notebook without exercises,
    ``"unknown"`` or ``"unreadable"``; ``fault`` is the sentence for all but the first. ``number`` is the
    number in this course, ``printed`` the one in the file: they differ after lessons were renumbered.
    """

    status: str
    slug: str = ""
    number: str = ""
    printed: str = ""
    fault: str = ""
    language: str = "en"
    learner: str = ""


def identify(notebook: Mapping[str, Any], name: str) -> Identity:
    """Identify the exercise notebook of this course that a notebook is, and whether its edition fits.

    Parameters
    ----------
    notebook : mapping
        A notebook from :func:`read_notebook`.
    name : str
        Name of its file: it counts only if the metadata were lost.
    """
    about = _as_mapping(_as_mapping(notebook.get("metadata")).get("ecopark"))
    printed = str(about.get("number") or name[:2])[:2]
    title = str(about.get("title") or "")
    language = str(about.get("language"))
    language = language if language in LANGUAGES else "en"
    slug = str(about.get("slug") or "")
    if not slug and not about:
        in_name = [s for s in map(sources.slug, sources.masters("exercises")) if s in name]
        slug = max(in_name, key=len, default="")
    if not slug and printed.isascii() and printed.isdigit() and int(printed) < len(_BEFORE_EDITIONS):
        slug = _BEFORE_EDITIONS[int(printed)]
    slug = _NEW_SLUGS.get(slug, slug)
    identified = functools.partial(
        Identity,
        slug=slug,
        printed=printed,
        language=language,
        learner=str(about.get("learner") or "")[:_LONGEST_NAME],
    )
    say = sentences(language)

    # A lesson has no edition; before there were editions, only the title distinguished it from its exercises.
    is_lesson = "edition" not in about if "slug" in about else title and not title.startswith("Exercises")
    if is_lesson:
        return identified("lesson", fault=say(mark("This is the notebook of a lesson, not of its exercises")))
    master = next((m for m in sources.masters("exercises") if sources.slug(m) == slug), None)
    if master is None and about.get("slug"):
        text = mark("This notebook is of '{title}', which this course does not have")
        return identified("unknown", fault=say(text, title=_bare_title(title or slug)))
    if master is None:
        listed = ", ".join(master.stem for master in sources.masters("exercises"))
        text = mark("the file is no exercise of this course. It has: {known}")
        return identified("unknown", fault=say(text, known=listed))

    # Without metadata, there is no sign that the notebook is older than the first edition.
    header = sources.header(master)
    number, present = master.stem[:2], header["edition"]
    edition = about.get("edition", 1 if about else None)
    if edition == present or (edition is None and present == 1):
        return identified("fits", number=number)
    if edition is None:
        text = mark(
            "This notebook is of no known edition of '{title}'; this course has edition {present}. Get the "
            "new notebook with `ecopark start`, and copy your answers"
        )
    else:
        text = mark(
            "This notebook is edition {edition} of '{title}'; this course has edition {present}. Get the new "
            "notebook with `ecopark start`, and copy your answers"
        )
    fault = say(text, edition=str(edition)[:20], title=_bare_title(header["title"]), present=present)
    return identified("other edition", number=number, fault=fault)


def identify_file(path: Path) -> Identity:
    """Identify the exercise notebook in a file, even if the file cannot be read."""
    try:
        return identify(read_notebook(path), path.name)
    except DataError as error:
        return Identity("unreadable", fault=say(error.issues[0].rule))


def _bare_title(title: str) -> str:
    """Return the title of an exercise notebook without the word that all of them begin with."""
    words = title.removeprefix("Exercises:").strip()[:80]
    return words[:1].upper() + words[1:]


# ---- which parts count ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Submission:
    """The parts of a learner's notebook that count: the code of its answer cells, and its metadata.

    ``answers`` holds the answer cells by id, ``added`` the cells between an answer cell and its check;
    ``unmarked`` and ``outside`` are for the notes: answer cells found by their place, and code that does
    not count. ``fault`` states why the notebook does not fit the exercises of this course; it is empty if
    it does. ``language`` is that of its edition.
    """

    lesson: str
    answers: dict[str, str]
    parameters: str = ""
    learner: str = ""
    added: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unmarked: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    fault: str = ""
    language: str = "en"

    def whole(self) -> dict[str, str]:
        """Return the code of each answer in one piece."""
        return {name: "\n".join((code, *self.added.get(name, ()))) for name, code in self.answers.items()}


def read_submission(path: Path) -> Submission:
    """Read the answers of a notebook file, whatever else it holds.

    Raises
    ------
    DataError
        If the file cannot be read or is not a notebook.
    """
    notebook = read_notebook(path)
    identity = identify(notebook, path.name)
    cells = [cell for cell in notebook["cells"] if isinstance(cell, dict)]
    lesson = identity.number or identity.printed
    master = next((m for m in sources.masters("exercises") if m.stem[:2] == lesson), None)
    handed_out = _handed_out(master, identity.language, master.stat().st_mtime_ns) if master else {}
    if identity.number:
        # The cell that makes the checker was handed out, though with the number of that time.
        checker = re.compile(rf"(course\.checker\(\s*)[\"']{re.escape(identity.printed)}[\"']")
        new = rf'\g<1>"{identity.number}"'
        cells = [{**cell, "source": checker.sub(new, source_of(cell))} for cell in cells]
    parameters = _find_parameters(cells, handed_out)
    answers, unmarked, outside = _find_answers(cells, handed_out, parameters)

    # Answers are known by the ids of this course, whatever number the exercises had in the file.
    before, now = (sources.answer_id(f"{n}.") for n in (identity.printed, identity.number))
    if identity.status == "fits":
        answers = {name.replace(before, now): code for name, code in answers.items()}
        unmarked = [name.replace(before, now) for name in unmarked]
    return Submission(
        lesson=lesson,
        answers={name: code[0] for name, code in answers.items()},
        parameters=source_of(parameters or {}),
        learner=identity.learner,
        added={name: tuple(filter(str.strip, code[1:])) for name, code in answers.items()},
        unmarked=tuple(unmarked),
        outside=tuple(outside),
        fault=identity.fault,
        language=identity.language,
    )


@functools.lru_cache(maxsize=32)
def _handed_out(master: Path, language: str, _changed: int) -> dict[str, str]:
    """Return the source of each code cell that learners get, except answers and checks, by id.

    It is the edition for a class, which has one line more than the edition for a person who studies alone.
    """
    edition = sources.for_class(sources.learners_edition(catalogs.localized(master, language)))
    code = [cell for cell in edition.cells if cell.cell_type == "code"]
    return {cell.id: cell.source for cell in code if not cell.id.startswith(("answer-", "check-"))}


def _find_parameters(cells: Sequence[Cell], handed_out: Mapping[str, str]) -> Cell | None:
    """Return the parameters cell: the tagged one, else the first that sets all names of the original."""
    code = [cell for cell in cells if cell.get("cell_type") == "code"]
    tagged = [cell for cell in code if "parameters" in tags(cell)]
    names = set(assigned_literals(next(iter(handed_out.values()), "")))
    alike = [cell for cell in code if names and names <= set(assigned_literals(source_of(cell)))]
    return next(iter([*tagged, *alike]), None)


def _find_answers(
    cells: Sequence[Cell], handed_out: Mapping[str, str], parameters: Cell | None
) -> tuple[dict[str, list[str]], list[str], list[str]]:
    """Return the code of each answer by its id, the ids found by their place, and the learner's other code.

    ``handed_out`` holds the source of each code cell that learners get, except answers and checks.
    """
    marks = ["given" if cell is parameters else _classify_cell(cell, handed_out) for cell in cells]
    first: dict[str, int] = {}
    for place, role in enumerate(marks):
        if role.startswith("answer-"):
            first.setdefault(role, place)
    begins = {place for place, role in enumerate(marks) if role == "heading"} | set(first.values())

    def learners_cells(start: int, end: int) -> list[int]:
        """Return the places of the cells that the learner added, and of copied answer cells."""
        return [n for n in range(start, end) if not marks[n] or marks[n].startswith("answer-")]

    # An answer reaches to its last check before the next exercise begins; without one, to any check.
    places: dict[str, list[int]] = {}
    for answer, start in first.items():
        end = next((place for place in range(start + 1, len(cells)) if place in begins), len(cells))
        checks = [place for place in range(start + 1, end) if marks[place].startswith("check-")]
        own_checks = [place for place in checks if marks[place] == answer.replace("answer-", "check-")]
        places[answer] = [start, *learners_cells(start + 1, [*own_checks[-1:], *checks, end][0])]

    # Without an answer cell, the code between the exercise's beginning and its check is the answer.
    unmarked = []
    for place, role in enumerate(marks):
        answer = role.replace("check-", "answer-")
        if role.startswith("check-") and answer not in first:
            before = [n for n in range(place) if n in begins or marks[n].startswith("check-")]
            taken = learners_cells(before[-1] + 1 if before else 0, place)
            places[answer] = [*places.get(answer, ()), *taken]
            if places[answer] and answer not in unmarked:
                unmarked.append(answer)

    # Of all other cells, the lines that were not handed out are the learner's.
    counted = {place for several in places.values() for place in several}
    handed_out_lines, outside = set("\n".join(handed_out.values()).splitlines()), []
    for place, cell in enumerate(cells):
        code = source_of(cell)
        if place in counted or cell is parameters or marks[place] in {"heading", "other"}:
            continue
        if marks[place].startswith("check-"):
            code = sources.CHECK.sub("", code)
        elif not marks[place].startswith("answer-"):
            code = "\n".join(line for line in code.splitlines() if line not in handed_out_lines)
        if code.strip():
            outside.append(code)
    answers = {name: [source_of(cells[n]) for n in several] for name, several in places.items() if several}
    return answers, unmarked, outside


def _classify_cell(cell: Cell, handed_out: Mapping[str, str]) -> str:
    """Return ``answer-…``, ``check-…``, ``heading``, ``given``, ``other`` (no code), or nothing."""
    source, name = source_of(cell).strip(), cell.get("id")
    if cell.get("cell_type") != "code":
        return "heading" if cell.get("cell_type") == "markdown" and _HEADING.search(source) else "other"
    for cell_id in (name, _as_mapping(_as_mapping(cell.get("metadata")).get("nbgrader")).get("grade_id")):
        if isinstance(cell_id, str) and cell_id.startswith(("answer-", "check-")):
            return cell_id
    if check := sources.CHECK.fullmatch(source):
        return sources.check_id(check["id"])
    has_given_id = isinstance(name, str) and name in handed_out
    return "given" if has_given_id or source in {code.strip() for code in handed_out.values()} else ""


def source_of(cell: Cell) -> str:
    """Return the source of a cell, whatever form it has in the file."""
    source = cell.get("source", "")
    if isinstance(source, list):
        return "".join(map(str, source))
    return source if isinstance(source, str) else ""


def tags(cell: Cell) -> list[Any]:
    """Return the tags of a cell; none if they are not a list."""
    listed = _as_mapping(cell.get("metadata")).get("tags")
    return listed if isinstance(listed, list) else []


def _as_mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


# ---- code that is read, not run ------------------------------------------------------------------


def assigned_literals(source: str) -> dict[str, Any]:
    r"""Return the names to which a cell assigns literals; it is read, not run.

    Examples
    --------
    >>> assigned_literals("energy: float = 800_000.0\nzone = name()")
    {'energy': 800000.0, 'zone': Ellipsis}
    """
    values: dict[str, Any] = {}
    tree = _parse(source)
    for statement in tree.body if tree else ():
        if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
            continue
        target = statement.target if isinstance(statement, ast.AnnAssign) else statement.targets[0]
        if isinstance(target, ast.Name):
            try:
                values[target.id] = ast.literal_eval(statement.value)
            except (ValueError, TypeError, RecursionError, MemoryError):
                values[target.id] = ...
    return values


def changed_names(source: str) -> set[str]:
    r"""Return the names that code binds or changes; for code that cannot be parsed, all its words.

    Examples
    --------
    >>> sorted(changed_names("import numpy as np\ndef gaps(frame): return 0\ntable['x'] = 1"))
    ['gaps', 'np', 'table']
    """
    plain = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith(("%", "!", "?")))
    tree = _parse(plain)
    if tree is None:
        return set(re.findall(r"\w+", source))
    names: set[str] = set()
    for node in ast.walk(tree):
        in_place = isinstance(node, ast.Call) and any(word.arg == "inplace" for word in node.keywords)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).partition(".")[0])
        elif in_place or isinstance(getattr(node, "ctx", None), ast.Store):
            names |= {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return names


def _parse(source: str) -> ast.Module | None:
    """Return the tree of some code; nothing if it cannot be parsed."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None

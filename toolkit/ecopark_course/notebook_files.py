"""Notebook files as people hand them in: read as any program saves them, and known by slug and edition.

The notebook's own metadata say which exercise it is, not the number or the name of its file: both may
change.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecopark.errors import DataError, Issue
from ecopark_course import sources
from ecopark_course.language import LANGUAGES, mark, sentences

__all__ = ["Identity", "identify", "read_notebook"]

_LARGEST = 20 * 2**20  # bytes of a notebook
_CONFLICT = re.compile(r"^(<{7} .*|={7}|>{7} .*)$", re.MULTILINE)
_ESCAPE = 6  # letters of the longest escape in JSON, in the middle of which a file may end
_OLD_FORMAT = "is in an old notebook format: open it in JupyterLab and save it again"

# Notebooks from before editions carry a number only. These are the slugs of those numbers.
_BEFORE_EDITIONS = (
    *("start_here", "what_an_eip_is", "planning_a_park", "eip_demonstration", "circular_transformation"),
    *("low_carbon", "three_programs", "elasticity", "subsidy_shares", "kalundborg", "taiwan"),
    *("from_parks_to_cities", "the_audit", "capstone"),
)
_NEW_SLUGS = {"the_audit": "reading_sources"}  # lessons that were given another name


@dataclass(frozen=True)
class Identity:
    """Which exercise notebook a file is.

    ``status`` is ``"fits"``, ``"other edition"``, ``"lesson"`` for a notebook without exercises, or
    ``"unknown"``; ``fault`` is the sentence for all but the first. ``number`` is the number in this
    course, ``printed`` the one in the file: they differ after lessons were numbered anew.
    """

    status: str
    slug: str = ""
    number: str = ""
    printed: str = ""
    fault: str = ""


def read_notebook(path: Path) -> dict[str, Any]:
    """Read a notebook file in UTF-8 or UTF-16, with or without a mark, in format 4 or older.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    dict
        The notebook in format 4; ``"cells"`` is a list, all else may be anything.

    Raises
    ------
    DataError
        With what is wrong with the file, in one sentence.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise _refused(path, f"is larger than {_LARGEST >> 20} MB")
        data = path.read_bytes()
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror}") from error
    # A computer that lost power leaves zeros where the text should be.
    if not data.strip(b"\0 \t\r\n"):
        raise _refused(path, "is empty", "take an earlier copy of it")
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as error:
        whole = error.reason not in {"unexpected end of data", "truncated data"}
        raise _refused(path, "is not a notebook" if whole else "is cut off: its end is missing") from error
    try:
        notebook = json.loads(text)
    except json.JSONDecodeError as error:
        raise _refused(path, *_why_no_json(text, error)) from error
    except (ValueError, RecursionError) as error:
        raise _refused(path, "is not a notebook") from error
    if isinstance(notebook, dict) and "worksheets" in notebook:
        notebook = _converted(path, notebook)
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise _refused(path, "is not a notebook")
    return notebook


def _why_no_json(text: str, error: json.JSONDecodeError) -> tuple[str, str]:
    """Return why a text is not a notebook, and the likely fix."""
    marks = {line[0] for line in _CONFLICT.findall(text)}
    if marks >= {"<", ">"}:
        return "holds the marks of a merge conflict", "choose one side of each conflict, then save it again"
    if text.lstrip()[:1] == "<":
        return "is a web page, not a notebook", "download the notebook itself"
    at_the_end = error.pos >= len(text.rstrip()) - _ESCAPE and not error.msg.startswith("Extra data")
    if text.lstrip()[:1] == "{" and (at_the_end or error.msg.startswith("Unterminated string")):
        return "is cut off: its end is missing", "download or copy it again"
    return "is not a notebook", ""


def _converted(path: Path, notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook of format 3 or 2 in format 4."""
    import nbformat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what nbformat repairs on the way
            new = nbformat.convert(nbformat.from_dict(notebook), 4)
            return dict(json.loads(json.dumps(new)))
    except Exception as error:  # nbformat's converters raise whatever an odd notebook leads to
        raise _refused(path, _OLD_FORMAT) from error


def _refused(path: Path, why: str, fix: str = "") -> DataError:
    fix = fix or ("" if why == _OLD_FORMAT else "give a notebook of the folder exercises")
    return DataError(path.name, [Issue(f"the file {why}", fix=fix)])


def identify(notebook: Mapping[str, Any], name: str) -> Identity:
    """Return which exercise notebook of this course a notebook is, and whether it is of its edition.

    Parameters
    ----------
    notebook : mapping
        A notebook from :func:`read_notebook`.
    name : str
        Name of its file: it counts only where the metadata were lost.
    """
    metadata = notebook.get("metadata")
    about = metadata.get("ecopark") if isinstance(metadata, dict) else None
    about = about if isinstance(about, dict) else {}
    printed = str(about.get("number") or name[:2])[:2]
    by_name = [] if about else [s for m in sources.masters("exercises") if (s := sources.slug(m)) in name]
    slug = str(about.get("slug") or max(by_name, key=len, default="") or _slug_before_editions(printed))
    slug = _NEW_SLUGS.get(slug, slug)
    title = str(about.get("title") or "")
    language = str(about.get("language") or "en")
    say = sentences(language if language in LANGUAGES else "en")
    if about and (("slug" in about and "edition" not in about) or _names_a_lesson(about)):
        said = say(mark("This is the notebook of a lesson, not of its exercises"))
        return Identity("lesson", slug, "", printed, said)
    master = sources.with_slug(slug)
    if master is None:
        if not about.get("slug"):
            known = ", ".join(master.stem for master in sources.masters("exercises"))
            said = say(mark("the file is no exercise of this course. It has: {known}"), known=known)
            return Identity("unknown", slug, "", printed, said)
        text = mark("This notebook is of '{title}', which this course does not have")
        said = say(text, title=_short(title or slug))
        return Identity("unknown", slug, "", printed, said)
    header = sources.header(master)
    edition = about.get("edition", 1 if about else None)
    number = master.stem[:2]
    # Where the metadata were lost, nothing says that the notebook is older than the first edition.
    if edition == header["edition"] or (edition is None and header["edition"] == 1):
        return Identity("fits", slug, number, printed)
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
    title = _short(header["title"])
    said = say(text, edition=str(edition)[:20], title=title, present=header["edition"])
    return Identity("other edition", slug, number, printed, said)


def _slug_before_editions(printed: str) -> str:
    known = printed.isascii() and printed.isdigit() and int(printed) < len(_BEFORE_EDITIONS)
    return _BEFORE_EDITIONS[int(printed)] if known else ""


def _names_a_lesson(about: Mapping[str, Any]) -> bool:
    """Return whether metadata from before editions are those of a lesson."""
    title = about.get("title")
    return "slug" not in about and isinstance(title, str) and not title.startswith("Exercises")


def _short(title: str) -> str:
    """Return the title of an exercise notebook without the word that all of them begin with."""
    words = title.removeprefix("Exercises:").strip()[:80]
    return words[:1].upper() + words[1:]

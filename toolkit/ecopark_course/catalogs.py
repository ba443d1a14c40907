"""Lessons in other languages: message catalogs made from the masters, and editions made with them.

``course/locale/<language>/LC_MESSAGES/NN_slug.po`` holds the texts of a lesson and of its exercises, each
with its place. Poedit and Weblate can edit the catalogs; a text whose translation is missing or fuzzy
appears in English.
"""

from __future__ import annotations

import ast
import csv
import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ecopark
from ecopark import datasets, errors, files
from ecopark.errors import MissingExtra
from ecopark_course import sources
from ecopark_course.language import mark, sentences
from ecopark_course.notebook_texts import PLACEHOLDER, Message, extract, translate

__all__ = [
    "Progress",
    "find_inconsistencies",
    "first_path",
    "localized",
    "messages",
    "path",
    "progress",
    "read",
    "read_paths",
    "stems",
    "update",
]

# Beside the catalogs of the lessons: the paths through the course, phrases of the data, and the messages of
# classroom and toolkit.
PATHS, DATA, CLASSROOM, TOOLKIT = "paths", "data", "classroom", "toolkit"
_ROOMS = {CLASSROOM: Path(__file__).parent, TOOLKIT: Path(ecopark.__file__).parent}
# Callables whose English argument is shown in the user's language: functions, errors, faults in data.
_SAYING = {
    *("mark", "say", "LessonStopped", "SandboxUnavailableError", "SiteFailed"),
    *(name for name in errors.__all__ if isinstance(getattr(errors, name), type)),
}
# Columns whose texts a translated lesson shows, by package and table.
SHOWN_DATA = {
    ("crosswalk", "concepts"): ("label", "category"),
    ("eip_results", "changes"): ("quantity",),
    ("eip_standards", "standards"): ("park_type", "state"),
    ("hj274_2009", "indicators"): ("category",),
    ("hj274_2015", "indicators"): ("category",),
    ("kalundborg", "benefits"): ("quantity", "year_printed"),
    ("kalundborg", "changes_since_2000"): ("stream", "before", "after", "effect"),
    ("kalundborg", "claims"): ("quantity", "year_printed"),
    ("kalundborg", "conversion"): ("quantity",),
    ("kalundborg", "drivers"): ("driver_kind", "driver", "payer"),
    ("kalundborg", "exchanges"): ("stream",),
    ("kalundborg", "partners"): ("id",),
    ("kalundborg", "statements"): ("statement_value", "note"),
    ("park_plans", "candidate_projects"): ("project",),
    ("park_plans", "plan_parts"): ("part",),
    ("park_plans", "review_form"): ("question", "look"),
    ("park_plans", "rubric"): ("criterion", "level_0", "level_1", "level_2", "level_3"),
    ("park_plans", "studies"): ("subject",),
    ("park_plans", "zone_values"): ("quantity",),
    ("planning", "bodies"): ("body", "force"),
    ("planning", "chapter_sections"): ("section",),
    ("planning", "document_chapters"): ("chapter",),
    ("programs", "additional_requirements"): ("requirement", "note"),
    ("programs", "agencies"): ("agency",),
    ("programs", "documents"): ("part",),
    ("programs", "motives"): ("kind", "who", "point"),
    ("programs", "procedures"): ("actor",),
    ("programs", "side_by_side"): ("question", "answer"),
    ("programs", "states"): ("label",),
    ("trainings", "training_audiences"): ("audience",),
}
_PATH_TEXTS = ("path", "for", "do", "aim")
TRANSLATED = mark("This page is a machine translation. No native speaker has checked it yet.")
NOT_TRANSLATED = mark("This page is not translated yet.")
_IMPORT = "import ecopark_course as course"
_TOKEN = re.compile(r"`[^`]+`|https?://[^\s)>]+|doi:[!-~]+?(?=[.,;)]*(?:[^!-~]|$))")
# A number with a power or a scale; in "50 to 100 million" the scale counts for both numbers.
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "万": 1e4, "亿": 1e8, "百万": 1e6}
_WORDS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5},
    **{"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10},
}
_NUMBER = re.compile(
    r"(?P<digits>(?<![\w.])\d[\d,]*(?:\.\d+)?(?:e\d+)?|(?<=[^\x00-\x7f])\d[\d,]*(?:\.\d+)?)"
    r"(?:\^(?P<power>\d+)|\s*(?P<scale>thousand|million|billion|百万|万|亿)"
    r"|(?=\s(?:to|and|or)\s[\d.,]+\s(?P<second>thousand|million|billion)))?"
    rf"|(?:\b(?P<word>{'|'.join(_WORDS)})\s)?(?P<bare>\b(?:million|billion)\b|百万|万|亿)"
)
_CENTURY = re.compile(r"(\d+)世纪(\d+)年代")
_SPELLED_OUT = 12  # numbers that English writes as words and another language as digits


@dataclass(frozen=True)
class Progress:
    """The translated share of a lesson and its exercises."""

    lesson: str
    translated: int
    fuzzy: int
    total: int

    @property
    def percent(self) -> int:
        """The part that is translated and not fuzzy, rounded down."""
        return 100 * self.translated // max(self.total, 1)

    def __str__(self) -> str:
        """Format as one line of a list."""
        fuzzy = f", {self.fuzzy} to look at again" if self.fuzzy else ""
        return f"{self.lesson}: {self.percent} % ({self.translated} of {self.total}{fuzzy})"


def localized(master: Path, language: str = "en") -> Any:
    """Return a master as a notebook in a language: translated, with a note that says so.

    Parameters
    ----------
    master : Path
        The master of a lesson or of exercises.
    language : str
        The code that HTML uses, such as ``"zh-Hans"``; ``"en"`` gives the master itself.

    Raises
    ------
    MasterFault
        As :func:`sources.read`.
    """
    notebook = sources.read(master)
    if language == "en":
        return notebook
    say, translated = sentences(language), read(master.stem, language)
    edition = translate(notebook, translated)
    edition.metadata["ecopark"]["language"] = language
    note = say(TRANSLATED if translated else NOT_TRANSLATED)
    title, line_end, rest = edition.cells[0].source.partition("\n")
    edition.cells[0].source = f"{title}{line_end}\n> {note}\n{rest}"
    for cell in edition.cells:
        if cell.cell_type == "code":
            cell.source = cell.source.replace(_IMPORT, f'{_IMPORT}\n\ncourse.set_language("{language}")', 1)
    return edition


def path(stem: str, language: str) -> Path:
    """Return the name of the catalog of a lesson and its exercises, such as ``05_eip_demonstration``."""
    code, folders = language.replace("-", "_"), {**_ROOMS, DATA: files.datasets_folder()}
    if stem in folders:
        return folders[stem] / "locale" / f"{code}.po"
    return files.course_folder() / "locale" / code / "LC_MESSAGES" / f"{stem}.po"


def stems() -> list[str]:
    """Return the names of all catalogs of a language, in order."""
    return [*(master.stem for master in sources.masters("course")), PATHS, DATA, *_ROOMS]


def read(stem: str, language: str) -> Mapping[str, str]:
    """Return the translation of each message of a lesson, except those that are missing or fuzzy."""
    file = path(stem, language)
    return _read(file, file.stat().st_mtime_ns) if file.exists() else {}


@functools.lru_cache(maxsize=64)
def _read(file: Path, _changed: int) -> Mapping[str, str]:
    entries = _read_catalog(file)
    return {entry.id: entry.string for entry in entries if entry.id and entry.string and not entry.fuzzy}


def _read_catalog(file: Path) -> Any:
    try:
        from babel.messages.pofile import read_po
    except ImportError as error:
        raise MissingExtra("Other languages need Babel: pip install 'ecopark[course]'") from error
    with file.open("rb") as stream:
        return read_po(stream)


def read_paths() -> list[dict[str, str]]:
    """Read the table of paths: one row per step, with the lesson, the minutes and the task."""
    with (files.course_folder() / "paths.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def first_path() -> list[dict[str, str]]:
    """Return the steps of the first path, a training of two hours, which is translated before the others."""
    steps = read_paths()
    return [step for step in steps if step["path"] == steps[0]["path"]]


def messages(stem: str) -> Iterator[Message]:
    """Yield the messages of a lesson and of its exercises, each text once for each of its places.

    ``"paths"`` gives the texts of the first path through the course, ``"classroom"`` and ``"toolkit"``
    the messages of those packages.
    """
    if stem in _ROOMS:
        room = _ROOMS[stem]
        command = [room.parent / "ecopark_cli.py"] if stem == CLASSROOM else []
        for file in [*sorted(room.rglob("*.py")), *command]:
            place = file.relative_to(room if file.is_relative_to(room) else room.parent).as_posix()
            for text in _sentences_in(ast.parse(file.read_text("utf-8"))):
                yield Message(text, place)
        if stem == CLASSROOM:
            from jinja2.ext import babel_extract

            template = files.course_folder() / "site" / "_pages" / "translated.md.j2"
            with template.open("rb") as stream:
                for _, _, sentence, _ in babel_extract(stream, ["say"], [], {}):
                    yield Message(str(sentence), template.name)
    elif stem == DATA:
        words = (files.datasets_folder() / "locale" / "words.txt").read_text("utf-8").splitlines()
        yield from (Message(word, "words.txt") for word in words if word and not word.startswith("#"))
        for (package, table), columns in SHOWN_DATA.items():
            cells = (row[column] for row in datasets.rows(package, table) for column in columns)
            yield from (Message(c, f"{package}/{table}.csv") for c in cells if c and not c.isdigit())
    elif stem == PATHS:
        for step in first_path():
            yield from (Message(step[column], "paths.csv") for column in _PATH_TEXTS)
    else:
        for kind in ("course", "exercises"):
            for master in sources.masters(kind):
                if master.stem == stem:
                    for message in extract(sources.read(master)):
                        yield replace(message, place=f"{kind}/{message.place}")


def _sentences_in(tree: ast.Module) -> Iterator[str]:
    """Yield the sentences of a module: the first argument of each call that shows one, and each ``fix``."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in _SAYING:
            continue
        for value in (*node.args[:1], *(k.value for k in node.keywords if k.arg == "fix")):
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value


def update(stem: str, language: str) -> Progress:
    """Bring a catalog of a language up to date with the masters; return how much of it is translated.

    A text that is new has no translation; one that was changed keeps the translation of the old text, marked
    fuzzy, until a translator has looked at it.

    Parameters
    ----------
    stem : str
        One of :func:`stems`.
    language : str
        The code that HTML uses, such as ``"zh-Hans"``.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    file = path(stem, language)
    old = _read_catalog(file) if file.exists() else None
    catalog = Catalog(
        locale=language.replace("-", "_"),
        project="ecopark",
        header_comment="# Text of a lesson and its exercises: a machine translation that no native\n"
        "# speaker has checked. After #: stand the cells of the masters.",
        version="0.2",
        msgid_bugs_address="see CONTRIBUTING.md",
        last_translator="The ecopark developers",
        language_team=language,
        creation_date=old.creation_date if old else None,
        fuzzy=False,
    )
    for message in messages(stem):
        place: Any = (message.place, None)
        catalog.add(message.text, locations=[place], auto_comments=filter(None, [message.remark]))
    if old is not None:
        old.update(catalog, update_header_comment=True)
        catalog = old
    for entry in catalog:
        entry.flags &= {"fuzzy"}  # without Babel's marks for the formats of Python
    file.parent.mkdir(parents=True, exist_ok=True)
    with files.atomic_write(file) as part, part.open("wb") as stream:
        write_po(stream, catalog, width=110, ignore_obsolete=True)
    return progress(stem, language)


def progress(stem: str, language: str) -> Progress:
    """Count the messages of a lesson and its exercises that are translated into a language."""
    file, texts = path(stem, language), {message.text for message in messages(stem)}
    entries = _read_catalog(file) if file.exists() else ()
    done = [entry for entry in entries if entry.id in texts and entry.string]
    fuzzy = sum(entry.fuzzy for entry in done)
    return Progress(stem, len(done) - fuzzy, fuzzy, len(texts))


def find_inconsistencies(stem: str, language: str) -> list[str]:
    """Return a message for each translation that lost or changed a placeholder, number, code span or link."""
    translated, lines = read(stem, language), []
    for message in {message.text: message for message in messages(stem)}.values():
        text, other = message.text, translated.get(message.text)
        if other is None or other == text:
            continue
        before, after = set(PLACEHOLDER.findall(text)), set(PLACEHOLDER.findall(other))
        codes, other_codes = Counter(_TOKEN.findall(text)), Counter(_TOKEN.findall(other))
        values, written = values_in(text), values_in(other)
        lost = [
            *(f"placeholder {{{name}}}" for name in sorted(before - after - message.optional)),
            *(codes - other_codes),
            *(f"the number {value:g}" for value in sorted(values - written)),
        ]
        added = [
            *(f"placeholder {{{name}}}" for name in sorted(after - before)),
            *(other_codes - codes),
            *(f"the number {value:g}" for value in sorted(written - values) if value > _SPELLED_OUT),
        ]
        faults = [f"{part} is missing" for part in lost]
        faults += [f"{part} is not in the English text" for part in added]
        if other.count("**") % 2 > text.count("**") % 2:
            faults.append("a mark ** has no partner")
        lines += [f"{stem}, {message.place}: {fault}: {other[:60]!r}" for fault in faults]
    return lines


def values_in(text: str) -> set[float]:
    """Return the numbers in an English or Chinese text, as values.

    Examples
    --------
    >>> values_in("RMB 50 to 100 million, 1,200 t") == values_in("5000万至1亿元 1200吨")
    True
    >>> sorted(values_in("2.5 tce/10^4 RMB")), sorted(values_in("2.5吨标准煤/万元"))
    ([2.5, 10000.0], [2.5, 10000.0])
    """
    text = PLACEHOLDER.sub(" ", _TOKEN.sub(" ", text))
    text = _CENTURY.sub(lambda match: f"{100 * (int(match[1]) - 1) + int(match[2])}", text)
    text = re.sub(r"\d+(st|nd|rd|th)\b", "", text)  # an ordinal may be a word
    text = re.sub(r"(\d)s\b", r"\1", text)  # the 1990s
    values = set()
    for match in _NUMBER.finditer(text):
        scale = _SCALES.get(match["scale"] or match["second"] or match["bare"] or "", 1.0)
        if match["digits"] is None:
            values.add(scale * _WORDS.get(match["word"] or "", 1))
            continue
        number = float(match["digits"].replace(",", ""))
        values.add(number ** int(match["power"]) if match["power"] else float(f"{number * scale:.9g}"))
    return values

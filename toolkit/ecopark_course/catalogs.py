"""Lessons in other languages: message catalogs made from the masters, and editions made with them.

``course/locale/<language>/LC_MESSAGES/NN_slug.po`` holds the text of a lesson and of its exercises: a message
per paragraph, list item, heading, hint, remark of a parameter, comment, and text that the code shows. Code,
numbers and names of parameters stay. Poedit and Weblate can edit the catalogs; a message whose translation is
missing or fuzzy appears in English.
"""

from __future__ import annotations

import ast
import copy
import csv
import functools
import io
import json
import re
import tokenize
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecopark import files, places
from ecopark.errors import MissingExtra
from ecopark_course import sources
from ecopark_course.language import mark, sentences

__all__ = [
    "Message",
    "Progress",
    "extract",
    "find_faults",
    "localized",
    "messages",
    "path",
    "progress",
    "read",
    "read_paths",
    "stems",
    "translate",
    "update",
]

# Two catalogs beside those of the lessons: the paths through the course, and what the classroom says.
PATHS, CLASSROOM = "paths", "classroom"
_PATH_TEXTS = ("path", "for", "do", "aim")
TRANSLATED = mark("This page is a machine translation. No native speaker has checked it yet.")
NOT_TRANSLATED = mark("This page is not translated yet.")
_IMPORT = "import ecopark_course as course"
_FENCE = re.compile(r"^\s*(```|~~~)")
_ITEM = re.compile(r"^(\s*(?:[-*+]|\d{1,2}[.)])\s+|#{1,6}\s+|>\s+)(.*)$")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_PROSE = re.compile(r"[^\W\d_][,;:.!?)]*\s|\s[^\W\d_]{2}")
_CODE_COMMENT = re.compile(r"#\s*(fmt:|noqa|type:|##)|###")
_SHOWN = {"title", "label", "xlabel", "ylabel", "columns", "what", "legend"}  # arguments that are read
_TOML_TEXT = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_TOML_CODE = re.compile(r"^\s*(id|unit|kind|within)\s*=")
_TOML_VALUE = re.compile(r"^\s*value\s*=")
_TOKEN = re.compile(r"`[^`]+`|https?://[^\s)>]+|doi:[!-~]+?(?=[.,;)]*(?:[^!-~]|$))")
# A number with a power or a scale; in "50 to 100 million" the scale counts for both numbers.
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "万": 1e4, "亿": 1e8, "百万": 1e6}
_WORDS = {
    word: n
    for n, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
}
_NUMBER = re.compile(
    r"(?P<digits>(?<![\w.])\d[\d,]*(?:\.\d+)?(?:e\d+)?|(?<=[^\x00-\x7f])\d[\d,]*(?:\.\d+)?)"
    r"(?:\^(?P<power>\d+)|\s*(?P<scale>thousand|million|billion|百万|万|亿)"
    r"|(?=\s(?:to|and|or)\s[\d.,]+\s(?P<second>thousand|million|billion)))?"
    rf"|(?:\b(?P<word>{'|'.join(_WORDS)})\s)?(?P<bare>\b(?:million|billion)\b|百万|万|亿)"
)
_CENTURY = re.compile(r"(\d+)世纪(\d+)年代")
_SPELLED_OUT = 12  # numbers that English writes as words and another language as digits
_PLACEHOLDER = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


@dataclass(frozen=True)
class Message:
    """A text to translate: English, the places where it stands, and a remark for the translator."""

    text: str
    places: tuple[str, ...]
    remark: str = ""
    optional: frozenset[str] = frozenset()  # placeholders that another language may leave out


@dataclass(frozen=True)
class Progress:
    """How much of a lesson and its exercises is translated."""

    lesson: str
    translated: int
    fuzzy: int
    total: int

    def __str__(self) -> str:
        """Return one line of a list."""
        percent = 100 * self.translated // max(self.total, 1)
        fuzzy = f", {self.fuzzy} to look at again" if self.fuzzy else ""
        return f"{self.lesson}: {percent} % ({self.translated} of {self.total}{fuzzy})"


# ---- messages of a notebook ----------------------------------------------------------------------


def extract(notebook: Any) -> Iterator[Message]:
    """Yield every text of a notebook that a reader sees, in the order of its cells.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        A master, as :func:`sources.read` returns it.
    """
    if title := notebook.metadata.get("ecopark", {}).get("title"):
        yield Message(title, ("title",))
    keys, shown = _keys(notebook), _shown_words(notebook)
    for cell in notebook.cells:
        seen: list[Message] = []

        def note(
            text: str,
            optional: frozenset[str] = frozenset(),
            cell: Any = cell,
            seen: list[Message] = seen,
        ) -> str:
            if _LETTERS.search(text):
                remark = (
                    "also used as a key: keep the English if the data hold this text" if text in keys else ""
                )
                seen.append(Message(text, (cell.id,), remark, optional))
            return text

        _rewrite(cell, note, shown)
        yield from seen


def translate(notebook: Any, translated: Mapping[str, str]) -> Any:
    """Return a notebook with its texts in another language; what has no translation stays in English.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        A master, as :func:`sources.read` returns it.
    translated : mapping of str to str
        Translation of each message.
    """
    edition = copy.deepcopy(notebook)
    shown = _shown_words(notebook)
    for cell in edition.cells:
        _rewrite(cell, lambda text, *_: translated.get(text) or text, shown, all_equal=translated)
    about = edition.metadata["ecopark"]
    about["title"] = translated.get(about["title"], about["title"])
    return edition


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


def _rewrite(
    cell: Any, to: Callable[..., str], shown: frozenset[str], all_equal: Mapping[str, str] | None = None
) -> None:
    """Put ``to(text)`` in the place of each text of a cell."""
    tags = cell.metadata.get("tags", ())
    if cell.cell_type == "markdown":
        cell.source = _rewrite_markdown(cell.source, to)
    elif cell.cell_type == "raw" and "exercise" in tags:
        cell.source = _rewrite_toml(cell.source, to, shown, all_equal)
    elif "parameters" in tags:
        cell.source = re.sub(r"(?m)(?<=  # )([^;\n]+)(?=;)", lambda found: to(found[1].strip()), cell.source)
    elif cell.cell_type == "code":
        cell.source = _rewrite_code(cell.source, to, shown, all_equal)


def _rewrite_markdown(source: str, to: Callable[..., str]) -> str:
    """Put other texts in the place of paragraphs, list items, headings and rows of a Markdown text."""
    written: list[str] = []
    prefix, text, verbatim = "", list[str](), ""

    def close() -> None:
        nonlocal prefix, text
        if text:
            written.append(prefix + to(" ".join(text)))
        prefix, text = "", []

    for line in source.splitlines():
        # Code and displayed formulas are copied.
        fence = _FENCE.match(line)
        opens = fence[1] if fence else "$$" if line.lstrip().startswith("$$") else ""
        if verbatim:
            written.append(line)
            if opens == verbatim or (verbatim == "$$" and "$$" in line):
                verbatim = ""
        elif opens:
            close()
            written.append(line)
            verbatim = "" if opens == "$$" and line.count("$$") > 1 else opens
        elif not line.strip() or re.fullmatch(r"[|:\s-]+", line):
            close()
            written.append(line)
        elif line.startswith("|"):
            close()
            cells = [to(part.strip()) if part.strip() else "" for part in line.strip("|").split("|")]
            written.append(f"| {' | '.join(cells)} |")
        elif line.startswith("> ") and prefix == "> " and line[2:].strip():
            text.append(line[2:].strip())
        elif item := _ITEM.match(line):
            close()
            prefix, text = item[1], [item[2].strip()]
            if item[1].startswith("#"):
                close()
        else:
            text.append(line.strip())
    close()
    return "\n".join(written)


def _rewrite_toml(
    source: str, to: Callable[..., str], shown: frozenset[str], all_equal: Mapping[str, str] | None
) -> str:
    """Put other texts in the place of the hints, ideas and levels of an exercise cell."""
    lines = []
    for line in source.splitlines():
        if _TOML_CODE.match(line):
            lines.append(line)
        elif _TOML_VALUE.match(line):
            # The value of a usual mistake is code: it changes only where the solution does.
            def code(found: re.Match[str]) -> str:
                return json.dumps(
                    _rewrite_code(json.loads(found[0]), None, shown, all_equal), ensure_ascii=False
                )

            lines.append(_TOML_TEXT.sub(code, line) if all_equal else line)
        else:
            lines.append(
                _TOML_TEXT.sub(lambda found: json.dumps(to(json.loads(found[0])), ensure_ascii=False), line)
            )
    return "\n".join(lines)


# ---- texts in code -------------------------------------------------------------------------------


def _rewrite_code(
    source: str, to: Callable[..., str] | None, shown: frozenset[str], all_equal: Mapping[str, str] | None
) -> str:
    """Put other texts in the place of the comments and the shown strings of some code.

    ``all_equal`` names texts that are replaced wherever they are a whole string, so that a key changes with
    the text that it must equal.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return source
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode()))
    data, changes = source.encode(), list[tuple[int, int, str]]()

    if to is not None:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            text = token.string.lstrip("# ").rstrip()
            if token.type == tokenize.COMMENT and text and not _CODE_COMMENT.match(token.string):
                row, column = token.start
                begin = starts[row - 1] + len(lines[row - 1][:column].encode())
                end = begin + len(token.string.encode())
                changes.append((begin, end, f"# {to(text)}"))

    rewriter = _Strings(to, shown, all_equal)
    for node in _outermost_strings(tree):
        new = rewriter.visit(copy.deepcopy(node))
        if rewriter.changed(node, new):
            begin = starts[node.lineno - 1] + node.col_offset
            end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
            changes.append((begin, end, ast.unparse(ast.fix_missing_locations(new))))

    for begin, end, text in sorted(changes, reverse=True):
        data = data[:begin] + text.encode() + data[end:]
    return data.decode()


class _Strings(ast.NodeTransformer):
    """Changes strings, and the fixed parts of f-strings, which are one message with placeholders."""

    def __init__(
        self, to: Callable[..., str] | None, shown: frozenset[str], all_equal: Mapping[str, str] | None
    ) -> None:
        self.to, self.shown, self.all_equal = to, shown, all_equal or {}

    @staticmethod
    def changed(before: ast.AST, after: ast.AST) -> bool:
        """Return whether two nodes differ."""
        return ast.dump(before) != ast.dump(after)

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        """Change a string that is shown."""
        if isinstance(node.value, str):
            if node.value in self.all_equal:
                node.value = self.all_equal[node.value] or node.value
            elif self.to is not None and is_shown(node.value, self.shown):
                node.value = self.to(node.value)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.JoinedStr:
        """Change an f-string: its message first, then the strings in its expressions."""
        text, values = _template(node)
        if self.to is not None and _LETTERS.search(_PLACEHOLDER.sub("", text)):
            optional = frozenset(name for name, value in values.items() if _is_ending(value.value))
            text = self.to(text, optional)
        for value in values.values():
            value.value = self.visit(value.value)
        parts: list[ast.expr] = []
        position = 0
        for found in _PLACEHOLDER.finditer(text):
            if found[1] in values:
                parts += [ast.Constant(_unescaped(text[position : found.start()])), values[found[1]]]
                position = found.end()
        node.values = [*parts, ast.Constant(_unescaped(text[position:]))]
        node.values = [v for v in node.values if not (isinstance(v, ast.Constant) and v.value == "")]
        return node


def is_shown(text: str, shown: frozenset[str]) -> bool:
    """Return whether a string of the code is a text for the reader: it has words, or stands in a label."""
    return bool(_LETTERS.search(text)) and (bool(_PROSE.search(text)) or text in shown)


def _template(node: ast.JoinedStr) -> tuple[str, dict[str, ast.FormattedValue]]:
    """Return an f-string as a message with named placeholders, and what each of them stands for."""
    text, values = "", dict[str, ast.FormattedValue]()
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value).replace("{", "{{").replace("}", "}}")
        elif isinstance(part, ast.FormattedValue):
            words = [
                word
                for inner in ast.walk(part.value)
                for word in re.findall(
                    r"\w+",
                    inner.id
                    if isinstance(inner, ast.Name)
                    else inner.attr
                    if isinstance(inner, ast.Attribute)
                    else str(inner.value)
                    if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
                    else "",
                )
            ]
            name = base = "_".join(dict.fromkeys(words))[:40].strip("_") or "value"
            number = 1
            while name in values:
                number += 1
                name = f"{base}_{number}"
            values[name] = part
            text += f"{{{name}}}"
    return text, values


def _unescaped(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}")


def _is_ending(node: ast.expr) -> bool:
    """Return whether an expression gives the ending of an English word, such as the s of a plural."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return any(
            isinstance(side, ast.Constant) and isinstance(side.value, str) for side in (node.left, node.right)
        )
    if isinstance(node, ast.IfExp):
        ends = [side.value for side in (node.body, node.orelse) if isinstance(side, ast.Constant)]
        return len(ends) == 2 and "" in ends and all(len(str(end)) <= 3 for end in ends)
    return False


def _outermost_strings(tree: ast.AST) -> Iterator[Any]:
    """Yield the strings and f-strings of some code that stand in no f-string."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        ):
            yield node
        else:
            yield from _outermost_strings(node)


def _code_cells(notebook: Any) -> Iterator[ast.Module]:
    for cell in notebook.cells:
        if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", ()):
            yield ast.parse(cell.source)


def _shown_words(notebook: Any) -> frozenset[str]:
    """Return the single words that stand in labels, headings and titles of a notebook, and nowhere else."""
    labels, every = Counter[str](), Counter[str]()
    for tree in _code_cells(notebook):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                every[node.value] += 1
            if isinstance(node, ast.IfExp):
                # "fell" if it fell else "rose": words of a sentence that depend on its numbers.
                labels.update(_texts(node.body, node.orelse))
            if isinstance(node, ast.keyword) and node.arg in _SHOWN:
                value = node.value
                labels.update(
                    _texts(
                        *(value.values if isinstance(value, ast.Dict) else getattr(value, "elts", [value]))
                    )
                )
    return frozenset(word for word, count in labels.items() if count == every[word])


def _texts(*nodes: ast.expr) -> list[str]:
    """Return the values of those nodes that are strings."""
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _keys(notebook: Any) -> set[str]:
    """Return the strings with which a notebook looks something up or compares."""
    keys = set[str]()
    for tree in _code_cells(notebook):
        for node in ast.walk(tree):
            looked_up = (
                [node.slice]
                if isinstance(node, ast.Subscript)
                else [node.left, *node.comparators]
                if isinstance(node, ast.Compare)
                else []
            )
            keys |= {
                part.value
                for one in looked_up
                for part in ast.walk(one)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            }
    return keys


# ---- catalogs ------------------------------------------------------------------------------------


def path(stem: str, language: str) -> Path:
    """Return the catalog of a lesson and its exercises, such as ``05_eip_demonstration``."""
    if stem == CLASSROOM:
        return Path(__file__).with_name("locale") / f"{language.replace('-', '_')}.po"
    return places.course() / "locale" / language.replace("-", "_") / "LC_MESSAGES" / f"{stem}.po"


def stems() -> list[str]:
    """Return the names of all catalogs of a language, in order."""
    return [*(master.stem for master in sources.masters("course")), PATHS, CLASSROOM]


def read(stem: str, language: str) -> dict[str, str]:
    """Return the translation of each message of a lesson that has one which is not fuzzy."""
    file = path(stem, language)
    return dict(_read(file, file.stat().st_mtime_ns)) if file.exists() else {}


@functools.lru_cache(maxsize=64)
def _read(file: Path, _changed: int) -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(message.id), str(message.string))
        for message in _read_catalog(file)
        if message.id and message.string and not message.fuzzy
    )


def _read_catalog(file: Path) -> Any:
    try:
        from babel.messages.pofile import read_po
    except ImportError as error:
        raise MissingExtra("Other languages need Babel: pip install 'ecopark[course]'") from error
    with file.open("rb") as stream:
        return read_po(stream)


def read_paths() -> list[dict[str, str]]:
    """Return the table of paths: one row per step, with the lesson, the minutes and what to do."""
    with (places.course() / "paths.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def messages(stem: str) -> list[Message]:
    """Return the messages of a lesson and of its exercises, each text once, with all its places.

    ``"paths"`` gives the texts of the first path through the course, ``"classroom"`` what the classroom says.
    """
    merged: dict[str, Message] = {}
    if stem == CLASSROOM:
        from babel.messages.extract import extract_from_dir

        home = Path(__file__).parent
        marked = extract_from_dir(str(home), [("*.py", "python")], keywords={"mark": None}, options_map={})
        for file, _, text, _, _ in sorted(marked):
            known = merged.get(str(text), Message(str(text), ()))
            merged[str(text)] = Message(known.text, (*known.places, file))
        return list(merged.values())
    if stem == PATHS:
        steps = read_paths()
        texts = dict.fromkeys(
            text for step in steps if step["path"] == steps[0]["path"] for text in map(step.get, _PATH_TEXTS)
        )
        return [Message(str(text), ("paths.csv",)) for text in texts]
    for kind in ("course", "exercises"):
        for master in sources.masters(kind):
            if master.stem == stem:
                for message in extract(sources.read(master)):
                    known = merged.get(message.text, Message(message.text, ()))
                    place = f"{kind}/{message.places[0]}"
                    places_ = known.places if place in known.places else (*known.places, place)
                    remark = known.remark or message.remark
                    merged[message.text] = Message(message.text, places_, remark, message.optional)
    return list(merged.values())


def update(language: str) -> Iterator[Progress]:
    """Bring the catalogs of a language up to date with the masters; yield how much of each is translated.

    A text that is new has no translation; one that was changed keeps the translation of the old text, marked
    fuzzy, for somebody to look at.

    Parameters
    ----------
    language : str
        The code that HTML uses, such as ``"zh-Hans"``.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    for stem in stems():
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
        listed = messages(stem)
        for message in listed:
            entry = catalog.add(
                message.text,
                locations=[(place, None) for place in message.places],  # type: ignore[misc]
                auto_comments=[message.remark] if message.remark else (),
            )
            entry.flags.clear()
        if old is not None:
            template, catalog = catalog, old
            catalog.update(template, update_header_comment=True)
            for entry in catalog:
                entry.flags &= {"fuzzy"}
        file.parent.mkdir(parents=True, exist_ok=True)
        with files.atomic_write(file) as part, part.open("wb") as stream:
            write_po(stream, catalog, width=110, ignore_obsolete=True)
        yield progress(stem, language, listed)


def progress(stem: str, language: str, listed: Sequence[Message] | None = None) -> Progress:
    """Return how much of a lesson and its exercises is translated into a language."""
    file = path(stem, language)
    entries = {e.id: e for e in _read_catalog(file) if e.id} if file.exists() else {}
    texts = [message.text for message in (messages(stem) if listed is None else listed)]
    done = [entries[text] for text in texts if text in entries and entries[text].string]
    fuzzy = sum(entry.fuzzy for entry in done)
    return Progress(stem, len(done) - fuzzy, fuzzy, len(texts))


def find_faults(stem: str, language: str) -> list[str]:
    """Return a line for each translation that lost or changed a placeholder, number, code span or link."""
    translated, lines = read(stem, language), []
    for message in messages(stem):
        text, other = message.text, translated.get(message.text)
        if other is None or other == text:
            continue
        before, after = set(_PLACEHOLDER.findall(text)), set(_PLACEHOLDER.findall(other))
        faults = [f"placeholder {{{name}}} is missing" for name in sorted(before - after - message.optional)]
        faults += [f"placeholder {{{name}}} is not in the English text" for name in sorted(after - before)]
        codes, kept = Counter(_TOKEN.findall(text)), Counter(_TOKEN.findall(other))
        faults += [f"{code} is missing" for code in codes - kept]
        faults += [f"{code} is not in the English text" for code in kept - codes]
        values, written = numbers(text), numbers(other)
        faults += [f"the number {value:g} is missing" for value in sorted(values - written)]
        faults += [
            f"the number {value:g} is not in the English text"
            for value in sorted(written - values)
            if value > _SPELLED_OUT
        ]
        if other.count("**") % 2 > text.count("**") % 2:
            faults.append("a mark ** has no partner")
        lines += [f"{stem}, {message.places[0]}: {fault}: {other[:60]!r}" for fault in faults]
    return lines


def numbers(text: str) -> set[float]:
    """Return the numbers in an English or Chinese text, as values.

    Examples
    --------
    >>> numbers("RMB 50 to 100 million, 1,200 t") == numbers("5000万至1亿元 1200吨")
    True
    >>> sorted(numbers("2.5 tce/10^4 RMB")), sorted(numbers("2.5吨标准煤/万元"))
    ([2.5, 10000.0], [2.5, 10000.0])
    """
    text = _PLACEHOLDER.sub(" ", _TOKEN.sub(" ", text))
    text = _CENTURY.sub(lambda found: f"{100 * (int(found[1]) - 1) + int(found[2])}", text)
    text = re.sub(r"\d+(st|nd|rd|th)\b", "", text)  # an ordinal may be a word
    text = re.sub(r"(\d)s\b", r"\1", text)  # the 1990s
    values = set()
    for found in _NUMBER.finditer(text):
        scale = _SCALES.get(found["scale"] or found["second"] or found["bare"] or "", 1.0)
        if found["digits"] is None:
            values.add(scale * _WORDS.get(found["word"] or "", 1))
            continue
        number = float(found["digits"].replace(",", ""))
        values.add(number ** int(found["power"]) if found["power"] else float(f"{number * scale:.9g}"))
    return values

"""The texts of a notebook that a reader sees: extracted for translators, and translated.

A text is a paragraph, a list item, a heading or a cell of a table in Markdown; a hint, an idea or a level
of an exercise; the meaning of a parameter; a comment; and a string that the code displays. An f-string is one
text with named placeholders. Code, numbers and names stay.
"""

from __future__ import annotations

import ast
import copy
import io
import itertools
import json
import re
import tokenize
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["PLACEHOLDER", "Message", "extract", "translate"]

_FENCE = re.compile(r"^\s*(```|~~~)")
_ITEM = re.compile(r"^(\s*(?:[-*+]|\d{1,2}[.)])\s+|#{1,6}\s+|>\s+)(.*)$")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_PROSE = re.compile(r"[^\W\d_][,;:.!?)]*\s|\s[^\W\d_]{2}")
_CODE_COMMENT = re.compile(r"#\s*(fmt:|noqa|type:|##)|###")
_SHOWN = {"title", "label", "xlabel", "ylabel", "columns", "what", "legend"}  # arguments that a reader sees
_TOML_TEXT = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_TOML_CODE = re.compile(r"^\s*(id|unit|kind|within)\s*=")
_TOML_VALUE = re.compile(r"^\s*value\s*=")
PLACEHOLDER = re.compile(r"(?<!\{)\{(\w+(?:![rs])?(?::[^{}]*)?)\}(?!\})")  # as in {name}, {name!r}, {value:g}


@dataclass(frozen=True)
class Message:
    """A text to translate: English, its place, and a remark for the translator."""

    text: str
    place: str
    remark: str = ""
    optional: frozenset[str] = frozenset()  # placeholders that another language may leave out


def extract(notebook: Any) -> Iterator[Message]:
    """Yield every text of a notebook that a reader sees, in the order of its cells.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        A master, as :func:`sources.read` returns it.
    """
    if title := notebook.metadata.get("ecopark", {}).get("title"):
        yield Message(title, "title")
    cell_texts: list[tuple[str, frozenset[str]]] = []

    def note(text: str, optional: frozenset[str] = frozenset()) -> str:
        cell_texts.append((text, optional))
        return text

    keys, rewriter = _lookup_strings(notebook), _Rewriter(note, _shown_words(notebook))
    remark = "also used as a key: keep the English if the data hold this text"
    for cell in notebook.cells:
        cell_texts.clear()
        rewriter.rewrite(cell)
        for text, optional in cell_texts:
            if _LETTERS.search(text):
                yield Message(text, cell.id, remark if text in keys else "", optional)


def translate(notebook: Any, translated: Mapping[str, str]) -> Any:
    """Return a notebook with its texts in another language; a text without a translation stays in English.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        A master, as :func:`sources.read` returns it.
    translated : mapping of str to str
        Translation of each message.
    """
    edition = copy.deepcopy(notebook)
    rewriter = _Rewriter(lambda text, *_: translated.get(text) or text, _shown_words(notebook), translated)
    for cell in edition.cells:
        rewriter.rewrite(cell)
    about = edition.metadata["ecopark"]
    about["title"] = translated.get(about["title"], about["title"])
    return edition


class _Rewriter(ast.NodeTransformer):
    """Replaces each text of a cell by ``to(text)``.

    ``labels`` are single words that only labels hold. ``all_equal`` names texts that are replaced wherever
    they are a whole string, so that a key changes with the text that it must equal.
    """

    def __init__(
        self, to: Callable[..., str], labels: frozenset[str], all_equal: Mapping[str, str] | None = None
    ) -> None:
        self.to, self.labels, self.all_equal = to, labels, all_equal or {}

    def rewrite(self, cell: Any) -> None:
        """Replace the texts of a cell."""
        tags = cell.metadata.get("tags", ())
        if cell.cell_type == "markdown":
            cell.source = self.rewrite_markdown(cell.source)
        elif cell.cell_type == "raw" and "exercise" in tags:
            cell.source = "\n".join(map(self.rewrite_toml_line, cell.source.splitlines()))
        elif "parameters" in tags:
            meaning = re.compile(r"(?<=  # )([^;\n]+)(?=;)")
            cell.source = meaning.sub(lambda match: self.to(match[1].strip()), cell.source)
        elif cell.cell_type == "code":
            cell.source = self.rewrite_code(cell.source)

    def rewrite_markdown(self, source: str) -> str:
        """Replace the paragraphs, list items, headings and rows of a Markdown text."""
        written: list[str] = []
        prefix, text, verbatim = "", list[str](), ""

        def close() -> None:
            nonlocal prefix, text
            if text:
                written.append(prefix + self.to(" ".join(text)))
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
                cells = [self.to(part) if part else "" for part in map(str.strip, line.strip("|").split("|"))]
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

    def rewrite_toml_line(self, line: str) -> str:
        """Replace the hints, ideas and levels in a line of an exercise cell."""
        if _TOML_CODE.match(line):
            return line
        if not _TOML_VALUE.match(line):
            return _TOML_TEXT.sub(lambda match: _quoted(self.to(json.loads(match[0]))), line)
        # The value of a usual mistake is code: only keys change in it, as they do in the solution.
        keys = _Rewriter(lambda text, *_: text, self.labels, self.all_equal)
        return _TOML_TEXT.sub(lambda match: _quoted(keys.rewrite_code(json.loads(match[0]))), line)

    def rewrite_code(self, source: str) -> str:
        """Replace the comments and the displayed strings of code."""
        try:
            ast.parse(source)
        except SyntaxError:
            return source
        lines = source.splitlines(keepends=True)
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            text = token.string.lstrip("# ").rstrip()
            if token.type == tokenize.COMMENT and text and not _CODE_COMMENT.match(token.string):
                (row, column), line = token.start, token.line
                lines[row - 1] = f"{line[:column]}# {self.to(text)}{line[token.end[1] :]}"
        source = "".join(lines)

        # The places of strings are counted in bytes.
        data, changes = source.encode(), list[tuple[int, int, str]]()
        starts = [0, *itertools.accumulate(map(len, data.splitlines(keepends=True)))]
        for node in _outermost_strings(ast.parse(source)):
            new = self.visit(copy.deepcopy(node))
            if ast.dump(new) != ast.dump(node):
                begin = starts[node.lineno - 1] + node.col_offset
                end = starts[node.end_lineno - 1] + node.end_col_offset
                changes.append((begin, end, ast.unparse(ast.fix_missing_locations(new))))
        for begin, end, text in sorted(changes, reverse=True):
            data = data[:begin] + text.encode() + data[end:]
        return data.decode()

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        """Change a displayed string: one with words, or a label."""
        text = node.value
        if isinstance(text, str) and text in self.all_equal:
            node.value = self.all_equal[text] or text
        elif isinstance(text, str) and _LETTERS.search(text) and (_PROSE.search(text) or text in self.labels):
            node.value = self.to(text)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.JoinedStr:
        """Change an f-string: its message with placeholders first, then the strings in its expressions."""
        text, values = _template(node)
        if _LETTERS.search(PLACEHOLDER.sub("", text)):
            optional = frozenset(name for name, value in values.items() if _is_ending(value.value))
            text = self.to(text, optional)
        for value in values.values():
            value.value = self.visit(value.value)
        parts: list[ast.expr] = []
        position = 0
        for match in PLACEHOLDER.finditer(text):
            if match[1] in values:
                parts += [ast.Constant(_unescaped(text[position : match.start()])), values[match[1]]]
                position = match.end()
        parts.append(ast.Constant(_unescaped(text[position:])))
        node.values = [part for part in parts if not (isinstance(part, ast.Constant) and part.value == "")]
        return node


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _template(node: ast.JoinedStr) -> tuple[str, dict[str, ast.FormattedValue]]:
    """Return an f-string as a message with named placeholders, and the expression of each."""
    text, values = "", dict[str, ast.FormattedValue]()
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value).replace("{", "{{").replace("}", "}}")
        elif isinstance(part, ast.FormattedValue):
            name = base = "_".join(dict.fromkeys(_words(part.value)))[:40].strip("_") or "value"
            number = 1
            while name in values:
                number += 1
                name = f"{base}_{number}"
            values[name] = part
            text += f"{{{name}}}"
    return text, values


def _words(node: ast.expr) -> Iterator[str]:
    """Yield the words of the names and strings in an expression."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield from re.findall(r"\w+", part.value)


def _unescaped(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}")


def _is_ending(node: ast.expr) -> bool:
    """Return whether an expression is the ending of an English word, such as the s of a plural."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return bool(_texts(node.left, node.right))
    if isinstance(node, ast.IfExp):
        ends = _texts(node.body, node.orelse)
        return len(ends) == 2 and "" in ends and all(len(end) <= 3 for end in ends)
    return False


def _outermost_strings(tree: ast.AST) -> Iterator[Any]:
    """Yield the strings and f-strings of code that are not parts of an f-string."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.JoinedStr) or _texts(node):
            yield node
        else:
            yield from _outermost_strings(node)


def _code_cells(notebook: Any) -> Iterator[ast.Module]:
    for cell in notebook.cells:
        if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", ()):
            yield ast.parse(cell.source)


def _shown_words(notebook: Any) -> frozenset[str]:
    """Return the single words that occur only in labels, headings and titles of a notebook."""
    labels, every = Counter[str](), Counter[str]()
    for tree in _code_cells(notebook):
        every.update(_texts(*ast.walk(tree)))
        for node in ast.walk(tree):
            if isinstance(node, ast.IfExp):
                # "fell" if it fell else "rose": words of a sentence that depend on its numbers.
                labels.update(_texts(node.body, node.orelse))
            if isinstance(node, ast.keyword) and node.arg in _SHOWN:
                value = node.value
                listed = value.values if isinstance(value, ast.Dict) else getattr(value, "elts", [value])
                labels.update(_texts(*listed))
    return frozenset(word for word, count in labels.items() if count == every[word])


def _lookup_strings(notebook: Any) -> set[str]:
    """Return the strings with which a notebook looks something up or compares."""
    keys = set[str]()
    for tree in _code_cells(notebook):
        for node in ast.walk(tree):
            if isinstance(node, ast.Subscript):
                keys.update(_texts(*ast.walk(node.slice)))
            elif isinstance(node, ast.Compare):
                for side in (node.left, *node.comparators):
                    keys.update(_texts(*ast.walk(side)))
    return keys


def _texts(*nodes: ast.AST) -> list[str]:
    """Return the values of those nodes that are strings."""
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]

"""The texts of a notebook that a reader sees: found for translators, and put into another language.

A text is a paragraph, a list item, a heading or a cell of a table in Markdown; a hint, an idea or a level
of an exercise; the meaning of a parameter; a comment; and a string that the code shows. An f-string is one
text with named placeholders. Code, numbers and names stay.
"""

from __future__ import annotations

import ast
import copy
import io
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
_SHOWN = {"title", "label", "xlabel", "ylabel", "columns", "what", "legend"}  # arguments that are read
_TOML_TEXT = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_TOML_CODE = re.compile(r"^\s*(id|unit|kind|within)\s*=")
_TOML_VALUE = re.compile(r"^\s*value\s*=")
PLACEHOLDER = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


@dataclass(frozen=True)
class Message:
    """A text to translate: English, its places, and a remark for the translator."""

    text: str
    places: tuple[str, ...]
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
    """Return a notebook with its texts in another language; a text without a translation stays in English.

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
        if self.to is not None and _LETTERS.search(PLACEHOLDER.sub("", text)):
            optional = frozenset(name for name, value in values.items() if _is_ending(value.value))
            text = self.to(text, optional)
        for value in values.values():
            value.value = self.visit(value.value)
        parts: list[ast.expr] = []
        position = 0
        for found in PLACEHOLDER.finditer(text):
            if found[1] in values:
                parts += [ast.Constant(_unescaped(text[position : found.start()])), values[found[1]]]
                position = found.end()
        node.values = [*parts, ast.Constant(_unescaped(text[position:]))]
        node.values = [v for v in node.values if not (isinstance(v, ast.Constant) and v.value == "")]
        return node


def is_shown(text: str, shown: frozenset[str]) -> bool:
    """Return whether a string of the code is a text for the reader: it has words, or is a label."""
    return bool(_LETTERS.search(text)) and (bool(_PROSE.search(text)) or text in shown)


def _template(node: ast.JoinedStr) -> tuple[str, dict[str, ast.FormattedValue]]:
    """Return an f-string as a message with named placeholders, and the expression behind each of them."""
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
    """Yield the strings and f-strings of some code that are not parts of an f-string."""
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
    """Return the single words that occur only in labels, headings and titles of a notebook."""
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

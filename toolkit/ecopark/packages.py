"""Data packages: CSV tables with a card that says what each value is and where it comes from."""

from __future__ import annotations

import csv
import html
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ecopark import places
from ecopark.errors import UnknownName

__all__ = ["Card", "Column", "Package", "Table", "names", "package", "rows"]

Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """One column of a table: its name, type, unit and meaning."""

    name: str
    type: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """One table of a package."""

    name: str
    title: str
    path: Path
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Package:
    """A folder of tables with its description."""

    name: str
    title: str
    description: str
    licence: str
    contradictions: tuple[str, ...]
    extra: Row
    tables: tuple[Table, ...]

    def table(self, name: str | None = None) -> Table:
        """Return the table of that name; without a name, the first one, which is the main one."""
        if name is None:
            return self.tables[0]
        for table in self.tables:
            if table.name == name:
                return table
        raise UnknownName(f"table of {self.name!r}", name, [t.name for t in self.tables])


class Card(str):
    """What a reader must know about a package: a text, which renders as HTML in Jupyter.

    It is a text so that a table that carries it can be stored: file formats take attributes as JSON.
    """

    package: Package
    counts: tuple[tuple[str, int], ...]
    sources: tuple[str, ...]

    def __new__(cls, package: Package, counts: tuple[tuple[str, int], ...], sources: tuple[str, ...]) -> Card:
        """Make the card of a package from the counts by status and the sources of its rows."""
        made = super().__new__(cls, "\n".join(_text(package, counts, sources)))
        made.package, made.counts, made.sources = package, counts, sources
        return made

    __repr__ = str.__str__

    def __deepcopy__(self, memo: object) -> Card:
        """Return itself: a card never changes, and pandas copies attributes at every step."""
        return self

    def _repr_html_(self) -> str:
        return "\n".join(_html(self))


def names() -> list[str]:
    """Return the names of all packages, in alphabetical order."""
    return sorted(p.parent.name for p in places.datasets().glob("*/datapackage.json"))


def package(name: str) -> Package:
    """Return the description of one package.

    Raises
    ------
    UnknownName
        If there is no such package.
    """
    if name not in names():
        raise UnknownName("package", name, names())
    return _read(places.datasets() / name)


@cache
def _read(folder: Path) -> Package:
    found = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables = tuple(_table(folder, resource) for resource in found["resources"])
    known = {"name", "title", "description", "licenses", "contradictions", "resources"}
    return Package(
        name=found["name"],
        title=found["title"],
        description=found["description"],
        licence=found["licenses"][0]["name"],
        contradictions=tuple(found.get("contradictions", ())),
        extra={k: v for k, v in found.items() if k not in known},
        tables=tables,
    )


def _table(folder: Path, resource: Row) -> Table:
    columns = tuple(
        Column(f["name"], f["type"], f.get("unit", ""), f.get("description", ""))
        for f in resource["schema"]["fields"]
    )
    return Table(
        resource["name"], str(resource.get("title", resource["name"])), folder / resource["path"], columns
    )


_CONVERT: dict[str, Callable[[str], Any]] = {
    "number": float,
    "integer": int,
    "year": int,
    "boolean": lambda text: text.casefold() in {"true", "1", "yes"},
}


def rows(name: str, table: str | None = None) -> list[Row]:
    """Return a table as dictionaries with typed values; an empty cell is ``None``.

    Examples
    --------
    >>> rows("ctip_subsidies")[0]["subsidy"]
    150.0
    """
    return list(_typed_rows(package(name).table(table)))


def _typed_rows(table: Table) -> Iterator[Row]:
    types: dict[str, Callable[[str], Any]] = {c.name: _CONVERT.get(c.type, str) for c in table.columns}
    with table.path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: types[name](row[name]) if row[name] else None for name in types}


def card(name: str) -> Card:
    """Return the card of a package: columns, units, sources with their addresses, rows by status."""
    found = package(name)
    every = [row for table in found.tables for row in _typed_rows(table)]
    statuses = [str(row["status"]) for row in every if row.get("status")]
    cited = {str(row["source"]) for row in every if row.get("source")}
    documents = {row["id"]: row for row in rows("sources")}
    return Card(
        package=found,
        counts=tuple((s, statuses.count(s)) for s in sorted(set(statuses))),
        sources=tuple(f"{key}: {_reference(documents[key])}" for key in sorted(cited)),
    )


def _reference(document: Row) -> str:
    """Return the citation of a document, where a reader finds it, and its license."""
    license_ = f"(license: {document['license']})" if document["license"] else None
    return " ".join(part for part in (document["citation"], document["locator"], license_) if part)


def _text(found: Package, counts: tuple[tuple[str, int], ...], sources: tuple[str, ...]) -> Iterator[str]:
    yield from (found.title, "=" * len(found.title), found.description, "")
    for table in found.tables:
        yield f"Table {table.name}: {table.title}"
        for column in table.columns:
            unit = f" [{column.unit}]" if column.unit else ""
            yield f"  {column.name}{unit}: {column.meaning}"
    yield "Rows by status: " + (", ".join(f"{n} {s}" for s, n in counts) or "none")
    yield from (f"Contradiction: {text}" for text in found.contradictions)
    yield from (f"Source {text}" for text in sources)
    yield f"Licence: {found.licence}"


def _html(shown: Card) -> Iterator[str]:
    found = shown.package
    yield f"<h3>{html.escape(found.title)}</h3><p>{html.escape(found.description)}</p>"
    for table in found.tables:
        yield f"<h4>{html.escape(table.name)}: {html.escape(table.title)}</h4>"
        yield "<table><thead><tr><th>column</th><th>unit</th><th>meaning</th></tr></thead><tbody>"
        for c in table.columns:
            cells = "".join(f"<td>{html.escape(text)}</td>" for text in (c.name, c.unit, c.meaning))
            yield f"<tr>{cells}</tr>"
        yield "</tbody></table>"
    status = ", ".join(f"{n} {s}" for s, n in shown.counts) or "none"
    points = [f"Rows by status: {status}", *(f"Contradiction: {t}" for t in found.contradictions)]
    points += [*(f"Source {t}" for t in shown.sources), f"Licence: {found.licence}"]
    yield "<ul>" + "".join(f"<li>{html.escape(p)}</li>" for p in points) + "</ul>"

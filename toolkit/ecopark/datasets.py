"""Data packages: tables with a card that says what each value is and where it comes from; synthetic zones.

A package is a folder with a ``datapackage.json``; a folder whose name begins with ``_`` is none.
"""

from __future__ import annotations

import builtins
import csv
import html
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ecopark import places
from ecopark.errors import UnknownNameError
from ecopark.synthetic import synthetic_panel, synthetic_zones

if TYPE_CHECKING:
    import pandas as pd

# ``rows`` and ``package`` serve the other modules, which need no table of pandas.
__all__ = ["card", "list", "load", "path", "synthetic_panel", "synthetic_zones"]

Row = dict[str, Any]

# What a cell of each type becomes, alone and in a table of pandas.
_TYPES: dict[str, tuple[Callable[[str], Any], str]] = {
    "number": (float, "float64"),
    "integer": (int, "Int64"),
    "year": (int, "Int64"),
    "boolean": (lambda text: text.casefold() in {"true", "1", "yes"}, "boolean"),
}


class Column(NamedTuple):
    """One column of a table."""

    name: str
    type: str
    unit: str
    meaning: str


class Table(NamedTuple):
    """One table of a package."""

    name: str
    title: str
    path: Path
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Package:
    """A folder of tables with its description; ``extra`` holds what only some packages say."""

    name: str
    title: str
    description: str
    licence: str
    contradictions: tuple[str, ...]
    extra: Row
    tables: tuple[Table, ...]

    def table(self, name: str | None = None) -> Table:
        """Return the table of that name; without a name, the first one, which is the main one."""
        by_name = {table.name: table for table in self.tables}
        if name is not None and name not in by_name:
            raise UnknownNameError(f"table of {self.name!r}", name, by_name)
        return self.tables[0] if name is None else by_name[name]


class Card(str):
    """What a reader must know about a package: a text, which renders as HTML in Jupyter.

    ``counts`` are the rows by status, ``notes`` the lines that follow the columns.
    """

    package: Package
    counts: tuple[tuple[str, int], ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]

    __repr__ = str.__str__

    def _repr_html_(self) -> str:
        escape = html.escape
        parts = [f"<h3>{escape(self.package.title)}</h3><p>{escape(self.package.description)}</p>"]
        for table in self.package.tables:
            parts.append(f"<h4>{escape(table.name)}: {escape(table.title)}</h4>")
            parts.append("<table><thead><tr><th>column</th><th>unit</th><th>meaning</th></tr></thead><tbody>")
            for column in table.columns:
                cells = (column.name, column.unit, column.meaning)
                parts.append(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in cells)}</tr>")
            parts.append("</tbody></table>")
        return "\n".join([*parts, f"<ul>{''.join(f'<li>{escape(note)}</li>' for note in self.notes)}</ul>"])


def list() -> builtins.list[str]:  # noqa: A001 (read as ep.datasets.list)
    """Return the names of the data packages.

    Returns
    -------
    list of str
        Names that :func:`load` and :func:`card` take, in alphabetical order.

    Examples
    --------
    >>> "ctip_subsidies" in list()
    True
    """
    return sorted(p.parent.name for p in places.datasets().glob("[!_]*/datapackage.json"))


def card(name: str) -> Card:
    """Return what there is to know about a package; it prints as text and renders in Jupyter.

    Parameters
    ----------
    name : str
        Name of the package.

    Returns
    -------
    Card
        Title, columns with units, sources with address and license, counts by status,
        contradictions, license.

    Raises
    ------
    UnknownNameError
        If there is no such package; the message gives the nearest name.

    Examples
    --------
    >>> print(str(card("ctip_subsidies")).splitlines()[0])
    Subsidies to circular transformation zones
    """
    described = package(name)
    every = [row for table in described.tables for row in _typed(table)]
    counts = tuple(sorted(Counter(str(row["status"]) for row in every if row.get("status")).items()))
    documents = {row["id"]: row for row in rows("sources")}
    cited = sorted({str(row["source"]) for row in every if row.get("source")})
    sources = tuple(f"{key}: {_reference(documents[key])}" for key in cited)
    notes = (
        "Rows by status: " + (", ".join(f"{count} {status}" for status, count in counts) or "none"),
        *(f"Contradiction: {text}" for text in described.contradictions),
        *(f"Source {text}" for text in sources),
        f"Licence: {described.licence}",
    )
    lines = [described.title, "=" * len(described.title), described.description, ""]
    for table in described.tables:
        lines.append(f"Table {table.name}: {table.title}")
        for column in table.columns:
            unit = f" [{column.unit}]" if column.unit else ""
            lines.append(f"  {column.name}{unit}: {column.meaning}")
    text = Card("\n".join([*lines, *notes]))
    text.package, text.counts, text.sources, text.notes = described, counts, sources, notes
    return text


def load(name: str, table: str | None = None) -> pd.DataFrame:
    """Return one table of a package.

    Parameters
    ----------
    name : str
        Name of the package.
    table : str, optional
        Name of the table; by default the package's first one.

    Returns
    -------
    pandas.DataFrame
        The table as it is in the package. An empty cell is missing. ``attrs["card"]`` holds the text of
        the package's card, ``attrs["units"]`` the unit of each column that has one.

    Raises
    ------
    UnknownNameError
        If there is no such package or table; the message gives the nearest name.

    Examples
    --------
    >>> subsidies = load("ctip_subsidies")
    >>> len(subsidies), int(subsidies["investment"].isna().sum())
    (17, 10)
    >>> subsidies.attrs["units"]["subsidy"]
    '10^6 RMB'
    """
    import pandas as pd

    described = package(name).table(table)
    values, series = _typed(described), {}
    for column in described.columns:
        dtype = _TYPES.get(column.type, (str, "str"))[1]
        each: pd.Series[Any] = pd.Series([row[column.name] for row in values], dtype=dtype)
        plain = {"Int64": "int64", "boolean": "bool"}.get(dtype)
        series[column.name] = each.astype(plain) if plain and not each.isna().any() else each
    frame = pd.DataFrame(series)
    frame.attrs["card"] = str(card(name))
    frame.attrs["units"] = {c.name: c.unit for c in described.columns if c.unit}
    return frame


def path(name: str, table: str | None = None) -> Path:
    """Return the CSV file of a table, for other programs or as a model for your own.

    Parameters
    ----------
    name, table : str, str, optional
        As for :func:`load`.

    Returns
    -------
    pathlib.Path
        The file.

    Examples
    --------
    >>> path("hj274_2009").name
    'indicators.csv'
    """
    return package(name).table(table).path


def rows(name: str, table: str | None = None) -> builtins.list[Row]:
    """Return a table as dictionaries with typed values; an empty cell is ``None``.

    Examples
    --------
    >>> rows("ctip_subsidies")[0]["subsidy"]
    150.0
    """
    return _typed(package(name).table(table))


def _reference(document: Row) -> str:
    """Return the citation of a document, where a reader finds it, and its license."""
    license_ = f"(license: {document['license']})" if document["license"] else None
    return " ".join(part for part in (document["citation"], document["locator"], license_) if part)


def _typed(table: Table) -> builtins.list[Row]:
    types = {column.name: _TYPES.get(column.type, (str, "str"))[0] for column in table.columns}
    with table.path.open(encoding="utf-8", newline="") as file:
        return [
            {name: types[name](row[name]) if row[name] else None for name in types}
            for row in csv.DictReader(file)
        ]


def package(name: str) -> Package:
    """Return the description of one package, or raise ``UnknownNameError`` with the nearest name."""
    if name not in list():
        raise UnknownNameError("package", name, list())
    return _read(places.datasets() / name)


@cache
def _read(folder: Path) -> Package:
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables = []
    for resource in described["resources"]:
        columns = tuple(
            Column(f["name"], f["type"], f.get("unit", ""), f.get("description", ""))
            for f in resource["schema"]["fields"]
        )
        title = str(resource.get("title", resource["name"]))
        tables.append(Table(resource["name"], title, folder / resource["path"], columns))
    known = {"name", "title", "description", "licenses", "contradictions", "resources"}
    return Package(
        described["name"],
        described["title"],
        described["description"],
        described["licenses"][0]["name"],
        tuple(described.get("contradictions", ())),
        {key: value for key, value in described.items() if key not in known},
        tuple(tables),
    )

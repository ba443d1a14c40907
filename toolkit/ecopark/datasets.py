"""Data packages: tables with a card of their units, sources and statuses; synthetic panels.

A package is a folder with a ``datapackage.json`` whose name does not begin with ``_``. A package or table
that does not exist is an ``UnknownNameError`` with the nearest name.
"""

from __future__ import annotations

import builtins
import csv
import html
import importlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ecopark import files
from ecopark.errors import replaced_name, require_known
from ecopark.i18n import mark, say

if TYPE_CHECKING:
    import pandas as pd

    from ecopark.synthetic import simulate_panel, synthetic_panel
else:

    def __getattr__(name: str) -> Any:
        """Load the synthetic panels when one is asked for: tables do not need them."""
        if name in __all__:
            return getattr(importlib.import_module("ecopark.synthetic"), name)
        raise replaced_name(__name__, name, {})

    def __dir__() -> builtins.list[str]:
        """List the public names."""
        return __all__


# ``rows`` and ``package`` serve the other modules, which need no table of pandas.
__all__ = ["card", "list", "load", "path", "simulate_panel", "source_names", "synthetic_panel"]

Row = dict[str, Any]
# How a cell of each type is read, and the type of its column in pandas.
_TYPES: dict[str, tuple[Callable[[str], Any], str]] = {
    "number": (float, "float64"),
    "integer": (int, "Int64"),
    "year": (int, "Int64"),
    "boolean": (lambda text: text.casefold() in {"true", "1", "yes"}, "boolean"),
}


class Column(NamedTuple):
    """One column of a table: name, type of its values, unit and meaning."""

    name: str
    type: str
    unit: str
    meaning: str


class Table(NamedTuple):
    """One table of a package, in a CSV file."""

    name: str
    title: str
    path: Path
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Package:
    """A folder of tables with its description; ``extra`` also holds entries that only some packages have."""

    name: str
    title: str
    description: str
    licence: str
    contradictions: tuple[str, ...]
    extra: Row
    tables: tuple[Table, ...]

    def table(self, name: str | None = None) -> Table:
        """Return the table of that name, by default the first one."""
        if name is None:
            return self.tables[0]
        by_name = {table.name: table for table in self.tables}
        require_known(say("table of {package!r}", package=self.name), name, by_name)
        return by_name[name]


class Card(str):
    """The description of a package: a text, which renders as HTML in Jupyter.

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
            at_left = ' style="text-align: left"'
            head = "".join(
                f"<th{at_left}>{name}</th>" for name in (say("column"), say("unit"), say("meaning"))
            )
            parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>")
            for column in table.columns:
                cells = (column.name, column.unit, column.meaning)
                parts.append(f"<tr>{''.join(f'<td{at_left}>{escape(text)}</td>' for text in cells)}</tr>")
            parts.append("</tbody></table>")
        return "\n".join([*parts, f"<ul>{''.join(f'<li>{escape(note)}</li>' for note in self.notes)}</ul>"])


def list() -> builtins.list[str]:  # noqa: A001 (read as ep.datasets.list)
    """List the data packages.

    Returns
    -------
    list of str
        Names that :func:`load` and :func:`card` take, in alphabetical order.

    Examples
    --------
    >>> "ctip_subsidies" in list()
    True
    """
    return sorted(p.parent.name for p in files.datasets_folder().glob("[!_]*/datapackage.json"))


def card(name: str) -> Card:
    """Describe a package: the card prints as text and renders in Jupyter.

    Parameters
    ----------
    name : str
        Name of the package.

    Returns
    -------
    Card
        Title, columns with units, sources with address and license, counts by status,
        contradictions, license.

    Examples
    --------
    >>> print(str(card("ctip_subsidies")).splitlines()[0])
    Subsidies to circular transformation zones
    """
    described = package(name)
    all_rows = [row for table in described.tables for row in _read_rows(table)]
    counts = tuple(sorted(Counter(str(row["status"]) for row in all_rows if row.get("status")).items()))

    # The sources that the rows cite, with address and license.
    documents = {row["id"]: row for row in rows("sources")}
    sources = []
    for key in sorted({str(row["source"]) for row in all_rows if row.get("source")}):
        document = documents[key]
        terms = document["license"]
        license_ = say("(license: {license})", license=terms) if terms else None
        where = " ".join(part for part in (document["citation"], document["locator"], license_) if part)
        sources.append(f"{key}: {where}")

    # The card as text: tables and columns, then notes.
    listed = ", ".join(f"{count} {status}" for status, count in counts)
    notes = (
        say("Rows by status: {counts}", counts=listed or say("none")),
        *(say("Contradiction: {text}", text=text) for text in described.contradictions),
        *(say("Source {text}", text=text) for text in sources),
        say("License: {license}", license=described.licence),
    )
    lines = [described.title, "=" * len(described.title), described.description, ""]
    for table in described.tables:
        lines.append(say("Table {name}: {title}", name=table.name, title=table.title))
        for column in table.columns:
            unit = f" [{column.unit}]" if column.unit else ""
            lines.append(f"  {column.name}{unit}: {column.meaning}")
    text = Card("\n".join([*lines, *notes]))
    text.package, text.counts, text.sources, text.notes = described, counts, tuple(sources), notes
    return text


def load(name: str, table: str | None = None) -> pd.DataFrame:
    """Load one table of a package.

    Parameters
    ----------
    name, table : str, str, optional
        Names of the package and of its table, by default the first one; ``UnknownNameError`` with the nearest
        name if there is none.

    Returns
    -------
    pandas.DataFrame
        The table as it is in the package. An empty cell is missing. ``attrs["card"]`` holds the text of
        the package's card, ``attrs["units"]`` the unit of each column that has one.

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
    dtypes = {column.name: _TYPES.get(column.type, (str, "str"))[1] for column in described.columns}
    frame = pd.DataFrame(_read_rows(described), columns=[*dtypes], dtype=object).astype(dtypes)
    plain = {"Int64": "int64", "boolean": "bool"}  # where no cell is empty
    whole = [name for name, dtype in dtypes.items() if dtype in plain and not frame[name].isna().any()]
    frame = frame.astype({name: plain[dtypes[name]] for name in whole})
    frame.attrs["card"] = str(card(name))
    frame.attrs["units"] = {c.name: c.unit for c in described.columns if c.unit}
    return frame


def path(name: str, table: str | None = None) -> Path:
    """Locate the CSV file of a table, for other programs or as a model for another table.

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
    return _read_rows(package(name).table(table))


@cache
def source_names() -> dict[str, str]:
    """Return a short name of every source by its id, for figures and tables: who published it, and when.

    Examples
    --------
    >>> names = source_names()
    >>> names["iisd-2015"], names["maynard-2020"], names["china-daily-2008"], names["daowen-eip"]
    ('IISD 2015', 'Maynard and others 2020', 'China Daily 2008', 'daowen.com')
    """
    return {row["id"]: row["short_name"] or row["id"] for row in rows("sources")}


def _read_rows(table: Table) -> builtins.list[Row]:
    types = {column.name: _TYPES.get(column.type, (str, "str"))[0] for column in table.columns}
    with table.path.open(encoding="utf-8", newline="") as file:
        return [
            {name: types[name](row[name]) if row[name] else None for name in types}
            for row in csv.DictReader(file)
        ]


def package(name: str) -> Package:
    """Return the description of one package."""
    # As a text, so that an unhashable name is an unknown name as well.
    return _read_package(files.datasets_folder(), str(name))


@cache
def _read_package(home: Path, name: str) -> Package:
    require_known(mark("package"), name, list())
    described = json.loads((home / name / "datapackage.json").read_text(encoding="utf-8"))
    tables = []
    for resource in described["resources"]:
        fields = resource["schema"]["fields"]
        columns = [Column(f["name"], f["type"], f.get("unit", ""), f.get("description", "")) for f in fields]
        title = str(resource.get("title", resource["name"]))
        tables.append(Table(resource["name"], title, home / name / resource["path"], tuple(columns)))
    return Package(
        name=name,
        title=described["title"],
        description=described["description"],
        licence=described["licenses"][0]["name"],
        contradictions=tuple(described.get("contradictions", ())),
        extra=described,
        tables=tuple(tables),
    )

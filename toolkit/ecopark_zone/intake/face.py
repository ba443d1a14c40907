"""What the command says of a spreadsheet: lines to read, or JSON for another program."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from ecopark.errors import DataError, Issue
from ecopark.files import output_problems, same_place, write_tables
from ecopark_zone.intake.doctor import Examined, examine
from ecopark_zone.intake.marked import write_marked
from ecopark_zone.intake.rules import listed
from ecopark_zone.intake.saving import put, saved

__all__ = ["consult"]


def consult(
    file: Path,
    accept: Iterable[str],
    standard: str = "hj274-2009",
    *,
    as_json: bool = False,
    marked: Path | None = None,
    clean: Path | None = None,
) -> tuple[bool, str]:
    """Return whether a spreadsheet can be used, and what to print about it.

    The marked copy is written in any case, the clean panel only if no error is left.

    Raises
    ------
    SheetProblem
        If the file cannot be opened safely.
    DataError
        If a file cannot be written, or would take the place of one that is not ecopark's own.
    """
    problems = output_problems(marked, ".xlsx", inputs=[file]) if marked else []
    problems += output_problems(clean, ".csv", ".xlsx", inputs=[file]) if clean else []
    if marked and clean and same_place(marked, clean):
        rule, fix = "the marked copy and the clean panel have one name", "name two files"
        problems.append(Issue(rule, value=str(clean), fix=fix))
    if problems:
        raise DataError("the output", problems)
    seen = examine(file, accept, standard=standard)
    if marked is not None:
        write_marked(seen, marked)
    if clean is not None and seen.fit:
        _write_clean(seen, clean)
    return seen.fit, _json(seen) if as_json else "\n".join(_lines(seen, marked, clean))


def _write_clean(seen: Examined, clean: Path) -> None:
    """Write the panel; in a workbook a name that begins like a formula stays a text."""
    if clean.suffix.lower() != ".xlsx":
        write_tables({"panel": seen.frame}, clean)
        return
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    page.title = "panel"
    rows = seen.frame.astype(object).where(seen.frame.notna(), None).itertuples(index=False, name=None)
    for row, values in enumerate((tuple(seen.frame.columns), *rows), 1):
        for column, value in enumerate(values, 1):
            put(page.cell(row, column), value.item() if hasattr(value, "item") else value)
    saved(book, clean)


def _json(seen: Examined) -> str:
    rows = 0 if seen.frame is None else len(seen.frame)
    told = {"file": seen.name, "fit": seen.fit, "rows": rows}
    told |= {"findings": [f.row() for f in seen.findings], "log": seen.log}
    return json.dumps(told, ensure_ascii=False, indent=1)


def _lines(seen: Examined, marked: Path | None, clean: Path | None) -> Iterable[str]:
    rank = {"error": 0, "warning": 1, "note": 2}
    yield from listed(sorted(seen.findings, key=lambda f: rank[f.severity]))
    yield from (f"  applied {line}" for line in seen.log)
    counts = Counter(f.severity for f in seen.findings)
    told = ", ".join(f"{counts[s]} {s}{'s' if counts[s] != 1 else ''}" for s in rank)
    if not seen.fit:
        yield f"{seen.name} cannot be used yet: {told}."
    else:
        frame = seen.frame
        yield f"{seen.name}: {len(frame)} rows of {frame['zone'].nunique()} zones can be used; {told}."
    if marked is not None:
        yield f"A copy with marked cells is in {marked}"
    if clean is not None:
        yield f"The clean panel is in {clean}" if seen.fit else f"{clean} was not written"

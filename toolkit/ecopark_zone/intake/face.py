"""What the command says of a spreadsheet: lines to read, or JSON for another program."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from ecopark.errors import DataError, Issue
from ecopark.files import output_problems, same_place, write_tables
from ecopark_zone.i18n import Translator, mark, translator
from ecopark_zone.intake.doctor import Examined, examine
from ecopark_zone.intake.marked import write_marked
from ecopark_zone.intake.rules import SEVERITIES, count_findings, listed
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
    language: str = "en",
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
    _ = translator(language)
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
    return seen.fit, _json(seen) if as_json else "\n".join(_lines(seen, marked, clean, _))


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


def _lines(seen: Examined, marked: Path | None, clean: Path | None, _: Translator) -> Iterable[str]:
    yield from listed(sorted(seen.findings, key=lambda f: SEVERITIES.index(f.severity)), _)
    yield from ("  " + _("applied {line}", line=line) for line in seen.log)
    counts = count_findings(seen.findings, _) or _("nothing was noted")
    if not seen.fit:
        yield _("{name} cannot be used yet: {counts}.", name=seen.name, counts=counts)
    else:
        size = {"rows": len(seen.frame), "zones": seen.frame["zone"].nunique()}
        text = mark("{name}: {rows} rows of {zones} zones can be used; {counts}.")
        yield _(text, name=seen.name, counts=counts, **size)
    if marked is not None:
        yield _("A copy with marked cells is in {file}", file=marked)
    if clean is not None:
        written = mark("The clean panel is in {file}") if seen.fit else mark("{file} was not written")
        yield _(written, file=clean)

"""Put the printed lines of a run into the table of the page: ``python -m benchmarks.page FILE ...``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

PAGE = Path(__file__).parents[1] / "course" / "site" / "benchmarks.md"
START, END = "<!-- table: start -->", "<!-- table: end -->"
_LINE = re.compile(
    r"(?P<holds>yes|NO|-) +(?P<ours>[\d.]+) +(?P<theirs>[\d.]+) +(?P<ratio>[\d.]+)"
    r"  (?P<what>.*): (?P<must>.*)"
)


def table(lines: list[str]) -> str:
    """Return the lines as a Markdown table, what was promised first."""
    found = [match for line in lines if (match := _LINE.match(line))]
    found.sort(key=lambda match: match["holds"] == "-")
    head = ["| What | Ours | Theirs | Ratio | Must be | Holds |", "|---|--:|--:|--:|---|---|"]
    rows = (f"| {' | '.join(m[n] for n in ('what', 'ours', 'theirs', 'ratio'))} | {_end(m)} |" for m in found)
    return "\n".join([*head, *rows])


def _end(match: re.Match[str]) -> str:
    promised = match["holds"] != "-"
    return f"{match['must'] if promised else '(shown only)'} | {match['holds'].lower() if promised else ''}"


def main(files: list[str]) -> None:
    """Write the table into the page."""
    lines = [line for file in files for line in Path(file).read_text("utf-8").splitlines()]
    page = PAGE.read_text("utf-8")
    before, rest = page.split(START)
    PAGE.write_text(f"{before}{START}\n\n{table(lines)}\n\n{END}{rest.split(END)[1]}", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

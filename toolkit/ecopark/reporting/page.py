"""The pages of a report, part by part: each takes tables of ``ecopark.findings`` and shows them."""

from __future__ import annotations

import html
from collections import Counter
from typing import TYPE_CHECKING

from ecopark import scores, standards
from ecopark.figures import kind_of
from ecopark.reporting import drawing, tables
from ecopark.reporting.sections import Section, as_table, paragraph
from ecopark.reporting.words import words

if TYPE_CHECKING:
    import pandas as pd

    from ecopark.reporting.opening import Opened

__all__ = ["Page"]

_STATUSES = ("pass", "fail", "missing", "undefined", "not applicable")
_LIMITS = (
    "Whether the numbers in the file are right: broken rules are found, honest mistakes are not.",
    "Why an indicator passes: when a factory closes, many intensities fall.",
    "What a measure costs: gaps are in tonnes and cubic meters, not in money.",
    "How the zone compares with real zones: no source holds their measurements.",
)
_SMALL = 12  # rows of a table that is not broken over two pages
_WANTED_FIRST = 5  # rows of wanted data on the first page; the full table stands below


class Page:
    """Shows the findings of one zone in one language.

    Parameters
    ----------
    found : Opened
        The opened file.
    language : str
        ``en``, ``zh-Hans``, ``zh-Hant`` or ``th``.

    Raises
    ------
    UnknownName
        If there is no such language.
    """

    def __init__(self, found: Opened, language: str = "en") -> None:
        self.found, self.say = found, words(language)
        self.source = self.say("Source: {line}", line=found.source)

    def first(
        self,
        judged: pd.DataFrame,
        gaps: pd.DataFrame,
        states: pd.DataFrame,
        programs: pd.DataFrame,
        wanted: pd.DataFrame,
    ) -> Section:
        """Return the first page: verdicts, largest gaps, decoupling, programs, wanted data.

        Parameters
        ----------
        judged, gaps, states, programs, wanted : pandas.DataFrame
            What ``judged``, ``largest_gaps``, ``decoupling``, ``programs`` and ``wanted_data`` of
            :mod:`ecopark.findings` returned.
        """
        say, standard = self.say, self.found.standard
        verdicts, missed = self._verdicts(judged), tables.gaps(gaps, standard, say)
        shown = (tables.decoupling(states, say), tables.programs(programs, say), tables.wanted(wanted, say))
        moved, stood, asked = shown
        parts = [
            self._heading(judged),
            self._part(verdicts),
            self._part(missed, (0, 1, 2, 3, 5, 6, 7, 4, 8, 9), "No indicator has a threshold and misses it."),
            self._part(moved, (0, 1, 2, 3, 4, 5, 6, 7)),
            self._part(stood, (0, 2, 3, 4, 5, 6, 7)),
            self._part(asked, (0, 1, 2, 3, 5), "Nothing is missing for this standard.", _WANTED_FIRST),
        ]
        return Section(f'<section class="first">{"".join(parts)}</section>', (verdicts, missed, *shown))

    def indicators(self, judged: pd.DataFrame) -> Section:
        """Return every indicator as a table, and the gaps as a picture."""
        table = tables.indicators(judged, self.found.standard, self.say)
        return Section(self._part(table) + self._bars(judged, table), (table,))

    def growth(self, states: pd.DataFrame) -> Section:
        """Return the elasticities with their intervals as a picture."""
        rows = states[states["status"] == "ok"]
        say = self.say
        heading = f"<h2>{html.escape(say('Growth in one picture'))}</h2>"
        if rows.empty:
            return Section(heading + paragraph(say("There are too few years for a fit.")))
        found = [
            (say.column(row.quantity), float(row.elasticity), float(row.ci_low), float(row.ci_high))
            for row in rows.itertuples()
        ]
        listed = "; ".join(f"{n} {e:.2f} ({low:.2f}, {high:.2f})" for n, e, low, high in found)
        alt = say("Elasticity of each quantity with its 95 % interval: {list}.", list=listed)
        key = (
            "A point with its interval for each quantity. "
            "At a dashed line one state ends and the next begins."
        )
        picture = self._figure(drawing.spans(found, alt), say(key))
        return Section(f'<section class="whole">{heading}{picture}</section>')

    def actions(self, gaps: pd.DataFrame, wanted: pd.DataFrame) -> Section:
        """Return the gaps with their conditions, and all wanted data, in full."""
        say = self.say
        missed = tables.gaps(gaps, self.found.standard, say)
        rule = paragraph(say("Each row changes one quantity and keeps all others as they are."))
        parts = [self._part(missed, (0, 1, 3, 8, 10)) + rule] if missed.rows else []
        asked = tables.wanted(wanted, say)
        return Section("".join([*parts, *([self._part(asked)] if len(asked.rows) > _WANTED_FIRST else [])]))

    def compared(self, assessed: pd.DataFrame | None) -> Section:
        """Return the zone's rank among synthetic zones; nothing where no comparison was asked for.

        Parameters
        ----------
        assessed : pandas.DataFrame, optional
            What :func:`ecopark.assess` returned for :func:`ecopark.findings.peers`.
        """
        if assessed is None:
            return Section("")
        say, year = self.say, self.found.year
        heading = f"<h2>{html.escape(say('Compared with synthetic zones'))}</h2>"
        others = assessed.loc[assessed["year"] == year, "zone"].nunique() - 1
        if others < 2:
            return Section(
                heading + paragraph(say("The synthetic zones have no data for {year}.", year=year))
            )
        table = tables.peers(scores.composite(assessed, year=year, standard=self.found.standard), say)
        warning = (
            "These {count} zones are synthetic: their numbers are invented. "
            "They show the method and say nothing about real neighbors."
        )
        note = paragraph(say(warning, count=others), "warning")
        return Section(f"{heading}{note}{as_table(table, self.source)}", (table,))

    def closing(self) -> Section:
        """Return what was noted on the file, what the report cannot show, and how it was made."""
        say = self.say
        noted = tables.notes(self.found.notes, say)
        limits = "".join(f"<li>{html.escape(say(text))}</li>" for text in _LIMITS)
        made = paragraph(say("With the same file and the same choices, anyone gets the same numbers."))
        parts = [
            self._part(noted, None, "Nothing was noted."),
            f"<h2>{html.escape(say('What this report cannot show'))}</h2><ul>{limits}</ul>",
            f"<h2>{html.escape(say('How this report was made'))}</h2>{paragraph(self.found.source)}{made}",
        ]
        return Section("".join(parts), (noted,) if noted.rows else ())

    def _heading(self, judged: pd.DataFrame) -> str:
        say, found = self.say, self.found
        title = say("Report on {zone}, {year}", zone=found.zone, year=found.year)
        standard = standards.get(found.standard)
        lines = [
            f"<h1>{html.escape(title)}</h1>",
            paragraph(f"{say('Standard')}: {standard.title}", "standard"),
            paragraph(self._count(judged), "count"),
        ]
        answered, asked = int(judged["value"].notna().sum()), len(standard.indicators)
        if asked > len(judged):
            part = "The panel answers {answered} of {asked} indicators."
            lines.append(paragraph(say(part, answered=answered, asked=asked)))
        said = {
            "The numbers of this zone are synthetic: they are invented.": kind_of([found.zone]) != "zones",
            "The rows of this standard are from memory and not verified. "
            "Check them before you quote a result.": standard.unverified,
            "This translation was made by the project and is not verified. "
            "The English text decides.": say.language != "en",
        }
        return "".join([*lines, *(paragraph(say(text), "warning") for text, true in said.items() if true)])

    def _count(self, judged: pd.DataFrame) -> str:
        say, found = self.say, Counter(judged["status"])
        numbers = {"passed": found["pass"], "failed": found["fail"], "total": len(judged)}
        silent = found["missing"] + found["undefined"]
        text = "{passed} of {total} indicators pass, {failed} fail, {open} have no answer."
        counted = say(text, **numbers, open=silent)
        free = found["not applicable"]
        more = say("{count} have no threshold of their own.", count=free) if free else ""
        return f"{counted} {more}".strip()

    def _verdicts(self, judged: pd.DataFrame) -> tables.Shown:
        """Return one row a status: how many indicators have it, and which."""
        say, system = self.say, standards.get(self.found.standard)
        rows = []
        for status in _STATUSES:
            codes = judged.loc[judged["status"] == status, "code"]
            if len(codes) or status in _STATUSES[:3]:
                named = [f"{c} {say.indicator(self.found.standard, system[c])}" for c in codes]
                rows.append((say(status), len(named), "; ".join(named)))
        heads = tuple(say(head) for head in ("status", "number", "indicators"))
        return tables.Shown(
            "verdicts", say("Which indicators pass, fail or have no answer"), heads, tuple(rows)
        )

    def _part(
        self,
        table: tables.Shown,
        columns: tuple[int, ...] | None = None,
        empty: str = "",
        rows: int | None = None,
    ) -> str:
        """Return a heading with its table, or with one sentence where the table is empty."""
        body = (
            as_table(table, self.source, columns, rows)
            if table.rows or not empty
            else paragraph(self.say(empty))
        )
        kind = "whole" if len(table.rows) <= _SMALL else "part"
        return f'<section class="{kind}"><h2>{html.escape(table.title)}</h2>{body}</section>'

    def _bars(self, judged: pd.DataFrame, table: tables.Shown) -> str:
        say = self.say
        decided = judged[judged["status"].isin(["pass", "fail"]) & judged["gap"].notna()]
        if decided.empty:
            return ""
        names = {row[0]: f"{row[0]} {row[1]}" for row in table.rows}
        found = [
            (names[row.code], 100 * float(row.gap), row.status == "pass")
            for row in decided.sort_values("gap", ascending=False, kind="stable").itertuples()
        ]
        passed, total = int((judged["status"] == "pass").sum()), len(judged)
        about = {"zone": self.found.zone, "year": self.found.year, "passed": passed, "total": total}
        alt = say("Bar chart of {zone} in {year}: {passed} of {total} indicators pass.", **about)
        key = say("Gap to the threshold [% of the threshold]; right is better.")
        edge = say("Gaps beyond 150 % are drawn at the edge.")
        picture = self._figure(drawing.bars(found, alt, (say("pass"), say("fail"))), f"{key} {edge}")
        return f'<section class="whole"><h2>{html.escape(say("Gaps in one picture"))}</h2>{picture}</section>'

    def _figure(self, picture: str, words_below: str) -> str:
        caption = f"<figcaption>{html.escape(words_below)}{paragraph(self.source, 'source')}</figcaption>"
        return f"<figure>{picture}{caption}</figure>"

"""The pages of a report, part by part: each takes tables of ``ecopark_zone.findings`` and shows them."""

from __future__ import annotations

import html
import math
from collections import Counter
from typing import TYPE_CHECKING

from ecopark import elasticity, scores, standards
from ecopark.plots import zone_label
from ecopark_zone.reporting import drawing, tables
from ecopark_zone.reporting.sections import Section, as_table, paragraph
from ecopark_zone.reporting.words import words

if TYPE_CHECKING:
    import pandas as pd

    from ecopark_zone.reporting.opening import Opened

__all__ = ["Page"]

_STATUSES = ("pass", "fail", "missing", "undefined", "not applicable")
_LIMITS = (
    "Whether the numbers in the file are right: broken rules are found, honest mistakes are not.",
    "Why an indicator passes: when a factory closes, many intensities can fall.",
    "What a measure costs: a gap is in the unit of its quantity and is no price.",
    "How the zone compares with real zones: none of the five source texts holds their measurements.",
)
_SLOPE = (
    "Growth is from the first year to the last. The elasticity is the slope of a line through all years "
    "used. So it is not the quotient of the two growth rates."
)
_BLIND = (
    "Added value did not grow from {start} to {year}: {rate} % a year. An elasticity coefficient does not "
    "see signs. It can pass where consumption rises, and fail where consumption falls. "
    "Trust the decoupling state instead."
)
_SMALL = 12  # rows of a table that is not broken over two pages
_GAPS = 3  # largest gaps that are shown
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
    UnknownNameError
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
            :mod:`ecopark_zone.findings` returned.
        """
        say = self.say
        verdicts, missed = self._verdicts(judged), self._missed(gaps)
        shown = (tables.decoupling(states, say), tables.programs(programs, say), tables.wanted(wanted, say))
        moved, stood, asked = shown
        parts = [
            self._heading(judged),
            self._part(verdicts),
            self._part(missed, (0, 1, 2, 3, 5, 6, 7, 4, 8, 9), self._none_missed(gaps)),
            self._without_target(gaps),
            self._part(moved),
            paragraph(say(_SLOPE)) if states["elasticity"].notna().any() else "",
            self._part(stood, (0, 2, 3, 4, 5, 6, 7)),
            self._part(asked, (0, 1, 2, 3, 5), self._none_wanted(judged), _WANTED_FIRST),
        ]
        return Section(f'<section class="first">{"".join(parts)}</section>', (verdicts, missed, *shown))

    def indicators(self, judged: pd.DataFrame) -> Section:
        """Return every indicator as a table, and the gaps as a picture."""
        table = tables.indicators(judged, self.found.standard, self.say)
        shrunk = self._shrunk()
        warned = paragraph(shrunk, "warning") if shrunk else ""
        return Section(self._part(table) + warned + self._bars(judged, table), (table,))

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
        missed = self._missed(gaps)
        rule = paragraph(say("Each row changes one quantity and keeps all others as they are."))
        parts = [self._part(missed, (0, 1, 3, 8, 4, 10)) + rule] if missed.rows else []
        asked = tables.wanted(wanted, say)
        return Section("".join([*parts, *([self._part(asked)] if len(asked.rows) > _WANTED_FIRST else [])]))

    def compared(self, assessed: pd.DataFrame | None) -> Section:
        """Return the zone's rank among synthetic zones; nothing where no comparison was asked for.

        Parameters
        ----------
        assessed : pandas.DataFrame, optional
            What :func:`ecopark.assess` returned for :func:`ecopark_zone.findings.peers`.
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
        rank = "A rank is no verdict: a zone can rank above the standard and still fail indicators."
        return Section(f"{heading}{note}{paragraph(say(rank))}{as_table(table, self.source)}", (table,))

    def closing(self) -> Section:
        """Return what was noted on the file, what the report cannot show, and how it was made."""
        say = self.say
        noted = tables.notes(self.found.notes, say)
        limits = "".join(f"<li>{html.escape(say(text))}</li>" for text in _LIMITS)
        made = paragraph(say("With the same file and the same choices, anyone gets the same numbers."))
        parts = [
            self._part(noted, None, say("Nothing was noted.")),
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
            "The numbers of this zone are synthetic: they are invented.": zone_label([found.zone]) != "zones",
            "Some rows of this standard are from memory and not verified. "
            "Check them before you quote a result.": standard.unverified,
            "This translation was made by the project and is not verified. "
            "The English text decides.": say.language != "en",
        }
        warned = [*(say(text) for text, true in said.items() if true), self._shrunk()]
        return "".join([*lines, *(paragraph(text, "warning") for text in warned if text)])

    def _shrunk(self) -> str:
        """Return a warning where added value did not grow: coefficients are then blind to signs."""
        found = self.found
        if found.start >= found.year:
            return ""
        grown = elasticity.coefficient(found.panel, start=found.start, end=found.year)
        rate = float(grown["driver_growth"].iloc[0])
        if math.isnan(rate) or rate > 0:
            return ""
        return self.say(_BLIND, start=found.start, year=found.year, rate=round(100 * rate, 2) + 0.0)

    def _missed(self, gaps: pd.DataFrame) -> tables.Shown:
        """Return the largest gaps that have a target."""
        aimed = gaps[gaps["status"] != "ambiguous"].head(_GAPS)
        return tables.gaps(aimed, self.found.standard, self.say)

    def _none_missed(self, gaps: pd.DataFrame) -> str:
        """Return what stands in the place of an empty table of gaps."""
        none = "No indicator has a threshold and misses it."
        return self.say(none if gaps.empty else "No other indicator has a threshold and misses it.")

    def _without_target(self, gaps: pd.DataFrame) -> str:
        """Return which indicators have no target because added value did not grow."""
        codes = gaps.loc[gaps["status"] == "ambiguous", "code"]
        text = "No target for {codes}: added value did not grow, so the rule would ask for more, not less."
        return "" if codes.empty else paragraph(self.say(text, codes=", ".join(codes)))

    def _none_wanted(self, judged: pd.DataFrame) -> str:
        """Return what stands in the place of an empty table of wanted data."""
        asked = len(standards.get(self.found.standard).indicators)
        silent = asked - int(judged["value"].notna().sum())
        if not silent:
            return self.say("Nothing is missing for this standard.")
        text = (
            "No further number of the panel would help. Indicators without an answer: {count} of {asked}. "
            "The panel does not hold what they ask for, or they are undefined."
        )
        return self.say(text, count=silent, asked=asked)

    def _count(self, judged: pd.DataFrame) -> str:
        say, found = self.say, Counter(judged["status"])
        numbers = {"passed": found["pass"], "failed": found["fail"], "total": len(judged)}
        silent = found["missing"] + found["undefined"]
        text = "Of {total} indicators, {passed} passed, {failed} failed, {open} stayed without an answer."
        counted = say(text, **numbers, open=silent)
        free = found["not applicable"]
        more = say("Without a threshold of their own: {count}.", count=free) if free else ""
        return f"{counted} {more}".strip()

    def _verdicts(self, judged: pd.DataFrame) -> tables.Shown:
        """Return one row per status: how many indicators have it, and which."""
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
        body = as_table(table, self.source, columns, rows) if table.rows or not empty else paragraph(empty)
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
        alt = say("Bar chart of {zone} in {year}: {passed} of {total} indicators passed.", **about)
        key = say("Gap to the threshold [% of the threshold]; right is better.")
        edge = say("Gaps beyond 150 % are drawn at the edge.")
        picture = self._figure(drawing.bars(found, alt, (say("pass"), say("fail"))), f"{key} {edge}")
        return f'<section class="whole"><h2>{html.escape(say("Gaps in one picture"))}</h2>{picture}</section>'

    def _figure(self, picture: str, words_below: str) -> str:
        caption = f"<figcaption>{html.escape(words_below)}{paragraph(self.source, 'source')}</figcaption>"
        return f"<figure>{picture}{caption}</figure>"

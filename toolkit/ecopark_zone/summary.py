"""The content of the report on a zone, computed once: page, workbook and dashboard only show it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import narwhals as nw

from ecopark import datasets, decoupling, elasticity, files, indicators, standards
from ecopark import panel as panels
from ecopark.errors import BadArgument, DataError, EcoparkError, Issue, require_known
from ecopark.frames import to_python
from ecopark.i18n import say
from ecopark.programs.procedures import read_procedure
from ecopark_zone.i18n import mark
from ecopark_zone.rules import SEVERITIES

if TYPE_CHECKING:
    import pandas as pd

    from ecopark.programs.procedures import Step
    from ecopark.standards import Standard
    from ecopark_zone.rules import Finding

__all__ = [
    "QUANTITIES", "Note", "Options", "Program", "ZoneFile", "ZoneReport", "notes_of", "summarize",
    "summarize_zones",
]  # fmt: skip

QUANTITIES = ("energy", "fresh_water", "cod", "so2")  # whose growth is set against that of added value
HORIZON = 5  # years from the report to the target year, unless the manager chooses it
# The programs by their ids: name, the indicator system that represents it, and who sets its targets.
PROGRAMS = {
    "eip": (
        mark("EIP Demonstration Program"),
        "hj274-2009",
        mark("Each indicator has a threshold; all must be reached."),
    ),
    "circular": (
        mark("Circular Transformation"),
        "cepz-ctip-2012",
        mark("The zone proposes its own targets."),
    ),
    "low_carbon": (
        mark("Low-Carbon Industrial Parks"),
        "isc-low-carbon-2012",
        mark("No official list; this one is a guide's."),
    ),
}
_HANDS_IN = ("park", "zone")  # actors of a procedure who are the zone itself
_EARLIER = mark("Added value and the same quantities, one year or more before")
_START = "first year of growth"  # column beside those of the panel
_EXPECTED = "\0"  # before the name of a zone: its expected row for the target year
_MOST_NOTES, _LONGEST_VALUE = 60, 80  # notes that a report shows; characters of a value in one


@dataclass(frozen=True)
class Options:
    """The choices of a manager for a report; None leaves the choice to the data.

    ``growth`` is the expected growth of added value until ``target_year`` [% a year]; by default the
    zone's growth since the first year. ``stages`` gives the stage of the zone in programs, such as
    ``{"eip": "trial"}``. ``start`` is the first year of the growth rates.
    """

    year: int | None = None
    start: int | None = None
    standard: str = "hj274-2009"
    growth: float | None = None
    target_year: int | None = None
    stages: Mapping[str, str] = field(default_factory=dict)
    peers: bool = False
    accepted: tuple[str, ...] = ()

    def check(self) -> None:
        """Refuse a standard, program, stage or growth that does not exist, before any file is read."""
        standards.get(self.standard)
        for program, stage in self.stages.items():
            require_known("program", program, PROGRAMS)
            read_procedure(program).state(stage)
        if self.growth is not None and not (math.isfinite(self.growth) and -100 < self.growth <= 1000):
            raise BadArgument(
                "The growth {growth} % is no growth: write 8 for 8 % a year.", growth=self.growth
            )


@dataclass(frozen=True)
class Note:
    """Something that was noted when the file was read; ``message`` and ``fix`` are sentences to translate."""

    place: str
    kind: str
    value: str
    message: str
    fix: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ZoneFile:
    """A manager's file that was read: its name, panel, part of the line of provenance, and notes."""

    name: str
    panel: pd.DataFrame
    origin: str
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Program:
    """The state of a zone in one program, the next steps, and how many indicators the file answers.

    ``known`` says whether the manager named the state; else it is the one before the first step.
    ``documents`` are those that the zone itself must hand in next, with their parts. ``passed`` and
    ``failed`` count where the system has thresholds.
    """

    name: str
    system: str
    targets: str
    state_label: str
    known: bool
    steps: tuple[Step, ...]
    documents: Mapping[str, list[str]]
    asked: int
    computable: int
    answered: int
    passed: int
    failed: int
    has_thresholds: bool


@dataclass(frozen=True, eq=False)
class ZoneReport:
    """One zone in one year: its rows, the choices, and everything that was computed from them.

    ``rows`` are the zone's rows up to the year. ``assessment`` has one row per year and indicator, as from
    :func:`ecopark.assess`; ``gaps`` is as from :func:`ecopark.indicators.group_gaps`; ``decoupling`` has
    a row per quantity, as from :func:`ecopark.decoupling.classify`; ``wanted`` one per missing number.
    ``growth`` and ``own_growth``, that of the past, are parts [1 = 100 % a year].
    """

    zone: str
    year: int
    start: int
    standard: Standard
    rows: pd.DataFrame
    assessment: pd.DataFrame
    gaps: pd.DataFrame
    decoupling: pd.DataFrame
    programs: tuple[Program, ...]
    wanted: pd.DataFrame
    peers: pd.DataFrame | None
    driver: str
    own_growth: float
    growth: float
    growth_is_chosen: bool
    target_year: int
    source: str
    notes: tuple[Note, ...] = ()

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years of the zone, up to that of the report."""
        return tuple(int(year) for year in self.rows["year"])

    @cached_property
    def judged(self) -> pd.DataFrame:
        """The rows of the assessment for the year of the report."""
        return self.assessment[self.assessment["year"] == self.year].reset_index(drop=True)

    @cached_property
    def status(self) -> dict[str, str]:
        """The status of each indicator in the year of the report, by code."""
        return dict(self.judged.set_index("code")["status"])

    @cached_property
    def values(self) -> dict[str, float | None]:
        """The value of each indicator in the year of the report, by code; None if it has none."""
        return {code: by_year[self.year] for code, by_year in self._series.items()}

    @property
    def answered(self) -> set[str]:
        """The codes of the indicators that have a value in the year of the report."""
        return {code for code, value in self.values.items() if value is not None}

    @property
    def has_thresholds(self) -> bool:
        """Whether the standard judges any indicator that a panel can answer."""
        return any(i.threshold is not None for i in self.standard.computable)

    @property
    def year_before(self) -> int:
        """The last year before that of the report, or that year itself if there is none."""
        return max([year for year in self.years if year < self.year], default=self.year)

    def series(self, code: str) -> dict[int, float | None]:
        """Return the value of an indicator in each year."""
        return self._series[code]

    @cached_property
    def _series(self) -> dict[str, dict[int, float | None]]:
        series: dict[str, dict[int, float | None]] = {}
        for row in self.assessment.itertuples():
            series.setdefault(row.code, {})[row.year] = to_python(row.value)
        return series

    @cached_property
    def changes(self) -> pd.DataFrame:
        """One row per indicator whose value moved since the year before, the new verdicts first.

        ``change`` is ``newly reached``, ``no longer reached``, ``better``, ``worse``, or ``changed`` if
        nothing says which side is better.
        """
        import pandas as pd

        columns = ["code", "unit", "value_before", "value", "change_percent", "change"]
        if self.year_before == self.year:
            return pd.DataFrame(columns=columns)
        old = self.assessment[self.assessment["year"] == self.year_before].set_index("code")
        rows = []
        for now in self.judged.itertuples():
            # Leave out indicators that did not move.
            was, indicator = old.loc[now.code], self.standard[str(now.code)]
            if pd.isna(now.value) or pd.isna(was["value"]) or now.value == was["value"]:
                continue
            # The meaning of the move for the verdict, or else for the zone.
            if (was["status"], now.status) == ("fail", "pass"):
                change = mark("newly reached")
            elif (was["status"], now.status) == ("pass", "fail"):
                change = mark("no longer reached")
            elif indicator.direction not in ("benefit", "cost"):
                change = mark("changed")
            else:
                up = now.value > was["value"]
                change = mark("better") if up == (indicator.direction == "benefit") else mark("worse")
            # The change in percent, except of growth coefficients.
            is_amount = was["value"] and not indicator.formula.start_columns(indicator)
            percent = 100 * (now.value / was["value"] - 1) if is_amount else math.nan
            rows.append((str(now.code), str(now.unit), was["value"], now.value, percent, change))
        order = ("newly reached", "no longer reached", "worse", "better", "changed")
        rows.sort(key=lambda row: order.index(row[-1]))
        return pd.DataFrame(rows, columns=columns)


def summarize(
    panel: pd.DataFrame,
    zone: str = "",
    options: Options | None = None,
    origin: str = "A panel in Python",
    notes: Sequence[Note] = (),
    what: str = "panel",
) -> ZoneReport:
    """Compute the content of the report on one zone.

    Parameters
    ----------
    panel : pandas.DataFrame
        One row per zone and year that was checked, such as the ``panel`` of :func:`ecopark_zone.read_zone`.
    zone : str
        The zone; it may be left out if there is only one.
    options : Options, optional
        The choices.
    origin : str
        The origin of the data, for the line of provenance.
    notes : sequence of Note
        The notes from reading the file.
    what : str
        The name of the data in messages.

    Returns
    -------
    ZoneReport
        The zone's rows, the choices and all results.

    Raises
    ------
    UnknownNameError
        If there is no such zone, year, standard, program or stage.
    DataError
        If the zone is left out and there are several, it has no data, or the years are not in order.

    Examples
    --------
    >>> report = summarize(datasets.synthetic_panel(zones=1, years=5, seed=1))
    >>> report.year, report.judged["status"].value_counts()["pass"], report.gaps["code"].iloc[0]
    (2009, np.int64(10), '2.2')
    """
    file = ZoneFile(what, panel, origin, tuple(notes))
    result = next(summarize_zones(file, [_choose_zone(panel, zone, what)], options or Options()))
    if isinstance(result, EcoparkError):
        raise result
    return result


def summarize_zones(
    file: ZoneFile, zones: Sequence[str], options: Options
) -> Iterator[ZoneReport | EcoparkError]:
    """Yield the report of each zone in order, or the error why there is none.

    All zones of a panel are assessed together, each indicator system once: the time that one assessment
    takes hardly depends on the number of rows.
    """
    import pandas as pd

    options.check()
    standard = standards.for_panel(options.standard)
    panel = file.panel.assign(zone=file.panel["zone"].astype(str))
    panel = panel.assign(**{n: math.nan for n in panels.columns() if n not in panel.columns})

    # 1. The rows of each zone up to the year of the report. The values expected for the target year are
    #    those of a separate zone, which begins in the year of the report.
    faults: dict[str, EcoparkError] = {}
    periods: dict[str, _Period] = {}
    expected = []
    for zone, all_years in panel[panel["zone"].isin(zones)].groupby("zone", sort=False):
        name = str(zone)
        try:
            periods[name] = period = _choose_period(all_years, name, options, file.name)
        except EcoparkError as error:
            faults[name] = error
            continue
        today = nw.from_native(period.rows[period.rows["year"] == period.year], eager_only=True)
        later = indicators.project(today, period.year, period.target_year, period.growth).to_native()
        expected.append(later.assign(zone=_EXPECTED + name, **{_START: period.year}))

    # 2. Each indicator system once, for all zones and years; and the elasticities of all zones.
    evaluated: dict[str, dict[str, list[dict[str, Any]]]] = {}
    fits = pd.DataFrame()
    if periods:
        rows = pd.concat([period.rows for period in periods.values()], ignore_index=True)
        for system in dict.fromkeys([options.standard, *(system for _, system, _ in PROGRAMS.values())]):
            table = pd.concat([rows, *expected], ignore_index=True) if system == options.standard else rows
            frame = nw.from_native(table, eager_only=True)
            table = indicators.evaluate(frame, standards.get(system).computable, _START).to_native()
            by_zone = table.groupby("zone", sort=False)
            evaluated[system] = {str(zone): part.to_dict("records") for zone, part in by_zone}
        tables = [elasticity.fit(rows, q, check=False).assign(quantity=q) for q in QUANTITIES]
        fits = decoupling.classify(pd.concat(tables, ignore_index=True))

    # 3. One report per zone.
    for zone in zones:
        if zone in faults:
            yield faults[zone]
            continue
        period = periods[zone]
        year, start, rows = period.year, period.start, period.rows.drop(columns=_START)
        today_by_system = {system: results[zone][-1] for system, results in evaluated.items()}
        assessment = _tidy_assessment(evaluated[options.standard][zone], standard)
        driver = panels.driver_column(rows, start)
        later_row = evaluated[options.standard][_EXPECTED + zone][-1]
        provenance = {"zone": zone, "year": year, "start": start, "standard": options.standard}
        provenance |= {"growth": f"{100 * period.growth:.3g} %", "target": period.target_year}
        if options.accepted:
            provenance["accepted"] = "+".join(options.accepted)
        yield ZoneReport(
            zone=zone,
            year=year,
            start=start,
            standard=standard,
            rows=rows.reset_index(drop=True),
            assessment=assessment,
            gaps=_group_gaps(standard, today_by_system[options.standard], later_row, period, driver),
            decoupling=fits[fits["zone"] == zone].drop(columns="zone").reset_index(drop=True),
            programs=tuple(_place_in_program(name, today_by_system, options.stages) for name in PROGRAMS),
            wanted=_wanted_data(rows, assessment[assessment["year"] == year], standard, year, start),
            peers=_rank_among_synthetic_zones(rows, year, start, options.standard) if options.peers else None,
            driver=driver,
            own_growth=period.own_growth,
            growth=period.growth,
            growth_is_chosen=options.growth is not None,
            target_year=period.target_year,
            source=files.provenance_of(file.origin, **provenance),
            notes=file.notes,
        )


def notes_of(findings: Iterable[Finding], log: Iterable[str] = ()) -> tuple[Note, ...]:
    """Return the findings in a file as notes of a report: accepted remedies first, then the worst first."""
    notes = [Note("", mark("note"), "", "{line}", words={"line": line}) for line in log]
    for finding in sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)):
        value = "" if finding.value is None else str(finding.value)[:_LONGEST_VALUE]
        notes.append(
            Note(finding.place, finding.severity, value, finding.message, finding.remedy, finding.words)
        )
    if (omitted := len(notes) - _MOST_NOTES) > 0:
        notes[_MOST_NOTES:] = [
            Note("", mark("note"), "", mark("… and {count} more"), words={"count": omitted})
        ]
    return tuple(notes)


@dataclass(frozen=True)
class _Period:
    """The years of a report, and the growth of added value until the year and after it [1 = 100 % a year].

    ``rows`` are those of the zone from the first year with a number to the year of the report.
    """

    rows: pd.DataFrame
    start: int
    year: int
    target_year: int
    own_growth: float
    growth: float


def _choose_zone(panel: pd.DataFrame, zone: str, source: str) -> str:
    names = sorted(str(name) for name in panel["zone"].unique())
    if zone:
        require_known("zone", zone, names)
    elif len(names) != 1:
        listed = ", ".join(names[:20]) + (", …" if len(names) > 20 else "")
        rule = say("there are {count} zones and none was chosen", count=len(names))
        raise DataError(source, [Issue(rule, fix=say("choose one: {names}", names=listed))])
    return zone or names[0]


def _choose_period(rows: pd.DataFrame, zone: str, options: Options, source: str) -> _Period:
    """Return the years of the report, the growth and the rows, by the options and else by the data."""
    # The last and the first year with a number, unless others are chosen.
    years = rows["year"].astype(int)
    filled = sorted(set(years[rows.drop(columns=["zone", "year"]).notna().any(axis=1)].tolist()))
    if not filled:
        raise DataError(source, [Issue("the zone has no number in any year", zone=zone)])
    year = options.year or filled[-1]
    start = options.start or min(filled[0], year)
    known_years = sorted(set(years.tolist()))
    require_known(say("year of {zone}", zone=zone), year, known_years)
    require_known(say("first year of {zone}", zone=zone), start, known_years)
    if start > year or (options.start and start == year and len(filled) > 1):
        fix = say("choose a first year before {year}", year=year)
        raise DataError(source, [Issue("the first year must come before the year", value=start, fix=fix)])
    # The target year comes after them.
    target_year = options.target_year or year + HORIZON
    if target_year <= year:
        fix = say("choose a year after {year}", year=year)
        raise DataError(
            source, [Issue("the target year must come after the year", value=target_year, fix=fix)]
        )

    # Growth of added value [1 = 100 % a year]: own = (value at the end / value at the start)^(1 / years) - 1.
    rows = rows[(years >= min(filled[0], start)) & (years <= year)].sort_values("year")
    added_value = rows.set_index(rows["year"].astype(int))[panels.driver_column(rows, start)]
    own_growth = math.nan
    if start < year and added_value[start] > 0 and added_value[year] >= 0:
        own_growth = float((added_value[year] / added_value[start]) ** (1 / (year - start)) - 1)
    growth = options.growth / 100 if options.growth is not None else own_growth
    growth = 0.0 if math.isnan(growth) else growth
    return _Period(rows.assign(**{_START: start}), start, year, target_year, own_growth, growth)


def _tidy_assessment(evaluated: Iterable[Mapping[str, Any]], standard: Standard) -> pd.DataFrame:
    """Put the results of all indicators below each other, year by year."""
    import pandas as pd

    lines = [
        {
            "year": int(row["year"]),
            "code": i.code,
            "unit": i.unit,
            **{part: row[standards.result_column(part, i.code)] for part in ("value", "status", "gap")},
            "operator": i.operator or "",
            "threshold": i.threshold,
        }
        for row in evaluated
        for i in standard.computable
    ]
    return pd.DataFrame(lines).astype({"value": float, "gap": float, "threshold": float})


def _group_gaps(
    standard: Standard, today: Mapping[str, Any], later: Mapping[str, Any], period: _Period, driver: str
) -> pd.DataFrame:
    """Return groups as :func:`ecopark.indicators.group_gaps` does, from rows evaluated before."""
    import pandas as pd

    year, target_year = period.year, period.target_year
    before = indicators.ways_to_target(today, standard, driver)
    after = indicators.ways_to_target(later, standard, driver)
    lines = indicators.gaps_by_lever(standard, today, year, target_year, period.growth, before, after)
    return pd.DataFrame(lines, columns=indicators.GROUP_COLUMNS)


def _place_in_program(
    program: str, evaluated: Mapping[str, Mapping[str, Any]], stages: Mapping[str, str]
) -> Program:
    """Return the state of a zone in a program, and how far its numbers answer the indicators."""
    name, system, targets = PROGRAMS[program]
    # How far the numbers of the zone answer the indicators.
    standard, results = standards.get(system), evaluated[system]
    values = [to_python(results[standards.result_column("value", i.code)]) for i in standard.computable]
    statuses = [results[standards.result_column("status", i.code)] for i in standard.computable]
    # The stage of the zone, the steps allowed from there, and the documents to hand in for them.
    procedure = read_procedure(program)
    state = procedure.state(stages[program]) if program in stages else procedure.start
    steps = procedure.allowed(state.state)
    events = [step.event for step in steps if step.actor in _HANDS_IN]
    documents = [document for event in events for document in procedure.documents_for(event)]
    return Program(
        name=name,
        system=system,
        targets=targets,
        state_label=state.label,
        known=program in stages,
        steps=steps,
        documents={document: [part.part for part in procedure.parts_of(document)] for document in documents},
        asked=len(standard.indicators),
        computable=len(standard.computable),
        answered=sum(value is not None for value in values),
        passed=statuses.count("pass"),
        failed=statuses.count("fail"),
        has_thresholds=any(i.threshold is not None for i in standard.computable),
    )


def _wanted_data(
    rows: pd.DataFrame, judged: pd.DataFrame, standard: Standard, year: int, start: int
) -> pd.DataFrame:
    """Return the data that are not there and would answer most indicators, the most helpful first.

    If growth has no year to begin from, one row asks for an earlier one: its ``column`` is ``year``.
    """
    import pandas as pd

    # The indicators that wait for each number of the panel, by column and year.
    by_year = rows.astype({"year": int}).set_index("year")
    waiting: dict[tuple[str, int], list[str]] = {}
    growing = [i.code for i in standard.computable if i.formula.start_columns(i)]
    if growing and start == year:
        waiting["year", year] = growing
    for code in judged.loc[judged["status"] == "missing", "code"]:
        indicator = standard[code]
        for column in indicator.columns:
            for when in (start, year) if code in growing else (year,):
                if pd.isna(by_year.at[when, column]):
                    waiting.setdefault((column, when), []).append(code)
    # One row for each, with the hint of the data dictionary.
    hints = {row["name"]: row["hint"] for row in datasets.rows("panel")} | {"year": _EARLIER}
    lines = []
    for (column, when), codes in waiting.items():
        unit = panels.unit(column) if column != "year" else ""
        lines.append((column, unit, when, len(codes), "; ".join(codes), hints[column]))
    table = pd.DataFrame(lines, columns=["column", "unit", "year", "indicators", "codes", "hint"])
    order = ["indicators", "column", "year"]
    return table.sort_values(order, ascending=[False, True, True], ignore_index=True)


def _rank_among_synthetic_zones(rows: pd.DataFrame, year: int, start: int, standard: str) -> pd.DataFrame:
    """Rank the zone among synthetic zones, which exist in the years 2005 to 2016; else return no row."""
    import pandas as pd

    from ecopark import scores

    # The other zones, if they have data for these years.
    others = datasets.synthetic_panel(zones=20, years=12, seed=0)
    others = others[others["zone"] != rows["zone"].iloc[0]]
    if not {year, start} <= set(others["year"]):
        return pd.DataFrame(columns=["zone", "rank", "score", "n"])
    # Assess and rank them together.
    all_zones = pd.concat([rows.reindex(columns=others.columns), others], ignore_index=True)
    assessed = indicators.assess(all_zones, standard, start=start, check=False)
    ranked = scores.composite(assessed, year=year, standard=standard)
    return ranked.sort_values("rank", kind="stable", ignore_index=True)

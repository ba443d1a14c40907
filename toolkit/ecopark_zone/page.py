"""The report of a zone: a page to read and print, and a workbook with its tables.

``summary`` computes, ``tables`` words, and the templates ``report.html.j2`` and ``charts.html.j2`` lay out.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark import datasets, files, frames, standards
from ecopark import panel as panels
from ecopark.errors import DataError, MissingExtra
from ecopark_zone import summary, tables
from ecopark_zone.doctor import read_zone
from ecopark_zone.i18n import Translator, mark, translator
from ecopark_zone.rules import SheetProblem
from ecopark_zone.summary import Options, ZoneFile, ZoneReport
from ecopark_zone.tables import format_number, name_states, name_threshold, with_unit, write_workbook

if TYPE_CHECKING:
    import jinja2

__all__ = ["ENDINGS", "make_files", "read_file", "render_page", "write_files", "write_report"]

ENDINGS = (".html", ".xlsx")
_MOST_CHANGES, _MOST_ACTIONS = 8, 5  # lines of the first page
# The meaning of each decoupling state, in words.
_STATES = {
    "strong_decoupling": mark("{quantity} fell while added value grew"),
    "weak_decoupling": mark("both grew, {quantity} more slowly"),
    "expansive_coupling": mark("both grew at about the same pace"),
    "expansive_negative_decoupling": mark("{quantity} grew faster than added value"),
    "strong_negative_decoupling": mark("{quantity} grew while added value fell"),
    "weak_negative_decoupling": mark("both fell, {quantity} more slowly"),
    "recessive_coupling": mark("both fell at about the same pace"),
    "recessive_decoupling": mark("{quantity} fell faster than added value"),
}


def write_report(
    data: Any,
    output: str | Path = "report.html",
    zone: str = "",
    year: int | None = None,
    start: int | None = None,
    standard: str = "hj274-2009",
    language: str = "en",
    *,
    growth: float | None = None,
    target_year: int | None = None,
    stages: Mapping[str, str] | None = None,
    peers: bool = False,
    accept: Iterable[str] = (),
) -> list[Path]:
    """Write the report of a zone, as ``ecopark report`` does: an HTML page, and its tables as XLSX.

    Parameters
    ----------
    data : path or dataframe
        The file of a zone, as for :func:`ecopark_zone.read_zone`; or a panel, as for
        :func:`ecopark.assess`, that holds its rows (pandas, polars or pyarrow).
    output : str or Path
        The HTML file to write, in a folder that exists. The workbook (``.xlsx``) gets its name. An
        earlier report is overwritten if it is unchanged; any other file is kept, and no report is made.
    zone : str
        The zone; it may be left out if there is only one.
    year, start : int, optional
        The year of the report and the first year of its growth rates [year]; by default the last and the
        first year that have data.
    standard : str
        Name of a shipped standard.
    language : {"en", "zh-Hans", "zh-Hant", "th"}
        Language of the report.
    growth : float, optional
        Expected growth of added value until the target year [% a year]; by default the zone's
        growth since the first year.
    target_year : int, optional
        Year in which the thresholds are to be reached [year]; by default five years after the report.
    stages : mapping, optional
        Where the zone is in a program, by the program's id, such as ``{"eip": "trial"}``; the ids of the
        stages are those of the table ``states`` of the package ``programs``.
    peers : bool
        Whether to compare with synthetic zones.
    accept : iterable of str
        Remedies of ``ecopark doctor`` to apply, for a file.

    Returns
    -------
    list of Path
        The two files: HTML, XLSX.

    Raises
    ------
    DataError
        With everything that is wrong with the file, the panel, the choices or the output.
    UnknownNameError
        If there is no such zone, year, standard, program, stage or language.

    Examples
    --------
    >>> import tempfile
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=2, years=4)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     paths = write_report(panel, f"{folder}/zone.html", "Synthetic zone 2", language="th")
    ...     [path.name for path in paths]
    ['zone.html', 'zone.xlsx']
    """
    # Check the choices, and that the output takes the place of no other file.
    _ = translator(language)
    options = Options(year, start, standard, growth, target_year, stages or {}, peers, tuple(accept))
    options.check()
    target, inputs = Path(output), [data] if isinstance(data, str | Path) else []
    problems = files.output_problems(target, ".html", ".htm", inputs=inputs)
    for ending in ENDINGS:
        problems += files.output_problems(target.with_suffix(ending), inputs=inputs)
    if problems:
        raise DataError("the output", list(dict.fromkeys(problems)))
    # Read the data, compute the report, and write it.
    if inputs:
        file = read_file(data, options.accepted, standard, language)
    else:
        file = _checked_panel(data, zone, standard)
    result = summary.summarize(file.panel, zone, options, file.origin, file.notes, file.name)
    return write_files(make_files(result, _), target)


def read_file(
    path: str | Path, accept: Iterable[str] = (), standard: str = "hj274-2009", language: str = "en"
) -> ZoneFile:
    """Read a manager's file for a report; its faults are named in the language of the report.

    Raises
    ------
    SheetProblem
        With everything that is wrong with the file.
    """
    try:
        intake = read_zone(path, accept, standard=standard)
    except SheetProblem as error:
        raise SheetProblem(error.name, error.findings, language) from None
    notes = summary.notes_of(intake.findings, intake.log)
    return ZoneFile(Path(path).name, intake.panel, files.origin(path), notes)


def make_files(result: ZoneReport, _: Translator) -> dict[str, bytes]:
    """Return the two files of a report by their endings; the same results give the same page."""
    report_tables = tables.all_tables(result, _)
    page = render_page(result, _, report_tables).encode()
    book = write_workbook((table for table in report_tables.values() if table.rows), result.source)
    return {".html": page, ".xlsx": book}


def write_files(contents: Mapping[str, bytes], target: Path) -> list[Path]:
    """Write both files of a report beside each other, or none.

    Raises
    ------
    DataError
        If a file cannot be written.
    """
    paths = {target.with_suffix(ending): content for ending, content in contents.items()}
    with ExitStack() as parts:
        for path, content in paths.items():
            parts.enter_context(files.user_output(path)).write_bytes(content)
    return list(paths)


def render_page(
    result: ZoneReport, _: Translator, report_tables: Mapping[str, tables.Table] | None = None
) -> str:
    """Return the page of a report: HTML that needs no other file, no script and no network."""
    report_tables = tables.all_tables(result, _) if report_tables is None else report_tables
    template = _environment().get_template("report.html.j2")
    return template.render(
        _=_,
        report=result,
        tables=report_tables,
        count=_verdict_counts_sentence(result, _),
        warnings=_warnings(result, _),
        actions=list(islice(_actions(result, _), _MOST_ACTIONS)),
        outlook=_outlook(result, _),
        changes=_change_lines(report_tables["changes"].rows, _),
        indicator_charts=[_indicator_chart(result, code, _) for code in _charted_codes(result)],
        gap_chart=_gap_chart(result, _),
        elasticity_chart=_elasticity_chart(result, _),
        decoupling=_decoupling_sentences(result, _),
        sources=_sources(result),
    )


@cache
def _environment() -> jinja2.Environment:
    try:
        import jinja2
    except ImportError as error:
        raise MissingExtra("Reports need Jinja2: pip install 'ecopark[zone]'") from error
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["number"] = format_number
    return environment


def _checked_panel(panel: Any, zone: str, standard: str) -> ZoneFile:
    """Return a panel from Python, checked once, with a digest of its rows for the line of provenance."""
    frame = frames.from_native_eager(panel)
    needed = standards.for_panel(standard).required_columns
    if zone:
        frame = panels.zone_rows(frame, zone, needed)
    else:
        panels.require(frame, needed)
    table = frame.to_pandas()
    digest = hashlib.sha256(table.to_csv(index=False).encode()).hexdigest()[:12]
    return ZoneFile("the panel", table, f"A panel in Python, SHA-256 {digest}", ())


# ---- sentences ----------------------------------------------------------------------------------


def _verdict_counts_sentence(result: ZoneReport, _: Translator) -> str:
    """Say how many indicators passed, failed, or stayed without an answer."""
    indicator_count, answered = len(result.standard.indicators), len(result.answered)
    if not result.has_thresholds:
        return _(
            "This system sets no thresholds. "
            "It asks for {asked} indicators, and the file answers {answered}.",
            asked=indicator_count,
            answered=answered,
        )
    counts = Counter(result.status.values())
    total = counts.total()
    sentences = [
        _(
            "Of {total} indicators, {passed} passed, {failed} failed, {open} stayed without an answer.",
            total=total,
            passed=counts["pass"],
            failed=counts["fail"],
            open=counts["missing"] + counts["undefined"],
        )
    ]
    # How many are not judged, or not in a panel at all.
    if free := counts["not applicable"]:
        sentences.append(_("Without a threshold of their own: {count}.", count=free))
    if indicator_count > total:
        sentences.append(
            _("The panel answers {answered} of {asked} indicators.", answered=answered, asked=indicator_count)
        )
    return " ".join(sentences)


def _warnings(result: ZoneReport, _: Translator) -> Iterator[str]:
    """Yield the warnings that come before any number."""
    if result.zone.casefold().startswith("synthetic"):
        yield _("The numbers of this zone are synthetic: they are invented.")
    if count := sum(note.kind == "warning" for note in result.notes):
        yield _(
            "Warnings about the file: {count}. Look at them at the end of this report before you use a "
            "number: a wrong unit can make an indicator pass.",
            count=count,
        )
    if result.standard.unverified:
        yield _(
            "Some rows of this standard are from memory and not verified. "
            "Check them before you quote a result."
        )
    if result.start < result.year and result.own_growth <= 0:
        yield _(
            "Added value did not grow from {start} to {year}: {rate} % a year. An elasticity coefficient "
            "does not see signs. It can pass where consumption rises, and fail where consumption falls. "
            "Trust the decoupling state instead.",
            start=result.start,
            year=result.year,
            rate=round(100 * result.own_growth, 2) + 0.0,
        )
    if _.language != "en":
        yield _("This translation was made by the project and is not verified. The English text decides.")


def _outlook(result: ZoneReport, _: Translator) -> str:
    """State the assumptions until the target year."""
    rate = f"{100 * result.growth:.1f}"
    about = {"rate": rate, "target": result.target_year, "start": result.start, "year": result.year}
    if result.growth_is_chosen:
        text = mark("Until {target}, added value is expected to grow by {rate} % a year, as chosen.")
    elif math.isnan(result.own_growth):
        text = mark("The growth of added value until {target} is not known; none is expected.")
    else:
        text = mark(
            "Until {target}, added value is expected to grow as it did from {start} to {year}: by {rate} % "
            "a year. Choose another growth if you know better."
        )
    scope = mark("The flows of industry grow with it; land, people and management stay as they are.")
    return f"{_(text, **about)} {_(scope)}"


def _actions(result: ZoneReport, _: Translator) -> Iterator[str]:
    """Yield the lines of the to-do list, quantities before management, each in its unit."""
    for row in result.gaps.to_dict("records"):
        if row["lever"] == "growth coefficient":
            break  # these come last, and cannot be acted on directly
        indicator = result.standard[row["code"]]
        column, name = _.column(row["column"]), _.indicator(result.standard.name, indicator)
        about = {"column": column, "code": row["code"], "name": name, "target": result.target_year}
        if row["must"] == "establish":
            yield _("{column}: to establish ({code})", **about)
        elif row["status"] != "ok":
            continue
        elif row["lever"] == "management":
            now, needed = format_number(row["now"]), with_unit(row["needed"], row["unit"], _)
            yield _("{column}: from {now} to {needed} ({code})", **about, now=now, needed=needed)
        else:
            amount = with_unit(abs(row["change"]), row["unit"], _)
            part = 100 * abs(row["change"] / row["projected"]) if row["projected"] else None
            text = mark("{column}: add {amount}, {share} % of what is expected in {target} ({code})")
            if row["change"] < 0:
                text = mark("{column}: save {amount}, {share} % of what is expected in {target} ({code})")
            yield _(text, **about, amount=amount, share=format_number(part))


def _change_lines(rows: Sequence[tuple[Any, ...]], _: Translator) -> Iterator[str]:
    """Yield the indicators that changed their verdict, then those that moved most."""
    verdicts = {_("newly reached"), _("no longer reached")}
    turned = [row for row in rows if row[6] in verdicts]
    moved = sorted((row for row in rows if row[6] not in verdicts), key=lambda row: -abs(row[5] or 0))
    for code, name, unit, before, now, percent, verdict in [*turned, *moved][:_MOST_CHANGES]:
        change = "" if percent is None else f" ({percent:+.1f} %)"
        values = f"{format_number(before)} → {with_unit(now, unit, _)}{change}"
        about = {"code": code, "name": name, "verdict": verdict, "values": values}
        yield _("{code} {name}: {verdict}, {values}", **about)


def _decoupling_sentences(result: ZoneReport, _: Translator) -> Iterator[str]:
    """Describe the state of each quantity in words, and how certain it is."""
    for row in result.decoupling.to_dict("records"):
        quantity = _.column(row["quantity"])
        if row["status"] == "missing":
            yield _("{quantity}: fewer than two years with numbers, so no state.", quantity=quantity)
            continue
        about = {
            "quantity": quantity,
            "start": row["start"],
            "end": row["end"],
            "growth": f"{100 * row['quantity_growth']:+z.1f}",
            "driver": f"{100 * row['driver_growth']:+z.1f}",
        }
        # Both growth rates, the state or why there is none, and the elasticity.
        moved = mark("{quantity}: {growth} % a year from {start} to {end}, added value {driver} % a year.")
        sentences = [_(moved, **about)]
        if row["state"] in _STATES:
            meaning, name = _(_STATES[row["state"]], quantity=quantity), name_states(row["state"], _)
            sentences.append(_("State: {state} ({meaning}).", state=name, meaning=meaning))
        elif row["state"] == "ambiguous":
            states = name_states(row["candidates"], _)
            sentences.append(_("The interval spans several states: {states}.", states=states))
        else:
            sentences.append(_("There are too few years for a fit."))
        if row["status"] == "ok":
            numbers = {n: f"{row[n]:z.2f}" for n in ("elasticity", "ci_low", "ci_high")}
            fit = mark("Elasticity {elasticity}, 95 % interval {ci_low} to {ci_high}.")
            sentences.append(_(fit, **numbers))
        yield " ".join(sentences)


def _sources(result: ZoneReport) -> Iterator[str]:
    """Yield the works that the standard, the programs and the states come from."""
    cited = [i.source for i in result.standard.indicators]
    for package, table in (("programs", "programs"), ("tapio", "cutoffs")):
        cited += [row["source"] for row in datasets.rows(package, table)]
    rows = {row["id"]: row for row in datasets.rows("sources") if row["id"] != "ecopark"}
    for row in (rows[name] for name in dict.fromkeys(cited) if name in rows):
        yield f"{row['citation']} {row['locator'] or ''}".strip()


# ---- charts -------------------------------------------------------------------------------------


def _charted_codes(result: ZoneReport) -> list[str]:
    """Name the ratios of flows and added value that have a threshold and at least one value."""
    flows = set(panels.OUTPUT_FLOWS)
    return [
        i.code
        for i in result.standard.computable
        if i.threshold is not None
        and set(i.numerator_columns) <= flows
        and i.denominator_columns
        and not i.formula.start_columns(i)
        and any(v is not None for v in result.series(i.code).values())
    ]


def _indicator_chart(result: ZoneReport, code: str, _: Translator) -> dict[str, Any]:
    """Return the chart of one indicator for the template: its line over the years and its threshold [px]."""
    # The values, the threshold, and the years that reach it.
    indicator = result.standard[code]
    values = {year: value for year, value in result.series(code).items() if value is not None}
    years, limit = list(values), float(indicator.threshold or 0.0)
    rows = result.assessment[result.assessment["code"] == code]
    passed = set(rows.loc[rows["status"] == "pass", "year"].astype(int))
    # From years and values to places on the chart [px].
    low, high = min([*values.values(), limit, 0.0]), max([*values.values(), limit])
    width = max(result.years[-1] - result.years[0], 1)
    height = (high - low) or 1.0
    x = {year: round(46 + 210 * (year - result.years[0]) / width, 1) for year in years}
    y = {year: round(118 - 100 * (values[year] - low) / height, 1) for year in years}
    # The text alternative of the chart.
    first, last = years[0], years[-1]
    name, threshold = _.indicator(result.standard.name, indicator), name_threshold(indicator)
    alt = _(
        "{name}: from {before} in {first} to {now} {unit} in {last}; threshold {limit}: {verdict}.",
        name=name,
        before=format_number(values[first]),
        first=first,
        now=format_number(values[last]),
        unit=indicator.unit,
        last=last,
        limit=threshold,
        verdict=_("reached") if last in passed else _("missed"),
    )
    return {
        "alt": alt,
        "name": f"{code} {name}",
        "unit": indicator.unit,
        "limit": threshold,
        "limit_y": round(118 - 100 * (limit - low) / height, 1),
        "path": " ".join(f"{x[year]},{y[year]}" for year in years),
        "points": [{"x": x[year], "y": y[year], "passed": year in passed} for year in years],
        "last": format_number(values[last]),
        "last_x": x[last],
        "last_y": y[last],
        "first_year": first,
        "last_year": last,
    }


def _gap_chart(result: ZoneReport, _: Translator) -> dict[str, Any] | None:
    """Return the chart of the gaps for the template: bars in the standard's order [px]; None without a gap.

    Growth coefficients have none: their distance to a threshold is not an amount.
    """
    # The indicators that passed or failed.
    coefficients = [i.code for i in result.standard.computable if i.formula.start_columns(i)]
    judged = result.judged[~result.judged["code"].isin(coefficients)]
    decided = judged[judged["status"].isin(["pass", "fail"]) & judged["gap"].notna()]
    if decided.empty:
        return None
    # One bar for each, cut off at the edge.
    middle, longest, widest = 495, 117, 150.0  # of the axis and of a bar [px]; gap at the edge [%]
    bars = []
    for n, row in enumerate(decided.to_dict("records")):
        gap = 100 * row["gap"]
        length = max(-widest, min(widest, gap)) / widest * longest
        name = _.indicator(result.standard.name, result.standard[row["code"]])
        bars.append(
            {
                "name": f"{row['code']} {name}",
                "y": 24 + 17 * n,
                "x": round(min(middle, middle + length), 1),
                "width": round(abs(length), 1),
                "status": row["status"],
                "number": f"{gap:+,.0f} %",
                "number_x": round(middle + length + (4 if length >= 0 else -4), 1),
                "anchor": "start" if length >= 0 else "end",
            }
        )
    # The text alternative of the chart.
    alt = _(
        "Bar chart of {zone} in {year}: {passed} of {total} indicators passed.",
        zone=result.zone,
        year=result.year,
        passed=list(result.status.values()).count("pass"),
        total=len(result.status),
    )
    return {"alt": alt, "height": 30 + 17 * len(bars), "bars": bars}


def _elasticity_chart(result: ZoneReport, _: Translator) -> dict[str, Any] | None:
    """Return the chart of elasticities and 95 % intervals for the template [px]; None with too few years."""
    rows = result.decoupling[result.decoupling["status"] == "ok"].to_dict("records")
    if not rows:
        return None
    # From elasticities to places on the chart [px].
    low = min([*(row["ci_low"] for row in rows), -0.2])
    high = max([*(row["ci_high"] for row in rows), 1.4])

    def place(value: float) -> float:
        return float(round(260 + 390 * (value - low) / (high - low), 1))

    # One point and one interval for each quantity.
    spans, sentences = [], []
    for n, row in enumerate(rows):
        name, number = _.column(row["quantity"]), f"{row['elasticity']:z.2f}"
        x, low_x, high_x = (place(row[part]) for part in ("elasticity", "ci_low", "ci_high"))
        spans.append({"name": name, "y": 40 + 24 * n, "x": x, "number": number, "low": low_x, "high": high_x})
        sentences.append(f"{name} {number} ({row['ci_low']:.2f}, {row['ci_high']:.2f})")
    return {
        "alt": _("Elasticity of each quantity with its 95 % interval: {list}.", list="; ".join(sentences)),
        "height": 34 + 24 * len(rows),
        "cuts": [{"x": place(cut), "name": f"{cut:g}"} for cut in (0.0, 0.8, 1.2)],
        "spans": spans,
    }

"""The ``ecopark`` command: each subcommand is a thin face on one function."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecopark.errors import BadArgument, DataError, EcoparkError, require_known
from ecopark.i18n import set_language

if TYPE_CHECKING:
    from ecopark_course.build import LessonRun

_LANGUAGE = Annotated[str, typer.Option(help="en, zh-Hans, zh-Hant or th.")]

app = typer.Typer(
    name="ecopark",
    help="A research toolkit and a course on eco-industrial parks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_BAD_INPUT, _FAILED = 2, 1  # exit codes
# Settings of a console that shows names as they are.
_PLAIN: dict[str, Any] = {"markup": False, "highlight": False, "soft_wrap": True}


def main() -> None:
    """Run the command; a wrong input ends with one message and exit code 2, never a traceback."""
    try:
        app()
    except EcoparkError as error:
        # A wrong value or name in Python is a wrong input for the user.
        _leave(error, _BAD_INPUT if isinstance(error, ValueError | KeyError | ImportError) else _FAILED)
    except KeyboardInterrupt:
        _leave("Stopped.", 130)
    finally:
        gc.freeze()  # at the end, the collector need not go through all objects of pandas


def _leave(message: object, code: int) -> None:
    print(message, file=sys.stderr)
    raise SystemExit(code)


@app.command()
def course(
    jobs: Annotated[int, typer.Option(min=1, help="Lessons to run at the same time.")] = 2,
    language: _LANGUAGE = "en",
) -> None:
    """Run every lesson on the real tables and build the site, also in another language beside English."""
    set_language(language)
    from rich.console import Console

    from ecopark_course.build import run_changed_lessons
    from ecopark_course.site import build_site

    console = Console(**_PLAIN)

    def report(run: LessonRun) -> None:
        outcome = "failed" if run.error else f"{run.seconds:.0f} s" if run.fresh else "unchanged"
        console.print(f"  {run.lesson}: {outcome}")

    console.print("Running the lessons")
    with console.status("running"):
        runs = run_changed_lessons(jobs, report, language)
    failed = [run.error for run in runs if run.error]
    try:
        with console.status("building the site"):
            page = build_site(jobs, language)
        console.print(f"The site is at {page}")
        if language != "en":
            console.print(f"In {language}: {page.parent / language / page.name}")
    finally:
        for error in failed:
            console.print(f"FAILED {error}")
    if failed:
        raise typer.Exit(_FAILED)


@app.command()
def lessons() -> None:
    """List the lessons and their parameters."""
    from ecopark_course import sources
    from ecopark_course.parameters import read_parameters

    for master in sources.masters("course"):
        notebook = sources.read(master)
        about = notebook.metadata["ecopark"]
        print(f"{about['number']}  {about['title']} ({about['minutes']} minutes)")
        for name, parameter in read_parameters(notebook).items():
            print(
                f"      -p {name}={parameter.default!r:24} "
                f"{parameter.meaning}; {parameter.unit}; {parameter.allowed}"
            )


@app.command()
def run(
    number: Annotated[str, typer.Argument(help="Number of the lesson, such as 03.")],
    parameter: Annotated[
        list[str] | None, typer.Option("-p", "--parameter", help="name=value; may be repeated.")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Notebook to write.")] = None,
    language: _LANGUAGE = "en",
) -> None:
    """Run one lesson with your own parameters and write the executed notebook."""
    set_language(language)
    from ecopark_course.execute import run_lesson

    print(run_lesson(number, parameter or [], output, language=language))


@app.command()
def build(
    number: Annotated[str | None, typer.Argument(help="Only this lesson.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; tell what differs.")] = False,
    language: _LANGUAGE = "en",
    update: Annotated[
        bool, typer.Option("--catalogs", help="Bring the catalogs of the language up to date; build nothing.")
    ] = False,
) -> None:
    """Generate the editions from the masters, and the catalogs of other languages."""
    set_language(language)
    from ecopark_course import build as builder
    from ecopark_course import catalogs

    if language != "en":
        stems = [stem for stem in catalogs.stems() if not number or stem.startswith(number.zfill(2))]
        for stem in stems:
            print((catalogs.update if update else catalogs.progress)(stem, language))
        faults = [fault for stem in stems for fault in catalogs.find_inconsistencies(stem, language)]
        print("\n".join(faults) or "Every translation keeps the placeholders, numbers, code and links.")
        if update or check:
            raise typer.Exit(_FAILED if faults else 0)
    elif update:
        raise BadArgument("English has no catalogs: name the language with --language.")
    if check:
        outdated = builder.find_outdated_editions()
        print("\n".join(outdated) or "Every edition equals what its master gives.")
        raise typer.Exit(_FAILED if outdated else 0)
    for path in builder.build(number, language):
        print(path)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="Your exercise notebook.")],
    seconds: Annotated[int, typer.Option(min=1, help="Longest time for one exercise.")] = 60,
) -> None:
    """Check the answers in an exercise notebook; nothing leaves this computer."""
    from ecopark_course.check_notebook import check_file, closing_line
    from ecopark_course.notebook_files import language_of

    set_language(language_of(file))
    verdicts, printed_notes = check_file(file, seconds), set[str]()
    for verdict in verdicts:
        print(verdict.line)
        for note in verdict.notes:
            if note not in printed_notes:
                print(f"  {note}")
        printed_notes.update(verdict.notes)
    print(closing_line(verdicts))
    if not all(verdict.is_done for verdict in verdicts):
        raise typer.Exit(_FAILED)


_SECRET = typer.Option("--secret", help="File with the secret of the course.")
_ROSTER = typer.Option("--roster", help="CSV file with one learner per row.")


@app.command()
def variant(
    number: Annotated[str, typer.Argument(help="Number of the exercises, such as 07.")],
    learner: Annotated[str | None, typer.Option(help="Name or number of one learner.")] = None,
    roster: Annotated[Path | None, _ROSTER] = None,
    secret: Annotated[Path | None, _SECRET] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to write to.")] = Path(),
    language: _LANGUAGE = "en",
) -> None:
    """Write exercise notebooks with a learner's own numbers."""
    set_language(language)
    from ecopark_course.variants import hand_out

    written, problems = hand_out(number, learner, roster, secret, output, language)
    for line in problems:
        print(line, file=sys.stderr)
    print(f"{len(written)} notebook{'s' * (len(written) != 1)} written to {output}")


@app.command()
def grade(
    folder: Annotated[Path, typer.Argument(help="Folder with the notebooks that were handed in.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="CSV file to write.")] = Path("grades.csv"),
    jobs: Annotated[int, typer.Option(min=1, help="Notebooks to run at the same time.")] = 2,
    roster: Annotated[Path | None, _ROSTER] = None,
    secret: Annotated[Path | None, _SECRET] = None,
    lesson: Annotated[str | None, typer.Option(help="Number of the exercises.")] = None,
    seconds: Annotated[int, typer.Option(min=1, help="Longest time for one cell.")] = 20,
    trust: Annotated[
        bool, typer.Option("--trust", help="Grade without a sandbox: only time and memory are limited.")
    ] = False,
) -> None:
    """Grade the notebooks of a class; nothing leaves this computer."""
    from ecopark_course.grade import grade_folder
    from ecopark_course.notebook_files import language_of

    set_language(language_of(folder))
    grade_folder(folder, output, jobs, roster, secret, lesson, seconds, trust)


@app.command()
def nbgrader(
    action: Annotated[str, typer.Argument(help="export")],
    folder: Annotated[Path, typer.Argument(help="Folder of the course to make.")],
) -> None:
    """Make a course folder for nbgrader from the masters."""
    from ecopark_course.nbgrader_export import export

    require_known("action", action, ["export"])
    paths, problems = export(folder)
    for path in paths:
        print(path)
    if problems:
        raise DataError("the course folder; all other files are written", problems)


_FOLDER = typer.Option("--folder", "-d", help="Your own folder for the course; made if absent.")
_OWN_LANGUAGE = Annotated[
    str | None, typer.Option("--language", help="en, zh-Hans, zh-Hant or th; by default that of the folder.")
]


@app.command()
def lab(folder: Annotated[Path, _FOLDER] = Path("my-course"), language: _OWN_LANGUAGE = None) -> None:
    """Open JupyterLab on your own copy of the course; what you wrote is never replaced."""
    import subprocess

    from ecopark_course import workspace

    _lay_out(folder, language)
    command, environment = workspace.jupyterlab_command(folder), workspace.jupyterlab_environment(folder)
    raise typer.Exit(subprocess.call(command, env=environment))


@app.command()
def start(folder: Annotated[Path, _FOLDER] = Path("my-course"), language: _OWN_LANGUAGE = None) -> None:
    """Copy the course to a folder of your own and say how to go on."""
    _lay_out(folder, language)
    print(f"Open it with: ecopark lab --folder {folder}")
    print(f"Check your answers with: ecopark check {folder}/exercises/05_eip_demonstration.ipynb")
    print("Begin with your own zone with: ecopark template my-zone.xlsx")


def _lay_out(folder: Path, language: str | None) -> None:
    from ecopark_course import workspace
    from ecopark_course.notebook_files import language_of
    from ecopark_course.sources import need_course

    need_course()
    language = language or language_of(folder / "lessons")
    set_language(language)
    placed = workspace.update_workspace(folder, language)
    counts = {done: sum(p.done == done for p in placed) for done in ("new", "updated", "kept", "beside")}
    listed = ", ".join(f"{count} {done}" for done, count in counts.items() if count)
    print(f"The course is in {folder}: {listed}.")
    for notebook in placed:
        if notebook.done == "beside":
            print(f"  changed on both sides: {notebook.path.name} is the new one; yours stays as it was")
    for line in workspace.list_old_editions(folder):
        print(f"  {line}")


@app.command()
def audit(
    subject: Annotated[str | None, typer.Option(help="Only the claims on this subject.")] = None,
    out: Annotated[Path | None, typer.Option(help="File to write, .csv or .xlsx.")] = None,
) -> None:
    """Recompute what the sources say, and tell what agrees and what does not."""
    from ecopark.files import check_outputs, write_tables
    from ecopark_course import claims

    if out:
        check_outputs([out], ".csv", ".xlsx")
    results = claims.run(subject)
    if out:
        write_tables({"audit": results}, out)
    for row in results.itertuples():
        print(f"{row.verdict:9}  {row.claim}: {row.statement}")
        words = claims.in_words(row.stated, row.computed, row.low, row.high, row.unit)
        print(f"{'':9}  {words}" if words else f"{'':9}  {row.explanation}")
    counts = ", ".join(f"{n} {v}" for v, n in results["verdict"].value_counts().items())
    print(f"{len(results)} claims: {counts}")


@app.command()
def datasets(
    name: Annotated[str | None, typer.Argument(help="Package to show; without it, all are listed.")] = None,
    table: Annotated[str | None, typer.Option(help="Only this table.")] = None,
    out: Annotated[Path | None, typer.Option(help="File to write, .csv or .xlsx.")] = None,
) -> None:
    """List the data packages, show the card of one, or export it."""
    from ecopark import datasets as tables
    from ecopark.files import write_tables

    if name is None:
        for package in tables.list():
            print(f"{package:24} {tables.package(package).title}")
    elif out is None:
        print(tables.card(name))
    else:
        table_names = [t.name for t in tables.package(name).tables] if table is None else [table]
        write_tables({t: tables.load(name, t) for t in table_names}, out)
        print(out)


_STANDARD = Annotated[str, typer.Option(help="Indicator system, such as hj274-2009.")]
_YEAR = Annotated[int | None, typer.Option(help="Year of the report; without it, the last one with data.")]
_FROM = Annotated[int | None, typer.Option(help="First year of growth; without it, the first one with data.")]
_GROWTH = Annotated[
    float | None, typer.Option(help="Growth of added value to expect [% a year]; without it, as in the past.")
]
_BY = Annotated[
    int | None, typer.Option("--by", help="Year to reach the thresholds; without it, in five years.")
]
_STAGE = Annotated[
    list[str] | None, typer.Option(help="Where the zone is in a program, such as eip=trial; may be repeated.")
]
_ACCEPT = Annotated[list[str] | None, typer.Option(help="Remedy of `ecopark doctor`; may be repeated.")]
_PEERS = Annotated[bool, typer.Option("--peers", help="Compare with synthetic zones.")]


def _read_stages(texts: list[str] | None) -> dict[str, str]:
    """Read ``program=stage`` pairs."""
    pairs = [text.partition("=") for text in texts or ()]
    if wrong := [program for program, sign, stage in pairs if not (sign and stage)]:
        raise BadArgument(f"A stage is written program=stage, such as eip=trial, not {', '.join(wrong)}.")
    return {program.strip(): stage.strip() for program, _, stage in pairs}


@app.command()
def report(
    file: Annotated[Path, typer.Argument(help="Your zone's data, .xlsx or .csv.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="HTML file to write.")] = Path("report.html"),
    zone: Annotated[str, typer.Option(help="The zone; may be left out if there is only one.")] = "",
    year: _YEAR = None,
    start: _FROM = None,
    standard: _STANDARD = "hj274-2009",
    language: _LANGUAGE = "en",
    growth: _GROWTH = None,
    by: _BY = None,
    stage: _STAGE = None,
    peers: _PEERS = False,
    accept: _ACCEPT = None,
) -> None:
    """Write the report of your zone: a page to read and print, and its tables as XLSX."""
    set_language(language)
    from ecopark_zone import write_report

    paths = write_report(
        file, output, zone, year, start, standard, language,
        growth=growth, target_year=by, stages=_read_stages(stage), peers=peers, accept=accept or (),
    )  # fmt: skip
    for path in paths:
        print(path)


@app.command()
def reports(
    source: Annotated[Path, typer.Argument(help="A panel of many zones, or a folder of such files.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to write to.")],
    jobs: Annotated[int, typer.Option(min=1, help="Processes that work at the same time.")] = 2,
    year: _YEAR = None,
    start: _FROM = None,
    standard: _STANDARD = "hj274-2009",
    language: _LANGUAGE = "en",
    growth: _GROWTH = None,
    by: _BY = None,
    peers: _PEERS = False,
    accept: _ACCEPT = None,
) -> None:
    """Write a report for every zone; start it again after an interruption, and it goes on."""
    set_language(language)
    from collections import Counter

    from rich.console import Console
    from rich.progress import Progress

    from ecopark_zone import batch
    from ecopark_zone.summary import Options

    console = Console(**_PLAIN)
    batch.check_output_folder(source, output)
    options = Options(year, start, standard, growth, by, {}, peers, tuple(accept or ()))
    plans, failures = batch.plan_reports(source, options, language)
    with Progress(console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("reports", total=len(plans) + len(failures))

        def tell(outcome: batch.Outcome) -> None:
            bar.advance(task)
            if outcome.status == "failed":
                console.print(f"FAILED {outcome.zone or outcome.file}: {outcome.reason}")

        outcomes = batch.make_all(plans, failures, output, jobs, tell)
    counts = Counter(outcome.status for outcome in outcomes)
    summary = ", ".join(f"{counts[status]} {status}" for status in ("made", "kept", "failed"))
    console.print(f"{len(outcomes)} zones: {summary}. See {output}")
    if counts["failed"]:
        raise typer.Exit(_FAILED)


@app.command()
def dashboard(
    port: Annotated[int, typer.Option(help="Port on this computer; 0 takes a free one.")] = 0,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
) -> None:
    """Open the dashboard for a zone's manager; nothing leaves this computer."""
    from ecopark_zone import server

    raise typer.Exit(server.serve(port, open_browser=browser))


@app.command()
def template(
    file: Annotated[Path, typer.Argument(help="Workbook to write, such as my-zone.xlsx.")],
    standard: Annotated[str, typer.Option(help="Indicator system whose data are asked for.")] = "hj274-2009",
    language: _LANGUAGE = "en",
) -> None:
    """Write an empty workbook to fill in with the data of your zone."""
    set_language(language)
    from ecopark_zone.template import write_template

    write_template(file, standard, language)
    print(f"{file}: fill it in, then run: ecopark doctor {file}")


@app.command()
def doctor(
    file: Annotated[Path, typer.Argument(help="Your own spreadsheet: .xlsx, .ods or .csv.")],
    accept: Annotated[list[str] | None, typer.Option(help="Remedy to apply; may be repeated.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything that was found as JSON.")] = False,
    marked: Annotated[Path | None, typer.Option("-o", "--output", help="Copy with marked cells.")] = None,
    clean: Annotated[Path | None, typer.Option(help="File for the clean panel, .csv or .xlsx.")] = None,
    standard: Annotated[str, typer.Option(help="Indicator system whose data are needed.")] = "hj274-2009",
    language: _LANGUAGE = "en",
) -> None:
    """Read your own spreadsheet, or list everything that is wrong in it; it is never changed."""
    set_language(language)
    from ecopark_zone import doctor

    fit, words = doctor.consult(
        file, accept or [], standard, as_json=as_json, marked=marked, clean=clean, language=language
    )
    print(words)
    if not fit:
        raise typer.Exit(_BAD_INPUT)

"""The dashboard of a zone's manager: upload, findings, choices, report, what if, download.

No uploaded file stays on the disk, and the content of every cell is shown as text.
"""

from __future__ import annotations

import base64
import hashlib
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from ecopark import indicators, standards
from ecopark.errors import DataError, EcoparkError, Issue, MissingExtra
from ecopark.frames import to_python
from ecopark.i18n import in_language, say
from ecopark_zone import page, summary
from ecopark_zone.doctor import examine
from ecopark_zone.i18n import translator
from ecopark_zone.rules import REMEDIES, Finding, SheetProblem
from ecopark_zone.summary import Note, Options, ZoneReport
from ecopark_zone.tables import format_number, notes_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["show"]

SUFFIXES = (".xlsx", ".xls", ".csv", ".ods")
LARGEST = 20 * 2**20  # of an uploaded file [bytes]
_LANGUAGES = {"English": "en", "简体中文": "zh-Hans", "繁體中文": "zh-Hant", "ไทย": "th"}
_HIDDEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")  # reverse or hide text
_TYPES = {
    ".html": "text/html;charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_STYLE = """<style>
.ecopark { font: 14px/1.4 "Noto Sans", "Noto Sans CJK SC", "Noto Sans Thai", Arial, sans-serif; color: #111; }
.ecopark { max-width: calc(100vw - 40px); }
.widget-checkbox, .widget-checkbox label { height: auto; white-space: normal; }
.widget-checkbox span { white-space: normal; }
.ecopark table { border-collapse: collapse; width: 100%; }
.ecopark th, .ecopark td { border-bottom: 1px solid #888; padding: 2px 6px; text-align: start; }
.ecopark td { min-width: 3em; }
.ecopark td:nth-child(n+4) { min-width: 9em; }
.ecopark .warning { border: 1px solid #111; border-left-width: 6px; padding: 4px 8px; }
.ecopark a { color: #0b4f9e; text-decoration: underline; }
.ecopark .table { overflow-x: auto; }
.ecopark iframe { width: 100%; height: 75vh; border: 1px solid #888; }
</style>"""


@dataclass(frozen=True, eq=False)
class Upload:
    """An uploaded file that was examined: notes, remedies that they offer, and its panel if it is fit."""

    name: str
    origin: str
    notes: tuple[Note, ...]
    offered: tuple[str, ...]
    accepted: tuple[str, ...]
    panel: pd.DataFrame | None


def clean_name(name: str) -> str:
    r"""Return the last part of a file's name, without folders and letters that hide something.

    Examples
    --------
    >>> clean_name("../../etc/passwd"), clean_name("C:\\Users\\me\\zone.xlsx"), clean_name("..")
    ('passwd', 'zone.xlsx', 'file')
    """
    last = re.split(r"[/\\]", _HIDDEN.sub("", name))[-1].strip(". ")
    return last[-100:] or "file"


@contextmanager
def temporary_upload(name: str, content: bytes) -> Iterator[Path]:
    """Give the path of a file with this content; its folder is removed afterwards, whatever happens.

    Of the name only the ending is used, and only if it is known: no name can lead out of the folder.

    Raises
    ------
    DataError
        If the ending is unknown or the file too large.
    """
    display_name = clean_name(name)
    suffix = Path(display_name).suffix.lower()
    if suffix not in SUFFIXES:
        fix = say("save it as one of {endings}", endings=", ".join(SUFFIXES))
        raise DataError(display_name, [Issue("is no spreadsheet that can be read", value=suffix, fix=fix)])
    if len(content) > LARGEST:
        rule = say("the file has more than {size} MiB", size=LARGEST // 2**20)
        raise DataError(display_name, [Issue(rule, value=len(content), fix="upload the data sheet only")])
    with tempfile.TemporaryDirectory(prefix="ecopark-upload-") as folder:
        path = Path(folder, f"upload{suffix}")
        path.write_bytes(content)
        yield path


def examine_upload(
    name: str, content: bytes, accept: Iterable[str] = (), standard: str = "hj274-2009"
) -> Upload:
    """Look through an uploaded file; a file that cannot be used has its faults among the notes.

    The name comes from the browser: it is shown, and never used as a path.
    """
    # The part of the line of provenance about the file.
    display_name, accepted = clean_name(name), tuple(sorted(set(accept)))
    origin = f"{display_name}, SHA-256 {hashlib.sha256(content).hexdigest()[:12]}"
    # Examine it; its faults become notes.
    findings: list[Finding] = []
    log: list[str] = []
    panel = None
    try:
        with temporary_upload(name, content) as path:
            intake = examine(path, accepted, standard=standard)
        findings, log, panel = intake.findings, intake.log, intake.panel if intake.fit else None
    except SheetProblem as error:
        findings = list(error.findings)
    except DataError as error:
        notes = tuple(Note("", "error", str(p.value), p.rule, p.fix) for p in error.issues)
        return Upload(display_name, origin, notes, (), accepted, None)
    # The sheet of a CSV file is named after the file, which here is the temporary one.
    notes = tuple(
        replace(note, place=note.place.removeprefix("upload").removeprefix("!"))
        for note in summary.notes_of(findings, log)
    )
    # The remedies that were accepted, and those that can be.
    offered = dict.fromkeys([*accepted, *(way for finding in findings for way in finding.accepts)])
    return Upload(display_name, origin, notes, tuple(offered), accepted, panel)


def what_if(report: ZoneReport, column: str, change: float) -> list[Any]:
    """Return the indicators that move if one quantity changes by ``change`` percent, as named tuples.

    It has ``code`` and ``unit``, ``value_now`` and ``status_now``, ``value_then`` and ``status_then``.
    """
    moved = indicators.what_if(
        report.rows, report.zone, report.year, column, change, report.standard.name, start=report.start
    )
    before, after = (moved[moved["case"] == case] for case in ("now", "changed"))
    comparison = before.merge(after[["code", "value", "status"]], on="code", suffixes=("_now", "_then"))
    return list(comparison.itertuples())


def show() -> Any:
    """Build the dashboard, to be the last line of a notebook's cell.

    Returns
    -------
    ipywidgets.VBox
        The dashboard.

    Raises
    ------
    MissingExtra
        If ipywidgets is not installed.

    Examples
    --------
    >>> type(show()).__name__
    'VBox'
    """
    return Dashboard().box


class Dashboard:
    """The widgets, and the reactions to each of them.

    An error in a callback is shown as text: it is neither swallowed nor rendered as HTML.
    """

    def __init__(self) -> None:
        try:
            import ipywidgets
        except ImportError as error:
            raise MissingExtra("The dashboard needs: pip install 'ecopark[zone]'") from error
        # The uploaded file and its results.
        self.widgets = ipywidgets
        self.file: tuple[str, bytes] | None = None
        self.upload: Upload | None = None
        self.result: ZoneReport | None = None
        self.is_quiet = False  # no reactions: the dashboard itself sets widgets
        # The widgets, from top to bottom.
        wide = {"style": {"description_width": "initial"}, "layout": {"width": "auto", "max_width": "640px"}}
        self.language = ipywidgets.Dropdown(options=_LANGUAGES, **wide)
        self.picker = ipywidgets.FileUpload(accept=",".join(SUFFIXES), multiple=False, layout=wide["layout"])
        judging = [name for name in standards.list() if standards.get(name).computable]
        self.standard = ipywidgets.Dropdown(options=judging, value="hj274-2009", **wide)
        self.zone, self.year, self.start = (ipywidgets.Dropdown(**wide) for _ in range(3))
        self.growth = ipywidgets.FloatText(**wide)
        self.target_year = ipywidgets.IntText(**wide)
        self.peers = ipywidgets.Checkbox(value=False, indent=False, **wide)
        self.column = ipywidgets.Dropdown(**wide)
        self.change = ipywidgets.FloatSlider(min=-60, max=60, step=5, continuous_update=False, **wide)
        names = ("heading", "message", "notes", "view", "moved", "links", "question")
        self.texts = {name: ipywidgets.HTML() for name in names}
        self.fixes, self.results = ipywidgets.VBox(), ipywidgets.VBox()
        top = [self.texts["heading"], self.language, self.picker, self.standard, self.texts["message"]]
        self.box = ipywidgets.VBox([*top, self.texts["notes"], self.fixes, self.results])
        # The reaction to a change of each.
        reactions: list[tuple[Any, Callable[[], None]]] = [
            (self.language, self._relabel),
            (self.picker, self._take_picked_file),
            (self.standard, lambda: self._examine_file(self.upload.accepted if self.upload else ())),
            (self.zone, self._offer_choices),
            *((widget, self._make_report) for widget in (self.year, self.start, self.peers)),
            *((widget, self._make_report) for widget in (self.growth, self.target_year)),
            *((widget, self._show_what_if) for widget in (self.column, self.change)),
        ]
        for widget, reaction in reactions:
            widget.observe(lambda _, reaction=reaction: self._react(reaction), names="value")
        self._relabel()

    def _react(self, reaction: Callable[[], None]) -> None:
        """React to a widget; an error becomes a message in the language of the page."""
        if self.is_quiet:
            return
        self._show_html("message", "")
        with in_language(self.language.value):
            try:
                reaction()
            except Exception as error:
                text = str(error) if isinstance(error, EcoparkError) else f"{type(error).__name__}: {error}"
                self._show_html("message", f'<p class="warning">{escape(text)}</p>')

    @contextmanager
    def _without_reactions(self) -> Iterator[None]:
        """Set widgets without reacting to each of them."""
        self.is_quiet = True
        try:
            yield
        finally:
            self.is_quiet = False

    def _show_html(self, name: str, body: str) -> None:
        """Show HTML in one of the texts of the page, or nothing."""
        self.texts[name].value = f'{_STYLE}<div class="ecopark">{body}</div>' if body else ""

    def _relabel(self) -> None:
        """Give every widget its name in the chosen language, and show the results in it."""
        # Heading and names of the widgets.
        _ = translator(self.language.value)
        promise = _("Your file stays on this computer. It is removed when you close this page.")
        title = _("Report of a zone")
        self._show_html("heading", f"<h1>{escape(title)}</h1><p>{escape(promise)}</p>")
        for widget, name in (
            (self.language, _("Language")),
            (self.picker, _("Choose a file")),
            (self.standard, _("Standard")),
            (self.zone, _("Zone")),
            (self.year, _("Year of the report")),
            (self.start, _("First year")),
            (self.growth, _("Expected growth of added value [% a year]")),
            (self.target_year, _("Target year")),
            (self.peers, _("Compare with synthetic zones")),
            (self.column, _("Quantity")),
            (self.change, _("Change [%]")),
        ):
            widget.description = name
        # Findings and report.
        if self.upload is not None:
            self._show_notes(self.upload)
            self._make_report()

    def _take_picked_file(self) -> None:
        """Keep the file that was picked, and examine it."""
        if self.picker.value:
            file = self.picker.value[0]
            self.file = (str(file["name"]), bytes(file["content"]))
            self._examine_file(())

    def _examine_file(self, accept: Iterable[str]) -> None:
        """Examine the file with these remedies; if it is fit, offer its zones."""
        if self.file is None:
            return
        self.results.children, self.result, self.upload = (), None, None
        self.upload = examine_upload(*self.file, accept, self.standard.value)
        self._show_notes(self.upload)
        if self.upload.panel is not None:
            self._set_options(self.zone, sorted(str(name) for name in self.upload.panel["zone"].unique()))
            self._offer_choices()

    def _show_notes(self, upload: Upload) -> None:
        """List the findings in the file, with a box for each remedy that they offer."""
        # Whether the file can be used.
        _ = translator(self.language.value)
        if upload.panel is None:
            mend = _(
                "Nothing can be computed until these are mended in the file. Mend them and upload it again."
            )
            parts = [f'<p class="warning">{escape(mend)}</p>']
        else:
            zones, years = (upload.panel[name].nunique() for name in ("zone", "year"))
            read = _("The file is read. Zones: {zones}. Years: {years}.", zones=zones, years=years)
            parts = [f"<p>{escape(read)}</p>"]
        # The findings.
        table = notes_table(upload.notes, _)
        nothing, title = _("Nothing was noted."), _("What the file says")
        parts.append(_html_table(table.heads, table.rows) if table.rows else f"<p>{escape(nothing)}</p>")
        self._show_html("notes", f"<h2>{escape(title)}</h2>{''.join(parts)}")
        # The remedies.
        boxes = []
        for name in upload.offered:
            text = _("Accept this fix: {fix} ({name})", fix=_(REMEDIES[name]), name=name)
            box = self.widgets.Checkbox(
                value=name in upload.accepted, description=text, indent=False, layout={"width": "auto"}
            )
            box.observe(lambda change, name=name: self._accept_remedy(name, change["new"]), names="value")
            boxes.append(box)
        self.fixes.children = boxes

    def _accept_remedy(self, name: str, is_accepted: bool) -> None:
        """Examine the file again, with this remedy or without it."""
        before = set(self.upload.accepted if self.upload else ())
        self._react(lambda: self._examine_file(before | {name} if is_accepted else before - {name}))

    def _set_options(self, menu: Any, options: list[Any], value: Any = None) -> None:
        """Give a menu its options, and choose a value or the first one."""
        with self._without_reactions():
            menu.options = options
            menu.index = 0 if options else None
            if value is not None:
                menu.value = value

    def _offer_choices(self) -> None:
        """Offer the years of the zone, and its past growth as the expected one; then make its report."""
        if self.upload is None or self.upload.panel is None:
            return
        result = self._summarize(Options(standard=self.standard.value))
        rows = self.upload.panel
        years = sorted(int(year) for year in rows.loc[rows["zone"].astype(str) == self.zone.value, "year"])
        self._set_options(self.year, years, result.year)
        self._set_options(self.start, years, result.start)
        with self._without_reactions():
            self.growth.value, self.target_year.value = round(100 * result.growth, 1), result.target_year
        self._make_report()

    def _summarize(self, options: Options) -> ZoneReport:
        """Compute the report of the chosen zone."""
        upload = self.upload
        if upload is None or upload.panel is None:
            raise DataError("the file", [Issue("nothing was uploaded yet")])
        return summary.summarize(
            upload.panel, self.zone.value, options, upload.origin, upload.notes, upload.name
        )

    def _make_report(self) -> None:
        """Make the report of the chosen zone, show it, and offer its files and the what-if question."""
        if self.upload is None or self.upload.panel is None or self.zone.value is None:
            return
        # Compute the report by the choices, and make its files.
        _ = translator(self.language.value)
        options = Options(
            year=self.year.value,
            start=self.start.value,
            standard=self.standard.value,
            growth=self.growth.value,
            target_year=self.target_year.value or None,
            peers=self.peers.value,
            accepted=self.upload.accepted,
        )
        self.result = self._summarize(options)
        contents = page.make_files(self.result, _)
        # Offer the files; the report does not take the name of the uploaded file.
        stem = "zone-report" if PurePath(self.upload.name).stem.casefold() == "report" else "report"
        labels = {".html": _("Download the report"), ".xlsx": _("Download the tables")}
        links = []
        for ending, content in contents.items():
            data = f"data:{_TYPES[ending]};base64,{base64.b64encode(content).decode('ascii')}"
            links.append(f'<p><a download="{stem}{ending}" href="{data}">{escape(labels[ending])}</a></p>')
        self._show_html("links", "".join(links))
        # Show the page in a frame without any right: no script runs and nothing is loaded.
        title = escape(_("Report of a zone"), quote=True)
        document = escape(contents[".html"].decode(), quote=True)
        self._show_html("view", f'<iframe sandbox="" title="{title}" srcdoc="{document}"></iframe>')
        # Offer the what-if question for the quantities that the standard needs and the year has.
        row = self.result.rows.iloc[-1]
        needed = {name: to_python(row[name]) for name in self.result.standard.required_columns}
        names = [n for n, value in needed.items() if value is not None and not isinstance(value, bool)]
        value = self.column.value if self.column.value in names else None
        self._set_options(self.column, [(_.column(name), name) for name in names], value)
        question = _("Change one quantity and see which indicators follow.")
        heading = _("What if")
        self._show_html("question", f"<h2>{escape(heading)}</h2><p>{escape(question)}</p>")
        # Put everything below the findings.
        choices = (self.zone, self.year, self.start, self.growth, self.target_year, self.peers)
        self.results.children = [
            *choices, self.texts["links"], self.texts["view"],
            self.texts["question"], self.column, self.change, self.texts["moved"],
        ]  # fmt: skip
        self._show_what_if()

    def _show_what_if(self) -> None:
        """Show which indicators follow when the chosen quantity changes."""
        if self.result is None:
            return
        _ = translator(self.language.value)
        if self.column.value is None:
            none = _("No indicator of this standard can be computed from this file.")
            self._show_html("moved", f"<p>{escape(none)}</p>")
            return
        standard = self.result.standard
        rows = []
        for moved in what_if(self.result, self.column.value, self.change.value):
            name = _.indicator(standard.name, standard[moved.code])
            now, then = (moved.value_now, _(moved.status_now)), (moved.value_then, _(moved.status_then))
            rows.append((moved.code, name, moved.unit, *now, *then))
        heads = [_("code"), _("indicator"), _("unit"), _("now"), _("status"), _("changed"), _("status")]
        title = f"{_.column(self.column.value)} {self.change.value:+g} %"
        self._show_html("moved", f"<p>{escape(title)}</p>{_html_table(heads, rows)}")


def _html_table(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Return a table as HTML; the content of every cell is text."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(format_number(cell))}</td>' for cell in row)}</tr>" for row in rows
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="table" tabindex="0">{table}</div>'

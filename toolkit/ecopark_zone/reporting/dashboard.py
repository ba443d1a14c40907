"""The dashboard of a zone's manager: widgets, each a thin face on a function of ``board``."""

from __future__ import annotations

import base64
import html
from collections.abc import Callable
from typing import Any

from ecopark import standards
from ecopark.errors import EcoparkError, MissingExtra
from ecopark_zone.reporting import board, opening
from ecopark_zone.reporting.safe import SUFFIXES
from ecopark_zone.reporting.sections import paragraph
from ecopark_zone.reporting.words import words

__all__ = ["Dashboard", "show"]

_NAMES = {"English": "en", "简体中文": "zh-Hans", "繁體中文": "zh-Hant", "ไทย": "th"}
_TYPES = {
    "html": "text/html;charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_STYLE = """<style>
.ecopark { font: 14px/1.4 "Noto Sans", "Noto Sans CJK SC", "Noto Sans Thai", Arial, sans-serif; color: #111; }
.ecopark table { border-collapse: collapse; width: 100%; }
.ecopark th, .ecopark td { border-bottom: 1px solid #888; padding: 2px 6px; text-align: start;
  vertical-align: top; overflow-wrap: break-word; word-break: keep-all; }
.ecopark .n { text-align: end; white-space: nowrap; }
.ecopark .s { white-space: nowrap; }
.ecopark .source { color: #333; font-size: 0.72em; overflow-wrap: anywhere; }
.ecopark .warning { border: 1px solid #111; border-left-width: 6px; padding: 4px 8px; }
.ecopark .count { font-weight: bold; }
.ecopark a { color: #0b4f9e; text-decoration: underline; }
.ecopark .table { overflow-x: auto; }
</style>"""


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
    """The widgets, and what happens when one of them is moved.

    A callback that fails shows its message as text: nothing is swallowed, nothing is rendered.
    """

    def __init__(self) -> None:
        try:
            import ipywidgets
        except ImportError as error:
            raise MissingExtra("The dashboard needs: pip install 'ecopark[zone]'") from error
        self.make = ipywidgets
        self.loaded: board.Loaded | None = None
        self.file: tuple[str, bytes] | None = None
        self.quiet = False
        wide = {"style": {"description_width": "initial"}, "layout": {"width": "auto", "max_width": "640px"}}
        self.language = ipywidgets.Dropdown(options=_NAMES, **wide)
        self.upload = ipywidgets.FileUpload(accept=",".join(SUFFIXES), multiple=False, layout=wide["layout"])
        self.standard = ipywidgets.Dropdown(options=standards.list(), value="hj274-2009", **wide)
        self.zone, self.year, self.start = (ipywidgets.Dropdown(**wide) for _ in range(3))
        self.peers = ipywidgets.Checkbox(value=False, indent=False, **wide)
        self.column = ipywidgets.Dropdown(**wide)
        self.change = ipywidgets.FloatSlider(min=-60, max=60, step=5, continuous_update=False, **wide)
        self.button = ipywidgets.Button(layout=wide["layout"])
        self.heading, self.findings, self.page, self.moved, self.files, self.message = (
            ipywidgets.HTML() for _ in range(6)
        )
        self.fixes = ipywidgets.VBox()
        self.results = ipywidgets.VBox()
        self.box = ipywidgets.VBox(
            [
                *(self.heading, self.language, self.upload, self.standard),
                *(self.message, self.findings, self.fixes, self.results),
            ]
        )
        self._listen()
        self._name()

    def _listen(self) -> None:
        reactions: list[tuple[Any, Callable[[], None]]] = [
            (self.language, self._renamed), (self.upload, self._uploaded), (self.standard, self._reload),
            (self.zone, self._zone), (self.year, self._year), (self.start, self._compute),
            (self.column, self._what_if), (self.change, self._what_if),
        ]  # fmt: skip
        for widget, reaction in reactions:
            widget.observe(lambda _, reaction=reaction: self._guarded(reaction), names="value")
        self.button.on_click(lambda _: self._guarded(self._report))

    def _guarded(self, reaction: Callable[[], None]) -> None:
        """React to a widget; an error becomes a message."""
        if self.quiet:
            return
        self.message.value = ""
        try:
            reaction()
        except EcoparkError as error:
            self.message.value = _inside(paragraph(str(error), "warning"))
        except Exception as error:
            self.message.value = _inside(paragraph(f"{type(error).__name__}: {error}", "warning"))

    def _name(self) -> None:
        """Give every widget its name in the chosen language."""
        say = words(self.language.value)
        promise = "Your file stays on this computer. It is removed when you close this page."
        title = html.escape(say("A zone's report"))
        self.heading.value = _STYLE + _inside(f"<h1>{title}</h1>{paragraph(say(promise))}")
        named = {
            self.language: "Language", self.upload: "Choose a file", self.standard: "Standard",
            self.zone: "Zone", self.year: "Year of the report", self.start: "First year",
            self.peers: "Compare with synthetic zones", self.column: "Quantity",
            self.change: "Change [%]", self.button: "Make the report",
        }  # fmt: skip
        for widget, name in named.items():
            widget.description = say(name)

    @property
    def choice(self) -> board.Choice:
        """What is chosen now."""
        return board.Choice(
            self.zone.value or "", self.year.value or 0, self.start.value or 0,
            self.standard.value, self.language.value, self.peers.value,
        )  # fmt: skip

    def _renamed(self) -> None:
        self._name()
        if self.loaded is not None:
            self._show_findings(self.loaded)
            self._columns()
            self._compute()

    def _uploaded(self) -> None:
        if self.upload.value:
            given = self.upload.value[0]
            self.file = (str(given["name"]), bytes(given["content"]))
            self._load(())

    def _reload(self) -> None:
        if self.loaded is not None:
            self._load(self.loaded.accepted)

    def _load(self, accept: tuple[str, ...]) -> None:
        if self.file is None:
            return
        self.results.children = ()
        self.files.value = ""
        self.loaded = board.load(*self.file, accept, self.standard.value)
        self._show_findings(self.loaded)
        if self.loaded.panel is not None:
            self._fill(self.zone, sorted(str(name) for name in self.loaded.panel["zone"].unique()))
            self._zone()

    def _show_findings(self, loaded: board.Loaded) -> None:
        self.findings.value = _inside(board.noted(loaded, self.language.value))
        boxes = []
        for name, meaning in board.remedies(loaded).items():
            box = self.make.Checkbox(
                value=name in loaded.accepted,
                description=f"{words(self.language.value)('Accept this fix')}: {meaning} ({name})",
                indent=False,
                layout={"width": "auto"},
            )
            box.observe(lambda change, name=name: self._accept(name, change["new"]), names="value")
            boxes.append(box)
        self.fixes.children = boxes

    def _accept(self, name: str, wanted: bool) -> None:
        before = set(self.loaded.accepted if self.loaded else ())
        accept = before | {name} if wanted else before - {name}
        self._guarded(lambda: self._load(tuple(sorted(accept))))

    def _fill(self, menu: Any, options: list[Any], value: Any = None) -> None:
        """Give a menu its options without reacting to each of them."""
        self.quiet = True
        try:
            menu.options = options
            menu.value = value if value is not None or not options else options[0]
        finally:
            self.quiet = False

    def _zone(self) -> None:
        if self.loaded is None or self.loaded.panel is None:
            return
        own = self.loaded.panel[self.loaded.panel["zone"].astype(str) == self.zone.value]
        years = sorted(int(year) for year in own["year"])
        chosen = opening.choose(own)
        self._fill(self.year, years, chosen.year)
        self._fill(self.start, years, chosen.start)
        self._year()

    def _year(self) -> None:
        self._columns()
        self._compute()

    def _columns(self) -> None:
        if self.loaded is None or self.loaded.panel is None:
            return
        say = words(self.language.value)
        names = board.columns(self.loaded, self.choice)
        kept = self.column.value if self.column.value in names else None
        self._fill(
            self.column, [(say.column(name), name) for name in names], kept or (names[0] if names else None)
        )

    def _compute(self) -> None:
        if self.loaded is None or self.loaded.panel is None:
            return
        say = words(self.language.value)
        self.files.value = ""
        self.page.value = _inside(board.first_page(self.loaded, self.choice))
        self._what_if()
        self.results.children = [
            self.zone, self.year, self.start, self.peers, self.button, self.files, self.page,
            _title(self.make, say("What if"), say("Change one quantity and see which indicators follow.")),
            self.column, self.change, self.moved,
        ]  # fmt: skip

    def _what_if(self) -> None:
        if self.loaded is None or self.column.value is None:
            say = words(self.language.value)
            none = "No indicator of this standard can be computed from this file."
            self.moved.value = _inside(paragraph(say(none)))
            return
        found = board.what_if(self.loaded, self.choice, self.column.value, self.change.value)
        self.moved.value = _inside(found)

    def _report(self) -> None:
        if self.loaded is None:
            return
        say = words(self.language.value)
        self.files.value = _inside(paragraph(say("The report is being made.")))
        try:
            made = board.made(board.as_job(self.loaded, self.choice))
        except Exception:
            self.files.value = ""
            raise
        name = board.download_name(self.loaded)
        links = [
            _link(made.html, f"{name}.html", say("Download the report")),
            _link(made.workbook, f"{name}.xlsx", say("Download the tables")),
        ]
        self.files.value = _inside("".join(f"<p>{link}</p>" for link in links))


def _inside(body: str) -> str:
    return f'<div class="ecopark">{body}</div>'


def _title(make: Any, heading: str, words_below: str) -> Any:
    return make.HTML(_inside(f"<h2>{html.escape(heading)}</h2>{paragraph(words_below)}"))


def _link(content: bytes, name: str, words_shown: str) -> str:
    """Return a link that holds a whole file: the browser saves it without asking the server."""
    kind = _TYPES[name.rsplit(".", 1)[1]]
    data = base64.b64encode(content).decode("ascii")
    return f'<a download="{name}" href="data:{kind};base64,{data}">{html.escape(words_shown)}</a>'

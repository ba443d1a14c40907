"""Controls for a learner who does not code: concept checks, and sliders and menus for a tested function."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from ecopark import plots
from ecopark.errors import BadArgument, MissingExtra, UnknownNameError
from ecopark.phrases import localize
from ecopark_course.lesson_results import Table, number

if TYPE_CHECKING:
    from ipywidgets import interactive

__all__ = ["ask", "explore"]

_RIGHT, _WRONG = "✓", "✗"  # a sign before the reason, which an author words freely


# ---- concept checks ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """A question with its options; in a notebook the last line of a cell shows it.

    With a kernel it is a set of radio buttons that a keyboard can reach, with the reason for the chosen
    option below. Without one, as on the site, each option is a line that unfolds its reason.
    """

    question: str
    options: Mapping[str, str]
    right: str

    def reason(self, option: str) -> str:
        """Return whether an option is right, and why."""
        return f"{_RIGHT if option == self.right else _WRONG} {self.options[option]}"

    def widget(self) -> Any:
        """Return the radio buttons with the reason below them; ``ImportError`` without ipywidgets."""
        import ipywidgets

        text = ipywidgets.HTML(f"<b>{html.escape(self.question)}</b>")
        reason = ipywidgets.HTML()
        # JupyterLab reserves the arrow keys: as a separate group, each option is a Tab stop.
        buttons = {
            option: ipywidgets.RadioButtons(options=[option], value=None, layout={"width": "auto"})
            for option in self.options
        }

        def show(change: Mapping[str, Any]) -> None:
            if change["new"] is None:
                return
            for option, button in buttons.items():
                if option != change["new"]:
                    button.value = None
            # A status is read aloud by a screen reader when it changes.
            reason.value = f'<div role="status">{html.escape(self.reason(change["new"]))}</div>'

        for button in buttons.values():
            button.observe(show, "value")
        return ipywidgets.VBox([text, *buttons.values(), reason])

    def __str__(self) -> str:
        return "\n".join([self.question, *(f"- {option}: {self.reason(option)}" for option in self.options)])

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Return the radio buttons and, for pages without a kernel, text that unfolds: always the same."""
        answers = "".join(
            f"<details><summary>{html.escape(option)}</summary><p>{html.escape(self.reason(option))}</p></details>"
            for option in self.options
        )
        folded = f'<div class="ask"><p><strong>{html.escape(self.question)}</strong></p>{answers}</div>'
        try:
            buttons = self.widget()._repr_mimebundle_()
        except ImportError:
            buttons = {}
        return {**buttons, "text/html": folded, "text/plain": str(self)}


def ask(question: str, options: Mapping[str, str], right: str) -> Question:
    """Ask a question about an idea: each option, once chosen, shows why it is right or not.

    Nothing is scored and nothing is kept.

    Parameters
    ----------
    question : str
        The question.
    options : mapping of str to str
        The options, in the order shown, and for each the reason why it is right or not.
        A sign, ✓ or ✗, is put before the reason.
    right : str
        The option that is right.

    Returns
    -------
    Question
        Make it the last line of a cell.

    Raises
    ------
    BadArgument
        If there are fewer than two options, or one without a reason.
    UnknownNameError
        If ``right`` is none of the options.

    Examples
    --------
    >>> print(ask("Does 1 kgce hold more energy than 1 MJ?", {
    ...     "Yes": "1 kgce is 29.3 MJ.",
    ...     "No": "1 kgce is the heat of a kilogram of standard coal, far more than 1 MJ.",
    ... }, right="Yes"))
    Does 1 kgce hold more energy than 1 MJ?
    - Yes: ✓ 1 kgce is 29.3 MJ.
    - No: ✗ 1 kgce is the heat of a kilogram of standard coal, far more than 1 MJ.
    """
    if len(options) < 2 or not all(reason.strip() for reason in options.values()):
        raise BadArgument("A question needs two options at least, each with a reason.")
    if right not in options:
        raise UnknownNameError("option", right, options)
    return Question(question, dict(options), right)


# ---- sliders and menus ---------------------------------------------------------------------------


class Sentence(str):
    """A text that a notebook shows as running text, with its Markdown, and not as code in quotes."""

    __repr__ = str.__str__

    def _repr_markdown_(self) -> str:
        return str(self)


def explore(function: Callable[..., Any], **arguments: Any) -> interactive:
    """Build sliders and menus for some arguments of a function, with its result below them.

    Parameters
    ----------
    function : callable
        A function of the toolkit, or your own. Its result may be a number, a table, a text or
        a figure.
    **arguments
        The function's arguments by name. A tuple ``(low, high, step)`` makes a slider that begins
        in the middle, ``(low, high, step, start)`` one that begins at ``start``, a list makes a
        menu that begins with its first item, a dictionary one that shows its keys and gives its
        values; any other value stays as it is.

    Returns
    -------
    ipywidgets.interactive
        The controls with the result below them.

    Raises
    ------
    MissingExtra
        If ipywidgets is not installed.
    EcoparkError
        If the function raises it for the values at the start: a wrong argument is an error here,
        not inside the widget.

    Examples
    --------
    >>> import contextlib, io
    >>> import ecopark as ep
    >>> with contextlib.redirect_stdout(io.StringIO()):  # outside a notebook, results are printed
    ...     growth = explore(
    ...         ep.elasticity.required_growth, elasticity=(0.1, 0.9, 0.1, 0.6), target=-0.17, years=5
    ...     )
    >>> growth.children[0].value
    0.6
    """
    try:
        import ipywidgets
    except ImportError as error:
        raise MissingExtra("Sliders need: pip install 'ecopark[course]'") from error
    from IPython.display import display

    controls, fixed = {}, {}
    for name, value in arguments.items():
        label = {"description": localize(name.replace("_", " ")), "style": {"description_width": "initial"}}
        if isinstance(value, list | dict):
            options = value.items() if isinstance(value, dict) else zip(map(str, value), value, strict=True)
            menu = [(localize(text), option) for text, option in options]
            controls[name] = ipywidgets.Dropdown(options=menu, **label)
        elif isinstance(value, tuple):
            low, high, step = value[:3]
            start = value[3] if len(value) > 3 else low + round((high - low) / step / 2) * step
            is_whole = all(isinstance(v, int) for v in value)
            slider = ipywidgets.IntSlider if is_whole else ipywidgets.FloatSlider
            # The box beside the slider shows as many decimals as the steps need, which are few.
            decimals = max(len(f"{v:.6f}".rstrip("0").partition(".")[2]) for v in value)
            label["readout_format"] = f",.{decimals}f"
            controls[name] = slider(start, min=low, max=high, step=step, continuous_update=False, **label)
        else:
            fixed[name] = value

    def show(**values: Any) -> None:
        # The best form for a notebook: figures as pictures with alt text, tables and numbers rounded.
        result = function(**fixed, **values)
        if hasattr(result, "get_figure"):
            result = plots.show(result)
        elif hasattr(result, "to_frame") and not isinstance(result, pd.DataFrame):
            result = result.to_frame()
        if isinstance(result, pd.DataFrame):
            result = Table(result.round(3))
        elif isinstance(result, float):
            result = Sentence(number(result, digits=4))
        display(Sentence(result) if isinstance(result, str) else result)

    # A wrong argument is an error here: inside the widget, it would only be printed below the slider.
    first = function(**fixed, **{name: control.value for name, control in controls.items()})
    if hasattr(first, "get_figure"):
        plots.show(first)  # closes it: a figure that stays open appears above the sliders, too
    widget: interactive = ipywidgets.interactive(show, **controls)
    return widget

"""Sliders and menus for lessons: some arguments of one tested function, with its result below them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from ecopark import plots
from ecopark.errors import MissingExtra
from ecopark.phrases import localize
from ecopark_course.tables import Table, number

if TYPE_CHECKING:
    from ipywidgets import interactive

__all__ = ["explore"]


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
        A function of the toolkit, or one of your own. Its result may be a number, a table, a text or
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
        What the function raises for the values at the start: a wrong argument is an error here,
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
        # As a notebook shows it best: figures as pictures with alt text, tables and numbers rounded.
        result = function(**fixed, **values)
        if hasattr(result, "get_figure"):
            result = plots.show(result)
        elif hasattr(result, "to_frame") and not hasattr(result, "columns"):
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

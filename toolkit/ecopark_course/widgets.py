"""Sliders for lessons: each a thin face on one tested function."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ecopark import indicators, plots, subsidy
from ecopark.errors import MissingExtra

if TYPE_CHECKING:
    from ipywidgets import interactive

__all__ = ["explore", "leave_out_slider", "what_if_slider"]


def explore(function: Callable[..., Any], **arguments: Any) -> interactive:
    """Return sliders and menus for some arguments of a function, with its result below them.

    Parameters
    ----------
    function : callable
        A function of the toolkit. Its result may be a number, a table, a text or a figure.
    **arguments
        The function's arguments by name. A tuple ``(low, high, step)`` makes a slider that begins
        in the middle, ``(low, high, step, start)`` one that begins at ``start``, a list makes a
        menu that begins with its first item; any other value stays as it is.

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
    controls = {name: _control(name, value) for name, value in arguments.items()}
    moving = {name: control for name, control in controls.items() if control is not None}
    fixed = {name: value for name, value in arguments.items() if controls[name] is None}

    def shown(**values: Any) -> Any:
        return _readable(function(**fixed, **values))

    shown(**{name: control.value for name, control in moving.items()})
    return _interactive(shown, **moving)


def _control(name: str, value: Any) -> Any:
    """Return a slider for a tuple, a menu for a list, and nothing for any other value."""
    ipywidgets = _ipywidgets()
    style = {"description": name.replace("_", " "), "style": {"description_width": "initial"}}
    if isinstance(value, list):
        return ipywidgets.Dropdown(options=value, **style)
    if not isinstance(value, tuple):
        return None
    low, high, step = value[:3]
    start = value[3] if len(value) > 3 else low + round((high - low) / step / 2) * step
    whole = all(isinstance(v, int) for v in value)
    kind = ipywidgets.IntSlider if whole else ipywidgets.FloatSlider
    return kind(value=start, min=low, max=high, step=step, continuous_update=False, **style)


def _readable(result: Any) -> Any:
    """Return a result as a notebook shows it best: figures as pictures with alt text, tables rounded."""
    if hasattr(result, "get_figure"):
        return plots.show(result)
    if hasattr(result, "to_frame") and not hasattr(result, "columns"):
        result = result.to_frame()  # several figures at once read best as a table
    return result.round(3) if hasattr(result, "round") and hasattr(result, "columns") else result


def what_if_slider(panel: Any, zone: str, year: int, column: str, *, start: int | None = None) -> interactive:
    """Return a slider that changes one quantity of a zone and shows what the standard then says.

    Parameters
    ----------
    panel : pandas.DataFrame
        The panel, as for :func:`ecopark.assess`.
    zone : str
        The zone.
    year : int
        The year.
    column : str
        Column of the panel that changes, by -60 % to +60 %.
    start : int, optional
        Year from which elasticity coefficients are computed; by default the zone's first year.

    Returns
    -------
    ipywidgets.interactive
        The slider with the table of :func:`ecopark.what_if` below it.

    Raises
    ------
    MissingExtra
        If ipywidgets is not installed.
    UnknownNameError
        If the panel has no such zone, or the zone no such year, start year or column.

    Examples
    --------
    >>> import contextlib, io
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=3)
    >>> with contextlib.redirect_stdout(io.StringIO()):  # outside a notebook, tables are printed
    ...     slider = what_if_slider(panel, "Synthetic zone 1", 2007, "energy")
    >>> slider.children[0].description
    'energy [%]'
    """
    ipywidgets = _ipywidgets()

    def shown(change: float) -> Any:
        return indicators.what_if(panel, zone, year, column, change, start=start)

    shown(0.0)  # a wrong zone, year or column is an error here, not inside the slider
    change = ipywidgets.FloatSlider(
        value=0,
        min=-60,
        max=60,
        step=5,
        description=f"{column} [%]",
        continuous_update=False,
        style={"description_width": "initial"},
    )
    return _interactive(shown, change=change)


def leave_out_slider(table: Any) -> interactive:
    """Return a slider that leaves out one zone and shows the averages of the others.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a zone: ``zone``, ``subsidy``, ``investment``, as for
        :func:`ecopark.subsidy.summary`.

    Returns
    -------
    ipywidgets.interactive
        The slider, from no zone to the one with the largest investment, with the summary below.

    Raises
    ------
    MissingExtra
        If ipywidgets is not installed.
    DataError
        As :func:`ecopark.subsidy.summary`.

    Examples
    --------
    >>> import contextlib, io
    >>> import ecopark as ep
    >>> with contextlib.redirect_stdout(io.StringIO()):  # outside a notebook, tables are printed
    ...     slider = leave_out_slider(ep.datasets.load("ctip_subsidies"))
    >>> slider.children[0].options[-1]
    'Guangzhou ETDZ'
    """
    ipywidgets = _ipywidgets()

    def shown(zone: str) -> Any:
        return subsidy.summary(table[table["zone"] != zone]).to_frame().round(2)

    zones = subsidy.leave_one_out(table)["zone"].to_list()[::-1]
    choice = ipywidgets.SelectionSlider(
        options=["nobody", *zones], description="leave out", continuous_update=False
    )
    return _interactive(shown, zone=choice)


def _ipywidgets() -> Any:
    try:
        import ipywidgets
    except ImportError as error:
        raise MissingExtra("Sliders need: pip install 'ecopark[course]'") from error
    return ipywidgets


def _interactive(shown: Callable[..., Any], **control: Any) -> interactive:
    """Join one control and one function whose result is displayed."""
    from IPython.display import display

    made: interactive = _ipywidgets().interactive(lambda **value: display(shown(**value)), **control)
    return made

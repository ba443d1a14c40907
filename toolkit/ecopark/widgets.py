"""Sliders for lessons: each a thin face on one tested function."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ecopark import indicators, subsidy
from ecopark.errors import MissingExtra

if TYPE_CHECKING:
    from ipywidgets import interactive

__all__ = ["leave_out_slider", "what_if_slider"]


def what_if_slider(panel: Any, zone: str, year: int, column: str) -> interactive:
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

    Returns
    -------
    ipywidgets.interactive
        The slider with the table of :func:`ecopark.what_if` below it.

    Raises
    ------
    MissingExtra
        If ipywidgets is not installed.
    UnknownName
        If the panel has no such zone, year or column.

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
        return indicators.what_if(panel, zone, year, column, change)

    shown(0.0)  # a wrong zone, year or column is an error here, not inside the slider
    change = ipywidgets.FloatSlider(
        value=0, min=-60, max=60, step=5, description=f"{column} [%]", continuous_update=False
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
    DataProblem
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

    zones = subsidy.influence(table)["zone"].to_list()[::-1]
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

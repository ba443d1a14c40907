"""Sliders for lessons: each a thin face on one tested function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecopark import indicators
from ecopark.errors import MissingExtra

if TYPE_CHECKING:
    from ipywidgets import interactive

__all__ = ["what_if_slider"]


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
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=3)
    >>> slider = what_if_slider(panel, "Synthetic zone 1", 2007, "energy")
    >>> slider.children[0].description
    'energy [%]'
    """
    try:
        import ipywidgets
        from IPython.display import display
    except ImportError as error:
        raise MissingExtra("Sliders need: pip install 'ecopark[course]'") from error

    def shown(change: float) -> Any:
        return indicators.what_if(panel, zone, year, column, change)

    shown(0.0)  # a wrong zone, year or column is an error here, not inside the slider
    change = ipywidgets.FloatSlider(
        value=0, min=-60, max=60, step=5, description=f"{column} [%]", continuous_update=False
    )
    return ipywidgets.interactive(lambda change: display(shown(change)), change=change)

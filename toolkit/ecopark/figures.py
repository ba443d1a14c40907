"""What all figures share: colours, words beside the picture, and how a notebook shows it."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ecopark.errors import UndefinedResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["BLUE", "ORANGE", "RED", "STYLES", "alt_text", "described", "kind_of", "show"]

# Okabe and Ito's palette, which colour-blind readers can tell apart.
BLUE, ORANGE, RED = "#0072B2", "#E69F00", "#D55E00"
# Colour, hatching and marker of a verdict: hatching and marker say the same again.
STYLES = {"pass": (BLUE, "", "o"), "fail": (ORANGE, "///", "X")}
_DPI = 110  # of the pictures in notebooks
_ALT: WeakKeyDictionary[Any, str] = WeakKeyDictionary()


def described(axes: Axes, words: str) -> Axes:
    """Return the figure with its alt text kept for :func:`alt_text` and :func:`show`.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The figure.
    words : str
        What it shows, made from its data.
    """
    _ALT[axes] = words
    return axes


def kind_of(names: Iterable[object]) -> str:
    """Return ``synthetic zones`` where every name says so, else ``zones``: a figure must not hide it.

    Examples
    --------
    >>> kind_of(["Synthetic zone 1", "Synthetic zone 2"]), kind_of(["Hailin ETDZ"])
    ('synthetic zones', 'zones')
    """
    marked = [str(name).casefold().startswith("synthetic") for name in names]
    return "synthetic zones" if marked and all(marked) else "zones"


def alt_text(axes: Axes) -> str:
    """Return what the figure shows, in words made from its data.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        What a function of ``ecopark.plots`` returned.

    Returns
    -------
    str
        The text; empty for any other figure.

    Examples
    --------
    >>> import ecopark as ep
    >>> axes = ep.plots.share_funnel(ep.datasets.load("ctip_subsidies"))
    >>> alt_text(axes)[:45]
    'Subsidy as a share of the investment, 7 zones'
    """
    return _ALT.get(axes, "")


class Picture:
    """A figure as one piece of HTML that needs no other file; a notebook shows it."""

    def __init__(self, data: str) -> None:
        self.data = data

    def __repr__(self) -> str:
        """Say what it is where HTML cannot be shown."""
        return "<figure>"

    def _repr_html_(self) -> str:
        """Return the HTML, for notebooks."""
        return self.data


def show(axes: Axes, source: str = "") -> Picture:
    """Return the figure for a notebook, with its alt text, and close it.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        A figure that a function of ``ecopark.plots`` returned.
    source : str, optional
        Where the numbers come from, such as a line of provenance; it is printed below the picture.

    Returns
    -------
    Picture
        The picture as one piece of HTML that needs no other file, in ``data``.

    Raises
    ------
    UndefinedResult
        If the axes belong to no figure.

    Examples
    --------
    >>> import ecopark as ep
    >>> picture = show(ep.plots.share_funnel(ep.datasets.load("ctip_subsidies")))
    >>> 'alt="Subsidy as a share' in picture.data
    True
    """
    from matplotlib import pyplot as plt

    figure = axes.get_figure(root=True)
    if figure is None:
        raise UndefinedResult("These axes belong to no figure.")
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=_DPI, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)
    picture = base64.b64encode(buffer.getvalue()).decode("ascii")
    alt = html.escape(alt_text(axes), quote=True)
    image = f'<img alt="{alt}" style="max-width:100%" src="data:image/png;base64,{picture}">'
    caption = f"<figcaption><small>{html.escape(source)}</small></figcaption>" if source else ""
    return Picture(f'<figure style="margin:0">{image}{caption}</figure>' if caption else image)

"""What all figures share: colours, words beside the picture, and how a notebook shows it."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ecopark.errors import MissingExtra, UndefinedResult

if TYPE_CHECKING:
    from IPython.display import HTML
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

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


def show(axes: Axes, source: str = "") -> HTML:
    """Return the figure for a notebook, with its alt text, and close it.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        What a function of ``ecopark.plots`` returned.
    source : str, optional
        Where the numbers come from, such as what :func:`ecopark_zone.findings.provenance` returns: a
        line below the picture.

    Returns
    -------
    IPython.display.HTML
        The picture as one piece of HTML that needs no other file.

    Raises
    ------
    MissingExtra
        If IPython is not installed.
    UndefinedResult
        If the axes belong to no figure.

    Examples
    --------
    >>> import ecopark as ep
    >>> picture = show(ep.plots.share_funnel(ep.datasets.load("ctip_subsidies")))
    >>> 'alt="Subsidy as a share' in picture.data
    True
    """
    try:
        from IPython.display import HTML
    except ImportError as error:
        raise MissingExtra("Figures in a notebook need: pip install 'ecopark[course]'") from error
    from matplotlib import pyplot as plt

    figure = axes.get_figure(root=True)
    if figure is None:
        raise UndefinedResult("These axes belong to no figure.")
    picture = base64.b64encode(_png(figure)).decode("ascii")
    plt.close(figure)
    alt = html.escape(alt_text(axes), quote=True)
    image = f'<img alt="{alt}" style="max-width:100%" src="data:image/png;base64,{picture}">'
    caption = f"<figcaption><small>{html.escape(source)}</small></figcaption>" if source else ""
    return HTML(f'<figure style="margin:0">{image}{caption}</figure>' if caption else image)


def _png(figure: Figure) -> bytes:
    """Return the picture of a figure, with nothing cut off and no empty edge."""
    from matplotlib import rcParams
    from matplotlib.layout_engine import PlaceHolderLayoutEngine

    edge: Any = "tight"
    if isinstance(figure.get_layout_engine(), PlaceHolderLayoutEngine):
        # tight_layout has put everything in its place: "tight" would draw once more only for that.
        figure.set_dpi(_DPI)
        figure.set_layout_engine()
        edge = figure.get_tightbbox().padded(rcParams["savefig.pad_inches"])
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=_DPI, bbox_inches=edge, metadata={"Software": None})
    return buffer.getvalue()

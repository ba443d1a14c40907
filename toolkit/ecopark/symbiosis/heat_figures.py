"""Figures of the heat cascade: composite curves and the grand composite curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from ecopark import frames
from ecopark.plots import BLUE, RED, set_alt_text
from ecopark.symbiosis.heat import HeatCascade

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["composite_curves", "grand_composite_curve"]

_STYLES = {"hot": (RED, "-", "o"), "cold": (BLUE, "--", "s")}


def composite_curves(cascade: HeatCascade) -> Axes:
    """Draw the hot and the cold composite curve, with the heat that they exchange.

    Parameters
    ----------
    cascade : HeatCascade
        What :func:`ecopark.symbiosis.heat.heat_cascade` returned.

    Returns
    -------
    matplotlib.axes.Axes
        Temperature [°C] over heat [kW]. The cold curve begins at the cold utility.

    Examples
    --------
    >>> from ecopark.symbiosis.heat import HeatStream, heat_cascade
    >>> pair = [HeatStream("gas", 150, 50, 2.0), HeatStream("water", 20, 140, 2.0)]
    >>> composite_curves(heat_cascade(pair, dt_min=20)).get_xlabel()
    'Heat [kW]'
    """
    from matplotlib import pyplot as plt

    frame = frames.from_native_eager(cascade.composite, "composite curves")
    _, axes = plt.subplots(figsize=(8, 4.8))
    for kind, (color, line, marker) in _STYLES.items():
        own = frame.filter(nw.col("curve") == kind)
        if len(own):
            x, y = (own.get_column(name).to_list() for name in ("heat", "temperature"))
            label = f"{kind} streams"
            axes.plot(x, y, color=color, linestyle=line, marker=marker, linewidth=2, label=label)
    for temperature in cascade.pinches:
        ends = (temperature - cascade.dt_min / 2, temperature + cascade.dt_min / 2)
        words = f"pinch {ends[1]:g} / {ends[0]:g} °C"
        axes.axhspan(*ends, color="0.85", zorder=0, label=words)
    axes.set(xlabel="Heat [kW]", ylabel="Temperature [°C]")
    axes.set_title(_finding(cascade).replace("; ", ";\n"), loc="left", fontsize=11)
    axes.legend(frameon=False)
    return set_alt_text(axes, f"Composite curves. {_finding(cascade)}. {_pinch_words(cascade)}")


def grand_composite_curve(cascade: HeatCascade) -> Axes:
    """Draw the heat that flows down at each shifted temperature.

    Parameters
    ----------
    cascade : HeatCascade
        What :func:`ecopark.symbiosis.heat.heat_cascade` returned.

    Returns
    -------
    matplotlib.axes.Axes
        Shifted temperature [°C] over heat flow [kW]: at the top the hot utility, at the bottom the
        cold utility, zero at the pinch.

    Examples
    --------
    >>> from ecopark.symbiosis.heat import HeatStream, heat_cascade
    >>> pair = [HeatStream("gas", 150, 50, 2.0), HeatStream("water", 20, 140, 2.0)]
    >>> grand_composite_curve(heat_cascade(pair, dt_min=20)).get_ylabel()
    'Shifted temperature [°C]'
    """
    from matplotlib import pyplot as plt

    frame = frames.from_native_eager(cascade.grand_composite, "grand composite curve")
    heat, temperature = (frame.get_column(name).to_list() for name in ("heat", "temperature"))
    _, axes = plt.subplots(figsize=(8, 4.8))
    axes.plot(heat, temperature, color="black", marker="o", markersize=4, linewidth=2)
    for value, place, name, kind in (
        (cascade.hot_utility, temperature[0], "hot utility", "hot"),
        (cascade.cold_utility, temperature[-1], "cold utility", "cold"),
    ):
        color, line, marker = _STYLES[kind]
        label = f"{name} {value:,.4g} kW"
        axes.plot(
            [0, value], [place] * 2, color=color, linestyle=line, marker=marker, linewidth=3, label=label
        )
    for pinch in cascade.pinches:
        axes.plot([0], [pinch], "D", color="black", markersize=9, label=f"pinch {pinch:g} °C")
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set(xlabel="Heat that flows down [kW]", ylabel="Shifted temperature [°C]")
    axes.set_title(_finding(cascade).replace("; ", ";\n"), loc="left", fontsize=11)
    axes.legend(frameon=False)
    return set_alt_text(axes, f"Grand composite curve. {_finding(cascade)}. {_pinch_words(cascade)}")


def _finding(cascade: HeatCascade) -> str:
    return (
        f"Exchange recovers {cascade.recovered:,.4g} kW; {cascade.hot_utility:,.4g} kW of heating and "
        f"{cascade.cold_utility:,.4g} kW of cooling remain (smallest difference {cascade.dt_min:g} K)"
    )


def _pinch_words(cascade: HeatCascade) -> str:
    if not cascade.pinches:
        return "There is no pinch."
    listed = ", ".join(f"{t:g}" for t in cascade.pinches)
    return f"Pinch at a shifted temperature of {listed} °C."

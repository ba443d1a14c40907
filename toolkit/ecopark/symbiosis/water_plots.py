"""Figures of water networks: the composite curve with its pinch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecopark import frames
from ecopark.plots import BLUE, RED, set_alt_text
from ecopark.symbiosis.water_pinch import Target
from ecopark.symbiosis.water_tables import load_factor

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["composite_curve"]


def composite_curve(
    target: Target, *, flow_unit: str = "t/h", concentration_unit: str = "ppm", load_unit: str = "kg/h"
) -> Axes:
    """Draw the load that processes ask for at each level, and the fresh water that takes it up.

    Parameters
    ----------
    target : Target
        What :func:`ecopark.symbiosis.water.water_target` returned.
    flow_unit, concentration_unit, load_unit : str
        The units that were given there; ``load_unit`` labels the axis.

    Returns
    -------
    matplotlib.axes.Axes
        Concentration [``concentration_unit``] over load [``load_unit``]; the line of the fresh water
        touches the composite curve at the pinch.

    Raises
    ------
    UnitMismatch
        If a load is not a flow times a concentration.

    Examples
    --------
    >>> import pandas as pd
    >>> from ecopark.symbiosis.water import water_target
    >>> units = pd.DataFrame({"process": ["rinse"], "inlet": [0.0], "outlet": [100.0], "load": [2.0]})
    >>> composite_curve(water_target(units)).get_xlabel()
    'Load taken up [kg/h]'
    """
    from matplotlib import pyplot as plt

    table = frames.from_native_eager(target.table, "table of the target")
    factor = load_factor(flow_unit, concentration_unit, load_unit)
    levels = table["concentration"].to_list()
    asked, supplied = ([x / factor for x in table[name].to_list()] for name in ("deficit", "supplied"))
    _, axes = plt.subplots(figsize=(8, 4.8))
    axes.plot(asked, levels, color=BLUE, marker="o", label="what the processes ask for")
    label = f"fresh water, {target.fresh:,.4g} {flow_unit}"
    axes.plot(supplied, levels, color=RED, linestyle="--", marker="s", label=label)
    ending = _ending(target, concentration_unit)
    if target.pinch is not None:
        place = levels.index(target.pinch)
        axes.annotate(
            f"pinch, {target.pinch:g} {concentration_unit}", (asked[place], target.pinch), (12, -14),
            textcoords="offset points",
        )  # fmt: skip
    axes.set_xlabel(f"Load taken up [{load_unit}]")
    axes.set_ylabel(f"Concentration [{concentration_unit}]")
    axes.set_ylim(bottom=0)
    axes.set_title(f"At least {target.fresh:,.4g} {flow_unit} of fresh water: {ending}", loc="left")
    axes.legend(frameon=False, loc="upper left")
    points = ", ".join(f"{a:,.4g} at {c:g}" for a, c in zip(asked, levels, strict=True))
    return set_alt_text(
        axes,
        f"Composite curve of load over concentration: at least {target.fresh:,.4g} {flow_unit} of fresh "
        f"water, {ending}. Load that the processes ask for [{load_unit}] at each level "
        f"[{concentration_unit}]: {points}.",
    )


def _ending(target: Target, unit: str) -> str:
    if target.pinch is not None:
        return f"the pinch is at {target.pinch:g} {unit}"
    return "losses alone decide" if target.limit == "flow" else "the processes' own water is enough"

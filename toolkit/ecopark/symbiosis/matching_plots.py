"""Figures of matching: where the supplies go, and why the rest stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecopark import frames
from ecopark.plots import BLUE, ORANGE, set_alt_text
from ecopark.symbiosis.plans import Matching

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["where_it_goes"]


def where_it_goes(plan: Matching) -> Axes:
    """Draw how much of all supplies finds a user, and why the rest stays.

    Parameters
    ----------
    plan : Matching
        What :func:`ecopark.symbiosis.matching.match` returned.

    Returns
    -------
    matplotlib.axes.Axes
        One bar for what is delivered and one for each reason of the rest [unit of the plan].

    Examples
    --------
    >>> import pandas as pd
    >>> from ecopark.symbiosis.matching import match
    >>> one = {"stream": ["gypsum"], "quantity": [10.0], "unit": ["t/year"]}
    >>> fits = pd.DataFrame({"supply_stream": ["gypsum"], "demand_stream": ["gypsum"]})
    >>> plan = match(pd.DataFrame({"firm": ["a"], **one}), pd.DataFrame({"firm": ["b"], **one}), fits,
    ...              objective="diversion")
    >>> where_it_goes(plan).get_xlabel()
    'Quantity [t/year]'
    """
    from matplotlib import pyplot as plt

    sums = {"finds a user": plan.diverted, **_rests(plan)}
    total = sum(sums.values())
    _, axes = plt.subplots(figsize=(8, 0.45 * len(sums) + 1.4))
    for place, amount in enumerate(sums.values()):
        color, hatch = (ORANGE, "///") if place else (BLUE, "")
        axes.barh(place, amount, edgecolor="black", linewidth=0.5, color=color, hatch=hatch)
        axes.annotate(
            _number(amount), (amount, place), (4, 0), textcoords="offset points", va="center", fontsize=8
        )
    axes.set_yticks(range(len(sums)), list(sums))
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.set_xlabel(f"Quantity [{plan.unit}]")
    finding = f"{_share(plan.diverted, total)} of {_number(total)} {plan.unit} finds a user"
    axes.set_title(finding, loc="left")
    parts = "; ".join(f"{name}: {_number(amount)}" for name, amount in sums.items())
    return set_alt_text(axes, f"Bar chart of all supplies: {finding}. In {plan.unit}: {parts}.")


def _rests(plan: Matching) -> dict[str, float]:
    """Return the rest of the supplies by reason, the largest first [unit of the plan]."""
    sums: dict[str, float] = {}
    for row in frames.from_native_eager(plan.unmatched, "table of rests").iter_rows(named=True):
        if row["side"] == "supply":
            sums[row["status"]] = sums.get(row["status"], 0.0) + row["unmatched"]
    return dict(sorted(sums.items(), key=lambda part: -part[1]))


def _number(amount: float) -> str:
    """Return an amount in words that a figure can show, never with an exponent where it is large."""
    return f"{amount:,.0f}" if amount >= 1000 else f"{amount:,.4g}"


def _share(part: float, total: float) -> str:
    """Return a part in percent; what rounds to all of it, and is less, keeps a decimal."""
    if not total:
        return "None"
    share = 100 * part / total
    return f"{share:.1f} %" if 99.5 <= share < 99.95 else f"{share:.0f} %"

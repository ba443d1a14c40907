"""Industrial symbiosis: networks of exchanges, their flows, their savings, and possible additions.

Its functions are here; the modules behind them are ``network``, ``flows``, ``matching``, ``water``, ``heat``,
``cooperation``, ``finance`` and ``plots``.
"""

from __future__ import annotations

from typing import NoReturn

from ecopark.errors import replaced_name
from ecopark.files import read_table
from ecopark.symbiosis.cooperation import (
    blocking_coalitions,
    coalition_values,
    compare_cost_allocations,
    merger_gains,
    read_links,
    shapley_values,
)
from ecopark.symbiosis.finance import compare_projects
from ecopark.symbiosis.flows import balance, check_balance, close_balance, flow_metrics
from ecopark.symbiosis.heat import HeatCascade, chp_fuel_savings, heat_cascade, inter_firm_heat_recovery
from ecopark.symbiosis.matching import Matching, match
from ecopark.symbiosis.network import (
    FirmRemoval,
    Network,
    criticality,
    network_metrics,
    remove_firm,
    robustness,
    robustness_curve,
)
from ecopark.symbiosis.plots import (
    plot_coalitions,
    plot_heat_composites,
    plot_matching,
    plot_network,
    plot_sankey,
    plot_timeline,
    plot_water_composite,
)
from ecopark.symbiosis.water import (
    Treatment,
    WaterNetwork,
    WaterTarget,
    optimize_water_network,
    source_reduction_savings,
    water_cascade_analysis,
)

__all__ = [
    "FirmRemoval", "HeatCascade", "Matching", "Network", "Treatment", "WaterNetwork",
    "WaterTarget", "balance", "blocking_coalitions", "check_balance", "chp_fuel_savings", "close_balance",
    "coalition_values", "compare_cost_allocations", "compare_projects", "criticality", "flow_metrics",
    "heat_cascade", "inter_firm_heat_recovery", "match", "merger_gains", "network_metrics",
    "optimize_water_network", "plot_coalitions", "plot_heat_composites", "plot_matching", "plot_network",
    "plot_sankey", "plot_timeline", "plot_water_composite", "read_links", "read_table", "remove_firm",
    "robustness", "robustness_curve", "shapley_values", "source_reduction_savings", "water_cascade_analysis",
]  # fmt: skip


# Names of version 0.1, and their replacements.
_REPLACED = {
    "Exchange": "a row of the table that Network takes",
    "HeatStream": "a row of the table that heat_cascade takes",
    "Measures": "a table with one row per metric",
    "benefits": "multiply the quantities of Network.exchanges by your own factors, and sum",
    "between_firms": "inter_firm_heat_recovery",
    "collective_benefit": "merger_gains",
    "combined_heat_power": "chp_fuel_savings",
    "composite_curve": "plot_water_composite",
    "composite_curves": "plot_heat_composites",
    "cut_at_source": "source_reduction_savings",
    "departures": "criticality",
    "draw_groups": "plot_coalitions",
    "draw_network": "plot_network",
    "draw_robustness": "robustness_curve(network).plot('removed_share', 'largest_share')",
    "draw_sankey": "plot_sankey",
    "draw_timeline": "plot_timeline",
    "export": "axes.figure.savefig(path, metadata={'Description': ep.plots.alt_text(axes)})",
    "fair_shares": "shapley_values",
    "flow_measures": "flow_metrics",
    "grand_composite_curve": "heat_cascade(streams, dt_min=10).grand_composite.plot('heat', 'temperature')",
    "group_worths": "coalition_values",
    "joining_gains": "merger_gains",
    "leave": "remove_firm",
    "metrics": "network_metrics and flow_metrics",
    "read": "read_table; Network checks the exchanges",
    "read_water_uses": "read_table; the functions for water check the processes",
    "share_costs": "compare_cost_allocations",
    "structure": "network_metrics",
    "water_cascade": "optimize_water_network",
    "water_target": "water_cascade_analysis",
    "where_it_goes": "plot_matching",
    "who_would_leave": "blocking_coalitions",
}


def __getattr__(name: str) -> NoReturn:
    """Raise the error that names the replacement of a name of version 0.1."""
    raise replaced_name(__name__, name, _REPLACED)

"""Industrial symbiosis: networks of exchanges, what flows in them, what they save, what could be added.

``network``, ``metrics``, ``balance``, ``benefits`` and ``robustness`` are functions here; the modules
of the same names are reached by ``from ecopark.symbiosis.network import …``.
"""

from __future__ import annotations

from ecopark.symbiosis.balance import balance, check_balance, close_balance
from ecopark.symbiosis.benefits import Benefits, benefits
from ecopark.symbiosis.coalition_plots import draw_groups
from ecopark.symbiosis.coalitions import (
    CollectiveBenefit,
    collective_benefit,
    fair_shares,
    group_worths,
    joining_gains,
    read_links,
)
from ecopark.symbiosis.cogeneration import combined_heat_power
from ecopark.symbiosis.departures import departures
from ecopark.symbiosis.exchanges import Exchange
from ecopark.symbiosis.figures import draw_network, draw_robustness, export
from ecopark.symbiosis.finance import Project
from ecopark.symbiosis.flows import flow_measures
from ecopark.symbiosis.heat import HeatCascade, HeatStream, between_firms, heat_cascade
from ecopark.symbiosis.heat_figures import composite_curves, grand_composite_curve
from ecopark.symbiosis.history import draw_timeline
from ecopark.symbiosis.matching import Matching, match
from ecopark.symbiosis.matching_plots import where_it_goes
from ecopark.symbiosis.measures import Measure, Measures
from ecopark.symbiosis.metrics import metrics, structure
from ecopark.symbiosis.network import Network, network
from ecopark.symbiosis.own_water import read_water_uses
from ecopark.symbiosis.projects import compare_projects
from ecopark.symbiosis.robustness import Departure, leave, robustness, robustness_curve
from ecopark.symbiosis.sankey import draw_sankey
from ecopark.symbiosis.shared_plants import share_costs, who_would_leave
from ecopark.symbiosis.source_cuts import cut_at_source
from ecopark.symbiosis.tables import read, read_table
from ecopark.symbiosis.water import Treatment, WaterNetwork, water_cascade, water_target
from ecopark.symbiosis.water_plots import composite_curve

__all__ = [
    "Benefits",
    "CollectiveBenefit",
    "Departure",
    "Exchange",
    "HeatCascade",
    "HeatStream",
    "Matching",
    "Measure",
    "Measures",
    "Network",
    "Project",
    "Treatment",
    "WaterNetwork",
    "balance",
    "benefits",
    "between_firms",
    "check_balance",
    "close_balance",
    "collective_benefit",
    "combined_heat_power",
    "compare_projects",
    "composite_curve",
    "composite_curves",
    "cut_at_source",
    "departures",
    "draw_groups",
    "draw_network",
    "draw_robustness",
    "draw_sankey",
    "draw_timeline",
    "export",
    "fair_shares",
    "flow_measures",
    "grand_composite_curve",
    "group_worths",
    "heat_cascade",
    "joining_gains",
    "leave",
    "match",
    "metrics",
    "network",
    "read",
    "read_links",
    "read_table",
    "read_water_uses",
    "robustness",
    "robustness_curve",
    "share_costs",
    "structure",
    "water_cascade",
    "water_target",
    "where_it_goes",
    "who_would_leave",
]

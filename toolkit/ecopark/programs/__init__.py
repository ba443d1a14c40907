"""The three programs: procedures as rules, indicator systems side by side, overlap, participation."""

from ecopark.programs import circular, compare, eip, low_carbon, overlap, participation, plots
from ecopark.programs.standing import overview

__all__ = ["circular", "compare", "eip", "low_carbon", "overlap", "overview", "participation", "plots"]

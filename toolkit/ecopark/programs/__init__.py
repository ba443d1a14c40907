"""The three programs: procedures as rules, indicator systems side by side, overlap, participation."""

from ecopark.programs import (
    circular,
    compare,
    eip,
    governance,
    low_carbon,
    overlap,
    own_tables,
    participation,
    plots,
)
from ecopark.programs.advice import advise
from ecopark.programs.procedure_plots import draw_procedure
from ecopark.programs.standing import overview

__all__ = [
    "advise",
    "circular",
    "compare",
    "draw_procedure",
    "eip",
    "governance",
    "low_carbon",
    "overlap",
    "overview",
    "own_tables",
    "participation",
    "plots",
]

"""Impacts in euros, as Bénéfriches counts them: each line with who gains and on which condition.

Travel is counted twice, side by side: by Bénéfriches' fixed rule, and as simulated.
"""

from microville.impacts.holding import HoldingCost, holding_costs
from microville.impacts.left_out import NEVER, LeftOut, left_out
from microville.impacts.line import ALWAYS, BENEFICIARIES, Line
from microville.impacts.place import (
    ByDensity,
    Commune,
    Floors,
    Neighbours,
    Project,
    WhoExist,
    ring_m2,
    travel_radius_m,
)
from microville.impacts.reading import commune_of, first_year, neighbours_of, project_of
from microville.impacts.runs import mean_statement, statements
from microville.impacts.simulated import simulated_travel
from microville.impacts.statement import (
    FIXED_RULE,
    MODES,
    SIMULATED,
    Statement,
    by_beneficiary,
    make_statement,
)
from microville.impacts.travel import Travel, fixed_rule, travel_lines
from microville.impacts.years import Years, make_years

__all__ = [
    "ALWAYS",
    "BENEFICIARIES",
    "FIXED_RULE",
    "MODES",
    "NEVER",
    "SIMULATED",
    "ByDensity",
    "Commune",
    "Floors",
    "HoldingCost",
    "LeftOut",
    "Line",
    "Neighbours",
    "Project",
    "Statement",
    "Travel",
    "WhoExist",
    "Years",
    "by_beneficiary",
    "commune_of",
    "first_year",
    "fixed_rule",
    "holding_costs",
    "left_out",
    "make_statement",
    "make_years",
    "mean_statement",
    "neighbours_of",
    "project_of",
    "ring_m2",
    "simulated_travel",
    "statements",
    "travel_lines",
    "travel_radius_m",
]

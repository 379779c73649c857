"""How people move: speeds, costs and choice in one group."""

from __future__ import annotations

from microville.parameters.mode_choice import ModeChoice
from microville.parameters.speeds import Speeds
from microville.parameters.travel_costs import TravelCosts


class Mobility(ModeChoice, TravelCosts, Speeds):
    """How people move and what it costs."""

"""The model: Microville, its agents and its phases."""

from microville.model.agents import Business, GoneError, Household, Inhabitant, Stakeholder
from microville.model.cooperative import LandCooperative
from microville.model.model import Event, Microville

__all__ = [
    "Business",
    "Event",
    "GoneError",
    "Household",
    "Inhabitant",
    "LandCooperative",
    "Microville",
    "Stakeholder",
]

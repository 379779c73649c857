"""The land cooperative as an agent: its books, members' capital, land, works, rents and taxes."""

from microville.model.cooperative.agent import LandCooperative
from microville.model.cooperative.amounts import cents

__all__ = ["LandCooperative", "cents"]

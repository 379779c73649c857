"""Every number of the model: value, unit, range, description, source, year."""

from microville.parameters.activity import Activity
from microville.parameters.business import Business
from microville.parameters.capacity import Capacity
from microville.parameters.energy import Energy
from microville.parameters.entry import Entry
from microville.parameters.finance import Finance
from microville.parameters.food import Food
from microville.parameters.governance import Governance
from microville.parameters.housing import Housing
from microville.parameters.mobility import Mobility
from microville.parameters.parameters import Parameters
from microville.parameters.population import Population
from microville.parameters.public_service import PublicService
from microville.parameters.rent import Rent
from microville.parameters.table import (
    ParameterRow,
    get,
    json_schema,
    problem,
    rows,
    unknown_key,
    update,
)
from microville.parameters.trade import Trade
from microville.parameters.works import Works

__all__ = [
    "Activity",
    "Business",
    "Capacity",
    "Energy",
    "Entry",
    "Finance",
    "Food",
    "Governance",
    "Housing",
    "Mobility",
    "ParameterRow",
    "Parameters",
    "Population",
    "PublicService",
    "Rent",
    "Trade",
    "Works",
    "get",
    "json_schema",
    "problem",
    "rows",
    "unknown_key",
    "update",
]

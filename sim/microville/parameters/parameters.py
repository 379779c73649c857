"""All groups of parameters together."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from microville.parameters.activity import Activity
from microville.parameters.business import Business
from microville.parameters.capacity import Capacity
from microville.parameters.energy import Energy
from microville.parameters.finance import Finance
from microville.parameters.food import Food
from microville.parameters.governance import Governance
from microville.parameters.housing import Housing
from microville.parameters.mobility import Mobility
from microville.parameters.population import Population
from microville.parameters.rent import Rent
from microville.parameters.works import Works


class Parameters(BaseModel):
    """Every parameter of the model; ``Parameters()`` is the default.

    Frozen: :func:`microville.parameters.update` returns another one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    mobility: Mobility = Mobility()
    activity: Activity = Activity()
    capacity: Capacity = Capacity()
    population: Population = Population()
    housing: Housing = Housing()
    business: Business = Business()
    works: Works = Works()
    rent: Rent = Rent()
    food: Food = Food()
    energy: Energy = Energy()
    finance: Finance = Finance()
    governance: Governance = Governance()

"""All groups of parameters together."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from microville.parameters.accounting import Accounting
from microville.parameters.activity import Activity
from microville.parameters.assembly import Assembly
from microville.parameters.business import Business
from microville.parameters.capacity import Capacity
from microville.parameters.capital import Capital
from microville.parameters.diet import Diet
from microville.parameters.digital import Digital
from microville.parameters.energy import Energy
from microville.parameters.energy_use import EnergyUse
from microville.parameters.entry import Entry
from microville.parameters.finance import Finance
from microville.parameters.food import Food
from microville.parameters.food_chain import FoodChain
from microville.parameters.governance import Governance
from microville.parameters.heat_network import HeatNetwork
from microville.parameters.housing import Housing
from microville.parameters.impacts import Impacts
from microville.parameters.materials import Materials
from microville.parameters.mobility import Mobility
from microville.parameters.moves import Moves
from microville.parameters.nature import Nature
from microville.parameters.partners import Partners
from microville.parameters.platform import Platform
from microville.parameters.population import Population
from microville.parameters.public_service import PublicService
from microville.parameters.rent import Rent
from microville.parameters.reuse import Reuse
from microville.parameters.site_impacts import SiteImpacts
from microville.parameters.site_types import SiteTypes
from microville.parameters.social import Social
from microville.parameters.trade import Trade
from microville.parameters.water import Water
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
    moves: Moves = Moves()
    business: Business = Business()
    trade: Trade = Trade()
    entry: Entry = Entry()
    public_service: PublicService = PublicService()
    works: Works = Works()
    rent: Rent = Rent()
    food: Food = Food()
    diet: Diet = Diet()
    food_chain: FoodChain = FoodChain()
    social: Social = Social()
    energy: Energy = Energy()
    energy_use: EnergyUse = EnergyUse()
    heat_network: HeatNetwork = HeatNetwork()
    water: Water = Water()
    digital: Digital = Digital()
    materials: Materials = Materials()
    reuse: Reuse = Reuse()
    finance: Finance = Finance()
    capital: Capital = Capital()
    accounting: Accounting = Accounting()
    governance: Governance = Governance()
    assembly: Assembly = Assembly()
    partners: Partners = Partners()
    impacts: Impacts = Impacts()
    site_impacts: SiteImpacts = SiteImpacts()
    nature: Nature = Nature()
    platform: Platform = Platform()
    site_types: SiteTypes = SiteTypes()

"""The model: one month after another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.access import NEVER, find_places, known_services
from microville.errors import InputError
from microville.model import phases
from microville.model.access_state import MODES, build_access
from microville.model.calendar import month_label
from microville.model.capacity import settle_capacity
from microville.model.cooperative import LandCooperative
from microville.model.daily.opening import opening
from microville.model.daily.options import no_options
from microville.model.daily.transit import make_transit
from microville.model.daily.utility import slow_permille, weighing
from microville.model.daily.worths import Worths
from microville.model.day import empty_day
from microville.model.demography.state import HousingState, make_housing
from microville.model.dwellings import make_home_stock
from microville.model.elsewhere import Elsewhere
from microville.model.energy.month import EnergyMonth
from microville.model.face import MesaFace
from microville.model.facilities import ERRANDS, FOLLOWED, SCHOOLS, capacity_of, facilities_of
from microville.model.food.groups import fields_ha
from microville.model.food.month import FoodMonth
from microville.model.governing.services import settle
from microville.model.governing.size import take_on
from microville.model.governing.stakeholders import make_stakeholders
from microville.model.governing.ties import make_ties
from microville.model.governing.votable import first_council
from microville.model.greenfield import with_greenfield
from microville.model.materials.month import MaterialsMonth
from microville.model.rates import Rates, make_rates
from microville.model.schooling.classes import first_classes, schools_of_month
from microville.model.schooling.schools import settle_seats
from microville.model.shocks import Shaken, check_shocks, shocks
from microville.model.site import build_site, site_zone_of
from microville.model.traits import Traits, make_traits
from microville.model.utilities.digital import DigitalMonth, digital
from microville.model.utilities.water import WaterMonth, water
from microville.model.work.assign import assign_work
from microville.population import sample_weight, synthetic_population
from microville.scenario import fit_to_site
from microville.territory.fields import GREENFIELD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.access import Network
    from microville.model.agents import Business, Stakeholder
    from microville.model.governing.assembly import Assembly
    from microville.model.site import Unit
    from microville.model.trade.commerce import Commerce
    from microville.model.watch import DayTrips
    from microville.scenario import Scenario
    from microville.territory import Territory


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: month, kind, subject and a number."""

    month: int
    kind: str
    subject: str
    value: float


class Microville(MesaFace):
    """A territory, its people and its land cooperative, month by month.

    Parameters
    ----------
    scenario
        Parameters, programme, cooperative, switches.
    territory
        The map.
    seed
        Any non-negative integer; the same seed gives the same bytes.
    fraction
        Share of households drawn outside the focus area, 1 over a whole number; the scenario's own
        if not given.

    Raises
    ------
    InputError
        If the seed or the fraction cannot be used.
    ScenarioError
        If the programme does not fit the territory's site.

    Attributes
    ----------
    inputs
        The scenario, scaled to the site (Mesa 3.5 has a ``scenario`` of its own).
    month
        Month that the next step simulates, 0 = January 2025 (Mesa's own clock is not used).
    population, homes, facilities, site, cooperative, stakeholders, council, access, day
        The state; see their modules.
    supply_stopped
        Share of this month's deliveries of food to shops that a shock stops (0-1).
    views
        Inhabitants and households that were asked for as agents.
    events
        What happened, in order.
    """

    def __init__(
        self,
        scenario: Scenario,
        territory: Territory,
        *,
        seed: int = 1,
        fraction: float | None = None,
    ) -> None:
        if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**63:
            raise InputError(f"The seed {seed!r} is no whole number from 0.", hint="Give e.g. 1.")
        chosen = scenario.fraction if fraction is None else fraction
        sample_weight(chosen)
        super().__init__(seed)
        self.seed_number = seed
        self.inputs = take_on(fit_to_site(scenario, territory), territory)
        self.territory = with_greenfield(territory, self.inputs)
        self.parameters = self.inputs.parameters
        self.month = 0
        self.events: list[Event] = []
        self.counts: dict[str, int] = {}
        self.watched: dict[int, DayTrips] | None = None
        self.shocked: dict[int, NDArray[np.int32]] = {}
        self.shaken = Shaken()
        self.supply_stopped = 0.0
        check_shocks(self.inputs, self.territory)
        self.elsewhere = Elsewhere()
        self._build_places()
        self._build_people(chosen)
        self._build_institutions()
        self._settle()

    # -- construction -------------------------------------------------------------------------

    def _build_places(self) -> None:
        places = find_places(self.territory)
        self.known = known_services(self.territory)
        self.known_errands = frozenset(self.known.keys() & set(ERRANDS))
        self.known_levels = tuple(level in self.known for level in SCHOOLS)
        self.homes = make_home_stock(self.territory, places)
        self.facilities = facilities_of(self.territory, places, self.parameters)
        buildings = self.territory.layers["buildings"]
        late = buildings["site"].to_numpy() | (buildings["use"].to_numpy() == GREENFIELD)
        site_points = np.flatnonzero(late[places.buildings]).astype(np.int32)
        self.access = build_access(
            self.territory,
            self.parameters,
            self.inputs.options,
            self.facilities,
            places,
            site_points,
        )
        self.site = build_site(self.territory, self.inputs, places)
        zones = self.territory.layers["zones"]
        self.zone_names = [str(name) for name in zones["name"]]
        self.focus_zone: NDArray[np.bool_] = zones["focus"].to_numpy(dtype=bool)
        self.site_zone = site_zone_of(self.territory)
        self._add_site_facilities(places.parcel_start)
        self.first_late = len(self.territory.layers["services"])
        self.opening = opening(self.parameters)
        self.transit = make_transit(self)
        self.options = no_options(self.access.places.service_start)
        self.utility = weighing(self.parameters, self.transit.constant)
        self.worths = Worths(self.options, self.utility, slow_permille(self.parameters))

    def _add_site_facilities(self, parcel_start: int) -> None:
        """Prepare, closed, the workplaces and services that the programme may open."""
        for unit in self.site.units:
            kinds = ["workplace", *unit.entry.categories] if unit.use != "housing" else []
            for category in kinds:
                if category in FOLLOWED:
                    row = self.facilities.append(
                        f"{'field' if unit.off_site else 'site'}/{unit.key}/{category}",
                        category,
                        unit.place,
                        capacity=capacity_of(category, self.parameters),
                        site_row=unit.row,
                        zone=unit.zone,
                    )
                    unit.facilities.append(row)
        self.site_services: list[tuple[Any, int]] = []
        parcels = list(self.territory.layers["parcels"]["parcel_id"])
        for entry in self.inputs.programme.services:
            if entry.category not in FOLLOWED:
                continue
            if entry.parcel is not None:
                point = parcel_start + parcels.index(entry.parcel)
            else:
                point = self._place_of_building(str(entry.building))
            row = self.facilities.append(
                f"site/{entry.category}/{entry.start}/{entry.building or entry.parcel}",
                entry.category,
                point,
                capacity=capacity_of(entry.category, self.parameters),
                site_row=-1,
                zone=self.site_zone,
            )
            self.site_services.append((entry, row))

    def _place_of_building(self, building: str) -> int:
        rows = self.access.places.buildings
        names = list(self.territory.layers["buildings"]["building_id"].iloc[rows])
        if building in names:
            return names.index(building)
        return next(u.place for u in self.site.units if u.entry.building == building)

    @property
    def assemblies(self) -> list[Assembly]:
        """Every general assembly so far, with its votes."""
        return self.council.assemblies

    def site_facilities(self) -> list[int]:
        """Return the facility rows that the programme may open on the site, workplaces too."""
        rows = [row for unit in self.site.own_units for row in unit.facilities]
        return rows + [row for _, row in self.site_services]

    def shut_by_shock(self) -> set[int]:
        """Return the facility rows that a shock keeps closed."""
        return {int(row) for hit in self.shocked.values() for row in hit}

    def close_facility(self, row: int) -> None:
        """Close a facility for good: no shock that ends opens it again."""
        self.facilities.open[row] = False
        self.access.closed.append(row)
        self.shocked = {number: hit[hit != row] for number, hit in self.shocked.items()}

    def _build_people(self, fraction: float) -> None:
        self.population = synthetic_population(
            self.territory,
            self.parameters,
            self.seed_number,
            home_rows=self.access.places.buildings,
            fraction=fraction,
        )
        age = self.population.people.age(0)
        self.segment_counts = np.bincount(np.digitize(age, [3, 13, 18]), minlength=4).astype(float)
        self.school_ms = np.full((len(self.population.people), len(MODES)), NEVER, np.int32)
        self.day = empty_day(len(self.population.people))
        self.seeking: list[int] = []
        self.rates: Rates = make_rates(self)
        self.housing: HousingState = make_housing(self)

    def _build_institutions(self) -> None:
        self.rent_cents = 0
        self.site_visits = 0
        self.overdrawn = False
        self.energy_month = EnergyMonth()
        self.water_month = WaterMonth()
        self.digital_month = DigitalMonth()
        self.materials_month = MaterialsMonth()
        self.food_month = FoodMonth()
        self.social_month = phases.SocialMonth()
        self.fields_ha = fields_ha(self)
        self.food_outlets: dict[int, tuple[list[int], Network, NDArray[np.int32]]] = {}
        self.cooperative = LandCooperative(self)
        self.stakeholders: list[Stakeholder] = make_stakeholders(self)
        self.allies = {s.name: s for s in self.stakeholders if s.kind != "member"}
        self.ties = make_ties(self)
        self.council = first_council(self)
        self.sponsorship = self.parameters.governance.sponsorship_start
        self.businesses: dict[int, Business] = {}
        self.commerce: Commerce
        phases.make_businesses(self)

    def _settle(self) -> None:
        """Give people their lasting places, and facilities the capacity for today's custom."""
        assign_work(self)
        settle_seats(self)
        self.classes = first_classes(self)
        settle_capacity(self)

    # -- the month ----------------------------------------------------------------------------

    def step(self) -> None:
        """Simulate one month, in this order.

        1. shocks start or end
        2. works: the programme advances
        3. the land cooperative signs and ends leases
        4. businesses open and close
        5. demography and housing
        6. access is repaired for what opened or closed
        7. daily life: who does what, where, how, and is served
        8. food
        9. energy, water, digital services, materials of works
        10. the ledger closes the month; each twelfth month the general assembly meets
        11. mobilisation; the site's social life

        Each is a method, so that a subclass can replace one by plain Mesa code, or do something
        before or after it. For example, a bicycle for everybody who is 18::

            class Cycles(Microville):
                def demography(self):
                    super().demography()
                    for agent in self.inhabitants(where=lambda a: a.age == 18):
                        agent.bike = True

        Whoever died or moved away is out of Mesa's sets once demography is over.
        """
        self.counts = {}
        self.shocks()
        self.works()
        self.leases()
        self.run_businesses()
        self.demography()
        self.views.forget_gone()
        self.repair_access()
        self.daily_life()
        self.food()
        self.energy()
        self.close_ledger()
        self.mobilisation()
        self.month += 1

    def shocks(self) -> None:
        """Phase 1, see :mod:`microville.model.shocks`."""
        shocks(self)

    def works(self) -> None:
        """Phase 2, see :mod:`microville.model.phases.works`."""
        phases.works(self)

    def leases(self) -> None:
        """Phase 3, see :mod:`microville.model.phases.leases`."""
        phases.leases(self)

    def run_businesses(self) -> None:
        """Phase 4, see :mod:`microville.model.phases.businesses`."""
        phases.businesses(self)

    def demography(self) -> None:
        """Phase 5, see :mod:`microville.model.phases.demography`."""
        phases.demography(self)

    def repair_access(self) -> None:
        """Phase 6, see :mod:`microville.model.phases.access_repair`."""
        phases.access_repair(self)

    def daily_life(self) -> None:
        """Phase 7, see :mod:`microville.model.phases.daily_life`."""
        traits = self.traits()
        assign_work(self, traits)
        schools_of_month(self)
        phases.daily_life(self, traits)

    def food(self) -> None:
        """Phase 8, see :mod:`microville.model.phases.food`."""
        phases.food(self)

    def energy(self) -> None:
        """Phase 9, see phases ``energy`` and ``materials``, ``model.water``, ``model.digital``."""
        phases.energy(self)
        water(self)
        digital(self)
        phases.materials(self)

    def close_ledger(self) -> None:
        """Phase 10, see :mod:`microville.model.phases.ledger`."""
        settle(self)
        phases.ledger(self)

    def mobilisation(self) -> None:
        """Phase 11, see :mod:`microville.model.phases.mobilisation` and ``social``."""
        phases.mobilisation(self)
        phases.social(self)

    # -- what phases ask ----------------------------------------------------------------------

    def tell(self, kind: str, subject: str, value: float) -> None:
        """Record an event of this month."""
        self.events.append(Event(self.month, kind, subject, float(value)))

    def count(self, name: str, number: int) -> None:
        """Add to one of this month's counts."""
        self.counts[name] = self.counts.get(name, 0) + number

    @property
    def events_of_month(self) -> list[Event]:
        """Events of the month that runs."""
        found = []
        for event in reversed(self.events):
            if event.month != self.month:
                break
            found.append(event)
        return found[::-1]

    def traits(self) -> Traits:
        """Return this month's traits of everyone (see :mod:`microville.model.traits`)."""
        return make_traits(self)

    def late_facilities(self) -> NDArray[np.bool_]:
        """Return which facilities were not there at the start (see ``daily.options``)."""
        late: NDArray[np.bool_] = np.arange(len(self.facilities)) >= self.first_late
        return late

    def transit_columns(
        self,
    ) -> tuple[NDArray[np.float64], NDArray[np.int8], float, NDArray[np.int64], NDArray[np.int64]]:
        """Return what kernels ask of public transport, coordinates of places first."""
        t = self.transit
        return self.access.places.xy, t.stop, t.ms_per_m, t.fixed_ms, t.constant

    def work_columns(self) -> NDArray[np.int32]:
        """Return the column of ``access.work_ms`` of each facility row."""
        return self.access.work_column(self.facilities.point)

    def work_facility(self, unit: Unit) -> int:
        """Return the facility row of a unit's workplace, -1 for housing."""
        return unit.facilities[0] if unit.facilities else -1

    def grow_school_times(self) -> None:
        """Make room for the school times of people who came."""
        lacking = len(self.population.people) - len(self.school_ms)
        if lacking > 0:
            rows = np.full((lacking, len(MODES)), NEVER, np.int32)
            self.school_ms = np.concatenate([self.school_ms, rows])

    def label(self) -> str:
        """Return the month that the next step simulates, for example ``"2025-01"``."""
        return month_label(self.month)

"""The reuse site: what each part of each building, and each piece of land, is this month."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from microville.errors import ScenarioError
from microville.territory.fields import GREENFIELD

if TYPE_CHECKING:
    from microville.access import Places
    from microville.scenario import GreenfieldEntry, Scenario
    from microville.scenario.programme import BuildingEntry, ParcelEntry
    from microville.territory import Territory

PLANNED, WAITING, WORKS, READY, LET, ENDED = (
    "planned",
    "waiting",
    "works",
    "ready",
    "let",
    "ended",
)


@dataclass(slots=True)
class Unit:
    """One entry of the programme: a building, or part of it, with its use.

    Attributes
    ----------
    key
        Identity: building, start and use.
    row
        Row of the building (or plot) in ``territory.buildings``, -1 for a new building.
    place
        Where it is among the access places.
    entry
        What the programme says.
    area_m2
        Floor area.
    dwellings
        Number, 0 unless the use is housing.
    energy_class
        Present class.
    zone
        Row of the zone where it stands.
    off_site
        Whether a developer builds it on a field outside the site: the cooperative neither pays
        for it nor gets its rent.
    land_ha
        Field that it takes, 0 on the site.
    empty_until
        Month before which nobody takes it, after a shock took its tenant.
    state
        planned, waiting (for a vote or for funds), works, ready, let, ended.
    works_from, works_until
        Months of the works, ``works_until`` excluded; -1 before. Once a tenant has left,
        ``works_until`` is the month of that: it stands ready since then.
    cost_cents, spent_cents, grant_cents
        Works and what pays for them, taxes not counted.
    let_from
        Month from which a tenant is expected or there.
    lettings
        How many tenants there have been.
    jobs
        Jobs while let.
    facilities
        Rows of the services that open here once it is let.
    households
        Rows of the households that live here.
    """

    key: str
    row: int
    place: int
    entry: BuildingEntry | GreenfieldEntry
    area_m2: float
    dwellings: int
    energy_class: str
    zone: int = 0
    off_site: bool = False
    land_ha: float = 0.0
    empty_until: int = -1
    state: str = PLANNED
    works_from: int = -1
    works_until: int = -1
    cost_cents: int = 0
    spent_cents: int = 0
    grant_cents: int = 0
    let_from: int = -1
    lettings: int = 0
    jobs: int = 0
    facilities: list[int] = field(default_factory=list)
    households: list[int] = field(default_factory=list)

    @property
    def use(self) -> str:
        """Use, or ``"demolition"``."""
        return self.entry.use or "demolition"

    @property
    def transitional(self) -> bool:
        """Whether the use is a transitional one: no works, or light ones."""
        return self.entry.works in ("none", "light_transitional")

    @property
    def in_use(self) -> bool:
        """Whether tenants or residents pay for it this month."""
        return self.state == LET or (self.state == READY and bool(self.households))


@dataclass(slots=True)
class Ground:
    """One entry of the programme for land: a cover on part of a parcel."""

    key: str
    row: int
    entry: ParcelEntry
    active: bool = False
    done: bool = False


@dataclass(slots=True)
class Site:
    """The site of a territory under a programme.

    Attributes
    ----------
    floor_area_m2
        Floor area of each site building at the start, by identifier.
    units, grounds
        Entries of the programme.
    solar_kwp
        Power installed so far.
    installed
        Positions of the infrastructure that is there.
    demolished_m2, built_m2
        Floor area taken away and added so far.
    """

    floor_area_m2: dict[str, float]
    land_ha: float
    units: list[Unit]
    grounds: list[Ground]
    solar_kwp: float = 0.0
    installed: set[int] = field(default_factory=set)
    demolished_m2: float = 0.0
    built_m2: float = 0.0

    @property
    def total_floor_m2(self) -> float:
        """Floor area that stands."""
        return sum(self.floor_area_m2.values()) - self.demolished_m2 + self.built_m2

    def used_floor_m2(self) -> float:
        """Floor area let or lived in."""
        return sum(unit.area_m2 for unit in self.own_units if unit.in_use)

    @property
    def own_units(self) -> list[Unit]:
        """Units on the site itself, those on fields left out."""
        return [unit for unit in self.units if not unit.off_site]

    @property
    def built_land_ha(self) -> float:
        """Fields outside the site on which works have begun (ha)."""
        return sum(unit.land_ha for unit in self.units if unit.works_from >= 0)

    def cover_ha(self, cover: str) -> float:
        """Area that the programme has put under a cover so far."""
        return sum(g.entry.area_ha for g in self.grounds if g.active and g.entry.cover == cover)


def build_site(territory: Territory, scenario: Scenario, places: Places) -> Site:
    """Return the site of a territory with a scenario's programme, checked against each other.

    Raises
    ------
    ScenarioError
        If the programme needs a site that the territory lacks, names an unknown building or
        parcel, or uses more floor or land than there is.
    """
    from microville.scenario import validate_against_site

    buildings = territory.layers["buildings"]
    on_site = buildings[buildings["site"]]
    area = dict(zip(on_site["building_id"], on_site["floor_area_m2"], strict=True))
    row_of = dict(zip(on_site["building_id"], on_site.index, strict=True))
    plots = buildings[buildings["use"] == GREENFIELD]
    plots = dict(zip(plots["building_id"], plots.index, strict=True))
    row_of |= plots
    energy = dict(zip(on_site["building_id"], on_site["energy_class"], strict=True))
    parcels = territory.layers["parcels"]
    usable = parcels["area_ha"] - parcels["sealed_ha"]
    programme = scenario.programme
    if (programme.buildings or programme.parcels) and not area:
        raise ScenarioError(
            f"{scenario.name}: the map {territory.info.name!r} has no site for its programme.",
            hint="Build the map with --site LON,LAT, or run on 'courcy-reims'.",
        )
    validate_against_site(
        scenario,
        area,
        dict(zip(parcels["parcel_id"], usable, strict=True)),
        sealed_ha=dict(zip(parcels["parcel_id"], parcels["sealed_ha"], strict=True)),
        options=territory.option_defaults(),
    )
    names = list(territory.layers["zones"]["zone"])
    site_zone = site_zone_of(territory)
    # Scattered premises stand each in their own commune; a site in one piece counts as one place.
    apart = set(row_of if territory.site_type == "scattered" else plots)
    units = []
    keys: dict[str, int] = {}
    for entry in programme.floors:
        key = f"{entry.building}/{entry.start}/{entry.use or entry.works}"
        keys[key] = keys.get(key, 0) + 1
        floor = entry.floor_area_m2 or area.get(entry.building, 0.0)
        row = int(row_of.get(entry.building, -1))
        units.append(
            Unit(
                key=key if keys[key] == 1 else f"{key}/{keys[key]}",
                row=row,
                place=_place(territory, places, row, entry.parcel),
                entry=entry,
                area_m2=float(floor),
                dwellings=entry.dwelling_count(floor, scenario.parameters),
                energy_class=energy.get(entry.building, "A") or "D",
                zone=names.index(buildings["zone"].iloc[row])
                if entry.building in apart
                else site_zone,
                off_site=entry.building in plots,
                land_ha=getattr(entry, "land_ha", 0.0),
            )
        )
    row_of_parcel = dict(zip(parcels["parcel_id"], parcels.index, strict=True))
    grounds = [
        Ground(f"{p.parcel}/{p.start}/{p.cover}", int(row_of_parcel[p.parcel]), p)
        for p in programme.parcels
    ]
    return Site(area, float(parcels["area_ha"].sum()), units, grounds)


def site_zone_of(territory: Territory) -> int:
    """Return the row of the zone of the site; without one, of the focus area."""
    buildings, zones = territory.layers["buildings"], territory.layers["zones"]
    on_site = np.flatnonzero(buildings["site"].to_numpy())
    focus = zones["focus"].to_numpy(dtype=bool)
    if not len(on_site):
        return int(np.flatnonzero(focus)[0]) if focus.any() else 0
    names = list(zones["zone"])
    zone = buildings["zone"].iloc[int(on_site[0])]
    return names.index(zone) if zone in names else 0


def _place(territory: Territory, places: Places, row: int, parcel: str | None) -> int:
    """Return the place of a site building, or for a new one that of the nearest one there."""
    if row >= 0:
        return int(np.searchsorted(places.buildings, row))
    parcels = territory.layers["parcels"]
    site = np.flatnonzero(territory.layers["buildings"]["site"].to_numpy()[places.buildings])
    known = parcels[parcels["parcel_id"] == parcel]
    if known.empty:
        return int(site[0])
    centre = known.geometry.iloc[0].centroid
    offset = places.xy[site] - np.array([centre.x, centre.y])
    return int(site[np.hypot(offset[:, 0], offset[:, 1]).argmin()])

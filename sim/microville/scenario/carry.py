"""A programme is a template: carried over to the site of a map, whatever its type and size.

On a former base everything is scaled by one factor. On a site of another type each building and
parcel of the template is carried to one that exists there (:mod:`microville.scenario.hosts`), and
what has no place is left out, entry by entry, with the reason. Entries that name a building or
parcel of the map itself are taken as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from microville.scenario.hosts import hosts_of, yards_of
from microville.scenario.scaling import scale_programme
from microville.territory.template import template_floors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.scenario.entry import Entry
    from microville.scenario.hosts import Host, Yard
    from microville.scenario.model import Scenario
    from microville.scenario.programme import (
        BuildingEntry,
        InfrastructureEntry,
        ParcelEntry,
        ServiceEntry,
    )
    from microville.scenario.shock import Shock
    from microville.territory import Territory

NO_LAND = "this site has no land of its own"


@dataclass(frozen=True, slots=True)
class Carried:
    """A scenario that fits a site, and what of it found no place.

    Attributes
    ----------
    scenario
        With the buildings, parcels and sizes of the site.
    left_out
        One line for each entry left out: where it stands, what it is, why.
    """

    scenario: Scenario
    left_out: tuple[str, ...] = ()


def fit_to_site(scenario: Scenario, territory: Territory) -> Scenario:
    """Return a scenario as it is on the site of a map; see :func:`carry_over`."""
    return carry_over(scenario, territory).scenario


def plan_scale(territory: Territory) -> float:
    """Return an area of the map over what a scenario that names the map's own places writes for it.

    A scenario for a scaled base is written at full size; elsewhere the map's own buildings and
    parcels are taken as they are.
    """
    return territory.site_scale if territory.site_type == "military" else 1.0


def carry_over(scenario: Scenario, territory: Territory) -> Carried:
    """Carry a programme over to the site of a map.

    Floors go with the building that stands in for that of the template, land with the parcel,
    installations, capital and fields with the floor of the whole site; dwellings are rounded
    down, to one at least where there is floor for a person (``housing.size_m2_per_person``).

    Parameters
    ----------
    scenario
        The template.
    territory
        The map. Without a site the programme stays as it is: the model then refuses it.
    """
    scaled = scale_programme(scenario, territory.site_scale)
    if territory.site_type == "military" or not territory.has_site:
        return Carried(scaled)
    return _Carrying(scenario, territory, scaled).all()


@dataclass
class _Carrying:
    scenario: Scenario
    territory: Territory
    scaled: Scenario
    left_out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        buildings = self.territory.layers["buildings"]
        self.own = set(buildings["building_id"][buildings["site"]])
        self.yards_here = set(self.territory.layers["parcels"]["parcel_id"])
        self.hosts: Mapping[str, Host] = hosts_of(self.territory)
        self.yards: Mapping[str, Yard] = yards_of(self.territory)
        self.gone: dict[str, int] = {}

    def all(self) -> Carried:
        """Carry all lists; buildings first, since services stand in them."""
        kinds = {
            "buildings": self.building,
            "parcels": self.parcel,
            "infrastructure": self.installation,
            "services": self.service,
        }
        changed, origins = {}, dict(self.scenario.origins)
        for name, carry in kinds.items():
            kept: list[Entry] = []
            source = self.scaled if name == "infrastructure" else self.scenario
            for position, entry in enumerate(getattr(source.programme, name)):
                key = f"programme.{name}[{position}]"
                origins.pop(key, None)
                carried, reason = carry(entry)  # type: ignore[operator]
                if carried is None:
                    self._tell(name, key, entry, reason)
                    continue
                if key in self.scenario.origins:
                    origins[f"programme.{name}[{len(kept)}]"] = self.scenario.origins[key]
                kept.append(carried)
            changed[name] = tuple(kept)
        programme = self.scaled.programme.model_copy(update=changed)
        shocks = tuple(self._shock(shock) for shock in self.scenario.shocks)
        update = {"programme": programme, "shocks": shocks, "origins": origins}
        return Carried(self.scaled.model_copy(update=update), tuple(self.left_out))

    def _shock(self, shock: Shock) -> Shock:
        name = shock.building
        if name is None or name in self.own or name not in self.hosts:
            return shock
        return shock.model_copy(update={"building": self.hosts[name].name})

    def building(self, entry: BuildingEntry) -> tuple[BuildingEntry | None, str]:
        name = entry.building
        if entry.start_month >= self.gone.get(name, entry.start_month + 1):
            return None, f"{name} is not built or not cleared here"
        if name in self.own:
            return entry, ""
        if name not in self.hosts:
            return self._new_building(entry)
        host = self.hosts[name]
        if not host.shared:
            return self._sized(entry, host.ratio, {"building": host.name}), ""
        if entry.works == "demolition":
            self.gone[name] = entry.start_month
            return None, f"{name} is a part of {host.name}: a part is not demolished"
        whole = template_floors()[name] * host.ratio
        return self._sized(entry, host.ratio, {"building": host.name}, whole), ""

    def _new_building(self, entry: BuildingEntry) -> tuple[BuildingEntry | None, str]:
        """Carry what stands on a parcel; its later uses keep its name."""
        if entry.parcel is None:
            return self._sized(entry, self.territory.site_scale, {}), ""
        if entry.parcel in self.yards_here:
            return entry, ""
        if entry.parcel not in self.yards:
            self.gone[entry.building] = entry.start_month
            return None, NO_LAND
        yard = self.yards[entry.parcel]
        ratio = min(self.territory.site_scale, yard.usable)
        return self._sized(entry, ratio, {"parcel": yard.name}), ""

    def _sized(
        self,
        entry: BuildingEntry,
        ratio: float,
        update: dict[str, object],
        whole: float | None = None,
    ) -> BuildingEntry:
        floor = whole if entry.floor_area_m2 is None else entry.floor_area_m2 * ratio
        update |= {"floor_area_m2": floor}
        if entry.dwellings:
            known = template_floors().get(entry.building, 0.0) * ratio if floor is None else floor
            least = int(known >= self.scenario.parameters.housing.size_m2_per_person)
            update["dwellings"] = max(int(entry.dwellings * ratio), least)
        return entry.model_copy(update=update)

    def parcel(self, entry: ParcelEntry) -> tuple[ParcelEntry | None, str]:
        if entry.parcel in self.yards_here:
            return entry, ""
        if entry.parcel not in self.yards:
            return (None, NO_LAND) if not self.yards else (entry, "")
        yard = self.yards[entry.parcel]
        unsealed = entry.unseal_ha * yard.sealed
        area = (entry.area_ha - entry.unseal_ha) * yard.usable + unsealed
        if area <= 0.0:
            return None, f"{yard.name} has none of that land"
        update = {"parcel": yard.name, "area_ha": area, "unseal_ha": unsealed}
        return entry.model_copy(update=update), ""

    def installation(self, entry: InfrastructureEntry) -> tuple[InfrastructureEntry | None, str]:
        if entry.kind == "heat_network" and self.territory.site_type == "scattered":
            return None, "no network of one site links premises in the town's streets"
        return entry, ""

    def service(self, entry: ServiceEntry) -> tuple[ServiceEntry | None, str]:
        if entry.building is not None:
            if entry.start_month >= self.gone.get(entry.building, entry.start_month + 1):
                return None, f"{entry.building} is not there"
            if entry.building in self.own or entry.building not in self.hosts:
                return entry, ""
            return entry.model_copy(update={"building": self.hosts[entry.building].name}), ""
        if entry.parcel is None or entry.parcel in self.yards_here:
            return entry, ""
        if entry.parcel not in self.yards:
            return (None, NO_LAND) if not self.yards else (entry, "")
        return entry.model_copy(update={"parcel": self.yards[entry.parcel].name}), ""

    def _tell(self, name: str, key: str, entry: Entry, reason: str) -> None:
        where = self.scenario.origins.get(key, self.scenario.name)
        words = ("building", "parcel", "kind", "category", "works", "cover")
        what = " ".join(str(v) for w in words if (v := getattr(entry, w, None)))
        self.left_out.append(f"{where}: programme.{name} ({what} from {entry.start}): {reason}")

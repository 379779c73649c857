"""Whether a programme fits together, and fits a site: floor area and land are conserved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.errors import ScenarioError
from microville.scenario.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from microville.scenario.entry import Entry
    from microville.scenario.model import Scenario
    from microville.scenario.programme import BuildingEntry

_TOLERANCE = 1e-6
_FARMED = {"market_garden", "orchard", "cereals"}


def programme_conflicts(scenario: Scenario) -> list[str]:
    """Return what cannot be true at once in any site, one line each.

    A whole building used twice at the same time, or used after its demolition.
    """
    problems = []
    entries = scenario.programme.buildings
    for position, later in enumerate(entries):
        for earlier in entries[:position]:
            text = _pair_conflict(earlier, later, entries)
            if text:
                problems.append(_told(scenario, "buildings", position, text))
                break
    return problems


def _pair_conflict(
    earlier: BuildingEntry, later: BuildingEntry, entries: Iterable[BuildingEntry]
) -> str:
    if earlier.building != later.building or not _overlap(earlier, later):
        return ""
    name, since = later.building, earlier.start
    if earlier.works == "demolition":
        rebuilt = any(
            e.works == "new_build" and e.building == name and since < e.start <= later.start
            for e in entries
        )
        return "" if rebuilt else f"{name} is demolished from {since} and cannot be used"
    if later.works == "demolition":
        return f"{name} is demolished from {later.start} while it is used since {since}"
    if earlier.floor_area_m2 is None or later.floor_area_m2 is None:
        return (
            f"{name} is used twice: it is {earlier.use!r} from {since}"
            f"{_until(earlier)}; give 'until' or floor_area_m2 to both, or remove one"
        )
    return ""


def _until(entry: Entry) -> str:
    return f" to {entry.until}" if entry.until else ", with no end"


def _overlap(first: Entry, second: Entry) -> bool:
    return first.start_month < second.end_month and second.start_month < first.end_month


def _told(scenario: Scenario, name: str, position: int, text: str) -> str:
    key = f"programme.{name}[{position}]"
    where = scenario.origins.get(key, scenario.name)
    entry = getattr(scenario.programme, name)[position]
    return f"{where}: programme.{name} (from {entry.start}): {text}."


def validate_against_site(
    scenario: Scenario,
    buildings: Mapping[str, float],
    parcels: Mapping[str, float],
    *,
    sealed_ha: Mapping[str, float] | None = None,
    options: Collection[str] | None = None,
) -> None:
    """Check that a programme fits a site.

    Parameters
    ----------
    scenario
        The scenario to check.
    buildings
        Floor area of each building of the site (m2).
    parcels
        Usable area of each parcel (ha): its area less what is sealed.
    sealed_ha
        Sealed area of each parcel (ha), if unsealing is to be checked.
    options
        Switches that the map has, if they are to be checked.

    Raises
    ------
    ScenarioError
        If ids are unknown or more floor or land is used at once than there is; all problems, one
        a line, with file and line of the entry.
    """
    problems = list(_unknown_ids(scenario, buildings, parcels))
    if not problems:
        problems += _floor_problems(scenario, buildings)
        problems += _dwelling_problems(scenario, buildings)
        problems += _land_problems(scenario, parcels, sealed_ha)
    if options is not None:
        problems += [
            f"{scenario.path or scenario.name}: territory.options.{name}: this map has no such "
            f"switch{did_you_mean(name, options)}"
            for name in scenario.options
            if name not in options
        ]
    if problems:
        raise ScenarioError("\n".join(problems))


SMALLEST_DWELLING_M2 = 9.0
"""A decent dwelling has a main room of at least 9 m² (decree 2002-120 of 2002, art. 4)."""


def _dwelling_problems(scenario: Scenario, buildings: Mapping[str, float]) -> Iterator[str]:
    for position, entry in enumerate(scenario.programme.buildings):
        floor = entry.floor_area_m2 or buildings.get(entry.building, 0.0)
        count = entry.dwelling_count(floor, scenario.parameters)
        if count and floor / count < SMALLEST_DWELLING_M2:
            most = int(floor // SMALLEST_DWELLING_M2)
            text = (
                f"{entry.building}: {count} dwellings in {floor:g} m2 are {floor / count:.1f} m2 "
                f"each; at most {most}"
            )
            yield _told(scenario, "buildings", position, text)


def _unknown_ids(
    scenario: Scenario, buildings: Collection[str], parcels: Collection[str]
) -> Iterator[str]:
    new = {e.building for e in scenario.programme.buildings if e.works == "new_build"}
    for name in ("buildings", "services", "parcels"):
        for position, entry in enumerate(getattr(scenario.programme, name)):
            building, parcel = getattr(entry, "building", None), getattr(entry, "parcel", None)
            if building is not None and building not in buildings and building not in new:
                text = f"no building {building!r} on this site{did_you_mean(building, buildings)}"
                yield _told(scenario, name, position, text.rstrip("."))
            if parcel is not None and parcel not in parcels:
                text = f"no parcel {parcel!r} on this site{did_you_mean(parcel, parcels)}"
                yield _told(scenario, name, position, text.rstrip("."))


def _floor_problems(scenario: Scenario, buildings: Mapping[str, float]) -> Iterator[str]:
    entries = scenario.programme.buildings
    for position, entry in enumerate(entries):
        if entry.works == "demolition":
            continue
        if entry.works == "new_build":
            text = _new_build_problem(entry, entries[:position], buildings)
            if text:
                yield _told(scenario, "buildings", position, text)
            continue
        has = _floor_of(entry.building, entries[:position], buildings)
        at_once = [
            has if other.floor_area_m2 is None else other.floor_area_m2
            for other in _active(entries[: position + 1], entry.start_month)
            if other.building == entry.building and other.works != "demolition"
        ]
        if sum(at_once) > has + _TOLERANCE:
            text = f"{entry.building} has {has:g} m2; {sum(at_once):g} m2 are used at once"
            over = f", {(sum(at_once) / has - 1) * 100:.3g} % more than it has" if has else ""
            yield _told(scenario, "buildings", position, f"{text}{over}")


def _floor_of(
    building: str, entries: Iterable[BuildingEntry], buildings: Mapping[str, float]
) -> float:
    """Return the floor area of a building: as it was built anew last, else as on the site."""
    built = [e for e in entries if e.building == building and e.works == "new_build"]
    area = built[-1].floor_area_m2 if built else buildings.get(building)
    return area or 0.0


def _new_build_problem(
    entry: BuildingEntry, earlier: Iterable[BuildingEntry], buildings: Mapping[str, float]
) -> str:
    cleared = any(e.works == "demolition" and e.building == entry.building for e in earlier)
    if entry.building in buildings and not cleared:
        return f"{entry.building} stands already: demolish it first, or name the new one otherwise"
    if entry.parcel is None and not cleared:
        return f"the new building {entry.building} needs the 'parcel' it stands on"
    return ""


def _active(entries: Iterable[BuildingEntry], month: int) -> Iterator[BuildingEntry]:
    return (entry for entry in entries if entry.start_month <= month < entry.end_month)


def _land_problems(
    scenario: Scenario, parcels: Mapping[str, float], sealed_ha: Mapping[str, float] | None
) -> Iterator[str]:
    uses = _land_uses(scenario)
    for parcel, entry, (name, position), _, _ in uses:
        month = entry.start_month
        at_once = [u for u in uses if u[0] == parcel and u[1].start_month <= month < u[1].end_month]
        taken, unsealed = sum(use[3] for use in at_once), sum(use[4] for use in at_once)
        if taken > parcels[parcel] + _TOLERANCE:
            covers = {getattr(use[1], "cover", "new_build") for use in at_once}
            farmed = sorted(covers & _FARMED)
            built = " for a new building on farmed land" if "new_build" in covers and farmed else ""
            text = f"{parcel} has {parcels[parcel]:g} usable ha; {taken:g} ha are used at once"
            yield _told(scenario, name, position, f"{text}{built} ({', '.join(sorted(covers))})")
        if sealed_ha is not None and unsealed > sealed_ha.get(parcel, 0.0) + _TOLERANCE:
            text = f"{parcel} has {sealed_ha.get(parcel, 0.0):g} sealed ha; {unsealed:g} unsealed"
            yield _told(scenario, name, position, text)


_LandUse = tuple[str, "Entry", tuple[str, int], float, float]


def _land_uses(scenario: Scenario) -> list[_LandUse]:
    """Return who takes land where: parcel, entry, place in the programme, ha taken, unsealed."""
    programme = scenario.programme
    uses: list[_LandUse] = [
        (e.parcel, e, ("parcels", i), e.area_ha - e.unseal_ha, e.unseal_ha)
        for i, e in enumerate(programme.parcels)
    ]
    uses += [
        (e.parcel, e, ("buildings", i), (e.floor_area_m2 or 0.0) / e.floors / 1e4, 0.0)
        for i, e in enumerate(programme.buildings)
        if e.works == "new_build" and e.parcel is not None
    ]
    return uses

"""What becomes of each building and when: as the programme plans it, or as a run had it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.model.phases.works import works_duration
from microville.scenario import fit_to_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from microville.scenario import GreenfieldEntry, Scenario
    from microville.scenario.programme import BuildingEntry
    from microville.territory import Territory

COLUMNS = (
    "building",
    "name_en",
    "name_fr",
    "use",
    "works",
    "state",
    "from_month",
    "until_month",
    "floor_area_m2",
    "dwellings",
    "energy_class_after",
    "row",
)
WAITING, WORKS, EMPTY, USED = "waiting", "works", "empty", "used"
"""Planned but not begun; works go on; ready without tenant; let or lived in."""
Span = tuple[str, int, int]


def timeline(
    scenario: Scenario, territory: Territory, events: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return what becomes of each part of each building, a row a state.

    Parameters
    ----------
    scenario
        The scenario; its months are those shown.
    territory
        The map.
    events
        Those of a run of the scenario. Without them all is as planned: works start at their date,
        last as the parameters say, and tenants come the day after.

    Returns
    -------
    DataFrame
        ``building``, names, ``use``, ``works``, ``state`` (waiting, works, empty, used),
        ``from_month`` and ``until_month`` (excluded; months from January 2025), floor (m²),
        dwellings, energy class after works, and ``row``: the entry's place in the programme.
        In the order of buildings, then of time.
    """
    import pandas as pd

    scaled = fit_to_site(scenario, territory)
    buildings = territory.layers["buildings"]
    floors = dict(zip(buildings["building_id"], buildings["floor_area_m2"], strict=True))
    seen: dict[str, int] = {}
    found = []
    for row, entry in enumerate(scaled.programme.floors):
        key = f"{entry.building}/{entry.start}/{entry.use or entry.works}"
        seen[key] = seen.get(key, 0) + 1
        key = key if seen[key] == 1 else f"{key}/{seen[key]}"
        floor = float(entry.floor_area_m2 or floors.get(entry.building, 0.0))
        planned = _planned(scaled, entry, floor)
        spans = planned if events is None else _happened(entry, _own(events, key), scaled.months)
        for state, start, end in spans:
            last = min(end, scaled.months)
            if start < last:
                values = (
                    entry.building,
                    entry.name_en,
                    entry.name_fr,
                    entry.use or "demolition",
                    entry.works,
                    state,
                    start,
                    last,
                    floor,
                    entry.dwelling_count(floor, scaled.parameters),
                    entry.energy_class_after or "",
                    row,
                )
                found.append(dict(zip(COLUMNS, values, strict=True)))
    table = pd.DataFrame(found, columns=list(COLUMNS))
    return table.sort_values(["building", "from_month", "row"], ignore_index=True)


def _planned(
    scenario: Scenario, entry: BuildingEntry | GreenfieldEntry, floor: float
) -> Iterator[Span]:
    start, end = entry.start_month, entry.end_month
    done = start
    if entry.works != "none":
        done = start + max(round(works_duration(scenario.parameters.works, entry.works, floor)), 1)
        yield WORKS, start, done
    if entry.use is not None:
        yield USED, done, end


def _own(events: pd.DataFrame, key: str) -> list[tuple[str, int]]:
    mine = events[events["subject"] == key] if len(events) else events
    return list(zip(mine["kind"], mine["month"].astype(int), strict=True))


AFTER: Mapping[str, str] = {
    "works_start": WORKS,
    "works_end": EMPTY,
    "lease_start": USED,
    "lease_end": EMPTY,
    "move_in": USED,
}
"""State that an event of a unit begins."""


def _happened(
    entry: BuildingEntry | GreenfieldEntry, events: list[tuple[str, int]], months: int
) -> Iterator[Span]:
    """Return the states that a unit's events tell; the entry's end ends all but works."""
    state, since = (EMPTY if entry.works == "none" else WAITING), entry.start_month
    for kind, month in events:
        after = AFTER.get(kind, state)
        if after != state:
            yield state, since, month
            state, since = after, month
    if entry.works == "demolition" and state == EMPTY:
        return
    yield state, since, min(entry.end_month, months) if state != WORKS else months

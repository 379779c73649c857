"""How the site's gates and the Courcy link change who can reach it: access only, no simulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.access import at_points, build_network, closest, find_places, profile

if TYPE_CHECKING:
    import pandas as pd

    from microville.scenario import Scenario
    from microville.territory import Territory


def option_variants(territory: Territory) -> list[tuple[str, dict[str, bool]]]:
    """Return named switchings of the map's options: as assumed, each turned, and all on."""
    defaults = territory.option_defaults()
    variants: list[tuple[str, dict[str, bool]]] = [("default", {})]
    variants += [(name, {name: not on}) for name, on in defaults.items()]
    if defaults:
        variants.append(("all", dict.fromkeys(defaults, True)))
    return variants


def site_reach(territory: Territory, scenario: Scenario) -> pd.DataFrame:
    """Return who lives within 15 and 30 minutes of the site for each variant of its options.

    Dwellings of the focus area stand for inhabitants: each counts the zone's persons per
    dwelling, or, where a census cell is known, the cell's.

    Returns
    -------
    DataFrame
        variant, profile, minutes, persons (of the focus area), mean_min (mean minutes to the site,
        over those who can get there).
    """
    import pandas as pd

    places = find_places(territory)
    persons = _persons_by_home(territory, places.buildings)
    site = np.flatnonzero(
        territory.layers["buildings"]["site"].to_numpy()[places.buildings]
    ).astype(np.int32)
    lines = []
    for name, options in option_variants(territory):
        for mode in ("walk", "bike"):
            network = build_network(
                territory,
                profile(mode, scenario.parameters),
                places.xy,
                options=dict(scenario.options) | options,
            )
            times, _ = closest(network, site, np.arange(len(site), dtype=np.int32))
            minutes = at_points(network, times, slice(0, places.service_start))[:, 0] / 60_000
            there = (minutes < 24 * 60) & (persons > 0)
            mean = float(np.average(minutes[there], weights=persons[there])) if there.any() else 0.0
            lines += [
                (name, mode, limit, round(float(persons[minutes <= limit].sum())), round(mean, 1))
                for limit in (15, 30)
            ]
    return pd.DataFrame(lines, columns=["variant", "profile", "minutes", "persons", "mean_min"])


def _persons_by_home(
    territory: Territory, rows: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    buildings = territory.layers["buildings"].iloc[rows]
    dwellings = buildings["dwellings"].to_numpy(dtype=float)
    persons = np.zeros(len(buildings))
    zones = territory.layers["zones"]
    for zone in zones[zones["focus"]].itertuples():
        here = (buildings["zone"] == zone.zone).to_numpy()
        stock = dwellings[here].sum()
        if stock > 0:
            persons[here] = dwellings[here] * zone.population / stock
    for cell in territory.layers["cells"].itertuples():
        here = (buildings["cell"] == cell.cell).to_numpy()
        stock = dwellings[here].sum()
        if stock > 0:
            persons[here] = dwellings[here] * cell.persons / stock
    return persons

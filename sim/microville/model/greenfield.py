"""Plots of a programme on farmland: put on the map before it is attached to streets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.errors import ScenarioError, TerritoryError
from microville.territory.fields import Plot, place_plots, with_plots

if TYPE_CHECKING:
    from microville.scenario import Scenario
    from microville.territory import Territory


def with_greenfield(territory: Territory, scenario: Scenario) -> Territory:
    """Return the map with the plots on which a programme builds outside the site.

    The same map where it builds on none.

    Parameters
    ----------
    territory
        The map.
    scenario
        The scenario, scaled to the map's site.

    Raises
    ------
    ScenarioError
        If there is no free farmland for a plot, or a building bears its name; with file and line.
    """
    entries = scenario.programme.greenfield
    if not entries:
        return territory
    names = set(territory.layers["buildings"]["building_id"])
    problems = []
    shapes = []
    plots = [Plot(e.plot, e.east_m, e.north_m, e.land_ha) for e in entries]
    for position, entry in enumerate(entries):
        where = scenario.origins.get(f"programme.greenfield[{position}]", scenario.name)
        told = f"{where}: programme.greenfield (from {entry.start}): "
        if entry.plot in names:
            problems.append(f"{told}a building is named {entry.plot!r}: name the plot otherwise.")
        names.add(entry.plot)
    if not problems:
        try:
            shapes = place_plots(territory, plots)
        except TerritoryError as error:
            name = error.message.partition(":")[0]
            position = next(i for i, plot in enumerate(plots) if plot.name == name)
            where = scenario.origins.get(f"programme.greenfield[{position}]", scenario.name)
            problems.append(f"{where}: programme.greenfield: {error.message}.")
    if problems:
        raise ScenarioError("\n".join(problems))
    return with_plots(territory, plots, shapes)

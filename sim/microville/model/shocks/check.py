"""Whether the shocks of a scenario hit something that a map has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.errors import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from microville.scenario import Scenario, Shock
    from microville.territory import Territory


def check_shocks(scenario: Scenario, territory: Territory) -> None:
    """Check that facilities, streets, switches and buildings that shocks name are on the map.

    Raises
    ------
    ScenarioError
        With all that are not, one a line, with file and line.
    """
    problems = []
    for position, shock in enumerate(scenario.shocks):
        where = scenario.origins.get(f"shocks[{position}]", scenario.name)
        problems += [
            f"{where}: shocks (from {shock.start}): {text}"
            for text in _problems(scenario, shock, territory)
        ]
    if problems:
        raise ScenarioError("\n".join(problems))


def _problems(scenario: Scenario, shock: Shock, territory: Territory) -> Iterator[str]:
    from microville.model.shocks.streets import NEAREST_M, edges_of
    from microville.scenario.nearest import did_you_mean

    if shock.facility is not None:
        known = list(territory.layers["services"]["service_id"])
        if shock.facility not in known:
            yield f"no service {shock.facility!r} on this map{did_you_mean(shock.facility, known)}"
    if shock.option is not None:
        options = territory.option_defaults()
        if shock.option not in options:
            yield f"no switch {shock.option!r} on this map{did_you_mean(shock.option, options)}"
    elif shock.kind == "close_street" and not len(edges_of(territory, shock)):
        yield f"no street within {NEAREST_M:g} m of {shock.lon:g}, {shock.lat:g} on this map."
    if shock.building is not None:
        used = sorted({entry.building for entry in scenario.programme.buildings})
        if shock.building not in used:
            found = did_you_mean(shock.building, used)
            yield f"the programme lets nothing in {shock.building!r}{found}"

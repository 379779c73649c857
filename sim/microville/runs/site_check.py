"""Whether a scenario's programme fits a map's site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.access import find_places
from microville.model.greenfield import with_greenfield
from microville.model.shocks import check_shocks
from microville.model.site import build_site
from microville.scenario import fit_to_site

if TYPE_CHECKING:
    from microville.scenario import Scenario
    from microville.territory import Territory


def check_on_map(scenario: Scenario, territory: Territory) -> None:
    """Check a programme against the buildings and parcels of a map.

    Raises
    ------
    ScenarioError
        If it names what is not there or uses more floor or land than there is.
    """
    scaled = fit_to_site(scenario, territory)
    built = with_greenfield(territory, scaled)
    check_shocks(scaled, built)
    build_site(built, scaled, find_places(built))

"""A cooperative that takes on only a part of the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.scenario import scale_programme

if TYPE_CHECKING:
    from microville.scenario import Scenario
    from microville.territory import Territory


def take_on(scenario: Scenario, territory: Territory) -> Scenario:
    """Return a scenario whose programme and cooperative have ``cooperative.size`` of the size.

    The scenario is fitted to its site already (:func:`microville.scenario.fit_to_site`).

    Floors (of whole buildings too), land, installations, dwellings, capital, animation and
    operating grant shrink alike. The site does not: its land comes, and taxes, insurance and the
    holding of what stays empty are paid, for all of it; demolitions stay whole, and so does what
    others build on fields. A facilitator's post costs the same too
    (``governance.animation_reference_eur_year``).
    """
    size = scenario.cooperative.size
    if size == 1.0:
        return scenario
    buildings = territory.layers["buildings"]
    on_site = buildings[buildings["site"]]
    floor = dict(zip(on_site["building_id"], on_site["floor_area_m2"], strict=True))
    entries = tuple(
        entry.model_copy(update={"floor_area_m2": float(floor[entry.building])})
        if entry.floor_area_m2 is None and entry.works != "demolition" and entry.building in floor
        else entry
        for entry in scenario.programme.buildings
    )
    programme = scenario.programme.model_copy(update={"buildings": entries})
    smaller = scale_programme(scenario.model_copy(update={"programme": programme}), size)
    land = scenario.parameters.finance.land_contribution_eur
    finance = smaller.parameters.finance.model_copy(update={"land_contribution_eur": land})
    return smaller.model_copy(
        update={
            "programme": smaller.programme.model_copy(
                update={"greenfield": scenario.programme.greenfield}
            ),
            "parameters": smaller.parameters.model_copy(update={"finance": finance}),
        }
    )

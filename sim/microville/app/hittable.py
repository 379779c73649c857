"""What of the present month a disturbance could hit: services nearby, tenants of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from microville.model.facilities import FOLLOWED
from microville.model.site import LET

if TYPE_CHECKING:
    from microville.model import Microville

MOST = 120
"""Services in a list that people still read."""


def hittable(model: Microville) -> dict[str, Any]:
    """Return open services of the focus area, and buildings of the site with tenants.

    Parameters
    ----------
    model
        The model as it is.

    Returns
    -------
    dict
        ``facilities``: (identifier, category, commune), by commune and category; shops that came
        later than the map are left out, since a scenario file cannot name them. ``tenants``:
        (building, jobs), most jobs first.
    """
    facilities = model.facilities
    known = set(model.territory.layers["services"]["service_id"])
    here = facilities.open & (facilities.category >= 0) & (facilities.zone >= 0)
    here &= model.focus_zone[np.maximum(facilities.zone, 0)]
    found = [
        (facilities.names[row], FOLLOWED[facilities.category[row]], int(facilities.zone[row]))
        for row in np.flatnonzero(here).tolist()
        if facilities.names[row] in known
    ]
    found.sort(key=lambda item: (model.zone_names[item[2]], item[1], item[0]))
    jobs: dict[str, int] = {}
    for unit in model.site.own_units:
        if unit.state == LET and unit.jobs:
            jobs[unit.entry.building] = jobs.get(unit.entry.building, 0) + unit.jobs
    return {
        "facilities": [(name, kind, model.zone_names[zone]) for name, kind, zone in found[:MOST]],
        "tenants": sorted(jobs.items(), key=lambda item: (-item[1], item[0])),
    }

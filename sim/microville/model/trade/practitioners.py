"""Practitioners who give up, and who is found to follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.facilities import FOLLOWED
from microville.model.site import LET
from microville.model.trade.premises import service_due

if TYPE_CHECKING:
    from microville.model.model import Microville

PRACTITIONERS = ("general_practitioner", "nurse", "dentist")
"""Professions of which each facility is one person."""


def practitioners(model: Microville) -> None:
    """Let practitioners give up by a yearly chance, and some be followed after a time.

    None gives up unless a scenario says so. Who follows takes the same rooms and serves as many
    patients: nothing is made from nothing. Draws are keyed by the practitioner, so that one who
    gives up changes no other's luck.
    """
    service = model.parameters.public_service
    if service.practitioner_leaving_share_year == 0 and not model.commerce.successors:
        return
    for row in [r for r, due in model.commerce.successors if due == model.month]:
        _follow(model, row)
    model.commerce.successors = [s for s in model.commerce.successors if s[1] > model.month]
    _leave(model)


def _leave(model: Microville) -> None:
    facilities, service = model.facilities, model.parameters.public_service
    commerce = model.commerce
    monthly = service.practitioner_leaving_share_year / 12
    kinds = [FOLLOWED.index(name) for name in PRACTITIONERS]
    rows = np.flatnonzero(facilities.open & np.isin(facilities.category, kinds))
    seed, keys = model.seed_number, facilities.key[rows]
    goes = rng.happens(seed, rng.stream("practitioner.leaves"), rng.ppb(monthly), keys, model.month)
    followed = rng.happens(
        seed,
        rng.stream("practitioner.followed"),
        rng.ppb(service.practitioner_replaced_share),
        keys,
    )
    for row, has_successor in zip(rows[goes], followed[goes], strict=True):
        model.close_facility(int(row))
        model.tell("practitioner_leaves", facilities.names[row], 1)
        commerce.deserted.add(int(row))
        commerce.successors = [s for s in commerce.successors if s[0] != row]
        if has_successor:
            due = model.month + service.practitioner_replacement_months
            commerce.successors.append((int(row), due))


def _follow(model: Microville, row: int) -> None:
    """Open the practice of who follows: another row, with the capacity of who left.

    On the site only while the programme lets the rooms; whom it finds for them later is no
    successor.
    """
    facilities = model.facilities
    model.commerce.deserted.discard(row)
    unit = next((u for u in model.site.units if row in u.facilities), None)
    service = next((i for i, (_, r) in enumerate(model.site_services) if r == row), -1)
    ended = unit is not None and unit.state != LET
    ended |= service >= 0 and not service_due(model, model.site_services[service][0])
    if ended or facilities.open[row]:
        return
    root, _, rank = facilities.names[row].partition("#")
    new = facilities.append(
        f"{root}#{int(rank or 1) + 1}",
        FOLLOWED[int(facilities.category[row])],
        int(facilities.point[row]),
        capacity=int(facilities.capacity[row]),
        site_row=int(facilities.site_row[row]),
        zone=int(facilities.zone[row]),
    )
    if unit is not None:
        unit.facilities[unit.facilities.index(row)] = new
    elif service >= 0:
        model.site_services[service] = (model.site_services[service][0], new)
    facilities.open[new] = True
    model.access.opened.append(new)
    model.tell("practitioner_arrives", facilities.names[new], 1)

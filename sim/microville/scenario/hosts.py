"""Which building of a site of another type stands in for each building of the template."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.territory.template import template_floors, template_land

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.territory import Territory


@dataclass(frozen=True, slots=True)
class Host:
    """Where a building of the template is carried.

    Attributes
    ----------
    name
        Building of the site.
    ratio
        Square metres there for each of the template.
    shared
        Whether other buildings of the template are in the same one.
    """

    name: str
    ratio: float
    shared: bool


@dataclass(frozen=True, slots=True)
class Yard:
    """Where a parcel of the template is carried: hectares there for each of the template."""

    name: str
    usable: float
    sealed: float


def deal(wanted: Mapping[str, float], there: Mapping[str, float]) -> dict[str, str]:
    """Return who hosts whom, by rank of size.

    With as many hosts as guests or more, the largest guest goes to the largest host, the second to
    the second, and so on. With fewer, guests come the largest first, each to the host with most
    room left, hosts counted at their share of all; so that all are about equally full.

    Parameters
    ----------
    wanted, there
        Sizes of guests and of hosts by name; ties go by name.
    """
    guests = sorted(wanted, key=lambda name: (-wanted[name], name))
    hosts = sorted(there, key=lambda name: (-there[name], name))
    if not hosts:
        return {}
    if len(hosts) >= len(guests):
        return dict(zip(guests, hosts, strict=False))
    scale = sum(wanted.values()) / sum(there.values())
    room = {name: there[name] * scale for name in hosts}
    found = {}
    for guest in guests:
        host = max(hosts, key=lambda name: room[name])  # the first of equals: the larger host
        room[host] -= wanted[guest]
        found[guest] = host
    return found


def hosts_of(territory: Territory) -> dict[str, Host]:
    """Return the host of each building of the template; each host is divided among its guests.

    Floor is conserved: what a host has is shared out whole, by the floors of the template.
    """
    buildings = territory.layers["buildings"]
    on_site = buildings[buildings["site"]]
    there = dict(zip(on_site["building_id"], on_site["floor_area_m2"].tolist(), strict=True))
    wanted = template_floors()
    dealt = deal(wanted, there)
    guests = Counter(dealt.values())
    taken = dict.fromkeys(there, 0.0)
    for guest, host in dealt.items():
        taken[host] += wanted[guest]
    return {
        guest: Host(host, there[host] / taken[host], guests[host] > 1)
        for guest, host in dealt.items()
    }


def yards_of(territory: Territory) -> dict[str, Yard]:
    """Return the parcel that stands in for each of the template; none where there is no land."""
    parcels = territory.layers["parcels"]
    green = (parcels["area_ha"] - parcels["sealed_ha"]).tolist()
    usable = dict(zip(parcels["parcel_id"], green, strict=True))
    sealed = dict(zip(parcels["parcel_id"], parcels["sealed_ha"].tolist(), strict=True))
    wanted = template_land()
    dealt = deal({name: land[0] for name, land in wanted.items()}, usable)
    green_of: dict[str, float] = dict.fromkeys(usable, 0.0)
    sealed_of: dict[str, float] = dict.fromkeys(usable, 0.0)
    for guest, host in dealt.items():
        green_of[host] += wanted[guest][0]
        sealed_of[host] += wanted[guest][1]
    return {
        guest: Yard(
            host,
            usable[host] / green_of[host],
            sealed[host] / sealed_of[host] if sealed_of[host] else 0.0,
        )
        for guest, host in dealt.items()
    }

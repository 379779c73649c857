"""Vacant commercial premises: what a shop that gave up leaves, and what the programme allows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from microville.access import matrix
from microville.model.access_state import FARTHEST_MS
from microville.model.facilities import FOLLOWED, TRADES, capacity_of
from microville.model.site import LET

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.model.site import Unit
    from microville.scenario.programme import ServiceEntry


@dataclass(slots=True)
class Premises:
    """Vacant premises in which a shop may open.

    Attributes
    ----------
    key
        Identity, that of the first facility there.
    operators
        How many shops there have been.
    point, zone, site_row
        Where it is, as columns of facilities.
    floor_m2
        Its floor.
    trades
        Trades that may open there.
    unit, service
        The unit, or the position among ``site_services``, through which the programme allows it.
    trade, due
        What somebody has decided to open here and when; -1 for nothing.
    ms
        Time from each home on foot and by car, shape (2, homes), once it was asked for.
    """

    key: str
    operators: int
    point: int
    zone: int
    site_row: int
    floor_m2: float
    trades: tuple[str, ...]
    unit: Unit | None = None
    service: int = -1
    trade: str = ""
    due: int = -1
    ms: NDArray[np.int32] | None = field(default=None, repr=False)

    @property
    def opening(self) -> tuple[str, int]:
        """Identity of the next business here: premises and rank of the opening."""
        return self.key, self.operators + 1

    def allowed(self, model: Microville) -> bool:
        """Return whether a shop may open here this month: always where no programme rules."""
        if self.service >= 0:
            return service_due(model, model.site_services[self.service][0])
        return self.unit is None or self.unit.state == LET

    def times(self, model: Microville) -> NDArray[np.int32]:
        """Return the time from each home on foot and by car (milliseconds, shape (2, homes))."""
        if self.ms is None:
            homes = np.arange(model.access.places.service_start, dtype=np.int32)
            target = np.array([self.point], dtype=np.int32)
            walk, _, car = model.access.networks
            self.ms = np.stack(
                [matrix(n, homes, target, limit_ms=FARTHEST_MS)[:, 0] for n in (walk, car)]
            )
        return self.ms


def service_due(model: Microville, entry: ServiceEntry) -> bool:
    """Return whether a service that the programme lists by date may be open this month.

    Where the programme uses its building, the service waits for a part of it in use.
    """
    parts = [unit for unit in model.site.units if unit.entry.building == entry.building]
    used = entry.building is None or not parts or any(unit.in_use for unit in parts)
    return used and bool(entry.start_month <= model.month < entry.end_month)


def left_by(model: Microville, row: int, floor_m2: float, origin: tuple[str, int]) -> Premises:
    """Return the premises that the business of a facility leaves.

    Off the site any trade whose usual floor fits may follow; on the site those that the programme
    lists for the building.

    Parameters
    ----------
    model
        The state.
    row
        The facility.
    floor_m2
        Floor of the business, nan if it was never known: then that of its trade.
    origin
        Key of the premises and rank of the business that leaves.
    """
    facilities = model.facilities
    usual = {name: float(getattr(model.parameters.trade, f"{name}_floor_m2")) for name in TRADES}
    own = FOLLOWED[int(facilities.category[row])]
    floor = max(usual[own], 0.0 if np.isnan(floor_m2) else floor_m2)
    unit = next((u for u in model.site.units if row in u.facilities), None)
    service = next((i for i, (_, r) in enumerate(model.site_services) if r == row), -1)
    trades = tuple(name for name in TRADES if usual[name] <= floor)
    if unit is not None:
        trades = tuple(name for name in TRADES if name in unit.entry.categories)
    elif service >= 0:
        trades = (own,)
    return Premises(
        key=origin[0],
        operators=origin[1],
        point=int(facilities.point[row]),
        zone=int(facilities.zone[row]),
        site_row=int(facilities.site_row[row]),
        floor_m2=floor,
        trades=trades,
        unit=unit,
        service=service,
    )


def next_facility(model: Microville, premises: Premises, trade: str) -> int:
    """Add the facility of the next operator of premises, closed, and return its row."""
    key, rank = premises.opening
    row = model.facilities.append(
        f"{key}#{rank}",
        trade,
        premises.point,
        capacity=capacity_of(trade, model.parameters),
        site_row=premises.site_row,
        zone=premises.zone,
    )
    if premises.unit is not None:
        # A shop of the site closes with its unit; the same row may be listed only once.
        premises.unit.facilities.append(row)
    elif premises.service >= 0:
        entry, _ = model.site_services[premises.service]
        model.site_services[premises.service] = (entry, row)
    return row

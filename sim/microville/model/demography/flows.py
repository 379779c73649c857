"""How many people move from where to where in a year: within a commune, the map and beyond it.

Moves between two communes are as many in one direction as in the other (in people, expected), so
that each commune's balance is that of its moves beyond the map, which its facts set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville import rng
from microville.population.columns import INSTITUTION

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.demography.register import Register
    from microville.model.model import Microville
    from microville.parameters.moves import Moves

BANDS = (25, 30, 40, 55)
"""Ages of the oldest member at which mobility changes."""
STUDENTS, GRADUATES = 0, 1
"""Bands of those under 25, and of 25 to 29."""


@dataclass(frozen=True, slots=True)
class Flows:
    """Yearly moves of people, by zone and age band of the oldest member.

    Attributes
    ----------
    within
        Chance to look in the own commune, shape (zones, bands).
    elsewhere, focus
        Chance to look in another commune outside, and inside, the focus area.
    to_elsewhere, to_focus
        Cumulated shares by commune in parts per billion, shape (zones, zones).
    leaving, coming
        How often households of each age band leave the map, and come to it, in proportion.
    ages
        Share of the map's people by age band of their household at the start.
    rate
        Yearly share of people who leave the map where the balance is even.
    net, net_map
        Yearly balance of 2015 to 2021 over the people in households: the commune's, the map's.
    """

    within: NDArray[np.float64]
    elsewhere: NDArray[np.float64]
    focus: NDArray[np.float64]
    to_elsewhere: NDArray[np.int64]
    to_focus: NDArray[np.int64]
    leaving: NDArray[np.float64]
    coming: NDArray[np.float64]
    ages: NDArray[np.float64]
    rate: float
    net: NDArray[np.float64]
    net_map: NDArray[np.float64]

    def leave_ppb(self, persons: NDArray[np.float64], fading: float) -> NDArray[np.int64]:
        """Return monthly chances to leave the map, shape (zones, bands).

        Parameters
        ----------
        persons
            People of now by zone and age band of their household.
        fading
            What is left of the communes' differences in net migration.
        """
        return rng.ppb(_even(persons, self.leaving) * self._out(fading)[:, None] / 12)

    def arrive_ppb(self, persons: NDArray[np.float64], fading: float) -> NDArray[np.int64]:
        """Return monthly chances that a household like this one arrives, shape (zones, bands).

        Who comes is as old as who came at the start, whatever becomes of the ages on the map.
        """
        into = np.maximum(self._out(fading) + self._net(fading), 0.0)
        now = persons.sum(axis=0) / max(persons.sum(), 1.0)
        coming = self.coming * self.ages / np.maximum(now, 1e-9)
        return rng.ppb(_even(persons, coming) * into[:, None] / 12)

    def _net(self, fading: float) -> NDArray[np.float64]:
        # Communes' differences fade; the balance of the whole map stays.
        return self.net_map + (self.net - self.net_map) * fading

    def _out(self, fading: float) -> NDArray[np.float64]:
        net = self._net(fading)
        return np.maximum(np.maximum(self.rate - net / 2, -net), 0.0)


def mobility_by_band(moves: Moves) -> NDArray[np.float64]:
    """Return the yearly share that moves by age band of the oldest member."""
    return np.array(
        [
            moves.share_under_25,
            moves.share_25_29,
            moves.share_30_39,
            moves.share_40_54,
            moves.share_from_55,
        ]
    )


def make_flows(model: Microville, register: Register) -> Flows:
    """Return the flows for the people of the start."""
    moves, households = model.parameters.moves, model.population.households
    zones = len(model.focus_zone)
    movers = households.alive & (households.kind != INSTITUTION)
    persons = np.where(movers, register.size * households.weight.astype(np.int64), 0)
    zone = households.zone.astype(np.int64)
    shape = mobility_by_band(moves)
    here = np.bincount(zone, weights=persons, minlength=zones).astype(np.float64)
    leaving, coming = shape.copy(), shape.copy()
    leaving[GRADUATES] *= moves.graduate_departures_factor
    coming[STUDENTS] *= moves.student_arrivals_factor

    table = persons_by_band(model, register)
    usual = np.bincount(
        zone, weights=persons * (shape[register.band] * register.look_permille), minlength=zones
    )
    looks = shape[None, :] / np.maximum(usual / 1000 / np.maximum(here, 1), 1e-9)[:, None]
    between = _between(model, here, moves.within_map_share * moves.household_moves_share_year)
    other = between.sum(axis=1)
    on_map = moves.within_commune_share + moves.within_map_share
    within = np.maximum(moves.household_moves_share_year * on_map - other, 0.0)
    focus = model.focus_zone
    weight = households.weight[model.population.people.household].astype(float)
    everyone = np.bincount(zone[model.population.people.household], weights=weight, minlength=zones)
    outside = everyone / np.maximum(here, 1)  # people in institutions do not move
    return Flows(
        within=within[:, None] * looks,
        elsewhere=between[:, ~focus].sum(axis=1)[:, None] * looks,
        focus=between[:, focus].sum(axis=1)[:, None] * looks,
        to_elsewhere=_cumulated(np.where(focus[None, :], 0.0, between)),
        to_focus=_cumulated(np.where(focus[None, :], between, 0.0)),
        leaving=leaving,
        coming=coming,
        ages=table.sum(axis=0) / max(table.sum(), 1.0),
        rate=moves.household_moves_share_year * (1.0 - on_map),
        net=model.rates.net * outside,
        net_map=model.rates.net_map * outside,
    )


def persons_by_band(model: Microville, register: Register) -> NDArray[np.float64]:
    """Return people in households by zone and age band of the oldest member."""
    households = model.population.households
    persons = np.zeros((len(model.focus_zone), len(BANDS) + 1))
    _add_up(
        households.alive,
        households.kind,
        households.zone,
        households.weight,
        register.size,
        register.band,
        persons,
    )
    return persons


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _add_up(
    alive: NDArray[np.bool_],
    kind: NDArray[np.int8],
    zone: NDArray[np.int16],
    weight: NDArray[np.int16],
    size: NDArray[np.int32],
    band: NDArray[np.int8],
    persons: NDArray[np.float64],
) -> None:
    for i in range(len(alive)):
        if alive[i] and kind[i] != INSTITUTION:
            persons[zone[i], band[i]] += size[i] * np.int64(weight[i])


def _even(persons: NDArray[np.float64], by_band: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a shape by age of which the people of each zone have 1 on average."""
    here = np.maximum(persons.sum(axis=1), 1.0)
    mean = (persons * by_band[None, :]).sum(axis=1) / here
    shape: NDArray[np.float64] = by_band[None, :] / np.maximum(mean, 1e-9)[:, None]
    return shape


def zone_km(model: Microville) -> NDArray[np.float64]:
    """Return kilometres between the mean places of communes' dwellings, shape (zones, zones)."""
    homes = model.homes
    known = (homes.zone >= 0) & (homes.dwellings > 0)
    zones, zone = len(model.focus_zone), homes.zone[known]
    weight = homes.dwellings[known].astype(float)
    xy = model.access.places.xy[: len(homes.zone)][known]
    count = np.maximum(np.bincount(zone, weights=weight, minlength=zones), 1)
    centre = [np.bincount(zone, weights=weight * xy[:, i], minlength=zones) for i in (0, 1)]
    x, y = (axis / count for axis in centre)
    return np.sqrt((x[:, None] - x[None, :]) ** 2 + (y[:, None] - y[None, :]) ** 2) / 1000


def _between(model: Microville, here: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Return yearly moves from each commune (row) to each other one over the people of the row."""
    near = 1.0 / (1.0 + zone_km(model) / model.parameters.moves.decay_km) ** 2
    people = here[:, None] * here[None, :] * near
    np.fill_diagonal(people, 0.0)
    total = people.sum()
    if total > 0:
        people *= share * here.sum() / total
    result: NDArray[np.float64] = people / np.maximum(here, 1)[:, None]
    return result


def _cumulated(shares: NDArray[np.float64]) -> NDArray[np.int64]:
    total = shares.sum(axis=1, keepdims=True)
    return rng.ppb(np.cumsum(shares, axis=1) / np.where(total > 0, total, 1.0))

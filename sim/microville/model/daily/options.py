"""What each home can choose among, by category: places and the time to them by every way.

Kept beside the labels of closest facilities and renewed for a category when one of its places opens
or closes. Stored home by home, since people are looked at in the order of their homes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.access import NEVER
from microville.access.threads import chunks, share
from microville.model.daily.transit import link, straight_m
from microville.model.facilities import ERRANDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville

USUAL = 4
"""Facilities a network lets people choose among: the closest of those that the map began with
(assumption), and what opened since nearer than the last of them."""
FEW = 4096
"""Options of a category below which another thread is not worth waking."""
MOST = 18
"""Places that a home can know in a category: six by each of three networks, if none agree."""
BY_WALK, BY_BIKE, BY_CAR, BY_TRANSIT, SERVICE = range(5)
"""Columns of an option: milliseconds by each way, and the service of public transport."""


@dataclass(slots=True, eq=False)
class Options:
    """Options of the homes where somebody lives; renewed in place.

    There is room for as many as the home with most of them knows, :data:`MOST` at most: what
    nobody needs would spread over memory what everybody reads. Homes that nobody has lived in take
    no memory.

    Attributes
    ----------
    known
        Bool, shape (homes,): the homes that were learned (:func:`learn_options`); what is written
        of the others says nothing.
    facility
        int32, shape (homes, errands, room): facility rows, -1 after the last.
    ms
        int32, shape (homes, errands, room, 5): see :data:`BY_WALK` and following.
    """

    known: NDArray[np.bool_]
    facility: NDArray[np.int32]
    ms: NDArray[np.int32]

    @property
    def room(self) -> int:
        """Options of a category that a home has room for."""
        return int(self.facility.shape[2])

    def widen(self, room: int) -> None:
        """Make room for more."""
        before, rows = self.room, np.flatnonzero(self.known)
        homes, errands = self.facility.shape[:2]
        facility = np.zeros((homes, errands, room), dtype=np.int32)
        ms = np.zeros((homes, errands, room, 5), dtype=np.int32)
        facility[rows, :, :before], facility[rows, :, before:] = self.facility[rows], -1
        ms[rows, :, :before] = self.ms[rows]
        self.facility, self.ms = facility, ms


def no_options(homes: int) -> Options:
    """Return the options of homes in which nobody has lived yet."""
    shape = homes, len(ERRANDS), 1
    return Options(
        np.zeros(homes, dtype=bool), np.zeros(shape, np.int32), np.zeros((*shape, 5), np.int32)
    )


def learn_options(model: Microville, homes: NDArray[np.int32]) -> None:
    """Find the options of homes that are lived in for the first time."""
    options, access = model.options, model.access
    new = np.unique(homes[~options.known[homes]]).astype(np.int64)
    if not len(new):
        return
    room = int(_most(access.home_ms, access.home_owner, model.late_facilities(), new))
    if room > options.room:
        options.widen(room)
    options.known[new] = True
    # Nothing stands there yet: what is found first differs from that.
    options.facility[new] = -1
    renew_options(model, options, range(len(ERRANDS)), new)


def renew_options(
    model: Microville, options: Options, categories: range, homes: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Renew the options that known ones of some homes have in some categories, in place.

    Returns
    -------
    ndarray of bool, shape (all homes,)
        Whose options changed.
    """
    changed = np.zeros(len(options.facility), dtype=bool)
    homes = homes[options.known[homes]]
    late = model.late_facilities()
    xy, stop, ms_per_m, fixed_ms, _ = model.transit_columns()

    def part(own: range) -> int:
        return _fill(  # type: ignore[no-any-return]
            model.access.home_ms,
            model.access.home_owner,
            late,
            model.facilities.point,
            (xy, stop, ms_per_m, fixed_ms),
            (categories.start, categories.stop),
            homes[own.start : own.stop],
            options.facility,
            options.ms,
            changed,
        )

    few = len(homes) * len(categories) < FEW
    parts = [range(len(homes))] if few else chunks(len(homes))
    most = max(share(part, parts))
    if most > options.room:
        options.widen(most)
        share(part, parts)
    return changed


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def option_of(
    ms: NDArray[np.int32], home: int, category: int, c: int
) -> tuple[int, int, int, int, int]:
    """Return one option of a home as numbers: milliseconds by each way, and the service."""
    return (
        ms[home, category, c, BY_WALK],
        ms[home, category, c, BY_BIKE],
        ms[home, category, c, BY_CAR],
        ms[home, category, c, BY_TRANSIT],
        ms[home, category, c, SERVICE],
    )


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _gather(
    time_ms: NDArray[np.int32],
    owner: NDArray[np.int32],
    late: NDArray[np.bool_],
    category: int,
    home: int,
    found: NDArray[np.int32],
    times: NDArray[np.int32],
) -> int:
    """Fill the facilities that any network offers to a home, with their times; return how many."""
    networks, k = time_ms.shape[0], time_ms.shape[3]
    count = 0
    for network in range(networks):
        usual = 0
        for rank in range(k):
            time = time_ms[network, category, home, rank]
            if time == NEVER or usual == USUAL:
                break
            there = owner[network, category, home, rank]
            usual += not late[there]
            at = 0
            while at < count and found[at] != there:
                at += 1
            if at == count:
                found[at] = there
                times[at, :] = NEVER
                count += 1
            times[at, network] = time
    return count


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _most(
    time_ms: NDArray[np.int32],
    owner: NDArray[np.int32],
    late: NDArray[np.bool_],
    homes: NDArray[np.int64],
) -> int:
    """Return the most options that one of some homes has in any category."""
    found, times = np.empty(MOST, np.int32), np.empty((MOST, 5), np.int32)
    most = 0
    for home in homes:
        for category in range(len(ERRANDS)):
            most = max(most, _gather(time_ms, owner, late, category, home, found, times))
    return most


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _fill(
    time_ms: NDArray[np.int32],
    owner: NDArray[np.int32],
    late: NDArray[np.bool_],
    point: NDArray[np.int32],
    transit: tuple[NDArray[np.float64], NDArray[np.int8], float, NDArray[np.int64]],
    categories: tuple[int, int],
    homes: NDArray[np.int64],
    facility: NDArray[np.int32],
    ms: NDArray[np.int32],
    changed: NDArray[np.bool_],
) -> int:
    """Fill what any network offers to each home, with the times by all ways.

    Only what differs is written: processes that share these pages keep sharing the others.

    Returns
    -------
    int
        The most that a home was offered: what there is no room for is left out.
    """
    xy, stop, ms_per_m, fixed_ms = transit
    room, most = facility.shape[2], 0
    found, times = np.empty(MOST, np.int32), np.empty((MOST, 5), np.int32)
    for home in homes:
        for category in range(categories[0], categories[1]):
            count = _gather(time_ms, owner, late, category, home, found, times)
            most = max(most, count)
            for at in range(count):
                service = link(stop, home, point[found[at]])
                times[at, SERVICE] = service
                if service >= 0:
                    ride = np.int64(straight_m(xy, home, point[found[at]]) * ms_per_m)
                    times[at, BY_TRANSIT] = ride + fixed_ms[service]
            if count < room and facility[home, category, count] != -1:
                changed[home] = True
                facility[home, category, count] = -1
            for at in range(min(count, room)):
                if facility[home, category, at] != found[at]:
                    changed[home] = True
                    facility[home, category, at] = found[at]
                for way in range(5):
                    if ms[home, category, at, way] != times[at, way]:
                        changed[home] = True
                        ms[home, category, at, way] = times[at, way]
    return most

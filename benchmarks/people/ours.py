"""The day as the simulation computes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.people.crowd import KIND
from benchmarks.people.outcome import Outcome
from microville.access.threads import share
from microville.model.daily.errands import FUNCTION_OF, errands
from microville.model.daily.tours import tally
from microville.model.day import WITHIN_MS
from microville.model.trips import add_trips

if TYPE_CHECKING:
    from benchmarks.people.crowd import Crowd


def day(crowd: Crowd) -> Outcome:
    """Simulate one day of a crowd by our kernels."""
    model, traits, mains = crowd.model, crowd.traits, crowd.mains
    model.day.clear(len(traits.home))
    done, _ = errands(model, traits, KIND, crowd.room(), mains)
    week = model.day

    def part(number: int) -> None:
        own = done.part(number)
        tally(
            (done.person[own], done.category[own], done.state[own]),
            (done.mode[own], done.ms[own]),
            FUNCTION_OF,
            1,
            WITHIN_MS,
            week.wanted_by,
            week.served_by,
            week.within_by,
            week.unserved_by,
        )

    share(part, range(len(done.starts) - 1))
    add_trips(model, traits, KIND, done, mains)
    return Outcome(
        done.person,
        done.category,
        done.minute,
        done.follows,
        done.state,
        done.facility,
        done.mode,
        done.ms,
        week.trips,
        week.trip_ms,
        week.trip_m,
        week.served_by,
    )

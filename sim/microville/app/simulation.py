"""The simulation of one tab, inside its worker process: start, step, change, look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microville.app import looking, reach, story
from microville.app.books import books
from microville.app.common_arrays import share_arrays
from microville.app.day import pack_day, part_count, shown_trips
from microville.app.edits import apply_edits
from microville.app.fingerprint import fingerprint
from microville.app.hittable import hittable
from microville.app.limits import MOST_MONTHS
from microville.app.ways import Ways
from microville.errors import InputError
from microville.indicators import collect
from microville.model import Microville
from microville.model.watch import watch
from microville.scenario import known_scenarios, load_scenario, plan_scale, to_toml
from microville.territory import load_territory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from microville.app.edits import Edit
    from microville.model.watch import DayTrips
    from microville.scenario import Scenario

SERIES = (
    ("place_score_walk_15", "focus"),
    ("place_score_bike_15", "focus"),
    ("population", "focus"),
    ("population", "newcomer"),
    ("site_jobs", "all"),
    ("cooperative_cash_eur", "all"),
    ("cooperative_debt_eur", "all"),
)
"""Indicators that the charts follow, with their group."""
NAMES = {name for name, _ in SERIES}

Series = dict[str, list[float | None]]


class Branch:
    """A model with what its charts need."""

    def __init__(self, model: Microville) -> None:
        self.model = model
        self.series: Series = {f"{name} {group}": [] for name, group in SERIES}
        self.told: list[dict[str, Any]] = []
        self.parameters = {o.key: o.value for o in model.inputs.overrides}

    def step(self) -> None:
        """Simulate a month; keep its numbers and what happened."""
        self.model.step()
        table = collect(self.model, names=NAMES)
        rows = zip(table["indicator"], table["group"], table["value"], strict=True)
        found = {f"{name} {group}": float(value) for name, group, value in rows}
        for key, values in self.series.items():
            values.append(found.get(key))
        self.told += story.month(self.model)


class Simulation:
    """What a tab looks at: a scenario with edits, and the same scenario without them.

    Parameters
    ----------
    map_name
        Name or folder of the map.
    """

    def __init__(self, map_name: str) -> None:
        self.territory = load_territory(map_name)
        parcels = self.territory.layers["parcels"]
        usable = (parcels["area_ha"] - parcels["sealed_ha"]) / plan_scale(self.territory)
        self.usable_ha = dict(zip(parcels["parcel_id"], usable.round(6).tolist(), strict=True))
        self.base: Scenario | None = None
        self.seed, self.fraction = 1, 0.02
        self.edits: tuple[Edit, ...] = ()
        self.now: Branch | None = None
        self.before: Branch | None = None
        self.trips: DayTrips | None = None
        self.ways = Ways()

    # -- commands -----------------------------------------------------------------------------

    def start(
        self, scenario: str, seed: int, fraction: float, edits: Sequence[Edit], months: int
    ) -> dict[str, Any]:
        """Start a scenario that is known by name, and play it to a month with edits.

        Raises
        ------
        InputError
            If there is no such scenario; no path is taken.
        """
        known = known_scenarios()
        if scenario not in known:
            raise InputError(
                f"There is no scenario {scenario!r}.", hint=f"Known: {', '.join(known)}."
            )
        if self._is_fresh(scenario, seed, fraction) and not edits and months == 1:
            return self.state()
        self.base = load_scenario(scenario)
        self.seed, self.fraction = seed, fraction
        self.edits, self.before = (), None
        self.now = self._branch(self.base)
        if edits:
            return self._rebuilt(tuple(edits), months)
        return self.step(months)

    def step(self, months: int = 1) -> dict[str, Any]:
        """Simulate some months."""
        now = self._running()
        for _ in range(max(0, min(months, MOST_MONTHS - now.model.month))):
            now.step()
            if self.before is not None:
                self.before.step()
        return self.state()

    def edit(self, edits: Sequence[Edit]) -> dict[str, Any]:
        """Replace all edits, and play again up to the present month.

        The past stays as it was for edits that start now or later: draws are keyed by who and
        when, so that the same months give the same results.
        """
        return self._rebuilt(tuple(edits), self._running().model.month)

    def quote(self, edit: Edit) -> dict[str, Any]:
        """Return what an edit would cost and bring, without making it."""
        assert self.base is not None
        scenario = apply_edits(self.base, [*self.edits, edit], self.usable_ha)
        return looking.quote(self._running().model, scenario, edit)

    def look(self, kind: str, name: str) -> dict[str, Any]:
        """Return what is known of a site building, a parcel, a home or a service."""
        return looking.look(self._running().model, kind, name)

    def hittable(self) -> dict[str, Any]:
        """Return what may close or leave, see :func:`microville.app.hittable.hittable`."""
        return hittable(self._running().model)

    def day(self, part: int) -> tuple[bytes, int]:
        """Return a part of the trips of the last month's weekday, and how many parts there are.

        Parts are small, so that a tab that is asked something else meanwhile answers at once.
        """
        model = self._running().model
        if part == 0 or self.trips is None:
            self.trips = shown_trips(model)
        return pack_day(model, self.trips, part, self.ways), part_count(self.trips)

    def reached(self, function: str, mode: str, minutes: int) -> dict[str, Any]:
        """Return what homes reach, see :func:`microville.app.reach.reached`."""
        return reach.reached(self._running().model, function, mode, minutes)

    def isochrone(self, lon: float, lat: float, profile: str) -> dict[str, Any]:
        """Return what lies around a coordinate, see :func:`microville.app.reach.isochrone`."""
        return reach.isochrone(self._running().model, lon, lat, profile)

    def books(self) -> dict[str, Any]:
        """Return the cooperative's books, see :func:`microville.app.books.books`."""
        return books(self._running().model)

    def toml(self, name_fr: str, name_en: str) -> str:
        """Return the scenario with its edits as a scenario file."""
        from microville.scenario import Text

        assert self.base is not None
        scenario = apply_edits(self.base, self.edits, self.usable_ha)
        return to_toml(scenario.model_copy(update={"title": Text(fr=name_fr, en=name_en)}))

    def state(self) -> dict[str, Any]:
        """Return what the page shows: month, numbers, site, events."""
        now = self._running()
        return {
            "month": now.model.month,
            "series": now.series,
            "before": self.before.series if self.before is not None else None,
            "site": looking.site_states(now.model),
            "events": now.told[-80:],
            "options": {**self.territory.option_defaults(), **now.model.inputs.options},
            "edits": self.edits,
            "hash": fingerprint(now.model, now.series),
            "colleges": dict(now.model.inputs.cooperative.colleges),
            "parameters": now.parameters,
            "majority": now.model.parameters.governance.vote_threshold_share,
        }

    # -- helpers ------------------------------------------------------------------------------

    def _is_fresh(self, scenario: str, seed: int, fraction: float) -> bool:
        """Return whether this very scenario was started and has made its first month."""
        same = self.base is not None and self.base.name == scenario
        same = same and (self.seed, self.fraction) == (seed, fraction) and not self.edits
        return same and self.now is not None and self.now.model.month == 1

    def _running(self) -> Branch:
        if self.now is None:
            raise InputError("Nothing was started.", hint="Choose a scenario first.")
        return self.now

    def _branch(self, scenario: Scenario) -> Branch:
        model = Microville(scenario, self.territory, seed=self.seed, fraction=self.fraction)
        share_arrays(model)
        watch(model)
        return Branch(model)

    def _rebuilt(self, edits: tuple[Edit, ...], months: int) -> dict[str, Any]:
        assert self.base is not None
        scenario = apply_edits(self.base, edits, self.usable_ha)
        # The branch without edits goes on beside: what changed is seen against it.
        plain = self.before or self._running()
        while plain.model.month < months:
            plain.step()
        if not edits:
            self.now, self.before, self.edits = plain, None, ()
            return self.state()
        changed = self._branch(scenario)
        while changed.model.month < months:
            changed.step()
        self.now, self.before, self.edits = changed, plain, edits
        return self.state()

"""A calibration: fitted on half of the strata, told on the others and on what was not fitted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.calibration.fit import Fit, fit_constants
from microville.calibration.observe import Observed, in_villages, observe, strata
from microville.model import Microville
from microville.model.day import TRAVEL_MODES
from microville.model.watch import watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from microville.scenario import Scenario
    from microville.territory import Territory

CHANGES = {
    "driving 10 % slower": ("mobility.car_speed_factor", 1 / 1.1),
    "twice as long to park": ("mobility.car_parking_min", 2.0),
    "walking 10 % faster": ("mobility.walk_speed_kmh", 1.1),
    "cycling 10 % faster": ("mobility.bike_speed_kmh", 1.1),
    "public transport 10 % faster": ("mobility.transit_speed_kmh", 1.1),
}
"""What elasticities are told for: a parameter and the factor on it."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a calibration found.

    Attributes
    ----------
    fit
        Constants and how it went.
    before
        Everyone, under the scenario's own constants.
    fitted, held_out, everyone, villages
        What the fitted and the other half of the strata, everyone, and people of villages do under
        the new constants.
    elasticities
        Change of trips by mode (percent) for each of :data:`CHANGES`.
    """

    fit: Fit
    before: Observed
    fitted: Observed
    held_out: Observed
    everyone: Observed
    villages: Observed
    elasticities: dict[str, dict[str, float]]


def settings_of(constants: Mapping[str, float]) -> dict[str, float]:
    """Return what to change in a scenario for constants by mode."""
    return {f"mobility.constant_{mode}": value for mode, value in constants.items()}


def calibrate(
    scenario: Scenario,
    territory: Territory,
    *,
    seeds: Iterable[int] = (1, 2),
    fraction: float | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Trial:
    """Fit the constants of modes to published shares, and observe what they give.

    Parameters
    ----------
    scenario
        Everything but the constants stays as it is; one week of its first month is simulated.
    territory
        The map.
    seeds
        Sums over these seeds are compared with the targets.
    fraction
        Share of households outside the focus area.
    told
        Called with a line on each week that was simulated.

    Raises
    ------
    InputError
        If a mode is used by nobody.
    """
    numbers = tuple(seeds)

    def weeks(changes: Mapping[str, float]) -> _Parts:
        changed = scenario.update(dict(changes))
        parts = [_week(changed, territory, seed, fraction) for seed in numbers]
        return {name: _sum([part[name] for part in parts]) for name in parts[0]}

    def simulate(constants: Mapping[str, float]) -> dict[str, float]:
        found = weeks(settings_of(constants))["fitted"].shares()
        told(", ".join(f"{mode} {100 * value:.1f} %" for mode, value in found.items()))
        return found

    own = {
        mode: float(getattr(scenario.parameters.mobility, f"constant_{mode}"))
        for mode in TRAVEL_MODES
    }
    before = weeks({})["everyone"]
    fit = fit_constants(own, simulate)
    chosen = settings_of(fit.constants)
    after = weeks(chosen)
    elasticities = {}
    for name, (key, factor) in CHANGES.items():
        changed = weeks({**chosen, key: _of(scenario, key) * factor})
        elasticities[name] = _change(after["everyone"], changed["everyone"])
    return Trial(fit=fit, before=before, **after, elasticities=elasticities)


def _of(scenario: Scenario, key: str) -> float:
    group, name = key.split(".")
    return float(getattr(getattr(scenario.parameters, group), name))


_Parts = dict[str, Observed]


def _week(scenario: Scenario, territory: Territory, seed: int, fraction: float | None) -> _Parts:
    """Simulate the first month, and return what everybody and each part of them did."""
    model = Microville(scenario, territory, seed=seed, fraction=fraction)
    watch(model)
    model.step()
    half = strata(model)
    return {
        "everyone": observe(model, model.population.people.alive),
        "fitted": observe(model, half),
        "held_out": observe(model, ~half),
        "villages": observe(model, in_villages(model)),
    }


def _sum(parts: list[Observed]) -> Observed:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _change(old: Observed, new: Observed) -> dict[str, float]:
    """Return the change of trips by mode, percent."""
    before, after = old.trips, new.trips
    return {
        mode: float(100 * (after[i] - before[i]) / before[i]) if before[i] else 0.0
        for i, mode in enumerate(TRAVEL_MODES)
    }

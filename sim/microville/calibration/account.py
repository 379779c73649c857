"""A calibration in words and tables, and as a parameter file with its provenance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microville.calibration.targets import (
    CAR_OUTSIDE_TOWNS,
    COMMUTING,
    DURATIONS_MIN,
    ELECTRIC,
    EMP,
    GRAND_REIMS,
    TRIPS_A_DAY,
    shares,
)
from microville.calibration.trial import settings_of
from microville.model.day import TRAVEL_MODES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.calibration.observe import Observed
    from microville.calibration.trial import Trial

NAMES = {
    "walk": "on foot",
    "bike": "bicycle",
    "car": "car",
    "ebike": "electric bicycle",
    "transit": "public transport",
}


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [_row(head), _row(["---", *["---:"] * (len(head) - 1)])]
    return "\n".join([*lines, *(_row(row) for row in rows)])


def _percent(value: float) -> str:
    return f"{100 * value:.1f}"


def _shares(trial: Trial) -> str:
    wanted = shares()
    parts = (trial.before, trial.fitted, trial.held_out, trial.everyone, trial.villages)
    found = [part.shares() for part in parts]
    rows = [
        [NAMES[mode], _percent(wanted[mode]), *(_percent(one[mode]) for one in found)]
        for mode in TRAVEL_MODES
    ]
    head = ["trips, %", "published", "before", "fitted half", "held-out half", "all", "villages"]
    return _table(head, rows)


def _durations(trial: Trial) -> str:
    found = trial.everyone.minutes()
    rows = [
        [NAMES[mode], f"{minutes:.0f}", f"{found[mode]:.1f}"]
        for mode, minutes in DURATIONS_MIN.items()
    ]
    return _table(["minutes of a trip", "published", "simulated"], rows)


def commuting_by_group(observed: Observed) -> dict[str, float]:
    """Return shares of ways to work with both kinds of bicycles together."""
    found = observed.commuting()
    return {
        "car": found["car"],
        "transit": found["transit"],
        "walk": found["walk"],
        "bicycle": found["bike"] + found["ebike"],
    }


def _commuting(trial: Trial) -> str:
    total = sum(COMMUTING.values())
    found = commuting_by_group(trial.everyone)
    rows = [
        [NAMES.get(mode, mode), _percent(value / total), _percent(found[mode])]
        for mode, value in COMMUTING.items()
    ]
    return _table(["ways to work, %", "published", "simulated"], rows)


def _elasticities(trial: Trial) -> str:
    rows = [
        [name, *(f"{change[mode]:+.2f}" for mode in TRAVEL_MODES)]
        for name, change in trial.elasticities.items()
    ]
    return _table(["trips change by, %", *(NAMES[mode] for mode in TRAVEL_MODES)], rows)


def account_text(trial: Trial, about: Mapping[str, Any]) -> str:
    """Return a calibration as Markdown.

    Parameters
    ----------
    trial
        What was found.
    about
        Scenario, map, fraction and seeds, for the reader who wants to repeat it.
    """
    a_day = trial.everyone.weekday_trips / max(trial.everyone.persons, 1)
    constants = ", ".join(f"{NAMES[m]} {v:+.3f}" for m, v in trial.fit.constants.items())
    return f"""# Calibration of mode choice

Scenario {about["scenario"]}, map {about["map"]}, fraction {about["fraction"]:g}, seeds \
{", ".join(str(seed) for seed in about["seeds"])}; {trial.fit.rounds} weeks a seed were simulated.

Only the constants of modes were fitted, to the shares of trips of one half of the strata \
(every other year of age in each commune): largest gap {100 * trial.fit.gap:.2f} points. \
Nothing else below was fitted.

Constants: {constants}.

{_shares(trial)}

Published: {EMP}; modes that are not simulated (1.7 %) left out; electric bicycles: \
{100 * ELECTRIC:.0f} % of bicycle trips (EMC2, Cerema). Outside urban units \
{CAR_OUTSIDE_TOWNS:.0f} % of trips are by car.

{_durations(trial)}

Published: {EMP}. Trips of a weekday and person of 6 and over: {a_day:.2f} simulated, \
{TRIPS_A_DAY:.1f} published.

{_commuting(trial)}

Published: {GRAND_REIMS}; people who work at home left out.

{_elasticities(trial)}

Everything else equal; the same luck of everyone.
"""


def parameter_file(trial: Trial, about: Mapping[str, Any]) -> str:
    """Return a scenario file (TOML) that sets the fitted constants, with where they come from."""
    lines = [
        "# Made by `microville calibrate`; fitted and held-out shares: docs/calibration.md",
        f'extends = "{about["scenario"]}"',
        "",
        "[title]",
        'en = "Calibrated mode choice"',
        'fr = "Choix modal calé"',
        "",
        "[description]",
        f'en = "Constants fitted to {EMP}; fraction {about["fraction"]:g}."',
        f'fr = "Constantes calées sur {EMP} ; fraction {about["fraction"]:g}."',
        "",
        "[parameters.mobility]",
        *(
            f"{key.removeprefix('mobility.')} = {value}"
            for key, value in settings_of(trial.fit.constants).items()
        ),
    ]
    return "\n".join(lines) + "\n"


def as_json(trial: Trial, about: Mapping[str, Any]) -> dict[str, Any]:
    """Return a calibration as plain numbers."""
    return {
        **about,
        "constants": trial.fit.constants,
        "gap": round(trial.fit.gap, 5),
        "published": {mode: round(value, 5) for mode, value in shares().items()},
        "before": _rounded(trial.before.shares()),
        "fitted": _rounded(trial.fitted.shares()),
        "held_out": _rounded(trial.held_out.shares()),
        "minutes": _rounded(trial.everyone.minutes()),
        "commuting": _rounded(commuting_by_group(trial.everyone)),
        "elasticities_percent": {
            name: _rounded(change) for name, change in trial.elasticities.items()
        },
    }


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 5) for name, value in values.items()}

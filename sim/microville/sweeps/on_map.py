"""Whether an experiment fits a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.errors import InputError
from microville.runs.site_check import check_on_map as check_scenario
from microville.scenario.nearest import did_you_mean
from microville.sweeps.keys import OPTION

if TYPE_CHECKING:
    from microville.sweeps.experiment import Experiment
    from microville.territory import Territory


def check_on_map(experiment: Experiment, territory: Territory) -> None:
    """Check an experiment's scenarios, switches and communes against a map.

    Raises
    ------
    InputError
        If a programme does not fit the site, or the map has no such switch or commune; all
        problems of switches and communes at once.
    """
    for scenario in experiment.scenarios:
        check_scenario(scenario, territory)
    switches = list(territory.option_defaults())
    communes = [f"commune:{code}" for code in territory.layers["zones"]["zone"]]
    problems = [
        f"The map has no switch {name!r}{did_you_mean(name, switches)}"
        for name in _options(experiment)
        if name not in switches
    ]
    problems += [
        f"The map has no {outcome.group!r}{did_you_mean(outcome.group, communes, list_all=False)}"
        for outcome in experiment.outcomes
        if outcome.group.startswith("commune:") and outcome.group not in communes
    ]
    if problems:
        raise InputError("\n".join(problems))


def _options(experiment: Experiment) -> list[str]:
    found = [f.key.removeprefix(OPTION) for f in experiment.factors if f.key.startswith(OPTION)]
    for scenario in experiment.scenarios:
        found += scenario.options
    return list(dict.fromkeys(found))

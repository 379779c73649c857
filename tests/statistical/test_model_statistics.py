"""What the model does on average over seeds: rates of the facts, patterns of the literature."""

import numpy as np
import pytest

from microville.access import NEVER
from microville.model import Microville
from microville.model.facilities import ERRANDS, FOLLOWED
from microville.population.columns import NEWCOMER
from microville.territory import categories

SEEDS = range(12)
YEARS = 2


@pytest.fixture(scope="module")
def runs(quiet, village):
    """Two years under a dozen seeds: births, deaths and net migration by run."""
    found = []
    for seed in SEEDS:
        model = Microville(quiet, village, seed=seed)
        totals = dict.fromkeys(("births", "leavers", "arrivals"), 0)
        for _ in range(12 * YEARS):
            model.step()
            for name in totals:
                totals[name] += model.counts.get(name, 0)
        found.append((model, totals))
    return found


def test_births_deaths_and_growth_are_those_of_the_communes(runs):
    """Facts: 7 births and 5 deaths a year; the west loses 5 people a year, the east gains 2."""
    count = len(SEEDS)
    births = sum(totals["births"] for _, totals in runs) / count / YEARS
    assert births == pytest.approx(7, abs=4 * np.sqrt(7 / count / YEARS))
    net = [
        np.bincount(
            model.population.households.zone[model.population.people.household],
            weights=model.population.people.alive,
            minlength=2,
        )
        for model, _ in runs
    ]
    growth = (np.mean(net, axis=0) - [400, 131]) / YEARS
    # A household that leaves takes more than two with it: the spread of a year is near 6.
    assert growth == pytest.approx([-5, 2], abs=4 * 6 / np.sqrt(count * YEARS))


def test_people_who_stay_are_who_they_were(runs):
    for model, _ in runs:
        households = model.population.households
        assert (households.presence != NEWCOMER).all()
        assert len(model.population.people) == len(model.day.wanted)


def test_weekly_visits_are_those_of_the_parameters(runs):
    """Wishes of a week: the published rates, a Saturday counted as it is in the week's table."""
    wanted = np.mean(
        [model.day.wanted_by[model.population.people.alive, 2].mean() for model, _ in runs]
    )
    activity = runs[0][0].parameters.activity
    names = [n for n in ERRANDS if categories()[n].function == "supplying"]
    rate = sum(getattr(activity, f"{name}_visits_week") for name in names)
    assert wanted == pytest.approx(rate, rel=0.06)


def test_farther_shops_are_visited_less(runs):
    """Of two bakeries the closer one on foot is chosen more often (falling use with time)."""
    near = far = 0
    for model, _ in runs:
        access, category = model.access, FOLLOWED.index("bakery")
        rows = model.facilities.of("bakery")
        homes = np.flatnonzero(model.homes.dwellings > 0)
        closest = access.home_owner[0, category, homes, 0]
        assert (access.home_ms[0, category, homes, 0] < NEVER).all()
        weight = np.bincount(
            model.population.households.home[model.population.people.household],
            weights=model.population.people.alive,
            minlength=len(access.home_ms[0, 0]),
        )[homes]
        visits = model.facilities.visits[rows] / model.facilities.visits[rows].sum()
        lives = np.array([weight[closest == row].sum() for row in rows]) / weight.sum()
        more = int(lives.argmax())
        near, far = near + visits[more], far + visits[1 - more]
    assert near > far

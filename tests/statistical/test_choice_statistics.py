"""What people choose on average: the closed forms of the rules, over seeds.

A hamlet of one building in which everybody lives, on a line of streets with a handful of bakeries.
Seeds are fixed; thresholds are those of tests at a chance of error of one in a thousand or less.
"""

import importlib
import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import chi2, chisquare, kstest

from microville.model import Microville
from microville.model.commuting import work_and_school
from microville.model.daily.agenda import ALONE, WINDOWS
from microville.model.daily.errands import chances, errands
from microville.model.daily.mains import no_mains
from microville.model.day import SATURDAY, TRAVEL_MODES, WEEKDAY
from microville.model.facilities import ERRANDS, NO_LIMIT
from microville.territory.territory import CAR

SEEDS = (1, 2, 3)
PLACES_M = (150, 700, 1600, 3100)
"""Metres from home to the bakeries."""
ONE_IN_A_THOUSAND = 1e-3
RULES = """
[parameters.population]
urban_density_km2 = 1.0
bike_ownership = 0.9

[parameters.mobility]
ebike_share_of_bikes = 0.4
constant_bike = -1.0
constant_ebike = -1.0
constant_transit = 0.5

[parameters.activity]
bakery_visits_week = 3.0
stop_on_way_home_share = {share}
chained_errand_share = {share}
"""
"""A town where all modes are used; errands start and end at home unless a share says otherwise."""


@pytest.fixture(scope="module")
def hamlet(make_map):
    """One building of 900 dwellings, four bakeries, cafés, shops and a post office."""
    import shapely

    places = [("bakery", x) for x in PLACES_M]
    places += [(name, 400) for name in ("restaurant_cafe", "grocery", "post_office", "nurse")]
    places += [("workplace", 2500), ("elementary_school", 900)]
    nodes = [(50.0 * i, 0.0) for i in range(101)]
    edges = [(i, i + 1, {"speed_kmh": 30.0}) for i in range(100)]
    edges += [(0, 100, {"forward": CAR, "backward": CAR, "length_m": 9000.0})]
    return make_map(
        nodes,
        edges,
        name="hamlet",
        buildings=(
            {
                "building_id": ["home"],
                "use": ["residential"],
                "dwellings": [900],
                "floor_area_m2": [72_000.0],
                "zone": ["Z"],
                "site": [False],
                "status": ["occupied"],
                "source": ["hand"],
            },
            [shapely.box(-5, -5, 5, 5)],
        ),
        services=(
            {
                "service_id": [f"s{i}" for i in range(len(places))],
                "category": [name for name, _ in places],
                "status": "observed",
                "zone": "Z",
                "jobs": [700 if name == "workplace" else 0 for name, _ in places],
                "source": "hand",
            },
            shapely.points([(x, 4.0) for _, x in places]),
        ),
        zones=(
            {
                "zone": ["Z"],
                "name": ["Hamlet"],
                "population": [2000],
                "population_2015": [2000],
                "households": [850],
                "births": [20],
                "deaths": [20],
                "aged_15_64": [1300],
                "active_15_64": [950],
                "unemployed_15_64": [90],
                "price_eur_m2": [2000.0],
                "focus": [True],
            },
            [shapely.box(-100, -500, 5100, 500)],
        ),
    )


@pytest.fixture(scope="module")
def towns(scenario, hamlet):
    """The hamlet under each seed, without stops on the way and chains; nobody is turned away."""
    return [open_town(scenario, hamlet, seed, 0.0) for seed in SEEDS]


def open_town(scenario, hamlet, seed, share):
    model = Microville(scenario(RULES.format(share=share)), hamlet, seed=seed)
    model.facilities.capacity[:] = NO_LIMIT
    return model


def days(model, kind, months):
    """Yield traits, mains and errands of the typical day of some months; people stay as they are.

    Nobody is born or moves: what is looked at is the luck of days.
    """
    for month in range(months):
        model.month = month
        traits = model.traits()
        mains = (
            work_and_school(model, traits)
            if kind == WEEKDAY
            else no_mains(len(model.population.people))
        )
        room = np.full((len(model.facilities), 24), NO_LIMIT, np.int64)
        done, _ = errands(model, traits, kind, room, mains)
        yield traits, mains, done
    model.month = 0


# -- where and how ----------------------------------------------------------------------------


def utilities(model, traits, person, place):
    """Return utils of a place by mode in floats: what the person may use and can reach."""
    m, walk_ms = model.parameters.mobility, slice(0, 5)
    options = model.options.facility[traits.home[person], ERRANDS.index("bakery")]
    at = int(np.flatnonzero(options == place)[0])
    row = model.options.ms[traits.home[person], ERRANDS.index("bakery"), at]
    walk, bike, car, transit = (row[walk_ms][:4] / 60_000).tolist()
    stops, wait = m.transit_access_egress_min, m.transit_wait_urban_min
    ride = transit - stops - wait
    found = (
        m.constant_walk + m.beta_time_walk_per_min * walk * traits.slow_permille[person] / 1000,
        m.constant_bike + m.beta_time_bike_per_min * bike,
        m.constant_car + m.beta_time_car_per_min * car,
        m.constant_ebike + m.beta_time_bike_per_min * bike * m.bike_speed_kmh / m.ebike_speed_kmh,
        m.constant_transit
        + m.beta_transit_access_per_min * stops
        + m.beta_transit_wait_per_min * wait
        + m.beta_transit_in_vehicle_per_min * ride,
    )
    longest = (m.max_walk_min, m.max_bike_min, 90, m.max_bike_min * 4 / 3, 90)
    times = (walk * traits.slow_permille[person] / 1000, bike, car, bike, transit)
    return [
        u if traits.may[person, i] and times[i] <= longest[i] else -math.inf
        for i, u in enumerate(found)
    ]


def nested_logit(model, traits, person, rows, weight):
    """Return the chance of each place and mode: places by their logsums, then modes.

    Ben-Akiva & Lerman (1985), ch. 10.
    """
    by_mode = np.exp([utilities(model, traits, person, row) for row in rows])
    inclusive = by_mode.sum(axis=1)
    place = inclusive**weight
    return place[:, None] / place.sum() * by_mode / inclusive[:, None]


def shares(towns, weight):
    """Return observed and expected choices of bakery and mode, summed over kinds of people."""
    bakery = ERRANDS.index("bakery")
    observed = np.zeros((len(PLACES_M), len(TRAVEL_MODES)))
    expected, known = observed.copy(), {}
    for model in towns:
        rows = model.facilities.of("bakery")
        for traits, _, done in days(model, SATURDAY, 24):
            bread = (done.category == bakery) & done.served
            assert (done.follows[bread] == ALONE).all()
            at = np.searchsorted(rows, done.facility[bread])
            np.add.at(observed, (at, done.mode[bread]), 1)
            kinds, first, many = np.unique(
                traits.kind[done.person[bread]], return_index=True, return_counts=True
            )
            for kind, i, count in zip(kinds.tolist(), first, many, strict=True):
                if kind not in known:
                    person = done.person[bread][i]
                    known[kind] = nested_logit(model, traits, person, rows, weight)
                expected += count * known[kind]
    assert len(known) >= 8
    return observed, expected


def p_value(observed, expected):
    """Return the chance of a fit at least as bad, over cells that are expected at all."""
    cells = expected > 5
    assert observed[~cells].sum() <= expected[~cells].sum() + 15
    statistic = ((observed - expected)[cells] ** 2 / expected[cells]).sum()
    return chi2.sf(statistic, cells.sum() - 1)


def test_places_and_modes_are_chosen_as_the_nested_logit_says(towns):
    weight = towns[0].parameters.mobility.destination_logsum
    observed, expected = shares(towns, weight)
    assert observed.sum() > 50_000
    assert (observed.sum(axis=0) > 100).all()  # by every mode
    assert p_value(observed, expected) > ONE_IN_A_THOUSAND
    # Another tree would be seen: one logit of all ways, or a weaker logsum.
    for other in (1.0, weight - 0.3):
        assert p_value(*shares(towns, other)) < 1e-9


def test_farther_places_are_visited_less(towns):
    """Use falls with travel time, from one bakery to the next, and on foot all the more."""
    observed, _ = shares(towns, 1.0)
    for visits in (observed.sum(axis=1), observed[:, 0]):
        for near, far in pairwise(visits):
            assert near > far + 3 * math.sqrt(near + far)


# -- how often and when -----------------------------------------------------------------------


def test_wishes_come_as_often_as_the_parameters_say(towns):
    """By category and day kind, against the chances summed over people (chi-square)."""
    statistic = cells = 0
    weekly = np.zeros(len(ERRANDS))
    for kind in (WEEKDAY, SATURDAY):
        wanted, mean, variance = (np.zeros(len(ERRANDS)) for _ in range(3))
        for model in towns:
            for traits, _, done in days(model, kind, 6):
                segment, ppb = chances(model, traits.age)
                chance = ppb[kind][segment[traits.by_home]] / 1e9
                wanted += np.bincount(done.category, minlength=len(ERRANDS))
                mean += chance.sum(axis=0)
                variance += (chance * (1 - chance)).sum(axis=0)
        known = mean > 0
        statistic += ((wanted - mean)[known] ** 2 / variance[known]).sum()
        cells += known.sum()
        assert (wanted[~known] == 0).all()
        weekly += (5 if kind == WEEKDAY else 1) * mean
    assert chi2.sf(statistic, cells) > ONE_IN_A_THOUSAND
    # And those chances are the weekly rates, a Saturday counted as it is.
    activity = towns[0].parameters.activity
    people = 6 * sum(len(model.traits().by_home) for model in towns)
    for name in ("bakery", "grocery", "post_office", "nurse"):
        rate = getattr(activity, f"{name}_visits_week")
        assert weekly[ERRANDS.index(name)] / people == pytest.approx(rate, rel=0.02)


def test_minutes_of_people_who_are_free_are_even_within_hours(towns):
    """Kolmogorov and Smirnov, on the Saturday when nobody works."""
    found = {"bakery": [], "restaurant_cafe": []}
    for model in towns:
        for _, _, done in days(model, SATURDAY, 6):
            for name in found:
                found[name] += done.minute[done.category == ERRANDS.index(name)].tolist()
    opening = towns[0].opening
    for name, function in (("bakery", "supplying"), ("restaurant_cafe", "enjoying")):
        category, minutes = ERRANDS.index(name), np.array(found[name])
        begin = max(opening.first[SATURDAY, category], WINDOWS[function][0])
        end = min(opening.last[SATURDAY, category], WINDOWS[function][1])
        assert len(minutes) > 2000
        assert minutes.min() >= begin
        assert minutes.max() < end
        spread = (minutes - begin + 0.5) / (end - begin)
        assert kstest(spread, "uniform").pvalue > ONE_IN_A_THOUSAND


def test_shares_of_stops_and_chains_are_those_of_the_parameters(scenario, hamlet):
    """Errands on the way home from work, where the place is open then."""
    stops = [0, 0]
    for seed in SEEDS:
        model = open_town(scenario, hamlet, seed, 0.3)
        category = ERRANDS.index("bakery")
        last = model.opening.last[WEEKDAY, category]
        for _, mains, done in days(model, WEEKDAY, 4):
            bread = np.flatnonzero(done.category == category)
            end = mains.end[done.person[bread]].astype(int)
            could = bread[(end >= 0) & (end + 10 < last)]
            planned = done.follows[could] == 2
            stops[0] += int(planned.sum())
            stops[1] += len(could)
    assert stops[1] > 2000
    assert stops[0] / stops[1] == pytest.approx(0.3, abs=4 * math.sqrt(0.21 / stops[1]))


def test_seeds_differ_and_one_seed_repeats(scenario, hamlet, towns):
    def weekday(model):
        return next(days(model, WEEKDAY, 1))[2]

    again = open_town(scenario, hamlet, SEEDS[0], 0.0)
    one, two = weekday(towns[0]), weekday(again)
    for name in ("person", "category", "minute", "facility", "mode", "ms"):
        assert (getattr(one, name) == getattr(two, name)).all()
    bakery = ERRANDS.index("bakery")
    tables = [
        np.bincount(done.facility[(done.category == bakery) & done.served], minlength=4)[:4]
        for done in map(weekday, towns)
    ]
    assert len({tuple(row) for row in tables}) == len(SEEDS)
    # Different, and yet of one kind: the seeds' shares are equal but for chance.
    tables = np.array(tables)
    expected = tables.sum(axis=0) * tables.sum(axis=1)[:, None] / tables.sum()
    assert chisquare(tables.ravel(), expected.ravel(), ddof=6 - 1).pvalue > ONE_IN_A_THOUSAND


def test_one_day_says_nothing_of_the_next(towns):
    """Who took the nearest bakery one month takes it the next as often as anybody like them."""
    model, bakery = towns[0], ERRANDS.index("bakery")
    rows = model.facilities.of("bakery")
    took = []
    for _, _, done in days(model, SATURDAY, 2):
        bread = done.served & (done.category == bakery)
        took.append(dict(zip(done.person[bread], done.facility[bread] == rows[0], strict=True)))
    both = took[0].keys() & took[1].keys()
    traits = model.traits()
    same = [p for p in both if traits.kind[p] == np.bincount(traits.kind).argmax()]
    assert len(same) > 200
    pairs = np.array([(took[0][p], took[1][p]) for p in same], dtype=float)
    assert abs(np.corrcoef(pairs.T)[0, 1]) < 4 / math.sqrt(len(same))


def test_the_modules_looked_at_are_those_of_a_month():
    """What is drawn here is what daily life calls."""
    daily = importlib.import_module("microville.model.phases.daily_life")
    assert daily.errands is errands
    assert daily.work_and_school is work_and_school

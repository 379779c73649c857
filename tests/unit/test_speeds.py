"""What surface, grade, steps, signals and stress do to times and ways, worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from microville.access import Profile, build_network, matrix, profile
from microville.access.speeds import FASTEST_KMH, on_grade
from microville.parameters import Parameters

ENDS = [(775_000.0, 6_910_000.0), (775_100.0, 6_910_000.0)]
MOBILITY = Parameters().mobility


def there_and_back(make_map, who, *, parameters=None, heights=None, **columns):
    """Return milliseconds both ways along one street of 100 m."""
    street = make_map(ENDS, [(0, 1, {})])
    for name, value in columns.items():
        street.edges[name] = np.full(1, value, dtype=street.edges[name].dtype)
    if heights:
        street.nodes["elevation_m"] = np.array(heights, dtype=float)
    chosen = profile(who, parameters or Parameters())
    network = build_network(street, chosen, np.array(ENDS))
    times = matrix(network, np.arange(2, dtype=np.int32), np.arange(2, dtype=np.int32))
    return times[0, 1] - chosen.fixed_ms, times[1, 0] - chosen.fixed_ms


def ms(kmh):
    return round(100 / kmh * 3600)


def test_a_flat_paved_street_is_length_over_speed(make_map):
    for who, kmh in (("walk", 4.8), ("walk_slow", 3.6), ("wheelchair", 3.0), ("bike", 15.0)):
        for heights in (None, (3.0, 3.0), (3.0, np.nan)):
            found = there_and_back(make_map, who, heights=heights, surface="paved")
            assert found == (ms(kmh), ms(kmh))


def test_walking_follows_toblers_function(make_map):
    up, down = there_and_back(make_map, "walk", heights=(10.0, 20.0))
    flat = np.exp(-3.5 * 0.05)  # 10 % up and down: |0.1 + 0.05| and |-0.1 + 0.05|
    assert up == ms(4.8 * np.exp(-3.5 * 0.15) / flat)
    assert down == ms(4.8 * np.exp(-3.5 * 0.05) / flat) == ms(4.8)
    # Tobler's own figures: 6 km/h at 5 % downhill, 5.04 km/h on the flat.
    assert 6 * flat == pytest.approx(5.036, abs=0.001)
    slight, _ = there_and_back(make_map, "walk", heights=(15.0, 10.0))
    assert slight == ms(4.8 * 6 / (6 * flat))


def test_cycling_slows_uphill_and_gains_downhill(make_map):
    up, down = there_and_back(make_map, "bike", heights=(0.0, 3.0))
    assert up == ms(15 - 3 * MOBILITY.bike_uphill_kmh_per_percent)
    assert down == ms(15 + 3 * MOBILITY.bike_downhill_kmh_per_percent)
    steep, drop = there_and_back(make_map, "bike", heights=(0.0, 30.0))
    assert steep == ms(4.8)  # pushed
    assert drop == ms(FASTEST_KMH)
    assisted, _ = there_and_back(make_map, "ebike", heights=(0.0, 3.0))
    left = MOBILITY.ebike_uphill_share * MOBILITY.bike_uphill_kmh_per_percent
    assert assisted == ms(20 - 3 * left)
    assert there_and_back(make_map, "car", heights=(0.0, 3.0)) == there_and_back(make_map, "car")


def test_bicycles_are_slower_on_what_is_not_paved_and_pushed_on_steps(make_map):
    slow = ms(15 * MOBILITY.bike_unpaved_factor)
    for surface, road, wanted in (
        ("unpaved", "residential", slow),
        ("rough", "residential", slow),
        ("compacted", "residential", ms(15)),
        ("", "residential", ms(15)),
        ("", "track", slow),
        ("paved", "track", ms(15)),
        ("", "steps", ms(4.8)),
    ):
        found = there_and_back(make_map, "bike", surface=surface, road_class=road)
        assert found == (wanted, wanted), (surface, road)
        assert there_and_back(make_map, "walk", surface=surface, road_class=road)[0] == ms(4.8)


def test_waiting_is_shared_by_the_pieces_of_an_edge(make_map):
    foot = round(1.5 * MOBILITY.foot_signal_wait_s * 1000)
    crossing = round(2 * MOBILITY.foot_crossing_wait_s * 1000)
    stops = {"signals": 1.5, "crossings": 2.0}
    assert there_and_back(make_map, "walk", **stops)[0] == ms(4.8) + foot + crossing
    wheels = round(1.5 * MOBILITY.vehicle_signal_wait_s * 1000)
    assert there_and_back(make_map, "bike", **stops)[1] == ms(15) + wheels
    street = make_map(ENDS, [(0, 1, {})])
    street.edges["signals"] = np.ones(1, dtype=street.edges["signals"].dtype)
    doors = np.array([*ENDS, (775_030.0, 6_910_000.0), (775_070.0, 6_910_000.0)])
    network = build_network(street, profile("walk", Parameters()), doors)
    every = np.arange(4, dtype=np.int32)
    times = matrix(network, every, every)
    whole = ms(4.8) + MOBILITY.foot_signal_wait_s * 1000
    assert times[0, 2] + times[2, 3] + times[3, 1] == times[0, 1]
    assert abs(times[0, 1] - whole) <= 3
    assert abs(times[0, 2] - 0.3 * whole) <= 2


def test_cyclists_who_avoid_stress_take_the_quiet_way(make_map):
    corners = [*ENDS, (775_100.0, 6_910_100.0), (775_000.0, 6_910_100.0)]
    square = make_map(corners, [(0, 1, {}), (1, 2, {}), (2, 3, {}), (3, 0, {})])
    square.edges["stress"] = np.array([4, 1, 1, 1], dtype=square.edges["stress"].dtype)
    calm = Parameters.model_validate({"mobility": {"max_cycling_stress": 2}})
    for who, parameters, wanted in (
        ("bike", Parameters(), ms(15)),
        ("bike", calm, 3 * ms(15)),
        ("walk", calm, ms(4.8)),
    ):
        network = build_network(square, profile(who, parameters), np.array(corners))
        ends = np.arange(2, dtype=np.int32)
        assert matrix(network, ends, ends)[0, 1] == wanted


@given(
    grade=st.floats(-0.5, 0.5),
    more=st.floats(0.0, 0.3),
    who=st.sampled_from(["walk", "wheelchair", "bike", "ebike"]),
)
def test_steeper_ascents_are_never_faster(grade, more, who):
    chosen: Profile = profile(who, Parameters())
    flat = np.full(2, chosen.speed_kmh)
    rise = np.array([abs(grade), abs(grade) + more])
    less, steeper = on_grade(flat, rise, chosen)
    assert 0 < steeper <= less <= chosen.speed_kmh
    assert (on_grade(flat, np.array([np.nan, 0.0]), chosen) == chosen.speed_kmh).all()

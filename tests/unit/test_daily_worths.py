"""What days are made of: opening hours, and what places are worth to people."""

import math

import numpy as np
import pytest

from microville.errors import TerritoryError
from microville.model import Microville
from microville.model.daily import opening as opening_module
from microville.model.daily import options as options_module
from microville.model.daily.modes import NOTHING, log1pexp_table
from microville.model.daily.opening import minute_of, opening
from microville.model.daily.options import learn_options
from microville.model.facilities import ERRANDS
from microville.parameters import Parameters

NEVER = 2**31 - 1
NO_SHIFT = Parameters()
TOWN = """
[parameters.population]
urban_density_km2 = 1000.0
bike_ownership = 0.8

[parameters.mobility]
ebike_share_of_bikes = 0.25
"""
"""The west of the village is a town with public transport; many ride, some with assistance."""


# -- opening hours ----------------------------------------------------------------------------


def test_hours_are_those_of_the_table_shifted_at_closing():
    hours, later = opening(NO_SHIFT), opening(shifted(-30.0))
    bakery, bank = ERRANDS.index("bakery"), ERRANDS.index("bank")
    assert (hours.first[0, bakery], hours.last[0, bakery]) == (7 * 60, 19 * 60 + 30)
    assert (hours.first[1, bank], hours.last[1, bank]) == (9 * 60, 12 * 60 + 30)
    assert (later.first == hours.first).all()
    assert (later.last == hours.last - 30).all()
    assert (opening(shifted(240.0)).last < 24 * 60).all()
    # Room is by the hour, by appointment by the day: 7:00 to 19:30 touches thirteen hours.
    assert hours.hours(0)[[bakery, bank]].tolist() == [13, 1]
    assert (hours.first < hours.last).all()


def shifted(minutes):
    activity = NO_SHIFT.activity.model_copy(update={"closing_shift_min": minutes})
    return NO_SHIFT.model_copy(update={"activity": activity})


@pytest.mark.parametrize("text", ["8", "8:60", "25:00", "", "-1:00", "a:b"])
def test_what_is_no_time_of_day_is_told(text):
    with pytest.raises(TerritoryError, match="no time of day"):
        minute_of(text)


def test_a_table_that_lacks_a_category_or_closes_before_opening_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(opening_module, "data_dir", lambda _: tmp_path)
    head = "category,opens,closes,saturday_opens,saturday_closes,appointment,source\n"
    rows = [f"{name},08:00,18:00,08:00,18:00,0,assumption\n" for name in ERRANDS]
    for lines, told in (
        (rows[1:], "lacks 'bakery'"),
        ([rows[0].replace("18:00,08:00,18:00", "07:00,08:00,18:00"), *rows[1:]], "closes before"),
    ):
        (tmp_path / opening_module.FILE).write_text(head + "".join(lines), encoding="utf-8")
        opening_module._table.cache_clear()
        with pytest.raises(TerritoryError, match=told):
            opening_module._table()
    opening_module._table.cache_clear()


# -- worths -----------------------------------------------------------------------------------


def test_the_table_of_logsums_is_the_function_it_stands_for():
    table = log1pexp_table()
    exact = [1000 * math.log1p(math.exp(-0.004 * i)) for i in range(len(table))]
    assert np.abs(table - exact).max() <= 0.5
    assert table[0] == round(1000 * math.log(2))
    assert table[-1] == 0


def test_worths_are_logsums_of_what_people_may_use(scenario, village):
    """Every home, kind of person and place against floats: within two thousandths of a util."""
    model = Microville(scenario(TOWN), village)
    model.step()
    traits, mobility = model.traits(), model.parameters.mobility
    rows = model.worths.rows(traits.by_home, traits.home, traits.kind)
    seen, most = {}, 0.0
    for p in traits.by_home:
        seen[int(traits.home[p]), int(traits.kind[p])] = p
    for (home, _), p in seen.items():
        for category in range(len(ERRANDS)):
            table = model.worths.table[rows[p], category]
            for c, place in enumerate(model.options.facility[home, category]):
                if place < 0:
                    break
                exact = plain_worth(
                    model.options.ms[home, category, c].tolist(),
                    traits.may[p].tolist(),
                    traits.slow_permille[p] > 1000,
                    mobility,
                )
                if exact is None:
                    assert table[c] == NOTHING
                    continue
                most = max(most, abs(int(table[c]) - 1000 * exact))
    assert len(seen) > 100
    assert len({kind for _, kind in seen}) >= 9
    assert 0.1 < most <= 3.0  # roundings of up to five utilities and four additions


def test_how_much_room_options_begin_with_changes_nothing(scenario, village, monkeypatch):
    """Room is made when a place opens and a home knows more: worths follow."""

    def simulate():
        model = Microville(scenario(TOWN), village)
        learn_options(model, np.unique(model.traits().home))
        first = model.options.room
        late = int(np.flatnonzero(model.facilities.category == ERRANDS.index("bakery"))[0])
        model.facilities.open[late] = False
        model.access.closed.append(late)
        model.step()
        model.facilities.open[late] = True
        model.access.opened.append(late)
        model.step()
        return model, first

    monkeypatch.setattr(options_module, "_most", lambda *_: options_module.MOST)
    usual, first = simulate()
    assert first == options_module.MOST
    monkeypatch.undo()
    narrow, first = simulate()
    assert (narrow.options.known == usual.options.known).all()
    lived_in = usual.options.known
    most = int((usual.options.facility[lived_in] >= 0).sum(axis=2).max())
    assert 1 < first <= narrow.options.room == most < options_module.MOST
    assert (narrow.options.facility == usual.options.facility[:, :, :most])[lived_in].all()
    assert narrow.worths.table.shape[2] == most
    for name in ("trip_ms", "served_by", "unserved_by"):
        assert (getattr(narrow.day, name) == getattr(usual.day, name)).all(), name


def plain_worth(option, may, slow, m):
    """Return ln of the sum of exp of utilities in utils, None where there is no way."""
    walk, bike, car, transit, service = option
    pace = m.walk_speed_kmh / m.walk_slow_speed_kmh if slow else 1
    wait = (m.transit_wait_rural_min, m.transit_wait_urban_min)[service]
    stops = m.transit_access_egress_min
    ways = (
        (m.constant_walk, m.beta_time_walk_per_min, walk, pace, m.max_walk_min),
        (m.constant_bike, m.beta_time_bike_per_min, bike, 1, m.max_bike_min),
        (m.constant_car, m.beta_time_car_per_min, car, 1, 90),
        (
            m.constant_ebike,
            m.beta_time_bike_per_min,
            bike,
            m.bike_speed_kmh / m.ebike_speed_kmh,
            m.max_bike_min,
        ),
    )
    utilities = [
        constant + beta * ms * factor / 60_000
        for (constant, beta, ms, factor, longest), usable in zip(ways, may, strict=False)
        if usable and ms != NEVER and ms * factor <= longest * 60_000
    ]
    if service >= 0:
        ride = transit / 60_000 - stops - wait
        utilities.append(
            m.constant_transit
            + m.beta_transit_access_per_min * stops
            + m.beta_transit_wait_per_min * wait
            + m.beta_transit_in_vehicle_per_min * ride
        )
    return math.log(sum(map(math.exp, utilities))) if utilities else None

"""Schools: seats are counted, classes open and close by thresholds, practitioners come and go."""

import numpy as np
import pytest

from conftest import QUIET
from microville import rng
from microville.indicators import collect
from microville.model import Microville
from microville.model.schooling.classes import open_and_close_classes
from microville.model.schooling.schools import assign_schools, settle_seats
from microville.population.columns import NOWHERE, OUTSIDE, PUPIL

NURSERY = 0


def forty_pupils(model, seats=30):
    """Make exactly 40 nursery pupils, all without a seat, and one school with so many seats."""
    people = model.population.people
    people.school[:] = NOWHERE
    people.status[people.status == PUPIL] = 6
    rows = np.flatnonzero(people.alive)[:40]
    people.status[rows], people.birth[rows] = PUPIL, model.month - 4 * 12
    (school,) = model.facilities.of("nursery_school")
    model.facilities.capacity[school] = seats
    return rows, int(school)


@pytest.fixture
def model(quiet, village):
    return Microville(quiet, village)


@pytest.mark.parametrize("everyone", [True, False])
def test_forty_pupils_and_thirty_seats_leave_exactly_ten_without(model, everyone):
    rows, school = forty_pupils(model)
    assign_schools(model, everyone=everyone)
    people = model.population.people
    seated = people.school[rows] == school
    assert seated.sum() == 30
    assert (people.school[rows][~seated] == NOWHERE).all()
    assert model.facilities.capacity[school] == 30
    # Their own luck decides, never the order of rows.
    luck = rng.bits(model.seed_number, rng.stream("school.order"), people.key[rows])
    assert luck[seated].max() < luck[~seated].min()
    # Asking again gives nobody a seat that is not there; one that gets free goes to one of them.
    assign_schools(model, everyone=False)
    assert (people.school[rows] == school).sum() == 30
    people.alive[rows[seated][0]] = False
    assign_schools(model, everyone=False)
    assert (people.alive[rows] & (people.school[rows] == school)).sum() == 30
    table = collect(model, names=["pupils_without_seat"]).set_index("group")["value"]
    assert table["all"] == 9


def test_the_order_of_rows_does_not_decide_who_has_a_seat(quiet, village):
    """The same people in the opposite order of rows: the same keys have a seat."""
    found = []
    for backwards in (False, True):
        model = Microville(quiet, village)
        rows, school = forty_pupils(model)
        people, households = model.population.people, model.population.households
        # All live in one home, so that only their order and identity differ.
        households.home[people.household[rows]] = households.home[people.household[rows[0]]]
        if backwards:
            people.key[rows] = people.key[rows[::-1]]
        assign_schools(model, everyone=False)
        found.append(set(people.key[rows[people.school[rows] == school]].tolist()))
    assert found[0] == found[1]


def test_at_the_start_everybody_has_a_seat_and_seats_are_whole_classes(model):
    people, facilities, classes = model.population.people, model.facilities, model.classes
    pupils = people.alive & (people.status == PUPIL)
    assert not (people.school[pupils & (people.age(0) < 15)] == NOWHERE).any()
    taken = np.bincount(people.school[pupils & (people.school >= 0)], minlength=len(facilities))
    for name in ("nursery_school", "elementary_school", "lower_secondary"):
        rows = facilities.of(name)
        size = getattr(model.parameters.public_service, f"{name}_class_seats")
        assert (facilities.capacity[rows] == classes.count[rows] * size).all()
        assert (taken[rows] <= facilities.capacity[rows]).all()
        # One class fewer would be fuller than usual.
        filled = 0.86 * size * (classes.count[rows] - 1)
        assert ((taken[rows] > filled) | (classes.count[rows] == 1)).all()


def test_seats_change_by_classes_only_and_only_in_september(model):
    before = model.facilities.capacity.copy()
    schools = np.flatnonzero(model.classes.count > 0)
    for month in range(26):
        model.step()
        now = model.facilities.capacity[: len(before)]
        changed = np.flatnonzero(now[schools] != before[schools])
        if month % 12 != 8:
            assert not len(changed)
        events = [e for e in model.events if e.month == month and "class_" in e.kind]
        assert len(events) == len(changed)
        before = now.copy()


def test_classes_open_and_close_by_the_thresholds_of_the_parameters(model):
    classes, facilities = model.classes, model.facilities
    (school,) = facilities.of("nursery_school")
    for asked, start, after in (
        (50, 2, 2),
        (51, 2, 3),  # more than the seats of two classes
        (500, 3, 3),  # no room is left
        (43, 3, 3),
        (42, 3, 2),  # 84 % of the seats of the other two
        (0, 1, 1),  # the last one stays
    ):
        classes.count[school], classes.rooms[school], classes.asked[school] = start, 3, asked
        facilities.capacity[school] = 25 * start
        open_and_close_classes(model)
        assert classes.count[school] == after, asked
        assert facilities.capacity[school] == 25 * after


def test_a_class_follows_demand_a_year_later(model):
    model.month = 8
    rows, school = forty_pupils(model, seats=25)
    model.classes.count[school], model.classes.rooms[school] = 1, 2
    model.classes.asked[school] = 25
    from microville.model.schooling.classes import schools_of_month

    people = model.population.people
    schools_of_month(model)
    assert (people.school[rows] == school).sum() == 25
    assert model.classes.asked[school] == 40
    model.month = 20
    schools_of_month(model)
    assert model.facilities.capacity[school] == 50
    there = people.alive[rows] & (people.age(20)[rows] <= 5)
    assert (people.school[rows][there] == school).all()


def test_pupils_who_change_level_free_their_seats_first(model):
    people = model.population.people
    rows, school = forty_pupils(model, seats=40)
    assign_schools(model, everyone=True)
    assert (people.school[rows] == school).all()
    people.birth[rows[:15]] -= 36  # seven years old now
    others = np.flatnonzero(people.alive)[40:55]
    people.status[others], people.birth[others] = PUPIL, -48
    people.school[others] = NOWHERE
    assign_schools(model, everyone=True)
    assert (people.school[others] == school).all()
    assert (people.school[rows[:15]] != school).all()


def test_who_has_no_school_in_reach_learns_beyond_the_map(model):
    rows, _ = forty_pupils(model)
    category = len(model.access.home_ms[0]) - 4
    model.access.home_ms[:, category] = 2**31 - 1
    assign_schools(model, everyone=True)
    assert (model.population.people.school[rows] == OUTSIDE).all()


def test_settling_seats_raises_them_at_the_start_only(model):
    rows, school = forty_pupils(model, seats=30)
    settle_seats(model)
    assert (model.population.people.school[rows] == school).all()
    raised = model.facilities.capacity[school]
    assert raised >= 44
    model.facilities.capacity[school] = 30
    model.step()
    assert model.facilities.capacity[school] == 30


# -- practitioners ----------------------------------------------------------------------------

LEAVING = """
[parameters.public_service]
practitioner_leaving_share_year = {leaving}
practitioner_replaced_share = {followed}
practitioner_replacement_months = 3
"""


def practice(scenario, village, leaving, followed, months=24):
    model = Microville(scenario(QUIET, LEAVING.format(leaving=leaving, followed=followed)), village)
    for _ in range(months):
        model.step()
    kinds = [e.kind for e in model.events]
    return model, kinds.count("practitioner_leaves"), kinds.count("practitioner_arrives")


def test_practitioners_stay_unless_a_scenario_says_otherwise(quiet, village):
    model = Microville(quiet, village)
    for _ in range(10):
        model.step()
    assert not [e for e in model.events if "practitioner" in e.kind]


def test_who_gives_up_is_followed_in_the_same_rooms_by_no_more_than_one(scenario, village):
    model, left, came = practice(scenario, village, 0.9999, 1.0)
    facilities = model.facilities
    kinds = ("general_practitioner", "nurse", "dentist")
    start = 4
    there = sum(len(facilities.of(name)) for name in kinds)
    assert left > 2
    assert came > 0
    assert there == start - left + came
    new = [row for row, name in enumerate(facilities.names) if "#" in name]
    assert len(new) == came
    for row in new:
        root = facilities.names.index(facilities.names[row].partition("#")[0])
        assert facilities.point[row] == facilities.point[root]
        assert facilities.category[row] == facilities.category[root]
        assert facilities.capacity[row] == facilities.capacity[root]
    model, left, came = practice(scenario, village, 0.9999, 0.0)
    assert left > 2
    assert came == 0
    assert sum(len(model.facilities.of(name)) for name in kinds) == start - left

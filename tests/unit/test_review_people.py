"""What a stranger's review of daily life, demography and businesses found, each held by a test."""

import numpy as np

from conftest import QUIET
from microville.model import Microville
from microville.model.access_state import CHOICES
from microville.model.demography.state import Waiting
from microville.model.facilities import SCHOOLS
from microville.model.schooling.schools import assign_schools
from microville.model.site import LET, READY
from microville.model.trade.books import MONTHS_KNOWN
from microville.population.columns import PUPIL

TWO_HOUSES = """
[parameters.housing]
site_fill_months = 1
site_interest_share = 1.0
student_share = 0.0
senior_share = 0.0
family_share = 0.0
refused_burden_share = 1.0
crowded_m2_per_person = 0.0

[[programme.buildings]]
building = "B04"
use = "housing"
works = "none"
start = "2025-02"
dwellings = 20

[[programme.buildings]]
building = "B12"
use = "housing"
works = "none"
start = "2025-02"
dwellings = 20
"""


def test_households_of_one_row_that_move_to_two_buildings_are_two_people(scenario, village):
    """A row of ten, of which one moves to each of two buildings in one month: two identities."""
    model = Microville(scenario(TWO_HOUSES), village, fraction=0.1)
    model.step()
    households, people = model.population.households, model.population.people
    rows = np.flatnonzero(households.alive & (households.weight > 5))[:8].astype(np.int64)
    none = np.zeros(len(rows), dtype=bool)
    model.housing.waiting = Waiting(
        rows, households.zone[rows].astype(np.int64), np.zeros(len(rows), np.int64), none
    )
    before, weight = len(households), households.weight[rows].copy()
    model.step()
    moved = np.flatnonzero(np.isin(households.home[before:], [u.place for u in model.site.units]))
    assert (households.weight[rows] <= weight - 1).any()
    assert len(moved) > len(rows)
    for keys in (households.key, people.key):
        assert len(np.unique(keys)) == len(keys)


def test_a_pupil_knows_the_way_to_a_school_that_is_no_longer_among_the_closest(quiet, village):
    model = Microville(quiet, village)
    people, access, facilities = model.population.people, model.access, model.facilities
    first = facilities.of("elementary_school")[0]
    pupils = np.flatnonzero(people.alive & (people.status == PUPIL) & (people.school == first))
    before = model.school_ms[pupils].copy()
    door = int(model.population.households.home[people.household[pupils[0]]])
    for _ in range(CHOICES):
        row = facilities.append(
            f"new{len(facilities)}",
            "elementary_school",
            door,
            capacity=0,
            site_row=-1,
            zone=0,
        )
        facilities.open[row] = True
        access.opened.append(row)
    access.repair(facilities)
    category = model.options.facility.shape[1] + SCHOOLS.index("elementary_school")
    home = model.population.households.home[people.household[pupils]]
    known = (access.home_owner[:, category, home] == first).any(axis=(0, 2))
    assert not known.all()  # for some it is too far down the list
    assign_schools(model, everyone=True)
    assert (people.school[pupils] == first).all()
    np.testing.assert_array_equal(model.school_ms[pupils], before)


PRACTICE = """
[parameters.public_service]
practitioner_leaving_share_year = 0.9999
practitioner_replaced_share = {followed}
practitioner_replacement_months = 2

[[programme.services]]
category = "nurse"
parcel = "P05"
start = "2025-02"
until = "2027-12"
"""


def site_nurses(model):
    """How many nurses work at the site's service."""
    facilities = model.facilities
    (_, row) = model.site_services[0]
    return int((facilities.point[facilities.of("nurse")] == facilities.point[row]).sum())


def test_a_nurse_of_the_site_who_gives_up_is_not_back_the_month_after(scenario, village):
    model = Microville(scenario(QUIET, PRACTICE.format(followed=0.0)), village)
    left = None
    for month in range(30):
        model.step()
        if any(e.kind == "practitioner_leaves" and "site/" in e.subject for e in model.events):
            left = month
        assert left is None or site_nurses(model) == 0
    assert left is not None
    assert sum(e.kind == "service_opens" for e in model.events) == 1


def test_who_follows_a_nurse_of_the_site_is_one_and_goes_with_the_programme(scenario, village):
    model = Microville(scenario(QUIET, PRACTICE.format(followed=1.0)), village)
    found = []
    for _ in range(40):
        model.step()
        found.append(site_nurses(model))
    came = [e for e in model.events if e.kind == "practitioner_arrives" and "site/" in e.subject]
    assert came
    assert max(found) == 1
    assert 0 in found[2:30]
    assert found[36:] == [0] * 4  # the programme's service ended in December 2027


UNIT = """
[[programme.buildings]]
building = "B12"
use = "care"
works = "none"
start = "2025-01"
categories = ["nurse"]

[parameters.public_service]
practitioner_leaving_share_year = 0.9999
practitioner_replaced_share = 1.0
practitioner_replacement_months = 2
"""


def test_a_practice_of_a_unit_has_one_nurse_whoever_followed(scenario, village):
    model = Microville(scenario(QUIET, UNIT), village)
    unit = next(u for u in model.site.units if u.entry.building == "B12")
    there, states = [], []
    for _ in range(120):
        model.step()
        nurses = model.facilities.of("nurse")
        there.append(int((model.facilities.point[nurses] == unit.place).sum()))
        states.append(unit.state)
    assert max(there) == 1
    assert {LET, READY} <= set(states)
    assert not any(n for n, state in zip(there, states, strict=True) if state != LET)


SHOP = """
[parameters.business]
start_cash_months = 120.0

[[programme.services]]
category = "bakery"
building = "B01"
start = "2025-01"
"""


def test_a_shop_in_a_building_between_two_tenants_comes_back_with_the_next(scenario, village):
    """The programme closes the shop with the building; the next operator opens with it."""
    model = Microville(scenario(QUIET, SHOP), village)
    (unit,) = model.site.units
    states = []
    for _ in range(150):
        model.step()
        _, row = model.site_services[0]
        states.append(unit.state)
        assert model.facilities.open[row] == (unit.state == LET)
        business = model.businesses.get(row)
        assert business is None or business.closed == (unit.state != LET)
    assert unit.lettings > 1
    assert READY in states
    assert states[-1] == LET
    keys = model.facilities.key
    assert len(np.unique(keys)) == len(keys)


def test_who_stays_when_a_partner_is_taken_off_the_map_is_no_couple(quiet, village):
    model = Microville(quiet, village)
    couple = next(h for h in model.households(where=lambda h: h.kind == "couple"))
    first, second = couple.members()
    first.remove()
    assert second.alive
    assert couple.kind == "single"
    family = next(h for h in model.households(where=lambda h: h.kind == "couple_children"))
    max(family.members(), key=lambda person: person.age).remove()
    assert family.kind == "single_parent"


SHUT = """
[[shocks]]
kind = "close_category"
category = "bakery"
start = "2025-04"
months = 2
"""


def test_months_in_which_a_shock_shut_a_shop_tell_nothing_of_its_usual_custom(scenario, village):
    """Of a shop whose size is not known yet only months in which it was open are taken down."""
    model = Microville(scenario(QUIET, SHUT), village)
    books, visits = model.commerce.books, []
    shops = [int(row) for row in model.facilities.of("bakery")]
    rows = [model.businesses[row].index for row in shops]
    for month in range(8):
        model.step()
        visits.append(model.facilities.visits[shops].copy())
        ran = [v for m, v in enumerate(visits[:-1]) if m not in (3, 4)]
        assert (books.known[rows] == len(ran)).all(), month
        for i, row in enumerate(rows):
            taken = books.visits[row, MONTHS_KNOWN - len(ran) :] if ran else []
            assert list(taken) == [v[i] for v in ran]

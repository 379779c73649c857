"""The cooperative's law: one case on each side of every bound."""

from __future__ import annotations

import pytest

from microville.errors import ScenarioError
from microville.finance import (
    check_capital,
    check_colleges,
    check_members,
    check_share_interest,
    local_authority_room_cents,
    refund_on_leaving_cents,
    share_interest_cap_bps,
)


@pytest.mark.parametrize(
    ("members", "has_staff"),
    [
        ({"beneficiaries": 1, "employees": 1, "public_bodies": 1}, True),
        ({"beneficiaries": 9, "producers": 2, "volunteers": 3, "employees": 0}, False),
        ({"beneficiaries": 9, "employees": 1, "producers": 2}, True),
    ],
)
def test_members_that_form_a_scic(members, has_staff):
    check_members(members, has_staff=has_staff)


@pytest.mark.parametrize(
    ("members", "has_staff", "message"),
    [
        ({"beneficiaries": 9, "employees": 1}, True, "2 categories"),
        ({"beneficiaries": 9, "employees": 1, "public_bodies": 0}, True, "2 categories"),
        ({"employees": 1, "public_bodies": 1, "volunteers": 1}, True, "benefits"),
        ({"beneficiaries": 1, "producers": 1, "volunteers": 1}, True, "no employee"),
        ({"beneficiaries": 1, "public_bodies": 1, "volunteers": 1}, False, "neither staff"),
        ({"beneficiaries": 1, "friends": 1, "volunteers": 1}, False, "'friends'"),
        ({"beneficiaries": -1, "employees": 1, "volunteers": 1}, True, "beneficiaries is -1"),
    ],
)
def test_members_that_do_not(members, has_staff, message):
    with pytest.raises(ScenarioError, match=message) as caught:
        check_members(members, has_staff=has_staff)
    assert caught.value.hint


@pytest.mark.parametrize(("local", "others"), [(0, 1), (100, 100), (99, 100)])
def test_local_authorities_up_to_half_of_the_capital(local, others):
    check_capital(local, others)
    assert local_authority_room_cents(local, others) == others - local >= 0


@pytest.mark.parametrize(
    ("local", "others", "message"),
    [
        (101, 100, "more than half"),
        (300_000_00, 100_000_00, r"Find 200,000\.00 euros from other members"),
        (0, 0, "no capital"),
        (-1, 5, "local authorities is -1"),
        (1, 5.0, "other members must be an integer"),
    ],
)
def test_capital_over_the_limit(local, others, message):
    with pytest.raises(ScenarioError, match=message):
        check_capital(local, others)


@pytest.mark.parametrize(
    "weights",
    [
        None,
        {},
        {"a": 50, "b": 40, "c": 10},
        {"a": 34, "b": 33, "c": 33},
        dict.fromkeys("abcdefghij", 10),
    ],
)
def test_colleges_within_the_law(weights):
    check_colleges(weights)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"a": 50, "b": 50}, "2 colleges"),
        ({"a": 51, "b": 39, "c": 10}, "'a' is 51"),
        ({"a": 50, "b": 41, "c": 9}, "'c' is 9"),
        ({"a": 50, "b": 39, "c": 10}, "sum to 99"),
        ({"a": 50, "b": 41, "c": 10}, "sum to 101"),
        ({"a": 33.5, "b": 33.5, "c": 33}, "must be an integer"),
    ],
)
def test_colleges_outside_it(weights, message):
    with pytest.raises(ScenarioError, match=message):
        check_colleges(weights)


def test_votes_never_follow_capital():
    weights = {"a": 40, "b": 30, "c": 30}
    check_colleges(weights, criterion="commitment")
    with pytest.raises(ScenarioError, match="follow 'capital'"):
        check_colleges(weights, criterion="capital")


def test_the_cap_on_share_interest():
    # Published for assemblies of 2017: 3.23 %, so a mean TMO of 1.23 %.
    assert share_interest_cap_bps((123, 123, 123)) == 323
    assert share_interest_cap_bps((100, 100, 102)) == 300
    assert share_interest_cap_bps((-900, 0, 0)) == 0
    check_share_interest(323, 323)
    check_share_interest(0, 0)
    for rate in (324, -1, 3.0):
        with pytest.raises(ScenarioError):
            check_share_interest(rate, 323)
    for years in [(100, 100), (100, 100, 100, 100), (1.0, 1, 1)]:
        with pytest.raises(ScenarioError):
            share_interest_cap_bps(years)


def test_a_leaving_member_gets_no_part_of_reserves():
    assert refund_on_leaving_cents(100_00, 1_000_00, 0) == 100_00
    assert refund_on_leaving_cents(100_00, 1_000_00, 250_00) == 75_00
    assert refund_on_leaving_cents(100_00, 1_000_00, 2_000_00) == 0
    assert refund_on_leaving_cents(0, 0, 0) == 0
    with pytest.raises(ScenarioError, match="shares"):
        refund_on_leaving_cents(101, 100, 0)

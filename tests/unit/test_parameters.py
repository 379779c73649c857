"""Every parameter is documented, bounded, and refuses nonsense."""

import json
import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from microville.errors import ParameterError
from microville.parameters import (
    Mobility,
    ParameterRow,
    Parameters,
    get,
    json_schema,
    problem,
    rows,
    update,
)
from microville.parameters.metadata import param

ROWS = rows()
KEYS = [row.key for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_each_parameter_says_what_it_is(row: ParameterRow) -> None:
    assert row.unit
    assert row.description.endswith(".")
    assert row.label_fr
    assert row.kind in {"fact", "assumption"}
    assert row.source or row.kind == "assumption"
    assert row.low is not None
    assert row.high is not None
    assert row.ge is not None
    assert row.le is not None
    assert row.ge <= row.low <= row.value <= row.high <= row.le
    assert isinstance(row.value, int if row.integer else float)
    assert "/work" not in row.source
    assert row.year is None or 1990 <= row.year <= 2026


def test_keys_are_unique_and_units_agree_with_names() -> None:
    assert len(set(KEYS)) == len(KEYS) > 150
    for row in ROWS:
        if row.unit == "share":
            assert (row.ge, row.le) == (0, 1), row.key
        if row.key.endswith("_months"):
            assert row.unit == "months", row.key
        if row.key.endswith("_min") and "_per_" not in row.key:
            assert row.unit == "min", row.key
        if row.key.endswith("_kmh"):
            assert row.unit == "km/h", row.key


def test_published_values_stand_where_they_should() -> None:
    default = Parameters()
    assert default.capacity.bakery_per_day == 305
    assert default.mobility.beta_time_walk_per_min == -0.15
    assert default.works.new_build_eur_m2 == 2225
    assert default.energy.electricity_factor == 1.9
    # derived ones, by their derivation
    assert math.isclose(default.trade.bakery_spend_eur, 28 / (65 / 12), abs_tol=0.01)
    assert math.isclose(default.activity.general_practitioner_visits_week, 3.3 / 52, abs_tol=0.001)
    assert math.isclose(default.finance.property_tax_eur_m2_year, 0.5 * 14 * 0.4038, abs_tol=0.05)
    assert math.isclose(default.finance.loan_rate_pct, 1.5 + 0.75)
    ladder = [getattr(default.energy, f"primary_kwh_m2_year_{letter}") for letter in "abcdefg"]
    assert ladder == sorted(ladder)
    thresholds = [70, 110, 180, 250, 330, 420]
    assert ladder[1:6] == [(a + b) / 2 for a, b in pairwise(thresholds)]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ROWS), st.floats(0, 1))
def test_any_value_of_the_uncertainty_range_is_accepted(row: ParameterRow, at: float) -> None:
    if row.key.startswith("population.income"):
        return  # those must also rise together, tested below
    value = min(max(row.low + at * (row.high - row.low), row.low), row.high)
    value = round(value) if row.integer else value
    changed = update(Parameters(), {row.key: value})
    assert get(changed, row.key) == value
    others = [k for k in KEYS if get(changed, k) != get(Parameters(), k)]
    assert others in ([], [row.key])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ROWS), st.floats(allow_nan=True) | st.integers() | st.booleans() | st.text())
def test_any_value_is_taken_or_refused_with_the_allowed_range(row: ParameterRow, value) -> None:
    text = problem(row.key, value)
    if text:
        assert row.key in text
        assert f"to {row.le:g}" in text
        with pytest.raises(ParameterError, match=r"."):
            update(Parameters(), {row.key: value})
    else:
        assert row.ge <= value <= row.le


def test_wrong_keys_name_the_nearest_right_one() -> None:
    with pytest.raises(ParameterError, match=r"Did you mean 'mobility[.]walk_speed_kmh'"):
        update(Parameters(), {"mobility.walk_sped_kmh": 4.5})
    with pytest.raises(ParameterError, match=r"Did you mean 'mobility[.]walk_speed_kmh'"):
        get(Parameters(), "walk_speed_kmh")


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ParameterError) as caught:
        update(Parameters(), {"mobility.walk_speed_kmh": -3, "rent.offce": 2, "rent.shop": "x"})
    assert caught.value.exit_code == 2
    assert "from 1 to 8 km/h" in caught.value.message
    assert "'rent.office'" in caught.value.message
    assert len(caught.value.message.splitlines()) == 3


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, True, "4", 10**400, None], ids=lambda value: str(value)[:8]
)
def test_nonsense_is_refused(value: object) -> None:
    assert problem("mobility.walk_speed_kmh", value)
    with pytest.raises((ValidationError, OverflowError)):
        Mobility(walk_speed_kmh=value)


def test_whole_numbers_stay_whole() -> None:
    assert update(Parameters(), {"finance.loan_years": 25.0}).finance.loan_years == 25
    with pytest.raises(ParameterError, match="a whole number from 1 to 99 years"):
        update(Parameters(), {"finance.loan_years": 25.5})


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("population.income_d1_eur_year", 30_000, "incomes must rise"),
        ("finance.corporation_tax_share", 0.1, "the reduced rate of corporation tax is above"),
        # A range that ends at nothing would be divided by.
        ("impacts.housing_per_person_m2", 0, "from 1 to"),
        ("site_impacts.price_rise_years", 0, "a whole number from 1 to 50 years"),
        ("site_impacts.home_holding_years", 0, "a whole number from 1 to 99 years"),
    ],
)
def test_numbers_that_contradict_each_other_or_the_formulas_are_refused(
    key: str, value: float, told: str
) -> None:
    with pytest.raises(ParameterError, match=told):
        update(Parameters(), {key: value})


def test_parameters_cannot_be_changed_in_place() -> None:
    default = Parameters()
    with pytest.raises(ValidationError):
        default.mobility.walk_speed_kmh = 3.0
    update(default, {"mobility.walk_speed_kmh": 4.0})
    assert default == Parameters()


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": ""},
        {"low": 2},
        {"high": 0.5},
        {"ge": 2},
        {"kind": "assumption"},
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(wrong: dict) -> None:
    with pytest.raises(ValueError):
        param(1, **{"unit": "m", "description": "x", "source": "y"} | wrong)


def test_the_schema_is_json_and_tells_unit_and_source() -> None:
    schema = json.loads(json.dumps(json_schema()))
    walk = schema["$defs"]["Mobility"]["properties"]["walk_speed_kmh"]
    assert walk["unit"] == "km/h"
    assert (walk["minimum"], walk["maximum"]) == (1.0, 8.0)

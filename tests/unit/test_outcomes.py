"""What a run keeps of its people: sums over the last year, fictitious, the same on any thread."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd
import pytest

from microville.errors import InputError
from microville.model import Microville
from microville.runs import run
from microville.runs.kept import kept_run
from microville.runs.outcomes import SUMS, labels, load_people
from microville.runs.single import load_run

MONTHS = 15


@pytest.fixture(scope="module")
def year(active, village):
    """A run of the village of fifteen months, with its people."""
    return run(active.update({"run.months": MONTHS}), village, seed=3, people=True)


def test_sums_are_those_of_a_plain_loop_over_the_last_twelve_months(year, active, village):
    model = Microville(active.update({"run.months": MONTHS}), village, seed=3)
    sums, here = defaultdict(lambda: [0] * 7), defaultdict(int)
    for month in range(MONTHS):
        model.step()
        if month < MONTHS - 12:
            continue
        day, people = model.day, model.population.people
        for row in np.flatnonzero(people.alive).tolist():
            walk, ride, _, electric, _ = (round(ms / 1000) for ms in day.trip_ms[row].tolist())
            found = (
                sum(day.wanted_by[row].tolist()),
                sum(day.served_by[row].tolist()),
                sum(within for within, _ in day.within_by[row].tolist()),
                sum(within for _, within in day.within_by[row].tolist()),
                sum(day.trips[row].tolist()),
                walk + ride + electric,
                day.trip_m[row].tolist()[2],
            )
            key = int(people.key[row])
            here[key] += 1
            sums[key] = [a + b for a, b in zip(sums[key], found, strict=True)]
    alive = {int(key) for key in model.population.people.key[model.population.people.alive]}
    table = year.people.set_index("key")
    assert set(table.index) == alive
    # Somebody came during the year, and somebody left: both cases are seen.
    assert table["months"].min() < 12
    assert set(here) - alive
    names = ["wanted", "served", "within_15", "within_30", "trips", "active_s", "car_m"]
    rows = table[names].itertuples()
    # Seconds are rounded once a month, not once a mode.
    assert all(np.allclose(line, sums[key], atol=[0, 0, 0, 0, 0, 24, 0]) for key, *line in rows)
    assert all(here[key] == months for key, months in table["months"].items())


def test_one_month_ties_to_the_indicators_of_every_group(active, village):
    result = run(active.update({"run.months": 1}), village, seed=2, people=True)
    values = result.indicators.set_index(["indicator", "group"])["value"]
    people = result.people
    masks = {"all": people["weight"] > 0, "focus": people["focus"] == 1}
    masks |= {f"commune:{code}": people["commune"] == code for code in ("W", "E")}
    masks["present"] = masks["focus"] & (people["presence"] == 0)
    for i, label in enumerate(labels()["age_band"]):
        masks[f"age:{label}"] = masks["focus"] & (people["age_band"] == i)
    for i, label in enumerate(labels()["third"]):
        masks[f"income:{label}"] = masks["focus"] & (people["third"] == i)
    for group, mask in masks.items():
        part = people[mask]
        total = part[list(SUMS)].mul(part["weight"], axis=0).sum()
        persons = part["weight"].sum()
        assert values["population", group] == persons
        told = {
            "person_served_share": total["served"] / total["wanted"],
            "person_served_nearby_share": total["within_15"] / total["wanted"],
            "person_served_30_share": total["within_30"] / total["wanted"],
            "trips_per_day": total["trips"] / persons / 6,
            "car_km_per_day": total["car_m"] / 1000 / persons / 6,
            "travel_co2_kg_per_day": total["co2_g"] / 1000 / persons / 6,
            "car_cost_eur_per_day": total["car_cents"] / 100 / persons / 6,
            "active_minutes_per_day": total["active_s"] / 60 / persons / 6,
        }
        for name, value in told.items():
            assert values[name, group] == pytest.approx(value, abs=0.006), (name, group)
    assert people[people["focus"] == 1]["car_m"].sum() > 0


def test_people_are_kept_on_request_and_change_nothing_else(year, active, village, tmp_path):
    without = run(active.update({"run.months": MONTHS}), village, seed=3)
    assert without.people is None
    assert without.canonical_hash == year.canonical_hash
    assert load_run(without.save(tmp_path / "without")).people is None
    pd.testing.assert_frame_equal(load_run(year.save(tmp_path / "with")).people, year.people)
    assert all(dtype.kind in "iu" for dtype in year.people.dtypes if dtype != "category")
    assert year.people["key"].is_unique
    assert year.people["key"].is_monotonic_increasing


def test_the_file_says_that_nobody_in_it_lives(year, tmp_path):
    import pyarrow.parquet as pq

    folder = year.save(tmp_path / "run")
    told = pq.read_schema(folder / "people.parquet").metadata
    assert b"fictitious" in told[b"note"]
    assert b"fewer than 11 households" in told[b"note"]
    assert b"newcomer" in told[b"labels"]


def test_the_same_people_for_one_and_two_threads(year, active, village, tmp_path, monkeypatch):
    monkeypatch.setenv("MICROVILLE_THREADS", "2")
    two = run(active.update({"run.months": MONTHS}), village, seed=3, people=True)
    monkeypatch.setenv("MICROVILLE_THREADS", "1")
    one = run(active.update({"run.months": MONTHS}), village, seed=3, people=True)
    files = [r.save(tmp_path / n) / "people.parquet" for r, n in ((one, "one"), (two, "two"))]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_run_kept_without_people_is_made_again_for_who_asks(
    active, village, tmp_path, monkeypatch
):
    monkeypatch.setenv("MICROVILLE_CACHE", str(tmp_path))
    short = active.update({"run.months": 1})
    assert kept_run(short, village, seed=1).people is None
    asked = kept_run(short, village, seed=1, people=True)
    again = kept_run(short, village, seed=1, people=True)
    assert asked.people is not None
    pd.testing.assert_frame_equal(again.people, asked.people)


def test_another_file_is_no_table_of_people(tmp_path):
    with pytest.raises(InputError, match="holds no people"):
        load_people(tmp_path / "nothing.parquet")
    pd.DataFrame({"key": [1]}).to_parquet(tmp_path / "other.parquet")
    with pytest.raises(InputError, match="lacks columns"):
        load_people(tmp_path / "other.parquet")

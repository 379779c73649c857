"""Who gains and who loses: paired by person, counted by group, small groups left out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from microville.runs import Comparison, run
from microville.runs.gains import OUTCOMES, change, classify, pair, seed_table
from microville.runs.outcomes import SUMS
from microville.runs.single import RunResult
from microville.runs.summary import gain_rows

BY_NAME = {outcome.name: outcome for outcome in OUTCOMES}


def people(rows, **same):
    """A table of people: key and what differs from a usual year."""
    usual = dict.fromkeys(SUMS, 0) | {"wanted": 100, "served": 90, "within_15": 40}
    usual |= {"within_30": 60, "months": 12, "weight": 1, "focus": 1, "age_band": 2, "third": 1}
    usual |= {"presence": 0, "on_site": 0, "commune": "E", "cell": "c1"}
    made = pd.DataFrame([usual | same | {"household": row["key"]} | row for row in rows])
    for name in ("commune", "cell"):
        made[name] = made[name].astype("category")
    return made


def crowd(count, **columns):
    return [{"key": key} | columns for key in range(1, count + 1)]


def test_a_threshold_counts_when_it_is_just_reached():
    limits = (  # outcome, column, usual value, just a gain, not quite
        ("served", "served", 90, 95, 94),
        ("within_15", "within_15", 40, 45, 44),
        ("within_30", "within_30", 60, 65, 64),
        ("travel_min", "travel_s", 20_000, 20_000 - 12 * 720, 20_000 - 12 * 720 + 1),
        ("active_min", "active_s", 20_000, 20_000 + 12 * 720, 20_000 + 12 * 720 - 1),
        ("car_km", "car_m", 90_000, 90_000 - 72_000, 90_000 - 72_000 + 1),
        ("car_eur", "car_cents", 5000, 5000 - 1154, 5000 - 1153),
        ("co2_kg", "co2_g", 50_000, 50_000 - 11_539, 50_000 - 11_538),
    )
    assert [name for name, *_ in limits] == list(BY_NAME)
    for name, column, usual, gain, nearly in limits:
        before = people([{"key": 1, column: usual}, {"key": 2, column: usual}])
        after = people([{"key": 1, column: gain}, {"key": 2, column: nearly}])
        outcome = BY_NAME[name]
        assert classify(pair(before, after), outcome).tolist() == [1, 0], name
        assert classify(pair(after, before), outcome).tolist() == [-1, 0], name
        told = change(pair(before, after), outcome)[0]
        assert outcome.direction * told == pytest.approx(outcome.least, rel=1e-3), name


def test_shares_and_months_are_each_their_own():
    # Half a year in one run: 3 of 6 wishes are as good as 6 of 12.
    before = people([{"key": 1, "wanted": 12, "served": 6, "car_m": 120, "months": 12}])
    after = people([{"key": 1, "wanted": 6, "served": 3, "car_m": 60, "months": 6}])
    for name in ("served", "car_km"):
        assert change(pair(before, after), BY_NAME[name]).tolist() == [0.0]
        assert classify(pair(before, after), BY_NAME[name]).tolist() == [0]
    nothing = people([{"key": 1, "wanted": 0, "served": 0}])
    assert classify(pair(before, nothing), BY_NAME["served"]).tolist() == [0]


def test_people_of_one_run_alone_are_counted_apart():
    before = people([{"key": 1}, {"key": 2}, {"key": 3, "weight": 5}])
    after = people([{"key": 2}, {"key": 3, "weight": 5}, {"key": 4, "weight": 7, "presence": 1}])
    table = seed_table(before, after).set_index(["group", "outcome"])
    row = table.loc[("focus", "served")]
    assert (row["persons"], row["only_before"], row["only_after"]) == (6, 1, 7)
    assert table.loc[("newcomer", "served"), ["persons", "only_after"]].tolist() == [0, 7]


def test_workers_are_those_of_either_run():
    before = people([{"key": 1, "on_site": 1}, {"key": 2}, {"key": 3}])
    after = people([{"key": 1}, {"key": 2, "on_site": 1}, {"key": 3}])
    table = seed_table(before, after).set_index(["group", "outcome"])
    assert table.loc[("on_site_worker", "car_km"), "persons"] == 2


def comparison(pairs, quiet):
    """A comparison of two scenarios whose runs have these people, a pair a seed."""
    names = ("base", "other")
    scenarios = tuple(quiet.model_copy(update={"name": name}) for name in names)
    empty = pd.DataFrame()
    results = {
        (name, seed): RunResult({}, empty, empty, empty, empty, pair[i])
        for seed, pair in enumerate(pairs, start=1)
        for i, name in enumerate(names)
    }
    seeds = tuple(range(1, len(pairs) + 1))
    return Comparison(None, scenarios, seeds, results)  # type: ignore[arg-type]


def moving(gain, lose, count=30):
    """A crowd before and after: so many drive 10 km a day less, so many 10 km more."""
    after = crowd(count, car_m=1_000_000)
    for i, row in enumerate(after):
        row["car_m"] -= 720_000 * ((i < gain) - (gain <= i < gain + lose))
    return people(crowd(count, car_m=1_000_000)), people(after)


def test_intervals_are_students_t_over_seeds_and_stay_within_everybody(quiet):
    gains, loses = (4, 7, 5, 9), (0, 1, 0, 0)
    made = comparison([moving(*counts) for counts in zip(gains, loses, strict=True)], quiet)
    row = made.gains().set_index(["group", "outcome"]).loc[("focus", "car_km")]
    low, high = stats.t.interval(0.95, 3, loc=np.mean(gains), scale=stats.sem(gains))
    assert row["gain"] == np.mean(gains)
    assert (row["gain_low"], row["gain_high"]) == pytest.approx((low, high))
    assert row["lose_low"] == 0.0
    assert row["gain"] + row["lose"] + row["same"] == row["persons"] == 30
    means = [-10 * (g - x) / 30 for g, x in zip(gains, loses, strict=True)]
    low, high = stats.t.interval(0.95, 3, loc=np.mean(means), scale=stats.sem(means))
    assert (row["change_low"], row["change_high"]) == pytest.approx((low, high))
    two = comparison([moving(4, 0), moving(7, 0)], quiet).gains()
    row = two.set_index(["group", "outcome"]).loc[("focus", "car_km")]
    assert (row["gain_low"], row["gain"], row["gain_high"], row["seeds"]) == (4, 5.5, 7, 2)


def test_groups_of_ten_households_are_not_shown_and_of_eleven_are(quiet):
    for count, shown in ((10, False), (11, True)):
        # The second seed has plenty: the seed with fewest decides.
        made = comparison([moving(3, 0, count), moving(3, 0, 30)], quiet)
        row = made.gains().set_index(["group", "outcome"]).loc[("focus", "car_km")]
        assert row["shown"] == shown
        hidden = row.drop(["scenario", "seeds", "shown", "only_before", "only_after"])
        assert bool(hidden.isna().all()) != shown
        printed = next(r for r in gain_rows(made) if r["outcome"] == "car_km")
        assert (printed["persons_text"] == "too few") != shown
        assert (printed["gain"] is None) != shown


def test_few_people_of_one_run_alone_are_not_shown_either(quiet):
    for count, shown in ((0, True), (1, False), (10, False), (11, True)):
        before, after = people(crowd(30)), people(crowd(30 + count))
        row = comparison([(before, after)] * 2, quiet).gains().iloc[0]
        assert row["only_before"] == 0
        assert (row["only_after"] == count) == shown


def test_runs_without_people_say_nothing(quiet):
    assert len(comparison([(None, None)], quiet).gains()) == 0
    assert gain_rows(comparison([(None, None)], quiet)) == []


@pytest.fixture(scope="module")
def lived(quiet, active, village):
    """The village with and without the programme, two seeds, fourteen months."""
    both = [
        scenario.model_copy(update={"name": name}).update({"run.months": 14})
        for name, scenario in (("quiet", quiet), ("active", active))
    ]
    results = {
        (s.name, seed): run(s, village, seed=seed, people=True) for s in both for seed in (1, 2)
    }
    return Comparison(village, tuple(both), (1, 2), results)


def test_a_run_against_itself_changes_nobody(lived):
    for result in lived.results.values():
        table = seed_table(result.people, result.people)
        assert (table[["gain", "lose", "only_before", "only_after"]] == 0).all(axis=None)
        assert (table["same"] == table["persons"]).all()
        assert (table["change"] == 0).all()


def test_a_programme_moves_some_and_every_part_adds_up(lived):
    table = lived.gains().set_index(["group", "outcome"])
    everybody = table.loc["all"]
    assert everybody["gain"].sum() > 0
    assert (everybody["same"] > 0).all()
    counts = ["persons", "gain", "lose", "same"]
    seeds = [
        seed_table(*(lived.results[name, seed].people for name in ("quiet", "active"))).set_index(
            ["group", "outcome"]
        )
        for seed in (1, 2)
    ]
    for one in seeds:
        labels = one.index.get_level_values(0).unique()
        for start, whole in (("commune:", "all"), ("age:", "focus"), ("income:", "focus")):
            parts = one.loc[[label for label in labels if label.startswith(start)], counts]
            assert parts.groupby("outcome").sum().equals(one.loc[whole, counts].sort_index())
        assert (one[["gain", "lose", "same"]].sum(axis=1) == one["persons"]).all()
        assert table.loc[("focus", "car_km"), "shown"]
    # New homes: people who live here with the programme alone.
    assert seeds[0].loc[("newcomer", "served"), "only_after"] > 0

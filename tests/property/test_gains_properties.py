"""Gains and losses: swapped with the runs, equal to fractions, whatever the order of people."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from microville.runs.gains import OUTCOMES, classify, pair, seed_table
from microville.runs.outcomes import SUMS

FIXED = ("household", "weight", "focus", "age_band", "third", "presence", "commune", "cell")


@st.composite
def two_runs(draw):
    """Two tables of people who are partly the same; who they are is the same in both."""
    small = st.integers(0, 3)
    who = {
        key: {
            "household": draw(small),
            "weight": draw(st.integers(1, 50)),
            "focus": draw(st.integers(0, 1)),
            "age_band": draw(small),
            "third": draw(st.integers(0, 2)),
            "presence": draw(st.integers(0, 2)),
            "commune": draw(st.sampled_from(["W", "E"])),
            "cell": draw(st.sampled_from(["c1", "c2"])),
        }
        for key in range(draw(st.integers(1, 8)))
    }
    tables = []
    for _ in range(2):
        keys = draw(st.lists(st.sampled_from(sorted(who)), unique=True))
        rows = []
        for key in keys:
            wanted = draw(st.integers(0, 40))
            row = dict.fromkeys(SUMS, 0) | {"key": key, "wanted": wanted} | who[key]
            row |= {"months": draw(st.integers(1, 12)), "on_site": draw(st.integers(0, 1))}
            for name in ("served", "within_15", "within_30"):
                row[name] = draw(st.integers(0, wanted))
            for name in ("travel_s", "active_s", "car_m", "co2_g", "car_cents"):
                row[name] = draw(st.integers(0, 200_000))
            rows.append(row)
        names = ["key", *FIXED, "months", "on_site", *SUMS]
        table = pd.DataFrame(rows, columns=names)
        for name in ("commune", "cell"):
            table[name] = pd.Categorical(
                table[name], ["W", "E"] if name == "commune" else ["c1", "c2"]
            )
        numbers = [name for name in names if name not in ("commune", "cell")]
        tables.append(table.astype(dict.fromkeys(numbers, "int64")))
    return tables


def by_fractions(one, other, outcome):
    """The class of one person, in exact fractions."""
    below = [int(row[outcome.below]) for row in (one, other)]
    if not all(below):
        return 0
    first, second = (
        Fraction(int(row[outcome.above]), int(row[outcome.below])) for row in (one, other)
    )
    moved = outcome.direction * (second - first)
    limit = Fraction(outcome.threshold, outcome.per)
    return int(moved >= limit) - int(moved <= -limit)


@given(two_runs())
def test_swapping_the_runs_swaps_gains_and_losses(runs):
    there = seed_table(*runs).set_index(["group", "outcome"]).sort_index()
    back = seed_table(*runs[::-1]).set_index(["group", "outcome"]).sort_index()
    assert there.index.equals(back.index)
    for one, other in (
        ("gain", "lose"),
        ("same", "same"),
        ("persons", "persons"),
        ("only_before", "only_after"),
        ("households_before", "households_after"),
    ):
        assert there[one].equals(back[other].rename(one))
        assert there[other].equals(back[one].rename(other))
    assert ((there["change"] + back["change"]).abs() < 1e-6).all()


@given(two_runs())
def test_every_class_is_that_of_exact_fractions(runs):
    pairs = pair(*runs)
    left, right = (table.set_index("key") for table in runs)
    shared = sorted(set(left.index) & set(right.index))
    assert sorted(pairs.before["key"]) == sorted(pairs.after["key"]) == shared
    assert set(pairs.only_before["key"]) == set(left.index) - set(shared)
    assert set(pairs.only_after["key"]) == set(right.index) - set(shared)
    for outcome in OUTCOMES:
        expected = [
            by_fractions(left.loc[key], right.loc[key], outcome) for key in pairs.before["key"]
        ]
        assert classify(pairs, outcome).tolist() == expected


@given(two_runs(), st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(runs, luck):
    shuffled = []
    for table in runs:
        order = list(range(len(table)))
        luck.shuffle(order)
        shuffled.append(table.iloc[order].reset_index(drop=True))
    counts = ["group", "outcome", "persons", "households", "gain", "lose", "same"]
    one = seed_table(*runs)[counts].sort_values(counts[:2], ignore_index=True)
    other = seed_table(*shuffled)[counts].sort_values(counts[:2], ignore_index=True)
    pd.testing.assert_frame_equal(one, other)

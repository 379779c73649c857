"""Processes of tabs: what they share, that nobody sees another's, and that they end."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from microville.access.shelf import Shelf, use_shelf
from microville.app.client import Pool, WorkerLostError
from microville.app.edits import BuildingEdit
from microville.app.nursery import can_fork
from microville.app.simulation import Simulation
from microville.scenario import to_toml
from microville.territory import save_territory

NUMBERS = hnp.arrays(np.int32, st.integers(0, 3000), elements=st.integers(-9, 9))


@given(first=NUMBERS, other=NUMBERS)
def test_a_view_of_the_shelf_is_ones_own(first, other):
    shelf = Shelf()
    shelf.put("a", {"x": first, "y": other})
    view, again = shelf.view("a"), shelf.view("a")
    view["x"][:], view["y"][:] = 7, 8
    np.testing.assert_array_equal(again["x"], first)
    np.testing.assert_array_equal(again["y"], other)
    # An array like one that is held comes back with its own content, whatever its shape.
    np.testing.assert_array_equal(shelf.shared("a", {"x": other})["x"], other)
    np.testing.assert_array_equal(shelf.view("a")["x"], first)


@pytest.fixture
def folder(village, active, tmp_path, monkeypatch):
    """The village's map, with a scenario of the user's own that fits it."""
    monkeypatch.setenv("MICROVILLE_SCENARIOS", str(tmp_path / "own"))
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "trial.toml").write_text(to_toml(active), encoding="utf-8")
    save_territory(village, tmp_path / "village")
    return str(tmp_path / "village")


SHOP = BuildingEdit("B12", 3, "shop", "none", service="bakery")
START = {"scenario": "trial", "seed": 1, "fraction": 1.0, "edits": (), "months": 2}


@pytest.mark.skipif(not can_fork(), reason="tabs are forked on Linux only")
def test_forked_tabs_share_and_do_not_mix(folder):
    """Two tabs of one nursery do different things; each comes out as alone, without sharing."""
    pool = Pool(folder, ("trial", 1.0), most=3, fork=True)
    try:
        one, two = pool.take(), pool.take()
        one.call("start", **START)
        changed = two.call("edit", edits=(SHOP,))
        first = one.call("step", months=3)
        second = two.call("step", months=4)
        assert changed["before"] is not None
        alone = Simulation(folder)
        alone.start(**START)
        assert alone.step(3)["hash"] == first["hash"]
        alone.start(**START | {"edits": (SHOP,), "months": 5})
        assert alone.state()["hash"] == second["hash"]
        assert first["hash"] != second["hash"]
        pool.give_back(one)
        assert not one.alive
        with pytest.raises(WorkerLostError):
            one.call("state")
        assert two.call("state")["hash"] == second["hash"]
        # A nursery that is gone is replaced when the next tab comes.
        pool._nursery.close()
        assert pool.take().call("state")["month"] == 1
    finally:
        pool.close()


def test_a_shelf_changes_no_result(folder):
    alone = Simulation(folder)
    expected = alone.start(**START | {"months": 6})["hash"]
    use_shelf(Shelf())
    try:
        shared = Simulation(folder)
        for _ in range(2):  # once filling the shelf, once from it
            assert shared.start(**START | {"months": 6})["hash"] == expected
    finally:
        use_shelf(None)

"""Shocks of every kind: nothing without days, undone at the end, never a gain by lasting longer."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from conftest import QUIET
from microville.errors import InputError, ScenarioError
from microville.indicators import collect
from microville.model import Microville
from microville.model.shocks.streets import edges_of
from microville.model.site import LET, READY
from microville.runs.shock_effects import shock_months, shock_summary
from microville.runs.site_check import check_on_map

FROZEN = '[run]\nfrozen = ["entry", "exit", "moves"]\n'


@pytest.fixture(scope="module")
def corner(village):
    """Longitude and latitude of a street of the village's east, and of the road to its site."""
    from pyproj import Transformer

    to_degrees = Transformer.from_crs(village.info.crs, 4326, always_xy=True)
    nodes = village.layers["nodes"].geometry
    spots = {}
    for name, ends in {"street": [28, 29], "road": [63, 65]}.items():
        middle = nodes.iloc[ends].union_all().centroid
        spots[name] = to_degrees.transform(middle.x, middle.y)
    return spots


def shock(kind, start="2025-03", **more):
    lines = [f'kind = "{kind}"', f'start = "{start}"']
    for key, value in more.items():
        lines.append(f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}")
    return "\n[[shocks]]\n" + "\n".join(lines) + "\n"


def kinds(corner, **length):
    lon, lat = corner["street"]
    return {
        "close_category": shock("close_category", category="bakery", **length),
        "close_facility": shock("close_facility", facility="s2", **length),
        "close_street": shock("close_street", lon=lon, lat=lat, radius_m=150.0, **length),
        "supplier": shock("supplier", **length),
        "fuel": shock("fuel", **length),
        "heat": shock("heat", **length),
        "tenant": shock("tenant", **length),
    }


KINDS = list(kinds({"street": (0.0, 0.0)}))
HURTS = ("close_category", "close_facility", "close_street", "fuel", "heat")


def run(scenario, village, *bodies, months=6):
    model = Microville(scenario(FROZEN, QUIET, *bodies), village, seed=1)
    tables = []
    for _ in range(months):
        model.step()
        tables.append(collect(model))
    return model, tables


@pytest.fixture(scope="module")
def calm(scenario, village):
    return run(scenario, village)


def series(tables, name):
    found = []
    for table in tables:
        rows = table[(table["indicator"] == name) & (table["group"] == "all")]
        found.append(rows["value"].item())
    return np.array(found)


def cover(tables):
    """Share of wishes for which there is an open place and a way to it."""
    return 1.0 - series(tables, "out_of_reach_share")


def near(tables):
    return series(tables, "place_score_walk_15")


def served(tables):
    return series(tables, "person_served_share")


def everything(model):
    ledger = [str(entry) for entry in model.cooperative.ledger.entries()]
    return ledger, model.events, model.day.served_by.tobytes(), model.school_ms.tobytes()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("nothing", [{"days": 0}, {"share": 0.0}])
def test_a_zero_shock_changes_no_bit(scenario, village, calm, corner, kind, nothing):
    if "share" in nothing and kind in ("close_facility", "close_street", "tenant"):
        pytest.skip("it has no share")
    model, tables = run(scenario, village, kinds(corner, **nothing)[kind])
    assert all(one.equals(two) for one, two in zip(calm[1], tables, strict=True))
    assert everything(model) == everything(calm[0])


@pytest.mark.parametrize("kind", KINDS)
def test_a_longer_one_never_improves_cover(scenario, village, calm, corner, kind):
    longer = [kinds(corner, days=days)[kind] for days in (10, 40, 95)]
    runs = [calm[1], *(run(scenario, village, body)[1] for body in longer)]
    for measure, least in ((cover, 0.0), (near, 0.0), (served, 0.003)):
        values = [measure(tables) for tables in runs]
        for shorter, longer in pairwise(values):
            # Whom a shock keeps away leaves room for others, so that of a thousand wishes one or
            # two more may be served; never does one more find a place in reach or near.
            assert (longer <= shorter + least).all()
        # It begins with its month, and is over in the month after its last day.
        assert (values[-1][:2] == values[0][:2]).all()
        assert values[1][3] == values[0][3] or kind == "tenant"  # who looks for another
    changed = not all(one.equals(two) for one, two in zip(runs[0], runs[-1], strict=True))
    assert changed
    if kind in HURTS and kind != "fuel":  # all is within a walk in this village
        assert (served(runs[-1]) < served(runs[0])).any() or (near(runs[-1]) < near(runs[0])).any()


@pytest.mark.parametrize("kind", HURTS)
def test_all_is_as_before_once_it_is_over(scenario, village, calm, corner, kind):
    model, tables = run(scenario, village, kinds(corner, months=2)[kind])
    for table, other in zip(tables[4:], calm[1][4:], strict=True):
        one, two = (
            t[t["indicator"].str.startswith(("person", "place_score"))] for t in (table, other)
        )
        assert one.equals(two)
    assert (model.access.home_ms == calm[0].access.home_ms).all()
    assert (model.access.work_ms == calm[0].access.work_ms).all()
    assert (model.school_ms == calm[0].school_ms).all()
    assert not model.shaken.edges


def test_a_closed_street_is_as_if_it_had_never_been(scenario, village, corner):
    """Times while a street without doors is closed equal those of a map that lacks it."""
    both = "[territory.options]\nlink = true\n"
    lon, lat = corner["road"]
    loaded = scenario(both, QUIET, shock("close_street", start="2025-01", lon=lon, lat=lat))
    rows = edges_of(village, loaded.shocks[0])
    assert len(rows) == 1
    edges = village.layers["edges"].copy()
    edges.loc[rows, ["forward", "backward"]] = 0
    without = replace(village, layers=village.layers | {"edges": edges})
    shut = Microville(loaded, village, seed=1)
    other = Microville(scenario(both, QUIET), without, seed=1)
    for model in (shut, other):
        model.step()
    for name in ("home_ms", "work_ms"):
        assert (getattr(shut.access, name) == getattr(other.access, name)).all()
    before = Microville(scenario(both, QUIET), village, seed=1)
    assert (shut.access.work_ms > before.access.work_ms).any()


def test_fuel_takes_cars_and_more_days_take_more(scenario, village):
    trips = []
    for days in (0, 10, 20, 31):
        model = run(scenario, village, shock("fuel", start="2025-01", days=days), months=1)[0]
        trips.append(int(model.day.trips[:, 2].sum()))
    assert trips == sorted(trips, reverse=True)
    assert trips[0] > trips[1] > trips[2] > trips[3] == 0


def test_in_heat_the_old_stay_at_home(scenario, village, calm):
    model, _ = run(scenario, village, shock("heat", start="2025-01"), months=1)
    people = model.population.people
    old = people.alive & (people.age(0) >= 65)
    assert model.day.served[old].sum() == 0
    assert model.day.wanted[old].sum() > 0
    assert (model.day.out_of_reach[old] >= 5 * model.day.wanted[old]).all()


def test_the_main_tenant_leaves_and_nobody_follows_at_once(scenario, village):
    model = Microville(scenario(QUIET, shock("tenant", months=4)), village, seed=1)
    states, jobs = [], []
    for _ in range(12):
        model.step()
        states.append(model.site.units[0].state)
        jobs.append(model.site.units[0].jobs)
    assert states[:2] == [LET, LET]
    assert states[2:6] == [READY] * 4
    assert jobs[1] > 0 == jobs[2]
    event = next(e for e in model.events if e.kind == "disturbance_start")
    assert (event.month, event.value) == (2, jobs[1])


def test_supply_is_told_by_the_share_of_days(scenario, village):
    body = shock("supplier", days=40, share=0.5)
    model = Microville(scenario(QUIET, body), village, seed=1)
    told = []
    for _ in range(5):
        model.step()
        told.append(model.supply_stopped)
    assert told == pytest.approx([0, 0, 0.5, 0.5 * (40 / 30.4375 - 1), 0])


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (shock("close_facility", facility="s999"), "no service 's999' on this map"),
        (shock("close_street", option="lnk"), "Did you mean 'link'"),
        (shock("close_street", lon=2.35, lat=48.85), "no street within 500 m of 2.35, 48.85"),
        (shock("tenant", building="B12"), "the programme lets nothing in 'B12'"),
    ],
)
def test_what_is_not_on_the_map_is_refused_with_file_and_line(scenario, village, body, told):
    with pytest.raises(ScenarioError) as caught:
        check_on_map(scenario(QUIET, body), village)
    assert told in str(caught.value)
    assert ".toml:13: shocks" in str(caught.value)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (shock("close_category"), "'close_category' needs 'category'"),
        (shock("fuel", category="bakery"), "'fuel' has no 'category'"),
        (shock("close_street", lon=4.0), "'lon' and 'lat'"),
        (shock("fuel", months=2, days=3), "give months or days, not both"),
    ],
)
def test_keys_that_do_not_go_together_are_refused(scenario, body, told):
    with pytest.raises(ScenarioError, match=told):
        scenario(QUIET, body)


def test_the_table_counts_people_and_months_until_all_is_as_before(scenario, village):
    body = shock("close_category", category="bakery", days=40)
    table = shock_months(scenario("[run]\nmonths = 6\n", QUIET, body), village, seed=1)
    assert table["days_share"].tolist() == pytest.approx([0, 0, 1, 40 / 30.4375 - 1, 0, 0])
    told = shock_summary(table)
    assert table["people_affected"].tolist()[:2] == [0, 0]
    assert told["people_affected"] == table["people_affected"].max() > 100
    assert told["cover_lost"] > 0.03
    assert told["recovery_months"] is not None
    assert told["recovery_months"] <= 1
    with pytest.raises(InputError, match="has no shock"):
        shock_months(scenario(QUIET), village)


def test_the_command_prints_and_writes_the_table(tmp_path, capsys, monkeypatch, scenario, village):
    from microville.cli.main import _run

    monkeypatch.setattr("microville.territory.load_territory", lambda name: village)
    path = scenario(QUIET, shock("fuel", days=20)).path
    out = tmp_path / "t.csv"
    assert _run(["shocks", str(path), "--months", "4", "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "2025-03" in told
    assert "66%" in told
    assert "Recovery: " in told
    assert len(out.read_text().splitlines()) == 5
    assert _run(["shocks", "status_quo", "--months", "1"]) == 2

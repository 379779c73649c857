"""The model on the village: deterministic, conserving, and moved by its mechanisms only."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import mesa
import numpy as np
import pytest

import microville
from microville.access import NEVER, build_network, closest, find_places, profile
from microville.errors import InputError, ScenarioError, TerritoryError
from microville.finance import accounts
from microville.finance.statements import balance_sheet
from microville.indicators import all_indicators, collect
from microville.model import Business, Inhabitant, Microville, Stakeholder
from microville.model.access_state import CHOICES, FARTHEST_MS
from microville.model.day import TRAVEL_MODES
from microville.model.dwellings import households_by_home
from microville.model.facilities import ERRANDS, FOLLOWED, SCHOOLS
from microville.population.columns import EMPLOYED, NEWCOMER, STUDENT, UNEMPLOYED
from microville.territory import Option, save_territory

MONTHS = 26
BAKERY = FOLLOWED.index("bakery")


@dataclass
class Seen:
    """What a run showed, month by month."""

    model: Microville
    table: list = field(default_factory=list)
    people: list = field(default_factory=list)
    gone: list = field(default_factory=list)
    counts: list = field(default_factory=list)
    debt: list = field(default_factory=list)
    cash: list = field(default_factory=list)
    labels: list = field(default_factory=list)


def watch(scenario, territory, months=MONTHS, kind=Microville, check=None, **options):
    model = kind(scenario, territory, **options)
    seen = Seen(model)
    alive = model.population.people.alive
    for _ in range(months):
        before = alive.copy()
        model.step()
        alive = model.population.people.alive
        seen.table.append(collect(model))
        seen.people.append(int(alive.sum()))
        seen.gone.append(int((before & ~alive[: len(before)]).sum()))
        seen.counts.append(dict(model.counts))
        seen.debt.append(model.cooperative.debt_cents)
        seen.cash.append(model.cooperative.cash_cents)
        seen.labels.append(model.access.home_ms.copy())
        if check is not None:
            check(model)
    return seen


def check_conservation(model):
    """Check what must hold after every month."""
    ledger, site = model.cooperative.ledger, model.site
    debit, credit = (sum(column) for column in zip(*ledger.trial_balance().values(), strict=True))
    assert debit == credit
    sheet = balance_sheet(ledger)  # refuses assets other than liabilities and equity
    assert sheet.total_assets_cents == sheet.total_liabilities_cents + sheet.total_equity_cents
    owed = sum(loan.outstanding_cents(model.month - 1) for loan in model.cooperative.loans)
    assert model.cooperative.debt_cents == owed
    assert site.used_floor_m2() <= site.total_floor_m2 + 1e-6
    in_building = Counter()
    for unit in site.units:
        if unit.state in {"works", "ready", "let"}:
            in_building[unit.entry.building] += unit.area_m2
    for building, area in in_building.items():
        assert area <= site.floor_area_m2[building] + 1e-6
    people, households = model.population.people, model.population.households
    # Everybody here belongs to a household that is here, and the other way round.
    assert households.alive[people.household[people.alive]].all()
    members = np.bincount(people.household[people.alive], minlength=len(households))
    assert (members[households.alive] > 0).all()
    assert len(np.unique(people.key)) == len(people)
    assert len(np.unique(households.key)) == len(households)
    lived = households_by_home(model)
    made = np.zeros_like(lived)
    for unit in site.units:
        made[unit.place] += unit.dwellings
    if (households.weight == 1).all():
        assert (lived <= model.homes.dwellings + made).all()
    day = model.day
    assert len(day.wanted) == len(people)
    assert (day.served_by <= day.wanted_by).all()
    assert (day.within_by[:, :, 1] <= day.served_by).all()
    assert (day.within_by[:, :, 0] <= day.within_by[:, :, 1]).all()
    unserved = (day.wanted_by - day.served_by).sum(axis=1)
    assert (unserved == day.unserved_by.sum(axis=1)).all()
    assert ((day.trips == 0) == (day.trip_ms == 0)).all()
    assert (day.wanted_by[~people.alive] == 0).all()
    works = people.alive & (people.status == EMPLOYED)
    assert (people.workplace[works] != -1).all()
    assert (works | ~(people.alive & people.on_site)).all()


@pytest.fixture(scope="module")
def baseline(quiet, village):
    return watch(quiet, village, check=check_conservation)


@pytest.fixture(scope="module")
def built(active, village):
    return watch(active, village, check=check_conservation)


def fingerprint(seen):
    digest = hashlib.sha256()
    for table in seen.table:
        digest.update(table.to_csv(index=False).encode())
    digest.update(repr(seen.model.cooperative.ledger.to_columns()).encode())
    digest.update(repr(seen.model.events).encode())
    return digest.hexdigest()


# -- determinism ------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(active, village, built):
    assert fingerprint(watch(active, village)) == fingerprint(built)
    assert fingerprint(watch(active, village, 3, seed=2)) != fingerprint(watch(active, village, 3))


TWIN = """
import sys
sys.path.insert(0, sys.argv[1])
from test_model import fingerprint, watch
from microville import load_scenario, load_territory
print(fingerprint(watch(load_scenario(sys.argv[3]), load_territory(sys.argv[2]), 4)))
"""


def test_another_process_with_one_thread_dirty_memory_and_a_stored_map_agrees(
    active, village, tmp_path
):
    save_territory(village, tmp_path / "village")
    here = fingerprint(watch(active, village, 4))
    environment = os.environ | {"MICROVILLE_THREADS": "1", "PYTHONHASHSEED": "7"}
    environment["MALLOC_PERTURB_"] = "85"  # what stood in memory before must not matter either
    environment["MICROVILLE_CACHE"] = str(tmp_path / "cache")
    command = [sys.executable, "-c", TWIN, str(Path(__file__).parent)]
    command += [str(tmp_path / "village"), str(active.path)]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout.strip() == here


def test_looking_changes_nothing(active, village, built):
    blind = Microville(active, village)
    for _ in range(MONTHS):
        blind.step()
        blind.inhabitants()
    assert collect(blind).equals(built.table[-1])


@pytest.mark.parametrize("seed", [-1, 2**63, 1.0, True, "1"])
def test_seeds_that_cannot_be_used_are_told(quiet, village, seed):
    with pytest.raises(InputError, match="seed"):
        Microville(quiet, village, seed=seed)


# -- conservation -----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [3, 11])
def test_conservation_holds_for_other_seeds_and_a_sample(active, village, seed):
    watch(active, village, 24, check=check_conservation, seed=seed)
    watch(active, village, 8, check=check_conservation, seed=seed, fraction=0.2)


@pytest.mark.parametrize("which", ["baseline", "built"])
def test_people_come_from_somewhere_and_go_somewhere(which, request):
    seen = request.getfixturevalue(which)
    before = 531
    for people, gone, counts in zip(seen.people, seen.gone, seen.counts, strict=True):
        came = sum(counts.get(name, 0) for name in ("births", "arrivals", "newcomers"))
        # A newborn of a family that leaves in the same month is born and gone.
        lost = before + came - people
        assert gone <= lost <= gone + counts.get("births", 0)
        assert counts["leavers"] <= lost
        assert counts["leavers"] + counts["deaths"] == lost
        before = people


def test_statuses_follow_age_for_years(quiet, village):
    def check(model):
        people = model.population.people
        age, here = people.age(model.month - 1), people.alive
        assert (age[here & (people.status == STUDENT)] <= 25).all()
        works = (people.status == EMPLOYED) | (people.status == UNEMPLOYED)
        assert (age[here & works] <= 65).all()
        assert (age[here & (people.status == 1)] < 18).all()
        assert ((age < 3) == (people.status == 0))[here].all()

    watch(quiet, village, 30, check=check)


# -- identity ---------------------------------------------------------------------------------


def test_a_scenario_that_changes_nothing_differs_in_nothing(scenario, quiet, village, baseline):
    later = """
[[programme.services]]
category = "bakery"
parcel = "P05"
start = "2030-01"

[[programme.parcels]]
parcel = "P09"
area_ha = 1.0
cover = "orchard"
start = "2031-01"

[[shocks]]
kind = "close_category"
category = "pharmacy"
start = "2025-03"
share = 0.0
"""
    from conftest import QUIET

    same = watch(scenario(QUIET, later), village)
    for one, two in zip(baseline.table, same.table, strict=True):
        assert one.equals(two)
    assert quiet.resolved() == scenario(QUIET).resolved()


def test_opening_what_nothing_was_known_of_lowers_no_score(scenario, village, baseline):
    """Libraries leave numerator and denominator here, in each scenario of the same map."""
    from conftest import QUIET

    library = '[[programme.services]]\ncategory = "library"\nparcel = "P05"\nstart = "2025-03"\n'
    seen = watch(scenario(QUIET, library), village, 4)
    for month in (0, 1):
        assert seen.table[month].equals(baseline.table[month])
    for month in (2, 3):
        one, two = (
            t[t["indicator"].str.startswith("place_score")]
            for t in (baseline.table[month], seen.table[month])
        )
        assert len(one) == len(two) > 0
        assert (two["value"].to_numpy() >= one["value"].to_numpy()).all()


# -- mechanisms -------------------------------------------------------------------------------


def test_a_shop_on_the_site_shortens_times_around_it_and_lengthens_none(baseline, built):
    opened = built.model.events
    month = next(e.month for e in opened if e.kind == "service_opens")
    row = next(r for _, r in built.model.site_services)
    assert month == 4
    assert (built.labels[month - 1][:, BAKERY] == baseline.labels[month][:, BAKERY]).all()
    before, after = baseline.labels[-1], built.labels[-1]
    owner = built.model.access.home_owner
    shop = [FOLLOWED.index(name) for name in ("bakery", "grocery")]
    rest = [c for c in range(before.shape[1]) if c not in shop]
    assert (before[:, rest] == after[:, rest]).all()
    assert (after[:, shop] <= before[:, shop]).all()
    first = after[0, BAKERY, :, 0]
    assert (first[30:] < before[0, BAKERY, 30:, 0]).all()  # the site's own buildings
    unknown = (owner[:, BAKERY] != row).all(axis=2)
    assert (before[:, BAKERY][unknown] == after[:, BAKERY][unknown]).all()
    assert (
        first[(owner[0, BAKERY, :, 0] != row)]
        == before[0, BAKERY, :, 0][owner[0, BAKERY, :, 0] != row]
    ).all()


def test_what_present_people_want_does_not_depend_on_the_programme(baseline, built):
    """Common random numbers: newcomers bring their own luck and leave that of others alone."""
    one, two = baseline.model, built.model
    _, left, right = np.intersect1d(
        one.population.people.key, two.population.people.key, return_indices=True
    )
    here = one.population.people.alive[left]
    assert here.sum() > 400
    assert (here == two.population.people.alive[right]).all()
    assert (one.day.wanted[left] == two.day.wanted[right]).all()
    errands = [2, 3, 5]  # supplying, caring, enjoying
    assert (one.day.wanted_by[left][:, errands] == two.day.wanted_by[right][:, errands]).all()


def from_scratch(model):
    """Return what homes should see now, by searches over all open facilities."""
    access, facilities = model.access, model.facilities
    ms, owners = np.empty_like(access.home_ms), np.empty_like(access.home_owner)
    homes = np.arange(access.places.service_start)
    for mode, network in enumerate(access.networks):
        for c, name in enumerate((*ERRANDS, *SCHOOLS)):
            rows = facilities.of(name)
            times, found = closest(
                network, facilities.point[rows], rows, k=CHOICES, limit_ms=FARTHEST_MS
            )
            nodes = network.point_node[homes]
            leg = network.point_leg_ms[homes][:, None] + network.profile.fixed_ms
            ms[mode, c] = np.where(times[nodes] == NEVER, NEVER, times[nodes] + leg)
            owners[mode, c] = found[nodes]
    return ms, owners


def test_repaired_access_is_access_computed_anew(built):
    ms, owners = from_scratch(built.model)
    assert (built.model.access.home_ms == ms).all()
    assert (built.model.access.home_owner == owners).all()


def test_newcomers_live_where_dwellings_were_made_and_nowhere_else(built):
    model = built.model
    unit = next(u for u in model.site.units if u.use == "housing")
    households = model.population.households
    new = households.presence == NEWCOMER
    assert unit.dwellings == 20
    assert new.sum() >= 20
    assert (households.home[new] == unit.place).all()
    assert model.access.places.buildings[unit.place] == unit.row
    assert village_id(model, unit.place) == "B04"
    # Who of the focus area moves there stays a present inhabitant.
    there = np.flatnonzero(households.alive & (households.home == unit.place))
    assert sorted(unit.households) == there.tolist()
    assert len(there) == 20
    assert (households.zone[there] == model.site_zone).all()
    works_end = next(e.month for e in model.events if e.kind == "works_end" and "B04" in e.subject)
    assert works_end == 2 + 5
    arrived = [counts.get("newcomers", 0) for counts in built.counts]
    assert not any(arrived[:works_end])
    assert all(arrived[works_end : works_end + 4])
    table = built.table[-1]
    row = table[(table["indicator"] == "population") & (table["group"] == "newcomer")]
    assert (
        row["value"].item()
        == new[model.population.people.household][model.population.people.alive].sum()
    )


def village_id(model, place):
    rows = model.access.places.buildings
    return model.territory.buildings["building_id"].iloc[rows[place]]


def test_debt_rises_when_works_start_and_falls_as_it_is_served(built):
    model = built.model
    starts = [e.month for e in model.events if e.kind in {"works_start", "land", "infrastructure"}]
    assert starts == [1, 2, 3, 5]
    # The first loan pays for land beyond what local authorities may hold in capital.
    assert sorted(loan.start_month for loan in model.cooperative.loans) == [0, *starts]
    first = model.cooperative.loans[0].principal_cents
    change = np.diff([first, *built.debt])
    assert (change[starts] > 0).all()
    others = np.delete(change, starts)
    assert (others <= 0).all()
    assert (change[-12:] < 0).all()  # six months of grace are over everywhere
    for loan in model.cooperative.loans:
        rows = loan.schedule()
        assert sum(row.principal_cents for row in rows) == loan.principal_cents
        assert rows[-1].outstanding_cents == 0
    for month, debt in enumerate(built.debt):
        assert debt == sum(loan.outstanding_cents(month) for loan in model.cooperative.loans)
    assert model.cooperative.ledger.balance(accounts.WORKS_IN_PROGRESS) == 0
    assert model.cooperative.ledger.balance(accounts.GRANTS_RECEIVABLE) == 0


def test_the_cost_of_works_is_that_of_the_parameters(built):
    unit = next(u for u in built.model.site.units if u.use == "housing")
    # 410 of renovation, 75 of asbestos, 6 of studies (EUR/m2), and 9 % of other costs.
    assert unit.cost_cents == round(2450 * (410 + 75 + 6) * 1.09 * 100)
    assert unit.spent_cents == unit.cost_cents
    assert unit.grant_cents == pytest.approx(0.35 * unit.cost_cents, abs=1)


def test_an_empty_site_costs_money_every_month(scenario, village):
    alone = "[parameters.finance]\noperating_grant_eur_year = 0.0\nanimation_eur_year = 0.0\n"
    alone += "land_contribution_eur = 0.0\n[parameters.capital]\nsubscriptions_eur_year = 0.0\n"
    alone += "[parameters.partners]\ninvestor_ticket_eur = 0.0\n"
    seen = watch(scenario(alone), village, 14)
    yearly = 7350 * (2.8 + 1.5 + 3.5)  # property tax, insurance, holding: EUR/m2
    spent = -np.diff([60_000_000, *seen.cash])
    assert (spent > 0).all()
    assert spent == pytest.approx(yearly / 12 * 100, abs=3)
    assert seen.debt == [0] * 14
    floor = [
        table.set_index("indicator")["value"]["site_floor_in_use_share"] for table in seen.table
    ]
    assert floor == [0.0] * 14


SHOCK = """
[[shocks]]
kind = "close_category"
category = "bakery"
start = "2025-03"
months = 2
"""


def test_a_closed_category_leaves_people_unserved_until_it_opens_again(scenario, village, baseline):
    from conftest import QUIET

    hit = watch(scenario(QUIET, SHOCK), village, 8)
    for month in range(8):
        same = (hit.labels[month] == baseline.labels[month]).all(axis=(0, 2, 3))
        assert same.sum() == same.size - (month in (2, 3))
        assert same[BAKERY] == (month not in (2, 3))
    assert (hit.labels[2][:, BAKERY] == NEVER).all()

    def value(seen, month, name):
        table = seen.table[month]
        return table[(table["indicator"] == name) & (table["group"] == "all")]["value"].item()

    for month in (0, 1):
        assert hit.table[month].equals(baseline.table[month])
    for month in (2, 3):
        assert value(hit, month, "person_served_share") < value(
            baseline, month, "person_served_share"
        )
        assert value(hit, month, "out_of_reach_share") > value(
            baseline, month, "out_of_reach_share"
        )
    # People and what they obtain are as if nothing had been, once bread is back.
    for name in ("population", "person_served_share", "out_of_reach_share", "place_score_walk_15"):
        assert value(hit, 5, name) == value(baseline, 5, name)
    kinds = [(e.month, e.kind, e.value) for e in hit.model.events if "shock" in e.kind]
    assert kinds == [(2, "shock_start", 2.0), (4, "shock_end", 2.0)]


def test_pupils_of_closed_schools_learn_nearby_less(scenario, village, baseline):
    from conftest import QUIET

    shock = SHOCK.replace("bakery", "elementary_school")
    hit = watch(scenario(QUIET, shock), village, 4, check=check_conservation)
    for month in range(4):
        one, two = (
            table.set_index(["indicator", "group"])["value"]["served_nearby_learning", "all"]
            for table in (baseline.table[month], hit.table[month])
        )
        assert (two < one) if month in {2, 3} else (two == one)


def test_shocks_that_overlap_end_with_the_last_one(scenario, village):
    from conftest import QUIET

    second = SHOCK.replace('"2025-03"', '"2025-04"')
    seen = watch(scenario(QUIET, SHOCK, second), village, 7)
    shut = [(labels[:, BAKERY] == NEVER).all() for labels in seen.labels]
    assert shut == [False, False, True, True, True, False, False]


def test_a_shock_does_not_open_what_closed_meanwhile(scenario, village):
    from conftest import QUIET

    shop = '[[programme.services]]\ncategory = "bakery"\nparcel = "P05"\nstart = "2025-01"\n'
    seen = watch(scenario(QUIET, SHOCK, shop + 'until = "2025-03"\n'), village, 7)
    (_, row), *_ = seen.model.site_services
    assert not seen.model.facilities.open[row]
    assert (seen.model.access.home_owner[:, BAKERY] != row).all()


def test_works_wait_for_funds_and_never_start_after_their_end(scenario, village):
    poor = """
[parameters.finance]
share_capital_cash_eur = {capital}
land_contribution_eur = 0.0
operating_grant_eur_year = 0.0
animation_eur_year = 0.0

[[programme.buildings]]
building = "B12"
use = "workshop"
works = "light_transitional"
start = "2025-02"
until = "2025-09"
"""
    from conftest import QUIET

    months = {}
    for capital in (60_000.0, 36_000.0, 0.0):
        seen = watch(
            scenario(QUIET, poor.format(capital=capital)), village, 16, check=check_conservation
        )
        (unit,) = (u for u in seen.model.site.units if u.entry.building == "B12")
        assert unit.state == "ended"
        assert min(seen.cash) >= 0  # nobody lends to a current account
        told = {e.kind: e.month for e in seen.model.events if "B12" in e.subject}
        months[capital] = told.get("works_wait"), told.get("works_start")
    assert months[60_000.0] == (None, 1)
    waited, started = months[36_000.0]
    assert waited == 1
    assert 1 < started < 9
    assert months[0.0] == (1, None)


def test_two_parts_of_a_building_with_one_use_are_two(scenario, village):
    part = """
[[programme.buildings]]
building = "B04"
use = "housing"
start = "2025-01"
floor_area_m2 = {area}
dwellings = {dwellings}
"""
    parts = (part.format(area=1000, dwellings=5), part.format(area=1200.5, dwellings=6))
    seen = watch(scenario(*parts), village, 3, check=check_conservation)
    keys = [unit.key for unit in seen.model.site.units]
    assert len(set(keys)) == 2


def test_a_service_may_open_in_a_building_that_has_no_other_use(scenario, village):
    service = '[[programme.services]]\ncategory = "bakery"\nbuilding = "B19"\nstart = "2025-02"\n'
    seen = watch(scenario(service), village, 3)
    (_, row), *_ = seen.model.site_services
    assert village_id(seen.model, seen.model.facilities.point[row]) == "B19"
    assert (seen.model.access.home_owner[0, BAKERY, 30:, 0] == row).all()


def test_residents_leave_when_their_use_ends(scenario, village):
    homes = """
[[programme.buildings]]
building = "B04"
use = "housing"
start = "2025-01"
until = "2025-06"
dwellings = 12
"""
    seen = watch(scenario(homes), village, 9, check=check_conservation)
    people = [
        table[(table["indicator"] == "population") & (table["group"] == "newcomer")]["value"].item()
        for table in seen.table
    ]
    assert people[5] > 0
    assert people[6:] == [0.0] * 3
    assert seen.counts[6]["leavers"] >= people[5] - 3


def test_programmes_that_do_not_fit_are_told(scenario, village, make_map):
    wrong = scenario(
        '[[programme.buildings]]\nbuilding = "B02"\nuse = "office"\nstart = "2025-01"\n'
    )
    with pytest.raises(ScenarioError, match="no building 'B02'"):
        Microville(wrong, village)
    wrong = scenario("[territory.options]\ntunnel = true\n")
    with pytest.raises(TerritoryError, match="no option 'tunnel'"):
        Microville(wrong, village)


def test_switches_of_the_map_are_not_mixed_up_in_the_cache(make_map):
    """Two gates whose streets are equally long are still two networks."""
    from microville.model.access_state import build_access
    from microville.model.facilities import facilities_of
    from microville.parameters import Parameters

    nodes = [(100.0 * i, 100.0 * j) for j in range(2) for i in range(4)]
    edges = [(k, k + 1, {}) for k in (0, 1, 2)] + [(0, 4, {})]
    edges += [(4, 5, {"option": "left"}), (5, 1, {}), (6, 7, {"option": "right"})]
    edges += [(2, 6, {}), (7, 3, {})]
    options = [
        Option(n, default=True, kind="gate", label_en="", label_fr="") for n in ("left", "right")
    ]
    import shapely

    at = {"service_id": ["a"], "category": ["bakery"], "zone": [""], "status": ["observed"]}
    home = {"building_id": [f"b{k}" for k in range(8)], "dwellings": [1] * 8}
    town = make_map(
        nodes,
        edges,
        options=options,
        services=(at, shapely.points(nodes[7:8])),
        buildings=(home, shapely.points(nodes)),
    )
    parameters, places = Parameters(), find_places(town)
    for shut in ("left", "right", "left"):
        facilities = facilities_of(town, places, parameters)
        state = build_access(
            town, parameters, {shut: False}, facilities, places, np.array([], dtype=np.int32)
        )
        network = build_network(town, profile("walk", parameters), places.xy, options={shut: False})
        times, _ = closest(network, facilities.point, np.array([0], np.int32))
        assert (state.home_ms[0, BAKERY, :, 0] == times[network.point_node[:8], 0]).all()
        assert state.home_ms[0, BAKERY, 6, 0] == (75_000 if shut == "left" else 225_000)


# -- the Mesa face ----------------------------------------------------------------------------


def test_inhabitants_are_agents_whose_attributes_are_columns(active, village):
    model = Microville(active, village)
    model.step()
    agents = model.inhabitants()
    people, households = model.population.people, model.population.households
    assert isinstance(model, mesa.Model)
    assert len(agents) == people.alive.sum() == len(model.agents_by_type[Inhabitant])
    for agent in agents:
        row = agent.row
        assert isinstance(agent, mesa.Agent)
        assert agent.age == people.age(model.month)[row]
        assert agent.household == people.household[row]
        assert agent.home == households.home[agent.household]
        assert (agent.weight, agent.alive) == (1, True)
        assert (agent.wanted, agent.served) == (model.day.wanted[row], model.day.served[row])
    somebody = next(a for a in agents if a.status == "employed")
    somebody.status = "other"
    assert people.status[somebody.row] == 6
    assert somebody.status == "other"
    with pytest.raises(ValueError):
        somebody.status = "astronaut"
    for _ in range(12):
        model.step()
    later = model.inhabitants()
    assert sorted(a.row for a in later) == np.flatnonzero(model.population.people.alive).tolist()
    assert next(a for a in later if a.row == somebody.row) is somebody or not somebody.alive
    assert all(isinstance(a, Business) for a in model.businesses.values())
    assert len(model.agents_by_type[Stakeholder]) == len(model.stakeholders)


def test_a_subclass_may_replace_a_phase(active, village, built):
    class Sleepers(Microville):
        def daily_life(self):
            self.day.clear(len(self.population.people))

    seen = watch(active, village, 10, kind=Sleepers)
    assert seen.model.day.wanted_by.sum() == 0
    # Where nobody goes out, people are born, die and move all the same.
    assert seen.people == built.people[:10]
    assert seen.debt == built.debt[:10]


def test_the_order_of_a_month_is_that_of_its_docstring(quiet, village):
    called = []
    names = (
        "shocks",
        "works",
        "leases",
        "run_businesses",
        "demography",
        "repair_access",
        "daily_life",
        "food",
        "energy",
        "close_ledger",
        "mobilisation",
    )

    def follow(name):
        def method(self):
            called.append(name)
            getattr(Microville, name)(self)

        return method

    kind = type("Followed", (Microville,), {name: follow(name) for name in names})
    model = kind(quiet, village)
    assert model.label() == "2025-01"
    model.step()
    assert called == list(names)
    assert model.label() == "2025-02"
    listed = [
        line.strip() for line in Microville.step.__doc__.splitlines() if line.strip()[:1].isdigit()
    ]
    assert len(listed) == len(names)


# -- indicators -------------------------------------------------------------------------------


def test_every_indicator_is_defined_and_measured(built):
    table = built.table[-1]
    known = all_indicators()
    assert set(table["indicator"]) == set(known)
    for name, definition in known.items():
        assert definition.direction in (-1, 0, 1)
        assert definition.label_en
        assert definition.label_fr
        assert definition.formula
        assert definition.source
        values = table[table["indicator"] == name]["value"]
        assert np.isfinite(values).all()
        assert (values.round(definition.decimals) == values).all()
        if definition.unit == "share":
            assert values.between(0, 1).all(), name
    assert (table["month"] == MONTHS - 1).all()
    assert not table.duplicated(["indicator", "group"]).any()


def test_groups_add_up(built):
    table = built.table[-1].set_index(["indicator", "group"])["value"]
    population = table["population"]
    communes = [g for g in population.index if g.startswith("commune:")]
    assert population[communes].sum() == population["all"] == built.people[-1]
    for start in ("age:", "income:"):
        parts = [g for g in population.index if g.startswith(start)]
        assert population[parts].sum() == population["focus"]
    here = ("present", "arrival", "newcomer")
    assert sum(population.get(group, 0) for group in here) == population["focus"]
    shares = sum(table[f"trip_share_{mode}", "all"] for mode in TRAVEL_MODES)
    assert shares == pytest.approx(1.0, abs=2e-4)


def test_the_package_offers_the_model_and_its_indicators():
    assert microville.Microville is Microville
    assert microville.indicators.collect is collect
    assert set(microville.__all__) <= set(dir(microville))
    with pytest.raises(AttributeError, match="nothing"):
        _ = microville.nothing

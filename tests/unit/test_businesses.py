"""Businesses on the village: accounts by hand, closing, opening, communes without a shop."""

import numpy as np
import pandas as pd
import pytest

from conftest import ACTIVE, QUIET, _village
from microville.access import closest
from microville.figures import change_map
from microville.figures.shop_marks import lost_shops
from microville.indicators import collect
from microville.indicators.access import known_categories
from microville.model import Microville
from microville.model.access_state import CHOICES, FARTHEST_MS
from microville.model.facilities import FOLLOWED, TRADES
from microville.model.trade.bookkeeping import earn, note_visits, open_books, pay, settle_sizes
from microville.model.trade.books import empty_books, tariff_of
from microville.model.trade.openings import logit_table, overrun_milli
from microville.model.work import hiring
from microville.parameters import Parameters, update
from microville.population.columns import EMPLOYED, UNEMPLOYED


def value(model, name, group="all"):
    table = collect(model, names=[name])
    return table[table["group"] == group]["value"].item()


def told(model, kind):
    return [(e.month, e.subject) for e in model.events if e.kind == kind]


# -- accounts ---------------------------------------------------------------------------------


def plain_month(cash, visits, sold, *, spend, share, rent, wages):
    """A month in plain Python: what it earns, what it pays, what the owner takes."""
    earned = visits * spend + sold
    bought = (visits * spend) * share // 1_000_000
    cash += earned - bought - rent - wages
    return min(cash, 12 * (rent + wages)), bought


def one_shop(trade="bakery", floor=90.0, changes=None, **options):
    parameters = update(Parameters(), changes or {})
    tariff, books = tariff_of(parameters), empty_books()
    row = books.append(0, TRADES.index(trade))
    open_books(books, row, tariff, parameters, floor_m2=floor, **options)
    return parameters, tariff, books


def live(books, tariff, parameters, visits, month):
    runs = ~books.closed
    note_visits(books, np.array([visits]), runs)
    bought = earn(books, tariff, runs)
    return pay(books, tariff, parameters, runs, bought=bought, month=month, weight=1), bought


def test_the_accounts_of_a_bakery_are_those_counted_by_hand():
    parameters, tariff, books = one_shop()
    # 90 m2 at 8 EUR; 90 / 23 jobs at 2,900 EUR; six months of both to start with.
    assert books.rent_cents.item() == 90 * 800
    assert books.wage_cents.item() == round(90 / 23 * 290_000)
    cash = books.cash_cents.item()
    assert cash == 6 * (books.rent_cents.item() + books.wage_cents.item())
    for month, visits in enumerate((3000, 0, 9000, 40_000, 5)):
        _, bought = live(books, tariff, parameters, visits, month)
        cash, goods = plain_month(
            cash,
            visits,
            0,
            spend=517,
            share=400_000,
            rent=books.rent_cents.item(),
            wages=books.wage_cents.item(),
        )
        assert bought.item() == goods
        assert books.cash_cents.item() == cash
    assert books.lines.drawn.item() == 0


def test_a_shop_closes_after_six_months_below_zero_and_never_by_noise():
    parameters, tariff, books = one_shop()
    below = 0
    for month in range(40):
        gone, _ = live(books, tariff, parameters, 1500, month)
        below = below + 1 if books.cash_cents.item() < 0 else 0
        assert bool(len(gone)) == (below >= 6)
        if len(gone):
            break
    else:
        pytest.fail("a shop without custom goes on for ever")
    assert month > 6  # it had cash for six months
    # The same shop a little below its costs: what a sample cannot tell from luck closes nobody.
    even = (books.rent_cents + books.wage_cents).item() / (517 * 0.6)
    parameters, tariff, books = one_shop()
    books.cash_cents[:] = -1
    assert not any(
        len(live(books, tariff, parameters, round(even * 0.98), m)[0]) for m in range(30)
    )


def test_a_month_without_visits_resets_nothing_and_one_good_month_does():
    parameters, tariff, books = one_shop(changes={"business.start_cash_months": 0.0})
    for month in range(5):
        live(books, tariff, parameters, 0, month)
    assert books.below.item() == 5
    books.cash_cents[:] = 10**9
    live(books, tariff, parameters, 0, 5)
    assert books.below.item() == 0


def test_the_size_of_a_shop_of_2025_is_what_its_custom_bears():
    parameters, books = Parameters(), empty_books()
    tariff = tariff_of(parameters)
    books.append(0, TRADES.index("grocery"))
    runs = np.array([True])
    for month in range(12):
        assert not books.settled.item()
        note_visits(books, np.array([4000 + month]), runs)
        settle_sizes(books, tariff, parameters, runs)
    margin = (4000 + 5.5) * 1500 * 0.25
    assert books.rent_cents + books.wage_cents == pytest.approx(0.9 * margin, rel=1e-4)
    jobs = books.wage_cents.item() / 290_000
    assert books.floor_m2.item() / jobs == pytest.approx(23, rel=1e-4)


def test_an_incubated_shop_pays_less_rent_while_it_is_accompanied():
    parameters, tariff, books = one_shop(incubated_until=2)
    rents = []
    for month in range(4):
        live(books, tariff, parameters, 4000, month)
        rents.append(books.lines.rent.item())
    assert rents == [57_600, 57_600, 72_000, 72_000]


def test_the_luck_of_costs_is_a_logistic_and_help_shifts_its_odds_everywhere():
    table = logit_table()
    assert (table == -table[::-1]).all()
    p = (np.arange(4096) + 0.5) / 4096
    assert table / 1000 == pytest.approx(np.log(p / (1 - p)), abs=6e-4)

    class Market:
        parameters, seed_number = Parameters(), 5

    alone, helped = (
        np.array([overrun_milli(Market, (f"p{i}", 1), helped=h) for i in range(3000)])
        for h in (False, True)
    )
    shift = Parameters().entry.cost_spread * np.log(1.2) * 1000
    free = alone > -650  # nobody works for less than a third
    assert (alone - helped)[free] == pytest.approx(shift, abs=1.01)
    assert alone.mean() == pytest.approx(0, abs=20)


# -- opening ----------------------------------------------------------------------------------

BUSY = """
[parameters.entry]
opening_delay_months = 1
capture_share = 0.95
required_profit_share = 0.0
smallest_floor_share = 0.2
"""


@pytest.fixture(scope="module")
def emptied(scenario, village):
    """A village whose only grocery gave up in the second month, and what followed."""
    model = Microville(scenario(QUIET, BUSY), village)
    model.step()
    (row,) = model.facilities.of("grocery")
    model.businesses[int(row)].close()
    model.commerce.premises[0].trades = ("grocery",)
    seen = {"row": int(row), "rows": len(model.facilities)}
    model.step()
    seen["without"] = {
        group: value(model, "without_food_shop_in_commune", group)
        for group in ("all", "commune:W", "commune:E")
    }
    for _ in range(8):
        model.step()
    return model, seen


def test_premises_that_a_shop_left_are_taken_where_people_lack_one(emptied):
    model, seen = emptied
    old, new = seen["row"], seen["rows"]
    facilities = model.facilities
    assert told(model, "business_closes") == [(1, f"{facilities.names[old]} (decision)")]
    assert len(facilities) == new + 1
    assert facilities.open[new]
    assert not facilities.open[old]  # a row keeps its place and its end
    assert FOLLOWED[facilities.category[new]] == "grocery"
    assert facilities.names[new] == f"{facilities.names[old]}#2"
    assert facilities.point[new] == facilities.point[old]
    assert facilities.visits[new] > 0
    assert facilities.visits[old] == 0
    ((_, name),) = told(model, "business_opens")
    assert name == facilities.names[new]
    assert not model.commerce.premises
    business = model.businesses[new]
    assert business.floor_m2 <= 120
    assert business.cash_cents != 0
    assert business in model.agents
    assert value(model, "shops_opened_this_year") == 1
    assert value(model, "shops_closed_this_year") == 1


def test_labels_after_an_opening_are_those_of_a_search_anew(emptied):
    model, _ = emptied
    access, facilities = model.access, model.facilities
    homes = np.arange(access.places.service_start)
    category = FOLLOWED.index("grocery")
    rows = facilities.of("grocery")
    for mode, network in enumerate(access.networks):
        _, owners = closest(network, facilities.point[rows], rows, k=CHOICES, limit_ms=FARTHEST_MS)
        nodes = network.point_node[homes]
        assert (access.home_owner[mode, category] == owners[nodes]).all()


def test_nobody_opens_where_custom_does_not_pay_the_costs(scenario, village):
    poor = BUSY + "[parameters.business]\nwage_eur_job_month = 15000.0\n"
    model = Microville(scenario(QUIET, poor), village)
    model.step()
    (row,) = model.facilities.of("grocery")
    model.businesses[int(row)].close()
    for _ in range(6):
        model.step()
    assert not told(model, "business_opens")
    assert len(model.commerce.premises) == 1


def test_one_more_shop_changes_the_luck_of_no_other(scenario, village):
    shop = '[[programme.services]]\ncategory = "bakery"\nparcel = "P09"\nstart = "2025-02"\n'
    one, two = (
        Microville(scenario(*body), village) for body in ((ACTIVE, QUIET), (ACTIVE, QUIET, shop))
    )
    for _ in range(8):
        one.step()
        two.step()
    luck = [
        {
            m.businesses[r].name: overrun_milli(m, m.commerce.openings[b.index], helped=False)
            for r, b in m.businesses.items()
        }
        for m in (one, two)
    ]
    assert len(luck[1]) == len(luck[0]) + 1
    assert luck[0].items() <= luck[1].items()


def test_a_shop_of_the_programme_that_gave_up_is_not_opened_by_it_again(scenario, village):
    shop = '[[programme.services]]\ncategory = "bakery"\nparcel = "P05"\nstart = "2025-01"\n'
    dear = "[parameters.business]\nwage_eur_job_month = 15000.0\n"
    model = Microville(scenario(QUIET, dear, shop), village)
    model.step()
    ((_, row),) = model.site_services
    assert model.facilities.open[row]
    model.businesses[row].close()
    for _ in range(4):
        model.step()
    assert not model.facilities.open[row]
    assert len(told(model, "service_opens")) == 1
    (premises,) = model.commerce.premises
    assert premises.trades == ("bakery",)  # what the programme allows there
    assert premises.allowed(model)


def test_a_unit_that_is_let_again_gets_another_operator(scenario, village):
    shop = """
[parameters.business]
letting_delay_months = 0
survival_5y = 0.000000001

[[programme.buildings]]
building = "B12"
use = "shop"
start = "2025-01"
categories = ["bakery"]
"""
    model = Microville(scenario(shop), village)
    for _ in range(14):
        model.step()
    names = [
        name for name in model.facilities.names if name.startswith("site/B12") and "bakery" in name
    ]
    assert len(names) > 2
    assert names[1] == names[0] + "#2"
    rows = [model.facilities.names.index(name) for name in names]
    assert not model.facilities.open[rows[:-1]].any()
    assert [model.businesses[r].closed for r in rows[:-1]] == [True] * (len(rows) - 1)
    costs = [
        model.commerce.openings[model.businesses[r].index] for r in rows if r in model.businesses
    ]
    assert costs == [(names[0], k + 1) for k in range(len(costs))]


# -- communes without a shop, services that are not known ---------------------------------------


def shops_of(model, zone):
    foods = [FOLLOWED.index(n) for n in ("bakery", "grocery", "supermarket")]
    facilities = model.facilities
    here = facilities.open & np.isin(facilities.category, foods) & (facilities.zone == zone)
    return [int(row) for row in np.flatnonzero(here)]


def test_a_village_that_loses_its_last_shop_is_told_and_counted(quiet, village):
    model = Microville(quiet, village)
    model.step()
    assert value(model, "without_food_shop_in_commune") == 0
    (bakery,) = shops_of(model, 1)
    model.businesses[bakery].close()
    model.step()
    assert told(model, "last_shop_closes") == [(1, "East")]
    east = value(model, "population", "commune:E")
    assert value(model, "without_food_shop_in_commune") == east > 100
    assert value(model, "without_food_shop_in_commune", "commune:W") == 0
    assert value(model, "communes_lost_last_shop") == 1
    assert value(model, "communes_lost_last_shop", "commune:E") == 1
    assert value(model, "shops_open", "trade:bakery") == 1
    model.step()
    assert len(told(model, "last_shop_closes")) == 1


def test_a_shock_leaves_people_without_a_shop_for_a_while_but_loses_none(scenario, village):
    shock = """
[[shocks]]
kind = "close_category"
category = "bakery"
start = "2025-02"
months = 2
"""
    model = Microville(scenario(QUIET, shock), village)
    seen = []
    for _ in range(5):
        model.step()
        seen.append(value(model, "without_food_shop_in_commune", "commune:E") > 0)
    assert seen == [False, True, True, False, False]
    assert not told(model, "last_shop_closes")
    assert value(model, "communes_lost_last_shop") == 0
    assert value(model, "shops_closed_this_year") == 0


def test_services_that_are_not_known_are_neither_there_nor_missing(quiet):
    town = _village()
    services = town.layers["services"]
    rows = {name: np.flatnonzero(services["category"] == name) for name in ("pharmacy", "butcher")}
    services.loc[rows["pharmacy"], "status"] = "unknown"
    services.loc[rows["butcher"], "status"] = "closed"
    first, second = np.flatnonzero(services["category"] == "bakery")
    services.loc[second, "status"] = "closed"
    model = Microville(quiet, town)
    assert "pharmacy" not in model.known_errands  # nothing is said of it
    assert "butcher" in model.known_errands  # known, and there is none
    assert model.facilities.of("bakery").tolist() == [first]
    assert not len(model.facilities.of("butcher"))
    assert {p.key for p in model.commerce.premises} == {
        services["service_id"][int(r)] for r in (second, *rows["butcher"])
    }
    model.step()
    known = {FOLLOWED[i] for i in known_categories(model)}
    assert "pharmacy" not in known
    assert "butcher" in known


# -- hiring -------------------------------------------------------------------------------------


def staff_of_focus(scenario, village, share):
    firm = f"""
[parameters.business]
local_hiring_share = {share}

[[programme.buildings]]
building = "B12"
use = "office"
start = "2025-01"
floor_area_m2 = 700.0
"""
    model = Microville(scenario(firm), village)
    model.step()
    people, households = model.population.people, model.population.households
    staff = people.alive & people.on_site
    focus = model.focus_zone[households.zone[people.household]]
    (unit,) = model.site.units
    assert staff.sum() == unit.jobs
    return int((staff & focus).sum()), unit.jobs


def test_jobs_offered_first_to_neighbours_go_to_them(scenario, village):
    none, jobs = staff_of_focus(scenario, village, 0.0)
    half, _ = staff_of_focus(scenario, village, 0.5)
    assert none < jobs / 2
    assert half >= round(jobs / 2)
    assert half < jobs


def test_of_equal_candidates_identity_decides_and_not_the_row(scenario, village, monkeypatch):
    """Everybody wants the job equally: those of the smallest keys have it."""

    own = hiring.wanted

    def equal(model, unit):
        rows, value = own(model, unit)
        return rows[::-1], value * 0 + 7

    firm = """
[[programme.buildings]]
building = "B12"
use = "office"
start = "2025-01"
floor_area_m2 = 200.0
"""
    monkeypatch.setattr(hiring, "wanted", equal)
    model = Microville(scenario(firm), village)
    people = model.population.people
    looking = people.alive & np.isin(people.status, (EMPLOYED, UNEMPLOYED))
    model.works()
    model.leases()
    jobs = int(people.on_site.sum())
    assert jobs == 12
    keys = np.sort(people.key[looking])[:jobs]
    assert set(people.key[people.on_site].tolist()) == set(keys.tolist())


# -- maps ---------------------------------------------------------------------------------------


def test_maps_mark_communes_that_lost_their_last_shop(village):
    events = pd.DataFrame(
        [
            (3, "last_shop_closes", "West", 1.0),
            (4, "last_shop_closes", "East", 1.0),
            (9, "first_shop_opens", "West", 1.0),
        ],
        columns=["month", "kind", "subject", "value"],
    )
    assert lost_shops(events) == ["East"]
    buildings = village.layers["buildings"]
    spots = buildings.geometry.centroid
    homes = pd.DataFrame(
        {"building_id": buildings["building_id"], "zone": buildings["zone"], "persons": 2}
    ).assign(x=spots.x, y=spots.y, start_walk_15=0.4, end_walk_15=0.4)
    said = "Commune qui a perdu son dernier commerce alimentaire"
    for lost in ([], lost_shops(events)):
        figure = change_map(village, homes, homes, shown=[("walk", 15, "whole")], lost_shops=lost)
        shown = [t.get_text() for t in figure.findobj(lambda a: hasattr(a, "get_text"))]
        assert shown.count(said) == len(lost)
        zones = village.layers["zones"]
        east = zones[zones["name"] == "East"].geometry.representative_point().iloc[0]
        marks = [tuple(line.get_xydata()[0]) for line in figure.axes[0].lines]
        assert marks.count((east.x, east.y)) == len(lost)

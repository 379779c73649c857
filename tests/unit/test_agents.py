"""Inhabitants and households as Mesa agents: views that live as long as whom they show."""

import gc
import warnings
from collections import Counter

import mesa
import numpy as np
import pytest
from mesa.datacollection import DataCollector

from microville.errors import InputError
from microville.indicators import collect
from microville.model import Business, GoneError, Household, Inhabitant, Microville
from microville.population.columns import EMPLOYED, NOWHERE, STATUSES


@pytest.fixture
def model(active, village):
    return Microville(active, village)


def run(model, months):
    for _ in range(months):
        model.step()
    return model


# -- sets -------------------------------------------------------------------------------------


def test_nothing_is_made_unless_asked_for(active, village):
    quiet, asked = run(Microville(active, village), 6), Microville(active, village)
    for _ in range(6):
        asked.step()
        asked.inhabitants()
        asked.households()
    assert not any(isinstance(agent, Inhabitant | Household) for agent in quiet.agents)
    assert len(asked.agents_by_type[Inhabitant]) == asked.population.people.alive.sum()
    assert collect(quiet).equals(collect(asked))
    assert quiet.events == asked.events


def test_sets_answer_as_columns_do(model):
    run(model, 2)
    people, households = model.population.people, model.population.households
    alive, age = people.alive, people.age(model.month)
    everyone = model.agents_by_type[Inhabitant]
    assert [agent.row for agent in everyone] == np.flatnonzero(alive).tolist()

    elders = everyone.select(lambda agent: agent.age > 64)
    assert {agent.row for agent in elders} == set(np.flatnonzero(alive & (age > 64)).tolist())

    by_status = everyone.groupby("status").count()
    counts = np.bincount(people.status[alive], minlength=len(STATUSES))
    assert by_status == {STATUSES[i]: n for i, n in enumerate(counts) if n}

    income = households.income_eur[people.household[alive]]
    assert everyone.agg("income", np.mean) == pytest.approx(income.mean())
    assert everyone.agg("age", [min, max]) == [age[alive].min(), age[alive].max()]
    assert everyone.get("commune") == [("West", "East")[z] for z in zones(model)]
    by_kind = model.agents_by_type[Household].groupby("kind").count()
    assert sum(by_kind.values()) == households.alive.sum()


def zones(model):
    people, households = model.population.people, model.population.households
    return households.zone[people.household[people.alive]]


def test_shuffle_do_visits_everyone_once_in_an_order_that_the_seed_gives(active, village):
    def orders(seed):
        model, order = Microville(active, village, seed=seed), []
        for _ in range(2):
            model.inhabitants().shuffle_do(lambda agent: order.append(agent.row))
        return order

    first = orders(1)
    half = len(first) // 2
    assert sorted(first[:half]) == sorted(first[half:]) == list(range(half))
    assert first[:half] != first[half:]
    assert orders(1) == first
    assert orders(2) != first


def test_three_ways_to_say_whom(model):
    people = model.population.people
    column = people.age(model.month) > 64
    wanted = np.flatnonzero(column & people.alive).tolist()
    for where in (column, np.flatnonzero(column), lambda agent: agent.age > 64):
        some = model.inhabitants(where=where)
        assert [agent.row for agent in some] == wanted
    # Only they were made ...
    assert sum(isinstance(agent, Inhabitant) for agent in model.agents) == len(wanted)
    # ... and once all are, in the order of rows, they are the same objects.
    everyone = {agent.row: agent for agent in model.inhabitants()}
    assert list(everyone) == np.flatnonzero(people.alive).tolist()
    assert all(everyone[agent.row] is agent for agent in some)
    assert len(model.inhabitants(where=lambda _: False)) == 0


def test_who_cannot_be_found_is_told(model):
    with pytest.raises(InputError, match="3 entries for"):
        model.inhabitants(where=np.array([True, False, True]))
    with pytest.raises(InputError, match="none of 0 to"):
        model.inhabitants(where=[0, 10**6])
    with pytest.raises(InputError, match="none of 0 to"):
        model.inhabitants(where=[-1])
    assert len(model.inhabitants(where=[])) == 0


def test_views_do_not_vanish_while_nobody_else_holds_them(model):
    model.inhabitants(where=lambda agent: agent.age > 64).do(lambda a: setattr(a, "opinion", a.row))
    gc.collect()
    elders = model.inhabitants(where=lambda agent: agent.age > 64)
    assert len(elders) > 20
    assert elders.get("opinion") == elders.get("row")


def test_types_are_known_before_anybody_is_made(model):
    by_type = model.agents_by_type
    assert Inhabitant in by_type
    assert Inhabitant in model.agent_types
    assert Microville not in by_type
    assert by_type.get(Microville) is None
    assert by_type.get(Microville, 3) == 3
    with pytest.raises(KeyError):
        by_type[Microville]
    assert len(by_type[Business]) == len(model.businesses)
    assert len(by_type.get(Household)) == model.population.households.alive.sum()


# -- attributes -------------------------------------------------------------------------------


def test_writing_an_attribute_changes_the_column(model):
    people, households = model.population.people, model.population.households
    (agent,) = model.inhabitants(where=[7])
    house = agent.living_with()
    agent.income = 1234.6
    assert households.income_eur[agent.household] == 1235 == agent.income_eur == house.income_eur
    house.income_eur += 65
    assert agent.income == 1300
    agent.licence, agent.bike, agent.cars, agent.third = True, False, 2, 1
    assert (people.licence[7], people.bike[7]) == (True, False)
    assert (households.cars[agent.household], households.third[agent.household]) == (2, 1)
    assert agent in house.members()
    assert [a.row for a in house.members()] == np.flatnonzero(
        people.alive & (people.household == agent.household)
    ).tolist()
    for name, value in (("third", 3), ("income", -1), ("status", "astronaut"), ("cars", -2)):
        with pytest.raises(ValueError, match=name):
            setattr(agent, name, value)
    with pytest.raises(OverflowError):
        agent.cars = 1000
    for name in ("household", "home", "workplace", "weight", "age", "commune", "key"):
        with pytest.raises(AttributeError):
            setattr(agent, name, 0)
    assert households.income_eur[agent.household] == 1300


def test_who_stops_working_frees_the_job(model):
    model.step()
    people = model.population.people
    worker = next(iter(model.inhabitants(where=(people.workplace >= 0) & ~people.on_site)))
    worker.status = "retired"
    assert people.workplace[worker.row] == NOWHERE
    worker.status = "employed"
    model.step()
    assert people.status[worker.row] == EMPLOYED
    assert people.workplace[worker.row] != NOWHERE


def test_what_agents_write_is_what_kernels_see(quiet, village):
    ours, carless = Microville(quiet, village), Microville(quiet, village)
    carless.households().do(lambda house: setattr(house, "cars", 0))
    first, trips = len(ours.population.households), []
    for model in (ours, carless):
        model.step()
        old = model.population.people.household < first  # others came with cars of their own
        trips.append(model.day.trips[old].sum(axis=0))
    assert trips[0][2] > 500
    assert trips[1][2] == 0
    assert trips[1][0] > trips[0][0]


# -- births and deaths ------------------------------------------------------------------------


def test_identities_survive_births_and_deaths(model):
    before = {agent.row: agent for agent in model.inhabitants()}
    keys = {row: agent.key for row, agent in before.items()}
    run(model, 12)
    alive = model.population.people.alive
    after = {agent.row: agent for agent in model.inhabitants()}
    stayed, gone = before.keys() & after.keys(), before.keys() - after.keys()
    born = after.keys() - before.keys()
    assert len(gone) > 3
    assert len(born) > 3
    assert all(alive[row] and after[row] is before[row] for row in stayed)
    assert not any(alive[row] for row in gone)
    assert {row: agent.key for row, agent in before.items()} == keys
    everyone = [agent.key for agent in after.values()]
    assert len(set(everyone)) == len(everyone) == len(model.agents_by_type[Inhabitant])
    # Who was born since the month's typical days has done nothing on them.
    assert all(after[row].wanted >= 0 for row in born)


def test_an_agent_of_somebody_gone_says_so(model):
    held = list(model.inhabitants())
    first = set(model.inhabitants())
    run(model, 12)
    gone = [agent for agent in held if not agent.alive]
    assert gone
    assert not set(gone) & set(model.agents)
    assert len(first) == len(held)
    for agent in gone:
        assert "no longer on the map" in repr(agent)
        assert len(agent.key) == 16
        assert agent.row >= 0
        for name in ("age", "status", "home", "commune", "served", "income"):
            with pytest.raises(GoneError, match=f"{agent.key}.* in 2025-"):
                getattr(agent, name)
        with pytest.raises(GoneError):
            agent.income = 3
        with pytest.raises(GoneError):
            agent.living_with()
    months = {agent.gone_in for agent in gone}
    assert len(months) > 1
    assert max(months) <= 11


def test_sets_lose_who_died_within_the_month(active, village):
    class Asked(Microville):
        elders = ()

        def repair_access(self):
            assert all(agent.age > 64 for agent in self.elders)  # else a GoneError
            super().repair_access()

    model = Asked(active, village)
    model.elders = model.inhabitants(where=lambda agent: agent.age > 64)
    count = len(model.elders)
    run(model, 18)
    assert len(model.elders) < count


def test_who_is_removed_leaves_the_map(model):
    model.step()
    people, households = model.population.people, model.population.households
    family = next(
        house
        for house in model.households()
        if house.kind == "single_parent" and all(a.age < 18 for a in house.members()[1:])
    )
    couple = next(house for house in model.households() if house.kind == "couple")
    parent, *minors = family.members()
    one, other = couple.members()
    for agent in (parent, one):
        agent.remove()
    assert not any(agent.alive for agent in (parent, *minors, family, one))
    assert other.alive
    assert couple.alive
    assert not households.alive[family.row]
    assert model.counts["leavers"] >= 2 + len(minors)
    assert one not in model.agents
    assert one not in model.inhabitants()
    couple.remove()
    assert not other.alive
    with pytest.raises(GoneError):
        couple.members()
    model.step()
    # Everybody here belongs to a household that is here, and the other way round.
    assert households.alive[people.household[people.alive]].all()
    members = np.bincount(people.household[people.alive], minlength=len(households))
    assert (members[households.alive] > 0).all()


def test_a_business_closes_when_told_or_removed(model):
    one, two = list(model.businesses.values())[:2]
    model.step()
    assert one.is_open
    assert one.category == "bakery"
    assert sum(business.visits for business in model.businesses.values()) > 0
    one.close()
    two.remove()
    model.step()
    for business in (one, two):
        assert business.closed
        assert not business.is_open
        assert business.visits == 0
        assert (model.access.home_owner != business.facility).all()
    assert two not in model.agents
    assert [e.kind for e in model.events].count("business_closes") == 2


# -- Mesa's tools -----------------------------------------------------------------------------


class Panelist(Inhabitant):
    """Somebody who is followed, with an attribute of their own."""

    def __init__(self, model, row):
        super().__init__(model, row)
        self.since = model.month

    def share(self):
        return self.served / self.wanted if self.wanted else None


def test_a_data_collector_follows_the_model_and_a_panel(model):
    panel = model.inhabitants(where=lambda agent: agent.age > 64, kind=Panelist)
    collector = DataCollector(
        model_reporters={
            "people": lambda m: len(m.agents_by_type[Inhabitant]),
            "month": "month",
            "retired": lambda m: m.inhabitants().select(lambda a: a.status == "retired").__len__(),
        },
        agenttype_reporters={
            Panelist: {"key": "key", "age": "age", "served": "served", "share": Panelist.share},
            Household: {"income": "income_eur"},
        },
    )
    sizes, households, served = [], [], []
    for _ in range(4):
        model.step()
        collector.collect(model)
        sizes.append(len(panel))
        households.append(int(model.population.households.alive.sum()))
        served.extend(agent.served for agent in panel)
    table = collector.get_model_vars_dataframe()
    assert table["month"].tolist() == [1, 2, 3, 4]
    assert table["people"].iloc[-1] == model.population.people.alive.sum()
    assert (table["retired"] > 50).all()
    followed = collector.get_agenttype_vars_dataframe(Panelist)
    assert followed.groupby(level=0, sort=True).size().tolist() == sizes
    assert (followed["age"] >= 65).all()
    assert followed["served"].tolist() == served
    assert collector.get_agenttype_vars_dataframe(Household).groupby(level=0).size().tolist() == (
        households
    )
    # A panel is made of agents of their own, beside those of everyone.
    assert not set(panel) & set(model.inhabitants())
    assert all(agent.since == 0 for agent in panel)
    assert model.agents_by_type[Panelist].get("row") == panel.get("row")


def test_an_agent_reporter_sees_who_was_made(model):
    model.inhabitants(where=range(10))
    collector = DataCollector(
        agent_reporters={"age": lambda agent: getattr(agent, "age", None), "is": type}
    )
    collector.collect(model)
    table = collector.get_agent_vars_dataframe()
    assert (table["is"] == Inhabitant).sum() == 10
    assert table["age"].notna().sum() == 10


# -- phases in plain Mesa code ----------------------------------------------------------------


class Cycles(Microville):
    """Whoever is 18 or over gets a bicycle in March 2025."""

    def demography(self):
        super().demography()
        if self.label() == "2025-03":
            self.inhabitants().select(lambda a: a.age >= 18).do(lambda a: setattr(a, "bike", True))


def test_a_phase_that_changes_people_changes_what_they_do(quiet, village):
    ours, cycles = Microville(quiet, village), Cycles(quiet, village)
    rides = []
    for _ in range(3):
        for model in (ours, cycles):
            model.step()
        rides.append([int(model.day.trips[:, 1].sum()) for model in (ours, cycles)])
    assert [one == two for one, two in rides] == [True, True, False]
    assert rides[2][1] > 1.3 * rides[2][0]
    # Whom it does not touch does as before: draws belong to persons.
    had = ours.population.people.bike & (ours.day.wanted > 0)
    assert (cycles.population.people.bike[had]).all()


class Walkers(Microville):
    """Nobody drives: the choice sees other ways, by what it asks of people."""

    def traits(self):
        traits = super().traits()
        traits.may[:, 2] = False
        return traits


@pytest.mark.parametrize("modes", [[2], [0, 2], [0, 1, 2, 3, 4]])
def test_who_may_not_use_a_mode_chooses_places_without_it(quiet, village, modes):
    """As if there were no cars at all; and who may use nothing gets nowhere."""
    ours, carless = Microville(quiet, village), Microville(quiet, village)
    traits = ours.traits()
    traits.may[:, modes] = False
    ours.traits = lambda: traits
    carless.households().do(lambda house: setattr(house, "cars", 0))
    for model in (ours, carless):
        model.daily_life()
        unserved = (model.day.wanted_by - model.day.served_by).sum(axis=1)
        assert (model.day.unserved_by.sum(axis=1) == unserved).all()
    assert ours.day.trips[:, modes].sum() == 0
    if modes == [2]:
        for name in ("served_by", "unserved_by", "trips", "trip_ms", "trip_m"):
            assert (getattr(ours.day, name) == getattr(carless.day, name)).all()
        assert ours.day.trips[:, 0].sum() > 500
    else:
        assert ours.day.out_of_reach.sum() > carless.day.out_of_reach.sum()
    assert sum(a.closed + a.turned_away + a.out_of_reach for a in ours.inhabitants()) == (
        ours.day.unserved_by.sum()
    )


class Homely(Microville):
    """Daily life in plain Mesa code: everyone wants one thing, and those over 20 get it."""

    def daily_life(self):
        self.day.clear(len(self.population.people))
        self.inhabitants().do(self.live)

    def live(self, agent):
        agent.wanted = 1
        agent.served = int(agent.age > 20)


def test_daily_life_and_its_choice_can_be_replaced(quiet, village):
    walkers, homely = (run(kind(quiet, village), 2) for kind in (Walkers, Homely))
    assert walkers.day.trips[:, 2].sum() == 0
    assert walkers.day.trips[:, 0].sum() > 0
    people = homely.population.people
    assert (homely.day.wanted == people.alive).all()
    assert (homely.day.served == (people.alive & (people.age(homely.month - 1) > 20))).all()


def test_mesa_keeps_its_own_clock_and_warns_of_nothing(active, village):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = run(Microville(active, village), 3)
        model.inhabitants().shuffle().select(at_most=5)
        model.inhabitants().sort("age")
    assert isinstance(model, mesa.Model)
    assert (model.steps, model.month) == (3, 3)
    assert getattr(model, "time", 3) == 3
    kinds = Counter(type(agent).__name__ for agent in model.agents)
    assert kinds["LandCooperative"] == 1
    model.remove_all_agents()
    assert len(model.agents) == 0
    assert not model.population.people.alive.any()


def test_a_model_that_is_let_go_leaves_memory(village, active):
    """Mesa 3.3 keeps every model of a process for ever; a sweep would fill the machine."""
    import gc
    import weakref

    model = Microville(active, village, seed=1)
    model.step()
    len(model.inhabitants())
    seen = weakref.ref(model)
    del model
    gc.collect()
    assert seen() is None

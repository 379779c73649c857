"""Births, deaths, birthdays, couples and moves of the plain town, one person after another."""

from microville.population.activity import ACTIVITY_RATES, UNEMPLOYED_SHARE
from microville.population.columns import (
    COUPLE,
    COUPLE_CHILDREN,
    INSTITUTION,
    OTHER_HOUSEHOLD,
    SINGLE,
    SINGLE_PARENT,
    STATUSES,
)

from . import luck
from .moving import Moving

DEATHS = ((95, 270), (85, 110), (75, 32), (65, 13), (55, 6), (40, 2), (0, 1))
"""From which age, deaths a year per thousand."""
BIRTHS = ((45, 0), (40, 15), (35, 65), (30, 115), (25, 95), (18, 25), (0, 0))
"""From which age, births a year per thousand women."""

ACTIVE_FROM = {first: rate for first, _, rate in ACTIVITY_RATES}
"""From which age, active per thousand; a birthday carries one band's rate into the next."""
BAND_BEFORE = dict(zip(list(ACTIVE_FROM)[1:], ACTIVE_FROM, strict=False))
HOUSE = ("zone", "home", "kind", "cars", "weight", "presence", "income_eur", "third")


def by_age(rates, age):
    return next(rate for first, rate in rates if age >= first) / 1000


class House:
    """A household: where it lives and what it has."""

    def __init__(self, **own):
        self.members, self.alive, self.busy = [], True, False
        for name, value in own.items():
            setattr(self, name, value)

    @property
    def eldest(self):
        """The month of birth of the oldest member."""
        return min(one.birth for one in self.members)

    @property
    def heads(self):
        """Those who are no children of this household."""
        return [one for one in self.members if one.birth < self.eldest + 18 * 12]


class Demography(Moving):
    """What happens to the households of a plain town in a month."""

    def __init__(self, town, model, person):
        self.town, self.seed, self.person = town, model.seed_number, person
        self.zones = model.territory.layers["zones"].to_dict("records")
        self.parameters = model.parameters.population
        self.copy(model.population)
        self.know_rates()
        self.know_dwellings(model)

    def copy(self, population):
        """Make a Python object of every row."""
        households, people = population.households, population.people
        self.houses = [
            House(
                key=int(households.key[row]),
                **{name: int(getattr(households, name)[row]) for name in HOUSE},
            )
            for row in range(len(households))
        ]
        self.people = []
        for row in range(len(people)):
            own = {n: bool(getattr(people, n)[row]) for n in ("female", "licence", "bike")}
            own |= {"birth": int(people.birth[row]), "status": STATUSES[people.status[row]]}
            self.add(self.houses[people.household[row]], int(people.key[row]), own)

    def add(self, house, key, own):
        one = self.person(self.town, house, key=f"{key:016x}", **own)
        house.members.append(one)
        self.people.append(one)
        return one

    def know_rates(self):
        """Work out factors on births and deaths, and net moves an inhabitant, from census facts."""
        usual = []
        for zone in range(len(self.zones)):
            here = [p for p in self.people if p.house.zone == zone]
            fertile = sum(p.weight * by_age(BIRTHS, p.age) for p in here if p.female)
            mortal = sum(p.weight * by_age(DEATHS, p.age) for p in here)
            usual.append((fertile, mortal, sum(p.weight for p in here)))
        births = self.levels([z["births"] for z in self.zones], [u[0] for u in usual])
        deaths = self.levels([z["deaths"] for z in self.zones], [u[1] for u in usual])
        self.rates, self.net_persons, self.inhabitants = [], [], []
        for facts, (fertile, mortal, here), up, down in zip(
            self.zones, usual, births, deaths, strict=True
        ):
            growth = (facts["population"] - facts["population_2015"]) / 6
            growth *= here / facts["population"]
            self.rates.append((up, down))
            self.net_persons.append(growth - (up * fertile - down * mortal))
            self.inhabitants.append(here)

    def levels(self, events, usual):
        prior, mean = self.parameters.vital_prior_events, sum(events) / sum(usual)
        levels = [(e + prior * mean) / (u + prior) for e, u in zip(events, usual, strict=True)]
        total = sum(x * u for x, u in zip(levels, usual, strict=True))
        return [x * sum(events) / total for x in levels]

    def draw(self, name, chance, key, *more):
        return luck.happens(self.seed, name, chance, key, self.town.month, *more)

    def step(self):
        """Let a month pass, in the order of the model's phase."""
        for house in self.houses:
            house.busy = False
        mothers = [one for one in self.people if self.gives_birth(one)]
        self.deaths()
        self.births([one for one in mothers if one.alive])
        for one in self.people:
            if (self.town.month - one.birth) % 12 == 0:
                self.birthday(one)
        self.settle()
        self.move()
        self.people = [one for one in self.people if one.alive]
        self.houses = [house for house in self.houses if house.alive]
        self.settle()
        self.open_before()

    def deaths(self):
        dead = []
        for one in self.people:
            chance = self.rates[one.house.zone][1] * by_age(DEATHS, one.age) / 12
            if self.draw("demography.death", chance, int(one.key, 16)):
                dead.append(one)
        orphaned = {one.house for one in dead if set(one.house.heads) <= set(dead)}
        widowed = {one.house for one in dead if len(set(one.house.heads) - set(dead)) == 1}
        for one in dead:
            one.leave()
        for house in self.houses:
            if house in orphaned and house.kind != INSTITUTION:
                house.kind = OTHER_HOUSEHOLD
            elif house in widowed and house.kind in (COUPLE, COUPLE_CHILDREN):
                house.kind = SINGLE_PARENT
            if not any(one.age >= 18 for one in house.members):
                self.end(house)
        self.people = [one for one in self.people if one.alive]
        self.houses = [house for house in self.houses if house.alive]

    def end(self, house):
        house.alive = False
        for one in list(house.members):
            one.leave()

    def gives_birth(self, one):
        chance = self.rates[one.house.zone][0] * by_age(BIRTHS, one.age) / 12
        return one.female and self.draw("demography.birth", chance, int(one.key, 16))

    def births(self, mothers):
        for mother in mothers:
            born = luck.bits(0, "newborn", int(mother.key, 16), self.town.month)
            own = {"birth": self.town.month, "status": "child", "licence": False, "bike": False}
            own["female"] = bool(luck.bits(self.seed, "population.sex", born) & 1)
            self.add(mother.house, born, own)

    def birthday(self, one):
        """Change status, licence and bicycle as ages do."""
        age, key = one.age, int(one.key, 16)
        draw = luck.below(self.seed, "population.birthday", 1000, key, age)
        rate, before = ACTIVE_FROM.get(age), ACTIVE_FROM.get(BAND_BEFORE.get(age))
        active, starts = one.status in ("employed", "unemployed"), False
        if age == 3 and one.status == "child":
            one.status = "pupil"
        elif age == 18 and one.status == "pupil":
            one.status, starts = "student", draw < rate
        elif age == 25 and one.status == "student":
            one.status, starts = "other", draw < 1000 * (rate - before) // (1000 - before)
        elif age > 25 and rate and active and draw >= 1000 * rate // before:
            one.status = "other"
        if age == 65 or (age == 60 and one.status == "other"):
            one.status = "retired"
        if starts:
            jobless = luck.happens(self.seed, "population.jobless", UNEMPLOYED_SHARE, key)
            one.status = "unemployed" if jobless else "employed"
        share = self.parameters.licence_share
        if age == 18 and luck.happens(self.seed, "population.licence", share, key):
            one.licence = True
        share = self.parameters.bike_ownership
        if age == 6 and luck.happens(self.seed, "population.bike", share, key):
            one.bike = True

    def settle(self):
        """Let the kind of each household be what its members make it."""
        for house in self.houses:
            if house.kind == INSTITUTION:
                continue
            paired = house.kind in (COUPLE, COUPLE_CHILDREN)
            children = len(house.members) > len(house.heads)
            if len(house.members) == 1:
                house.kind = SINGLE
            elif house.kind == OTHER_HOUSEHOLD:
                continue
            elif len(house.heads) == 1:
                house.kind = SINGLE_PARENT
            elif len(house.heads) == 2 and paired:
                house.kind = COUPLE_CHILDREN if children else COUPLE
            else:
                house.kind = OTHER_HOUSEHOLD

"""Births, deaths, birthdays and moves of the plain town, one person after another."""

from microville.population.activity import ACTIVITY_RATES, UNEMPLOYED_SHARE
from microville.population.columns import (
    COUPLE_CHILDREN,
    INSTITUTION,
    PRESENCES,
    SINGLE,
    SINGLE_PARENT,
    STATUSES,
)

from . import luck

DEATHS = ((95, 270), (85, 110), (75, 32), (65, 13), (55, 6), (40, 2), (0, 1))
"""From which age, deaths a year per thousand."""

ACTIVE_FROM = {first: rate for first, _, rate in ACTIVITY_RATES}
"""From which age, active per thousand; a birthday carries one band's rate into the next."""
BAND_BEFORE = dict(zip(list(ACTIVE_FROM)[1:], ACTIVE_FROM, strict=False))


def deaths_by_age(age):
    return next(rate for first, rate in DEATHS if age >= first) / 1000


class House:
    """A household: where it lives and what it has."""

    def __init__(self, **own):
        self.members, self.alive = [], True
        for name, value in own.items():
            setattr(self, name, value)


class Demography:
    """What happens to the households of a plain town in a month."""

    def __init__(self, town, model, person):
        self.town, self.seed, self.person = town, model.seed_number, person
        self.dwellings = model.homes.dwellings.tolist()
        self.place_zone = model.homes.zone.tolist()
        self.zones = model.territory.layers["zones"].to_dict("records")
        self.parameters = model.parameters.population
        self.copy(model.population)
        self.rates = [self.rates_of(row) for row in range(len(self.zones))]

    def copy(self, population):
        """Make a Python object of every row."""
        households, people = population.households, population.people
        names = ("zone", "home", "kind", "cars", "weight", "presence")
        self.houses = [
            House(
                key=int(households.key[row]),
                **{name: int(getattr(households, name)[row]) for name in names},
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

    def rates_of(self, zone):
        """Return yearly births a woman, factor on deaths, and net moves, from census facts."""
        facts = self.zones[zone]
        here = [p for p in self.people if p.house.zone == zone]
        women = sum(p.weight for p in here if p.female and 18 <= p.age <= 44)
        usual = sum(p.weight * deaths_by_age(p.age) for p in here)
        growth = (facts["population"] - facts["population_2015"]) / 6
        net = (growth - (facts["births"] - facts["deaths"])) / max(facts["population"], 1)
        return facts["births"] / max(women, 1), facts["deaths"] / max(usual, 1e-9), net

    def draw(self, name, chance, key, *more):
        return luck.happens(self.seed, name, chance, key, self.town.month, *more)

    def step(self):
        """Let a month pass, in the order of the model's phase."""
        self.deaths()
        self.births()
        for one in self.people:
            if (self.town.month - one.birth) % 12 == 0:
                self.birthday(one)
        self.moves()
        self.grown_children()
        self.people = [one for one in self.people if one.alive]
        self.houses = [house for house in self.houses if house.alive]

    def deaths(self):
        for one in self.people:
            chance = self.rates[one.house.zone][1] * deaths_by_age(one.age) / 12
            if self.draw("demography.death", chance, int(one.key, 16)):
                one.leave()
        for house in self.houses:
            if not any(one.age >= 18 for one in house.members):
                self.end(house)
        self.people = [one for one in self.people if one.alive]
        self.houses = [house for house in self.houses if house.alive]

    def end(self, house):
        house.alive = False
        for one in list(house.members):
            one.leave()

    def births(self):
        for mother in list(self.people):
            chance = self.rates[mother.house.zone][0] / 12
            fertile = mother.female and 18 <= mother.age <= 44
            key = int(mother.key, 16)
            if fertile and self.draw("demography.birth", chance, key):
                born = luck.bits(0, "newborn", key, self.town.month)
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

    # -- moves ----------------------------------------------------------------------------------

    def moves(self):
        """Let households leave, or like ones arrive, as the commune's balance says, fading."""
        fading = max(0.0, 1 - self.town.month / (12 * self.parameters.migration_fade_years))
        newcomer = PRESENCES.index("newcomer")
        for house in self.movers(newcomer):
            chance = max(-self.rates[house.zone][2], 0) * fading / 12
            if self.draw("demography.leave", chance, house.key):
                self.end(house)
        vacant = self.vacant()
        like = [
            house
            for house in self.movers(newcomer)
            if vacant[house.zone] > 0
            and self.draw(
                "demography.arrive", max(self.rates[house.zone][2], 0) * fading / 12, house.key
            )
        ]
        month = self.town.month
        keys = [luck.bits(0, "arrival", house.key, month) for house in like]
        homes = self.find_homes([house.zone for house in like], [h.weight for h in like], keys)
        for house, key, home in zip(like, keys, homes, strict=True):
            if home is None:
                continue
            own = {name: getattr(house, name) for name in ("zone", "kind", "cars", "weight")}
            new = House(key=key, home=home, presence=PRESENCES.index("arrival"), **own)
            self.houses.append(new)
            for one in list(house.members):
                names = ("birth", "female", "status", "licence", "bike")
                own = {name: getattr(one, name) for name in names}
                self.add(new, luck.bits(0, "arrival", int(one.key, 16), month), own)

    def movers(self, newcomer):
        return [
            house
            for house in self.houses
            if house.alive and house.presence != newcomer and house.kind != INSTITUTION
        ]

    def vacant(self):
        """Return how many dwellings of each commune nobody lives in."""
        free = [0] * len(self.zones)
        for zone, dwellings in zip(self.place_zone, self.dwellings, strict=True):
            if zone >= 0:
                free[zone] += dwellings
        for house in self.houses:
            if house.alive and self.dwellings[house.home] > 0:
                free[house.zone] -= house.weight
        return free

    def find_homes(self, zones, weights, keys):
        """Return a home, or None, for each of those who look for one, one after another."""
        free = list(self.dwellings)
        for house in self.houses:
            if house.alive:
                free[house.home] -= 1
        room, homes = self.vacant(), []
        for zone, weight, key in zip(zones, weights, keys, strict=True):
            stock = free if weight == 1 else self.dwellings
            doors = [
                place
                for place, where in enumerate(self.place_zone)
                if where == zone
                for _ in range(stock[place])
            ]
            if room[zone] < weight or not doors:
                homes.append(None)
                continue
            pick = luck.below(self.seed, "dwelling.pick", len(doors), key, self.town.month)
            homes.append(doors[pick])
            free[doors[pick]] -= 1
            room[zone] -= weight
        return homes

    def grown_children(self):
        """Let some of those of 19 to 32 who live with parents move out as singles."""
        share, going = self.parameters.leave_home_share_year / 12, []
        for one in self.people:
            family = one.alive and one.house.kind in (COUPLE_CHILDREN, SINGLE_PARENT)
            if (
                family
                and 19 <= one.age <= 32
                and one.age <= max(other.age for other in one.house.members) - 18
                and self.draw("demography.leave_home", share, int(one.key, 16))
            ):
                going.append(one)
        keys = [luck.bits(0, "left_home", int(one.key, 16)) for one in going]
        zones = [one.house.zone for one in going]
        homes = self.find_homes(zones, [one.weight for one in going], keys)
        for one, key, home in zip(going, keys, homes, strict=True):
            if home is None:
                continue
            owns = luck.happens(
                self.seed, "population.car", self.parameters.car_ownership_rural, key
            )
            old = one.house
            new = House(
                key=key,
                zone=old.zone,
                home=home,
                kind=SINGLE,
                cars=int(owns and one.licence),
                weight=old.weight,
                presence=old.presence,
            )
            old.members.remove(one)
            new.members.append(one)
            one.house = new
            self.houses.append(new)

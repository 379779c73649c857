"""Who leaves, comes, pairs off, parts and changes dwelling in the plain town."""

import math

import numpy as np

from microville.model.facilities import ERRANDS
from microville.population.columns import (
    COUPLE,
    COUPLE_CHILDREN,
    INSTITUTION,
    PRESENCES,
    SINGLE,
    SINGLE_PARENT,
)
from microville.population.traits import incomes
from microville.territory.categories import categories

from . import luck

BILLION = 10**9
HOUR_MS = 3_600_000
PARTED, GROWN, WAITS, STARTS, COMES = range(5)
ARRIVAL, NEWCOMER = PRESENCES.index("arrival"), PRESENCES.index("newcomer")


class Seeker:
    """Somebody who looks for a dwelling: a household, one like it, or one person of it."""

    def __init__(self, why, house, zone, **own):
        self.why, self.house, self.zone = why, house, zone
        self.key, self.weight, self.size = house.key, house.weight, house.was_size
        self.income, self.person, self.since = house.income_eur, None, None
        for name, value in own.items():
            setattr(self, name, value)


class Moving:
    """The moves of a month, for the households of ``Demography``."""

    # -- what is known from the start -----------------------------------------------------------

    def know_dwellings(self, model):
        """Learn what dwellings there are, what they cost, and how people used to move."""
        self.given, homes = model.parameters, model.homes
        self.dwellings, self.place_zone = homes.dwellings.tolist(), homes.zone.tolist()
        self.floor = [round(10 * m2) for m2 in homes.floor_m2.tolist()]
        self.costs(homes)
        self.xy = model.access.places.xy.tolist()
        self.stock = [
            [
                (place, rank)
                for place, where in enumerate(self.place_zone)
                if where == zone
                for rank in range(self.dwellings[place])
            ]
            for zone in range(len(self.zones))
        ]
        sampled = {house.zone for house in self.houses if house.weight > 1}
        self.exact = [zone not in sampled for zone in range(len(self.zones))]
        self.lived_start = self.lived_in()
        self.vacant_start = [
            max(len(doors) - facts["households"], 0) if not exact else len(doors) - lived
            for doors, facts, exact, lived in zip(
                self.stock, self.zones, self.exact, self.lived_start, strict=True
            )
        ]
        self.essential = [
            name for name in ERRANDS if categories()[name].essential and name in self.town.known
        ]
        self.focus = [bool(zone["focus"]) for zone in self.zones]
        self.waiting = []
        self.open_before()
        for house in self.houses:
            self.note(house)
        self.learn_flows()

    def costs(self, homes):
        """Learn rents and energy bills, in cents a month."""
        housing, energy = self.given.housing, self.given.energy
        uses = self.given.energy_use
        heat = uses.heating_share + uses.hot_water_share
        electric = max(energy.electric_share, 1 - heat)  # light and machines are all electric
        factor = electric * energy.electricity_factor_before_2026 + (1 - electric)
        price = electric * energy.electricity_eur_kwh + (1 - electric) * energy.gas_eur_kwh
        kwh = [getattr(energy, f"primary_kwh_m2_year_{c}") for c in "abcdefg"]
        self.rent, self.bill = [], []
        for zone, m2, letter in zip(
            self.place_zone, homes.floor_m2.tolist(), homes.energy.tolist(), strict=True
        ):
            sale = self.zones[zone]["price_eur_m2"] or housing.fallback_price_eur_m2
            self.rent.append(round(m2 * sale * housing.rent_share_of_price_year / 12 * 100))
            year = m2 * (kwh[letter] / factor * price) + energy.electricity_standing_eur_year
            self.bill.append(round(year / 12 * 100))

    def open_before(self):
        """Remember which places are open, as people know them when they next look for a home."""
        self.places = {
            name: [f for f in self.town.facilities if f.open and f.category == name]
            for name in self.essential
        }
        self.minutes_known = {}

    def learn_flows(self):
        """Work out yearly chances to move within, between and beyond communes."""
        moves, count = self.given.moves, len(self.zones)
        staying = 1 - (moves.within_commune_share + moves.within_map_share)
        rate = moves.household_moves_share_year
        movers = [house for house in self.houses if house.kind != INSTITUTION]
        here = [0.0] * count
        looks = [0.0] * count
        for house in movers:
            persons = house.weight * house.was_size
            here[house.zone] += persons
            looks[house.zone] += persons * self.mobility(house) * house.permille / 1000
        km = [[self.km(i, j) for j in range(count)] for i in range(count)]
        self.near = [[d <= moves.couple_km for d in row] for row in km]
        pull = [
            [
                here[i] * here[j] / (1 + km[i][j] / moves.decay_km) ** 2 if i != j else 0.0
                for j in range(count)
            ]
            for i in range(count)
        ]
        total = sum(map(sum, pull)) or 1.0
        scale = moves.within_map_share * rate * sum(here) / total
        self.between = [[scale * x / max(here[i], 1) for x in pull[i]] for i in range(count)]
        self.within = [max(rate * (1 - staying) - sum(row), 0) for row in self.between]
        self.norm = [x / max(n, 1) for x, n in zip(looks, here, strict=True)]
        self.ages_start = self.ages()
        self.rate_beyond = rate * staying
        whole = sum(self.net_persons) / sum(self.inhabitants)
        # Who lives in institutions does not move.
        self.net = [net / max(h, 1) for net, h in zip(self.net_persons, here, strict=True)]
        self.net_map = [whole * e / max(h, 1) for e, h in zip(self.inhabitants, here, strict=True)]

    def km(self, one, other):
        """Return the distance between the mean places of two communes' dwellings."""
        centre = []
        for zone in (one, other):
            spots = [self.xy[place] for place, _ in self.stock[zone]]
            centre.append([sum(axis) / max(len(spots), 1) for axis in zip(*spots, strict=True)])
        return math.dist(*centre) / 1000

    def note(self, house):
        """Write down what a household is before anybody moves this month."""
        housing, moves = self.given.housing, self.given.moves
        house.was_size, house.was_eldest = len(house.members), house.eldest
        years = (self.town.month - house.eldest) // 12
        house.band = sum(years >= edge for edge in (25, 30, 40, 55))
        crowded = house.was_size > 1
        crowded &= self.floor[house.home] < 10 * housing.crowded_m2_per_person * house.was_size
        heavy = round(1000 * housing.heavy_burden_share)
        house.permille = 1000
        if crowded:
            house.permille = round(1000 * moves.crowded_factor)
        if self.rent[house.home] * 10 > house.income_eur * heavy:
            house.permille = house.permille * round(1000 * moves.burdened_factor) // 1000

    def mobility(self, house):
        moves = self.given.moves
        names = ("under_25", "25_29", "30_39", "40_54", "from_55")
        return getattr(moves, f"share_{names[house.band]}")

    def leaving(self, house):
        graduates = house.band == 1
        return self.mobility(house) * (
            self.given.moves.graduate_departures_factor if graduates else 1.0
        )

    def coming(self, house):
        students = house.band == 0
        usual = self.mobility(house) * (
            self.given.moves.student_arrivals_factor if students else 1.0
        )
        return usual * self.ages_start[house.band] / max(self.ages_now[house.band], 1e-9)

    def ages(self):
        """Return the share of people by age band of their household."""
        found = [0] * 5
        for house in self.houses:
            if house.alive and house.kind != INSTITUTION:
                found[house.band] += house.was_size * house.weight
        return [persons / sum(found) for persons in found]

    def know_norms(self):
        """Find how often people leave each commune, or come to it, before their rates."""
        self.ages_now = self.ages()
        here, out, into = ([0.0] * len(self.zones) for _ in range(3))
        for house in self.houses:
            if house.alive and house.kind != INSTITUTION:
                persons = house.was_size * house.weight
                here[house.zone] += persons
                out[house.zone] += persons * self.leaving(house)
                into[house.zone] += persons * self.coming(house)
        self.norm_out = [x / max(n, 1) for x, n in zip(out, here, strict=True)]
        self.norm_in = [x / max(n, 1) for x, n in zip(into, here, strict=True)]

    # -- a month --------------------------------------------------------------------------------

    def move(self):
        """Let people leave, pair off, and choose dwellings in turn."""
        for house in self.houses:
            self.note(house)
        self.know_norms()
        stays = [house for house in self.houses if house.kind != INSTITUTION]
        donors, wants = [], {}
        for house in stays:
            wants[house] = self.want(house, donors)
        for house, (event, _) in wants.items():
            if event == "leaves":
                house.busy = True
                self.end(house)
        self.pair([h for h, (event, _) in wants.items() if event == "seeks"], stays)
        self.waiting = [
            entry
            for entry in self.waiting
            if entry.house.alive and self.town.month - entry.since < self.given.moves.waiting_months
        ]
        seekers = self.parting([h for h, (event, _) in wants.items() if event == "parts"])
        seekers += self.grown(stays)
        seekers += [entry for entry in self.waiting if not entry.house.busy]
        seekers += self.starting({h: z for h, (event, z) in wants.items() if event == "looks"})
        seekers += [Seeker(COMES, h, h.zone) for h in donors if h.alive and not h.busy]
        for seeker in seekers:
            seeker.weight = 1 if getattr(seeker, "alone", False) else seeker.house.weight
            if seeker.since is None:
                seeker.since = self.town.month
        seekers.sort(key=self.turn)
        found = self.choose(seekers)
        self.keep_waiting(seekers, found)
        for group in (COMES, PARTED, "alone", "whole"):
            for seeker in seekers:
                alone = getattr(seeker, "alone", False)
                kind = seeker.why
                if kind in (WAITS, STARTS):
                    kind = "alone" if alone else "whole"
                elif kind == GROWN:
                    kind = PARTED
                if kind == group and found[seeker] is not None:
                    self.settle_in(seeker, found[seeker])
        self.instead([s for s in seekers if s.why == COMES and found[s] is None])

    def turn(self, seeker):
        key = luck.bits(self.seed, "housing.order", seeker.key, self.town.month, seeker.why)
        return seeker.why, seeker.since, key

    def want(self, house, donors):
        """Return what a household wants this month, and in which commune."""
        zone, moves = house.zone, self.given.moves
        fading = max(0.0, 1 - self.town.month / (12 * self.parameters.migration_fade_years))
        net = self.net_map[zone] + (self.net[zone] - self.net_map[zone]) * fading
        out = max(self.rate_beyond - net / 2, -net, 0)
        shape = self.coming(house) / max(self.norm_in[zone], 1e-9)
        arrives = self.draw("demography.arrive", shape * max(out + net, 0) / 12, house.key)
        shape = self.leaving(house) / max(self.norm_out[zone], 1e-9)
        if arrives and house.presence != NEWCOMER:
            donors.append(house)
        if self.draw("demography.leave", shape * out / 12, house.key):
            return "leaves", zone
        years = (self.town.month - house.eldest) // 12
        band = ("18_29", "30_44", "45_64", "from_65")[sum(years >= e for e in (30, 45, 65))]
        if house.kind in (COUPLE, COUPLE_CHILDREN):
            if self.draw("couples", getattr(moves, f"separations_{band}") / 12, house.key):
                return "parts", zone
        elif house.kind in (SINGLE, SINGLE_PARENT):
            chance = luck.parts(getattr(moves, f"couples_{band}") / 2 / 12)
            chance *= 2 if self.focus[zone] and not all(self.exact) else 1
            if luck.below(self.seed, "couples", BILLION, house.key, self.town.month) < chance:
                return "seeks", zone
        return self.look(house)

    def look(self, house):
        zone, month = house.zone, self.town.month
        usual = self.mobility(house) / max(self.norm[zone], 1e-9) / 12
        draw = luck.below(self.seed, "moves.look", BILLION, house.key, month)
        reach = luck.parts(self.within[zone] * usual) * house.permille // 1000
        if draw < reach:
            return "looks", zone
        for there, many in ((False, 1), (True, house.weight)):
            row = [
                x if f == there else 0 for x, f in zip(self.between[zone], self.focus, strict=True)
            ]
            reach += luck.parts(sum(row) * usual) * house.permille // 1000 * many
            if draw < reach:
                return "looks", self.where(row, "moves.where", house.key)
        return None, zone

    def where(self, row, name, key):
        draw = luck.below(self.seed, name, BILLION, key, self.town.month)
        so_far = 0.0
        for zone, part in enumerate(row):
            so_far += part
            if draw < luck.parts(so_far / sum(row)):
                return zone
        return len(row) - 1

    # -- couples --------------------------------------------------------------------------------

    def pair(self, askers, stays):
        """Let each asker in turn find somebody of like age from near by."""
        month, gap = self.town.month, round(12 * self.parameters.partner_gap_years)
        free = {
            h
            for h in stays
            if h.alive and h.kind in (SINGLE, SINGLE_PARENT) and month - h.was_eldest >= 216
        }
        pairs = []
        for house in sorted(
            askers, key=lambda h: luck.bits(self.seed, "couples.order", h.key, month)
        ):
            if house not in free:
                continue
            apart = luck.below(self.seed, "couples.gap", 2 * gap + 1, house.key, month) - gap
            share = self.parameters.same_sex_couple_share
            same = luck.happens(self.seed, "couples.same_sex", share, house.key)
            target = house.was_eldest + apart
            others = [
                other
                for other in free
                if other is not house
                and abs(other.was_eldest - house.was_eldest) <= gap
                and self.near[house.zone][other.zone]
                and (self.head(other).female == self.head(house).female) == same
                and not (house.weight > 1 and other.weight == 1)
            ]
            if not others:
                continue
            found = min(others, key=lambda o: self.liking(house, o, target))
            free -= {house, found}
            pairs.append((house, found))
        for one, two in pairs:
            self.move_together(one, two)

    def head(self, house):
        return min(house.members, key=lambda one: one.birth)

    def liking(self, house, other, target):
        born = other.was_eldest
        draw = luck.bits(self.seed, "couples.choice", house.key, self.town.month, other.key)
        return abs(born - target), born < target, draw

    def move_together(self, one, two):
        parents = [house.kind == SINGLE_PARENT for house in (one, two)]
        first = self.floor[one.home] >= self.floor[two.home]
        if parents[0] != parents[1]:
            first = parents[0]
        if one.zone != two.zone:
            first = luck.bits(self.seed, "couples.home", one.key, self.town.month) & 1 == 1
        one.busy = two.busy = True
        weight = min(one.weight, two.weight)
        host, guest = (one, two) if first else (two, one)
        host, guest = self.take_out(host, weight), self.take_out(guest, weight)
        host.income_eur += guest.income_eur
        host.cars += guest.cars
        host.kind = COUPLE
        for person in list(guest.members):
            self.join(person, host)
        guest.alive = False

    def join(self, person, house):
        person.house.members.remove(person)
        house.members.append(person)
        person.house = house

    def take_out(self, house, weight):
        """Return a household of some of those that a row stands for."""
        if weight == house.weight:
            return house
        new = self.like(house, "split", weight)
        house.weight -= weight
        return new

    def like(self, house, stream, weight):
        """Return a new household like one that is here, with people like its own."""
        month = self.town.month
        names = ("zone", "home", "kind", "cars", "presence", "income_eur", "third")
        own = {name: getattr(house, name) for name in names}
        new = type(house)(key=luck.bits(0, stream, house.key, month), weight=weight, **own)
        new.busy = True
        self.houses.append(new)
        for one in list(house.members):
            names = ("birth", "female", "status", "licence", "bike")
            own = {name: getattr(one, name) for name in names}
            self.add(new, luck.bits(0, stream, int(one.key, 16), month), own)
        return new

    # -- who looks ------------------------------------------------------------------------------

    def parting(self, houses):
        seekers = []
        for house in houses:
            if house.busy or not house.alive or len(house.heads) != 2:
                continue
            pair = sorted(house.heads, key=lambda one: (one.birth, int(one.key, 16)))
            month, key = self.town.month, house.key
            second = luck.bits(self.seed, "couples.leaver", key, month) & 1
            if house.was_size > 2 and pair[0].female != pair[1].female:
                share = self.parameters.single_mother_share
                mother_stays = self.draw("couples.mother", share, key)
                leaver = next(one for one in pair if one.female != mother_stays)
            else:
                leaver = pair[second]
            new = luck.bits(0, "parted", int(leaver.key, 16), month)
            seekers.append(
                Seeker(
                    PARTED,
                    house,
                    house.zone,
                    person=leaver,
                    key=new,
                    size=1,
                    income=house.income_eur // 2,
                )
            )
        return seekers

    def grown(self, houses):
        seekers, share = [], self.parameters.leave_home_share_year / 12
        for house in houses:
            if house.busy or not house.alive or house.kind not in (COUPLE_CHILDREN, SINGLE_PARENT):
                continue
            for one in house.members:
                child = one.birth >= house.was_eldest + 216 and 19 <= one.age <= 32
                if child and self.draw("demography.leave_home", share, int(one.key, 16)):
                    key = luck.bits(0, "left_home", int(one.key, 16), self.town.month)
                    income, _ = self.own_income(key)
                    seekers.append(
                        Seeker(GROWN, house, house.zone, person=one, key=key, size=1, income=income)
                    )
        return seekers

    def own_income(self, key):
        income, third = incomes(np.array([key], np.uint64), np.ones(1), self.given, self.seed)
        return int(income[0]), int(third[0])

    def starting(self, looks):
        listed = {(entry.house, entry.alone) for entry in self.waiting}
        seekers = []
        for house, zone in looks.items():
            alone = house.weight > 1 and self.focus[zone]
            if not house.busy and house.alive and (house, alone) not in listed:
                seekers.append(Seeker(STARTS, house, zone, alone=alone))
        return seekers

    def keep_waiting(self, seekers, found):
        served = {seeker for seeker in seekers if found[seeker] is not None}
        self.waiting = [entry for entry in self.waiting if entry not in served]
        for seeker in seekers:
            if seeker.why == STARTS and seeker not in served:
                entry = Seeker(
                    WAITS, seeker.house, seeker.zone, alone=seeker.alone, since=seeker.since
                )
                self.waiting.append(entry)

    # -- which dwelling -------------------------------------------------------------------------

    def lived_in(self):
        lived = [0] * len(self.zones)
        for house in self.houses:
            if house.alive and self.dwellings[house.home] > 0:
                lived[house.zone] += house.weight
        return lived

    def choose(self, seekers):
        """Return the home, or None, that each takes in turn."""
        lived, found = [0] * len(self.dwellings), {}
        for house in self.houses:
            if house.alive:
                lived[house.home] += 1
        room = [
            vacant - (now - before)
            for vacant, now, before in zip(
                self.vacant_start, self.lived_in(), self.lived_start, strict=True
            )
        ]
        for seeker in seekers:
            house = seeker.house
            seeker.size = seeker.size if seeker.person else house.was_size
            seeker.income = seeker.income if seeker.person else house.income_eur
            home = found[seeker] = self.best(seeker, lived, room)
            if home is None:
                continue
            lived[home] += 1
            room[seeker.zone] -= seeker.weight
            if seeker.why in (WAITS, STARTS) and seeker.weight == house.weight:
                lived[house.home] -= 1
                if self.dwellings[house.home] > 0:
                    room[house.zone] += seeker.weight
        return found

    def best(self, seeker, lived, room):
        zone, month = seeker.zone, self.town.month
        doors, house = self.stock[zone], seeker.house
        if room[zone] <= 0 or not doors or (self.exact[zone] and seeker.weight != 1):
            return None
        known = set()
        for n in range(self.given.housing.dwellings_seen):
            draw = luck.bits(self.seed, "housing.seen", seeker.key, month, n) >> 32
            place, rank = doors[draw * len(doors) >> 32]
            if self.exact[zone]:
                vacant = rank >= lived[place]
            else:
                mark = luck.below(self.seed, "housing.vacant", len(doors), place, rank)
                vacant = mark < room[zone]
            if vacant and (seeker.why == COMES or place != house.home):
                known.add(place)
        whole = seeker.why in (WAITS, STARTS)
        known = [place for place in known if not (whole and self.refuses(seeker, place))]
        return max(known, key=lambda place: (self.value(seeker, place), -place), default=None)

    def refuses(self, seeker, place):
        housing = self.given.housing
        limit = round(1000 * housing.refused_burden_share) * max(seeker.income, 1)
        least = round(10 * housing.crowded_m2_per_person)
        small = seeker.size > 1 and self.floor[place] < least * seeker.size
        return self.rent[place] * 10 > limit or small

    def value(self, seeker, place):
        """Return what a dwelling is worth to who looks, in thousandths of a util."""
        housing, key = self.given.housing, seeker.key
        more = round(10 * housing.wanted_m2_more) * (seeker.size - 1)
        wanted = round(10 * housing.wanted_m2_first) + more
        worth = luck.gumbel(luck.bits(self.seed, "housing.choice", key, self.town.month, place))
        cost, income = self.rent[place] + self.bill[place], max(seeker.income, 1)
        worth -= abs(self.floor[place] - wanted) * round(1000 * housing.size_utility_m2) // 10
        worth -= cost * round(1000 * housing.cost_utility) // (100 * income)
        worth -= self.minutes(place) * round(1000 * housing.access_utility_minute) // 60_000
        if seeker.why != COMES:
            (x, y), (u, v) = self.xy[place], self.xy[seeker.house.home]
            metres = int(math.sqrt((x - u) ** 2 + (y - v) ** 2))
            worth -= metres * round(1000 * housing.ties_utility_km) // 1000
        return worth

    def minutes(self, place):
        """Return the mean time on foot to the closest essential services, milliseconds."""
        if place not in self.minutes_known:
            total = 0
            for name in self.essential:
                closest = self.town.streets[0].closest(place, self.places[name], 1)
                total += min(closest[0][0], HOUR_MS) if closest else HOUR_MS
            self.minutes_known[place] = total // max(len(self.essential), 1)
        return self.minutes_known[place]

    # -- moving in ------------------------------------------------------------------------------

    def settle_in(self, seeker, home):
        """Let somebody who found a dwelling live there."""
        house = seeker.house
        if seeker.why == COMES:
            new = self.like(house, "arrival", house.weight)
            new.home, new.zone, new.presence = home, seeker.zone, ARRIVAL
        elif seeker.person:
            self.live_alone(seeker, home)
        else:
            house.busy = True
            moved = self.take_out(house, seeker.weight if seeker.alone else house.weight)
            from_focus = self.focus[moved.zone]
            moved.zone, moved.home = seeker.zone, home
            if moved.presence == NEWCOMER or (self.focus[moved.zone] and not from_focus):
                moved.presence = ARRIVAL

    def live_alone(self, seeker, home):
        house, one = seeker.house, seeker.person
        income, third = self.own_income(seeker.key)
        share = self.parameters.car_ownership_rural
        cars = int(luck.happens(self.seed, "population.car", share, seeker.key) and one.licence)
        if seeker.why == PARTED:
            income, third, cars = seeker.income, house.third, int(house.cars > 1)
            house.kind = SINGLE_PARENT
            house.cars -= cars
            house.income_eur -= income
        presence = ARRIVAL if house.presence == NEWCOMER else house.presence
        new = type(house)(
            key=seeker.key,
            zone=house.zone,
            home=home,
            kind=SINGLE,
            cars=cars,
            weight=house.weight,
            presence=presence,
            income_eur=income,
            third=third,
        )
        new.busy = True
        self.houses.append(new)
        self.join(one, new)

    def instead(self, seekers):
        """Let who comes to a full commune look in another one of the map."""
        seekers = [
            s
            for s in seekers
            if sum(x for x, f in zip(self.between[s.zone], self.focus, strict=True) if not f)
        ]
        for seeker in seekers:
            row = self.between[seeker.zone]
            row = [0 if f else x for x, f in zip(row, self.focus, strict=True)]
            seeker.zone = self.where(row, "moves.instead", seeker.key)
        found = self.choose(seekers)
        for seeker in seekers:
            if found[seeker] is not None:
                self.settle_in(seeker, found[seeker])

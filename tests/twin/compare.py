"""Columns and plain agents told in the same words, to be compared."""

from dataclasses import fields

from microville.model.daily.agenda import AFTER_MAIN, AFTER_WISH
from microville.model.day import REASONS, TRAVEL_MODES
from microville.model.facilities import ERRANDS
from microville.territory.categories import FUNCTIONS

FOLLOWS = {AFTER_WISH: "wish", AFTER_MAIN: "main"}


def wishes_of_columns(model, kind, done):
    key = model.population.people.key
    found = []
    for i in range(len(done.person)):
        there = int(done.facility[i])
        reason = "served" if done.served[i] else REASONS[done.state[i]]
        found.append(
            (
                f"{int(key[done.person[i]]):016x}",
                kind,
                int(done.minute[i]),
                ERRANDS[done.category[i]],
                FOLLOWS.get(int(done.follows[i]), ""),
                there,
                *((TRAVEL_MODES[done.mode[i]], int(done.ms[i])) if there >= 0 else ("", 0)),
                reason,
            )
        )
    return sorted(found)


def wishes_of_agents(day):
    return sorted(
        (
            wish.person.key,
            day.kind,
            -1 if wish.minute is None else wish.minute,
            wish.category,
            wish.follows,
            wish.facility.row if wish.facility else -1,
            wish.mode,
            wish.ms,
            wish.outcome,
        )
        for wish in day.errands()
    )


def trips_of_columns(model, kind):
    trips, key = model.watched[kind], model.population.people.key
    return sorted(
        (f"{int(key[p]):016x}", int(s), int(o), int(t), TRAVEL_MODES[m], FUNCTIONS[f], int(ms))
        for p, s, o, t, m, f, ms in zip(
            trips.person,
            trips.depart_s,
            trips.origin,
            trips.target,
            trips.mode,
            trips.function,
            trips.ms,
            strict=True,
        )
    )


def trips_of_agents(day):
    return sorted(
        (t.person.key, t.depart_s, t.origin, t.target, t.mode, t.function, t.ms)
        for trips in day.trips.values()
        for t in trips
    )


def check_same_month(ours, plain, seen):
    """Check wishes, trips, weeks and what facilities saw."""
    for kind, day in enumerate(plain.days):
        assert wishes_of_columns(ours, kind, seen[kind]) == wishes_of_agents(day)
        assert trips_of_columns(ours, kind) == trips_of_agents(day)
    for field in fields(ours.day):
        name = field.name
        assert (getattr(ours.day, name) == getattr(plain.day, name)).all(), name
    for name in ("visits", "turned_away"):
        one, two = (getattr(model.facilities, name) for model in (ours, plain))
        assert one.tolist() == two.tolist(), name
    assert ours.site_visits == plain.site_visits

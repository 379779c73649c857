"""The focus mode against the full run: the same lives, and the same room left at counters."""

from __future__ import annotations

import pickle
import subprocess
import sys

import numpy as np
import pytest

from microville.errors import InputError
from microville.focus import FocusModel, Recorder
from microville.focus.replay import ATTEMPTS, read_replay
from microville.focus.scope import in_scope
from microville.indicators import collect
from microville.model import Microville
from microville.model.daily.opening import SLOTS
from microville.model.elsewhere import Elsewhere
from microville.population.columns import NEWCOMER
from microville.runs import run
from microville.runs.replays import focus_model, recording

MONTHS = 14
DAY = ("wanted_by", "served_by", "within_by", "unserved_by", "trips", "trip_ms", "trip_m")


class Room(Elsewhere):
    """Notes, at each attempt, the room that is left to the focus people who choose then."""

    def __init__(self, inner, notes):
        self._inner, self._notes = inner, notes

    def __getattribute__(self, name):
        if name.startswith("_") or name in ("come", "admitted"):
            return object.__getattribute__(self, name)
        return getattr(object.__getattribute__(self, "_inner"), name)

    def come(self, kind, attempt, room):
        self._notes["before", kind, attempt] = room.copy()
        self._inner.come(kind, attempt, room)

    def admitted(self, kind, attempt, wishes, room):
        self._notes["after", kind, attempt] = room.copy()
        self._inner.admitted(kind, attempt, wishes, room)


def life(model):
    """Return what each who counts is and got, by identity."""
    people, households, names = (
        model.population.people,
        model.population.households,
        model.facilities.names,
    )
    rows = np.flatnonzero(in_scope(model))
    home = people.household[rows]
    found = {}
    for row, at in zip(rows.tolist(), home.tolist(), strict=True):
        place = [names[i] if i >= 0 else i for i in (people.workplace[row], people.school[row])]
        found[int(people.key[row])] = (
            int(households.key[at]),
            int(households.home[at]),
            int(households.presence[at]),
            int(people.status[row]),
            bool(people.on_site[row]),
            *place,
            *(getattr(model.day, name)[row].tobytes() for name in DAY),
        )
    return found


def scarce(model):
    """Make counters small, so that luck decides who gets in."""
    model.facilities.capacity[:] = np.maximum(model.facilities.capacity // 12, 1)


@pytest.fixture(scope="module", params=[5000, 40], ids=["all in reserve", "few in reserve"])
def pair(request, village, active):
    """A full run that was recorded, month by month, and its recording."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("microville.focus.tape.RESERVE", request.param)
        full = Recorder(active, village, seed=3)
    months = []
    for _ in range(MONTHS):
        full.step()
        months.append((life(full), collect(full), full.facilities.visits.copy(), full.site_visits))
    return full, months, full.replay()


def test_recording_changes_nothing(village, active, pair):
    full, months, _ = pair
    plain = Microville(active, village, seed=3)
    for month in range(4):
        plain.step()
        assert collect(plain).equals(months[month][1])
        assert life(plain) == months[month][0]
    assert full.month == MONTHS


def test_the_focus_area_lives_as_in_the_full_run(village, active, pair):
    full, months, replay = pair
    model = FocusModel(active, village, replay)
    for lives, table, visits, from_outside in months:
        model.step()
        assert life(model) == lives
        assert np.array_equal(model.facilities.visits, visits)
        assert model.site_visits == from_outside
        own = collect(model)
        both = own.merge(table, on=["month", "indicator", "group"], suffixes=("", "_full"))
        assert len(both) == len(own) > 300
        assert (both["value"] == both["value_full"]).all()
    assert model.cooperative.ledger.to_columns() == full.cooperative.ledger.to_columns()
    told = [(e.month, e.kind, e.subject, e.value) for e in full.events]
    assert [(e.month, e.kind, e.subject, e.value) for e in model.events] == told


def test_only_focus_people_are_simulated(village, active, pair):
    full, _, replay = pair
    model = FocusModel(active, village, replay)
    model.step()
    people, households = model.population.people, model.population.households
    zone = households.zone[people.household]
    counts = model.focus_zone[zone] | people.on_site
    counts |= households.presence[people.household] == NEWCOMER
    assert counts[people.alive].all()
    assert people.alive.sum() < full.population.people.alive.sum() / 2
    groups = set(collect(model).query("indicator == 'population'")["group"])
    assert "focus" in groups
    assert not groups & {"all", "commune:W"}
    assert len(model.inhabitants()) == people.alive.sum()


@pytest.mark.parametrize("fraction", [1.0, 0.5])
def test_counters_leave_the_focus_area_what_the_full_run_left(village, active, fraction):
    """At every attempt, focus people meet the room that they met in the full run."""
    notes: list[dict] = []
    full = Recorder(active, village, seed=5, fraction=fraction)
    scarce(full)
    full._capacity = full.facilities.capacity.copy()
    listener = full.elsewhere
    for _ in range(3):
        notes.append({})
        full.elsewhere = Room(listener, notes[-1])
        full.step()
    model = FocusModel(active, village, full.replay())
    recorded, refused, lowered = model.elsewhere, 0, 0
    for seen in notes:
        mine: dict = {}
        model.elsewhere = Room(recorded, mine)
        model.step()
        refused += int(model.facilities.turned_away.sum())
        for kind in (0, 1):
            for attempt in range(ATTEMPTS):
                if ("before", kind, attempt) not in mine:
                    continue  # nobody of the focus area tries again
                assert np.array_equal(
                    np.maximum(mine["before", kind, attempt], 0),
                    np.maximum(seen["before", kind, attempt], 0),
                )
                assert np.array_equal(
                    np.maximum(mine["after", kind, attempt], 0),
                    np.maximum(seen["after", kind, attempt], 0),
                )
                after = mine["after", kind, attempt]
                lowered += int((after < mine["before", kind, attempt]).sum())
    assert refused > 0
    assert lowered > 100
    assert life(model) == life(full)


def test_a_recording_is_kept_and_read_again(village, active, pair, tmp_path):
    _, _, replay = pair
    replay.write(tmp_path)
    again = read_replay(tmp_path)
    one, two = FocusModel(active, village, replay), FocusModel(active, village, again)
    for _ in range(3):
        one.step()
        two.step()
    assert collect(one).equals(collect(two))
    assert pickle.loads(pickle.dumps(again)).months == MONTHS  # spawned workers get one


@pytest.mark.parametrize("damage", ["manifest.json", "visits-cell.npy"])
def test_a_damaged_recording_says_so(pair, tmp_path, damage):
    pair[2].write(tmp_path)
    (tmp_path / damage).write_bytes(b"{")
    with pytest.raises(InputError, match="is no recording"):
        read_replay(tmp_path)


def test_other_map_or_too_many_months_are_refused(village, active, make_map, pair):
    _, _, replay = pair
    model = FocusModel(active, village, replay)
    model.month = MONTHS
    with pytest.raises(InputError, match=f"ends after {MONTHS} months"):
        model.step()
    with pytest.raises(InputError, match="map village"):
        FocusModel(active, make_map([(0, 0), (1, 1)], [(0, 1, {})]), replay)


@pytest.mark.parametrize("reserve", [5000, 40])
def test_a_programme_that_was_not_recorded_still_runs(
    village, quiet, active, reserve, monkeypatch, tmp_path
):
    """Homes, jobs and shops that the recording lacks are there; residents live as recorded."""
    monkeypatch.setattr("microville.focus.tape.RESERVE", reserve)
    monkeypatch.setenv("MICROVILLE_CACHE", str(tmp_path))
    base = quiet.model_copy(update={"months": MONTHS})
    model = focus_model(active, village, seed=3, base=base)
    full = Microville(active, village, seed=3)
    known = focus_model(base, village, seed=3)
    for _ in range(MONTHS):
        model.step()
        full.step()
        known.step()
        people, households = model.population.people, model.population.households
        presence = households.presence[people.household]
        here = people.alive & model.focus_zone[households.zone[people.household]]
        other = known.population
        recorded = (
            other.people.alive & known.focus_zone[other.households.zone[other.people.household]]
        )
        resident = set(people.key[here & (presence != NEWCOMER)].tolist())
        assert resident == set(other.people.key[recorded].tolist())
    for unit, same in zip(model.site.units, full.site.units, strict=True):
        assert (unit.state, unit.works_until, unit.jobs) == (
            same.state,
            same.works_until,
            same.jobs,
        )
        assert len(unit.households) <= unit.dwellings
    assert (presence[people.alive] == NEWCOMER).sum() > 5
    staff = int(people.on_site[people.alive].sum())
    jobs = sum(unit.jobs for unit in model.site.units)
    assert 0 < staff <= jobs
    mine = people.on_site & here
    whole = full.population
    theirs = whole.people.on_site & whole.people.alive
    local = theirs & full.focus_zone[whole.households.zone[whole.people.household]]
    # The reserve stands for all who are not kept: residents get no more of the jobs than before.
    assert abs(mine.sum() / staff - local.sum() / theirs.sum()) < 0.1


def test_people_elsewhere_stay_what_they_were_recorded_to_be(village, active, pair):
    """Who may be hired has the status, home and licence of the full run, though not simulated."""
    full, _, replay = pair
    model = FocusModel(active, village, replay)
    for _ in range(MONTHS):
        model.step()
    mine, theirs = model.population, full.population
    row = {int(key): i for i, key in enumerate(theirs.people.key.tolist())}
    pool = model.residents.pool(model)
    assert len(pool) >= 20
    other = np.array([row[int(key)] for key in mine.people.key[pool]])
    for name in ("status", "licence", "bike", "birth"):
        assert np.array_equal(
            getattr(mine.people, name)[pool], getattr(theirs.people, name)[other]
        ), name
    home = mine.households.home[mine.people.household[pool]]
    assert np.array_equal(home, theirs.households.home[theirs.people.household[other]])
    assert not mine.people.alive[pool].any()
    assert theirs.people.alive[other].all()


def test_the_labour_reserve_asks_for_all_whom_it_stands_for(village, active, monkeypatch):
    """Its utility is raised by ln n; where the recorded run hired, who was hired then asks."""
    monkeypatch.setattr("microville.focus.tape.RESERVE", 40)
    full = Recorder(active, village, seed=3)
    full.step()
    replay = full.replay()
    stands_for = replay.about["reserve_stands_for"]
    assert stands_for > 5
    model = FocusModel(active, village, replay)
    reserve = model.residents.of_reserve(model)
    assert 10 < reserve.sum() < 100
    rows, zero = np.arange(len(reserve)), np.zeros(len(reserve), dtype=np.int64)
    hired = set(replay.parts["hired"].of(0)["facility"].tolist())
    office = next(u for u in model.site.units if model.work_facility(u) in hired)
    empty = next(
        u for u in model.site.units if u.facilities and model.work_facility(u) not in hired
    )
    asks, value = model.elsewhere.applicants(office, rows, zero)
    assert np.array_equal(asks, rows[~reserve])
    assert not value.any()
    asks, value = model.elsewhere.applicants(empty, rows, zero)
    assert np.array_equal(asks, rows)
    raised = round(1000 * np.log(stands_for))
    assert np.array_equal(value, np.where(reserve, raised, 0))


def test_dwellings_that_are_not_built_house_nobody(village, quiet, active):
    """The other way round: recorded newcomers stay away where the programme lacks their homes."""
    base = active.model_copy(update={"months": MONTHS})
    model = focus_model(quiet, village, seed=3, base=base)
    for _ in range(MONTHS):
        model.step()
    people, households = model.population.people, model.population.households
    lives = households.alive
    assert lives.sum() == len(np.unique(people.household[people.alive]))
    assert not (households.presence[lives] == NEWCOMER).any()
    assert (model.homes.dwellings[households.home[lives]] > 0).all()
    assert in_scope(model).sum() == people.alive.sum() > 100


def test_threads_and_order_do_not_matter(village, active, pair, monkeypatch):
    """The same bytes with one thread and with three."""
    tables = []
    for threads in ("1", "3"):
        monkeypatch.setenv("MICROVILLE_THREADS", threads)
        model = FocusModel(active, village, pair[2])
        for _ in range(3):
            model.step()
        tables.append((life(model), collect(model)))
    assert tables[0][0] == tables[1][0]
    assert tables[0][1].equals(tables[1][1])


def test_runs_know_that_they_are_of_the_focus_area(village, active):
    short = active.model_copy(update={"months": 3})
    replay = recording(short, village, seed=2)
    full, focus = run(short, village, seed=2), run(short, village, replay=replay)
    assert focus.manifest["focus_of"] == {
        "scenario": short.name,
        "seed": 2,
        "fraction": 1.0,
        "months": 3,
    }
    assert "focus_of" not in full.manifest
    assert focus.manifest["seed"] == 2
    assert focus.ledger.equals(full.ledger)


def test_visits_are_of_hours_in_which_places_are_open(pair, village, active):
    replay, model = pair[2], Microville(active, village, seed=3)
    part = replay.parts["visits"]
    hour, facility = part.columns["cell"] % SLOTS, part.columns["cell"] // SLOTS
    category = model.facilities.category[facility[facility < len(model.facilities)]]
    hour = hour[facility < len(model.facilities)]
    by_hour = ~model.opening.appointment[category]
    first = model.opening.first.min(axis=0)[category] // 60
    last = -(-model.opening.last.max(axis=0)[category] // 60)
    assert len(hour) > 500
    assert ((hour >= first) & (hour <= last))[by_hour].all()
    assert (hour[~by_hour] == 0).all()


def test_the_command_refuses_a_base_without_focus(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "microville.cli.main", "run", "status_quo", "--base", "balanced"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 2
    assert "--focus" in done.stderr

"""A search over levers: the planted front is found, killed or not, and nothing is run twice."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from test_sweep_command import call
from test_sweep_sessions import ask, digest, in_process, quick  # noqa: F401

from microville.errors import InputError, RunError
from microville.figures.front_chart import front_chart
from microville.scenario import load_scenario
from microville.sweeps import (
    Means,
    load_experiment,
    read_sweep,
    results,
    resume,
    session,
    start,
    status,
)
from microville.sweeps.experiment import Design, Lever, Outcome, Uncertainty
from microville.sweeps.optimise.front import front_of, front_sentences
from microville.sweeps.optimise.generations import Generations
from microville.sweeps.optimise.objectives import undominated
from microville.sweeps.tasks import perform

RENTS = tuple(5.0 + 0.5 * i for i in range(9))
LEVERS = (
    Lever("rent.housing", RENTS),
    Lever("cooperative.tenure", ("owned", "leased", "staged")),
    Lever("territory.options.link_courcy_direct", (False, True)),
    Lever("works.deep_months", tuple(range(8, 25))),
)
OUTCOMES = (
    Outcome("cooperative_cash_eur", better="high", at_least=52.0),
    Outcome("population", better="high"),
)
CASH, PEOPLE = (outcome.label for outcome in OUTCOMES)


def search(generations=14, **changes):
    design = Design("optimise", samples=1, population=20, generations=generations, seed=3)
    asked = replace(ask(), factors=LEVERS, design=design, seeds=(1,), outcomes=OUTCOMES)
    return replace(asked, scenarios=asked.scenarios[:1], **changes)


def go(folder, experiment=None, **means):
    return start(
        experiment or search(),
        folder,
        map_name="",
        map_hash="toy",
        means=Means(**means),
        task="fixtures.toy_task:tradeoff",
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search") / "s"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "run_locally", in_process)
        found = go(folder)
    assert (found.left, found.failed) == (0, 0)
    assert (found.generation, found.generations) == (14, 14)
    return folder


def test_the_planted_front_is_found_by_a_part_of_all_programmes(whole):
    sweep = read_sweep(whole)
    found = front_of(sweep, results(sweep).table)
    every = 1
    for lever in LEVERS:
        every *= len(lever.values)
    assert len(found) <= 20 * 14 < every / 3
    best = found[found["front"]]
    # By hand: cash = 10 rent + 1 is at least 52 from a rent of 5.5 on.
    planted = {(rent, "owned", True, 12) for rent in RENTS if 10 * rent + 1 >= 52}
    assert set(best[[lever.key for lever in LEVERS]].itertuples(index=False, name=None)) == planted
    assert best[CASH].tolist() == sorted(best[CASH], reverse=True)
    said = front_sentences(sweep, found, "en")
    assert said[0].startswith(f"Of {len(found)} programmes tried, {len(planted)} cannot")
    assert "best, 91, with" in said[1]
    assert "ne peuvent gagner sur un point sans perdre" in front_sentences(sweep, found, "fr")[0]


def test_chance_alone_finds_less(whole):
    """The search, not the number of tries, finds the front."""
    tried = len(read_sweep(whole).plan.distinct())
    rng = np.random.default_rng(1)
    programmes = list(product(*(lever.values for lever in LEVERS)))
    drawn = rng.choice(len(programmes), tried, replace=False)
    right = sum(programmes[i][1:] == ("owned", True, 12) for i in drawn)
    assert right < 8


def test_stopped_anywhere_it_goes_the_same_way_and_does_nothing_twice(whole, tmp_path, monkeypatch):
    done = []

    def counting(context, orders, _workers):
        for order in orders:
            done.append(order.run_id)
            yield perform(context, order)

    monkeypatch.setattr(session, "run_locally", counting)
    folder = tmp_path / "s"
    found = go(folder, search(), max_runs=7)
    assert (found.done, found.left, found.generation) == (7, 13, 1)
    assert resume(folder, means=Means(max_runs=13)).left == 20, "the next generation is planned"
    resume(folder, means=Means(max_runs=45))
    np.random.seed(99)  # noqa: NPY002  (nobody else's chance comes in)
    # A result that a power loss took is done again.
    lost = sorted((folder / "runs").iterdir())[3]
    lost.unlink()
    assert resume(folder).left == 0
    assert digest(folder) == digest(whole)
    assert len(done) == len(set(done)) + 1
    assert status(read_sweep(folder)).generation == 14
    # More generations go on from there.
    count = len(done)
    go(folder, search(16))
    assert len(done) <= count + 40


def test_another_way_is_noticed(whole, tmp_path, quick):  # noqa: F811
    go(tmp_path / "s", max_runs=30)
    changed = search()
    with pytest.raises(RunError, match="went another way"):
        go(tmp_path / "s", replace(changed, design=replace(changed.design, seed=4)))


def test_every_programme_meets_the_same_states():
    experiment = search(
        2,
        factors=(*LEVERS, Uncertainty("mobility.walk_speed_kmh", 3.6, 5.0)),
        design=Design("optimise", samples=3, population=8, generations=2, seed=1),
    )
    found = Generations(experiment)
    assert found.next()
    speeds = [point["mobility.walk_speed_kmh"] for point in found.points]
    assert len(found.points) == 24
    assert speeds == speeds[:3] * 8
    assert len(set(speeds)) == 3
    decided = {tuple(p[lever.key] for lever in LEVERS) for p in found.points}
    assert len(decided) == 8
    assert list(found.points[0]) == [factor.key for factor in experiment.factors]


def test_undominated_by_hand():
    cost = np.array([[1, 3], [2, 2], [3, 1], [2, 3], [1, 3], [0, 0], [np.inf, 0]])
    broken = np.array([0, 0, 0, 0, 0, 0.5, 0])
    assert undominated(cost, broken).tolist() == [True, True, True, False, True, False, False]


def test_the_figure_shows_the_front(whole):
    sweep = read_sweep(whole)
    found = front_of(sweep, results(sweep).table)
    axes = front_chart(found, OUTCOMES, lang="en").axes[0]
    shown = axes.collections[2].get_offsets()
    best = found[found["front"]]
    assert shown.tolist() == best[[CASH, PEOPLE]].to_numpy().tolist()


def test_the_command_gives_the_front(whole, tmp_path, capsys):
    csv, png = tmp_path / "f.csv", tmp_path / "f.png"
    words = [str(whole), "--csv", str(csv), "--png", str(png), "--lang", "en"]
    assert call("sweep", "analyse", *words) == 0
    assert "cannot be bettered" in capsys.readouterr().out
    assert png.read_bytes().startswith(b"\x89PNG")
    assert call("sweep", "status", str(whole)) == 0
    assert "generation 14 of 14 at most" in capsys.readouterr().out


# --- files, and decisions of a programme -----------------------------------------------------------

FILE = """
scenarios = ["balanced"]
months = 24

[question]
en = "Which programme?"
fr = "Quel programme ?"

[levers]
"programme.B01.use" = ["office", "housing", "none"]
"programme.B01.start" = ["2027-01", "2029-01"]

[design]
kind = "optimise"
population = 8
generations = 2

[[outcomes]]
indicator = "cooperative_cash_eur"
better = "high"
"""


def test_a_file_of_programme_levers(tmp_path):
    file = tmp_path / "x.toml"
    file.write_text(FILE, encoding="utf-8")
    found = load_experiment(file)
    assert [len(f.values) for f in found.factors] == [3, 2]
    for old, new, told in (
        ("B01.use", "B99.use", "plans nothing for 'B99'"),
        ('"housing"', '"hosing"', "Did you mean 'housing'?"),
        ('"2027-01"', '"27"', "is no month"),
        ('better = "high"', "", ""),
        ("[levers]", "[uncertainties]", "only parameters have ranges"),
        ("population = 8", "population = 1", "from 4"),
    ):
        file.write_text(FILE.replace(old, new), encoding="utf-8")
        if not told:
            load_experiment(file)
            continue
        with pytest.raises(InputError, match=told):
            load_experiment(file)


def entries(scenario, building):
    return [
        (e.use, e.works, e.start, e.until)
        for e in scenario.programme.buildings
        if e.building == building
    ]


def test_decisions_change_what_is_planned_and_the_uses_before_it():
    base = load_scenario("balanced")
    before = entries(base, "B01")
    assert ("office", "none", "2025-01", "2027-12") in before
    planned = [e for e in before if e[1] != "none"]
    assert {e[2] for e in planned} == {"2028-01"}

    later = entries(base.update({"programme.B01.start": "2029-07"}), "B01")
    assert ("office", "none", "2025-01", "2029-06") in later
    assert {e[2] for e in later if e[1] != "none"} == {"2029-07"}
    assert len(later) == len(before)

    never = entries(base.update({"programme.B01.use": "none"}), "B01")
    assert [e for e in never if e[1] != "none"] == []
    assert ("office", "none", "2025-01", None) in never

    # Light works stay where the deep renovation after them is left out.
    halls = entries(base.update({"programme.B12.use": "none"}), "B12")
    assert [(e[1], e[3]) for e in halls] == [("light_transitional", None)]

    homes = base.update({"programme.B01.use": "housing"})
    assert {e[0] for e in entries(homes, "B01") if e[1] != "none"} == {"housing"}
    others = [e for e in homes.programme.buildings if e.building != "B01"]
    assert others == [e for e in base.programme.buildings if e.building != "B01"]
    assert base.update({"programme.B01.start": "2028-01"}).resolved() == base.resolved()


def test_a_parcel_s_cover_is_decided():
    base = load_scenario("balanced")
    parcel = next(e for e in base.programme.parcels if e.until is None)
    changed = base.update({f"programme.{parcel.parcel}.cover": "solar"})
    mine = [e.cover for e in changed.programme.parcels if e.parcel == parcel.parcel]
    assert "solar" in mine
    without = base.update({f"programme.{parcel.parcel}.cover": "none"})
    assert len(without.programme.parcels) < len(base.programme.parcels)
    for key in ("programme.B99.use", f"programme.{parcel.parcel}.use"):
        with pytest.raises(InputError):
            base.update({key: "housing"})

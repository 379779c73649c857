"""Constants are found where the answer is known, told on people that were not fitted, and kept."""

import json
import math
import tomllib

import numpy as np
import pytest
from typer.testing import CliRunner

from conftest import QUIET
from microville.calibration import calibrate, fit_constants
from microville.calibration.observe import observe, strata
from microville.calibration.targets import MODE_SHARES, shares
from microville.cli.main import app
from microville.errors import InputError
from microville.model import Microville
from microville.model.day import TRAVEL_MODES
from microville.model.watch import watch


def logit(people):
    """Return a simulation of people who may use some modes each, by the closed form."""

    def simulate(constants):
        total = dict.fromkeys(constants, 0.0)
        for modes in people:
            size = sum(math.exp(constants[m] + u) for m, u in modes.items())
            for mode, u in modes.items():
                total[mode] += math.exp(constants[mode] + u) / size
        return {mode: value / len(people) for mode, value in total.items()}

    return simulate


@pytest.fixture(scope="module")
def crowd():
    rng = np.random.default_rng(5)
    return [
        {m: float(rng.normal()) for m in TRAVEL_MODES if m in ("walk", "car") or rng.random() < 0.5}
        for _ in range(300)
    ]


def test_planted_constants_are_found(crowd):
    planted = {"walk": 0.4, "bike": -2.0, "car": 1.35, "ebike": -3.0, "transit": -0.7}
    targets = logit(crowd)(planted)
    start = dict.fromkeys(planted, 0.0) | {"car": 1.35}
    found = fit_constants(start, logit(crowd), targets=targets)
    assert found.gap <= 0.002
    for mode, value in planted.items():
        assert found.constants[mode] == pytest.approx(value, abs=0.15), mode
    # without the fit the shares were elsewhere
    assert max(abs(logit(crowd)(start)[m] - targets[m]) for m in targets) > 0.05


def test_a_mode_that_nobody_uses_is_told(crowd):
    def nobody_rides(constants):
        return logit(crowd)(constants) | {"ebike": 0.0}

    with pytest.raises(InputError, match="Nobody goes by ebike"):
        fit_constants(dict.fromkeys(TRAVEL_MODES, 0.0), nobody_rides)


def test_targets_are_shares_of_what_is_simulated():
    assert sum(shares().values()) == pytest.approx(1)
    assert sum(MODE_SHARES.values()) == pytest.approx(98.3)
    assert shares()["car"] / shares()["walk"] == pytest.approx(62.8 / 23.7)


def test_halves_part_everyone_and_what_they_do(village, scenario):
    model = Microville(scenario(QUIET), village, seed=3)
    watch(model)
    model.step()
    fitted = strata(model)
    assert fitted.any()
    assert (~fitted).any()
    one, households = model.population.people, model.population.households
    stratum = households.zone[one.household] * 200 + one.age(0)
    for each in np.unique(stratum):
        assert len(set(fitted[stratum == each])) == 1, "a stratum is of one half"
    both = observe(model, fitted) + observe(model, ~fitted)
    everyone = observe(model, np.ones(len(fitted), dtype=bool))
    assert np.array_equal(both.trips, everyone.trips)
    assert both.persons == everyone.persons
    old = (one.age(0) >= 6) & one.alive
    weight = model.population.households.weight[one.household]
    assert everyone.trips.sum() == (model.day.trips[old] * weight[old, None]).sum()


def test_the_whole_way_on_a_village(village, scenario):
    told = []
    everybody_rides = scenario(QUIET).update(
        {
            "population.bike_ownership": 1.0,
            "population.bike_ownership_rural": 1.0,
            "mobility.ebike_share_of_bikes": 0.5,
            "mobility.constant_ebike": -1.0,
        }
    )
    trial = calibrate(everybody_rides, village, seeds=(1, 2, 3), told=told.append)
    assert len(told) >= trial.fit.rounds
    wanted = shares()
    before = max(abs(trial.before.shares()[m] - wanted[m]) for m in wanted)
    assert trial.fit.gap < before / 2
    assert trial.fitted.shares() == pytest.approx(trial.fit.shares)
    slower = trial.elasticities["driving 10 % slower"]
    assert slower["car"] <= 0
    assert trial.elasticities["walking 10 % faster"]["walk"] > 0


def test_wrong_input_ends_with_one_message(tmp_path):
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "mine.txt").write_text("x")
    result = CliRunner().invoke(app, ["calibrate", "--out", str(taken)])
    assert result.exit_code != 0
    assert (taken / "mine.txt").read_text() == "x"


def test_the_parameters_are_those_of_the_committed_calibration():
    """The defaults were made by the command that docs/calibration.md names."""
    from microville.parameters import Parameters
    from microville.paths import data_dir

    folder = data_dir("maps") / "courcy-reims" / "calibration"
    numbers = json.loads((folder / "manifest.json").read_text())
    file = tomllib.loads((folder / "calibration.toml").read_text())
    mobility = Parameters().mobility
    for mode in TRAVEL_MODES:
        assert getattr(mobility, f"constant_{mode}") == numbers["constants"][mode]
        assert file["parameters"]["mobility"][f"constant_{mode}"] == numbers["constants"][mode]
    for mode, value in shares().items():
        assert numbers["fitted"][mode] == pytest.approx(value, abs=0.004)
        assert numbers["held_out"][mode] == pytest.approx(value, abs=0.06)

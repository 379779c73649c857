"""Sobol, PRIM, regret: planted truths are found again, and said no louder than they are."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from test_sweep_command import call
from test_sweep_sessions import ask, go, in_process, quick  # noqa: F401

from microville.errors import InputError
from microville.figures.failure_boxes import failure_boxes
from microville.figures.regret_bars import regret_bars
from microville.figures.sobol_bars import sobol_bars
from microville.figures.style import png_bytes
from microville.sweeps import read_sweep, results, session
from microville.sweeps.analysis.boxes import failures_of, regions_table
from microville.sweeps.analysis.prim import choose, inside_of, measured, paste, peel, simplify
from microville.sweeps.analysis.regret import compare_options
from microville.sweeps.analysis.sentences import (
    failure_sentences,
    regret_sentences,
    sobol_sentence,
)
from microville.sweeps.analysis.sobol import sobol_indices, sobol_pairs
from microville.sweeps.analysis.wishes import Wish, wishes_of
from microville.sweeps.experiment import Design, Lever, Outcome, Uncertainty

CASH, PEOPLE = "cooperative_cash_eur|all|min", "population|all|end"
OUTCOMES = (Outcome("cooperative_cash_eur", when="min", at_least=0.0), Outcome("population"))
RANGES = (
    Uncertainty("mobility.walk_speed_kmh", 3.6, 5.0),
    Uncertainty("rent.housing", 6.0, 10.0),
    Uncertainty("finance.loan_rate_pct", 1.0, 6.0),
)
SPEED, RENT, RATE = (factor.key for factor in RANGES)
TENURE = Lever("cooperative.tenure", ("leased", "owned", "staged"))


def done(folder, design, factors=RANGES, scenarios=1, seeds=(1,), outcomes=OUTCOMES):
    """Return a finished sweep of the toy task."""
    asked = replace(ask(), factors=factors, design=design, seeds=seeds, outcomes=outcomes)
    asked = replace(asked, scenarios=asked.scenarios[:scenarios])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "run_locally", in_process)
        go(folder, asked)
    return read_sweep(folder)


def unit(table, factor):
    return (table[factor.key] - factor.low) / (factor.high - factor.low)


@pytest.fixture(scope="module")
def ishigami(tmp_path_factory):
    """Sobol's design of three factors, whose cash is Ishigami's function of them."""
    design = Design("sobol", samples=256, second_order=True, seed=4)
    sweep = done(tmp_path_factory.mktemp("sobol") / "s", design)
    table = results(sweep).table.copy()
    x, y, z = (np.pi * (2 * unit(table, factor) - 1) for factor in RANGES)
    table[CASH] = np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)
    return sweep, table


def test_ishigami_s_indices_lie_in_their_intervals(ishigami):
    """Analytic values: Saltelli et al. (2008), Global Sensitivity Analysis: The Primer, 4.6."""
    sweep, table = ishigami
    a, b = 7.0, 0.1
    alone = np.array([(1 + b * np.pi**4 / 5) ** 2 / 2, a**2 / 8, 0.0])
    pair = b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = alone.sum() + pair
    expected = pd.DataFrame(
        {"first": alone / whole, "total": np.array([alone[0] + pair, alone[1], pair]) / whole},
        index=[SPEED, RENT, RATE],
    )
    found = sobol_indices(sweep, table.sample(frac=1, random_state=1))
    found = found[found["outcome"] == CASH].set_index("key")
    assert found.index.tolist() == [SPEED, RENT, RATE], "by falling total"
    for name in ("first", "total"):
        gap = (found[name] - expected[name]).abs()
        assert (gap <= found[f"{name}_confidence"]).all(), name
        assert found[f"{name}_confidence"].between(0.0, 0.25).all()
    pairs = sobol_pairs(sweep, table).set_index(["outcome", "key", "other"]).loc[CASH]
    row = pairs.loc[(SPEED, RATE)]
    assert abs(row["second"] - pair / whole) <= row["second_confidence"] < 0.35
    assert pairs.index[0] == (SPEED, RATE)


def test_a_constant_outcome_has_zeros_and_an_empty_one_nothing(ishigami):
    sweep, table = ishigami
    flat = sobol_indices(sweep, table.assign(**{CASH: 5.0}))
    assert (flat[flat["outcome"] == CASH]["total"] == 0).all()
    said = sobol_sentence(flat[flat["outcome"] == CASH], "en")
    assert said.endswith("none of these factors changes it.")
    holed = table.copy()
    holed.loc[3, CASH] = np.nan
    found = sobol_indices(sweep, holed)
    assert found[found["outcome"] == CASH]["first"].isna().all()
    assert found[found["outcome"] == PEOPLE]["first"].notna().all()
    with pytest.raises(InputError, match="1 of 2048 runs are missing"):
        sobol_indices(sweep, table.iloc[1:])


# --- boxes ------------------------------------------------------------------------------------


def cases(seed=3, count=800):
    return np.random.default_rng(seed).random((count, 4))


def test_a_planted_box_is_recovered_and_what_does_not_matter_left_out():
    inputs = cases()
    inputs[:, 3] = np.floor(inputs[:, 3] * 3)
    wanted = (inputs[:, 0] > 0.6) & (inputs[:, 1] < 0.35) & (inputs[:, 3] != 1)
    ordered = [True, True, True, False]
    box = choose(peel(inputs, wanted, ordered))
    box = paste(inputs, wanted, simplify(inputs, wanted, box))
    assert set(box.limits) == {(0, -1), (1, 1), (3, 0)}
    assert box.coverage > 0.95
    assert box.density > 0.95
    assert box.limits[0, -1] == pytest.approx(0.6, abs=0.02)
    assert box.limits[1, 1] == pytest.approx(0.35, abs=0.02)
    assert box.limits[3, 0] == frozenset({0, 2})


def test_chance_alone_gives_no_box_that_survives_the_test():
    inputs = cases(11, 300)
    wanted = np.random.default_rng(5).random(300) < 0.3
    for _ in range(3):
        box = simplify(inputs, wanted, peel(inputs, wanted, [True] * 4)[1])
        assert box.density <= 1.6 * wanted.mean()
        wanted = np.roll(wanted, 17)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(20, 200), st.floats(0.05, 0.95))
def test_boxes_are_nested_and_measured_right(seed, count, share):
    rng = np.random.default_rng(seed)
    inputs = np.column_stack(
        [rng.random(count), rng.integers(0, 4, count), rng.integers(0, 3, count)]
    )
    wanted = rng.random(count) < share
    ordered = [True, True, False]
    boxes = peel(inputs, wanted, ordered)
    before = np.ones(count, dtype=bool)
    for box in boxes:
        inside = inside_of(inputs, box.limits)
        assert not (inside & ~before).any(), "a peel only takes away"
        assert box.cases == inside.sum() >= min(0.05 * count, 1)
        assert box.hits == (inside & wanted).sum()
        before = inside
    wider = paste(inputs, wanted, boxes[-1])
    assert wider.density >= boxes[-1].density
    assert wider.coverage >= boxes[-1].coverage
    for side, chance in wider.chance.items():
        others = {k: v for k, v in wider.limits.items() if k != side}
        without = measured(inputs, wanted, others)
        expected = binomtest(wider.hits, wider.cases, without.density, alternative="greater")
        assert chance == pytest.approx(expected.pvalue, abs=1e-9)


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A hypercube whose cash is negative where rent is low and the rate high."""
    design = Design("latin_hypercube", samples=150, seed=2)
    sweep = done(tmp_path_factory.mktemp("prim") / "s", design, (*RANGES, TENURE), 2)
    table = results(sweep).table.copy()
    bad = (table[RENT] < 7.5) & (table[RATE] > 3.0) & (table["scenario"] == "balanced")
    table[CASH] = np.where(bad, -1.0, 1.0) * 1e6
    return sweep, table


def test_the_programme_fails_only_if(planted):
    sweep, table = planted
    calm, found = failures_of(sweep, table, wishes_of(sweep))
    assert (calm.failed, calm.regions) == (0, ())
    assert "fails in none of its 150 runs" in failure_sentences(calm, "en")[0]
    (region,) = found.regions
    assert {part.key for part in region.parts} == {RENT, RATE}
    parts = {part.key: part for part in region.parts}
    assert (parts[RENT].low, parts[RATE].high) == (None, None)
    assert parts[RENT].high == pytest.approx(7.5, abs=0.1)
    assert parts[RATE].low == pytest.approx(3.0, abs=0.1)
    (english,) = failure_sentences(found, "en")
    assert english.startswith("'balanced' fails (")
    assert ") only if " in english
    assert "; there 100% of the runs fail, against " in english
    (french,) = failure_sentences(found, "fr")
    assert french.startswith("« balanced » n'échoue (")
    assert ") que si : " in french
    told = regions_table([calm, found])
    assert told["scenario"].tolist() == ["balanced"] * 2


def test_only_if_is_not_said_of_most(planted):
    sweep, table = planted
    stray = table.index[(table["scenario"] == "balanced") & (table[RENT] > 9)][:4]
    odd = table.copy()
    odd.loc[stray, CASH] = -1.0
    found = failures_of(sweep, odd, wishes_of(sweep))[1]
    english = failure_sentences(found, "en")[0]
    assert "only if" not in english
    assert "of the failures of 'balanced'" in english
    assert not english.startswith("100%")


# --- regret -----------------------------------------------------------------------------------


def test_regret_and_wishes_by_hand(tmp_path):
    factors = (Lever(TENURE.key, ("leased", "owned")), Uncertainty(RENT, 6.0, 10.0))
    sweep = done(tmp_path / "s", Design("grid", levels=3), factors, seeds=(1, 2))
    table = results(sweep).table.copy()
    # Owned gives 10 a euro of rent beyond 8; leased gives 5 in any state. Seeds add the same.
    value = np.where(table[TENURE.key] == "owned", 10 * (table[RENT] - 8), 5.0)
    table[CASH] = value + table["seed"]
    table[PEOPLE] = 7.0
    found = compare_options(sweep, table.sample(frac=1, random_state=2), wishes_of(sweep))
    assert found.levers == (TENURE.key,)
    regret = found.regret[found.regret["outcome"] == CASH].set_index("option")
    leased, owned = "status_quo · tenure = leased", "status_quo · tenure = owned"
    # Rents 6, 8, 10: owned -20, 0, 20 against 5.
    assert regret.loc[owned, ["mean", "greatest"]].tolist() == pytest.approx([(25 + 5) / 3, 25])
    assert regret.loc[leased, ["mean", "greatest"]].tolist() == pytest.approx([15 / 3, 15])
    assert regret["best_share"].tolist() == pytest.approx([2 / 3, 1 / 3]) or regret[
        "best_share"
    ].tolist() == pytest.approx([1 / 3, 2 / 3])
    assert regret["states"].tolist() == [6, 6]
    kept = found.kept.set_index("option")["all"]
    assert kept[leased] == 1
    assert kept[owned] == pytest.approx(4 / 6)
    said = regret_sentences(found, "en")
    assert f"'{leased}' is regretted least, at worst 15 behind" in said[0]
    assert f"All wishes hold in 100% of the states with '{leased}'" in said[-1]
    assert "regret" in regret_sentences(found, "fr")[0]


def test_levers_drawn_with_each_point_are_part_of_the_state(planted):
    sweep, table = planted
    found = compare_options(sweep, table)
    assert found.levers == ()
    assert found.kept is None
    assert set(found.regret["option"]) == {"status_quo", "balanced"}
    assert set(found.regret["states"]) == {150}
    one = sweep.plan.scenarios[0]
    with pytest.raises(InputError, match="there is only one"):
        compare_options(sweep, table[table["scenario"] == one])


# --- words, figures, command --------------------------------------------------------------------


def test_wishes_are_read_or_refused(planted):
    sweep, _ = planted
    assert wishes_of(sweep) == (Wish(CASH, 0.0, True),)
    assert wishes_of(sweep, [f"{PEOPLE} <= 5e3"]) == (Wish(PEOPLE, 5000.0, False),)
    assert wishes_of(sweep, ["population>=1"]) == (Wish(PEOPLE, 1.0, True),)
    for text in ("population", "population = 3", "population >= x", "populatio >= 1", ">= 2", ""):
        with pytest.raises(InputError):
            wishes_of(sweep, [text])


def test_figures_repeat_and_show_what_was_found(ishigami, planted):
    sweep, table = ishigami
    sobol = sobol_indices(sweep, table)
    drawn = sobol_bars(sobol, lang="en")
    widths = [bar.get_width() for bar in drawn.axes[0].patches]
    mine = sobol[sobol["outcome"] == CASH]
    assert widths == pytest.approx([*mine["total"], *mine["first"]])
    sweep, table = planted
    found = failures_of(sweep, table, wishes_of(sweep))
    drawn = failure_boxes(found, sweep.about["factors"], table, lang="fr")
    frame = drawn.axes[1].patches[0]
    part = found[1].regions[0].parts[0]
    ends = (frame.get_x(), frame.get_x() + frame.get_width())
    assert pytest.approx(part.low if part.high is None else part.high) in ends
    again = failure_boxes(found, sweep.about["factors"], table, lang="fr")
    assert png_bytes(drawn) == png_bytes(again)
    compared = compare_options(sweep, table, wishes_of(sweep))
    assert len(regret_bars(compared, lang="en").axes) == compared.regret["outcome"].nunique() + 1


def test_the_command_says_it_in_both_languages(planted, tmp_path, capsys):
    sweep, _ = planted
    folder, csv, png = str(sweep.folder), tmp_path / "a.csv", tmp_path / "a.png"
    written = ["--csv", str(csv), "--png", str(png)]
    assert call("sweep", "analyse", folder, *written, "--lang", "en") == 0
    out = capsys.readouterr().out
    # The toy task gives thousands: nobody fails.
    assert "'status_quo' fails in none of its 150 runs" in out
    middle = float(results(sweep).table[CASH].median())
    words = ["analyse", folder, "--want", f"{CASH} >= {middle}", "--json"]
    assert call("sweep", *words) == 0
    said = json.loads(capsys.readouterr().out)
    assert any("échoue" in sentence for sentence in said["sentences"])
    assert png.read_bytes().startswith(b"\x89PNG")
    assert call("sweep", "analyse", folder, "--method", "regret", *written) == 0
    assert {"option", "greatest", "best_share", "all"} <= set(pd.read_csv(csv).columns)
    assert "« balanced »" in capsys.readouterr().out
    for words, told in (
        (["--method", "sobol"], "the analysis is for 'sobol'"),
        (["--method", "sobol", "--want", "population >= 1"], "--want says nothing to sobol"),
        (["--want", "populatio >= 1"], "Did you mean"),
    ):
        assert call("sweep", "analyse", folder, *words) == 2
        assert told in capsys.readouterr().err


def test_limits_and_directions_of_a_file(tmp_path):
    from microville.sweeps import load_experiment

    text = (load_experiment("walking").path).read_text(encoding="utf-8")
    file = tmp_path / "x.toml"
    limits = 'group = "newcomer"\nwhen = "mean_last_12"\n'
    assert text.endswith(limits)
    file.write_text(text + 'at_least = 0.2\nat_most = 1\nbetter = "low"\n', encoding="utf-8")
    outcome = load_experiment(file).outcomes[-1]
    assert (outcome.at_least, outcome.at_most, outcome.better) == (0.2, 1.0, "low")
    wrong = 'at_least = 2\nat_most = true\nbetter = "more"\n'
    file.write_text(text + wrong, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_experiment(file)
    assert "true is no finite number" in error.value.message.lower()
    assert "Allowed: high, low" in error.value.message
    file.write_text(text + "at_least = 2\nat_most = 1\n", encoding="utf-8")
    with pytest.raises(InputError, match="at_least 2 is above at_most 1"):
        load_experiment(file)

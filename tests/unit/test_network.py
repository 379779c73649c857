"""The network of sites: one site worked out by hand, drawn networks, files, command, figure."""

from __future__ import annotations

import json
import time

import numpy as np
import numpy_financial as npf
import pandas as pd
import pytest

from microville.cli.main import main
from microville.errors import InputError
from microville.figures.platform_curve import platform_curve
from microville.network_of_sites import (
    PARTNERS,
    SERVICES,
    TYPES,
    alone,
    curve,
    draw_sites,
    make_sites,
    read_sites,
    site_cash,
    sites_table,
    work_out,
)
from microville.parameters import Parameters, rows, update

P = Parameters()


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(["network", *words])
    return int(stop.value.code or 0)


def by_hand(
    floor, rent, works, engineering, purchase, year, *, learning=1.0, discount=0.0, fee=0.0
):
    """Cash of one site in one year after letting is complete, in euros, from the rates alone."""
    let = 0.9 * floor
    rents = let * rent * 12
    fixed = 125_000 * learning + 120_000 * (0.4 + 0.6 * floor / 55_000)
    upkeep = floor * 1.5 + (floor - let) * 3.5 + let * 5.0
    cost = works * (1 - discount) + engineering * learning
    debt = floor * (cost * 0.65 + purchase)
    # Thirty years, the first two of interest only, from the start of works in year 3.
    monthly = npf.pmt(0.0225 / 12, 28 * 12, -debt)
    assert 3 + 2 < year < 3 + 30
    return (
        rents * (1 - 0.02 - 0.06 - fee)
        - floor * 2.8
        - upkeep * (1 - discount)
        - fixed
        - 12 * monthly
    )


@pytest.mark.parametrize(
    ("kind", "rent", "works", "engineering", "purchase"),
    [
        ("military", 6.0, 410 + 75, 6 * 1.09 + 0.09 * 485, 0),
        ("industrial", 6.25, 600 / 1.09 - 6, 600 - (600 / 1.09 - 6), 0),
        ("scattered", 9.0, 410, 6 * 1.09 + 0.09 * 410, 500),
    ],
)
def test_one_site_by_hand(kind, rent, works, engineering, purchase):
    site = make_sites([(kind, 10_000, 2025)])
    cash = site_cash(site, alone(2025, 30), P, 30).cash[0] / 100
    for year in (9, 15, 29):
        told = by_hand(10_000, rent, works, engineering, purchase, year)
        assert cash[year] == pytest.approx(told, abs=0.05)
    # The network of one has paid the fee and saved nothing on services.
    network = work_out(site, P)
    own = by_hand(10_000, rent, works, engineering, purchase, 15, fee=0.03, discount=0.0)
    volume = network.without.volume[0] / 100 / 1e6
    taken = 0.06 * volume / (volume + 20)
    assert network.context.discount[:30] == pytest.approx(taken)
    saved = by_hand(
        10_000, rent, works * (1 - taken[3]), engineering, purchase, 15, fee=0.03
    ) + taken[15] * (10_000 * 1.5 + 1_000 * 3.5 + 9_000 * 5.0)
    assert network.together.cash[0, 15] / 100 == pytest.approx(saved, abs=0.05)
    assert saved > own


def test_a_site_unfolds_transitional_use_works_letting():
    network = work_out(make_sites([("military", 55_000, 2025)]), P)
    rents = network.without.rents[0] / 100
    assert rents[:3] == pytest.approx(0.25 * 55_000 * 2.5 * 12)
    assert rents[3:5].tolist() == [0, 0]
    full = 0.9 * 55_000 * 6 * 12
    assert rents[5:9] == pytest.approx([full * k / 4 for k in (1, 2, 3, 4)])
    assert rents[9:] == pytest.approx(full)
    # Works are paid for over the two years in which they go on.
    works = 55_000 * (485 + 6 * 1.09 + 0.09 * 485)
    listed = network.without.volume[0] / 100
    assert listed[3] - listed[2] == pytest.approx(works / 2 + 0.25 * 55_000 * 3.5, rel=1e-9)


def test_experience_counts_the_sites_started_so_far():
    sites = make_sites([("scattered", 4_000, year) for year in (2025, 2025, 2026, 2028)])
    services = work_out(sites, P).together.services / 100
    # Two sites in 2025, three in 2026, four from 2028 on: 10 % less at each doubling.
    assert services[0, 0] == pytest.approx(125_000 * 0.9)
    assert services[0, 1] == pytest.approx(125_000 * 3 ** np.log2(0.9))
    assert services[0, 3] == services[3, 0] == pytest.approx(125_000 * 0.81)


def test_the_platforms_own_accounts():
    network = work_out(make_sites([("military", 55_000, 2025)] * 2), P)
    own = network.platform
    # Four teams, each with a partner's tenth; follow-up of two sites.
    assert own.team[0] / 100 == pytest.approx(4 * 0.9 * 80_000 + 2 * 10_000)
    assert own.fees[20] / 100 == pytest.approx(0.03 * 2 * 0.9 * 55_000 * 72)
    assert np.array_equal(own.delivery, own.services)
    # Two companies a site and year from year 5 on; 74 % of a cohort live after five years.
    stays = 0.74 ** (1 / 5)
    assert network.companies_together[4] == 0
    assert network.companies_together[6] == pytest.approx(4 + 4 * stays)
    assert own.companies[6] / 100 == pytest.approx(600 * (4 + 4 * stays), abs=0.01)
    cohort = network.companies_together[10] - network.companies_together[9] * stays
    assert cohort == pytest.approx(4)
    assert stays**5 == pytest.approx(0.74)


def test_each_named_partner_brings_a_service():
    assert {p.name for p in PARTNERS} == {
        "CEREMA",
        "Smart Building Alliance",
        "Le Rameau",
        "France Clusters",
    }
    assert {p.service for p in PARTNERS} == set(SERVICES)


def test_a_thousand_sites_take_seconds():
    sites = draw_sites(1000, P)
    work_out(sites, P)
    started = time.perf_counter()
    work_out(sites, P)
    assert time.perf_counter() - started < 2.0


def test_a_small_network_is_the_start_of_a_large_one_and_sizes_follow_their_type():
    large, small = draw_sites(2000, P, seed=3), draw_sites(200, P, seed=3)
    for name in ("kind", "floor_m2", "start_year"):
        assert np.array_equal(getattr(large, name)[:200], getattr(small, name))
    other = draw_sites(2000, P, seed=4)
    assert not np.array_equal(other.floor_m2, large.floor_m2)
    shares = np.bincount(large.kind, minlength=3) / 2000
    assert shares == pytest.approx([0.1, 0.4, 0.5], abs=0.035)  # three standard errors
    for number, middle in enumerate((55_000, 12_000, 4_000)):
        floors = large.floor_m2[large.kind == number]
        assert middle / 2 <= floors.min() < floors.max() <= middle * 2
        quarters = np.quantile(floors, [0.25, 0.5, 0.75]) / middle
        assert quarters == pytest.approx([0.75, 1.0, 1.5], rel=0.15)
    assert set(large.start_year) == set(range(2025, 2035))


def test_every_parameter_of_the_network_moves_it():
    sites = draw_sites(60, P)
    still = work_out(sites, P)
    own = ("platform.", "site_types.")
    deaf = []
    for row in rows(P):
        if not row.key.startswith(own):
            continue
        end = row.high if row.high > row.value else row.low
        changed = update(P, {row.key: end})
        drawn = draw_sites(60, changed)
        moved = work_out(drawn, changed)
        tables = (
            (sites_table(still), sites_table(moved)),
            (pd.Series(still.platform.cash), pd.Series(moved.platform.cash)),
            (pd.Series(still.companies_without), pd.Series(moved.companies_without)),
        )
        if all(one.equals(other) for one, other in tables):
            deaf.append(row.key)
    # The limit is read by the critical size and the shares that break even in time.
    assert deaf == ["site_types.break_even_limit_years"]
    short = update(P, {"site_types.break_even_limit_years": 7})
    lines = curve(short, sizes=(10,), sites=20).iloc[0], curve(P, sizes=(10,), sites=20).iloc[0]
    assert lines[0]["share_with"] < lines[1]["share_with"]


def test_the_curve_compares_sizes_over_the_same_sites():
    table = curve(P, sizes=(1, 4, 20), sites=40)
    assert table["networks"].tolist() == [40, 10, 2]
    assert len(set(table["share_without"])) == 1
    assert table["share_with"].is_monotonic_increasing
    assert table["coverage"].is_monotonic_increasing
    for kind in TYPES:
        assert table[f"critical_{kind}_with"].is_monotonic_decreasing
        assert len(set(table[f"critical_{kind}_without"])) == 1
    # Alone with the platform, a site pays the fee for nothing.
    assert table["critical_military_with"][0] > table["critical_military_without"][0]
    with pytest.raises(InputError, match="need as many sites"):
        curve(P, sizes=(50,), sites=40)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_figure_shows_each_type_with_and_without(lang):
    table = curve(P, sizes=(1, 4, 20), sites=40)
    figure = platform_curve(table, lang=lang)
    figure.canvas.draw()
    size, share, own = figure.axes
    assert len(size.lines) == 6
    assert len(share.lines) == len(own.lines) == 2
    shown = [t.get_text() for t in figure.findobj(lambda a: hasattr(a, "get_text"))]
    assert ("friches" if lang == "fr" else "brownfields") in shown


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("castle", 100, 2025)], "'castle' is none of military"),
        ([("military", 10, 2025)], "its floor is 10 m2"),
        ([("military", 5000, 1990)], "it starts in 1990"),
        ([("military", float("nan"), 2025)], "its floor is nan"),
        ([("military", 5000, 2025), ("x", 1, 1)], "site 2: 'x' is none of"),
        ([], "there is no site"),
    ],
)
def test_sites_that_cannot_be_used_are_refused(rows, message):
    with pytest.raises(InputError, match=message):
        make_sites(rows)


def test_sites_from_a_file(tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text("type,floor_m2,start_year\nmilitary,55000,2025\nscattered,3000,2027\n")
    sites = read_sites(path)
    assert sites.floor_m2.tolist() == [55_000, 3_000]
    for text, message in (
        ("type,floor_m2\nmilitary,3\n", "has no column start_year"),
        ("type,floor_m2,start_year\nmilitary,many,2025\n", r"sites\.csv:2: floor_m2 and"),
        ("type,floor_m2,start_year\nmilitary,5000\n", "has no column start_year, or no row"),
        ("", "has no column"),
    ):
        path.write_text(text)
        with pytest.raises(InputError, match=message):
            read_sites(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_sites(tmp_path / "none.csv")


@pytest.mark.parametrize(("count", "seed"), [(0, 1), (5, -1)])
def test_networks_that_cannot_be_drawn_are_refused(count, seed):
    with pytest.raises(InputError):
        draw_sites(count, P, seed)
    crowded = update(P, {"site_types.military_share": 0.9, "site_types.industrial_share": 0.3})
    with pytest.raises(InputError, match="bases or brownfields"):
        draw_sites(5, crowded)


def test_the_command_prints_and_writes(tmp_path, capsys):
    table = tmp_path / "sites.csv"
    assert run("--sites", "30", "--seed", "2", "--out", str(table), "--json") == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["sites"] == sum(row["sites"] for row in facts["types"]) == 30
    found = pd.read_csv(table)
    assert list(found["floor_m2"]) == draw_sites(30, P, 2).floor_m2.tolist()
    assert run("--sites", "30") == 0
    assert "with the platform" in capsys.readouterr().out
    drawing, numbers = tmp_path / "curve.png", tmp_path / "curve.csv"
    words = ("--curve", "--sites", "10", "--out", str(drawing), "--out", str(numbers))
    assert run(*words, "--lang", "en") == 0
    assert "own income" in capsys.readouterr().out
    assert drawing.read_bytes().startswith(b"\x89PNG")
    assert pd.read_csv(numbers)["sites"].tolist() == [1, 2, 5, 10]
    assert run("--curve", "--sites", "2", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["curve"]) == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--set", "platform.learning_rat=0.2"), "Did you mean 'platform.learning_rate'"),
        (("--set", "platform.learning_rate=2"), "from 0 to 1 share"),
        (("--out", "x.png"), ".png needs --curve"),
        (("--curve", "--from", "sites.csv"), "Leave --from out"),
        (("--from", "none.csv"), "cannot be read"),
        (("--sites", "0"), "greater than or equal to 1"),
    ],
)
def test_wrong_input_gives_one_message(words, message, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(*words) == 2
    error = capsys.readouterr().err
    assert message in error
    assert "Traceback" not in error

"""Water and digital services: every litre and every cent goes somewhere; who can, subscribes."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microville.finance import accounts
from microville.indicators import collect
from microville.model import Microville
from microville.model.utilities.digital import digital
from microville.model.utilities.water import RAIN, USES, WATERING, WaterMonth, water
from microville.parameters import update

PIPES = """
[[programme.infrastructure]]
kind = "rain_water"
m3_month = 60
start = "2025-02"

[[programme.infrastructure]]
kind = "grey_water"
m3_month = 40
start = "2025-02"

[[programme.infrastructure]]
kind = "fibre"
subscribers = 60
start = "2025-02"
"""


@pytest.fixture(scope="module")
def piped(scenario, village):
    """The model in July 2026, with homes, gardens, a workshop and all pipes."""
    from conftest import ACTIVE, QUIET

    model = Microville(scenario(ACTIVE, QUIET, PIPES), village)
    for _ in range(19):
        before = model.water_month.stock_l
        model.step()
        check(model, before)
    return model


def check(model, before):
    month = model.water_month
    caught, used = month.caught_l, sum(month.rain_l.values())
    assert before + caught == used + month.over_l + month.stock_l
    assert min(month.stock_l, month.over_l, month.mains_l) >= 0
    for use in USES:
        assert 0 <= month.grey_l[use] + month.rain_l[use] <= month.need_l[use]


def test_tables_are_shares_of_a_year():
    assert sum(RAIN) == sum(WATERING) == 100


def test_the_site_needs_what_its_people_jobs_and_gardens_use(piped):
    month = piped.water_month
    homes = sum(len(unit.households) for unit in piped.site.units)
    a_home = month.need_l["homes"] / homes / 30.4375
    assert 150 <= a_home <= 150 * 6  # one to six people a home
    jobs = sum(unit.jobs for unit in piped.site.units)
    assert month.need_l["work"] == round(jobs * 25 * 21.75)
    assert month.need_l["gardens"] == 2 * 2500 * 26 * 10  # 2 ha in July
    assert sum(month.grey_l.values()) == min(round(month.need_l["homes"] * 0.39), 40_000)
    # Grey water goes to homes first: toilets and laundry are 32 % of what they use.
    assert month.grey_l["homes"] == min(40_000, round(month.need_l["homes"] * 0.32))
    assert month.rain_l["work"] > 0


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.integers(0, 300),
    st.integers(0, 10**7),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0, 60),
    st.floats(0, 10000),
)
def test_no_litre_is_lost_whatever_the_pipes(piped, start, stock, non_potable, grey, size, rain):
    known, month, last = piped.parameters, piped.month, piped.water_month
    piped.cooperative.post = lambda *_: None  # the books of the fixture stay as they are
    try:
        piped.month = max(start, 1)
        piped.parameters = update(
            known,
            {
                "water.home_non_potable_share": non_potable,
                "water.grey_share": grey,
                "water.cistern_months": size,
                "water.rain_mm_year": rain,
            },
        )
        piped.water_month = WaterMonth(stock_l=stock)
        water(piped)
        check(piped, stock)
    finally:
        piped.parameters, piped.month, piped.water_month = known, month, last
        del piped.cooperative.post


def test_savings_are_paid_to_the_cent_and_nothing_is_posted_without_pipes(piped, active, village):
    ledger, last = piped.cooperative.ledger, 18
    lines = {e.memo: dict(e.lines) for e in ledger.entries(last, last)}
    sold, run = lines["rain and grey water sold"], lines["running of rain and grey water"]
    table = collect(piped).set_index(["indicator", "group"])["value"]
    saved = table["water_saved_m3", "all"]
    assert sold[accounts.BANK] / 100 == pytest.approx(saved * 4.3 * 0.7, abs=0.05)
    # Water bears 5.5 %, its running 20 %, which is deducted whole: the margin is before tax.
    assert -sold[accounts.VAT] == round(sold[accounts.BANK] * 0.055 / 1.055)
    assert run[accounts.VAT] == round(-run[accounts.BANK] * 0.2 / 1.2)
    margin = -sold[accounts.CHARGES_RECOVERED] - run[accounts.UTILITIES]
    assert table["water_margin_eur", "all"] == pytest.approx(margin / 100)
    parts = table["water_saved_m3", "origin:grey"] + table["water_saved_m3", "origin:rain"]
    assert saved == pytest.approx(parts, abs=0.02)
    plain = Microville(active, village)
    plain.step()
    memos = {e.memo for e in plain.cooperative.ledger.entries(0, 0)}
    assert not any(word in memo for memo in memos for word in ("water", "digital", "heat"))
    assert plain.water_month.saved_l == 0 < plain.water_month.need_l["work"]


def test_pipes_cost_what_parameters_say(piped):
    told = {e.subject: e.value for e in piped.events if e.kind == "infrastructure"}
    assert told["rain_water"] == 60 * 500
    assert told["grey_water"] == 40 * 900
    assert told["fibre"] == 60 * 700


def test_who_can_subscribes_and_lines_are_the_limit(piped):
    month = piped.digital_month
    homes = sum(len(unit.households) for unit in piped.site.units)
    assert homes == 20
    assert month.homes == round(20 * 0.75)
    assert month.firms > 0
    subscribers = month.homes + month.firms
    assert month.paid_cents == subscribers * 2800 - round(subscribers * 2800 / 6)
    assert month.running_cents == subscribers * 1700 - round(subscribers * 1700 / 6)
    office = next(u for u in piped.site.units if u.use == "office")
    assert 0 < month.telework_jobs <= round(office.jobs * 0.5)
    known = piped.parameters
    piped.cooperative.post = lambda *_: None
    try:
        piped.parameters = update(known, {"digital.take_up_share": 1.0, "digital.jobs_per_firm": 1})
        digital(piped)
        assert piped.digital_month.homes + piped.digital_month.firms == 60
    finally:
        piped.parameters = known
        digital(piped)
        del piped.cooperative.post

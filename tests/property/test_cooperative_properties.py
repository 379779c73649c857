"""The cooperative's books under random programmes: every identity, every month, to the cent."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microville.finance import accounts, balance_sheet, cash_flow, sources_and_uses
from microville.model import Microville
from microville.model.site import WORKS

MONTHS = 20
BUILDINGS = ("B01", "B04", "B12")
USES = ("housing", "office", "workshop", "culture_sport", "storage")
KINDS = ("none", "light_transitional", "deep_renovation")

ENTRY = """
[[programme.buildings]]
building = "{}"
use = "{}"
works = "{}"
start = "2025-{:02d}"
"""
INSTALLATIONS = """
[[programme.infrastructure]]
kind = "heat_network"
heated_m2 = 1500
start = "2025-02"

[[programme.infrastructure]]
kind = "grey_water"
m3_month = 20
start = "2025-03"

[[programme.infrastructure]]
kind = "fibre"
subscribers = 12
start = "2025-03"

[[programme.infrastructure]]
kind = "solar"
kwp = 50
start = "2025-04"
"""
LEVERS = """
[cooperative]
tenure = "{tenure}"
[parameters.works]
deep_months = 5
[parameters.capital]
subscriptions_eur_year = {subscriptions}
staged_years = 3
[parameters.accounting]
vat_settlement_months = {every}
bad_debt_months = 6
vat_option_share = {option}
share_interest_pct = 1.5
[parameters.finance]
share_capital_cash_eur = {cash}
land_contribution_eur = {land}
bad_debt_share = 0.05
"""


class Books(Microville):
    """The site and its books without people's days: a month takes milliseconds."""

    def run_businesses(self):
        pass

    def demography(self):
        pass

    def repair_access(self):
        pass

    def daily_life(self):
        pass


@st.composite
def programmes(draw):
    text = LEVERS.format(
        tenure=draw(st.sampled_from(("owned", "leased", "staged"))),
        subscriptions=draw(st.sampled_from((0.0, 12_000.0, 333_333.0))),
        every=draw(st.integers(1, 3)),
        option=draw(st.sampled_from((0.0, 0.613, 1.0))),
        cash=draw(st.sampled_from((0.0, 123_456.78, 900_000.0, 5_000_000.0))),
        land=draw(st.sampled_from((0.0, 1_000_000.01, 3_000_000.0))),
    )
    for building in BUILDINGS:
        if draw(st.booleans()):
            use, works = draw(st.sampled_from(USES)), draw(st.sampled_from(KINDS))
            text += ENTRY.format(building, use, works, draw(st.integers(1, 12)))
    return text + draw(st.sampled_from(("", INSTALLATIONS)))


def check_books(model):
    """Check what must hold at the end of any month."""
    coop, month = model.cooperative, model.month - 1
    ledger = coop.ledger
    assert sum(ledger.balances().values()) == 0
    balance_sheet(ledger)
    sources_and_uses(ledger, month, month)
    cash_flow(ledger, month, month)
    assert -ledger.balance(accounts.CAPITAL) == coop.shares.total_cents
    held = coop.capital_by_college()
    assert held["local_authorities"] <= coop.shares.others_cents
    value = ledger.balance(accounts.LAND) + coop.land_leased_cents
    assert value == round(model.parameters.finance.land_contribution_eur * 100)
    assert coop.debt_cents == sum(loan.outstanding_cents(month) for loan in coop.loans)
    owed = sum(old.net_cents + old.tax_cents for old in coop.unpaid)
    assert ledger.balance(accounts.TENANTS) == owed
    aside = sum(old.allowance_cents for old in coop.unpaid)
    assert -ledger.balance(accounts.TENANTS_ALLOWANCE) == aside
    assert ledger.balance(accounts.WORKS_IN_PROGRESS) == sum(coop.in_works.values())
    assert coop.in_works.keys() == {u.key for u in model.site.units if u.state == WORKS}
    worn = sum(asset.plan.accumulated_cents(month) for asset in coop.assets)
    booked = (
        accounts.BUILDINGS_DEPRECIATION,
        accounts.LAND_WORKS_DEPRECIATION,
        accounts.EQUIPMENT_DEPRECIATION,
    )
    assert -sum(ledger.balance(account) for account in booked) == worn
    released = sum(release.released_cents(month) for release in coop.releases)
    assert ledger.balance(accounts.GRANTS_RELEASED) == released
    assert 0 <= coop.animation_cents <= 10_000_00
    # At the end of a period all tax that stands in the books is declared; else none is.
    ended = (month + 1) % model.parameters.accounting.vat_settlement_months == 0
    assert coop.vat_declared_cents == (-ledger.balance(accounts.VAT) if ended else 0)
    check_flows(model, ledger, month)


RATES = {
    "heat sold": 550,
    "rain and grey water sold": 550,
    "digital services sold": 2000,
    "solar power used on the site": 2000,
    "solar power sold": 2000,
    "wood of the heat network": 2000,
    "gas of the heat network": 2000,
    "upkeep of the heat network": 2000,
    "running of rain and grey water": 2000,
    "running of digital services": 2000,
}
"""Rate of the tax on what installations sell and what they take (basis points)."""


def check_flows(model, ledger, month):
    """Check the tax of flows, sales and purchases alike, and the margins of the month."""
    entries = {e.memo: dict(e.lines) for e in ledger.entries(month, month) if e.memo in RATES}
    net = {}
    for memo, lines in entries.items():
        cash, tax = lines[accounts.BANK], lines.get(accounts.VAT, 0)
        net[memo] = cash + tax
        assert abs(tax) == pytest.approx(abs(cash) * RATES[memo] / (10_000 + RATES[memo]), abs=0.51)
        assert tax * cash <= 0  # charged on what comes in, deducted from what goes out
    heat, water = model.energy_month.heat, model.water_month
    left = heat.sold_cents - heat.fuel_cents - heat.upkeep_cents
    assert sum(cents for memo, cents in net.items() if "heat" in memo) == left
    left = water.sold_cents - water.running_cents
    assert sum(cents for memo, cents in net.items() if "grey water" in memo) == left
    left = model.digital_month.paid_cents - model.digital_month.running_cents
    assert sum(cents for memo, cents in net.items() if "digital" in memo) == left


@settings(
    deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(programme=programmes())
def test_the_books_agree_to_the_cent_under_any_programme(scenario, village, programme):
    model = Books(scenario(programme), village, seed=1)
    for _ in range(MONTHS):
        model.step()
        check_books(model)


def test_the_check_sees_a_cent(scenario, village):
    model = Books(
        scenario(
            LEVERS.format(
                tenure="owned", subscriptions=0.0, every=1, option=1.0, cash=900_000.0, land=1.0e6
            )
        ),
        village,
        seed=1,
    )
    model.step()
    check_books(model)
    model.cooperative.post("a cent", {accounts.CAPITAL: 1, accounts.BANK: -1})
    with pytest.raises(AssertionError):
        check_books(model)

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
    return text


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
    booked = (accounts.BUILDINGS_DEPRECIATION, accounts.LAND_WORKS_DEPRECIATION)
    assert -sum(ledger.balance(account) for account in booked) == worn
    released = sum(release.released_cents(month) for release in coop.releases)
    assert ledger.balance(accounts.GRANTS_RELEASED) == released
    assert 0 <= coop.animation_cents <= 10_000_00
    # At the end of a period all tax that stands in the books is declared; else none is.
    ended = (month + 1) % model.parameters.accounting.vat_settlement_months == 0
    assert coop.vat_declared_cents == (-ledger.balance(accounts.VAT) if ended else 0)


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

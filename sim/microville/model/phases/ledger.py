"""10. The ledger closes the month; each twelfth month the general assembly meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.finance import (
    AppropriationRules,
    TaxRules,
    accounts,
    balance_sheet,
    close_books,
    share_interest_cap_bps,
    sources_and_uses,
)
from microville.model.calendar import is_december
from microville.model.cooperative import cents, land, members, vat
from microville.model.cooperative.animation import animate
from microville.model.governing.assembly import assembly

if TYPE_CHECKING:
    from microville.model.model import Microville


def ledger(model: Microville) -> None:
    """Pay the month's charges and debt, depreciate; in December close the year and vote."""
    cooperative = model.cooperative
    vat.settle(cooperative)
    _charges(model)
    _debt(model)
    animate(model)
    _solar(model)
    _depreciate(model)
    _overdraft(model)
    if is_december(model.month):
        _major_repairs(model)
        _close(model)
        members.yearly_subscriptions(cooperative)
        land.next_stage(cooperative)
        vat.close_turnover(cooperative)
    vat.declare(cooperative)
    if is_december(model.month):
        # Raises if assets and liabilities, or sources and uses, do not balance.
        balance_sheet(cooperative.ledger)
        sources_and_uses(cooperative.ledger, model.month - 11, model.month)
        assembly(model)


def _close(model: Microville) -> None:
    """Close the year's books and pay what the closing leaves due."""
    end = close_books(
        model.cooperative.ledger,
        model.month,
        _appropriation_rules(model),
        _tax_rules(model),
        tax_losses_cents=model.cooperative.tax_losses_cents,
    )
    model.cooperative.tax_losses_cents = end.tax_losses_cents
    _settle_tax(model)


def _pay(model: Microville, memo: str, account: str, euros: float) -> None:
    """Pay what bears no value added tax: pay, insurance, taxes."""
    amount = cents(euros)
    model.cooperative.post(memo, {account: amount, accounts.BANK: -amount})


def _charges(model: Microville) -> None:
    finance, site, cooperative = model.parameters.finance, model.site, model.cooperative
    floor, used = site.total_floor_m2, site.used_floor_m2()
    _pay(
        model, "property tax", accounts.PROPERTY_TAX, floor * finance.property_tax_eur_m2_year / 12
    )
    rent = land.ground_rent_cents(cooperative)
    cooperative.post("ground rent", {accounts.RENT_PAID: rent, accounts.BANK: -rent})
    _pay(model, "insurance", accounts.INSURANCE, floor * finance.insurance_eur_m2_year / 12)
    empty = max(floor - used, 0.0)
    holding = cents(empty * finance.holding_cost_vacant_eur_m2_year / 12)
    cooperative.purchase("holding of empty buildings", accounts.MAINTENANCE, holding)
    shared = cents(used * finance.charges_eur_m2_year / 12)
    memo = "charges of buildings in use"
    deducted = cooperative.purchase(memo, accounts.SHARED_CHARGES, shared)
    # Tenants pay what was paid: where tax was deducted, it is charged again.
    cooperative.post(
        "charges recovered from tenants",
        {
            accounts.BANK: shared,
            accounts.CHARGES_RECOVERED: deducted - shared,
            accounts.VAT: -deducted,
        },
    )
    rent_eur = model.rent_cents / 100
    _pay(
        model, "management of rents", accounts.STAFF_COSTS, rent_eur * finance.management_share_rent
    )
    fee = cents(rent_eur * finance.platform_fee_share_rent)
    cooperative.purchase("platform fee", accounts.PLATFORM_FEE, fee)
    provision = cents(used * finance.major_repair_provision_eur_m2_year / 12)
    cooperative.post(
        "provision for major repairs",
        {accounts.PROVISIONS: provision, accounts.MAJOR_REPAIR_PROVISION: -provision},
    )


def _debt(model: Microville) -> None:
    for number, loan in enumerate(model.cooperative.loans):
        due = loan.due(model.month)
        if due is not None:
            model.cooperative.post(f"loan {number + 1}", due.lines())


def _solar(model: Microville) -> None:
    """Sell solar power: to tenants at the tariff what the site uses, the rest to the grid."""
    rates, month = model.parameters.energy, model.energy_month
    own = cents(month.own_mwh * 1e3 * rates.electricity_eur_kwh)
    sold = cents((month.solar_mwh - month.own_mwh) * 1e3 * rates.pv_feed_in_eur_kwh)
    memo = "solar power used on the site"
    # The tariff contains the tax; what the grid pays does not.
    model.cooperative.sale(memo, accounts.CHARGES_RECOVERED, own, within=True)
    model.cooperative.sale("solar power sold", accounts.OTHER_INCOME, sold)


def _overdraft(model: Microville) -> None:
    """Pay interest on an overdraft, and say when there is one."""
    cooperative = model.cooperative
    if cooperative.cash_cents >= 0:
        model.overdrawn = False
        return
    rate = model.parameters.finance.overdraft_rate_pct / 100
    interest = round(-cooperative.cash_cents * rate / 12)
    cooperative.post(
        "interest on the overdraft", {accounts.INTEREST: interest, accounts.BANK: -interest}
    )
    if not model.overdrawn:
        model.overdrawn = True
        model.tell("overdrawn", "cooperative", cooperative.cash_cents / 100)


def _major_repairs(model: Microville) -> None:
    """Spend what is provisioned beyond the years of provisions that are kept."""
    cooperative = model.cooperative
    finance = model.parameters.finance
    years = model.parameters.accounting.major_repair_kept_years
    kept = cents(years * model.site.used_floor_m2() * finance.major_repair_provision_eur_m2_year)
    spent = -cooperative.ledger.balance(accounts.MAJOR_REPAIR_PROVISION) - kept
    if spent > 0:
        cooperative.purchase("major repairs", accounts.MAJOR_REPAIR_PROVISION, spent)


def _depreciate(model: Microville) -> None:
    cooperative = model.cooperative
    totals: dict[str, int] = {}
    for asset in cooperative.assets:
        charge = asset.plan.charge_cents(model.month)
        totals[asset.account] = totals.get(asset.account, 0) - charge
    total = -sum(totals.values())
    if total:
        cooperative.post("depreciation", {accounts.DEPRECIATION: total, **totals})
    for release in cooperative.releases:
        if release.charge_cents(model.month):
            cooperative.post("grants taken into income", release.lines(model.month))


def _tax_rules(model: Microville) -> TaxRules:
    finance = model.parameters.finance
    return TaxRules(
        reduced_bps=round(finance.corporation_tax_reduced_share * 10_000),
        standard_bps=round(finance.corporation_tax_share * 10_000),
        reduced_bracket_cents=cents(finance.corporation_tax_bracket_eur),
    )


def _appropriation_rules(model: Microville) -> AppropriationRules:
    """Return what the assembly wishes: interest on shares within its cap, the rest to reserves."""
    rates = model.parameters.accounting
    tmo = round(rates.share_interest_tmo_pct * 100)
    cap = share_interest_cap_bps((tmo, tmo, tmo))
    wished = round(rates.share_interest_pct * 100)
    return AppropriationRules(share_interest_bps=min(wished, cap), share_interest_cap_bps=cap)


def _settle_tax(model: Microville) -> None:
    """Pay at once what the closing left due (assumption: no deferral)."""
    cooperative = model.cooperative
    for account in (accounts.CORPORATION_TAX_DUE, accounts.SHARE_INTEREST_DUE):
        due = -cooperative.ledger.balance(account)
        if due > 0:
            cooperative.post(
                "settled after the year's closing", {account: due, accounts.BANK: -due}
            )

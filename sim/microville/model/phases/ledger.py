"""10. The ledger closes the month; each twelfth month the general assembly meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.finance import TaxRules, accounts, balance_sheet, close_books, sources_and_uses
from microville.model.calendar import is_december
from microville.model.cooperative import cents, land, members
from microville.model.governing.assembly import assembly

if TYPE_CHECKING:
    from microville.model.model import Microville


def ledger(model: Microville) -> None:
    """Pay the month's charges and debt, depreciate; in December close the year and vote."""
    _charges(model)
    _debt(model)
    _animation(model)
    _solar(model)
    _depreciate(model)
    _overdraft(model)
    if is_december(model.month):
        _major_repairs(model)
        end = close_books(
            model.cooperative.ledger,
            model.month,
            None,
            _tax_rules(model),
            tax_losses_cents=model.cooperative.tax_losses_cents,
        )
        model.cooperative.tax_losses_cents = end.tax_losses_cents
        _settle_tax(model)
        members.yearly_subscriptions(model.cooperative)
        land.next_stage(model.cooperative)
        # Raises if assets and liabilities, or sources and uses, do not balance.
        balance_sheet(model.cooperative.ledger)
        sources_and_uses(model.cooperative.ledger, model.month - 11, model.month)
        assembly(model)


def _pay(model: Microville, memo: str, account: str, euros: float) -> None:
    amount = cents(euros)
    model.cooperative.post(memo, {account: amount, accounts.BANK: -amount})


def _charges(model: Microville) -> None:
    finance, site = model.parameters.finance, model.site
    floor, used = site.total_floor_m2, site.used_floor_m2()
    _pay(
        model, "property tax", accounts.PROPERTY_TAX, floor * finance.property_tax_eur_m2_year / 12
    )
    rent = land.ground_rent_cents(model.cooperative)
    model.cooperative.post("ground rent", {accounts.RENT_PAID: rent, accounts.BANK: -rent})
    _pay(model, "insurance", accounts.INSURANCE, floor * finance.insurance_eur_m2_year / 12)
    empty = max(floor - used, 0.0)
    holding = empty * finance.holding_cost_vacant_eur_m2_year / 12
    _pay(model, "holding of empty buildings", accounts.MAINTENANCE, holding)
    shared = used * finance.charges_eur_m2_year / 12
    _pay(model, "charges of buildings in use", accounts.SHARED_CHARGES, shared)
    recovered = cents(shared)
    model.cooperative.post(
        "charges recovered from tenants",
        {accounts.BANK: recovered, accounts.CHARGES_RECOVERED: -recovered},
    )
    rent_eur = model.rent_cents / 100
    _pay(
        model, "management of rents", accounts.STAFF_COSTS, rent_eur * finance.management_share_rent
    )
    _pay(model, "platform fee", accounts.PLATFORM_FEE, rent_eur * finance.platform_fee_share_rent)
    provision = cents(used * finance.major_repair_provision_eur_m2_year / 12)
    model.cooperative.post(
        "provision for major repairs",
        {accounts.PROVISIONS: provision, accounts.MAJOR_REPAIR_PROVISION: -provision},
    )


def _debt(model: Microville) -> None:
    for number, loan in enumerate(model.cooperative.loans):
        due = loan.due(model.month)
        if due is not None:
            model.cooperative.post(f"loan {number + 1}", due.lines())


def _animation(model: Microville) -> None:
    """Spend the animation budget, cut where cash is below its covenant."""
    finance, cooperative = model.parameters.finance, model.cooperative
    month = finance.animation_eur_year / 12
    if model.month < 12 * finance.operating_grant_years:
        grant = cents(finance.operating_grant_eur_year / 12)
        cooperative.post(
            "operating grant", {accounts.BANK: grant, accounts.OPERATING_GRANTS: -grant}
        )
    floor = finance.animation_covenant_cash_months * cooperative.monthly_running_cost_cents()
    room = max(cooperative.cash_cents - floor, 0) / 100
    spent = min(month, room)
    cooperative.animation_cents = cents(spent)
    _pay(model, "animation of the territory", accounts.ANIMATION, spent)


def _solar(model: Microville) -> None:
    """Sell solar power: to tenants at the tariff what the site uses, the rest to the grid."""
    rates, month = model.parameters.energy, model.energy_month
    own = cents(month.own_mwh * 1e3 * rates.electricity_eur_kwh)
    sold = cents((month.solar_mwh - month.own_mwh) * 1e3 * rates.pv_feed_in_eur_kwh)
    model.cooperative.post(
        "solar power sold",
        {
            accounts.BANK: own + sold,
            accounts.CHARGES_RECOVERED: -own,
            accounts.OTHER_INCOME: -sold,
        },
    )


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
    """Spend what is provisioned beyond three years of provisions (assumption on the rhythm)."""
    cooperative = model.cooperative
    finance = model.parameters.finance
    kept = cents(3 * model.site.used_floor_m2() * finance.major_repair_provision_eur_m2_year)
    spent = -cooperative.ledger.balance(accounts.MAJOR_REPAIR_PROVISION) - kept
    if spent > 0:
        cooperative.post(
            "major repairs", {accounts.MAJOR_REPAIR_PROVISION: spent, accounts.BANK: -spent}
        )


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


def _settle_tax(model: Microville) -> None:
    """Pay at once what the closing left due (assumption: no deferral)."""
    cooperative = model.cooperative
    for account in (accounts.CORPORATION_TAX_DUE, accounts.SHARE_INTEREST_DUE):
        due = -cooperative.ledger.balance(account)
        if due > 0:
            cooperative.post(
                "settled after the year's closing", {account: due, accounts.BANK: -due}
            )

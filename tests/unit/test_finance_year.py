"""Tax, appropriation, closing and statements: cases worked by hand."""

from __future__ import annotations

import pytest

from microville.errors import LedgerError, ParameterError, ScenarioError
from microville.finance import (
    CHART,
    Account,
    Appropriation,
    AppropriationRules,
    Ledger,
    Loan,
    TaxRules,
    accounts,
    appropriate,
    balance_sheet,
    cash_flow,
    close_books,
    corporation_tax,
    income_statement,
    sources_and_uses,
    taxable_profit,
    year_end,
)
from microville.finance.appraisal import internal_rate_of_return, project_flows

RETAINING = AppropriationRules(rest_to_reserves=False)


@pytest.mark.parametrize(
    ("taxable", "tax"),
    [
        (-1, 0),
        (0, 0),
        (42_500_00, 6_375_00),
        (42_500_04, 6_375_01),
        (100_000_00, 20_750_00),
    ],
)
def test_tax_on_each_side_of_the_bracket(taxable, tax):
    assert corporation_tax(taxable) == tax


def test_without_the_reduced_rate():
    assert corporation_tax(100_00, TaxRules(reduced_bracket_cents=0)) == 25_00


def test_taxable_profit_deducts_reserves_then_past_losses():
    assert taxable_profit(100_00, 57_50) == 42_50
    assert taxable_profit(100_00, 57_50, 40_00) == 2_50
    assert taxable_profit(100_00, 57_50, 50_00) == 0
    assert taxable_profit(-100_00) == 0
    # One million freely, then half of what is above.
    assert taxable_profit(1_200_000_00, 0, 9_000_000_00) == 100_000_00
    with pytest.raises(ParameterError, match="reserves_cents"):
        taxable_profit(1, -1)


@pytest.mark.parametrize(
    "wrong", [{"reduced_bps": -1}, {"standard_bps": 1_499}, {"reduced_bracket_cents": -1}]
)
def test_wrong_tax_rules_are_refused(wrong):
    with pytest.raises(ParameterError):
        TaxRules(**wrong)


def test_a_surplus_by_hand():
    # 1000: legal 150, statutory half of 850, 425 left; capital 10,000 at 3 % asks 300.
    rules = AppropriationRules(share_interest_bps=300, share_interest_cap_bps=323)
    assert appropriate(1_000_00, rules, capital_cents=10_000_00) == Appropriation(
        result_cents=1_000_00,
        legal_reserve_cents=150_00,
        statutory_reserve_cents=425_00 + 125_00,
        share_interest_cents=300_00,
    )


def test_interest_is_limited_to_what_public_aid_leaves():
    rules = AppropriationRules(
        share_interest_bps=300, share_interest_cap_bps=300, rest_to_reserves=False
    )
    for aid, interest, retained in [(0, 300_00, 125_00), (200_00, 225_00, 0), (425_00, 0, 0)]:
        out = appropriate(1_000_00, rules, capital_cents=10_000_00, public_aid_cents=aid)
        assert out.share_interest_cents == interest
        assert out.retained_cents == retained
        assert out.indivisible_cents == 575_00 + min(aid, 425_00)


def test_past_losses_come_first_and_a_loss_is_carried():
    out = appropriate(1_000_00, losses_carried_cents=400_00)
    assert out.losses_absorbed_cents == 400_00
    assert out.legal_reserve_cents == 90_00
    assert out.indivisible_cents == 600_00
    assert appropriate(1_000_00, losses_carried_cents=4_000_00).indivisible_cents == 0
    assert appropriate(-5).lines() == {accounts.LOSSES_CARRIED: 5, accounts.LOSS: -5}


@pytest.mark.parametrize(
    "wrong",
    [
        {"legal_bps": 1_499},
        {"legal_bps": 10_001},
        {"statutory_bps": 4_999},
        {"share_interest_bps": 324, "share_interest_cap_bps": 323},
        {"share_interest_bps": -1},
    ],
)
def test_an_appropriation_outside_the_law_is_refused(wrong):
    with pytest.raises(ScenarioError) as caught:
        AppropriationRules(**wrong)
    assert caught.value.hint
    assert caught.value.exit_code == 2


def test_no_tax_where_everything_goes_to_reserves():
    assert year_end(100_000_00).tax_cents == 0


@pytest.mark.parametrize(
    ("before_tax", "tax"),
    [
        # T = 0.15 (0.425 P + 0.575 T): 2550 / 0.91375
        (40_000_00, 2_790_70),
        # Above the bracket: T = 6375 + 0.25 (0.575 T): 6375 / 0.85625 is 7445.2555; reserves
        # rounded up take the last cent.
        (100_000_00, 7_445_25),
        (0, 0),
        (-5_000_00, 0),
    ],
)
def test_tax_and_minimum_reserves_agree(before_tax, tax):
    end = year_end(before_tax, RETAINING)
    assert end.tax_cents == tax
    assert end.appropriation.result_cents == before_tax - tax


def test_tax_losses_are_carried_and_used():
    end = year_end(-10_000_00, RETAINING)
    assert end.tax_losses_cents == 10_000_00
    # 0.425 of 20,000 is 8,500: untaxed, and 1,500 of losses are left.
    later = year_end(20_000_00, RETAINING, tax_losses_cents=end.tax_losses_cents)
    assert later.tax_cents == 0
    assert later.tax_losses_cents == 1_500_00


@pytest.fixture
def books():
    """One year: land brought in kind, works with grant and loan, rents and charges."""
    ledger, loan = Ledger(), Loan(60_000_00, 300, 120)
    ledger.post(0, "land", {accounts.LAND: 50_000_00, accounts.CAPITAL: -50_000_00})
    ledger.post(0, "shares", {accounts.BANK: 60_000_00, accounts.CAPITAL: -60_000_00})
    ledger.post(0, "grant", {accounts.GRANTS_RECEIVABLE: 30_000_00, accounts.GRANTS: -30_000_00})
    ledger.post(0, "loan", loan.draw_lines())
    ledger.post(0, "works", {accounts.WORKS_IN_PROGRESS: 90_000_00, accounts.BANK: -90_000_00})
    ledger.post(1, "paid", {accounts.BANK: 30_000_00, accounts.GRANTS_RECEIVABLE: -30_000_00})
    ledger.post(1, "end", {accounts.BUILDINGS: 90_000_00, accounts.WORKS_IN_PROGRESS: -90_000_00})
    for month in range(1, 12):
        ledger.post(month, "rent", {accounts.TENANTS: 2_000_00, accounts.RENTS: -2_000_00})
        ledger.post(month, "paid", {accounts.BANK: 1_900_00, accounts.TENANTS: -1_900_00})
        ledger.post(month, "animation", {accounts.ANIMATION: 300_00, accounts.BANK: -300_00})
        ledger.post(month, "loan", loan.due(month).lines())
        ledger.post(
            month,
            "wear",
            {accounts.DEPRECIATION: 250_00, accounts.BUILDINGS_DEPRECIATION: -250_00},
        )
        ledger.post(month, "aid", {accounts.GRANTS_RELEASED: 80_00, accounts.GRANT_SHARE: -80_00})
        ledger.post(
            month,
            "repairs",
            {accounts.PROVISIONS: 50_00, accounts.MAJOR_REPAIR_PROVISION: -50_00},
        )
    return ledger


def test_income_statement_reads_the_same_before_and_after_the_closing(books):
    before = income_statement(books, 0, 11)
    interest = books.balance(accounts.INTEREST)
    assert before.gross_operating_cents == 11 * 1_700_00
    assert before.operating_cents == 11 * 1_400_00
    assert before.financial_cents == -interest
    assert before.exceptional_cents == 11 * 80_00
    assert before.net_cents == before.before_tax_cents == 11 * 1_480_00 - interest
    end = close_books(books, 11, RETAINING)
    after = income_statement(books, 0, 11)
    assert after.before_tax_cents == before.before_tax_cents == end.before_tax_cents
    assert after.tax_cents == end.tax_cents > 0
    assert after.net_cents == end.appropriation.result_cents


def test_closing_empties_income_expenses_and_result(books):
    end = close_books(books, 11, RETAINING)
    balances = books.balances()
    assert not any(c for a, c in balances.items() if CHART[a].kind in {"income", "expense"})
    assert balances[accounts.RESULT] == 0
    assert balances[accounts.LEGAL_RESERVE] == -end.appropriation.legal_reserve_cents < 0
    assert balances[accounts.CORPORATION_TAX_DUE] == -end.tax_cents
    # 880 euros of grants released cannot reach members: they are in the statutory reserve.
    assert end.appropriation.statutory_reserve_cents > 880_00
    closed = len(books)
    close_books(books, 11, RETAINING)
    assert len(books) == closed, "closing twice changes nothing"


def test_a_loss_is_carried_and_made_good_by_a_later_surplus():
    ledger = Ledger()
    ledger.post(0, "shares", {accounts.BANK: 1_000_00, accounts.CAPITAL: -1_000_00})
    ledger.post(1, "insurance", {accounts.INSURANCE: 300_00, accounts.BANK: -300_00})
    first = close_books(ledger, 11)
    assert ledger.balance(accounts.LOSSES_CARRIED) == 300_00
    assert first.tax_losses_cents == 300_00
    ledger.post(12, "rent", {accounts.BANK: 500_00, accounts.RENTS: -500_00})
    close_books(ledger, 23, tax_losses_cents=first.tax_losses_cents)
    assert ledger.balance(accounts.LOSSES_CARRIED) == 0
    assert ledger.balance(accounts.LEGAL_RESERVE) == -30_00
    assert ledger.balance(accounts.STATUTORY_RESERVE) == -170_00
    assert ledger.balance(accounts.LOSS) == ledger.balance(accounts.RESULT) == 0
    assert income_statement(ledger, 0, 11).net_cents == -300_00


def test_balance_sheet_before_and_after_closing(books):
    before = balance_sheet(books)
    assert before.assets[accounts.BUILDINGS_DEPRECIATION] == -11 * 250_00
    assert before.equity[accounts.GRANTS_RELEASED] == -11 * 80_00
    assert before.result_cents == income_statement(books, 0, 11).net_cents
    end = close_books(books, 11, RETAINING)
    after = balance_sheet(books)
    assert after.result_cents == 0
    assert after.total_assets_cents == before.total_assets_cents
    assert after.total_liabilities_cents == before.total_liabilities_cents + end.tax_cents
    assert balance_sheet(books, month=0).total_assets_cents == 200_000_00


def test_cash_flow_separates_activities(books):
    flow = cash_flow(books, 0, 11)
    assert flow.opening_cents == 0
    assert flow.closing_cents == books.balance(accounts.BANK)
    assert flow.operating_cents == 11 * 1_600_00
    assert flow.investing == {accounts.WORKS_IN_PROGRESS: -90_000_00}
    assert flow.financing[accounts.CAPITAL] == 60_000_00, "land in kind is no cash"
    assert flow.financing[accounts.GRANTS_RECEIVABLE] == 30_000_00
    later = cash_flow(books, 5, 11)
    assert later.opening_cents == books.balance(accounts.BANK, month=4)
    assert later.investing_cents == 0


def test_sources_equal_uses_and_leave_out_what_moves_no_value(books):
    close_books(books, 11, RETAINING)
    table = sources_and_uses(books, 0, 11)
    end_tax = books.balance(accounts.CORPORATION_TAX_DUE)
    interest = books.movements(accounts.INTEREST, 0, 11, closing=False)
    repaid = 60_000_00 + books.balance(accounts.LOANS)
    assert table.sources == {
        "capital": 110_000_00,
        "grants": 30_000_00,
        "loans_drawn": 60_000_00,
        "self_financing": 11 * 1_700_00 - interest + end_tax,
    }
    assert table.uses == {
        "investment": 140_000_00,
        "loans_repaid": repaid,
        "working_capital": 11 * 100_00 + end_tax,
        "cash": books.balance(accounts.BANK),
    }


def test_a_sale_and_paid_share_interest_in_the_flows():
    ledger = Ledger()
    ledger.post(0, "shares", {accounts.BANK: 1_000_00, accounts.CAPITAL: -1_000_00})
    ledger.post(0, "land", {accounts.LAND: 600_00, accounts.BANK: -600_00})
    ledger.post(1, "sale", {accounts.BANK: 900_00, accounts.DISPOSALS: -900_00})
    ledger.post(1, "out", {accounts.BOOK_VALUE_SOLD: 600_00, accounts.LAND: -600_00})
    rules = AppropriationRules(share_interest_bps=300, share_interest_cap_bps=300)
    end = close_books(ledger, 1, rules)
    interest = end.appropriation.share_interest_cents
    assert interest == 30_00
    ledger.post(2, "paid", {accounts.SHARE_INTEREST_DUE: interest, accounts.BANK: -interest})
    table = sources_and_uses(ledger, 1, 2)
    assert table.sources["disposals"] == 900_00
    assert "investment" not in table.sources, "the book value leaves on both sides"
    assert table.uses["share_interest"] == interest
    flow = cash_flow(ledger, 1, 2)
    assert flow.investing_cents == 900_00
    assert flow.financing_cents == -interest


def test_a_damaged_ledger_is_found(books):
    books._totals[accounts.BANK] += 1
    with pytest.raises(LedgerError, match="out of balance by 1 cents"):
        balance_sheet(books)
    lines = ((accounts.BANK, 1), (accounts.TENANTS, 7))
    books._by_month[3][0] = books._by_month[3][0]._replace(lines=lines)
    with pytest.raises(LedgerError, match="do not make closing cash"):
        cash_flow(books, 0, 11)
    with pytest.raises(LedgerError, match="Sources differ"):
        sources_and_uses(books, 0, 11)


def test_a_custom_account_of_no_class_is_found():
    ledger = Ledger(dict(CHART) | {"900": Account("900", "Odd", "Divers", "expense")})
    ledger.post(0, "odd", {"900": 5, accounts.BANK: -5})
    with pytest.raises(LedgerError, match="no part of the income statement"):
        income_statement(ledger, 0, 0)
    with pytest.raises(LedgerError, match="no group"):
        sources_and_uses(ledger, 0, 0)


def test_public_aid_of_the_year_is_read_from_the_books():
    rules = AppropriationRules(share_interest_bps=300, share_interest_cap_bps=300)
    for account, other in [
        (accounts.GRANT_SHARE, accounts.GRANTS_RELEASED),
        (accounts.OPERATING_GRANTS, accounts.BANK),
        (accounts.RENTS, accounts.BANK),
    ]:
        ledger = Ledger()
        ledger.post(0, "shares", {accounts.BANK: 9_000_00, accounts.CAPITAL: -9_000_00})
        ledger.post(1, "income", {other: 1_000_00, account: -1_000_00})
        interest = close_books(ledger, 11, rules).appropriation.share_interest_cents
        # 3 % of 9000 euros, where the year's income is not public aid.
        assert interest == (270_00 if account == accounts.RENTS else 0)


def test_provisions_and_their_reversal_are_operating():
    ledger = Ledger()
    provision, repairs = accounts.PROVISIONS, accounts.MAJOR_REPAIR_PROVISION
    ledger.post(0, "repairs to come", {provision: 80_00, repairs: -80_00})
    ledger.post(1, "repairs done", {repairs: 50_00, accounts.PROVISIONS_REVERSED: -50_00})
    statement = income_statement(ledger, 0, 1)
    assert statement.gross_operating_cents == 0
    assert statement.operating_cents == statement.net_cents == -30_00


def test_a_building_that_grants_have_paid_for_is_no_earning():
    """Works of 100, half of it granted, nothing earned: no year brings anything in all."""
    ledger = Ledger()
    ledger.post(0, "shares", {accounts.BANK: 10_000, accounts.CAPITAL: -10_000})
    ledger.post(1, "grant", {accounts.GRANTS_RECEIVABLE: 5_000, accounts.GRANTS: -5_000})
    ledger.post(1, "half of it", {accounts.BANK: 2_500, accounts.GRANTS_RECEIVABLE: -2_500})
    ledger.post(2, "works", {accounts.WORKS_IN_PROGRESS: 10_000, accounts.BANK: -10_000})
    flows = project_flows(ledger, 23)
    assert sum(flows) == 0
    assert internal_rate_of_return(flows) in (None, pytest.approx(0.0, abs=1e-9))

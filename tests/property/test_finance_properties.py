"""What must hold for any books, loan, asset and result."""

from __future__ import annotations

import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microville.errors import LedgerError
from microville.finance import (
    CHART,
    AppropriationRules,
    GrantRelease,
    Ledger,
    Loan,
    StraightLine,
    appropriate,
    balance_sheet,
    cash_flow,
    close_books,
    corporation_tax,
    depreciation_plan,
    income_statement,
    sources_and_uses,
    taxable_profit,
    year_end,
)
from microville.finance.appraisal import (
    break_even_month,
    internal_rate_of_return,
    monthly_results,
    operating_surplus_cents,
)
from microville.finance.money import split_exact
from microville.finance.vat import Contract, deduction_bps, tax_on_top, tax_within

# No deadline: the machines that run this are shared and slow at times.
many = settings(deadline=None)
few = settings(deadline=None, max_examples=30)

MONEY = st.integers(0, 10**11)
ACCOUNTS = sorted(CHART)
FLOWING = [a for a in ACCOUNTS if a not in {"120", "129"}]


@st.composite
def entries(draw):
    parts = draw(
        st.lists(
            st.tuples(st.sampled_from(FLOWING), st.integers(-(10**9), 10**9)),
            min_size=1,
            max_size=4,
        )
    )
    rest = -sum(cents for _, cents in parts)
    return draw(st.integers(0, 23)), [*parts, (draw(st.sampled_from(FLOWING)), rest)]


BOOKS = st.lists(entries(), max_size=20)


def _books(posted):
    ledger = Ledger()
    for month, lines in posted:
        ledger.post(month, "any", lines)
    return ledger


@many
@given(BOOKS)
def test_any_valid_postings_balance_in_every_statement(posted):
    ledger = _books(posted)
    assert sum(ledger.balances().values()) == 0
    columns = ledger.to_columns()
    assert sum(columns["debit_cents"]) == sum(columns["credit_cents"])
    trial = ledger.trial_balance().values()
    assert sum(debit for debit, _ in trial) == sum(credit for _, credit in trial)
    for month in (0, 11, 23):
        sheet = balance_sheet(ledger, month)
        assert sheet.total_assets_cents == sheet.total_liabilities_cents + sheet.total_equity_cents
    table = sources_and_uses(ledger, 0, 11)
    assert sum(table.sources.values()) == sum(table.uses.values())
    flow = cash_flow(ledger, 12, 23)
    moved = flow.operating_cents + flow.investing_cents + flow.financing_cents
    assert flow.closing_cents - flow.opening_cents == moved == ledger.movements("512", 12, 23)


@many
@given(BOOKS)
def test_movements_add_up_to_balances(posted):
    ledger = _books(posted)
    for account in ("512", "1013", "706"):
        assert ledger.movements(account, 0, 11) == ledger.balance(account, month=11)
        both = ledger.movements(account, 0, 11) + ledger.movements(account, 12, 23)
        assert both == ledger.balance(account)


@many
@given(BOOKS, st.integers(1, 10**6))
def test_an_unbalanced_entry_changes_nothing(posted, gap):
    ledger = _books(posted)
    before = ledger.balances(), ledger.to_columns()
    with pytest.raises(LedgerError):
        ledger.post(0, "wrong", {"512": gap, "1013": 0})
    assert (ledger.balances(), ledger.to_columns()) == before


@many
@given(BOOKS)
def test_closing_leaves_no_income_and_keeps_the_balance(posted):
    ledger = _books(posted)
    assets = balance_sheet(ledger).total_assets_cents
    net = income_statement(ledger, 0, 23).net_cents
    end = close_books(ledger, 23)
    sheet = balance_sheet(ledger)
    assert sheet.result_cents == 0
    assert sheet.total_assets_cents == assets
    assert "120" not in sheet.equity
    assert "129" not in sheet.equity
    assert end.tax_cents >= 0
    # Income tax already posted by hand counts as an expense: nothing is lost either way.
    assert end.appropriation.result_cents == net - end.tax_cents


LOANS = st.integers(1, 360).flatmap(
    lambda months: st.builds(
        Loan,
        principal_cents=st.integers(1, 10**10),
        annual_rate_bps=st.integers(0, 1_500),
        months=st.just(months),
        grace_months=st.integers(0, months - 1),
        start_month=st.integers(-50, 50),
    )
)


@many
@given(LOANS)
def test_a_loan_repays_exactly_what_was_lent(loan):
    rows = loan.schedule()
    assert len(rows) == loan.months
    assert [row.month for row in rows] == list(range(loan.start_month + 1, loan.last_month + 1))
    assert sum(row.principal_cents for row in rows) == loan.principal_cents
    assert rows[-1].outstanding_cents == 0
    owed = loan.principal_cents
    for row in rows:
        assert row.interest_cents >= 0
        assert row.principal_cents >= 0
        assert abs(120_000 * row.interest_cents - owed * loan.annual_rate_bps) <= 60_000
        owed -= row.principal_cents
        assert row.outstanding_cents == owed
        assert sum(row.lines().values()) == 0


@many
@given(LOANS)
def test_a_loan_agrees_with_numpy_financial(loan):
    rate = loan.annual_rate_bps / 120_000
    count = loan.months - loan.grace_months
    if rate == 0:  # numpy_financial divides by the rate
        assert abs(loan.payment_cents * count - loan.principal_cents) * 2 <= count
        return
    payment = -npf.pmt(rate, count, loan.principal_cents)
    assert loan.payment_cents == pytest.approx(payment, abs=0.51, rel=1e-9)
    # Rounding of payment and interest, half a cent each a month, grows as interest does.
    for rank, row in enumerate(loan.schedule()[loan.grace_months : -1], 1):
        exact = -npf.fv(rate, rank, -payment, loan.principal_cents)
        drift = npf.fv(rate, rank, -1.0, 0.0)
        assert abs(row.outstanding_cents - exact) <= drift + 1e-6 * loan.principal_cents + 1


@many
@given(MONEY, st.integers(1, 700), st.integers(-20, 20))
def test_straight_line_is_exact_and_even(cost, life, start):
    line = StraightLine(cost, life, start)
    charges = [line.charge_cents(month) for month in range(start - 1, start + life + 1)]
    assert sum(charges) == cost
    assert charges[0] == charges[-1] == 0
    assert max(charges[1:-1]) - min(charges[1:-1]) <= 1


@few
@given(MONEY.filter(bool), MONEY, st.integers(-20, 20))
def test_a_plan_and_its_grant_end_exactly(cost, grant, start):
    plan = depreciation_plan(cost, start)
    release = GrantRelease(grant, plan)
    months = range(start - 1, plan.last_month + 2)
    charges = [plan.charge_cents(month) for month in months]
    released = [release.charge_cents(month) for month in months]
    assert sum(charges) == cost
    assert sum(released) == grant
    assert min(charges) >= 0
    assert min(released) >= 0
    assert plan.net_cents(plan.last_month) == 0


@many
@given(MONEY, st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any))
def test_a_split_is_exact_and_fair(amount, weights):
    parts = split_exact(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - amount * weight) < sum(weights)


@many
@given(MONEY, MONEY, MONEY)
def test_tax_rises_with_profit_and_never_faster(low, more, losses):
    assert corporation_tax(low) <= corporation_tax(low + more)
    assert 4 * (corporation_tax(low + more) - corporation_tax(low)) <= more + 8
    first, second = taxable_profit(low, 0, losses), taxable_profit(low + more, 0, losses)
    assert 0 <= first <= second <= low + more


RULES = st.integers(0, 500).flatmap(
    lambda cap: st.builds(
        AppropriationRules,
        legal_bps=st.integers(1_500, 10_000),
        statutory_bps=st.integers(5_000, 10_000),
        share_interest_bps=st.integers(0, cap),
        share_interest_cap_bps=st.just(cap),
        rest_to_reserves=st.booleans(),
    )
)


@many
@given(st.integers(-(10**10), 10**10), RULES, MONEY, MONEY, MONEY)
def test_an_appropriation_sums_to_the_result_within_the_law(result, rules, capital, losses, aid):
    out = appropriate(
        result,
        rules,
        capital_cents=capital,
        losses_carried_cents=losses,
        public_aid_cents=aid,
    )
    assert sum(out.lines().values()) == 0
    if result < 0:
        assert out.indivisible_cents == out.share_interest_cents == out.retained_cents == 0
        return
    base = result - out.losses_absorbed_cents
    parts = out.indivisible_cents + out.share_interest_cents + out.retained_cents
    assert parts == base >= 0
    assert out.legal_reserve_cents * 100 >= 15 * base
    assert out.indivisible_cents * 1000 >= 575 * base
    assert out.share_interest_cents * 10_000 <= capital * rules.share_interest_cap_bps
    assert 0 <= out.share_interest_cents <= max(base - aid, 0)
    assert out.retained_cents >= 0


@many
@given(st.integers(-(10**10), 10**11), RULES, MONEY, MONEY, MONEY)
def test_the_year_end_agrees_with_itself(before_tax, rules, capital, losses, aid):
    end = year_end(
        before_tax,
        rules,
        capital_cents=capital,
        tax_losses_cents=losses,
        public_aid_cents=aid,
    )
    taxable = taxable_profit(before_tax, end.appropriation.indivisible_cents, losses)
    assert end.tax_cents == corporation_tax(taxable)
    assert end.appropriation.result_cents + end.tax_cents == before_tax
    assert end.tax_losses_cents >= 0
    assert 4 * end.tax_cents <= max(before_tax, 0) + 4


RATES = st.integers(0, 10_000)


@many
@given(MONEY, RATES)
def test_tax_within_a_price_is_the_tax_on_top_of_what_is_left(net, rate):
    gross = net + tax_on_top(net, rate)
    assert abs(tax_within(gross, rate) - tax_on_top(net, rate)) <= 1
    assert 0 <= tax_within(gross, rate) <= gross


@many
@given(st.lists(st.integers(0, 10**9), max_size=12), RATES, RATES)
def test_payments_of_a_contract_bear_the_tax_of_their_sum(payments, rate, deducted):
    contract = Contract(rate, deducted)
    parts = [contract.pay(amount) for amount in payments]
    whole = Contract(rate, deducted).tax_cents(sum(payments))
    assert (sum(a for a, _ in parts), sum(b for _, b in parts)) == whole
    assert sum(whole) == tax_on_top(sum(payments), rate)


@many
@given(MONEY, MONEY)
def test_the_part_deducted_is_the_taxed_share_rounded_up(taxed, exempt):
    part = deduction_bps(taxed, exempt)
    assert part % 100 == 0
    if taxed + exempt:
        assert 0 <= part * (taxed + exempt) - 10_000 * taxed < 100 * (taxed + exempt)


@many
@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=12))
def test_the_return_agrees_with_numpy_financial(flows):
    found = internal_rate_of_return(flows)
    if found is None:
        return
    scale = max(abs(flow) for flow in flows)
    assert abs(npf.npv(found, flows)) <= 1e-6 * scale * max(1.0, (1 + found) ** -len(flows))


@many
@given(st.floats(1.0, 1e7), st.floats(-0.2, 0.5), st.integers(2, 30))
def test_an_annuity_returns_its_rate(lent, rate, years):
    if abs(rate) < 1e-4:
        return
    flows = [-lent, *[float(-npf.pmt(rate, years, lent))] * years]
    assert internal_rate_of_return(flows) == pytest.approx(rate, abs=1e-6)
    assert npf.irr(flows) == pytest.approx(rate, abs=1e-6)


@many
@given(st.lists(st.integers(-100, 100), max_size=40), st.integers(1, 12))
def test_break_even_is_the_first_month_without_a_later_loss(results, window):
    sums = [sum(results[i - window + 1 : i + 1]) for i in range(window - 1, len(results))]
    late = [i + window - 1 for i in range(len(sums)) if min(sums[i:]) >= 0]
    assert break_even_month(results, window=window) == (late[0] if late else None)


@many
@given(BOOKS)
def test_books_read_again_are_the_same(posted):
    ledger = _books(posted)
    again = Ledger.from_columns(ledger.to_columns())
    assert again.to_columns() == ledger.to_columns()
    for month in (0, 7, 23):
        assert again.month_movements(month) == ledger.month_movements(month)
    statement = income_statement(ledger, 3, 14)
    assert operating_surplus_cents(ledger, 3, 14) == statement.gross_operating_cents
    tax = ledger.movements("695", 0, 23)
    assert sum(monthly_results(ledger, 23)) == income_statement(ledger, 0, 23).net_cents + tax

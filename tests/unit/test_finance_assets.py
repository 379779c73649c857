"""Loans, depreciation and grants: known cases and refusals."""

from __future__ import annotations

import pytest

from microville.errors import ParameterError
from microville.finance import (
    Component,
    GrantRelease,
    Installment,
    Ledger,
    Loan,
    StraightLine,
    depreciation_plan,
)
from microville.finance.money import divide_half_up, divide_up, split_exact


@pytest.mark.parametrize(
    ("principal", "bps", "months", "payment"),
    [
        (100_000_00, 400, 360, 477_42),  # the usual textbook tables
        (100_000_00, 600, 360, 599_55),
        (200_000_00, 300, 240, 1_109_20),
        (1_200_00, 0, 12, 100_00),
    ],
)
def test_payment_of_textbook_loans(principal, bps, months, payment):
    assert Loan(principal, bps, months).payment_cents == payment


def test_a_small_loan_by_hand():
    # 1000 euros, 12 % a year (1 % a month), 3 months: payment 340.02.
    assert Loan(1_000_00, 1_200, 3, start_month=5).schedule() == (
        Installment(6, 10_00, 330_02, 669_98),
        Installment(7, 6_70, 333_32, 336_66),
        Installment(8, 3_37, 336_66, 0),
    )


def test_grace_is_interest_only():
    loan = Loan(12_000_00, 300, 36, grace_months=24, start_month=10)
    first = loan.schedule()[:24]
    assert {row.interest_cents for row in first} == {30_00}
    assert {row.principal_cents for row in first} == {0}
    assert loan.payment_cents == Loan(12_000_00, 300, 12).payment_cents


def test_due_and_outstanding_month_by_month():
    loan = Loan(1_000_00, 1_200, 3, start_month=5)
    assert loan.due(5) is None
    assert loan.due(9) is None
    assert loan.due(6) == loan.schedule()[0]
    assert [loan.outstanding_cents(m) for m in (4, 5, 6, 8, 9)] == [0, 1_000_00, 669_98, 0, 0]


def test_a_loan_in_the_ledger_ends_at_zero():
    ledger, loan = Ledger(), Loan(50_000_00, 325, 120, grace_months=12)
    ledger.post(0, "loan", loan.draw_lines())
    for row in loan.schedule():
        ledger.post(row.month, "installment", row.lines())
    assert ledger.balance("164") == 0
    assert ledger.balance("512") == -ledger.balance("661") < 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"principal_cents": 0},
        {"principal_cents": 10.5},
        {"annual_rate_bps": -1},
        {"annual_rate_bps": 3.5},
        {"annual_rate_bps": 10_001},
        {"months": 0},
        {"grace_months": 12},
        {"grace_months": -1},
        {"start_month": "0"},
    ],
)
def test_a_wrong_loan_is_refused(wrong):
    with pytest.raises(ParameterError, match=next(iter(wrong))):
        Loan(**({"principal_cents": 100, "annual_rate_bps": 100, "months": 12} | wrong))


def test_straight_line_by_hand():
    line = StraightLine(100, 3, start_month=2)
    assert [line.charge_cents(month) for month in range(1, 7)] == [0, 33, 33, 34, 0, 0]
    assert [line.net_cents(month) for month in (1, 2, 4)] == [100, 67, 0]


def test_a_building_is_depreciated_by_component():
    plan = depreciation_plan(1_000_000_00, 0)
    yearly = [plan.accumulated_cents(12 * y - 1) for y in (1, 15, 20, 25, 50)]
    # 400,000/50 + 200,000/25 + 250,000/20 + 150,000/15 euros the first year.
    assert yearly[0] == 38_500_00
    assert yearly[1] == 15 * 38_500_00
    assert yearly[2] == yearly[1] + 5 * 28_500_00
    assert yearly[3] == yearly[2] + 5 * 16_000_00
    assert yearly[4] == 1_000_000_00 == plan.cost_cents
    assert plan.last_month == 599
    assert plan.charge_cents(599) > 0
    assert plan.charge_cents(600) == 0 == plan.net_cents(599)


def test_shares_of_components_make_a_whole():
    with pytest.raises(ParameterError, match="10000"):
        depreciation_plan(100, 0, components=(Component("all", 9_999, 10),))


def test_a_grant_follows_what_it_paid_for():
    release = GrantRelease(300_000_00, depreciation_plan(1_000_000_00, 0))
    assert release.released_cents(11) == 38_500_00 * 3 // 10
    assert release.released_cents(599) == 300_000_00
    assert release.lines(0) == {
        "139": release.charge_cents(0),
        "777": -release.charge_cents(0),
    }
    assert GrantRelease(0, depreciation_plan(0, 0)).charge_cents(0) == 0


def test_a_grant_on_nothing_is_refused():
    with pytest.raises(ParameterError, match="cost nothing"):
        GrantRelease(1, StraightLine(0, 12))


def test_rounding():
    assert [divide_half_up(n, 2) for n in (-3, -1, 0, 1, 3)] == [-1, 0, 0, 1, 2]
    assert [divide_up(n, 2) for n in (-1, 0, 1, 2)] == [0, 0, 1, 1]
    assert split_exact(100, [1, 1, 1]) == (34, 33, 33)
    assert split_exact(5, [0, 1]) == (0, 5)
    with pytest.raises(ParameterError, match="sum to zero"):
        split_exact(5, [0, 0])
    with pytest.raises(ParameterError, match="weight"):
        split_exact(5, [2, -1])

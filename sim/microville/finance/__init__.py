"""Accounting of the land cooperative: integer cents, no space, no agents.

Accounts are named in `microville.finance.accounts` (``accounts.BANK``, ``accounts.RENTS``...).
"""

from microville.finance import accounts
from microville.finance.accounts import CHART, Account
from microville.finance.appropriation import Appropriation, AppropriationRules, appropriate
from microville.finance.closing import YearEnd, close_books, closing_lines, year_end
from microville.finance.depreciation import (
    BUILDING_COMPONENTS,
    Component,
    DepreciationPlan,
    GrantRelease,
    StraightLine,
    depreciation_plan,
)
from microville.finance.entry import Entry
from microville.finance.flows import CashFlow, SourcesAndUses, cash_flow, sources_and_uses
from microville.finance.land import LandPlan, plan_land, stage_due_cents
from microville.finance.ledger import Ledger
from microville.finance.loan import Installment, Loan
from microville.finance.register import ShareRegister
from microville.finance.scic import (
    check_capital,
    check_colleges,
    check_members,
    local_authority_room_cents,
)
from microville.finance.shares import (
    check_share_interest,
    refund_on_leaving_cents,
    share_interest_cap_bps,
)
from microville.finance.statements import (
    BalanceSheet,
    IncomeStatement,
    balance_sheet,
    income_statement,
)
from microville.finance.tax import TaxRules, corporation_tax, taxable_profit

__all__ = [
    "BUILDING_COMPONENTS",
    "CHART",
    "Account",
    "Appropriation",
    "AppropriationRules",
    "BalanceSheet",
    "CashFlow",
    "Component",
    "DepreciationPlan",
    "Entry",
    "GrantRelease",
    "IncomeStatement",
    "Installment",
    "LandPlan",
    "Ledger",
    "Loan",
    "ShareRegister",
    "SourcesAndUses",
    "StraightLine",
    "TaxRules",
    "YearEnd",
    "accounts",
    "appropriate",
    "balance_sheet",
    "cash_flow",
    "check_capital",
    "check_colleges",
    "check_members",
    "check_share_interest",
    "close_books",
    "closing_lines",
    "corporation_tax",
    "depreciation_plan",
    "income_statement",
    "local_authority_room_cents",
    "plan_land",
    "refund_on_leaving_cents",
    "share_interest_cap_bps",
    "sources_and_uses",
    "stage_due_cents",
    "taxable_profit",
    "year_end",
]

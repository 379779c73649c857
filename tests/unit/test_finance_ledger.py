"""The chart of accounts and the ledger: what is recorded, and what is refused."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest

from microville.errors import LedgerError
from microville.finance import CHART, Ledger, accounts


def test_every_name_of_the_chart_is_an_account_and_back():
    names = {value for name, value in vars(accounts).items() if name.isupper() and name != "CHART"}
    names = {value for value in names if isinstance(value, str)}
    assert names == set(CHART)
    assert all(code == account.code for code, account in CHART.items())


def test_every_account_has_two_names_and_a_kind_of_its_class():
    kinds = {"1": {"equity", "liability"}, "2": {"asset"}, "4": {"asset", "liability"}}
    kinds |= {"5": {"asset"}, "6": {"expense"}, "7": {"income"}}
    for account in CHART.values():
        assert account.name
        assert account.name_fr
        assert account.kind in kinds[account.code[0]]
    assert len({account.name for account in CHART.values()}) == len(CHART)
    assert len({account.name_fr for account in CHART.values()}) == len(CHART)


def test_the_chart_cannot_be_changed():
    with pytest.raises(TypeError):
        CHART["999"] = CHART["512"]


def test_balances_movements_and_trial_balance():
    ledger = Ledger()
    ledger.post(0, "shares", {accounts.BANK: 100_00, accounts.CAPITAL: -100_00})
    ledger.post(
        1, "rent", [(accounts.BANK, 30_00), (accounts.BANK, 2_00), (accounts.RENTS, -32_00)]
    )
    ledger.post(2, "bank fees", {accounts.BANK_FEES: 5_00, accounts.BANK: -5_00})
    assert ledger.balance(accounts.BANK) == 127_00
    assert ledger.balance(accounts.BANK, month=1) == 132_00
    assert ledger.balance(accounts.BANK, month=-1) == 0
    assert ledger.movements(accounts.BANK, 1, 2) == 27_00
    assert ledger.movements(accounts.BANK, 5, 9) == 0
    assert ledger.trial_balance() == {
        accounts.CAPITAL: (0, 100_00),
        accounts.BANK: (127_00, 0),
        accounts.BANK_FEES: (5_00, 0),
        accounts.RENTS: (0, 32_00),
    }
    assert set(ledger.balances()) == set(CHART)


def test_columns_have_one_row_a_line():
    ledger = Ledger()
    ledger.post(3, "shares", {"512": 100, "1013": -100})
    ledger.post(1, "fees", {"627": 7, "512": -7}, closing=True)
    assert ledger.to_columns() == {
        "entry": [0, 0, 1, 1],
        "month": [3, 3, 1, 1],
        "memo": ["shares", "shares", "fees", "fees"],
        "account": ["512", "1013", "627", "512"],
        "debit_cents": [100, 0, 7, 0],
        "credit_cents": [0, 100, 0, 7],
        "closing": [False, False, True, True],
    }
    assert [entry.number for entry in ledger.entries()] == [0, 1]
    assert [entry.number for entry in ledger.entries(0, 9)] == [1, 0]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ({"512": 100, "1013": -99}, "out of balance by 1 cents"),
        ({"512": 100, "9999": -100}, "'9999' is not in the chart"),
        ({"512": 100.0, "1013": -100}, "gives 100.0"),
        ({"512": True, "1013": -1}, "gives True"),
        ({"512": np.int64(5), "1013": -5}, "gives np.int64"),
        ({}, "has no lines"),
        ([], "has no lines"),
    ],
)
def test_a_wrong_entry_is_refused_and_leaves_no_trace(lines, message):
    ledger = Ledger()
    with pytest.raises(LedgerError, match=message) as caught:
        ledger.post(0, "wrong", lines)
    assert caught.value.hint
    assert len(ledger) == 0
    assert not any(ledger.balances().values())


def test_a_month_is_an_integer():
    with pytest.raises(LedgerError, match="month of 'x'"):
        Ledger().post(0.5, "x", {"512": 1, "1013": -1})


@pytest.mark.parametrize("call", ["balance", "movements"])
def test_an_unknown_account_has_no_balance(call):
    arguments = {"balance": ("9",), "movements": ("9", 0, 1)}[call]
    with pytest.raises(LedgerError, match="not in the chart"):
        getattr(Ledger(), call)(*arguments)


def test_zero_amounts_are_dropped():
    ledger = Ledger()
    ledger.post(0, "nothing", {"512": 0, "1013": 0})
    ledger.post(0, "interest free", {"164": 5, "661": 0, "512": -5})
    assert len(ledger) == 1
    assert ledger.to_columns()["account"] == ["164", "512"]


def test_a_ledger_is_copied_and_pickled_whole():
    ledger = Ledger()
    ledger.post(0, "shares", {"512": 100, "1013": -100})
    for twin in (copy.deepcopy(ledger), pickle.loads(pickle.dumps(ledger))):
        twin.post(1, "more", {"512": 1, "1013": -1})
        assert twin.balance("512") == 101
    assert ledger.balance("512") == 100

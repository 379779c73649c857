"""Asking for memory ahead changes nothing, and the machine code holds the request."""

import numpy as np
from numba import njit

from microville.ahead import fetch


@njit
def _total(values, rows, ahead):
    total = 0
    for i in range(len(rows)):
        fetch(values, (rows[min(i + ahead, len(rows) - 1)], 0))
        total += values[rows[i], 0] + values[rows[i], 1]
    return total


def test_a_request_changes_no_value_and_stands_in_the_machine_code():
    # Every second column: the address must follow the strides of a view.
    values = np.arange(4000, dtype=np.int64).reshape(1000, 4)[:, ::2]
    rows = np.random.default_rng(1).integers(0, 1000, 5000)
    before = values.copy()
    assert _total(values, rows, 8) == values[rows].sum()
    np.testing.assert_array_equal(values, before)
    code = _total.inspect_llvm(_total.signatures[0])
    assert "call void @llvm.prefetch" in code


def test_what_lies_outside_an_array_may_be_asked_for():
    values = np.arange(8, dtype=np.int64).reshape(4, 2)
    outside = np.array([-1, 10**9, 3])

    @njit
    def ask(values, rows):
        for row in rows:
            fetch(values, (row, 0))
        return values.sum()

    assert ask(values, outside) == 28

"""A short mark of a simulation's state: the same for the same past, on any machine."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from microville.model import Microville

LENGTH = 16


def fingerprint(model: Microville, series: Mapping[str, Sequence[float | None]]) -> str:
    """Return a mark of where a simulation is.

    It covers the month, the charts' numbers (rounded as indicators are), all events, the balances
    of the cooperative's accounts in cents, and every column of people and households, so that a
    session that is played again can show that it came to the same place.

    Parameters
    ----------
    model
        The model.
    series
        Numbers by month, as the page shows them.

    Returns
    -------
    str
        Sixteen hexadecimal digits of a SHA-256.
    """
    digest = hashlib.sha256(repr((model.month, sorted(series.items()))).encode())
    for event in model.events:
        digest.update(repr((event.month, event.kind, event.subject, event.value)).encode())
    ledger = model.cooperative.ledger
    balances = [(account, ledger.balance(account)) for account in sorted(ledger.chart)]
    digest.update(repr(balances).encode())
    for table in (model.population.households, model.population.people):
        for field in fields(table):
            column = getattr(table, field.name)
            little = column.astype(column.dtype.newbyteorder("<"), copy=False)
            digest.update(np.ascontiguousarray(little).tobytes())
    return digest.hexdigest()[:LENGTH]

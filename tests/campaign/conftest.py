"""What the campaign plays once and asks many times."""

from __future__ import annotations

import pytest

from campaign import maps
from campaign.towns import MONTHS, TOWNS
from microville.finance.yearly import yearly_statements
from microville.indicators import collect
from microville.model import Microville


@pytest.fixture(scope="module")
def bumpy(village):
    """The map of all towns."""
    return maps.bumpy(village)


@pytest.fixture(scope="module")
def town(scenario, bumpy):
    """Return ``town(name, changes)``: the model of a town, at its start."""
    loaded = {name: scenario(*each.texts) for name, each in TOWNS.items()}

    def of(name, changes=None):
        there = maps.with_site_type(bumpy, TOWNS[name].site)
        there = maps.with_shut_shops(there) if TOWNS[name].shut else there
        return Microville(loaded[name].update(changes or {}), there, seed=1)

    return of


def indicators(model):
    """Return a month's indicators as bytes."""
    return collect(model).to_csv().encode()


def statements(model):
    """Return the cooperative's yearly statements so far."""
    return yearly_statements(model.cooperative.ledger, model.month - 1)


@pytest.fixture(scope="module")
def moved(town):
    """Return ``moved(name, changes, look)``: whether changes move what one looks at, in any month.

    The town as it is is played once, month by month as far as somebody asks; the changed one stops
    in the first month that differs.
    """
    known = {}

    def month_of(name, month, look):
        if (name, look) not in known:
            known[name, look] = (town(name), [])
        model, seen = known[name, look]
        while len(seen) <= month:
            model.step()
            seen.append(look(model))
        return seen[month]

    def of(name, changes, look=indicators):
        model = town(name, changes)
        for month in range(MONTHS):
            model.step()
            if look(model) != month_of(name, month, look):
                return True
        return False

    return of

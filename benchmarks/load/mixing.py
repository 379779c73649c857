"""Whether every tab showed its own simulation: what it recorded, played again alone."""

from __future__ import annotations

from typing import Any


def last_states() -> list[Any]:
    """Return the last state of every stored session (``MICROVILLE_SESSIONS``)."""
    from microville.app.diary import read, stored
    from microville.app.minutes import amount_to

    return [amount_to(read(name)).states[-1] for name in stored()]


def mixed(states: list[Any]) -> int:
    """Return how many states come out otherwise when they are played again alone.

    The mark of a state covers month, numbers, events, balances and every person and household.
    """
    from microville.app.simulation import Simulation

    wrong = 0
    for state in states:
        alone = Simulation("courcy-reims")
        again = alone.start(state.scenario, 1, 0.02, state.edits, state.month)
        same = again["hash"] == state.hash
        print(f"  {state.scenario}, {state.month} months: {'same' if same else 'ANOTHER'}")
        wrong += not same
    return wrong

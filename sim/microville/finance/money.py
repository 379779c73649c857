"""Integer cents: checks, rounding and exact splitting shared by the accounting modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.errors import ParameterError, ScenarioError

if TYPE_CHECKING:
    from collections.abc import Sequence

BASIS_POINTS = 10_000
"""Basis points in a whole: 1 % is 100 basis points."""


def check_int(
    name: str,
    value: object,
    *,
    low: int | None = None,
    high: int | None = None,
) -> int:
    """Return `value` if it is a plain integer within its bounds.

    Parameters
    ----------
    name
        What the value is called in the message.
    value
        The value; ``bool`` and numpy integers are refused, so that nothing overflows silently.
    low, high
        Inclusive bounds, or None.

    Raises
    ------
    ParameterError
        If the value is not an ``int`` or is outside the bounds.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise ParameterError(
            f"{name} must be an integer, not {value!r}.",
            hint="Give amounts in cents and rates in basis points, with int().",
        )
    if low is not None and value < low:
        raise ParameterError(f"{name} is {value}.", hint=f"It must be at least {low}.")
    if high is not None and value > high:
        raise ParameterError(f"{name} is {value}.", hint=f"It must be at most {high}.")
    return value


def check_scenario_int(
    name: str,
    value: object,
    *,
    low: int | None = None,
    high: int | None = None,
) -> int:
    """Do as `check_int` for a number that a scenario file gives.

    Raises
    ------
    ScenarioError
        If the value is not an ``int`` or is outside the bounds.
    """
    try:
        return check_int(name, value, low=low, high=high)
    except ParameterError as error:
        raise ScenarioError(error.message, hint=error.hint) from error


def divide_half_up(numerator: int, denominator: int) -> int:
    """Return ``numerator / denominator`` rounded to the nearest integer, halves towards plus."""
    return (2 * numerator + denominator) // (2 * denominator)


def divide_up(numerator: int, denominator: int) -> int:
    """Return ``numerator / denominator`` rounded towards plus infinity."""
    return -(-numerator // denominator)


def split_exact(amount_cents: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split an amount by integer weights so that the parts sum to it to the cent.

    Largest remainders get the cents left over, the first part winning a tie: the result depends
    on nothing but its arguments.

    Parameters
    ----------
    amount_cents
        What to split (cents), zero or more.
    weights
        Integer weights, zero or more, not all zero.

    Raises
    ------
    ParameterError
        If the amount or a weight is negative, or the weights sum to zero.
    """
    check_int("amount_cents", amount_cents, low=0)
    for weight in weights:
        check_int("weight", weight, low=0)
    total = sum(weights)
    if total == 0:
        raise ParameterError("The weights of a split sum to zero.", hint="Give a positive weight.")
    parts = [amount_cents * weight // total for weight in weights]
    left = amount_cents - sum(parts)
    order = sorted(range(len(weights)), key=lambda i: (-(amount_cents * weights[i] % total), i))
    for i in order[:left]:
        parts[i] += 1
    return tuple(parts)

"""Straight-line depreciation by component, and the release of grants that follows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from microville.errors import ParameterError
from microville.finance.accounts import GRANT_SHARE, GRANTS_RELEASED
from microville.finance.money import BASIS_POINTS, check_int, split_exact


class Component(NamedTuple):
    """A part of a building: name, share of its cost (basis points), useful life (years)."""

    name: str
    share_bps: int
    years: int


BUILDING_COMPONENTS: tuple[Component, ...] = (
    Component("structure", 4_000, 50),
    Component("roof_facade", 2_000, 25),
    Component("equipment", 2_500, 20),
    Component("fittings", 1_500, 15),
)
"""Shares and lives of a building's components. Assumption: no published source was read."""


@dataclass(frozen=True, slots=True)
class StraightLine:
    """Equal monthly charges over a life, whose sum is the cost to the cent.

    Parameters
    ----------
    cost_cents
        What is depreciated (cents), zero or more.
    life_months
        Useful life in months, one or more.
    start_month
        First month that bears a charge.
    name
        What it is, for a reader.

    Raises
    ------
    ParameterError
        If a value is not an integer or is outside its bounds.
    """

    cost_cents: int
    life_months: int
    start_month: int = 0
    name: str = ""

    def __post_init__(self) -> None:
        check_int("cost_cents", self.cost_cents, low=0)
        check_int("life_months", self.life_months, low=1)
        check_int("start_month", self.start_month)

    def accumulated_cents(self, month: int) -> int:
        """Return the depreciation up to the end of a month (cents)."""
        elapsed = min(max(month - self.start_month + 1, 0), self.life_months)
        return self.cost_cents * elapsed // self.life_months

    def charge_cents(self, month: int) -> int:
        """Return the charge of a month (cents).

        The difference of two rounded totals, so that rounding never accumulates.
        """
        return self.accumulated_cents(month) - self.accumulated_cents(month - 1)

    def net_cents(self, month: int) -> int:
        """Return what is not yet depreciated at the end of a month (cents)."""
        return self.cost_cents - self.accumulated_cents(month)


@dataclass(frozen=True, slots=True)
class DepreciationPlan:
    """The components of one asset, depreciated side by side. Made by `depreciation_plan`."""

    lines: tuple[StraightLine, ...]

    @property
    def cost_cents(self) -> int:
        """Cost of all components (cents)."""
        return sum(line.cost_cents for line in self.lines)

    @property
    def last_month(self) -> int:
        """Last month that bears a charge."""
        return max(line.start_month + line.life_months for line in self.lines) - 1

    def accumulated_cents(self, month: int) -> int:
        """Return the depreciation up to the end of a month (cents)."""
        return sum(line.accumulated_cents(month) for line in self.lines)

    def charge_cents(self, month: int) -> int:
        """Return the charge of a month (cents)."""
        return self.accumulated_cents(month) - self.accumulated_cents(month - 1)

    def net_cents(self, month: int) -> int:
        """Return what is not yet depreciated at the end of a month (cents)."""
        return self.cost_cents - self.accumulated_cents(month)


def depreciation_plan(
    cost_cents: int,
    start_month: int,
    *,
    components: tuple[Component, ...] = BUILDING_COMPONENTS,
) -> DepreciationPlan:
    """Split a cost between components and depreciate each over its life.

    Parameters
    ----------
    cost_cents
        Cost of the asset (cents), land excluded: land is not depreciated.
    start_month
        First month that bears a charge: the month in which works end.
    components
        Components whose shares sum to 10000 basis points.

    Raises
    ------
    ParameterError
        If shares do not sum to the whole or a value is outside its bounds.
    """
    if sum(component.share_bps for component in components) != BASIS_POINTS:
        raise ParameterError(
            "The shares of the components do not sum to 10000 basis points.",
            hint="Give shares in basis points of the whole cost.",
        )
    costs = split_exact(cost_cents, [component.share_bps for component in components])
    return DepreciationPlan(
        tuple(
            StraightLine(cost, 12 * component.years, start_month, component.name)
            for cost, component in zip(costs, components, strict=True)
        )
    )


@dataclass(frozen=True, slots=True)
class GrantRelease:
    """An investment grant taken into income at the pace of what it paid for (account 777).

    Parameters
    ----------
    grant_cents
        The grant (cents), zero or more. It may exceed the depreciable cost.
    plan
        Depreciation of the asset; its cost must be more than zero if the grant is. For a grant on
        land give a `StraightLine` of ten years (assumption).

    Raises
    ------
    ParameterError
        If the grant is negative, or pays for something that is not depreciated.
    """

    grant_cents: int
    plan: DepreciationPlan | StraightLine

    def __post_init__(self) -> None:
        check_int("grant_cents", self.grant_cents, low=0)
        if self.grant_cents and not self.plan.cost_cents:
            raise ParameterError(
                "A grant cannot follow the depreciation of an asset that cost nothing.",
                hint="Give the asset's cost, or a straight line of its own for land.",
            )

    def released_cents(self, month: int) -> int:
        """Return what was released up to the end of a month (cents)."""
        if not self.grant_cents:
            return 0
        return self.grant_cents * self.plan.accumulated_cents(month) // self.plan.cost_cents

    def charge_cents(self, month: int) -> int:
        """Return what is released in a month (cents)."""
        return self.released_cents(month) - self.released_cents(month - 1)

    def lines(self, month: int) -> dict[str, int]:
        """Return the ledger lines of a month: released grants against income."""
        cents = self.charge_cents(month)
        return {GRANTS_RELEASED: cents, GRANT_SHARE: -cents}

"""A disturbance as a scenario file writes it: what is hit, from when, for how long."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, Strict, model_validator

from microville.scenario.entry import Identifier, Rule, ServiceCategory, refuse
from microville.scenario.months import Month, month_index

Kind = Literal[
    "close_category", "close_facility", "close_street", "supplier", "fuel", "heat", "tenant"
]
DAYS_A_MONTH = 365.25 / 12
NEEDS: dict[str, tuple[str, ...]] = {
    "close_category": ("category",),
    "close_facility": ("facility",),
    "close_street": (),
    "supplier": (),
    "fuel": (),
    "heat": (),
    "tenant": (),
}
"""Keys without which a kind says nothing."""
MAY: dict[str, tuple[str, ...]] = {
    "close_category": ("share",),
    "close_facility": (),
    "close_street": ("lon", "lat", "radius_m", "option"),
    "supplier": ("share",),
    "fuel": ("share",),
    "heat": ("share",),
    "tenant": ("building",),
}
"""Further keys that a kind has."""
Degrees = Annotated[float, Strict(), Field(ge=-180, le=180, allow_inf_nan=False)]


class Shock(BaseModel):
    """A disturbance from the first day of a month, for some months or days.

    ``close_category``: a share of the facilities of a category closes. ``close_facility``: one of
    them, by its identifier. ``close_street``: the street or bridge closest to a point, or all
    within a radius, or those of a switch of the map. ``supplier``: a share of the deliveries of
    food to shops stops. ``fuel``: a share of households cannot use their cars. ``heat``: a share
    of people walk slowly, and of these the young and the old stay at home. ``tenant``: the tenant
    of the largest let floor of the site, or of a building, leaves.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    category: ServiceCategory | None = None
    start: Month
    months: Annotated[int, Strict(), Field(ge=1, le=432)] = Field(
        default=1, description="Length in months, unless days are given."
    )
    share: Annotated[float, Strict(), Field(ge=0, le=1, allow_inf_nan=False)] = Field(
        default=1.0, description="Share of what may be hit that is hit."
    )
    days: Annotated[int, Strict(), Field(ge=0, le=13_000)] | None = Field(
        default=None, description="Length in days; 0 is no shock at all."
    )
    facility: str | None = Field(default=None, description="service_id of the map.")
    building: Identifier | None = Field(default=None, description="Of the tenant who leaves.")
    lon: Degrees | None = Field(default=None, description="Where a street closes (degrees).")
    lat: Degrees | None = Field(default=None, description="Where a street closes (degrees).")
    radius_m: Annotated[float, Strict(), Field(gt=0, le=5000, allow_inf_nan=False)] | None = Field(
        default=None, description="All streets so near close; the closest one alone if missing."
    )
    option: Identifier | None = Field(default=None, description="Switch of the map that is off.")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        needs, known = NEEDS[self.kind], (*NEEDS[self.kind], *MAY[self.kind])
        problems: list[Rule] = [
            (name, f"{self.kind!r} needs {name!r}", "kind")
            for name in needs
            if getattr(self, name) is None
        ]
        given = self.model_fields_set - {"kind", "start", "months", "days"}
        problems += [
            (name, f"{self.kind!r} has no {name!r}", "kind")
            for name in sorted(given)
            if name not in known and getattr(self, name) is not None
        ]
        if {"months", "days"} <= self.model_fields_set and self.days is not None:
            problems.append(("days", "give months or days, not both", "months"))
        if self.kind == "close_street":
            point = self.lon is not None and self.lat is not None
            if point == (self.option is not None) or (self.lon is None) != (self.lat is None):
                text = "a street is closed at 'lon' and 'lat', or by an 'option' of the map"
                problems.append(("lon", text, "option"))
            if self.radius_m is not None and not point:
                problems.append(("radius_m", "a radius needs 'lon' and 'lat'", "lon"))
        refuse(problems)
        return self

    @property
    def start_month(self) -> int:
        """Months from January 2025 to the start."""
        return month_index(self.start)

    @property
    def length_months(self) -> float:
        """Length in months of 30.4 days."""
        return float(self.months) if self.days is None else self.days / DAYS_A_MONTH

    def part_of(self, month: int) -> float:
        """Return the share of a month's days on which it holds (0-1)."""
        return min(max(self.start_month + self.length_months - month, 0.0), 1.0) * (
            month >= self.start_month
        )

    def holds(self, month: int) -> bool:
        """Return whether it holds on some day of a month."""
        return self.part_of(month) > 0.0

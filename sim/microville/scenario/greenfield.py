"""New buildings on fields outside the site: what sprawl builds, by a developer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from pydantic import Field, Strict, model_validator

from microville.scenario.entry import (
    Area,
    Count,
    EnergyClass,
    Entry,
    Identifier,
    ServiceCategory,
    Use,
    dwelling_count,
    refuse,
)

if TYPE_CHECKING:
    from microville.parameters import Parameters

Offset = Annotated[float, Strict(), Field(ge=-20_000, le=20_000, allow_inf_nan=False)]


class GreenfieldEntry(Entry):
    """A plot of farmland outside the site that a developer builds upon.

    The plot is a square of ``land_ha`` around the free land closest to the point that
    ``east_m`` and ``north_m`` give, counted from the middle of the site.
    """

    plot: Identifier = Field(description="A name for the plot.")
    use: Use = Field(description="Use of what is built.")
    floor_area_m2: Area = Field(description="Floor that is built.")
    land_ha: Area = Field(description="Land taken: buildings, roads, parking, gardens.")
    east_m: Offset = Field(description="Metres east of the middle of the site.")
    north_m: Offset = Field(description="Metres north of the middle of the site.")
    dwellings: Count | None = Field(default=None, description="Number of dwellings, if housing.")
    energy_class_after: EnergyClass = Field(default="A", description="Energy class as built.")
    categories: tuple[ServiceCategory, ...] = Field(
        default=(), description="Services that open there once it is let."
    )
    name_en: str = ""
    name_fr: str = ""

    works: ClassVar[str] = "new_build"
    parcel: ClassVar[None] = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = self.date_problems()
        if self.until is not None:
            problems.append(("until", "what is built on a field stays: leave it out", "start"))
        if self.dwellings is not None and self.use != "housing":
            problems.append(("dwellings", "only the use 'housing' has dwellings", "use"))
        if self.floor_area_m2 > self.land_ha * 1e4 * MOST_FLOOR_PER_LAND:
            text = f"{self.floor_area_m2:g} m2 of floor do not fit on {self.land_ha:g} ha"
            problems.append(("land_ha", text, "floor_area_m2"))
        refuse(problems)
        return self

    @property
    def building(self) -> str:
        """The plot, as what is built there is named."""
        return self.plot

    def dwelling_count(self, floor_area_m2: float, parameters: Parameters) -> int:
        """Return the number of dwellings on this plot (``floor_area_m2`` is not needed)."""
        del floor_area_m2
        return dwelling_count(self.use, self.dwellings, self.floor_area_m2, parameters)


MOST_FLOOR_PER_LAND = 3.0
"""Square metres of floor on one of land at most: denser than any new town (assumption)."""

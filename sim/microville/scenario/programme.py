"""The dated reuse programme: what each building, parcel and installation becomes, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, Strict, model_validator

from microville.scenario.entry import (
    Amount,
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
from microville.scenario.greenfield import GreenfieldEntry  # noqa: TC001  (pydantic reads it)

if TYPE_CHECKING:
    from microville.parameters import Parameters

WorksKind = Literal["none", "light_transitional", "deep_renovation", "demolition", "new_build"]
Cover = Literal[
    "grass", "garden", "market_garden", "orchard", "cereals", "woodland", "solar", "renatured"
]
InfrastructureKind = Literal["solar", "heat_network", "rain_water", "grey_water", "fibre"]

SIZE_OF_KIND = {
    "solar": "kwp",
    "heat_network": "heated_m2",
    "rain_water": "m3_month",
    "grey_water": "m3_month",
    "fibre": "subscribers",
}
"""The one size that each kind of infrastructure has."""


class VotedEntry(Entry):
    """An entry whose works the general assembly votes on, with those of its phase."""

    phase: Identifier | None = Field(
        default=None, description="Works voted together; those of a year if missing."
    )

    @property
    def phase_name(self) -> str:
        """Phase of works: the one that is named, else the year of the start."""
        return self.phase or self.start[:4]


class BuildingEntry(VotedEntry):
    """A building, or part of it, and what it becomes."""

    building: Identifier = Field(description="Identifier of the building, or of a new one.")
    use: Use | None = Field(default=None, description="Use after works; none after demolition.")
    works: WorksKind = Field(default="none", description="Works before the use.")
    floor_area_m2: Area | None = Field(default=None, description="Part used; all if missing.")
    energy_class_after: EnergyClass | None = Field(default=None, description="After works.")
    categories: tuple[ServiceCategory, ...] = Field(
        default=(), description="Services that open there once the building is let."
    )
    dwellings: Count | None = Field(default=None, description="Number of dwellings, if housing.")
    parcel: Identifier | None = Field(default=None, description="Where a new building stands.")
    floors: Annotated[int, Strict(), Field(ge=1, le=20)] = Field(
        default=2, description="Floors of a new building: its footprint is area over floors."
    )
    name_en: str = ""
    name_fr: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = self.date_problems()
        if self.works == "demolition":
            if self.use is not None:
                problems.append(("use", "a demolished building has no use: leave it out", "works"))
            if self.floor_area_m2 is not None:
                problems.append(("floor_area_m2", "demolition takes the whole building", "works"))
            if self.until is not None:
                problems.append(("until", "a demolition has no end", "works"))
        elif self.use is None:
            problems.append(("use", "a use is needed unless works is 'demolition'", "works"))
        if self.works == "none" and self.phase is not None:
            problems.append(("phase", "without works there is nothing to vote on", "works"))
        if self.works == "new_build" and self.floor_area_m2 is None:
            problems.append(("floor_area_m2", "a new building needs its floor area", "works"))
        if self.works != "new_build" and self.parcel is not None:
            problems.append(("parcel", "only a new building names its parcel", "works"))
        if self.dwellings is not None and self.use != "housing":
            problems.append(("dwellings", "only the use 'housing' has dwellings", "use"))
        refuse(problems)
        return self

    def dwelling_count(self, floor_area_m2: float, parameters: Parameters) -> int:
        """Return the number of dwellings of this entry.

        Parameters
        ----------
        floor_area_m2
            Floor area of the whole building (m2), used where the entry takes all of it.
        parameters
            Floor per person and size of households, where the entry gives no number.
        """
        area = floor_area_m2 if self.floor_area_m2 is None else self.floor_area_m2
        return dwelling_count(self.use, self.dwellings, area, parameters)


class ParcelEntry(VotedEntry):
    """A part of a land parcel and what covers it."""

    parcel: Identifier
    area_ha: Area
    cover: Cover
    unseal_ha: Annotated[float, Strict(), Field(ge=0, le=1e6, allow_inf_nan=False)] = Field(
        default=0.0, description="Part of area_ha that is sealed today and unsealed first."
    )
    name_en: str = ""
    name_fr: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = self.date_problems()
        if self.unseal_ha > self.area_ha:
            problems.append(("unseal_ha", "unseal_ha is more than area_ha", "area_ha"))
        refuse(problems)
        return self


class InfrastructureEntry(VotedEntry):
    """An installation of the site: solar, heat, water, fibre."""

    kind: InfrastructureKind
    kwp: Amount | None = Field(default=None, description="Solar power (kWp).")
    heated_m2: Amount | None = Field(default=None, description="Floor on the heat network (m2).")
    m3_month: Amount | None = Field(default=None, description="Water collected (m3/month).")
    subscribers: Count | None = Field(default=None, description="Subscribers of the fibre.")
    cost_eur: Amount | None = Field(default=None, description="Cost, where no parameter gives it.")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = self.date_problems()
        wanted = SIZE_OF_KIND[self.kind]
        if getattr(self, wanted) is None:
            problems.append((wanted, f"{self.kind!r} needs {wanted!r}", "kind"))
        problems += [
            (name, f"{self.kind!r} has {wanted!r}, not {name!r}", "kind")
            for name in sorted(set(SIZE_OF_KIND.values()) - {wanted})
            if getattr(self, name) is not None
        ]
        refuse(problems)
        return self


class ServiceEntry(Entry):
    """A service that opens on the site, in a building or on a parcel."""

    category: ServiceCategory
    building: Identifier | None = None
    parcel: Identifier | None = None
    name_en: str = ""
    name_fr: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = self.date_problems()
        if (self.building is None) == (self.parcel is None):
            text = "a service is in one building or on one parcel"
            problems.append(("building", text, "parcel"))
        refuse(problems)
        return self


class Programme(BaseModel):
    """The whole dated schedule, each list in canonical order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    buildings: tuple[BuildingEntry, ...] = ()
    parcels: tuple[ParcelEntry, ...] = ()
    infrastructure: tuple[InfrastructureEntry, ...] = ()
    services: tuple[ServiceEntry, ...] = ()
    greenfield: tuple[GreenfieldEntry, ...] = ()

    @property
    def floors(self) -> tuple[BuildingEntry | GreenfieldEntry, ...]:
        """Everything with floor: on the site, then on fields."""
        return (*self.buildings, *self.greenfield)

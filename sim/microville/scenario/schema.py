"""What one scenario file may say, before ``extends`` is followed."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, model_validator
from pydantic_core import PydanticCustomError

from microville.scenario.entry import Identifier, refuse
from microville.scenario.greenfield import GreenfieldEntry
from microville.scenario.months import Month  # noqa: TC001  (pydantic reads it when it runs)
from microville.scenario.nearest import did_you_mean
from microville.scenario.programme import (
    BuildingEntry,
    InfrastructureEntry,
    ParcelEntry,
    ServiceEntry,
)
from microville.scenario.shock import Shock
from microville.scenario.text import Text
from microville.scenario.warning import EarlyWarning

_FROZEN = ConfigDict(frozen=True, extra="forbid")
Weight = Annotated[float, Strict(), Field(ge=10, le=50, allow_inf_nan=False)]
Months = Annotated[int, Strict(), Field(ge=1, le=432)]
Fraction = Annotated[float, Strict(), Field(gt=0, le=1, allow_inf_nan=False)]
Flag = Annotated[bool, Strict()]

Frozen = Literal["entry", "exit", "moves"]

MONTHS, FRACTION = 120, 1.0
"""Run settings where no file gives them: ten years, everybody."""


class RunSettings(BaseModel):
    """How long and with how many; the command line may override both numbers."""

    model_config = _FROZEN

    start: Literal["2025-01"] = "2025-01"
    months: Months = MONTHS
    fraction: Fraction = FRACTION
    frozen: tuple[Frozen, ...] = Field(
        default=(), description="What stands still, to look at one mechanism alone."
    )


class TerritorySettings(BaseModel):
    """Switches of the map."""

    model_config = _FROZEN

    options: dict[str, Flag] = Field(default_factory=dict)


COLLEGES = (
    "local_authorities",
    "inhabitants",
    "companies",
    "associations",
    "academics",
    "investors",
)
"""The categories of members whom a land cooperative gathers; each may be a voting college."""
LEAST_COLLEGES = 3
PARTNERS = ("CEREMA", "Smart Building Alliance", "Le Rameau", "France Clusters")
"""The partners that the programme names; each has a service of its own."""


def _known_partner(name: str) -> str:
    if name not in PARTNERS:
        message = f"there is no partner {name!r}{did_you_mean(name, PARTNERS)}"
        raise PydanticCustomError("microville", "{message}", {"message": message})
    return name


Partner = Annotated[str, AfterValidator(_known_partner)]


class Cooperative(BaseModel):
    """Levers of the land cooperative.

    Without ``colleges`` the law's rule holds: one member, one vote. Without ``charter`` it was
    signed before the simulation starts.
    """

    model_config = _FROZEN

    tenure: Literal["owned", "leased", "staged"] = "owned"
    charter: Month | None = None
    colleges: dict[Identifier, Weight] = Field(default_factory=dict)
    partners: tuple[Partner, ...] = PARTNERS
    dialogue: Flag = False
    shared_culture: Flag = False
    co_construction: Flag = False
    size: Annotated[float, Strict(), Field(ge=0.05, le=1, allow_inf_nan=False)] = 1.0

    @model_validator(mode="after")
    def _lawful_colleges(self) -> Self:
        total = sum(self.colleges.values())
        problems = [
            ("colleges", f"there is no college {name!r}{did_you_mean(name, COLLEGES)}", "colleges")
            for name in self.colleges
            if name not in COLLEGES
        ]
        if self.colleges and abs(total - 100) > 1e-6:
            text = f"the weights of the colleges sum to {total:g}, not to 100"
            problems.append(("colleges", text, "colleges"))
        elif 0 < len(self.colleges) < LEAST_COLLEGES:
            text = "the law asks for three colleges, or none: then each member has one vote"
            problems.append(("colleges", text, "colleges"))
        if len(set(self.partners)) < len(self.partners):
            problems.append(("partners", "a partner is named twice", "partners"))
        refuse(problems)
        return self


class ProgrammeFile(BaseModel):
    """The programme as one file writes it: what it adds, and what it drops."""

    model_config = _FROZEN

    remove: tuple[str, ...] = Field(
        default=(),
        description="Buildings, parcels or kinds of infrastructure whose inherited entries go.",
    )
    buildings: tuple[BuildingEntry, ...] = ()
    parcels: tuple[ParcelEntry, ...] = ()
    infrastructure: tuple[InfrastructureEntry, ...] = ()
    services: tuple[ServiceEntry, ...] = ()
    greenfield: tuple[GreenfieldEntry, ...] = ()


class ScenarioFile(BaseModel):
    """A scenario file."""

    model_config = _FROZEN

    extends: str | None = Field(default=None, description="Name or path of the scenario below.")
    title: Text
    description: Text = Text(en="", fr="")
    parameters: dict[str, dict[str, Any]] = Field(default_factory=dict)
    territory: TerritorySettings = TerritorySettings()
    run: RunSettings = RunSettings()
    programme: ProgrammeFile = ProgrammeFile()
    cooperative: Cooperative = Cooperative()
    shocks: tuple[Shock, ...] = ()
    warnings: tuple[EarlyWarning, ...] = ()


TABLES: dict[tuple[str, ...], type[BaseModel]] = {
    (): ScenarioFile,
    ("title",): Text,
    ("description",): Text,
    ("territory",): TerritorySettings,
    ("run",): RunSettings,
    ("programme",): ProgrammeFile,
    ("programme", "buildings"): BuildingEntry,
    ("programme", "parcels"): ParcelEntry,
    ("programme", "infrastructure"): InfrastructureEntry,
    ("programme", "services"): ServiceEntry,
    ("programme", "greenfield"): GreenfieldEntry,
    ("cooperative",): Cooperative,
    ("shocks",): Shock,
    ("warnings",): EarlyWarning,
    ("warnings", "message"): Text,
}
"""The model of each table, by its path without list positions."""

"""What every entry of a programme has: names, areas, dates, and rules between its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from microville.scenario.months import LAST_YEAR, Month, month_index
from microville.scenario.nearest import did_you_mean

if TYPE_CHECKING:
    from microville.parameters import Parameters

Use = Literal[
    "housing",
    "workshop",
    "office",
    "coworking",
    "training",
    "care",
    "shop",
    "food_hub",
    "culture_sport",
    "storage",
]
EnergyClass = Literal["A", "B", "C", "D", "E", "F", "G"]

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,39}$")]
Area = Annotated[float, Strict(), Field(gt=0, le=1e6, allow_inf_nan=False)]
Amount = Annotated[float, Strict(), Field(gt=0, le=1e9, allow_inf_nan=False)]
Count = Annotated[int, Strict(), Field(ge=0, le=100_000)]


def _known_category(name: str) -> str:
    from microville.territory import categories

    known = categories()
    if name not in known:
        message = f"{name!r} is not a category of services{did_you_mean(name, known)}"
        raise PydanticCustomError("microville", "{message}", {"message": message})
    return name


ServiceCategory = Annotated[str, AfterValidator(_known_category)]


Rule = tuple[str, str, str]
"""A broken rule between keys of one table: the key, what is wrong, the other key it hangs on."""


def refuse(problems: list[Rule]) -> None:
    """Raise one pydantic error that carries several broken rules, if there are any.

    Raises
    ------
    PydanticCustomError
        With all problems in its context.
    """
    if problems:
        message = "; ".join(text for _, text, _ in problems)
        raise PydanticCustomError(
            "microville", "{message}", {"message": message, "problems": problems}
        )


class Entry(BaseModel):
    """Base of what a programme lists: from the first day of ``start`` to the end of ``until``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: Month = Field(description="First month: works start, or the use if there are none.")
    until: Month | None = Field(default=None, description="Last month; open if missing.")

    @property
    def start_month(self) -> int:
        """Months from January 2025 to the start."""
        return month_index(self.start)

    @property
    def end_month(self) -> int:
        """Months from January 2025 to the first month after the end."""
        return (LAST_YEAR - 2024) * 12 if self.until is None else month_index(self.until) + 1

    @property
    def phase_name(self) -> str:
        """Phase of works in which members vote on it: those of a year, where none is named."""
        return self.start[:4]

    def date_problems(self) -> list[Rule]:
        """Return what is wrong with the dates."""
        if self.until is not None and self.until < self.start:
            return [("until", f"until {self.until} is before start {self.start}", "start")]
        return []


def dwelling_count(
    use: str | None, given: int | None, floor_area_m2: float, parameters: Parameters
) -> int:
    """Return the number of dwellings of an entry.

    Parameters
    ----------
    use
        What the entry is used for; 0 dwellings unless housing.
    given
        The number that the entry gives, if it does.
    floor_area_m2
        Its floor area (m2).
    parameters
        Floor per person and size of households, where the entry gives no number.
    """
    if use != "housing":
        return 0
    if given is not None:
        return given
    housing = parameters.housing
    return int(floor_area_m2 // (housing.size_m2_per_person * housing.site_household_size))

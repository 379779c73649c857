"""Early warnings that a scenario file asks for: read on results, never by the model."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, Strict, model_validator

from microville.scenario.entry import refuse
from microville.scenario.text import Text  # noqa: TC001  (pydantic reads it when it runs)

Threshold = Annotated[float, Strict(), Field(allow_inf_nan=False)]


class EarlyWarning(BaseModel):
    """An indicator that stays below, or above, a threshold for some months.

    Attributes
    ----------
    indicator, group
        What is watched, and of whom.
    below, above
        The threshold, in the indicator's unit; exactly one of them.
    months
        For how many months in a row.
    message
        What to say then; a sentence is made of the rest where it is missing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    indicator: str
    group: str = "all"
    below: Threshold | None = None
    above: Threshold | None = None
    months: Annotated[int, Strict(), Field(ge=1, le=432)] = 1
    message: Text | None = None

    @model_validator(mode="after")
    def _one_threshold(self) -> Self:
        if self.below is None and self.above is None:
            refuse([("indicator", "this warning has no threshold: give below or above", "below")])
        if self.below is not None and self.above is not None:
            refuse([("above", "this warning has two thresholds: give below or above", "below")])
        return self

"""The 17 goals as data: titles, evidence, what is not modelled and why."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from microville.errors import InputError
from microville.indicators import all_indicators

if TYPE_CHECKING:
    from collections.abc import Collection

COUNT = 17
UNITED_NATIONS = "United Nations, resolution 70/1 (2015)"


class Evidence(BaseModel):
    """One indicator that speaks for or against a goal.

    Attributes
    ----------
    indicator, group
        What is read; formula, source and direction are the indicator's.
    against
        A second group: the evidence is then the absolute gap between the two, and less is better.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    indicator: str
    group: str
    against: str = ""

    @property
    def direction(self) -> int:
        """+1 where more is better, -1 where less is."""
        return -1 if self.against else all_indicators()[self.indicator].direction


class Goal(BaseModel):
    """One goal: evidence with what it leaves out, or the reason why there is none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    title_en: str
    title_fr: str
    evidence: tuple[Evidence, ...] = ()
    gap_en: str = ""
    gap_fr: str = ""
    not_modelled_en: str = ""
    not_modelled_fr: str = ""

    @model_validator(mode="after")
    def _evidence_or_reason(self) -> Goal:
        silent = bool(self.not_modelled_en and self.not_modelled_fr)
        if bool(self.evidence) == silent:
            raise ValueError(f"goal {self.number}: give evidence, or a reason in both languages")
        if bool(self.evidence) != bool(self.gap_en and self.gap_fr):
            raise ValueError(f"goal {self.number}: say in both languages what evidence leaves out")
        return self


class Goals(BaseModel):
    """The file of goals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    goals: tuple[Goal, ...]


@lru_cache(maxsize=1)
def goals() -> tuple[Goal, ...]:
    """Return the 17 goals in order."""
    return read_goals(Path(str(files("microville.goals") / "goals.toml")))


def read_goals(path: Path) -> tuple[Goal, ...]:
    """Return the goals of a file.

    Raises
    ------
    InputError
        If it cannot be read, is not 17 goals in order, or names an unknown indicator.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        found = Goals.model_validate(data).goals
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}.") from error
    except ValidationError as error:
        told = "; ".join(item["msg"].removeprefix("Value error, ") for item in error.errors())
        raise InputError(f"{path}: {told}.") from error
    if [goal.number for goal in found] != list(range(1, COUNT + 1)):
        raise InputError(f"{path} does not list the goals 1 to {COUNT}, each once, in order.")
    known = all_indicators()
    for goal in found:
        for evidence in goal.evidence:
            _check(path, goal, evidence, known)
    return found


def _check(path: Path, goal: Goal, evidence: Evidence, known: Collection[str]) -> None:
    if evidence.indicator not in known:
        raise InputError(
            f"{path}: goal {goal.number} names {evidence.indicator!r}, which is no indicator.",
            hint="docs/indicators.md lists them.",
        )
    if evidence.direction == 0:
        raise InputError(
            f"{path}: more of {evidence.indicator!r} is neither better nor worse.",
            hint="Choose an indicator with a direction.",
        )

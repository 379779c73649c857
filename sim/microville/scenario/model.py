"""A scenario: parameters, switches, programme and cooperative, ready to run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path  # noqa: TC003  (pydantic reads it when it runs)
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from microville.errors import ScenarioError
from microville.parameters import Parameters, rows, update
from microville.scenario.decide import decide, split_key
from microville.scenario.months import FIRST_MONTH
from microville.scenario.nearest import did_you_mean
from microville.scenario.programme import Programme
from microville.scenario.schema import (
    FRACTION,
    MONTHS,
    Cooperative,
    Flag,
    Fraction,
    Frozen,
    Months,
)
from microville.scenario.shock import Shock  # noqa: TC001  (pydantic reads it when it runs)
from microville.scenario.site import programme_conflicts
from microville.scenario.text import Text
from microville.scenario.warning import EarlyWarning  # noqa: TC001  (the same)

if TYPE_CHECKING:
    from collections.abc import Mapping

_SETTINGS = {"months": "months", "fraction": "fraction"} | {
    "run.months": "months",
    "run.fraction": "fraction",
    "run.frozen": "frozen",
}
_OPTION = "territory.options."
_COOPERATIVE = "cooperative."


@dataclass(frozen=True, slots=True)
class Override:
    """One value that differs from the default."""

    key: str
    default: Any
    value: Any


class Scenario(BaseModel):
    """What is assumed and decided in one simulation.

    Attributes
    ----------
    name, title, description
        Short name, and texts in both languages.
    parameters
        Every number of the model.
    options
        Switches of the map, for example a street link that may exist.
    start, months, fraction
        First month, number of months, share of the population outside the focus area.
    frozen
        What stands still: ``entry`` and ``exit`` of shops and school classes, ``moves`` of
        households, couples and lettings of the programme's dwellings.
    programme, cooperative, shocks
        The dated reuse schedule, the levers of the land cooperative, disturbances.
    warnings
        Thresholds that are watched in results.
    path
        The file it was read from, if any.
    origins
        ``file:line`` of each entry, by ``"programme.buildings[0]"``; for messages only.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: Text
    description: Text = Text(en="", fr="")
    parameters: Parameters = Parameters()
    options: dict[str, Flag] = Field(default_factory=dict)
    start: str = FIRST_MONTH
    months: Months = MONTHS
    fraction: Fraction = FRACTION
    frozen: tuple[Frozen, ...] = ()
    programme: Programme = Programme()
    cooperative: Cooperative = Cooperative()
    shocks: tuple[Shock, ...] = ()
    warnings: tuple[EarlyWarning, ...] = ()
    path: Path | None = None
    origins: dict[str, str] = Field(default_factory=dict, repr=False)

    def update(self, changes: Mapping[str, Any]) -> Scenario:
        """Return a copy with some values changed.

        Parameters
        ----------
        changes
            Parameters by key (``"mobility.walk_speed_kmh"``), and beside them ``"run.months"``,
            ``"run.fraction"``, ``"territory.options.NAME"``, ``"cooperative.tenure"``,
            ``"cooperative.charter"`` and ``"cooperative.colleges"``, and decisions of the programme
            (``"programme.B07.use"``, see :mod:`microville.scenario.decide`).

        Raises
        ------
        ParameterError
            If a parameter is unknown or its value is not allowed.
        ScenarioError
            If another value is not allowed.
        """
        numbers: dict[str, object] = {}
        fields: dict[str, Any] = {}
        decisions: dict[str, Any] = {}
        for key, value in changes.items():
            if key in _SETTINGS:
                fields[_SETTINGS[key]] = value
            elif key.startswith(_OPTION):
                options = fields.setdefault("options", dict(self.options))
                options[key.removeprefix(_OPTION)] = value
            elif split_key(key)[0]:
                decisions[key] = value
            elif key.startswith(_COOPERATIVE):
                levers = fields.setdefault("cooperative", self.cooperative.model_dump())
                levers[_lever(key)] = value
            else:
                numbers[key] = value
        fields["parameters"] = update(self.parameters, numbers)
        if decisions:
            # Lines of the file no longer stand for what is changed here.
            fields |= {"programme": decide(self.programme, decisions), "origins": {}}
        try:
            found = Scenario.model_validate(dict(self) | fields)
        except ValidationError as error:
            told = [
                f"{'.'.join(map(str, item['loc']))}: {item['msg']}, not {item['input']!r}."
                for item in error.errors()
            ]
            raise ScenarioError("\n".join(told)) from error
        conflicts = programme_conflicts(found) if decisions else []
        if conflicts:
            raise ScenarioError("\n".join(conflicts))
        return found

    def resolved(self) -> dict[str, Any]:
        """Return everything that can change a result as plain data in canonical order.

        Name, title, description, warnings and path are left out: they change no result. Numbers
        are those that the model reads, also where they equal the default.
        """
        left_out = {"name", "title", "description", "warnings", "path", "origins"}
        plain = self.model_dump(mode="json", exclude=left_out)
        return json.loads(json.dumps(plain, sort_keys=True))  # type: ignore[no-any-return]

    @property
    def overrides(self) -> list[Override]:
        """What differs from the defaults: parameters, run settings, switches, cooperative."""
        default = {row.key: row.value for row in rows()}
        found = [
            Override(row.key, default[row.key], row.value)
            for row in rows(self.parameters)
            if row.value != default[row.key]
        ]
        settings: tuple[tuple[str, Any, Any], ...] = (
            ("run.months", MONTHS, self.months),
            ("run.fraction", FRACTION, self.fraction),
            ("run.frozen", (), self.frozen),
        )
        found += [Override(*setting) for setting in settings if setting[1] != setting[2]]
        found += [Override(f"{_OPTION}{k}", None, v) for k, v in sorted(self.options.items())]
        levers = Cooperative().model_dump()
        found += [
            Override(f"{_COOPERATIVE}{key}", levers[key], value)
            for key, value in self.cooperative.model_dump().items()
            if value != levers[key]
        ]
        return found


def _lever(key: str) -> str:
    name = key.removeprefix(_COOPERATIVE)
    if name not in Cooperative.model_fields:
        known = [f"{_COOPERATIVE}{field}" for field in Cooperative.model_fields]
        raise ScenarioError(f"There is no lever {key!r}{did_you_mean(key, known)}")
    return name

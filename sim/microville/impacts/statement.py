"""All lines together: by the fixed rule and as simulated, side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from microville.impacts.holding import HoldingCost, holding_costs
from microville.impacts.line import BENEFICIARIES, Line
from microville.impacts.nature import cooling_lines, soil_lines, solar_line
from microville.impacts.nearby import property_lines, public_lines
from microville.impacts.travel import Travel, fixed_rule, travel_lines

if TYPE_CHECKING:
    import pandas as pd

    from microville.impacts.place import Commune, Neighbours, Project
    from microville.impacts.years import Years
    from microville.parameters import Parameters

FIXED_RULE, SIMULATED = "fixed_rule", "simulated"
MODES = {
    FIXED_RULE: ("fixed rule (Bénéfriches)", "règle fixe (Bénéfriches)"),
    SIMULATED: ("simulated travel", "déplacements simulés"),
}
"""How travel is counted, in English and French; every other line is the same in both."""


OF_REUSE = ("property_value", "transfer_duties", "roads")
"""Lines that stand for the site's reuse as such, whatever the programme."""
REUSED = ("only where the site is reused", "seulement si le site est réemployé")


@dataclass(frozen=True, slots=True)
class Statement:
    """Impacts of a project in euros.

    Attributes
    ----------
    years
        The evaluation.
    travel
        Travel spared by mode of :data:`MODES`.
    lines
        Lines by mode, the same keys in the same order.
    holding
        What the idle site would cost: never part of a total.
    """

    years: Years
    travel: dict[str, Travel]
    lines: dict[str, tuple[Line, ...]]
    holding: tuple[HoldingCost, ...]

    def total_eur(self, mode: str, beneficiary: str | None = None) -> float:
        """Return the discounted sum of what is counted, of all or of who gains (EUR)."""
        return sum(
            line.discounted_eur
            for line in self.lines[mode]
            if beneficiary is None or line.beneficiary == beneficiary
        )

    def table(self) -> pd.DataFrame:
        """Return a row a line and mode.

        Columns ``mode``, ``key``, ``label_en``, ``label_fr``, ``beneficiary``, ``sign``,
        ``eur_year`` (first year that has an amount), ``eur_discounted``, ``counted``,
        ``condition_en``, ``condition_fr``; amounts are missing where a line is not counted.
        """
        import pandas as pd

        rows = [
            {
                "mode": mode,
                "key": line.key,
                "label_en": line.label_en,
                "label_fr": line.label_fr,
                "beneficiary": line.beneficiary,
                "sign": line.sign,
                "eur_year": round(line.year_eur, 2) + 0.0 if line.counted else None,
                "eur_discounted": round(line.discounted_eur, 2) + 0.0 if line.counted else None,
                "counted": line.counted,
                "condition_en": line.condition_en,
                "condition_fr": line.condition_fr,
            }
            for mode, lines in self.lines.items()
            for line in lines
        ]
        return pd.DataFrame(rows)


def make_statement(
    project: Project,
    commune: Commune,
    neighbours: Neighbours,
    years: Years,
    parameters: Parameters,
    *,
    simulated: Travel | None = None,
) -> Statement:
    """Return the impacts of a project.

    Parameters
    ----------
    project, commune, neighbours
        What becomes of the site, where it is, who lives around.
    years
        The evaluation.
    parameters
        Values and rates.
    simulated
        Travel that a simulation spares; without it only the fixed rule is there.
    """
    travel = {FIXED_RULE: fixed_rule(project, neighbours, years, parameters)}
    if simulated is not None:
        travel[SIMULATED] = simulated
    beside = (
        *property_lines(commune, neighbours, years, parameters, renatured=project.renatured),
        *public_lines(project, years, parameters),
    )
    rest = (
        *(beside if project.reuses_site else _without_reuse(beside)),
        *soil_lines(project, years, parameters),
        *cooling_lines(project, neighbours, years, parameters),
        solar_line(project, years, parameters),
    )
    return Statement(
        years=years,
        travel=travel,
        lines={
            mode: (*travel_lines(spared, commune, years, parameters), *rest)
            for mode, spared in travel.items()
        },
        holding=holding_costs(project, commune, parameters),
    )


def _without_reuse(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return lines of which those that the reuse of a site brings are not counted."""
    return tuple(
        replace(
            line,
            eur=line.eur * 0.0,
            discounted_eur=0.0,
            condition_en=REUSED[0],
            condition_fr=REUSED[1],
            counted=False,
        )
        if line.key in OF_REUSE
        else line
        for line in lines
    )


def by_beneficiary(statement: Statement, mode: str) -> dict[str, float]:
    """Return the discounted sum by who gains (EUR)."""
    return {who: statement.total_eur(mode, who) for who in BENEFICIARIES}

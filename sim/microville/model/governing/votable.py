"""Which works of the programme wait for which vote, and when a refused phase may begin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from microville.model.site import PLANNED, WAITING
from microville.scenario.months import month_index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from microville.model.governing.assembly import Assembly
    from microville.model.model import Microville
    from microville.model.site import Ground, Unit
    from microville.scenario.entry import Entry
    from microville.scenario.programme import InfrastructureEntry

YEAR = 12
"""A refused phase waits for as many months (the next general assembly)."""


@dataclass(slots=True)
class Council:
    """What members have decided so far.

    Attributes
    ----------
    agreed
        Names of the phases of works that an assembly agreed to.
    refusals
        How often each phase was put to a vote in vain.
    assemblies
        Every general assembly, in order.
    works_months_late
        Works times months past their date for want of an agreement.
    """

    agreed: set[str] = field(default_factory=set)
    refusals: dict[str, int] = field(default_factory=dict)
    assemblies: list[Assembly] = field(default_factory=list)
    works_months_late: int = 0


@dataclass(frozen=True, slots=True)
class Works:
    """Works of the programme that have not begun.

    Attributes
    ----------
    key
        Identity, as events name them.
    entry
        What the programme says.
    thing
        The unit, the ground or the installation.
    """

    key: str
    entry: Entry
    thing: Unit | Ground | InfrastructureEntry


def first_council(model: Microville) -> Council:
    """Return the council at the start; under a charter it has agreed to the first year's works."""
    council = Council()
    if model.inputs.cooperative.charter is None:
        due = (w for w in works_to_come(model) if w.entry.start_month < YEAR)
        council.agreed = {w.entry.phase_name for w in due}
    return council


def charter_signed(model: Microville) -> bool:
    """Return whether the charter is signed by the end of this month."""
    charter = model.inputs.cooperative.charter
    return charter is None or bool(model.month >= month_index(charter))


def works_to_come(model: Microville) -> Iterator[Works]:
    """Yield the works that have not begun and could still be done."""
    site, month = model.site, model.month
    for unit in site.own_units:
        if unit.state in (PLANNED, WAITING) and unit.entry.works != "none":
            yield Works(unit.key, unit.entry, unit)
    for ground in site.grounds:
        if not ground.active and not ground.done and month < ground.entry.end_month:
            yield Works(ground.key, ground.entry, ground)
    for number, entry in enumerate(model.inputs.programme.infrastructure):
        if number not in site.installed:
            yield Works(f"{entry.kind}/{entry.start}", entry, entry)


def planned_month(council: Council, entry: Entry) -> int:
    """Return the month in which works are due: their date, a year later for each refusal."""
    return entry.start_month + YEAR * council.refusals.get(entry.phase_name, 0)


def may_begin(model: Microville, entry: Entry) -> bool:
    """Return whether members agreed to works, and the year is over that a refusal costs."""
    council = model.council
    agreed = entry.phase_name in council.agreed
    return agreed and bool(model.month >= planned_month(council, entry))


def count_delay(model: Microville) -> None:
    """Add this month's works that are past their date for want of an agreement."""
    model.council.works_months_late += sum(
        works.entry.start_month <= model.month < works.entry.end_month
        and not may_begin(model, works.entry)
        for works in works_to_come(model)
    )

"""The cooperative's books, colleges and works as plain data; inside the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microville.finance.statements import balance_sheet, income_statement
from microville.model.governing.colleges import college_table
from microville.model.site import WORKS

if TYPE_CHECKING:
    from microville.finance import Ledger
    from microville.model import Microville
    from microville.model.governing.assembly import Assembly
    from microville.model.site import Unit

YEAR = 12


def books(model: Microville) -> dict[str, Any]:
    """Return the cooperative as the page shows it.

    Returns
    -------
    dict
        ``income``: a row an account, euros by calendar year (the present one as far as it is);
        ``balance``: assets, liabilities and equity now; ``colleges``: name, voting share and
        mobilisation; ``votes``: month, turnout and whether the assembly agreed; ``assemblies``:
        each with its resolutions and the members for and against by category; ``timeline``: a
        row an entry of the programme with its dates; ``works_allowed``.
    """
    ledger = model.cooperative.ledger
    last = model.month - 1
    votes = [e for e in model.events if e.kind in ("assembly", "assembly_refuses")]
    return {
        "years": [2025 + year for year in range(last // YEAR + 1)],
        "income": _income(ledger, last),
        "balance": _balance(ledger),
        "colleges": college_table(model),
        "votes": [(e.month, e.value, e.kind == "assembly") for e in votes],
        "assemblies": [_assembly(assembly) for assembly in model.assemblies],
        "works_allowed": not any(e.kind == "assembly_refuses" for e in votes[-1:]),
        "timeline": [
            {
                "building": unit.entry.building,
                "use": unit.use,
                "names": (unit.entry.name_fr, unit.entry.name_en),
                "start": unit.entry.start_month,
                "end": unit.entry.end_month if unit.entry.until else None,
                **_works(model, unit),
                "state": "let" if unit.in_use else unit.state,
                "works": unit.entry.works,
            }
            for unit in model.site.units
        ],
    }


def _works(model: Microville, unit: Unit) -> dict[str, int]:
    """Return from when to when works went on, -1 where there were none.

    By the events: a unit's own ``works_until`` is moved whenever its tenant leaves.
    """
    found = {
        e.kind: e.month
        for e in model.events
        if e.kind in ("works_start", "works_end") and e.subject == unit.key
    }
    begin = found.get("works_start", -1)
    end = unit.works_until if unit.state == WORKS else begin
    return {"works_from": begin, "works_until": found.get("works_end", end)}


def _assembly(assembly: Assembly) -> dict[str, Any]:
    """Return an assembly with its resolutions: votes for and against by category of members."""
    return {
        "month": assembly.month,
        "members": assembly.members,
        "present": assembly.present,
        "quorate": assembly.quorate,
        "votes": [
            {
                "resolution": vote.resolution,
                "agreed": vote.agreed,
                "for_share": vote.for_share,
                "by_college": {name: list(both) for name, both in vote.by_college.items()},
            }
            for vote in assembly.votes
        ],
    }


def _income(ledger: Ledger, last: int) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for year, first in enumerate(range(0, last + 1, YEAR)):
        statement = income_statement(ledger, first, min(first + YEAR - 1, last))
        for kind, sign in (("income", 1), ("expenses", -1)):
            for account, cents in getattr(statement, kind).items():
                row = found.setdefault(account, _named(ledger, account) | {"values": {}})
                row["values"][year] = sign * cents / 100
    return [found[account] for account in sorted(found, key=lambda a: (a[0] != "7", a))]


def _balance(ledger: Ledger) -> dict[str, Any]:
    sheet = balance_sheet(ledger)
    sides = {
        side: [_named(ledger, a) | {"value": c / 100} for a, c in getattr(sheet, side).items()]
        for side in ("assets", "liabilities", "equity")
    }
    return {**sides, "result": sheet.result_cents / 100}


def _named(ledger: Ledger, account: str) -> dict[str, Any]:
    row = ledger.chart[account]
    return {"account": account, "fr": row.name_fr, "en": row.name}

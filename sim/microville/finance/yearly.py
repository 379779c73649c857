"""Statements year by year: income, balance sheet, cash flow, financing plan, ratios.

One table of lines with labels in English and French; each statement is checked when it is made:
assets equal liabilities and equity, flows explain the change of cash, sources equal uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from microville.finance.accounts import ANIMATION, CHART
from microville.finance.appraisal import debt_service_cents
from microville.finance.flows import cash_flow, sources_and_uses
from microville.finance.statements import balance_sheet, income_statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from microville.finance.ledger import Ledger

Name = Literal["income", "balance", "cash", "financing", "cover"]
TITLES: dict[Name, tuple[str, str]] = {
    "income": ("Income statement", "Compte de résultat"),
    "balance": ("Balance sheet", "Bilan"),
    "cash": ("Cash flow", "Flux de trésorerie"),
    "financing": ("Financing plan", "Plan de financement"),
    "cover": ("Debt and animation", "Dette et animation"),
}
GROUPS: dict[str, tuple[str, str]] = {
    "capital": ("Members' capital", "Capital des associés"),
    "grants": ("Grants", "Subventions"),
    "loans_drawn": ("Loans drawn", "Emprunts souscrits"),
    "loans_repaid": ("Loans repaid", "Emprunts remboursés"),
    "deposits": ("Deposits", "Dépôts"),
    "investment": ("Investment", "Investissements"),
    "disposals": ("Sales of assets", "Cessions"),
    "share_interest": ("Interest on shares", "Intérêts aux parts"),
    "working_capital": ("Working capital and provisions", "Besoin en fonds de roulement"),
    "self_financing": ("Self-financing", "Capacité d'autofinancement"),
    "cash": ("Change of cash", "Variation de trésorerie"),
}
"""Groups of `sources_and_uses`, in English and French."""
FIRST_YEAR = 2025


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line of a statement.

    Attributes
    ----------
    statement
        Key of `TITLES`.
    key
        Account, or name of a total; with a prefix where an account stands twice in a statement.
    label_en, label_fr
        What people read.
    total
        Whether it sums lines above it.
    cents
        Amount by year (cents); hundredths of a ratio; None where there is none.
    unit
        ``"EUR"`` or ``"ratio"``.
    """

    statement: Name
    key: str
    label_en: str
    label_fr: str
    total: bool
    cents: tuple[int | None, ...]
    unit: str = "EUR"


def years_of(last_month: int) -> list[int]:
    """Return the calendar years up to a month, 0 being January 2025; the last may be begun."""
    return [FIRST_YEAR + year for year in range(last_month // 12 + 1)]


def yearly_statements(ledger: Ledger, last_month: int) -> list[StatementLine]:
    """Return all statements of a ledger, year by year.

    Parameters
    ----------
    ledger
        The books.
    last_month
        Last month of the run, from 0.

    Raises
    ------
    LedgerError
        If a statement does not balance: the ledger was changed from outside.
    """
    spans = [(first, min(first + 11, last_month)) for first in range(0, last_month + 1, 12)]
    return [
        *_income(ledger, spans),
        *_balance(ledger, spans),
        *_cash(ledger, spans),
        *_financing(ledger, spans),
        *_cover(ledger, spans),
    ]


def _lines(
    name: Name, columns: Sequence[Mapping[str, int]], prefix: str = "", order: Iterable[str] = CHART
) -> list[StatementLine]:
    """Return a line for each account or group that any year has."""
    known = {key for column in columns for key in column}
    found = []
    for key in order:
        if key in known:
            labels = (CHART[key].name, CHART[key].name_fr) if key in CHART else GROUPS[key]
            amounts = tuple(column.get(key, 0) for column in columns)
            found.append(StatementLine(name, f"{prefix}{key}", *labels, total=False, cents=amounts))
    return found


def _total(name: Name, key: str, labels: tuple[str, str], cents: Iterable[int]) -> StatementLine:
    return StatementLine(name, key, *labels, True, tuple(cents))


def _income(ledger: Ledger, spans: list[tuple[int, int]]) -> list[StatementLine]:
    years = [income_statement(ledger, *span) for span in spans]

    def total(key: str, en: str, fr: str) -> StatementLine:
        return _total("income", key, (en, fr), (getattr(year, f"{key}_cents") for year in years))

    return [
        *_lines("income", [year.income for year in years]),
        *_lines("income", [{a: -c for a, c in year.expenses.items()} for year in years]),
        total("gross_operating", "Gross operating surplus", "Excédent brut d'exploitation"),
        total("operating", "Operating result", "Résultat d'exploitation"),
        total("financial", "Financial result", "Résultat financier"),
        total("exceptional", "Exceptional result", "Résultat exceptionnel"),
        total("tax", "Corporation tax", "Impôt sur les bénéfices"),
        total("net", "Net result", "Résultat net"),
    ]


def _balance(ledger: Ledger, spans: list[tuple[int, int]]) -> list[StatementLine]:
    sheets = [balance_sheet(ledger, last) for _, last in spans]

    def total(key: str, en: str, fr: str, read: Callable[..., int]) -> StatementLine:
        return _total("balance", key, (en, fr), map(read, sheets))

    found = [
        *_lines("balance", [sheet.assets for sheet in sheets]),
        total("assets", "Total assets", "Total de l'actif", lambda s: s.total_assets_cents),
        *_lines("balance", [sheet.equity for sheet in sheets]),
    ]
    if any(sheet.result_cents for sheet in sheets):
        open_year = ("Result of the year begun", "Résultat de l'exercice en cours")
        results = tuple(sheet.result_cents for sheet in sheets)
        found.append(StatementLine("balance", "open_result", *open_year, False, results))
    return [
        *found,
        total(
            "equity", "Total equity", "Total des capitaux propres", lambda s: s.total_equity_cents
        ),
        *_lines("balance", [sheet.liabilities for sheet in sheets]),
        total(
            "owed",
            "Total equity and liabilities",
            "Total du passif",
            lambda s: s.total_equity_cents + s.total_liabilities_cents,
        ),
    ]


def _cash(ledger: Ledger, spans: list[tuple[int, int]]) -> list[StatementLine]:
    flows = [cash_flow(ledger, *span) for span in spans]
    parts = {
        "operating": ("Cash from operations", "Flux d'exploitation"),
        "investing": ("Cash from investment", "Flux d'investissement"),
        "financing": ("Cash from financing", "Flux de financement"),
    }
    found = [
        _total(
            "cash",
            "opening",
            ("Cash at the start", "Trésorerie initiale"),
            (flow.opening_cents for flow in flows),
        ),
    ]
    for part, labels in parts.items():
        found += _lines("cash", [getattr(flow, part) for flow in flows], f"{part}.")
        found.append(
            _total("cash", part, labels, (getattr(flow, f"{part}_cents") for flow in flows))
        )
    closing = ("Cash at the end", "Trésorerie finale")
    return [*found, _total("cash", "closing", closing, (flow.closing_cents for flow in flows))]


def _financing(ledger: Ledger, spans: list[tuple[int, int]]) -> list[StatementLine]:
    tables = [sources_and_uses(ledger, *span) for span in spans]
    uses = [table.uses for table in tables]
    sources = [table.sources for table in tables]
    return [
        *_lines("financing", uses, "use.", GROUPS),
        _total(
            "financing",
            "uses",
            ("Total uses", "Total des emplois"),
            (sum(table.values()) for table in uses),
        ),
        *_lines("financing", sources, "source.", GROUPS),
        _total(
            "financing",
            "sources",
            ("Total sources", "Total des ressources"),
            (sum(table.values()) for table in sources),
        ),
    ]


def _cover(ledger: Ledger, spans: list[tuple[int, int]]) -> list[StatementLine]:
    service = [debt_service_cents(ledger, *span) for span in spans]
    surplus = [income_statement(ledger, *span).gross_operating_cents for span in spans]
    spent = [ledger.movements(ANIMATION, *span, closing=False) for span in spans]
    hundredths = tuple(
        100 * gained // paid if paid > 0 else None
        for gained, paid in zip(surplus, service, strict=True)
    )
    cover = ("Debt service cover", "Taux de couverture du service de la dette")
    return [
        _total("cover", "debt_service", ("Debt service", "Service de la dette"), service),
        StatementLine("cover", "debt_cover", *cover, True, hundredths, "ratio"),
        _total("cover", "animation", ("Animation", "Animation"), spent),
    ]

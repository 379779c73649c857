"""The cooperative's statements and journal as a spreadsheet: one sheet a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microville.finance.accounts import CHART
from microville.finance.yearly import TITLES
from microville.scenario.months import month_text

if TYPE_CHECKING:
    from pathlib import Path

    from microville.runs import RunResult
    from microville.runs.statements import Statements

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet may take a text that begins so for a formula."""
MONEY, RATIO = "#,##0.00;[Red]-#,##0.00", "0.00"


def plain(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


def write_workbook(result: RunResult, statements: Statements, path: Path) -> None:
    """Write an .xlsx file: about, one sheet a statement, the journal.

    Text cells are text whatever they begin with; amounts are euros.
    """
    from openpyxl import Workbook

    book = Workbook()
    _about(book.active, result, statements)
    for name, (english, french) in TITLES.items():
        sheet = book.create_sheet(french[:31])
        _row(sheet, ["Compte / account", french, english, "unit", *statements.years], bold=True)
        for line in statements.lines:
            if line.statement == name:
                values = [None if c is None else c / 100 for c in line.cents]
                head = [line.key, line.label_fr, line.label_en, line.unit]
                style = RATIO if line.unit == "ratio" else MONEY
                _row(sheet, [*head, *values], bold=line.total, style=style)
        _widths(sheet, (24, 44, 36, 8, *[16] * len(statements.years)))
    _journal(book.create_sheet("Journal"), result)
    book.save(path)


def write_csv(statements: Statements, path: Path) -> None:
    """Write the statements as one table: a row a line, a column a year, euros."""
    table = statements.table()
    for column in ("key", "label_en", "label_fr"):
        table[column] = table[column].map(plain)
    table.to_csv(path, index=False, encoding="utf-8", float_format="%.2f")


def _about(sheet: Any, result: RunResult, statements: Statements) -> None:
    sheet.title = "Run"
    manifest = result.manifest
    even, rate = statements.break_even, statements.rate_of_return
    rows: tuple[tuple[str, object], ...] = (
        ("Scénario / scenario", manifest["scenario"]),
        ("Tirage / seed", manifest["seed"]),
        ("Mois / months", statements.months),
        ("Carte / map", manifest["territory"]["name"]),
        ("Identifiant / run id", manifest["run_id"]),
        ("Empreinte / canonical hash", manifest["canonical_hash"]),
        ("Équilibre / break-even", "jamais / never" if even is None else month_text(even)),
        ("TRI / internal rate of return", "-" if rate is None else f"{100 * rate:.2f} %"),
        ("Euros", "constants de la première année / constant, of the first year"),
        ("Simulation", "aucun conseil juridique ni fiscal / no legal or tax advice"),
    )
    for label, value in rows:
        _row(sheet, [label, value])
    _widths(sheet, (32, 70))


def _journal(sheet: Any, result: RunResult) -> None:
    heads = ["n°", "Mois / month", "Compte / account", "Intitulé", "Name"]
    _row(sheet, [*heads, "Libellé / memo", "Débit / debit", "Crédit / credit"], bold=True)
    for row in result.ledger.to_dict("records"):
        account = CHART[row["account"]]
        amounts = [row["debit_cents"] / 100 or None, row["credit_cents"] / 100 or None]
        names = [account.code, account.name_fr, account.name]
        month = month_text(int(row["month"]))
        _row(sheet, [int(row["entry"]), month, *names, row["memo"], *amounts], style=MONEY)
    _widths(sheet, (8, 12, 10, 36, 36, 40, 16, 16))


def _row(sheet: Any, values: list[Any], *, bold: bool = False, style: str = "General") -> None:
    """Append a row; every text is stored as text."""
    from openpyxl.cell import Cell
    from openpyxl.styles import Font

    cells = []
    for value in values:
        cell = Cell(sheet, value=value)
        if isinstance(value, str):
            cell.data_type = "s"  # also where it begins like a formula
            cell.quotePrefix = value.startswith(RISKY)
        elif isinstance(value, float):
            cell.number_format = style
        if bold:
            cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)


def _widths(sheet: Any, widths: tuple[int, ...]) -> None:
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"

"""The cooperative's statements and what they say, from a finished run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.finance import Ledger
from microville.finance.appraisal import (
    break_even_month,
    internal_rate_of_return,
    monthly_results,
    project_flows,
)
from microville.finance.yearly import TITLES, StatementLine, yearly_statements, years_of

if TYPE_CHECKING:
    import pandas as pd

    from microville.runs.single import RunResult


@dataclass(frozen=True, slots=True)
class Statements:
    """A run's statements.

    Attributes
    ----------
    lines
        Every statement, year by year.
    years
        Calendar years of the columns; the last may be begun only.
    months
        Months of the run.
    break_even
        Month (0 = January 2025) from which the result before tax of twelve months is not negative
        any more, None if it is at the end.
    rate_of_return
        Internal rate of return of the project (1/year), None where there is none or several.
    """

    lines: list[StatementLine]
    years: list[int]
    months: int
    break_even: int | None
    rate_of_return: float | None

    def table(self) -> pd.DataFrame:
        """Return a row a line: statement, key, labels, unit, and a column a year in euros."""
        import pandas as pd

        rows = [
            {
                "statement": line.statement,
                "key": line.key,
                "label_en": line.label_en,
                "label_fr": line.label_fr,
                "unit": line.unit,
                "total": line.total,
            }
            | {
                str(year): None if cents is None else cents / 100
                for year, cents in zip(self.years, line.cents, strict=True)
            }
            for line in self.lines
        ]
        return pd.DataFrame(rows)

    def line(self, statement: str, key: str) -> StatementLine:
        """Return one line.

        Raises
        ------
        KeyError
            If the statement has no such line.
        """
        for line in self.lines:
            if (line.statement, line.key) == (statement, key):
                return line
        raise KeyError((statement, key))


def ledger_of(result: RunResult) -> Ledger:
    """Return the books of a finished run."""
    return Ledger.from_columns({str(name): list(column) for name, column in result.ledger.items()})


def statements_of(result: RunResult) -> Statements:
    """Return the statements of a finished run, checked again.

    Raises
    ------
    LedgerError
        If the stored books do not balance.
    """
    ledger, months = ledger_of(result), int(result.manifest["months"])
    last = months - 1
    return Statements(
        lines=yearly_statements(ledger, last),
        years=years_of(last),
        months=months,
        break_even=break_even_month(monthly_results(ledger, last)),
        rate_of_return=internal_rate_of_return(project_flows(ledger, last)),
    )


__all__ = ["TITLES", "Statements", "ledger_of", "statements_of"]

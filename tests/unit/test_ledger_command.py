"""``microville ledger``: statements by year from a run or a scenario, as text, CSV and spreadsheet."""

from __future__ import annotations

import csv
import json

import pytest

from microville.cli import main as cli
from microville.finance import Ledger, balance_sheet, income_statement
from microville.runs.single import load_run, run
from microville.runs.statements import ledger_of, statements_of


@pytest.fixture(scope="module")
def stored(tmp_path_factory, active, village):
    """A stored run of 14 months with works, grants, loans and a shop."""
    folder = tmp_path_factory.mktemp("books") / "run"
    scenario = active.update({"run.months": 14})
    return run(scenario, village, monthly=False).save(folder)


def call(*words):
    return cli._run([str(word) for word in words])


def test_statements_are_those_of_the_books(stored):
    result = load_run(stored)
    found, ledger = statements_of(result), ledger_of(result)
    assert found.years == [2025, 2026]
    assert ledger.to_columns() == {name: list(c) for name, c in result.ledger.items()}

    def line(statement, key):
        return found.line(statement, key).cents

    for year, span in enumerate([(0, 11), (12, 13)]):
        statement, sheet = income_statement(ledger, *span), balance_sheet(ledger, span[1])
        assert line("income", "net")[year] == statement.net_cents
        assert line("income", "706")[year] == statement.income["706"] > 0
        assert line("balance", "assets")[year] == sheet.total_assets_cents
        assert line("balance", "assets")[year] == line("balance", "owed")[year]
        assert line("cash", "closing")[year] == line("balance", "512")[year]
        assert line("financing", "uses")[year] == line("financing", "sources")[year] > 0
    assert line("cash", "opening") == (0, line("cash", "closing")[0])
    # Works of the year are paid for: what is invested equals what the balance sheet shows.
    assert line("financing", "use.investment")[0] > 100_000_00
    accounts = [x for x in found.lines if x.statement == "income" and not x.total]
    tax = line("income", "tax")[0]
    assert sum(x.cents[0] for x in accounts) == line("income", "net")[0]
    assert tax == 0  # a first year of works makes a loss


def test_a_spreadsheet_holds_the_numbers_and_no_formula(stored, tmp_path):
    import openpyxl

    out = tmp_path / "books.xlsx"
    assert call("ledger", stored, "--out", out) == 0
    book = openpyxl.load_workbook(out)
    assert book.sheetnames[:3] == ["Run", "Compte de résultat", "Bilan"]
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert len(cells) > 500
    assert not [c for c in cells if c.data_type == "f"]
    rows = {row[0].value: row for row in book["Bilan"].iter_rows()}
    assert rows["512"][2].value == "Bank"
    assert (
        rows["512"][4].value
        == statements_of(load_run(stored)).line("balance", "512").cents[0] / 100
    )
    journal = book["Journal"]
    debit = sum(row[6].value or 0 for row in journal.iter_rows(min_row=2))
    credit = sum(row[7].value or 0 for row in journal.iter_rows(min_row=2))
    assert debit == pytest.approx(credit, abs=0.01)
    assert debit > 1e6


def test_texts_like_formulas_stay_texts(stored, tmp_path):
    import openpyxl

    from microville.figures.workbook import plain, write_workbook

    result = load_run(stored)
    hostile = ['=HYPERLINK("http://x")', "+1+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3"]
    memos = result.ledger["memo"].to_list()
    memos[:4] = hostile
    result.ledger["memo"] = memos
    out = tmp_path / "hostile.xlsx"
    write_workbook(result, statements_of(result), out)
    cells = [row[5] for row in openpyxl.load_workbook(out)["Journal"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells[:4]] == hostile
    assert {cell.data_type for cell in cells} == {"s"}
    assert [plain(text)[0] for text in hostile] == ["'"] * 4
    assert plain("rents") == "rents"


def test_a_table_and_json(stored, tmp_path, capsys):
    out = tmp_path / "books.csv"
    assert call("ledger", stored, "--out", out, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    with out.open(encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    assert len(rows) == len(told["lines"]) > 40
    for row, line in zip(rows, told["lines"], strict=True):
        assert row["label_fr"] == line["label_fr"]
        if line["cents"][0] is not None:
            assert round(float(row["2025"]) * 100) == line["cents"][0]
    assert call("ledger", stored, "--lang", "en") == 0
    shown = capsys.readouterr().out
    for title in ("Income statement", "Balance sheet", "Cash flow", "Financing plan", "Break-even"):
        assert title in shown


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--out", "books.ods"), "ends in no known format"),
        (("--out", "nowhere/books.csv"), "There is no folder"),
        (("--months", "3"), "--months cannot change a stored run"),
        (("--lang", "de"), "no report in 'de'"),
    ],
)
def test_what_is_refused(stored, capsys, words, message):
    assert call("ledger", stored, *words) == 2
    assert message in capsys.readouterr().err


def test_a_folder_without_a_run_and_an_unknown_scenario(tmp_path, capsys):
    assert call("ledger", tmp_path) == 2
    assert "is no stored run" in capsys.readouterr().err
    assert call("ledger", "balancd") == 2
    assert "balanced" in capsys.readouterr().err


def test_books_that_were_changed_are_refused(stored, capsys, tmp_path):
    result = load_run(stored)
    result.ledger.loc[5, "debit_cents"] += 1
    assert call("ledger", result.save(tmp_path / "changed")) == 1
    assert "out of balance by 1 cents" in capsys.readouterr().err
    assert isinstance(ledger_of(load_run(stored)), Ledger)

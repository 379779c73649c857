"""Early warnings: thresholds of a file, those built in, over seeds; and the social return."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from microville.errors import ScenarioError
from microville.finance import Ledger, accounts
from microville.impacts.social_return import SocialReturn, spending
from microville.runs.outlook import animation_outlook
from microville.runs.single import RunResult, load_run, run
from microville.runs.warnings import BUILT_IN, check_warnings, warning_rows, warnings_of
from microville.scenario import load_scenario, to_toml

WATCH = """
[[warnings]]
indicator = "cooperative_rents_eur"
below = 100.0
months = 3
"""


def table(name, values, months=None):
    known = range(len(values)) if months is None else months
    rows = [(m, name, "all", v, "") for m, v in zip(known, values, strict=True) if v is not None]
    rows += [(m, "population", "all", 1.0, "") for m in known]
    return pd.DataFrame(rows, columns=["month", "indicator", "group", "value", "unit"])


def result_of(frame):
    return RunResult({}, frame, pd.DataFrame(), pd.DataFrame(), pd.DataFrame())


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([100, 100, 100, 100], None),  # not below: equal
        ([99, 99, 100, 99, 99], None),  # never three in a row
        ([100, 99, 99, 99, 100], (3, 1, False)),
        ([99, 99, 99, 99, 99], (2, 3, True)),
        ([99, 99, None, 99, 99], None),  # no data is no breach
        ([99, 99, 99, 100, 99, 99, 99], (2, 2, True)),
    ],
)
def test_a_threshold_must_be_crossed_for_months_in_a_row(scenario, quiet, values, found):
    del quiet
    watched = scenario(WATCH)
    raised = warnings_of(watched, result_of(table("cooperative_rents_eur", values)))
    if found is None:
        assert raised == []
        return
    (warning,) = raised
    assert (warning.month, warning.months, warning.at_end) == found
    assert warning.en == "Rents of the month: below 100 EUR/month for 3 months"
    assert warning.fr == "Loyers du mois : moins de 100 EUR/month pendant 3 mois"


def test_a_run_that_keeps_one_month_a_year_counts_the_months_between(scenario):
    yearly = table("cooperative_rents_eur", [99, 100, 99], months=[11, 23, 35])
    (warning,) = warnings_of(scenario(WATCH), result_of(yearly))
    assert (warning.month, warning.months, warning.at_end) == (11, 2, True)


def test_above_a_message_and_a_group(scenario):
    text = """
[[warnings]]
indicator = "population"
group = "present"
above = 10
message = { en = "Many", fr = "Beaucoup" }
"""
    watched = scenario(text)
    frame = table("population", [5.0, 10.0, 11.0]).assign(group="present").drop_duplicates("month")
    (warning,) = warnings_of(watched, result_of(frame))
    assert (warning.month, warning.en, warning.fr) == (2, "Many", "Beaucoup")
    assert watched.resolved() == scenario("").resolved()  # watching changes no run
    again = load_scenario_text(to_toml(watched), watched)
    assert again.warnings == watched.warnings


def load_scenario_text(text, like):
    path = like.path.with_name("again.toml")
    path.write_text(text, encoding="utf-8")
    return load_scenario(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("", None),
        ("above = 3.0", "two thresholds"),
        ("bellow = 3.0", "unknown key. Did you mean 'below'"),
        ("group = 3", "group"),
    ],
)
def test_wrong_warnings_are_told_with_their_line(scenario, change, message):
    if message is None:
        assert scenario(WATCH, change).warnings
        return
    with pytest.raises(ScenarioError, match=message) as caught:
        scenario(WATCH, change)
    assert ".toml:" in str(caught.value)


def test_no_threshold_and_an_unknown_indicator(scenario):
    with pytest.raises(ScenarioError, match="give below or above"):
        scenario(WATCH.replace("below = 100.0", ""))
    wrong = scenario(WATCH.replace("cooperative_rents_eur", "cooperative_rent_eur"))
    with pytest.raises(ScenarioError, match="Did you mean 'cooperative_rents_eur'") as caught:
        check_warnings(wrong)
    assert ".toml:7" in str(caught.value)


def books(months, rent, cost, service=0):
    ledger = Ledger()
    ledger.post(0, "shares", {accounts.BANK: 100_000_00, accounts.CAPITAL: -100_000_00})
    for month in range(months):
        ledger.post(month, "rents", {accounts.BANK: rent, accounts.RENTS: -rent})
        ledger.post(month, "costs", {accounts.MAINTENANCE: cost, accounts.BANK: -cost})
        if service:
            ledger.post(month, "loan", {accounts.INTEREST: service, accounts.BANK: -service})
    cash = [ledger.balance(accounts.BANK, month=m) / 100 for m in range(months)]
    frame = pd.concat(
        [
            table("cooperative_cash_eur", cash),
            table("cooperative_cash_kept_eur", [20_000.0] * months),
        ]
    )
    lines = pd.DataFrame(ledger.to_columns())
    return RunResult({}, frame, lines, pd.DataFrame(), pd.DataFrame())


def test_rents_under_what_is_needed_say_when_animation_stops():
    # 100,000 less 2,000 a month: 20,000 are kept, reached after 40 months.
    found = animation_outlook(books(30, 3_000_00, 4_000_00, 1_000_00))
    assert (found.rents_eur, found.needed_eur) == (3_000.0, 5_000.0)
    # First told when 24 months are left: after 16 months, in month 15.
    assert (found.month, found.months_left, found.at_end) == (15, 24, True)
    assert found.months == 15
    assert animation_outlook(books(30, 5_000_00, 4_000_00, 1_000_00)) is None
    assert animation_outlook(books(12, 3_000_00, 4_000_00, 1_000_00)) is None  # far off


def test_rows_over_seeds(scenario):
    watched = scenario(WATCH)
    falls = [table("cooperative_rents_eur", [100] * n + [99] * 5) for n in (0, 4)]
    stays = table("cooperative_rents_eur", [100] * 9)
    results = {
        (watched.name, seed): result_of(frame) for seed, frame in enumerate([*falls, stays], 1)
    }
    (row,) = warning_rows([watched], results)
    assert (row["seeds"], row["of"], row["at_end"]) == (2, 3, 2)
    assert (row["first_month"], row["last_month"]) == (2, 6)


def test_a_run_tells_its_warnings_and_keeps_them(scenario, village, tmp_path):
    poor = "[parameters.finance]\nshare_capital_cash_eur = 150000.0\n"
    watched = scenario(WATCH.replace("100.0", "1.0e9"), poor).update({"run.months": 14})
    result = run(watched, village)
    kept = load_run(result.save(tmp_path / "run")).manifest["warnings"]
    keys = [warning["key"] for warning in kept]
    assert "scenario_1" in keys
    assert "rents_too_low" in keys
    assert {w.key for w in BUILT_IN} >= set(keys) - {"scenario_1", "rents_too_low"}
    same = run(watched.model_copy(update={"warnings": ()}), village)
    assert same.canonical_hash == result.canonical_hash


def test_spending_is_discounted_to_the_first_year():
    ledger = Ledger()
    ledger.post(0, "a", {accounts.ANIMATION: 100_00, accounts.BANK: -100_00})
    ledger.post(13, "a", {accounts.ANIMATION: 110_00, accounts.BANK: -110_00})
    ledger.post(25, "late", {accounts.ANIMATION: 999_00, accounts.BANK: -999_00})
    ledger.post(1, "g", {accounts.GRANTS_RECEIVABLE: 50_00, accounts.GRANTS: -50_00})
    ledger.post(2, "o", {accounts.BANK: 30_00, accounts.OPERATING_GRANTS: -30_00})
    lines = {accounts.ANIMATION: -210_00, accounts.RESULT: 210_00}
    ledger.post(23, "closing", lines, closing=True)
    animation, aid = spending(pd.DataFrame(ledger.to_columns()), 2, 0.1)
    assert (animation, aid) == pytest.approx((200.0, 80.0))
    assert SocialReturn(560.0, animation, aid).ratio == pytest.approx(2.0)
    assert SocialReturn(560.0, 0.0, 0.0).ratio is None


def test_impacts_are_those_of_the_years_of_the_run():
    from microville.impacts.social_return import _impacts

    years = SimpleNamespace(first=2027, count=4, discount=1.1 ** -np.arange(4.0))
    line = SimpleNamespace(eur=np.array([121.0, 133.1, 146.41, 1.0]), counted=True)
    left_out = SimpleNamespace(eur=np.full(4, 9.0), counted=False)
    statement = SimpleNamespace(years=years, lines={"x": (line, left_out)})
    # 2027 and 2028 are years 2 and 3 of a run of four: 121 / 1.1^2 + 133.1 / 1.1^3.
    assert _impacts(statement, "x", 4, 0.1) == pytest.approx(200.0)

"""Members' capital and land: a case on each side of every bound, and the tenures in a run."""

from __future__ import annotations

import pytest

from microville.errors import LedgerError, MicrovilleError, ScenarioError
from microville.finance import ShareRegister, accounts, balance_sheet, plan_land, stage_due_cents
from microville.finance.register import HOLDERS
from microville.model import Microville
from microville.model.cooperative.works import lent_cents


def _register(local=0, investors=0, most=5_000):
    shares = ShareRegister(most)
    shares.add("investors", investors)
    shares.add("local_authorities", local)
    return shares


@pytest.mark.parametrize(("most", "room"), [(5_000, 600), (2_000, 150), (0, 0), (6_000, 900)])
def test_room_of_local_authorities(most, room):
    shares = _register(investors=600, most=most)
    assert shares.public_room_cents() == room
    shares.add("local_authorities", room)
    assert shares.public_room_cents() == 0
    with pytest.raises(LedgerError, match="may bring 0 cents more"):
        shares.add("local_authorities", 1)


def test_what_may_be_paid_back():
    shares = _register(local=400, investors=600)
    assert shares.redeemable_cents("investors") == 200  # 400 of others must stay
    assert shares.redeemable_cents("local_authorities") == 400
    shares.take("investors", 200)
    with pytest.raises(LedgerError, match="may take back 0 cents"):
        shares.take("investors", 1)
    alone = _register(investors=400)
    assert alone.redeemable_cents("investors") == 300  # a quarter of the highest stays
    alone.take("investors", 300)
    assert alone.redeemable_cents("investors") == 0
    with pytest.raises(LedgerError, match="'friends' holds no capital"):
        alone.add("friends", 1)
    with pytest.raises(MicrovilleError, match="must be at least 0"):
        alone.add("investors", -1)


@pytest.mark.parametrize(
    ("tenure", "room", "raised", "parts"),
    [
        ("owned", 1_000, 0, (1_000, 0, 0, 0)),  # exactly within the limit
        ("owned", 999, 0, (999, 1, 0, 0)),  # a cent over it
        ("owned", 600, 10_000, (1_000, 0, 0, 400)),
        ("owned", 600, 5_000, (800, 200, 0, 200)),
        ("owned", 0, 0, (0, 1_000, 0, 0)),
        ("leased", 1_000, 10_000, (0, 0, 1_000, 0)),
        ("staged", 1_000, 0, (250, 0, 750, 0)),
        ("staged", 100, 0, (100, 0, 900, 0)),
    ],
)
def test_land_plans(tenure, room, raised, parts):
    plan = plan_land(1_000, room, tenure, raised_bps=raised, stages=4)
    found = (
        plan.in_kind_cents,
        plan.bought_cents,
        plan.leased_cents,
        plan.new_capital_cents,
    )
    assert found == parts
    assert sum(found[:3]) == 1_000
    # What others bring is enough for what is contributed.
    assert plan.in_kind_cents <= room + plan.new_capital_cents


def test_stages_end_with_the_whole():
    assert [stage_due_cents(1_000, year, 3) for year in range(5)] == [333, 666, 1_000, 1_000, 1_000]
    assert stage_due_cents(1_000, 0, 1) == 1_000
    with pytest.raises(ScenarioError):
        plan_land(-1, 0, "owned")


LEVERS = '[cooperative]\ntenure = "{}"\n[parameters.finance]\nland_contribution_eur = 1000000.0\n'
MORE = "share_capital_cash_eur = 600000.0\n"


@pytest.fixture(scope="module")
def coop(village, scenario, quiet):
    """Return ``coop(tenure, months, more)``: the cooperative after some months."""
    del quiet
    from tests.conftest import QUIET

    def play(tenure, months, more=MORE):
        model = Microville(scenario(LEVERS.format(tenure) + more, QUIET), village, seed=1)
        for _ in range(months):
            model.step()
        return model.cooperative

    return play


def _land(cooperative):
    return cooperative.ledger.balance(accounts.LAND) // 100


def test_owned_land_over_the_limit_is_bought_with_a_loan(coop):
    found = coop("owned", 0)
    held = found.capital_by_college()
    assert held["local_authorities"] == 600_000_00 == found.shares.others_cents
    assert (_land(found), found.debt_cents) == (1_000_000, 400_000_00)
    assert found.cash_cents == 600_000_00
    raised = coop("owned", 0, f"{MORE}[parameters.capital]\nland_excess_raised_share = 1.0\n")
    assert (_land(raised), raised.debt_cents, raised.cash_cents) == (1_000_000, 0, 1_000_000_00)
    assert raised.capital_by_college()["local_authorities"] == 1_000_000_00
    assert set(held) == set(HOLDERS)


def test_leased_land_is_no_asset_costs_rent_and_is_no_collateral(coop):
    leased, owned = coop("leased", 2), coop("owned", 2)
    assert _land(leased) == leased.debt_cents == 0
    assert leased.capital_by_college()["local_authorities"] == 0
    rent = leased.ledger.movements(accounts.RENT_PAID, 0, 1)
    assert rent == 2 * (1_000_000_00 * 2 // 100 // 12)  # 2 % a year
    assert owned.ledger.movements(accounts.RENT_PAID, 0, 1) == 0
    assert (lent_cents(leased, 1_000_00), lent_cents(owned, 1_000_00)) == (850_00, 1_000_00)
    assert not leased.can_fund(2_000_000_00)
    assert owned.can_fund(1_000_000_00)


def test_staged_land_comes_as_others_bring_capital(coop):
    rates = "[parameters.capital]\nstaged_years = 4\nsubscriptions_eur_year = 100000.0\n"
    small = f"share_capital_cash_eur = 300000.0\n{rates}"
    start, year, later = (
        coop("staged", 0, small),
        coop("staged", 12, small),
        coop("staged", 24, small),
    )
    # A quarter a year; 300 + 100 thousand of others allow no more after a year.
    assert [_land(found) for found in (start, year)] == [250_000, 400_000]
    # Investors may come too, after the year's transfer: their part counts in the next one.
    owned, late = later.ledger.balance(accounts.LAND), later.shares.public_room_cents()
    assert 500_000_00 <= owned <= 750_000_00
    assert owned + late == later.shares.others_cents
    assert 0 < lent_cents(later, 100_00) - 85_00 < 15_00
    paid = [later.ledger.movements(accounts.RENT_PAID, m, m) for m in (0, 12, 22)]
    assert paid[0] == 750_000_00 * 2 // 1200 > paid[1] == paid[2] == 600_000_00 * 2 // 1200


def test_members_leave_with_their_shares_less_their_part_of_losses(coop):
    found = coop("leased", 12)
    before, cash = found.capital_by_college()["investors"], found.cash_cents
    lost = found.ledger.balance(accounts.LOSSES_CARRIED)
    assert lost > 0  # half a village lets little
    whole = found.shares.total_cents
    assert found.redeem("investors", before, "investors leave") == before
    assert found.capital_by_college()["investors"] == 0
    paid = cash - found.cash_cents
    assert paid == before * (whole - lost) // whole < before
    assert found.ledger.balance(accounts.LOSSES_CARRIED) == lost - (before - paid)
    assert found.shares.total_cents == -found.ledger.balance(accounts.CAPITAL)
    assert found.subscribe("local_authorities", 10**12, "too much") == found.shares.others_cents
    balance_sheet(found.ledger)

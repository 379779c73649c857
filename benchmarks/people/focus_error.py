"""``python -m benchmarks.people.focus_error``: the focus mode against the full run.

Three comparisons: the scenario replayed around itself; around another one's recording; and around
a recording of a sample of the people outside. Each gives, for every indicator of people and group
of the focus area, the mean difference over the months.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from benchmarks.people.tables import table

if TYPE_CHECKING:
    import pandas as pd

    from microville.scenario import Scenario
    from microville.territory import Territory

SHOWN = (
    "population",
    "employed",
    "person_served_share",
    "person_served_nearby_share",
    "person_served_30_share",
    "trips_per_day",
    "car_km_per_day",
    "active_minutes_per_day",
    "travel_co2_kg_per_day",
    "place_score_walk_15",
    "rent_burdened_share",
)
GROUPS = ("focus", "present", "newcomer", "on_site_worker")


def series(model: Any, months: int) -> pd.DataFrame:
    """Step a model and return the indicators shown, by month and group."""
    import pandas as pd

    from microville.indicators import collect

    tables = []
    for _ in range(months):
        model.step()
        tables.append(collect(model, names=SHOWN))
    found = pd.concat(tables)
    return found[found["group"].isin(GROUPS)].set_index(["indicator", "group", "month"])["value"]


def compared(name: str, full: pd.Series, focus: pd.Series) -> list[tuple[str, ...]]:
    """Return a row for each indicator: means over groups and months, and differences."""
    both = full.to_frame("full").join(focus.to_frame("focus"), how="inner")
    rows = []
    for indicator in SHOWN:
        if indicator not in both.index:
            continue
        for group in GROUPS:
            part = both.loc[indicator]
            if group not in part.index:
                continue
            own = part.loc[group]
            gap = (own["focus"] - own["full"]).abs()
            base = own["full"].abs().mean()
            share = f"{100 * gap.mean() / base:.2f} %" if base > 0 else "-"
            rows.append(
                (
                    name,
                    indicator,
                    group,
                    f"{own['full'].mean():.4g}",
                    f"{gap.mean():.3g}",
                    share,
                    f"{gap.max():.3g}",
                )
            )
    return rows


def compare(
    territory: Territory, scenario: Scenario, other: Scenario, months: int, fraction: float
) -> list[tuple[str, ...]]:
    """Return the rows of all comparisons; the full run simulates ``fraction`` outside."""
    from microville.focus import FocusModel
    from microville.model import Microville
    from microville.runs.replays import recording

    def of(one: Scenario, share: float) -> Scenario:
        return one.model_copy(update={"months": months, "fraction": share})

    full = series(Microville(of(scenario, fraction), territory), months)
    rows = []
    for name, base, share in (
        (f"around its own recording ({fraction:g})", scenario, fraction),
        (f"around {other.name} ({fraction:g})", other, fraction),
        ("around its own recording (0.02)", scenario, 0.02),
    ):
        print(name, file=sys.stderr, flush=True)
        replay = recording(of(base, share), territory)
        focus = series(FocusModel(of(scenario, share), territory, replay), months)
        rows += compared(name, full, focus)
    return rows


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    import microville as mv

    parser = argparse.ArgumentParser(prog="python -m benchmarks.people.focus_error")
    parser.add_argument("--map", default="courcy-reims")
    parser.add_argument("--scenario", default="balanced")
    parser.add_argument("--base", default="status_quo", help="whose recording stands in")
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--fraction", type=float, default=1.0, help="of the full run")
    options = parser.parse_args(argv)
    rows = compare(
        mv.load_territory(options.map),
        mv.load_scenario(options.scenario),
        mv.load_scenario(options.base),
        options.months,
        options.fraction,
    )
    head = ("replayed", "indicator", "group", "full run", "mean gap", "relative", "greatest gap")
    print(table(head, rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())

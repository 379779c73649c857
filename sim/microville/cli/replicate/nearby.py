"""Where fifteen minutes fail and for whom: communes around the site, groups of Courcy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microville.cli.replicate.page import Asked, picture, put_between
from microville.cli.replicate.sweeps import settings_text, sweep_of
from microville.paths import data_dir

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from microville.runs import Comparison
    from microville.sweeps import Outcome

PAGE, NAME = "experiments.md", "nearby"
GROUPS = {
    "present": "present inhabitants",
    "newcomer": "newcomers",
    "age:0-14": "0 to 14 years",
    "age:15-29": "15 to 29 years",
    "age:30-64": "30 to 64 years",
    "age:65+": "65 years and more",
    "income:low": "lower third of income",
    "income:middle": "middle third",
    "income:high": "upper third",
}
COLUMNS = ("on foot", "by bike", "wishes served nearby")
"""What is told of each place and group, in the order of the experiment's indicators."""


def nearby(asked: Asked) -> None:
    """Write tables and figure: from a sweep that was done, else from the scenarios' runs."""
    from microville.cli.replicate.scenarios import compared
    from microville.figures.nearby_chart import nearby_chart
    from microville.figures.style import save_png
    from microville.runs import canonical_hash
    from microville.sweeps import load_experiment

    if asked.sweeps:
        sweep, results = sweep_of(NAME, asked)
        digest = canonical_hash([results.drop(columns="run_id")])
        settings = settings_text(sweep, digest)
    else:
        experiment = load_experiment(NAME)
        wanted = {outcome.indicator for outcome in experiment.outcomes}
        comparison = compared(asked, [s.name for s in experiment.scenarios], wanted)
        results = results_of(comparison, experiment.outcomes)
        settings = runs_text(comparison)
    table = shares(results, commune_names())
    text = f"{settings}\n{nearby_text(table)}"
    text += picture(NAME, "Communes and groups of Courcy: services near, wishes served")
    put_between(asked.docs / PAGE, NAME, text)
    save_png(nearby_chart(table, COLUMNS), asked.docs / "images" / f"experiment_{NAME}.png")


def results_of(comparison: Comparison, outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Return the outcomes of finished runs as a sweep's table has them."""
    import pandas as pd

    from microville.sweeps.outcomes import is_read, summed_up

    months = comparison.scenarios[0].months
    rows = []
    for (name, seed), result in sorted(comparison.results.items()):
        row: dict[str, object] = {"scenario": name, "point": 0, "seed": seed}
        by_who = dict(list(result.indicators.groupby(["indicator", "group"], observed=True)))
        for outcome in outcomes:
            mine = by_who.get((outcome.indicator, outcome.group))
            values = [] if mine is None else list(zip(mine["month"], mine["value"], strict=True))
            read = [float(v) for month, v in sorted(values) if is_read(outcome, int(month), months)]
            row[outcome.label] = summed_up(outcome, read)
        rows.append(row)
    order = {scenario.name: i for i, scenario in enumerate(comparison.scenarios)}
    rows.sort(key=lambda row: (order[str(row["scenario"])], row["seed"]))
    return pd.DataFrame(rows)


def runs_text(comparison: Comparison) -> str:
    """Return what the page says of the settings: those of the table of scenarios."""
    first, seeds = comparison.scenarios[0], comparison.seeds
    names = ", ".join(f"`{scenario.name}`" for scenario in comparison.scenarios)
    return (
        f"Runs of [scenario_results.md](scenario_results.md), as `experiments/{NAME}.toml` asks: "
        f"{names}; {first.months} months from January 2025, everybody of Courcy and the site and "
        f"{first.fraction:.0%} of the households around; seeds {seeds[0]} to {seeds[-1]}.\n"
    )


def commune_names() -> dict[str, str]:
    """Return the names of the communes of the default map, by code."""
    import csv

    path = data_dir("maps") / "courcy-reims" / "communes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["insee_code"]: row["name"] for row in csv.DictReader(file)}


def shares(results: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Return who has what nearby, without and with the programme.

    Returns
    -------
    DataFrame
        place (whether it is a commune), name, column (of :data:`COLUMNS`); value, low, high of the
        first scenario and with_value of the second; difference of the second from the first with
        low and high (below, above), seed by seed. Empty where there is nobody.
    """
    import pandas as pd

    from microville.runs.spread import interval

    first, second = dict.fromkeys(results["scenario"])
    by_seed = results.set_index(["scenario", "seed"])
    labels = [label for label in results.columns if "|" in label]
    indicators = list(dict.fromkeys(label.partition("|")[0] for label in labels))
    rows = []
    for label in labels:
        indicator, group, _ = label.split("|")
        own, other = by_seed.loc[first, label], by_seed.loc[second, label]
        value, low, high = interval(own.dropna())
        difference, below, above = interval((other - own).dropna())
        place = group.startswith("commune:")
        rows.append(
            {
                "place": place,
                "name": names[group.partition(":")[2]] if place else GROUPS[group],
                "column": COLUMNS[indicators.index(indicator)],
                "value": value,
                "low": low,
                "high": high,
                "with_value": other.mean(),
                "difference": difference,
                "below": below,
                "above": above,
                "seeds": len(own),
            }
        )
    return pd.DataFrame(rows)


def nearby_text(table: pd.DataFrame) -> str:
    """Return two tables: communes without the programme, groups of Courcy without and with it."""
    places, people = table[table["place"]], table[~table["place"]]
    lines = [f"| commune | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 1) + "|"]
    for name, mine in places.groupby("name", sort=False):
        cells = [_percent(r.value, r.low, r.high) for r in mine.itertuples()]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    head = " | ".join(f"{column}, nothing decided | with `balanced`" for column in COLUMNS)
    lines += ["", f"| in Courcy | {head} |", "|---" * (2 * len(COLUMNS) + 1) + "|"]
    for name, mine in people.groupby("name", sort=False):
        cells = []
        for row in mine.itertuples():
            cells += [_percent(row.value), _with(row)]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _percent(value: Any, low: Any = None, high: Any = None) -> str:
    if value != value:  # noqa: PLR0124  (NaN: nobody)
        return "nobody"
    if low is None or high is None:
        return f"{value:.0%}"
    return f"{value:.0%} ({max(low, 0.0):.0%} to {min(high, 1.0):.0%})"


def _with(row: Any) -> str:
    from microville.runs.spread import ENOUGH

    text = _percent(row.with_value)
    differs = row.seeds >= ENOUGH and row.below * row.above > 0
    return f"**{text}**" if differs else text

"""What decides the break-even of `balanced`: Morris' screening as a table and bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.cli.replicate.page import Asked, put_between
from microville.cli.replicate.sweeps import settings_text, sweep_of

if TYPE_CHECKING:
    import pandas as pd

PAGE, NAME = "experiments.md", "break_even"
SIDED = 0.5
"""Mean over mean absolute effect from which a direction is told."""


def deciding(asked: Asked) -> None:
    """Write the table and the figure of the screening."""
    from microville.figures.screening_bars import screening_bars
    from microville.figures.style import save_png
    from microville.runs import canonical_hash
    from microville.sweeps.analysis.screening import screen

    sweep, results = sweep_of(NAME, asked)
    found = screen(sweep, results)
    digest = canonical_hash([results.drop(columns="run_id")])
    put_between(
        asked.docs / PAGE, NAME, f"{settings_text(sweep, digest)}\n{screening_text(found, results)}"
    )
    save_png(screening_bars(found, lang="en"), asked.docs / "images" / f"experiment_{NAME}.png")


def screening_text(found: pd.DataFrame, results: pd.DataFrame) -> str:
    """Return a row a factor, by what it moves most of the first outcome, and the runs' ends."""
    from microville.figures.level_chart import outcome_title
    from microville.figures.value_text import value_text
    from microville.figures.words import MINUS
    from microville.indicators import all_indicators
    from microville.parameters import rows
    from microville.sweeps.analysis.names import number

    known = {row.key: row for row in rows()}
    outcomes = list(dict.fromkeys(found["outcome"]))
    keys = found[found["outcome"] == outcomes[0]]["key"].tolist()
    units = {label: all_indicators()[label.partition("|")[0]].unit for label in outcomes}
    lines = [
        f"| factor (range) | {' | '.join(outcome_title(label) for label in outcomes)} |",
        "|---" * (len(outcomes) + 1) + "|",
    ]
    indexed = found.set_index(["key", "outcome"])
    for key in keys:
        cells = []
        for label in outcomes:
            row = indexed.loc[(key, label)]
            size, mean = float(row["mu_star"]), float(row["mu"])
            text = value_text(size, units[label])
            sign = "±" if abs(mean) < SIDED * size else "+" if mean > 0 else MINUS
            cells.append(f"{sign}{text}" if size > 0 else "0")
        low, high = known[key].low, known[key].high
        span = f"{number(float(low or 0), 'en')} to {number(float(high or 0), 'en')}"
        lines.append(f"| `{key}` ({span}) | {' | '.join(cells)} |")
    ends = [
        " to ".join(value_text(end, units[label]) for end in (values.min(), values.max()))
        for label in outcomes
        for values in [results[label]]
    ]
    lines.append(f"| *all runs, least to most* | {' | '.join(ends)} |")
    return "\n".join(lines) + "\n"

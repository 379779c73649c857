"""What decides the break-even of `balanced`: one assumption at a time, as a table and bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microville.cli.replicate.page import Asked, picture, put_between
from microville.cli.replicate.sweeps import settings_text, sweep_of

if TYPE_CHECKING:
    import pandas as pd

PAGE, NAME = "experiments.md", "break_even"


def deciding(asked: Asked) -> None:
    """Write the table and the figure."""
    from microville.figures.style import save_png
    from microville.figures.swing_bars import swing_bars
    from microville.runs import canonical_hash
    from microville.sweeps.analysis.swings import swings

    sweep, results = sweep_of(NAME, asked)
    found = swings(sweep, results)
    digest = canonical_hash([results.drop(columns="run_id")])
    labels = [outcome.label for outcome in sweep.context.outcomes]
    text = f"{settings_text(sweep, digest)}\n{swings_text(found, labels)}"
    text += picture(NAME, "Bars: what each end of an assumption's range makes of cash and debt")
    put_between(asked.docs / PAGE, NAME, text)
    save_png(swing_bars(found, lang="en"), asked.docs / "images" / f"experiment_{NAME}.png")


def swings_text(found: pd.DataFrame, labels: list[str]) -> str:
    """Return a row an assumption: each outcome at the low and the high end of its range.

    Rows by how much they move the first outcome; its most moving three are bold in every column.
    """
    from microville.figures.level_chart import outcome_title
    from microville.figures.value_text import value_text
    from microville.indicators import all_indicators
    from microville.sweeps.analysis.names import number

    label = found["indicator"] + "|" + found["group"] + "|" + found["when"]
    by_label = {one: found[label == one].set_index("parameter") for one in labels}
    units = {one: all_indicators()[one.partition("|")[0]].unit for one in labels}

    def cell(one: str, key: Any) -> str:
        row = by_label[one].loc[key]
        if row["swing"] == 0:
            return "nothing"
        text = f"{value_text(row['low'], units[one])} to {value_text(row['high'], units[one])}"
        return f"**{text}**" if key in by_label[one].index[:3] else text

    lines = [
        f"| low to high end of | {' | '.join(outcome_title(one) for one in labels)} |",
        "|---" * (len(labels) + 1) + "|",
    ]
    base = [value_text(float(by_label[one]["base"].iloc[0]), units[one]) for one in labels]
    lines.append(f"| *nothing: all as assumed* | {' | '.join(base)} |")
    for key, row in by_label[labels[0]].iterrows():
        ends = " to ".join(number(float(row[end]), "en") for end in ("low_value", "high_value"))
        cells = " | ".join(cell(one, key) for one in labels)
        lines.append(f"| `{key}` ({ends}) | {cells} |")
    return "\n".join(lines) + "\n"

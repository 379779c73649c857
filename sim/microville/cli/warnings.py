"""Early warnings as lines, where a command has run something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microville.scenario.months import month_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def print_warnings(raised: Sequence[Mapping[str, Any]]) -> None:
    """Print the warnings of one run, in the order of their months."""
    if not raised:
        print("\nNo early warning.")
        return
    print("\nEarly warnings:")
    for warning in raised:
        still = "still at the end" if warning["at_end"] else f"{warning['months']} months in all"
        print(f"  {month_text(warning['month'])}  {warning['en']} ({still})")


def print_warning_rows(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print the warnings of a comparison: in how many seeds, and when."""
    if not rows:
        print("\nNo early warning in any run.")
        return
    print("\nEarly warnings (scenario, seeds, first months):")
    for row in rows:
        first, last = month_text(row["first_month"]), month_text(row["last_month"])
        when = first if first == last else f"{first} to {last}"
        print(f"  {row['scenario']}  {row['seeds']} of {row['of']}  {when}  {row['en']}")

"""RESULTS_PEOPLE.md and results_people.json."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from benchmarks.people.crowd import DAY
from benchmarks.people.daily import MESA, NUMPY, OURS, Section, exponent

if TYPE_CHECKING:
    from benchmarks.people.months import Months

LEAST_MESA, LEAST_NUMPY, LEAST_WEIGHED = 200.0, 3.0, 250e6
MOST_BYTES, MOST_EXPONENT = 60.0, 1.05
YEARS_S, YEARS_MIB, FOCUS_MS = 60.0, 2048.0, 20.0
"""Goals of the project."""


@dataclass
class Results:
    """All that was measured.

    Attributes
    ----------
    about
        Machine and versions.
    command
        What was typed.
    days
        By size of crowd.
    month, years, focus
        Months of everybody, years for real, months of the focus area.
    """

    about: dict[str, Any]
    command: str
    days: list[Section] = field(default_factory=list)
    month: Months | None = None
    years: Months | None = None
    focus: Months | None = None


def number(value: float) -> str:
    """Return a number in three significant digits or whole."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a Markdown table with aligned columns."""
    width = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]

    def line(cells: tuple[str, ...]) -> str:
        return "| " + " | ".join(c.ljust(w) for c, w in zip(cells, width, strict=True)) + " |"

    rule = "| " + " | ".join("-" * w for w in width) + " |"
    return "\n".join([line(head), rule, *(line(row) for row in rows)])


def goals(results: Results) -> list[tuple[str, str, str, str]]:
    """Return goal, what was asked, what was measured, and met or missed."""
    found: list[tuple[str, str, str, str]] = []

    def add(name: str, asked: str, measured: str, *, met: bool) -> None:
        found.append((name, asked, measured, "met" if met else "missed"))

    by_name = [{row.name: row for row in section.rows} for section in results.days]
    with_mesa = [(s, r) for s, r in zip(results.days, by_name, strict=True) if MESA in r]
    if with_mesa:
        section, rows = with_mesa[-1]
        times = rows[MESA].median_ms / rows[OURS].median_ms
        what = f"{number(times)} times ({section.people:,} people)"
        add("a day against Mesa agents", f"≥ {LEAST_MESA:.0f}", what, met=times >= LEAST_MESA)
    if results.days:
        section, rows = results.days[-1], by_name[-1]
        times = rows[NUMPY].median_ms / rows[OURS].median_ms
        what = f"{number(times)} times ({section.people:,} people)"
        add("a day against numpy", f"≥ {LEAST_NUMPY:.0f}", what, met=times >= LEAST_NUMPY)
        rate = section.weighed / rows[OURS].median_ms * 1000
        what = f"{rate / 1e6:.1f} M/s"
        add("alternatives weighed", "≥ 250 M/s", what, met=rate >= LEAST_WEIGHED)
        last = sum(v for k, v in section.per_person.items() if k != DAY)
        what = f"{last:.0f} (and {section.per_person[DAY]:.0f} of results)"
        add("bytes of columns a person", "≤ 60", what, met=last <= MOST_BYTES)
        same = all(s.same_on_threads for s in results.days)
        add("same bits, 1 and 2 threads", "yes", "yes" if same else "no", met=same)
        wrong = sum(r.mismatches or 0 for rows in by_name for r in rows.values())
        add("mismatches with numpy", "0", f"{wrong:,}", met=wrong == 0)
    slope = exponent(results.days)
    if slope is not None:
        add("growth exponent", f"≤ {MOST_EXPONENT}", f"{slope:.2f}", met=slope <= MOST_EXPONENT)
    if results.years is not None:
        took = results.years
        asked = f"≤ {YEARS_S:.0f} s" if took.months == 240 else "(20 years: ≤ 60 s)"
        what = f"{took.total_s:.0f} s for {took.months} months"
        add(
            "20 years of everybody", asked, what, met=took.months == 240 and took.total_s <= YEARS_S
        )
        what = f"{took.peak_mib:,.0f} MiB"
        add("peak memory of that", "≤ 2,048 MiB", what, met=took.peak_mib <= YEARS_MIB)
    if results.focus is not None:
        what = f"{results.focus.month_ms:.1f} ms (median)"
        add("a month of the focus area", "≤ 20 ms", what, met=results.focus.month_ms <= FOCUS_MS)
    return found


def day_text(section: Section) -> str:
    """Return the table of one size of crowd."""
    own = section.rows[0].median_ms
    rows = [
        (
            row.name,
            number(row.median_ms),
            number(row.median_ms / own),
            number(1000 * row.median_ms / section.people),
            str(row.rounds),
            "other draws" if row.name == MESA else f"{row.mismatches or 0} of {row.compared:,}",
        )
        for row in section.rows
    ]
    rows[0] = (*rows[0][:-1], "reference")
    head = ("implementation", "median ms", "ratio to ours", "µs a person", "rounds", "mismatches")
    title = (
        f"### {section.people:,} people, {section.wishes:,} errands, "
        f"{section.weighed:,} alternatives weighed"
    )
    text = [title, table(head, rows)]
    if section.means:
        parts = [f"{k} {a:.2f} and {b:.2f}" for k, (a, b) in section.means.items()]
        text.append(f"A person's day, ours and of Mesa agents: {', '.join(parts)}.")
    return "\n\n".join(text)


def months_text(title: str, months: Months) -> str:
    """Return the table of phases."""
    rows = [(name, number(first), number(mean)) for name, (first, mean) in months.phases.items()]
    total = sum(mean for _, mean in months.phases.values())
    head = ("phase", "first month, ms", "mean of the others, ms")
    years = total * 240 / 1000
    said = (
        f"{months.people:,} people simulated at the start, {months.months} months, "
        f"{months.threads} threads; built in {months.build_s:.1f} s, months took "
        f"{months.total_s:.1f} s, median {months.month_ms:.1f} ms ({months.cpu_ms:.1f} ms of "
        f"processor time); peak "
        f"{months.peak_mib:,.0f} MiB. 20 years at this mean: {years:.0f} s."
    )
    return "\n\n".join([f"## {title}", said, table(head, [*rows, ("sum", "", number(total))])])


def results_text(results: Results) -> str:
    """Return the page."""
    about = results.about
    versions = ", ".join(f"{k} {v}" for k, v in about["versions"].items())
    where = (
        f"{about['date']}; {about['cpu']}, {about['cores']} cores, {about['threads']} threads, "
        f"load {about['load_at_start']} at the start; {about['system']}; Python {about['python']}; "
        f"{versions}."
    )
    how = (
        f"Reproduce with `{results.command}`. README.md says what is timed. Ratios are medians "
        "over ours in the same run; absolute times are this machine's and are asserted nowhere."
    )
    parts = ["# Results: people", where, how]
    asked = goals(results)
    if asked:
        parts += ["## Goals", table(("goal", "asked", "measured", ""), asked)]
    if results.days:
        parts += ["## A Saturday of errands", *(day_text(section) for section in results.days)]
    for title, months in (
        ("A month of everybody", results.month),
        ("Years of everybody, for real", results.years),
        ("A month of the focus area", results.focus),
    ):
        if months is not None:
            parts.append(months_text(title, months))
    return "\n\n".join(parts) + "\n"


def results_json(results: Results) -> str:
    """Return the same as JSON."""
    return json.dumps(asdict(results), indent=1, ensure_ascii=False) + "\n"

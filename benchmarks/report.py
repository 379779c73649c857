"""Tables: what is printed, RESULTS.md and results.json."""

from __future__ import annotations

import json
import math
import os
import platform
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.measure import Row
from benchmarks.queries import OURS, QUERIES, Goal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LIBRARIES = (
    *("microville", "numpy", "numba", "scipy", "networkx", "osmnx", "pandana"),
    *("routingkit-cch", "networkit", "igraph", "rustworkx"),
)
MOST_EXPONENT = 1.05
LEAST_NETWORKS = 3
"""Networks needed to fit an exponent."""
COLUMNS = (
    *("implementation", "median ms", "ratio to ours", "goal", "rounds"),
    *("mismatches", "prepared", "memory", "timed"),
)


@dataclass
class Section:
    """One network with its tables.

    Attributes
    ----------
    name, title, facts
        Key, what people read, sizes.
    nodes
        Number of nodes.
    goals
        Whether goals hold for it.
    tables
        Rows by key of query.
    reason
        Why there are none.
    when
        Date, and load of the machine before it began.
    """

    name: str
    title: str
    facts: str = ""
    nodes: int = 0
    goals: bool = False
    tables: dict[str, list[Row]] = field(default_factory=dict)
    reason: str = ""
    when: str = ""


def ratio(row: Row, rows: Sequence[Row]) -> float | None:
    """Return how many times slower than ours a row is."""
    own = rows[0].median_ms if rows[0].name == OURS else None
    return row.median_ms / own if row.median_ms is not None and own else None


def verdict(row: Row, rows: Sequence[Row], goal: Goal | None) -> bool | None:
    """Return whether a goal is met; None where there is none or nothing was measured."""
    if goal is None:
        return None
    tests: list[bool] = []
    found = ratio(row, rows)
    if goal.ratio is not None and found is not None:
        tests.append(found >= goal.ratio)
    if goal.most_ms is not None and row.median_ms is not None:
        tests.append(row.median_ms <= goal.most_ms)
    if goal.most_bytes is not None and row.size_bytes is not None:
        tests.append(row.size_bytes <= goal.most_bytes)
    return all(tests) if tests else None


def exponents(sections: Iterable[Section]) -> list[tuple[str, str, float, int, int]]:
    """Fit log time on log nodes over the synthetic networks: (query, row, slope, from, to)."""
    points: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for section in sections:
        if not section.name.startswith("synthetic"):
            continue
        for key in ("closest", "prepare"):
            for row in section.tables.get(key, ()):
                if row.median_ms:
                    points.setdefault((key, row.name), []).append((section.nodes, row.median_ms))
    fits = []
    for (key, name), found in points.items():
        if len(found) >= LEAST_NETWORKS:
            nodes, times = np.log(np.array(found, dtype=np.float64)).T
            slope = float(np.polyfit(nodes, times, 1)[0])
            sizes = [count for count, _ in found]
            fits.append((key, name, slope, min(sizes), max(sizes)))
    return fits


def _number(value: float) -> str:
    """Return three significant digits, without an exponent."""
    if value >= 100:
        return f"{value:,.0f}"
    digits = max(0, 2 - math.floor(math.log10(value))) if value > 0 else 0
    return f"{value:.{digits}f}"


def _bytes(count: int | None) -> str:
    return "" if count is None else f"{count / 1e6:,.1f} MB"


def _goal(row: Row, rows: Sequence[Row], goal: Goal | None, *, holds: bool) -> str:
    if goal is None:
        return ""
    parts = []
    if goal.ratio is not None:
        parts.append(f"≥ {goal.ratio:g}")
    if goal.most_ms is not None:
        parts.append(f"≤ {goal.most_ms:g} ms")
    if goal.most_bytes is not None:
        parts.append(f"≤ {goal.most_bytes / 1e6:g} MB")
    if goal.known is not None:
        parts.append(f"(known {goal.known:g})")
    met = verdict(row, rows, goal)
    if holds and met is not None:
        parts.append("**met**" if met else "**missed**")
    return " ".join(parts)


def _cells(key: str, row: Row, rows: Sequence[Row], *, holds: bool) -> list[str]:
    goal = QUERIES[key].goals.get(row.name)
    found = ratio(row, rows)
    if row.median_ms is None:
        return [row.name, "-", "", _goal(row, rows, goal, holds=False), "", "", "", "", row.reason]
    timed = f"{row.timed}; {row.reason}" if row.reason else row.timed
    return [
        row.name,
        _number(row.median_ms),
        "" if found is None else _number(found),
        _goal(row, rows, goal, holds=holds),
        str(len(row.times_ms)),
        "" if row.mismatches is None else f"{row.mismatches:,} of {row.compared:,}",
        _bytes(row.size_bytes),
        _bytes(row.memory_bytes),
        timed,
    ]


def _table(header: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    widths = [max(len(line[i]) for line in [header, *lines]) for i in range(len(header))]
    rows = [header, ["-" * width for width in widths], *lines]
    return "\n".join(
        "| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |"
        for row in rows
    )


def query_table(section: Section, key: str) -> str:
    """Return one table with its heading."""
    rows = section.tables[key]
    lines = [_cells(key, row, rows, holds=section.goals) for row in rows]
    return f"### {QUERIES[key].title}\n\n{_table(COLUMNS, lines)}\n"


def section_text(section: Section) -> str:
    """Return the tables of one network."""
    head = f"## {section.title}\n\n"
    if section.reason:
        return f"{head}Not measured: {section.reason}\n"
    tables = "\n".join(query_table(section, key) for key in section.tables)
    when = f" Measured {section.when}." if section.when else ""
    return f"{head}{section.facts}{when}\n\n{tables}"


def goal_lines(sections: Sequence[Section]) -> list[list[str]]:
    """Return goal, network, measured, met or missed."""
    lines = []
    for section in sections:
        for key, rows in section.tables.items() if section.goals else ():
            for row in rows:
                goal = QUERIES[key].goals.get(row.name)
                if goal is not None and (goal.ratio or goal.most_ms):
                    asked = _goal(row, rows, replace(goal, known=None), holds=False)
                    words = _words(verdict(row, rows, goal))
                    measured = _measured(row, rows)
                    lines.append([key, row.name, section.name, asked, measured, words])
    return [*lines, *_growth_goals(sections), _equality(sections)]


def _words(met: bool | None) -> str:
    return {None: "-", True: "met", False: "missed"}[met]


def _measured(row: Row, rows: Sequence[Row]) -> str:
    """Return what a goal is about: our own time and bytes, or a peer's ratio."""
    found = ratio(row, rows)
    if row.name == OURS and row.median_ms is not None:
        return f"{_number(row.median_ms)} ms {_bytes(row.size_bytes)}".strip()
    if row.name != OURS and found is not None:
        return f"{_number(found)} times"
    return row.reason or rows[0].reason or "not measured"


def _growth_goals(sections: Sequence[Section]) -> list[list[str]]:
    lines = []
    for key, name, slope, low, high in exponents(sections):
        if name == OURS:
            nodes = f"synthetic {low:,} to {high:,}"
            words = _words(slope <= MOST_EXPONENT)
            asked = f"≤ {MOST_EXPONENT}"
            lines.append([f"growth, {key}", "nodes", nodes, asked, f"{slope:.2f}", words])
    return lines


def _equality(sections: Sequence[Section]) -> list[str]:
    """Return one line on all entries of ours that were compared with networkx."""
    ours = [t[0] for s in sections for t in s.tables.values() if t[0].compared is not None]
    wrong = sum(row.mismatches or 0 for row in ours)
    compared = sum(row.compared or 0 for row in ours)
    words = _words(wrong == 0 if compared else None)
    return ["mismatches", "networkx", "all", "0", f"{wrong:,} of {compared:,}", words]


def growth_text(sections: Sequence[Section]) -> str:
    """Return the fitted exponents."""
    lines = [
        [key, name, f"{slope:.2f}", f"{low:,} to {high:,}"]
        for key, name, slope, low, high in exponents(sections)
    ]
    if not lines:
        return ""
    table = _table(("query", "implementation", "exponent", "nodes"), lines)
    return f"## Growth: log time on log nodes, synthetic networks\n\n{table}\n"


def versions() -> dict[str, str]:
    """Return versions of libraries; "absent" where one is not installed."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "absent"
    return found


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(
            line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")
        )
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


def machine() -> dict[str, Any]:
    """Return what the absolute times depend on."""
    import numba

    load = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "threads": numba.get_num_threads(),
        "load_at_start": load,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": versions(),
    }


def results_text(sections: Sequence[Section], about: dict[str, Any], command: str) -> str:
    """Return RESULTS.md."""
    libraries = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
    goals = _table(("goal", "against", "network", "asked", "measured", ""), goal_lines(sections))
    where = (
        f"{about['date']}; {about['cpu']}, {about['cores']} cores, numba with {about['threads']} "
        f"threads, load {about['load_at_start']} at the start; {about['system']}; "
        f"Python {about['python']}; {libraries}.\n"
    )
    how = (
        f"Reproduce with `{command}` (`make bench` installs what it needs). README.md says what is "
        "timed. Ratios are medians over ours in the same run; absolute times are this machine's "
        "and are asserted nowhere.\n"
    )
    parts = ["# Results\n", where, how, f"## Goals\n\n{goals}\n", growth_text(sections)]
    parts += [section_text(section) for section in sections]
    return "\n".join(part for part in parts if part)


def from_json(text: str) -> list[Section]:
    """Return the sections of results that were written before."""
    names = {one.name for one in fields(Row)}
    sections = []
    for kept in json.loads(text)["networks"]:
        tables = kept.pop("queries")
        section = Section(**kept)
        for key, rows in tables.items():
            section.tables[key] = [
                Row(**{name: value for name, value in row.items() if name in names}) for row in rows
            ]
        sections.append(section)
    return sections


def to_json(sections: Sequence[Section], about: dict[str, Any], command: str) -> str:
    """Return results.json."""
    out: dict[str, Any] = {"command": command, "machine": about, "networks": []}
    for section in sections:
        tables = {}
        for key, rows in section.tables.items():
            goals = QUERIES[key].goals
            tables[key] = [
                row.to_dict()
                | {
                    "ratio": ratio(row, rows),
                    "goal": asdict(goals[row.name]) if row.name in goals else None,
                    "met": verdict(row, rows, goals.get(row.name)) if section.goals else None,
                }
                for row in rows
            ]
        kept = {"name": section.name, "title": section.title, "facts": section.facts}
        kept |= {"nodes": section.nodes, "goals": section.goals, "reason": section.reason}
        kept["when"] = section.when
        out["networks"].append(kept | {"queries": tables})
    out["growth"] = [
        {"query": key, "implementation": name, "exponent": slope, "nodes": [low, high]}
        for key, name, slope, low, high in exponents(sections)
    ]
    return json.dumps(out, indent=1, ensure_ascii=False, allow_nan=False) + "\n"

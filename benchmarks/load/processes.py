"""Memory of a process with all that it started."""

from __future__ import annotations

from pathlib import Path


def memory_mb(pid: int) -> float:
    """Return the proportional memory (PSS) of a process and its descendants (MB), Linux only.

    Shared pages count once, divided among those who share them.
    """
    return sum(_kb(number, "Pss:") for number in family(pid)) / 1024


def family(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name in brackets may hold anything.
            after = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(after[1]), []).append(int(path.parent.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def tabs_mb(pid: int) -> list[float]:
    """Return what each tab's process holds alone (MB): pages that it shares with nobody."""
    return sorted(
        (_kb(number, "Private_Clean:") + _kb(number, "Private_Dirty:")) / 1024
        for number in family(pid)
        if _name(number) == "mv-tab"
    )


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def _kb(pid: int, wanted: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(wanted))

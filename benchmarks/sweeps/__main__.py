"""``python -m benchmarks.sweeps``: what a sweep costs beside its runs, and others beside it."""

from __future__ import annotations

import argparse
import tempfile
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.sweeps.focus_runs import focus_runs
from benchmarks.sweeps.peers import PEERS, Timed
from benchmarks.sweeps.stores import listing, parent_megabytes
from benchmarks.sweeps.tables import results_text
from benchmarks.sweeps.tasks import SECONDS, write_territory

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).resolve().parents[1]
ASIDE = HERE.parent / "out" / "benchmarks"
"""Where partial results go: those of a full run are not replaced by them."""


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweeps", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few tasks, for a smoke test")
    parser.add_argument("--tasks", type=int, default=64, help="of 100 ms (64)")
    parser.add_argument("--empties", type=int, default=2000, help="empty tasks (2000)")
    parser.add_argument("--rounds", type=int, default=3, help="medians of so many (3)")
    parser.add_argument("--workers", type=int, default=2, help="processes (2)")
    parser.add_argument("--results", type=int, default=100_000, help="in the store (100000; 0: no)")
    parser.add_argument("--parents", default="1000,10000", help="runs of the parents measured")
    parser.add_argument(
        "--focus-runs", type=int, default=0, help="runs of the focus area over ten years (0: no)"
    )
    parser.add_argument("--focus-folder", type=Path, help="where that sweep is kept, to go on")
    parser.add_argument("--fraction", type=float, default=0.02, help="of the focus recording")
    parser.add_argument("--only", default="", help="peers, separated by ;")
    parser.add_argument("--out", type=Path, help="folder of the results")
    options = parser.parse_args(argv)
    if options.quick:
        options.tasks, options.empties, options.rounds = 8, 100, 1
        options.results, options.parents = 2000, "100,200"
    return options


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, print and write."""
    options = parse(argv)
    names = [name for name in PEERS if not options.only or name in options.only.split(";")]
    times: dict[str, list[Timed | str]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as place:
        path = write_territory(Path(place) / "territory.npy")
        for number in range(options.rounds):  # interleaved: a slow minute hits everyone
            for name in names:
                print(f"round {number + 1}: {name}", flush=True)
                times[name].append(_timed(name, path, options))
    rows = {name: _middle(found) for name, found in times.items()}
    ours = rows.get("microville through dask")
    by_dask = 0.9  # the goal, where it is not measured in this run
    if isinstance(ours, Timed) and ours.warm:
        by_dask = options.tasks * SECONDS / (options.workers * ours.warm)
    parents = [parent_megabytes(int(text)) for text in options.parents.split(",") if text]
    store = listing(options.results) if options.results else None
    ten_years: dict[str, Any] | None = None
    if options.focus_runs:
        ten_years = focus_runs(
            options.focus_runs,
            options.fraction,
            options.workers,
            min(by_dask, 1.0),
            options.focus_folder,
        )
    text = results_text(options, _machine(), rows, parents, store, ten_years)
    print(text)
    whole = not options.quick and not options.only and options.results >= 100_000
    folder = options.out or (HERE if whole and options.focus_runs >= 1000 else ASIDE)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "RESULTS_SWEEPS.md").write_text(text, encoding="utf-8")
    print(f"Written: {folder / 'RESULTS_SWEEPS.md'}")


def _machine() -> str:
    """Return where and with what this is measured."""
    from benchmarks.report import machine  # heavy: workers import this file again

    found = machine()
    libraries = ("microville", "distributed", "joblib", "mesa")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in libraries)
    return (
        f"{found['date']}, {found['cpu']}, {found['cores']} cores, load {found['load_at_start']} "
        f"at the start, {found['system']}, Python {found['python']}; {versions}."
    )


def _timed(name: str, path: Path, options: argparse.Namespace) -> Timed | str:
    try:
        return PEERS[name](path, options.tasks, options.empties, options.workers)
    except Exception as error:  # noqa: BLE001  (a peer that fails is a row with the reason)
        return f"{type(error).__name__}: {error}"[:160]


def _middle(found: list[Timed | str]) -> Timed | str:
    good = [one for one in found if isinstance(one, Timed)]
    if not good:
        return str(found[0])

    def of(name: str) -> float | None:
        values = [getattr(one, name) for one in good]
        return None if None in values else median(values)

    return Timed(of("cold") or 0.0, of("warm"), of("empty"))


if __name__ == "__main__":  # workers are spawned: they import this file again
    main()

"""``python -m benchmarks.people``: everybody's day, months and years, in one run."""

from __future__ import annotations

import argparse
import sys
from importlib import metadata
from pathlib import Path

from benchmarks.people.daily import measure_day
from benchmarks.people.months import in_fresh_process
from benchmarks.people.tables import Results, results_json, results_text
from benchmarks.report import machine

HERE = Path(__file__).resolve().parents[1]
ASIDE = HERE.parent / "out" / "benchmarks"
"""Where partial results go: those of a full run are not replaced by them."""
SIZES, QUICK_SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000), (1_000, 4_000, 10_000)
LIBRARIES = ("microville", "mesa", "numpy", "numba")
SCENARIO = "balanced"


def parse(argv: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.people", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small crowds, 2 rounds, few months")
    parser.add_argument("--map", default="courcy-reims", metavar="NAME", help="name or folder")
    parser.add_argument("--scenario", default=SCENARIO, help="of the months")
    parser.add_argument("--sizes", type=_sizes, metavar="N,…", help="people of the crowds")
    parser.add_argument("--rounds", type=int, metavar="N", help="of a day (default 9)")
    parser.add_argument(
        "--months", type=int, metavar="N", help="of everybody (default 13; 0: none)"
    )
    parser.add_argument("--years", type=int, metavar="N", help="of everybody, for real")
    parser.add_argument("--fraction", type=float, default=1.0, help="of households outside")
    parser.add_argument("--scarcity", type=float, default=1.5, help="divides capacities of a day")
    parser.add_argument("--focus", type=int, metavar="N", help="months of the focus area (25)")
    parser.add_argument("--out", type=Path, help="folder of the results")
    options = parser.parse_args(argv)
    for name in ("rounds", "years"):
        if getattr(options, name) is not None and getattr(options, name) < 1:
            parser.error(f"--{name} takes 1 or more")
    return options


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",") if part.strip())


def say(text: str) -> None:
    """Print a line at once."""
    print(text, file=sys.stderr, flush=True)


def measure(options: argparse.Namespace, command: str, folder: Path) -> Results:
    """Measure all that is asked for; what is done is written after each part."""
    import microville as mv
    from microville.model import Microville

    about = machine()
    about["versions"] = {name: metadata.version(name) for name in LIBRARIES}
    results = Results(about, command)
    territory, scenario = mv.load_territory(options.map), mv.load_scenario(options.scenario)
    sizes = options.sizes or (QUICK_SIZES if options.quick else SIZES)
    rounds = options.rounds or (2 if options.quick else 9)
    # A part of everybody and a repetition of them: a sample would lack homes.
    for size in sizes:
        say(f"A day of {size:,} people")
        model = Microville(scenario, territory, fraction=options.fraction)
        section = measure_day(model, size, rounds, scarcity=options.scarcity)
        results.days.append(section)
        write(folder, results)
    months = options.months if options.months is not None else (2 if options.quick else 13)
    where = options.map, options.scenario
    if months:
        say(f"{months} months of everybody")
        results.month = in_fresh_process(*where, months, options.fraction)
        write(folder, results)
    alone = options.focus if options.focus is not None else (2 if options.quick else 25)
    if alone:
        say(f"{alone} months of the focus area (the full run is recorded first)")
        results.focus = in_fresh_process(*where, alone, options.fraction, focus=True)
        write(folder, results)
    if options.years:
        say(f"{options.years} years of everybody")
        results.years = in_fresh_process(*where, 12 * options.years, options.fraction)
    write(folder, results)
    return results


def write(folder: Path, results: Results) -> None:
    """Write both files, each all or nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in (
        ("RESULTS_PEOPLE.md", results_text(results)),
        ("results_people.json", results_json(results)),
    ):
        temporary = folder / f".{file}.part"
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(folder / file)


def main(argv: list[str] | None = None) -> int:
    """Run the benchmark."""
    options = parse(argv)
    words = sys.argv[1:] if argv is None else argv
    partial = options.quick or options.sizes or options.fraction != 1.0
    folder = options.out or (ASIDE if partial else HERE)
    measure(options, " ".join(["python -m benchmarks.people", *words]), folder)
    print((folder / "RESULTS_PEOPLE.md").read_text(encoding="utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())

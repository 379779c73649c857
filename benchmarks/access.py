"""``python -m benchmarks.access``: the access engine beside named peers, in one run."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from benchmarks.case import QUICK, Bench, Sizes
from benchmarks.measure import measure, say, why
from benchmarks.memory import QUERIES_MEASURED, in_fresh_process
from benchmarks.networks import SPECS, Spec
from benchmarks.queries import QUERIES
from benchmarks.report import Section, from_json, machine, results_text, section_text, to_json

HERE = Path(__file__).resolve().parent
ASIDE = HERE.parent / "out" / "benchmarks"
"""Where partial results go: those of a full run are not replaced by them."""


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def parse(argv: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.access", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small networks, 2 rounds")
    parser.add_argument(
        "--only", type=_names, default=[], metavar="QUERY,…", help=", ".join(QUERIES)
    )
    parser.add_argument(
        "--networks", type=_names, default=[], metavar="NAME,…", help=", ".join(SPECS)
    )
    parser.add_argument("--rounds", type=int, metavar="N", help="of quick rows (default 15)")
    parser.add_argument(
        "--memory",
        action=argparse.BooleanOptionalAction,
        help="measure memory in fresh processes (default: on the 50,000-node network)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        help="folder of the results (default: benchmarks for a full run, else out/benchmarks)",
    )
    parser.add_argument(
        "--again",
        action="store_true",
        help="measure --networks (or --only some queries) anew, in their place in full results",
    )
    options = parser.parse_args(argv)
    if options.again and (not options.networks or options.quick):
        parser.error("--again takes --networks (and --only), not --quick")
    for given, known in ((options.only, QUERIES), (options.networks, SPECS)):
        for name in given:
            if name not in known:
                parser.error(f"{name!r} is none of {', '.join(known)}")
    if options.rounds is not None and options.rounds < 1:
        parser.error("--rounds takes 1 or more")
    return options


def wanted_networks(options: argparse.Namespace) -> dict[str, Spec]:
    """Return the networks that were asked for."""
    if options.networks:
        return {name: SPECS[name] for name in options.networks}
    return {name: spec for name, spec in SPECS.items() if spec.quick or not options.quick}


def section_of(name: str, spec: Spec, options: argparse.Namespace) -> Section:
    """Measure everything on one network."""
    about = machine()
    when = f"{about['date']}, load {about['load_at_start']} before"
    section = Section(name, spec.title, goals=spec.goals, when=when)
    say(f"{spec.title}")
    try:
        bench = Bench(spec.make(), QUICK if options.quick else Sizes())
    except Exception as error:  # noqa: BLE001 - a network that is absent is reported
        section.reason = why(error)
        return section
    section.title, section.facts = bench.case.title, bench.case.describe()
    section.nodes = bench.case.node_count
    rounds = options.rounds or (2 if options.quick else 15)
    for key, query in QUERIES.items():
        if key in spec.queries and (not options.only or key in options.only):
            say(f"  {query.title}")
            section.tables[key] = measure(query, bench, rounds, few=spec.few_peers)
    asked = options.memory if options.memory is not None else spec.memory and not options.quick
    if asked:
        _add_memory(section)
    return section


def _add_memory(section: Section) -> None:
    say("  memory")
    for key in QUERIES_MEASURED:
        for row in section.tables.get(key, ()):
            if row.median_ms is not None:
                row.memory_bytes, reason = in_fresh_process(section.name, key, row.name)
                row.reason = row.reason or reason


def write(folder: Path, sections: list[Section], about: dict[str, Any], command: str) -> None:
    """Write both files after each network, each all or nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in (
        ("RESULTS.md", results_text(sections, about, command)),
        ("results.json", to_json(sections, about, command)),
    ):
        temporary = folder / f".{file}.part"
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(folder / file)


def main(argv: list[str] | None = None) -> int:
    """Run the benchmark."""
    options = parse(argv)
    partial = options.quick or ((options.only or options.networks) and not options.again)
    folder = options.out or (ASIDE if partial else HERE)
    words = sys.argv[1:] if argv is None else argv
    # What was measured anew says so in its section; the command is that of the whole.
    command = " ".join(["python -m benchmarks.access", *([] if options.again else words)])
    about = machine()
    sections: list[Section] = []
    if options.again:
        sections = from_json((folder / "results.json").read_text(encoding="utf-8"))
    for name, spec in wanted_networks(options).items():
        section = section_of(name, spec, options)
        places = [i for i, one in enumerate(sections) if one.name == name]
        if places and options.only:
            sections[places[0]].tables |= section.tables
            sections[places[0]].when += f"; {', '.join(options.only)} anew {section.when}"
        elif places:
            sections[places[0]] = section
        else:
            sections.append(section)
        print(section_text(section), flush=True)
        write(folder, sections, about, command)
    say(f"Written: {os.path.relpath(folder)}/RESULTS.md and results.json")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""``python -m tests.faults``: twenty kills, one hash (``make faults``)."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.rounds import VICTIMS, kill_once, undisturbed


def main(argv: list[str] | None = None) -> int:
    """Run the rounds; 0 if every round gave the same hash."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--times", type=int, default=20, help="kills (20)")
    parser.add_argument("--seed", type=int, default=None, help="of the moments")
    parser.add_argument(
        "--victims", default=",".join(VICTIMS), help=f"some of {', '.join(VICTIMS)}"
    )
    options = parser.parse_args(argv)
    seed = time.time_ns() % 10**6 if options.seed is None else options.seed
    luck, victims = random.Random(seed), options.victims.split(",")
    sys.path[:0] = [str(Path(__file__).parents[1])]  # the toy tasks
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="faults-") as place:
        expected = undisturbed(Path(place) / "whole")
        print(f"seed {seed}; undisturbed: {expected}", flush=True)
        for number in range(options.times):
            started = time.monotonic()
            try:
                found = kill_once(victims[number % len(victims)], Path(place) / str(number), luck)
            except (AssertionError, TimeoutError) as error:
                wrong += 1
                print(f"{number + 1:3}  {victims[number % len(victims)]:12} FAILED: {error}")
                continue
            same = found.canonical_hash == expected
            wrong += not same
            print(
                f"{number + 1:3}  {found.victim:12} killed after {found.after:3} results, "
                f"{found.kept:3} kept, {found.ended:18} {'same hash' if same else 'OTHER HASH'} "
                f"({time.monotonic() - started:.0f} s)",
                flush=True,
            )
    print(f"{options.times - wrong} of {options.times} rounds gave the same hash.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

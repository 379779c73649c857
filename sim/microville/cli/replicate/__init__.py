"""Results shown in the documentation, made again: ``python -m microville.cli.replicate docs``.

Each step writes its table and its figure, with the settings it used. Finished runs are kept, so
that what was interrupted goes on where it stopped; ``--sweeps`` draws sweeps that were done
elsewhere, and runs nothing.
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from microville.cli.replicate.choices import CHOICES, choices
from microville.cli.replicate.deciding import deciding
from microville.cli.replicate.nearby import nearby
from microville.cli.replicate.page import Asked
from microville.cli.replicate.scenarios import scenarios

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

STEPS: dict[str, Callable[[Asked], None]] = {
    "scenarios": scenarios,
    "nearby": nearby,
    **{name: partial(choices, name) for name in CHOICES},
    "break_even": deciding,
}


def main(argv: Sequence[str] | None = None) -> None:
    """Make every step, or those that are named."""
    reader = argparse.ArgumentParser(description=main.__doc__)
    reader.add_argument("docs", type=Path, help="Folder of the documentation.")
    reader.add_argument("--only", choices=sorted(STEPS), action="append", help="Repeatable.")
    reader.add_argument("--sweeps", type=Path, help="Folder of finished sweeps to draw.")
    reader.add_argument("--workers", type=int, help="Processes.")
    reader.add_argument(
        "--small", action="store_true", help="Tiny runs, to try it on a copy of the folder."
    )
    asked = reader.parse_args(argv)
    wanted = Asked(asked.docs, asked.sweeps, asked.workers, asked.small)
    for name, step in STEPS.items():
        if asked.only is None or name in asked.only:
            step(wanted)

"""Sites of the network: type, floor, start; drawn, or read from a file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from microville.parameters import Parameters

TYPES = ("military", "industrial", "scattered")
MILITARY, INDUSTRIAL, SCATTERED = range(3)
LABELS = {
    "military": ("former bases", "anciennes bases"),
    "industrial": ("industrial brownfields", "friches industrielles"),
    "scattered": ("scattered town-centre premises", "locaux diffus de centre-ville"),
}
"""Types in English and French."""
FIRST_YEAR, LAST_YEAR = 2025, 2100
SMALLEST_M2, LARGEST_M2 = 50, 2_000_000
MOST = 1_000_000
COLUMNS = ("type", "floor_m2", "start_year")


@dataclass(frozen=True, slots=True)
class Sites:
    """Sites as columns, one row a site.

    Attributes
    ----------
    kind
        Position in :data:`TYPES`.
    floor_m2
        Floor area, whole square metres.
    start_year
        Calendar year in which the cooperative starts.
    """

    kind: NDArray[np.int64]
    floor_m2: NDArray[np.int64]
    start_year: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of sites."""
        return len(self.kind)

    def some(self, start: int, stop: int) -> Sites:
        """Return the sites from ``start`` to before ``stop``."""
        rows = slice(start, stop)
        return Sites(self.kind[rows], self.floor_m2[rows], self.start_year[rows])


def draw_sites(count: int, parameters: Parameters, seed: int = 1) -> Sites:
    """Return a drawn network; a smaller one is the start of a larger one of the same seed.

    Types come by their shares, floors between half and twice the type's own (each doubling as
    likely), starts over the years of the network's growth.

    Parameters
    ----------
    count
        Number of sites.
    parameters
        Group ``site_types``.
    seed
        Any whole number from 0.

    Raises
    ------
    InputError
        If the number or the seed cannot be used, or shares of types exceed one.
    """
    if not 1 <= count <= MOST:
        raise InputError(f"A network of {count} sites cannot be drawn.", hint="From 1 to 1000000.")
    if seed < 0:
        raise InputError(f"The seed is {seed}.", hint="Give a whole number from 0.")
    types = parameters.site_types
    if types.military_share + types.industrial_share > 1.0:
        raise InputError(
            "More than all sites would be bases or brownfields.",
            hint="Lower site_types.military_share or site_types.industrial_share.",
        )
    rows = np.arange(count, dtype=np.uint64)
    chance = rng.below(seed, rng.stream("network.type"), 1_000_000, rows)
    bases = round(types.military_share * 1_000_000)
    brownfields = bases + round(types.industrial_share * 1_000_000)
    kind = np.where(chance < bases, MILITARY, np.where(chance < brownfields, INDUSTRIAL, SCATTERED))
    middle = np.array(
        [types.floor_military_m2, types.floor_industrial_m2, types.floor_scattered_m2]
    )[kind]
    # Twice a uniform number: the first half doubles from a half to one, the second to two.
    at = rng.below(seed, rng.stream("network.floor"), 2_000_000, rows) / 1_000_000
    factor = np.where(at < 1.0, 0.5 + 0.5 * at, at)
    years = rng.below(seed, rng.stream("network.start"), types.start_years, rows)
    return Sites(
        kind.astype(np.int64),
        np.rint(middle * factor).astype(np.int64),
        FIRST_YEAR + years,
    )


def make_sites(rows: Sequence[tuple[str, float, int]]) -> Sites:
    """Return sites from (type, floor in m², start year).

    Raises
    ------
    InputError
        With every row that cannot be used.
    """
    problems = [
        f"site {number}: {text}"
        for number, row in enumerate(rows, start=1)
        for text in _problems(*row)
    ]
    if not rows:
        problems = ["there is no site"]
    if problems:
        raise InputError("; ".join(problems) + ".", hint="A row is type, floor_m2, start_year.")
    return Sites(
        np.array([TYPES.index(kind) for kind, _, _ in rows], dtype=np.int64),
        np.array([round(floor) for _, floor, _ in rows], dtype=np.int64),
        np.array([year for _, _, year in rows], dtype=np.int64),
    )


def _problems(kind: str, floor: float, year: int) -> list[str]:
    found = []
    if kind not in TYPES:
        found.append(f"{kind!r} is none of {', '.join(TYPES)}")
    if not SMALLEST_M2 <= floor <= LARGEST_M2:
        found.append(f"its floor is {floor:g} m2, not between {SMALLEST_M2} and {LARGEST_M2}")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        found.append(f"it starts in {year}, not between {FIRST_YEAR} and {LAST_YEAR}")
    return found


def read_sites(path: Path) -> Sites:
    """Return the sites of a CSV file with the columns type, floor_m2, start_year.

    Raises
    ------
    InputError
        If the file cannot be read, lacks a column, or holds a value that cannot be used.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            table = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read ({type(error).__name__}).") from error
    missing = [name for name in COLUMNS if not table or table[0].get(name) is None]
    if missing:
        raise InputError(
            f"{path} has no column {', '.join(missing)}, or no row.",
            hint=f"Its first line should be {','.join(COLUMNS)}.",
        )
    rows = []
    for line, row in enumerate(table, start=2):
        try:
            rows.append((row["type"].strip(), float(row["floor_m2"]), int(row["start_year"])))
        except (TypeError, ValueError, AttributeError) as error:
            raise InputError(
                f"{path}:{line}: floor_m2 and start_year must be numbers.",
                hint="For example: industrial,12000,2027",
            ) from error
    return make_sites(rows)

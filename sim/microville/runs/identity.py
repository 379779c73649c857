"""What a run is: its id before it starts, the canonical hash of what it gave."""

from __future__ import annotations

import hashlib
import json
import platform
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from microville import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from microville.scenario import Scenario

PACKAGES = (
    "mesa",
    "numpy",
    "numba",
    "scipy",
    "pandas",
    "geopandas",
    "shapely",
    "pyproj",
    "networkx",
    "osmnx",
    "osmium",
    "pydantic",
    "matplotlib",
)


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Return the SHA-256 of the package's own source, so that a run names the code it ran with."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256(__version__.encode())
    for path in sorted(root.rglob("*.py")):
        digest.update(str(path.relative_to(root).as_posix()).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def package_versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that results may depend on."""
    found = {"python": platform.python_version(), "microville": __version__}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def run_id(scenario: Scenario, territory_hash: str, seed: int) -> str:
    """Return the identity of a run: a hash of code, territory, resolved scenario and seed."""
    return run_ids(scenario, territory_hash, (seed,))[0]


def run_ids(scenario: Scenario, territory_hash: str, seeds: Sequence[int]) -> list[str]:
    """Return :func:`run_id` for each of several seeds; the scenario is written out once."""
    said = {"code": code_hash(), "territory": territory_hash, "scenario": scenario.resolved()}
    found = []
    for seed in seeds:
        text = json.dumps(said | {"seed": seed}, sort_keys=True)
        found.append(hashlib.sha256(text.encode()).hexdigest()[:32])
    return found


def canonical_hash(tables: Iterable[pd.DataFrame]) -> str:
    """Return the SHA-256 of tables, independent of row order, file format and library versions.

    Rows become text (integers as they are; floats, which are rounded already, in Python's shortest
    exact form) and are sorted.
    """
    digest = hashlib.sha256()
    for table in tables:
        digest.update(("\t".join(map(str, table.columns)) + "\n").encode())
        columns = [table[name].tolist() for name in table.columns]
        lines = sorted("\t".join(map(repr, row)) for row in zip(*columns, strict=True))
        digest.update("\n".join(lines).encode())
    return digest.hexdigest()

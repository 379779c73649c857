"""One-at-a-time studies kept in the cache, by what they depend on."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from microville.paths import cache_dir
from microville.runs.identity import run_id
from microville.runs.sensitivity import OneAtATime, one_at_a_time
from microville.territory import content_hash

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from microville.scenario import Scenario
    from microville.territory import Territory


def stored_one_at_a_time(
    scenario: Scenario,
    study: OneAtATime,
    territory: Territory,
    *,
    map_name: str,
    seed: int = 1,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Return :func:`one_at_a_time`, from the cache where all it depends on is the same."""
    import pandas as pd

    key = f"{run_id(scenario, content_hash(territory), seed)} {study!r}"
    path = cache_dir() / "studies" / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.parquet"
    if path.is_file():
        try:
            return pd.read_parquet(path)
        except (OSError, ValueError):
            path.unlink(missing_ok=True)
    table = one_at_a_time(
        scenario, study, territory, map_name=map_name, seed=seed, workers=workers, progress=progress
    )
    _keep(table, path)
    return table


def _keep(table: pd.DataFrame, path: Path) -> None:
    """Keep a table for the next time; a full disk only costs that."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".parquet")
        os.close(handle)
        table.to_parquet(name, index=False)
        Path(name).replace(path)
    except OSError:
        return

"""A comparison on disk: tables, runs and manifest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from microville.runs.identity import code_hash, package_versions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from microville.runs.comparison import Comparison
    from microville.sweeps import Outcome


def store(
    comparison: Comparison,
    folder: Path,
    *,
    sensitivity: pd.DataFrame | None = None,
    headlines: Sequence[Outcome] = (),
    reach: pd.DataFrame | None = None,
) -> None:
    """Write tables, runs and manifest into a folder that exists."""
    comparison.indicators().to_parquet(folder / "indicators.parquet", index=False)
    comparison.differences().to_parquet(folder / "differences.parquet", index=False)
    gains = comparison.gains()
    if len(gains):
        gains.to_parquet(folder / "gains.parquet", index=False)
    for (name, seed), result in sorted(comparison.results.items()):
        result.save(folder / "runs" / f"{name}-{seed}")
    if sensitivity is not None:
        sensitivity.to_parquet(folder / "sensitivity.parquet", index=False)
    if reach is not None:
        reach.to_parquet(folder / "site_reach.parquet", index=False)
    manifest = comparison.manifest() | {
        "canonical_hashes": comparison.hashes(),
        "headlines": [{"indicator": h.indicator, "group": h.group} for h in headlines],
        "code_hash": code_hash(),
        "versions": package_versions(),
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")

"""The few lines that ``microville access`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from microville.access.study import AccessStudy


def areas_table(areas: gpd.GeoDataFrame) -> str:
    """Return isochrones as lines: minutes, size and what lies inside."""
    head = ("profile", "minutes", "km²", "inhabitants", "services")
    rows = [
        (
            row["profile"],
            f"{row['minutes']:g}",
            f"{row['area_km2']:.2f}",
            _known(row["inhabitants"]),
            _known(row["services"]),
        )
        for row in areas.drop(columns="geometry").to_dict("records")
    ]
    return aligned([head, *rows])


def study_table(study: AccessStudy) -> str:
    """Return a study as lines: mean score, complete homes, worst and best commune."""
    head = ("profile", "minutes", "mean place score", "all functions complete", "worst", "best")
    rows = [
        (
            row["profile"],
            f"{row['minutes']:g}",
            _decimals(row["mean_place_score"]),
            "unknown" if row["complete_share"] is None else f"{row['complete_share']:.0%} of homes",
            _commune(row["worst"]),
            _commune(row["best"]),
        )
        for row in study.summary()
    ]
    lines = [aligned([head, *rows])] if rows else []
    lines.append(f"{study.home_count} homes; means over dwellings.")
    if study.unknown:
        lines.append(f"Not known on this map: {', '.join(study.unknown)}; left out of the scores.")
    if study.capacity:
        jobs = [name for name, unit in study.capacity.items() if unit == "jobs"]
        lines.append(
            f"Capacity is jobs for {', '.join(jobs)}; each service counts 1 elsewhere."
            if jobs
            else "Capacity: each service counts 1, since jobs are not known of all."
        )
    return "\n".join(lines)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of texts as columns of equal width."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _known(count: Any) -> str:
    import pandas as pd

    return "unknown" if pd.isna(count) else f"{int(count)}"


def _decimals(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.2f}"


def _commune(line: dict[str, Any] | None) -> str:
    return "unknown" if line is None else f"{line['commune']} {line['mean_place_score']:.2f}"

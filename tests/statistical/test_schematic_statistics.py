"""The default map's streets measure like those of real cities with villages.

The ranges hold the rows of real extracts that the recipe was tuned to (docs/schematic.md): a German
and a Portuguese city region, Liechtenstein, Dreieich; a little wider where those are few.
"""

import numpy as np
import pytest
import shapely

from microville.territory.schematic import build_schematic
from microville.territory.schematic.statistics import street_statistics
from microville.territory.territory import Territory, TerritoryInfo, make_frame

pytestmark = pytest.mark.slow

RANGES = {
    "street": {
        "streets_per_node": (2.60, 2.80),
        "dead_ends": (0.16, 0.25),
        "three_way": (0.60, 0.75),
        "four_way": (0.07, 0.14),
        "five_way": (0.0, 0.012),
        "edge_median_m": (70, 92),
        "edge_mean_m": (100, 150),
        "circuity": (1.04, 1.13),
        "orientation_entropy": (3.45, 3.584),
        "density_median": (70, 110),
        "density_p90": (140, 175),
        "largest_share": (0.94, 1.0),
        "detour": (1.2, 1.42),
    },
    "all": {
        "streets_per_node": (2.58, 2.82),
        "dead_ends": (0.19, 0.27),
        "three_way": (0.55, 0.70),
        "four_way": (0.07, 0.14),
        "five_way": (0.0, 0.012),
        "edge_median_m": (42, 80),
        "edge_mean_m": (75, 170),
        "circuity": (1.05, 1.14),
        "orientation_entropy": (3.45, 3.584),
        "density_median": (80, 240),
        "density_p90": (170, 630),
        "largest_share": (0.98, 1.0),
        "detour": (1.2, 1.35),
    },
}


@pytest.fixture(scope="module")
def territory() -> Territory:
    return build_schematic()


@pytest.mark.parametrize("network", ["street", "all"])
def test_the_streets_measure_like_real_ones(territory: Territory, network: str) -> None:
    measured = street_statistics(territory, network).as_dict()
    outside = {
        name: (round(measured[name], 3), low, high)
        for name, (low, high) in RANGES[network].items()
        if not low <= measured[name] <= high
    }
    assert not outside


def _grid(size: int, step: float) -> Territory:
    """Return a square grid of streets with nothing else."""
    crs = "EPSG:2154"
    xy = np.array([(i * step, j * step) for i in range(size) for j in range(size)])
    pairs = [(a, a + 1) for a in range(size * size) if (a + 1) % size]
    pairs += [(a, a + size) for a in range(size * (size - 1))]
    u, v = np.array(pairs).T
    lines = [shapely.LineString([xy[a], xy[b]]) for a, b in pairs]
    edges = make_frame(
        "edges",
        {
            "u": u,
            "v": v,
            "length_m": shapely.length(lines),
            "road_class": "residential",
            "forward": 15,
            "backward": 15,
            "speed_kmh": 30.0,
        },
        lines,
        crs,
    )
    nodes = make_frame("nodes", {"node": np.arange(len(xy))}, shapely.points(xy), crs)
    others = ("services", "buildings", "parcels", "zones", "cells", "barriers", "landuse")
    layers = {"nodes": nodes, "edges": edges} | {
        name: make_frame(name, {}, [], crs) for name in others
    }
    info = TerritoryInfo("grid", "Grid", "Grille", crs, True, "", "", "")
    return Territory(info, layers)


def test_a_grid_has_the_statistics_of_a_grid() -> None:
    size, step = 12, 100.0
    found = street_statistics(_grid(size, step))
    # The four corners have two ends: they are joined through and are no nodes.
    sides = 4 * (size - 2)
    assert found.nodes == size * size - 4
    assert found.dead_ends == 0
    assert found.three_way == pytest.approx(sides / found.nodes)
    assert found.four_way == pytest.approx(1 - sides / found.nodes)
    assert found.edge_median_m == step
    # Streets in two directions, each counted both ways, make four equal bins but for the four
    # edges around corners, which run diagonally.
    assert found.orientation_entropy == pytest.approx(np.log(4), abs=0.15)
    assert found.largest_share == 1.0
    assert 1.1 < found.detour < 1.42

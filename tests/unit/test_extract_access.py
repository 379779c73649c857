"""Real extracts, end to end: the map, times equal networkx, a programme on a planner's own site."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from microville.access import NEVER, PROFILES, at_points, build_network, closest, find_places
from microville.access import profile as find_profile
from microville.cli.main import main
from microville.parameters import Parameters
from microville.territory.osm import build_from_osm

EXTRACTS = Path(__file__).parents[2].parent / "shared" / "osm"
FILES = ("dreieich.osm.pbf", "liechtenstein.osm.pbf")


def extract(name):
    path = EXTRACTS / name
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    return path


@pytest.mark.parametrize("name", FILES)
def test_times_on_a_real_map_equal_networkx(name):
    territory = build_from_osm(extract(name), name="real")
    places = find_places(territory)
    services = territory.layers["services"]["category"].to_numpy()
    counts = {c: int((services == c).sum()) for c in np.unique(services)}
    chosen = sorted(counts, key=lambda c: (-counts[c], c))[:3]
    assert chosen
    homes = slice(0, places.service_start)
    for name_of_profile in PROFILES:
        network = build_network(territory, find_profile(name_of_profile, Parameters()), places.xy)
        graph = nx.DiGraph()
        graph.add_nodes_from(range(network.node_count))
        tails, heads, weight = (part.tolist() for part in network.arcs())
        for tail, head, ms in zip(tails, heads, weight, strict=True):
            # Searched backwards, from the services: turn the arcs.
            if not graph.has_edge(head, tail) or graph[head][tail]["weight"] > ms:
                graph.add_edge(head, tail, weight=ms)
        for category in chosen:
            rows = np.flatnonzero(services == category)
            points = places.services[rows]
            times, _ = closest(network, points, rows.astype(np.int32))
            # One artificial source carries each service's leg.
            source = network.node_count
            graph.add_node(source)
            for point in points.tolist():
                node, leg = int(network.point_node[point]), int(network.point_leg_ms[point])
                if node < 0:
                    assert name_of_profile == "wheelchair"  # nothing to roll on near the door
                    continue
                if not graph.has_edge(source, node) or graph[source][node]["weight"] > leg:
                    graph.add_edge(source, node, weight=leg)
            truth = nx.single_source_dijkstra_path_length(graph, source)
            graph.remove_node(source)
            expected = np.full(network.node_count, int(NEVER), dtype=np.int64)
            for node, ms in truth.items():
                if node != source:
                    expected[node] = ms
            np.testing.assert_array_equal(times[:, 0], expected)
            seen = at_points(network, times, homes)[:, 0].astype(np.int64)
            legs = network.point_leg_ms[homes] + network.profile.fixed_ms
            there = expected[network.point_node[homes]]
            there[network.point_node[homes] < 0] = NEVER
            np.testing.assert_array_equal(seen, np.where(there == NEVER, int(NEVER), there + legs))


def test_a_programme_runs_on_a_planners_own_map(tmp_path, monkeypatch, capsys):
    path = extract("liechtenstein.osm.pbf")
    monkeypatch.setenv("MICROVILLE_MAPS", str(tmp_path / "maps"))

    def run(*words):
        with pytest.raises(SystemExit) as stop:
            main(list(words))
        out = capsys.readouterr()
        assert not stop.value.code, out.err
        return json.loads(out.out)

    built = run(
        "map",
        "build",
        "li",
        "--pbf",
        str(path),
        "--site",
        "9.52,47.14",
        "--population",
        "37000",
        "--json",
    )
    assert built["notes"]["services_raw"] != {}
    result = run(
        "run",
        "balanced",
        "--map",
        "li",
        "--months",
        "26",
        "--fraction",
        "0.1",
        "--out",
        str(tmp_path / "run"),
        "--json",
    )
    rows = {(row["indicator"], row["group"]): row["value"] for row in result["headlines"]}
    assert rows["site_jobs", "all"] > 0
    assert rows["cooperative_debt_eur", "all"] > 0
    info = run("map", "info", "li", "--json")
    assert info["population"] == 37000
    # What the map does not know is not wished for: nobody is out of reach of a school level.
    assert "upper_secondary" not in info["services"]

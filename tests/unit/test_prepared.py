"""Preparation is kept beside the map by what it depends on, and lost or broken files cost time."""

import os

import numpy as np
import pytest

from microville.access import (
    Labels,
    build_network,
    closest,
    closest_times,
    find_places,
    nodes_reached,
    profile,
    reachable,
    shortest_paths,
)
from microville.access import prepared as module
from microville.access import streets as streets_module
from microville.access.shelf import Shelf
from microville.access.sweeps import FAR
from microville.errors import InputError, TerritoryError
from microville.parameters import Parameters
from microville.territory import load_territory, save_territory

ARRAYS = ("indptr", "tails", "weight_ms", "point_node", "point_leg_ms")


@pytest.fixture
def stored(village, tmp_path, monkeypatch):
    monkeypatch.setenv("MICROVILLE_CACHE", str(tmp_path / "cache"))
    save_territory(village, tmp_path / "village")
    return tmp_path / "village"


def built(folder, who="walk", **options):
    territory = load_territory(folder)
    network = build_network(
        territory, profile(who, Parameters()), find_places(territory).xy, options=options
    )
    every = np.arange(len(network.point_node), dtype=np.int32)
    return network, closest_times(network, [every[-9:]], seen_from=every)


def files(folder):
    return sorted((folder / "prepared").glob("*"))


def same(one, other):
    return (one[1] == other[1]).all() and all(
        (getattr(one[0], name) == getattr(other[0], name)).all() for name in ARRAYS
    )


def test_what_was_prepared_is_read_again_and_nothing_is_found_twice(stored, monkeypatch):
    first = built(stored)
    assert len(files(stored)) == 1
    assert load_territory(stored).info.name == "village"  # a map is still a map

    def refuse(*_):
        raise AssertionError("it was there")

    monkeypatch.setattr(streets_module, "_build", refuse)
    assert same(built(stored), first)
    built(stored, "walk_slow")  # the same streets at another speed
    with pytest.raises(AssertionError, match="it was there"):
        built(stored, "bike")
    with pytest.raises(AssertionError, match="it was there"):
        built(stored, west_gate=False)
    monkeypatch.setattr(module, "code_hash", lambda: "other")
    with pytest.raises(AssertionError, match="it was there"):
        built(stored)


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 not an archive", None, "bit"])
def test_broken_files_are_made_again(stored, damage):
    first = built(stored)
    (path,) = files(stored)
    whole = path.read_bytes()
    if damage == "bit":
        damage = whole[:5_000] + bytes([whole[5_000] ^ 4]) + whole[5_001:]
    path.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    assert same(built(stored), first)
    assert files(stored) == [path]
    assert same(built(stored), first)


def test_what_came_with_a_map_from_elsewhere_is_not_trusted(stored, tmp_path, monkeypatch):
    first = built(stored)
    monkeypatch.setenv("MICROVILLE_CACHE", str(tmp_path / "somebody else"))
    asked = []
    build = streets_module._build
    monkeypatch.setattr(streets_module, "_build", lambda *a: asked.append(1) or build(*a))
    assert same(built(stored), first)
    assert same(built(stored), first)
    assert asked == [1]


def test_an_interruption_leaves_nothing(stored, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(module.os, "utime", interrupted)
    monkeypatch.setattr(module.Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        built(stored)
    assert files(stored) == []


def test_a_map_that_cannot_be_written_uses_the_cache(stored, tmp_path):
    (stored / "prepared").write_text("in the way")
    first = built(stored)
    assert len(list((tmp_path / "cache" / "prepared").glob("*.prepared"))) == 1
    assert same(built(stored), first)


def test_old_preparations_go(stored, monkeypatch):
    monkeypatch.setattr(module, "KEPT", 2)
    for age, who in enumerate(("walk", "bike", "car")):
        built(stored, who)
        for path in files(stored):
            os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 10 + age))
    assert len(files(stored)) == 2


def test_closing_a_street_equals_times_without_it(village):
    network = build_network(village, profile("walk", Parameters()), find_places(village).xy)
    rows = np.arange(len(network.point_node) - 9, len(network.point_node), dtype=np.int32)
    for edge in range(0, len(village.edges), 7):
        arcs = network.arcs_of(np.array([edge]))
        times = network.weight_ms.copy()
        times[arcs] = FAR
        wanted = closest(network.reweighted(times), rows, rows, k=3)
        labels = Labels(network, rows, rows, k=3)
        before = labels.packed.copy()
        labels.close_arcs(arcs)
        assert (labels.times == wanted[0]).all()
        assert (labels.owners == wanted[1]).all()
        labels.reopen_arcs(arcs)
        assert (labels.packed == before).all()


def test_paths_follow_streets(village):
    network = build_network(village, profile("bike", Parameters()), find_places(village).xy)
    count = len(network.point_node)
    rng = np.random.default_rng(4)
    origins, targets = rng.integers(0, count, (2, 40)).astype(np.int32)
    paths = shortest_paths(network, origins, targets)
    lines, metres = paths.lines(network, village), paths.length_m(network)
    wanted = reachable(network, origins, targets, limit_ms=3_600_000).to_dense().diagonal()
    assert (paths.time_ms == wanted).all()
    for i in range(40):
        assert lines[i].length == pytest.approx(metres[i], abs=0.2)
        ride = paths.time_ms[i] - network.point_leg_ms[[origins[i], targets[i]]].sum()
        assert ride == pytest.approx(metres[i] / 15 * 3600, abs=40)
        if not lines[i].is_empty:
            doors = find_places(village).xy[[origins[i], targets[i]]]
            legs = network.streets.point_m[[origins[i], targets[i]]]
            ends = np.array(lines[i].coords)[[0, -1]]
            assert np.hypot(*(ends - doors).T) == pytest.approx(legs, abs=0.2)
    indptr, node, ms = nodes_reached(network, origins[:1], limit_ms=600_000)
    assert indptr[-1] == len(node) == len(ms) > 20


def test_networks_from_arcs_know_no_streets():
    from microville.access import Network

    zero = np.zeros(1, dtype=np.int32)
    network = Network.from_arcs(zero, zero, zero, 1)
    paths = shortest_paths(network, zero, zero)
    with pytest.raises(InputError, match="knows no streets"):
        paths.length_m(network)
    with pytest.raises(TerritoryError, match="knows no edges"):
        network.arcs_of(zero)
    with pytest.raises(InputError, match="as many origins"):
        shortest_paths(network, zero, np.zeros(2, np.int32))


def test_a_shelf_with_a_bound_lets_go_of_what_was_not_asked_for():
    shelf = Shelf(most_bytes=3 * 4096)
    for name in "abc":
        shelf.put(name, {"x": np.full(8, ord(name))})
    seen = shelf.view("a")["x"]
    shelf.put("d", {"x": np.zeros(8)})
    assert [name for name in "abcd" if name in shelf] == ["a", "c", "d"]
    shelf.put("large", {"x": np.zeros(100_000)})
    assert [name for name in "abcd" if name in shelf] == []
    assert shelf.view("large")["x"].shape == (100_000,)  # the newest stays, whatever its size
    assert (seen == ord("a")).all()

"""``microville access`` as a person would use it: files that open, maps, errors, known answers."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from matplotlib.image import imread

from microville.access import (
    cumulative_cutoff,
    floating_catchment_area,
    gini_index,
    known_services,
    matrix,
    theil_decomposition,
    travel_time,
)
from microville.access import study as study_module
from microville.access.decay import Exponential
from microville.access.opportunities import gravity
from microville.access.residents import residents
from microville.access.study import MEASURES, access_study
from microville.cli.main import main
from microville.errors import InputError
from microville.figures import isochrone_map, study_map
from microville.figures.access_map_parts import PROFILE_NAMES, TEXT
from microville.parameters import Parameters
from microville.territory import categories, save_territory

X, Y = 775_000.0, 6_910_000.0


def run(*words):
    with pytest.raises(SystemExit) as stop:
        main([str(word) for word in words])
    return int(stop.value.code or 0)


@pytest.fixture(scope="module")
def folder(village, tmp_path_factory):
    """The village, stored; ``--map`` takes its folder."""
    home = tmp_path_factory.mktemp("maps") / "village"
    save_territory(village, home)
    return home


def point(x, y):
    there = gpd.GeoSeries.from_xy([X + x], [Y + y], crs=2154).to_crs(4326).iloc[0]
    return f"{there.x:.6f},{there.y:.6f}"


def speeds(**changes):
    mobility = Parameters().mobility.model_copy(update=changes)
    return Parameters().model_copy(update={"mobility": mobility})


def test_the_summary_says_what_the_frame_holds(folder, village, capsys):
    assert run("access", "--map", folder) == 0
    text = capsys.readouterr().out
    frame = travel_time(village).to_frame()
    homes = frame[frame["dwellings"] > 0]
    share = np.average(homes["complete_15"], weights=homes["dwellings"])
    mean = np.average(homes["place_score_15"], weights=homes["dwellings"])
    line = next(row for row in text.splitlines() if row.startswith("walk     15"))
    assert f"{mean:.2f}" in line
    assert f"{share:.0%} of homes" in line
    assert "West" in line
    assert "East" in line
    assert text.count("library") == 1
    assert "30 homes" in text
    assert "left out of the scores" in text


def test_json_has_profiles_thresholds_and_communes(folder, capsys):
    words = ["--profile", "bike", "--profile", "walk", "--minutes", 20, "--minutes", "5"]
    assert run("access", "--map", folder, *words, "--json") == 0
    out = capsys.readouterr()
    assert out.err == ""
    facts = json.loads(out.out)
    rows = facts["summary"]
    assert [(row["profile"], row["minutes"]) for row in rows] == [
        ("bike", 5.0), ("bike", 20.0), ("walk", 5.0), ("walk", 20.0)
    ]  # fmt: skip
    assert rows[0]["mean_place_score"] > rows[2]["mean_place_score"]
    assert {rows[2]["worst"]["commune"], rows[2]["best"]["commune"]} == {"East", "West"}
    assert {"library", "upper_secondary"} <= set(facts["unknown"])


def test_every_format_holds_the_same(folder, tmp_path, capsys):
    paths = [tmp_path / f"homes.{suffix}" for suffix in ("gpkg", "geojson", "parquet", "CSV")]
    outs = [word for path in paths for word in ("--out", path)]
    assert run("access", "--map", folder, *outs, "--profile", "walk", "--profile", "bike") == 0
    assert capsys.readouterr().out.count("Written to") == 4
    gpkg = gpd.read_file(paths[0], layer="homes")
    geojson, parquet = gpd.read_file(paths[1]), gpd.read_parquet(paths[2])
    table = pd.read_csv(paths[3])
    assert parquet.crs.to_epsg() == gpkg.crs.to_epsg() == 2154
    assert geojson.crs.to_epsg() == 4326
    columns = ["building_id", "profile", "place_score_15", "bakery_min", "complete_30"]
    for frame in (gpkg, geojson, table):
        assert len(frame) == len(parquet) == 2 * 34
        for column in columns:
            assert frame[column].tolist() == parquet[column].tolist()
    assert np.allclose(table[["x", "y"]], np.c_[parquet.geometry.x, parquet.geometry.y], atol=0.01)
    assert np.allclose(table["lon"], geojson.geometry.x, atol=1e-5)
    layers = {name: kind for name, kind in pyogrio.list_layers(paths[0])}
    assert layers == {"homes": "Point", "communes": "Polygon"}
    communes = gpd.read_file(paths[0], layer="communes")
    assert communes[["zone", "profile"]].to_numpy().tolist() == [
        ["W", "walk"], ["E", "walk"], ["W", "bike"], ["E", "bike"]
    ]  # fmt: skip
    assert communes["inhabitants"].tolist() == pytest.approx([400, 131, 400, 131], abs=0.2)


def test_isochrones_in_every_format(folder, tmp_path, capsys):
    paths = {suffix: tmp_path / f"reach.{suffix}" for suffix in ("gpkg", "geojson", "csv", "png")}
    outs = [word for path in paths.values() for word in ("--out", path)]
    words = ["--at", point(350, 350), "--minutes", 4, "--minutes", 8, "--measure", "closest"]
    assert run("access", "--map", folder, *words, *outs, "--json") == 0
    facts = json.loads(capsys.readouterr().out)["isochrones"]
    assert [row["minutes"] for row in facts] == [4, 8]
    assert set(pyogrio.list_layers(paths["gpkg"])[:, 0]) == {"isochrones", "homes", "communes"}
    areas = gpd.read_file(paths["gpkg"], layer="isochrones")
    assert areas["area_km2"].tolist() == [row["area_km2"] for row in facts]
    assert areas.area.to_numpy() / 1e6 == pytest.approx(areas["area_km2"], abs=1e-4)
    degrees = gpd.read_file(paths["geojson"])
    assert degrees["inhabitants"].tolist() == areas["inhabitants"].tolist()
    assert not {"x", "geometry"} & set(pd.read_csv(paths["csv"]).columns)
    assert_drawn(paths["png"])
    only = tmp_path / "only.gpkg"
    assert run("access", "--map", folder, *words[:2], "--out", only) == 0
    assert pyogrio.list_layers(only)[:, 0].tolist() == ["isochrones"]
    capsys.readouterr()


def assert_drawn(path):
    pixels = imread(path)
    assert pixels.shape[0] > 600
    assert pixels.shape[1] > 600
    assert pixels[..., :3].std() > 0.02
    assert len(np.unique(pixels[::3, ::3].reshape(-1, pixels.shape[-1]), axis=0)) > 50


@pytest.mark.parametrize("by", ["home", "commune"])
def test_a_map_is_drawn(folder, tmp_path, capsys, by):
    path = tmp_path / "map.png"
    assert run("access", "--map", folder, "--out", path, "--by", by, "--lang", "en") == 0
    assert_drawn(path)
    capsys.readouterr()


def test_one_row_a_commune(folder, tmp_path, capsys):
    path = tmp_path / "communes.csv"
    assert run("access", "--map", folder, "--by", "commune", "--out", path) == 0
    table = pd.read_csv(path)
    assert table["name"].tolist() == ["West", "East"]
    assert table["dwellings"].tolist() == [195, 75]
    capsys.readouterr()


def texts(figure):
    return [t.get_text() for t in figure.findobj(lambda artist: hasattr(artist, "get_text"))]


def test_maps_carry_their_marks_in_both_languages(village):
    study = access_study(village, profiles=("walk", "bike"), minutes=(5, 10))
    french, english = (texts(study_map(village, study, lang=lang)) for lang in ("fr", "en"))
    assert french.count("carte schématique") == english.count("schematic map") == 4
    assert "À vélo, 5 minutes" in french
    assert "By bicycle, 10 minutes" in english
    assert any("laissées de côté" in text for text in french)
    assert "200\u00a0m" in french
    assert any(text.startswith("Sources") for text in french)
    assert len(study_map(village, study).axes) == 5
    from microville.access import isochrones

    lon, lat = map(float, point(350, 350).split(","))
    areas = isochrones(village, lon, lat, minutes=(5, 10))
    drawn = texts(isochrone_map(village, areas, lon, lat))
    assert any(f"{areas['services'].iloc[1]} services" in text for text in drawn)
    assert set(TEXT["fr"]) == set(TEXT["en"])
    assert set(PROFILE_NAMES["fr"]) == set(PROFILE_NAMES["en"])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--out", "x.xlsx"], ".gpkg"),
        (["--out", "nowhere/x.csv"], "no folder nowhere"),
        (["--out", "file/x.csv"], "file is no folder"),
        (["--out", "folder.csv"], "is a folder"),
        (["--out", "x.png", "--measure", "closest"], "--measure score"),
        (["--at", "2.35,48.85"], "longitude 4."),
        (["--at", "here"], "LON,LAT"),
        (["--at", "nan,1"], "Earth"),
        (["--measure", "beauty"], "cumulative"),
        (["--by", "street"], "commune"),
        (["--profile", "walk", "--profile", "horse"], "wheelchair"),
        (["--minutes", "0"], "0.1"),
        (["--minutes", "soon"], "minutes"),
        (["--max-stress", "5"], "max-stress"),
        (["--lang", "de"], "fr"),
        (["--scenario", "nope"], "nope"),
    ],
)
def test_wrong_input_ends_with_2_and_leaves_nothing(folder, words, says, tmp_path, capsys,
                                                    monkeypatch):  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "folder.csv").mkdir()
    assert run("access", "--map", folder, "--out", "good.csv", *words) == 2
    out = capsys.readouterr()
    assert says in out.err
    assert "Traceback" not in out.err
    assert out.out == ""
    assert {path.name for path in tmp_path.iterdir()} == {"file", "folder.csv"}


def test_all_files_appear_or_none(folder, tmp_path, capsys, monkeypatch):
    from microville.cli import access

    def full(frame, path):
        Path(path).write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(access, "write_table", full)
    outs = ["--out", tmp_path / "a.gpkg", "--out", tmp_path / "b.csv"]
    assert run("access", "--map", folder, *outs) == 2
    assert "No space left" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_is_replaced(folder, tmp_path, capsys):
    path = tmp_path / "a.gpkg"
    for words in (["--by", "home"], ["--at", point(350, 350)]):
        assert run("access", "--map", folder, "--out", path, "--out", path, *words) == 0
    assert pyogrio.list_layers(path)[:, 0].tolist() == ["isochrones"]
    assert capsys.readouterr().out.count("Written to") == 2


def test_stress_limits_the_bicycle(village, make_map, tmp_path, capsys):
    """A short busy street, a long quiet one: who avoids stress takes the long way."""
    quiet = village.layers["edges"].assign(stress=np.uint8(1))
    busy = quiet["v"] - quiet["u"] == 1
    quiet.loc[busy & (quiet["u"] // 8 == 4), "stress"] = 4
    from microville.territory import Territory

    territory = Territory(village.info, village.layers | {"edges": quiet})
    save_territory(territory, tmp_path / "stress")
    answers = []
    for words in ([], ["--max-stress", "2"]):
        path = tmp_path / "t.parquet"
        more = ["--profile", "bike", "--out", path]
        assert run("access", "--map", tmp_path / "stress", *words, *more) == 0
        answers.append(gpd.read_parquet(path))
    capsys.readouterr()
    free, careful = (frame["grocery_min"].to_numpy() for frame in answers)
    assert (careful >= free - 0.01).all()
    assert (careful > free).any()


def test_sums_equal_those_of_one_matrix(village, monkeypatch):
    """A block at a time gives what the whole matrix gives, for every category."""
    monkeypatch.setattr(study_module, "BLOCK", 2)
    steps = []
    study = access_study(
        village,
        profiles=("walk", "car"),
        measures=MEASURES,
        minutes=(5, 10),
        report=lambda done, total: steps.append((done, total)),
    )
    assert [done for done, _ in steps] == list(range(1, steps[-1][1] + 1))
    times = travel_time(village, profile="car")
    homes = study.homes[study.homes["profile"] == "car"]
    origins = np.arange(times.places.service_start, dtype=np.int32)
    people = residents(village, times.places.buildings)
    jobs = village.services["jobs"].to_numpy()
    for name, rows in known_services(village).items():
        whole = matrix(times.network, origins, times.places.services[rows])
        ones = np.ones(len(rows))
        held = jobs[rows].astype(float) if name == "workplace" else ones
        assert study.capacity[name] == ("jobs" if name == "workplace" else "services")
        found = {
            f"count_{name}_10": cumulative_cutoff(whole, ones, minutes=10),
            f"gravity_{name}": gravity(whole, ones, decay=Exponential.from_half_life(10)),
            f"fca_{name}": floating_catchment_area(whole, people, held),
        }
        for column, values in found.items():
            assert homes[column].to_numpy() == pytest.approx(values, abs=1e-6)
    # By car everybody is within ten to twenty minutes: jobs are handed out once.
    assert people @ homes["fca_workplace"] == pytest.approx(jobs.sum(), rel=1e-4)
    assert (study.homes["count_bakery_10"] >= study.homes["count_bakery_5"]).all()


def test_communes_by_hand(village):
    study = access_study(village, minutes=(6,), measures=("closest", "score"))
    homes = study.homes
    west = study.communes.set_index("zone").loc["W"]
    mine = homes[(homes["zone"] == "W") & (homes["dwellings"] > 0)]
    # All homes of a commune are of the same size here: a plain mean.
    assert west["place_score_6"] == pytest.approx(mine["place_score_6"].mean(), abs=1e-4)
    assert west["complete_6"] == pytest.approx(mine["complete_6"].mean(), abs=1e-4)
    assert west["bakery_min"] == pytest.approx(mine["bakery_min"].mean(), abs=1e-3)
    assert west["gini_6"] == pytest.approx(gini_index(mine["place_score_6"]), abs=1e-4)
    assert "library_min" not in homes
    assert study.home_count == 30


def test_a_category_of_closed_services_is_known_and_out_of_reach(village):
    services = village.layers["services"]
    status = services["status"].where(services["category"] != "bakery", "closed")
    status = status.where(services["category"] != "pharmacy", "unknown")
    from microville.territory import Territory

    changed = Territory(village.info, village.layers | {"services": services.assign(status=status)})
    times = travel_time(changed)
    assert "bakery" in times.names
    assert "pharmacy" in times.unknown
    frame = times.to_frame()
    assert frame["bakery_min"].isna().all()
    assert "pharmacy_min" not in frame
    assert not frame["complete_30"].any()
    before = travel_time(village).to_frame()
    assert (frame["supplying_30"] < before["supplying_30"]).any()
    # What is not known leaves the share: the pharmacy was within reach of some only.
    essential = [n for n in times.names if categories()[n].function == "caring"]
    assert "pharmacy" not in essential
    study = access_study(changed, measures=("cumulative", "fca"))
    assert (study.homes["count_bakery_30"] == 0).all()
    assert (study.homes["fca_bakery"] == 0).all()


def test_the_k_th_closest_is_farther(village):
    first, second, third = (travel_time(village, k=k) for k in (1, 2, 3))
    assert (first.time_ms <= second.time_ms).all()
    column = first.names.index("restaurant_cafe")
    points = first.places.services[known_services(village)["restaurant_cafe"]]
    homes = np.arange(first.places.service_start, dtype=np.int32)
    ranked = np.sort(matrix(first.network, homes, points), axis=1)
    assert (second.time_ms[:, column] == ranked[:, 1]).all()
    assert (third.time_ms[:, column] == ranked[:, 2]).all()
    assert np.isnan(second.minutes_to("grocery")).all()
    with pytest.raises(InputError, match="k = 1"):
        travel_time(village, k=0)


def test_inequality_of_scores_and_minutes(village):
    times = travel_time(village)
    found = times.inequality(minutes=6)
    people, score = times.residents(), times.score(6)
    assert people.sum() == pytest.approx(531)
    assert found.people == pytest.approx(531)
    assert found.left_out == 0
    assert found.gini == pytest.approx(gini_index(score, people))
    zone = village.buildings["zone"].to_numpy()[times.places.buildings]
    assert found.theil.total == pytest.approx(theil_decomposition(score, zone, people).total)
    assert set(found.theil.groups) == {"E", "W"}
    minutes = times.inequality(category="bakery", weights="dwellings")
    assert minutes.people == 270
    assert 0 < minutes.gini < 1
    with pytest.raises(InputError, match="bakery"):
        times.inequality(category="library")
    with pytest.raises(InputError, match="dwellings"):
        times.inequality(weights="cars")


def test_a_wheelchair_of_the_same_speed_is_never_faster(village):
    """Steps and kerbs only close streets: at equal speed no way is shorter."""
    same = speeds(wheelchair_speed_kmh=3.6, walk_slow_speed_kmh=3.6)
    slow, wheels = (
        travel_time(village, profile=name, parameters=same).time_ms
        for name in ("walk_slow", "wheelchair")
    )
    assert (wheels >= slow).all()
    assert (wheels > slow).any()


def test_faster_is_never_worse(village):
    slow, fast = (
        access_study(village, parameters=speeds(walk_speed_kmh=kmh), measures=MEASURES).homes
        for kmh in (4.0, 5.5)
    )
    rising = [c for c in slow.columns if c.startswith(("place_score", "count", "gravity"))]
    assert (fast[rising] >= slow[rising]).all(axis=None)
    minutes = [column for column in slow.columns if column.endswith("_min")]
    assert (fast[minutes] <= slow[minutes]).all(axis=None)


def test_a_study_of_nothing_is_an_error(village):
    for wrong in ({"measures": ()}, {"measures": ("beauty",)}, {"minutes": ()},
                  {"minutes": (-1,)}, {"profiles": ("horse",)}, {"categories": ("pub",)}):  # fmt: skip
        with pytest.raises(InputError):
            access_study(village, **wrong)

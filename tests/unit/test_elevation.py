"""Heights from a raster: exact on a plane, honest where the raster says nothing."""

import sys

import numpy as np
import pytest

from microville.errors import MicrovilleError, TerritoryError
from microville.territory.elevation import bilinear, with_elevation
from microville.territory.store import content_hash, read_territory, save_territory

rasterio = pytest.importorskip("rasterio")
# rasterio multiplies transforms in a way that the library affine will no longer want
pytestmark = pytest.mark.filterwarnings("ignore:Use `@` matmul:PendingDeprecationWarning")

WEST, NORTH = 774_900.0, 6_910_800.0  # the village lies from 775000 to 776200, 6910000 to 6910700
NODATA = -9999.0


def plane(x, y):
    return 80.0 + 0.02 * (x - WEST) - 0.01 * (y - NORTH)


def write(path, *, crs="EPSG:2154", size=25.0, width=60, height=40, nodata_from=None, scale=None):
    """A raster of the plane; columns from ``nodata_from`` on hold no data."""
    from rasterio.transform import from_origin

    x = WEST + (np.arange(width) + 0.5) * size
    y = NORTH - (np.arange(height) + 0.5) * size
    cells = plane(*np.meshgrid(x, y))
    if nodata_from is not None:
        cells[:, nodata_from:] = NODATA
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=width,
        height=height,
        count=1,
        dtype="float64",
        crs=crs,
        transform=from_origin(WEST, NORTH, size, size),
        nodata=NODATA,
    ) as out:
        if scale:
            cells, out.scales = cells / scale, (scale,)
        out.write(cells, 1)
    return path


def expected(territory):
    nodes = territory.nodes.geometry
    return plane(nodes.x.to_numpy(), nodes.y.to_numpy())


def test_a_plane_is_read_exactly(village, tmp_path):
    """Bilinear interpolation is exact on a plane: any shift of half a cell would show."""
    high = with_elevation(village, write(tmp_path / "dem.tif"))
    np.testing.assert_allclose(high.nodes["elevation_m"], expected(village), atol=5.1e-4)
    assert high.info.notes["elevation"]["nodes_without_height"] == 0
    assert high.info.notes["elevation"]["file"] == "dem.tif"
    assert village.nodes["elevation_m"].isna().all()
    scaled = with_elevation(village, write(tmp_path / "cm.tif", scale=0.01))
    np.testing.assert_allclose(scaled.nodes["elevation_m"], expected(village), atol=5.1e-4)


def test_any_projection(village, tmp_path):
    """The same plane warped to degrees by GDAL: its cells are 2 m wide, the slope 2 %."""
    from rasterio.crs import CRS
    from rasterio.warp import Resampling, calculate_default_transform, reproject

    with rasterio.open(write(tmp_path / "dem.tif")) as source:
        to = CRS.from_epsg(4326)
        transform, width, height = calculate_default_transform(
            source.crs, to, source.width, source.height, *source.bounds, resolution=2e-5
        )
        cells = np.full((height, width), NODATA)
        reproject(
            rasterio.band(source, 1),
            cells,
            dst_transform=transform,
            dst_crs=to,
            dst_nodata=NODATA,
            resampling=Resampling.bilinear,
        )
    with rasterio.open(
        tmp_path / "degrees.tif",
        "w",
        driver="GTiff",
        width=width,
        height=height,
        count=1,
        dtype="float64",
        crs=to,
        transform=transform,
        nodata=NODATA,
    ) as out:
        out.write(cells, 1)
    high = with_elevation(village, tmp_path / "degrees.tif")
    np.testing.assert_allclose(high.nodes["elevation_m"], expected(village), atol=0.05)


def test_nothing_is_made_up_where_the_raster_ends_or_is_empty(village, tmp_path):
    x = village.nodes.geometry.x.to_numpy()
    narrow = with_elevation(village, write(tmp_path / "narrow.tif", width=20)).nodes
    known = narrow["elevation_m"].notna().to_numpy()
    np.testing.assert_array_equal(known, x < WEST + 500)
    empty = with_elevation(village, write(tmp_path / "empty.tif", nodata_from=20))
    known = empty.nodes["elevation_m"].notna().to_numpy()
    np.testing.assert_array_equal(known, x < WEST + 500)
    told = empty.info.notes["elevation"]["nodes_without_height"]
    assert told == (~known).sum() > 0
    # within half a cell of the hole only cells with data count: no trace of -9999
    assert empty.nodes["elevation_m"].min() > 70


def test_heights_are_stored_and_part_of_what_the_map_is(village, tmp_path):
    high = with_elevation(village, write(tmp_path / "dem.tif", width=20))
    assert content_hash(high) != content_hash(village)
    digest = save_territory(high, tmp_path / "high")
    again = read_territory(tmp_path / "high")
    np.testing.assert_array_equal(again.nodes["elevation_m"], high.nodes["elevation_m"])
    assert content_hash(again) == digest


def test_bilinear_against_a_second_implementation():
    from scipy.interpolate import RegularGridInterpolator

    rng = np.random.default_rng(3)
    cells = rng.uniform(0, 100, (7, 9))
    column, row = rng.uniform(0.5, 8.5, 500), rng.uniform(0.5, 6.5, 500)
    truth = RegularGridInterpolator((np.arange(7) + 0.5, np.arange(9) + 0.5), cells)
    np.testing.assert_allclose(bilinear(cells, column, row), truth(np.column_stack([row, column])))


def test_rasters_that_cannot_be_used(village, tmp_path):
    with pytest.raises(TerritoryError, match="There is no file"):
        with_elevation(village, tmp_path / "missing.tif")
    (tmp_path / "text.tif").write_text("not a raster", encoding="utf-8")
    with pytest.raises(TerritoryError, match="not a raster"):
        with_elevation(village, tmp_path / "text.tif")
    with pytest.raises(TerritoryError, match="does not say where it lies"):
        with_elevation(village, write(tmp_path / "nowhere.tif", crs=None))
    with pytest.raises(TerritoryError, match="no height at any"):
        with_elevation(village, write(tmp_path / "void.tif", nodata_from=0))


def test_without_rasterio_the_hint_says_what_to_install(village, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "rasterio", None)
    with pytest.raises(MicrovilleError, match=r"microville\[elevation\]"):
        with_elevation(village, tmp_path / "dem.tif")


def test_the_command(tmp_path, monkeypatch, capsys):
    """``--elevation`` with an extract: heights end up in the stored map, and are told."""
    from pathlib import Path

    from microville.cli.main import main

    hamlet = Path(__file__).parents[1] / "fixtures" / "hamlet.osm"
    monkeypatch.setenv("MICROVILLE_MAPS", str(tmp_path / "maps"))
    with rasterio.open(
        tmp_path / "dem.tif",
        "w",
        driver="GTiff",
        width=4,
        height=4,
        count=1,
        dtype="float32",
        crs="EPSG:4326",
        transform=rasterio.transform.from_bounds(3.9, 49.2, 4.1, 49.4, 4, 4),
    ) as out:
        out.write(np.full((4, 4), 83.5, dtype="float32"), 1)
    words = ["map", "build", "h", "--xml", str(hamlet), "--elevation", str(tmp_path / "dem.tif")]
    with pytest.raises(SystemExit) as stop:
        main(words)
    said = capsys.readouterr()
    assert not stop.value.code, said.err
    assert "heights at 20 of 20 nodes" in said.out
    stored = read_territory(tmp_path / "maps" / "h")
    assert (stored.nodes["elevation_m"] == 83.5).all()

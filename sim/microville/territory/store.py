"""Territories on disk: a folder of GeoParquet layers and ``territory.json``."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from microville import __version__
from microville.errors import TerritoryError
from microville.paths import cache_dir, user_maps_dir
from microville.territory.territory import LAYERS, Option, Territory, TerritoryInfo, complete

if TYPE_CHECKING:
    import geopandas as gpd

DEFAULT_MAP = "courcy-reims"

_HASHES: WeakKeyDictionary[Territory, str] = WeakKeyDictionary()
"""Territories do not change: each is hashed once."""
_FOLDERS: WeakKeyDictionary[Territory, Path] = WeakKeyDictionary()
"""Where territories were read from."""


def content_hash(territory: Territory) -> str:
    """Return the SHA-256 of what the territory says, independent of file formats and versions.

    Columns of the schema in order; numbers as little-endian bytes; text as UTF-8; geometry as WKB
    rounded to a millimetre.
    """
    known = _HASHES.get(territory)
    if known is None:
        known = _HASHES[territory] = _content_hash(territory)
    return known


def _content_hash(territory: Territory) -> str:
    import numpy as np
    import shapely

    digest = hashlib.sha256()
    info = asdict(territory.info)
    digest.update(json.dumps(info, sort_keys=True, ensure_ascii=False).encode())
    for name in LAYERS:
        frame = territory.layers[name]
        for column in sorted(set(frame.columns) - {"geometry"}):
            digest.update(f"{name}.{column}\n".encode())
            values = frame[column]
            if values.dtype.kind in "iufb":
                array = values.to_numpy()
                if array.dtype.kind == "f":
                    # one NaN and one zero, whatever computed them
                    array = np.where(np.isnan(array), np.nan, array.round(3) + 0.0)
                    array = array.astype(values.dtype)
                digest.update(array.astype(array.dtype.newbyteorder("<")).tobytes())
            else:
                words = map(str, values.to_numpy(dtype=object).tolist())
                digest.update("\x1f".join(words).encode())
        geometry = shapely.set_precision(frame.geometry.to_numpy(), 0.001, mode="pointwise")
        digest.update(b"".join(shapely.to_wkb(geometry, byte_order=1)))
    return digest.hexdigest()


def save_territory(territory: Territory, folder: Path) -> str:
    """Write a territory folder, all or nothing, and return its content hash.

    Parameters
    ----------
    territory
        What to write.
    folder
        Where; an existing territory there is replaced.

    Raises
    ------
    TerritoryError
        If the folder exists and is not a territory, or cannot be written.
    """
    folder = Path(folder)
    if folder.exists() and not (folder / "territory.json").is_file():
        raise TerritoryError(
            f"{folder} exists and is not a territory.", hint="Choose another name or remove it."
        )
    digest = content_hash(territory)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise TerritoryError(f"Cannot write {folder}: {error.strerror}.") from error
    try:
        for name in LAYERS:
            territory.layers[name].to_parquet(temporary / f"{name}.parquet", index=False)
        bounds = territory.layers["nodes"].total_bounds
        meta = asdict(territory.info) | {
            "bbox": [round(float(value), 1) for value in bounds],
            "code_version": __version__,
            "content_hash": digest,
        }
        text = json.dumps(meta, indent=2, ensure_ascii=False) + "\n"
        (temporary / "territory.json").write_text(text, encoding="utf-8")
        temporary.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        temporary.rename(folder)
    except OSError as error:
        raise TerritoryError(f"Cannot write {folder}: {error.strerror}.") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return digest


def read_territory(folder: Path) -> Territory:
    """Read a territory folder.

    A map that an older version wrote is read too: what it lacks is filled in as unknown.

    Raises
    ------
    TerritoryError
        If the folder is not a territory or a layer cannot be read.
    """
    import geopandas as gpd

    folder = Path(folder)
    meta = read_meta(folder)
    info = _info(meta, folder)
    layers: dict[str, gpd.GeoDataFrame] = {}
    for name in LAYERS:
        path = folder / f"{name}.parquet"
        try:
            layers[name] = complete(name, gpd.read_parquet(path))
        except Exception as error:
            raise TerritoryError(
                f"{path} cannot be read ({type(error).__name__}).",
                hint="Build the map again with 'microville map build'.",
            ) from error
    territory = Territory(info, layers)
    _FOLDERS[territory] = folder.resolve()
    return territory


def folder_of(territory: Territory) -> Path | None:
    """Return the folder that a territory was read from, None if it was only built."""
    return _FOLDERS.get(territory)


def read_meta(folder: Path) -> dict[str, Any]:
    """Return what ``territory.json`` says, as a plain dictionary.

    Raises
    ------
    TerritoryError
        If the file is missing or is no JSON object.
    """
    path = Path(folder) / "territory.json"
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TerritoryError(
            f"{folder} is not a territory: territory.json is missing or unreadable.",
            hint="Build it with 'microville map build NAME --pbf FILE'.",
        ) from error
    if not isinstance(meta, dict):
        raise TerritoryError(f"{path} should hold a JSON object.")
    return meta


def _info(meta: dict[str, Any], folder: Path) -> TerritoryInfo:
    names = TerritoryInfo.__dataclass_fields__
    try:
        fields = {key: meta[key] for key in names if key in meta}
        fields["options"] = tuple(Option(**option) for option in meta.get("options", []))
        return TerritoryInfo(**fields)
    except TypeError as error:
        raise TerritoryError(f"{folder}/territory.json is incomplete: {error}.") from error


def list_territories() -> dict[str, Path | None]:
    """Return the known maps by name with their folder (None: generated when first used)."""
    found: dict[str, Path | None] = {DEFAULT_MAP: None}
    for path in sorted(user_maps_dir().iterdir()):
        if (path / "territory.json").is_file():
            found[path.name] = path
    return found


def load_territory(name: str | Path = DEFAULT_MAP) -> Territory:
    """Load a map by name, or from its folder.

    Parameters
    ----------
    name
        ``"courcy-reims"`` (made when first used, then kept in the cache), the name of a map that
        you built, or the path of a territory folder.

    Raises
    ------
    TerritoryError
        If there is no such map.
    """
    return read_territory(territory_folder(name))


def _default_folder() -> Path:
    from microville.territory.schematic import build_schematic, recipe_hash

    folder = cache_dir() / "territories" / f"{DEFAULT_MAP}-{recipe_hash()[:16]}"
    if not (folder / "territory.json").is_file():
        save_territory(build_schematic(), folder)
    return folder


def territory_folder(name: str | Path = DEFAULT_MAP) -> Path:
    """Return the folder of a map, the default one made first if need be.

    Raises
    ------
    TerritoryError
        If there is no such map.
    """
    folder = list_territories().get(str(name))
    if folder is not None:
        return folder
    if str(name) == DEFAULT_MAP:
        return _default_folder()
    if Path(name).is_dir():
        return Path(name)
    raise _unknown(name)


def _unknown(name: str | Path) -> TerritoryError:
    known = list_territories()
    near = get_close_matches(str(name), known, n=1)
    meant = f"Did you mean {near[0]!r}? " if near else ""
    return TerritoryError(
        f"There is no map {str(name)!r}.",
        hint=f"{meant}Known maps: {', '.join(known)}. Build one with 'microville map build'.",
    )

"""``microville map``: list, info, check, build, path."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from microville.cli.access import _coordinate
from microville.cli.options import Json
from microville.cli.progress import progress, say
from microville.errors import InputError

if TYPE_CHECKING:
    from microville.territory import Territory
    from microville.territory.osm.premises import Premises

app = typer.Typer(help="Maps: list, info, check, build, path.", no_args_is_help=True)


@app.command("list")
def list_command(as_json: Json = False) -> None:
    """List the known maps."""
    from microville.territory import list_territories

    known = list_territories()
    if as_json:
        print(json.dumps({name: str(path) if path else None for name, path in known.items()}))
        return
    for name, path in known.items():
        print(f"{name:<24} {path or 'default map, made when first used'}")


@app.command("info")
def info_command(
    name: Annotated[str, typer.Argument(help="Name or folder of the map.")] = "courcy-reims",
    as_json: Json = False,
) -> None:
    """Say what a map holds and where it comes from."""
    from microville.territory import content_hash, load_territory

    territory = load_territory(name)
    info = territory.info
    zones = territory.layers["zones"]
    facts: dict[str, object] = {
        "name": info.name,
        "title": info.title_en,
        "schematic": info.schematic,
        "crs": info.crs,
        "source": info.source,
        "licence": info.licence,
        "attribution": info.attribution,
        "content_hash": content_hash(territory),
        "population": int(zones["population"].sum()),
        "households": int(zones["households"].sum()),
        "layers": {layer: len(frame) for layer, frame in territory.layers.items()},
        "options": {option.name: option.default for option in info.options},
        "services": territory.layers["services"]["category"].value_counts().sort_index().to_dict(),
        "notes": info.notes,
    }
    if as_json:
        print(json.dumps(facts, ensure_ascii=False, default=str))
        return
    for key, value in facts.items():
        print(
            f"{key:<14} {json.dumps(value, ensure_ascii=False, default=str)}"
            if isinstance(value, dict)
            else f"{key:<14} {value}"
        )


@app.command("check")
def check_command(
    name: Annotated[str, typer.Argument(help="Name or folder of the map.")] = "courcy-reims",
    as_json: Json = False,
) -> None:
    """Check a map: pieces, places out of reach, lengths, what is missing or not applied.

    Ends with 1 where something makes results wrong (level "error").
    """
    from dataclasses import asdict

    from microville.territory import load_territory
    from microville.territory.checks import check_territory

    findings = check_territory(load_territory(name))
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    for finding in [] if as_json else findings:
        print(f"{finding.level:<8} {finding.count:>6}  {finding.code:<32} {finding.message}")
        if finding.ids and finding.count:
            more = " …" if finding.count > len(finding.ids) else ""
            print(f"{'':<8} {'':>6}  {'':<32} {', '.join(finding.ids)}{more}")
    if any(finding.level == "error" for finding in findings):
        raise typer.Exit(1)


@app.command("path")
def path_command(
    name: Annotated[str, typer.Argument(help="Name of the map.")] = "courcy-reims",
) -> None:
    """Print the folder of a map, made first if need be."""
    from microville.territory.store import territory_folder

    print(territory_folder(name))


@app.command("build")
def build_command(
    name: Annotated[str, typer.Argument(help="Name of the new map.")],
    pbf: Annotated[Path | None, typer.Option(help="OpenStreetMap extract (.osm.pbf).")] = None,
    xml: Annotated[Path | None, typer.Option(help="OpenStreetMap XML (.osm).")] = None,
    place: Annotated[str | None, typer.Option(help="A place, asked of OpenStreetMap.")] = None,
    bbox: Annotated[str | None, typer.Option(help="W,S,E,N, asked of OpenStreetMap.")] = None,
    schematic: Annotated[
        bool, typer.Option("--schematic", help="The default map, with --seed.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Seed of --schematic.", min=0)] = 112,
    site: Annotated[str | None, typer.Option(help="LON,LAT of a site for the programme.")] = None,
    site_type: Annotated[
        str, typer.Option(help="Type of the site: military, industrial or scattered.")
    ] = "military",
    premises: Annotated[
        Path | None,
        typer.Option(help="Scattered premises (CSV: lon,lat,floor_m2); drawn if not given."),
    ] = None,
    population: Annotated[int | None, typer.Option(help="Inhabitants.", min=1)] = None,
    elevation: Annotated[Path | None, typer.Option(help="GeoTIFF with heights in metres.")] = None,
    overpass_url: Annotated[
        str | None, typer.Option(help="Overpass server (or MICROVILLE_OVERPASS_URL).")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a map of that name.")] = False,
    as_json: Json = False,
) -> None:
    """Build a map from an OpenStreetMap extract, or from an Overpass server, and store it."""
    from microville.territory import save_territory

    given = {"--pbf": pbf, "--xml": xml, "--place": place, "--bbox": bbox}
    sources = [option for option, value in given.items() if value is not None]
    if len(sources) + schematic != 1:
        raise InputError(
            "Give one source.",
            hint="--pbf FILE, --xml FILE, --place TEXT, --bbox W,S,E,N or --schematic.",
        )
    if schematic and (site, population, site_type, premises) != (None, None, "military", None):
        raise InputError(
            "The default map has its own site and people.",
            hint="Leave --site, --site-type, --premises and --population.",
        )
    folder = _new_folder(name, force)
    where, listed = _site(site, site_type, premises)
    box = _bbox(bbox) if bbox is not None else None
    if elevation is not None and not elevation.is_file():
        raise InputError(f"There is no file {elevation}.", hint="Check its name and folder.")
    if schematic:
        from microville.territory.schematic import build_schematic

        territory = build_schematic(seed)
    elif place is not None or box is not None:
        from microville.territory.osm.overpass import build_from_overpass

        say(f"Asking for {place or bbox}; this can take minutes …", quiet=as_json)
        with progress("Asking OpenStreetMap", quiet=as_json) as report:
            territory = build_from_overpass(
                name=name,
                bbox=box,
                place=place,
                site=where,
                site_type=site_type,
                premises=listed,
                population=population,
                overpass_url=overpass_url,
                report=report,
            )
    else:
        from microville.territory.osm import build_from_osm

        path = Path(pbf or xml or "")
        say(f"Reading {path} …", quiet=as_json)
        territory = build_from_osm(
            path,
            name=name,
            site=where,
            site_type=site_type,
            premises=listed,
            population=population,
        )
    if elevation is not None:
        from microville.territory.elevation import with_elevation

        territory = with_elevation(territory, elevation)
    digest = save_territory(territory, folder)
    _tell(territory, name, folder, digest, as_json, guessed=population is None and not schematic)


def _site(
    site: str | None, site_type: str, premises: Path | None
) -> tuple[tuple[float, float] | None, list[Premises] | None]:
    """Return where the site is and its premises, once they go with its type."""
    from microville.territory.osm.premises import read_premises
    from microville.territory.osm.scattered import check_site

    where = _coordinate(site) if site is not None else None
    listed = read_premises(premises) if premises is not None else None
    check_site(where, site_type, listed)
    return where, listed


def _new_folder(name: str, force: bool) -> Path:
    """Return the folder of a new map, once its name is known to be free."""
    from microville.paths import user_maps_dir
    from microville.territory.store import DEFAULT_MAP

    if not name.replace("-", "").replace("_", "").isalnum():
        raise InputError(f"{name!r} is no name for a map.", hint="Use letters, digits, - and _.")
    if name == DEFAULT_MAP:
        raise InputError(
            f"{name!r} is the default map.", hint="Choose another name, so that both can be used."
        )
    folder = user_maps_dir() / name
    if folder.exists() and not force:
        raise InputError(
            f"There is a map {name!r} already.", hint="Choose another name, or add --force."
        )
    return folder


def _bbox(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise InputError(
            f"{text!r} is no box.", hint="Give W,S,E,N in degrees, e.g. 3.99,49.29,4.06,49.34."
        ) from None
    return west, south, east, north


def _tell(
    territory: Territory, name: str, folder: Path, digest: str, as_json: bool, *, guessed: bool
) -> None:
    """Say what was built and what to do next."""
    counts = {layer: len(frame) for layer, frame in territory.layers.items()}
    if as_json:
        built = {
            "map": name,
            "folder": str(folder),
            "content_hash": digest,
            "layers": counts,
            "notes": territory.info.notes,
        }
        print(json.dumps(built, default=str))
        return
    print(
        f"{name}: {counts['nodes']} nodes, {counts['edges']} streets, "
        f"{counts['buildings']} buildings"
    )
    print(_services(territory.info.notes, counts["services"]))
    people = int(territory.layers["zones"]["population"].sum())
    if territory.has_site:
        print(_site_line(territory))
    print(f"{people} inhabitants{' (from floor area: give --population)' if guessed else ''}")
    heights = int(territory.layers["nodes"]["elevation_m"].notna().sum())
    if heights:
        print(f"heights at {heights} of {counts['nodes']} nodes")
    print(f"content hash {digest}\nwritten to {folder}")
    print(f"Next: microville map check {name}; microville access --map {name}")


def _site_line(territory: Territory) -> str:
    buildings = territory.layers["buildings"]
    own = buildings[buildings["site"]]
    land = float(territory.layers["parcels"]["area_ha"].sum())
    drawn = ", drawn (assumed)" if territory.info.notes.get("premises_drawn") else ""
    return (
        f"{territory.site_type} site: {len(own)} buildings{drawn}, "
        f"{float(own['floor_area_m2'].sum()):.0f} m2 of floor, {land:.1f} ha"
    )


def _services(notes: dict[str, object], count: int) -> str:
    """Say how many services were found, before and after merging what stands twice."""
    raw = notes.get("services_raw")
    if not isinstance(raw, dict):
        return f"{count} services"
    return f"{sum(raw.values())} services found, {count} after merging duplicates"

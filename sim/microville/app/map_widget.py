"""The map as a widget: MapLibre drawn from files of this server, people on a canvas above."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

STATIC = Path(__file__).parent / "static"
LOADER = """
const loaded = import(new URL("/carte/static/map.js", location.href).href);
export default { async render(context) { return (await loaded).render(context); } };
"""
"""The widget's own script only fetches the real one, which the browser then keeps for all tabs."""


class MapWidget(anywidget.AnyWidget):
    """A map of the territory with the site's state, and a day of trips to watch.

    Attributes
    ----------
    address
        Where this server keeps the files of the map, for example ``"/carte/0123abcd"``.
    info
        Bounds and whether the map is schematic, see :mod:`microville.app.layers`.
    labels
        What the map says, in the reader's language.
    site
        State and use of each building and parcel.
    options
        Which gates and paths are open.
    areas
        GeoJSON of what lies within reach, empty for none.
    scores
        A byte a home, 0 to 100 (255 unknown), for the map of access; empty for none.
    day
        Trips of a day, see :mod:`microville.app.day`; empty for none.
    chosen
        Building or parcel that is marked.
    picked
        What was clicked last: ``kind``, ``name``, ``lon``, ``lat``, ``count``.
    """

    _esm = LOADER
    _css = (STATIC / "map.css").read_text(encoding="utf-8")
    address = traitlets.Unicode("").tag(sync=True)
    info = traitlets.Dict().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)
    site = traitlets.Dict().tag(sync=True)
    options = traitlets.Dict().tag(sync=True)
    areas = traitlets.Dict().tag(sync=True)
    scores = traitlets.Bytes(b"").tag(sync=True)
    day = traitlets.Bytes(b"").tag(sync=True)
    chosen = traitlets.Unicode("").tag(sync=True)
    picked = traitlets.Dict().tag(sync=True)

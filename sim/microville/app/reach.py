"""What homes reach, by function, and what lies within reach of a click; inside the worker."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.access import PROFILES, function_scores, isochrones
from microville.errors import InputError
from microville.indicators.access import home_scores, known_categories
from microville.model.access_state import MODES
from microville.model.facilities import FOLLOWED
from microville.territory.categories import FUNCTIONS, categories

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model import Microville

UNKNOWN = 255
"""Score of a function of which nothing is known."""
MINUTES = (15, 30)


def _by_function(model: Microville, mode: str, minutes: int) -> dict[str, NDArray[np.float64]]:
    """Return each home place's share of essential categories within reach, by function."""
    homes = np.arange(model.access.places.service_start, dtype=np.int32)
    chosen = known_categories(model)
    times = model.access.closest_ms(MODES.index(mode), homes)[:, chosen]
    return function_scores(times, [FOLLOWED[i] for i in chosen], categories(), minutes)


def reached(model: Microville, function: str, mode: str, minutes: int) -> dict[str, Any]:
    """Return the score of every home for drawing, and means for a table.

    Parameters
    ----------
    model
        The model as it is: what has opened or closed counts.
    function
        One of the six, or ``"all"`` for their mean.
    mode
        ``"walk"``, ``"bike"`` or ``"car"``.
    minutes
        15 or 30.

    Returns
    -------
    dict
        ``homes``: a byte a row of the map's homes (0 to 100, 255 unknown); ``means``: by function
        the mean over the inhabitants of the focus area (site included) and of the whole map.

    Raises
    ------
    InputError
        If a choice is none of these.
    """
    if function not in (*FUNCTIONS, "all") or mode not in MODES or minutes not in MINUTES:
        raise InputError(f"There is no measure {function!r}, {mode!r}, {minutes!r}.")
    scores = _by_function(model, mode, minutes)
    scores["all"] = home_scores(model, mode, minutes)
    places = model.access.places.buildings
    buildings = model.territory.layers["buildings"]
    drawn = ~buildings["site"].to_numpy()[places] & (buildings["dwellings"].to_numpy()[places] > 0)
    shown = scores.get(function)
    shares = np.full(len(places), UNKNOWN) if shown is None else np.rint(shown * 100)
    return {
        "homes": shares[drawn].astype(np.uint8).tobytes(),
        "means": {name: _means(model, values) for name, values in scores.items()},
    }


def _means(model: Microville, values: NDArray[np.float64]) -> tuple[float, float]:
    from microville.model.observables import in_focus, person_weights

    people, households = model.population.people, model.population.households
    weight = person_weights(model)
    own = values[households.home[people.household]]
    near = np.where(in_focus(model), weight, 0)
    return tuple(  # type: ignore[return-value]
        float((own * w).sum() / w.sum()) if w.sum() else 0.0 for w in (near, weight)
    )


def isochrone(model: Microville, lon: float, lat: float, profile: str) -> dict[str, Any]:
    """Return what lies within 15 and 30 minutes of a coordinate, as GeoJSON and as rows.

    Raises
    ------
    InputError
        If the profile is unknown or the coordinate is far from any street.
    """
    if profile not in PROFILES:
        raise InputError(f"There is no profile {profile!r}.", hint=f"One of {', '.join(PROFILES)}.")
    frame = isochrones(
        model.territory,
        lon,
        lat,
        minutes=MINUTES,
        profile=profile,
        parameters=model.parameters,
        options=model.inputs.options,
    )
    rows = frame.drop(columns="geometry").astype(object).where(frame.notna(), None)
    shapes = frame[["minutes", "geometry"]].to_crs(4326).iloc[::-1]
    return {
        "areas": json.loads(shapes.to_json(drop_id=True)),
        "rows": rows.to_dict(orient="records"),
    }

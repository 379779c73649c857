"""What the last twelve months of a run gave each person: compact columns of whole numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import InputError
from microville.indicators.emissions import car_euros, travel_grams
from microville.indicators.groups import AGE_BANDS, AGE_LABELS, THIRDS
from microville.model.day import ACTIVE
from microville.model.observables import in_focus
from microville.population.columns import PRESENCES

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from microville.model import Microville

MONTHS = 12
SUMS = (
    "wanted",
    "served",
    "within_15",
    "within_30",
    "trips",
    "travel_s",
    "active_s",
    "car_m",
    "co2_g",
    "car_cents",
)
"""What is added up over months: wishes; wishes served by any mode, and on foot or by bike within 15
and 30 minutes; trips; seconds of travel, and of those walked or cycled; metres by car; grams of
CO2; cents of car costs. Each month counts its typical week of five weekdays and a Saturday."""
NOTE = (
    "Synthetic people of a simulation. They are fictitious: no row describes anybody who lives or "
    "lived. Do not publish groups of fewer than 11 households."
)
FILE = "people.parquet"


class Outcomes:
    """Adds up people's typical weeks over the last twelve months of a run.

    Parameters
    ----------
    months
        Months of the run; where there are fewer than twelve, all of them count.
    """

    def __init__(self, months: int) -> None:
        self._first = max(months - MONTHS, 0)
        self._sums = np.zeros((0, len(SUMS)), np.int64)
        self._months = np.zeros(0, np.int64)

    def add(self, model: Microville) -> None:
        """Add the month that a model has just simulated, if it counts."""
        if model.month - 1 < self._first:
            return
        people = len(model.population.people)
        # A row keeps its place for ever: people who came are new rows at the end.
        more = people - len(self._months)
        self._sums = np.pad(self._sums, ((0, more), (0, 0)))
        self._months = np.pad(self._months, (0, more))
        self._sums += _week(model)
        self._months += model.population.people.alive

    def table(self, model: Microville) -> pd.DataFrame:
        """Return one row a person who lives on the map at the end, ordered by key.

        Returns
        -------
        DataFrame
            ``key`` and ``household`` (uint64 identities), ``commune`` (code of the home's zone),
            ``cell`` (200 m cell of a home in the focus area, else empty), ``focus`` (lives in the
            focus area), ``age_band``, ``third`` (of income), ``presence`` (see :func:`labels`),
            ``on_site`` (works on the site), ``weight`` (people that the row stands for), ``months``
            (of the last twelve that the person was here), then :data:`SUMS` over those months.
        """
        import pandas as pd

        people, households = model.population.people, model.population.households
        alive = np.flatnonzero(people.alive & (self._months > 0))
        rows = alive[np.argsort(people.key[alive], kind="stable")]
        own = people.household[rows]
        age = people.age(model.month)[rows]  # as in the groups of indicators
        zones = model.territory.layers["zones"]["zone"].astype(str).tolist()
        edges = [low for low, _ in AGE_BANDS[1:]]
        frame = pd.DataFrame(
            {
                "key": people.key[rows],
                "household": households.key[own],
                "commune": pd.Categorical.from_codes(households.zone[own], categories=zones),
                "cell": _cells(model, rows),
                "focus": in_focus(model)[rows].astype(np.int8),
                "age_band": np.digitize(age, edges).astype(np.int8),
                "third": households.third[own],
                "presence": households.presence[own],
                "on_site": people.on_site[rows].astype(np.int8),
                "weight": households.weight[own],
                "months": self._months[rows].astype(np.int8),
            }
        )
        sums = self._sums[rows].astype(np.int32)
        return frame.assign(**{name: sums[:, i] for i, name in enumerate(SUMS)})


def _week(model: Microville) -> NDArray[np.int64]:
    """Return what the month's typical week gave each person, in the order of :data:`SUMS`."""
    day = model.day
    columns = (
        day.wanted_by.sum(axis=1),
        day.served_by.sum(axis=1),
        day.within_by[:, :, 0].sum(axis=1),
        day.within_by[:, :, 1].sum(axis=1),
        day.trips.sum(axis=1),
        np.rint(day.trip_ms.sum(axis=1) / 1000),
        np.rint(day.trip_ms[:, list(ACTIVE)].sum(axis=1) / 1000),
        day.car_m,
        np.rint(travel_grams(model).sum(axis=1)),
        np.rint(car_euros(model) * 100),
    )
    return np.stack([np.asarray(column).astype(np.int64) for column in columns], axis=1)


def _cells(model: Microville, rows: NDArray[np.int64]) -> pd.Categorical:
    """Return the 200 m cell of the home of each focus inhabitant listed; others have none."""
    import pandas as pd
    import shapely

    cells = model.territory.layers["cells"]
    names = cells["cell"].astype(str).tolist()
    places = model.access.places
    homes = model.population.households.home[model.population.people.household[rows]]
    chosen = np.unique(homes[in_focus(model)[rows]])
    of_home = np.full(len(places.xy), -1, np.int32)
    if len(cells) and len(chosen):
        tree = shapely.STRtree(cells.geometry.to_numpy())
        which, cell = tree.query(shapely.points(places.xy[chosen]), predicate="intersects")
        # A home on the line between two cells belongs to the first.
        of_home[chosen[which[::-1]]] = cell[::-1]
    return pd.Categorical.from_codes(of_home[homes], categories=names)


def labels() -> dict[str, list[str]]:
    """Return what the numbers of ``age_band``, ``third`` and ``presence`` mean, by column."""
    return {"age_band": list(AGE_LABELS), "third": list(THIRDS), "presence": list(PRESENCES)}


def save_people(people: pd.DataFrame, path: Path) -> None:
    """Write people to a Parquet file whose metadata say that they are fictitious."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(people, preserve_index=False)
    told = {
        b"note": NOTE.encode(),
        b"labels": json.dumps(labels()).encode(),
        b"months": f"sums of typical weeks over the last {MONTHS} months".encode(),
    }
    kept: dict[Any, Any] = table.schema.metadata or {}
    pq.write_table(table.replace_schema_metadata(kept | told), path, compression="zstd")


def load_people(path: Path) -> pd.DataFrame:
    """Read people that :func:`save_people` wrote.

    Raises
    ------
    InputError
        If the file is missing or is no such table.
    """
    import pandas as pd

    try:
        people = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise InputError(
            f"{path} holds no people ({type(error).__name__}).",
            hint="Store them with: microville run SCENARIO --people",
        ) from error
    if not {"key", "commune", "cell", *SUMS} <= set(people.columns):
        raise InputError(
            f"{path} lacks columns of people.", hint="It was written by another version: run again."
        )
    # A column without any category (a map without cells) comes back as plain text.
    return people.astype(dict.fromkeys(("commune", "cell"), "category"))

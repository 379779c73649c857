"""The ``design`` table of an experiment file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast, get_args

from microville.sweeps.experiment import Design, Kind

if TYPE_CHECKING:
    from microville.sweeps.reading import Reader

MEANS: dict[str, tuple[str, ...]] = {
    "list": ("file",),
    "grid": ("levels",),
    "one_at_a_time": (),
    "latin_hypercube": ("samples", "seed"),
    "sobol": ("samples", "second_order", "seed"),
    "morris": ("samples", "levels", "seed"),
    "optimise": ("population", "generations", "samples", "seed"),
}
"""Keys that mean something to each kind of design."""

MOST_SAMPLES = 2**20
MOST_LEVELS = 1000
MOST_POPULATION = 10_000
_AT = ("design",)


def read_design(reader: Reader, value: Any) -> Design | None:
    """Return the design, or None where its kind is not known."""
    every = tuple(dict.fromkeys(("kind", *(key for keys in MEANS.values() for key in keys))))
    table = reader.table(_AT, value, every, needed=("kind",))
    if "kind" not in table:
        return None
    kind = reader.one_of((*_AT, "kind"), table["kind"], get_args(Kind))
    if not kind:
        return None
    for key in table:
        if key != "kind" and key not in MEANS[kind]:
            takes = ", ".join(MEANS[kind]) or "no other key"
            reader.tell((*_AT, key), f"this means nothing to {kind!r}, which takes {takes}.")
    default = Design(cast("Kind", kind))
    return Design(
        cast("Kind", kind),
        samples=_samples(reader, kind, table, default.samples),
        population=_whole(reader, table, "population", 4, MOST_POPULATION, default.population),
        generations=_whole(reader, table, "generations", 1, MOST_LEVELS, default.generations),
        levels=_levels(reader, kind, table, default.levels),
        second_order=reader.flag((*_AT, "second_order"), table.get("second_order", False)),
        seed=_whole(reader, table, "seed", 0, 2**32 - 1, default.seed),
    )


def _samples(reader: Reader, kind: str, table: dict[str, Any], default: int) -> int:
    default = {"morris": 10, "optimise": 1}.get(kind, default)
    found = _whole(reader, table, "samples", 1, MOST_SAMPLES, default)
    if kind == "sobol" and found & (found - 1):
        below = 1 << (found.bit_length() - 1)
        text = f"{found} is no power of two: give {below} or {2 * below}."
        reader.tell((*_AT, "samples"), text)
    return found


def _levels(reader: Reader, kind: str, table: dict[str, Any], default: int) -> int:
    if kind == "grid":
        default = 3
    found = _whole(reader, table, "levels", 2, MOST_LEVELS, default)
    if kind == "morris" and found % 2:
        reader.tell((*_AT, "levels"), f"{found} is odd: Morris needs an even number, usually 4.")
    return found


def _whole(
    reader: Reader, table: dict[str, Any], key: str, low: int, high: int, default: int
) -> int:
    if key not in table:
        return default
    found = reader.whole((*_AT, key), table[key], low, high)
    return default if found is None else found

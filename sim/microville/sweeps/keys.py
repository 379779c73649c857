"""Which keys of a scenario an experiment may set, and to what."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args

from pydantic import ValidationError

from microville import parameters
from microville.errors import InputError
from microville.population import sample_weight
from microville.scenario import Cooperative, month_index
from microville.scenario.decide import NOTHING, split_key
from microville.scenario.entry import Use
from microville.scenario.nearest import did_you_mean
from microville.scenario.programme import Cover, WorksKind

if TYPE_CHECKING:
    from microville.parameters import ParameterRow
    from microville.sweeps.experiment import Value

FRACTION = "run.fraction"
OPTION = "territory.options."
COOPERATIVE = tuple(
    f"cooperative.{name}"
    for name in ("tenure", "charter", "dialogue", "shared_culture", "co_construction", "size")
)


@lru_cache(maxsize=1)
def parameter_rows() -> dict[str, ParameterRow]:
    """Return every parameter by key, with its default range."""
    return {row.key: row for row in parameters.rows()}


def key_problem(key: str) -> str:
    """Say why a key cannot be set by an experiment; empty if it can."""
    if key in parameter_rows() or key == FRACTION or key in COOPERATIVE:
        return ""
    if key.startswith(OPTION):
        return "" if key.removeprefix(OPTION) else f"{OPTION} is followed by the name of a switch"
    if split_key(key)[0]:
        return ""
    if key in ("run.months", "months", "fraction"):
        return "set months and fraction at the top of the file, or vary 'run.fraction'"
    near = did_you_mean(key, [*parameter_rows(), FRACTION, *COOPERATIVE], list_all=False)
    return f"there is nothing called {key!r} to set{near or '. See: microville parameters'}"


def value_problem(key: str, value: Any) -> str:
    """Say why a key cannot have a value; empty if it can. The key itself must be right."""
    if key in parameter_rows():
        return parameters.problem(key, value).removeprefix(f"{key} = ").removeprefix(f"{key} ")
    if key.startswith(OPTION):
        return "" if isinstance(value, bool) else f"{short(value)} is neither true nor false"
    if key == FRACTION:
        return fraction_problem(value)
    if split_key(key)[0]:
        return _decision_problem(split_key(key)[1], value)
    try:
        Cooperative.model_validate({key.partition(".")[2]: value})
    except ValidationError as error:
        text = error.errors()[0]["msg"]
        return f"{short(value)} is not allowed: {text[:1].lower()}{text[1:]}"
    return ""


def _decision_problem(field: str, value: Any) -> str:
    """Say why a decision on a building or parcel cannot be this one; empty if it can."""
    if field == "start":
        try:
            month_index(value if isinstance(value, str) else "")
        except ValueError:
            return f'{short(value)} is no month: write it as "2027-03"'
        return ""
    choices: tuple[str, ...] = {"use": get_args(Use), "cover": get_args(Cover)}.get(field, ())
    choices = (*choices, NOTHING) if choices else get_args(WorksKind)
    if isinstance(value, str) and value in choices:
        return ""
    near = did_you_mean(value, choices, list_all=False) if isinstance(value, str) else ""
    return f"{short(value)} is not allowed{near or '.'} Allowed: {', '.join(choices)}."


def fraction_problem(value: Any) -> str:
    """Say why a value is no share of the households that can be drawn; empty if it is one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{short(value)} is no number"
    try:
        sample_weight(float(value))
    except InputError as error:
        return f"{short(value)} cannot be used. {error.hint}"
    except OverflowError:
        return f"{short(value)} cannot be used"
    return ""


def normal(key: str, value: Any) -> Value:
    """Return an allowed value in the one form that results show: a float stays a float.

    Whole parameters become int, other numbers float, so that 4 and 4.0 are one point.
    """
    row = parameter_rows().get(key)
    if row is not None:
        return int(value) if row.integer else float(value)
    if key == FRACTION:
        return float(value)
    return value  # type: ignore[no-any-return]


def short(value: object) -> str:
    """Return a value as text for a message, cut where it is long."""
    try:
        text = repr(value)
    except ValueError:  # a whole number with thousands of digits
        return "this number"
    return text if len(text) <= 60 else f"{text[:57]}..."

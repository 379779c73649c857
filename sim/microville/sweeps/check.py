"""What an experiment file says, checked: all that is wrong with it at once."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from microville.errors import InputError, ParameterError
from microville.runs.replays import MOST as MOST_RECORDINGS
from microville.scenario import Scenario, Text, list_scenarios, load_scenario
from microville.scenario.decide import split_key
from microville.scenario.nearest import did_you_mean
from microville.sweeps.count import MOST_RUNS, count_points
from microville.sweeps.experiment import GIVEN, Design, Experiment, Factor, Lever, Value
from microville.sweeps.factors import (
    levers_of,
    read_constants,
    read_levers,
    read_points,
    read_uncertainties,
)
from microville.sweeps.keys import FRACTION, fraction_problem, short
from microville.sweeps.looked_at import read_outcomes
from microville.sweeps.optimise.objectives import search_problems
from microville.sweeps.points_file import read_points_file
from microville.sweeps.reading import Reader
from microville.sweeps.sampling import read_design

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from microville.scenario.source import Source

KEYS = (
    *("question", "scenarios", "months", "fraction", "focus", "seeds", "replications", "constants"),
    *("levers", "uncertainties", "design", "points", "outcomes"),
)
NEEDED = ("question", "scenarios", "design", "outcomes")
MOST_SEEDS = 10_000
LARGEST_SEED = 2**63 - 1


def check_experiment(source: Source) -> tuple[Experiment | None, list[str]]:
    """Check what a file says.

    Returns
    -------
    tuple
        The experiment, or None; and all problems, one line each, in the order of the file.
    """
    reader = Reader(source)
    data = reader.table((), source.data, KEYS, needed=NEEDED)
    question = _question(reader, data.get("question", {"en": "", "fr": ""}))
    seeds = _seeds(reader, data)
    constants = read_constants(reader, data.get("constants", {}))
    scenarios = _scenarios(reader, data, constants | _settings(reader, data))
    design = read_design(reader, data["design"]) if "design" in data else None
    months = min((s.months for s in scenarios), default=None)
    outcomes = read_outcomes(reader, data["outcomes"], months) if "outcomes" in data else []
    given = _given(reader, data, design)
    factors = levers_of(given) or _factors(reader, data)
    _check_once(reader, constants, factors)
    _check_decisions(reader, scenarios, factors)
    if reader.problems or design is None:
        return None, reader.problems
    experiment = Experiment(
        name=source.path.stem,
        question=question,
        scenarios=tuple(scenarios),
        factors=tuple(factors),
        design=design,
        given=tuple(given),
        outcomes=tuple(outcomes),
        seeds=seeds,
        path=source.path,
        focus=reader.flag(("focus",), data.get("focus", False)),
    )
    _check_focus(reader, experiment)
    _check_size(reader, experiment)
    return (None if reader.problems else experiment), reader.problems


def _question(reader: Reader, value: Any) -> Text:
    table = reader.table(("question",), value, ("en", "fr"), needed=("en", "fr"))
    words = {key: reader.text(("question", key), text) for key, text in table.items()}
    return Text(en=words.get("en", ""), fr=words.get("fr", ""))


def _seeds(reader: Reader, data: dict[str, Any]) -> tuple[int, ...]:
    if "seeds" not in data:
        count = reader.whole(("replications",), data.get("replications", 1), 1, MOST_SEEDS)
        return tuple(range(1, (count or 1) + 1))
    if "replications" in data:
        reader.tell(("replications",), "give either 'seeds' or 'replications'.")
    found = []
    for path, item in reader.items(("seeds",), data["seeds"]):
        seed = reader.whole(path, item, 0, LARGEST_SEED)
        if seed is not None:
            found.append(seed)
    if not found or len(found) > MOST_SEEDS or len(set(found)) < len(found):
        reader.tell(("seeds",), f"give 1 to {MOST_SEEDS} different seeds.")
    return tuple(dict.fromkeys(found))


def _settings(reader: Reader, data: dict[str, Any]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    if "months" in data:
        months = reader.whole(("months",), data["months"], 1, 432)
        found |= {"run.months": months} if months else {}
    if "fraction" in data:
        told = fraction_problem(data["fraction"])
        if told:
            reader.tell(("fraction",), told)
        else:
            found["run.fraction"] = float(data["fraction"])
    return found


def _scenarios(reader: Reader, data: dict[str, Any], changes: dict[str, Value]) -> list[Scenario]:
    found: list[Scenario] = []
    for path, item in reader.items(("scenarios",), data.get("scenarios", [])):
        name = reader.text(path, item)
        file = _scenario_file(reader.source.path.parent, name) if name else None
        if name and file is None:
            known = list_scenarios()
            reader.tell(path, f"there is no scenario {short(name)}{did_you_mean(name, known)}")
        if file is None:
            continue
        try:
            found.append(load_scenario(file).update(changes))
        except ParameterError as error:
            reader.tell(("constants",), error.message.replace("\n", " "))
        except InputError as error:
            reader.tell_lines(path, error.message.splitlines())
    names = [scenario.name for scenario in found]
    if len(set(names)) < len(names):
        reader.tell(("scenarios",), "two scenarios have one name.")
    if data.get("scenarios") == []:
        reader.tell(("scenarios",), "name at least one scenario.")
    return found


def _scenario_file(folder: FilePath, name: str) -> FilePath | None:
    """Return the file of a known scenario, or of one beside the experiment's file."""
    known = list_scenarios()
    if name in known:
        return known[name]
    path = folder / name
    try:
        return path if path.suffix == ".toml" and path.is_file() else None
    except (OSError, ValueError):  # a name too long, or with a zero in it
        return None


def _given(reader: Reader, data: dict[str, Any], design: Design | None) -> list[dict[str, Value]]:
    if design is None or design.kind not in GIVEN:
        if design is not None and "points" in data:
            reader.tell(("points",), f"a design of the kind {design.kind!r} makes its own points.")
        return []
    for key in ("levers", "uncertainties"):
        if data.get(key):
            reader.tell((key,), "a list has its points; what varies stands in them.")
    file = data["design"].get("file")
    if (file is None) == ("points" not in data):
        text = "a list takes its points from [[points]], or from the CSV that 'file' names."
        reader.tell(("design",), text)
        return []
    if file is None:
        return read_points(reader, data["points"])
    name = reader.text(("design", "file"), file)
    if not name or "\0" in name:
        reader.tell(("design", "file"), "name a CSV file beside this one.")
        return []
    points, told = read_points_file(reader.source.path.parent / name)
    reader.tell_lines(("design", "file"), told)
    return points


def _factors(reader: Reader, data: dict[str, Any]) -> list[Factor]:
    return [
        *read_levers(reader, data.get("levers", {})),
        *read_uncertainties(reader, data.get("uncertainties", {})),
    ]


def _check_once(reader: Reader, constants: dict[str, Value], factors: list[Factor]) -> None:
    seen = set(constants)
    for factor in factors:
        if factor.key in seen:
            where = "constants" if factor.key in constants else "uncertainties"
            reader.tell((where,), f"{factor.key} is set in two places of this file.")
        seen.add(factor.key)


def _check_decisions(reader: Reader, scenarios: list[Scenario], factors: list[Factor]) -> None:
    """Check that each scenario plans something where a lever decides, and bears each value."""
    levers = [f for f in factors if isinstance(f, Lever) and split_key(f.key)[0]]
    for scenario, lever in product(scenarios, levers):
        for value in lever.values:
            try:
                scenario.update({lever.key: value})
            except InputError as error:
                told = error.message.replace("\n", " ")
                reader.tell(("levers", lever.key), f"{short(value)}, {scenario.name}: {told}")


def _check_focus(reader: Reader, experiment: Experiment) -> None:
    """Check that the recordings which the focus area needs are few, and fit every point."""
    if not experiment.focus:
        return
    count = len(experiment.scenarios) * len(experiment.seeds)
    if count > MOST_RECORDINGS:
        text = f"scenarios x seeds are {count} full runs to record; {MOST_RECORDINGS} are kept."
        reader.tell(("focus",), text)
    if any(factor.key == FRACTION for factor in experiment.factors):
        reader.tell(("focus",), f"{FRACTION} is that of the recordings: set fraction, not levers.")


def _check_size(reader: Reader, experiment: Experiment) -> None:
    design = experiment.design
    if design.kind == "optimise":
        for problem in search_problems(experiment):
            reader.tell(("design",), problem)
        return
    if not experiment.factors and design.kind not in ("list", "grid"):
        reader.tell(("design",), f"{design.kind!r} needs levers or uncertainties.")
        return
    if not experiment.given and design.kind in GIVEN:
        reader.tell(("design",), "there is no point.")
        return
    runs = count_points(experiment) * len(experiment.scenarios) * len(experiment.seeds)
    if runs > MOST_RUNS:
        text = f"these are more than {MOST_RUNS:,} runs: take fewer factors, levels or seeds."
        reader.tell(("design",), text)

"""A sweep's folder: everything that is needed to go on, on this machine or another."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import InputError
from microville.runs.identity import code_hash, package_versions
from microville.scenario import Text, load_scenario, to_toml
from microville.sweeps.design import Points
from microville.sweeps.experiment import Design, Experiment, Lever, Outcome, Uncertainty
from microville.sweeps.files import parquet_bytes, write_whole
from microville.sweeps.plan import ID_LENGTH, Plan
from microville.sweeps.tasks import Context

if TYPE_CHECKING:
    from pathlib import Path

    from microville.sweeps.experiment import Factor

MARK = "sweep.json"
"""Written last: a folder that holds it is complete. No other command replaces such a folder."""
PLAN, POINTS, SCENARIOS = "plan.parquet", "points.parquet", "scenarios"
OURS = {
    *(MARK, PLAN, POINTS, SCENARIOS, "runs", "packs", "failures.parquet", "progress.json"),
    *(".lock", ".owner.json"),
}


@dataclass(frozen=True, slots=True)
class Sweep:
    """A sweep as its folder says it.

    Attributes
    ----------
    folder
        Where it is.
    context
        What all runs share.
    plan
        All runs.
    about
        Contents of ``sweep.json``: question, factors, design, outcomes, map, code, versions.
    """

    folder: Path
    context: Context
    plan: Plan
    about: dict[str, Any]


def check_folder(folder: Path) -> None:
    """Check, before any work, that a sweep may be kept in a folder, and make it.

    Raises
    ------
    InputError
        If it is a file, holds something else, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        foreign = sorted(
            path.name
            for path in folder.iterdir()
            if path.name not in OURS and not path.name.startswith(".")
        )
    except OSError as error:
        raise InputError(
            f"Nothing can be written in {folder}: {error.strerror}.", hint="Choose another --out."
        ) from error
    if foreign and not (folder / MARK).is_file():
        raise InputError(
            f"{folder} holds something else than a sweep ({foreign[0]}).",
            hint="Give a new folder as --out; nothing there was touched.",
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InputError(f"Nothing can be written in {folder}.", hint="Choose another --out.")


def write_sweep(sweep: Sweep) -> None:
    """Write a sweep into its folder, which exists; the mark comes last.

    Raises
    ------
    RunError
        If it cannot be written.
    """
    folder, plan = sweep.folder, sweep.plan
    (folder / SCENARIOS).mkdir(exist_ok=True)
    for name, scenario in sweep.context.scenarios.items():
        write_whole(folder / SCENARIOS / f"{name}.toml", to_toml(scenario).encode())
    write_whole(folder / POINTS, parquet_bytes(plan.points.columns))
    columns = {
        "run_id": plan.run_ids.astype(str),
        "scenario": plan.scenario,
        "point": plan.point,
        "seed": plan.seed,
    }
    write_whole(folder / PLAN, parquet_bytes(columns))
    text = json.dumps(sweep.about, indent=2, ensure_ascii=False) + "\n"
    write_whole(folder / MARK, text.encode(), sync=True)


def describe(experiment: Experiment, context: Context, plan: Plan) -> dict[str, Any]:
    """Return what ``sweep.json`` says."""
    return {
        "kind": "sweep",
        "name": experiment.name,
        "question": experiment.question.model_dump(),
        "scenarios": list(plan.scenarios),
        "factors": [{"kind": type(f).__name__.lower(), **asdict(f)} for f in experiment.factors],
        "design": asdict(experiment.design),
        "outcomes": [asdict(outcome) for outcome in experiment.outcomes],
        "seeds": list(experiment.seeds),
        "points": plan.points.count,
        "plan_hash": plan.digest(),
        "task": context.task,
        "focus": context.focus,
        "map": {"name": context.map_name, "content_hash": context.map_hash},
        "code_hash": code_hash(),
        "versions": package_versions(),
    }


def experiment_of(sweep: Sweep) -> Experiment:
    """Return the experiment of a sweep, without the points that it writes down."""
    about = sweep.about
    factors: list[Factor] = []
    for told in about["factors"]:
        own = {name: value for name, value in told.items() if name != "kind"}
        if told["kind"] == "lever":
            factors.append(Lever(own["key"], tuple(own["values"])))
        else:
            factors.append(Uncertainty(**own))
    return Experiment(
        name=about["name"],
        question=Text(**about["question"]),
        scenarios=tuple(sweep.context.scenarios.values()),
        factors=tuple(factors),
        design=Design(**about["design"]),
        given=(),
        outcomes=sweep.context.outcomes,
        seeds=tuple(about["seeds"]),
        focus=sweep.context.focus,
    )


def read_about(folder: Path) -> dict[str, Any]:
    """Return ``sweep.json`` of a folder.

    Raises
    ------
    InputError
        If the folder holds no sweep.
    """
    path = folder / MARK
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            f"There is no sweep in {folder}.",
            hint="Start one with 'microville sweep run EXPERIMENT', or give its --out.",
        ) from error
    if not isinstance(about, dict) or about.get("kind") != "sweep":
        raise InputError(f"{path} does not describe a sweep.")
    return about


def read_sweep(folder: Path) -> Sweep:
    """Read a sweep from its folder.

    Raises
    ------
    InputError
        If the folder holds none, or a file of it is missing or damaged.
    """
    about = read_about(folder)
    try:
        plan = _read_plan(folder, about)
        context = Context(
            task=about["task"],
            scenarios={
                name: load_scenario(folder / SCENARIOS / f"{name}.toml")
                for name in about["scenarios"]
            },
            outcomes=tuple(Outcome(**outcome) for outcome in about["outcomes"]),
            map_name=about["map"]["name"],
            map_hash=about["map"]["content_hash"],
            focus=bool(about.get("focus", False)),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"The sweep in {folder} is damaged ({type(error).__name__}: {error}).",
            hint="Give 'microville sweep run' again with the same --out: results are kept.",
        ) from error
    if plan.digest() != about["plan_hash"]:
        raise InputError(
            f"The plan in {folder} is not the one that {MARK} describes.",
            hint="Give 'microville sweep run' again with the same --out: results are kept.",
        )
    return Sweep(folder, context, plan, about)


def _read_plan(folder: Path, about: dict[str, Any]) -> Plan:
    import pyarrow.parquet as pq

    table = pq.read_table(folder / PLAN)
    points = pq.read_table(folder / POINTS)
    columns = {name: points[name].to_pylist() for name in points.column_names}
    return Plan(
        scenarios=tuple(about["scenarios"]),
        points=Points(columns, int(about["points"])),
        run_ids=table["run_id"].to_numpy().astype(f"S{ID_LENGTH}"),
        scenario=table["scenario"].to_numpy().astype(np.int16),
        point=table["point"].to_numpy().astype(np.int32),
        seed=table["seed"].to_numpy().astype(np.int64),
    )

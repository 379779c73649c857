"""One run: a scenario on a territory with a seed, and what it gave."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from microville.errors import InputError
from microville.focus import FocusModel
from microville.indicators import collect
from microville.indicators.access import home_scores
from microville.model import Microville
from microville.model.governing.record import votes_by_college
from microville.runs.atomic import whole_folder
from microville.runs.identity import canonical_hash, code_hash, package_versions, run_id
from microville.runs.outcomes import FILE as PEOPLE
from microville.runs.outcomes import Outcomes, load_people, save_people
from microville.runs.warnings import check_warnings, warnings_of
from microville.scenario import carry_over
from microville.territory import content_hash

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from microville.focus import Replay
    from microville.scenario import Scenario
    from microville.territory import Territory


@dataclass(frozen=True, slots=True)
class RunResult:
    """What one run gave.

    Attributes
    ----------
    manifest
        Everything needed to trace and repeat the run; see :func:`make_manifest`. After a run also
        its hash, time, ``warnings``, and ``votes``: see
        :func:`microville.model.governing.record.votes_by_college`.
    indicators
        Long table: month, indicator, group, value, unit.
    ledger
        Entries of the cooperative: number, month, memo, account, debit and credit in cents.
    events
        What happened: month, kind, subject, value.
    homes
        One row a home place: building, zone, coordinates, inhabitants, and place scores on foot and
        by bike at the start and at the end.
    people
        One row a person with what the last twelve months gave them, where it was asked for; see
        :class:`microville.runs.outcomes.Outcomes`. The canonical hash leaves it out, so that it is
        the same with and without.
    """

    manifest: dict[str, Any]
    indicators: pd.DataFrame
    ledger: pd.DataFrame
    events: pd.DataFrame
    homes: pd.DataFrame
    people: pd.DataFrame | None = None

    @property
    def canonical_hash(self) -> str:
        """Hash of the results, the same for the same seed on any machine."""
        return str(self.manifest["canonical_hash"])

    def save(self, folder: Path) -> Path:
        """Write the run to a folder, all or nothing, and return the folder.

        Raises
        ------
        InputError
            If the folder cannot be written or holds something else.
        """
        with whole_folder(Path(folder)) as temporary:
            self.indicators.to_parquet(temporary / "indicators.parquet", index=False)
            self.ledger.to_parquet(temporary / "ledger.parquet", index=False)
            self.events.to_parquet(temporary / "events.parquet", index=False)
            self.homes.to_parquet(temporary / "homes.parquet", index=False)
            if self.people is not None:
                save_people(self.people, temporary / PEOPLE)
            text = json.dumps(self.manifest, indent=2, ensure_ascii=False) + "\n"
            (temporary / "manifest.json").write_text(text, encoding="utf-8")
        return Path(folder)


def load_run(folder: Path) -> RunResult:
    """Read a run that :meth:`RunResult.save` wrote.

    Raises
    ------
    InputError
        If the folder is no stored run.
    """
    import pandas as pd

    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        tables = {
            name: pd.read_parquet(folder / f"{name}.parquet")
            for name in ("indicators", "ledger", "events", "homes")
        }
    except (OSError, ValueError) as error:
        raise InputError(f"{folder} is no stored run ({type(error).__name__}).") from error
    people = load_people(folder / PEOPLE) if (folder / PEOPLE).is_file() else None
    return RunResult(manifest, **tables, people=people)


def run(
    scenario: Scenario,
    territory: Territory,
    *,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
    monthly: bool = True,
    people: bool = False,
    replay: Replay | None = None,
) -> RunResult:
    """Simulate a scenario on a territory for its months.

    Parameters
    ----------
    scenario
        What is assumed and decided, with ``months`` and ``fraction``.
    territory
        The map.
    seed
        Any whole number from 0.
    progress
        Called after each month with (months done, months in all).
    monthly
        False keeps indicators of the last month of each year, and of every month of the last year,
        which is faster.
    people
        True keeps what the last twelve months gave each person.
    replay
        A recording of a full run: only the focus area is simulated, with the recording's seed and
        fraction (see :mod:`microville.focus`), and the manifest says so.

    Raises
    ------
    InputError
        If seed or fraction cannot be used, or the recording does not fit.
    ScenarioError
        If the programme does not fit the territory.
    """
    import pandas as pd

    check_warnings(scenario)
    started = time.time()
    model: Microville
    if replay is None:
        model = Microville(scenario, territory, seed=seed)
    else:
        model = FocusModel(scenario, territory, replay)
        seed = model.seed_number
    homes = _homes(model)
    outcomes = Outcomes(scenario.months)
    tables = []
    for month in range(scenario.months):
        model.step()
        if people:
            outcomes.add(model)
        if monthly or month % 12 == 11 or month >= scenario.months - 12:
            tables.append(collect(model))
        if progress is not None:
            progress(month + 1, scenario.months)
    for mode in ("walk", "bike"):
        for minutes in (15, 30):
            homes[f"end_{mode}_{minutes}"] = home_scores(model, mode, minutes).round(6)
    indicators = pd.concat(tables, ignore_index=True)
    ledger = pd.DataFrame(model.cooperative.ledger.to_columns())
    events = pd.DataFrame(
        [(e.month, e.kind, e.subject, e.value) for e in model.events],
        columns=["month", "kind", "subject", "value"],
    )
    manifest = make_manifest(scenario, territory, seed)
    if replay is not None:
        names = ("scenario", "seed", "fraction", "months")
        manifest["focus_of"] = {name: replay.about[name] for name in names}
    manifest["canonical_hash"] = canonical_hash([indicators, ledger, events, homes])
    manifest["votes"] = votes_by_college(model)
    manifest["wall_seconds"] = round(time.time() - started, 2)
    kept = outcomes.table(model) if people else None
    result = RunResult(manifest, indicators, ledger, events, homes, kept)
    manifest["warnings"] = [asdict(raised) for raised in warnings_of(scenario, result)]
    return result


def make_manifest(scenario: Scenario, territory: Territory, seed: int) -> dict[str, Any]:
    """Return what is needed to trace and repeat a run.

    Its id, the seed, the territory with its hash and source, what of the programme its site has no
    place for, the resolved scenario with months, fraction and every override, every parameter with
    unit, range and source, versions of code and packages.
    """
    from microville.parameters import rows

    digest = content_hash(territory)
    info = territory.info
    carried = carry_over(scenario, territory)
    return {
        "run_id": run_id(scenario, digest, seed),
        "scenario": scenario.name,
        "seed": seed,
        "months": scenario.months,
        "fraction": scenario.fraction,
        "territory": {
            "name": info.name,
            "content_hash": digest,
            "schematic": info.schematic,
            "source": info.source,
            "licence": info.licence,
            "attribution": info.attribution,
            "site_type": territory.site_type,
        },
        "left_out": list(carried.left_out),
        "resolved": scenario.resolved(),
        "overrides": [
            {"key": o.key, "default": o.default, "value": o.value} for o in scenario.overrides
        ],
        "parameters": [asdict(row) for row in rows(scenario.parameters)],
        "code_hash": code_hash(),
        "versions": package_versions(),
    }


def _homes(model: Microville) -> pd.DataFrame:
    import pandas as pd

    from microville.model.observables import person_weights

    places = model.access.places
    rows = places.buildings
    buildings = model.territory.layers["buildings"].iloc[rows]
    people, households = model.population.people, model.population.households
    lived = pd.Series(person_weights(model)).groupby(households.home[people.household]).sum()
    frame = pd.DataFrame(
        {
            "building_id": buildings["building_id"].to_numpy(),
            "zone": buildings["zone"].to_numpy(),
            "x": places.xy[: len(rows), 0].round(2),
            "y": places.xy[: len(rows), 1].round(2),
            "persons": lived.reindex(range(len(rows)), fill_value=0).to_numpy(),
        }
    )
    for mode in ("walk", "bike"):
        for minutes in (15, 30):
            frame[f"start_{mode}_{minutes}"] = home_scores(model, mode, minutes).round(6)
    return frame

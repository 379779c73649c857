"""``microville evaluate``: impacts in euros and the 17 goals of a scenario."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from microville.cli.options import (
    Fraction,
    Json,
    Lang,
    MapName,
    Months,
    Out,
    Seeds,
    Settings,
    Workers,
    read_scenario,
)
from microville.cli.progress import progress, say
from microville.cli.publish import check_language

if TYPE_CHECKING:
    import pandas as pd

    from microville.goals import GoalResult
    from microville.impacts import Statement
    from microville.runs.comparison import Comparison


def evaluate_command(
    scenario: Annotated[str, typer.Argument(help="Name or file of the scenario.")],
    baseline: Annotated[str, typer.Option(help="What it is compared with.")] = "status_quo",
    seeds: Seeds = 2,
    months: Months = None,
    fraction: Fraction = None,
    settings: Settings = None,
    out: Out = None,
    map_name: MapName = "courcy-reims",
    workers: Workers = None,
    lang: Lang = "fr",
    as_json: Json = False,
) -> None:
    """Count a scenario's impacts in euros, and what it does to the 17 goals.

    Runs that a comparison has finished before are taken from the cache.
    """
    from microville.goals import evaluate
    from microville.impacts import commune_of, statements
    from microville.impacts.social_return import social_return
    from microville.runs.atomic import check_target
    from microville.runs.comparison import compare
    from microville.territory import load_territory

    check_language(lang)
    loaded = [read_scenario(name, settings, months, fraction) for name in (baseline, scenario)]
    target = out or Path("out") / f"evaluate-{loaded[1].name}"
    check_target(target)
    say(f"Loading the map {map_name} (made when first used: about 20 s).", quiet=as_json)
    commune_of(load_territory(map_name), loaded[1].parameters)  # a map without a site ends here
    with progress("runs, in months", quiet=as_json) as report:
        comparison = compare(
            loaded, seeds=seeds, map_name=map_name, workers=workers, progress=report
        )
    made = statements(comparison, loaded[1].name)
    results = evaluate(comparison, loaded[1].name)
    _write(target, comparison, made, results, lang)
    facts = {
        "out": str(target),
        "totals_eur": _totals(made),
        "social_return": {
            mode: social_return(comparison, loaded[1].name, mode).ratio
            for mode in next(iter(made.values())).lines
        },
        "goals": _goals(results),
    }
    print(json.dumps(facts, ensure_ascii=False) if as_json else _text(facts))


def _write(
    target: Path,
    comparison: Comparison,
    made: dict[int, Statement],
    results: tuple[GoalResult, ...],
    lang: str,
) -> None:
    from microville.figures import load_words, save_png
    from microville.figures.goals_wheel import goals_wheel
    from microville.figures.impacts_table import impacts_table
    from microville.goals import goals_table
    from microville.impacts import SIMULATED, mean_statement
    from microville.runs.atomic import whole_folder

    baseline, scenario = comparison.scenarios
    words = load_words(lang)
    title = words.pick(scenario.title.fr, scenario.title.en)
    old = words.pick(baseline.title.fr, baseline.title.en)
    end, seeds = words.month(scenario.months - 1), len(comparison.seeds)
    note = words.pick(
        f"Par rapport à « {old} », {end} ; tirages : {seeds}.",
        f"Against “{old}”, {end}; seeds: {seeds}.",
    )
    low, high = (words.euros(total) for total in _totals(made)[SIMULATED])
    span = words.pick(
        f"{note} Total simulé, selon le tirage : de {low} à {high}.",
        f"{note} Simulated total, by seed: from {low} to {high}.",
    )
    with whole_folder(target) as folder:
        _impacts(made).to_csv(folder / "impacts.csv", index=False)
        goals_table(results, lang).to_csv(folder / "goals.csv", index=False)
        mean = mean_statement(comparison, scenario.name)
        table = impacts_table(mean, lang=lang, title=title, note=span)
        save_png(table, folder / "impacts.png")
        save_png(goals_wheel(results, lang=lang, title=title, note=note), folder / "goals.png")
        text = json.dumps(comparison.manifest(), indent=2, ensure_ascii=False) + "\n"
        (folder / "manifest.json").write_text(text, encoding="utf-8")


def _impacts(made: dict[int, Statement]) -> pd.DataFrame:
    import pandas as pd

    tables = [statement.table().assign(seed=seed) for seed, statement in made.items()]
    return pd.concat(tables, ignore_index=True)


def _totals(made: dict[int, Statement]) -> dict[str, list[float]]:
    """Return the discounted total by mode: lowest and highest over seeds (EUR)."""
    modes = next(iter(made.values())).lines
    totals = {mode: [statement.total_eur(mode) for statement in made.values()] for mode in modes}
    return {mode: [round(min(each), 2), round(max(each), 2)] for mode, each in totals.items()}


def _goals(results: tuple[GoalResult, ...]) -> list[dict[str, Any]]:
    return [
        {
            "goal": result.goal.number,
            "title": result.goal.title_en,
            "status": result.status,
            "score": result.score,
            "effects": {f.evidence.indicator: f.effect for f in result.findings},
        }
        for result in results
    ]


def _text(facts: dict[str, Any]) -> str:
    lines = []
    for mode, (low, high) in facts["totals_eur"].items():
        span = f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"
        lines.append(f"{mode:<12} {span} EUR, discounted; idle site not in it")
    for mode, ratio in facts["social_return"].items():
        told = "none" if ratio is None else f"{ratio:.2f}"
        lines.append(f"{mode:<12} {told} EUR of impacts for a euro of animation and public aid")
    for goal in facts["goals"]:
        told = ", ".join(f"{name} {effect}" for name, effect in goal["effects"].items())
        lines.append(f"{goal['goal']:>2} {goal['title']:<40} {told or 'not modelled'}")
    return "\n".join([*lines, f"\nWritten to {facts['out']}/"])

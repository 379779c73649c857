"""Identity, atomic folders, paired differences."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from microville.errors import InputError
from microville.runs import canonical_hash, run_id
from microville.runs.atomic import whole_folder
from microville.runs.comparison import Comparison
from microville.runs.single import RunResult
from microville.scenario import load_scenario


def table(values=(1.5, 2.0, 3.25)):
    return pd.DataFrame(
        {"month": np.arange(len(values)), "indicator": "x", "value": np.array(values)}
    )


def test_canonical_hash_ignores_order_and_width_but_sees_every_value():
    base = canonical_hash([table()])
    assert canonical_hash([table().iloc[::-1]]) == base
    assert canonical_hash([table().astype({"month": np.int16})]) == base
    assert canonical_hash([table((1.5, 2.0, 3.2500001))]) != base
    assert canonical_hash([table((2.0, 1.5, 3.25))]) != base
    assert canonical_hash([table().rename(columns={"value": "other"})]) != base


def test_run_id_depends_on_every_input_and_not_on_names_or_order():
    scenario = load_scenario("balanced")
    base = run_id(scenario, "map", 1)
    assert run_id(scenario, "map", 1) == base
    assert run_id(scenario, "map", 2) != base
    assert run_id(scenario, "another", 1) != base
    assert run_id(scenario.update({"run.months": 119}), "map", 1) != base
    assert run_id(scenario.update({"mobility.walk_speed_kmh": 4.7}), "map", 1) != base
    assert run_id(load_scenario("status_quo"), "map", 1) != base


def test_whole_folder_appears_whole_or_not_at_all(tmp_path):
    target = tmp_path / "out"
    with pytest.raises(RuntimeError), whole_folder(target) as folder:
        (folder / "manifest.json").write_text("{}", encoding="utf-8")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
    with whole_folder(target) as folder:
        (folder / "manifest.json").write_text("{}", encoding="utf-8")
        assert not target.exists()
    with pytest.raises(RuntimeError), whole_folder(target) as folder:
        (folder / "manifest.json").write_text("[]", encoding="utf-8")
        raise RuntimeError
    assert (target / "manifest.json").read_text(encoding="utf-8") == "{}"
    with whole_folder(target) as folder:
        (folder / "manifest.json").write_text("[]", encoding="utf-8")
    assert (target / "manifest.json").read_text(encoding="utf-8") == "[]"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_whole_folder_refuses_what_is_not_ours(tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="nothing there was touched"):
        with whole_folder(tmp_path / "thesis"):
            pytest.fail("the body must not run")
    assert (tmp_path / "thesis" / "chapter.txt").is_file()


def result(values, group="all"):
    frame = pd.DataFrame(
        [(119, "site_jobs", group, value, "jobs") for value in values],
        columns=["month", "indicator", "group", "value", "unit"],
    )
    return RunResult({"canonical_hash": "h"}, frame, pd.DataFrame(), pd.DataFrame(), pd.DataFrame())


def comparison(base, other):
    names = ("status_quo", "balanced")
    scenarios = tuple(load_scenario(name) for name in names)
    results = {}
    for name, values in zip(names, (base, other), strict=True):
        for seed, value in enumerate(values, start=1):
            results[name, seed] = result([value])
    seeds = tuple(range(1, len(base) + 1))
    return Comparison(None, scenarios, seeds, results)  # type: ignore[arg-type]


def test_differences_are_paired_and_two_seeds_give_a_range_not_an_interval():
    row = comparison([100, 200], [130, 220]).differences().iloc[0]
    assert (row["baseline"], row["value"], row["difference"]) == (150, 175, 25)
    assert (row["low"], row["high"], row["seeds"]) == (20, 30, 2)


def test_intervals_are_students_t_on_the_paired_differences():
    from scipy import stats

    base, other = [10, 30, 20, 50], [14, 33, 29, 52]
    row = comparison(base, other).differences().iloc[0]
    paired = np.subtract(other, base)
    low, high = stats.t.interval(0.95, 3, loc=paired.mean(), scale=stats.sem(paired))
    assert row["low"] == pytest.approx(low)
    assert row["high"] == pytest.approx(high)
    # Unpaired spreads are far wider: pairing is what the common random numbers are for.
    assert row["high"] - row["low"] < 2 * np.std(base)


def test_generated_pages_are_up_to_date():
    from pathlib import Path

    from microville.cli.reference import indicators_page, parameters_page

    docs = Path(__file__).parents[2] / "docs"
    for name, page in (("parameters", parameters_page()), ("indicators", indicators_page())):
        assert (docs / f"{name}.md").read_text(encoding="utf-8") == page, "run 'make docs'"


def test_every_parameter_is_read_somewhere():
    from pathlib import Path

    import microville
    from microville.model.facilities import TRADES
    from microville.parameters import Parameters, rows

    root = Path(microville.__file__).parent
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in root.rglob("*.py")
        if "parameters" not in path.relative_to(root).parts
    )
    # Some are read by a name made from a category, a class or a band: f"{trade}_visits_week".
    made = {
        re.sub(r"\\\{.*?\\\}", r"[a-z0-9_]+", re.escape(pattern))
        for pattern in re.findall(r'f"([a-z0-9_]*\{[^"]*)"', text)
        if re.fullmatch(r"[a-z0-9_]*(\{[^{}]+\}[a-z0-9_]*)+", pattern)
        and len(re.sub(r"\{.*?\}", "", pattern)) >= 5
    }
    unread = [
        row.key
        for row in rows(Parameters())
        if f".{row.key.partition('.')[2]}" not in text
        and not any(re.fullmatch(one, row.key.partition(".")[2]) for one in made)
        and not row.key.startswith(("rent.", "diet."))  # by use, by group of food
        and not any(
            row.key == f"trade.{trade}_{name}" and f'"{name}"' in text
            for trade in TRADES
            for name in ("spend_eur", "purchase_share")
        )
    ]
    assert not unread, ", ".join(unread)

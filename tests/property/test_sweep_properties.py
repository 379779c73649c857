"""Any experiment file gives an experiment or clear errors; designs, plans and results hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microville.errors import InputError
from microville.paths import data_dir
from microville.runs import run_id
from microville.sweeps import Experiment, load_experiment, make_points
from microville.sweeps.count import count_points
from microville.sweeps.design import from_units
from microville.sweeps.experiment import Design, Lever, Uncertainty
from microville.sweeps.plan import make_plan
from microville.sweeps.tasks import Record

if TYPE_CHECKING:
    from pathlib import Path

WALKING = (data_dir("experiments") / "walking.toml").read_text(encoding="utf-8")
LINES = WALKING.splitlines(keepends=True)
QUICK = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def load_or_explain(path: Path, text: str) -> Experiment | None:
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        return load_experiment(path)
    except InputError as error:
        told = error.message.splitlines()
    assert told
    for line in told:
        number = line.partition(".toml:")[2].partition(":")[0].partition(",")[0]
        assert number.isdigit(), line
        assert 1 <= int(number) <= text.count("\n") + 2, line
    return None


@QUICK
@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text(tmp_path: Path, text: str) -> None:
    assert load_or_explain(tmp_path / "x.toml", text) is None


@QUICK
@given(
    st.integers(0, len(LINES) - 1),
    st.sampled_from(["drop", "double", "swap", "cut"]),
    st.integers(0, 60),
    st.sampled_from(['"', "=", "[", "]", "{", "}", "\n", "#", "9", "-", "x", "é", "'''", ".", ","]),
)
def test_any_small_accident_in_a_right_file(
    tmp_path: Path, at: int, accident: str, column: int, char: str
) -> None:
    lines = list(LINES)
    line = lines[at]
    lines[at] = {
        "drop": "",
        "double": line + line,
        "swap": line[:column] + char + line[column + 1 :],
        "cut": line[:column] + "\n",
    }[accident]
    load_or_explain(tmp_path / "x.toml", "".join(lines))


KEYS = st.sampled_from(
    [
        *("question", "en", "fr", "scenarios", "months", "fraction", "seeds", "replications"),
        *("constants", "levers", "uncertainties", "design", "points", "outcomes", "kind", "file"),
        *("samples", "levels", "second_order", "seed", "indicator", "group", "when", "low", "high"),
        *("works", "deep_months", "works.deep_months", "territory.options.x", "run.fraction"),
        *("cooperative.tenure", "cooperative.charter", "a b", "é", ""),
    ]
)
SCALARS = (
    st.integers()
    | st.floats()
    | st.booleans()
    | st.text(max_size=8)
    | st.sampled_from(["2027-03", "end", "min", "sobol", "list", "grid", "status_quo", "site_jobs"])
    | st.sampled_from(["works.deep_months", "rent.housing", "commune:51183", "owned", "p.csv"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def toml_value(value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        escaped = "".join(f"\\U{ord(c):08x}" for c in value if not 0xD800 <= ord(c) < 0xE000)
        return f'"{escaped}"'
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml_value(k)} = {toml_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    return repr(value)


RIGHT = {
    "question": {"en": "x", "fr": "y"},
    "scenarios": ["status_quo"],
    "months": 12,
    "levers": {"rent.housing": [7, 8]},
    "design": {"kind": "grid"},
    "outcomes": [{"indicator": "site_jobs"}],
}


def test_the_right_data_below_is_right(tmp_path: Path) -> None:
    text = "".join(f"{toml_value(k)} = {toml_value(v)}\n" for k, v in RIGHT.items())
    assert load_or_explain(tmp_path / "x.toml", text) is not None


@QUICK
@given(st.dictionaries(KEYS, VALUES, max_size=4), st.sets(st.sampled_from(sorted(RIGHT))))
def test_any_data(tmp_path: Path, data: dict, kept: set) -> None:
    data = {key: RIGHT[key] for key in kept} | data
    text = "".join(f"{toml_value(key)} = {toml_value(value)}\n" for key, value in data.items())
    found = load_or_explain(tmp_path / "x.toml", text)
    assert found is None or {"question", "scenarios", "design", "outcomes"} <= set(data)


@QUICK
@given(
    st.binary(max_size=80) | st.text('0123456789.,;\n"rent.housing', max_size=80).map(str.encode)
)
def test_any_table_of_points(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "p.csv").write_bytes(data)
    design = {"design": {"kind": "list", "file": "p.csv"}, "levers": {}}
    text = "".join(f"{k} = {toml_value(v)}\n" for k, v in (RIGHT | design).items())
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    told = ""
    try:
        load_experiment(tmp_path / "x.toml")
    except InputError as error:
        told = error.message
    assert not told or "p.csv:" in told


WALKING_EXPERIMENT = load_experiment("walking")
FACTORS = st.lists(
    st.sampled_from(
        [
            Lever("cooperative.tenure", ("owned", "leased", "staged")),
            Lever("territory.options.x", (False, True)),
            Uncertainty("works.deep_months", 8, 24, integer=True),
            Uncertainty("mobility.walk_speed_kmh", 3.6, 5.0),
            Uncertainty("rent.housing", 5.0, 11.0),
        ]
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda factor: factor.key,
)
DESIGNS = st.one_of(
    st.builds(Design, st.just("grid"), levels=st.integers(2, 5)),
    st.builds(Design, st.just("one_at_a_time")),
    st.builds(Design, st.just("latin_hypercube"), st.integers(1, 40), seed=st.integers(0, 9)),
    st.builds(
        Design,
        st.just("sobol"),
        st.sampled_from([1, 2, 8, 16]),
        second_order=st.booleans(),
        seed=st.integers(0, 9),
    ),
    st.builds(
        Design,
        st.just("morris"),
        st.integers(1, 9),
        levels=st.sampled_from([2, 4, 6]),
        seed=st.integers(0, 9),
    ),
)


@QUICK
@given(FACTORS, DESIGNS)
def test_points_are_as_many_as_counted_inside_their_ranges_and_repeatable(factors, design) -> None:
    experiment = replace(WALKING_EXPERIMENT, factors=tuple(factors), design=design)
    points = make_points(experiment)
    assert points.count == count_points(experiment)
    assert make_points(experiment) == points
    for factor in factors:
        values = points.columns[factor.key]
        assert len(values) == points.count
        for value in values:
            if value is None:
                assert design.kind == "one_at_a_time"
            elif isinstance(factor, Lever):
                assert value in factor.values
            else:
                assert factor.low <= value <= factor.high
                assert isinstance(value, int if factor.integer else float)


@given(st.integers(1, 7), st.integers(1, 300))
def test_each_value_of_a_lever_gets_an_equal_part_of_the_unit_interval(count, size) -> None:
    lever = Lever("x", tuple(range(count)))
    units = (np.arange(size * count) + 0.5) / (size * count)
    values = from_units(lever, units)
    assert [values.count(i) for i in range(count)] == [size] * count
    whole = Uncertainty("x", 3, 2 + count, integer=True)
    assert from_units(whole, units) == [3 + value for value in values]


@QUICK
@given(FACTORS, st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=3, unique=True))
def test_a_planned_id_is_the_id_of_the_run_that_it_orders(factors, seeds) -> None:
    experiment = replace(
        WALKING_EXPERIMENT,
        factors=tuple(factors),
        design=Design("latin_hypercube", 3),
        seeds=tuple(seeds),
    )
    plan = make_plan(experiment, "map")
    assert len(plan.run_ids) == 3 * len(seeds) * 2
    scenarios = {scenario.name: scenario for scenario in experiment.scenarios}
    for row in range(len(plan.run_ids)):
        order = plan.order(row)
        scenario = scenarios[order.scenario].update(order.changes)
        assert order.run_id == run_id(scenario, "map", order.seed)
    keys = {(o.scenario, o.seed, str(o.changes)) for o in map(plan.order, plan.distinct().tolist())}
    assert len(keys) == len(plan.distinct())


FLOATS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(max_size=30)


@given(
    st.builds(
        Record,
        st.text("0123456789abcdef", min_size=32, max_size=32),
        st.floats(0, 1e6),
        st.none() | st.dictionaries(TEXTS, FLOATS, max_size=3),
        TEXTS,
        TEXTS,
        TEXTS,
    )
)
def test_records_come_back_from_their_text(record) -> None:
    assert Record.from_json(record.to_json()) == record


@given(st.text(max_size=60))
def test_no_text_is_taken_for_a_record(text) -> None:
    with pytest.raises(ValueError):
        Record.from_json(text)

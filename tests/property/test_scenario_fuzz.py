"""Any file at all gives a scenario or one clear error; the scanner finds every key."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microville.errors import ParameterError, ScenarioError
from microville.paths import data_dir
from microville.scenario import Scenario, load_scenario, month_index, month_text, to_toml
from microville.scenario.positions import key_lines

BALANCED = (data_dir("scenarios") / "balanced.toml").read_text(encoding="utf-8")
LINES = BALANCED.splitlines(keepends=True)
STATUS_QUO = load_scenario("status_quo")
QUICK = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def load_or_explain(path: Path, text: str) -> Scenario | None:
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        return load_scenario(path)
    except ScenarioError as error:
        for line in error.message.splitlines():
            assert ".toml" in line
            number = line.partition(".toml:")[2].partition(":")[0].partition(",")[0]
            assert number.isdigit(), line
            assert 1 <= int(number) <= text.count("\n") + 2 or "status_quo" in line
        return None


@QUICK
@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text(tmp_path: Path, text: str) -> None:
    assert load_or_explain(tmp_path / "x.toml", text) is None


@QUICK
@given(
    st.integers(0, len(LINES) - 1),
    st.sampled_from(["drop", "double", "swap", "cut"]),
    st.integers(0, 40),
    st.sampled_from(['"', "=", "[", "]", "{", "\n", "#", "9", "-", "x", "é", "'''", "\\"]),
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
        *("title", "en", "fr", "description", "parameters", "mobility", "walk_speed_kmh"),
        *("programme", "buildings", "building", "use", "start", "remove", "extends"),
        *("run", "months", "cooperative", "colleges", "shocks", "territory", "options"),
        *("a b", "é", ""),
    ]
)
SCALARS = (
    st.integers()
    | st.floats()
    | st.booleans()
    | st.text(max_size=8)
    | st.sampled_from(["2027-03", "housing", "B07", "status_quo", "solar", "bakery"])
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
        escaped = "".join(
            f"\\U{ord(char):08x}" for char in value if not 0xD800 <= ord(char) < 0xE000
        )
        return f'"{escaped}"'
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml_value(k)} = {toml_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):  # lists may run over several lines, with comments
        return "[\n  # ] } \" '\n" + "".join(f"  {toml_value(item)},\n" for item in value) + "]"
    return repr(value)


@QUICK
@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_any_data(tmp_path: Path, data: dict) -> None:
    text = "".join(f"{toml_value(key)} = {toml_value(value)}\n" for key, value in data.items())
    scenario = load_or_explain(tmp_path / "x.toml", text)
    assert scenario is None or "title" in data


def paths_of(value, prefix=()):
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield (*prefix, key)
        if isinstance(inner, (dict, list)):
            yield from paths_of(inner, (*prefix, key))


@QUICK
@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=4), max_size=3), st.booleans())
def test_the_scanner_finds_every_key(tables: list[dict], windows: bool) -> None:
    text = "# first\n"
    for table in tables:
        text += "[[outer.list]] # [x]\n"
        text += "".join(f" {toml_value(k)}\t= {toml_value(v)} # = x\n" for k, v in table.items())
    text = text.replace("\n", "\r\n") if windows else text
    lines = key_lines(text)
    data = tomllib.loads(text)
    assert set(paths_of(data)) == set(lines)
    written = text.split("\n")
    for path, line in lines.items():
        if len(path) == 4:  # ("outer", "list", index, key): the line where the key is written
            assert written[line - 1].lstrip().startswith(toml_value(path[3]))
        if path[:2] == ("outer", "list") and len(path) == 3:
            assert written[line - 1].startswith("[[outer.list]]")


def test_the_scanner_knows_all_of_toml() -> None:
    text = (
        'a.b."c.d" = """\nx = 1\n"""\n'
        "e = '''\n[no]\n''''\n"
        'f = "[no] # \\" = "\n'
        "[t.'u v']\n  g = { h = [1, { i = 2 }], j = 1979-05-27 07:32:00 }\n"
        "[[t.w]]\nk = 1\n[t.w.sub]\nl = 2\n[[t.w]]\n[[t.w.deep]]\nm = 'x' # y\n"
    )
    lines = key_lines(text)
    assert set(paths_of(tomllib.loads(text))) == set(lines)
    assert lines["a", "b", "c.d"] == 1
    assert lines["e",] == 4
    assert lines["f",] == 7
    assert lines["t", "u v", "g", "h", 1, "i"] == 9
    assert lines["t", "w", 0, "sub", "l"] == 13
    assert lines["t", "w", 1] == 14
    assert lines["t", "w", 1, "deep", 0, "m"] == 16


@given(st.integers(0, 36 * 12 - 1))
def test_months_there_and_back(index: int) -> None:
    assert month_index(month_text(index)) == index


@given(st.text(max_size=9) | st.from_regex(r"\d{4}-\d\d", fullmatch=True))
def test_only_months_are_months(text: str) -> None:
    try:
        index = month_index(text)
    except ValueError:
        return
    assert month_text(index) == text


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@QUICK
@given(
    TEXTS,
    TEXTS,
    st.floats(1.0, 8.0),
    st.integers(1, 432),
    st.floats(0, 1, exclude_min=True),
    st.dictionaries(TEXTS, st.booleans(), max_size=3),
)
def test_round_trip_of_any_scenario(
    tmp_path: Path, en, fr, speed, months, fraction, options
) -> None:
    scenario = load_scenario("balanced").update(
        {"mobility.walk_speed_kmh": speed, "months": months, "fraction": fraction}
        | {f"territory.options.{name}": flag for name, flag in options.items()}
    )
    title = scenario.title.model_copy(update={"en": en, "fr": fr})
    scenario = scenario.model_copy(update={"title": title})
    path = tmp_path / "x.toml"
    path.write_bytes(to_toml(scenario).encode())
    again = load_scenario(path)
    assert again.resolved() == scenario.resolved()
    assert again.title == title


@QUICK
@given(st.dictionaries(st.text(max_size=30), SCALARS, max_size=3))
def test_any_update_is_taken_or_explained(changes: dict) -> None:
    told = ""
    try:
        STATUS_QUO.update(changes)
    except (ParameterError, ScenarioError) as error:
        told = error.message
    if not told:
        assert set(changes) <= {"months", "fraction"} or any(
            key.startswith("territory.options.") for key in changes
        )


@pytest.mark.parametrize("text", ["\ufeff", "title = {}\n" * 2, "\x00", "a" * 100_000])
def test_odd_files(tmp_path: Path, text: str) -> None:
    assert load_or_explain(tmp_path / "x.toml", text) is None

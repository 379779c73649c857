"""Each kind of mistake in a scenario file: which file, which line, what would be right."""

from pathlib import Path

import pytest

from microville.errors import ParameterError, ScenarioError
from microville.scenario import load_scenario

HEAD = '[title]\nen = "Test"\nfr = "Essai"\n'  # three lines: what follows starts on line 4
BUILDING = '[[programme.buildings]]\nbuilding = "B07"\nstart = "2027-03"\n'


def write(folder: Path, text: str, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def message(path: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    assert caught.value.exit_code == 2
    return caught.value.message


@pytest.mark.parametrize(
    ("text", "line", "wanted"),
    [
        ("[parameters.mobility]\nwalk_speed_kmh = -3\n", 5, "from 1 to 8 km/h"),
        ('[parameters.mobility]\nwalk_speed_kmh = "4"\n', 5, "must be a number"),
        ("[parameters.mobility]\n\nwalk_sped = 4\n", 6, "'mobility.walk_speed_kmh'"),
        ("[parameters.mobilty]\nwalk_speed_kmh = 4\n", 4, "'mobility'"),
        ("[parameters]\nmobility.bike_speed_kmh = 99\n", 5, "from 5 to 30 km/h"),
        ("parameters = 3\n", 4, "dictionary"),
        ("[run]\nmonths = 0\n", 5, "greater than or equal to 1"),
        ('[run]\nmonths = "12"\n', 5, "integer"),
        ("[run]\nfraction = 1.5\n", 5, "less than or equal to 1"),
        ("[run]\nfraction = nan\n", 5, "finite"),
        ('[run]\nstart = "2026-01"\n', 5, "Allowed: 2025-01"),
        ("[run]\nmoths = 12\n", 5, "Did you mean 'months'?"),
        ("[territory.options]\nlink = 1\n", 5, "boolean"),
        ('[cooperative]\ntenure = "own"\n', 5, "Allowed: owned, leased, staged"),
        (
            "[cooperative]\ncolleges = { companies = 50, inhabitants = 40 }\n",
            5,
            "sum to 90, not to 100",
        ),
        (
            "[cooperative.colleges]\ncompanies = 60\ninhabitants = 40\n",
            5,
            "less than or equal to 50",
        ),
        (
            "[cooperative.colleges]\ncompanies = 50\ninhabitants = 45\ninvestors = 5\n",
            7,
            "greater than or equal to 10",
        ),
        (
            "[cooperative]\ncolleges = { companies = 50, inhabitants = 50 }\n",
            5,
            "the law asks for three colleges",
        ),
        (
            "[cooperative]\ncolleges = { companies = 50, inhabitants = 30, investers = 20 }\n",
            5,
            "Did you mean 'investors'?",
        ),
        ('[cooperative]\npartners = ["Le Rammeau"]\n', 5, "Did you mean 'Le Rameau'?"),
        ("[cooperative]\nsize = 0\n", 5, "greater than or equal to 0.05"),
        (BUILDING + 'use = "shop"\nphase = "first"\n', 8, "nothing to vote on"),
        ('[cooperative]\ncharter = "2025-13"\n', 5, "is not a month between 2025-01 and 2060-12"),
        (BUILDING + 'use = "houses"\n', 7, "Did you mean 'housing'?"),
        (BUILDING, 4, "a use is needed"),
        (BUILDING + 'use = "housing"\nuntil = "2026-01"\n', 8, "before start 2027-03"),
        (BUILDING + 'use = "housing"\nworks = "deep"\n', 8, "Did you mean 'deep_renovation'?"),
        (BUILDING + 'use = "shop"\ndwellings = 3\n', 8, "only the use 'housing'"),
        (BUILDING + 'use = "shop"\ncategories = ["bakerie"]\n', 8, "Did you mean 'bakery'?"),
        (BUILDING + 'use = "shop"\nparcel = "P01"\n', 8, "only a new building"),
        (BUILDING + 'use = "shop"\nfloor_area_m2 = -1\n', 8, "greater than 0"),
        (BUILDING + 'use = "shop"\nfloor_area = 1\n', 8, "Did you mean 'floor_area_m2'?"),
        (BUILDING + 'use = "shop"\nworks = "new_build"\n', 4, "needs its floor area"),
        (BUILDING + 'use = "shop"\nworks = "demolition"\n', 7, "has no use"),
        (BUILDING + 'works = "demolition"\nuntil = "2030-01"\n', 8, "has no end"),
        (BUILDING + 'use = "shop"\nenergy_class_after = "H"\n', 8, "Allowed: A, B, C, D, E, F, G"),
        ('[[programme.buildings]]\nbuilding = "B07"\nuse = "shop"\n', 4, "start: this key is miss"),
        ('[[programme.buildings]]\nbuilding = "7"\nstart = "2027-03"\n', 5, "is not a name"),
        ("[[programme.buildings]]\nstart = 2027-03-01\n", 5, 'in quotes, "2027-03"'),
        ('[[programme.buildings]]\nstart = "2024-12"\n', 5, "between 2025-01 and 2060-12"),
        ('[[programme.parcels]]\nparcel = "P1"\narea_ha = 0\n', 6, "greater than 0"),
        ('[[programme.parcels]]\ncover = "garden beds"\n', 5, "Did you mean 'garden'?"),
        ('[[programme.infrastructure]]\nkind = "solar"\nstart = "2026-01"\n', 4, "needs 'kwp'"),
        (
            '[[programme.infrastructure]]\nkind = "solar"\nstart = "2026-01"\nkwp=3\nm3_month=1\n',
            8,
            "has 'kwp', not 'm3_month'",
        ),
        ('[[programme.services]]\ncategory = "bakery"\nstart = "2026-01"\n', 4, "one building or"),
        ('[programme]\nremove = ["B16"]\n', 5, "nothing inherited is named 'B16'"),
        ('[[shocks]]\nkind = "flood"\n', 5, "Allowed: close_category"),
        ("tilte = 3\n", 4, "Did you mean 'title'?"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, wanted: str):
    # A bare key has to stand before the first table of a TOML file.
    is_bare = not text.startswith("[")
    path = write(tmp_path, f"\n\n\n{text}{HEAD}" if is_bare else HEAD + text)
    told = [part for part in message(path).splitlines() if part.startswith(f"{path}:{line}: ")]
    assert any(wanted in part for part in told), message(path)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nb = = 2\n", 2),
        ('a = 1\n\nb = "open', 3),
        ("a = [1,\n", 2),
        ("a = 1\na = 2\n", 2),
        ("start = 2027-03\n", 1),
    ],
)
def test_wrong_syntax_names_its_first_line(tmp_path: Path, text: str, line: int) -> None:
    path = write(tmp_path, text)
    assert message(path).startswith(f"{path}:{line}")


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"a = 1\n\nb = '\xff'\n")
    assert message(path) == f"{path}:3: this is not UTF-8 text."
    assert "cannot be read" in message(tmp_path / "none.toml")
    path.write_text("a = " + "[" * 100_000)
    assert "mine.toml:1" in message(path)
    path.write_text(f"{HEAD}[run]\nmonths = {'9' * 5000}\n")
    assert str(path) in message(path)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        HEAD + "[parameters.mobility]\nwalk_speed_kmh = -3\nbike_sped = 1\n"
        '[run]\nmonths = 0\n[[programme.buildings]]\nbuilding = "B07"\nuse = "houses"\n'
        'start = "2027-03"\nuntil = "2026-01"\ndwellings = 2\n'
    )
    lines = [int(part.split(":")[1]) for part in message(write(tmp_path, text)).splitlines()]
    assert lines == [5, 6, 8, 11, 13]


def test_mistakes_below_are_told_too(tmp_path: Path) -> None:
    below = write(tmp_path, HEAD + "[run]\nmonths = 0\n", "below.toml")
    above = write(tmp_path, 'extends = "below"\n' + HEAD + "[run]\nfraction = 2\n")
    told = message(above)
    assert f"{below}:5" in told
    assert f"{above}:6" in told


def test_circles_are_refused(tmp_path: Path) -> None:
    first = write(tmp_path, 'extends = "b"\n' + HEAD, "a.toml")
    second = write(tmp_path, '\nextends = "a.toml"\n' + HEAD, "b.toml")
    assert message(first).startswith(f"{second}:2: extends: this is a circle")
    alone = write(tmp_path, 'extends = "alone"\n' + HEAD, "alone.toml")
    assert "circle" in message(alone)


def test_an_unknown_scenario_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="Did you mean 'balanced'"):
        load_scenario("balancd")
    path = write(tmp_path, '\nextends = "statusquo"\n' + HEAD)
    assert message(path).startswith(f"{path}:2: extends: no scenario 'statusquo'")
    assert "'status_quo'" in message(path)
    assert "extends" in message(write(tmp_path, "extends = 3\n" + HEAD))
    assert "no scenario" in message(write(tmp_path, 'extends = "a\\u0000b"\n' + HEAD))


def test_a_building_cannot_be_used_twice(tmp_path: Path) -> None:
    text = HEAD + BUILDING + 'use = "housing"\n\n' + BUILDING + 'use = "office"\n'
    assert "B07 is used twice" in message(write(tmp_path, text))
    inherited = 'extends = "status_quo"\n' + HEAD + BUILDING.replace("B07", "B36")
    path = write(tmp_path, inherited + 'use = "shop"\n')
    told = message(path)
    assert told.startswith(f"{path}:5: ")
    assert "it is 'office' from 2025-01, with no end" in told


def test_a_demolished_building_cannot_be_used(tmp_path: Path) -> None:
    gone = BUILDING + 'works = "demolition"\n'
    later = BUILDING.replace("2027", "2029") + 'use = "office"\n'
    before = BUILDING.replace("2027", "2026") + 'use = "office"\n'
    assert "cannot be used" in message(write(tmp_path, HEAD + gone + later))
    assert "while it is used" in message(write(tmp_path, HEAD + gone + before))
    rebuilt = later + 'works = "new_build"\nfloor_area_m2 = 100\n'
    assert load_scenario(write(tmp_path, HEAD + gone + rebuilt)).programme.buildings


def test_parameters_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    text = HEAD + "[parameters.population]\nincome_d1_eur_year = 30000\n"
    assert "mine.toml:4: parameters: incomes must rise" in message(write(tmp_path, text))


def test_update_refuses_what_a_file_could_not_say() -> None:
    scenario = load_scenario("status_quo")
    with pytest.raises(ParameterError, match="from 1 to 8 km/h"):
        scenario.update({"mobility.walk_speed_kmh": -1})
    with pytest.raises(ParameterError, match="Did you mean"):
        scenario.update({"mobility.walk_sped_kmh": 4})
    for wrong in (
        {"run.months": 0},
        {"fraction": 2.0},
        {"territory.options.link": "yes"},
        {"cooperative.tenure": "own"},
        {"cooperative.tenur": "owned"},
        {"cooperative.colleges": {"companies": 50, "investors": 40}},
    ):
        with pytest.raises(ScenarioError, match=next(iter(wrong)).split(".")[-1]):
            scenario.update(wrong)

"""Experiment files: what is right is read, what is wrong is told all at once."""

from __future__ import annotations

import pytest

from microville.errors import InputError
from microville.sweeps import is_experiment, list_experiments, load_experiment
from microville.sweeps.experiment import Lever, Outcome, Uncertainty

HEAD = """
scenarios = ["status_quo", "balanced"]
months = 24
fraction = 0.02

[question]
en = "What?"
fr = "Quoi ?"
"""
OUTCOME = """
[[outcomes]]
indicator = "site_jobs"
"""
RIGHT = f"""{HEAD}
[constants]
"rent.housing" = 7

[levers]
finance.grant_share_works = [0.2, 0.4]
[levers.territory.options]
link = [true, false]

[uncertainties]
"mobility.walk_speed_kmh" = {{}}
"works.deep_months" = {{ low = 10, high = 12 }}

[design]
kind = "grid"
levels = 3

[[outcomes]]
indicator = "cooperative_cash_eur"
when = "min"

[[outcomes]]
indicator = "person_served_nearby_share"
group = "present"
when = "2026-06"
"""


@pytest.fixture
def write(tmp_path):
    def to_file(text):
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return to_file


def wrong(path):
    with pytest.raises(InputError) as error:
        load_experiment(path)
    return error.value.message


def test_a_right_file_is_read_with_ranges_of_its_own_or_of_the_parameter(write):
    found = load_experiment(write(RIGHT))
    assert [s.name for s in found.scenarios] == ["status_quo", "balanced"]
    assert {(s.months, s.fraction) for s in found.scenarios} == {(24, 0.02)}
    assert {s.parameters.rent.housing for s in found.scenarios} == {7.0}
    assert found.factors == (
        Lever("finance.grant_share_works", (0.2, 0.4)),
        Lever("territory.options.link", (True, False)),
        Uncertainty("mobility.walk_speed_kmh", 3.6, 5.0),
        Uncertainty("works.deep_months", 10, 12, integer=True),
    )
    assert found.outcomes[0] == Outcome("cooperative_cash_eur", "all", "min")
    assert found.outcomes[1].label == "person_served_nearby_share|present|2026-06"
    assert found.seeds == (1,)


def test_keys_with_dots_may_be_quoted_or_not(write):
    quoted = RIGHT.replace("finance.grant_share_works", '"finance.grant_share_works"')
    assert load_experiment(write(quoted)).factors == load_experiment(write(RIGHT)).factors


def test_the_projects_own_experiments_are_right_and_bilingual():
    assert {"headline_assumptions", "break_even", "walking"} <= set(list_experiments())
    for path in list_experiments().values():
        found = load_experiment(path)
        assert found.question.en
        assert found.question.fr
        assert is_experiment(path)


def test_all_that_is_wrong_is_told_at_once_with_line_and_nearest_word(write):
    text = """scenarios = ["balancd", "balanced"]
months = 24
seeds = [1, 1]
wat = 1

[question]
en = "What?"

[constants]
"finance.grant_share_work" = 0.2

[levers]
"finance.grant_share_works" = [0.2, 7]

[uncertainties]
"mobility.walk_speed_kmh" = { low = 5, high = 4 }
"territory.options.link" = {}

[design]
kind = "sobl"

[[outcomes]]
indicator = "site_job"
group = "al"
when = "2031-01"
"""
    path = write(text)
    told = wrong(path).splitlines()
    expected = [
        (1, "scenarios[1]: there is no scenario 'balancd'. Did you mean 'balanced'?"),
        (3, "different seeds"),
        (4, "wat: unknown key"),
        (6, "question.fr: this key is missing."),
        (10, "Did you mean 'finance.grant_share_works'?"),
        (13, "levers.finance.grant_share_works[2]: 7 is not allowed"),
        (16, "the low end 5 is not below the high end 4"),
        (17, "only parameters have ranges"),
        (20, "'sobl' is not allowed. Did you mean 'sobol'?"),
        (23, "Did you mean 'site_jobs'?"),
        (24, "there is no group 'al'. Did you mean 'all'?"),
        (25, "2031-01 is after the last of the 24 months"),
    ]
    assert len(told) == len(expected), "\n".join(told)
    for line, (number, words) in zip(told, expected, strict=True):
        assert line.startswith(f"{path}:{number}: "), line
        assert words in line


CASES = [
    ('[design]\nkind = "sobol"\nsamples = 100', "100 is no power of two: give 64 or 128."),
    ('[design]\nkind = "morris"\nlevels = 5', "5 is odd"),
    ('[design]\nkind = "grid"\nsamples = 4', "means nothing to 'grid', which takes levels"),
    ('[design]\nkind = "latin_hypercube"', "needs levers or uncertainties"),
    ('[design]\nkind = "list"', "[[points]]"),
    ('[design]\nkind = "list"\nfile = "nope.csv"', "cannot be read"),
    ('[design]\nkind = "grid"\n[levers]\n"run.months" = [1, 2]', "at the top of the file"),
    ('[design]\nkind = "grid"\n[levers]\n"rent.housing" = 5', "a list of 1 to 1000"),
    ('[design]\nkind = "grid"\n[levers]\n"rent.housing" = [5, 5.0]', "there twice"),
    ('[design]\nkind = "grid"\n[levers]\n"run.fraction" = [0.3]', "1 over a whole number"),
    ('[design]\nkind = "grid"\n[levers]\n"cooperative.tenure" = ["own"]', "'owned'"),
    (
        '[design]\nkind = "grid"\n[constants]\nrent.housing = 5\n[levers]\nrent.housing = [5]',
        "rent.housing is set in two places",
    ),
    (
        '[design]\nkind = "grid"\nlevels = 1000\n[uncertainties]\n'
        + "\n".join(
            f"{key} = {{}}"
            for key in ("rent.housing", "rent.office", "rent.workshop", "works.deep_months")
        ),
        "more than 2,000,000 runs",
    ),
    ('[design]\nkind = "grid"\n[uncertainties]\nrent.housing = { low = 1e9 }', "not allowed"),
    ('[design]\nkind = "list"\n[[points]]\nrent.housing = 5\n[[points]]\nrent.office = 5', "same"),
    ('[design]\nkind = "grid"\n[[points]]\nrent.housing = 5', "makes its own points"),
]


@pytest.mark.parametrize(("text", "words"), CASES, ids=range(len(CASES)))
def test_each_mistake_has_its_own_words(write, text, words):
    assert words in wrong(write(f"{HEAD}{text}\n{OUTCOME}"))


def test_points_come_from_a_csv_also_as_french_spreadsheets_write_it(write, tmp_path):
    path = write(f'{HEAD}[design]\nkind = "list"\nfile = "p.csv"\n{OUTCOME}')
    english = "works.deep_months,mobility.walk_speed_kmh,territory.options.link\n12,4.5,true\n\n6,4,FALSE\n"
    (tmp_path / "p.csv").write_text(english, encoding="utf-8")
    expected = (
        {
            "works.deep_months": 12,
            "mobility.walk_speed_kmh": 4.5,
            "territory.options.link": True,
        },
        {
            "works.deep_months": 6,
            "mobility.walk_speed_kmh": 4.0,
            "territory.options.link": False,
        },
    )
    assert load_experiment(path).given == expected
    french = english.replace(",", ";").replace(".5", ",5")
    (tmp_path / "p.csv").write_text(french, encoding="utf-8-sig")
    assert load_experiment(path).given == expected


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "first row"),
        ("works.deep_month\n1\n", 1, "Did you mean 'works.deep_months'?"),
        ("works.deep_months\n", 1, "no point"),
        ("works.deep_months\n12\n12.5\n", 3, "12.5 is not allowed"),
        ("works.deep_months\n12\n12,13\n", 3, "2 values for 1 keys"),
        ("works.deep_months\nmany\n", 2, "must be a number"),
        ("works.deep_months,works.deep_months\n1,2\n", 1, "each key once"),
    ],
)
def test_a_wrong_csv_names_its_own_line(write, tmp_path, text, line, words):
    (tmp_path / "p.csv").write_text(text, encoding="utf-8")
    told = wrong(write(f'{HEAD}[design]\nkind = "list"\nfile = "p.csv"\n{OUTCOME}'))
    assert f"p.csv:{line}: " in told
    assert words in told


def test_a_wrong_scenario_file_tells_its_own_lines(write, tmp_path):
    (tmp_path / "s.toml").write_text('[title]\nen = "x"\nfr = "x"\n[run]\nmonth = 3\n')
    text = HEAD.replace('"status_quo"', '"s.toml"')
    told = wrong(write(f'{text}[design]\nkind = "grid"\n{OUTCOME}'))
    assert f"{tmp_path / 's.toml'}:5: run.month: unknown key" in told


def test_groups_are_an_outcome_each_and_wrong_ones_are_told(write):
    several = 'indicator = "population"\ngroups = ["all", "present", "commune:51183"]\n'
    found = load_experiment(write(RIGHT.replace(OUTCOME, "") + f"[[outcomes]]\n{several}"))
    assert [o.label for o in found.outcomes[-3:]] == [
        "population|all|end",
        "population|present|end",
        "population|commune:51183|end",
    ]
    food = '[[outcomes]]\nindicator = "food_local_t"\ngroups = ["food:vegetables"]\n'
    assert load_experiment(write(RIGHT + food)).outcomes[-1].group == "food:vegetables"
    text = wrong(
        write(
            RIGHT
            + '[[outcomes]]\nindicator = "population"\ngroup = "all"\ngroups = ["presnt"]\n'
            + '[[outcomes]]\nindicator = "site_jobs"\ngroups = []\n'
        )
    )
    assert "give either 'group' or 'groups'" in text
    assert "'presnt'" in text
    assert "'present'" in text
    assert "name at least one group" in text

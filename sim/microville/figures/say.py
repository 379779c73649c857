"""The report's first sentences: people, places and numbers in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.figures.charts import JOBS, RESIDENTS
from microville.figures.map_legend import NO_CHANGE
from microville.figures.map_panels import change_counts
from microville.figures.words import START_YEAR
from microville.model.facilities import FOLLOWED

if TYPE_CHECKING:
    import pandas as pd

    from microville.figures.results import Results
    from microville.figures.words import Words
    from microville.scenario import Scenario

NAMED = 4
OPENING = ("lease_start", "move_in", "service_opens")
"""Kinds of events by which a place opens."""


def people_sentences(results: Results, scenario: Scenario, words: Words) -> list[str]:
    """Return what changes for the focus commune's inhabitants of today, on foot then by bike."""
    homes = _changes(results, scenario)
    mine = homes[homes["focus"]]
    if mine.empty:
        return []
    return [_sentence(mine, mode, words) for mode in ("walk", "bike")]


def _changes(results: Results, scenario: Scenario) -> pd.DataFrame:
    """Return lived-in homes with the difference of each place score at the end."""
    zones = results.comparison.territory.layers["zones"]
    before, after = results.homes(results.baseline.name), results.homes(scenario.name)
    base = before.set_index("building_id").loc[after["building_id"]].reset_index(drop=True)
    ends = [c for c in after.columns if c.startswith("end_")]
    homes = after.assign(
        focus=after["zone"].isin(set(zones[zones["focus"]]["zone"])),
        **{name: (after[name] - base[name]).round(6) for name in ends},
    )
    return homes[homes["persons"] > 0]


def _sentence(homes: pd.DataFrame, mode: str, words: Words) -> str:
    total = round(float(homes["persons"].sum()))
    head = {"total": words.number(total), "mode": words(f"mode.{mode}")}
    parts = []
    for minutes in (15, 30):
        lose, _, gain = change_counts(homes[f"end_{mode}_{minutes}"], homes["persons"])
        # Rounded apart so that the three numbers in a sentence add up to the whole.
        parts.append((minutes, round(lose), round(gain)))
    if all(lose + gain == 0 for _, lose, gain in parts):
        return words("say.nothing", **head)
    told = [_part(minutes, lose, gain, total, words) for minutes, lose, gain in parts]
    return words("say.some", told=words("say.joint").join(told), **head)


def _part(minutes: int, lose: int, gain: int, total: int, words: Words) -> str:
    if lose + gain == 0:
        return words("say.part_nothing", minutes=minutes)
    moved = []
    if gain:
        moved.append(words("say.gain", count=words.number(gain)))
    if lose:
        moved.append(words("say.lose", count=words.number(lose)))
    same = total - lose - gain
    # Whatever happens to most of them is said first.
    key = "say.mostly_same" if same * 2 >= total else "say.mostly_moved"
    return words(key, minutes=minutes, same=words.number(same), moved=words.listing(moved))


def site_sentences(results: Results, scenario: Scenario, words: Words) -> list[str]:
    """Return what happens to newcomers, to jobs and to the cooperative, a sentence each."""
    name = scenario.name
    found = []
    people = results.at(name, "population", "newcomer")
    walk, bike = (results.at(name, f"place_score_{m}_15", "newcomer") for m in ("walk", "bike"))
    if people and people.mean > 0 and walk and bike:
        found.append(
            words(
                "say.newcomers",
                count=words.number(people.mean),
                target=_target(results, RESIDENTS, words),
                walk=words.percent(walk.mean),
                bike=words.percent(bike.mean),
            )
        )
    else:
        found.append(words("say.no_newcomers", target=_target(results, RESIDENTS, words)))
    jobs = [results.at(n, "site_jobs") for n in (name, results.baseline.name)]
    if jobs[0] and jobs[1]:
        found.append(
            words(
                "say.jobs",
                after=words.number(jobs[0].mean),
                target=_target(results, JOBS, words),
                before=words.number(jobs[1].mean),
            )
        )
    cash, debt = (results.at(name, f"cooperative_{what}_eur") for what in ("cash", "debt"))
    low = results.lowest(name, "cooperative_cash_eur")
    if cash and debt and low:
        key = "say.cooperative_red" if low[0] < 0 else "say.cooperative"
        found.append(
            words(
                key,
                cash=words.euros(cash.mean),
                debt=words.euros(debt.mean),
                low=words.euros(low[0]),
                month=words.month(low[1]),
            )
        )
    return found


def _target(results: Results, value: int, words: Words) -> str:
    return words("say.target", value=words.number(value)) if results.has_targets else ""


def opened(results: Results, scenario: Scenario, words: Words) -> list[str]:
    """Return the named places that opened in the runs, and those still under way at the end.

    Places of the baseline are left out. A place has opened if it did with half of the seeds; its
    year is the median one.
    """
    old = {name for name, _, _ in _named(results.baseline, words)}
    months: dict[str, int] = {}
    due: list[str] = []
    tables = [results.comparison.results[scenario.name, s].events for s in results.comparison.seeds]
    openings = [_openings(table) for table in tables]
    for name, key, start in _named(scenario, words):
        found = sorted(first[key] for first in openings if key in first)
        if name in old or start >= results.months:
            continue
        due.append(name)
        if found and len(found) * 2 >= len(openings):
            month = found[len(found) // 2]
            months[name] = min(month, months.get(name, month))
    items = [
        f"{name} ({START_YEAR + month // 12})"
        for name, month in sorted(months.items(), key=lambda item: item[1])
    ]
    waiting = [name for name in dict.fromkeys(due) if name not in months]
    end = words.month(results.months - 1)
    told = []
    if items:
        told.append(words("say.opened", places=words.listing(items)))
    if waiting:
        told.append(words("say.waiting", month=end, places=words.listing(waiting)))
    return told


def _named(scenario: Scenario, words: Words) -> list[tuple[str, str, int]]:
    """Return each named place with what events call it and the month its works may start."""
    found = []
    seen: dict[str, int] = {}
    for entry in scenario.programme.floors:
        key = f"{entry.building}/{entry.start}/{entry.use or entry.works}"
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            key = f"{key}/{seen[key]}"
        name = words.pick(entry.name_fr, entry.name_en)
        if name and entry.use:
            found.append((name, key, entry.start_month))
    for service in scenario.programme.services:
        where = service.building or service.parcel
        name = words.pick(service.name_fr, service.name_en)
        if name and service.category in FOLLOWED:
            key = f"site/{service.category}/{service.start}/{where}"
            found.append((name, key, service.start_month))
    return found


def _openings(events: pd.DataFrame) -> dict[str, int]:
    """Return the month in which each subject first opened, by what the events call it."""
    if events.empty:
        return {}
    first = events[events["kind"].isin(OPENING)].groupby("subject")["month"].min()
    return {str(subject): int(month) for subject, month in first.items()}


def elsewhere_sentences(results: Results, scenario: Scenario, words: Words) -> list[str]:
    """Return how many inhabitants of other communes gain or lose, and where they live."""
    zones = results.comparison.territory.layers["zones"]
    names = dict(zip(zones["zone"], zones["name"], strict=True))
    homes = _changes(results, scenario)
    homes = homes[~homes["focus"]]
    found = []
    for mode in ("walk", "bike"):
        change = homes[f"end_{mode}_15"]
        lose, _, gain = change_counts(change, homes["persons"])
        told = [
            words(
                f"say.{kind}_in",
                count=words.number(count),
                places=_places(homes[mask], names, words),
            )
            for kind, count, mask in (
                ("gain", gain, change >= NO_CHANGE),
                ("lose", lose, change <= -NO_CHANGE),
            )
            if round(count)
        ]
        text = words.listing(told) if told else words("say.nobody")
        found.append(words("say.elsewhere", mode=words(f"mode.{mode}"), told=text))
    return found


def _places(homes: pd.DataFrame, names: dict[str, str], words: Words) -> str:
    many = homes.groupby("zone")["persons"].sum().sort_values(ascending=False)
    items = [str(names.get(zone, zone)) for zone in many.index[:NAMED]]
    return words.listing(items) + (words("say.and_more") if len(many) > NAMED else "")

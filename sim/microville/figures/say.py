"""The report's first sentences: people, places and numbers in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.figures.charts import JOBS, RESIDENTS
from microville.figures.map_legend import NO_CHANGE
from microville.figures.map_panels import change_counts
from microville.figures.who import focus_name

if TYPE_CHECKING:
    import pandas as pd

    from microville.figures.results import Results
    from microville.figures.words import Words
    from microville.scenario import BuildingEntry, Scenario, ServiceEntry

NAMED = 4


def people_sentences(results: Results, scenario: Scenario, words: Words) -> list[str]:
    """Return what changes for the focus commune's inhabitants of today, on foot then by bike."""
    homes = _changes(results, scenario)
    mine = homes[homes["focus"]]
    if mine.empty:
        return []
    return [_sentence(mine, mode, focus_name(results), words) for mode in ("walk", "bike")]


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


def _sentence(homes: pd.DataFrame, mode: str, place: str, words: Words) -> str:
    total = round(float(homes["persons"].sum()))
    head = {"place": place, "total": words.number(total), "mode": words(f"mode.{mode}")}
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
                target=words.number(RESIDENTS),
                walk=words.percent(walk.mean),
                bike=words.percent(bike.mean),
            )
        )
    else:
        found.append(words("say.no_newcomers", target=words.number(RESIDENTS)))
    jobs = [results.at(n, "site_jobs") for n in (name, results.baseline.name)]
    if jobs[0] and jobs[1]:
        found.append(
            words(
                "say.jobs",
                after=words.number(jobs[0].mean),
                target=words.number(JOBS),
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


def opened(results: Results, scenario: Scenario, words: Words) -> str:
    """Return the named places that the programme opens and the baseline does not."""

    def named(one: Scenario) -> dict[str, str]:
        entries: list[BuildingEntry | ServiceEntry] = [
            *one.programme.buildings,
            *one.programme.services,
        ]
        return {
            words.pick(e.name_fr, e.name_en): e.start for e in entries if e.name_fr or e.name_en
        }

    old = named(results.baseline)
    new = {place: start for place, start in named(scenario).items() if place not in old}
    items = [f"{place} ({start[:4]})" for place, start in sorted(new.items(), key=lambda i: i[1])]
    return words("say.opened", places=words.listing(items)) if items else ""


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
        found.append(
            words("say.elsewhere", place=focus_name(results), mode=words(f"mode.{mode}"), told=text)
        )
    return found


def _places(homes: pd.DataFrame, names: dict[str, str], words: Words) -> str:
    many = homes.groupby("zone")["persons"].sum().sort_values(ascending=False)
    items = [str(names.get(zone, zone)) for zone in many.index[:NAMED]]
    return words.listing(items) + (words("say.and_more") if len(many) > NAMED else "")

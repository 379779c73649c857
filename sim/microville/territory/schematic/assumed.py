"""Services that no table counts: green spaces, playgrounds, recycling, workplaces.

The rule is in the constants below; every one of them has the status ``assumed``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from microville.territory.schematic.constants import REIMS
from microville.territory.schematic.homes import share_out
from microville.territory.schematic.randomness import generator
from microville.territory.schematic.services import Places, Rows, beside

if TYPE_CHECKING:
    from microville.territory.schematic.facts import Facts

PEOPLE_PER = {"green_space": 1200, "playground": 1400, "recycling": 900}
"""Inhabitants for one of each; at least one a commune."""
JOBS_PER_WORKER = 1.0
"""Jobs in the 51 communes for each of their active and employed inhabitants: assumed balance."""
CITY_SHARE = 0.77
"""Share of these jobs in Reims and its activity zones: assumed, 0.75-0.80."""
QUARTER_JOBS = {
    "Centre": 13, "Cathedrale": 6, "Ceres": 7, "Gambetta": 4, "Saint-Remi": 3, "Clairmarais": 6,
    "Laon-Zola": 3, "Jacquart": 2, "Jean-Jaures": 2, "Cernay": 3, "Clemenceau": 3,
    "Chemin-Vert": 1, "Europe": 2, "Orgeval": 1, "Trois-Fontaines": 2, "La Neuvillette": 4,
    "Chalet": 3, "Maison Blanche": 9, "Sainte-Anne": 3, "Croix-Rouge Pays": 1,
    "Croix-Rouge Billard": 1, "Croix-Rouge med": 1, "Croix-Rouge campus": 5, "Val": 2,
    "Chatillons": 1, "Epinettes": 1, "Moulin": 3, "Pont de Paris": 3, "Farman": 10,
    "ZA Bezannes": 6,
}  # fmt: skip
"""Weights of Reims' quarters as employment centres (hospitals, campuses, zones): judgement."""
_RULE = "assumed: rule of the schematic map"
_JOBS_RULE = f"{_RULE}, jobs = active and employed inhabitants"


def add_assumed(rows: Rows, facts: Facts, places: dict[str, Places], seed: int) -> None:
    """Add the assumed services of every commune."""
    for category, people in PEOPLE_PER.items():
        for code in facts.codes:
            rng = generator(seed, f"assumed {code} {category}")
            inhabitants = facts.number(code, "population_2021")
            count = max(1, round(inhabitants / people))
            for xy in places[code].choose(count, places[code].homes, rng):
                source = f"{_RULE}, one for {people} inhabitants"
                rows.add(code, category, beside(xy, facts.limits[code], rng, 25.0), source)
    _add_workplaces(rows, facts, places, seed)


def total_jobs(facts: Facts) -> int:
    """Return the jobs of the map: active inhabitants of 15-64 who are not unemployed."""
    table = facts.communes
    workers = int(table["active_15_64_2021"].sum() - table["unemployed_15_64_2021"].sum())
    return round(workers * JOBS_PER_WORKER)


def _weight(quarter: str) -> float:
    for start, weight in QUARTER_JOBS.items():
        if quarter.startswith(start):
            return float(weight)
    return 1.0


def _add_workplaces(rows: Rows, facts: Facts, places: dict[str, Places], seed: int) -> None:
    jobs = total_jobs(facts)
    city = round(CITY_SHARE * jobs)
    quarters = facts.quarters
    shares = share_out(np.array([_weight(str(q)) for q in quarters["quarter"]]), city)
    spots = quarters[["x", "y"]].to_numpy(dtype=np.float64)
    for quarter, spot, share in zip(quarters["quarter"], spots, shares, strict=True):
        rng = generator(seed, f"workplaces {quarter}")
        anchor = shapely.Point(spot)
        code = next((c for c in facts.codes if facts.limits[c].contains(anchor)), REIMS)
        count = 2 + int(share > 3000) + int(share > 6000)
        near = np.hypot(*(places[code].xy - spot).T)
        weights = np.exp(-((near / 380) ** 2)) + 1e-9
        sizes = share_out(rng.lognormal(0, 0.5, count), int(share))
        for xy, size in zip(places[code].choose(count, weights, rng), sizes, strict=True):
            at = beside(xy, facts.limits[code], rng)
            rows.add(code, "workplace", at, _JOBS_RULE, name=str(quarter), jobs=int(size))
    _village_workplaces(rows, facts, places, seed, jobs=jobs - city)


def _village_workplaces(
    rows: Rows, facts: Facts, places: dict[str, Places], seed: int, *, jobs: int
) -> None:
    others = [code for code in facts.codes if code != REIMS]
    table = facts.communes.loc[others]
    shares = share_out(table["active_15_64_2021"].to_numpy(dtype=float), jobs, 1)
    for code, share in zip(others, shares, strict=True):
        rng = generator(seed, f"workplaces {code}")
        count = 1 + int(share > 200) + int(share > 700) + int(share > 1200)
        sizes = share_out(rng.lognormal(0, 0.4, count), int(share), 1)
        for xy, size in zip(
            places[code].choose(count, places[code].trade, rng), sizes, strict=True
        ):
            rows.add(
                code, "workplace", beside(xy, facts.limits[code], rng), _JOBS_RULE, jobs=int(size)
            )

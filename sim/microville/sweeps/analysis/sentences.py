"""What an analysis found, said in plain French and English, no more than it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.sweeps.analysis.names import (
    key_name,
    number,
    outcome_name,
    part_text,
    percent,
    pick,
    wish_broken,
)

if TYPE_CHECKING:
    import pandas as pd

    from microville.sweeps.analysis.boxes import Failures, Region
    from microville.sweeps.analysis.regret import Compared

ALL = 0.995
"""Coverage from which "only if" is said."""
MATTERS = 0.05
"""Share of variance from which a factor is named."""


def failure_sentences(found: Failures, lang: str) -> list[str]:
    """Say where a scenario fails, a sentence a box, or that it always or never does."""
    broken = pick(lang, " or ", " ou ").join(wish_broken(wish, lang) for wish in found.wishes)
    if found.failed == 0:
        return [
            pick(
                lang,
                f"'{found.scenario}' fails in none of its {found.runs} runs ({broken}).",
                f"« {found.scenario} » n'échoue dans aucun de ses {found.runs} calculs ({broken}).",
            )
        ]
    if found.failed == found.runs:
        return [
            pick(
                lang,
                f"'{found.scenario}' fails in all its {found.runs} runs ({broken}).",
                f"« {found.scenario} » échoue dans tous ses {found.runs} calculs ({broken}).",
            )
        ]
    share = found.failed / found.runs
    if not found.regions:
        return [
            pick(
                lang,
                f"'{found.scenario}' fails in {percent(share, lang)} of its {found.runs} runs "
                f"({broken}); no limit of the factors tells where.",
                f"« {found.scenario} » échoue dans {percent(share, lang)} de ses {found.runs} "
                f"calculs ({broken}) ; aucune limite des facteurs ne dit où.",
            )
        ]
    return [_region_sentence(found, region, broken, lang) for region in found.regions]


def _region_sentence(found: Failures, region: Region, broken: str, lang: str) -> str:
    where = pick(lang, " and ", " et ").join(part_text(part, lang) for part in region.parts)
    density = percent(region.density, lang)
    overall = percent(found.failed / found.runs, lang)
    coverage = percent(region.coverage, lang)
    if region.coverage >= ALL:
        start = pick(
            lang,
            f"'{found.scenario}' fails ({broken}) only if {where}",
            f"« {found.scenario} » n'échoue ({broken}) que si : {where}",
        )
    else:
        start = pick(
            lang,
            f"{coverage} of the failures of '{found.scenario}' ({broken}) lie where {where}",
            f"{coverage} des échecs de « {found.scenario} » ({broken}) se trouvent là où : {where}",
        )
    return start + pick(
        lang,
        f"; there {density} of the runs fail, against {overall} of all {found.runs}.",
        f" ; là, {density} des calculs échouent, contre {overall} de l'ensemble des {found.runs}.",
    )


def regret_sentences(found: Compared, lang: str) -> list[str]:
    """Say which option each outcome regrets least, and which keeps all wishes most often."""
    said = []
    for label, mine in found.regret.groupby("outcome", sort=False):
        known = mine.dropna(subset="greatest")
        if known.empty:
            continue
        least = known["greatest"].min()
        names = _listed(known.loc[known["greatest"] == least, "option"].tolist(), lang)
        worst = known.iloc[int(known["greatest"].to_numpy().argmax())]
        name = outcome_name(str(label), lang)
        if worst["greatest"] == least:
            said.append(pick(lang, f"{name}: no option is regretted more.", f"{name} : à égalité."))
            continue
        said.append(
            pick(
                lang,
                f"{name}: {names} is regretted least, at worst {number(least, lang)} behind the "
                f"best option of a state; '{worst['option']}' most, "
                f"{number(worst['greatest'], lang)}.",
                f"{name} : {names} laisse le moins de regret, au pire {number(least, lang)} "
                f"derrière la meilleure option d'un état ; « {worst['option']} » le plus, "
                f"{number(worst['greatest'], lang)}.",
            )
        )
    if found.kept is not None:
        most = found.kept["all"].max()
        names = _listed(found.kept.loc[found.kept["all"] == most, "option"].tolist(), lang)
        share = percent(float(most), lang)
        said.append(
            pick(
                lang,
                f"All wishes hold in {share} of the states with {names}, the most of all options.",
                f"Tous les souhaits tiennent dans {share} des états avec {names} ; "
                "aucune option ne fait mieux.",
            )
        )
    return said


def sobol_sentence(mine: pd.DataFrame, lang: str) -> str:
    """Say which factors explain one outcome of one scenario (rows of ``sobol_indices``)."""
    label = str(mine["outcome"].iloc[0])
    name, scenario = outcome_name(label, lang), str(mine["scenario"].iloc[0])
    total = mine["total"].to_numpy(np.float64)
    if np.isnan(total).any():
        return pick(
            lang,
            f"{scenario}, {name}: cannot be told, its group had nobody in a run.",
            f"{scenario}, {name} : indéterminé, un calcul n'avait personne dans ce groupe.",
        )
    if not total.any():
        return pick(
            lang,
            f"{scenario}, {name}: none of these factors changes it.",
            f"{scenario}, {name} : aucun de ces facteurs n'y change rien.",
        )
    first = mine["first"].to_numpy(np.float64)
    said = pick(lang, "{} ({} alone, {} with others)", "{} ({} seul, {} avec les autres)")
    parts = [
        said.format(
            key_name(str(key), lang), percent(_share(alone), lang), percent(_share(whole), lang)
        )
        for key, alone, whole in zip(mine["key"], first, total, strict=True)
        if whole >= MATTERS
    ]
    head = pick(lang, "what explains its differences", "ce qui explique ses différences")
    colon = pick(lang, ":", " :")
    return f"{scenario}, {name}, {head}{colon} {', '.join(parts)}."


def _share(index: float) -> float:
    """Return an index as a share: estimates may lie a little outside 0 to 1."""
    return float(min(max(index, 0.0), 1.0))


def _listed(options: list[str], lang: str) -> str:
    quoted = [pick(lang, f"'{option}'", f"« {option} »") for option in options[:3]]
    return pick(lang, " or ", " ou ").join(quoted)

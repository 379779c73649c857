"""What a statement leaves out and why: lines whose condition is not met, and what has no line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from microville.impacts.statement import Statement


class LeftOut(NamedTuple):
    """Something that is in no total: what and why, in English and French."""

    what_en: str
    what_fr: str
    why_en: str
    why_fr: str


NEVER = (
    LeftOut(
        "Pay of new jobs, and what unemployment costs",
        "Salaires des nouveaux emplois et coût du chômage",
        "no source for the firms to come, and jobs may have moved here from elsewhere; their "
        "commutes are counted in simulated travel",
        "aucune source pour les entreprises à venir, et des emplois peuvent venir d'ailleurs ; "
        "leurs trajets, eux, sont comptés dans les déplacements simulés",
    ),
    LeftOut(
        "Food from the site",
        "Aliments produits sur le site",
        "soils are worth what they do for water, wildlife and air; food has no price in the model",
        "les sols valent ce qu'ils rendent à l'eau, au vivant et à l'air ; le modèle ne donne pas "
        "de prix aux aliments",
    ),
    LeftOut(
        "Energy and CO₂ of heating, and of works and materials",
        "Énergie et CO₂ du chauffage, des travaux et des matériaux",
        "Bénéfriches has no line for them; bills, CO₂ and reused materials are indicators in "
        "tonnes and euros of their own",
        "Bénéfriches n'a pas de ligne pour cela ; factures, CO₂ et réemploi sont des indicateurs à "
        "part, en tonnes et en euros",
    ),
    LeftOut(
        "Where newcomers would live otherwise",
        "Le logement des arrivants sans le programme",
        "nobody knows: their travel is set against the map's average, fields spared elsewhere are "
        "not counted",
        "nul ne le sait : leurs déplacements sont comparés à la moyenne de la carte, les champs "
        "épargnés ailleurs ne sont pas comptés",
    ),
    LeftOut(
        "Services near by, help between generations, training, taking part",
        "Services proches, entraide, formation, participation",
        "told in people, minutes and seats: no price of them is taken from anybody",
        "donnés en personnes, minutes et places : aucun prix n'en est repris de quiconque",
    ),
    LeftOut(
        "Sundays, visits to friends, freight",
        "Dimanches, visites à des proches, marchandises",
        "these trips are not simulated; the fixed rule has none of them either",
        "ces déplacements ne sont pas simulés ; la règle fixe n'en a pas non plus",
    ),
    LeftOut(
        "Works, rents, grants and debt of the cooperative",
        "Travaux, loyers, subventions et dette de la coopérative",
        "cash of its own, in its accounts; this table is about everybody else",
        "sa propre trésorerie, dans ses comptes ; ce tableau parle de tous les autres",
    ),
)
"""What no statement counts, whatever the programme."""


def left_out(statement: Statement) -> tuple[LeftOut, ...]:
    """Return what a statement counts in no mode: unmet conditions first, then what has no line."""
    modes = list(statement.lines.values())
    unmet = tuple(
        LeftOut(
            lines[0].label_en,
            lines[0].label_fr,
            f"its condition is not met: {lines[0].condition_en}",
            f"sa condition n'est pas remplie : {lines[0].condition_fr}",
        )
        for lines in zip(*modes, strict=True)
        if not any(line.counted for line in lines)
    )
    return unmet + NEVER

"""Who knows whom among stakeholders, and how mobilisation passes along ties."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from microville import rng
from microville.model.governing.stakeholders import NEIGHBOURS, PARTNERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from microville.model.agents import Stakeholder
    from microville.model.model import Microville

Pair = tuple["Stakeholder", "Stakeholder"]
ORDINARY = ("companies", "investors")


class Acquaintances:
    """Who knows whom, fixed when made.

    Parameters
    ----------
    graph
        A networkx graph of names; ``origin`` of an edge is acquaintance, dialogue, culture, rameau
        or service (a partner or neighbour and a member).
    """

    def __init__(self, graph: Any) -> None:
        self.graph = graph
        self._row = {name: row for row, name in enumerate(graph)}
        ties = [
            (self._row[name], self._row[other], tie["origin"])
            for name, others in graph.adj.items()
            for other, tie in others.items()
        ]
        self._to, self._from = np.array([tie[:2] for tie in ties], dtype=np.intp).reshape(-1, 2).T
        self._origin = np.array([origin for *_, origin in ties], dtype=np.str_)

    def heard(
        self, stakeholders: Sequence[Stakeholder], *, without: frozenset[str] = frozenset()
    ) -> NDArray[np.float64]:
        """Return the sum of the mobilisation of those whom each stakeholder knows, in their order.

        Ties of an origin in ``without`` do not count, nor do those of who left. Ties are added one
        after the other, in the order of the graph: the same sum everywhere.
        """
        rows = np.array([self._row[s.name] for s in stakeholders], dtype=np.intp)
        level = np.zeros(len(self._row))
        level[rows] = [s.mobilisation for s in stakeholders]
        to, by = self._to, self._from
        if without:
            kept = ~np.isin(self._origin, sorted(without))
            to, by = to[kept], by[kept]
        total = np.bincount(to, weights=level[by], minlength=len(level))
        return np.asarray(total[rows], dtype=np.float64)


def make_ties(model: Microville) -> Acquaintances:
    """Draw who knows whom; each pair has luck of its own, so that a tie more changes no other.

    The mean number of ties of members is a parameter, and so is the share of them within a college
    (homophily). Dialogue adds ties between associations and companies or investors, a shared
    culture between members of any two colleges, Le Rameau between associations and companies.
    Partners and neighbours know as many members of their colleges.
    """
    import networkx as nx

    rates, levers = model.parameters.governance, model.inputs.cooperative
    graph: Any = nx.Graph()
    graph.add_nodes_from(s.name for s in model.stakeholders)
    people = [s for s in model.stakeholders if s.kind == "member"]
    pairs = list(combinations(people, 2))
    within = [pair for pair in pairs if pair[0].college == pair[1].college]
    across = [pair for pair in pairs if pair[0].college != pair[1].college]
    ties = rates.ties_mean * len(people) / 2
    _add(model, graph, "acquaintance", within, ties * rates.homophily_share)
    _add(model, graph, "acquaintance", across, ties * (1.0 - rates.homophily_share))
    mixed = [pair for pair in across if _joins(pair, "associations", ORDINARY)]
    if levers.dialogue:
        _add(model, graph, "dialogue", mixed, rates.dialogue_tie_share * len(mixed))
    if levers.shared_culture:
        _add(model, graph, "culture", across, rates.culture_tie_share * len(across))
    if "Le Rameau" in levers.partners:
        allied = [pair for pair in across if _joins(pair, "associations", ("companies",))]
        share = model.parameters.partners.rameau_tie_share
        _add(model, graph, "rameau", allied, share * len(allied))
    known_to = PARTNERS | NEIGHBOURS
    for other in model.stakeholders:
        if other.kind != "member":
            met = [(other, s) for s in people if s.college in known_to[other.name]]
            _add(model, graph, "service", met, rates.ties_mean)
    return Acquaintances(graph)


def _joins(pair: Pair, one: str, others: tuple[str, ...]) -> bool:
    colleges = pair[0].college, pair[1].college
    return one in colleges and any(other in colleges for other in others)


def _add(model: Microville, graph: Any, origin: str, pairs: list[Pair], number: float) -> None:
    """Tie each pair with the same chance, as many as asked for on average."""
    if not pairs:
        return
    keys = {s.name: rng.identity("stakeholder", s.name) for pair in pairs for s in pair}
    first, second = (
        np.array([keys[pair[side].name] for pair in pairs], dtype=np.uint64) for side in (0, 1)
    )
    tied = rng.happens(
        model.seed_number,
        rng.stream(f"governance.ties.{origin}"),
        rng.ppb(number / len(pairs)),
        first,
        second,
    )
    for (one, other), drawn in zip(pairs, tied.tolist(), strict=True):
        if drawn and not graph.has_edge(one.name, other.name):
            graph.add_edge(one.name, other.name, origin=origin)

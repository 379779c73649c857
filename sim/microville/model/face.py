"""What a model shows to Mesa: people and households as agents, sets by type."""

from __future__ import annotations

import gc
from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import mesa

from microville.model.agents import Household, Inhabitant
from microville.model.views import AgentsByType, View, Views

if TYPE_CHECKING:
    from collections.abc import Callable

    from mesa.agent import AgentSet
    from numpy.typing import ArrayLike


class _Numbers:
    """Numbers of agents from 1, by model, for as long as there is the model."""

    def __init__(self) -> None:
        self._counts: WeakKeyDictionary[mesa.Model, count[int]] = WeakKeyDictionary()

    def __getitem__(self, model: mesa.Model) -> count[int]:
        return self._counts.setdefault(model, count(1))


if isinstance(getattr(mesa.Agent, "_ids", None), defaultdict):
    # Mesa 3.3 counts agents in a table that keeps every model of a process for ever.
    mesa.Agent._ids = _Numbers()  # noqa: SLF001


class MesaFace(mesa.Model):  # type: ignore[misc]
    """A :class:`mesa.Model` whose inhabitants are columns, and agents when asked for.

    ``agents`` holds businesses, stakeholders, the cooperative and those inhabitants and households
    that were asked for so far.

    Parameters
    ----------
    seed
        Given to Mesa as ``rng``: order of ``shuffle_do`` and the like. The model's own draws do not
        use it.
    """

    def __init__(self, seed: int) -> None:
        # Models hold hundreds of megabytes in circles of references: old ones go before this one.
        gc.collect()
        super().__init__(rng=seed)
        self.views = Views(self, (Inhabitant, Household))

    def inhabitants(
        self,
        where: Callable[[Any], bool] | ArrayLike | None = None,
        *,
        kind: type[View] = Inhabitant,
    ) -> AgentSet:
        """Return people as Mesa agents in an ``AgentSet``, in the order of their rows.

        Each is a view of a row (see :class:`~microville.model.agents.Inhabitant`), made when first
        asked for and the same object as long as they live on the map. 250,000 of them cost about
        110 MB and a second or two.

        Parameters
        ----------
        where
            Whom: a condition on an agent, a boolean column over ``population.people``, or row
            numbers; only those are made. Everyone if not given.
        kind
            Class of the agents: :class:`Inhabitant` or a subclass of yours, made as
            ``kind(model, row)``. Agents of a subclass are a panel beside those of everyone.

        Returns
        -------
        AgentSet
            Everyone's is Mesa's own, in which who comes and goes is seen at the next asking. A
            selection stays as it was asked for; of those who went since, it shows whom somebody
            still holds, and they raise :class:`~microville.model.views.GoneError`.

        Raises
        ------
        InputError
            If a column has another length than the table, or a row does not exist.
        """
        return self.views.everyone(kind) if where is None else self.views.chosen(kind, where)

    def households(
        self,
        where: Callable[[Any], bool] | ArrayLike | None = None,
        *,
        kind: type[View] = Household,
    ) -> AgentSet:
        """Return households as Mesa agents; parameters as for :meth:`inhabitants`."""
        return self.views.everyone(kind) if where is None else self.views.chosen(kind, where)

    @property
    def agents_by_type(self) -> AgentsByType:
        """Mesa's sets by type; ``agents_by_type[Inhabitant]`` is everyone, made on demand."""
        return AgentsByType(self.views, super().agents_by_type)

    @property
    def agent_types(self) -> list[type[mesa.Agent]]:
        """Mesa's types with inhabitants and households, whether or not any were made."""
        return list(dict.fromkeys([*super().agent_types, *self.views.whole]))

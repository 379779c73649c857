"""The Mesa face of columns: rows as agents, made when somebody asks for them.

A view is a :class:`mesa.Agent` that holds nothing but the number of its row: reading an attribute
reads the column, writing one writes it, so that plain Mesa code and kernels see the same people.
Nothing here runs unless a view was asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import mesa
import numpy as np
from mesa.agent import AgentSet

from microville.errors import InputError, MicrovilleError
from microville.model.calendar import month_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    from microville.model.model import Microville


class GoneError(MicrovilleError):
    """An agent of somebody who died or moved away was asked, or told, something."""


class Column:
    """An attribute of a view that is a cell of a column.

    Parameters
    ----------
    doc
        What it is, with its unit.
    table
        ``"people"``, ``"households"`` or ``"day"``.
    column
        Name of the column; that of the attribute if not given.
    names
        What the numbers in the column stand for.
    writable
        Whether assigning to the attribute changes the column.
    """

    def __init__(
        self,
        doc: str,
        *,
        table: str = "people",
        column: str = "",
        names: Sequence[Any] | None = None,
        writable: bool = False,
    ) -> None:
        self.__doc__ = doc
        self.table = table
        self.column = column
        self.names = names
        self.writable = writable

    def __set_name__(self, owner: type[View], name: str) -> None:
        self.name = name.lstrip("_")
        self.column = self.column or name

    def __get__(self, view: View | None, owner: type[View]) -> Any:
        if view is None:
            return self
        table, row = view.cell(self.table)
        column = getattr(table, self.column)
        if row >= len(column):
            return 0  # the month's day has not seen who came since
        value = column[row].item()
        return value if self.names is None else self.names[value]

    def __set__(self, view: View, value: Any) -> None:
        if not self.writable:
            raise AttributeError(f"{self.name!r} of {type(view).__name__} cannot be changed.")
        table, row = view.cell(self.table)
        column = getattr(table, self.column)
        if self.names is not None:
            if value not in self.names:
                known = ", ".join(str(name) for name in self.names)
                raise ValueError(f"{self.name!r} is one of {known}, not {value!r}.")
            value = self.names.index(value)
        elif column.dtype == bool:
            value = bool(value)
        elif value < 0:
            raise ValueError(f"{self.name!r} cannot be negative, as {value!r} is.")
        else:
            value = round(value)
        column[row] = value


class View(mesa.Agent):  # type: ignore[misc]
    """A row as an agent.

    Parameters
    ----------
    model
        The model.
    row
        Row of the table; rows keep their place for ever.
    """

    table: ClassVar[str]
    """Which columns of ``model.population`` this is a row of."""
    gone_in: int | None = None
    """Month in which they were seen to be gone."""

    def __init__(self, model: Microville, row: int) -> None:
        super().__init__(model)
        self.row = row

    def __repr__(self) -> str:
        here = "" if self.alive else ", no longer on the map"
        return f"<{type(self).__name__} {self.key}{here}>"

    @property
    def columns(self) -> Any:
        """The table of this row."""
        return getattr(self.model.population, self.table)

    @property
    def key(self) -> str:
        """Identity, 16 hexadecimal digits: the same in every scenario with the same seed."""
        return f"{int(self.columns.key[self.row]):016x}"

    @property
    def alive(self) -> bool:
        """Whether they live on the map; can be asked for ever, as ``key`` and ``row``."""
        return bool(self.columns.alive[self.row])

    def cell(self, table: str) -> tuple[Any, int]:
        """Return a table and the row in it that is this one's.

        Raises
        ------
        GoneError
            If they do not live on the map any more.
        """
        if not self.columns.alive[self.row]:
            when = self.model.month if self.gone_in is None else self.gone_in
            raise GoneError(
                f"{self!r} died or moved away in {month_label(when)}.",
                hint="Ask `alive` first, or take people from model.inhabitants() again.",
            )
        if table == "day":
            return self.model.day, self.row
        return getattr(self.model.population, table), self.row

    def forget(self) -> None:
        """Take this agent out of Mesa's sets; the row stays as it is."""
        if not self.alive and self.gone_in is None:
            self.gone_in = self.model.month
        super().remove()


class Views:
    """Every view that was asked for: the same object as long as its row is alive.

    Mesa's own sets of selected agents hold weak references, hence agents live here (and in the
    model's register) until whom they show has died or moved away.

    Parameters
    ----------
    model
        The model.
    whole
        Kinds of which ``model.agents_by_type`` shows everyone.
    """

    def __init__(self, model: Microville, whole: tuple[type[View], ...]) -> None:
        self.whole = whole
        self._model = model
        self._made: dict[type[View], dict[int, View]] = {}
        self._seen: dict[type[View], tuple[int, int]] = {}

    def everyone(self, kind: type[View]) -> AgentSet:
        """Return all who live on the map, in the order of rows: Mesa's own set, kept up to date."""
        self.forget_gone()
        alive = self._alive(kind)
        made = self._made.setdefault(kind, {})
        if len(made) < np.count_nonzero(alive):
            last = max(made, default=-1)
            new = [row for row in np.flatnonzero(alive).tolist() if row not in made]
            self._make(kind, new)
            if new[0] < last:
                self._registered(kind).sort("row", ascending=True, inplace=True)
        return self._registered(kind)

    def chosen(self, kind: type[View], where: Callable[[Any], bool] | ArrayLike) -> AgentSet:
        """Return some of those who live on the map, in the order of rows; only they are made.

        Parameters
        ----------
        kind
            The class of the agents.
        where
            A condition on an agent (it is shown one passing view after another), a boolean column
            of the table, or row numbers.

        Raises
        ------
        InputError
            If a column has another length than the table, or a row does not exist.
        """
        self.forget_gone()
        alive = self._alive(kind)
        if callable(where):
            rows = [view.row for view in self._passing(kind) if where(view)]
        else:
            rows = np.flatnonzero(_mask(np.asarray(where), alive)).tolist()
        made = self._made.setdefault(kind, {})
        self._make(kind, [row for row in rows if row not in made])
        return AgentSet([made[row] for row in rows], random=self._model.random)

    def forget_gone(self) -> None:
        """Let go of agents whose row is not alive any more."""
        for kind, made in self._made.items():
            alive = self._alive(kind)
            # Rows come alive when they are added, and then may only die.
            state = len(alive), int(np.count_nonzero(alive))
            if self._seen.get(kind) == state:
                continue
            self._seen[kind] = state
            rows = np.fromiter(made, dtype=np.int64, count=len(made))
            for row in rows[~alive[rows]].tolist():
                made.pop(row).forget()

    def _make(self, kind: type[View], rows: list[int]) -> None:
        made = self._made[kind]
        for row in rows:
            made[row] = kind(self._model, row)

    def _alive(self, kind: type[View]) -> NDArray[np.bool_]:
        alive: NDArray[np.bool_] = getattr(self._model.population, kind.table).alive
        return alive

    def _registered(self, kind: type[View]) -> AgentSet:
        known = dict.get(self._model.agents_by_type, kind)
        return AgentSet([], random=self._model.random) if known is None else known

    def _passing(self, kind: type[View]) -> Iterator[View]:
        """Show everyone who lives on the map in turn, by one view that Mesa never hears of."""
        view = object.__new__(kind)
        view.model = self._model
        for row in np.flatnonzero(self._alive(kind)).tolist():
            view.row = row
            yield view


class AgentsByType(dict[type[mesa.Agent], AgentSet]):
    """Mesa's sets by type, where people and households are made when their set is asked for.

    Going through all types shows those made so far.
    """

    def __init__(self, views: Views, known: dict[type[mesa.Agent], AgentSet]) -> None:
        super().__init__(known)
        self._views = views

    def __getitem__(self, kind: type[mesa.Agent]) -> AgentSet:
        if kind in self._views.whole:
            return self._views.everyone(kind)
        self._views.forget_gone()
        return super().__getitem__(kind)

    def __contains__(self, kind: object) -> bool:
        return kind in self._views.whole or super().__contains__(kind)

    def get(self, kind: type[mesa.Agent], default: Any = None) -> Any:
        """Return the set of a type, as ``[]`` does, or the default where there is none."""
        try:
            return self[kind]
        except KeyError:
            return default


def _mask(where: NDArray[Any], alive: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which rows a boolean column or row numbers choose, of those alive."""
    if where.dtype == bool:
        if where.shape != alive.shape:
            raise InputError(
                f"The condition has {where.size} entries for {alive.size} rows.",
                hint="Build it from columns of model.population of this month.",
            )
        return where & alive
    mask = np.zeros(len(alive), dtype=bool)
    rows = where.astype(np.int64)
    if rows.size and not (rows.min() >= 0 and rows.max() < len(alive)):
        raise InputError(f"A row is none of 0 to {len(alive) - 1}.")
    mask[rows] = True
    return mask & alive

"""Stored sweeps as plain data, read in a process of its own: how far they are, what they gave."""

from __future__ import annotations

import os
from base64 import b64encode
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from microville.errors import InputError, MicrovilleError

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from matplotlib.figure import Figure

    from microville.sweeps import Sweep

MOST_ROWS = 200
"""Rows of a table that a page shows; the command line gives all."""
MOST_SWEEPS = 50
MARK = "sweep.json"


def sweeps_dir() -> Path:
    """Return where sweeps are looked for: ``MICROVILLE_SWEEPS``, else ``out/sweeps`` here."""
    return Path(os.environ.get("MICROVILLE_SWEEPS") or Path("out") / "sweeps")


def stored_sweeps() -> list[str]:
    """Return the names of the folders that hold a sweep, in order."""
    folder = sweeps_dir()
    if not folder.is_dir():
        return []
    found = [path.name for path in folder.iterdir() if (path / MARK).is_file()]
    return sorted(found)[:MOST_SWEEPS]


def ask(name: str, lang: str) -> dict[str, Any]:
    """Return :func:`overview` of a stored sweep, from a process of its own.

    Raises
    ------
    InputError
        If there is no such sweep, or it is damaged.
    """
    if name not in stored_sweeps():
        raise InputError(f"There is no sweep {name!r}.", hint="Choose one from the list.")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one:
        return one.submit(overview, sweeps_dir() / name, lang).result()


def overview(folder: Path, lang: str) -> dict[str, Any]:
    """Return question, design, how far the sweep is, its first rows, and what they say.

    What a finished design is made for is worked out as by ``microville sweep analyse``:
    ``sentences``, a ``picture`` (a data address) and, where there is none yet, ``why_not``.
    """
    from microville.sweeps import read_sweep, results, status

    sweep = read_sweep(folder)
    how_far, found = status(sweep), results(sweep)
    columns = [name for name in found.table.columns if name != "run_id"]
    shown = found.table[columns].head(MOST_ROWS)
    rows = [[_plain(value) for value in row] for row in shown.itertuples(index=False, name=None)]
    about = sweep.about
    return {
        "question": about.get("question") or {},
        "design": str(about["design"]["kind"]),
        "scenarios": list(about["scenarios"]),
        "factors": [str(factor.get("key", "")) for factor in about["factors"]],
        "status": {
            "runs": how_far.runs,
            "done": how_far.done,
            "failed": how_far.failed,
            "running": how_far.running,
            "seconds_left": how_far.seconds_left,
        },
        "columns": columns,
        "rows": rows,
        "all_rows": len(found.table),
        "hash": found.canonical_hash,
    } | _said(sweep, found.table, lang)


def _said(sweep: Sweep, table: pd.DataFrame, lang: str) -> dict[str, Any]:
    if table.empty:
        return {"sentences": [], "picture": "", "why_not": ""}
    kind = sweep.about["design"]["kind"]
    wished = any(o.at_least is not None or o.at_most is not None for o in sweep.context.outcomes)
    usual = "prim" if wished else "regret"
    try:
        sentences, figure = _ANALYSES.get(kind, _ANALYSES[usual])(sweep, table, lang)
    except MicrovilleError as error:
        # A design that is not finished, or made for no analysis: its table is shown all the same.
        return {"sentences": [], "picture": "", "why_not": str(error)}
    from microville.figures.style import png_bytes

    picture = "data:image/png;base64," + b64encode(png_bytes(figure)).decode("ascii")
    return {"sentences": sentences, "picture": picture, "why_not": ""}


def _morris(sweep: Sweep, table: pd.DataFrame, lang: str) -> tuple[list[str], Figure]:
    from microville.figures.screening_bars import screening_bars
    from microville.sweeps.analysis.screening import screen

    return [], screening_bars(screen(sweep, table), lang=lang)


def _sobol(sweep: Sweep, table: pd.DataFrame, lang: str) -> tuple[list[str], Figure]:
    from microville.figures.sobol_bars import sobol_bars
    from microville.sweeps.analysis.sentences import sobol_sentence
    from microville.sweeps.analysis.sobol import sobol_indices

    found = sobol_indices(sweep, table)
    groups = found.groupby(["scenario", "outcome"], sort=False)
    return [sobol_sentence(mine, lang) for _, mine in groups], sobol_bars(found, lang=lang)


def _prim(sweep: Sweep, table: pd.DataFrame, lang: str) -> tuple[list[str], Figure]:
    from microville.figures.failure_boxes import failure_boxes
    from microville.sweeps.analysis.boxes import failures_of
    from microville.sweeps.analysis.sentences import failure_sentences
    from microville.sweeps.analysis.wishes import wishes_of

    found = failures_of(sweep, table, wishes_of(sweep, []))
    said = [sentence for one in found for sentence in failure_sentences(one, lang)]
    return said, failure_boxes(found, sweep.about["factors"], table, lang=lang)


def _regret(sweep: Sweep, table: pd.DataFrame, lang: str) -> tuple[list[str], Figure]:
    from microville.figures.regret_bars import regret_bars
    from microville.sweeps.analysis.regret import compare_options
    from microville.sweeps.analysis.sentences import regret_sentences

    found = compare_options(sweep, table, ())
    return regret_sentences(found, lang), regret_bars(found, lang=lang)


_ANALYSES: dict[str, Callable[[Sweep, pd.DataFrame, str], tuple[list[str], Figure]]] = {
    "morris": _morris,
    "sobol": _sobol,
    "prim": _prim,
    "regret": _regret,
}


def _plain(value: Any) -> Any:
    import pandas as pd

    if value is None or value is pd.NA or value != value:  # noqa: PLR0124  (not a number)
        return None
    return value.item() if hasattr(value, "item") else value

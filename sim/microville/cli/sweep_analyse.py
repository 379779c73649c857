"""``microville sweep analyse``: what a sweep says, as tables, figures and sentences."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from microville.cli.access import Lang
from microville.cli.options import Json
from microville.cli.sweep_options import Experiment, Out, default_folder
from microville.cli.sweep_text import print_screening, print_table
from microville.cli.writing import check_target, write_all
from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from matplotlib.figure import Figure

    from microville.sweeps import Results, Sweep


class Method(StrEnum):
    """What is asked of the results."""

    morris = "morris"
    sobol = "sobol"
    prim = "prim"
    regret = "regret"
    front = "front"
    swings = "swings"


class Found:
    """What an analysis gives: a table, sentences, a figure that is drawn only when asked for."""

    def __init__(self, table: pd.DataFrame, said: list[str], draw: Callable[[str], Figure]) -> None:
        self.table = table
        self.said = said
        self.draw = draw


def analyse_sweep(
    experiment: Experiment,
    out: Out = None,
    method: Annotated[
        Method | None,
        typer.Option(
            help="morris, sobol: what moves outcomes; prim: where wishes are broken; regret: "
            "options compared; front: programmes that no other beats; swings: one assumption at a "
            "time. By the design if not given."
        ),
    ] = None,
    want: Annotated[
        list[str] | None,
        typer.Option(help="A wish, 'cooperative_cash_eur|all|min >= 0'; may be repeated."),
    ] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write the table as CSV.")] = None,
    png: Annotated[Path | None, typer.Option("--png", help="Draw it.")] = None,
    lang: Annotated[Lang, typer.Option(help="Language of sentences and figure.")] = Lang.fr,
    as_json: Json = False,
) -> None:
    """Say what moves each outcome, when a programme fails, which option is regretted least."""
    from microville.sweeps import read_sweep, results
    from microville.sweeps.export import write_csv

    if png is not None:
        _check_png(png)
    sweep = read_sweep(out or default_folder(experiment))
    chosen = method or _usual(sweep)
    if want and chosen not in (Method.prim, Method.regret):
        raise InputError(f"--want says nothing to {chosen.value}.", hint="Add --method prim.")
    given = results(sweep)
    if given.table.empty:
        raise InputError(
            "No run is done yet.", hint=f"Give 'microville sweep resume {sweep.folder}' first."
        )
    found = _ANALYSES[chosen](sweep, given, want or [], lang.value)
    if csv is not None:
        write_csv(found.table, csv)
    if png is not None:
        _write_figure(found, png, lang.value)
    if as_json:
        rows = json.loads(found.table.to_json(orient="records", double_precision=15))
        plain = rows if chosen is Method.morris else {"table": rows, "sentences": found.said}
        print(json.dumps(plain, ensure_ascii=False))
        return
    if chosen is Method.morris:
        print_screening(found.table, given)
    else:
        print_table(found.table)
        for sentence in found.said:
            print(f"\n{sentence}")
    if given.missing:
        print(f"\n{given.missing} rows are missing: their runs failed or are still to do.")


def _usual(sweep: Sweep) -> Method:
    """Return what a design is made for; else PRIM where limits are given, and regret."""
    kind = sweep.about["design"]["kind"]
    if kind in (Method.morris.value, Method.sobol.value):
        return Method(kind)
    if kind == "optimise":
        return Method.front
    if kind == "one_at_a_time":
        return Method.swings
    wished = any(o.at_least is not None or o.at_most is not None for o in sweep.context.outcomes)
    return Method.prim if wished else Method.regret


def _morris(sweep: Sweep, given: Results, _want: list[str], _lang: str) -> Found:
    from microville.sweeps.analysis.screening import screen

    table = screen(sweep, given.table)

    def draw(lang: str) -> Figure:
        from microville.figures.screening_bars import screening_bars

        return screening_bars(table, lang=lang)

    return Found(table, [], draw)


def _sobol(sweep: Sweep, given: Results, _want: list[str], lang: str) -> Found:
    from microville.sweeps.analysis.sentences import sobol_sentence
    from microville.sweeps.analysis.sobol import sobol_indices

    table = sobol_indices(sweep, given.table)
    groups = table.groupby(["scenario", "outcome"], sort=False)
    said = [sobol_sentence(mine, lang) for _, mine in groups]

    def draw(lang: str) -> Figure:
        from microville.figures.sobol_bars import sobol_bars

        return sobol_bars(table, lang=lang)

    return Found(table, said, draw)


def _prim(sweep: Sweep, given: Results, want: list[str], lang: str) -> Found:
    from microville.sweeps.analysis.boxes import failures_of, regions_table
    from microville.sweeps.analysis.sentences import failure_sentences
    from microville.sweeps.analysis.wishes import wishes_of

    found = failures_of(sweep, given.table, wishes_of(sweep, want))
    said = [sentence for one in found for sentence in failure_sentences(one, lang)]

    def draw(lang: str) -> Figure:
        from microville.figures.failure_boxes import failure_boxes

        return failure_boxes(found, sweep.about["factors"], given.table, lang=lang)

    return Found(regions_table(found), said, draw)


def _regret(sweep: Sweep, given: Results, want: list[str], lang: str) -> Found:
    from microville.sweeps.analysis.regret import compare_options
    from microville.sweeps.analysis.sentences import regret_sentences
    from microville.sweeps.analysis.wishes import wishes_of

    limits = [o for o in sweep.context.outcomes if (o.at_least, o.at_most) != (None, None)]
    wishes = wishes_of(sweep, want) if want or limits else ()
    found = compare_options(sweep, given.table, wishes)

    def draw(lang: str) -> Figure:
        from microville.figures.regret_bars import regret_bars

        return regret_bars(found, lang=lang)

    table = found.regret
    if found.kept is not None:
        table = table.merge(found.kept, on="option", how="left")
    return Found(table, regret_sentences(found, lang), draw)


def _front(sweep: Sweep, given: Results, _want: list[str], lang: str) -> Found:
    from microville.sweeps.optimise.front import front_of, front_sentences

    table = front_of(sweep, given.table)

    def draw(lang: str) -> Figure:
        from microville.figures.front_chart import front_chart

        return front_chart(table, sweep.context.outcomes, lang=lang)

    return Found(table, front_sentences(sweep, table, lang), draw)


def _swings(sweep: Sweep, given: Results, _want: list[str], _lang: str) -> Found:
    from microville.sweeps.analysis.swings import swings

    table = swings(sweep, given.table)

    def draw(lang: str) -> Figure:
        from microville.figures.swing_bars import swing_bars

        return swing_bars(table, lang=lang)

    return Found(table, [], draw)


_ANALYSES: dict[Method, Any] = {
    Method.morris: _morris,
    Method.sobol: _sobol,
    Method.prim: _prim,
    Method.regret: _regret,
    Method.front: _front,
    Method.swings: _swings,
}


def _check_png(path: Path) -> None:
    check_target(path)
    if path.suffix.lower() != ".png":
        raise InputError(f"{path} is no PNG file.", hint="Give a name that ends in .png.")


def _write_figure(found: Found, path: Path, lang: str) -> None:
    from microville.figures.style import save_png

    def write(target: Path) -> None:
        save_png(found.draw(lang), target)

    write_all({path: write})

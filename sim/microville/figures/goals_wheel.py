"""The 17 goals as a wheel: evidence by its effect, gaps hatched, neither hidden."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, cast

import numpy as np
from matplotlib.patches import Patch

from microville.figures.style import (
    BLUE,
    FAINT,
    INK,
    PAPER,
    SOFT_INK,
    VERMILION,
    YELLOW,
    new_figure,
)
from microville.figures.words import load_words
from microville.goals import BETTER, NO_DATA, OPEN, SAME, WORSE

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.projections.polar import PolarAxes

    from microville.goals import GoalResult

SILENT = "not_modelled"
LOOKS: dict[str, tuple[str, str, str, str]] = {
    BETTER: (BLUE, PAPER, "+", ""),
    WORSE: (VERMILION, PAPER, "\u2212", ""),
    SAME: (FAINT, INK, "=", ""),
    OPEN: (YELLOW, INK, "?", ""),
    NO_DATA: (PAPER, SOFT_INK, "·", "...."),
    SILENT: (PAPER, SOFT_INK, "", "////"),
}
"""Fill, ink, sign and hatch of each effect: signs and hatches tell them apart without colour."""
NAMES = {
    BETTER: ("better", "mieux"),
    WORSE: ("worse", "moins bien"),
    SAME: ("no change", "pas de changement"),
    OPEN: ("open: seeds disagree", "ouvert : les tirages divergent"),
    NO_DATA: ("no data in this comparison", "pas de données dans cette comparaison"),
    SILENT: ("not modelled", "non modélisé"),
}
INNER, OUTER = 0.42, 1.0
LETTERS = 21
"""Letters of a line of a goal's title."""


def goals_wheel(
    results: tuple[GoalResult, ...], *, lang: str = "fr", title: str = "", note: str = ""
) -> Figure:
    """Return the wheel of the goals: a sector a goal, a ring segment a piece of evidence.

    Parameters
    ----------
    results
        Of :func:`microville.goals.evaluate`.
    lang
        ``"fr"`` or ``"en"``.
    title, note
        What is compared, and how.
    """
    words = load_words(lang)
    figure = new_figure(10.4, 8.6)
    axes = cast("PolarAxes", figure.add_axes((0.2, 0.13, 0.6, 0.72), projection="polar"))
    axes.set_theta_zero_location("N")
    axes.set_theta_direction(-1)
    axes.set_axis_off()
    axes.set_ylim(0, OUTER)
    step = 2 * np.pi / len(results)
    for index, result in enumerate(results):
        _sector(axes, result, index * step, step)
        name = words.pick(result.goal.title_fr, result.goal.title_en)
        _title(axes, result.goal.number, name, index * step)
    known = sum(result.status == "evidence" for result in results)
    _centre(axes, known, len(results), lang)
    figure.text(0.03, 0.95, title, fontsize=13, fontweight="bold", color=INK, va="top")
    figure.text(0.03, 0.92, note, fontsize=9, color=SOFT_INK, va="top")
    shown = {f.effect for r in results for f in r.findings} | {
        SILENT for r in results if not r.findings
    }
    _legend(figure, [effect for effect in LOOKS if effect in shown], lang)
    return figure


def _sector(axes: PolarAxes, result: GoalResult, angle: float, width: float) -> None:
    effects = [finding.effect for finding in result.findings] or [SILENT]
    height = (OUTER - INNER) / len(effects)
    for rank, effect in enumerate(effects):
        fill, ink, sign, hatch = LOOKS[effect]
        bottom = INNER + rank * height
        axes.bar(
            angle,
            height * 0.97,
            width=width * 0.95,
            bottom=bottom,
            color=fill,
            edgecolor=SOFT_INK if hatch else PAPER,
            hatch=hatch,
            linewidth=0.6,
        )
        axes.text(
            angle,
            bottom + height / 2,
            sign,
            color=ink,
            fontsize=13,
            fontweight="bold",
            ha="center",
            va="center",
        )


def _title(axes: PolarAxes, number: int, name: str, angle: float) -> None:
    side = np.sin(angle)
    align = "center" if abs(side) < 0.15 else ("left" if side > 0 else "right")
    axes.annotate(
        textwrap.fill(f"{number}  {name}", LETTERS),
        (angle, OUTER + 0.04),
        ha=align,
        va="bottom" if np.cos(angle) > 0.5 else ("top" if np.cos(angle) < -0.5 else "center"),
        fontsize=8.6,
        color=INK,
        annotation_clip=False,
    )


def _centre(axes: PolarAxes, known: int, count: int, lang: str) -> None:
    text = {
        "fr": f"{known} objectifs\nsur {count}\nont des preuves",
        "en": f"{known} of {count}\ngoals have\nevidence",
    }[lang]
    axes.text(0, 0, text, ha="center", va="center", fontsize=10.5, color=INK)


def _legend(figure: Figure, effects: list[str], lang: str) -> None:
    handles = []
    for effect in effects:
        fill, _, sign, hatch = LOOKS[effect]
        name = load_words(lang).pick(NAMES[effect][1], NAMES[effect][0])
        label = f"{sign}  {name}" if sign else name
        edge = SOFT_INK if hatch else fill
        handles.append(Patch(facecolor=fill, edgecolor=edge, hatch=hatch, label=label))
    figure.legend(
        handles=handles,
        loc="lower center",
        ncols=3,
        frameon=False,
        fontsize=9,
        labelcolor=INK,
        bbox_to_anchor=(0.5, 0.0),
    )

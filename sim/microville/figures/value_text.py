"""Values of indicators as a page of the documentation writes them (English)."""

from __future__ import annotations

from microville.figures.words import load_words

AXES = {
    "share": (100.0, "%"),
    "EUR": (1e-6, "million euros"),
    "EUR/month": (1e-3, "thousand euros a month"),
    "t/month": (1.0, "tonnes a month"),
}
"""By unit: what a value is multiplied by on an axis, and how the axis calls the result."""


def value_text(value: float, unit: str, *, sign: bool = False) -> str:
    """Return a value with its unit, as short as it can be read.

    Parameters
    ----------
    value, unit
        Of an indicator.
    sign
        Whether it is a difference: written with its sign, shares in points.
    """
    words = load_words("en")
    write = words.signed if sign else words.number
    if unit == "share":
        return f"{write(value * 100, 1)} {'pt' if sign else '%'}"
    if unit.startswith("EUR"):
        per = {"EUR/month": " a month"}.get(unit, "")
        return words.euros(value, signed=sign).replace("million", "M") + per
    decimals = 0 if abs(value) >= 100 or unit in {"persons", "jobs"} else 1
    suffix = {"persons": "", "jobs": "", "t/month": " t a month", "ha": " ha"}.get(
        unit, f" {unit.partition('/')[0]}"
    )
    return f"{write(value, decimals)}{suffix}"


def axis_scale(unit: str, *, difference: bool = False) -> tuple[float, str]:
    """Return what values of a unit are multiplied by on an axis, and the axis' words."""
    scale, name = AXES.get(unit, (1.0, unit))
    return scale, "percentage points" if difference and unit == "share" else name
